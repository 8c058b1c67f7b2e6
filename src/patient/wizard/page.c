// What every screen shares: where one is, what was just said, the question, the keys.

#include "patient/wizard/view.h"

#include "interview/words.h"

#include <stdio.h>
#include <string.h>

const char *page_words(struct wizard *wizard, const char *text)
{
    if (text == NULL || strchr(text, '{') == NULL) {
        return text;
    }
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER + LIMIT_TEXT);
    words_text(text, wizard_answers(wizard), wizard->at.entry, wizard->session->clinic, &words);
    const char *copy = arena_string(&wizard->scratch, words.bytes);
    buffer_clear(&words);
    return copy;
}

static size_t columns_of(const struct wizard *wizard, const char *text)
{
    return text_columns(text, strlen(text), wizard->canvas.width);
}

// "Your problem  ·  3 of 11", or only the count where the clinic's name would suffer.
static const char *place_words(struct wizard *wizard, size_t room)
{
    const struct interview_at *at = &wizard->at;
    // Staff may stand there, or anybody.
    bool closed = wizard->over.kind == &view_lock || wizard->over.kind == &view_staff;
    if (closed || wizard->stage != STAGE_INTERVIEW || at->phase == PHASE_INTERRUPTED) {
        return "";
    }
    if (at->phase == PHASE_REVIEW) {
        return "Your answers";
    }
    if (at->phase != PHASE_ASKING || at->section >= wizard->session->form->section_count) {
        return "";
    }
    const char *count =
        arena_print(&wizard->scratch, "%u of %u", at->section_number, at->section_count);
    const char *whole = arena_print(&wizard->scratch, "%s  \xC2\xB7  %s",
                                    wizard->session->form->sections[at->section].title, count);
    return columns_of(wizard, whole) <= room ? whole : count;
}

void page_title(struct wizard *wizard, const struct frame *frame)
{
    const struct clinic *clinic = wizard->session->clinic;
    const char *name =
        clinic != NULL && clinic->name != NULL ? clinic->name : wizard->session->form->title;
    const char *left = name;
    if (wizard->setup->practice) {
        left = arena_print(&wizard->scratch, "Practice  \xC2\xB7  %s", name);
    }
    size_t columns = frame->title.columns > 0 ? (size_t)frame->title.columns : 0;
    size_t wanted = columns_of(wizard, left) + 3;
    size_t room = columns > wanted ? columns - wanted : 0;
    draw_title(&wizard->canvas, frame, left, place_words(wizard, room));
}

struct rect page_notice(struct wizard *wizard, const struct frame *frame)
{
    struct rect body = frame->body;
    if (wizard->notice.length == 0) {
        return body;
    }
    const char *text = wizard->notice.bytes;
    int rows = draw_paragraph_rows(&wizard->canvas, frame->notice.columns, text);
    int most = body.rows - 3 > 1 ? body.rows - 3 : 1;
    rows = rows < most ? rows : most;
    struct rect place = frame->notice;
    place.row -= rows - 1;
    place.rows = rows;
    draw_paragraph(&wizard->canvas, place, wizard->warning ? ROLE_WARNING : ROLE_STRONG, text);
    // The line of a long notice that stands in the body is kept free above it as well.
    body.rows -= rows - 1;
    return body;
}

// One paragraph of the head of a page; what does not fit is said, help shows it whole.
static struct rect head(struct wizard *wizard, struct rect area, int measure, int most,
                        enum role role, const char *text)
{
    struct rect place = area;
    place.columns = measure;
    place.rows = most < area.rows ? most : area.rows;
    int rows = draw_paragraph_rows(&wizard->canvas, measure, text);
    if (rows > place.rows && place.rows > 0) {
        place.rows--;
        draw_paragraph(&wizard->canvas, place, role, text);
        draw_cut(&wizard->canvas, place.row + place.rows, place.column, measure, ROLE_QUIET,
                 "There is more: F1 shows it all.");
        return rect_below(area, place.rows + 1);
    }
    draw_paragraph(&wizard->canvas, place, role, text);
    return rect_below(area, rows);
}

enum { ANSWER_ROWS = 4 }; // that a long question leaves for its answer

