// Greedy wrapping. A line takes graphemes until one does not fit; then it ends before the word that
// did not fit, or, if that word began the line, inside it. Spaces at the end of a line hang over
// the edge and are never drawn; the next line starts with a word. Indentation is kept where a
// paragraph starts, unless its first word then would not fit. A grapheme wider than the line gets a
// line of its own, so that every call moves on. `at` past `length` means that the last line was
// given.

#include "base/wrap.h"

#include "base/ensure.h"

#include <stdint.h>
#include <string.h>

void wrap_init(struct wrap *wrap, const char *text, size_t columns, text_width_fn width)
{
    ensure(width != NULL);
    *wrap = (struct wrap){
        .text = text,
        .length = strlen(text),
        .columns = columns > 0 ? columns : 1,
        .width = width,
    };
}

// What has been seen of the line so far.
struct scan {
    size_t start;        // where the line starts
    size_t columns;      // from there to the place the scan has reached, spaces counted
    size_t end;          // after the last grapheme that is not a space
    size_t end_columns;  // columns up to there
    size_t word;         // where the word being read started
    size_t word_columns; // columns before it
    size_t before;       // where the text before that word ended (== start: no text)
    size_t before_columns;
    bool in_word;
};

static size_t line_end_size(const char *text, size_t at, size_t next)
{
    bool ends = text[at] == '\n' || (text[at] == '\r' && next - at == 2);
    return ends ? next - at : 0;
}

static void take_space(struct scan *scan)
{
    scan->in_word = false;
    scan->columns++;
}

static void take_grapheme(struct scan *scan, size_t at, size_t next, size_t columns)
{
    if (!scan->in_word) {
        scan->in_word = true;
        scan->word = at;
        scan->word_columns = scan->columns;
        scan->before = scan->end;
        scan->before_columns = scan->end_columns;
    }
    scan->columns += columns;
    scan->end = next;
    scan->end_columns = scan->columns;
}

// A grapheme at `at` does not fit any more. Ends the line and returns where the next one starts; or
// drops the indentation, if that is what is in the way, and returns SIZE_MAX: the line goes on.
static size_t overflow(struct scan *scan, size_t at)
{
    size_t word = scan->in_word ? scan->word : at;
    bool text_before_word = (scan->in_word ? scan->before : scan->end) > scan->start;
    if (text_before_word) {
        if (scan->in_word) {
            scan->end = scan->before;
            scan->end_columns = scan->before_columns;
        }
        return word;
    }
    if (word > scan->start) {
        size_t indent = scan->in_word ? scan->word_columns : scan->columns;
        *scan = (struct scan){
            .start = word,
            .columns = scan->columns - indent,
            .end = at,
            .end_columns = scan->columns - indent,
            .word = word,
            .before = word,
            .in_word = at > word,
        };
        return SIZE_MAX;
    }
    return at;
}

// Past the grapheme at `at`, and its columns.
static size_t measure(const struct wrap *wrap, size_t at, size_t *columns)
{
    unsigned char byte = (unsigned char)wrap->text[at];
    // Most are plain letters: the byte behind them, perhaps the final NUL, cannot belong to them.
    if (byte >= ' ' && byte <= '~' && (unsigned char)wrap->text[at + 1] < 0x80) {
        *columns = 1;
        return at + 1;
    }
    size_t next = text_next(wrap->text, wrap->length, at);
    *columns = (size_t)text_grapheme_columns(wrap->text + at, next - at, wrap->width);
    return next;
}

bool wrap_next(struct wrap *wrap, struct wrap_line *line)
{
    if (wrap->at > wrap->length) {
        return false;
    }
    struct scan scan = {.start = wrap->at, .end = wrap->at, .before = wrap->at};
    size_t at = wrap->at;
    size_t resume = wrap->length + 1;
    while (at < wrap->length) {
        size_t columns;
        size_t next = measure(wrap, at, &columns);
        size_t line_end = line_end_size(wrap->text, at, next);
        if (line_end > 0) {
            resume = at + line_end;
            break;
        }
        if (next == at + 1 && wrap->text[at] == ' ') {
            take_space(&scan);
            at = next;
            continue;
        }
        if (scan.columns + columns > wrap->columns && at > scan.start) {
            size_t end = overflow(&scan, at);
            if (end == SIZE_MAX) {
                continue;
            }
            resume = end;
            break;
        }
        take_grapheme(&scan, at, next, columns);
        at = next;
    }
    wrap->at = resume;
    *line = (struct wrap_line){
        .start = wrap->text + scan.start,
        .length = scan.end - scan.start,
        .columns = scan.end_columns,
    };
    return true;
}

size_t wrap_count(const char *text, size_t columns, text_width_fn width)
{
    struct wrap wrap;
    struct wrap_line line;
    size_t count = 0;
    wrap_init(&wrap, text, columns, width);
    while (wrap_next(&wrap, &line)) {
        count++;
    }
    return count;
}
