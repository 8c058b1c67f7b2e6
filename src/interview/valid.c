// One validator for every face. First what the item itself says (type, limits, precision), then the
// form's checks, seen with the answer in its place.

#include "interview/valid.h"

#include "base/text.h"
#include "interview/offer.h"

#include <string.h>

// Lengths when the form says none (forms/README.md).
enum { TEXT_MOST = 200, LONGTEXT_MOST = 2000 };

static struct valid fine(void)
{
    return (struct valid){.verdict = VALID_YES, .reason = VALID_FINE};
}

static struct valid stop(enum valid_reason reason)
{
    return (struct valid){.verdict = VALID_STOP, .reason = reason};
}

static struct valid stop_at(enum valid_reason reason, decimal limit)
{
    return (struct valid){
        .verdict = VALID_STOP, .reason = reason, .has_limit = true, .limit = limit};
}

static struct valid between(const struct form_item *it, decimal number, enum valid_reason low,
                            enum valid_reason high)
{
    if (it->has_min && number < it->min) {
        return stop_at(low, it->min);
    }
    if (it->has_max && number > it->max) {
        return stop_at(high, it->max);
    }
    return fine();
}

static bool has_text(const char *text)
{
    return text != NULL && text[strspn(text, " \n\t")] != '\0';
}

// Valid UTF-8 without what free text refuses.
static bool is_clean(const char *text, size_t length, bool lines)
{
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t bytes = text_decode(text + at, length - at, &code_point);
        if (bytes == 0 || (text_forbidden(code_point) && !(lines && code_point == '\n'))) {
            return false;
        }
        at += bytes;
    }
    return true;
}

static struct valid judge_text(const struct form_item *it, const char *text)
{
    if (text == NULL) {
        return stop(VALID_TYPE);
    }
    bool lines = it->type == ITEM_LONGTEXT;
    size_t length = strlen(text);
    decimal least = it->has_min ? it->min : DECIMAL_ONE;
    decimal most = it->has_max ? it->max : decimal_of(lines ? LONGTEXT_MOST : TEXT_MOST);
    if (length > LIMIT_ANSWER) {
        return stop_at(VALID_TOO_LONG, most);
    }
    if (!is_clean(text, length, lines)) {
        return stop(VALID_TYPE);
    }
    decimal count = has_text(text) ? decimal_of((int64_t)text_count(text, length)) : 0;
    if (count < least) {
        return stop_at(VALID_TOO_SHORT, least);
    }
    return count > most ? stop_at(VALID_TOO_LONG, most) : fine();
}

static struct valid judge_number(const struct form_item *it, const struct answer *answer)
{
    decimal number = answer->as.number;
    bool whole = it->type == ITEM_INTEGER || it->type == ITEM_SCALE;
    int places = whole ? 0 : it->places;
    if (places < DECIMAL_PLACES && decimal_round(number, places) != number) {
        return stop_at(VALID_PLACES, decimal_of(places));
    }
    if (it->type == ITEM_QUANTITY && it->unit_count > 0) {
        if (answer->unit >= it->unit_count ||
            !decimal_multiply(number, it->units[answer->unit].factor, &number)) {
            return stop(VALID_TYPE);
        }
    }
    return between(it, number, VALID_TOO_LOW, VALID_TOO_HIGH);
}

static bool limit_day(const struct answers *answers, const struct form_day *limit, day_number *day)
{
    struct expr_env env = answers_env(answers);
    *day = limit->today ? env.today : limit->day;
    return limit->set && (!limit->today || env.today_known);
}

// A part of a date is refused only when none of its days will do.
static struct valid judge_date(const struct answers *answers, const struct form_item *it,
                               const struct answer *answer)
{
    struct date date = answer->as.date;
    day_number day = 0;
    if (date.first > date.last) {
        return stop(VALID_TYPE);
    }
    if (it->precisions != 0 && (it->precisions >> date.precision & 1) == 0) {
        return stop(VALID_PRECISION);
    }
    if (limit_day(answers, &it->min_day, &day) && date.last < day) {
        return stop_at(VALID_TOO_LOW, decimal_of(day));
    }
    if (limit_day(answers, &it->max_day, &day) && date.first > day) {
        return stop_at(VALID_TOO_HIGH, decimal_of(day));
    }
    return fine();
}

