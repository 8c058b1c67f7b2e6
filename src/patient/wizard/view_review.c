// All answers before finishing: sections as headings, a line for each answer, the one in focus
// whole, what no longer applies at the end, "Finish" last. Enter on a line goes to its question and
// comes back here.

#include "interview/review.h"

#include "base/wrap.h"
#include "interview/words.h"
#include "patient/wizard/view.h"
#include "terminal/list.h"

#include <stdlib.h>
#include <string.h>

struct review {
    struct wizard *wizard;
    struct review_row *rows; // owned
    struct list list;
    struct buffer line; // the row asked for last
    int columns;
    size_t lines; // that the answer in focus may take
    bool has_private;
};

static void one_line(struct buffer *line)
{
    for (size_t i = 0; i < line->length; i++) {
        if (line->bytes[i] == '\n') {
            line->bytes[i] = ' ';
        }
    }
}

// Cuts what stands from `from` on to one line, with an ellipsis.
static void cut_line(struct buffer *text, size_t from, size_t columns, text_width_fn width)
{
    size_t at = from;
    size_t used = 0;
    while (at < text->length) {
        size_t next = text_next(text->bytes, text->length, at);
        used += (size_t)text_grapheme_columns(text->bytes + at, next - at, width);
        if (used + 1 > columns) {
            break;
        }
        at = next;
    }
    while (at > from && text->bytes[at - 1] == ' ') {
        at--;
    }
    text->bytes[at] = '\0';
    text->length = at;
    buffer_text(text, "\xE2\x80\xA6");
}

// A row keeps to one line, so that all answers are seen together; the one in focus is shown whole.
// What does not even fit the page is cut: its question has room to read it.
static void cut(struct buffer *text, size_t columns, size_t lines, text_width_fn width)
{
    struct wrap wrap;
    struct wrap_line line;
    size_t count = 0;
    size_t last = 0;
    wrap_init(&wrap, text->bytes, columns, width);
    while (count <= lines && wrap_next(&wrap, &line)) {
        count++;
        last = count == lines ? (size_t)(line.start - text->bytes) : last;
    }
    if (count > lines) {
        cut_line(text, last, columns, width);
    }
}

static void answer_words(const struct review *review, const struct review_row *row,
                         struct buffer *out)
{
    const struct form_item *item = &review->wizard->session->form->items[row->item];
    const struct answers *answers = wizard_answers(review->wizard);
    if (row->state == STATE_PENDING || row->state == STATE_NOT_REACHED) {
        buffer_text(out, "not answered");
    } else if (row->state == STATE_ANSWERED && item->private_ && !review->wizard->review_open) {
        buffer_text(out, "answered (private)");
    } else {
        words_answer(answers, row->item, row->entry, out);
    }
    if (interview_carried(review->wizard->session->interview, row->item)) {
        buffer_text(out, " (from your last visit)");
    }
}

static struct list_row review_row(void *context, size_t index)
{
    struct review *review = context;
    const struct review_row *row = &review->rows[index];
    const struct form *form = review->wizard->session->form;
    struct list_row out = {.key = "", .role = ROLE_NORMAL};
    size_t room = review->columns > 3 ? (size_t)review->columns - 2 : 1;
    buffer_reset(&review->line);
    switch (row->kind) {
    case REVIEW_HEADING:
        buffer_text(&review->line,
                    row->section < form->section_count ? form->sections[row->section].title : "");
        out.heading = true;
        out.gap = index > 0;
        out.role = ROLE_STRONG;
        break;
    case REVIEW_ASIDE_HEADING:
        buffer_text(&review->line, "No longer needed");
        out.heading = true;
        out.gap = true;
        out.role = ROLE_STRONG;
        break;
    case REVIEW_ROW:
        buffer_print(&review->line, "%s: ", form->items[row->item].label);
        answer_words(review, row, &review->line);
        break;
    case REVIEW_ASIDE:
        buffer_print(&review->line, "  %s", form->items[row->item].label);
        out.heading = true;
        out.role = ROLE_QUIET;
        break;
    case REVIEW_FINISH:
        buffer_text(&review->line, "Finish: hand my answers over");
        out.gap = true;
        out.role = ROLE_STRONG;
        break;
    }
    one_line(&review->line);
    cut(&review->line, room, index == review->list.focus ? review->lines : 1,
        review->wizard->canvas.width);
    out.text = review->line.bytes;
    return out;
}

