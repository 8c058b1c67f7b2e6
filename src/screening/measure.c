// Scores as people read them. The value is exact until it is printed; bands and thresholds are
// compared exactly.
#include "screening/measure.h"

struct measure measure_score(const struct form *form, uint32_t score, const struct expr_env *env)
{
    const struct form_score *s = &form->scores[score];
    struct tally tally = tally_score(s, env);
    struct measure measure = {
        .state = MEASURE_NONE,
        .answered = tally.answered,
        .applicable = tally.applicable,
    };
    if (tally.value.state == VALUE_ABSENT) {
        return measure;
    }
    if (tally.value.state != VALUE_KNOWN) {
        measure.state = MEASURE_NOT_SCORED;
        return measure;
    }
    measure.state = MEASURE_SCORED;
    measure.value = tally.value.as.number.least;
    for (uint32_t i = 0; i < s->band_count; i++) {
        if (measure.value <= s->bands[i].up_to) {
            measure.band = &s->bands[i];
            break;
        }
    }
    return measure;
}

char *measure_print(const struct form_score *score, decimal value, char out[DECIMAL_TEXT])
{
    return decimal_print_places(value, score->places, out);
}

bool measure_difference(decimal before, decimal after, struct measure_change *out)
{
    struct measure_change change = {0};
    if (!decimal_subtract(after, before, &change.points)) {
        return false;
    }
    if (before != 0) {
        decimal hundredfold;
        if (!decimal_multiply(change.points, decimal_of(100), &hundredfold) ||
            !decimal_divide(hundredfold, before, &change.percent)) {
            return false;
        }
        change.has_percent = true;
    }
    *out = change;
    return true;
}

bool measure_reaches(const struct form_change *threshold, const struct measure_change *change)
{
    if (threshold->percent && !change->has_percent) {
        return false;
    }
    decimal moved = threshold->percent ? change->percent : change->points;
    return moved >= threshold->amount || moved <= -threshold->amount;
}
