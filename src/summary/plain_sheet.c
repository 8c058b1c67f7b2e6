// Blocks on sheets. If all of it is one sheet, it stands in the order of the document. If not, the
// first sheet takes what must be there, by rank, and says what of the flags it had to leave; the
// sheets behind take the rest in order. Each has the foot, and each but the first says again who
// it is about.
#include "base/ensure.h"
#include "summary/plain_part.h"

#include <stdlib.h>
#include <string.h>

enum {
    LONG_ROWS = 12, // a block of more may be cut, so that nobody's long text drives all else away
    CUT_LEAST = 3,  // rows that are worth beginning it for
    NAME_ROWS = 2,  // of who it is about, on a later sheet
    NOTE_COLUMNS = 3,
    NUMBER_COLUMNS = 12 // "page 1 of 2", and a space
};

struct sheets {
    struct plain *plain;
    struct buffer *out;
    struct rows foot;
    size_t room;               // rows of a sheet above its foot; SIZE_MAX: without end
    size_t *left;              // by block: rows that stand on no sheet yet
    size_t *at;                // by block: the byte where they start
    size_t *take;              // by block: rows that go on this sheet
    size_t notes;              // rows kept free for what the first sheet says of later ones
    size_t used;               // rows written on this sheet
    bool begun[SPREAD_GROUPS]; // what stands on this sheet, by group
    size_t number, count;
    bool draft; // nothing of it is kept
};

static const struct block *block_at(const struct sheets *sheets, size_t index)
{
    return &sheets->plain->blocks[index];
}

static size_t height_of_all(const struct sheets *sheets)
{
    size_t height = 0;
    for (size_t i = 0; i < sheets->plain->count; i++) {
        int group = spread_group(block_at(sheets, i)->is.part);
        bool rule = i > 0 && group != SPREAD_FOOT &&
                    group != spread_group(block_at(sheets, i - 1)->is.part);
        height += block_at(sheets, i)->rows.count + rule;
    }
    return height;
}

// Puts on this sheet what fits of a block into `room` rows; returns how many it took.
static size_t place(struct sheets *sheets, size_t index, size_t room)
{
    size_t left = sheets->left[index];
    bool may_cut = left > LONG_ROWS && !block_at(sheets, index)->is.whole && room > CUT_LEAST;
    size_t take = left <= room ? left : may_cut ? room - 1 : 0; // a row says that it goes on
    sheets->take[index] = take;
    if (take > 0) {
        sheets->begun[spread_group(block_at(sheets, index)->is.part)] = true;
    }
    return take + (take > 0 && take < left);
}

static void lay_note(const struct sheets *sheets, const char *text, struct rows *rows)
{
    rows_init(rows, sheets->plain->paper->columns, sheets->plain->paper->width);
    if (text[0] != '\0') {
        rows_paragraph(rows, "+", NOTE_COLUMNS, text);
    }
}

static const struct spread_block *next_left(const void *context, size_t *at)
{
    const struct sheets *sheets = context;
    for (; *at < sheets->plain->count; (*at)++) {
        if (sheets->left[*at] > 0 && sheets->take[*at] == 0) {
            return &block_at(sheets, (*at)++)->is;
        }
    }
    return NULL;
}

// What the first sheet had to leave of the flags, or of what cannot be excluded.
static void lay_behind(const struct sheets *sheets, enum summary_part part, struct rows *rows)
{
    struct buffer text;
    buffer_init(&text, SIZE_MAX / 2);
    spread_behind(sheets->plain->summary->phrases, part, plain_point(sheets->plain->paper),
                  next_left, sheets, &text);
    lay_note(sheets, text.bytes, rows);
    buffer_clear(&text);
}

static size_t rows_behind_all(const struct sheets *sheets)
{
    struct rows flags, unsure;
    lay_behind(sheets, PART_FLAGS, &flags);
    lay_behind(sheets, PART_UNSURE, &unsure);
    size_t count = flags.count + unsure.count;
    rows_clear(&flags);
    rows_clear(&unsure);
    return count;
}

