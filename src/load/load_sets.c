// Lines to columns. The common cells (a small whole number, a short code) are read as one word of
// eight bytes, without a loop or a call; everything else takes the general way.
#include "load/load_sets.h"

#include "base/arena.h"
#include "base/ensure.h"
#include "base/nearest.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

// A line may fill the buffer; what is read at once stays in the nearer caches until it is looked
// at.
enum { SETS_BUFFER = 1 << 20, SETS_READ = 64 << 10, SETS_QUESTIONS = 4096 };

enum { WORD = 8, OPTION_SHIFT = 56, TABLE_BITS = 10, TABLE_TRIES = 200 };

// The codes of a question by what their bytes, as a word, come to when multiplied: no two the same.
// An entry is the code's word, below its highest byte, which is the option. As small as it can be:
// a line looks into one table after the other, and they should all stay at hand.
struct code_table {
    uint64_t multiplier;
    uint64_t shift; // a product's bits above this are the place
    uint64_t entries[];
};

// A question of the first line: its column, and what the quick way needs to know. What is read is
// taken for given beforehand, since most is; a cell that is not takes it back.
struct place {
    const struct code_table *table; // or NULL
    decimal min;                    // numbers: from here
    uint64_t span;                  // and this far
    bool number;
    uint32_t item;
    struct column *column; // in this block
};

struct sets {
    const struct form *form;
    const char *file;
    long (*read)(void *context, char *bytes, size_t size);
    void *context;
    char *bytes;
    size_t start, end; // unread bytes
    bool over;         // no more to read
    uint32_t line;
    struct place places[SETS_QUESTIONS];
    struct arena arena;        // the tables
    struct code_table *widest; // where one is made
    uint32_t count;
};

struct sets *sets_new(const struct form *form, const char *file,
                      long (*read)(void *context, char *bytes, size_t size), void *context)
{
    struct sets *sets = calloc(1, sizeof *sets);
    if (sets == NULL) {
        die("out of memory");
    }
    sets->bytes = calloc(SETS_BUFFER + WORD, 1); // a word may be read at the last byte
    if (sets->bytes == NULL) {
        die("out of memory");
    }
    sets->form = form;
    sets->file = file;
    sets->read = read;
    sets->context = context;
    arena_init(&sets->arena);
    sets->widest = arena_alloc(
        &sets->arena, 1, sizeof *sets->widest + (sizeof *sets->widest->entries << TABLE_BITS));
    return sets;
}

void sets_free(struct sets *sets)
{
    if (sets != NULL) {
        arena_clear(&sets->arena);
        free(sets->bytes);
        free(sets);
    }
}

// The next whole line, without its newline (or \r\n); NULL at the end or when it failed (*failed).
static char *next_line(struct sets *sets, size_t *length, bool *failed)
{
    size_t looked = sets->start;
    for (;;) {
        char *newline = memchr(sets->bytes + looked, '\n', sets->end - looked);
        if (newline != NULL || (sets->over && sets->start < sets->end)) {
            char *line = sets->bytes + sets->start;
            char *stop = newline != NULL ? newline : sets->bytes + sets->end;
            sets->start = (size_t)(stop - sets->bytes) + (newline != NULL ? 1 : 0);
            stop -= stop > line && stop[-1] == '\r' ? 1 : 0;
            *stop = '\n'; // for the cell readers
            *length = (size_t)(stop - line);
            sets->line++;
            return line;
        }
        if (sets->over) {
            return NULL;
        }
        memmove(sets->bytes, sets->bytes + sets->start, sets->end - sets->start);
        sets->end -= sets->start;
        sets->start = 0;
        looked = sets->end;
        // One byte stays free behind the last, for the cell readers to stop at.
        if (sets->end >= SETS_BUFFER - 1) {
            *failed = true;
            return NULL;
        }
        size_t room = SETS_BUFFER - 1 - sets->end;
        long got =
            sets->read(sets->context, sets->bytes + sets->end, room < SETS_READ ? room : SETS_READ);
        if (got < 0) {
            *failed = true;
            return NULL;
        }
        sets->over = got == 0;
        sets->end += (size_t)got;
    }
}

