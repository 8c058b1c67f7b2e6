// Who reads whom. What each item reads is listed once; a walk in form order that visits what an
// item reads before the item itself gives the ranks, and meets every cycle on its way back into its
// own path. The lists of dependents are the same references the other way round, filled by rising
// rank so that each comes out sorted. Nothing recurses: a chain may be as long as the form.

#include "form/depend.h"

#include <string.h>

// References: what item i reads is list[start[i] .. start[i + 1]).
struct reads {
    uint32_t *start;
    uint32_t *list;
};

static uint32_t put(uint32_t *out, uint32_t count, const uint32_t *items, uint32_t item_count)
{
    if (out != NULL && item_count > 0) {
        memcpy(out + count, items, item_count * sizeof(*items));
    }
    return count + item_count;
}

static uint32_t put_reads(uint32_t *out, uint32_t count, const struct expr *expr)
{
    return expr != NULL ? put(out, count, expr->reads, expr->read_count) : count;
}

// All that an item reads, into `out` unless NULL; returns how many.
static uint32_t reads_of(const struct form *form, uint32_t index, uint32_t *out)
{
    const struct form_item *item = &form->items[index];
    uint32_t count = put_reads(out, 0, item->ask_if);
    if (item->parent != FORM_NO_ITEM) {
        // What its group reads reaches it through the group.
        count = put(out, count, &item->parent, 1);
    } else if (item->section != UINT32_MAX) {
        count = put_reads(out, count, &form->sections[item->section].ask_if);
    }
    if (item->among != FORM_NO_ITEM) {
        count = put(out, count, &item->among, 1);
    }
    count = put_reads(out, count, item->value);
    if (item->type == ITEM_SCORE) {
        const struct form_score *score = &form->scores[item->score];
        count = put(out, count, score->items, score->item_count);
        count = put(out, count, score->needs, score->need_count);
    }
    return count;
}

static struct reads collect(const struct form *form, struct arena *scratch)
{
    uint32_t count = form->item_count;
    struct reads reads = {.start = arena_array(scratch, uint32_t, (size_t)count + 1)};
    for (uint32_t i = 0; i < count; i++) {
        reads.start[i + 1] = reads.start[i] + reads_of(form, i, NULL);
    }
    reads.list = arena_array(scratch, uint32_t, reads.start[count]);
    for (uint32_t i = 0; i < count; i++) {
        reads_of(form, i, reads.list + reads.start[i]);
    }
    return reads;
}

enum { UNSEEN, OPEN, DONE };

struct walk {
    const struct form *form;
    struct issues *issues;
    const struct reads *reads;
    uint8_t *state;  // by item
    uint32_t *next;  // by item: the reference to follow next
    uint32_t *stack; // the path from where the walk began
    uint32_t depth;
    uint32_t ranked;
    bool cycle;
};

// The path from `item` down to itself. A long one is cut in the middle of its telling.
static void report_cycle(struct walk *walk, uint32_t item)
{
    enum { TOLD = 12 };
    const struct form *form = walk->form;
    struct arena scratch;
    arena_init(&scratch);
    uint32_t from = walk->depth;
    while (walk->stack[from - 1] != item) {
        from--;
    }
    // The stack goes from reader to what it reads: the order of the arrows.
    const char *text = form->items[item].id;
    uint32_t told = 0;
    for (uint32_t i = from; i < walk->depth; i++) {
        if (told++ == TOLD) {
            text = arena_print(&scratch, "%s -> ...", text);
            break;
        }
        text = arena_print(&scratch, "%s -> %s", text, form->items[walk->stack[i]].id);
    }
    issues_add(walk->issues, ISSUE_ERROR, form->items[item].file, form->items[item].line,
               "'%s' depends on itself: %s -> %s", form->items[item].id, text,
               form->items[item].id);
    arena_clear(&scratch);
    walk->cycle = true;
}

static void push(struct walk *walk, uint32_t item)
{
    walk->state[item] = OPEN;
    walk->next[item] = walk->reads->start[item];
    walk->stack[walk->depth++] = item;
}

static void walk_from(struct walk *walk, uint32_t root, struct depend *depend)
{
    push(walk, root);
    while (walk->depth > 0) {
        uint32_t item = walk->stack[walk->depth - 1];
        if (walk->next[item] == walk->reads->start[item + 1]) {
            walk->state[item] = DONE;
            depend->by_rank[walk->ranked] = item;
            depend->rank[item] = walk->ranked++;
            walk->depth--;
            continue;
        }
        uint32_t read = walk->reads->list[walk->next[item]++];
        if (walk->state[read] == OPEN) {
            report_cycle(walk, read);
        } else if (walk->state[read] == UNSEEN) {
            push(walk, read);
        }
    }
}

static uint32_t latest_of(const uint32_t *latest, const uint32_t *items, uint32_t count)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < count; i++) {
        last = latest[items[i]] > last ? latest[items[i]] : last;
    }
    return last;
}

// Without cycles, in order of rank.
static uint32_t *latest_questions(struct form *form, const struct depend *depend)
{
    uint32_t *latest = arena_array(&form->arena, uint32_t, form->item_count);
    for (uint32_t rank = 0; rank < form->item_count; rank++) {
        uint32_t index = depend->by_rank[rank];
        const struct form_item *item = &form->items[index];
        if (item->type == ITEM_SCORE) {
            const struct form_score *score = &form->scores[item->score];
            uint32_t items = latest_of(latest, score->items, score->item_count);
            uint32_t needs = latest_of(latest, score->needs, score->need_count);
            latest[index] = items > needs ? items : needs;
        } else if (item->type == ITEM_VALUE) {
            const struct expr *value = item->value; // NULL if it could not be read
            latest[index] = value != NULL ? latest_of(latest, value->reads, value->read_count) : 0;
        } else {
            latest[index] = index + 1;
        }
    }
    return latest;
}

