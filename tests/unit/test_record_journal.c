// An acknowledged frame is never lost, a torn one never taken, and damage never goes unnamed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/digest.h"
#include "record/frame.h"
#include "record/journal.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/journal-test-XXXXXX";
static int dir = -1;

static int set_up(void **state)
{
    (void)state;
    dir = mkdtemp(folder) == NULL ? -1 : open(folder, O_RDONLY | O_DIRECTORY);
    return dir < 0 ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    close(dir);
    return rmdir(folder);
}

static const char *const said[] = {"first.", "the second frame.", "3.", "a fourth, rather longer."};
enum { SAID = sizeof said / sizeof *said };

struct heard {
    size_t count;
    bool wrong;
};

static int hear(void *context, const uint8_t *bytes, size_t length)
{
    struct heard *heard = context;
    if (heard->count >= SAID || length != strlen(said[heard->count]) ||
        memcmp(bytes, said[heard->count], length) != 0) {
        heard->wrong = true;
    }
    heard->count++;
    return 0;
}

static void say(struct journal *journal, size_t which)
{
    assert_int_equal(journal_append(journal, (const uint8_t *)said[which], strlen(said[which])), 0);
}

// All of `said` as the bytes of a journal. `ends[i]`: bytes of the first i frames.
static size_t make_bytes(uint8_t *bytes, size_t ends[SAID + 1])
{
    size_t at = 0;
    for (size_t i = 0; i < SAID; i++) {
        size_t length = strlen(said[i]);
        ends[i] = at;
        frame_head(i, (const uint8_t *)said[i], length, bytes + at);
        memcpy(bytes + at + FRAME_HEAD, said[i], length);
        at += FRAME_HEAD + length;
    }
    ends[SAID] = at;
    return at;
}

static void test_the_checksum(void **state)
{
    (void)state;
    // CRC-32C of eight zero bytes and "123456789", worked out by another program.
    assert_int_equal(frame_sum(0, (const uint8_t *)"123456789", 9), 0x820e59c9);
}

static void test_every_truncation(void **state)
{
    (void)state;
    uint8_t bytes[256];
    size_t ends[SAID + 1];
    size_t length = make_bytes(bytes, ends);
    for (size_t cut = 0; cut <= length; cut++) {
        for (size_t zeros = 0; zeros < 12; zeros++) {
            uint8_t *copy = calloc(cut + zeros + 1, 1);
            struct heard heard = {0};
            uint64_t whole = 0;
            size_t frames = 0;
            while (frames < SAID && ends[frames + 1] <= cut) {
                frames++;
            }
            memcpy(copy, bytes, cut);
            enum journal_state is = journal_scan(copy, cut + zeros, hear, &heard, &whole);
            assert_int_equal(is, cut + zeros == ends[frames] ? JOURNAL_WHOLE : JOURNAL_TORN);
            assert_int_equal(heard.count, frames);
            assert_int_equal(whole, ends[frames]);
            assert_false(heard.wrong);
            free(copy);
        }
    }
}

static void test_every_byte_flipped(void **state)
{
    (void)state;
    uint8_t bytes[256];
    size_t ends[SAID + 1];
    size_t length = make_bytes(bytes, ends);
    for (size_t i = 0; i < length; i++) {
        for (int flip = 1; flip < 256; flip++) {
            struct heard heard = {0};
            uint64_t whole = 0;
            size_t frame = 0;
            while (ends[frame + 1] <= i) {
                frame++;
            }
            if (i == length - 1 && (bytes[i] ^ flip) == 0) {
                continue; // a last byte that became zero looks torn
            }
            bytes[i] = (uint8_t)(bytes[i] ^ flip);
            assert_int_equal(journal_scan(bytes, length, hear, &heard, &whole), JOURNAL_DAMAGED);
            assert_int_equal(heard.count, frame);
            assert_int_equal(whole, ends[frame]);
            assert_false(heard.wrong);
            bytes[i] = (uint8_t)(bytes[i] ^ flip);
        }
    }
}

static void test_frames_out_of_place(void **state)
{
    (void)state;
    uint8_t bytes[256], other[256];
    size_t ends[SAID + 1];
    size_t length = make_bytes(bytes, ends);
    uint64_t whole = 0;
    // One left out.
    memcpy(other, bytes, ends[1]);
    memcpy(other + ends[1], bytes + ends[2], length - ends[2]);
    assert_int_equal(journal_scan(other, length - (ends[2] - ends[1]), NULL, NULL, &whole),
                     JOURNAL_DAMAGED);
    assert_int_equal(whole, ends[1]);
    // The first said twice.
    memcpy(other, bytes, ends[1]);
    memcpy(other + ends[1], bytes, length);
    assert_int_equal(journal_scan(other, ends[1] + length, NULL, NULL, &whole), JOURNAL_DAMAGED);
}

