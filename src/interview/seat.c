#include "interview/seat.h"

#include "interview/answers.h"

static bool is_inside(const struct form *form, uint32_t item)
{
    uint32_t repeat = form->items[item].repeat;
    return repeat != FORM_NO_ITEM && repeat != item;
}

uint32_t seat_slots(const struct form *form, uint32_t item)
{
    return is_inside(form, item) ? answers_entries_most(form, form->items[item].repeat) : 1;
}

struct seat seat_of(const struct form *form, uint32_t item, uint32_t first)
{
    const struct form_item *it = &form->items[item];
    bool sectioned =
        it->section < form->section_count && form->sections[it->section].ask_if.nodes != NULL;
    bool read = it->type != ITEM_NOTE && it->type != ITEM_GROUP && it->cell < form->cell_count;
    bool counted = it->type == ITEM_REPEAT || it->type == ITEM_SCORE;
    return (struct seat){
        .ask_if = it->ask_if,
        .value = it->value,
        .first = first,
        .cell = it->cell,
        .cells = read ? it->cells : 0,
        .item = (uint8_t)it->type,
        .type = (uint8_t)(counted ? VALUE_NUMBER : it->value_type),
        .around = it->parent != FORM_NO_ITEM || sectioned,
        .counts = it->safety && read && form_is_question(it),
        .holds = it->type == ITEM_GROUP || it->type == ITEM_REPEAT,
        .stops = item < form->asked_end && it->type != ITEM_VALUE && it->type != ITEM_SCORE &&
                 it->type != ITEM_GROUP,
        .inside = is_inside(form, item),
    };
}
