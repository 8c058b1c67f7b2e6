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

// All that an item reads, into `out` unless NULL; returns how many.
static uint32_t reads_of(const struct form *form, uint32_t index, uint32_t *out)
{
    const struct form_item *item = &form->items[index];
    uint32_t count = put(out, 0, item->ask_if.reads, item->ask_if.read_count);
    if (item->parent != FORM_NO_ITEM) {
        // What its group reads reaches it through the group.
        count = put(out, count, &item->parent, 1);
    } else if (item->section != UINT32_MAX) {
        const struct expr *ask_if = &form->sections[item->section].ask_if;
        count = put(out, count, ask_if->reads, ask_if->read_count);
    }
    if (item->among != FORM_NO_ITEM) {
        count = put(out, count, &item->among, 1);
    }
    if (item->type == ITEM_VALUE) {
        count = put(out, count, item->value.reads, item->value.read_count);
    }
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
    struct form *form;
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

// The latest question each item stands for: a question itself, a calculated value or score what its
// value reads. Without cycles, in order of rank.
static uint32_t *latest_questions(const struct form *form, const struct depend *depend,
                                  struct arena *scratch)
{
    uint32_t *latest = arena_array(scratch, uint32_t, form->item_count);
    for (uint32_t rank = 0; rank < form->item_count; rank++) {
        uint32_t index = depend->by_rank[rank];
        const struct form_item *item = &form->items[index];
        if (item->type != ITEM_VALUE && item->type != ITEM_SCORE) {
            latest[index] = index;
            continue;
        }
        const struct form_score *score =
            item->type == ITEM_SCORE ? &form->scores[item->score] : NULL;
        const uint32_t *reads = score != NULL ? score->items : item->value.reads;
        uint32_t count = score != NULL ? score->item_count : item->value.read_count;
        for (uint32_t i = 0; i < count; i++) {
            if (latest[reads[i]] > latest[index]) {
                latest[index] = latest[reads[i]];
            }
        }
        for (uint32_t i = 0; score != NULL && i < score->need_count; i++) {
            if (latest[score->needs[i]] > latest[index]) {
                latest[index] = latest[score->needs[i]];
            }
        }
    }
    return latest;
}

// Reports each name of the condition that stands for a question at or after `before`.
static bool reads_later(const struct form *form, const struct expr *ask_if, uint32_t before,
                        const uint32_t *latest, const char *what, const char *id,
                        struct issues *issues)
{
    bool later = false;
    for (uint32_t i = 0; i < ask_if->read_count; i++) {
        uint32_t read = ask_if->reads[i];
        uint32_t question = latest[read];
        if (question < before) {
            continue;
        }
        later = true;
        const char *name = form->items[question].id;
        if (question == read) {
            issues_add(issues, ISSUE_ERROR, ask_if->file, ask_if->line,
                       "ask_if of %s'%s' reads '%s', which is asked later; it may read only "
                       "earlier questions",
                       what, id, name);
        } else {
            issues_add(issues, ISSUE_ERROR, ask_if->file, ask_if->line,
                       "ask_if of %s'%s' reads '%s' (through '%s'), which is asked later; it may "
                       "read only earlier questions",
                       what, id, name, form->items[read].id);
        }
    }
    return later;
}

static bool check_later(const struct form *form, const struct depend *depend,
                        struct arena *scratch, struct issues *issues)
{
    const uint32_t *latest = latest_questions(form, depend, scratch);
    bool later = false;
    for (uint32_t i = 0; i < form->section_count; i++) {
        const struct form_section *section = &form->sections[i];
        later |= reads_later(form, &section->ask_if, section->first, latest, "section ",
                             section->id, issues);
    }
    for (uint32_t i = 0; i < form->asked_end; i++) {
        const struct form_item *item = &form->items[i];
        later |= reads_later(form, &item->ask_if, i, latest, "", item->id, issues);
    }
    return later;
}

// The references turned round. By rising rank of the reader, so a reader that names the same item
// twice meets itself at the end of that item's list.
static void list_dependents(const struct form *form, struct depend *depend,
                            const struct reads *reads, struct arena *scratch)
{
    uint32_t count = form->item_count;
    uint32_t *last = arena_array(scratch, uint32_t, count);
    uint32_t *filled = arena_array(scratch, uint32_t, count);
    depend->start = arena_array(&form->depend_arena[0], uint32_t, (size_t)count + 1);
    for (int pass = 0; pass < 2; pass++) {
        memset(last, 0xff, count * sizeof(*last));
        for (uint32_t rank = 0; rank < count; rank++) {
            uint32_t reader = depend->by_rank[rank];
            for (uint32_t r = reads->start[reader]; r < reads->start[reader + 1]; r++) {
                uint32_t read = reads->list[r];
                if (last[read] == reader) {
                    continue;
                }
                last[read] = reader;
                if (pass == 0) {
                    depend->start[read + 1]++;
                } else {
                    depend->list[depend->start[read] + filled[read]++] = reader;
                }
            }
        }
    }
}
