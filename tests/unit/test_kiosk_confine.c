// A confined process tries each thing it has given up, and is refused; and what it keeps works.
// Each try is in a child of its own, since there is no way back.
#define _GNU_SOURCE

#include "patient/kiosk/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char inside[256], outside[256], readable[256], folder[128];

static int make_folders(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/confine-XXXXXX");
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    snprintf(inside, sizeof inside, "%s/data", folder);
    snprintf(outside, sizeof outside, "%s/other", folder);
    snprintf(readable, sizeof readable, "%s/read", folder);
    return mkdir(inside, 0700) + mkdir(outside, 0700) + mkdir(readable, 0700);
}

static int remove_folders(void **state)
{
    (void)state;
    char name[300];
    snprintf(name, sizeof name, "%s/file", inside);
    unlink(name);
    return rmdir(inside) + rmdir(outside) + rmdir(readable) + rmdir(folder);
}

// 0: done; else the errno.
static int write_in(const char *where)
{
    char name[300];
    snprintf(name, sizeof name, "%s/file", where);
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno;
    }
    return write(fd, "x", 1) == 1 && close(fd) == 0 ? 0 : EIO;
}

static int try_data(void)
{
    return write_in(inside);
}

static int try_other_folder(void)
{
    return write_in(outside);
}

static int try_read_elsewhere(void)
{
    int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    return fd < 0 ? errno : 0;
}

static int try_read_allowed(void)
{
    int fd = open(readable, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? errno : 0;
}

static int try_write_allowed_for_reading(void)
{
    return write_in(readable);
}

static int try_program(void)
{
    char name[] = "true";
    char *const arguments[] = {name, NULL}, *const environment[] = {NULL};
    execve("/bin/true", arguments, environment);
    return errno;
}

static int try_internet(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int try_unix(void)
{
    return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int try_look_into(void)
{
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) != 0 ? errno : 0;
}

static int try_typing(void)
{
    char letter = 'x';
    return ioctl(0, TIOCSTI, &letter) != 0 ? errno : 0;
}

// The kernel reads the lower half of the request alone.
static int try_typing_in_disguise(void)
{
    char letter = 'x';
    return ioctl(0, TIOCSTI | 1UL << 32, &letter) != 0 ? errno : 0;
}

static int try_dump(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_CORE, &limit);
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && limit.rlim_max == 0 ? EPERM : 0;
}

static int try_privileges(void)
{
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? EPERM : 0;
}

// The child ends with the errno of the try, or 200 if it could not be confined.
static int result_of(int (*attempt)(void), bool confined)
{
    pid_t child = fork();
    if (child == 0) {
        const struct confine_place places[] = {
            {inside, true}, {readable, false}, {"/no/such/place", false}};
        const char *why = NULL;
        if (confined && confine_self(places, sizeof places / sizeof *places, &why) != 0) {
            fprintf(stderr, "%s\n", why);
            _exit(200);
        }
        _exit(attempt());
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void what_is_given_up_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        int (*attempt)(void);
        int refusal;
    } attempts[] = {
        {"writing in another folder", try_other_folder, EACCES},
        {"reading another file", try_read_elsewhere, EACCES},
        {"writing where it may read", try_write_allowed_for_reading, EACCES},
        {"starting a program", try_program, EPERM},
        {"a socket to the network", try_internet, EPERM},
        {"a socket of this machine", try_unix, EPERM},
        {"looking into a process", try_look_into, EPERM},
        {"typing for the next user", try_typing, EPERM},
        {"the same in disguise", try_typing_in_disguise, EPERM},
        {"leaving a core dump", try_dump, EPERM},
        {"gaining privileges", try_privileges, EPERM},
    };
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        int result = result_of(attempts[i].attempt, true);
        if (result != attempts[i].refusal) {
            fail_msg("%s: %s", attempts[i].what, result == 0 ? "done" : strerror(result));
        }
    }
}

static void what_it_needs_works(void **state)
{
    (void)state;
    assert_int_equal(result_of(try_data, true), 0);
    assert_int_equal(result_of(try_read_allowed, true), 0);
}

// Without it the tries succeed, so their refusal says something.
static void unconfined_they_work(void **state)
{
    (void)state;
    assert_int_equal(result_of(try_other_folder, false), 0);
    assert_int_equal(result_of(try_read_elsewhere, false), 0);
    assert_int_equal(result_of(try_program, false), 0);
    assert_int_equal(result_of(try_unix, false), 0);
    char name[300];
    snprintf(name, sizeof name, "%s/file", outside);
    assert_int_equal(unlink(name), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_given_up_is_refused),
        cmocka_unit_test(what_it_needs_works),
        cmocka_unit_test(unconfined_they_work),
    };
    return cmocka_run_group_tests(tests, make_folders, remove_folders);
}
