#ifndef BASE_ENSURE_H
#define BASE_ENSURE_H

// Two ways for a program to stop, both through one hook that `main` registers (it restores the
// terminal, keeps the draft, prints one line and exits 70). Neither is for bad input.

// What the hook is given: a short English sentence. The hook must not return.
typedef void (*fatal_hook)(const char *what);

// Registers the hook; without one, die() aborts. The only mutable file-scope state in this room.
void fatal_set_hook(fatal_hook hook);

// Memory or another resource is exhausted and nothing sensible can follow.
_Noreturn void die(const char *what);

// A programmer's mistake; stays on in release builds and under fuzzing.
_Noreturn void ensure_failed(const char *condition, const char *file, int line);
#define ensure(condition) ((condition) ? (void)0 : ensure_failed(#condition, __FILE__, __LINE__))

#endif
