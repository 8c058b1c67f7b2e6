// Findings, and questions that would settle some.
#include "print/lay_part.h"

#define DEEPER 12.0
enum { DEEPEST = 8 }; // indented so far, not further

// Beside each strip, so that a cut finding keeps it: black, the wider the graver; two lines are the
// same day's.
static void add_bars(struct block *block, size_t from, enum rule_class class)
{
    static const double widths[RULE_CLASSES] = {4.5, 1.4, 2.6, 1, 0.6, 0.6, 0.6};
    for (size_t strip = from; strip < block->strip_count; strip++) {
        for (int line = 0; line < (class == RULE_SAME_DAY ? 2 : 1); line++) {
            struct piece *bar = block_piece(block, PIECE_BAR);
            bar->strip = strip;
            bar->x = line * 2.8;
            bar->width = widths[class];
            bar->height = block->strips[strip].height;
            bar->grey = class <= RULE_ABSOLUTE ? 0 : 0.45;
        }
    }
}

static void add_lead(struct typed *words, const char *lead)
{
    typed_add(words, LOOK_GREY, lead);
    typed_add(words, LOOK_GREY, " ");
}

// What it rests on, and its source: rows of their own, or one run with the finding.
static void lay_reasons(const struct lay *lay, size_t first, size_t next, struct block *block)
{
    const struct phrases *phrases = lay->summary->phrases;
    struct typed words;
    struct buffer sources;
    buffer_init(&sources, SIZE_MAX / 2);
    runs_sources(lay->summary, first, next, &sources);
    typed_init(&words);
    runs_reasons(lay->summary, first, next, typed_piece, &words);
    bool reasons = words.bytes.length > 0;
    typed_clear(&words);
    typed_init(&words);
    if (reasons) {
        add_lead(&words, phrases->because);
        runs_reasons(lay->summary, first, next, typed_piece, &words);
    }
    if (sources.length > 0) {
        typed_add(&words, LOOK_GREY, reasons ? "  -  " : "");
        add_lead(&words, phrases->source);
        typed_said(&words, LOOK_GREY, sources.bytes);
    }
    if (words.bytes.length > 0) {
        lay_words(lay, block, BAR_WIDTH + CLASS_WIDTH, lay->width, FONT_SMALL, &words);
    } else {
        typed_clear(&words);
    }
    buffer_clear(&sources);
}

// A part of the condition, how it is now, and behind it in brackets the answers it came from.
static void lay_condition(const struct lay *lay, size_t at, size_t next, struct block *block)
{
    const struct summary_line *lines = lay->summary->lines;
    const struct summary_line *line = &lines[at];
    int now = line->now == TRUTH_TRUE ? 0 : line->now == TRUTH_FALSE ? 1 : 2;
    struct typed words;
    typed_init(&words);
    typed_said(&words, LOOK_PLAIN, line->text);
    typed_add(&words, LOOK_GREY, " - ");
    typed_add(&words, LOOK_BOLD, lay->summary->phrases->truths[now]);
    bool any = false;
    for (size_t i = at + 1; i < next && lines[i].kind == LINE_FACT; i++) {
        typed_add(&words, LOOK_GREY, any ? "; " : " (");
        if (lines[i].label != NULL) {
            typed_piece(&words, RUN_LABEL, lines[i].label);
        }
        typed_said(&words, LOOK_PLAIN, lines[i].text);
        any = true;
    }
    typed_add(&words, LOOK_GREY, any ? ")" : "");
    int depth = line->depth < DEEPEST ? line->depth : DEEPEST;
    lay_words(lay, block, BAR_WIDTH + DEEPER * (depth + 1), lay->width, FONT_TEXT, &words);
}