static struct valid judge_other(const struct form_item *it, const struct answer *answer)
{
    if (!answer_has_other(it, answer)) {
        return fine();
    }
    if (!has_text(answer->text)) {
        return stop(VALID_OTHER_TEXT);
    }
    size_t length = strlen(answer->text);
    if (length > LIMIT_ANSWER || text_count(answer->text, length) > TEXT_MOST) {
        return stop_at(VALID_TOO_LONG, decimal_of(TEXT_MOST));
    }
    return is_clean(answer->text, length, false) ? fine() : stop(VALID_TYPE);
}

static struct valid judge_code(const struct answers *answers, const struct form_item *it,
                               uint32_t entry, const struct answer *answer)
{
    if (answer->as.code >= it->options->count) {
        return stop(VALID_TYPE);
    }
    if (!offer_has(answers, it, entry, answer->as.code)) {
        return stop(VALID_NOT_AMONG);
    }
    return judge_other(it, answer);
}

static bool marks_fit(const struct form_item *it, const struct answer_set *set)
{
    uint32_t kinds = it->kinds == NULL ? 0 : it->kinds->count;
    for (uint32_t i = 0; i < set->mark_count; i++) {
        const struct answer_mark *mark = &set->marks[i];
        if (mark->option >= it->options->count || !set_has(set->chosen, mark->option) ||
            mark->intensity < -1 || mark->intensity > 10 ||
            (mark->kind != 255 && mark->kind >= kinds) ||
            (i > 0 && mark->option <= set->marks[i - 1].option)) {
            return false;
        }
    }
    return true;
}

static struct valid judge_picks(const struct form_item *it, uint32_t picks, bool alone)
{
    decimal count = decimal_of(picks);
    decimal least = it->has_min ? it->min : DECIMAL_ONE;
    if (alone) {
        return picks > 1 ? stop_at(VALID_TOO_MANY, DECIMAL_ONE) : fine();
    }
    if (count < least) {
        return stop_at(VALID_TOO_FEW, least);
    }
    return it->has_max && count > it->max ? stop_at(VALID_TOO_MANY, it->max) : fine();
}

static struct valid judge_set(const struct answers *answers, const struct form_item *it,
                              uint32_t entry, const struct answer *answer)
{
    if (!answer->is_set || answer->as.set == NULL) {
        return stop(VALID_TYPE);
    }
    const struct answer_set *set = answer->as.set;
    uint32_t picks = 0;
    bool alone = false, excused = false; // an exclusive option; one that says "I cannot say more"
    for (uint32_t option = 0; option < it->options->count; option++) {
        const struct form_option *chosen = &it->options->list[option];
        if (!set_has(set->chosen, option)) {
            continue;
        }
        picks++;
        alone = alone || chosen->exclusive;
        excused = excused || chosen->all || chosen->silence != SILENCE_NOT;
        if (!offer_has(answers, it, entry, option)) {
            return stop(VALID_NOT_AMONG);
        }
    }
    if (picks != set_count(set->chosen) || !marks_fit(it, set)) {
        return stop(VALID_TYPE);
    }
    struct valid valid = judge_picks(it, picks, alone);
    if (valid.reason == VALID_TOO_FEW && excused) {
        valid = fine();
    }
    return valid.verdict == VALID_YES ? judge_other(it, answer) : valid;
}

