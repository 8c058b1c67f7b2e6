#ifndef SUMMARY_BUILD_H
#define SUMMARY_BUILD_H

#include "summary/summary.h"

// What the parts of the page share while it is built. Private to this room.

enum cited { CITED_NOT, CITED_KEY, CITED_NAME };

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
    uint8_t *cited;     // by source of the rules: enum cited
    struct buffer text; // scratch
};

// Why a rule is as it is: the questions, values and scores that settled it.
struct reasons {
    struct build *build;
    uint64_t *said;  // as bits by item
    uint64_t *cells; // the same by entry, as bits by cell
};

struct reasons reasons_of(struct build *build, const struct rule *rule);

// Adds a line. `label` (or NULL) and `text` are copied.
struct summary_line *build_line(struct build *build, enum summary_part part, enum summary_kind kind,
                                const char *label, const char *text);
// The same, going on behind the line before.
void build_join(struct build *build, enum summary_part part, const char *text);

// The answer of an item in words, quoted if the patient typed it. Empty if there is none that
// counts.
void build_answer_words(struct build *build, uint32_t item, uint32_t entry, struct buffer *out);

// What a question is called: its short name, or, where it asks about something the patient typed
// ("{activity}: how well ..."), that, quoted.
void build_name(struct build *build, uint32_t item, uint32_t entry, struct buffer *out);

void build_head(struct build *build);
void build_flags(struct build *build);
void build_sources(struct build *build); // the names of those that the flags cite by key alone
void build_unsure(struct build *build);
void build_page_part(struct build *build, enum form_page_part from, enum summary_part part);
void build_chart(struct build *build);
void build_measures(struct build *build);
void build_silences(struct build *build);

// The figures side by side with the marks of a body question; rows separated by '\n'.
void chart_text(const struct body *body, const struct answer *answer, struct buffer *out);

#endif
