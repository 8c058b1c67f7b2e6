// Moving over the body chart and finding a region by name. All distances are in half columns; a row
// is as high as two columns are wide.

#include "form/body.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { SCALE = 2, ROW_HEIGHT = 2, ACROSS = 3 };

struct point {
    int x, y;
};

static bool centre(const struct body *body, uint32_t region, uint32_t figure, struct point *out)
{
    const struct body_region *found = &body->regions[region];
    int count = 0;
    int x = 0;
    int y = 0;
    for (uint32_t i = 0; i < found->cell_count; i++) {
        if (found->cells[i].figure == figure) {
            x += found->cells[i].column;
            y += found->cells[i].row;
            count++;
        }
    }
    if (count == 0) {
        return false;
    }
    *out = (struct point){.x = SCALE * x / count, .y = SCALE * ROW_HEIGHT * y / count};
    return true;
}

bool body_centre(const struct body *body, uint32_t region, uint32_t figure, uint32_t *row,
                 uint32_t *column)
{
    struct point point;
    if (!centre(body, region, figure, &point)) {
        return false;
    }
    *row = (uint32_t)point.y / (SCALE * ROW_HEIGHT);
    *column = (uint32_t)point.x / SCALE;
    return true;
}

// What it costs to look from one point at another, going `way`; negative if it is not that way.
// Upward and downward every region that is higher or lower counts; sideways only what lies rather
// beside than above or below, so that from the head one comes to the other figure and not to a
// shoulder.
static int cost(struct point from, struct point to, enum body_way way)
{
    bool sideways = way == BODY_TO_LEFT || way == BODY_TO_RIGHT;
    int along = sideways ? to.x - from.x : to.y - from.y;
    int across = sideways ? abs(to.y - from.y) : abs(to.x - from.x);
    if (way == BODY_UP || way == BODY_TO_LEFT) {
        along = -along;
    }
    if (along <= 0 || (sideways && across > along)) {
        return -1;
    }
    return along + ACROSS * across;
}

static uint32_t on_figure(const struct body *body, uint32_t region, uint32_t figure,
                          struct point from, enum body_way way)
{
    uint32_t best = region;
    int least = -1;
    for (uint32_t i = 0; i < body->options->count; i++) {
        struct point to;
        if (i == region || !centre(body, i, figure, &to)) {
            continue;
        }
        int this = cost(from, to, way);
        if (this >= 0 && (least < 0 || this < least)) {
            least = this;
            best = i;
        }
    }
    return best;
}

// Where one comes in on a figure from its side: the nearest to that side, at about the same height.
static bool from_side(const struct body *body, uint32_t figure, int y, enum body_way way,
                      uint32_t *region)
{
    int edge = way == BODY_TO_RIGHT ? 0 : SCALE * (int)body->figures[figure].columns;
    int least = -1;
    for (uint32_t i = 0; i < body->options->count; i++) {
        struct point to;
        if (!centre(body, i, figure, &to)) {
            continue;
        }
        int this = abs(to.x - edge) + ACROSS * abs(to.y - y);
        if (least < 0 || this < least) {
            least = this;
            *region = i;
        }
    }
    return least >= 0;
}

uint32_t body_neighbour(const struct body *body, uint32_t region, uint32_t *figure,
                        enum body_way way)
{
    struct point from;
    if (!centre(body, region, *figure, &from)) {
        return region;
    }
    uint32_t best = on_figure(body, region, *figure, from, way);
    if (best != region || way == BODY_UP || way == BODY_DOWN) {
        return best;
    }
    // Figures stand side by side, and the last is followed by the first.
    uint32_t step = way == BODY_TO_RIGHT ? 1 : body->figure_count - 1;
    for (uint32_t other = (*figure + step) % body->figure_count; other != *figure;
         other = (other + step) % body->figure_count) {
        if (from_side(body, other, from.y, way, &best)) {
            *figure = other;
            return best;
        }
    }
    return region;
}

bool body_left_is_left(const struct body *body, uint32_t figure)
{
    for (uint32_t region = 0; region < body->options->count; region++) {
        uint32_t row, column;
        if (body->regions[region].side != BODY_NONE &&
            body_centre(body, region, figure, &row, &column)) {
            bool at_left = column < body->figures[figure].columns / 2;
            return at_left == (body->regions[region].side == BODY_LEFT);
        }
    }
    return false;
}

