#ifndef BENCH_GENERATE_H
#define BENCH_GENERATE_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Forms, rules and answer sets of any size, the same for the same seed.

// The same sequence everywhere: a multiplier and a shift, no library's generator.
struct dice {
    uint64_t state;
};
uint32_t dice_roll(struct dice *dice, uint32_t sides); // 0 .. sides - 1

enum { GENERATE_BYTES = 1 << 30 }; // the most a generated text may have

// N questions: 50 % integers, 40 % choices of 5, 10 % calculations; 30 % with a condition of 1 to 3
// comparisons over earlier answers (70 % at most 50 back); 20 % required.
void generate_form(uint32_t questions, struct buffer *out);

// q0, then `links` that hang on it, then integers nobody reads until there are `questions`.
// Chain: q0 -> c1 -> ... -> cK, and a required question `last` shown by cK.
void generate_chain(uint32_t links, uint32_t questions, struct buffer *out);
// Fan: K required questions f1 ... fK shown by q0.
void generate_fan(uint32_t links, uint32_t questions, struct buffer *out);

// The form of the screening figures: integers 0 to 100 and choices of five, in turn.
enum { GENERATE_ANSWERS = 100, GENERATE_CODES = 5, GENERATE_UNKNOWN = -1 };
void generate_answers_form(struct buffer *out);
// Rules over it, each all or any of 1 to 4 comparisons, one in five nested: as our file, and the
// same as SQL expressions over columns q0 ... q99 (each followed by a NUL, its start in starts[]).
void generate_rules(uint32_t rules, struct buffer *ours, struct buffer *sql, size_t *starts);
// One set: numbers, option numbers of choices, GENERATE_UNKNOWN for one answer in fifty.
void generate_set(struct dice *dice, int answers[GENERATE_ANSWERS]);
bool generate_is_choice(uint32_t question);
// Heading (set NULL) or a set as a line for `intake screen --batch`.
void generate_line(const int *set, struct buffer *out);

#endif