static void test_begin_go_on_and_lock(void **state)
{
    (void)state;
    struct journal journal, second;
    struct heard heard = {0};
    struct stat status;
    assert_int_equal(journal_create(&journal, dir, "j"), 0);
    assert_int_equal(journal_create(&second, dir, "j"), -1);
    assert_int_equal(errno, EEXIST);
    say(&journal, 0);
    say(&journal, 1);
    assert_int_equal(journal_open(&second, dir, "j", hear, &heard), -1);
    assert_int_equal(errno, EWOULDBLOCK);
    assert_int_equal(heard.count, 0);
    assert_int_equal(fstat(journal.fd, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    // A torn third frame.
    assert_int_equal(pwrite(journal.fd, "\x07\x00\x00\x00zz", 6, (off_t)journal.end), 6);
    journal_close(&journal);
    assert_int_equal(journal_open(&journal, dir, "j", hear, &heard), 0);
    assert_int_equal(heard.count, 2);
    assert_int_equal(journal.frames, 2);
    say(&journal, 2);
    say(&journal, 3);
    journal_close(&journal);
    heard = (struct heard){0};
    enum journal_state is = JOURNAL_DAMAGED;
    assert_int_equal(journal_read(dir, "j", hear, &heard, &is), 0);
    assert_int_equal(is, JOURNAL_WHOLE);
    assert_int_equal(heard.count, SAID);
    assert_false(heard.wrong);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

static void test_damage_is_named(void **state)
{
    (void)state;
    struct journal journal;
    struct heard heard = {0};
    assert_int_equal(journal_create(&journal, dir, "j"), 0);
    for (size_t i = 0; i < SAID; i++) {
        say(&journal, i);
    }
    assert_int_equal(pwrite(journal.fd, "X", 1, FRAME_HEAD + 6 + FRAME_HEAD), 1);
    journal_close(&journal);
    assert_int_equal(journal_open(&journal, dir, "j", hear, &heard), -1);
    assert_int_equal(errno, EBADMSG);
    assert_int_equal(journal.frames, 1);
    assert_int_equal(symlinkat("j", dir, "link"), 0);
    assert_int_equal(journal_open(&journal, dir, "link", hear, &heard), -1);
    assert_int_equal(errno, ELOOP);
    assert_int_equal(unlinkat(dir, "link", 0), 0);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

static void test_frames_that_may_not_be(void **state)
{
    (void)state;
    struct journal journal;
    uint8_t *large = calloc(LIMIT_JOURNAL_FRAME + 1, 1);
    assert_int_equal(journal_create(&journal, dir, "j"), 0);
    assert_int_equal(journal_append(&journal, large, 0), -1);
    assert_int_equal(journal_append(&journal, large, 1), -1); // ends in a zero
    large[LIMIT_JOURNAL_FRAME] = '.';
    assert_int_equal(journal_append(&journal, large, LIMIT_JOURNAL_FRAME + 1), -1);
    assert_int_equal(journal_append(&journal, large + 1, LIMIT_JOURNAL_FRAME), 0);
    assert_int_equal(journal.frames, 1);
    journal_close(&journal);
    free(large);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

// A full disk, by a limit on the size of files: whatever part of the frame got there is cut off,
// and the next one that fits follows on what was acknowledged.
static void test_no_room(void **state)
{
    (void)state;
    struct journal journal;
    struct heard heard = {0};
    struct rlimit before, small;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(journal_create(&journal, dir, "j"), 0);
    say(&journal, 0);
    small = before;
    for (rlim_t room = 0; room < FRAME_HEAD + strlen(said[1]); room++) {
        small.rlim_cur = journal.end + room;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        int result = journal_append(&journal, (const uint8_t *)said[1], strlen(said[1]));
        struct stat status;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(result, -1);
        assert_int_equal(fstat(journal.fd, &status), 0);
        assert_int_equal(status.st_size, (off_t)journal.end);
        assert_int_equal(journal.frames, 1);
    }
    say(&journal, 1);
    journal_close(&journal);
    assert_int_equal(journal_open(&journal, dir, "j", hear, &heard), 0);
    assert_int_equal(heard.count, 2);
    assert_false(heard.wrong);
    journal_close(&journal);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

static void test_the_digest(void **state)
{
    (void)state;
    uint8_t a[32], b[32];
    char text[65];
    const struct digest_part parts[] = {{"form.cfg", "abc", 3}, {"body.cfg", "def", 3}};
    const struct digest_part moved[] = {{"form.cfg", "abcd", 4}, {"body.cfg", "ef", 2}};
    assert_int_equal(digest_parts(parts, 2, a), 0);
    assert_int_equal(digest_parts(moved, 2, b), 0);
    assert_memory_not_equal(a, b, sizeof a);
    assert_int_equal(digest_parts(parts, 2, b), 0);
    assert_memory_equal(a, b, sizeof a);
    digest_text(a, 32, text);
    assert_int_equal(strlen(text), 64);
    digest_text((const uint8_t[32]){0xa3, 0xf1}, 2, text);
    assert_string_equal(text, "a3f1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_checksum),
        cmocka_unit_test(test_every_truncation),
        cmocka_unit_test(test_every_byte_flipped),
        cmocka_unit_test(test_frames_out_of_place),
        cmocka_unit_test(test_begin_go_on_and_lock),
        cmocka_unit_test(test_damage_is_named),
        cmocka_unit_test(test_frames_that_may_not_be),
        cmocka_unit_test(test_no_room),
        cmocka_unit_test(test_the_digest),
    };
    return cmocka_run_group_tests_name("record journal", tests, set_up, tear_down);
}
