// Reading a line and doing an event, with everything that may go wrong between.
#include "base/ensure.h"
#include "base/text.h"
#include "interview/words.h"
#include "patient/line/face.h"
#include "patient/refusal.h"

#include <stdlib.h>
#include <string.h>

// Only what free text may hold, without spaces around it.
static void tidy(struct buffer *line)
{
    size_t length = text_clean(line->bytes, line->length, false, line->bytes);
    while (length > 0 && line->bytes[length - 1] == ' ') {
        length--;
    }
    size_t start = 0;
    while (start < length && line->bytes[start] == ' ') {
        start++;
    }
    memmove(line->bytes, line->bytes + start, length - start);
    line->length = length - start;
    line->bytes[line->length] = '\0';
}

bool face_read(struct face *face, const char *prompt, bool secret)
{
    face_print(face, "%s", prompt);
    bool lost = fflush(face->setup->out) != 0;
    enum line_got got = line_input_read(face->setup->input, &face->line);
    if (memchr(face->line.bytes, '\t', face->line.length) != NULL) {
        for (size_t i = 0; i < face->line.length; i++) {
            face->line.bytes[i] = face->line.bytes[i] == '\t' ? ' ' : face->line.bytes[i];
        }
    }
    tidy(&face->line);
    if (got == LINE_GOT_TEXT && !lost) {
        if (face->setup->echo) {
            bool hide = secret && face->line.length > 0 && !command_is(face->line.bytes);
            face_print(face, "%s\n", hide ? "(private)" : face->line.bytes);
        }
        return true;
    }
    face_print(face, "\n");
    face->leaving = got == LINE_GOT_SIGNAL ? LINE_SIGNAL + line_signal() : LINE_DRAFT;
    if (!command_is(face->line.bytes)) {
        buffer_add(&face->half, face->line.bytes, face->line.length);
    }
    return false;
}

bool face_line(struct face *face, struct interview_at at)
{
    bool secret = at.phase == PHASE_ASKING && face_item(face, at)->private_;
    for (;;) {
        if (!face_read(face, "> ", secret)) {
            return false;
        }
        if (!command_is(face->line.bytes)) {
            return true;
        }
        command_do(face, at);
        if (face->moved || face->leaving != FACE_STAY) {
            face->moved = false;
            return false;
        }
    }
}

bool face_yes(struct face *face, const char *question)
{
    for (;;) {
        face_text(face, question, 0);
        face_text(face, "Type y for yes, or n for no.", 0);
        if (!face_read(face, "> ", false)) {
            buffer_reset(&face->half);
            return false;
        }
        char word[16];
        text_fold(face->line.bytes, word, sizeof word);
        if (strcmp(word, "y") == 0 || strcmp(word, "yes") == 0 || strcmp(word, "1") == 0) {
            return true;
        }
        if (strcmp(word, "n") == 0 || strcmp(word, "no") == 0 || strcmp(word, "2") == 0) {
            return false;
        }
    }
}

int face_do(struct face *face, struct event *event, struct valid *why)
{
    struct valid own;
    for (;;) {
        own = (struct valid){.verdict = VALID_STOP, .item = FORM_NO_ITEM};
        int failed = session_do(face->session, event, &own);
        if (why != NULL) {
            *why = own;
        }
        if (failed == 0 || !face->session->disk_trouble) {
            return failed;
        }
        face_text(face,
                  "This could not be saved just now. What you said before is safe. Please tell the "
                  "person at the desk, then press Enter to try again.",
                  0);
        if (!face_read(face, "> ", false)) {
            return -1;
        }
    }
}

void face_refuse(struct face *face, const struct form_item *item, const struct valid *why)
{
    struct buffer words;
    buffer_init(&words, LIMIT_TEXT);
    refusal_words(item, why, &words);
    struct buffer filled = face_fill(face, words.bytes, why->entry);
    // A check's text is the author's, and may name answers; ours name none.
    face_text(face, why->text != NULL ? filled.bytes : words.bytes, 0);
    buffer_clear(&filled);
    buffer_clear(&words);
}

static bool is_typed(const struct form_item *item)
{
    return item->type == ITEM_TEXT || item->type == ITEM_LONGTEXT || item->type == ITEM_AGREE;
}

// Says what was understood, where that may differ from what was typed. Private answers never.
static void confirm(struct face *face, struct interview_at at)
{
    const struct form_item *item = face_item(face, at);
    if (item->private_ || (is_typed(item) && face_given(face, at)->kind == ANSWER_VALUE)) {
        return;
    }
    struct buffer words;
    buffer_init(&words, LIMIT_TEXT);
    buffer_text(&words, "Noted: ");
    words_answer(face_answers(face), at.item, at.entry, &words);
    face_text(face, words.bytes, 0);
    buffer_clear(&words);
}

bool face_answer(struct face *face, struct interview_at at, const struct answer *answer)
{
    struct answer before;
    answer_copy(&before, face_given(face, at));
    struct event event = {
        .kind = EVENT_ANSWER, .item = at.item, .entry = at.entry, .answer = *answer};
    struct valid why;
    int failed = face_do(face, &event, &why);
    if (failed != 0 && face->leaving == FACE_STAY && why.verdict == VALID_WARN) {
        struct buffer words =
            face_fill(face, why.text != NULL ? why.text : "Is that right?", at.entry);
        event.confirmed = face_yes(face, words.bytes);
        buffer_clear(&words);
        if (event.confirmed) {
            failed = face_do(face, &event, &why);
        } else if (face->leaving == FACE_STAY) {
            face_text(face, "Please answer again.", 0);
        }
    } else if (failed != 0 && face->leaving == FACE_STAY) {
        face_refuse(face, face_item(face, at), &why);
    }
    if (failed != 0) {
        answer_clear(&before);
        return false;
    }
    if (face->has_undo) {
        answer_clear(&face->undo);
    }
    face->has_undo = true;
    face->undo_item = at.item;
    face->undo_entry = at.entry;
    face->undo = before;
    confirm(face, at);
    return true;
}
