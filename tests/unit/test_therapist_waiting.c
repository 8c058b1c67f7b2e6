// Who comes first in the queue, and whom a search finds.

#include "therapist/waiting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MIDNIGHT = 1795392000, HOUR = 3600, MOST = 16 };

static struct folded_row row(uint64_t number, int64_t at, enum rule_class gravest)
{
    return (struct folded_row){
        .number = number,
        .at = at,
        .name = "Maria Silva",
        .form = "first",
        .slip = "lantern-otter-41",
        .reason = "",
        .search = "maria silva lantern-otter-41 1980-05-17",
        .gravest = gravest,
    };
}

// The numbers wanted, in order, as text.
static const char *order(const struct folded_row *rows, size_t count, struct waiting_wish wish)
{
    static char text[256];
    const struct folded_row *list[MOST];
    wish.typed = wish.typed != NULL ? wish.typed : "";
    wish.midnight = MIDNIGHT;
    size_t used = waiting_list(rows, count, &wish, list);
    text[0] = '\0';
    for (size_t i = 0; i < used; i++) {
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%s%llu", i > 0 ? " " : "",
                 (unsigned long long)list[i]->number);
    }
    return text;
}

static void the_gravest_first_then_who_came_first(void **state)
{
    (void)state;
    struct folded_row rows[] = {
        row(1, MIDNIGHT + 9 * HOUR, RULE_CLASSES),   row(2, MIDNIGHT + 8 * HOUR, RULE_ABSOLUTE),
        row(3, MIDNIGHT + 10 * HOUR, RULE_URGENT),   row(4, MIDNIGHT + 7 * HOUR, RULE_CLASSES),
        row(5, MIDNIGHT + 11 * HOUR, RULE_SAME_DAY), row(6, MIDNIGHT + 9 * HOUR, RULE_URGENT),
        row(7, MIDNIGHT + 6 * HOUR, RULE_RELATIVE),  row(8, MIDNIGHT + 12 * HOUR, RULE_PRECAUTION),
    };
    rows[7].urgent_not_excluded = true;
    assert_string_equal(order(rows, 8, (struct waiting_wish){0}), "6 3 5 8 2 7 4 1");
    // Damaged behind a headline that opened, what is grave keeps its place; the rest goes down.
    rows[5].damaged = rows[6].damaged = true;
    assert_string_equal(order(rows, 8, (struct waiting_wish){0}), "6 3 5 8 2 4 1 7");
    rows[5].damaged = rows[6].damaged = false;
    // What is the case comes before what may be.
    rows[1].urgent_not_excluded = true;
    assert_int_equal(waiting_rank(&rows[1]), WAITING_URGENT_OPEN);
    rows[4].urgent_not_excluded = true;
    assert_int_equal(waiting_rank(&rows[4]), WAITING_SAME_DAY);
}

static void at_the_same_second_the_lower_number_first(void **state)
{
    (void)state;
    struct folded_row rows[] = {row(9, MIDNIGHT, RULE_URGENT), row(2, MIDNIGHT, RULE_URGENT)};
    assert_string_equal(order(rows, 2, (struct waiting_wish){0}), "2 9");
}

static void what_cannot_be_read_hides_nothing(void **state)
{
    (void)state;
    struct folded_row rows[] = {row(1, MIDNIGHT, RULE_CLASSES), row(2, MIDNIGHT, RULE_CLASSES),
                                row(3, MIDNIGHT, RULE_CLASSES)};
    rows[0].damaged = true;
    rows[0].name = rows[0].search = "";
    rows[1].closed = true;
    rows[1].name = rows[1].search = "";
    assert_string_equal(order(rows, 3, (struct waiting_wish){0}), "3 1 2");
    assert_false(waiting_waits(&rows[0]));
    assert_false(waiting_waits(&rows[1]));
    assert_true(waiting_waits(&rows[2]));
    // A name is no word of theirs.
    assert_string_equal(order(rows, 3, (struct waiting_wish){.typed = "silva"}), "3");
}

