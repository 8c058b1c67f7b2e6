#include "command/bell.h"

#include "base/ensure.h"
#include "command/inherited.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct bell {
    int pipe; // a byte rings
    pid_t ringer;
};

static void close_all_but(int kept)
{
    inherited_close(0, kept);
    for (int fd = 0; fd < 3; fd++) {
        (void)open("/dev/null", O_RDWR);
    }
}

static _Noreturn void run_program(const char *program)
{
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
    char *const environment[] = {path, NULL};
    char *name = (char *)(size_t)program; // execve's own signature takes no const
    char *const arguments[] = {name, NULL};
    // What is ignored here would be there: a program may wait for what it starts, and end where
    // nobody reads.
    static const int numbers[] = {SIGCHLD, SIGPIPE, SIGXFSZ, SIGTSTP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        (void)signal(numbers[i], SIG_DFL);
    }
    execve(program, arguments, environment);
    _exit(127);
}

// Lives as long as somebody may ring: the pipe's end is its end.
static _Noreturn void wait_for_rings(int pipe, const char *program)
{
    close_all_but(pipe);
    (void)signal(SIGCHLD, SIG_IGN); // what was started is not waited for: the next ring is not late
    for (;;) {
        char ring;
        ssize_t got = read(pipe, &ring, 1);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            _exit(0);
        }
        if (got == 1 && fork() == 0) {
            run_program(program);
        }
    }
}

struct bell *bell_start(const char *program)
{
    int ends[2];
    if (program == NULL || pipe(ends) != 0) {
        return NULL;
    }
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    struct bell *bell = malloc(sizeof *bell);
    if (bell == NULL) {
        die("out of memory");
    }
    bell->pipe = ends[1];
    bell->ringer = fork();
    if (bell->ringer == 0) {
        (void)setsid();
        wait_for_rings(ends[0], program);
    }
    close(ends[0]);
    if (bell->ringer < 0 || fcntl(ends[1], F_SETFD, FD_CLOEXEC) != 0 ||
        fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0) {
        close(ends[1]);
        free(bell);
        return NULL;
    }
    return bell;
}

bool bell_ring(const struct bell *bell)
{
    return bell != NULL && write(bell->pipe, "!", 1) == 1;
}

void bell_stop(struct bell *bell)
{
    if (bell != NULL) {
        close(bell->pipe);
        while (waitpid(bell->ringer, NULL, 0) < 0 && errno == EINTR) {
        }
        free(bell);
    }
}
