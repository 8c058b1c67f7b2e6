// The idea: a question has a slot (what was given, whether it applies) and a cell (what expressions
// see). A change marks who reads the changed cell; what is marked is worked out in order of rank,
// so that each is done once and reads only what is settled.
// Invariant between calls: every slot and cell is what a computation from nothing would give.

#include "interview/answers_part.h"

#include "base/ensure.h"
#include "form/depend.h"
#include "form/tally.h"
#include "interview/cell.h"
#include "interview/memory.h"

#include <stdlib.h>
#include <string.h>

// unsure() may be asked by a question that it counts itself, so that no round need be the last.
enum { UNSURE_ROUNDS = 8 };

uint32_t answers_entries_most(const struct form *form, uint32_t repeat)
{
    const struct form_item *it = &form->items[repeat];
    if (it->has_max && it->max < decimal_of(LIMIT_ENTRIES)) {
        return it->max < DECIMAL_ONE ? 1 : (uint32_t)(it->max / DECIMAL_ONE);
    }
    return LIMIT_ENTRIES;
}

static void push_dependents(struct answers *a, uint32_t item)
{
    const struct depend *depend = a->form->depend;
    for (uint32_t i = depend->start[item]; i < depend->start[item + 1]; i++) {
        worklist_add(&a->work, depend->rank[depend->list[i]]);
    }
}

static void add_change(struct answers *a, uint32_t item, uint32_t entry, bool applies)
{
    if (a->change_count == a->change_capacity) {
        a->changes =
            memory_grow(a->changes, a->change_count, &a->change_capacity, sizeof *a->changes);
    }
    a->changes[a->change_count++] = (struct change){item, entry, applies};
}

static truth section_applies(struct answers *a, uint32_t section)
{
    if (section >= a->form->section_count || a->form->sections[section].ask_if.nodes == NULL) {
        return TRUTH_TRUE;
    }
    if (a->section_pass[section] != a->pass) {
        a->section_pass[section] = a->pass;
        a->sections[section] = expr_truth(&a->form->sections[section].ask_if, &a->env);
    }
    return a->sections[section];
}

// The condition of what the item stands in. A group is worked out before what it holds.
static truth around_applies(struct answers *a, uint32_t item, uint32_t entry)
{
    uint32_t parent = a->form->items[item].parent;
    if (parent == FORM_NO_ITEM) {
        return section_applies(a, a->form->items[item].section);
    }
    return slot_of(a, parent, a->seats[parent].inside ? entry : 0)->applies;
}

static truth item_applies(struct answers *a, const struct seat *seat, uint32_t item, uint32_t entry)
{
    truth around = seat->around ? around_applies(a, item, entry) : TRUTH_TRUE;
    if (around == TRUTH_FALSE || seat->ask_if == NULL) {
        return around;
    }
    a->env.entry = entry;
    return truth_and(around, expr_truth(seat->ask_if, &a->env));
}

static struct value silent_so_far(const struct answers *a)
{
    return a->env.ended ? value_unknown(SILENCE_NOT_REACHED) : value_pending();
}

static struct value repeat_value(const struct answers *a, uint32_t item)
{
    const struct answer *given = &slot_of(a, item, 0)->given;
    if (given->kind == ANSWER_SILENCE) {
        return value_unknown((enum silence)given->silence);
    }
    if (given->kind == ANSWER_NONE && !(a->env.ended && a->entries[item] > 0)) {
        return silent_so_far(a);
    }
    return value_number(decimal_of(a->entries[item]));
}

static struct value item_value(struct answers *a, const struct seat *seat, uint32_t item,
                               uint32_t entry, const struct slot *slot, struct value_set *set)
{
    if (slot->applies != TRUTH_TRUE) {
        return slot->applies == TRUTH_FALSE ? value_absent() : silent_so_far(a);
    }
    switch (seat->item) {
    case ITEM_VALUE:
        a->env.entry = entry;
        return expr_value(seat->value, &a->env);
    case ITEM_SCORE:
        return tally_score(&a->form->scores[a->form->items[item].score], &a->env).value;
    case ITEM_REPEAT:
        return repeat_value(a, item);
    default:
        break;
    }
    if (slot->given.kind == ANSWER_NONE) {
        return silent_so_far(a);
    }
    if (slot->given.kind == ANSWER_SILENCE) {
        return value_unknown((enum silence)slot->given.silence);
    }
    return cell_said(&a->form->items[item], &slot->given, set);
}

