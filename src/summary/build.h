#ifndef SUMMARY_BUILD_H
#define SUMMARY_BUILD_H

#include "screening/measure.h"
#include "summary/summary.h"

// What the parts of the page share while it is built. Private to this room.

enum cited { CITED_NOT, CITED_KEY, CITED_NAME };

// What is missing, by how it came to be missing: the order of the phrases for it.
enum missing { NOT_SURE, DONT_KNOW, ASK_ALONE, DECLINED, SKIPPED, NOT_REACHED, MISSING_KINDS };

struct build {
    struct summary *summary;
    const struct phrases *phrases;
    const struct form *form;
    const struct answers *answers; // the patient's own
    // With what a therapist learned where the patient had left a question open: what conditions,
    // values and scores are worked out from. The same as `answers` if nothing was learned.
    const struct answers *both;
    struct answers *own;       // to be freed, or NULL
    const struct rules *rules; // NULL in a document that asks for none
    const truth *found;
    const struct clinic *clinic;
    const struct summary_facts *facts;
    struct expr_env env; // with every class of fired() settled
    truth fired[RULE_CLASSES];
    uint8_t *cited;     // by source of the rules: enum cited
    struct buffer text; // scratch
};

// Begins a document, and ends it. `rules` and `found` may be NULL.
void build_begin(struct build *build, const struct answers *answers, const struct rules *rules,
                 const truth *found, const struct clinic *clinic,
                 const struct summary_facts *facts);
struct summary *build_end(struct build *build);

// Why a condition is as it is: the questions, values and scores that settled it.
struct reasons {
    struct build *build;
    uint64_t *said;  // as bits by item
    uint64_t *cells; // the same by entry, as bits by cell
};

struct reasons reasons_of(struct build *build, const struct expr *condition);
// The patient's own answers behind it, each a line of this kind that joins: one reason may go while
// another stays.
void build_reasons(const struct reasons *reasons, const struct expr *condition,
                   enum summary_kind kind);
// What a rule tells the therapist, and what to do about it, into the scratch.
void build_tell(struct build *build, const struct rule *rule);
// Lines that join a finding: how far its sources carry it; what a therapist did about it.
void build_standing(struct build *build, const struct rule *rule);
void build_done(struct build *build, uint32_t rule);
// What was decided, oldest first: each entry stands, and a later one says why. False: nothing was.
bool build_decisions(struct build *build);

// Adds a line. `label` (or NULL) and `text` are copied. What it returns is valid until the next.
struct summary_line *build_line(struct build *build, enum summary_part part, enum summary_kind kind,
                                const char *label, const char *text);
// The same, joining the line before.
struct summary_line *build_join(struct build *build, enum summary_part part, enum summary_kind kind,
                                const char *label, const char *text);

// The answer of an item in words, quoted if the patient typed it. Empty if there is none that
// counts.
void build_answer_words(struct build *build, uint32_t item, uint32_t entry, struct buffer *out);
// The same, or in which way it is missing; and what a therapist learned, beside it.
void build_said(struct build *build, uint32_t item, uint32_t entry, struct buffer *out);
// Appends what a therapist learned of it, each after `between`; nothing if nobody asked again.
void build_learned(struct build *build, uint32_t item, uint32_t entry, const char *between,
                   struct buffer *out);

// The question whose typed answer the text of `item` names; FORM_NO_ITEM if there is none.
uint32_t build_named(struct build *build, uint32_t item);
// What a question is called: its short name, or, where it asks about something the patient typed
// ("{activity}: how well ..."), that, quoted.
void build_name(struct build *build, uint32_t item, uint32_t entry, struct buffer *out);

// The parts, in the order of the page.
void build_head(struct build *build);
// The same for another document: its title, the day, whose it is.
void build_title(struct build *build, const char *title);
// Form and program; the rules' version where there are rules.
void build_foot(struct build *build);
void build_flags(struct build *build);
void build_unsure(struct build *build);
void build_page_part(struct build *build, enum form_page_part from, enum summary_part part);
void build_chart(struct build *build);
void build_measures(struct build *build);
void build_others(struct build *build);
void build_silences(struct build *build);
// A score's value, range, band and notes, into the scratch.
void build_score(struct build *build, const struct form_score *score,
                 const struct measure *measure);
// A score over the visits, this one last. In the arena.
const struct summary_course *build_course(struct build *build, const struct form_score *score,
                                          const struct measure *now);
// Lines that join a score: how it changed since an earlier visit, against each published threshold,
// and if these do not agree, that. Nothing if it was not scored on both days.
// Says whether it reaches the threshold, and gives it back.
bool build_threshold(struct build *build, const struct form_change *threshold,
                     const struct measure_change *change);
void build_change(struct build *build, const struct form_score *score,
                  const struct measure *measure, const struct summary_past *past,
                  const char *since);
// The score as it was at an earlier visit, of whichever form that had; by the score's id.
struct measure build_earlier(const struct form *form, const struct form_score *score,
                             const struct summary_past *past);
// The newest earlier visit that has it scored, or NULL.
const struct summary_past *build_last(struct build *build, const struct form_score *score);
// The names of those that the flags cite by key alone. False if there are none.
bool build_sources(struct build *build);
// The notices of the instruments' owners; in the paragraph of the sources if that is begun.
void build_notices(struct build *build, bool begun);

// A text of several lines, each a paragraph.
void build_paragraphs(struct build *build, enum summary_part part, const char *text);

// The body question that is the complaint, whose marks are drawn; FORM_NO_ITEM if there is none.
uint32_t build_complaint(const struct form *form);

#endif
