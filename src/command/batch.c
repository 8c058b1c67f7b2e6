// intake screen --batch: lines in, lines out, memory flat whatever their number.
#include "command/batch.h"

#include "base/ensure.h"
#include "command/command.h"
#include "load/load_sets.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long read_some(void *context, char *bytes, size_t size)
{
    const int *fd = context;
    ssize_t got;
    do {
        got = read(*fd, bytes, size);
    } while (got < 0 && errno == EINTR);
    return (long)got;
}

// The ids of one row, rule by rule, would look at every rule for every row. Instead each rule's
// rows are looked at, word by word, and the row's list grows.
struct rows {
    uint16_t *ids; // [row][nth rule]
    uint32_t counts[COLUMN_ROWS];
    uint32_t width;
};

static void collect(struct rows *rows, const struct column_bits *bits, uint32_t rule)
{
    for (uint32_t w = 0; w < COLUMN_WORDS; w++) {
        for (uint64_t word = bits->words[w]; word != 0; word &= word - 1) {
            uint32_t row = w * 64 + (uint32_t)__builtin_ctzll(word);
            rows->ids[(size_t)row * rows->width + rows->counts[row]++] = (uint16_t)rule;
        }
    }
}

// An id with the space that may stand before it. Sixteen bytes are copied whatever its length: a
// copy of a length known beforehand is no call.
enum { PRINT_AT_ONCE = 16 };

struct print_id {
    char bytes[LIMIT_ID + PRINT_AT_ONCE];
    size_t length;
};

static char *print_ids(const struct rows *rows, uint32_t row, const struct print_id *texts,
                       char *out)
{
    const uint16_t *ids = rows->ids + (size_t)row * rows->width;
    for (uint32_t i = 0; i < rows->counts[row]; i++) {
        const struct print_id *text = &texts[ids[i]];
        const char *bytes = text->bytes + (i == 0 ? 1 : 0);
        size_t length = text->length - (i == 0 ? 1 : 0);
        memcpy(out, bytes, PRINT_AT_ONCE);
        if (length > PRINT_AT_ONCE) {
            memcpy(out + PRINT_AT_ONCE, bytes + PRINT_AT_ONCE, length - PRINT_AT_ONCE);
        }
        out += length;
    }
    return out;
}

// The lines of a block, behind `out`, where there is room for them. Returns their end.
static char *print_block(const struct columns *columns, const struct rules *rules, uint32_t count,
                         const struct column_bits *bad, struct rows *present, struct rows *unsure,
                         const struct print_id *texts, char *out)
{
    memset(present->counts, 0, sizeof present->counts);
    memset(unsure->counts, 0, sizeof unsure->counts);
    for (uint32_t rule = 0; rule < rules->count; rule++) {
        collect(present, columns_present(columns, rule), rule);
        collect(unsure, columns_unsure(columns, rule), rule);
    }
    for (uint32_t row = 0; row < count; row++) {
        if ((bad->words[row >> 6] >> (row & 63) & 1) != 0) {
            *out++ = '!';
        } else {
            out = print_ids(present, row, texts, out);
            *out++ = '\t';
            out = print_ids(unsure, row, texts, out);
        }
        *out++ = '\n';
    }
    return out;
}

static int screen_blocks(struct bundle *bundle, struct sets *sets, struct columns *columns)
{
    const struct rules *rules = bundle->rules;
    struct arena arena;
    arena_init(&arena);
    static struct rows present, unsure;
    present.width = unsure.width = rules->count;
    present.ids = arena_array(&arena, uint16_t, (size_t)COLUMN_ROWS * rules->count + 1);
    unsure.ids = arena_array(&arena, uint16_t, (size_t)COLUMN_ROWS * rules->count + 1);
    struct print_id *texts = arena_array(&arena, struct print_id, rules->count);
    size_t widest = 2 + PRINT_AT_ONCE; // a rule is present or unsure, never both
    for (uint32_t i = 0; i < rules->count; i++) {
        texts[i].length = 1 + strlen(rules->list[i].id);
        texts[i].bytes[0] = ' ';
        memcpy(texts[i].bytes + 1, rules->list[i].id, texts[i].length - 1);
        widest += texts[i].length;
    }
    // Not touched before it is needed, so a size for the worst case costs nothing.
    char *out = malloc(widest * COLUMN_ROWS);
    if (out == NULL) {
        die("out of memory");
    }
    struct column_bits bad;
    int code = EXIT_FINE;
    int count;
    while ((count = sets_block(sets, columns, &bad, &bundle->issues)) > 0) {
        columns_screen(columns, (uint32_t)count);
        char *end =
            print_block(columns, rules, (uint32_t)count, &bad, &present, &unsure, texts, out);
        if (fwrite(out, 1, (size_t)(end - out), stdout) != (size_t)(end - out)) {
            code = EXIT_IO;
            break;
        }
    }
    if (code == EXIT_FINE && fflush(stdout) != 0) {
        code = EXIT_IO;
    }
    if (code == EXIT_FINE && (count < 0 || bundle->issues.errors > 0)) {
        code = EXIT_FOUND;
    }
    free(out);
    arena_clear(&arena);
    return code;
}

int batch_screen(struct bundle *bundle, const char *name, bool today_known, day_number today)
{
    const char *refused = columns_refuse(bundle->form);
    if (refused != NULL) {
        fprintf(stderr, "intake screen: '%s' cannot be screened line by line: %s\n",
                bundle->form->id, refused);
        return EXIT_WRONG_USE;
    }
    bool standard = strcmp(name, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fprintf(stderr, "intake screen: %s: %s\n", name, strerror(errno));
        return EXIT_FOUND;
    }
    struct columns_setup setup = {
        .form = bundle->form,
        .rules = bundle->rules,
        .settings = bundle->settings,
        .today_known = today_known,
        .today = today,
    };
    struct sets *sets = sets_new(bundle->form, standard ? "stdin" : name, read_some, &fd);
    int code = EXIT_FOUND;
    if (sets_header(sets, &bundle->issues) == 0) {
        struct columns *columns = columns_new(&setup);
        code = screen_blocks(bundle, sets, columns);
        columns_free(columns);
    }
    bundle_print(&bundle->issues, stderr);
    sets_free(sets);
    if (!standard) {
        close(fd);
    }
    return code;
}
