#ifndef PRINT_LAY_H
#define PRINT_LAY_H

#include "print/block.h"

// The document as blocks. What it is made of is borrowed, and outlives it.

struct lay {
    const struct summary *summary;
    const struct type *type;
    double width; // of a sheet between its margins
    bool tight;   // a finding, or a question, is one run of text
    struct block *blocks;
    size_t count, capacity;
};

// Lays out all of it but the foot; lay_clear frees the blocks, and they can be laid out again.
void lay_blocks(struct lay *lay);
void lay_clear(struct lay *lay);
// The foot, which stands on every sheet. The caller clears the block, here and below.
void lay_foot(const struct lay *lay, struct block *block);
// "+ text", of what stands elsewhere; an empty text is a block without a strip.
void lay_note(const struct lay *lay, const char *text, struct block *block);

#endif