// Reports each name of the condition that stands for a question at or after `before`. `rule`: what
// it may read.
static bool reads_later(const struct form *form, const struct expr *condition, uint32_t before,
                        const char *what, const char *id, const char *rule, struct issues *issues)
{
    const uint32_t *latest = form->depend->latest;
    bool later = false;
    for (uint32_t i = 0; i < condition->read_count; i++) {
        uint32_t read = condition->reads[i];
        if (latest[read] <= before) {
            continue;
        }
        later = true;
        uint32_t question = latest[read] - 1;
        const char *name = form->items[question].id;
        if (question == read) {
            issues_add(issues, ISSUE_ERROR, condition->file, condition->line,
                       "%s'%s' reads '%s', which is asked later; it may read only %s", what, id,
                       name, rule);
        } else {
            issues_add(issues, ISSUE_ERROR, condition->file, condition->line,
                       "%s'%s' reads '%s' (through '%s'), which is asked later; it may read only "
                       "%s",
                       what, id, name, form->items[read].id, rule);
        }
    }
    return later;
}

// A condition that reads what comes later would be one thing while the questions are asked and
// another when all answers are handed over at once.
static bool check_later(const struct form *form, struct issues *issues)
{
    bool later = false;
    for (uint32_t i = 0; i < form->section_count; i++) {
        const struct form_section *section = &form->sections[i];
        later |= reads_later(form, &section->ask_if, section->first, "ask_if of section ",
                             section->id, "earlier questions", issues);
    }
    for (uint32_t i = 0; i < form->asked_end; i++) {
        const struct form_item *item = &form->items[i];
        later |= item->ask_if != NULL && reads_later(form, item->ask_if, i, "ask_if of ", item->id,
                                                     "earlier questions", issues);
        for (uint32_t k = 0; k < item->check_count; k++) {
            later |= reads_later(form, &item->checks[k].ok, i + 1, "check of ", item->id,
                                 "this question and earlier ones", issues);
        }
    }
    return later;
}

// The references turned round. By rising rank of the reader, so a reader that names the same item
// twice meets itself at the end of that item's list. First counted, then filled in.
static void list_dependents(const struct form *form, struct arena *arena, struct depend *depend,
                            const struct reads *reads, struct arena *scratch)
{
    uint32_t count = form->item_count;
    uint32_t *last = arena_array(scratch, uint32_t, count);
    uint32_t *at = arena_array(scratch, uint32_t, count);
    depend->start = arena_array(arena, uint32_t, (size_t)count + 1);
    for (int pass = 0; pass < 2; pass++) {
        memset(last, 0xff, count * sizeof(*last));
        for (uint32_t rank = 0; rank < count; rank++) {
            uint32_t reader = depend->by_rank[rank];
            for (uint32_t r = reads->start[reader]; r < reads->start[reader + 1]; r++) {
                uint32_t read = reads->list[r];
                if (last[read] != reader && pass == 0) {
                    depend->start[read + 1]++;
                } else if (last[read] != reader) {
                    depend->list[at[read]++] = reader;
                }
                last[read] = reader;
            }
        }
        for (uint32_t i = 0; pass == 0 && i < count; i++) {
            depend->start[i + 1] += depend->start[i];
            at[i] = depend->start[i];
        }
        if (pass == 0) {
            depend->list = arena_array(arena, uint32_t, depend->start[count]);
        }
    }
}

static bool asks_unsure(const struct form *form, const struct form_item *item)
{
    return (item->ask_if != NULL && item->ask_if->unsure) ||
           (item->value != NULL && item->value->unsure) ||
           (item->section != UINT32_MAX && form->sections[item->section].ask_if.unsure);
}

static void list_unsure(const struct form *form, struct arena *arena, struct depend *depend)
{
    for (int pass = 0; pass < 2; pass++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < form->item_count; i++) {
            if (!asks_unsure(form, &form->items[i])) {
                continue;
            }
            if (pass == 1) {
                depend->unsure_readers[count] = i;
            }
            count++;
        }
        if (pass == 0) {
            depend->unsure_readers = arena_array(arena, uint32_t, count);
        }
        depend->unsure_count = count;
    }
}

int depend_build(struct form *form, struct issues *issues)
{
    struct arena scratch;
    arena_init(&scratch);
    uint32_t count = form->item_count;
    struct depend *depend = arena_new(&form->arena, struct depend);
    depend->rank = arena_array(&form->arena, uint32_t, count);
    depend->by_rank = arena_array(&form->arena, uint32_t, count);
    form->depend = depend;

    struct reads reads = collect(form, &scratch);
    struct walk walk = {
        .form = form,
        .issues = issues,
        .reads = &reads,
        .state = arena_array(&scratch, uint8_t, count),
        .next = arena_array(&scratch, uint32_t, count),
        .stack = arena_array(&scratch, uint32_t, count),
    };
    for (uint32_t i = 0; i < count; i++) {
        if (walk.state[i] == UNSEEN) {
            walk_from(&walk, i, depend);
        }
    }
    // What is later cannot be said of what goes round.
    depend->latest = walk.cycle ? NULL : latest_questions(form, depend);
    bool later = !walk.cycle && check_later(form, issues);
    list_dependents(form, &form->arena, depend, &reads, &scratch);
    list_unsure(form, &form->arena, depend);
    arena_clear(&scratch);
    return walk.cycle || later ? -1 : 0;
}