static struct rect draw_question(struct wizard *wizard, const struct frame *frame, int wanted,
                                 bool hinted)
{
    const struct form_item *item = wizard_item(wizard);
    page_title(wizard, frame);
    struct rect area = page_notice(wizard, frame);
    if (item == NULL) {
        return area;
    }
    const char *text = page_words(wizard, item->text);
    const char *hint = hinted ? page_words(wizard, item->hint) : NULL;
    int columns = frame->measure;
    int rows = draw_paragraph_rows(&wizard->canvas, columns, text);
    int hints = hint != NULL ? draw_paragraph_rows(&wizard->canvas, columns, hint) : 0;
    int least = wanted < ANSWER_ROWS ? wanted : ANSWER_ROWS;
    least = least < area.rows - 1 ? least : area.rows - 1;
    if (rows + hints > area.rows - least) {
        hints = 0; // the question itself comes first
    }
    int spare = area.rows - rows - hints - wanted;
    area = head(wizard, area, columns, area.rows - least > 1 ? area.rows - least : 1, ROLE_STRONG,
                text);
    if (hints > 0) {
        area = head(wizard, area, columns, hints, ROLE_NORMAL, hint);
    }
    return spare > 0 ? rect_below(area, 1) : area;
}

struct rect page_question(struct wizard *wizard, const struct frame *frame, int wanted)
{
    return draw_question(wizard, frame, wanted, true);
}

struct rect page_question_alone(struct wizard *wizard, const struct frame *frame, int wanted)
{
    return draw_question(wizard, frame, wanted, false);
}

enum {
    HINTS_MAX = 12,
    WIDE = 100, // columns: room for what the pause menu offers too
};

static bool typing(const struct wizard *wizard)
{
    const struct view *view = wizard->over.kind != NULL ? &wizard->over : &wizard->view;
    return view->kind != NULL && view->kind->typing != NULL && view->kind->typing(view->state);
}

void page_footer(struct wizard *wizard, const struct frame *frame, const struct hint *hints,
                 size_t count)
{
    struct hint all[HINTS_MAX];
    size_t used = 0;
    for (; used < count && used < HINTS_MAX - 5; used++) {
        all[used] = hints[used];
    }
    bool letters = !typing(wizard);
    const struct form_item *item = wizard_item(wizard);
    all[used++] = (struct hint){"Esc", "back"};
    if (wizard->over.kind == NULL && item != NULL) {
        if (item->why != NULL) {
            all[used++] =
                (struct hint){letters ? "?" : "F2",
                              frame->whole.columns >= 60 && count < 4 ? "why we ask" : "why"};
        }
    }
    if (wizard->over.kind == NULL && wizard->stage == STAGE_INTERVIEW) {
        if (frame->whole.columns >= WIDE) {
            all[used++] = (struct hint){letters ? "O" : "F3", "all parts"};
        }
        all[used++] = (struct hint){letters ? "H" : "F1", "help"};
        all[used++] = (struct hint){letters ? "P" : "F10", "pause"};
    }
    page_footer_alone(wizard, frame, all, used);
}

void page_footer_alone(struct wizard *wizard, const struct frame *frame, const struct hint *hints,
                       size_t count)
{
    struct hint all[HINTS_MAX + 1];
    size_t used = 0;
    for (; used < count && used < HINTS_MAX; used++) {
        all[used] = hints[used];
    }
    if (wizard->setup->help != NULL) {
        all[used++] = (struct hint){typing(wizard) ? "F11" : "G", "get staff"};
    }
    draw_footer(&wizard->canvas, frame, all, used);
}

const char *page_resume_words(const struct wizard *wizard)
{
    const struct wizard_setup *setup = wizard->setup;
    return setup->words != NULL ? setup->words(setup->context) : NULL;
}

const char *page_draft_time(struct wizard *wizard)
{
    const struct clinic *clinic = wizard->session->clinic;
    int hours = clinic != NULL && clinic->draft_hours > 0 ? clinic->draft_hours : 24;
    return arena_print(&wizard->scratch, hours == 1 ? "%d hour" : "%d hours", hours);
}
