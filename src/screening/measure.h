#ifndef SCREENING_MEASURE_H
#define SCREENING_MEASURE_H

#include "form/form.h"
#include "form/tally.h"

// A score as people read it.
enum measure_state { MEASURE_NONE, MEASURE_NOT_SCORED, MEASURE_SCORED };

struct measure {
    enum measure_state state;
    decimal value; // exact
    uint32_t answered, applicable;
    const struct form_band *band; // or NULL
};

struct measure measure_score(const struct form *form, uint32_t score, const struct expr_env *env);
// The value with the score's places, half up.
char *measure_print(const struct form_score *score, decimal value, char out[DECIMAL_TEXT]);

// Change between two visits, against each published threshold.
struct measure_change {
    decimal points; // after - before
    bool has_percent;
    decimal percent; // of before; none when before is 0
};
// False if the difference does not fit.
bool measure_difference(decimal before, decimal after, struct measure_change *out);
// Does the change reach the threshold, in either direction?
bool measure_reaches(const struct form_change *threshold, const struct measure_change *change);

#endif
