// Screens that are read: a note of the form, help, why we ask, what the patient is told at the end,
// the therapist's page. Long ones part by part.

#include "base/wipe.h"
#include "interview/words.h"
#include "patient/wizard/view.h"
#include "terminal/pager.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct pager pager;
    struct buffer text;
    int columns; // that the therapist's page was laid out for
};

enum { READING_MAX = 1 << 20, TELLS_MAX = 64, ROOMY = 16 };

static struct reading *reading_new(void)
{
    struct reading *reading = view_take(sizeof *reading);
    buffer_init(&reading->text, READING_MAX);
    return reading;
}

static void reading_close(void *state)
{
    struct reading *reading = state;
    buffer_clear(&reading->text);
    free(reading);
}

static void paragraph(struct wizard *wizard, struct reading *reading, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        buffer_text(&reading->text, reading->text.length > 0 ? "\n\n" : "");
        buffer_text(&reading->text, page_words(wizard, text));
    }
}

static void draw_reading(struct wizard *wizard, struct reading *reading, const struct frame *frame,
                         const char *heading)
{
    page_title(wizard, frame);
    struct rect area = page_notice(wizard, frame);
    area.columns = frame->measure;
    if (heading != NULL) {
        area = rect_below(area, draw_paragraph(&wizard->canvas, area, ROLE_STRONG, heading));
        area = area.rows > 4 ? rect_below(area, 1) : area;
    }
    pager_draw(&reading->pager, &wizard->canvas, area, reading->text.bytes, false);
}

// The label of Enter: it goes on reading until the end has been seen.
static const char *enter_label(const struct reading *reading, const char *end)
{
    const struct pager *pager = &reading->pager;
    return pager->top + pager->rows >= pager->lines ? end : "read on";
}

static void footer(struct wizard *wizard, const struct reading *reading, const struct frame *frame,
                   const char *end)
{
    struct hint hints[] = {{"Enter", enter_label(reading, end)}};
    page_footer(wizard, frame, hints, 1);
}

static void *note_open(struct wizard *wizard)
{
    struct reading *reading = reading_new();
    const struct form_item *item = wizard_item(wizard);
    for (uint32_t i = 0; i < item->page_count; i++) {
        paragraph(wizard, reading, item->pages[i]);
    }
    return reading;
}

static void note_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct reading *reading = state;
    const struct form_item *item = wizard_item(wizard);
    draw_reading(wizard, reading, frame,
                 item->text != NULL && item->text[0] != '\0' ? page_words(wizard, item->text)
                                                             : NULL);
    footer(wizard, reading, frame, "go on");
}

static bool note_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct reading *reading = state;
    if (key->press == PRESS_ENTER) {
        if (pager_enter(&reading->pager)) {
            act_read(wizard);
        }
        return true;
    }
    return pager_key(&reading->pager, key);
}

const struct view_kind view_note = {
    .open = note_open, .close = reading_close, .draw = note_draw, .key = note_key};

static const char *const keys_help =
    "Keys: the arrow keys move, Enter goes on, Esc goes back. Nothing you have answered is lost when "
    "you go back.\n"
    "A number chooses the line with that number. Space marks or unmarks a line.\n"
    "H or F1: this help.  ? or F2: why we ask.  O or F3: all parts.  C or F6: hide the "
    "screen.  P or F10: pause.\n"
    "Where you type words, use the keys with an F.\n"
    "If anything is not clear, ask at the desk.";

static const char *const chart_help =
    "On the picture the arrow keys go to the place beside, and Tab turns between front and back. Space "
    "marks a place. / finds a place by its name, and L shows all places as a list.";

static const char *const review_help =
    "On this page Enter changes the answer you are at, and End goes to Finish. V shows the answers "
    "that are kept private, or hides them again.";

static void *help_open(struct wizard *wizard)
{
    struct reading *reading = reading_new();
    const struct form_item *item = wizard_item(wizard);
    if (item == NULL && wizard->at.phase == PHASE_REVIEW) {
        paragraph(wizard, reading, review_help);
    }
    if (item != NULL) {
        paragraph(wizard, reading, item->text);
        paragraph(wizard, reading, item->hint);
        paragraph(wizard, reading, item->help);
    }
    if (item != NULL && item->type == ITEM_BODY && item->among == FORM_NO_ITEM) {
        paragraph(wizard, reading, chart_help);
    }
    if (wizard->setup->help != NULL) {
        paragraph(wizard, reading,
                  "G, F11 or Ctrl-G: I need help. Staff are called; you can go on, or wait.");
    }
    paragraph(wizard, reading, keys_help);
    return reading;
}

// While there is more to read, Enter does not go back: Esc does.
static void draw_over(struct wizard *wizard, struct reading *reading, const struct frame *frame,
                      const char *heading)
{
    draw_reading(wizard, reading, frame, heading);
    const char *end = wizard_item(wizard) != NULL ? "back to the question" : "back";
    struct hint hints[] = {{"Enter", enter_label(reading, end)}, {"Esc", end}};
    page_footer_alone(wizard, frame, hints, strcmp(hints[0].label, end) == 0 ? 1 : 2);
}