// Kept out of refresh_cell, whose frame is then small: a thousand numbers may hang on one answer.
static __attribute__((noinline)) bool refresh_set(struct answers *a, const struct seat *seat,
                                                  uint32_t item, uint32_t entry, struct slot *slot,
                                                  struct value *cell)
{
    struct value_set set = {0};
    struct value now = item_value(a, seat, item, entry, slot, &set);
    bool same = cell_same(VALUE_SET, cell, &now);
    if (now.state == VALUE_KNOWN) {
        same = same && memcmp(slot->set, &set, sizeof set) == 0;
        *slot->set = set;
        now.as.set = slot->set;
    }
    *cell = now;
    return !same;
}

// A known number, which most calculations are: a thousand may hang on one answer.
static bool refresh_number(decimal least, decimal most, struct value *cell)
{
    if (cell->state == VALUE_KNOWN && cell->as.number.least == least &&
        cell->as.number.most == most) {
        return false;
    }
    *cell = value_interval(least, most);
    return true;
}

static bool refresh_cell(struct answers *a, const struct seat *seat, uint32_t item, uint32_t entry,
                         struct slot *slot, struct value *cell)
{
    if (seat->value != NULL && seat->type == VALUE_NUMBER && slot->applies == TRUTH_TRUE) {
        decimal least, most;
        a->env.entry = entry;
        if (expr_number(seat->value, &a->env, &least, &most)) {
            return refresh_number(least, most, cell);
        }
    }
    if (slot->set != NULL) {
        return refresh_set(a, seat, item, entry, slot, cell);
    }
    struct value now = item_value(a, seat, item, entry, slot, NULL);
    bool same = cell_same(seat->type, cell, &now);
    *cell = now;
    return !same;
}

static void count_safety(struct answers *a, struct slot *slot, const struct value *cell)
{
    bool silent = cell->silence == SILENCE_DONT_KNOW || cell->silence == SILENCE_DECLINED;
    bool counted = slot->applies == TRUTH_TRUE && silent && cell->state != VALUE_ABSENT;
    bool open = cell->state == VALUE_PENDING;
    a->env.unsure += (uint32_t)counted - (uint32_t)slot->counted;
    a->open_safety += (uint32_t)open - (uint32_t)slot->open;
    a->env.unsure_open = a->open_safety > 0;
    slot->counted = counted;
    slot->open = open;
}

// An entry that is no more, or not yet.
static void empty_entry(struct answers *a, uint32_t item, uint32_t entry)
{
    struct slot *slot = slot_of(a, item, entry);
    struct value *cell = cell_of(a, item, entry);
    slot->applies = TRUTH_FALSE;
    if (cell != NULL) {
        *cell = value_absent();
    }
    if (cell != NULL && a->seats[item].counts) {
        count_safety(a, slot, cell);
    }
}

// Returns whether anything of it is different now.
static bool refresh_entry(struct answers *a, const struct seat *seat, uint32_t item, uint32_t entry)
{
    struct slot *slot = &a->slots[seat->first + entry];
    truth applies = item_applies(a, seat, item, entry);
    bool turned = applies != slot->applies;
    bool changed = false;
    slot->applies = applies;
    if (entry < seat->cells) {
        struct value *cell = &a->cells[seat->cell + entry];
        changed = refresh_cell(a, seat, item, entry, slot, cell);
        if (seat->counts) {
            count_safety(a, slot, cell);
        }
    }
    if (turned || changed) {
        add_change(a, item, entry, turned);
    }
    return turned || changed;
}

