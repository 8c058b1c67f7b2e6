#ifndef INTERVIEW_SEAT_H
#define INTERVIEW_SEAT_H

#include "form/form.h"

// What working out an item asks of the form, close together: a form's items are large, and a
// thousand of them may hang on one answer.
struct seat {
    const struct expr *ask_if; // NULL: none
    const struct expr *value;  // ITEM_VALUE, else NULL
    uint32_t first;            // its first slot
    uint32_t cell, cells;      // its first cell; 0 cells: notes and groups, which nothing reads
    uint8_t item;              // enum item_type
    uint8_t type;              // enum value_type of its cells
    bool around;               // stands in something with a condition
    bool counts;               // a safety question, for unsure()
    bool holds;                // a group or a repeat
    bool stops;                // the patient stops at it, if it applies
    bool inside;               // a repeat: a slot and a cell for each entry
};

// Slots the item has, used or not: one, or one for each entry its repeat may have.
uint32_t seat_slots(const struct form *form, uint32_t item);
// The seat of an item whose slots begin at `first`.
struct seat seat_of(const struct form *form, uint32_t item, uint32_t first);

#endif