static void help_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    draw_over(wizard, state, frame, "Help");
}

static void *why_open(struct wizard *wizard)
{
    struct reading *reading = reading_new();
    const struct form_item *item = wizard_item(wizard);
    paragraph(wizard, reading,
              item != NULL && item->why != NULL
                  ? item->why
                  : "It helps your therapist to get ready to see you.");
    return reading;
}

static void why_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    draw_over(wizard, state, frame, "Why we ask");
}

static bool over_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct reading *reading = state;
    if (key->press == PRESS_ENTER) {
        if (pager_enter(&reading->pager)) {
            wizard_over(wizard, NULL);
        }
        return true;
    }
    return pager_key(&reading->pager, key);
}

const struct view_kind view_help = {
    .open = help_open, .close = reading_close, .draw = help_draw, .key = over_key};
const struct view_kind view_why = {
    .open = why_open, .close = reading_close, .draw = why_draw, .key = over_key};

// The patient's way back in, once, before the first question. They are on the pause page as well,
// so nobody has to learn them.
static void *words_open(struct wizard *wizard)
{
    struct reading *reading = reading_new();
    const char *words = page_resume_words(wizard);
    buffer_print(&reading->text, "    %s%s", words != NULL ? words : "",
                 wizard->rows < ROOMY ? "\n" : "\n\n");
    buffer_print(&reading->text,
                 "They let you go on if you stop, or if this screen is locked, for %s. P or F10 "
                 "shows them again. Staff can open your answers too.",
                 page_draft_time(wizard));
    return reading;
}

static void words_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    draw_reading(wizard, state, frame, "Your four words");
    struct hint hints[] = {{"Enter", enter_label(state, "go on")}, {"Esc", "back"}};
    page_footer_alone(wizard, frame, hints, 2);
}

static bool words_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct reading *reading = state;
    if (key->press == PRESS_ENTER) {
        if (pager_enter(&reading->pager)) {
            wizard->words_due = false;
            wizard_over(wizard, NULL);
        }
        return true;
    }
    if (key->press == PRESS_ESCAPE) {
        wizard_over(wizard, NULL);
        act_back(wizard);
        return true;
    }
    return pager_key(&reading->pager, key);
}

const struct view_kind view_words = {
    .open = words_open, .close = reading_close, .draw = words_draw, .key = words_key};

static void *told_open(struct wizard *wizard)
{
    struct reading *reading = reading_new();
    const char *texts[TELLS_MAX];
    size_t count = session_tells(wizard->session, texts, TELLS_MAX);
    for (size_t i = 0; i < count; i++) {
        paragraph(wizard, reading, texts[i]);
    }
    return reading;
}

static void told_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct reading *reading = state;
    draw_reading(wizard, reading, frame, "Before you see your therapist");
    struct hint hints[] = {{"Enter", enter_label(reading, "go on")}};
    page_footer_alone(wizard, frame, hints, 1);
}

static bool told_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct reading *reading = state;
    if (key->press == PRESS_ENTER) {
        if (pager_enter(&reading->pager) && !wizard_hasty(wizard, GLANCE_MS)) {
            wizard_next_stage(wizard);
        }
        return true;
    }
    return pager_key(&reading->pager, key);
}

const struct view_kind view_told = {
    .open = told_open, .close = reading_close, .draw = told_draw, .key = told_key};

static void *page_open(struct wizard *wizard)
{
    (void)wizard;
    return reading_new();
}

// For the width of the screen, and anew for another one.
static void page_lay_out(struct reading *reading, const struct wizard_setup *setup, int columns)
{
    columns = columns < WIZARD_PAGE ? columns : WIZARD_PAGE;
    if (columns == reading->columns || setup->page == NULL) {
        return;
    }
    char *text = setup->page(setup->context, columns);
    wipe(reading->text.bytes, reading->text.length);
    buffer_reset(&reading->text);
    buffer_text(&reading->text, text != NULL ? text : "");
    wipe_text(text);
    reading->columns = columns;
}

// The page has its own margins.
static void page_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct reading *reading = state;
    struct rect area = frame->body;
    area.column = 0;
    area.columns = frame->whole.columns;
    area.rows++;
    page_lay_out(reading, wizard->setup, area.columns);
    draw_title(&wizard->canvas, frame, "Practice: the page your therapist reads", "");
    pager_draw(&reading->pager, &wizard->canvas, area, reading->text.bytes, true);
    struct hint hints[] = {
        {"Enter", enter_label(reading, "end")}, {"Arrows", "scroll"}, {"Q", "end"}};
    draw_footer(&wizard->canvas, frame, hints, 3);
}

static bool page_key(struct wizard *wizard, void *state, const struct key *key)
{
    if (key_is(key, 'q') || key->press == PRESS_ESCAPE) {
        wizard_next_stage(wizard);
        return true;
    }
    return told_key(wizard, state, key);
}

const struct view_kind view_page = {
    .open = page_open, .close = reading_close, .draw = page_draw, .key = page_key};
