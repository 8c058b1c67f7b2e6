// The kiosk as it stands in a waiting room: the installed program on a pseudo-terminal, a data
// folder that a thief may take, and a reader who opens what the patients said.
#include "kiosk_run.h"
#include "pty_walk.h"
#include "sealed_place.h"
#include "unit/record_fixture.h"

#include "record/custody.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static struct sealed_place place;

static int set_up(void **state)
{
    (void)state;
    sealed_place_make(&place, true);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sealed_place_remove(&place);
    return 0;
}

static void start_kiosk(struct pty *pty, const char *data)
{
    const struct kiosk_wish wish = {.data = data};
    kiosk_start(pty, &wish);
}

// Marked words in what the patient types: see pty_walk.c.
static const char *const canaries[] = {"Alex Example", "shoulder is sore", "Swim with my children",
                                       "17 May 1974", "1974-05-17"};
enum { CANARIES = sizeof canaries / sizeof *canaries };

static bool holds_canary(const char *bytes, size_t length, const char **which)
{
    for (size_t c = 0; c < CANARIES; c++) {
        size_t size = strlen(canaries[c]);
        const char *at = bytes;
        while (size <= length - (size_t)(at - bytes) &&
               (at = memchr(at, canaries[c][0], length - (size_t)(at - bytes))) != NULL) {
            if (length - (size_t)(at - bytes) >= size && memcmp(at, canaries[c], size) == 0) {
                *which = canaries[c];
                return true;
            }
            at++;
        }
    }
    return false;
}

// Every file of the folder, whole. Returns how many bytes were searched.
static size_t search_folder(const char *path)
{
    size_t searched = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char name[1024];
        const char *which = NULL;
        if (entry->d_name[0] == '.') {
            continue;
        }
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        int fd = open(name, O_RDONLY | O_CLOEXEC);
        off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
        if (fd >= 0 && entry->d_type == DT_DIR) {
            searched += search_folder(name);
        } else if (size > 0) {
            char *bytes = malloc((size_t)size);
            assert_int_equal(pread(fd, bytes, (size_t)size, 0), size);
            if (holds_canary(bytes, (size_t)size, &which)) {
                fail_msg("\"%s\" is readable in %s", which, name);
            }
            searched += (size_t)size;
            free(bytes);
        }
        if (fd >= 0) {
            close(fd);
        }
    }
    closedir(folder);
    return searched;
}

// Larger is only room that was reserved, as the sanitizers do.
#define LARGEST (1UL << 30)

// The memory of a process. Returns how many bytes were searched; 0: the system does not let us.
static size_t search_memory(pid_t process)
{
    char name[64], line[512];
    size_t searched = 0;
    snprintf(name, sizeof name, "/proc/%ld/maps", (long)process);
    FILE *maps = fopen(name, "r");
    snprintf(name, sizeof name, "/proc/%ld/mem", (long)process);
    int memory = open(name, O_RDONLY | O_CLOEXEC);
    while (maps != NULL && memory >= 0 && fgets(line, sizeof line, maps) != NULL) {
        unsigned long from = 0, to = 0;
        char rights[8] = "";
        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || rights[0] != 'r' ||
            strstr(line, "[v") != NULL) {
            continue;
        }
        if (to - from > LARGEST) {
            print_message("not searched: %lu MB at %lx\n", (to - from) >> 20, from);
            continue;
        }
        char *bytes = malloc(to - from);
        const char *which = NULL;
        ssize_t got = pread(memory, bytes, to - from, (off_t)from);
        if (got > 0 && holds_canary(bytes, (size_t)got, &which)) {
            fail_msg("\"%s\" is in the memory of process %ld: %s", which, (long)process, line);
        }
        if (got < 0 || (size_t)got < to - from) {
            print_message("not searched: %zu kB of %s",
                          (to - from - (got > 0 ? (size_t)got : 0)) >> 10, line);
        }
        searched += got > 0 ? (size_t)got : 0;
        free(bytes);
    }
    if (maps != NULL) {
        fclose(maps);
    }
    if (memory >= 0) {
        close(memory);
    }
    return searched;
}

