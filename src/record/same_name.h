#ifndef RECORD_SAME_NAME_H
#define RECORD_SAME_NAME_H

#include <stdbool.h>

// May two names as they were typed be one person's? They are the same but for capitals, accents,
// signs between the words, the order of the words, and a slip of one letter in a word of at least
// three (or a blank in between or not). In any script; nothing is written over from one to another.
bool same_name(const char *a, const char *b);

#endif
