// Edit distance with transpositions of neighbours (optimal string alignment), in characters. Ids
// are at most LIMIT_ID characters long, so three rows on the stack are enough, and whatever is
// longer has no near name. Among equals the first name tried stays.

#include "base/nearest.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdint.h>
#include <string.h>

enum { FEW_LETTERS = 5 };

struct word {
    uint32_t letters[LIMIT_ID];
    size_t length;
};

// False if the text is longer than any id.
static bool word_from(struct word *word, const char *text, size_t length)
{
    word->length = 0;
    for (size_t at = 0; at < length;) {
        if (word->length == LIMIT_ID) {
            return false;
        }
        uint32_t letter;
        size_t size = text_decode(text + at, length - at, &letter);
        if (size == 0) {
            letter = (unsigned char)text[at];
            size = 1;
        }
        word->letters[word->length++] = letter;
        at += size;
    }
    return true;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

// The distance, or `bound` if it is not below.
static size_t distance_below(const struct word *a, const struct word *b, size_t bound)
{
    size_t rows[3][LIMIT_ID + 1] = {{0}};
    for (size_t j = 0; j <= b->length; j++) {
        rows[0][j] = j;
    }
    size_t least_before = 0;
    for (size_t i = 1; i <= a->length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        size_t least = i;
        for (size_t j = 1; j <= b->length; j++) {
            size_t changed = a->letters[i - 1] == b->letters[j - 1] ? 0 : 1;
            size_t cost = smaller(above[j - 1] + changed, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a->letters[i - 1] == b->letters[j - 2] &&
                a->letters[i - 2] == b->letters[j - 1]) {
                cost = smaller(cost, two_above[j - 2] + 1);
            }
            row[j] = cost;
            least = smaller(least, cost);
        }
        // Rows only grow, and a transposition reaches back over one of them.
        if (least >= bound && least_before >= bound) {
            return bound;
        }
        least_before = least;
    }
    return smaller(rows[a->length % 3][b->length], bound);
}

void nearest_init(struct nearest *nearest, const char *wanted, size_t length)
{
    struct word word;
    *nearest = (struct nearest){.wanted = wanted, .length = length};
    if (word_from(&word, wanted, length)) {
        size_t farthest = word.length / 3 > 1 ? word.length / 3 : 1;
        nearest->distance = farthest + 1;
    }
}

void nearest_few(struct nearest *nearest)
{
    nearest->distance += nearest->length >= FEW_LETTERS;
}

void nearest_try(struct nearest *nearest, const char *name)
{
    // Too long, or an exact match found already: nothing can be nearer.
    if (nearest->distance == 0) {
        return;
    }
    struct word wanted, other;
    // A character has at most four bytes; this also stops a name without end.
    size_t length = strnlen(name, (size_t)LIMIT_ID * 4 + 1);
    if (!word_from(&other, name, length) || !word_from(&wanted, nearest->wanted, nearest->length)) {
        return;
    }
    size_t difference =
        wanted.length > other.length ? wanted.length - other.length : other.length - wanted.length;
    if (difference >= nearest->distance) {
        return;
    }
    size_t distance = distance_below(&wanted, &other, nearest->distance);
    if (distance < nearest->distance) {
        nearest->best = name;
        nearest->distance = distance;
    }
}