// The next eight bytes as a number, the first byte lowest.
static uint64_t word_at(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

// The first `length` (below 8) bytes of a word, the others 0.
static uint64_t word_head(uint64_t word, unsigned length)
{
    return word & ((UINT64_C(1) << length * 8) - 1);
}

static uint64_t *table_entry(struct code_table *table, uint64_t word)
{
    return &table->entries[word * table->multiplier >> table->shift];
}

// Fills the table. False if two codes come to the same place, or a code is too long.
static bool table_fill(struct code_table *table, const struct form_options *options)
{
    memset(table->entries, 0, sizeof *table->entries << (64 - table->shift));
    for (uint32_t i = 0; i < options->count; i++) {
        size_t length = strlen(options->list[i].code);
        if (length >= WORD) {
            return false;
        }
        char padded[WORD] = {0};
        memcpy(padded, options->list[i].code, length);
        uint64_t *entry = table_entry(table, word_at(padded));
        if (*entry != 0) {
            return false;
        }
        *entry = word_at(padded) | (uint64_t)i << OPTION_SHIFT;
    }
    return true;
}

static size_t table_size(const struct code_table *table)
{
    return sizeof *table + (sizeof *table->entries << (64 - table->shift));
}

// Looks for a multiplier in a table as large as any. False if there is none.
static bool table_search(struct code_table *table, const struct form_options *options)
{
    uint64_t multiplier = UINT64_C(0x9E3779B97F4A7C15);
    for (uint32_t bits = 3; bits <= TABLE_BITS; bits++) {
        for (int i = 0; i < TABLE_TRIES && options->count <= 1u << bits; i++) {
            table->multiplier = multiplier;
            table->shift = 64 - bits;
            if (table_fill(table, options)) {
                return true;
            }
            multiplier = multiplier * UINT64_C(6364136223846793005) + 2;
        }
    }
    return false;
}

// The table of a list of options; the same one for lists of the same codes, as "yes no" is.
static const struct code_table *table_new(struct sets *sets, const struct form_options *options)
{
    struct code_table *table = sets->widest;
    if (!table_search(table, options)) {
        return NULL;
    }
    for (uint32_t i = 0; i < sets->count; i++) {
        const struct code_table *other = sets->places[i].table;
        if (other != NULL && other->shift == table->shift &&
            memcmp(other, table, table_size(table)) == 0) {
            return other;
        }
    }
    struct code_table *kept = arena_alloc(&sets->arena, 1, table_size(table));
    memcpy(kept, table, table_size(table));
    return kept;
}

static void add_place(struct sets *sets, uint32_t index)
{
    const struct form_item *item = &sets->form->items[index];
    decimal min = item->has_min ? item->min : DECIMAL_MIN;
    decimal max = item->has_max ? item->max : DECIMAL_MAX;
    sets->places[sets->count++] = (struct place){
        .item = index,
        .number = item->value_type == VALUE_NUMBER && item->type != ITEM_TIME,
        .min = min,
        .span = (uint64_t)max - (uint64_t)min,
        .table = item->value_type == VALUE_CODE ? table_new(sets, item->options) : NULL,
    };
}

static void header_name(struct sets *sets, const char *name, size_t length, struct issues *issues)
{
    const struct form *form = sets->form;
    uint32_t item = intern_find_slice(&form->by_id, name, length);
    if (item == INTERN_NONE || !form_is_question(&form->items[item])) {
        struct nearest nearest;
        nearest_init(&nearest, name, length);
        for (uint32_t i = 0; i < form->asked_end; i++) {
            if (form_is_question(&form->items[i]) && issues_few(issues)) {
                nearest_try(&nearest, form->items[i].id);
            }
        }
        issues_add(issues, ISSUE_ERROR, sets->file, 1,
                   "'%.*s' is no question of '%s'; ids separated by tabs%s%s%s",
                   (int)(length < LIMIT_ID ? length : LIMIT_ID), name, form->id,
                   nearest.best != NULL ? " (did you mean '" : "",
                   nearest.best != NULL ? nearest.best : "", nearest.best != NULL ? "'?)" : "");
        return;
    }
    for (uint32_t i = 0; i < sets->count; i++) {
        if (sets->places[i].item == item) {
            issues_add(issues, ISSUE_ERROR, sets->file, 1, "'%s' is named twice; each id once",
                       form->items[item].id);
            return;
        }
    }
    if (sets->count == SETS_QUESTIONS) {
        issues_add(issues, ISSUE_ERROR, sets->file, 1, "more than %d questions; fewer",
                   SETS_QUESTIONS);
        return;
    }
    add_place(sets, item);
}

static void line_error(const struct sets *sets, struct issues *issues)
{
    if (sets->end >= SETS_BUFFER - 1) {
        issues_add(issues, ISSUE_ERROR, sets->file, sets->line + 1,
                   "the line is longer than %d bytes; one set a line", SETS_BUFFER - 1);
        return;
    }
    issues_add(issues, ISSUE_ERROR, sets->file, sets->line + 1,
               "the line cannot be read; a file of text, one set a line");
}

// A spreadsheet's mark that what follows is UTF-8.
static size_t mark_length(const char *line, size_t length)
{
    return length >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

int sets_header(struct sets *sets, struct issues *issues)
{
    size_t before = issues->errors;
    size_t length = 0;
    bool failed = false;
    char *line = next_line(sets, &length, &failed);
    if (failed) {
        line_error(sets, issues);
        return -1;
    }
    if (line == NULL) {
        issues_add(issues, ISSUE_ERROR, sets->file, 1,
                   "no first line; the ids of the questions, separated by tabs");
        return -1;
    }
    for (char *at = line + mark_length(line, length), *end = line + length; at <= end;) {
        char *tab = memchr(at, '\t', (size_t)(end - at));
        char *stop = tab != NULL ? tab : end;
        header_name(sets, at, (size_t)(stop - at), issues);
        at = stop + 1;
    }
    return issues->errors == before ? 0 : -1;
}

static bool read_codes(const struct form_item *item, const char *cell, size_t length, int64_t *out)
{
    uint64_t chosen = 0;
    for (const char *at = cell, *end = cell + length; at < end;) {
        const char *space = memchr(at, ' ', (size_t)(end - at));
        const char *stop = space != NULL ? space : end;
        uint32_t option = form_option_slice(item->options, at, (size_t)(stop - at));
        if (option == UINT32_MAX) {
            return false;
        }
        chosen |= UINT64_C(1) << option;
        at = stop + 1;
    }
    memcpy(out, &chosen, sizeof *out);
    return chosen != 0;
}

static void give(struct column *column, uint32_t row)
{
    column->given.words[row >> 6] |= UINT64_C(1) << (row & 63);
}

static void lack(struct column *column, uint32_t row)
{
    column->given.words[row >> 6] &= ~(UINT64_C(1) << (row & 63));
}

static bool silence_of(const struct form_item *item, const char *cell, size_t length,
                       struct column *column, uint32_t row)
{
    static const struct {
        const char *name;
        enum silence silence;
    } names[] = {{"!dont-know", SILENCE_DONT_KNOW},
                 {"!declined", SILENCE_DECLINED},
                 {"!skipped", SILENCE_SKIPPED}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i].name) != length || memcmp(names[i].name, cell, length) != 0) {
            continue;
        }
        column_silence(column, row, names[i].silence);
        // A silence given from outside becomes the option that stands for it.
        for (uint32_t o = 0; item->options != NULL && o < item->options->count; o++) {
            if (item->options->list[o].silence == names[i].silence) {
                if (item->value_type == VALUE_SET) {
                    column->number[row] = (int64_t)(UINT64_C(1) << o);
                } else {
                    column->code[row] = (uint8_t)o;
                }
                give(column, row);
            }
        }
        return true;
    }
    return false;
}

