#ifndef COMMAND_ASK_H
#define COMMAND_ASK_H

#include <stdbool.h>
#include <stddef.h>

// Questions to staff on plain lines: asked on standard error, answered on standard input, so that
// what a command prints can be piped. In any terminal, and without one.

enum {
    ASK_LINE = 1024,   // bytes of an answer, with NUL
    ASK_SECRET = 1026, // bytes of a passphrase with NUL, and one by which it is too long
};

// A paragraph, wrapped to the terminal; what a terminal would obey is left out.
void ask_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Each returns false when there is no answer: the input ended, or a signal asks to leave. Then
// ask_left() is the exit code.
bool ask_line(const char *question, char *out, size_t size); // trimmed, until it is plain and fits
bool ask_text(const char *question, char *out, size_t size); // the same, and not empty
bool ask_yes(const char *question, bool *yes);               // until it is yes or no
// Typed unseen, into ASK_SECRET bytes of ask_secret_new. The echo is back on every way out.
bool ask_secret(const char *question, char *secret);
// A new one, twice; what is wrong with it is said, until nothing is.
bool ask_new_secret(const char *whose, char *secret);
int ask_left(void);
// Is it UTF-8, with nothing in it that a terminal obeys or that turns what stands around it?
bool ask_plain(const char *text);

// Locked memory, wiped when it is freed (seal_secret_free). NULL after saying why.
char *ask_secret_new(size_t size);

#endif