// The row across that a block needs because nothing of its group is on the sheet yet.
static size_t rule_before(const struct sheets *sheets, size_t index)
{
    int group = spread_group(block_at(sheets, index)->is.part);
    bool any = false;
    for (int other = 0; other < SPREAD_GROUPS; other++) {
        any = any || sheets->begun[other];
    }
    return any && group != SPREAD_FOOT && !sheets->begun[group];
}

// The first of several sheets. Once a flag found no room, no lesser one takes it, and so with
// what cannot be excluded.
static void choose_first(struct sheets *sheets)
{
    size_t room = sheets->room - sheets->notes;
    bool closed[PART_COUNT + 1] = {false};
    for (int rank = 0; rank <= SPREAD_RANK_LAST; rank++) {
        for (size_t i = 0; i < sheets->plain->count; i++) {
            const struct block *block = block_at(sheets, i);
            enum summary_part list = spread_list(block->is.part);
            size_t rule = rule_before(sheets, i);
            if (block->is.rank != rank || closed[list]) {
                continue;
            }
            size_t most = room > rule ? room - rule : 0;
            if (block->rows.count > sheets->room / 2 && !block->is.whole && most > LONG_ROWS) {
                most = LONG_ROWS;
            }
            size_t took = place(sheets, i, most);
            room -= took > 0 ? took + rule : 0;
            closed[list] = list != PART_COUNT && sheets->take[i] < sheets->left[i];
        }
    }
}

// A later one: what is left, in order, until something does not fit.
static void choose_next(struct sheets *sheets)
{
    size_t room = sheets->room - sheets->used;
    for (size_t i = 0; i < sheets->plain->count; i++) {
        size_t rule = rule_before(sheets, i);
        if (sheets->left[i] == 0) {
            continue;
        }
        size_t took = room > rule ? place(sheets, i, room - rule) : 0;
        if (took == 0 && sheets->used + room == sheets->room) {
            took = sheets->take[i] = room; // higher than a sheet: whatever happens, it moves on
        }
        room -= took > 0 ? took + rule : 0;
        if (sheets->take[i] < sheets->left[i]) {
            break;
        }
    }
}

static enum plain_role role_of(const struct block *block, size_t row)
{
    if (row < block->headings || block->is.line->kind == LINE_HEADING) {
        return PLAIN_HEADING;
    }
    switch (block->is.line->kind) {
    case LINE_FLAG:
    case LINE_CHANGED:
        return PLAIN_FLAG;
    case LINE_QUESTION:
    case LINE_DONE:
        return PLAIN_NORMAL;
    default:
        return block->is.part == PART_SOURCES || block->is.part == PART_FOOT ? PLAIN_QUIET
                                                                             : PLAIN_NORMAL;
    }
}

// Tells the screen about a row that is written; `block` NULL: it belongs to no line.
static void note_row(const struct sheets *sheets, const struct block *block, size_t row)
{
    struct plain_map *map = sheets->plain->map;
    if (map == NULL || sheets->draft) {
        return;
    }
    if (map->count == map->capacity) {
        size_t capacity = map->capacity > 0 ? map->capacity * 2 : 128;
        struct plain_row *grown = realloc(map->rows, capacity * sizeof *grown);
        if (grown == NULL) {
            die("out of memory");
        }
        map->rows = grown;
        map->capacity = capacity;
    }
    map->rows[map->count++] = (struct plain_row){
        .line = block != NULL ? (size_t)(block->is.line - sheets->plain->summary->lines) : SIZE_MAX,
        .role = block != NULL ? role_of(block, row) : PLAIN_QUIET,
    };
}

static void write_rule(struct sheets *sheets)
{
    note_row(sheets, NULL, 0);
    const struct plain_paper *paper = sheets->plain->paper;
    for (size_t i = 0; i < paper->columns; i++) {
        buffer_text(sheets->out, paper->ascii ? "-" : "\u2500");
    }
    buffer_char(sheets->out, '\n');
    sheets->used++;
}