static bool is_plain(const char *cell, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        size_t step = text_decode(cell + at, length - at, &code_point);
        if (step == 0 || text_forbidden(code_point)) {
            return false;
        }
        at += step;
    }
    return true;
}

// The general way. False if the cell is no answer to the question.
static bool read_cell(const struct form_item *item, const char *cell, size_t length,
                      struct column *column, uint32_t row)
{
    int64_t *number = &column->number[row];
    struct date date;
    lack(column, row);
    if (cell[0] == '!') {
        return silence_of(item, cell, length, column, row);
    }
    bool fine = false;
    switch (item->value_type) {
    case VALUE_CODE: {
        uint32_t option = form_option_slice(item->options, cell, length);
        column->code[row] = (uint8_t)option;
        fine = option != UINT32_MAX;
        break;
    }
    case VALUE_SET:
        fine = read_codes(item, cell, length, number);
        break;
    case VALUE_DATE:
        fine = date_parse(cell, length, 0, &date) && date.precision != DATE_ABOUT;
        if (fine) {
            *number = date.first;
            column->most[row] = date.last;
        }
        break;
    case VALUE_NUMBER:
        if (item->type == ITEM_TIME) {
            int minutes = time_parse(cell, length);
            *number = decimal_of(minutes);
            fine = minutes >= 0;
        } else {
            fine = decimal_parse(cell, length, number) &&
                   (!item->has_min || *number >= item->min) &&
                   (!item->has_max || *number <= item->max);
        }
        break;
    case VALUE_TEXT:
        fine = is_plain(cell, length);
        break;
    default:
        break;
    }
    if (fine) {
        give(column, row);
    }
    return fine;
}

