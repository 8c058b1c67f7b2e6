#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

// The commands. Each gets its own argc and argv (argv[0] is the command's name) and returns the
// exit code.

enum {
    EXIT_FINE = 0,
    EXIT_FOUND = 1,     // errors in what was checked, tested or given as answers
    EXIT_WRONG_USE = 2, // wrong use, or no terminal
    EXIT_DRAFT = 3,     // left with a draft that can be gone on with
    EXIT_DECLINED = 4,  // the patient withdrew; nothing kept
    EXIT_IDLE = 5,      // nobody there any more
    EXIT_URGENT = 6,    // finished, and an urgent rule is present (only with --flag-exit)
    EXIT_INTERNAL = 70,
    EXIT_CANNOT_CREATE = 73,
    EXIT_IO = 74,
    EXIT_DENIED = 77, // a wrong passphrase, or nothing for this reader
    EXIT_CONFIG = 78,
    EXIT_SIGNAL = 128, // + the signal's number
};

struct command {
    const char *name;
    const char *line; // what it does, one line for `intake help`
    int (*run)(int argc, char **argv);
};

extern const struct command commands[]; // ended by a NULL name

int command_start(int argc, char **argv);
int command_kiosk(int argc, char **argv);
int command_review(int argc, char **argv);
int command_show(int argc, char **argv);
int command_helped(int argc, char **argv);
int command_check(int argc, char **argv);
int command_test(int argc, char **argv);
int command_screen(int argc, char **argv);
int command_setup(int argc, char **argv);
int command_approve(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_restore(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_readers(int argc, char **argv);
int command_recover(int argc, char **argv);
int command_purge(int argc, char **argv);
int command_erase(int argc, char **argv);
int command_prepare(int argc, char **argv);
int command_correct(int argc, char **argv);
int command_log(int argc, char **argv);
int command_report(int argc, char **argv);
int command_upgrade(int argc, char **argv);
int command_help(int argc, char **argv);

#endif
