#ifndef LOAD_ANSWER_PART_H
#define LOAD_ANSWER_PART_H

#include "interview/answers.h"
#include "load/cfg.h"

// What the readers of answers share: an answers file, and the answers of a case.

// An answer given, with its place, so that it can be judged when all are there.
struct given {
    const char *file;
    uint32_t item, entry, line;
    bool gone; // replaced or taken away
};

struct answering {
    struct cfg *cfg; // the file being read
    struct answers *answers;
    const struct form *form;
    bool today_known;
    day_number today;
    struct given *list;
    uint32_t count, capacity;
    uint32_t *layer_of; // by item: the number of the list of answers that said it last
    uint32_t layer, layers;
    bool quiet; // what only warns is not said
};

void answering_begin(struct answering *answering, struct answers *answers,
                     const struct answers_setup *setup);
void answering_end(struct answering *answering);
// Gives all answers of a group (id = answer) or list ({ id; value; ... }); adds an error for each
// that cannot be one. Later ones replace earlier ones of another call.
void answering_read(struct answering *answering, const cfg_node *node);
// Takes an answer away again. `own`: it is an error if there is none (not said of a case that
// another one is like, which says it itself).
void answering_without(struct answering *answering, const cfg_node *id, bool own);
// Ends the answers and judges each that counts: what stops is an error, what warns a note.
void answering_judge(struct answering *answering);

// The members of an answer in its long form, in the order of answer_keys.
enum answer_key {
    A_ID,
    A_VALUE,
    A_UNIT,
    A_PRECISION,
    A_OTHER,
    A_INTENSITY,
    A_KIND,
    A_ENTRIES,
    A_SILENT,
    A_KEYS
};

// load_answer.c
// One answer to a question (not a repeat) from its value and, in the long form, its other members.
// False, with an error, if it cannot be one; *out then holds nothing.
bool answer_read(struct answering *answering, const struct form_item *item, const cfg_node *value,
                 const cfg_node *const *members, struct answer *out);
// What a silence given from outside becomes: the option that stands for it, if there is one.
struct answer answer_of_silence(const struct form_item *item, enum silence silence);

#endif
