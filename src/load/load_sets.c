// Lines to columns. The common cells (a small whole number, a code) are read without a call;
// everything else takes the general way.
#include "load/load_sets.h"

#include "base/ensure.h"
#include "base/nearest.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { SETS_BUFFER = 1 << 20, SETS_QUESTIONS = 4096 };

struct sets {
    const struct form *form;
    const char *file;
    long (*read)(void *context, char *bytes, size_t size);
    void *context;
    char *bytes;
    size_t start, end; // unread bytes
    bool over;         // no more to read
    uint32_t line;
    uint32_t items[SETS_QUESTIONS];
    uint32_t count;
};

struct sets *sets_new(const struct form *form, const char *file,
                      long (*read)(void *context, char *bytes, size_t size), void *context)
{
    struct sets *sets = calloc(1, sizeof *sets);
    if (sets == NULL) {
        die("out of memory");
    }
    sets->bytes = malloc(SETS_BUFFER);
    if (sets->bytes == NULL) {
        die("out of memory");
    }
    sets->form = form;
    sets->file = file;
    sets->read = read;
    sets->context = context;
    return sets;
}

void sets_free(struct sets *sets)
{
    if (sets != NULL) {
        free(sets->bytes);
        free(sets);
    }
}

// The next whole line, without its newline; NULL at the end or when it failed (*failed).
static char *next_line(struct sets *sets, size_t *length, bool *failed)
{
    size_t looked = sets->start;
    for (;;) {
        char *newline = memchr(sets->bytes + looked, '\n', sets->end - looked);
        if (newline != NULL || (sets->over && sets->start < sets->end)) {
            char *line = sets->bytes + sets->start;
            char *stop = newline != NULL ? newline : sets->bytes + sets->end;
            sets->start = (size_t)(stop - sets->bytes) + (newline != NULL ? 1 : 0);
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
        long got = sets->read(sets->context, sets->bytes + sets->end, SETS_BUFFER - 1 - sets->end);
        if (got < 0) {
            *failed = true;
            return NULL;
        }
        sets->over = got == 0;
        sets->end += (size_t)got;
    }
}

static void header_name(struct sets *sets, const char *name, size_t length, struct issues *issues)
{
    const struct form *form = sets->form;
    uint32_t item = intern_find_slice(&form->by_id, name, length);
    if (item == INTERN_NONE || !form_is_question(&form->items[item])) {
        struct nearest nearest;
        nearest_init(&nearest, name, length);
        for (uint32_t i = 0; i < form->asked_end; i++) {
            if (form_is_question(&form->items[i])) {
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
        if (sets->items[i] == item) {
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
    sets->items[sets->count++] = item;
}

int sets_header(struct sets *sets, struct issues *issues)
{
    size_t before = issues->errors;
    size_t length = 0;
    bool failed = false;
    char *line = next_line(sets, &length, &failed);
    if (line == NULL) {
        issues_add(issues, ISSUE_ERROR, sets->file, 1,
                   "no first line; the ids of the questions, separated by tabs");
        return -1;
    }
    for (char *at = line, *end = line + length; at <= end;) {
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
        column->silence[row] = (uint8_t)names[i].silence;
        // A silence given from outside becomes the option that stands for it.
        for (uint32_t o = 0; item->options != NULL && o < item->options->count; o++) {
            if (item->options->list[o].silence == names[i].silence) {
                column->number[row] =
                    item->value_type == VALUE_SET ? (int64_t)(UINT64_C(1) << o) : (int64_t)o;
                column->given.words[row >> 6] |= UINT64_C(1) << (row & 63);
            }
        }
        return true;
    }
    return false;
}

// The general way. False if the cell is no answer to the question.
static bool read_cell(const struct form_item *item, const char *cell, size_t length,
                      struct column *column, uint32_t row)
{
    int64_t *number = &column->number[row];
    struct date date;
    if (cell[0] == '!') {
        return silence_of(item, cell, length, column, row);
    }
    bool fine = false;
    switch (item->value_type) {
    case VALUE_CODE: {
        uint32_t option = form_option_slice(item->options, cell, length);
        *number = option;
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
        fine = text_valid(cell, length) == length;
        break;
    default:
        break;
    }
    if (fine) {
        column->given.words[row >> 6] |= UINT64_C(1) << (row & 63);
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

// A whole number of up to nine digits that ends at a tab or the line's end: the commonest cell.
// Returns the byte after it, or NULL.
static const char *small_number(const char *at, const char *end, int64_t *out)
{
    int64_t n = 0;
    const char *p = at;
    while (p < end && *p >= '0' && *p <= '9' && p - at < 9) {
        n = n * 10 + (*p - '0');
        p++;
    }
    if (p == at || (p < end && *p != '\t')) {
        return NULL;
    }
    *out = n;
    return p;
}

static bool is_number(const struct form_item *item)
{
    return item->value_type == VALUE_NUMBER && item->type != ITEM_TIME;
}

// One line into one row. False if it has a mistake.
static bool read_line(struct sets *sets, const char *line, size_t length, struct column **columns,
                      uint32_t row, struct issues *issues)
{
    const char *at = line, *end = line + length;
    uint32_t cell = 0;
    bool fine = true;
    for (;; cell++, at++) {
        if (cell == sets->count) {
            break;
        }
        const struct form_item *item = &sets->form->items[sets->items[cell]];
        struct column *column = columns[cell];
        int64_t small = 0;
        const char *stop = is_number(item) ? small_number(at, end, &small) : NULL;
        if (stop != NULL && (!item->has_min || decimal_of(small) >= item->min) &&
            (!item->has_max || decimal_of(small) <= item->max)) {
            column->number[row] = decimal_of(small);
            column->given.words[row >> 6] |= UINT64_C(1) << (row & 63);
        } else {
            stop = memchr(at, '\t', (size_t)(end - at));
            stop = stop != NULL ? stop : end;
            if (stop > at && !read_cell(item, at, (size_t)(stop - at), column, row)) {
                cell_error(sets, item, at, (size_t)(stop - at), issues);
                fine = false;
            }
        }
        at = stop;
        if (at == end) {
            cell++;
            break;
        }
    }
    if (cell != sets->count || at < end) {
        issues_add(issues, ISSUE_ERROR, sets->file, sets->line,
                   "%s cells than the first line has ids (%u); one for each",
                   at < end ? "more" : "fewer", sets->count);
        fine = false;
    }
    return fine;
}

int sets_block(struct sets *sets, struct columns *columns, struct column_bits *bad,
               struct issues *issues)
{
    struct column *by_cell[SETS_QUESTIONS];
    columns_clear(columns);
    memset(bad, 0, sizeof *bad);
    for (uint32_t i = 0; i < sets->count; i++) {
        by_cell[i] = columns_of(columns, sets->items[i]);
    }
    uint32_t row = 0;
    for (; row < COLUMN_ROWS; row++) {
        size_t length = 0;
        bool failed = false;
        char *line = next_line(sets, &length, &failed);
        if (failed) {
            issues_add(issues, ISSUE_ERROR, sets->file, sets->line + 1,
                       "the line cannot be read or is longer than %d bytes; one set a line",
                       SETS_BUFFER - 1);
            return -1;
        }
        if (line == NULL) {
            break;
        }
        if (!read_line(sets, line, length, by_cell, row, issues)) {
            bad->words[row >> 6] |= UINT64_C(1) << (row & 63);
        }
    }
    return (int)row;
}
