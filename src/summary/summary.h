#ifndef SUMMARY_SUMMARY_H
#define SUMMARY_SUMMARY_H

#include "base/buffer.h"
#include "form/body.h"
#include "form/clinic.h"
#include "interview/interview.h"
#include "screening/rules.h"
#include "summary/phrases.h"

// The document the therapist reads: built once from answers and findings, rendered by others (as
// plain text in plain.h, as HTML in html.h, as PDF by src/print). It says what stands on the page
// and in which order; it knows nothing of columns, marks, bullets or rules across. Every line can
// be traced to the answers it rests on; a line that rests on none comes from the form, the rules or
// the clinic. Other documents of the same lines, for the same renderers, are in documents.h.

enum summary_part {
    PART_HEAD,     // who, when, how complete
    PART_FLAGS,    // by class, with reasons and source
    PART_UNSURE,   // what cannot be excluded, by the question that would settle it
    PART_PROBLEM,  // the complaint, with the chart
    PART_MEASURES, // scores
    PART_GOALS,
    PART_HEALTH,   // history, medicines, allergies
    PART_NEEDLES,  // expectations, experience, questions the patient wants to ask
    PART_OTHERS,   // every other answer, so that none is lost
    PART_SILENCES, // declined, unknown, skipped, not reached; put aside after an urgent finding
    PART_NOTES,    // room for examination and decision
    PART_SOURCES,  // what the keys stand for; the notices of the instruments' owners
    PART_FOOT,     // versions: on every sheet
    PART_COUNT,
};

enum summary_kind {
    LINE_HEADING, // `text` names what follows
    LINE_WHEN,    // the day; how complete the answers are joins it
    LINE_TEXT,    // a paragraph: `text` (may be empty) behind `label` (may be NULL). With an `item`
                  // it is one question as it was asked: `label` the question in full
    LINE_FACT,    // joins it: one answer. `label`: what was asked, or NULL; `text`: what was said

    LINE_CHANGED,  // an answer changed after it had been shown as urgent. `label`: what was asked;
                   // `text`: what it was, what it is
    LINE_FLAG,     // a present rule: `class`; `text` is what it tells the therapist
    LINE_REASON,   // joins it: one answer it rests on. `label` (or NULL) and `text` as for a fact
    LINE_SOURCE,   // joins it: `label` is the key, `text` the short name
    LINE_STANDING, // joins it: how far the sources carry it

    LINE_QUESTION, // would settle rules that cannot be excluded. `label`: its short name; `text`:
                   // how it came to be missing
    LINE_ASK,      // joins it: the question in full
    LINE_WAITS,    // joins it: a rule that waits for it: `class`; `text`: what it would say

    LINE_CHART,  // `label`; where it hurts: `marks`. A renderer draws `summary->form->body`; the
                 // regions stand in words as facts behind it
    LINE_NOTICE, // joins: the words an instrument's owner asks for
    LINE_ROOM,   // space to write under `label`; on paper it joins a question, and `label` (may be
                 // NULL) stands behind what is written

    LINE_COURSE, // a measure over time. `label`: what is measured; `course`; `text`: the newest
                 // value
    LINE_CHANGE, // joins it: `text` is how it changed, and against which published threshold

    LINE_CONDITION, // joins a flag: a part of its rule's condition in words, `depth` deep; `now`:
                    // what it is; the answers it came from are facts behind it
    LINE_OTHERWISE, // joins it: what would have made it different

    LINE_DONE, // a therapist did or said something: `label`: who and when; `text`

    LINE_TICK,  // on paper, joins a question: a box to tick before `text`
    LINE_STEPS, // on paper, joins a question: `text` is a row of numbers to ring, `label` (or NULL)
                // what the words at its ends are
};

// One visit's value of a measure.
struct summary_point {
    day_number day;
    bool scored;             // else not scored: a gap in the plot
    double value;            // for drawing only; the words are exact
    const char *when, *text; // "3 Nov 2026", "7.7"
};

struct summary_course {
    const struct summary_point *points; // oldest first
    uint32_t count;
    bool has_range, higher_is_better, has_better;
    double least, most; // of the range, else of the points
};

#define SUMMARY_NONE UINT32_MAX