// The lines of a finding that only the document that says why has.
static void lay_why(const struct lay *lay, size_t first, size_t next, struct block *block)
{
    const struct summary_line *lines = lay->summary->lines;
    for (size_t i = first + 1; i < next; i++) {
        struct typed words;
        switch (lines[i].kind) {
        case LINE_FACT: // of a condition, unless nothing stands before it
            if (lines[i - 1].kind == LINE_FLAG) {
                typed_init(&words);
                typed_said(&words, LOOK_PLAIN, lines[i].text);
                lay_labelled(lay, block, lines[i].label, BAR_WIDTH, CLASS_WIDTH, lay->width,
                             FONT_TEXT, &words);
            }
            break;
        case LINE_CONDITION:
            lay_condition(lay, i, next, block);
            break;
        case LINE_OTHERWISE:
            typed_init(&words);
            typed_said(&words, LOOK_PLAIN, lines[i].text);
            lay_words(lay, block, BAR_WIDTH + DEEPER, lay->width, FONT_TEXT, &words);
            break;
        case LINE_DONE:
            lay_done(lay, &lines[i], BAR_WIDTH + CLASS_WIDTH, block);
            break;
        default:
            break;
        }
    }
}

void lay_flag(const struct lay *lay, size_t first, size_t next, struct block *block)
{
    const struct summary_line *line = &lay->summary->lines[first];
    struct typed words;
    typed_init(&words);
    typed_said(&words, line->class <= RULE_ABSOLUTE ? LOOK_BOLD : LOOK_PLAIN, line->text);
    lay_labelled(lay, block, lay->summary->phrases->classes[line->class], BAR_WIDTH, CLASS_WIDTH,
                 lay->width, FONT_TEXT, &words);
    bool reasons = next > first + 1 && line[1].kind == LINE_REASON;
    if (reasons) {
        lay_reasons(lay, first, next, block);
    }
    lay_why(lay, first, next, block);
    if (!reasons) { // then its condition says why; the source stands behind that
        lay_reasons(lay, first, next, block);
    }
    add_bars(block, 0, line->class);
}

void lay_changed(const struct lay *lay, size_t first, struct block *block)
{
    const struct phrases *phrases = lay->summary->phrases;
    const struct summary_line *line = &lay->summary->lines[first];
    struct typed words;
    typed_init(&words);
    typed_add(&words, LOOK_PLAIN, phrases->changed_how);
    typed_add(&words, LOOK_PLAIN, " ");
    typed_piece(&words, RUN_LABEL, line->label);
    typed_piece(&words, RUN_TEXT, line->text);
    lay_labelled(lay, block, phrases->changed, BAR_WIDTH, CLASS_WIDTH, lay->width, FONT_TEXT,
                 &words);
    add_bars(block, 0, RULE_URGENT);
}

void lay_question(const struct lay *lay, size_t first, size_t next, struct block *block)
{
    const struct phrases *phrases = lay->summary->phrases;
    const struct summary_line *lines = lay->summary->lines;
    struct typed words, waiting;
    typed_init(&words);
    if (lines[first].label != NULL) {
        typed_said(&words, LOOK_BOLD, lines[first].label);
        typed_add(&words, LOOK_PLAIN, ": ");
    }
    typed_said(&words, LOOK_PLAIN, lines[first].text);
    for (size_t i = first + 1; i < next; i++) {
        if (lines[i].kind == LINE_ASK) {
            typed_add(&words, LOOK_GREY, "  -  ");
            add_lead(&words, phrases->ask);
            typed_said(&words, LOOK_PLAIN, lines[i].text);
        }
    }
    bool settles = lines[first].part == PART_UNSURE;
    lay_labelled(lay, block, settles ? phrases->waiting : NULL, settles ? BAR_WIDTH : 0, 9,
                 lay->width, FONT_TEXT, &words);
    typed_init(&waiting);
    runs_waiting(lay->summary, first, next, lay->tight, typed_piece, &waiting);
    if (waiting.bytes.length > 0) {
        lay_words(lay, block, BAR_WIDTH + 9, lay->width, FONT_SMALL, &waiting);
    } else {
        typed_clear(&waiting);
    }
    lay_on_paper(lay, first + 1, next, BAR_WIDTH + 9, block);
}
