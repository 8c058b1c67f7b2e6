// The last pages: all answers to look through, then the hand-over.
#include "interview/review.h"
#include "base/ensure.h"
#include "base/text.h"
#include "base/wipe.h"
#include "interview/words.h"
#include "patient/line/face.h"

#include <stdlib.h>
#include <string.h>

struct rows {
    struct review_row *list;
    size_t count;
};

static struct rows take_rows(const struct face *face)
{
    struct rows rows = {0};
    rows.count = review_rows(face_answers(face), NULL, 0);
    rows.list = calloc(rows.count + 1, sizeof *rows.list);
    if (rows.list == NULL) {
        die("out of memory");
    }
    rows.count = review_rows(face_answers(face), rows.list, rows.count);
    return rows;
}

static void row_words(const struct face *face, const struct review_row *row, bool open,
                      struct buffer *out)
{
    const struct form_item *item = &face->session->form->items[row->item];
    struct buffer label = face_fill(face, item->label, row->entry);
    buffer_text(out, label.bytes);
    buffer_clear(&label);
    if (item->repeat != FORM_NO_ITEM && item->type != ITEM_REPEAT) {
        buffer_print(out, " (%u)", (unsigned)row->entry + 1);
    }
    buffer_text(out, ": ");
    if (row->state != STATE_ANSWERED && item->type != ITEM_REPEAT) {
        buffer_text(out, words_state(row->state));
    } else if (item->private_ && !open) {
        buffer_text(out, "answered (private)");
    } else {
        words_answer(face_answers(face), row->item, row->entry, out);
    }
    if (interview_carried(face->session->interview, row->item)) {
        buffer_text(out, " (from your last visit)");
    }
}

static void show_rows(struct face *face, const struct rows *rows)
{
    const struct form *form = face->session->form;
    uint32_t number = 0;
    face_print(face, "\n");
    face_say(face, "== Your answers%s ==", face->setup->practice ? " (practice)" : "");
    for (size_t i = 0; i < rows->count; i++) {
        const struct review_row *row = &rows->list[i];
        struct buffer words;
        buffer_init(&words, LIMIT_ANSWER * 2);
        if (row->kind == REVIEW_HEADING) {
            face_print(face, "\n");
            face_say(face, "%s", form->sections[row->section].title);
        } else if (row->kind == REVIEW_ROW) {
            row_words(face, row, false, &words);
            face_numbered(face, ++number, words.bytes);
        } else if (row->kind == REVIEW_ASIDE_HEADING) {
            face_print(face, "\n");
            face_say(face, "No longer needed");
        } else if (row->kind == REVIEW_ASIDE) {
            struct buffer label = face_fill(face, form->items[row->item].label, row->entry);
            face_print(face, "     ");
            face_text(face, label.bytes, 5);
            buffer_clear(&label);
        }
        buffer_clear(&words);
    }
    face_print(face, "\n");
    face_text(face,
              "To change an answer, type its number. To read a private one, type show and "
              "its number. When all is right, type finish.",
              0);
}

static const struct review_row *numbered_row(const struct rows *rows, long number)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->list[i].kind == REVIEW_ROW && --number == 0) {
            return &rows->list[i];
        }
    }
    return NULL;
}

static void finish(struct face *face)
{
    struct event event = {.kind = EVENT_FINISH, .item = FORM_NO_ITEM};
    struct valid why;
    if (face_do(face, &event, &why) == 0 || face->leaving != FACE_STAY) {
        return;
    }
    if (why.item == FORM_NO_ITEM) {
        face_text(face, "That is not possible just now.", 0);
        return;
    }
    const struct form_item *item = &face->session->form->items[why.item];
    face_say(face, "One answer is still needed: %s.", item->label);
    face_refuse(face, item, &why);
    event = (struct event){.kind = EVENT_GO, .item = why.item, .entry = why.entry};
    (void)face_do(face, &event, NULL);
}

// One line on the review page. True: somewhere else now, or the page must be shown again.
static bool take_review_line(struct face *face, const struct rows *rows)
{
    char word[64];
    text_fold(face->line.bytes, word, sizeof word);
    if (strcmp(word, "finish") == 0 || strcmp(word, "f") == 0 || strcmp(word, "done") == 0) {
        finish(face);
        return true;
    }
    bool open = strncmp(word, "show ", 5) == 0;
    const char *digits = open ? word + 5 : word;
    const struct review_row *row = numbered_row(rows, choose_number(digits, strlen(digits)));
    if (row == NULL) {
        face_text(face, "Please type a number of the list, or finish.", 0);
        return false;
    }
    if (open) {
        struct buffer words;
        buffer_init(&words, LIMIT_ANSWER * 2);
        row_words(face, row, true, &words);
        face_text(face, words.bytes, 0);
        buffer_clear(&words);
        return false;
    }
    struct event event = {.kind = EVENT_GO, .item = row->item, .entry = row->entry};
    return face_do(face, &event, NULL) == 0;
}

void ask_review(struct face *face)
{
    struct rows rows = take_rows(face);
    show_rows(face, &rows);
    struct interview_at at = interview_at(face->session->interview);
    while (face->leaving == FACE_STAY && face_line(face, at) && !take_review_line(face, &rows)) {
    }
    free(rows.list);
}

static void show_page(struct face *face)
{
    if (!face->setup->practice || face->setup->page == NULL ||
        !face_yes(face, "Practice: do you want to see the therapist's page?")) {
        return;
    }
    char *page = face->setup->page(face->setup->context);
    if (page != NULL) {
        face_print(face, "\n%s", page);
    }
    wipe_text(page);
}

// What is finished becomes a record, however often that has to be tried. False: leaving first.
static bool made_record(struct face *face)
{
    const struct line_setup *setup = face->setup;
    while (setup->hand_over != NULL && !setup->hand_over(setup->context)) {
        face_print(face, "\n");
        face_text(
            face,
            "Please call staff. All your answers are safe. They could not be handed over just "
            "now.",
            0);
        face_say(face, "(Enter to try again)");
        if (!face_read(face, "> ", false)) {
            return false;
        }
    }
    return true;
}

void hand_over(struct face *face)
{
    if (!made_record(face)) {
        return;
    }
    if (face->setup->finished != NULL) {
        face->setup->finished(face->setup->context);
    }
    enum { TELLS = 64 };
    const char *tells[TELLS];
    const char *thanks = form_fixed(face->session->form, "thanks");
    face_print(face, "\n");
    face_filled(
        face, thanks != NULL ? thanks : "Thank you. Your answers are ready for your therapist.", 0);
    size_t count = session_tells(face->session, tells, TELLS);
    for (size_t i = 0; i < count; i++) {
        face_print(face, "\n");
        face_filled(face, tells[i], 0);
    }
    if (face->setup->slip != NULL) {
        face_print(face, "\n");
        face_say(face, "Your slip: %s", face->setup->slip);
        face_text(face, "Please say it at the desk, or just take a seat.", 0);
    }
    fflush(face->setup->out);
    show_page(face);
    face->leaving = LINE_FINISHED; // whatever ended the input now: all is saved
    fflush(face->setup->out);
}
