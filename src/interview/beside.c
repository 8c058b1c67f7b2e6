#include "interview/beside.h"

#include "base/wipe.h"
#include "interview/memory.h"
#include "interview/way.h"

#include <stdlib.h>
#include <string.h>

struct beside_half {
    uint32_t item, entry;
    char *text;           // owned; or NULL
    struct answer answer; // owned; or ANSWER_NONE
};

struct beside_shown {
    uint32_t item, entry;
    struct answer answer; // owned
    bool changed;         // stays, even when it is changed back
};

static void clear_half(struct beside_half *half)
{
    wipe_text(half->text);
    answer_clear(&half->answer);
}

void beside_clear(struct beside *beside)
{
    for (size_t i = 0; i < beside->half_count; i++) {
        clear_half(&beside->halves[i]);
    }
    for (size_t i = 0; i < beside->shown_count; i++) {
        answer_clear(&beside->shown[i].answer);
    }
    free(beside->halves);
    free(beside->shown);
    *beside = (struct beside){0};
}

static struct beside_half *find(const struct beside *beside, uint32_t item, uint32_t entry)
{
    for (size_t i = 0; i < beside->half_count; i++) {
        if (beside->halves[i].item == item && beside->halves[i].entry == entry) {
            return &beside->halves[i];
        }
    }
    return NULL;
}

static struct beside_half *find_or_add(struct beside *beside, uint32_t item, uint32_t entry)
{
    struct beside_half *half = find(beside, item, entry);
    if (half == NULL) {
        beside->halves = memory_grow(beside->halves, beside->half_count, &beside->half_capacity,
                                     sizeof *beside->halves);
        half = &beside->halves[beside->half_count++];
        *half = (struct beside_half){.item = item, .entry = entry};
    }
    return half;
}

static void forget(struct beside *beside, struct beside_half *half)
{
    clear_half(half);
    *half = beside->halves[--beside->half_count];
}

static void forget_empty(struct beside *beside, struct beside_half *half)
{
    if (half->text == NULL && half->answer.kind == ANSWER_NONE) {
        forget(beside, half);
    }
}

void beside_type(struct beside *beside, uint32_t item, uint32_t entry, const char *text)
{
    struct beside_half *half = find_or_add(beside, item, entry);
    wipe_text(half->text);
    half->text = text == NULL || text[0] == '\0' ? NULL : memory_copy(text, strlen(text));
    forget_empty(beside, half);
}

void beside_mark(struct beside *beside, uint32_t item, uint32_t entry, const struct answer *answer)
{
    struct beside_half *half = find_or_add(beside, item, entry);
    answer_clear(&half->answer);
    answer_copy(&half->answer, answer);
    forget_empty(beside, half);
}

void beside_settle(struct beside *beside, uint32_t item, uint32_t entry)
{
    struct beside_half *half = find(beside, item, entry);
    if (half != NULL) {
        forget(beside, half);
    }
}

const char *beside_typed(const struct beside *beside, uint32_t item, uint32_t entry)
{
    const struct beside_half *half = find(beside, item, entry);
    return half == NULL ? NULL : half->text;
}

const struct answer *beside_marked(const struct beside *beside, uint32_t item, uint32_t entry)
{
    const struct beside_half *half = find(beside, item, entry);
    return half == NULL || half->answer.kind == ANSWER_NONE ? NULL : &half->answer;
}

void beside_show(struct beside *beside, const struct answers *answers, uint32_t item,
                 uint32_t entry)
{
    const struct answer *given = answers_given(answers, item, entry);
    if (given->kind == ANSWER_NONE) {
        return;
    }
    beside->shown = memory_grow(beside->shown, beside->shown_count, &beside->shown_capacity,
                                sizeof *beside->shown);
    struct beside_shown *shown = &beside->shown[beside->shown_count++];
    *shown = (struct beside_shown){.item = item, .entry = entry};
    answer_copy(&shown->answer, given);
}

static void show_place(struct beside *beside, const struct answers *answers, const char *name,
                       size_t length)
{
    const char *dot = memchr(name, '.', length);
    size_t id = dot == NULL ? length : (size_t)(dot - name);
    uint32_t item = intern_find_slice(&answers_form(answers)->by_id, name, id);
    uint32_t entry = 0;
    for (size_t i = id + 1; i < length; i++) {
        if (name[i] < '0' || name[i] > '9' || entry > LIMIT_ENTRIES) {
            return;
        }
        entry = entry * 10 + (uint32_t)(name[i] - '0');
    }
    beside_show(beside, answers, item, entry);
}

void beside_show_list(struct beside *beside, const struct answers *answers, const char *list)
{
    while (*list != '\0') {
        size_t length = strcspn(list, ",");
        show_place(beside, answers, list, length);
        list += length + (list[length] == ',');
    }
}

void beside_watch(struct beside *beside, const struct answers *answers)
{
    for (size_t i = 0; i < beside->shown_count; i++) {
        struct beside_shown *shown = &beside->shown[i];
        const struct form_item *it = &answers_form(answers)->items[shown->item];
        const struct answer *now = answers_given(answers, shown->item, shown->entry);
        shown->changed = shown->changed ||
                         answers_applies(answers, shown->item, shown->entry) != TRUTH_TRUE ||
                         !answer_equal(it, &shown->answer, now);
    }
}

bool beside_changed(const struct beside *beside, uint32_t item, uint32_t entry)
{
    for (size_t i = 0; i < beside->shown_count; i++) {
        const struct beside_shown *shown = &beside->shown[i];
        if (shown->item == item && shown->entry == entry && shown->changed) {
            return true;
        }
    }
    return false;
}

// Shown again, by another urgent text: its first time says it.
static bool is_again(const struct beside *beside, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        const struct beside_shown *shown = &beside->shown[i];
        if (shown->changed && shown->item == beside->shown[at].item &&
            shown->entry == beside->shown[at].entry) {
            return true;
        }
    }
    return false;
}

bool beside_changed_at(const struct beside *beside, const struct form *form, size_t index,
                       uint32_t *item, uint32_t *entry, const struct answer **was)
{
    for (size_t i = 0; i < beside->shown_count; i++) {
        const struct beside_shown *shown = &beside->shown[i];
        if (!shown->changed || is_again(beside, i) || index-- > 0) {
            continue;
        }
        *item = shown->item;
        *entry = shown->entry;
        *was = form->items[shown->item].type == ITEM_REPEAT ? NULL : &shown->answer;
        return true;
    }
    return false;
}

void beside_remove(struct beside *beside, const struct form *form, uint32_t repeat, uint32_t entry)
{
    for (size_t i = beside->half_count; i > 0; i--) {
        struct beside_half *half = &beside->halves[i - 1];
        if (way_repeat(form, half->item) != repeat || half->entry < entry) {
            continue;
        }
        if (half->entry == entry) {
            forget(beside, half);
        } else {
            half->entry--;
        }
    }
    for (size_t i = 0; i < beside->shown_count; i++) {
        struct beside_shown *shown = &beside->shown[i];
        if (way_repeat(form, shown->item) != repeat || shown->entry < entry) {
            continue;
        }
        if (shown->entry == entry) {
            // Nobody can ask for what is gone: the list as a whole was changed.
            shown->changed = true;
            shown->item = repeat;
            shown->entry = 0;
        } else {
            shown->entry--;
        }
    }
}