static void refresh(struct answers *a, uint32_t item)
{
    const struct seat *seat = &a->seats[item];
    uint32_t entries = entries_of(a, item);
    bool differs = false;
    for (uint32_t entry = 0; entry < entries; entry++) {
        differs |= refresh_entry(a, seat, item, entry);
    }
    if (differs) {
        push_dependents(a, item);
    }
}

static void drain(struct answers *a)
{
    for (uint32_t rank = worklist_take(&a->work); rank != WORKLIST_NONE;
         rank = worklist_take(&a->work)) {
        refresh(a, a->form->depend->by_rank[rank]);
        a->done++;
    }
}

// Works out what is marked, and what asks unsure() if that changed.
static void settle(struct answers *a, uint32_t unsure, bool open)
{
    const struct depend *depend = a->form->depend;
    drain(a);
    for (int round = 0; round < UNSURE_ROUNDS; round++) {
        if (a->env.unsure == unsure && a->env.unsure_open == open) {
            return;
        }
        unsure = a->env.unsure;
        open = a->env.unsure_open;
        a->pass++; // a section may ask for it too
        for (uint32_t i = 0; i < depend->unsure_count; i++) {
            worklist_add(&a->work, depend->rank[depend->unsure_readers[i]]);
        }
        drain(a);
    }
}

static void begin_pass(struct answers *a)
{
    a->pass++;
    a->change_count = 0;
}

static void work_out_all(struct answers *a)
{
    begin_pass(a);
    for (uint32_t rank = 0; rank < a->form->item_count; rank++) {
        worklist_add(&a->work, rank);
    }
    settle(a, a->env.unsure, a->env.unsure_open);
}

static void work_out(struct answers *a, uint32_t item)
{
    uint32_t unsure = a->env.unsure;
    bool open = a->env.unsure_open;
    begin_pass(a);
    refresh(a, item);
    settle(a, unsure, open);
}

static void lay_out(struct answers *a)
{
    const struct form *form = a->form;
    uint32_t set_count = 0;
    for (uint32_t item = 0; item < form->item_count; item++) {
        a->seats[item] = seat_of(form, item, a->slot_count);
        a->slot_count += seat_slots(form, item);
        set_count += form->items[item].value_type == VALUE_SET ? seat_slots(form, item) : 0;
    }
    a->slots = memory_take(a->slot_count, sizeof *a->slots);
    a->sets = memory_take(set_count, sizeof *a->sets);
    struct value_set *set = a->sets;
    for (uint32_t item = 0; item < form->item_count; item++) {
        for (uint32_t i = 0; i < seat_slots(form, item); i++) {
            if (form->items[item].value_type == VALUE_SET) {
                slot_of(a, item, i)->set = set++;
            }
            empty_entry(a, item, i);
        }
    }
}

struct answers *answers_new(const struct answers_setup *setup)
{
    const struct form *form = setup->form;
    ensure(form->depend != NULL);
    struct answers *a = memory_take(1, sizeof *a + form->cell_count * sizeof *a->beside);
    a->form = form;
    a->cells = a->beside;
    a->seats = memory_take(form->item_count, sizeof *a->seats);
    a->entries = memory_take(form->item_count, sizeof *a->entries);
    a->settings = memory_take(form->setting_count, 1);
    if (setup->settings != NULL && form->setting_count > 0) {
        memcpy(a->settings, setup->settings, form->setting_count);
    }
    a->sections = memory_take(form->section_count, sizeof *a->sections);
    a->section_pass = memory_take(form->section_count, sizeof *a->section_pass);
    worklist_init(&a->work, form->item_count);
    a->env = (struct expr_env){
        .form = form,
        .cells = a->cells,
        .entries = a->entries,
        .settings = a->settings,
        .today_known = setup->today_known,
        .today = setup->today,
    };
    lay_out(a);
    work_out_all(a);
    a->change_count = 0;
    return a;
}

void answers_set_today(struct answers *a, bool known, day_number today)
{
    a->env.today_known = known;
    a->env.today = known ? today : 0;
    work_out_all(a);
}

