#ifndef INTERVIEW_COMPANY_H
#define INTERVIEW_COMPANY_H

#include "interview/answers.h"

// Who sits beside the patient: private questions may then be kept for a talk alone.

// The question that tells it, FORM_NO_ITEM if the form has none.
uint32_t company_question(const struct form *form);
// True if someone else gives the answers.
bool company_present(const struct answers *answers);

#endif
