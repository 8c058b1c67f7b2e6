// What may be typed at any question, after a colon; the first letters are enough.
#include "base/text.h"
#include "interview/words.h"
#include "patient/line/face.h"

#include <string.h>

struct command {
    const char *name;
    void (*run)(struct face *face, struct interview_at at, const char *rest);
    const char *help;
};

static void go_back(struct face *face, struct interview_at at, const char *rest);
static void say_why(struct face *face, struct interview_at at, const char *rest);
static void say_help(struct face *face, struct interview_at at, const char *rest);
static void pass_over(struct face *face, struct interview_at at, const char *rest);
static void dont_know(struct face *face, struct interview_at at, const char *rest);
static void decline(struct face *face, struct interview_at at, const char *rest);
static void go_review(struct face *face, struct interview_at at, const char *rest);
static void go_section(struct face *face, struct interview_at at, const char *rest);
static void leave(struct face *face, struct interview_at at, const char *rest);
static void undo(struct face *face, struct interview_at at, const char *rest);
static void list(struct face *face, struct interview_at at, const char *rest);
static void discard(struct face *face, struct interview_at at, const char *rest);
static void call_staff(struct face *face, struct interview_at at, const char *rest);
static void say_words(struct face *face, struct interview_at at, const char *rest);

// In the order in which a first letter finds them.
static const struct command commands[] = {
    {"back", go_back, "the question before"},
    {"why", say_why, "why we ask this"},
    {"help", say_help, "this help"},
    {"skip", pass_over, "pass over this question"},
    {"dontknow", dont_know, "I do not know"},
    {"declined", decline, "I would rather not say"},
    {"review", go_review, "see all my answers"},
    {"go", go_section, "go to a part, like :go 2; :go alone lists them"},
    {"pause", leave, "stop for now; my answers are kept"},
    {"quit", leave, "the same"},
    {"undo", undo, "take back my last answer"},
    {"list", list, "show this question and its answers again"},
    {"discard", discard, "throw all my answers away"},
    {"call", call_staff, "I need help: staff are called"},
    {"words", say_words, "my four words, to go on later"},
};

// Some are there only where someone can be called, or words open what was left.
static bool is_there(const struct face *face, const struct command *command)
{
    return (command->run != call_staff || face->setup->help != NULL) &&
           (command->run != say_words || face->setup->words != NULL);
}

bool command_is(const char *line)
{
    return line[0] == ':' || strcmp(line, "?") == 0;
}

static void not_here(struct face *face)
{
    face_text(face, "That is not possible here.", 0);
}

static void go_back(struct face *face, struct interview_at at, const char *rest)
{
    (void)at;
    (void)rest;
    struct event event = {.kind = EVENT_BACK, .item = FORM_NO_ITEM};
    face->moved = face_do(face, &event, NULL) == 0;
    if (!face->moved && face->leaving == FACE_STAY) {
        face_text(face, "This is the first question. There is nothing before it.", 0);
    }
}

static void say_why(struct face *face, struct interview_at at, const char *rest)
{
    (void)rest;
    const char *why = at.phase == PHASE_ASKING ? face_item(face, at)->why : NULL;
    if (why != NULL) {
        face_filled(face, why, at.entry);
    } else {
        face_text(face, "It helps your therapist get ready to see you.", 0);
    }
}

static void say_help(struct face *face, struct interview_at at, const char *rest)
{
    (void)rest;
    const char *help = at.phase == PHASE_ASKING ? face_item(face, at)->help : NULL;
    if (help != NULL) {
        face_filled(face, help, at.entry);
    }
    face_text(face, "Type your answer and press Enter. At any question you may also type:", 0);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (is_there(face, &commands[i])) {
            face_print(face, "  :%-9s %s\n", commands[i].name, commands[i].help);
        }
    }
    face_text(face, "If anything is not clear, ask at the desk.", 0);
}

static void give(struct face *face, struct interview_at at, struct answer answer)
{
    if (at.phase != PHASE_ASKING || face_item(face, at)->type == ITEM_NOTE) {
        not_here(face);
        return;
    }
    face->moved = face_answer(face, at, &answer);
}

static void pass_over(struct face *face, struct interview_at at, const char *rest)
{
    (void)rest;
    enum item_type type = at.phase == PHASE_ASKING ? face_item(face, at)->type : ITEM_TYPES;
    if (type == ITEM_NOTE || type == ITEM_REPEAT) {
        struct event event = {.kind = EVENT_READ, .item = at.item};
        struct valid why;
        face->moved = face_do(face, &event, &why) == 0;
        if (!face->moved && face->leaving == FACE_STAY) {
            face_refuse(face, face_item(face, at), &why);
        }
        return;
    }
    give(face, at, answer_silence(SILENCE_SKIPPED));
}

static void dont_know(struct face *face, struct interview_at at, const char *rest)
{
    (void)rest;
    give(face, at, answer_silence(SILENCE_DONT_KNOW));
}

static void decline(struct face *face, struct interview_at at, const char *rest)
{
    (void)rest;
    give(face, at, answer_silence(SILENCE_DECLINED));
}