void answers_free(struct answers *a)
{
    if (a == NULL) {
        return;
    }
    for (uint32_t i = 0; i < a->slot_count; i++) {
        answer_clear(&a->slots[i].given);
    }
    worklist_clear(&a->work);
    free(a->seats);
    free(a->slots);
    free(a->sets);
    free(a->entries);
    free(a->settings);
    free(a->sections);
    free(a->section_pass);
    free(a->changes);
    free(a);
}

const struct form *answers_form(const struct answers *a)
{
    return a->form;
}

static struct slot *askable(struct answers *a, uint32_t item, uint32_t entry)
{
    ensure(item < a->form->item_count && entry < entries_of(a, item));
    const struct form_item *it = &a->form->items[item];
    ensure(form_is_question(it) || it->type == ITEM_REPEAT);
    return slot_of(a, item, entry);
}

void answers_give(struct answers *a, uint32_t item, uint32_t entry, const struct answer *answer)
{
    struct slot *slot = askable(a, item, entry);
    ensure(answer->kind != ANSWER_VALUE ||
           answer->is_set == (a->form->items[item].value_type == VALUE_SET));
    if (answer_equal(&a->form->items[item], &slot->given, answer)) {
        a->change_count = 0;
        return;
    }
    struct answer old = slot->given;
    answer_copy(&slot->given, answer);
    work_out(a, item);
    answer_clear(&old);
}

void answers_take(struct answers *a, uint32_t item, uint32_t entry)
{
    struct slot *slot = askable(a, item, entry);
    struct answer old = slot->given;
    slot->given = (struct answer){0};
    work_out(a, item);
    answer_clear(&old);
}

void answers_try(struct answers *a, uint32_t item, uint32_t entry, const struct answer *answer)
{
    ensure(a->tried == NULL);
    a->tried = askable(a, item, entry);
    a->tried_item = item;
    a->before_try = a->tried->given;
    a->tried->given = *answer;
    work_out(a, item);
}

void answers_untry(struct answers *a)
{
    ensure(a->tried != NULL);
    a->tried->given = a->before_try;
    a->tried = NULL;
    work_out(a, a->tried_item);
    a->change_count = 0;
}

uint32_t answers_entries(const struct answers *a, uint32_t repeat)
{
    ensure(repeat < a->form->item_count);
    return a->entries[repeat];
}

// Everything in the repeat and everything that reads it.
static void work_out_repeat(struct answers *a, uint32_t repeat, uint32_t unsure, bool open)
{
    for (uint32_t item = repeat; item < a->form->items[repeat].next; item++) {
        worklist_add(&a->work, a->form->depend->rank[item]);
        push_dependents(a, item);
    }
    settle(a, unsure, open);
}

void answers_add_entry(struct answers *a, uint32_t repeat)
{
    ensure(repeat < a->form->item_count && a->form->items[repeat].type == ITEM_REPEAT);
    ensure(a->entries[repeat] < answers_entries_most(a->form, repeat));
    begin_pass(a);
    a->entries[repeat]++;
    work_out_repeat(a, repeat, a->env.unsure, a->env.unsure_open);
}

void answers_remove_entry(struct answers *a, uint32_t repeat, uint32_t entry)
{
    ensure(repeat < a->form->item_count && entry < a->entries[repeat]);
    uint32_t unsure = a->env.unsure;
    bool open = a->env.unsure_open;
    begin_pass(a);
    uint32_t last = --a->entries[repeat];
    for (uint32_t item = repeat + 1; item < a->form->items[repeat].next; item++) {
        struct slot *slot = slot_of(a, item, 0);
        answer_clear(&slot[entry].given);
        for (uint32_t i = entry; i < last; i++) {
            slot[i].given = slot[i + 1].given;
        }
        slot[last].given = (struct answer){0};
        empty_entry(a, item, last);
    }
    work_out_repeat(a, repeat, unsure, open);
}

void answers_end(struct answers *a, bool ended)
{
    a->env.ended = ended;
    work_out_all(a);
}
