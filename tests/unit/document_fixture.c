#include "document_fixture.h"

#include "screening/screen.h"
#include "summary/documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const fixture_persons[] = {"cauda",    "many",   "medicines", "names",      "pregnant",
                                       "shoulder", "silent", "thinner",   "unfinished", NULL};

const char fixture_hostile[] = "</p><script>alert(1)</script> &amp; \"' \x1b[31m\xe2\x80\xae"
                               "desrever\x07\xff <img src=http://example.org/x> "
                               "\xd8\xa7\xd9\x84\xd9\x88\xd8\xb5\xd9\x88\xd9\x84 \xe7\x97\x9b "
                               "\xf0\x9f\x91\xa9\xe2\x80\x8d\xe2\x9a\x95\xef\xb8\x8f";

struct answers *fixture_person(struct loaded *loaded, const char *name)
{
    char file[120];
    snprintf(file, sizeof file, "tests/cases/page/%s.answers", name);
    struct answers *answers = NULL;
    if (load_answers(file, &loaded->setup, &loaded->files, &loaded->issues, &answers) != 0) {
        abort();
    }
    return answers;
}

void fixture_type(struct loaded *loaded, struct answers *answers, const char *id, const char *text)
{
    struct answer answer = answer_text(text, strlen(text));
    answers_give(answers, form_find(loaded->form, id), 0, &answer);
    answer_clear(&answer);
}

struct summary *fixture_summary(struct loaded *loaded, const struct answers *answers, bool traced)
{
    static const struct summary_facts facts = {
        .when = "2 Mar 2026 09:00",
        .program = "intake",
        .form_hash = "01234567",
        .rules_hash = "89abcdef",
        .practice = true,
    };
    struct summary *summary = summary_of(loaded, answers, &facts);
    if (traced) {
        summary_trace(summary, answers, loaded->rules, loaded->clinic, &facts);
    }
    return summary;
}

struct summary *fixture_document(struct loaded *loaded, const struct answers *answers, int index)
{
    static const uint8_t settings[64] = {0};
    static const struct summary_facts facts = {
        .when = "2 Mar 2026 09:00",
        .program = "intake",
        .form_hash = "01234567",
        .rules_hash = "89abcdef",
    };
    struct expr_env env = answers_env(answers);
    truth *found = screen_findings(loaded->rules, &env);
    struct summary *summary = NULL;
    switch (index) {
    case 0:
        summary = summary_answers(answers, loaded->clinic, &facts);
        break;
    case 1:
        summary = summary_findings(answers, loaded->rules, found, loaded->clinic, &facts);
        break;
    case 2:
        summary = summary_measures(answers, loaded->clinic, &facts);
        break;
    case 3:
        summary = summary_copy(answers, loaded->clinic, &facts, true);
        break;
    case 4:
        summary = summary_blank(loaded->form, loaded->clinic, settings, &facts);
        break;
    default: // why, of every twentieth rule
        if ((uint32_t)(index - 5) * 20 < loaded->rules->count) {
            summary = summary_why(answers, loaded->rules, found, (uint32_t)(index - 5) * 20,
                                  loaded->clinic, &facts);
        }
    }
    free(found);
    return summary;
}

static const struct summary_point points[] = {
    {.day = 20000, .scored = true, .value = 7.7, .when = "3 Oct 2025", .text = "7.7"},
    {.day = 20020, .scored = false, .when = "23 Oct 2025", .text = "not scored, 1 of 3 answered"},
    {.day = 20045, .scored = true, .value = 5, .when = "17 Nov 2025", .text = "5.0"},
    {.day = 20070, .scored = true, .value = 2.3, .when = "12 Dec 2025", .text = "2.3"},
};
static const struct summary_course course = {
    .points = points, .count = 4, .has_range = true, .has_better = true, .least = 0, .most = 10};

