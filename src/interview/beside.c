#include "interview/beside.h"

#include "interview/memory.h"
#include "interview/way.h"

#include <stdlib.h>
#include <string.h>

struct beside_typed {
    uint32_t item, entry;
    char *text; // owned
};

struct beside_shown {
    uint32_t item, entry;
    struct answer answer; // owned
    bool changed;         // stays, even when it is changed back
};

void beside_clear(struct beside *beside)
{
    for (size_t i = 0; i < beside->typed_count; i++) {
        free(beside->typed[i].text);
    }
    for (size_t i = 0; i < beside->shown_count; i++) {
        answer_clear(&beside->shown[i].answer);
    }
    free(beside->typed);
    free(beside->shown);
    *beside = (struct beside){0};
}

static void forget(struct beside *beside, size_t typed)
{
    free(beside->typed[typed].text);
    beside->typed[typed] = beside->typed[--beside->typed_count];
}

void beside_type(struct beside *beside, uint32_t item, uint32_t entry, const char *text)
{
    for (size_t i = 0; i < beside->typed_count; i++) {
        if (beside->typed[i].item == item && beside->typed[i].entry == entry) {
            forget(beside, i);
            break;
        }
    }
    if (text == NULL || text[0] == '\0') {
        return;
    }
    beside->typed = memory_grow(beside->typed, beside->typed_count, &beside->typed_capacity,
                                sizeof *beside->typed);
    beside->typed[beside->typed_count++] =
        (struct beside_typed){item, entry, memory_copy(text, strlen(text))};
}

const char *beside_typed(const struct beside *beside, uint32_t item, uint32_t entry)
{
    for (size_t i = 0; i < beside->typed_count; i++) {
        if (beside->typed[i].item == item && beside->typed[i].entry == entry) {
            return beside->typed[i].text;
        }
    }
    return NULL;
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
    for (size_t i = beside->typed_count; i > 0; i--) {
        struct beside_typed *typed = &beside->typed[i - 1];
        if (way_repeat(form, typed->item) != repeat || typed->entry < entry) {
            continue;
        }
        if (typed->entry == entry) {
            forget(beside, i - 1);
        } else {
            typed->entry--;
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
