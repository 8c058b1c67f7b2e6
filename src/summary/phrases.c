// The fixed words of the page, in English.
#include "summary/phrases.h"

#include "form/template.h"

#include <stdio.h>

const struct phrases phrases_english = {
    .marks = {"!!", "!", "x", "-", ".", ".", "."},
    .classes = {"URGENT", "SAME DAY", "DO NOT NEEDLE", "RELATIVE", "PRECAUTION", "YELLOW FLAG",
                "PRACTICAL"},
    .kinds = {"urgent", "same-day", "absolute", "relative", "precaution", "yellow flag",
              "practical"},

    .practice = "PRACTICE - not a real patient",
    .answered = "{a} of {b} answered",
    .dont_know = "{a} don't know",
    .declined = "{a} rather not say",
    .skipped = "{a} skipped",
    .not_reached = "{a} not reached",

    .no_rule = {"No rule fired; {a} safety answer missing or unsure.",
                "No rule fired; {a} safety answers missing or unsure."},
    .changed = "CHANGED",
    .changed_how = "The urgent text was shown on this answer, then it was changed.",
    .was_now = "was {a}; now {b}",
    .entry_gone = "an entry that is gone",
    .no_longer_asked = "no longer asked",
    .because = "because",
    .source = "source",
    .others = {" (+{a} other)", " (+{a} others)"},
    .other_findings = "the {a} findings above",
    .unsure_answers = "the safety answers listed as not sure or not said",
    .class_changed = " (class changed by the clinic from {a})",
    .verified = "verified",
    .second_hand = "second-hand",
    .own_cut_off = "supported, own cut-off",
    .unverified = "unverified",

    .unsure = "CANNOT BE EXCLUDED",
    .waiting = "?",
    .ask = "ask",
    .confirm_date = "The date must be confirmed",
    .lesser = {"and {a} lesser point: precaution, yellow flag or practical",
               "and {a} lesser points: precaution, yellow flag or practical"},
    .count = "{a} {b}",

    .where = "WHERE",
    .left = "Left",
    .right = "Right",
    .not_scored = "not scored, {a} of {b} answered",
    .range = "{a} to {b}",
    .higher = "higher is better",
    .lower = "lower is better",

    .other_answers = "ALSO SAID",
    .silences = {"NOT SURE", "DON'T KNOW", "ASK ALONE (someone is beside)", "RATHER NOT SAY",
                 "SKIPPED", "NOT REACHED"},
    .safety_silences = {"NOT SURE (safety)", "DON'T KNOW (safety)",
                        "ASK ALONE (safety; someone is beside)", "RATHER NOT SAY (safety)",
                        "SKIPPED (safety)", "NOT REACHED (safety)"},
    .examination = "Examination:",
    .decision = "Decision:",
    .sources = "SOURCES",
    .form = "form {a} ({b})",
    .rules = "rules {a} ({b})",
    .clinic_changes = {"{a} clinic change", "{a} clinic changes"},
    .supports = "Supports an assessment, never replaces it.",
    .rests_on = "rests on",

    .page = "page {a} of {b}",
    .behind = "on later pages: {a}",
    .behind_unsure = "on later pages, to ask: {a}",
    .goes_on = "(goes on on the next page)",

    .learned = "{a}: {b}",
    .asked_again = "{a} (patient: {b})",
    .by = "{a}, {b}",
    .done = "done",
    .with_note = "{a} - {b}",
    .decided = "Decision: {a}",
    .redecided = "Decision changed: {a}",
    .not_decided = "no decision yet",

    .since = "since {a} ({b})",
    .since_first = "since the first visit, {a} ({b})",
    .points = "{a} points",
    .points_percent = "{a} points, {b} %",
    .meets = "meets {a}: {b}",
    .meets_not = "does not meet {a}: {b}",
    .points_limit = "{a} points",
    .percent_limit = "{a} %",
    .disagree = "the published thresholds disagree",
    .not_comparable = "cannot be compared",
    .no_earlier = "no earlier visit",
    .none_measured = "Nothing was measured.",

    .title_answers = "ALL ANSWERS",
    .title_findings = "FINDINGS",
    .title_why = "WHY",
    .title_measures = "MEASURES OVER TIME",
    .title_copy = "YOUR COPY",
    .title_blank = "ON PAPER",
    .truths = {"true", "false", "not known"},
    .states = {"present", "absent", "cannot be excluded"},
    .now = "now",
    .not_asked = "not asked",
    .rule_off = "The clinic does not use this rule.",
    .changed_by = "Changed by the clinic ({a}): {b}",
    .quiet = {"{a} rule did not fire.", "{a} rules did not fire."},
    .aside = "PUT ASIDE",
    .aside_count =
        {"{a} answer given before its question no longer applied; what it said is not shown.",
         "{a} answers given before their questions no longer applied; what they said is not shown."},
    .was_shown = "changed after the urgent text; was {a}",
    .entry = "{a} of the list",
    .if_absent = "absent if {a}",
    .if_present = "present if {a}",
    .were = "{a} were {b}",
    .were_without = "{a} were without {b}",
    .had_none = "{a} had none of {b}",
    .were_with = "{a} had {b} too",
    .were_not = "{a} were not {b}",
    .were_answered = "{a} were answered",
    .were_left = "{a} were not answered",
    .or_more = "{a} or more",
    .or_less = "{a} or less",
    .or_later = "{a} or later",
    .or_earlier = "{a} or earlier",
    .no_single = "No single other answer would change it.",
    .stopped = "Not every other answer was tried.",

    .condition =
        {
            .name = "\"{a}\"",
            .and = "; and ",
            .or = "; or ",
            .comma = ", ",
            .last = " or ",
            .is = "{a} is {b}",
            .is_not = "{a} is not {b}",
            .has = "{a} includes {b}",
            .has_not = "{a} does not include {b}",
            .given = "{a}",
            .equal = "{a} is {b}",
            .unequal = "{a} is not {b}",
            .less = "{a} is less than {b}",
            .at_most = "{a} is {b} or less",
            .more = "{a} is more than {b}",
            .at_least = "{a} is {b} or more",
            .before = "{a} is before {b}",
            .not_after = "{a} is not after {b}",
            .after = "{a} is after {b}",
            .not_before = "{a} is not before {b}",
            .has_chosen = "{a} includes what was chosen in {b}",
            .overlap = "{a} and {b} have a mark in common",
            .answered = "{a} is answered",
            .unanswered = "{a} is not answered",
            .silent_as = "{a} was left at \"{b}\"",
            .maybe = "it cannot be excluded that {a}",
            .surely = "it is sure that {a}",
            .not_maybe = "it can be excluded that {a}",
            .not_surely = "it is not sure that {a}",
            .not = "it is not so that {a}",
            .fired = "a finding of the class {a} is present",
            .setting = "the clinic has switched on \"{a}\"",
            .not_setting = "the clinic has not switched on \"{a}\"",
            .any = "for at least one entry of {a}, {b}",
            .all = "for every entry of {a}, {b}",
            .matches = "{a} is written as asked",
            .always = "always",
            .never = "never",
            .unsure = "the number of safety answers that are missing or not sure",
            .age = "the age by {a}",
            .today = "the day of the interview",
            .days = "the days from {a} to {b}",
            .marks = "the number of marks in {a}",
            .entries = "the number of entries of {a}",
            .entries_where = "the number of entries of {a} for which {b}",
            .sum = "the sum of {a}",
            .mean = "the mean of {a}",
            .smallest = "the least of {a}",
            .greatest = "the greatest of {a}",
            .rounded = "{a}, rounded",
            .length = "the length of {a}",
            .weight = "the weight of {a}",
            .plus = "{a} plus {b}",
            .minus = "{a} less {b}",
            .times = "{a} times {b}",
            .over = "{a} divided by {b}",
            .negative = "less {a}",
            .choose = "{a} if {b}",
            .otherwise = ", else {a}",
            .all_of = "all of these are so",
            .any_of = "at least one of these is so",
            .not_all_of = "not all of these are so",
            .none_of = "none of these is so",
        },
};

struct filling {
    const char *a, *b;
};

static void say(void *context, const char *name, size_t length, struct buffer *out)
{
    const struct filling *filling = context;
    const char *text = length == 1 && name[0] == 'a' ? filling->a : filling->b;
    buffer_text(out, text == NULL ? "" : text);
}

void phrase_fill(struct buffer *out, const char *phrase, const char *a, const char *b)
{
    struct filling filling = {a, b};
    template_fill(phrase, say, &filling, out);
}

void phrase_number(struct buffer *out, const char *phrase, uint32_t a, uint32_t b)
{
    char as[12], bs[12];
    snprintf(as, sizeof as, "%u", (unsigned)a);
    snprintf(bs, sizeof bs, "%u", (unsigned)b);
    phrase_fill(out, phrase, as, bs);
}

void phrase_count(struct buffer *out, struct phrase_count phrase, uint32_t count)
{
    phrase_number(out, count == 1 ? phrase.one : phrase.many, count, 0);
}
