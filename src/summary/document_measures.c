// Measures over time: each score as a course, and how it changed.
#include "summary/documents.h"

#include "summary/build.h"

#include <string.h>

static struct summary_point point_of(struct build *build, const struct form_score *score,
                                     const struct measure *measure, day_number day,
                                     const char *when)
{
    struct arena *arena = &build->summary->arena;
    char value[DECIMAL_TEXT];
    bool scored = measure->state == MEASURE_SCORED;
    buffer_reset(&build->text);
    if (scored) {
        buffer_text(&build->text, measure_print(score, measure->value, value));
    } else {
        phrase_number(&build->text, build->phrases->not_scored, measure->answered,
                      measure->applicable);
    }
    return (struct summary_point){
        .day = day,
        .scored = scored,
        .value = scored ? (double)measure->value / (double)DECIMAL_ONE : 0,
        .when = arena_string(arena, when),
        .text = arena_string(arena, build->text.bytes),
    };
}

// From the score's range, else from what was measured.
static void set_bounds(const struct form_score *score, struct summary_course *course)
{
    course->has_range = score->has_range;
    course->has_better = score->has_better;
    course->higher_is_better = score->higher_is_better;
    if (score->has_range) {
        course->least = (double)score->min / (double)DECIMAL_ONE;
        course->most = (double)score->max / (double)DECIMAL_ONE;
        return;
    }
    bool any = false;
    for (uint32_t i = 0; i < course->count; i++) {
        const struct summary_point *point = &course->points[i];
        if (point->scored) {
            course->least = !any || point->value < course->least ? point->value : course->least;
            course->most = !any || point->value > course->most ? point->value : course->most;
            any = true;
        }
    }
}

const struct summary_course *build_course(struct build *build, const struct form_score *score,
                                          const struct measure *now)
{
    const struct summary_facts *facts = build->facts;
    struct arena *arena = &build->summary->arena;
    struct summary_course *course = arena_array(arena, struct summary_course, 1);
    struct summary_point *points = arena_array(arena, struct summary_point, facts->past_count + 1);
    course->points = points;
    for (size_t i = 0; i < facts->past_count; i++) {
        const struct summary_past *past = &facts->past[i];
        struct measure then = build_earlier(build->form, score, past);
        if (then.state != MEASURE_NONE) {
            points[course->count++] = point_of(build, score, &then, past->day, past->when);
        }
    }
    if (now->state != MEASURE_NONE) {
        day_number today = build->env.today_known ? build->env.today : 0;
        points[course->count++] = point_of(build, score, now, today, facts->when);
    }
    set_bounds(score, course);
    return course;
}

// Since the visit before that has it, and since the first, if that is another.
static void add_changes(struct build *build, const struct form_score *score,
                        const struct measure *now)
{
    const struct summary_facts *facts = build->facts;
    const struct summary_past *last = build_last(build, score), *first = NULL;
    for (size_t i = facts->past_count; i-- > 0;) {
        if (build_earlier(build->form, score, &facts->past[i]).state == MEASURE_SCORED) {
            first = &facts->past[i];
        }
    }
    if (last == NULL) {
        const struct phrases *phrases = build->phrases;
        build_join(build, PART_MEASURES, LINE_CHANGE, NULL,
                   facts->past_count == 0 ? phrases->no_earlier : phrases->not_earlier);
        return;
    }
    build_change(build, score, now, last, build->phrases->since);
    if (first != last) {
        build_change(build, score, now, first, build->phrases->since_first);
    }
}

// A rating as it is said, and as a number.
struct rating {
    struct buffer words;
    bool known;
    decimal value;
};

static void read_rating(struct build *build, uint32_t item, struct rating *out)
{
    const struct value *value = answers_value(build->answers, item, 0);
    build_answer_words(build, item, 0, &out->words);
    out->known = value->state == VALUE_KNOWN && build->form->items[item].type == ITEM_SCALE;
    out->value = out->known ? value->as.number.least : 0;
}