// Rows of a block (or of none), from the byte *at and the row `from` on.
static void write_rows(struct sheets *sheets, const struct block *block, const struct rows *rows,
                       size_t from, size_t *at, size_t most)
{
    const char *row;
    size_t length;
    for (size_t i = 0; i < most && rows_next(rows, at, &row, &length); i++) {
        note_row(sheets, block, from + i);
        buffer_add(sheets->out, row, length);
        buffer_char(sheets->out, '\n');
        sheets->used++;
    }
}

// Who it is about, at the top of a later sheet.
static void write_again(struct sheets *sheets)
{
    for (size_t i = 0; i < sheets->plain->count; i++) {
        size_t at = 0;
        if (block_at(sheets, i)->is.again) {
            write_rows(sheets, block_at(sheets, i), &block_at(sheets, i)->rows, 0, &at, NAME_ROWS);
        }
    }
    write_rule(sheets);
}

static void write_foot(struct sheets *sheets, bool rule)
{
    struct rows *rows = &sheets->foot;
    struct rows foot;
    rows_init(&foot, rows->columns, rows->width);
    size_t at = 0, length;
    const char *row;
    while (rows_next(rows, &at, &row, &length)) {
        rows_row(&foot, row, length, rows->last);
    }
    if (sheets->room != SIZE_MAX) {
        struct buffer page;
        buffer_init(&page, LIMIT_TEXT);
        phrase_number(&page, sheets->plain->summary->phrases->page, (uint32_t)sheets->number,
                      (uint32_t)sheets->count);
        rows_last(&foot, page.bytes);
        buffer_clear(&page);
    }
    if (rule) {
        write_rule(sheets);
    }
    at = 0;
    write_rows(sheets, NULL, &foot, 0, &at, SIZE_MAX);
    rows_clear(&foot);
}

// Writes what was chosen for this sheet, and its foot.
static void write_sheet(struct sheets *sheets, bool last)
{
    int group = -1;
    for (size_t i = 0; i < sheets->plain->count; i++) {
        const struct block *block = block_at(sheets, i);
        if (sheets->take[i] > 0) {
            if (group >= 0 && spread_group(block->is.part) != group) {
                write_rule(sheets);
            }
            group = spread_group(block->is.part);
            write_rows(sheets, block, &block->rows, block->rows.count - sheets->left[i],
                       &sheets->at[i], sheets->take[i]);
            if (sheets->take[i] < sheets->left[i]) {
                struct rows note;
                size_t at = 0;
                lay_note(sheets, sheets->plain->summary->phrases->goes_on, &note);
                write_rows(sheets, NULL, &note, 0, &at, 1);
                rows_clear(&note);
            }
        }
        bool ends =
            i + 1 == sheets->plain->count || block_at(sheets, i + 1)->is.part != block->is.part;
        if (!last && sheets->number == 1 && ends && !sheets->plain->summary->in_order &&
            (block->is.part == PART_FLAGS || block->is.part == PART_UNSURE)) {
            struct rows note;
            size_t at = 0;
            lay_behind(sheets, block->is.part, &note);
            write_rows(sheets, NULL, &note, 0, &at, SIZE_MAX);
            rows_clear(&note);
        }
        sheets->left[i] -= sheets->take[i];
    }
    while (!last && sheets->used < sheets->room) {
        note_row(sheets, NULL, 0);
        buffer_char(sheets->out, '\n');
        sheets->used++;
    }
    write_foot(sheets, group != SPREAD_FOOT);
}

static bool is_done(const struct sheets *sheets)
{
    for (size_t i = 0; i < sheets->plain->count; i++) {
        if (sheets->left[i] > sheets->take[i]) {
            return false;
        }
    }
    return true;
}

static size_t *by_block(const struct plain *plain)
{
    size_t *list = calloc(plain->count + 1, sizeof *list);
    if (list == NULL) {
        die("out of memory");
    }
    return list;
}

