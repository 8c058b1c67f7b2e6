#ifndef TESTS_HANDOVER_FIXTURE_H
#define TESTS_HANDOVER_FIXTURE_H

#include "record/handover.h"
#include "response_fixture.h"

// An interview on the clinical form, as far as somebody short of breath comes, handed over.
struct handed_over {
    struct response_loaded loaded;
    struct rules *rules;
    struct interview *interview;
    struct buffer headline, body;
};

extern const uint8_t handover_rules_hash[SEAL_HASH];

// `also` says more before it ends; NULL: nothing.
void handover_make(struct handed_over *over,
                   void (*also)(struct interview *interview, const struct form *form));
void handover_clear(struct handed_over *over);
// Answers a question, as an answer file has it; notes on the way are read.
void handover_say(struct interview *interview, const struct form *form, const char *id,
                  const char *text);

#endif
