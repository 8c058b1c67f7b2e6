// Scores with their bands, what was not scored, and the body chart with its marks.
#include "form/body.h"
#include "interview/words.h"
#include "screening/measure.h"
#include "summary/build.h"

static void say_score(struct build *build, const struct form_score *score,
                      const struct measure *measure, struct buffer *out)
{
    if (measure->state == MEASURE_NOT_SCORED) {
        buffer_print(out, "not scored, %u of %u answered", measure->answered, measure->applicable);
        return;
    }
    char value[DECIMAL_TEXT];
    buffer_text(out, measure_print(score, measure->value, value));
    if (score->has_range) {
        char low[DECIMAL_TEXT], high[DECIMAL_TEXT];
        buffer_print(out, " (%s to %s", decimal_print(score->min, low),
                     decimal_print(score->max, high));
        if (score->has_better) {
            buffer_print(out, ", %s is better", score->higher_is_better ? "higher" : "lower");
        }
        buffer_char(out, ')');
    }
    if (measure->band != NULL) {
        buffer_print(out, " - %s", measure->band->text);
    }
    for (uint32_t i = 0; i < score->note_count; i++) {
        if (expr_truth(&score->notes[i].when, &build->env) == TRUTH_TRUE) {
            buffer_print(out, "; %s", score->notes[i].text);
        }
    }
}

static void build_parts(struct build *build, const struct form_score *score)
{
    struct buffer words, name;
    buffer_init(&words, LIMIT_ANSWER);
    buffer_init(&name, LIMIT_ANSWER);
    for (uint32_t i = 0; score->method != SCORE_COUNT && i < score->item_count; i++) {
        uint32_t item = score->items[i];
        build_answer_words(build, item, 0, &words);
        if (words.length == 0) {
            continue;
        }
        buffer_reset(&build->text);
        build_name(build, item, 0, &name);
        buffer_print(&build->text, "%s: %s", name.bytes, words.bytes);
        build_join(build, PART_MEASURES, build->text.bytes);
    }
    buffer_clear(&words);
    buffer_clear(&name);
}

void build_measures(struct build *build)
{
    const struct form *form = build->form;
    for (uint32_t i = 0; i < form->score_count; i++) {
        const struct form_score *score = &form->scores[i];
        struct measure measure = measure_score(form, i, &build->env);
        if (measure.state == MEASURE_NONE) {
            continue;
        }
        buffer_reset(&build->text);
        say_score(build, score, &measure, &build->text);
        build_line(build, PART_MEASURES, LINE_TEXT, score->title, build->text.bytes);
        build_parts(build, score);
    }
    // The owners' notices go with their scores.
    for (uint32_t i = 0; i < form->instrument_count; i++) {
        const struct form_instrument *instrument = &form->instruments[i];
        bool used = false;
        for (uint32_t item = 0; item < form->asked_end; item++) {
            if (form->items[item].instrument == i && form_is_question(&form->items[item])) {
                used = used || answers_state(build->answers, item, 0) != STATE_NOT_APPLICABLE;
            }
        }
        if (used && instrument->notice != NULL) {
            build_line(build, PART_MEASURES, LINE_SOURCE, "notice", instrument->notice);
        }
    }
}

// The first body question of the form is the complaint; other places are in words on their own
// lines.
static uint32_t complaint_of(const struct form *form)
{
    for (uint32_t item = 0; form->body != NULL && item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        if (it->type == ITEM_BODY && !it->single && it->repeat == FORM_NO_ITEM) {
            return item;
        }
    }
    return FORM_NO_ITEM;
}

void build_chart(struct build *build)
{
    const struct form *form = build->form;
    uint32_t item = complaint_of(form);
    if (item == FORM_NO_ITEM || answers_state(build->answers, item, 0) != STATE_ANSWERED) {
        return;
    }
    buffer_reset(&build->text);
    chart_text(form->body, answers_given(build->answers, item, 0), &build->text);
    build_line(build, PART_PROBLEM, LINE_CHART, form->items[item].label, build->text.bytes);
    buffer_reset(&build->text);
    words_answer(build->answers, item, 0, &build->text);
    build_line(build, PART_PROBLEM, LINE_TEXT, "WHERE", build->text.bytes);
}
