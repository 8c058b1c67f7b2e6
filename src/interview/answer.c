// One answer and what it owns. A set keeps its marks in rising order of option, so that equal
// answers are equal byte for byte wherever they are written.

#include "interview/answer.h"

#include "base/wipe.h"
#include "interview/memory.h"

#include <stdlib.h>
#include <string.h>

static bool holds_set(const struct answer *answer)
{
    return answer->is_set && answer->as.set != NULL;
}

void answer_clear(struct answer *answer)
{
    if (holds_set(answer)) {
        wipe(answer->as.set->marks, answer->as.set->mark_count * sizeof *answer->as.set->marks);
        free(answer->as.set->marks);
        wipe(answer->as.set, sizeof *answer->as.set);
        free(answer->as.set);
    }
    wipe_text(answer->text);
    *answer = (struct answer){0};
}

void answer_copy(struct answer *to, const struct answer *from)
{
    struct answer copy = *from;
    if (holds_set(from)) {
        const struct answer_set *set = from->as.set;
        copy.as.set = memory_take(1, sizeof *copy.as.set);
        *copy.as.set = *set;
        copy.as.set->marks = NULL;
        if (set->mark_count > 0) {
            copy.as.set->marks = memory_take(set->mark_count, sizeof *set->marks);
            memcpy(copy.as.set->marks, set->marks, set->mark_count * sizeof *set->marks);
        }
    }
    if (from->text != NULL) {
        copy.text = memory_copy(from->text, strlen(from->text));
    }
    *to = copy;
}