static void a_whole_interview_leaves_nothing_readable(void **state)
{
    (void)state;
    struct pty pty;
    struct buffer headline, body;
    struct headline read;
    struct handed handed;
    start_kiosk(&pty, place.folder);
    pty_expect(&pty, "Press Enter to begin");
    pty_type(&pty, "\r");
    pty_walk_to(&pty, "Does this problem spoil your sleep?");
    // In mid-interview the thief takes the machine.
    search_folder(place.folder);
    pid_t before = pty_child_of(pty.child);
    pty_walk(&pty);
    pty_type(&pty, pty_finish);
    pty_expect(&pty, "Your slip:");
    assert_int_equal(sealed_place_count(&place, ENTRY_INTERVIEW), 1);
    pty_type(&pty, "\r");
    pty_expect(&pty, "Press Enter to begin");
    assert_int_not_equal(pty_child_of(pty.child), before);
    size_t in_files = search_folder(place.folder);
    size_t in_parent = search_memory(pty.child), in_child = search_memory(pty_child_of(pty.child));
    print_message("canaries: searched %zu bytes of files, %zu and %zu of memory%s\n", in_files,
                  in_parent, in_child,
                  in_parent == 0 ? " (the system does not let this user look into it)" : "");
    print_message(
        "canaries: nobody can search from here: swap (memory with answers is locked), the "
        "kernel's own buffers, blocks that the disk has freed\n");
    for (size_t i = 0; i < CANARIES; i++) {
        pty_refuse(&pty, canaries[i]);
    }

    buffer_init(&headline, ENTRY_HEADLINE_MOST);
    buffer_init(&body, ENTRY_BODY_MOST);
    assert_true(sealed_place_open(&place, ENTRY_INTERVIEW, &headline, &body));
    assert_true(headline_read(&headline, &read));
    assert_string_equal(read.name, pty_patient);
    assert_true(read.finished && !read.today_only);
    assert_true(handed_read(&body, &handed));
    const char *which = NULL;
    // The reader, and the search, do find them.
    assert_true(holds_canary(body.bytes, body.length, &which));
    buffer_clear(&headline);
    buffer_clear(&body);
    kiosk_leave(&pty);
    char drafts[300];
    snprintf(drafts, sizeof drafts, "%s/drafts", place.folder);
    assert_int_equal(pty_count(drafts, ".draft"), 0);
}

// Killed at that question, a kiosk's interview goes on there with its words.
static void expect_resumed(const char *question)
{
    struct pty pty;
    char words[RESUME_BYTES];
    start_kiosk(&pty, place.folder);
    pty_expect(&pty, "Press Enter to begin");
    pty_type(&pty, "\r");
    pty_walk_to(&pty, "Your four words");
    kiosk_read_words(&pty, words);
    pty_walk_to(&pty, question);
    kill(pty_child_of(pty.child), SIGKILL);
    pty_expect(&pty, "Press Enter to begin");
    pty_type(&pty, "r");
    pty_expect(&pty, "Type your four words");
    pty_type(&pty, words);
    pty_type(&pty, "\r");
    pty_walk_to(&pty, question);
    pty_type(&pty, "\033[21~"); // F10: stop for now
    pty_expect(&pty, "Stop for now");
    pty_type(&pty, "2\r");
    pty_expect(&pty, words);
    pty_type(&pty, "\r");
    kiosk_leave(&pty);
}

static void a_killed_interview_goes_on_with_its_words(void **state)
{
    (void)state;
    expect_resumed("When did it start?");
}

// However fast it is typed: what was answered can be gone on with, from the first answer.
static void words_open_the_first_answer(void **state)
{
    (void)state;
    expect_resumed("In the last day, have you had any of these?");
}

// In the child of the pseudo-terminal.
static int run_reopen(void)
{
    const char *program = getenv("REOPEN_PROGRAM");
    execl(program, "intake", "start", "--reopen", "--config=config", "forms/dry-needling",
          (char *)NULL);
    return 127;
}

// The words are lost: a reader goes on with what was stopped, nobody else.
static void a_reader_reopens_what_was_stopped(void **state)
{
    (void)state;
    struct sealed_place other;
    struct pty pty;
    char data[300], program[300];
    const char *named = getenv("INTAKE");
    sealed_place_make(&other, true);
    snprintf(data, sizeof data, "INTAKE_DATA=%s", other.folder);
    snprintf(program, sizeof program, "REOPEN_PROGRAM=%s",
             named != NULL ? named : "build/release/intake");
    kiosk_start(&pty, &(struct kiosk_wish){.data = other.folder});
    pty_expect(&pty, "Press Enter to begin");
    pty_type(&pty, "\r");
    pty_walk_to(&pty, "When did it start?");
    kill(pty_child_of(pty.child), SIGKILL);
    kiosk_leave(&pty);

    pty_start(&pty, "", (struct pty_wish){.variables = {data, program}, .instead = run_reopen});
    pty_expect(&pty, "A reader's passphrase:");
    pty_type(&pty, "not the passphrase\r");
    assert_int_equal(pty_end(&pty), 77);
    pty_stop(&pty);
    pty_start(&pty, "", (struct pty_wish){.variables = {data, program}, .instead = run_reopen});
    pty_expect(&pty, "A reader's passphrase:");
    pty_type(&pty, sealed_passphrase);
    pty_type(&pty, "\r");
    pty_walk(&pty);
    pty_type(&pty, pty_finish);
    pty_expect(&pty, "Your slip:");
    assert_int_equal(sealed_place_count(&other, ENTRY_INTERVIEW), 1);
    pty_stop(&pty);
    sealed_place_remove(&other);
}

