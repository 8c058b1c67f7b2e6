#ifndef SCREENING_LINES_H
#define SCREENING_LINES_H

#include "base/buffer.h"
#include "form/clinic.h"
#include "interview/answers.h"
#include "screening/rules.h"

// What follows from ended answers, one fact a line: findings in the order of the rules file, then
// scores, how many questions were asked, the silences and what was set aside in the order of the
// form. Tab-separated, this is what `intake screen` prints and what a record keeps; otherwise the
// same for people, and what a rule says has its names filled in, the clinic's too. `found` is
// screen_findings'.
void lines_write(const struct rules *rules, const truth *found, const struct answers *answers,
                 const struct clinic *clinic, bool tabs, struct buffer *out);

#endif
