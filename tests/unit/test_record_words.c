// Words people copy or say: the list keeps its promises, what was drawn is read again however it is
// typed, and one mistake is found where it was made.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/seal.h"
#include "record/word_list.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static int start(void **state)
{
    (void)state;
    return seal_start();
}

static void test_the_list(void **state)
{
    (void)state;
    for (size_t i = 0; i < WORDS; i++) {
        size_t length = strlen(word_list[i]);
        assert_in_range(length, 3, WORD_LETTERS);
        assert_int_equal(strspn(word_list[i], "abcdefghijklmnopqrstuvwxyz"), length);
        if (i > 0) {
            assert_true(strncmp(word_list[i - 1], word_list[i], 4) < 0);
        }
        assert_int_equal(word_find(word_list[i], length), i);
        assert_string_equal(word_at((uint32_t)i), word_list[i]);
        if (length > 4) {
            assert_int_equal(word_find(word_list[i], 4), i);
        }
    }
    // A sheet printed years ago is numbers of this table: changing it breaks them.
    uint8_t hash[SEAL_HASH];
    seal_hash((const struct seal_part[]){{word_list, sizeof word_list}}, 1, hash);
    const uint8_t first[] = {0x80, 0x31, 0x4b, 0x1e};
    assert_memory_equal(hash, first, sizeof first);
}

static void test_slip_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < SLIP_WORDS; i++) {
        uint32_t number = word_find(slip_list[i], strlen(slip_list[i]));
        assert_true(number < WORDS);
        assert_string_equal(word_at(number), slip_list[i]);
        if (i > 0) {
            assert_true(strcmp(slip_list[i - 1], slip_list[i]) < 0);
        }
    }
}

static void test_finding(void **state)
{
    (void)state;
    static const struct {
        const char *said, *word; // NULL: none
    } said[] = {
        {"maple", "maple"},   {"MAPLE", "maple"},  {"  Maple ", "maple"}, {"mapl", "maple"},
        {"maples", "maple"},  {"map", "map"},      {"ant", "ant"},        {"antl", "antler"},
        {"an", NULL},         {"", NULL},          {"   ", NULL},         {"ma-ple", NULL},
        {"m\xc3\xa4p", NULL}, {"xylophone", NULL}, {"zzzz", NULL},        {"aaaa", NULL},
        {"maple2", NULL},     {"able", "able"},    {"zoom", "zoom"},
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        uint32_t number = word_find(said[i].said, strlen(said[i].said));
        if (said[i].word == NULL) {
            assert_int_equal(number, WORDS);
        } else {
            assert_true(number < WORDS);
            assert_string_equal(word_at(number), said[i].word);
        }
    }
    assert_string_equal(word_nearest("mpale", 5), "maple");
    assert_string_equal(word_nearest("Ottre", 5), "otter");
    assert_null(word_nearest("xylophone", 9));
    assert_null(word_nearest("a word longer than any that there is", 36));
}

static void test_resume_words(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *read; // NULL: not read
        int wrong;
    } typed[] = {
        {"maple otter cloud river", "maple otter cloud river", 0},
        {" Maple,OTTER  cloud.River ", "maple otter cloud river", 0},
        {"mapl-otte-clou-rive", "maple otter cloud river", 0},
        {"1 maple 2 otter 3 clouds 4 rivers", "maple otter cloud river", 0},
        {"maple otter cloud", NULL, 0},
        {"maple otter cloud river river", NULL, 0},
        {"", NULL, 0},
        {"qqqq otter cloud river", NULL, 1},
        {"maple otter cloud qqqq", NULL, 4},
        {"maple qqqq qqqq river", NULL, 2},
        {"maple qqqq cloud", NULL, 0},
        {"maple otter cl\xc3\xb6ud river", NULL, 3},
    };
    char read[RESUME_BYTES], drawn[RESUME_BYTES], other[RESUME_BYTES];
    int wrong = -1;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        bool did = resume_words_read(typed[i].typed, read, &wrong);
        assert_int_equal(did, typed[i].read != NULL);
        assert_int_equal(wrong, typed[i].wrong);
        if (did) {
            assert_string_equal(read, typed[i].read);
        }
    }
    for (int i = 0; i < 200; i++) {
        resume_words_draw(drawn);
        assert_true(resume_words_read(drawn, read, &wrong));
        assert_string_equal(read, drawn);
    }
    resume_words_draw(other);
    assert_string_not_equal(drawn, other);
}

