#ifndef SUMMARY_SPREAD_H
#define SUMMARY_SPREAD_H

#include "summary/summary.h"

// A document spread over sheets, whatever a sheet is made of: what must be on the first, between
// what there is a line across, and what the first says of those it had to leave. How high a block
// is, and what is cut, is the rendering's own.

// A paragraph, or some that stand side by side, as far as every rendering asks.
struct spread_block {
    const struct summary_line *line; // its first; borrowed from the document
    enum summary_part part;
    enum rule_class class; // of a flag; else RULE_CLASSES
    int rank;              // what must be on the first sheet has the least
    bool flows;            // may stand beside another
    bool again;            // at the top of every sheet: who it is about
    bool whole;            // a picture: never cut
};

// What must be on the first sheet of several has the least rank: who, and what the complaint is,
// whatever is dangerous, what cannot be excluded, the chart with its measures, goals; then the
// rest.
enum { SPREAD_RANK_LAST = 14 };

// A block that starts at `line`, behind the block `before` (NULL: it is the first). `line` NULL: it
// belongs to no line of the document.
struct spread_block spread_block(const struct summary_line *line,
                                 const struct spread_block *before);

// Parts between which there is a line across.
enum { SPREAD_FOOT = 4, SPREAD_GROUPS };
int spread_group(enum summary_part part);

// What is a list from its gravest to its least, of which nothing may be passed over: the flags,
// what cannot be excluded, the end of the page. PART_COUNT for the rest.
enum summary_part spread_list(enum summary_part part);

// The first block from *at on that found no room on the first sheet; *at moves behind it. NULL
// after the last.
typedef const struct spread_block *(*spread_left)(const void *context, size_t *at);
// Appends what the first sheet says of the flags it had to leave (the dangerous by what they tell,
// of others how many), or of the questions, if `part` is what cannot be excluded. Nothing if it
// left none. `point`: what stands between two classes.
void spread_behind(const struct phrases *phrases, enum summary_part part, const char *point,
                   spread_left left, const void *context, struct buffer *out);

#endif