static void the_decided_stand_last_and_go_with_their_day(void **state)
{
    (void)state;
    struct folded_row rows[] = {
        row(1, MIDNIGHT - 30 * HOUR, RULE_URGENT),  row(2, MIDNIGHT + 1 * HOUR, RULE_URGENT),
        row(3, MIDNIGHT + 2 * HOUR, RULE_CLASSES),  row(4, MIDNIGHT + 3 * HOUR, RULE_CLASSES),
        row(5, MIDNIGHT - 30 * HOUR, RULE_CLASSES),
    };
    rows[0].state = rows[1].state = rows[2].state = FOLDED_DECIDED;
    assert_string_equal(order(rows, 5, (struct waiting_wish){0}), "5 4 3 2");
    assert_string_equal(order(rows, 5, (struct waiting_wish){.decided = true}), "5 4 3 2 1");
    assert_string_equal(order(rows, 5, (struct waiting_wish){.day_only = true}), "4 3 2");
    // Who is searched for is found, whenever it was.
    assert_string_equal(order(rows, 5, (struct waiting_wish){.typed = "sil", .day_only = true}),
                        "5 4 3 2 1");
    assert_false(waiting_waits(&rows[0]));
}

static void only_the_new(void **state)
{
    (void)state;
    struct folded_row rows[] = {row(1, MIDNIGHT, RULE_CLASSES), row(2, MIDNIGHT, RULE_CLASSES),
                                row(3, MIDNIGHT, RULE_CLASSES)};
    rows[1].state = FOLDED_READ;
    rows[2].state = FOLDED_DECIDED;
    assert_string_equal(order(rows, 3, (struct waiting_wish){.new_only = true}), "1");
}

static void found_by_name_slip_and_birth_date(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        bool month_first;
        const char *found;
    } cases[] = {
        {"MARIA", false, "1"},       {"s\xC3\xADlva", false, "1"}, {"silva maria", false, "1"},
        {"silva jo", false, ""},     {"otter", false, "1"},        {"17.5.1980", false, "1"},
        {"17/05/1980", false, "1"},  {"5/17/1980", true, "1"},     {"5/17/1980", false, ""},
        {"1980", false, "1"},        {"5.1980", false, "1"},       {"6.1980", false, ""},
        {"17 May 1980", false, "1"}, {"may 1980", false, "1"},     {"May 17, 1980", false, "1"},
        {"17 Jun 1980", false, ""},  {"31 Feb 1980", false, ""},   {"today", false, ""},
        {"1980-05-17", false, "1"},  {" ", false, "1 2"},          {"", false, "1 2"},
    };
    struct folded_row rows[] = {row(1, MIDNIGHT, RULE_CLASSES), row(2, MIDNIGHT, RULE_CLASSES)};
    rows[0].born_known = true;
    assert_true(date_parse("1980-05-17", 10, 0, &rows[0].born));
    rows[1].name = "";
    rows[1].search = "";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *found = order(
            rows, 2,
            (struct waiting_wish){.typed = cases[i].typed, .month_first = cases[i].month_first});
        if (strcmp(found, cases[i].found) != 0) {
            fail_msg("'%s' finds '%s', wanted '%s'", cases[i].typed, found, cases[i].found);
        }
    }
}

static void nobody_is_fine(void **state)
{
    (void)state;
    assert_string_equal(order(NULL, 0, (struct waiting_wish){0}), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gravest_first_then_who_came_first),
        cmocka_unit_test(at_the_same_second_the_lower_number_first),
        cmocka_unit_test(what_cannot_be_read_hides_nothing),
        cmocka_unit_test(the_decided_stand_last_and_go_with_their_day),
        cmocka_unit_test(only_the_new),
        cmocka_unit_test(found_by_name_slip_and_birth_date),
        cmocka_unit_test(nobody_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
