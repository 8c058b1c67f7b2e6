#ifndef FORM_VALUE_H
#define FORM_VALUE_H

#include "base/date.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "form/truth.h"

#include <stdbool.h>
#include <stdint.h>

// What an expression sees of an answer, a calculated value or a score.

enum value_type {
    VALUE_NONE,   // notes, groups
    VALUE_TRUTH,  // calculated only
    VALUE_NUMBER, // integer, decimal, quantity (in its first unit), scale, scores; time as minutes
    VALUE_CODE,   // one choice
    VALUE_SET,    // many choices, body regions
    VALUE_TEXT,
    VALUE_DATE,
};

enum value_state {
    VALUE_ABSENT,  // does not apply
    VALUE_UNKNOWN, // silent
    VALUE_PENDING, // silent so far: the interview still runs
    VALUE_KNOWN,
};

// The kinds of silence. NOT_REACHED is what pending becomes when the interview ends.
enum silence {
    SILENCE_NOT,
    SILENCE_DONT_KNOW,
    SILENCE_DECLINED,
    SILENCE_SKIPPED,
    SILENCE_NOT_REACHED,
};

// "dont-know", "declined", "skipped", "not-reached"; "" for SILENCE_NOT.
const char *silence_name(enum silence silence);

enum { VALUE_SET_WORDS = LIMIT_OPTIONS / 64 };

// Options by index. `open`: options not chosen whose truth is unknown, because a silence option, or
// "all of it", was.
struct value_set {
    uint64_t chosen[VALUE_SET_WORDS];
    uint64_t open[VALUE_SET_WORDS];
};

static inline bool set_has(const uint64_t words[VALUE_SET_WORDS], uint32_t option)
{
    return words[option >> 6] >> (option & 63) & 1;
}
void set_add(uint64_t words[VALUE_SET_WORDS], uint32_t option);
void set_remove(uint64_t words[VALUE_SET_WORDS], uint32_t option);
uint32_t set_count(const uint64_t words[VALUE_SET_WORDS]);
bool set_empty(const uint64_t words[VALUE_SET_WORDS]);

struct value {
    uint8_t state;   // enum value_state
    uint8_t silence; // when unknown or pending: enum silence; for a code or set: the silence its
                     // chosen option stands for
    uint8_t open;    // VALUE_CODE: a silence option was chosen, so every other option is unknown
    truth truth;     // VALUE_TRUTH
    uint32_t length; // VALUE_TEXT: bytes
    union {
        struct {
            decimal least, most; // VALUE_NUMBER: equal unless it came from a partial date
        } number;
        struct {
            day_number first, last; // VALUE_DATE
        } date;
        uint32_t code;               // VALUE_CODE: option index
        const struct value_set *set; // VALUE_SET: borrowed
        const char *text;            // VALUE_TEXT: borrowed, NUL-terminated
    } as;
};

static inline struct value value_absent(void)
{
    return (struct value){.state = VALUE_ABSENT};
}

static inline struct value value_unknown(enum silence silence)
{
    return (struct value){.state = VALUE_UNKNOWN, .silence = (uint8_t)silence};
}

static inline struct value value_pending(void)
{
    return (struct value){.state = VALUE_PENDING, .truth = TRUTH_OPEN};
}

static inline struct value value_interval(decimal least, decimal most)
{
    return (struct value){.state = VALUE_KNOWN, .as.number = {.least = least, .most = most}};
}

static inline struct value value_number(decimal number)
{
    return value_interval(number, number);
}

// Known if the mask holds true or false alone, unknown, or pending (the mask then says what is
// open).
struct value value_truth(truth mask);

#endif
