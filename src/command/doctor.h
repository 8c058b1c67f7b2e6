#ifndef COMMAND_DOCTOR_H
#define COMMAND_DOCTOR_H

#include "command/bundle.h"
#include "record/installation.h"

// What `intake doctor` looks at. Each check prints one line, or one for each thing that is wrong.
struct doctor {
    char data[4096], config[4096 + 16];
    enum installation_state state;
    struct installation installation; // open if state is INSTALLATION_FINE
    const char *why;                  // else
    struct bundle bundle;
    int loaded; // bundle_open's exit code
    struct arena arena;
    int failed, warned;
};

enum doctor_found { DOCTOR_FINE, DOCTOR_WARNS, DOCTOR_FAILS };
void doctor_line(struct doctor *doctor, enum doctor_found found, const char *what,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

// doctor_clinic.c: what this program keeps.
void doctor_installation(struct doctor *doctor); // keys, readers, store
void doctor_approval(struct doctor *doctor);
void doctor_files(struct doctor *doctor); // who may read and write them
void doctor_notify(struct doctor *doctor);
// doctor_machine.c: what it stands on.
void doctor_disk(struct doctor *doctor);
void doctor_clock(struct doctor *doctor);
void doctor_locale(struct doctor *doctor);
void doctor_terminal(struct doctor *doctor);
void doctor_memory(struct doctor *doctor); // how much may be locked
void doctor_swap(struct doctor *doctor);
void doctor_confinement(struct doctor *doctor); // Landlock and seccomp
void doctor_runtime(struct doctor *doctor);     // is it in memory?

#endif
