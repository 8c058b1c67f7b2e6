// The tables, computed from their definition by the compiler. A mask is a set of outcomes; of two
// masks comes the set of what comes of each pair. So a result has an outcome exactly if some pair
// gives it:
//   and   true: both true. false: one false. unknown: one unknown, the other not false.
//   or    the same with true and false changed.
//   same  unknown: one unknown. true: both true or both false. false: one of each.

#include "form/truth.h"

enum { F = TRUTH_FALSE, U = TRUTH_UNKNOWN, T = TRUTH_TRUE };

// 1 if mask `a` shares an outcome with `set` and mask `b` with `other`.
#define PAIR(a, b, set, other) ((((a) & (set)) != 0) & (((b) & (other)) != 0))
#define EITHER_WAY(a, b, set, other) (PAIR(a, b, set, other) | PAIR(a, b, other, set))

#define AND(a, b)                                                                                  \
    (truth)(PAIR(a, b, T, T) * T + EITHER_WAY(a, b, F, F | U | T) * F +                            \
            EITHER_WAY(a, b, U, U | T) * U)
#define OR(a, b)                                                                                   \
    (truth)(PAIR(a, b, F, F) * F + EITHER_WAY(a, b, T, F | U | T) * T +                            \
            EITHER_WAY(a, b, U, U | F) * U)
#define SAME(a, b)                                                                                 \
    (truth)((PAIR(a, b, T, T) | PAIR(a, b, F, F)) * T + EITHER_WAY(a, b, T, F) * F +               \
            EITHER_WAY(a, b, U, F | U | T) * U)

#define NOT(a) (truth)((((a)&T) != 0) * F + (((a)&F) != 0) * T + ((a)&U))
#define MAYBE(a) (truth)((((a) & (T | U)) != 0) * T + ((a)&F))
#define SURELY(a) (truth)(((a)&T) + (((a) & (F | U)) != 0) * F)

#define ROW(of, a)                                                                                 \
    {                                                                                              \
        of(a, 0), of(a, 1), of(a, 2), of(a, 3), of(a, 4), of(a, 5), of(a, 6), of(a, 7)             \
    }
#define TABLE(of)                                                                                  \
    {                                                                                              \
        ROW(of, 0), ROW(of, 1), ROW(of, 2), ROW(of, 3), ROW(of, 4), ROW(of, 5), ROW(of, 6),        \
            ROW(of, 7)                                                                             \
    }
#define LINE(of)                                                                                   \
    {                                                                                              \
        of(0), of(1), of(2), of(3), of(4), of(5), of(6), of(7)                                     \
    }

const truth truth_and_table[TRUTH_MASKS][TRUTH_MASKS] = TABLE(AND);
const truth truth_or_table[TRUTH_MASKS][TRUTH_MASKS] = TABLE(OR);
const truth truth_same_table[TRUTH_MASKS][TRUTH_MASKS] = TABLE(SAME);
const truth truth_not_table[TRUTH_MASKS] = LINE(NOT);
const truth truth_maybe_table[TRUTH_MASKS] = LINE(MAYBE);
const truth truth_surely_table[TRUTH_MASKS] = LINE(SURELY);
