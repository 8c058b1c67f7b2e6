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
