// The clinic's numbers in words, and as facts for a spreadsheet.
#include "command/report.h"

#include "command/clock.h"

#include <inttypes.h>
#include <stdio.h>

enum { LISTED = 10 }; // of the questions

// A count as it may be said.
static const char *said(uint32_t number, bool tabs, char out[24])
{
    if (number == 0 || number >= NUMBERS_LEAST) {
        snprintf(out, 24, "%" PRIu32, number);
    } else {
        snprintf(out, 24, tabs ? "<%d" : "under %d", NUMBERS_LEAST);
    }
    return out;
}

// How many a day had, as it may be said.
static const char *said_of(const struct numbers_day *day, char out[24])
{
    snprintf(out, 24, day->hidden ? "-" : "%" PRIu32, day->interviews);
    return out;
}

void report_tabs(const struct numbers *numbers, struct buffer *out)
{
    char a[24], b[24], c[24], day[DATE_TEXT];
    uint32_t middle, low, high;
    for (size_t i = 0; i < numbers->day_count; i++) {
        buffer_print(out, "day\t%s\t%s\n", date_print(date_of_day(numbers->days[i].day), day),
                     said_of(&numbers->days[i], a));
    }
    if (numbers_minutes(numbers, &middle, &low, &high)) {
        buffer_print(out, "minutes\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu32 "\n", middle, low, high);
    }
    for (size_t i = 0; i < numbers->question_count; i++) {
        const struct numbers_question *question = &numbers->questions[i];
        buffer_print(out, "question\t%s\t%s\t%s\t%s\n", question->id,
                     said(question->asked, true, a), said(question->silent, true, b),
                     said(question->changed, true, c));
    }
    for (size_t i = 0; i < numbers->rule_count; i++) {
        const struct numbers_rule *rule = &numbers->rules[i];
        buffer_print(out, "rule\t%s\t%s\t%s\t%s\n", rule->id, rule_class_name(rule->class),
                     said(rule->present, true, a), said(rule->doubt, true, b));
    }
}

static void print_days(struct buffer *out, const struct numbers *numbers)
{
    char a[24], day[32];
    bool hidden = false;
    buffer_print(out, "%zu interviews on %zu day%s\n", numbers->interviews, numbers->day_count,
                 numbers->day_count == 1 ? "" : "s");
    for (size_t i = 0; i < numbers->day_count; i++) {
        hidden = hidden || numbers->days[i].hidden;
        buffer_print(out, "  %-12s %s\n", clock_print_day(numbers->days[i].day, day, sizeof day),
                     said_of(&numbers->days[i], a));
    }
    if (hidden) {
        buffer_print(out, "  (-: not said, so that no day of fewer than %d can be told)\n",
                     NUMBERS_LEAST);
    }
}

// The ten that lead a list, as far as they may be said.
static void print_questions(struct buffer *out, const struct numbers *numbers, const char *heading,
                            bool changed)
{
    size_t shown = 0;
    uint32_t order[LISTED];
    size_t count = numbers_leading(numbers, changed, order, LISTED);
    buffer_print(out, "\n%s\n", heading);
    for (size_t i = 0; i < count; i++) {
        const struct numbers_question *question = &numbers->questions[order[i]];
        uint32_t times = changed ? question->changed : question->silent;
        if (times >= NUMBERS_LEAST) {
            buffer_print(out, "  %5" PRIu32 " of %-5" PRIu32 " %s\n", times, question->asked,
                         question->label);
            shown++;
        }
    }
    if (shown == 0) {
        buffer_print(out, "  none %d times or more\n", NUMBERS_LEAST);
    }
}

static void print_rules(struct buffer *out, const struct numbers *numbers)
{
    char present[24], doubt[24];
    buffer_text(out, "\nRules, by class: how often present, and how often not to be excluded\n");
    for (size_t i = 0; i < numbers->rule_count; i++) {
        const struct numbers_rule *rule = &numbers->rules[i];
        buffer_print(out, "  %-10s %-24s %8s %8s\n", rule_class_name(rule->class), rule->id,
                     said(rule->present, false, present), said(rule->doubt, false, doubt));
    }
    if (numbers->rule_count == 0) {
        buffer_text(out, "  none fired\n");
    }
}

void report_words(const struct numbers *numbers, long days, struct buffer *out)
{
    uint32_t middle, low, high;
    buffer_print(out, "The last %ld day%s\n\n", days, days == 1 ? "" : "s");
    print_days(out, numbers);
    if (numbers_minutes(numbers, &middle, &low, &high)) {
        buffer_print(out,
                     "\nMinutes to finish: %" PRIu32 " in the middle, %" PRIu32 " to %" PRIu32
                     " for the middle half\n",
                     middle, low, high);
    }
    print_questions(
        out, numbers,
        "Questions most often left open: not sure, rather not say, passed over, not reached",
        false);
    print_questions(out, numbers, "Questions most often answered again", true);
    print_rules(out, numbers);
}
