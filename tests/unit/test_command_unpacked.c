// The form of a record's day, laid out in memory: gone when it was read, and when who read it was
// killed, at the next start.

#include "command/unpacked.h"
#include "load_folder.h"
#include "record/contents.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/unpacked-XXXXXX");
    return mkdtemp(folder) != NULL && setenv("XDG_RUNTIME_DIR", folder, 1) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void make(struct unpacked *unpacked)
{
    struct buffer contents;
    buffer_init(&contents, 4096);
    contents_add(&contents, "form.cfg", "words\n", 6);
    contents_add(&contents, "other-form/form.cfg", "words\n", 6);
    assert_int_equal(unpacked_make(unpacked), 0);
    assert_int_equal(unpacked_add(unpacked, &contents, true), 0);
    buffer_clear(&contents);
}

static void is_gone_when_it_was_read(void **state)
{
    (void)state;
    struct unpacked unpacked;
    char path[UNPACKED_PATH + 16];
    size_t length = 0;
    make(&unpacked);
    snprintf(path, sizeof path, "%s/form.cfg", unpacked.form);
    free(load_folder_read(path, &length));
    assert_int_equal(length, 6);
    unpacked_remove(&unpacked);
    assert_int_equal(load_folder_count(folder), 0);
}

// A file that has no room for all of it: who asked is told why, not what an earlier call left.
static void a_file_cut_short_says_why(void **state)
{
    (void)state;
    struct unpacked unpacked;
    struct buffer contents;
    struct rlimit before, tight;
    buffer_init(&contents, 4096);
    contents_add(&contents, "form.cfg", "words\n", 6);
    assert_int_equal(unpacked_make(&unpacked), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = before;
    tight.rlim_cur = 3;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    errno = 0;
    int result = unpacked_add(&unpacked, &contents, true);
    int error = errno;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(result, -1);
    assert_int_equal(error, ENOSPC);
    unpacked_remove(&unpacked);
    buffer_clear(&contents);
}

static void what_a_killed_program_left_goes(void **state)
{
    (void)state;
    struct unpacked unpacked, another;
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        make(&unpacked);
        (void)kill(getpid(), SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(load_folder_count(folder), 1);
    make(&unpacked);
    assert_int_equal(load_folder_count(folder), 1);
    // What is in use stays.
    make(&another);
    assert_int_equal(load_folder_count(folder), 2);
    unpacked_remove(&another);
    assert_int_equal(access(unpacked.form, F_OK), 0);
    unpacked_remove(&unpacked);
    assert_int_equal(load_folder_count(folder), 0);
}

// Only folders of that name, and what they hold, not what they lead to.
static void what_is_not_its_own_stays(void **state)
{
    (void)state;
    char path[128], target[128];
    struct unpacked unpacked;
    snprintf(target, sizeof target, "%s/another", folder);
    assert_int_equal(mkdir(target, 0700), 0);
    snprintf(path, sizeof path, "%s/another/file", folder);
    load_folder_write(path, "words", 5);
    snprintf(path, sizeof path, "%s/intake-kept-left", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/intake-kept-left/config", folder);
    assert_int_equal(symlink(target, path), 0);
    snprintf(path, sizeof path, "%s/intake-kept-link", folder);
    assert_int_equal(symlink(target, path), 0);
    make(&unpacked);
    unpacked_remove(&unpacked);
    assert_int_equal(load_folder_count(folder), 2); // the folder, and the link
    snprintf(path, sizeof path, "%s/another/file", folder);
    assert_int_equal(access(path, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_gone_when_it_was_read),
        cmocka_unit_test(a_file_cut_short_says_why),
        cmocka_unit_test(what_a_killed_program_left_goes),
        cmocka_unit_test(what_is_not_its_own_stays),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
