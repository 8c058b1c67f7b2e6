// Whose earlier records are suggested: those a therapist linked, then those that may well be.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fold_clinic.h"
#include "record/same_name.h"

#include <stdio.h>
#include <string.h>

static struct fold_clinic clinic;

static int set_up(void **state)
{
    (void)state;
    fold_clinic_make(&clinic);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fold_clinic_remove(&clinic);
    return 0;
}

static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"Maria Lopez", "Maria Lopez", true},
        {"Maria Lopez", "MARIA LÓPEZ", true},
        {"Lopez, Maria", "Maria Lopez", true},
        {"Anna-Lena Berg", "anna lena berg", true},
        {"Annalena Berg", "Anna Lena Berg", true},
        {"Siobhán O'Neill", "Siobhan ONeill", true},
        {"Siobhán O’Neill", "O'Neill Siobhan", true},
        {"Øyvind Åse", "Oyvind Ase", true},
        {"Jürgen Groß", "Jurgen Gross", true},
        // One slip, in one word.
        {"Maria Lopez", "Mria Lopez", true},
        {"Maria Lopez", "Mariaa Lopez", true},
        {"Maria Lopez", "Narai Lopez", false},
        {"Maria Lopez", "Maira Lopez", true},
        {"Maria Lopez", "Lopes Maria", true},
        {"Maria Lopez", "Mario Lopes", false},
        {"Maria Lopez", "Maria Lopez Diaz", false},
        {"Maria Lopez", "Maria", false},
        {"Jo Li", "Ja Li", false}, // of two letters one is another name
        {"Jo Li", "Li Jo", true},
        // Any script; none is written over into another.
        {"Мария Королёва", "королева мария", true},
        {"Мария Королёва", "Марйя Королева", true},
        {"Мария", "Maria", false},
        {"王小明", "王小明", true},
        {"王小明", "李大明", false},
        {"김민준", "김민준", true},
        {"محمد علي", "علي محمد", true},
        {"Ὀδυσσεύς", "οδυσσευς", true},
        {"प्रिया शर्मा", "शर्मा प्रिया", true},
        // Nothing is nobody's.
        {"", "", false},
        {"--", "--", false},
        {"Maria", "", false},
        {"a b c d e f g h i j k l m n o p q", "a b c d e f g h i j k l m n o p q", false},
        {"\xff\xfe", "\xff\xfe", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (same_name(rows[i].a, rows[i].b) != rows[i].same ||
            same_name(rows[i].b, rows[i].a) != rows[i].same) {
            fail_msg("'%s' and '%s': %s", rows[i].a, rows[i].b,
                     rows[i].same ? "the same" : "not the same");
        }
    }
}

static uint64_t add(const char *name, const char *born)
{
    return fold_clinic_add(&clinic, &(struct fold_record){.name = name, .born = born}, NULL);
}

static void link_records(uint64_t from, uint64_t to, bool linked)
{
    fold_clinic_remark(&clinic, 0, from, linked ? REMARK_LINK : REMARK_UNLINK, 0, to);
}

// "linked | suggested", as a list that was kept has it and one that is new.
static void assert_person(uint64_t number, size_t size, const char *wanted)
{
    for (int i = 0; i < 2; i++) {
        uint64_t numbers[16];
        size_t linked = 99;
        char text[128] = "";
        const struct reader *reader =
            installation_reader(&clinic.here, clinic.fixture.readers[0].id);
        struct folded *list = folded_open(&clinic.here, reader, clinic.fixture.secrets[0], NULL);
        assert_non_null(list);
        size_t count = folded_of_person(list, folded_row(list, number), numbers, size, &linked);
        for (size_t k = 0; k <= count; k++) {
            size_t used = strlen(text);
            snprintf(text + used, sizeof text - used, "%s", k == linked ? "| " : "");
            used = strlen(text);
            if (k < count) {
                snprintf(text + used, sizeof text - used, "%d ", (int)numbers[k]);
            }
        }
        folded_close(list);
        if (strcmp(text, wanted) != 0) {
            fail_msg("of %d: '%s', not '%s'", (int)number, text, wanted);
        }
    }
}

static void test_suggestions(void **state)
{
    (void)state;
    add("Maria Lopez", "1980-05-17");                // 2
    add("LÓPEZ, María", "1980-05-17");               // 3
    add("Maria Lopez", "1980-05-18");                // 4: another day
    add("Maria Lopez", NULL);                        // 5: no day
    add("Maria Lopes", "1980-05-17");                // 6: a slip
    add("Мария Лопес", "1980-05-17");                // 7: another script
    add("", "1980-05-17");                           // 8: no name
    add("Maria Lopez", "1980-05");                   // 9: of the day only the month
    uint64_t now = add("maria lopez", "1980-05-17"); // 10
    add("Maria Lopez", "1980-05-17");                // 11: later
    assert_person(now, 16, "| 6 3 2 ");
    assert_person(now, 2, "| 6 3 ");
    assert_person(now, 0, "| ");
    assert_person(2, 16, "| ");
    assert_person(5, 16, "| ");
    assert_person(9, 16, "| ");
    assert_person(8, 16, "| ");
    // A therapist knows better.
    link_records(now, 5, true);
    link_records(now, 3, false);
    assert_person(now, 16, "5 | 6 2 ");
    assert_person(now, 1, "5 | ");
    // And may have been wrong.
    link_records(now, 3, true);
    link_records(now, 5, false);
    assert_person(now, 16, "3 | 6 2 ");
}

static void test_links_lead_on(void **state)
{
    (void)state;
    uint64_t first = add("Anna Alt", "1970-01-01"), second = add("Anna Neu", "1970-01-01");
    uint64_t third = add("A. Neu", NULL), other = add("Bea", "1971-01-01");
    uint64_t fourth = add("Cleo", "1972-01-01");
    link_records(second, first, true);
    link_records(third, second, true);
    assert_person(third, 16, "3 2 | ");
    // From the earlier one to the later one says the same.
    link_records(third, fourth, true);
    assert_person(fourth, 16, "4 3 2 | ");
    // Said of the very two, that they are not: whoever else links them.
    link_records(first, fourth, false);
    assert_person(fourth, 16, "4 3 | ");
    link_records(fourth, other, false);
    assert_person(fourth, 16, "4 3 | ");
    // The later one of a pair may say so too, and then nothing leads on from there.
    uint64_t fifth = add("Dea", NULL);
    link_records(fifth, second, true);
    assert_person(fifth, 16, "6 4 3 2 | ");
    link_records(first, second, false);
    assert_person(fifth, 16, "6 4 3 | ");
    link_records(first, second, true);
    // What is purged is nobody's, and leads nowhere.
    fold_clinic_erase(&clinic, third);
    assert_person(fourth, 16, "| ");
    assert_person(second, 16, "2 | ");
}

// A link to a partial record leads to what came of it.
static void test_a_link_to_a_partial(void **state)
{
    (void)state;
    uint8_t draft[ENTRY_ID] = {1};
    struct fold_record record = {.name = "Anna", .draft = draft, .partial = true};
    uint64_t partial = fold_clinic_add(&clinic, &record, NULL);
    record.partial = false;
    uint64_t finished = fold_clinic_add(&clinic, &record, NULL);
    uint64_t now = add("Bea", NULL);
    link_records(now, partial, true);
    assert_person(now, 16, "3 | ");
    link_records(now, finished, false);
    assert_person(now, 16, "| ");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        CASE(test_suggestions),
        CASE(test_links_lead_on),
        CASE(test_a_link_to_a_partial),
    };
    return cmocka_run_group_tests_name("record person", tests, NULL, NULL);
}
