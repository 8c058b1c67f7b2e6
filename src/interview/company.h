#ifndef INTERVIEW_COMPANY_H
#define INTERVIEW_COMPANY_H

#include "interview/answers.h"

// Who sits beside the patient: private questions may then be kept for a talk alone.

// True if someone else gives the answers; false where the form does not ask who does.
bool company_present(const struct answers *answers);

#endif
