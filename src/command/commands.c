// The table of commands, in the order `intake help` lists them.
#include "command/command.h"

#include <stddef.h>

const struct command commands[] = {
    {"start", "interview a patient (the wizard; --line for plain lines)", command_start},
    {"kiosk", "one interview after the other, in a waiting room", command_kiosk},
    {"review", "the therapist's desk: who waits, what matters, why; the decision", command_review},
    {"show", "print the therapist's page of an interview", command_show},
    {"helped", "calls for help were answered", command_helped},
    {"check", "check forms, rules and clinic settings; print every problem", command_check},
    {"test", "run the cases of forms; report what no case reaches", command_test},
    {"screen", "screen answers from a file (for tests and other programs)", command_screen},
    {"setup", "make this clinic's installation: keys, readers, the recovery sheet", command_setup},
    {"approve", "a clinician approves form and rules; signed", command_approve},
    {"backup", "a copy of everything kept, read back", command_backup},
    {"restore", "an installation from a backup, with a reader's passphrase", command_restore},
    {"doctor", "is this installation fit, and what to do about what is not", command_doctor},
    {"verify", "look through everything kept: signatures, chain, what is missing", command_verify},
    {"readers", "who may read: list, add, remove, another passphrase", command_readers},
    {"recover", "another passphrase for a reader, with the recovery sheet", command_recover},
    {"purge", "take away what is not to be kept any longer", command_purge},
    {"erase", "take one record away, for good", command_erase},
    {"prepare", "a patient's next visit, made ready from a record", command_prepare},
    {"correct", "a note beside a record", command_correct},
    {"report", "the clinic's numbers, without names", command_report},
    {"log", "who did what to which record, and when", command_log},
    {"upgrade", "carry everything kept over to this version of the program", command_upgrade},
    {"help", "list the commands, or what one of them takes", command_help},
    {NULL, NULL, NULL},
};
