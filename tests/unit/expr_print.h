#ifndef TESTS_EXPR_PRINT_H
#define TESTS_EXPR_PRINT_H

#include "form/expr.h"

// A compiled expression back to text in normal form, into `arena`. Compiling that must give the
// same program: so the cases and the fuzzer see that nothing was lost on the way.
char *expr_print(const struct expr *expr, const struct form *form, struct arena *arena);

#endif
