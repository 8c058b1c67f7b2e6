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

// In a real interview going on without staff is the patient's own choice, asked once more, and
// noted before anything goes on.
static bool may_go_on(struct face *face)
{
    const struct line_setup *setup = face->setup;
    if (setup->went_on == NULL) {
        return true;
    }
    if (!face_yes(face,
                  "Please tell the person at the desk first. If you go on by yourself, that is "
                  "noted for your therapist. Go on all the same?")) {
        return false;
    }
    if (!setup->went_on(setup->context, false)) {
        face_text(face,
                  "Please call staff. That you go on could not be noted just now. All your answers "
                  "are safe.",
                  0);
        return false;
    }
    return true;
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
        face_say(face, face->setup->went_on != NULL ? "To go on, type: go on"
                                                    : "When staff say so, type: go on");
        if (!face_line(face, at)) {
            return;
        }
        char word[16];
        text_fold(face->line.bytes, word, sizeof word);
        bool goes = strcmp(word, "go on") == 0 || strcmp(word, "goon") == 0;
        if (goes && may_go_on(face)) {
            // With nobody to note it, as the sentence says: when staff say so.
            struct event event = {.kind = EVENT_GO_ON,
                                  .item = FORM_NO_ITEM,
                                  .confirmed = face->setup->went_on == NULL};
            (void)face_do(face, &event, NULL);
            return;
        }
        if (face->leaving != FACE_STAY) {
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
    if (face->setup->help != NULL) {
        face_text(face, "If you need help from staff, type :call and press Enter.", 0);
    }
}

// The four words, once, on the way from the first note to what follows. Nothing waits for them.
static void say_words_once(struct face *face, struct interview_at at)
{
    if (face->words_due && at.phase == PHASE_ASKING && at.item != face->first_item &&
        face->setup->words != NULL) {
        face_print(face, "\n");
        face->words_due = !face_words(face, false);
    }
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

static bool is_new(const struct session *session)
{
    size_t count;
    (void)interview_trail(session->interview, &count);
    return count <= 1;
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
        .words_due = is_new(session),
        .first_item = interview_at(session->interview).item,
    };
    buffer_init(&face.line, LIMIT_ANSWER);
    buffer_init(&face.half, LIMIT_ANSWER);
    greet(&face);
    while (face.leaving == FACE_STAY) {
        face.moved = false;
        struct interview_at at = interview_at(session->interview);
        say_words_once(&face, at);
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
