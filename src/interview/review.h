#ifndef INTERVIEW_REVIEW_H
#define INTERVIEW_REVIEW_H

#include "interview/answers.h"

// The rows of the review page: sections as headings, each question that applies, what no longer
// applies at the end.
enum review_kind { REVIEW_HEADING, REVIEW_ROW, REVIEW_ASIDE_HEADING, REVIEW_ASIDE, REVIEW_FINISH };

struct review_row {
    enum review_kind kind;
    uint32_t section, item, entry;
    enum answer_state state;
};

// Fills at most `size` rows; returns how many there are.
size_t review_rows(const struct answers *answers, struct review_row *rows, size_t size);

#endif
