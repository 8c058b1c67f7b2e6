#ifndef SUMMARY_BUILD_H
#define SUMMARY_BUILD_H

#include "summary/summary.h"

// What the parts of the page share while it is built. Private to this room.

// A set of questions, as bits by item.
struct evidence {
    uint64_t *words;
};

struct build {
    struct summary *summary;
    const struct form *form;
    const struct answers *answers;
    const struct rules *rules;
    const truth *found;
    const struct clinic *clinic;
    const struct summary_facts *facts;
    struct expr_env env; // with every class of fired() settled
    truth fired[RULE_CLASSES];
    struct buffer text; // scratch
};

struct evidence evidence_new(struct build *build);
void evidence_empty(struct build *build, struct evidence evidence);
// Adds a question, value or score, and what decides whether it applies and what it is worth.
void evidence_add(struct build *build, struct evidence evidence, uint32_t item);
// Adds every question that stands in a section.
void evidence_add_all(struct build *build, struct evidence evidence);

void evidence_merge(struct build *build, struct evidence into, struct evidence from);

// Why a rule is as it is: `said` are the questions, values and scores that settled it, `evidence`
// these and what decides whether they apply.
struct reasons {
    struct build *build;
    struct evidence evidence;
    struct evidence said;
    uint64_t *cells; // the same by entry, as bits by cell
};

struct reasons reasons_of(struct build *build, const struct rule *rule);

// Adds a line. `label` and `text` are copied; `evidence` may be {NULL}.
struct summary_line *build_line(struct build *build, enum summary_part part, enum summary_kind kind,
                                const char *label, const char *text, struct evidence evidence);
// The same, going on behind the line before.
void build_join(struct build *build, enum summary_part part, const char *text,
                struct evidence evidence);

// The answer of an item in words, quoted if the patient typed it. Empty if there is none that
// counts.
void build_answer_words(struct build *build, uint32_t item, uint32_t entry, struct buffer *out);

void build_head(struct build *build);
void build_flags(struct build *build);
void build_unsure(struct build *build);
void build_page_part(struct build *build, enum form_page_part from, enum summary_part part);
void build_chart(struct build *build);
void build_measures(struct build *build);
void build_silences(struct build *build);

// The figures side by side with the marks of a body question; rows separated by '\n'.
void chart_text(const struct body *body, const struct answer *answer, struct buffer *out);

#endif
