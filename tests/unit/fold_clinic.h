#ifndef TESTS_FOLD_CLINIC_H
#define TESTS_FOLD_CLINIC_H

#include "record/folded.h"
#include "record_fixture.h"

// A clinic with readers and records, for the tests of folded lists: the first reader set it up.
struct fold_clinic {
    struct record_fixture fixture;
    struct installation here;
};

void fold_clinic_make(struct fold_clinic *clinic);
void fold_clinic_remove(struct fold_clinic *clinic);
// As another program sees it. To be closed.
void fold_clinic_again(const struct fold_clinic *clinic, struct installation *out);

struct fold_record {
    const char *name, *born, *slip, *gravest, *reason; // NULL: none
    const uint8_t *draft; // of a partial record; of a finished one, its id (NULL: drawn)
    bool partial, urgent_not_excluded, today_only;
};
// Sealed to who is a reader now. Its number; *id (if not NULL) gets its id.
uint64_t fold_clinic_add(struct fold_clinic *clinic, const struct fold_record *record, uint8_t *id);
void fold_clinic_read(struct fold_clinic *clinic, size_t reader, uint64_t number);
// Its number. `other` for links.
uint64_t fold_clinic_remark(struct fold_clinic *clinic, size_t reader, uint64_t number,
                            enum remark_kind kind, enum remark_decision decision, uint64_t other);
// A therapist's answer, with which, and with all up to the remark `known`, the record is of that
// class.
uint64_t fold_clinic_answer(struct fold_clinic *clinic, size_t reader, uint64_t number,
                            enum rule_class gravest, const char *reason, uint64_t known);
void fold_clinic_erase(struct fold_clinic *clinic, uint64_t number);

// All of a list as text: a line for each row.
const char *fold_clinic_text(const struct folded *folded);
// The list of one of the readers, in an installation as it was opened.
struct folded *fold_clinic_list(const struct fold_clinic *clinic, struct installation *here,
                                size_t reader);
// SQL that this program would never say; the first number of what it gives.
int64_t fold_clinic_meddle(const struct fold_clinic *clinic, const char *sql);

#endif
