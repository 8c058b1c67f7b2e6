#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

// A growing byte string with a maximum given at birth. Always NUL-terminated. Past the maximum it
// keeps what fits, to the byte, and says so in `full`. What it held may be a patient's: memory is
// overwritten before it is given back, also where it grew.
struct buffer {
    char *bytes; // owned; "" when empty, never NULL after init
    size_t length;
    size_t capacity;
    size_t maximum;
    bool full;
};

void buffer_init(struct buffer *buffer, size_t maximum);
void buffer_clear(struct buffer *buffer); // wipes and frees
void buffer_reset(struct buffer *buffer); // empties, keeps the memory
void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_char(struct buffer *buffer, char character);
void buffer_print(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
