// A search for answers that make a condition come out as wanted. Questions not yet decided are
// pending, and evaluation then tells every outcome that is still possible: where the wanted one is
// not among them, all that would follow is cut off at once. So a search that ends without success
// has looked at everything, provided that each question's values stood for all it can have and
// nothing was left out of the search; where not, the answer is "not known".

#include "form/prove_search.h"

#include "base/ensure.h"
#include "form/depend.h"
#include "form/tally.h"

#include <stdlib.h>
#include <string.h>

struct search {
    struct involved involved;
    const struct expr *expr;
    truth goal;
    uint64_t tries;
    struct value *cells;
    uint32_t *entries;
    uint8_t *settings;
    uint32_t switches[PROVE_VARIABLES]; // settings that are asked for
    uint32_t switch_count;
    struct expr_env env;
    uint32_t chosen; // variables before this one are decided
    uint32_t choice[PROVE_VARIABLES];
    bool incomplete; // something was not looked at
    bool found;
};

static bool add_expression(struct involved *involved, const struct expr *expr)
{
    if (expr->nodes == NULL) {
        return true;
    }
    for (uint32_t i = 0; i < involved->expression_count; i++) {
        if (involved->expressions[i]->nodes == expr->nodes) {
            return true;
        }
    }
    if (involved->expression_count == PROVE_EXPRESSIONS) {
        return false;
    }
    involved->expressions[involved->expression_count++] = expr;
    return true;
}

static bool add_item(struct involved *involved, uint32_t item);

static bool add_items(struct involved *involved, const uint32_t *items, uint32_t count)
{
    bool good = true;
    for (uint32_t i = 0; i < count; i++) {
        good = add_item(involved, items[i]) && good;
    }
    return good;
}

// False if there was no room.
static bool add_item(struct involved *involved, uint32_t item)
{
    const struct form_item *found = &involved->form->items[item];
    bool derived = found->type == ITEM_VALUE || found->type == ITEM_SCORE;
    for (uint32_t i = 0; i < involved->variable_count; i++) {
        if (involved->variables[i].item == item) {
            return true;
        }
    }
    for (uint32_t i = 0; i < involved->derived_count; i++) {
        if (involved->derived[i] == item) {
            return true;
        }
    }
    if (derived ? involved->derived_count == PROVE_VARIABLES
                : involved->variable_count == PROVE_VARIABLES) {
        return false;
    }
    if (!derived) {
        involved->variables[involved->variable_count++] = (struct variable){.item = item};
        return true;
    }
    involved->derived[involved->derived_count++] = item;
    if (found->type == ITEM_SCORE) {
        const struct form_score *score = &involved->form->scores[found->score];
        return add_items(involved, score->items, score->item_count) &&
               add_items(involved, score->needs, score->need_count);
    }
    return add_expression(involved, found->value) &&
           add_items(involved, found->value->reads, found->value->read_count);
}

// The conditions of an item, one by one: its own, its groups', its section's. False past the last;
// else *ask_if is the nth, or NULL: always.
static bool condition(const struct form *form, uint32_t item, uint32_t nth,
                      const struct expr **ask_if)
{
    const struct form_item *at = &form->items[item];
    for (; nth > 0 && at->parent != FORM_NO_ITEM; nth--) {
        at = &form->items[at->parent];
    }
    bool sectioned = at->section != UINT32_MAX;
    *ask_if = nth == 0 ? at->ask_if : sectioned ? &form->sections[at->section].ask_if : NULL;
    return nth == 0 || (nth == 1 && sectioned);
}

// Adds what decides whether the questions apply, as far as there is room.
static void add_conditions(struct involved *involved)
{
    const struct form *form = involved->form;
    for (uint32_t i = 0; i < involved->variable_count; i++) {
        // The list grows while it is walked; what does not fit stays unbounded.
        struct variable *variable = &involved->variables[i];
        bool fits = true;
        const struct expr *ask_if;
        for (uint32_t n = 0; condition(form, variable->item, n, &ask_if); n++) {
            fits = fits &&
                   (ask_if == NULL || (add_expression(involved, ask_if) &&
                                       add_items(involved, ask_if->reads, ask_if->read_count)));
        }
        const struct form_item *item = &form->items[variable->item];
        if (item->repeat != FORM_NO_ITEM && item->type != ITEM_REPEAT) {
            fits = fits && add_item(involved, item->repeat);
        }
        variable->bounded = fits;
    }
}

static uint32_t rank_of(const struct form *form, uint32_t item)
{
    return form->depend != NULL ? form->depend->rank[item] : item;
}

static void sort(struct involved *involved)
{
    const struct form *form = involved->form;
    for (uint32_t i = 1; i < involved->variable_count; i++) {
        struct variable moved = involved->variables[i];
        uint32_t at = i;
        for (;
             at > 0 && rank_of(form, involved->variables[at - 1].item) > rank_of(form, moved.item);
             at--) {
            involved->variables[at] = involved->variables[at - 1];
        }
        involved->variables[at] = moved;
    }
    for (uint32_t i = 1; i < involved->derived_count; i++) {
        uint32_t moved = involved->derived[i];
        uint32_t at = i;
        for (; at > 0 && rank_of(form, involved->derived[at - 1]) > rank_of(form, moved); at--) {
            involved->derived[at] = involved->derived[at - 1];
        }
        involved->derived[at] = moved;
    }
}