// Goes somewhere else; says in words why not.
static void go(struct face *face, uint32_t item, uint32_t entry)
{
    struct event event = {.kind = EVENT_GO, .item = item, .entry = entry};
    struct valid why;
    face->moved = face_do(face, &event, &why) == 0;
    if (!face->moved && face->leaving == FACE_STAY) {
        face_text(face,
                  why.reason == VALID_NOT_NOW
                      ? "That is not possible here."
                      : "Some questions before that still need an answer. Please answer this one "
                        "first.",
                  0);
    }
}

static void go_review(struct face *face, struct interview_at at, const char *rest)
{
    (void)at;
    (void)rest;
    go(face, FORM_NO_ITEM, 0);
}

static void go_section(struct face *face, struct interview_at at, const char *rest)
{
    const struct form *form = face->session->form;
    const struct interview *interview = face->session->interview;
    long wanted = choose_number(rest, strlen(rest));
    uint32_t number = 0;
    for (uint32_t i = 0; i < form->section_count; i++) {
        uint32_t start = interview_section_start(interview, i);
        if (start == FORM_NO_ITEM) {
            continue;
        }
        number++;
        if (wanted > 0 && (uint32_t)wanted == number) {
            go(face, start, 0);
            return;
        }
        if (wanted <= 0) {
            face_numbered(face, number, form->sections[i].title);
        }
    }
    (void)at;
    face_text(face,
              wanted > 0 ? "There is no part with that number. :go alone lists them."
                         : "Type :go and a number, like :go 1.",
              0);
}

static void leave(struct face *face, struct interview_at at, const char *rest)
{
    (void)at;
    (void)rest;
    struct event event = {.kind = EVENT_PAUSE, .item = FORM_NO_ITEM};
    // Every answer is saved already: leaving never depends on this one.
    (void)session_do(face->session, &event, NULL);
    face_text(face, "Your answers are kept. You can go on later. Tell the desk that you paused.",
              0);
    (void)face_words(face, true);
    face->leaving = LINE_DRAFT;
}

static void call_staff(struct face *face, struct interview_at at, const char *rest)
{
    (void)rest;
    if (!face->setup->help(face->setup->context)) {
        face_text(face, "The call did not get through. Please ask at the desk.", 0);
    } else if (at.phase == PHASE_INTERRUPTED) {
        face_text(face, "Staff have been called. Please tell the desk too.", 0);
    } else {
        face_text(face, "Staff have been called. If nobody comes, ask at the desk.", 0);
    }
}

static void say_words(struct face *face, struct interview_at at, const char *rest)
{
    (void)at;
    (void)rest;
    if (!face_words(face, false)) {
        face_text(face, "They are not ready yet. Please ask again in a moment.", 0);
    }
}

static void undo(struct face *face, struct interview_at at, const char *rest)
{
    (void)at;
    (void)rest;
    if (!face->has_undo) {
        face_text(face, "There is nothing to take back.", 0);
        return;
    }
    go(face, face->undo_item, face->undo_entry);
    if (!face->moved) {
        return;
    }
    if (face->undo.kind != ANSWER_NONE) {
        struct event event = {.kind = EVENT_ANSWER,
                              .item = face->undo_item,
                              .entry = face->undo_entry,
                              .answer = face->undo,
                              .confirmed = true};
        if (face_do(face, &event, NULL) == 0) {
            face_text(face, "Your answer from before is back.", 0);
        }
    }
    answer_clear(&face->undo);
    face->has_undo = false;
}

static void list(struct face *face, struct interview_at at, const char *rest)
{
    (void)rest;
    if (at.phase == PHASE_ASKING && face_item(face, at)->type == ITEM_BODY) {
        show_options(face, at); // the question itself stands above them
        return;
    }
    if (at.phase == PHASE_ASKING && form_is_question(face_item(face, at))) {
        show_question(face, at);
        return;
    }
    face->moved = true; // shown again from the start
}

static void discard(struct face *face, struct interview_at at, const char *rest)
{
    (void)at;
    (void)rest;
    if (face_yes(face, "This throws away everything you have told us. Are you sure?")) {
        face_text(face, "Your answers are thrown away.", 0);
        face->leaving = LINE_DISCARDED;
    }
}

void command_do(struct face *face, struct interview_at at)
{
    char word[32], typed[64];
    face->moved = false;
    text_fold(face->line.bytes, typed, sizeof typed);
    if (strcmp(typed, "?") == 0) {
        say_why(face, at, "");
        return;
    }
    size_t length = strcspn(typed + 1, " ");
    snprintf(word, sizeof word, "%.*s", (int)(length < 31 ? length : 31), typed + 1);
    const char *rest = typed + 1 + length;
    rest += strspn(rest, " ");
    for (size_t i = 0; i < sizeof commands / sizeof *commands && word[0] != '\0'; i++) {
        if (strncmp(commands[i].name, word, strlen(word)) != 0 || !is_there(face, &commands[i])) {
            continue;
        }
        bool always = commands[i].run == leave || commands[i].run == say_help ||
                      commands[i].run == call_staff || commands[i].run == say_words;
        if (at.phase == PHASE_INTERRUPTED && !always) {
            not_here(face);
        } else {
            commands[i].run(face, at, rest);
        }
        return;
    }
    face_text(face, "There is no such command. :help lists them.", 0);
}
