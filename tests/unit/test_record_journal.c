// An acknowledged frame is never lost, a torn one never taken, and damage never goes unnamed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/digest.h"
#include "record/frame.h"
#include "record/hex.h"
#include "record/journal.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
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

// A file in memory: frames about what was said, and zeros.
struct image {
    uint8_t *bytes;
    size_t length;
    size_t ends[SAID + 1]; // of the first i frames
};

static size_t add_frame(struct image *image, size_t at, uint64_t number, const void *held,
                        size_t length)
{
    size_t size = frame_size(at, length);
    assert_true(at + size < image->length);
    memcpy(image->bytes + at + FRAME_HEAD, held, length);
    frame_close(at, number, length, image->bytes + at);
    return at + size;
}

static struct image make_image(void)
{
    struct image image = {.length = JOURNAL_ROOM};
    image.bytes = calloc(image.length, 1);
    for (size_t i = 0; i < SAID; i++) {
        image.ends[i + 1] = add_frame(&image, image.ends[i], i, said[i], strlen(said[i]));
    }
    return image;
}

static struct journal_seen scan(const uint8_t *bytes, size_t length, struct heard *heard)
{
    struct journal_seen seen;
    *heard = (struct heard){0};
    journal_scan(bytes, length, NULL, hear, heard, &seen);
    assert_false(heard->wrong);
    assert_int_equal(seen.frames, heard->count);
    assert_int_equal(seen.events, heard->count);
    assert_false(seen.sealed);
    return seen;
}

static size_t last_written(const uint8_t *bytes, size_t length)
{
    while (length > 0 && bytes[length - 1] == 0) {
        length--;
    }
    return length;
}

static void test_the_checksum(void **state)
{
    (void)state;
    // CRC-32C of eight zero bytes and "123456789", worked out by another program.
    assert_int_equal(frame_sum(0, (const uint8_t *)"123456789", 9), 0x820e59c9);
}

static void test_where_frames_end(void **state)
{
    (void)state;
    static uint8_t frame[4096];
    for (uint64_t at = 0; at < 2 * FRAME_SECTOR; at += 2) {
        if (at % FRAME_SECTOR > FRAME_SECTOR - FRAME_CLEAR) {
            continue; // none begins there
        }
        for (size_t length = 1; length < 1200; length += 1 + length / 40) {
            size_t size = frame_size(at, length), held = 0;
            size_t tail = size - FRAME_HEAD - length;
            uint64_t end = at + size;
            assert_in_range(tail, FRAME_TAIL_LEAST, FRAME_TAIL_MOST);
            assert_int_equal(end % 2, 0);
            assert_in_range(end % FRAME_SECTOR, 0, FRAME_SECTOR - FRAME_CLEAR);
            memset(frame, 'x', sizeof frame);
            frame_close(at, 7, length, frame);
            assert_int_equal(frame[size], 'x');
            assert_int_equal(frame_whole(7, frame, size, &held), size);
            assert_int_equal(held, length);
            assert_int_equal(frame_whole(7, frame, size - 1, &held), 0);
            assert_int_equal(frame_whole(8, frame, size, &held), 0);
        }
    }
}

// Zeros from any byte on: the frames before are whole, and what was begun is torn. One byte alone
// that is missing is no tear, for frames and sectors end at even places.
static void test_every_tear(void **state)
{
    (void)state;
    struct image image = make_image();
    uint8_t *torn = calloc(image.length, 1);
    for (size_t cut = 0; cut <= image.ends[SAID]; cut++) {
        struct heard heard;
        size_t frames = 0;
        memset(torn, 0, image.length);
        memcpy(torn, image.bytes, cut);
        size_t written = last_written(torn, image.length);
        while (frames < SAID && image.ends[frames + 1] <= cut) {
            frames++;
        }
        struct journal_seen seen = scan(torn, image.length, &heard);
        if (written == image.ends[frames]) {
            assert_int_equal(seen.state, JOURNAL_WHOLE);
        } else if (written == image.ends[frames + 1] - 1) {
            assert_int_equal(seen.state, JOURNAL_DAMAGED);
        } else {
            assert_int_equal(seen.state, JOURNAL_TORN);
        }
        assert_int_equal(heard.count, frames);
        assert_int_equal(seen.whole, image.ends[frames]);
    }
    free(torn);
    free(image.bytes);
}