static struct valid judge_value(const struct answers *answers, const struct form_item *it,
                                uint32_t entry, const struct answer *answer)
{
    if (it->value_type == VALUE_SET) {
        return judge_set(answers, it, entry, answer);
    }
    if (answer->is_set) {
        return stop(VALID_TYPE);
    }
    switch (it->type) {
    case ITEM_YESNO:
    case ITEM_ONE:
    case ITEM_BODY:
        return judge_code(answers, it, entry, answer);
    case ITEM_TEXT:
    case ITEM_LONGTEXT:
    case ITEM_AGREE:
        return judge_text(it, answer->text);
    case ITEM_INTEGER:
    case ITEM_DECIMAL:
    case ITEM_QUANTITY:
    case ITEM_SCALE:
        return judge_number(it, answer);
    case ITEM_DATE:
        return judge_date(answers, it, answer);
    case ITEM_TIME:
        return answer->as.minutes >= 0 && answer->as.minutes < 24 * 60 ? fine() : stop(VALID_TYPE);
    case ITEM_REPEAT: {
        uint32_t repeat = (uint32_t)(it - answers_form(answers)->items);
        return between(it, decimal_of(answers_entries(answers, repeat)), VALID_TOO_FEW,
                       VALID_TOO_MANY);
    }
    default:
        return stop(VALID_TYPE);
    }
}

static struct valid judge_silence(const struct form_item *it, enum silence silence)
{
    switch (silence) {
    case SILENCE_DONT_KNOW:
        return it->offer_dont_know ? fine() : stop(VALID_SILENCE);
    case SILENCE_DECLINED:
        return it->offer_declined ? fine() : stop(VALID_SILENCE);
    case SILENCE_SKIPPED:
        return it->required ? stop(VALID_REQUIRED) : fine();
    case SILENCE_NOT:
    case SILENCE_NOT_REACHED:
        break;
    }
    return stop(VALID_SILENCE);
}

// The form's checks over the answers as they stand: the first that stops, else the first that
// warns.
static struct valid run_checks(const struct answers *answers, const struct form_item *it,
                               uint32_t entry)
{
    struct expr_env env = answers_env(answers);
    env.entry = entry;
    struct valid valid = fine();
    for (uint32_t i = 0; i < it->check_count; i++) {
        const struct form_check *check = &it->checks[i];
        if ((valid.verdict == VALID_WARN && check->warn) ||
            expr_truth(&check->ok, &env) != TRUTH_FALSE) {
            continue;
        }
        valid = (struct valid){
            .verdict = check->warn ? VALID_WARN : VALID_STOP,
            .reason = VALID_CHECK,
            .text = check->text,
            .line = check->line,
        };
        if (!check->warn) {
            break;
        }
    }
    return valid;
}

static struct valid judge(const struct answers *answers, uint32_t item, uint32_t entry,
                          const struct answer *answer)
{
    const struct form_item *it = &answers_form(answers)->items[item];
    switch ((enum answer_kind)answer->kind) {
    case ANSWER_NONE:
        return it->required ? stop(VALID_REQUIRED) : fine();
    case ANSWER_SILENCE:
        return judge_silence(it, (enum silence)answer->silence);
    case ANSWER_VALUE:
        return judge_value(answers, it, entry, answer);
    }
    return stop(VALID_TYPE);
}

struct valid valid_answer(struct answers *answers, uint32_t item, uint32_t entry,
                          const struct answer *answer)
{
    const struct form_item *it = &answers_form(answers)->items[item];
    struct valid valid = judge(answers, item, entry, answer);
    if (valid.verdict == VALID_YES && answer->kind == ANSWER_VALUE && it->check_count > 0 &&
        answers_applies(answers, item, entry) == TRUTH_TRUE) {
        answers_try(answers, item, entry, answer);
        valid = run_checks(answers, it, entry);
        answers_untry(answers);
    }
    valid.item = item;
    valid.entry = entry;
    return valid;
}

struct valid valid_given(const struct answers *answers, uint32_t item, uint32_t entry)
{
    const struct form_item *it = &answers_form(answers)->items[item];
    const struct answer *given = answers_given(answers, item, entry);
    struct valid valid = fine();
    if (answers_applies(answers, item, entry) == TRUTH_TRUE) {
        if (it->type == ITEM_REPEAT && given->kind == ANSWER_NONE) {
            struct answer complete = answer_number(0);
            valid = it->required ? stop(VALID_REQUIRED) : judge(answers, item, entry, &complete);
        } else {
            valid = judge(answers, item, entry, given);
        }
        if (valid.verdict == VALID_YES && given->kind == ANSWER_VALUE) {
            valid = run_checks(answers, it, entry);
        }
    }
    valid.item = item;
    valid.entry = entry;
    return valid;
}
