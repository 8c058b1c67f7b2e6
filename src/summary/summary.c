// The document and its lines.
#include "summary/summary.h"

#include "base/ensure.h"
#include "form/depend.h"
#include "summary/build.h"

#include <stdlib.h>
#include <string.h>

struct summary_line *build_line(struct build *build, enum summary_part part, enum summary_kind kind,
                                const char *label, const char *text)
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
    return line;
}

void build_join(struct build *build, enum summary_part part, const char *text)
{
    struct summary_line *line = build_line(build, part, LINE_TEXT, NULL, text);
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
    build_line(build, PART_NOTES, LINE_RULE, NULL, "");
    build_line(build, PART_NOTES, LINE_ROOM, "Examination:", "Decision:");
    build_line(build, PART_FOOT, LINE_RULE, NULL, "");
    build_sources(build);
    buffer_reset(text);
    buffer_print(text, "form %s %s (%s)  rules %s (%s), %u clinic change%s  %s", build->form->id,
                 build->form->version, facts->form_hash, build->rules->version, facts->rules_hash,
                 build->rules->change_count, build->rules->change_count == 1 ? "" : "s",
                 facts->program);
    build_line(build, PART_FOOT, LINE_TEXT, NULL, text->bytes);
    buffer_reset(text);
    buffer_text(text, "This page supports an assessment; it does not replace one.");
    if (facts->practice) {
        buffer_text(text, " PRACTICE.");
    }
    build_line(build, PART_FOOT, LINE_TEXT, NULL, text->bytes);
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
    summary->form = answers_form(answers);
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
    build.cited = arena_array(&summary->arena, uint8_t, rules->source_count + 1);
    buffer_init(&build.text, LIMIT_ANSWER);
    settle_fired(&build);
    build_head(&build);
    build_line(&build, PART_FLAGS, LINE_RULE, NULL, "");
    build_flags(&build);
    build_unsure(&build);
    build_line(&build, PART_PROBLEM, LINE_RULE, NULL, "");
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
