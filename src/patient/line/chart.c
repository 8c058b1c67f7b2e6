// The body chart as words: places are found by number or by a word, then each may be asked how
// strong and what kind the pain is.
#include "base/text.h"
#include "form/body.h"
#include "interview/words.h"
#include "patient/line/face.h"

#include <string.h>

// Longer lists are shown only when asked for: hearing sixty places read out helps nobody.
enum { LIST_SHOWN = 12, FOUND_MOST = 9 };

void chart_how(struct face *face, struct interview_at at)
{
    const struct form_item *item = face_item(face, at);
    struct offer offers[LIMIT_OPTIONS];
    size_t count = choose_list(face, at, offers);
    if (count <= LIST_SHOWN) {
        show_options(face, at);
    }
    face_say(face, "Type %s, or / and a word, like /shoulder.%s",
             item->single ? "the number of a place" : "numbers of places, like 1 3",
             item->single ? "" : " Enter alone when you are done.");
    if (count > LIST_SHOWN) {
        face_say(face, ":list reads out all %zu places.", count);
    }
}

static uint32_t number_of(const struct face *face, struct interview_at at, uint32_t option)
{
    struct offer offers[LIMIT_OPTIONS];
    size_t count = choose_list(face, at, offers);
    for (size_t i = 0; i < count; i++) {
        if (offers[i].option == option) {
            return offers[i].number;
        }
    }
    return 0;
}

// Places that fit a word: the only one is taken, several are listed with their numbers.
static size_t search(struct face *face, struct interview_at at, const char *word, uint32_t *options)
{
    const struct form *form = face->session->form;
    const struct form_options *list = face_item(face, at)->options;
    uint32_t found[LIMIT_OPTIONS];
    uint32_t all = form->body == NULL ? 0 : body_search(form->body, word, found, LIMIT_OPTIONS);
    uint32_t count = 0;
    for (uint32_t i = 0; i < all && i < LIMIT_OPTIONS; i++) {
        if (found[i] < list->count && choose_offered(face, at, found[i])) {
            found[count++] = found[i];
        }
    }
    if (count == 0) {
        face_text(face, "No place was found for that word. Try another, or :list.", 0);
        return 0;
    }
    if (count == 1) {
        options[0] = found[0];
        return 1;
    }
    for (uint32_t i = 0; i < count && i < FOUND_MOST; i++) {
        face_numbered(face, number_of(face, at, found[i]), list->list[found[i]].text);
    }
    face_say(face, "Please type %s.",
             count > FOUND_MOST ? "a number, or more of the word"
                                : "the number of the place you mean");
    return 0;
}

static size_t read_places(struct face *face, struct interview_at at, uint32_t *options)
{
    const char *typed = face->line.bytes;
    if (typed[0] == '/') {
        return search(face, at, typed + 1 + strspn(typed + 1, " "), options);
    }
    char first = typed[strspn(typed, " ,;+")];
    uint32_t code_point = 0;
    bool digit = first != '\0' && text_decode(typed, strlen(typed), &code_point) > 0 &&
                 text_digit(code_point) >= 0;
    return digit ? choose_read(face, at, options, LIMIT_OPTIONS) : search(face, at, typed, options);
}

static void say_marked(struct face *face, struct interview_at at, const struct answer *answer)
{
    const struct form_item *item = face_item(face, at);
    struct buffer words;
    buffer_init(&words, LIMIT_TEXT);
    for (uint32_t i = 0; i < item->options->count; i++) {
        if (set_has(answer->as.set->chosen, i)) {
            buffer_print(&words, "%s%s",
                         words.length > 0 ? ", " : "Marked: ", item->options->list[i].text);
        }
    }
    if (item->private_) {
        face_say(face, "%u marked.", (unsigned)set_count(answer->as.set->chosen));
    } else {
        face_text(face, words.length > 0 ? words.bytes : "Nothing is marked.", 0);
    }
    buffer_clear(&words);
}