struct summary_line {
    enum summary_part part;
    enum summary_kind kind;
    enum rule_class class; // of a flag, and of what waits; else RULE_CLASSES
    bool joins;            // belongs to the last line before it that does not
    bool no;           // a plain no ("None of these"), not in a list: may be gathered with its like
    const char *label; // or NULL
    const char *text;  // one run of text, or several with '\n' between; never NULL
    const struct answer *marks;          // LINE_CHART: an answer to a body question
    const struct summary_course *course; // LINE_COURSE; a measure of the page that has an earlier
                                         // visit, for renderers that can draw it; else NULL
    // LINE_FLAG, LINE_WAITS, and what was done about a finding: which of the rules; else
    // SUMMARY_NONE.
    uint32_t rule;
    uint32_t item, entry;  // LINE_QUESTION and every line that is one answer; else SUMMARY_NONE
    uint8_t depth;         // LINE_CONDITION
    truth now;             // LINE_CONDITION; and of the finding whose why it is
    const uint32_t *items; // evidence, ascending: the questions without whose answer this line
                           // would not stand here as it does; by summary_trace, else NULL
    uint32_t item_count;
};

struct summary {
    struct arena arena;
    const struct form *form;       // borrowed
    const struct phrases *phrases; // the fixed words; a renderer uses the same
    struct summary_line *lines;
    size_t count, capacity;
    // Sheets are filled in the order of the lines; on the therapist's page, by need.
    bool in_order;
};

// What stands beside the answers of a record. All borrowed.
//
// What a therapist learned of a question the patient had left open. It stands beside the patient's
// answer, never over it; findings given to summary_build are those of both.
struct summary_learned {
    uint32_t item, entry;
    const struct answer *answer;
    const char *who, *when;
};
// What a therapist did: about a finding ("discussed"), or as the decision.
struct summary_done {
    uint32_t rule; // or SUMMARY_NONE: the decision
    const char *what, *who, *when;
    const char *note; // or NULL
};
// What a therapist noted beside the record.
struct summary_note {
    const char *text, *who, *when;
};
// An earlier visit of the same person, for measures over time.
struct summary_past {
    const struct answers *answers;
    day_number day;
    const char *when; // "3 Nov 2026"
};

// What the page says that is in no answer.
struct summary_facts {
    const char *when;                   // "23 Nov 2026 10:05"
    const char *program;                // "intake 0.1"
    const char *form_hash, *rules_hash; // short hexadecimal
    bool practice;                      // said on every page
    const char *partial;                // why the interview is not complete, or NULL
    const struct interview *interview;  // for what was changed after an urgent text, and whether it
                                        // was keyed from paper; NULL: a file
    const struct summary_learned *learned;
    size_t learned_count;
    const struct summary_done *done; // oldest first
    size_t done_count;
    const struct summary_note *notes; // oldest first
    size_t note_count;
    const struct summary_past *past; // oldest first
    size_t past_count;
};

// The answers with what a therapist learned put in: a copy, for screening. answers_free frees it.
struct answers *summary_both(const struct answers *answers, const struct summary_facts *facts);

// The document; summary_free frees it. `found` is of both the patient's answers and what was
// learned. The answers must outlive it (the chart's marks are theirs).
struct summary *summary_build(const struct answers *answers, const struct rules *rules,
                              const truth *found, const struct clinic *clinic,
                              const struct summary_facts *facts);
// Fills in every line's evidence, by taking each answer away in turn and building the page again
// (so it takes as long as that many pages). A finding is one thing: its first line rests on
// whatever changes it, a reason or the source under it. All arguments as the page was built from.
void summary_trace(struct summary *summary, const struct answers *answers,
                   const struct rules *rules, const struct clinic *clinic,
                   const struct summary_facts *facts);
// Bytes of what a rule tells without what to do about it: its first sentence, without the point.
size_t summary_point(const char *text);
// True for a line that is one thing with all that joins it: a finding, a question that would settle
// some.
bool summary_leads(const struct summary_line *line);
// The line after the last that belongs to the paragraph starting at `first`.
size_t summary_next(const struct summary *summary, size_t first);
// What the document is, without whose: where names are not to be seen. The document's own text.
const char *summary_called(const struct summary *summary);
void summary_free(struct summary *summary);

#endif
