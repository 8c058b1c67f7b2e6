#ifndef COMMAND_CHECK_H
#define COMMAND_CHECK_H

#include <stdbool.h>
#include <stddef.h>

// What `intake check` and `intake test` do with one form, printed on standard output. `named` and
// `config` as on their command lines; NULL: as without them.

// Returns the number of errors. `quiet`: no warnings, and no line when all is well.
size_t check_form(const char *named, const char *config, bool quiet);
// EXIT_FINE: every case came out as it should.
int test_form(const char *named, const char *config);

#endif