// How strong and what kind, for one place. Enter passes over either. False: leaving.
static bool ask_mark(struct face *face, struct interview_at at, struct answer *answer,
                     uint32_t option)
{
    const struct form_item *item = face_item(face, at);
    const char *place = item->options->list[option].text;
    for (bool done = !item->intensity; !done;) {
        face_say(face, "%s: how strong, from 0 to 10? Enter to pass over.", place);
        if (!face_read(face, "> ", item->private_)) {
            return false;
        }
        long number = choose_number(face->line.bytes, face->line.length);
        done = face->line.length == 0 || (number >= 0 && number <= 10);
        if (number >= 0 && number <= 10) {
            answer_mark(answer, option, true)->intensity = (int8_t)number;
        }
        if (!done) {
            face_say(face, "Please type a number from 0 to 10.");
        }
    }
    for (bool done = item->kinds == NULL; !done;) {
        face_say(face, "%s: what is it like? Enter to pass over.", place);
        for (uint32_t i = 0; i < item->kinds->count; i++) {
            face_numbered(face, i + 1, item->kinds->list[i].text);
        }
        if (!face_read(face, "> ", item->private_)) {
            return false;
        }
        long number = choose_number(face->line.bytes, face->line.length);
        bool one = number >= 1 && (uint32_t)number <= item->kinds->count;
        done = face->line.length == 0 || one;
        if (one) {
            answer_mark(answer, option, true)->kind = (uint8_t)(number - 1);
        }
        if (!done) {
            face_say(face, "Please type a number from 1 to %u.", (unsigned)item->kinds->count);
        }
    }
    return true;
}

// Places typed are marked, or left if they were marked before.
static bool toggle(struct face *face, struct interview_at at, struct answer *answer)
{
    const struct form_options *list = face_item(face, at)->options;
    uint32_t options[LIMIT_OPTIONS];
    size_t count = read_places(face, at, options);
    for (size_t i = 0; i < count; i++) {
        bool on = !set_has(answer->as.set->chosen, options[i]);
        uint32_t cleared = answer_choose(answer, list, options[i], on);
        if (cleared > 0) {
            face_say(face, "Cleared %u mark%s.", (unsigned)cleared, cleared == 1 ? "" : "s");
        }
        if (on && !list->list[options[i]].all && !ask_mark(face, at, answer, options[i])) {
            return false;
        }
    }
    if (count > 0) {
        say_marked(face, at, answer);
    }
    return true;
}

static void ask_single(struct face *face, struct interview_at at)
{
    for (bool done = false; !done && face->leaving == FACE_STAY;) {
        if (!face_line(face, at)) {
            return;
        }
        uint32_t options[LIMIT_OPTIONS];
        struct answer answer = {.kind = ANSWER_NONE};
        size_t count = 1;
        if (face->line.length > 0) {
            count = read_places(face, at, options);
            answer = count > 0 ? answer_code(options[0]) : answer;
        } else {
            answer_copy(&answer, face_given(face, at));
        }
        if (count > 1) {
            face_text(face, "Please choose one place only.", 0);
        } else if (count == 1) {
            done = face_answer(face, at, &answer);
        }
        answer_clear(&answer);
    }
}

// What is marked as the question comes up: what was left unconfirmed, else what was answered.
static struct answer standing(struct face *face, struct interview_at at)
{
    const struct answer *left = interview_marked(face->session->interview, at.item, at.entry);
    const struct answer *given = face_given(face, at);
    struct answer answer = answer_empty_set();
    if (left != NULL && left->is_set) {
        answer_clear(&answer);
        answer_copy(&answer, left);
        say_marked(face, at, &answer);
    } else if (given->kind == ANSWER_VALUE && given->is_set) {
        answer_clear(&answer);
        answer_copy(&answer, given);
    }
    return answer;
}

// Marks not confirmed when the patient leaves stay with their question.
static void keep_marks(struct face *face, struct interview_at at, const struct answer *answer)
{
    static const struct answer nothing = {.kind = ANSWER_NONE};
    const struct answer *left = interview_marked(face->session->interview, at.item, at.entry);
    const struct answer *given = face_given(face, at);
    const struct answer *before = left != NULL ? left : given;
    bool none = given->kind != ANSWER_VALUE && set_empty(answer->as.set->chosen);
    const struct answer *now = none ? &nothing : answer;
    bool same =
        before->kind == ANSWER_VALUE ? answer_equal(face_item(face, at), before, now) : none;
    if (!same) {
        (void)session_marked(face->session, at.item, at.entry, now);
    }
}

void ask_chart(struct face *face, struct interview_at at)
{
    show_question(face, at);
    if (face_item(face, at)->value_type == VALUE_CODE) {
        ask_single(face, at);
        return;
    }
    const struct answer *given = face_given(face, at);
    struct answer answer = standing(face, at);
    bool silent = given->kind == ANSWER_SILENCE;
    bool done = false;
    while (!done && face->leaving == FACE_STAY && face_line(face, at)) {
        if (face->line.length > 0) {
            toggle(face, at, &answer);
            continue;
        }
        bool empty = set_empty(answer.as.set->chosen);
        struct answer nothing = {.kind = ANSWER_NONE};
        if (empty && silent) {
            nothing = answer_silence((enum silence)given->silence);
        }
        done = face_answer(face, at, empty ? &nothing : &answer);
    }
    if (!done) {
        keep_marks(face, at, &answer);
    }
    answer_clear(&answer);
}
