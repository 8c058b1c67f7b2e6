#ifndef TESTS_RESPONSE_TEXT_H
#define TESTS_RESPONSE_TEXT_H

#include "base/buffer.h"

// One line of JSON as people read it: two spaces a level, short objects and lists on one line.
void response_text_pretty(const char *json, size_t length, struct buffer *out);

#endif
