#ifndef PATIENT_LINE_INPUT_H
#define PATIENT_LINE_INPUT_H

#include "base/buffer.h"

#include <stddef.h>
#include <stdio.h>

// Lines from a person or a program. A signal that asks to leave ends the waiting at once, whenever
// it comes.
struct line_input {
    FILE *file;  // borrowed; read only through this
    char *bytes; // owned: read, but not asked for yet
    size_t at, length;
    bool ended;
};

enum line_got {
    LINE_GOT_TEXT, // a whole line
    LINE_GOT_END,  // no more lines; what stood there without a line end is in `out`
    LINE_GOT_SIGNAL,
};

void line_input_init(struct line_input *input, FILE *file);
void line_input_clear(struct line_input *input);
// The next line without its end; longer ones are cut at the buffer's maximum.
enum line_got line_input_read(struct line_input *input, struct buffer *out);

// Columns to wrap plain lines at: those of the terminal the file leads to, 20 to 72; 72 for any
// other file.
size_t line_columns(FILE *file);

// Notes SIGHUP, SIGINT, SIGQUIT and SIGTERM instead of dying of them, and ignores SIGPIPE and
// SIGXFSZ. For the whole process.
void line_catch_signals(void);
// The signal that came first, or 0.
int line_signal(void);

#endif