// Every length but its own: a frame that ends where a page does, too.
static void test_every_truncation(void **state)
{
    (void)state;
    static uint8_t filler[JOURNAL_ROOM];
    struct image image = {.length = 3 * JOURNAL_ROOM};
    image.bytes = calloc(image.length, 1);
    memset(filler, 'f', sizeof filler);
    size_t fills = JOURNAL_ROOM - FRAME_HEAD - FRAME_TAIL_LEAST;
    size_t step = getenv("INTAKE_QUICK") != NULL ? 32 : 1;
    size_t end = add_frame(&image, 0, 0, filler, fills);
    assert_int_equal(end, JOURNAL_ROOM);
    end = add_frame(&image, end, 1, filler, 100);
    for (size_t length = 0; length <= image.length;
         length += length < end + 200 ? step : 8 * step) {
        struct journal_seen seen;
        journal_scan(image.bytes, length, NULL, NULL, NULL, &seen);
        size_t frames = (length >= JOURNAL_ROOM ? 1u : 0u) + (length >= end ? 1u : 0u);
        // Nothing but zeros is missing, and a journal may have been as long as that.
        bool fine = length == image.length || length == image.length - JOURNAL_ROOM;
        assert_int_equal(seen.state, fine ? JOURNAL_WHOLE : JOURNAL_DAMAGED);
        assert_int_equal(seen.frames, frames);
    }
    free(image.bytes);
}

static void test_every_byte_changed(void **state)
{
    (void)state;
    struct image image = make_image();
    for (size_t i = 0; i < image.length; i += i < image.ends[SAID] + 64 ? 1 : 31) {
        size_t frame = 0;
        while (frame < SAID && image.ends[frame + 1] <= i) {
            frame++;
        }
        for (int flip = 1; flip < 256; flip += i < image.ends[SAID] ? 1 : 61) {
            struct heard heard;
            image.bytes[i] = (uint8_t)(image.bytes[i] ^ flip);
            struct journal_seen seen = scan(image.bytes, image.length, &heard);
            image.bytes[i] = (uint8_t)(image.bytes[i] ^ flip);
            // Of a zero that became something, nothing is lost: it may look torn.
            if (frame < SAID) {
                assert_int_equal(seen.state, JOURNAL_DAMAGED);
            } else {
                assert_int_not_equal(seen.state, JOURNAL_WHOLE);
            }
            assert_int_equal(heard.count, frame);
            assert_int_equal(seen.whole, image.ends[frame]);
        }
    }
    free(image.bytes);
}

// A disk writes sectors in any order: the last frame may lack any of its own, and is torn.
static void test_sectors_that_never_came(void **state)
{
    (void)state;
    uint8_t held[1500];
    for (size_t i = 0; i < sizeof held; i++) {
        held[i] = (uint8_t)('a' + i % 26);
    }
    for (size_t pad = 1; pad < FRAME_SECTOR; pad += 7) {
        struct image image = {.length = JOURNAL_ROOM};
        uint8_t *torn = calloc(image.length, 1);
        image.bytes = calloc(image.length, 1);
        size_t begin = add_frame(&image, 0, 0, held, pad);
        size_t end = add_frame(&image, begin, 1, held, sizeof held);
        size_t first = begin / FRAME_SECTOR, last = (end - 1) / FRAME_SECTOR;
        for (unsigned lost = 1; lost < 1u << (last - first + 1); lost++) {
            struct journal_seen seen;
            memcpy(torn, image.bytes, image.length);
            for (size_t i = first; i <= last; i++) {
                size_t from = i == first ? begin : i * FRAME_SECTOR;
                if ((lost >> (i - first) & 1) != 0) {
                    memset(torn + from, 0, (i + 1) * FRAME_SECTOR - from);
                }
            }
            journal_scan(torn, image.length, NULL, NULL, NULL, &seen);
            assert_int_equal(seen.state, last_written(torn, image.length) == begin ? JOURNAL_WHOLE
                                                                                   : JOURNAL_TORN);
            assert_int_equal(seen.whole, begin);
        }
        free(torn);
        free(image.bytes);
    }
}

