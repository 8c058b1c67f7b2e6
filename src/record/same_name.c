#include "record/same_name.h"

#include "base/nearest.h"
#include "base/text.h"
#include "record/seal.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { WORDS = 16, NAME = 512, SLIP_LEAST = 3 };

struct name {
    char words[NAME]; // each with its NUL
    char whole[NAME]; // the words without what stood between them
    const char *word[WORDS];
    size_t count;
};

static bool is_part(uint32_t code_point)
{
    return text_letter(code_point) || text_digit(code_point) >= 0;
}

// False: it has no words, or too many.
static bool take_apart(const char *text, struct name *out)
{
    char folded[NAME];
    size_t length = text_fold(text, folded, sizeof folded), used = 0, whole = 0;
    bool within = false;
    out->count = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t size = text_decode(folded + at, length - at, &code_point);
        size = size == 0 ? 1 : size;
        if (is_part(code_point)) {
            if (!within && out->count == WORDS) {
                return false;
            }
            if (!within) {
                out->word[out->count++] = out->words + used;
            }
            memcpy(out->words + used, folded + at, size);
            memcpy(out->whole + whole, folded + at, size);
            used += size;
            whole += size;
            within = true;
        } else if (within && code_point != '\'' && code_point != 0x2019) {
            out->words[used++] = '\0';
            within = false;
        }
        at += size;
    }
    out->words[used] = '\0';
    out->whole[whole] = '\0';
    return out->count > 0;
}

// One letter more, less, another, or two exchanged.
static bool is_slip(const char *a, const char *b)
{
    struct nearest nearest;
    if (text_count(a, strlen(a)) < SLIP_LEAST || text_count(b, strlen(b)) < SLIP_LEAST) {
        return false;
    }
    nearest_init(&nearest, a, strlen(a));
    nearest_try(&nearest, b);
    return nearest.best != NULL && nearest.distance <= 1;
}

// Takes the words both have out of both.
static void strike(struct name *a, struct name *b)
{
    for (size_t i = 0; i < a->count;) {
        size_t k = 0;
        while (k < b->count && strcmp(a->word[i], b->word[k]) != 0) {
            k++;
        }
        if (k == b->count) {
            i++;
            continue;
        }
        a->word[i] = a->word[--a->count];
        b->word[k] = b->word[--b->count];
    }
}

static bool is_near(struct name *a, struct name *b)
{
    if (strcmp(a->whole, b->whole) == 0) {
        return true;
    }
    strike(a, b);
    return (a->count == 0 && b->count == 0) ||
           (a->count == 1 && b->count == 1 && is_slip(a->word[0], b->word[0]));
}

bool same_name(const char *a, const char *b)
{
    struct name one, other;
    bool near = take_apart(a, &one) && take_apart(b, &other) && is_near(&one, &other);
    seal_wipe(&one, sizeof one);
    seal_wipe(&other, sizeof other);
    return near;
}
