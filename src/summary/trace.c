// Which answers each line rests on. Nothing is taken from how a line was made, which could be wrong
// or too much: each answer is taken out of a copy in turn, the rules are run and the page is built
// again, and a line rests on those answers without which it is not there.
#include "base/ensure.h"
#include "screening/screen.h"
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>

// A page as what its lines say and where: equal keys are equal lines.
struct keys {
    struct arena arena;
    const char **list; // by line
    struct intern index;
    uint32_t *counts; // by key: how many lines have it
};

// What the page is made from besides the answers.
struct origin {
    const struct rules *rules;
    const struct clinic *clinic;
    const struct summary_facts *facts;
};

static void add_line(struct buffer *key, const struct summary_line *line)
{
    buffer_print(key, "%d%d|%s|%s\n", (int)line->part, (int)line->kind,
                 line->label != NULL ? line->label : "", line->text);
}

// The first line of a finding says all of it; any other stands under the finding, or the label, it
// belongs to: `first` is the line that it joins, or itself.
static const char *key_of(const struct summary *summary, size_t at, size_t first,
                          struct arena *arena)
{
    const struct summary_line *lines = summary->lines;
    struct buffer key;
    buffer_init(&key, SIZE_MAX / 2);
    if (at == first && summary_leads(&lines[at])) {
        for (size_t i = at; i < summary_next(summary, at); i++) {
            add_line(&key, &lines[i]);
        }
    } else {
        if (summary_leads(&lines[first])) {
            add_line(&key, &lines[first]);
        }
        buffer_print(&key, "%s\n", lines[first].label != NULL ? lines[first].label : "");
        add_line(&key, &lines[at]);
    }
    const char *kept = arena_string(arena, key.bytes);
    buffer_clear(&key);
    return kept;
}

static void keys_init(struct keys *keys, const struct summary *summary)
{
    *keys = (struct keys){0};
    arena_init(&keys->arena);
    intern_init(&keys->index);
    keys->list = arena_array(&keys->arena, const char *, summary->count + 1);
    keys->counts = arena_array(&keys->arena, uint32_t, summary->count + 1);
    size_t first = 0;
    for (size_t i = 0; i < summary->count; i++) {
        first = summary->lines[i].joins ? first : i;
        const char *key = key_of(summary, i, first, &keys->arena);
        uint32_t there = intern_add(&keys->index, key, (uint32_t)i);
        keys->counts[there == INTERN_NONE ? i : there]++;
        keys->list[i] = key;
    }
}

static void keys_clear(struct keys *keys)
{
    intern_clear(&keys->index);
    arena_clear(&keys->arena);
}

static uint32_t count_of(const struct keys *keys, const char *key)
{
    uint32_t first = intern_find(&keys->index, key);
    return first == INTERN_NONE ? 0 : keys->counts[first];
}

static struct summary *build(const struct answers *answers, const struct origin *origin)
{
    struct answers *both = summary_both(answers, origin->facts);
    struct expr_env env = answers_env(both);
    truth *found = screen_findings(origin->rules, &env);
    struct summary *summary =
        summary_build(answers, origin->rules, found, origin->clinic, origin->facts);
    free(found);
    answers_free(both);
    return summary;
}

// Notes, for every line that is not there without it, the question as bits by item.
static void note_changes(const struct keys *with, const struct answers *answers,
                         const struct origin *origin, uint32_t item, uint64_t *rests, size_t words,
                         size_t lines)
{
    struct summary *page = build(answers, origin);
    struct keys without;
    keys_init(&without, page);
    for (size_t i = 0; i < lines; i++) {
        if (count_of(with, with->list[i]) != count_of(&without, with->list[i])) {
            rests[i * words + (item >> 6)] |= UINT64_C(1) << (item & 63);
        }
    }
    keys_clear(&without);
    summary_free(page);
}

static void keep(struct summary *summary, struct summary_line *line, const uint64_t *rests,
                 uint32_t item_count)
{
    uint32_t *items = arena_array(&summary->arena, uint32_t, item_count + 1);
    line->items = items;
    line->item_count = 0;
    for (uint32_t item = 0; item < item_count; item++) {
        if ((rests[item >> 6] >> (item & 63) & 1) != 0) {
            items[line->item_count++] = item;
        }
    }
}

void summary_trace(struct summary *summary, const struct answers *answers,
                   const struct rules *rules, const struct clinic *clinic,
                   const struct summary_facts *facts)
{
    const struct form *form = answers_form(answers);
    const struct origin origin = {rules, clinic, facts};
    size_t words = form->asked_end / 64 + 1;
    uint64_t *rests = calloc(summary->count + 1, words * sizeof *rests);
    struct answers *copy = answers_copy(answers);
    struct keys with;
    if (rests == NULL) {
        die("out of memory");
    }
    keys_init(&with, summary);
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        uint32_t entries = answers_times(copy, item);
        for (uint32_t entry = 0; form_is_question(it) && entry < entries; entry++) {
            const struct answer *given = answers_given(answers, item, entry);
            if (given->kind != ANSWER_NONE) {
                answers_take(copy, item, entry);
                note_changes(&with, copy, &origin, item, rests, words, summary->count);
                answers_give(copy, item, entry, given);
            }
        }
    }
    for (size_t i = 0; i < summary->count; i++) {
        keep(summary, &summary->lines[i], &rests[i * words], form->asked_end);
    }
    keys_clear(&with);
    answers_free(copy);
    free(rests);
}
