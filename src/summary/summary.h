#ifndef SUMMARY_SUMMARY_H
#define SUMMARY_SUMMARY_H

#include "base/buffer.h"
#include "base/text.h"
#include "form/clinic.h"
#include "interview/interview.h"
#include "screening/rules.h"

// The document the therapist reads: built once from answers and findings, rendered as text (later
// HTML and PDF). Every line can be traced to the answers it rests on; a line that rests on none
// comes from the form, the rules or the clinic.

enum summary_part {
    PART_HEAD,     // who, when, how complete
    PART_FLAGS,    // by class, with reasons and source
    PART_UNSURE,   // what cannot be excluded, by the question that would settle it
    PART_PROBLEM,  // the complaint, with the chart
    PART_MEASURES, // scores
    PART_GOALS,
    PART_HEALTH,   // history, medicines, allergies
    PART_NEEDLES,  // expectations, experience, questions the patient wants to ask
    PART_SILENCES, // declined, unknown, skipped, not reached; put aside after an urgent finding
    PART_NOTES,    // room for examination and decision; instruments' notices
    PART_FOOT,     // versions
    PART_COUNT,
};

enum summary_kind {
    LINE_TEXT,    // a paragraph
    LINE_HEADING, // starts a part
    LINE_FLAG,    // a present rule: `class`, `text` is what it tells the therapist; or an answer
                  // changed after it had been shown as urgent
    LINE_REASON,  // why: the patient's own answers
    LINE_SOURCE,
    LINE_CHART, // several rows, '\n' between them, not to be wrapped
    LINE_RULE,  // a line across
    LINE_ROOM,  // empty rows to write on
};

struct summary_line {
    enum summary_part part;
    enum summary_kind kind;
    enum rule_class class; // LINE_FLAG
    bool joins;            // goes on behind the line before: one paragraph made of several answers
    const char *label;     // in the left column; or NULL
    const char *text;      // not wrapped; the renderer wraps it
    const uint32_t *items; // evidence, ascending: the questions without whose answer this line
                           // would not stand here as it does; by summary_trace, else NULL
    uint32_t item_count;
};

struct summary {
    struct arena arena;
    const struct form *form; // borrowed
    struct summary_line *lines;
    size_t count, capacity;
};

// What the page says that is in no answer.
struct summary_facts {
    const char *when;                   // "23 Nov 2026 10:05"
    const char *program;                // "intake 0.1"
    const char *form_hash, *rules_hash; // short hexadecimal
    bool practice;                      // said on every page
    const char *partial;                // why the interview is not complete, or NULL
    const struct interview *interview;  // for what was changed after an urgent text; NULL: a file
};

struct summary *summary_build(const struct answers *answers, const struct rules *rules,
                              const truth *found, const struct clinic *clinic,
                              const struct summary_facts *facts);
// Fills in every line's evidence, by taking each answer away in turn and building the page again
// (so it takes as long as that many pages). A finding is one thing: its first line rests on
// whatever changes it, a reason or the source under it. All arguments as the page was built from.
void summary_trace(struct summary *summary, const struct answers *answers,
                   const struct rules *rules, const struct clinic *clinic,
                   const struct summary_facts *facts);
void summary_free(struct summary *summary);

// 80 columns (or `columns`, at least 40) of text with a newline after each line. A page that was
// traced has under each paragraph the ids of the questions it rests on.
void summary_text(const struct summary *summary, size_t columns, bool ascii, text_width_fn width,
                  struct buffer *out);

#endif