// Settings, and the day: what a proof with one fixed day cannot settle is only sampled.
static void note_outside(struct search *search)
{
    const struct involved *involved = &search->involved;
    for (uint32_t e = 0; e < involved->expression_count; e++) {
        const struct expr *expr = involved->expressions[e];
        for (uint32_t n = 0; n < expr->node_count; n++) {
            const struct expr_node *node = &expr->nodes[n];
            search->incomplete = search->incomplete || node->op == EXPR_TODAY;
            if (node->op != EXPR_SETTING) {
                continue;
            }
            uint32_t known = 0;
            while (known < search->switch_count && search->switches[known] != node->slot) {
                known++;
            }
            if (known < search->switch_count) {
                continue;
            }
            if (search->switch_count == PROVE_VARIABLES) {
                search->incomplete = true;
                continue;
            }
            search->switches[search->switch_count++] = node->slot;
        }
    }
}

// Whether a question applies, as far as that is decided.
static truth applies(const struct search *search, const struct variable *variable)
{
    const struct form *form = search->involved.form;
    if (!variable->bounded) {
        return TRUTH_OPEN;
    }
    truth all = TRUTH_TRUE;
    const struct expr *ask_if;
    for (uint32_t n = 0; condition(form, variable->item, n, &ask_if); n++) {
        if (ask_if != NULL && ask_if->nodes != NULL) {
            all = truth_and(all, expr_truth(ask_if, &search->env));
        }
    }
    const struct form_item *item = &form->items[variable->item];
    if (item->repeat != FORM_NO_ITEM && item->type != ITEM_REPEAT) {
        // Asked of the first entry, if there is one.
        const struct value *repeat = &search->cells[form->items[item->repeat].cell];
        bool entry = repeat->state == VALUE_KNOWN && search->entries[item->repeat] > 0;
        all = truth_and(all, repeat->state == VALUE_PENDING ? TRUTH_OPEN : truth_of(entry));
    }
    return all;
}

// The cell of a question under the present choices.
static void settle_variable(struct search *search, uint32_t index)
{
    const struct variable *variable = &search->involved.variables[index];
    struct value *cell = &search->cells[search->involved.form->items[variable->item].cell];
    truth asked = applies(search, variable);
    if (asked == TRUTH_FALSE) {
        *cell = value_absent();
    } else if (asked == TRUTH_UNKNOWN) {
        *cell = value_unknown(SILENCE_NOT_REACHED);
    } else if (index >= search->chosen) {
        *cell = value_pending();
    } else {
        *cell = variable->values[search->choice[index]];
    }
    if (variable->entries != NULL) {
        bool known = cell->state == VALUE_KNOWN;
        search->entries[variable->item] = known ? variable->entries[search->choice[index]] : 0;
    }
}

// Works out everything and evaluates the condition.
static truth evaluate(struct search *search)
{
    const struct involved *involved = &search->involved;
    const struct form *form = involved->form;
    uint32_t d = 0;
    for (uint32_t v = 0; v <= involved->variable_count; v++) {
        // What is calculated from the questions before this one may decide whether it applies.
        uint32_t rank =
            v < involved->variable_count ? rank_of(form, involved->variables[v].item) : UINT32_MAX;
        for (; d < involved->derived_count && rank_of(form, involved->derived[d]) < rank; d++) {
            const struct form_item *item = &form->items[involved->derived[d]];
            search->cells[item->cell] =
                item->type == ITEM_SCORE
                    ? tally_score(&form->scores[item->score], &search->env).value
                    : expr_value(item->value, &search->env);
        }
        if (v < involved->variable_count) {
            settle_variable(search, v);
        }
    }
    return expr_truth(search->expr, &search->env);
}

// Whether the search may go on past this evaluation.
static bool promising(struct search *search, truth *result)
{
    if (search->tries == 0) {
        search->incomplete = true;
        return false;
    }
    search->tries--;
    *result = evaluate(search);
    return (*result & search->goal) != 0;
}

// Decides the questions one after another. A stack of choices instead of recursion.
static void search_answers(struct search *search)
{
    const struct involved *involved = &search->involved;
    truth result = 0;
    search->chosen = 0;
    bool forward = promising(search, &result);
    for (;;) {
        bool settled = (result & ~search->goal) == 0;
        bool end = search->chosen == involved->variable_count;
        if (forward && settled) {
            search->found = true;
            return;
        }
        if (forward && end) {
            // All is decided and it is still open: something outside decides, a class or unsure().
            search->incomplete = true;
            forward = false;
        }
        if (forward) {
            search->choice[search->chosen++] = 0;
            forward = promising(search, &result);
            continue;
        }
        // Back to the last question that has another value.
        while (search->chosen > 0) {
            uint32_t last = search->chosen - 1;
            const struct variable *variable = &involved->variables[last];
            truth asked = applies(search, variable);
            bool forced = asked == TRUTH_FALSE || asked == TRUTH_UNKNOWN;
            // The last value is that it does not apply.
            uint32_t count = variable->count - (asked == TRUTH_TRUE ? 1 : 0);
            if (!forced && ++search->choice[last] < count) {
                break;
            }
            search->incomplete = search->incomplete || (!forced && !variable->complete);
            search->chosen--;
        }
        if (search->chosen == 0 || search->tries == 0) {
            search->incomplete = search->incomplete || search->tries == 0;
            return;
        }
        forward = promising(search, &result);
    }
}