// Searching. Every word typed must begin a word of the region's label or of what people call it.

enum { FOLDED = 256 };

// How well a region fits; smaller is better.
enum fit {
    FIT_LABEL,       // the label begins with what was typed
    FIT_LABEL_WORDS, // every word typed begins a word of the label
    FIT_LABEL_STEM,  // one of its other names begins so, and a word of the label begins what was
                     // typed
    FIT_NAME,        // one of its other names begins with what was typed
    FIT_WORDS,       // every word typed begins a word somewhere
    FIT_INSIDE,      // what was typed stands inside the label or a name
    FIT_NOT,
};

// Whether `word` begins a word of `text`.
static bool begins_word(const char *text, const char *word, size_t length)
{
    for (const char *at = text; *at != '\0'; at++) {
        bool start = at == text || at[-1] == ' ' || at[-1] == '-';
        if (start && strncmp(at, word, length) == 0) {
            return true;
        }
    }
    return false;
}

struct names {
    char label[FOLDED];
    const struct body_region *region;
};

static bool word_fits(const struct names *names, const char *word, size_t length, bool label_only)
{
    if (begins_word(names->label, word, length)) {
        return true;
    }
    for (uint32_t i = 0; !label_only && i < names->region->word_count; i++) {
        char name[FOLDED];
        text_fold(names->region->words[i], name, sizeof(name));
        if (begins_word(name, word, length)) {
            return true;
        }
    }
    return false;
}

static bool all_words_fit(const struct names *names, const char *typed, bool label_only)
{
    while (*typed != '\0') {
        size_t length = strcspn(typed, " ");
        if (length > 0 && !word_fits(names, typed, length, label_only)) {
            return false;
        }
        typed += length + strspn(typed + length, " ");
    }
    return true;
}

// Whether a word of the label, not the shortest, begins what was typed: "low back" for "lower".
static bool begins_typed(const char *label, const char *typed)
{
    enum { WORD = 3 };
    for (size_t length = strcspn(label, " "); length > 0; length = strcspn(label, " ")) {
        if (length >= WORD && strncmp(label, typed, length) == 0) {
            return true;
        }
        label += length + strspn(label + length, " ");
    }
    return false;
}

static enum fit fit(const struct names *names, const char *typed)
{
    size_t length = strlen(typed);
    if (strncmp(names->label, typed, length) == 0) {
        return FIT_LABEL;
    }
    if (all_words_fit(names, typed, true)) {
        return FIT_LABEL_WORDS;
    }
    bool inside = strstr(names->label, typed) != NULL;
    for (uint32_t i = 0; i < names->region->word_count; i++) {
        char name[FOLDED];
        text_fold(names->region->words[i], name, sizeof(name));
        if (strncmp(name, typed, length) == 0) {
            return begins_typed(names->label, typed) ? FIT_LABEL_STEM : FIT_NAME;
        }
        inside = inside || strstr(name, typed) != NULL;
    }
    if (all_words_fit(names, typed, false)) {
        return FIT_WORDS;
    }
    return inside ? FIT_INSIDE : FIT_NOT;
}

// Lower-case without accents and without spaces around.
static const char *fold_typed(const char *typed, char out[FOLDED])
{
    size_t length = text_fold(typed, out, FOLDED);
    while (length > 0 && out[length - 1] == ' ') {
        out[--length] = '\0';
    }
    return out + strspn(out, " ");
}

uint32_t body_search(const struct body *body, const char *typed, uint32_t *regions, uint32_t size)
{
    char folded[FOLDED];
    const char *wanted = fold_typed(typed, folded);
    uint8_t fits[LIMIT_OPTIONS];
    uint32_t count = body->options->count < LIMIT_OPTIONS ? body->options->count : LIMIT_OPTIONS;
    for (uint32_t i = 0; i < count; i++) {
        struct names names = {.region = &body->regions[i]};
        text_fold(body->options->list[i].text, names.label, sizeof(names.label));
        fits[i] = (uint8_t)fit(&names, wanted);
    }
    uint32_t found = 0;
    for (uint8_t best = FIT_LABEL; best < FIT_NOT; best++) {
        for (uint32_t i = 0; i < count && found < size; i++) {
            if (fits[i] == best) {
                regions[found++] = i;
            }
        }
    }
    return found;
}
