// Readers: locked under a passphrase, opened by it alone, brought back from the recovery sheet.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/reader.h"
#include "record/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct seal_cost cheap = {.passes = 2, .kibibytes = 64 << 10};
static const char passphrase[] = "four words and a comma, please";

static int start(void **state)
{
    (void)state;
    return seal_start();
}

// The secret behind a reader opens its boxes and signs in its name.
static void assert_whose(const struct reader_secret *secret, const struct reader *reader)
{
    uint8_t box[5 + SEAL_BOX_MORE], out[5], hash[SEAL_HASH] = {1, 2, 3}, signature[SEAL_SIGNATURE];
    seal_box_close(reader->box, "hello", 5, box);
    assert_int_equal(reader_open(secret, box, sizeof box, out), 0);
    assert_memory_equal(out, "hello", 5);
    box[40] ^= 1;
    assert_int_equal(reader_open(secret, box, sizeof box, out), -1);
    reader_sign(secret, hash, signature);
    assert_int_equal(seal_verify(reader->sign, hash, signature), 0);
}

static void test_new_readers(void **state)
{
    (void)state;
    struct reader a, b;
    uint8_t box[5 + SEAL_BOX_MORE], out[5];
    struct reader_secret *first = reader_new("Ada Okafor, physiotherapist", &a);
    struct reader_secret *second = reader_new("Bo", &b);
    assert_non_null(first);
    assert_non_null(second);
    assert_string_equal(a.name, "Ada Okafor, physiotherapist");
    assert_false(a.removed);
    assert_memory_not_equal(a.id, b.id, sizeof a.id);
    assert_memory_not_equal(a.box, a.sign, sizeof a.box);
    assert_whose(first, &a);
    assert_whose(second, &b);
    seal_box_close(b.box, "hello", 5, box);
    assert_int_equal(reader_open(first, box, sizeof box, out), -1);
    reader_secret_free(first);
    reader_secret_free(second);
    reader_secret_free(NULL);
}

static void test_long_names(void **state)
{
    (void)state;
    struct reader reader;
    char name[READER_NAME + 10];
    memset(name, 'n', sizeof name);
    memcpy(name + READER_NAME - 2, "\xc3\xa9", 2); // would be cut in two
    name[sizeof name - 1] = '\0';
    reader_secret_free(reader_new(name, &reader));
    assert_int_equal(strlen(reader.name), READER_NAME - 2);
}

static void test_locks(void **state)
{
    (void)state;
    struct reader reader, other;
    uint8_t lock[READER_LOCK], again[READER_LOCK];
    struct reader_secret *secret = reader_new("Ada", &reader);
    reader_secret_free(reader_new("Bo", &other));
    assert_int_equal(reader_lock(secret, passphrase, cheap, lock), 0);
    assert_int_equal(reader_lock(secret, passphrase, cheap, again), 0);
    assert_memory_not_equal(lock, again, sizeof lock);
    struct reader_secret *opened = reader_unlock(&reader, lock, passphrase);
    assert_non_null(opened);
    assert_whose(opened, &reader);
    reader_secret_free(opened);
    static const char *const wrong[] = {"", "four words and a comma, pleas",
                                        "four words and a comma, please ",
                                        "Four words and a comma, please"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        errno = 0;
        assert_null(reader_unlock(&reader, lock, wrong[i]));
        assert_int_equal(errno, EBADMSG);
    }
    assert_null(reader_unlock(&other, lock, passphrase)); // another reader's lock
    assert_int_equal(errno, EBADMSG);
    assert_int_equal(reader_lock(secret, passphrase, (struct seal_cost){1, 8}, again), -1);
    assert_int_equal(errno, EBADMSG);
    reader_secret_free(secret);
}