static bool text_equal(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool set_equal(const struct answer *a, const struct answer *b)
{
    if (!holds_set(a) || !holds_set(b)) {
        return holds_set(a) == holds_set(b);
    }
    const struct answer_set *x = a->as.set, *y = b->as.set;
    if (memcmp(x->chosen, y->chosen, sizeof x->chosen) != 0 || x->mark_count != y->mark_count) {
        return false;
    }
    for (uint32_t i = 0; i < x->mark_count; i++) {
        const struct answer_mark *m = &x->marks[i], *n = &y->marks[i];
        if (m->option != n->option || m->intensity != n->intensity || m->kind != n->kind) {
            return false;
        }
    }
    return true;
}

bool answer_equal(const struct form_item *item, const struct answer *a, const struct answer *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    if (a->kind == ANSWER_NONE) {
        return true;
    }
    if (a->kind == ANSWER_SILENCE) {
        return a->silence == b->silence;
    }
    if (!text_equal(a->text, b->text) || a->is_set != b->is_set) {
        return false;
    }
    switch (item->type) {
    case ITEM_TEXT:
    case ITEM_LONGTEXT:
    case ITEM_AGREE:
        return true;
    case ITEM_DATE:
        return a->as.date.first == b->as.date.first && a->as.date.last == b->as.date.last &&
               a->as.date.precision == b->as.date.precision && a->as.date.weeks == b->as.date.weeks;
    case ITEM_TIME:
        return a->as.minutes == b->as.minutes;
    case ITEM_YESNO:
    case ITEM_ONE:
        return a->as.code == b->as.code;
    case ITEM_MANY:
        return set_equal(a, b);
    case ITEM_BODY:
        return item->single ? a->as.code == b->as.code : set_equal(a, b);
    default:
        return a->as.number == b->as.number && a->unit == b->unit;
    }
}

struct answer answer_silence(enum silence silence)
{
    return (struct answer){.kind = ANSWER_SILENCE, .silence = (uint8_t)silence};
}

struct answer answer_number(decimal number)
{
    return (struct answer){.kind = ANSWER_VALUE, .as.number = number};
}

struct answer answer_code(uint32_t option)
{
    return (struct answer){.kind = ANSWER_VALUE, .as.code = option};
}

struct answer answer_text(const char *text, size_t length)
{
    return (struct answer){.kind = ANSWER_VALUE, .text = memory_copy(text, length)};
}

struct answer answer_date(struct date date)
{
    return (struct answer){.kind = ANSWER_VALUE, .as.date = date};
}

struct answer answer_time(int minutes)
{
    return (struct answer){.kind = ANSWER_VALUE, .as.minutes = minutes};
}

struct answer answer_empty_set(void)
{
    struct answer answer = {.kind = ANSWER_VALUE, .is_set = true};
    answer.as.set = memory_take(1, sizeof *answer.as.set);
    return answer;
}

static void drop_mark(struct answer_set *set, uint32_t option)
{
    for (uint32_t i = 0; i < set->mark_count; i++) {
        if (set->marks[i].option == option) {
            set->mark_count--;
            memmove(&set->marks[i], &set->marks[i + 1], (set->mark_count - i) * sizeof *set->marks);
            return;
        }
    }
}

static void leave(struct answer_set *set, uint32_t option)
{
    set_remove(set->chosen, option);
    drop_mark(set, option);
}

uint32_t answer_choose(struct answer *answer, const struct form_options *options, uint32_t option,
                       bool on)
{
    if (answer->kind != ANSWER_VALUE || !holds_set(answer)) {
        answer_clear(answer);
        *answer = answer_empty_set();
    }
    struct answer_set *set = answer->as.set;
    if (!on) {
        leave(set, option);
        return 0;
    }
    uint32_t cleared = 0;
    for (uint32_t other = 0; other < options->count; other++) {
        bool clashes = options->list[option].exclusive || options->list[other].exclusive;
        if (other != option && clashes && set_has(set->chosen, other)) {
            leave(set, other);
            cleared++;
        }
    }
    set_add(set->chosen, option);
    return cleared;
}

struct answer_mark *answer_mark(struct answer *answer, uint32_t option, bool make)
{
    if (answer->kind != ANSWER_VALUE || !holds_set(answer)) {
        return NULL;
    }
    struct answer_set *set = answer->as.set;
    uint32_t at = 0;
    while (at < set->mark_count && set->marks[at].option < option) {
        at++;
    }
    if (at < set->mark_count && set->marks[at].option == option) {
        return &set->marks[at];
    }
    if (!make) {
        return NULL;
    }
    struct answer_mark *marks = memory_take(set->mark_count + 1, sizeof *marks);
    if (set->mark_count > 0) {
        memcpy(marks, set->marks, at * sizeof *marks);
        memcpy(marks + at + 1, set->marks + at, (set->mark_count - at) * sizeof *marks);
    }
    free(set->marks);
    set->marks = marks;
    set->mark_count++;
    marks[at] = (struct answer_mark){.option = (uint16_t)option, .intensity = -1, .kind = 255};
    return &marks[at];
}

struct answer answer_for_silence(const struct form_item *item, enum silence silence)
{
    const struct form_options *options = item->options;
    for (uint32_t option = 0; options != NULL && option < options->count; option++) {
        if (silence == SILENCE_NOT || options->list[option].silence != (uint8_t)silence) {
            continue;
        }
        if (item->value_type == VALUE_CODE) {
            return answer_code(option);
        }
        struct answer answer = answer_empty_set();
        set_add(answer.as.set->chosen, option);
        return answer;
    }
    return answer_silence(silence);
}

bool answer_has_other(const struct form_item *item, const struct answer *answer)
{
    const struct form_options *options = item->options;
    if (options == NULL || answer->kind != ANSWER_VALUE) {
        return false;
    }
    for (uint32_t option = 0; option < options->count; option++) {
        bool chosen =
            answer->is_set ? set_has(answer->as.set->chosen, option) : answer->as.code == option;
        if (chosen && options->list[option].other) {
            return true;
        }
    }
    return false;
}

struct answer answer_plain(const struct form_item *item, const struct answer *given)
{
    if (given->kind == ANSWER_NONE) {
        return answer_silence(SILENCE_SKIPPED);
    }
    if (given->kind == ANSWER_SILENCE) {
        return answer_for_silence(item, (enum silence)given->silence);
    }
    struct answer answer;
    answer_copy(&answer, given);
    if (item->options != NULL && !answer_has_other(item, given)) {
        wipe_text(answer.text);
        answer.text = NULL;
    }
    return answer;
}
