#ifndef TEST_PTY_RUN_H
#define TEST_PTY_RUN_H

#include "base/buffer.h"
#include "vterm_screen.h"

#include <stdbool.h>
#include <sys/types.h>

// The installed program on a pseudo-terminal, with a terminal in memory as its screen. Nothing
// sleeps: every wait is for something to be seen, up to a deadline; then the last screen is printed
// and the test fails (cmocka's way).

enum { PTY_PATH = 128, PTY_OPTIONS = 8, PTY_VARIABLES = 16 };

struct pty_wish {
    const char *term;                     // NULL: xterm-256color; "": TERM is not set
    int rows, columns;                    // 0: 24 x 80
    const char *options[PTY_OPTIONS];     // beside --config, --today and --drafts
    const char *variables[PTY_VARIABLES]; // "NAME=value", beside the few that are always set
    bool no_input;                        // standard input is /dev/null
    long room;                            // bytes a file may grow to; 0: no limit
    int (*instead)(void); // runs in the child instead of the program; what it returns is the code
};

struct pty {
    pid_t child; // 0: none
    int master;
    int life; // at its end when the program is
    int rows, columns;
    long received; // bytes the program sent
    struct vterm_screen *screen;
    struct buffer dump;  // the screen, as vterm_screen_dump writes it
    struct buffer words; // the same on one line, with single blanks
    size_t body;         // in it, where the row after the title begins
};

// A folder for drafts under the temporary directory, and away with it and what is in it.
void pty_folder(char folder[PTY_PATH]);
void pty_folder_remove(const char *folder);
// How many names in the folder end so (".draft", ".done").
int pty_count(const char *folder, const char *ending);

void pty_start(struct pty *pty, const char *drafts, struct pty_wish wish);
// Ends the program if it still runs, and frees.
void pty_stop(struct pty *pty);

void pty_type(struct pty *pty, const char *bytes);
void pty_resize(struct pty *pty, int rows, int columns);
void pty_signal(struct pty *pty, int number);
// From now on no byte of a file may be written beyond so many, as on a disk that fails.
void pty_fill_disk(struct pty *pty, long room);
// A process that another has started and that is still there; 0: none.
pid_t pty_child_of(pid_t parent);
// The terminal is gone.
void pty_hang_up(struct pty *pty);

typedef bool (*pty_seen_fn)(struct pty *pty, const void *context);
// Until the predicate is true of the screen. `what` is said on failure.
void pty_wait(struct pty *pty, pty_seen_fn seen, const void *context, const char *what);
// The same, or false as soon as the program has ended without it.
bool pty_wait_or_end(struct pty *pty, pty_seen_fn seen, const void *context, const char *what);
// Until the screen holds the words, wherever its lines break, and the cursor can be seen.
void pty_expect(struct pty *pty, const char *words);
// The same, and the cursor stands on the focus mark: it is moved there last, so the frame is whole.
void pty_expect_focus(struct pty *pty, const char *words);
// Until the screen is exactly so.
void pty_expect_dump(struct pty *pty, const char *dump);
// Now, without waiting.
bool pty_shows(struct pty *pty, const char *words);
void pty_refuse(struct pty *pty, const char *words); // fails if it shows them
// Enter on a screen that takes none before it can have been read: again and again, no faster than a
// finger, until the words are gone or the program has ended.
void pty_read_on(struct pty *pty, const char *words);
// Fails with the last screen.
_Noreturn void pty_fail(struct pty *pty, const char *what);

// Until the program has ended. Its exit code, or minus the signal that killed it.
int pty_end(struct pty *pty);
// Nothing is on the screen, and it is the terminal's first page again.
void pty_expect_blank(struct pty *pty);
// Neither a byte nor processor time for so long.
void pty_expect_idle(struct pty *pty, int milliseconds);

#endif
