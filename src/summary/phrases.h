#ifndef SUMMARY_PHRASES_H
#define SUMMARY_PHRASES_H

#include "base/buffer.h"
#include "screening/rules.h"

// Every fixed word of the therapist's page, in one place: what a translation replaces, and what all
// renderings share. In a phrase {a} and {b} stand for what is filled in.

struct phrase_count {
    const char *one, *many; // {a}: how many
};

// What a condition says. {a} and {b} are questions, numbers, options or conditions.
struct condition_phrases {
    const char *name;            // a question by its short name
    const char *and, * or ;      // between parts
    const char *comma, *last;    // between options
    const char *is, *is_not;     // a question, and the options chosen in it
    const char *has, *has_not;   // the same, of several marks
    const char *given;           // a question's answer as a number
    const char *equal, *unequal; // numbers
    const char *less, *at_most, *more, *at_least;
    const char *before, *not_after, *after, *not_before; // days
    const char *has_chosen, *overlap;                    // two questions
    const char *answered, *unanswered;
    const char *silent_as; // {b}: which silence
    const char *maybe, *surely, *not_maybe, *not_surely, *not ;
    const char *fired; // {a}: class
    const char *setting, *not_setting;
    const char *any, *all; // {a}: a list, {b}: what holds of its entries
    const char *matches;
    const char *always, *never;

    const char *unsure, *age, *today, *days; // numbers
    const char *marks, *entries, *entries_where;
    const char *sum, *mean, *smallest, *greatest, *rounded, *length, *weight;
    const char *plus, *minus, *times, *over, *negative;
    const char *choose, *otherwise; // {a} if {b}; and what else

    const char *all_of, *any_of, *not_all_of, *none_of; // before parts on lines of their own
};

struct phrases {
    const char *marks[RULE_CLASSES];   // beside the class; they only repeat what the word says
    const char *classes[RULE_CLASSES]; // before a flag
    const char *kinds[RULE_CLASSES];   // the class in a sentence

    // Who and how complete.
    const char *practice;
    const char *from_paper, *keyed_by;                        // {a}: who, {b}: the day on the paper
    const char *answered;                                     // {a} of {b}
    const char *dont_know, *declined, *skipped, *not_reached; // {a}: how many

    // Flags.
    struct phrase_count no_rule; // {a}: missing safety answers
    const char *changed;         // before an answer changed after the urgent text
    const char *changed_how;
    const char *was_now; // {a}: was, {b}: is
    const char *entry_gone, *no_longer_asked;
    const char *went_on_alone, *went_on_by_staff; // after the urgent text
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
    const char *said_to; // {a}: a no in the patient's words, before the questions it was said to
    const char *silences[6];        // by enum missing
    const char *safety_silences[6]; // the same, of safety questions
    const char *examination, *decision;
    const char *sources;
    const char *form;  // {a}: id and version, {b}: hash
    const char *rules; // {a}: version, {b}: hash
    struct phrase_count clinic_changes;
    const char *supports;
    const char *rests_on;

    // What a therapist learned, said and did.
    const char *learned;     // {a}: who and when, {b}: what
    const char *asked_again; // {a}: question and what was learned, {b}: what the patient had said
    const char *by;          // {a}: who, {b}: when
    const char *done;        // before what was done about a finding
    const char *with_note;   // {a}: what, {b}: note
    const char *decided;     // {a}: what
    const char *redecided;   // the same, of a later one
    const char *not_decided;

    // Change between visits.
    const char *since;                        // {a}: when, {b}: the value then
    const char *since_first;                  // the same, of the first of several
    const char *point, *point_percent;        // the same, of one
    const char *points;                       // {a}
    const char *better, *worse, *same;        // behind that
    const char *points_percent;               // {a}, {b}
    const char *meets, *meets_not;            // {a}: a threshold, {b}: what it is
    const char *points_limit, *percent_limit; // {a}
    const char *disagree;                     // thresholds do
    const char *not_comparable;
    const char *no_earlier, *not_earlier; // no visit; none that has it
    const char *none_measured;

    // Other documents.
    const char *title_answers, *title_findings, *title_why, *title_measures, *title_notes,
        *title_copy;
    const char *no_notes;
    const char *truths[3]; // true, false, not known: of a condition
    const char *states[3]; // present, absent, not to be excluded: of a rule
    const char *now;       // before how a rule is
    const char *not_asked; // of a question a condition reads
    const char *rule_off;
    const char *changed_by;    // {a}: who and when, {b}: why: a change of the clinic's
    struct phrase_count quiet; // {a} rules that did not fire
    const char *aside;         // before what was put aside
    struct phrase_count aside_count;
    const char *was_shown;              // {a}: what was said when the urgent text was shown
    const char *entry;                  // {a}: which of a list
    const char *if_absent, *if_present; // {a}: what would have to be different
    const char *were, *were_without, *had_none, *were_with; // {a}: a question, {b}: options
    const char *were_not, *were_answered, *were_left;
    const char *or_more, *or_less;     // {a}: a number
    const char *or_later, *or_earlier; // {a}: a day
    const char *no_single;             // no single answer would change it
    const char *stopped;               // not everything was tried

    // For the patient, to take home.
    const char *private_answer;
    const char *call_us, *emergency; // {a}: number

    // The form on paper.
    const char *whose; // on every sheet
    const char *how_to_fill;
    const char *only_if;                // {a}: condition
    const char *this_only, *these_only; // {a} to {b}: questions
    const char *only_these;             // {a}: questions, {b}: condition
    const char *go_on_with, *go_to_end; // {a}: where, if not
    const char *your_answer;            // {a}: to which question
    const char *please_say;             // {a}: an option
    const char *tick_dont_know, *tick_declined;
    const char *end_of_scale;         // {a}: a number, {b}: what it means
    const char *how_bad, *which_kind; // {a}: kinds of pain
    const char *from_those;           // {a}: where they were ticked
    const char *mark_here;
    const char *for_example; // {a}: suggestions
    const char *write_date, *write_time, *write_name;
    const char *none_to_list, *more_behind;

    // Where a rendering has titles and tables.
    const char *document;           // of any of these documents, without a name
    const char *parts[13];          // by enum summary_part, where it has no heading of its own
    const char *measure_columns[3]; // a score, its value, the answers it is made of
    const char *course_columns[2];  // a visit's day, the value then

    // Sheets.
    const char *page;          // {a} of {b}
    const char *behind;        // {a}: what stands on a later page
    const char *behind_unsure; // {a}: questions
    const char *goes_on;

    struct condition_phrases condition; // of a rule, for a therapist
    struct condition_phrases on_paper;  // of a question, for who fills in a form by hand
};

extern const struct phrases phrases_english;

// Appends a phrase; `a` and `b` may be NULL where it has none.
void phrase_fill(struct buffer *out, const char *phrase, const char *a, const char *b);
void phrase_number(struct buffer *out, const char *phrase, uint32_t a, uint32_t b);
void phrase_count(struct buffer *out, struct phrase_count phrase, uint32_t count);

#endif
