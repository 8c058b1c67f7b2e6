#ifndef SUMMARY_DOCUMENTS_H
#define SUMMARY_DOCUMENTS_H

#include "summary/summary.h"

// The other documents that are made of the same answers: lines as on the therapist's page, for the
// same renderers. summary_free frees each; what is given must outlive it, as with summary_build.

enum summary_document {
    SUMMARY_PAGE, // summary_build
    SUMMARY_ANSWERS,
    SUMMARY_FINDINGS,
    SUMMARY_MEASURES,
    SUMMARY_NOTES,
    SUMMARY_COPY, // without what is private
    SUMMARY_DOCUMENTS,
};
struct summary *summary_document(enum summary_document which, const struct answers *answers,
                                 const struct rules *rules, const truth *found,
                                 const struct clinic *clinic, const struct summary_facts *facts);

// All answers as they were asked, section by section: the question, what was said, silences said
// plainly, what a therapist learned, what was changed after an urgent text, and last what was put
// aside (that it was, not what it said).
struct summary *summary_answers(const struct answers *answers, const struct clinic *clinic,
                                const struct summary_facts *facts);

// Every finding, present or not to be excluded, with what was done about it; and how many rules did
// not fire.
struct summary *summary_findings(const struct answers *answers, const struct rules *rules,
                                 const truth *found, const struct clinic *clinic,
                                 const struct summary_facts *facts);

// Why a rule is as it is: what it says, its condition in words with what each part is now and the
// answers it came from, what would have made it different (the least changes of one answer), its
// source and how far that carries, what the clinic changed. Also of a rule that is absent.
struct summary *summary_why(const struct answers *answers, const struct rules *rules,
                            const truth *found, uint32_t rule, const struct clinic *clinic,
                            const struct summary_facts *facts);

// Measures over time: a course and the change since the visit before and since the first, for each
// score of the form, each against every published threshold; where thresholds disagree, that they
// do.
struct summary *summary_measures(const struct answers *answers, const struct clinic *clinic,
                                 const struct summary_facts *facts);

// What was decided, and what was noted beside it.
struct summary *summary_notes(const struct answers *answers, const struct clinic *clinic,
                              const struct summary_facts *facts);

// The patient's copy: what I said; what to do before and after; when to get help. No findings, no
// scores, nothing a therapist said. Private answers are named and not said, unless `with_private`.
struct summary *summary_copy(const struct answers *answers, const struct clinic *clinic,
                             const struct summary_facts *facts, bool with_private);

// The form for a day without power: every question numbered, boxes to tick, room to write, and
// where to go on, in words ("If you said No, go on with 24"). `settings` by index of
// form->settings.
struct summary *summary_blank(const struct form *form, const struct clinic *clinic,
                              const uint8_t *settings, const struct summary_facts *facts);

#endif