// The rating an earlier visit gave to what is called `name`. False if it has none such.
static bool find_rating(struct build *build, const struct form_score *score, const char *name,
                        const struct summary_past *past, struct rating *out)
{
    static const struct summary_facts nothing = {0};
    struct build then = {
        .summary = build->summary,
        .phrases = build->phrases,
        .form = answers_form(past->answers),
        .answers = past->answers,
        .facts = &nothing,
    };
    uint32_t item = form_find(then.form, build->form->items[score->item].id);
    if (item == FORM_NO_ITEM || then.form->items[item].type != ITEM_SCORE) {
        return false;
    }
    const struct form_score *same = &then.form->scores[then.form->items[item].score];
    struct buffer named;
    buffer_init(&named, LIMIT_ANSWER + 2);
    bool found = false;
    for (uint32_t i = 0; !found && i < same->item_count; i++) {
        build_name(&then, same->items[i], 0, &named);
        read_rating(&then, same->items[i], out);
        found = out->words.length > 0 && build_named(&then, same->items[i]) != FORM_NO_ITEM &&
                strcmp(named.bytes, name) == 0;
    }
    buffer_clear(&named);
    return found;
}

// How one rating changed, against the thresholds that are of each.
static void add_reached(struct build *build, const struct form_score *score, decimal then,
                        decimal now)
{
    struct measure_change change;
    if (!measure_difference(then, now, &change)) {
        return;
    }
    for (uint32_t i = 0; i < score->change_count; i++) {
        if (score->changes[i].each) {
            (void)build_threshold(build, &score->changes[i], &change);
        }
    }
}

// What the patient named themselves, by its name: the rating of each visit that had the same, and
// how it changed since the last of them.
static void add_named(struct build *build, const struct form_score *score)
{
    const struct summary_facts *facts = build->facts;
    struct buffer name;
    struct rating then, now;
    buffer_init(&name, LIMIT_ANSWER + 2);
    buffer_init(&then.words, LIMIT_ANSWER + 2);
    buffer_init(&now.words, LIMIT_ANSWER + 2);
    for (uint32_t i = 0; i < score->item_count; i++) {
        uint32_t item = score->items[i];
        read_rating(build, item, &now);
        if (build_named(build, item) == FORM_NO_ITEM || now.words.length == 0) {
            continue;
        }
        bool known = false;
        decimal last = 0;
        build_name(build, item, 0, &name);
        buffer_reset(&build->text);
        for (size_t visit = 0; visit < facts->past_count; visit++) {
            const struct summary_past *past = &facts->past[visit];
            if (find_rating(build, score, name.bytes, past, &then)) {
                buffer_print(&build->text, "%s (%s), ", then.words.bytes, past->when);
                known = then.known;
                last = then.value;
            }
        }
        buffer_print(&build->text, "%s (%s)", now.words.bytes, facts->when);
        build_join(build, PART_MEASURES, LINE_FACT, name.bytes, build->text.bytes)->item = item;
        if (known && now.known) {
            add_reached(build, score, last, now.value);
        }
    }
    buffer_clear(&name);
    buffer_clear(&then.words);
    buffer_clear(&now.words);
}

static void add_score(struct build *build, uint32_t index)
{
    const struct form_score *score = &build->form->scores[index];
    struct measure now = measure_score(build->form, index, &build->env);
    const struct summary_course *course = build_course(build, score, &now);
    if (course->count == 0) {
        return;
    }
    if (now.state == MEASURE_NONE) {
        buffer_reset(&build->text);
        buffer_text(&build->text, build->phrases->not_asked);
    } else {
        build_score(build, score, &now);
    }
    struct summary_line *line =
        build_line(build, PART_MEASURES, LINE_COURSE, score->title, build->text.bytes);
    line->course = course;
    line->item = score->item;
    add_changes(build, score, &now);
    add_named(build, score);
}

struct summary *summary_measures(const struct answers *answers, const struct clinic *clinic,
                                 const struct summary_facts *facts)
{
    struct build build;
    build_begin(&build, answers, NULL, NULL, clinic, facts);
    build.summary->in_order = true;
    build_title(&build, build.phrases->title_measures);
    size_t before = build.summary->count;
    for (uint32_t i = 0; i < build.form->score_count; i++) {
        add_score(&build, i);
    }
    if (build.summary->count == before) {
        build_line(&build, PART_MEASURES, LINE_TEXT, NULL, build.phrases->none_measured);
    }
    build_notices(&build, false);
    build_foot(&build);
    return build_end(&build);
}