static void *review_open(struct wizard *wizard)
{
    struct review *review = view_take(sizeof *review);
    const struct answers *answers = wizard_answers(wizard);
    size_t count = review_rows(answers, NULL, 0);
    review->wizard = wizard;
    review->columns = wizard->columns;
    review->lines = 1;
    review->rows = view_take((count + 1) * sizeof *review->rows);
    review_rows(answers, review->rows, count);
    buffer_init(&review->line, (size_t)LIMIT_ANSWER * 2);
    list_init(&review->list, review_row, review, wizard->canvas.width);
    review->list.count = count;
    for (size_t i = 0; i < count; i++) {
        const struct review_row *row = &review->rows[i];
        bool question = row->kind == REVIEW_ROW && row->state == STATE_ANSWERED;
        review->has_private =
            review->has_private || (question && wizard->session->form->items[row->item].private_);
    }
    list_focus(&review->list, wizard->review_focus < count ? wizard->review_focus : 0);
    return review;
}

static void review_close(void *state)
{
    struct review *review = state;
    list_clear(&review->list);
    buffer_clear(&review->line);
    free(review->rows);
    free(review);
}

// What a refused finish asks for is the line in focus.
static void point_at_owed(struct wizard *wizard, struct review *review)
{
    if (wizard->owed_item == FORM_NO_ITEM) {
        return;
    }
    for (size_t i = 0; i < review->list.count; i++) {
        const struct review_row *row = &review->rows[i];
        if (row->kind == REVIEW_ROW && row->item == wizard->owed_item &&
            row->entry == wizard->owed_entry) {
            list_focus(&review->list, i);
        }
    }
    wizard->owed_item = FORM_NO_ITEM;
}

static void review_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct review *review = state;
    page_title(wizard, frame);
    struct rect area = page_notice(wizard, frame);
    struct rect text = area;
    text.columns = frame->measure;
    if (area.rows > 6) {
        area = rect_below(area, draw_paragraph(&wizard->canvas, text, ROLE_STRONG,
                                               "Your answers. Enter changes the one you are at; "
                                               "Finish is at the end."));
        area = area.rows > 8 ? rect_below(area, 1) : area;
    }
    review->columns = area.columns;
    review->lines = area.rows > 3 ? (size_t)area.rows - 2 : 1;
    list_draw(&review->list, &wizard->canvas, area, &wizard->scratch);
    bool finish = review->list.count > 0 && review->rows[review->list.focus].kind == REVIEW_FINISH;
    struct hint hints[3] = {{"Enter", finish ? "finish" : "change"}};
    size_t count = 1;
    if (!finish) {
        hints[count++] = (struct hint){"End", "to Finish"};
    }
    if (review->has_private) {
        hints[count++] = (struct hint){"V", wizard->review_open ? "hide private" : "show private"};
    }
    page_footer(wizard, frame, hints, count);
}

static bool review_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct review *review = state;
    if (list_key(&review->list, key)) {
        wizard->review_focus = review->list.focus;
        return true;
    }
    if (key_is(key, 'v') && review->has_private) {
        wizard->review_open = !wizard->review_open;
        return true;
    }
    if (key->press != PRESS_ENTER || review->list.count == 0) {
        return false;
    }
    const struct review_row *row = &review->rows[review->list.focus];
    wizard->review_focus = review->list.focus;
    wizard->review_open = false;
    if (row->kind == REVIEW_FINISH) {
        act_finish(wizard);
        point_at_owed(wizard, review);
    } else if (row->kind == REVIEW_ROW) {
        act_go(wizard, row->item, row->entry);
    }
    return true;
}

const struct view_kind view_review = {
    .open = review_open, .close = review_close, .draw = review_draw, .key = review_key};