// But a sector that became zeros under frames that were acknowledged is damage.
static void test_a_sector_lost_later(void **state)
{
    (void)state;
    struct image image = {.length = JOURNAL_ROOM};
    size_t begins[128];
    size_t count = 0, at = 0;
    image.bytes = calloc(image.length, 1);
    for (; at < 5 * FRAME_SECTOR; count++) {
        begins[count] = at;
        at = add_frame(&image, at, count, "what was said, again", 20);
    }
    for (size_t i = 0; begins[i] < 3 * FRAME_SECTOR; i++) {
        struct journal_seen seen;
        uint8_t *lost = malloc(image.length);
        memcpy(lost, image.bytes, image.length);
        memset(lost + begins[i], 0, FRAME_SECTOR - begins[i] % FRAME_SECTOR);
        journal_scan(lost, image.length, NULL, NULL, NULL, &seen);
        assert_int_equal(seen.state, JOURNAL_DAMAGED);
        assert_int_equal(seen.frames, i);
        free(lost);
    }
    free(image.bytes);
}

static void test_frames_out_of_place(void **state)
{
    (void)state;
    struct image image = make_image();
    struct heard heard;
    size_t first = image.ends[1], second = image.ends[2];
    uint8_t *other = calloc(image.length, 1);
    // One left out.
    memcpy(other, image.bytes, first);
    memcpy(other + first, image.bytes + second, image.ends[SAID] - second);
    assert_int_equal(scan(other, image.length, &heard).state, JOURNAL_DAMAGED);
    assert_int_equal(heard.count, 1);
    // The first said twice.
    memcpy(other + first, image.bytes, image.ends[SAID]);
    assert_int_equal(scan(other, image.length, &heard).state, JOURNAL_DAMAGED);
    assert_int_equal(heard.count, 1);
    free(other);
    free(image.bytes);
}