// Of what the cipher holds, some: that it refuses each is held where it stands, and a try costs a
// stretching.
static void test_touched_locks(void **state)
{
    (void)state;
    struct reader reader;
    uint8_t lock[READER_LOCK];
    struct reader_secret *secret = reader_new("Ada", &reader);
    assert_int_equal(reader_lock(secret, passphrase, cheap, lock), 0);
    reader_secret_free(secret);
    size_t step = getenv("INTAKE_QUICK") != NULL ? 19 : 5;
    for (size_t i = 0; i < sizeof lock; i += i < 8 ? 1 : step) {
        // The highest bit: a cost that was raised is refused before it is paid.
        lock[i] ^= i < 8 ? 0x80 : 1;
        errno = 0;
        assert_null(reader_unlock(&reader, lock, passphrase));
        assert_int_equal(errno, EBADMSG);
        lock[i] ^= i < 8 ? 0x80 : 1;
    }
    // One pass more, half as much memory again: other keys, whatever the cipher says.
    lock[0] ^= 1;
    assert_null(reader_unlock(&reader, lock, passphrase));
    lock[0] ^= 1;
    lock[1 + 4] ^= 0x40;
    assert_null(reader_unlock(&reader, lock, passphrase));
    lock[1 + 4] ^= 0x40;
    reader.sign[3] ^= 1;
    assert_null(reader_unlock(&reader, lock, passphrase));
}

static void test_the_recovery_sheet(void **state)
{
    (void)state;
    struct reader reader, found;
    uint8_t seed[SEAL_KEY], typed[SEAL_KEY];
    char lines[RECOVERY_LINES][RECOVERY_LINE];
    int wrong = 0;
    struct reader_secret *secret = reader_new("Ada", &reader);
    reader_seed(secret, seed);
    recovery_sheet_write(seed, lines);
    reader_secret_free(secret);
    for (int line = 0; line < RECOVERY_LINES; line++) {
        assert_true(recovery_sheet_read_line(line, lines[line], typed, &wrong));
    }
    secret = reader_from_seed(typed, &found);
    assert_non_null(secret);
    assert_memory_equal(found.id, reader.id, sizeof found.id);
    assert_memory_equal(found.box, reader.box, sizeof found.box);
    assert_memory_equal(found.sign, reader.sign, sizeof found.sign);
    assert_string_equal(found.name, "");
    assert_whose(secret, &reader);
    reader_secret_free(secret);
}

static void test_passphrases(void **state)
{
    (void)state;
    char longest[PASSPHRASE_MOST + 2];
    static const struct {
        const char *said, *problem; // NULL: it will do; else what the sentence is about
    } tried[] = {
        {"twelve chars", NULL},
        {"four words and a comma, please", NULL},
        {"\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6"
         "\xc3\xbc",
         NULL},
        {"\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6",
         "short"},
        {"eleven char", "short"},
        {"", "needed"},
        {"            ", "blanks"},
        {"\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0"
         "\xc2\xa0",
         "blanks"},
        {"with a\ttab in it", "Tab"},
        {"not a text \xff\xfe\xfd", "no text"},
    };
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        const char *problem = passphrase_problem(tried[i].said);
        if (tried[i].problem == NULL) {
            assert_null(problem);
        } else {
            assert_non_null(problem);
            assert_non_null(strstr(problem, tried[i].problem));
        }
    }
    memset(longest, 'x', sizeof longest);
    longest[PASSPHRASE_MOST] = '\0';
    assert_null(passphrase_problem(longest));
    longest[PASSPHRASE_MOST] = 'x';
    longest[PASSPHRASE_MOST + 1] = '\0';
    assert_non_null(strstr(passphrase_problem(longest), "too long"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_readers),
        cmocka_unit_test(test_long_names),
        cmocka_unit_test(test_locks),
        cmocka_unit_test(test_touched_locks),
        cmocka_unit_test(test_the_recovery_sheet),
        cmocka_unit_test(test_passphrases),
    };
    return cmocka_run_group_tests_name("record reader", tests, start, NULL);
}