static void sheets_init(struct sheets *sheets, struct plain *plain)
{
    const struct plain_paper *paper = plain->paper;
    plain_blocks(plain);
    *sheets = (struct sheets){.plain = plain, .number = 1, .count = 1};
    rows_init(&sheets->foot, paper->columns, paper->width);
    plain_foot(plain, &sheets->foot);
    // A rule, the foot, and a row for the number of the sheet unless the last one has room for it.
    size_t foot = 1 + sheets->foot.count + (sheets->foot.last + NUMBER_COLUMNS > paper->columns);
    sheets->room = paper->rows == 0 ? SIZE_MAX : paper->rows > foot + 12 ? paper->rows - foot : 12;
    sheets->left = by_block(plain);
    sheets->at = by_block(plain);
    sheets->take = by_block(plain);
    for (size_t i = 0; i < plain->count; i++) {
        sheets->left[i] = block_at(sheets, i)->rows.count;
    }
}

static void sheets_clear(struct sheets *sheets)
{
    rows_clear(&sheets->foot);
    free(sheets->left);
    free(sheets->at);
    free(sheets->take);
    plain_blocks_clear(sheets->plain);
}

static bool is_one(const struct sheets *sheets)
{
    return sheets->room == SIZE_MAX || height_of_all(sheets) <= sheets->room;
}

static void clear(struct sheets *sheets)
{
    memset(sheets->take, 0, sheets->plain->count * sizeof *sheets->take);
    memset(sheets->begun, 0, sizeof sheets->begun);
}

static void choose(struct sheets *sheets)
{
    clear(sheets);
    if (sheets->number > 1 || (sheets->plain->summary->in_order && !is_one(sheets))) {
        choose_next(sheets);
    } else if (!is_one(sheets)) {
        // What it leaves takes rows to say, which may make it leave more.
        for (sheets->notes = 0;; sheets->notes = rows_behind_all(sheets)) {
            clear(sheets);
            choose_first(sheets);
            if (rows_behind_all(sheets) <= sheets->notes || sheets->notes > sheets->room / 2) {
                break;
            }
        }
    } else {
        memcpy(sheets->take, sheets->left, sheets->plain->count * sizeof *sheets->take);
    }
}

// True if the chart found no room on the first sheet.
static bool chart_is_left(const struct sheets *sheets)
{
    for (size_t i = 0; i < sheets->plain->count; i++) {
        if (block_at(sheets, i)->is.whole && sheets->take[i] == 0) {
            return true;
        }
    }
    return false;
}

static void write_all(struct sheets *sheets, struct buffer *out)
{
    sheets->out = out;
    for (sheets->number = 1;; sheets->number++) {
        sheets->used = 0;
        if (sheets->number > 1) {
            write_again(sheets);
        }
        choose(sheets);
        bool last = is_done(sheets);
        write_sheet(sheets, last);
        if (last) {
            break;
        }
    }
}

static void lay_again(struct sheets *sheets, struct plain *plain)
{
    sheets_clear(sheets);
    sheets_init(sheets, plain);
}

void plain_sheets(struct plain *plain, struct buffer *out)
{
    struct sheets sheets;
    sheets_init(&sheets, plain);
    if (!is_one(&sheets) && !plain->summary->in_order) {
        plain->tight = true;
        lay_again(&sheets, plain);
    }
    choose(&sheets);
    if (plain->beside && chart_is_left(&sheets)) { // then at least its words, and the measures
        plain->beside = false;
        lay_again(&sheets, plain);
    }
    // Once to count the sheets.
    struct buffer draft;
    buffer_init(&draft, SIZE_MAX / 2);
    sheets.draft = true;
    write_all(&sheets, &draft);
    size_t count = sheets.number;
    buffer_clear(&draft);
    lay_again(&sheets, plain);
    sheets.count = count;
    write_all(&sheets, out);
    sheets_clear(&sheets);
}
