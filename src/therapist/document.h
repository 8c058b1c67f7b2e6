#ifndef THERAPIST_DOCUMENT_H
#define THERAPIST_DOCUMENT_H

#include "base/buffer.h"
#include "summary/plain.h"
#include "terminal/draw.h"
#include "terminal/key.h"

// A document on the screen: laid out by its plain renderer for the width there is, read part by
// part, one paragraph of it in focus.

// A paragraph: its first line in the document, and where it stands.
struct document_stop {
    size_t line;
    int row, rows;
};

struct document {
    struct summary *summary; // owned; NULL: nothing is shown
    bool ascii;
    struct buffer text;
    struct plain_map map;
    size_t *starts; // of each row in `text`, and its end
    int rows, columns;
    struct document_stop *stops;
    size_t stop_count, focus;
    size_t wanted; // the line to be in focus once it is laid out, or SIZE_MAX
    int top;       // first row shown
    int height;    // rows there were on the screen
    bool turned;   // by a page, so that rows follow on rows, whatever is in focus
};

void document_init(struct document *document, bool ascii);
void document_clear(struct document *document);
// Shows another document, which it takes over. True: the focus stays on what it was on; else it is
// at the beginning.
bool document_set(struct document *document, struct summary *summary);
void document_draw(struct document *document, struct canvas *canvas, struct rect area);
// Arrows, J and K, pages, Home, End. True if it was one of them.
bool document_key(struct document *document, const struct key *key);
// Of a document that was just set: the focus on the first line of that kind. False: there is none.
bool document_seek(struct document *document, enum summary_kind kind);
// The line in focus; NULL: there is none.
const struct summary_line *document_line(const struct document *document);

#endif
