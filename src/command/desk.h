#ifndef COMMAND_DESK_H
#define COMMAND_DESK_H

#include "record/folded.h"

// The therapist's desk: this clinic's installation, and who has unlocked it. What fails says so on
// standard error in the name of the command and returns an exit code.
struct desk {
    const char *command;
    char data[4096];
    struct installation installation;
    const struct reader *reader;  // who unlocked; in the installation
    struct reader_secret *secret; // theirs
    bool set_back;                // the store lacks what a reader countersigned
    struct arena arena;
};

// `data` as --data gave it, or NULL. A store that was set back is said to be, and can be read: but
// no head of it is countersigned, which would hide what is missing. Close it also after a failure.
int desk_open(struct desk *desk, const char *command, const char *data);
// The same for who says more of a store that was set back than that it was.
int desk_open_unsaid(struct desk *desk, const char *command, const char *data);
// Asks for a passphrase, three times at most; `named`: of this reader (name or id), NULL: of any.
// The reader then countersigns the head of the chain.
int desk_unlock(struct desk *desk, const char *named);
// The same without countersigning, for who wants to look at the chain first.
int desk_identify(struct desk *desk, const char *named);
void desk_countersign(struct desk *desk); // a warning if it fails
void desk_close(struct desk *desk);

// A reader who is not removed, by name (capitals do not matter) or id. NULL after saying why.
const struct reader *desk_reader(const struct desk *desk, const char *named);
// An entry by its number, or by its id as 32 hexadecimal digits. EXIT_FINE, and the entry whole;
// EXIT_FOUND after saying why. entry_init before, entry_clear after.
int desk_entry(const struct desk *desk, const char *named, struct entry *entry);
// A reader's act, appended; see deed_add. EXIT_FINE or EXIT_IO after saying why.
int desk_act(struct desk *desk, const char *did, const uint8_t *id, const char *reason);
// The list of who unlocked; folded_close closes it. How far it is, where it has to be made and that
// takes a while, is said on a terminal. NULL after saying why.
struct folded *desk_fold(struct desk *desk);
// "intake COMMAND: WHAT: why, as errno has it".
int desk_failed(const struct desk *desk, const char *what);
long long desk_now(void); // seconds since 1970

#endif