static void test_the_sheet(void **state)
{
    (void)state;
    uint8_t secret[32], read[32] = {0};
    char lines[RECOVERY_LINES][RECOVERY_LINE];
    int wrong = 0;
    for (size_t i = 0; i < sizeof secret; i++) {
        secret[i] = (uint8_t)(i * 37 + 5);
    }
    recovery_sheet_write(secret, lines);
    for (int line = 0; line < RECOVERY_LINES; line++) {
        for (char *c = lines[line]; *c != '\0'; c++) {
            *c = (char)toupper((unsigned char)*c);
        }
        assert_true(recovery_sheet_read_line(line, lines[line], read, &wrong));
    }
    assert_memory_equal(read, secret, sizeof secret);
    assert_false(recovery_sheet_read_line(RECOVERY_LINES, lines[0], read, &wrong));
    assert_false(recovery_sheet_read_line(-1, lines[0], read, &wrong));
    assert_false(recovery_sheet_read_line(0, "maple otter cloud", read, &wrong));
    assert_int_equal(wrong, 0);
    assert_false(recovery_sheet_read_line(0, "maple otter qqqq river", read, &wrong));
    assert_int_equal(wrong, 3);
    assert_memory_equal(read, secret, sizeof secret);
}

// Of all the lines with one other word, twelve bits let one in 4,096 pass; in none of these cases
// may it be more than a few.
static void test_mistakes_on_the_sheet(void **state)
{
    (void)state;
    uint8_t secret[32], read[32];
    char lines[RECOVERY_LINES][RECOVERY_LINE], line[4 * RECOVERY_LINE];
    int passed = 0, wrong = 0;
    for (size_t i = 0; i < sizeof secret; i++) {
        secret[i] = (uint8_t)(i * 101 + 17);
    }
    recovery_sheet_write(secret, lines);
    // Lines in each other's place.
    for (int at = 0; at < RECOVERY_LINES; at++) {
        for (int from = 0; from < RECOVERY_LINES; from++) {
            assert_int_equal(recovery_sheet_read_line(at, lines[from], read, &wrong), at == from);
            assert_int_equal(wrong, 0);
        }
    }
    // One word instead of another, at each place of the first line.
    for (int place = 0; place < RECOVERY_WORDS; place++) {
        for (uint32_t number = 0; number < WORDS; number++) {
            const char *at = lines[0];
            for (int i = 0; i < place; i++) {
                at = strchr(at, ' ') + 1;
            }
            snprintf(line, sizeof line, "%.*s%s%s", (int)(at - lines[0]), lines[0], word_at(number),
                     at + strcspn(at, " "));
            passed += recovery_sheet_read_line(0, line, read, &wrong);
        }
    }
    assert_in_range(passed, RECOVERY_WORDS, RECOVERY_WORDS + 8);
}

static void test_slips(void **state)
{
    (void)state;
    char slip[SLIP_BYTES], read[SLIP_BYTES], typed[64];
    char first[WORD_LETTERS + 1], second[WORD_LETTERS + 1], digits[3];
    for (int i = 0; i < 500; i++) {
        slip_draw(slip);
        assert_true(slip_read(slip, read));
        assert_string_equal(read, slip);
        assert_int_equal(sscanf(slip, "%7[a-z]-%7[a-z]-%2[0-9]", first, second, digits), 3);
        assert_string_not_equal(first, second);
        snprintf(typed, sizeof typed, " %s  %s %s ", first, second, digits);
        typed[1] = (char)toupper((unsigned char)typed[1]);
        assert_true(slip_read(typed, read));
        assert_string_equal(read, slip);
        // Any other word in either place, and the two in each other's.
        for (size_t other = 0; other < SLIP_WORDS; other++) {
            snprintf(typed, sizeof typed, "%.7s-%s-%s", slip_list[other], second, digits);
            assert_int_equal(slip_read(typed, read), strcmp(typed, slip) == 0);
            snprintf(typed, sizeof typed, "%s-%.7s-%s", first, slip_list[other], digits);
            assert_int_equal(slip_read(typed, read), strcmp(typed, slip) == 0);
        }
        snprintf(typed, sizeof typed, "%s-%s-%s", second, first, digits);
        assert_false(slip_read(typed, read));
    }
    static const char *const none[] = {"",       "maple",        "maple-otter",    "maple-otter-4",
                                       "-  -99", "maple-otter-", "maple otter xy", "able-about-41"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(slip_read(none[i], read));
    }
    snprintf(typed, sizeof typed, "%s1", slip);
    assert_false(slip_read(typed, read));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_list),  cmocka_unit_test(test_slip_words),
        cmocka_unit_test(test_finding),   cmocka_unit_test(test_resume_words),
        cmocka_unit_test(test_the_sheet), cmocka_unit_test(test_mistakes_on_the_sheet),
        cmocka_unit_test(test_slips),
    };
    return cmocka_run_group_tests_name("record words", tests, start, NULL);
}
