#ifndef SUMMARY_PHRASES_H
#define SUMMARY_PHRASES_H

#include "base/buffer.h"
#include "screening/rules.h"

// Every fixed word of the therapist's page, in one place: what a translation replaces, and what all
// renderings share. In a phrase {a} and {b} stand for what is filled in.

struct phrase_count {
    const char *one, *many; // {a}: how many
};

struct phrases {
    const char *marks[RULE_CLASSES];   // beside the class; they only repeat what the word says
    const char *classes[RULE_CLASSES]; // before a flag
    const char *kinds[RULE_CLASSES];   // the class in a sentence

    // Who and how complete.
    const char *practice;
    const char *answered;                                     // {a} of {b}
    const char *dont_know, *declined, *skipped, *not_reached; // {a}: how many

    // Flags.
    struct phrase_count no_rule; // {a}: missing safety answers
    const char *changed;         // before an answer changed after the urgent text
    const char *changed_how;
    const char *was_now; // {a}: was, {b}: is
    const char *entry_gone, *no_longer_asked;
    const char *because, *source;
    struct phrase_count others; // marks besides those a rule asks for
    const char *other_findings; // {a}: class
    const char *unsure_answers;
    const char *class_changed; // {a}: published class
    const char *verified, *second_hand, *own_cut_off, *unverified;

    // What cannot be excluded.
    const char *unsure;
    const char *waiting; // the mark of a question that would settle some
    const char *ask;
    const char *confirm_date;
    struct phrase_count lesser;
    const char *count; // {a}: how many, {b}: class

    // Where it hurts, scores.
    const char *where;
    const char *left, *right; // the patient's own
    const char *not_scored;   // {a} of {b}
    const char *range;        // {a} to {b}
    const char *higher, *lower;

    // The rest.
    const char *other_answers;
    const char *silences[6];        // by enum missing
    const char *safety_silences[6]; // the same, of safety questions
    const char *examination, *decision;
    const char *sources;
    const char *form;  // {a}: id and version, {b}: hash
    const char *rules; // {a}: version, {b}: hash
    struct phrase_count clinic_changes;
    const char *supports;
    const char *rests_on;

    // Sheets.
    const char *page;          // {a} of {b}
    const char *behind;        // {a}: what stands on a later page
    const char *behind_unsure; // {a}: questions
    const char *goes_on;
};

extern const struct phrases phrases_english;

// Appends a phrase; `a` and `b` may be NULL where it has none.
void phrase_fill(struct buffer *out, const char *phrase, const char *a, const char *b);
void phrase_number(struct buffer *out, const char *phrase, uint32_t a, uint32_t b);
void phrase_count(struct buffer *out, struct phrase_count phrase, uint32_t count);

#endif
