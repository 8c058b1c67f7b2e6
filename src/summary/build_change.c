// How a score changed since an earlier visit, against each published threshold.
#include "summary/build.h"

static struct measure none(void)
{
    return (struct measure){.state = MEASURE_NONE};
}

struct measure build_earlier(const struct form *form, const struct form_score *score,
                             const struct summary_past *past)
{
    const struct form *then = answers_form(past->answers);
    uint32_t item = form_find(then, form->items[score->item].id);
    if (item == FORM_NO_ITEM || then->items[item].type != ITEM_SCORE) {
        return none();
    }
    struct expr_env env = answers_env(past->answers);
    return measure_score(then, then->items[item].score, &env);
}

const struct summary_past *build_last(struct build *build, const struct form_score *score)
{
    const struct summary_facts *facts = build->facts;
    for (size_t i = facts->past_count; i-- > 0;) {
        if (build_earlier(build->form, score, &facts->past[i]).state == MEASURE_SCORED) {
            return &facts->past[i];
        }
    }
    return NULL;
}

// "-2.3 points, -30.4 % (better)"
static void say_difference(struct build *build, const struct form_score *score,
                           const struct measure_change *change, struct buffer *out)
{
    const struct phrases *phrases = build->phrases;
    char points[DECIMAL_TEXT], percent[DECIMAL_TEXT];
    decimal_print_places(change->points, score->places, points);
    // "1 point", but "1.0 points": what is said with a fraction is no single thing.
    bool one =
        score->places == 0 && (change->points == DECIMAL_ONE || change->points == -DECIMAL_ONE);
    if (change->has_percent) {
        decimal_print_places(change->percent, 1, percent);
        phrase_fill(out, one ? phrases->point_percent : phrases->points_percent, points, percent);
    } else {
        phrase_fill(out, one ? phrases->point : phrases->points, points, NULL);
    }
    if (change->points == 0) {
        buffer_text(out, phrases->same);
    } else if (score->has_better) {
        bool better = (change->points > 0) == score->higher_is_better;
        buffer_text(out, better ? phrases->better : phrases->worse);
    }
}

bool build_threshold(struct build *build, const struct form_change *threshold,
                     const struct measure_change *change)
{
    const struct phrases *phrases = build->phrases;
    bool meets = measure_reaches(threshold, change);
    char amount[DECIMAL_TEXT];
    struct buffer limit;
    buffer_init(&limit, LIMIT_TEXT);
    decimal_print(threshold->amount, amount);
    phrase_fill(&limit, threshold->percent ? phrases->percent_limit : phrases->points_limit, amount,
                NULL);
    buffer_reset(&build->text);
    phrase_fill(&build->text, meets ? phrases->meets : phrases->meets_not, limit.bytes,
                threshold->text);
    build_join(build, PART_MEASURES, LINE_CHANGE, NULL, build->text.bytes);
    buffer_clear(&limit);
    return meets;
}

void build_change(struct build *build, const struct form_score *score,
                  const struct measure *measure, const struct summary_past *past, const char *since)
{
    struct measure then = build_earlier(build->form, score, past);
    struct measure_change change;
    if (measure->state != MEASURE_SCORED || then.state != MEASURE_SCORED) {
        return;
    }
    char value[DECIMAL_TEXT];
    struct buffer *text = &build->text;
    buffer_reset(text);
    phrase_fill(text, since, past->when, measure_print(score, then.value, value));
    buffer_text(text, ": ");
    if (!measure_difference(then.value, measure->value, &change)) {
        buffer_text(text, build->phrases->not_comparable);
        build_join(build, PART_MEASURES, LINE_CHANGE, NULL, text->bytes);
        return;
    }
    say_difference(build, score, &change, text);
    build_join(build, PART_MEASURES, LINE_CHANGE, NULL, text->bytes);
    uint32_t met = 0, held = 0;
    for (uint32_t i = 0; i < score->change_count; i++) {
        if (!score->changes[i].each) {
            met += build_threshold(build, &score->changes[i], &change);
            held++;
        }
    }
    if (met > 0 && met < held) {
        build_join(build, PART_MEASURES, LINE_CHANGE, NULL, build->phrases->disagree);
    }
}
