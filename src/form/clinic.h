#ifndef FORM_CLINIC_H
#define FORM_CLINIC_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

// The clinic: what config/clinic.cfg says. Texts of a form may name these facts.
struct clinic_therapist {
    const char *name, *profession, *registration, *needling;
    int years; // of needling; -1 if not said
};

// A switch that is on: of every form, or of the one that is named.
struct clinic_setting {
    const char *id, *form; // form may be NULL
    uint32_t line;
};

struct clinic {
    struct arena arena;
    const char *name, *phone, *emergency, *country; // phone and country may be NULL
    int keep_days;                                  // -1 if not said
    bool needling;
    bool letter;           // the paper in the printer is Letter, not A4
    bool print_today_only; // what its patient did not want kept may be printed, never exported
    const struct clinic_therapist *therapists;
    uint32_t therapist_count;
    const struct clinic_setting *settings;
    uint32_t setting_count;
    // Without a key: are you there?; the curtain; only the resume words go on; back to the welcome.
    int notice_seconds, grace_seconds, private_seconds, lock_seconds, close_seconds;
    int desk_seconds;         // without a key until the therapist's desk locks
    int draft_hours;          // an interview nobody came back to is kept that long
    int prepared_days;        // and a visit that was made ready waits that long for its patient
    const char *notify;       // a program that is run when someone needs help, or NULL
    const char *const *print; // a program and its arguments, NULL behind them: takes a PDF
};

// Names texts may use after "clinic.", NULL-ended: name, phone, emergency, country, keep_days,
// therapists.
extern const char *const clinic_fact_names[];
void clinic_free(struct clinic *clinic);

#endif