// A draft's last write, two days ago.
static void make_old(const char *folder)
{
    const struct timespec times[2] = {{.tv_sec = time(NULL) - 2 * 24 * 60 * 60},
                                      {.tv_sec = time(NULL) - 2 * 24 * 60 * 60}};
    DIR *list = opendir(folder);
    assert_non_null(list);
    for (struct dirent *entry; (entry = readdir(list)) != NULL;) {
        if (strstr(entry->d_name, ".draft") != NULL) {
            assert_int_equal(utimensat(dirfd(list), entry->d_name, times, 0), 0);
        }
    }
    closedir(list);
}

// The kiosk stands at its welcome screen when the day is over: nobody comes, and yet it is done.
static void what_nobody_came_back_to_expires_overnight(void **state)
{
    (void)state;
    struct sealed_place other;
    struct pty pty;
    char drafts[300];
    sealed_place_make(&other, true);
    snprintf(drafts, sizeof drafts, "%s/drafts", other.folder);
    kiosk_start(&pty, &(struct kiosk_wish){.data = other.folder});
    pty_expect(&pty, "Press Enter to begin");
    pty_type(&pty, "\r");
    pty_walk_to(&pty, "What is your full name?");
    kill(pty_child_of(pty.child), SIGKILL);
    pty_expect(&pty, "Press Enter to begin");
    assert_int_equal(pty_count(drafts, ".draft"), 1);
    make_old(drafts);
    kill(pty.child, SIGALRM);
    time_t began = time(NULL);
    // The line that says so is there before the draft is gone.
    while ((sealed_place_count(&other, ENTRY_EXPIRED) == 0 || pty_count(drafts, ".draft") > 0) &&
           time(NULL) - began < 10) {
    }
    assert_int_equal(sealed_place_count(&other, ENTRY_EXPIRED), 1);
    assert_int_equal(pty_count(drafts, ".draft"), 0);
    kiosk_leave(&pty);
    sealed_place_remove(&other);
}

static void urgent_is_sealed_before_it_is_shown(void **state)
{
    (void)state;
    struct pty pty;
    struct buffer headline;
    struct headline read;
    uint64_t before = sealed_place_count(&place, ENTRY_PARTIAL);
    start_kiosk(&pty, place.folder);
    pty_expect(&pty, "Press Enter to begin");
    pty_type(&pty, "\r");
    pty_walk_to(&pty, "In the last day, have you had any of these?");
    pty_type(&pty, "2\r");
    pty_expect(&pty, "Please tell the person at the desk now.");
    assert_int_equal(sealed_place_count(&place, ENTRY_PARTIAL), before + 1);
    buffer_init(&headline, ENTRY_HEADLINE_MOST);
    assert_true(sealed_place_open(&place, ENTRY_PARTIAL, &headline, NULL));
    assert_true(headline_read(&headline, &read));
    assert_int_equal(read.standing.gravest, RULE_URGENT);
    assert_false(read.finished);
    buffer_clear(&headline);
    pty_signal(&pty, SIGTERM);
    assert_int_equal(pty_end(&pty), 128 + SIGTERM);
    pty_expect_blank(&pty);
    pty_stop(&pty);
}

static void nothing_begins_unapproved(void **state)
{
    (void)state;
    struct sealed_place other;
    struct pty pty;
    sealed_place_make(&other, false);
    start_kiosk(&pty, other.folder);
    pty_expect(&pty, "Nobody has approved the form and the rules yet.");
    kiosk_look_again(&pty);
    pty_expect(&pty, "Nobody has approved the form and the rules yet.");
    pty_refuse(&pty, "Welcome to");
    pty_type(&pty, "\024"); // Ctrl-T
    pty_expect(&pty, "passphrase");
    pty_type(&pty, "not the passphrase\r");
    pty_expect(&pty, "That is no reader's passphrase.");
    pty_stop(&pty);
    sealed_place_remove(&other);

    start_kiosk(&pty, "/nowhere/intake");
    pty_expect(&pty, "This terminal is not set up yet.");
    pty_expect(&pty, "F12 or Ctrl-T, any word and Enter leave;");
    pty_type(&pty, "\024");
    pty_expect(&pty, "passphrase");
    pty_type(&pty, "out\r");
    assert_int_equal(pty_end(&pty), 0);
    pty_stop(&pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_interview_leaves_nothing_readable),
        cmocka_unit_test(a_killed_interview_goes_on_with_its_words),
        cmocka_unit_test(words_open_the_first_answer),
        cmocka_unit_test(a_reader_reopens_what_was_stopped),
        cmocka_unit_test(what_nobody_came_back_to_expires_overnight),
        cmocka_unit_test(urgent_is_sealed_before_it_is_shown),
        cmocka_unit_test(nothing_begins_unapproved),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
