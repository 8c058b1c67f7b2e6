#ifndef SUMMARY_RUNS_H
#define SUMMARY_RUNS_H

#include "summary/summary.h"

// How the lines that join a paragraph are said in one run of text: what is left out because the
// paragraph says it, what is gathered because it is the same no, what belongs to which source. The
// renderings differ only in how a piece looks.

enum run_piece {
    RUN_POINT, // between two facts; its text is NULL
    RUN_LABEL, // what was asked; the answer follows
    RUN_TEXT,  // what was said
    RUN_AND,   // between two things of one kind; its text is NULL
};

typedef void (*run_say)(void *context, enum run_piece piece, const char *text);

// One answer. What was asked is left out where it repeats the label of the paragraph (or NULL).
void runs_fact(const struct summary_line *fact, const char *paragraph, run_say say, void *context);
// The text of the line `first` and the facts behind it; those that are the same plain no in one.
void runs_facts(const struct summary *summary, size_t first, size_t next, run_say say,
                void *context);
// The answers a finding rests on.
void runs_reasons(const struct summary *summary, size_t first, size_t next, run_say say,
                  void *context);
// What waits for a question: by class, each with what it would say. If `tight`, those that are only
// relative are counted.
void runs_waiting(const struct summary *summary, size_t first, size_t next, bool tight, run_say say,
                  void *context);
// "Cauda equina card [H2, H3], verified"
void runs_sources(const struct summary *summary, size_t first, size_t next, struct buffer *out);

#endif
