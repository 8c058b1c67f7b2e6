#ifndef THERAPIST_SCRIBBLE_H
#define THERAPIST_SCRIBBLE_H

#include "therapist/view.h"

// Words a therapist types: a few lines under a question. They are kept when Enter is pressed.

enum { SCRIBBLE_MOST = 4000 }; // graphemes

void scribble_init(struct edit *edit, text_width_fn width);
// The question, the lines typed so far and the cursor in them.
void scribble_draw(struct therapist *desk, struct rect area, struct edit *edit,
                   const char *question);
// True if the key was one for the text; Enter never is.
bool scribble_key(struct therapist *desk, struct edit *edit, const struct key *key);
// Nothing but blanks.
bool scribble_empty(const struct edit *edit);

#endif
