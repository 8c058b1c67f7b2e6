#ifndef PRINT_CHOOSE_H
#define PRINT_CHOOSE_H

#include "print/lay.h"

// Which strips of which blocks stand on a sheet.

#define CHOOSE_RULE 6.0    // a line across, with the room around it
enum { CHOOSE_AGAIN = 2 }; // strips of who it is about, on a later sheet

struct choice {
    struct lay *lay; // borrowed
    double room;     // of a sheet above its foot
    size_t *at;      // by block: the first strip that stands on no sheet yet
    size_t *take;    // by block: strips that go on this sheet
    double notes;    // kept free for what the first sheet says of later ones
    uint32_t number;
    bool begun[SPREAD_GROUPS]; // what stands on this sheet, by group
};

// `lay` is borrowed, and laid out already. A sheet with no room to speak of is taken for one of 100
// points, so that every document comes to an end.
void choose_init(struct choice *choice, struct lay *lay, double room);
void choose_clear(struct choice *choice);
// Of all of it, on one sheet without end.
double choose_height(const struct choice *choice);
// True if all of it is one sheet.
bool choose_is_one(const struct choice *choice);

// From the first sheet on, once more.
void choose_begin(struct choice *choice);
// Chooses for the next sheet, of which `used` is taken.
void choose_next(struct choice *choice, double used);
// Strips of a block that stand on no sheet yet.
size_t choose_left(const struct choice *choice, size_t block);
// True if nothing is left after this sheet.
bool choose_is_last(const struct choice *choice);
// What the first sheet had to leave of the flags, or of what cannot be excluded: without a strip if
// that is nothing. The caller clears it.
void choose_note(const struct choice *choice, enum summary_part part, struct block *note);
// What was chosen stands on a sheet.
void choose_taken(struct choice *choice);

#endif