#define HOSTILE fixture_hostile
static const struct summary_line every_kind[] = {
    {PART_HEAD, LINE_HEADING, .text = "PRACTICE - not a real patient"},
    {PART_HEAD, LINE_WHEN, .text = "2 Mar 2026"},
    {PART_HEAD, LINE_FACT, .joins = true, .text = "3 of 4 answered"},
    {PART_HEAD, LINE_TEXT, .text = ""},
    {PART_HEAD, LINE_FACT, .joins = true, .text = HOSTILE},
    {PART_HEAD, LINE_FACT, .joins = true, .text = "38"},
    {PART_FLAGS, LINE_CHANGED, .label = "Urgent signs", .text = "was yes; now no"},
    {PART_FLAGS, LINE_FLAG, .class = RULE_URGENT, .text = "Assess at once. Do not wait."},
    {PART_FLAGS, LINE_REASON, .joins = true, .label = "Urgent signs", .text = HOSTILE},
    {PART_FLAGS, LINE_CONDITION, .joins = true, .text = "any of these", .now = TRUTH_TRUE},
    {PART_FLAGS, LINE_CONDITION, .joins = true, .text = "age is 50 or more", .depth = 1,
     .now = TRUTH_FALSE},
    {PART_FLAGS, LINE_CONDITION, .joins = true, .text = "pain at night", .depth = 1,
     .now = TRUTH_UNKNOWN},
    {PART_FLAGS, LINE_FACT, .joins = true, .label = "Pain at night", .text = "I am not sure"},
    {PART_FLAGS, LINE_OTHERWISE, .joins = true, .text = "would be absent if Pain at night were No"},
    {PART_FLAGS, LINE_SOURCE, .joins = true, .label = "H2", .text = "Cauda equina card"},
    {PART_FLAGS, LINE_SOURCE, .joins = true, .label = "H3", .text = "Cauda equina card"},
    {PART_FLAGS, LINE_STANDING, .joins = true, .text = "verified"},
    {PART_FLAGS, LINE_DONE, .joins = true, .label = "A. Okafor, 2 Mar 2026", .text = "discussed"},
    {PART_UNSURE, LINE_HEADING, .text = "CANNOT BE EXCLUDED"},
    {PART_UNSURE, LINE_QUESTION, .label = "How it started", .text = "Not sure", .item = 3},
    {PART_UNSURE, LINE_ASK, .joins = true, .text = "How did it start?"},
    {PART_UNSURE, LINE_WAITS, .joins = true, .class = RULE_URGENT, .text = "Head injury"},
    {PART_UNSURE, LINE_WAITS, .joins = true, .class = RULE_RELATIVE, .text = "Thin bones"},
    {PART_PROBLEM, LINE_TEXT, .label = "PROBLEM", .text = ""},
    {PART_PROBLEM, LINE_FACT, .joins = true, .text = "first line\n!! URGENT  forged"},
    {PART_PROBLEM, LINE_CHART, .label = "WHERE", .text = ""},
    {PART_PROBLEM, LINE_FACT, .joins = true, .text = "right shoulder joint 6, ache"},
    {PART_MEASURES, LINE_TEXT, .label = "PEG", .text = "5.0 (0 to 10, lower is better)"},
    {PART_MEASURES, LINE_FACT, .joins = true, .label = "Pain on average", .text = "5"},
    {PART_MEASURES, LINE_TEXT, .label = "PSFS", .text = "4.0", .course = &course},
    {PART_MEASURES, LINE_CHANGE, .joins = true, .text = "2.0 points better"},
    {PART_MEASURES, LINE_COURSE, .label = "PEG", .text = "2.3", .course = &course},
    {PART_MEASURES, LINE_CHANGE, .joins = true, .text = "5.4 better than on 3 Oct 2025: passes 2"},
    {PART_OTHERS, LINE_TEXT, .label = "ALSO SAID", .text = ""},
    {PART_OTHERS, LINE_FACT, .joins = true, .no = true, .label = "Joint signs", .text = "None"},
    {PART_OTHERS, LINE_FACT, .joins = true, .no = true, .label = "Implants", .text = "None"},
    {PART_OTHERS, LINE_QUESTION, .label = "12", .text = "Do you smoke?"},
    {PART_OTHERS, LINE_TICK, .joins = true, .text = "Yes"},
    {PART_OTHERS, LINE_TICK, .joins = true, .label = "go on with 14", .text = "No"},
    {PART_OTHERS, LINE_QUESTION, .label = "13", .text = "How strong is it?"},
    {PART_OTHERS, LINE_STEPS, .joins = true, .label = "0: no pain, 10: as bad as can be",
     .text = "0  1  2  3  4  5  6  7  8  9  10"},
    {PART_OTHERS, LINE_TEXT, .label = "Have you had needling before?", .text = "Yes", .item = 5},
    {PART_OTHERS, LINE_QUESTION, .label = "14", .text = "What is your name?"},
    {PART_OTHERS, LINE_ROOM, .joins = true, .text = ""},
    {PART_NOTES, LINE_DONE, .label = "A. Okafor, 2 Mar 2026 10:05", .text = HOSTILE},
    {PART_NOTES, LINE_ROOM, .label = "Examination:", .text = ""},
    {PART_NOTES, LINE_ROOM, .label = "Decision:", .text = ""},
    {PART_SOURCES, LINE_TEXT, .label = "SOURCES", .text = ""},
    {PART_SOURCES, LINE_NOTICE, .joins = true, .text = "PEG: Krebs et al., 2009."},
    {PART_FOOT, LINE_TEXT, .text = ""},
    {PART_FOOT, LINE_FACT, .joins = true, .text = "form check 1"},
};

struct summary *fixture_every_kind(struct loaded *loaded, const struct answer *marks)
{
    struct summary *summary = calloc(1, sizeof *summary);
    arena_init(&summary->arena);
    summary->form = loaded->form;
    summary->phrases = &phrases_english;
    summary->count = summary->capacity = sizeof every_kind / sizeof *every_kind;
    summary->lines = malloc(sizeof every_kind);
    memcpy(summary->lines, every_kind, sizeof every_kind);
    for (size_t i = 0; i < summary->count; i++) {
        struct summary_line *line = &summary->lines[i];
        if (line->kind == LINE_CHART) {
            line->marks = marks;
        }
        line->rule = SUMMARY_NONE;
        line->item = line->item != 0 ? line->item : SUMMARY_NONE;
        if (line->kind != LINE_FLAG && line->kind != LINE_WAITS) {
            line->class = RULE_CLASSES;
        }
    }
    return summary;
}
