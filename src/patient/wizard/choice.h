#ifndef PATIENT_WIZARD_CHOICE_H
#define PATIENT_WIZARD_CHOICE_H

#include "interview/answer.h"
#include "terminal/list.h"

// What is chosen so far on a list of options, before it is given as an answer. Shared by the lists
// of options and the plain list of the body chart.

struct wizard;

enum {
    CHOICE_LONG = 12, // more lines than this can be searched
    CHOICE_ROWS = LIMIT_OPTIONS + 3,
};

struct choice_row {
    uint32_t option;      // UINT32_MAX: a silence
    enum silence silence; // beside the options
    char key[8];
};

struct choice {
    const struct form_item *item;
    struct choice_row *rows; // owned
    struct list list;
    bool many;
    struct answer answer; // owned: a value, a silence, or nothing yet
    struct answer before; // owned: what U brings back
    bool can_undo;
    bool touched;           // not as it was given
    struct answer snapshot; // owned: as it was before the digits being typed
    bool saying;            // "please say" is on the screen, for option `said`
    uint32_t said;
    struct edit other;
    const struct wizard *wizard;
    char line[256]; // the text of the row that was asked for last, when it is made up
};

void choice_init(struct choice *choice, struct wizard *wizard);
void choice_clear(struct choice *choice);

bool choice_has(const struct choice *choice, uint32_t option);
bool choice_empty(const struct choice *choice);
// Enter would choose a line that nobody has looked at: it was held down, or came twice.
bool choice_unread(const struct choice *choice);
// Whether the answers may be kept is asked, and nothing was pressed yet but Enter: no line may be
// taken for the patient's choice only because the focus stands on it.
bool choice_undecided(const struct choice *choice);
// The line in focus is what is chosen.
bool choice_settled(const struct choice *choice);
// Chooses a line, or, in a list of many, leaves it; says what else was cleared.
void choice_toggle(struct wizard *wizard, struct choice *choice, size_t row);
void choice_set(struct wizard *wizard, struct choice *choice, size_t row);
// A digit led to the line: chooses it. What the digit before it chose (the 1 of 12) is taken back.
void choice_digit(struct wizard *wizard, struct choice *choice, size_t row);
void choice_undo(struct choice *choice);
void choice_say(struct choice *choice); // the text typed becomes the answer's
// The line of "I don't know" or "I would rather not say" by its key: a silence that is offered, or
// an option that says the same.
size_t choice_row_of_key(const struct choice *choice, const struct key *key);
size_t choice_row_of_code(const struct choice *choice, const char *code);
size_t choice_row_of_option(const struct choice *choice, uint32_t option);

#endif
