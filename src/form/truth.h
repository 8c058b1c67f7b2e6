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
    TRUTH_OPEN = 7, // pending: may turn out any of the three
};

truth truth_and(truth a, truth b);
truth truth_or(truth a, truth b);
truth truth_not(truth a);
truth truth_maybe(truth a);  // true or unknown
truth truth_surely(truth a); // true only

static inline truth truth_of(int condition)
{
    return condition ? TRUTH_TRUE : TRUTH_FALSE;
}

#endif
