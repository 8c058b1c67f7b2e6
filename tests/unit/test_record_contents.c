// Named parts and lines come back as they were put in; of anything else nothing is made up.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/contents.h"
#include "record/digest.h"
#include "record/facts.h"

#include <stdlib.h>
#include <string.h>

static const struct digest_part parts[] = {
    {"facts", "form check\n", 11}, {"response", "", 0}, {"trail", "a\0b", 3}};
enum { PARTS = sizeof parts / sizeof *parts };

static void make(struct buffer *out)
{
    buffer_init(out, 4096);
    for (size_t i = 0; i < PARTS; i++) {
        contents_add(out, parts[i].name, parts[i].bytes, parts[i].length);
    }
}

// How many parts, each as it was put in; *damaged as at the end.
static size_t read_back(const uint8_t *bytes, size_t length, bool *damaged)
{
    struct contents_part part;
    size_t count = 0;
    while (contents_next(&bytes, &length, &part, damaged)) {
        assert_true(count < PARTS);
        assert_string_equal(part.name, parts[count].name);
        assert_int_equal(part.length, parts[count].length);
        assert_memory_equal(part.bytes, parts[count].bytes, part.length);
        count++;
    }
    return count;
}

static void test_there_and_back(void **state)
{
    (void)state;
    struct buffer all;
    bool damaged = true;
    make(&all);
    assert_int_equal(read_back((const uint8_t *)all.bytes, all.length, &damaged), PARTS);
    assert_false(damaged);
    struct contents_part part;
    assert_true(contents_find(all.bytes, all.length, "trail", &part));
    assert_int_equal(part.length, 3);
    assert_false(contents_find(all.bytes, all.length, "trails", &part));
    uint8_t ours[32], theirs[32];
    assert_int_equal(contents_digest(all.bytes, all.length, ours), 0);
    assert_int_equal(digest_parts(parts, PARTS, theirs), 0);
    assert_memory_equal(ours, theirs, 32);
    buffer_clear(&all);
}

static void test_every_truncation(void **state)
{
    (void)state;
    struct buffer all;
    make(&all);
    size_t ends[PARTS + 1] = {0};
    for (size_t i = 0; i < PARTS; i++) {
        ends[i + 1] = ends[i] + 9 + strlen(parts[i].name) + parts[i].length;
    }
    assert_int_equal(ends[PARTS], all.length);
    for (size_t length = 0; length < all.length; length++) {
        bool damaged = false;
        uint8_t hash[32];
        // In memory of that size, so that a checker sees a step beyond it.
        uint8_t *cut = malloc(length + 1);
        memcpy(cut, all.bytes, length);
        size_t whole = read_back(cut, length, &damaged);
        assert_true(ends[whole] <= length && length < ends[whole + 1]);
        assert_int_equal(damaged, length != ends[whole]);
        assert_int_equal(contents_digest(cut, length, hash), damaged ? -1 : 0);
        free(cut);
    }
    buffer_clear(&all);
}

static void test_lengths_that_lie(void **state)
{
    (void)state;
    static const uint8_t lies[][12] = {
        {0, 0, 0, 0, 0, 0, 0, 0, 0},                         // no name
        {1, 'a', 3, 0, 0, 0, 0, 0, 0, 0, 'x', 'y'},          // longer than what is left
        {1, 'a', 255, 255, 255, 255, 255, 255, 255, 255, 1}, // as long as can be
        {255, 'a', 'b'},                                     // a name beyond the end
        {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'z'},              // a name that would end early
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        const uint8_t *at = lies[i];
        size_t left = sizeof lies[i];
        struct contents_part part;
        bool damaged = false;
        assert_false(contents_next(&at, &left, &part, &damaged));
        assert_true(damaged);
    }
}

static void test_lines(void **state)
{
    (void)state;
    struct buffer lines;
    char value[16];
    uint64_t number = 0;
    uint8_t bytes[3];
    buffer_init(&lines, 4096);
    facts_add(&lines, "clinic", "Praxis\nby 00\tx");
    facts_add_number(&lines, "number", UINT64_MAX);
    facts_add_hex(&lines, "hash", (const uint8_t *)"\x01\xab\xff", 3);
    assert_string_equal(lines.bytes,
                        "clinic Praxis by 00 x\nnumber 18446744073709551615\nhash 01abff\n");
    assert_false(facts_find(&lines, "by", value, sizeof value));
    assert_true(facts_find(&lines, "clinic", value, sizeof value));
    assert_string_equal(value, "Praxis by 00 x");
    assert_false(facts_find(&lines, "clinic", value, 14));
    assert_false(facts_find(&lines, "clin", value, sizeof value));
    facts_find_cut(&lines, "clinic", value, sizeof value);
    assert_string_equal(value, "Praxis by 00 x");
    facts_find_cut(&lines, "clinic", value, 14);
    assert_string_equal(value, "Praxis by 00 ");
    facts_find_cut(&lines, "clin", value, sizeof value);
    assert_string_equal(value, "");
    assert_true(facts_number(&lines, "number", &number));
    assert_true(number == UINT64_MAX);
    assert_false(facts_number(&lines, "hash", &number));
    assert_true(facts_hex(&lines, "hash", bytes, 3));
    assert_memory_equal(bytes, "\x01\xab\xff", 3);
    assert_false(facts_hex(&lines, "hash", bytes, 2));
    assert_false(facts_hex(&lines, "clinic", bytes, 3));
    buffer_reset(&lines);
    buffer_text(&lines, "n 18446744073709551616\nm");
    assert_false(facts_number(&lines, "n", &number));
    assert_false(facts_number(&lines, "m", &number));
    buffer_clear(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_every_truncation),
        cmocka_unit_test(test_lengths_that_lie),
        cmocka_unit_test(test_lines),
    };
    return cmocka_run_group_tests_name("record contents", tests, NULL, NULL);
}
