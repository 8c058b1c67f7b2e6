#include "interview/way.h"

static const struct stop nowhere = {FORM_NO_ITEM, 0};

uint32_t way_repeat(const struct form *form, uint32_t item)
{
    uint32_t repeat = form->items[item].repeat;
    return repeat == item ? FORM_NO_ITEM : repeat;
}

bool way_is_stop(const struct answers *answers, struct stop at)
{
    return answers_stops(answers, at.item, at.entry);
}

// The first stop among [from, to) of one entry. Outside repeats their insides are passed over.
static struct stop forward(const struct answers *answers, uint32_t from, uint32_t to,
                           uint32_t entry)
{
    const struct form_item *items = answers_form(answers)->items;
    for (uint32_t item = from; (item = answers_seek(answers, item, to, entry)) < to;) {
        struct stop here = {item, entry};
        if (way_is_stop(answers, here)) {
            return here;
        }
        bool enter =
            items[item].type == ITEM_GROUP && answers_applies(answers, item, entry) == TRUTH_TRUE;
        item = enter ? item + 1 : items[item].next;
    }
    return nowhere;
}

// The last stop among [from, to).
static struct stop backward(const struct answers *answers, uint32_t from, uint32_t to,
                            uint32_t entry, bool inside)
{
    const struct form *form = answers_form(answers);
    for (uint32_t item = to; item > from;) {
        item--;
        uint32_t repeat = way_repeat(form, item);
        if (!inside && repeat != FORM_NO_ITEM) {
            item = repeat;
        }
        struct stop here = {item, entry};
        if (way_is_stop(answers, here)) {
            return here;
        }
    }
    return nowhere;
}

struct stop way_first(const struct answers *answers)
{
    return forward(answers, 0, answers_form(answers)->asked_end, 0);
}

struct stop way_last(const struct answers *answers)
{
    return backward(answers, 0, answers_form(answers)->asked_end, 0, false);
}

struct stop way_next(const struct answers *answers, struct stop at)
{
    const struct form *form = answers_form(answers);
    uint32_t repeat = way_repeat(form, at.item);
    uint32_t after = form->items[at.item].next;
    if (repeat == FORM_NO_ITEM) {
        return forward(answers, after, form->asked_end, 0);
    }
    struct stop next = forward(answers, after, form->items[repeat].next, at.entry);
    return stop_exists(next) ? next : (struct stop){repeat, 0};
}

struct stop way_previous(const struct answers *answers, struct stop at)
{
    uint32_t repeat = way_repeat(answers_form(answers), at.item);
    if (repeat == FORM_NO_ITEM) {
        return backward(answers, 0, at.item, 0, false);
    }
    struct stop before = backward(answers, repeat + 1, at.item, at.entry, true);
    return stop_exists(before) ? before : (struct stop){repeat, 0};
}

struct stop way_entry(const struct answers *answers, uint32_t repeat, uint32_t entry)
{
    return forward(answers, repeat + 1, answers_form(answers)->items[repeat].next, entry);
}

// What was given is judged again only where something else may have made it wrong.
static bool is_owed(const struct answers *answers, struct stop at, struct valid *why)
{
    const struct form_item *it = &answers_form(answers)->items[at.item];
    if (it->type == ITEM_NOTE || !way_is_stop(answers, at)) {
        return false;
    }
    bool given = answers_given(answers, at.item, at.entry)->kind != ANSWER_NONE;
    bool sure = given ? it->check_count == 0 && it->among == FORM_NO_ITEM : !it->required;
    if (sure && it->type != ITEM_REPEAT) {
        return false;
    }
    *why = valid_given(answers, at.item, at.entry);
    return why->verdict == VALID_STOP;
}

struct stop way_owed(const struct answers *answers, uint32_t from, uint32_t to, struct valid *why)
{
    const struct form *form = answers_form(answers);
    struct valid unused = {0};
    struct valid *said = why == NULL ? &unused : why;
    for (uint32_t item = from; item < to; item++) {
        if (form->items[item].type != ITEM_REPEAT) {
            if (is_owed(answers, (struct stop){item, 0}, said)) {
                return (struct stop){item, 0};
            }
            continue;
        }
        uint32_t end = form->items[item].next;
        for (uint32_t entry = 0; entry < answers_entries(answers, item); entry++) {
            for (uint32_t inner = item + 1; inner < end; inner++) {
                if (is_owed(answers, (struct stop){inner, entry}, said)) {
                    return (struct stop){inner, entry};
                }
            }
        }
        if (is_owed(answers, (struct stop){item, 0}, said)) {
            return (struct stop){item, 0};
        }
        item = end - 1;
    }
    return nowhere;
}
