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
        .rule = SUMMARY_NONE,
        .item = SUMMARY_NONE,
        .now = TRUTH_UNKNOWN,
        .label = label != NULL ? arena_string(&summary->arena, label) : NULL,
        .text = arena_string(&summary->arena, text),
    };
    return line;
}

struct summary_line *build_join(struct build *build, enum summary_part part, enum summary_kind kind,
                                const char *label, const char *text)
{
    struct summary_line *line = build_line(build, part, kind, label, text);
    line->joins = true;
    return line;
}

void build_paragraphs(struct build *build, enum summary_part part, const char *text)
{
    struct buffer one;
    buffer_init(&one, LIMIT_ANSWER);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        buffer_reset(&one);
        buffer_add(&one, text, length);
        if (length > 0) {
            build_line(build, part, LINE_TEXT, NULL, one.bytes);
        }
        text += length + (text[length] == '\n');
    }
    buffer_clear(&one);
}

size_t summary_point(const char *text)
{
    const char *end = strstr(text, ". ");
    size_t length = end != NULL ? (size_t)(end - text) : strlen(text);
    return length > 0 && text[length - 1] == '.' ? length - 1 : length;
}

bool summary_leads(const struct summary_line *line)
{
    return line->kind == LINE_FLAG || line->kind == LINE_CHANGED || line->kind == LINE_QUESTION;
}

size_t summary_next(const struct summary *summary, size_t first)
{
    size_t next = first + 1;
    while (next < summary->count && summary->lines[next].joins) {
        next++;
    }
    return next;
}

// The heading of its own that stands last in the head; before it may stand that it is practice, and
// the therapist's page has no other.
const char *summary_called(const struct summary *summary)
{
    const char *called = summary->phrases->document;
    for (size_t i = 0; summary->in_order && i < summary->count; i++) {
        const struct summary_line *line = &summary->lines[i];
        called = line->part == PART_HEAD && line->kind == LINE_HEADING ? line->text : called;
    }
    return called;
}

static void settle_fired(struct build *build)
{
    for (int class = 0; class < RULE_CLASSES; class ++) {
        build->fired[class] = TRUTH_FALSE;
    }
    for (uint32_t i = 0; build->rules != NULL && i < build->rules->count; i++) {
        if (build->found[i] == TRUTH_TRUE) {
            build->fired[build->rules->list[i].class] = TRUTH_TRUE;
        }
    }
    build->env.fired = build->fired;
}

bool build_decisions(struct build *build)
{
    const struct summary_facts *facts = build->facts;
    bool any = false;
    for (size_t i = 0; i < facts->done_count; i++) {
        const struct summary_done *done = &facts->done[i];
        if (done->rule != SUMMARY_NONE) {
            continue;
        }
        struct buffer by, what;
        buffer_init(&by, LIMIT_TEXT);
        buffer_init(&what, LIMIT_ANSWER);
        phrase_fill(&by, build->phrases->by, done->who, done->when);
        phrase_fill(&what, any ? build->phrases->redecided : build->phrases->decided, done->what,
                    NULL);
        buffer_reset(&build->text);
        if (done->note != NULL && done->note[0] != '\0') {
            phrase_fill(&build->text, build->phrases->with_note, what.bytes, done->note);
        } else {
            buffer_text(&build->text, what.bytes);
        }
        build_line(build, PART_NOTES, LINE_DONE, by.bytes, build->text.bytes);
        buffer_clear(&by);
        buffer_clear(&what);
        any = true;
    }
    return any;
}

static void build_notes(struct build *build)
{
    build_line(build, PART_NOTES, LINE_ROOM, build->phrases->examination, "");
    if (!build_decisions(build)) {
        build_line(build, PART_NOTES, LINE_ROOM, build->phrases->decision, "");
    }
}

static void build_version(struct build *build, const char *phrase, const char *what,
                          const char *hash)
{
    struct buffer words;
    buffer_init(&words, LIMIT_TEXT);
    phrase_fill(&words, phrase, what, hash);
    build_join(build, PART_FOOT, LINE_FACT, NULL, words.bytes);
    buffer_clear(&words);
}

void build_foot(struct build *build)
{
    const struct summary_facts *facts = build->facts;
    struct buffer *text = &build->text;
    build_line(build, PART_FOOT, LINE_TEXT, NULL, "");
    buffer_reset(text);
    buffer_print(text, "%s %s", build->form->id, build->form->version);
    build_version(build, build->phrases->form, text->bytes, facts->form_hash);
    if (build->rules != NULL) {
        build_version(build, build->phrases->rules, build->rules->version, facts->rules_hash);
        buffer_reset(text);
        phrase_count(text, build->phrases->clinic_changes, build->rules->change_count);
        build_join(build, PART_FOOT, LINE_FACT, NULL, text->bytes);
    }
    build_join(build, PART_FOOT, LINE_FACT, NULL, facts->program);
    build_join(build, PART_FOOT, LINE_FACT, NULL, build->phrases->supports);
}

struct answers *summary_both(const struct answers *answers, const struct summary_facts *facts)
{
    struct answers *both = answers_copy(answers);
    for (size_t i = 0; i < facts->learned_count; i++) {
        const struct summary_learned *learned = &facts->learned[i];
        answers_give(both, learned->item, learned->entry, learned->answer);
    }
    return both;
}

void build_begin(struct build *build, const struct answers *answers, const struct rules *rules,
                 const truth *found, const struct clinic *clinic, const struct summary_facts *facts)
{
    struct summary *summary = calloc(1, sizeof *summary);
    if (summary == NULL) {
        die("out of memory");
    }
    arena_init(&summary->arena);
    summary->form = answers_form(answers);
    summary->phrases = &phrases_english;
    struct answers *own = facts->learned_count > 0 ? summary_both(answers, facts) : NULL;
    *build = (struct build){
        .summary = summary,
        .phrases = summary->phrases,
        .form = answers_form(answers),
        .answers = answers,
        .both = own != NULL ? own : answers,
        .own = own,
        .rules = rules,
        .found = found,
        .clinic = clinic,
        .facts = facts,
    };
    build->env = answers_env(build->both);
    build->cited =
        arena_array(&summary->arena, uint8_t, (rules != NULL ? rules->source_count : 0) + 1);
    buffer_init(&build->text, LIMIT_ANSWER);
    settle_fired(build);
}

struct summary *build_end(struct build *build)
{
    buffer_clear(&build->text);
    answers_free(build->own);
    return build->summary;
}

struct summary *summary_build(const struct answers *answers, const struct rules *rules,
                              const truth *found, const struct clinic *clinic,
                              const struct summary_facts *facts)
{
    struct build build;
    build_begin(&build, answers, rules, found, clinic, facts);
    build_head(&build);
    build_flags(&build);
    build_unsure(&build);
    build_page_part(&build, PAGE_PROBLEM, PART_PROBLEM);
    build_chart(&build);
    build_measures(&build);
    build_page_part(&build, PAGE_GOALS, PART_GOALS);
    build_page_part(&build, PAGE_HEALTH, PART_HEALTH);
    build_page_part(&build, PAGE_NEEDLES, PART_NEEDLES);
    build_others(&build);
    build_silences(&build);
    build_notes(&build);
    build_notices(&build, build_sources(&build));
    build_foot(&build);
    return build_end(&build);
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
