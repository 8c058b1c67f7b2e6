#ifndef FORM_PROVE_H
#define FORM_PROVE_H

#include "form/form.h"

// What can be proved about a condition by trying the values that matter: the choices of each
// question it reads and the cut points of each comparison, with what does not apply and what is
// unknown. Bounded: past the budget the answer is "not known".
enum proof { PROOF_CAN, PROOF_CANNOT, PROOF_NOT_KNOWN };

struct prove_budget {
    uint64_t tries; // evaluations allowed for one condition
};

// Can `expr` be true? (respecting that answers of questions that do not apply are absent)
enum proof prove_can_be_true(const struct form *form, const struct expr *expr,
                             struct prove_budget budget);
// Can it be anything but true?
enum proof prove_can_fail(const struct form *form, const struct expr *expr,
                          struct prove_budget budget);

#endif
