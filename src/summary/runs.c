#include "summary/runs.h"

#include "base/text.h"

#include <string.h>

// A run while it is said.
struct run {
    const struct summary *summary;
    run_say say;
    void *context;
    bool begun;
};

static void say(struct run *run, enum run_piece piece, const char *text)
{
    run->say(run->context, piece, text);
    run->begun = true;
}

static void begin(struct run *run)
{
    if (run->begun) {
        run->say(run->context, RUN_POINT, NULL);
    }
}

static bool same_label(const char *a, const char *b)
{
    char folded_a[64], folded_b[64];
    text_fold(a, folded_a, sizeof folded_a);
    text_fold(b, folded_b, sizeof folded_b);
    return strcmp(folded_a, folded_b) == 0;
}

void runs_fact(const struct summary_line *fact, const char *paragraph, run_say say_piece,
               void *context)
{
    if (fact->label != NULL && (paragraph == NULL || !same_label(fact->label, paragraph))) {
        say_piece(context, RUN_LABEL, fact->label);
    }
    say_piece(context, RUN_TEXT, fact->text);
}

static void say_fact(struct run *run, const struct summary_line *fact, const char *paragraph)
{
    begin(run);
    runs_fact(fact, paragraph, run->say, run->context);
    run->begun = true;
}

// Two facts that say no in the same words.
static bool no_alike(const struct summary_line *a, const struct summary_line *b)
{
    return a->no && b->no && a->label != NULL && b->label != NULL && strcmp(a->text, b->text) == 0;
}

// A no that others behind the line `first` repeat: what was asked comes behind it. Nothing if an
// earlier fact has done it.
static void say_noes(struct run *run, size_t first, size_t at, size_t next)
{
    const struct summary_line *lines = run->summary->lines;
    size_t others = 0;
    for (size_t i = first + 1; i < next; i++) {
        if (i < at && no_alike(&lines[i], &lines[at])) {
            return;
        }
        others += i > at && no_alike(&lines[i], &lines[at]);
    }
    if (others == 0) {
        say_fact(run, &lines[at], lines[first].label);
        return;
    }
    struct buffer label;
    buffer_init(&label, LIMIT_TEXT);
    phrase_fill(&label, run->summary->phrases->said_to, lines[at].text, NULL);
    begin(run);
    say(run, RUN_LABEL, label.bytes);
    buffer_clear(&label);
    for (size_t i = at; i < next; i++) {
        if (no_alike(&lines[i], &lines[at])) {
            if (i > at) {
                say(run, RUN_AND, NULL);
            }
            say(run, RUN_TEXT, lines[i].label);
        }
    }
}

static bool is_named_no(const struct summary_line *line)
{
    return line->no && line->label != NULL;
}

void runs_facts(const struct summary *summary, size_t first, size_t next, run_say say_piece,
                void *context)
{
    const struct summary_line *lines = summary->lines;
    struct run run = {summary, say_piece, context, false};
    if (lines[first].text[0] != '\0') {
        say(&run, RUN_TEXT, lines[first].text);
    }
    for (size_t i = first + 1; i < next; i++) {
        if (!is_named_no(&lines[i])) {
            say_fact(&run, &lines[i], lines[first].label);
        }
    }
    for (size_t i = first + 1; i < next; i++) {
        if (is_named_no(&lines[i])) {
            say_noes(&run, first, i, next);
        }
    }
}

void runs_reasons(const struct summary *summary, size_t first, size_t next, run_say say_piece,
                  void *context)
{
    struct run run = {summary, say_piece, context, false};
    for (size_t i = first; i < next; i++) {
        if (summary->lines[i].kind == LINE_REASON) {
            say_fact(&run, &summary->lines[i], NULL);
        }
    }
}

void runs_waiting(const struct summary *summary, size_t first, size_t next, bool tight,
                  run_say say_piece, void *context)
{
    const struct phrases *phrases = summary->phrases;
    const struct summary_line *lines = summary->lines;
    struct run run = {summary, say_piece, context, false};
    enum rule_class last = RULE_CLASSES;
    uint32_t relative = 0;
    for (size_t i = first; i < next; i++) {
        if (lines[i].kind != LINE_WAITS) {
            continue;
        }
        if (tight && lines[i].class == RULE_RELATIVE) {
            relative++;
        } else if (lines[i].class == last) {
            say(&run, RUN_AND, NULL);
            say(&run, RUN_TEXT, lines[i].text);
        } else {
            begin(&run);
            say(&run, RUN_LABEL, phrases->kinds[lines[i].class]);
            say(&run, RUN_TEXT, lines[i].text);
        }
        last = lines[i].class;
    }
    if (relative > 0) {
        struct buffer count, number;
        buffer_init(&count, LIMIT_TEXT);
        buffer_init(&number, LIMIT_TEXT);
        buffer_print(&number, "%u", (unsigned)relative);
        phrase_fill(&count, phrases->count, number.bytes, phrases->kinds[RULE_RELATIVE]);
        begin(&run);
        say(&run, RUN_TEXT, count.bytes);
        buffer_clear(&count);
        buffer_clear(&number);
    }
}

void runs_sources(const struct summary *summary, size_t first, size_t next, struct buffer *out)
{
    const struct summary_line *lines = summary->lines;
    size_t keys = 0;
    for (size_t i = first; i < next; i++) {
        if (lines[i].kind == LINE_SOURCE) {
            buffer_print(out, "%s%s%s", keys == 0 ? lines[i].text : ", ", keys == 0 ? " [" : "",
                         lines[i].label);
            keys++;
        } else if (lines[i].kind == LINE_STANDING) {
            buffer_print(out, "%s%s", keys > 0 ? "], " : "", lines[i].text);
            keys = 0;
        }
    }
    buffer_text(out, keys > 0 ? "]" : "");
}
