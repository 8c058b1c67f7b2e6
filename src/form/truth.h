#ifndef FORM_TRUTH_H
#define FORM_TRUTH_H

#include <stdint.h>

// Strong Kleene logic (true, false, unknown), lifted to "which of the three it may still turn out
// to be". While an interview runs, a pending answer leaves all three open; when it has ended,
// exactly one bit is set.
typedef uint8_t truth;

enum {
    TRUTH_FALSE = 1,
    TRUTH_UNKNOWN = 2,
    TRUTH_TRUE = 4,
    TRUTH_OPEN = 7,                          // pending: may turn out any of the three
    TRUTH_EITHER = TRUTH_FALSE | TRUTH_TRUE, // pending, but never unknown
    TRUTH_MASKS = 8,
};

// What can come of every outcome of `a` with every outcome of `b`. Nothing comes of no outcome (0).
extern const truth truth_and_table[TRUTH_MASKS][TRUTH_MASKS];
extern const truth truth_or_table[TRUTH_MASKS][TRUTH_MASKS];
extern const truth truth_same_table[TRUTH_MASKS][TRUTH_MASKS];
extern const truth truth_not_table[TRUTH_MASKS];
extern const truth truth_maybe_table[TRUTH_MASKS];
extern const truth truth_surely_table[TRUTH_MASKS];

static inline truth truth_and(truth a, truth b)
{
    return truth_and_table[a][b];
}

static inline truth truth_or(truth a, truth b)
{
    return truth_or_table[a][b];
}

// True if both are true or both false; unknown if one is unknown.
static inline truth truth_same(truth a, truth b)
{
    return truth_same_table[a][b];
}

static inline truth truth_not(truth a)
{
    return truth_not_table[a];
}

// True or unknown.
static inline truth truth_maybe(truth a)
{
    return truth_maybe_table[a];
}

// True only.
static inline truth truth_surely(truth a)
{
    return truth_surely_table[a];
}

static inline truth truth_of(int condition)
{
    return condition ? TRUTH_TRUE : TRUTH_FALSE;
}

#endif
