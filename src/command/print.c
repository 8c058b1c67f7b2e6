#include "command/print.h"

#include "command/child.h"
#include "command/clock.h"
#include "command/inherited.h"
#include "record/seal.h"
#include "summary/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PDF_MOST = 32 << 20, PACKED_MOST = 64 << 20, CHUNK = 1 << 16, PATH_BYTES = 4096 };
enum { PATIENCE = 20000 }; // milliseconds: many times what a slow machine needs
enum { NOT_THERE = 127 };

static const char *const names[] = {"a4", "letter"};

bool paper_read(const char *name, enum paper *out)
{
    for (int i = 0; i < 2; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum paper)i;
            return true;
        }
    }
    return false;
}

static const char *find_program(char out[PATH_BYTES])
{
    const char *named = getenv("INTAKE_PRINT");
    if (named != NULL && named[0] != '\0') {
        return named;
    }
    ssize_t length = readlink("/proc/self/exe", out, PATH_BYTES - 1);
    if (length > 0) {
        out[length] = '\0';
        char *slash = strrchr(out, '/');
        size_t room = PATH_BYTES - (size_t)(slash + 1 - out);
        if (snprintf(slash + 1, room, "intake-print") < (int)room && access(out, X_OK) == 0) {
            return out;
        }
    }
    return INTAKE_LIBEXECDIR "/intake-print";
}

// It gets no more of this process than its two ends; HOME, where fonts may be.
static _Noreturn void run(const char *program, enum paper paper, int in, int out)
{
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", locale[] = "LC_ALL=C.UTF-8";
    char option[32], home[PATH_BYTES];
    char *name = (char *)(size_t)program; // execve's own signature takes no const
    const char *homes = getenv("HOME");
    snprintf(option, sizeof option, "--paper=%s", names[paper]);
    snprintf(home, sizeof home, "HOME=%s", homes != NULL ? homes : "/");
    char *const arguments[] = {name, option, NULL};
    char *const environment[] = {path, locale, home, NULL};
    int quiet = open("/dev/null", O_WRONLY);
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || quiet < 0 || dup2(quiet, 2) < 0) {
        _exit(NOT_THERE);
    }
    inherited_close(3, -1);
    sigset_t none;
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)signal(SIGPIPE, SIG_DFL);
    execve(program, arguments, environment);
    _exit(NOT_THERE);
}

// The program while it runs.
struct job {
    pid_t child;
    int in, out; // -1: closed
};

// What it reads is a socket, so that its death is an error here and no signal.
static int start(struct job *job, enum paper paper)
{
    char path[PATH_BYTES];
    const char *program = find_program(path);
    int feed[2], yield[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, feed) != 0) {
        return -1;
    }
    if (pipe(yield) != 0) {
        close(feed[0]);
        close(feed[1]);
        return -1;
    }
    job->child = fork();
    if (job->child == 0) {
        run(program, paper, feed[1], yield[1]);
    }
    close(feed[1]);
    close(yield[1]);
    job->in = feed[0];
    job->out = yield[0];
    (void)fcntl(job->in, F_SETFL, O_NONBLOCK);
    (void)fcntl(job->out, F_SETFL, O_NONBLOCK);
    return job->child > 0 ? 0 : -1;
}

static void close_end(int *end)
{
    if (*end >= 0) {
        close(*end);
        *end = -1;
    }
}

static void feed(struct job *job, const struct buffer *packed, size_t *at)
{
    ssize_t sent = send(job->in, packed->bytes + *at, packed->length - *at, MSG_NOSIGNAL);
    *at += sent > 0 ? (size_t)sent : 0;
    bool again = sent < 0 && (errno == EINTR || errno == EAGAIN);
    if (*at == packed->length || (sent < 0 && !again)) {
        close_end(&job->in);
    }
}

static void collect(struct job *job, struct buffer *pdf)
{
    static char chunk[CHUNK];
    ssize_t got = read(job->out, chunk, sizeof chunk);
    if (got > 0) {
        buffer_add(pdf, chunk, (size_t)got);
    }
    seal_wipe(chunk, sizeof chunk);
    bool again = got < 0 && (errno == EINTR || errno == EAGAIN);
    if (pdf->full || (got <= 0 && !again)) {
        close_end(&job->out);
    }
}

// Until it has said all, or its time is over. False for the latter.
static bool talk(struct job *job, const struct buffer *packed, struct buffer *pdf,
                 unsigned long long end)
{
    size_t at = 0;
    while (job->out >= 0) {
        struct pollfd ends[] = {{.fd = job->out, .events = POLLIN},
                                {.fd = job->in, .events = POLLOUT}};
        unsigned long long now = clock_milliseconds();
        int ready = now < end ? poll(ends, 2, (int)(end - now)) : 0;
        if (ready == 0 || (ready < 0 && errno != EINTR)) {
            return false;
        }
        if (ready > 0 && job->in >= 0 && ends[1].revents != 0) {
            feed(job, packed, &at);
        }
        if (ready > 0 && ends[0].revents != 0) {
            collect(job, pdf);
        }
    }
    return true;
}

// How it ended, as a sentence; NULL: well.
static const char *finish(struct job *job, bool in_time, unsigned long long end,
                          const struct buffer *pdf)
{
    int status = 0;
    close_end(&job->in);
    close_end(&job->out);
    if (!child_end(job->child, job->child, in_time ? end : 0, &status) || !in_time) {
        return "the program that makes PDF (intake-print) did not answer in time";
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_THERE) {
        return "the program that makes PDF (intake-print) is not there; 'make install' puts it in "
               "place";
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return "the program that makes PDF (intake-print) failed";
    }
    if (pdf->full || pdf->length < 5 || memcmp(pdf->bytes, "%PDF-", 5) != 0) {
        return "the program that makes PDF (intake-print) did not send one";
    }
    return NULL;
}

int print_pdf(const struct summary *summary, enum paper paper, struct buffer *out, const char **why)
{
    struct job job = {.child = -1, .in = -1, .out = -1};
    struct buffer packed, pdf;
    buffer_init(&packed, PACKED_MOST);
    buffer_init(&pdf, PDF_MOST);
    summary_pack(summary, &packed);
    if (packed.full) {
        *why = "this document is too large for a PDF";
    } else if (start(&job, paper) != 0) {
        close_end(&job.in);
        close_end(&job.out);
        *why = "the program that makes PDF (intake-print) cannot be started";
    } else {
        unsigned long long end = clock_milliseconds() + PATIENCE;
        bool in_time = talk(&job, &packed, &pdf, end);
        *why = finish(&job, in_time, end, &pdf);
    }
    if (*why == NULL) {
        buffer_add(out, pdf.bytes, pdf.length);
    }
    buffer_clear(&packed);
    buffer_clear(&pdf);
    return *why == NULL ? 0 : -1;
}
