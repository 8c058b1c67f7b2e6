// The document and its lines. A line's evidence is closed over conditions: a question brings along
// whatever decides whether it is asked, a calculated value what it is calculated from, so that
// taking any answer away can change only lines that name it.
#include "summary/summary.h"

#include "base/ensure.h"
#include "form/depend.h"
#include "summary/build.h"

#include <stdlib.h>
#include <string.h>

static size_t evidence_words(const struct build *build)
{
    return (build->form->item_count + 63) / 64;
}

struct evidence evidence_new(struct build *build)
{
    return (struct evidence){
        .words = arena_array(&build->summary->arena, uint64_t, evidence_words(build)),
    };
}

void evidence_empty(struct build *build, struct evidence evidence)
{
    memset(evidence.words, 0, evidence_words(build) * sizeof *evidence.words);
}

void evidence_merge(struct build *build, struct evidence into, struct evidence from)
{
    for (size_t i = 0; i < evidence_words(build); i++) {
        into.words[i] |= from.words[i];
    }
}

static void add_reads(struct build *build, struct evidence evidence, const struct expr *expr)
{
    for (uint32_t i = 0; i < expr->read_count; i++) {
        evidence_add(build, evidence, expr->reads[i]);
    }
    if (expr->unsure) {
        evidence_add_all(build, evidence);
    }
}

void evidence_add(struct build *build, struct evidence evidence, uint32_t item)
{
    uint64_t bit = UINT64_C(1) << (item & 63);
    if ((evidence.words[item >> 6] & bit) != 0) {
        return;
    }
    evidence.words[item >> 6] |= bit;
    const struct form_item *it = &build->form->items[item];
    add_reads(build, evidence, &it->ask_if);
    if (it->section != UINT32_MAX) {
        add_reads(build, evidence, &build->form->sections[it->section].ask_if);
    }
    if (it->parent != FORM_NO_ITEM) {
        evidence_add(build, evidence, it->parent);
    }
    if (it->type == ITEM_VALUE) {
        add_reads(build, evidence, &it->value);
    }
    if (it->type == ITEM_SCORE) {
        const struct form_score *score = &build->form->scores[it->score];
        for (uint32_t i = 0; i < score->item_count; i++) {
            evidence_add(build, evidence, score->items[i]);
        }
        for (uint32_t i = 0; i < score->need_count; i++) {
            evidence_add(build, evidence, score->needs[i]);
        }
    }
}

void evidence_add_all(struct build *build, struct evidence evidence)
{
    for (uint32_t item = 0; item < build->form->asked_end; item++) {
        if (form_is_question(&build->form->items[item])) {
            evidence.words[item >> 6] |= UINT64_C(1) << (item & 63);
        }
    }
}

static void keep_evidence(struct build *build, struct summary_line *line, struct evidence evidence)
{
    if (evidence.words == NULL) {
        return;
    }
    const struct form *form = build->form;
    uint32_t count = 0;
    for (uint32_t item = 0; item < form->item_count; item++) {
        count += (evidence.words[item >> 6] >> (item & 63) & 1) != 0 &&
                 form_is_question(&form->items[item]);
    }
    uint32_t *items = arena_array(&build->summary->arena, uint32_t, count + 1);
    for (uint32_t item = 0; item < form->item_count; item++) {
        if ((evidence.words[item >> 6] >> (item & 63) & 1) != 0 &&
            form_is_question(&form->items[item])) {
            items[line->item_count++] = item;
        }
    }
    line->items = items;
}

struct summary_line *build_line(struct build *build, enum summary_part part, enum summary_kind kind,
                                const char *label, const char *text, struct evidence evidence)
{
    struct summary *summary = build->summary;
    if (summary->count == summary->capacity) {
        size_t capacity = summary->capacity > 0 ? summary->capacity * 2 : 64;
        struct summary_line *grown = realloc(summary->lines, capacity * sizeof *grown);
        if (grown == NULL) {
            die("out of memory");
        }
        summary->lines = grown;
        summary->capacity = capacity;
    }
    struct summary_line *line = &summary->lines[summary->count++];
    *line = (struct summary_line){
        .part = part,
        .kind = kind,
        .class = RULE_CLASSES,
        .label = label != NULL ? arena_string(&summary->arena, label) : NULL,
        .text = arena_string(&summary->arena, text),
    };
    keep_evidence(build, line, evidence);
    return line;
}

void build_join(struct build *build, enum summary_part part, const char *text,
                struct evidence evidence)
{
    struct summary_line *line = build_line(build, part, LINE_TEXT, NULL, text, evidence);
    line->joins = true;
}

static void settle_fired(struct build *build)
{
    for (int class = 0; class < RULE_CLASSES; class ++) {
        build->fired[class] = TRUTH_FALSE;
    }
    for (uint32_t i = 0; i < build->rules->count; i++) {
        if (build->found[i] == TRUTH_TRUE) {
            build->fired[build->rules->list[i].class] = TRUTH_TRUE;
        }
    }
    build->env.fired = build->fired;
}

static void build_foot(struct build *build)
{
    const struct summary_facts *facts = build->facts;
    struct buffer *text = &build->text;
    struct evidence none = {NULL};
    build_line(build, PART_NOTES, LINE_RULE, NULL, "", none);
    build_line(build, PART_NOTES, LINE_ROOM, "Examination:", "Decision:", none);
    build_line(build, PART_FOOT, LINE_RULE, NULL, "", none);
    buffer_reset(text);
    buffer_print(text, "form %s %s (%s)  rules %s (%s), %u clinic change%s  %s", build->form->id,
                 build->form->version, facts->form_hash, build->rules->version, facts->rules_hash,
                 build->rules->change_count, build->rules->change_count == 1 ? "" : "s",
                 facts->program);
    build_line(build, PART_FOOT, LINE_TEXT, NULL, text->bytes, none);
    buffer_reset(text);
    buffer_text(text, "This page supports an assessment; it does not replace one.");
    if (facts->practice) {
        buffer_text(text, " PRACTICE.");
    }
    build_line(build, PART_FOOT, LINE_TEXT, NULL, text->bytes, none);
}

struct summary *summary_build(const struct answers *answers, const struct rules *rules,
                              const truth *found, const struct clinic *clinic,
                              const struct summary_facts *facts)
{
    struct summary *summary = calloc(1, sizeof *summary);
    if (summary == NULL) {
        die("out of memory");
    }
    arena_init(&summary->arena);
    struct build build = {
        .summary = summary,
        .form = answers_form(answers),
        .answers = answers,
        .rules = rules,
        .found = found,
        .clinic = clinic,
        .facts = facts,
        .env = answers_env(answers),
    };
    buffer_init(&build.text, LIMIT_ANSWER);
    settle_fired(&build);
    struct evidence none = {NULL};
    build_head(&build);
    build_line(&build, PART_FLAGS, LINE_RULE, NULL, "", none);
    build_flags(&build);
    build_unsure(&build);
    build_line(&build, PART_PROBLEM, LINE_RULE, NULL, "", none);
    build_page_part(&build, PAGE_PROBLEM, PART_PROBLEM);
    build_chart(&build);
    build_measures(&build);
    build_page_part(&build, PAGE_GOALS, PART_GOALS);
    build_page_part(&build, PAGE_HEALTH, PART_HEALTH);
    build_page_part(&build, PAGE_NEEDLES, PART_NEEDLES);
    build_silences(&build);
    build_foot(&build);
    buffer_clear(&build.text);
    return summary;
}

void summary_free(struct summary *summary)
{
    if (summary == NULL) {
        return;
    }
    arena_clear(&summary->arena);
    free(summary->lines);
    free(summary);
}
