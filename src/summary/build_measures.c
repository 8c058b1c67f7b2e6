// Where it hurts, scores with their bands, what was not scored, and the notices of their owners.
#include "form/body.h"
#include "interview/words.h"
#include "summary/build.h"

static void say_range(const struct phrases *phrases, const struct form_score *score,
                      struct buffer *out)
{
    char low[DECIMAL_TEXT], high[DECIMAL_TEXT];
    buffer_text(out, " (");
    phrase_fill(out, phrases->range, decimal_print(score->min, low),
                decimal_print(score->max, high));
    if (score->has_better) {
        buffer_print(out, ", %s", score->higher_is_better ? phrases->higher : phrases->lower);
    }
    buffer_char(out, ')');
}

void build_score(struct build *build, const struct form_score *score, const struct measure *measure)
{
    struct buffer *out = &build->text;
    buffer_reset(out);
    if (measure->state == MEASURE_NOT_SCORED) {
        phrase_number(out, build->phrases->not_scored, measure->answered, measure->applicable);
        return;
    }
    char value[DECIMAL_TEXT];
    buffer_text(out, measure_print(score, measure->value, value));
    if (score->has_range) {
        say_range(build->phrases, score, out);
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

// Its answers, but for those that an earlier score has shown. (`seen`: bits by item.)
static void build_parts(struct build *build, const struct form_score *score, uint64_t *seen)
{
    struct buffer words, name;
    buffer_init(&words, LIMIT_ANSWER + 2);
    buffer_init(&name, LIMIT_ANSWER + 2);
    for (uint32_t i = 0; score->method != SCORE_COUNT && i < score->item_count; i++) {
        uint32_t item = score->items[i];
        uint64_t bit = UINT64_C(1) << (item & 63);
        build_answer_words(build, item, 0, &words);
        if (words.length > 0 && (seen[item >> 6] & bit) == 0) {
            build_name(build, item, 0, &name);
            build_learned(build, item, 0, " - ", &words);
            build_join(build, PART_MEASURES, LINE_FACT, name.bytes, words.bytes)->item = item;
        }
        seen[item >> 6] |= bit;
    }
    buffer_clear(&words);
    buffer_clear(&name);
}

void build_measures(struct build *build)
{
    const struct form *form = build->form;
    uint64_t *seen = arena_array(&build->summary->arena, uint64_t, form->item_count / 64 + 1);
    for (uint32_t i = 0; i < form->score_count; i++) {
        const struct form_score *score = &form->scores[i];
        struct measure measure = measure_score(form, i, &build->env);
        if (measure.state == MEASURE_NONE) {
            continue;
        }
        build_score(build, score, &measure);
        const struct summary_past *past = build_last(build, score);
        struct summary_line *line =
            build_line(build, PART_MEASURES, LINE_TEXT, score->title, build->text.bytes);
        if (past != NULL) {
            line->course = build_course(build, score, &measure);
            build_change(build, score, &measure, past, build->phrases->since);
        }
        build_parts(build, score, seen);
    }
}

void build_notices(struct build *build, bool begun)
{
    const struct form *form = build->form;
    for (uint32_t i = 0; i < form->instrument_count; i++) {
        const struct form_instrument *instrument = &form->instruments[i];
        bool used = false;
        for (uint32_t item = 0; item < form->asked_end; item++) {
            if (form->items[item].instrument == i && form_is_question(&form->items[item])) {
                used = used || answers_state(build->answers, item, 0) != STATE_NOT_APPLICABLE;
            }
        }
        if (!used || instrument->notice == NULL) {
            continue;
        }
        if (!begun) {
            build_line(build, PART_SOURCES, LINE_TEXT, build->phrases->sources, "");
            begun = true;
        }
        build_join(build, PART_SOURCES, LINE_NOTICE, NULL, instrument->notice);
    }
}

// The first body question of the form is the complaint; other places are in words on their own
// lines.
uint32_t build_complaint(const struct form *form)
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
    uint32_t item = build_complaint(form);
    if (item == FORM_NO_ITEM || answers_state(build->answers, item, 0) != STATE_ANSWERED) {
        return;
    }
    const struct answer *given = answers_given(build->answers, item, 0);
    if (given->kind != ANSWER_VALUE) {
        return;
    }
    build_line(build, PART_PROBLEM, LINE_CHART, build->phrases->where, "")->marks = given;
    for (uint32_t option = 0; option < form->items[item].options->count; option++) {
        if (set_has(given->as.set->chosen, option)) {
            uint64_t only[VALUE_SET_WORDS] = {0};
            only[option >> 6] = UINT64_C(1) << (option & 63);
            buffer_reset(&build->text);
            (void)words_chosen(build->answers, item, 0, only, &build->text);
            build_join(build, PART_PROBLEM, LINE_FACT, NULL, build->text.bytes)->item = item;
        }
    }
}
