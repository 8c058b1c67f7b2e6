#ifndef SUMMARY_OTHERWISE_PART_H
#define SUMMARY_OTHERWISE_PART_H

#include "summary/otherwise.h"

// What the files of the search for another answer share.

enum {
    OTHERWISE_CUTS = 64, // constants of the rule that a number or a day is tried at
};

struct otherwise {
    struct build *build;
    const struct rule *rule;
    uint32_t index; // of the rule
    struct answers *copy;
    uint32_t item, entry;
    truth wanted; // TRUTH_TRUE: present, TRUTH_FALSE: absent
    const struct reasons *reasons;
    uint32_t tries, lines;
    bool stopped;
    decimal cuts[OTHERWISE_CUTS]; // constants that the rule, and what it reads, compare with
    size_t cut_count;
};

// How the rule would be with this answer; 0 when there were tries enough.
truth otherwise_try(struct otherwise *search, const struct answer *answer);
// The one whose other answers are tried.
const struct form_item *otherwise_item(const struct otherwise *search);
// Adds the line: `phrase` with the question and `what`.
void otherwise_say(struct otherwise *search, const char *phrase, const char *what);

// Adds the constants of an expression.
void otherwise_cuts(struct otherwise *search, const struct expr *expr);
// The nearest other number, or day, that makes the difference.
void otherwise_number(struct otherwise *search);
void otherwise_day(struct otherwise *search);

#endif