static void cell_error(struct sets *sets, const struct form_item *item, const char *cell,
                       size_t length, struct issues *issues)
{
    issues_add(issues, ISSUE_ERROR, sets->file, sets->line,
               "'%.*s' is no answer to '%s' (%s); a value of its type, or nothing",
               (int)(length < LIMIT_ID ? length : LIMIT_ID), cell, item->id,
               item_type_name(item->type));
}

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

// Marks the highest bit of the bytes that are 0; right up to the first of them.
static uint64_t zero_bytes(uint64_t word)
{
    return (word - EACH_BYTE(1)) & ~word & EACH_BYTE(0x80);
}

// Bytes before the first tab or newline; 8 if there is none among these.
static unsigned cell_length(uint64_t word)
{
    uint64_t ends = zero_bytes(word ^ EACH_BYTE('\t')) | zero_bytes(word ^ EACH_BYTE('\n'));
    return ends != 0 ? (unsigned)__builtin_ctzll(ends) / 8 : WORD;
}

// The whole number of 1 to 7 digits a cell is; -1 if it is anything else. The digits are moved to
// the word's end behind zeros, then pairs, fours and eights are put together at once.
static int64_t small_number(uint64_t word, unsigned length)
{
    uint64_t digits = (word << (WORD - length) * 8) | EACH_BYTE('0') >> length * 8;
    if (((digits & EACH_BYTE(0xF0)) | ((digits + EACH_BYTE(6)) & EACH_BYTE(0xF0)) >> 4) !=
        EACH_BYTE(0x33)) {
        return -1;
    }
    digits -= EACH_BYTE('0');
    digits = (digits * 10 + (digits >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
    digits = (digits * 100 + (digits >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
    digits = (digits * 10000 + (digits >> 32)) & UINT32_MAX;
    return (int64_t)digits;
}

// The option of a code. False if there is none, or the table cannot tell.
static inline bool table_find(const struct code_table *table, uint64_t word, uint8_t *option)
{
    uint64_t entry = table->entries[word * table->multiplier >> table->shift];
    *option = (uint8_t)(entry >> OPTION_SHIFT);
    return word_head(entry, WORD - 1) == word;
}

static inline bool in_limits(const struct place *place, decimal number)
{
    return (uint64_t)number - (uint64_t)place->min <= place->span;
}

// A cell of two bytes, by far the commonest, if it is one: no code and no digit is a tab or
// newline. False if it is none of the common ones.
static inline bool read_two(const struct place *place, const char *at, uint32_t row)
{
    if (place->table != NULL) {
        return table_find(place->table, word_head(word_at(at), 2), &place->column->code[row]);
    }
    int64_t *out = &place->column->number[row];
    unsigned tens = (unsigned char)at[0] - (unsigned)'0';
    unsigned ones = (unsigned char)at[1] - (unsigned)'0';
    *out = decimal_of(tens * 10 + ones);
    return place->number && tens <= 9 && ones <= 9 && in_limits(place, *out);
}

// A cell of up to seven bytes. The byte after it, or NULL: it is none of the common ones.
static const char *read_short(const struct place *place, const char *at, uint32_t row)
{
    uint64_t word = word_at(at);
    unsigned length = cell_length(word);
    if (length == 0) {
        lack(place->column, row);
        return at;
    }
    if (length == WORD) {
        return NULL;
    }
    if (place->table != NULL) {
        // A code's word ends with zeros: a cell that ends with such bytes is none.
        bool found = at[length - 1] != '\0' &&
                     table_find(place->table, word_head(word, length), &place->column->code[row]);
        return found ? at + length : NULL;
    }
    int64_t *out = &place->column->number[row];
    int64_t number = place->number ? small_number(word, length) : -1;
    *out = decimal_of(number);
    return number >= 0 && in_limits(place, *out) ? at + length : NULL;
}

// The general way. The byte after the cell; *fine is false if it is no answer to the question.
static const char *read_any(struct sets *sets, const struct place *place, const char *at,
                            const char *end, uint32_t row, bool *fine, struct issues *issues)
{
    const struct form_item *item = &sets->form->items[place->item];
    const char *stop = memchr(at, '\t', (size_t)(end - at));
    stop = stop != NULL ? stop : end;
    if (!read_cell(item, at, (size_t)(stop - at), place->column, row)) {
        cell_error(sets, item, at, (size_t)(stop - at), issues);
        *fine = false;
    }
    return stop;
}

// One line into one row. False if it has a mistake.
static bool read_line(struct sets *sets, const char *line, size_t length, uint32_t row,
                      struct issues *issues)
{
    const char *at = line, *end = line + length;
    const struct place *place = sets->places, *last = place + sets->count;
    bool fine = true;
    for (; place < last; place++) {
        // A guess, where to look next, that the processor may go on with before the rest is done.
        if (at[2] == '\t' && read_two(place, at, row)) {
            at += 3;
            continue;
        }
        const char *stop = read_short(place, at, row);
        at = stop != NULL ? stop : read_any(sets, place, at, end, row, &fine, issues);
        if (*at != '\t') {
            place++;
            break;
        }
        at++;
    }
    if (place < last || at < end) {
        issues_add(issues, ISSUE_ERROR, sets->file, sets->line,
                   "%s cells than the first line has ids (%u); one for each",
                   at < end ? "more" : "fewer", sets->count);
        fine = false;
    }
    for (; place < last; place++) {
        lack(place->column, row);
    }
    return fine;
}

int sets_block(struct sets *sets, struct columns *columns, struct column_bits *bad,
               struct issues *issues)
{
    columns_clear(columns);
    memset(bad, 0, sizeof *bad);
    for (uint32_t i = 0; i < sets->count; i++) {
        struct column *column = columns_of(columns, sets->places[i].item);
        memset(&column->given, 0xff, sizeof column->given);
        sets->places[i].column = column;
    }
    uint32_t row = 0;
    for (; row < COLUMN_ROWS; row++) {
        size_t length = 0;
        bool failed = false;
        char *line = next_line(sets, &length, &failed);
        if (failed) {
            line_error(sets, issues);
            return -1;
        }
        if (line == NULL) {
            break;
        }
        if (!read_line(sets, line, length, row, issues)) {
            bad->words[row >> 6] |= UINT64_C(1) << (row & 63);
        }
    }
    return (int)row;
}