// The same for every way the settings may stand.
static void search_settings(struct search *search)
{
    enum { SWITCHES = 10 };
    uint32_t count = search->switch_count < SWITCHES ? search->switch_count : SWITCHES;
    search->incomplete = search->incomplete || count < search->switch_count;
    for (uint32_t on = 0; on < UINT32_C(1) << count && !search->found; on++) {
        for (uint32_t i = 0; i < count; i++) {
            search->settings[search->switches[i]] = on >> i & 1;
        }
        search_answers(search);
    }
}

static void *zeroed(size_t count, size_t size)
{
    // Of a large form only the few cells that the condition reads are ever touched.
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL) {
        die("out of memory");
    }
    return memory;
}

static void prepare(struct search *search, struct arena *arena, bool conditions)
{
    static const truth fired[EXPR_CLASSES] = {
        TRUTH_EITHER, TRUTH_EITHER, TRUTH_EITHER, TRUTH_EITHER,
        TRUTH_EITHER, TRUTH_EITHER, TRUTH_EITHER,
    };
    struct involved *involved = &search->involved;
    const struct form *form = involved->form;
    involved->arena = arena;
    // Any day will do for ages, which are counted from it.
    (void)date_from_civil(2026, 6, 15, &involved->today);
    bool fits = add_expression(involved, search->expr) &&
                add_items(involved, search->expr->reads, search->expr->read_count);
    involved->too_many = !fits;
    if (conditions) {
        add_conditions(involved);
    }
    sort(involved);
    for (uint32_t i = 0; i < involved->variable_count; i++) {
        prove_values(involved, &involved->variables[i]);
    }
    note_outside(search);
    search->cells = zeroed(form->cell_count, sizeof(*search->cells));
    search->entries = zeroed(form->item_count, sizeof(*search->entries));
    search->settings = zeroed(form->setting_count, sizeof(*search->settings));
    search->env = (struct expr_env){
        .form = form,
        .cells = search->cells,
        .entries = search->entries,
        .settings = search->settings,
        .fired = fired,
        .unsure_open = true,
        .today_known = true,
        .today = involved->today,
        .open = true,
    };
}

// One search. Without the conditions of the questions it reads every question may or may not apply:
// that is quick, and what cannot be then cannot be at all.
static enum proof search_once(const struct form *form, const struct expr *expr, truth goal,
                              uint64_t *tries, bool conditions)
{
    struct arena arena;
    arena_init(&arena);
    struct search *search = arena_new(&arena, struct search);
    search->involved.form = form;
    search->expr = expr;
    search->goal = goal;
    search->tries = *tries;
    prepare(search, &arena, conditions);
    const struct involved *involved = &search->involved;
    bool whole = !involved->too_many;
    if (whole) {
        search_settings(search);
    }
    *tries = search->tries;
    enum proof proof = PROOF_NOT_KNOWN;
    if (whole && !search->found && !search->incomplete) {
        proof = PROOF_CANNOT;
    }
    if (whole && search->found) {
        proof = PROOF_CAN;
        for (uint32_t i = 0; i < involved->variable_count; i++) {
            // Answers found where a condition was left out may not go together.
            proof = involved->variables[i].bounded ? proof : PROOF_NOT_KNOWN;
        }
    }
    free(search->cells);
    free(search->entries);
    free(search->settings);
    arena_clear(&arena);
    return proof;
}

static enum proof prove(const struct form *form, const struct expr *expr, truth goal,
                        struct prove_budget budget)
{
    if (expr->nodes == NULL) {
        return goal & TRUTH_TRUE ? PROOF_CAN : PROOF_CANNOT;
    }
    uint64_t tries = budget.tries / 2;
    uint64_t left = budget.tries - tries;
    enum proof proof = search_once(form, expr, goal, &tries, false);
    if (proof == PROOF_NOT_KNOWN) {
        left += tries;
        proof = search_once(form, expr, goal, &left, true);
    }
    return proof;
}

enum proof prove_can_be_true(const struct form *form, const struct expr *expr,
                             struct prove_budget budget)
{
    return prove(form, expr, TRUTH_TRUE, budget);
}

enum proof prove_can_fail(const struct form *form, const struct expr *expr,
                          struct prove_budget budget)
{
    return prove(form, expr, TRUTH_FALSE | TRUTH_UNKNOWN, budget);
}
