// The line face: looks where the interview is, has that asked, looks again.
#include "patient/line/line.h"

#include "base/text.h"
#include "patient/line/face.h"

#include <string.h>

// False: leaving, or somewhere else now.
static bool wait_for_enter(struct face *face, struct interview_at at)
{
    for (;;) {
        face_say(face, "(Enter to go on)");
        if (!face_line(face, at)) {
            return false;
        }
        if (face->line.length == 0) {
            return true;
        }
        // Someone may think that they were asked, and must not believe it was taken down.
        face_text(face,
                  "There is no question here, so what you typed was not kept. The questions come "
                  "next.",
                  0);
    }
}

static void read_note(struct face *face, struct interview_at at)
{
    const struct form_item *item = face_item(face, at);
    show_section(face, at);
    face_print(face, "\n");
    if (item->text != NULL && item->text[0] != '\0') {
        face_filled(face, item->text, at.entry);
    }
    for (uint32_t page = 0; page < item->page_count || page == 0; page++) {
        if (page < item->page_count) {
            face_print(face, "\n");
            face_filled(face, item->pages[page], at.entry);
        }
        if (!wait_for_enter(face, at)) {
            return;
        }
    }
    struct event event = {.kind = EVENT_READ, .item = at.item, .entry = at.entry};
    (void)face_do(face, &event, NULL);
}

static void interrupt(struct face *face, struct interview_at at)
{
    static const char plain[] = "Please tell the person at the desk now. What you have told us so "
                                "far is safe. You can finish later.";
    const char *text = form_fixed(face->session->form, "urgent");
    face_print(face, "\n");
    face_filled(face, text != NULL ? text : plain, 0);
    for (;;) {
        face_print(face, "\n");
        face_say(face, "When staff say so, type: go on");
        if (!face_line(face, at)) {
            return;
        }
        char word[16];
        text_fold(face->line.bytes, word, sizeof word);
        if (strcmp(word, "go on") == 0 || strcmp(word, "goon") == 0) {
            struct event event = {.kind = EVENT_GO_ON, .item = FORM_NO_ITEM};
            (void)face_do(face, &event, NULL);
            return;
        }
    }
}

static void ask(struct face *face, struct interview_at at)
{
    switch (face_item(face, at)->type) {
    case ITEM_NOTE:
        read_note(face, at);
        break;
    case ITEM_REPEAT:
        ask_list(face, at);
        break;
    case ITEM_BODY:
        ask_chart(face, at);
        break;
    default:
        ask_question(face, at);
        break;
    }
}

static void greet(struct face *face)
{
    if (face->setup->practice) {
        face_text(face, "Practice: please do not give a real patient's answers.", 0);
    }
    face_filled(face, face->session->form->title, 0);
    face_text(face, "Type your answer and press Enter. Type :help at any time for more.", 0);
}

// What was being typed when the input ended stays with its question, unconfirmed.
static void keep_half(struct face *face)
{
    struct interview_at at = interview_at(face->session->interview);
    if (face->half.length > 0 && at.phase == PHASE_ASKING &&
        form_is_question(face_item(face, at))) {
        (void)session_typed(face->session, at.item, at.entry, face->half.bytes);
    }
}

int line_run(struct session *session, const struct line_setup *setup)
{
    struct face face = {
        .session = session,
        .setup = setup,
        .columns = line_columns(setup->out),
        .leaving = FACE_STAY,
        .section = UINT32_MAX,
        .group = FORM_NO_ITEM,
    };
    buffer_init(&face.line, LIMIT_ANSWER);
    buffer_init(&face.half, LIMIT_ANSWER);
    greet(&face);
    while (face.leaving == FACE_STAY) {
        face.moved = false;
        struct interview_at at = interview_at(session->interview);
        switch (at.phase) {
        case PHASE_ASKING:
            ask(&face, at);
            break;
        case PHASE_INTERRUPTED:
            interrupt(&face, at);
            break;
        case PHASE_REVIEW:
            face.section = UINT32_MAX; // its heading helps whoever comes back to a question
            ask_review(&face);
            break;
        case PHASE_FINISHED:
            if (setup->finished != NULL) {
                setup->finished(setup->context);
            }
            hand_over(&face);
            break;
        }
    }
    keep_half(&face);
    fflush(setup->out);
    answer_clear(&face.undo);
    // Answers do not stay behind in freed memory.
    memset(face.line.bytes, 0, face.line.length);
    buffer_clear(&face.line);
    buffer_clear(&face.half);
    return face.leaving;
}
