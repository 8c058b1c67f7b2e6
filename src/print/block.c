#include "print/block.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

void block_init(struct block *block, const struct summary_line *line, const struct block *before)
{
    *block = (struct block){.is = spread_block(line, before != NULL ? &before->is : NULL)};
}

void block_clear(struct block *block)
{
    for (size_t i = 0; i < block->piece_count; i++) {
        if (block->pieces[i].layout != NULL) {
            g_object_unref(block->pieces[i].layout);
        }
    }
    free(block->pieces);
    free(block->strips);
    *block = (struct block){.strips = NULL};
}

static void *grow(void *list, size_t *capacity, size_t size)
{
    *capacity = *capacity > 0 ? *capacity * 2 : 8;
    void *grown = realloc(list, *capacity * size);
    if (grown == NULL) {
        die("out of memory");
    }
    return grown;
}

size_t block_strip(struct block *block, double height)
{
    if (block->strip_count == block->strip_capacity) {
        block->strips = grow(block->strips, &block->strip_capacity, sizeof *block->strips);
    }
    block->strips[block->strip_count] = (struct strip){.height = height};
    return block->strip_count++;
}

struct piece *block_piece(struct block *block, enum piece_kind kind)
{
    if (block->piece_count == block->piece_capacity) {
        block->pieces = grow(block->pieces, &block->piece_capacity, sizeof *block->pieces);
    }
    struct piece *piece = &block->pieces[block->piece_count++];
    *piece = (struct piece){.kind = kind, .strip = block->strip_count - 1};
    return piece;
}

// The next row of a layout: its height, where its base line is in it, and how wide it is.
struct row {
    double height, base, width;
    int index;
};

static struct row row_at(PangoLayoutIter *iter, int index)
{
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(iter, NULL, &logical);
    return (struct row){
        .height = (double)logical.height / PANGO_SCALE,
        .base = (double)(pango_layout_iter_get_baseline(iter) - logical.y) / PANGO_SCALE,
        .width = (double)(logical.x + logical.width) / PANGO_SCALE,
        .index = index,
    };
}

static void add_row(struct block *block, size_t strip, double x, double y, const struct row *row,
                    PangoLayout *layout)
{
    struct piece *piece = block_piece(block, PIECE_ROW);
    piece->strip = strip;
    piece->x = x;
    piece->y = y + row->base;
    piece->layout = g_object_ref(layout);
    piece->row = row->index;
    if (block->strips[strip].used < x + row->width) {
        block->strips[strip].used = x + row->width;
    }
}

size_t block_rows(struct block *block, double x, PangoLayout *layout)
{
    size_t first = block->strip_count;
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    int index = 0;
    do {
        struct row row = row_at(iter, index++);
        size_t strip = block_strip(block, row.height);
        add_row(block, strip, x, 0, &row, layout);
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
    g_object_unref(layout);
    return first;
}

double block_rows_in(struct block *block, size_t strip, double x, double y, PangoLayout *layout)
{
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    int index = 0;
    do {
        struct row row = row_at(iter, index++);
        add_row(block, strip, x, y, &row, layout);
        y += row.height;
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
    g_object_unref(layout);
    if (block->strips[strip].height < y) {
        block->strips[strip].height = y;
    }
    return y;
}

void block_first(struct block *block, size_t pieces)
{
    struct piece last = block->pieces[block->piece_count - 1];
    memmove(&block->pieces[pieces + 1], &block->pieces[pieces],
            (block->piece_count - 1 - pieces) * sizeof last);
    block->pieces[pieces] = last;
}

double block_height(const struct block *block, size_t from, size_t count)
{
    double height = 0;
    for (size_t i = from; i < from + count && i < block->strip_count; i++) {
        height += block->strips[i].height;
    }
    return height;
}

void block_take(struct block *block, struct block *other)
{
    size_t before = block->strip_count;
    for (size_t i = 0; i < other->strip_count; i++) {
        size_t strip = block_strip(block, other->strips[i].height);
        block->strips[strip].used = other->strips[i].used;
    }
    for (size_t i = 0; i < other->piece_count; i++) {
        struct piece *piece = block_piece(block, other->pieces[i].kind);
        *piece = other->pieces[i];
        piece->strip += before;
        other->pieces[i].layout = NULL;
    }
    block_clear(other);
}