static void test_begin_go_on_and_lock(void **state)
{
    (void)state;
    struct journal journal, second;
    struct journal_seen seen;
    struct heard heard = {0};
    struct stat status;
    assert_int_equal(journal_create(&journal, dir, "j", NULL, NULL), 0);
    assert_int_equal(journal_create(&second, dir, "j", NULL, NULL), -1);
    assert_int_equal(errno, EEXIST);
    say(&journal, 0);
    say(&journal, 1);
    assert_int_equal(journal_open(&second, dir, "j", NULL, hear, &heard, NULL), -1);
    assert_int_equal(errno, EWOULDBLOCK);
    assert_int_equal(heard.count, 0);
    assert_int_equal(fstat(journal.fd, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(status.st_size, JOURNAL_ROOM);
    assert_true(status.st_blocks * 512 >= JOURNAL_ROOM); // zeros, not holes
    // A torn third frame.
    assert_int_equal(pwrite(journal.fd, "\x07\x00\x00\x00zz", 6, (off_t)journal.end), 6);
    uint64_t end = journal.end;
    journal_close(&journal);
    assert_int_equal(journal_open(&journal, dir, "j", NULL, hear, &heard, &seen), 0);
    assert_int_equal(seen.state, JOURNAL_TORN);
    assert_int_equal(heard.count, 2);
    assert_int_equal(journal.frames, 2);
    assert_int_equal(journal.end, end);
    // It is zeros again, on the disk too.
    assert_int_equal(journal_read(dir, "j", NULL, NULL, NULL, &seen), 0);
    assert_int_equal(seen.state, JOURNAL_WHOLE);
    say(&journal, 2);
    say(&journal, 3);
    journal_close(&journal);
    heard = (struct heard){0};
    assert_int_equal(journal_read(dir, "j", NULL, hear, &heard, &seen), 0);
    assert_int_equal(seen.state, JOURNAL_WHOLE);
    assert_int_equal(heard.count, SAID);
    assert_false(heard.wrong);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

static void test_damage_is_named(void **state)
{
    (void)state;
    struct journal journal;
    struct journal_seen seen;
    struct heard heard = {0};
    assert_int_equal(journal_create(&journal, dir, "j", NULL, NULL), 0);
    say(&journal, 0);
    off_t second = (off_t)journal.end;
    say(&journal, 1);
    say(&journal, 2);
    assert_int_equal(pwrite(journal.fd, "X", 1, second + FRAME_HEAD), 1);
    journal_close(&journal);
    assert_int_equal(journal_open(&journal, dir, "j", NULL, hear, &heard, &seen), -1);
    assert_int_equal(errno, EBADMSG);
    assert_int_equal(seen.frames, 1);
    assert_int_equal(symlinkat("j", dir, "link"), 0);
    assert_int_equal(journal_open(&journal, dir, "link", NULL, hear, &heard, &seen), -1);
    assert_int_equal(errno, ELOOP);
    assert_int_equal(unlinkat(dir, "link", 0), 0);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

static void test_frames_that_may_not_be(void **state)
{
    (void)state;
    struct journal journal;
    struct journal_seen seen;
    uint8_t *large = calloc(LIMIT_JOURNAL_FRAME, 1);
    assert_int_equal(journal_create(&journal, dir, "j", NULL, NULL), 0);
    assert_int_equal(journal_append(&journal, large, 0), -1);
    assert_int_equal(errno, EINVAL);
    assert_int_equal(journal_append(&journal, large, LIMIT_JOURNAL_FRAME), -1);
    assert_int_equal(errno, EINVAL);
    assert_int_equal(journal_append_words(&journal, large, 100), -1); // it is plain
    // Many times the zeros there were; and all of it zeros itself.
    assert_int_equal(journal_append(&journal, large, LIMIT_JOURNAL_FRAME - 64), 0);
    assert_int_equal(journal_append(&journal, large, 1), 0);
    assert_int_equal(journal.frames, 2);
    assert_int_equal(journal.size % JOURNAL_ROOM, 0);
    journal_close(&journal);
    free(large);
    assert_int_equal(journal_read(dir, "j", NULL, NULL, NULL, &seen), 0);
    assert_int_equal(seen.state, JOURNAL_WHOLE);
    assert_int_equal(seen.frames, 2);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

// Calls that write fail from some byte of the file on, by a limit on the size of files: whatever
// part of the frame got there is zeroed before the next one, and nothing acknowledged is touched.
static void test_a_write_that_fails(void **state)
{
    (void)state;
    struct journal journal;
    struct journal_seen seen;
    struct heard heard = {0};
    struct rlimit before, small;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(journal_create(&journal, dir, "j", NULL, NULL), 0);
    say(&journal, 0);
    small = before;
    for (rlim_t room = 0; room < frame_size(journal.end, strlen(said[3])); room++) {
        small.rlim_cur = journal.end + room;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        int result = journal_append(&journal, (const uint8_t *)said[3], strlen(said[3]));
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(result, -1);
        assert_int_equal(journal.frames, 1);
        assert_int_equal(journal_read(dir, "j", NULL, NULL, NULL, &seen), 0);
        assert_int_equal(seen.frames, 1);
        assert_int_not_equal(seen.state, JOURNAL_DAMAGED);
    }
    // The write came through and its flush did not, nor could it be zeroed: that comes first.
    uint8_t *rest = malloc(200);
    memset(rest, 'z', 200);
    assert_int_equal(pwrite(journal.fd, rest, 200, (off_t)journal.end), 200);
    free(rest);
    journal.unclean = 200;
    say(&journal, 1);
    assert_int_equal(journal.unclean, 0);
    journal_close(&journal);
    assert_int_equal(journal_open(&journal, dir, "j", NULL, hear, &heard, &seen), 0);
    assert_int_equal(seen.state, JOURNAL_WHOLE);
    assert_int_equal(heard.count, 2);
    assert_false(heard.wrong);
    journal_close(&journal);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

// The disk is full: what has room in the zeros is kept all the same, and when they are used up the
// file stays as it was until there is room again.
static void test_a_full_disk(void **state)
{
    (void)state;
    struct journal journal;
    struct journal_seen seen;
    struct stat status;
    struct rlimit before, small;
    uint8_t held[500];
    size_t kept = 0;
    memset(held, 'h', sizeof held);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(journal_create(&journal, dir, "j", NULL, NULL), 0);
    small = before;
    small.rlim_cur = JOURNAL_ROOM;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    while (journal_append(&journal, held, sizeof held) == 0) {
        kept++;
    }
    small.rlim_cur = JOURNAL_ROOM + 100; // the new zeros have room in part
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_int_equal(journal_append(&journal, held, sizeof held), -1);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_true(kept >= JOURNAL_ROOM / (sizeof held + 32));
    assert_int_equal(fstat(journal.fd, &status), 0);
    assert_int_equal(status.st_size, JOURNAL_ROOM);
    assert_int_equal(journal_append(&journal, held, sizeof held), 0);
    assert_int_equal(fstat(journal.fd, &status), 0);
    assert_int_equal(status.st_size, 2 * JOURNAL_ROOM);
    journal_close(&journal);
    assert_int_equal(journal_read(dir, "j", NULL, NULL, NULL, &seen), 0);
    assert_int_equal(seen.state, JOURNAL_WHOLE);
    assert_int_equal(seen.frames, kept + 1);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

// A program was stopped while it grew its journal: the file is longer, with a hole.
static void test_stopped_while_growing(void **state)
{
    (void)state;
    struct journal journal;
    struct journal_seen seen;
    struct stat status;
    assert_int_equal(journal_create(&journal, dir, "j", NULL, NULL), 0);
    say(&journal, 0);
    assert_int_equal(ftruncate(journal.fd, 4 * JOURNAL_ROOM), 0);
    journal_close(&journal);
    assert_int_equal(journal_open(&journal, dir, "j", NULL, NULL, NULL, &seen), 0);
    assert_int_equal(seen.state, JOURNAL_WHOLE);
    assert_int_equal(fstat(journal.fd, &status), 0);
    assert_true(status.st_blocks * 512 >= 4 * JOURNAL_ROOM);
    journal_close(&journal);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

// And one that was stopped while it created one left half of it under another name.
static void test_stopped_while_creating(void **state)
{
    (void)state;
    struct journal journal;
    struct journal_seen seen;
    int half = openat(dir, "j.new", O_RDWR | O_CREAT | O_EXCL, 0600);
    assert_int_equal(write(half, "\0\0\0", 3), 3);
    assert_true(journal_is_unborn("j.new"));
    assert_false(journal_is_unborn(".new"));
    assert_false(journal_is_unborn("j.draft"));
    assert_int_equal(flock(half, LOCK_EX), 0); // it is still at it
    journal_remove_unborn(dir, "j.new");
    assert_int_equal(journal_create(&journal, dir, "j", NULL, NULL), -1);
    assert_int_equal(errno, EEXIST);
    close(half);
    assert_int_equal(journal_create(&journal, dir, "j", NULL, NULL), 0);
    say(&journal, 0);
    journal_close(&journal);
    assert_int_equal(journal_read(dir, "j", NULL, NULL, NULL, &seen), 0);
    assert_int_equal(seen.state, JOURNAL_WHOLE);
    assert_int_equal(faccessat(dir, "j.new", F_OK, 0), -1);
    assert_int_equal(unlinkat(dir, "j", 0), 0);
}

static void test_the_digest(void **state)
{
    (void)state;
    uint8_t a[32], b[32];
    const struct digest_part parts[] = {{"form.cfg", "abc", 3}, {"body.cfg", "def", 3}};
    const struct digest_part moved[] = {{"form.cfg", "abcd", 4}, {"body.cfg", "ef", 2}};
    assert_int_equal(digest_parts(parts, 2, a), 0);
    assert_int_equal(digest_parts(moved, 2, b), 0);
    assert_memory_not_equal(a, b, sizeof a);
    assert_int_equal(digest_parts(parts, 2, b), 0);
    assert_memory_equal(a, b, sizeof a);
}

static void test_digits(void **state)
{
    (void)state;
    const uint8_t bytes[] = {0x00, 0xa3, 0xf1};
    uint8_t back[3] = {7, 7, 7};
    char text[2 * sizeof bytes + 1];
    hex_write(bytes, sizeof bytes, text);
    assert_string_equal(text, "00a3f1");
    static const char *const wrong[] = {"", "00a3f", "00a3f10", "00A3f1", "00a3g1", "0x0a3f"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(hex_read(wrong[i], strlen(wrong[i]), back, sizeof back));
        assert_memory_equal(back, "\7\7\7", sizeof back);
    }
    assert_true(hex_read(text, strlen(text), back, sizeof back));
    assert_memory_equal(back, bytes, sizeof back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_checksum),
        cmocka_unit_test(test_where_frames_end),
        cmocka_unit_test(test_every_tear),
        cmocka_unit_test(test_every_truncation),
        cmocka_unit_test(test_every_byte_changed),
        cmocka_unit_test(test_sectors_that_never_came),
        cmocka_unit_test(test_a_sector_lost_later),
        cmocka_unit_test(test_frames_out_of_place),
        cmocka_unit_test(test_begin_go_on_and_lock),
        cmocka_unit_test(test_damage_is_named),
        cmocka_unit_test(test_frames_that_may_not_be),
        cmocka_unit_test(test_a_write_that_fails),
        cmocka_unit_test(test_a_full_disk),
        cmocka_unit_test(test_stopped_while_growing),
        cmocka_unit_test(test_stopped_while_creating),
        cmocka_unit_test(test_the_digest),
        cmocka_unit_test(test_digits),
    };
    return cmocka_run_group_tests_name("record journal", tests, set_up, tear_down);
}
