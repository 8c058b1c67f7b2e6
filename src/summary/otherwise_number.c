// Other numbers and other days: about the constants that the rule compares them with.
#include "summary/otherwise_part.h"

#include "interview/words.h"

enum {
    MOST_STEPS = 400, // values of a number that are tried one by one
    MOST_AGE = 150,   // years
    FAR_DAYS = 365 * 20
};

// Adds the constants of an expression.
void otherwise_cuts(struct otherwise *search, const struct expr *expr)
{
    for (uint16_t i = 0; i < expr->node_count; i++) {
        const struct expr_node *node = &expr->nodes[i];
        bool number =
            node->op == EXPR_NUMBER || (node->op >= EXPR_NAME_EQ && node->op <= EXPR_NAME_GE);
        if (number && search->cut_count < OTHERWISE_CUTS) {
            search->cuts[search->cut_count++] = expr->numbers[node->operand];
        }
    }
}

static void say_number(struct otherwise *search, const char *phrase, decimal number)
{
    const struct phrases *phrases = search->build->phrases;
    struct buffer words, text;
    buffer_init(&words, LIMIT_TEXT);
    buffer_init(&text, LIMIT_TEXT);
    struct value value = value_number(number);
    words_value(search->build->form, search->item, &value, &words);
    if (phrase != NULL) {
        phrase_fill(&text, phrase, words.bytes, NULL);
    } else {
        buffer_text(&text, words.bytes);
    }
    otherwise_say(search, phrases->were, text.bytes);
    buffer_clear(&words);
    buffer_clear(&text);
}

static decimal distance(decimal a, decimal b)
{
    return a > b ? a - b : b - a;
}

// Every step of a scale: the nearest that makes the difference, and whether all beyond it do.
static void search_steps(struct otherwise *search, const struct answer *given)
{
    const struct form_item *it = otherwise_item(search);
    bool said = given->kind == ANSWER_VALUE;
    bool flips[MOST_STEPS + 1] = {false};
    int64_t count = (it->max - it->min) / DECIMAL_ONE + 1;
    int64_t best = -1;
    for (int64_t step = 0; step < count; step++) {
        decimal number = it->min + step * DECIMAL_ONE;
        struct answer answer = answer_number(number);
        flips[step] = (!said || number != given->as.number) &&
                      otherwise_try(search, &answer) == search->wanted;
        decimal far = said ? distance(number, given->as.number) : number - it->min;
        decimal least = best < 0 ? 0
                        : said   ? distance(it->min + best * DECIMAL_ONE, given->as.number)
                                 : best * DECIMAL_ONE;
        best = flips[step] && (best < 0 || far < least) ? step : best;
    }
    if (best < 0) {
        return;
    }
    int64_t up = best, down = best;
    while (up + 1 < count && flips[up + 1]) {
        up++;
    }
    while (down > 0 && flips[down - 1]) {
        down--;
    }
    const struct phrases *phrases = search->build->phrases;
    if (up == count - 1 && up > best) {
        say_number(search, phrases->or_more, it->min + down * DECIMAL_ONE);
    } else if (down == 0 && up > down) {
        say_number(search, phrases->or_less, it->min + up * DECIMAL_ONE);
    } else {
        say_number(search, NULL, it->min + best * DECIMAL_ONE);
    }
}

// Any other number: about the constants it is compared with.
static void search_cuts(struct otherwise *search, const struct answer *given)
{
    const struct form_item *it = otherwise_item(search);
    bool said = given->kind == ANSWER_VALUE, found = false;
    decimal best = 0, step = DECIMAL_ONE;
    for (uint8_t place = 0; place < it->places; place++) {
        step /= 10;
    }
    for (size_t i = 0; i < search->cut_count; i++) {
        for (int side = -1; side <= 1; side++) {
            decimal number = search->cuts[i] + side * step;
            bool fits = (!it->has_min || number >= it->min) && (!it->has_max || number <= it->max);
            struct answer answer = it->type == ITEM_TIME ? answer_time((int)(number / DECIMAL_ONE))
                                                         : answer_number(number);
            if (!fits || otherwise_try(search, &answer) != search->wanted) {
                continue;
            }
            bool nearer =
                said && distance(number, given->as.number) < distance(best, given->as.number);
            best = !found || nearer ? number : best;
            found = true;
        }
    }
    if (found) {
        say_number(search, NULL, best);
    }
}

void otherwise_number(struct otherwise *search)
{
    const struct form_item *it = otherwise_item(search);
    const struct answer *given = answers_given(search->build->both, search->item, search->entry);
    bool whole = it->type == ITEM_SCALE || (it->type == ITEM_INTEGER && it->has_min && it->has_max);
    if (whole && (it->max - it->min) / DECIMAL_ONE < MOST_STEPS) {
        search_steps(search, given);
    } else {
        search_cuts(search, given);
    }
}

// A day: so many years, or days, before the interview as the constants say, and the days about it.
static bool day_at(const struct otherwise *search, decimal cut, bool years, day_number *day)
{
    day_number today = search->build->env.today;
    int64_t amount = cut / DECIMAL_ONE;
    if (!years) {
        *day = (day_number)(today - amount);
        return amount > -100000 && amount < 100000;
    }
    int year, month, of_month;
    date_to_civil(today, &year, &month, &of_month);
    return amount >= 0 && amount <= MOST_AGE &&
           date_from_civil(year - (int)amount, month, month == 2 && of_month == 29 ? 28 : of_month,
                           day);
}

// A day, and whether all that lies beyond it does the same.
static void say_day(struct otherwise *search, day_number day, bool back)
{
    const struct phrases *phrases = search->build->phrases;
    day_number far = back ? day - FAR_DAYS : search->build->env.today;
    struct answer answer = answer_date(date_of_day(far));
    bool beyond = (back || far > day) && otherwise_try(search, &answer) == search->wanted;
    struct buffer text, words;
    buffer_init(&text, LIMIT_TEXT);
    buffer_init(&words, LIMIT_TEXT);
    answer = answer_date(date_of_day(day));
    words_said(search->build->form, search->item, &answer, &words);
    if (beyond) {
        phrase_fill(&text, back ? phrases->or_earlier : phrases->or_later, words.bytes, NULL);
    } else {
        buffer_text(&text, words.bytes);
    }
    otherwise_say(search, phrases->were, text.bytes);
    buffer_clear(&text);
    buffer_clear(&words);
}

void otherwise_day(struct otherwise *search)
{
    const struct answer *given = answers_given(search->build->both, search->item, search->entry);
    bool said = given->kind == ANSWER_VALUE, found = false;
    day_number best = 0;
    for (size_t i = 0; search->build->env.today_known && i < 2 * search->cut_count; i++) {
        day_number day;
        if (!day_at(search, search->cuts[i / 2], i % 2 == 0, &day)) {
            continue;
        }
        for (int side = -1; side <= 1; side++) {
            day_number one = day + side;
            struct answer answer = answer_date(date_of_day(one));
            if (otherwise_try(search, &answer) != search->wanted) {
                continue;
            }
            bool nearer =
                said && distance(one, given->as.date.first) < distance(best, given->as.date.first);
            best = !found || nearer ? one : best;
            found = true;
        }
    }
    if (found) {
        say_day(search, best, said && best < given->as.date.first);
    }
}
