// A child under forkpty. A pipe it inherits tells when it has ended, so that one poll waits for
// both: what it writes, and its end.

#include "pty_run.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

extern char **environ; // POSIX has it without a header

enum { DEADLINE_MS = 10000, SCREEN_BYTES = 1 << 18 };

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void pty_folder(char folder[PTY_PATH])
{
    const char *root = getenv("TMPDIR");
    snprintf(folder, PTY_PATH, "%s/intake-pty-XXXXXX",
             root != NULL && strlen(root) < PTY_PATH - 32 ? root : "/tmp");
    assert_non_null(mkdtemp(folder));
}

void pty_folder_remove(const char *folder)
{
    DIR *list = opendir(folder);
    if (list == NULL) {
        return;
    }
    for (const struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            unlinkat(dirfd(list), entry->d_name, 0);
        }
    }
    closedir(list);
    rmdir(folder);
}

int pty_count(const char *folder, const char *ending)
{
    int count = 0;
    DIR *list = opendir(folder);
    assert_non_null(list);
    for (const struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
        size_t length = strlen(entry->d_name);
        size_t tail = strlen(ending);
        count += length >= tail && strcmp(entry->d_name + length - tail, ending) == 0;
    }
    closedir(list);
    return count;
}

static _Noreturn void run_program(const char *drafts, const struct pty_wish *wish)
{
    char term[64];
    char folder[PTY_PATH + 16];
    const char *program = getenv("INTAKE");
    char *environment[PTY_VARIABLES + 7] = {(char[]){"PATH=/usr/bin:/bin"},
                                            (char[]){"HOME=/nowhere"}, (char[]){"LC_ALL=C.UTF-8"},
                                            (char[]){"TZ=UTC"}};
    size_t variables = 4;
    char *arguments[PTY_OPTIONS + 6] = {(char[]){"intake"},
                                        (char[]){"start"},
                                        (char[]){"--config=config"},
                                        (char[]){"--today=2026-03-02"},
                                        folder,
                                        NULL};
    snprintf(folder, sizeof(folder), "--drafts=%s", drafts);
    for (size_t i = 0; i < PTY_OPTIONS && wish->options[i] != NULL; i++) {
        arguments[5 + i] = strdup(wish->options[i]);
    }
    if (wish->term == NULL || wish->term[0] != '\0') {
        snprintf(term, sizeof(term), "TERM=%s", wish->term != NULL ? wish->term : "xterm-256color");
        environment[variables++] = term;
    }
    for (size_t i = 0; i < PTY_VARIABLES && wish->variables[i] != NULL; i++) {
        environment[variables++] = strdup(wish->variables[i]);
    }
    // No installation of this machine; a variable of the same name stands before it.
    environment[variables++] = (char[]){"INTAKE_DATA=/nowhere/intake"};
    if (wish->no_input && !freopen("/dev/null", "r", stdin)) {
        _exit(126);
    }
    if (wish->room > 0) {
        struct rlimit limit = {(rlim_t)wish->room, RLIM_INFINITY};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (wish->instead != NULL) {
        environ = environment;
        _exit(wish->instead());
    }
    execve(program != NULL ? program : "build/release/intake", arguments, environment);
    _exit(127);
}

void pty_start(struct pty *pty, const char *drafts, struct pty_wish wish)
{
    int ends[2];
    *pty = (struct pty){.rows = wish.rows > 0 ? wish.rows : 24,
                        .columns = wish.columns > 0 ? wish.columns : 80};
    struct winsize size = {.ws_row = (unsigned short)pty->rows,
                           .ws_col = (unsigned short)pty->columns};
    buffer_init(&pty->dump, SCREEN_BYTES);
    buffer_init(&pty->words, SCREEN_BYTES);
    pty->screen = vterm_screen_new(pty->rows, pty->columns, true);
    assert_int_equal(pipe(ends), 0);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fflush(NULL);
    pty->child = forkpty(&pty->master, NULL, NULL, &size);
    if (pty->child == 0) {
        run_program(drafts, &wish);
    }
    close(ends[1]);
    assert_true(pty->child > 0);
    pty->life = ends[0];
    fcntl(pty->master, F_SETFD, FD_CLOEXEC);
    fcntl(pty->master, F_SETFL, O_NONBLOCK);
}

void pty_stop(struct pty *pty)
{
    if (pty->child > 0) {
        kill(pty->child, SIGKILL);
        waitpid(pty->child, NULL, 0);
    }
    if (pty->master >= 0) {
        close(pty->master);
    }
    close(pty->life);
    vterm_screen_free(pty->screen);
    buffer_clear(&pty->dump);
    buffer_clear(&pty->words);
    *pty = (struct pty){.master = -1, .life = -1};
}

// Reads what is there. False when the other end is closed.
static bool drain(struct pty *pty)
{
    char bytes[4096];
    while (pty->master >= 0) {
        ssize_t got = read(pty->master, bytes, sizeof(bytes));
        if (got <= 0) {
            return got < 0 && (errno == EAGAIN || errno == EINTR);
        }
        pty->received += got;
        vterm_screen_feed(pty->screen, bytes, (size_t)got);
    }
    return false;
}

static void look(struct pty *pty)
{
    buffer_reset(&pty->dump);
    buffer_reset(&pty->words);
    vterm_screen_dump(pty->screen, &pty->dump);
    pty->body = 0;
    for (const char *at = pty->dump.bytes; *at != '\0'; at++) {
        bool blank = *at == ' ' || *at == '\n';
        if (!blank) {
            buffer_char(&pty->words, *at);
        } else if (pty->words.length > 0 && pty->words.bytes[pty->words.length - 1] != ' ') {
            buffer_char(&pty->words, ' ');
        }
        pty->body = *at == '\n' && pty->body == 0 ? pty->words.length : pty->body;
    }
}

void pty_fail(struct pty *pty, const char *what)
{
    look(pty);
    fprintf(stderr, "%s; the last screen (%d x %d):\n%s", what, pty->rows, pty->columns,
            pty->dump.bytes);
    fail();
    abort();
}

// Waits for output or the end. False when the deadline has passed.
static bool wait_some(struct pty *pty, int64_t deadline, bool *ended)
{
    struct pollfd fds[2] = {{.fd = pty->master, .events = POLLIN},
                            {.fd = pty->life, .events = POLLIN}};
    int64_t rest = deadline - milliseconds();
    if (rest <= 0 || poll(fds, 2, (int)rest) == 0) {
        return false;
    }
    bool open = drain(pty);
    *ended = (fds[1].revents & (POLLHUP | POLLIN)) != 0;
    if (!open && !*ended && pty->master >= 0) { // only its end is left to wait for
        poll(&fds[1], 1, (int)rest);
        *ended = true;
    }
    return true;
}

bool pty_wait_or_end(struct pty *pty, pty_seen_fn seen, const void *context, const char *what)
{
    int64_t deadline = milliseconds() + DEADLINE_MS;
    bool ended = false;
    drain(pty);
    for (;;) {
        look(pty);
        if (seen(pty, context)) {
            return true;
        }
        if (ended) {
            return false;
        }
        if (!wait_some(pty, deadline, &ended)) {
            char text[512];
            snprintf(text, sizeof(text), "in vain: expected %s", what);
            pty_fail(pty, text);
        }
    }
}

void pty_wait(struct pty *pty, pty_seen_fn seen, const void *context, const char *what)
{
    if (!pty_wait_or_end(pty, seen, context, what)) {
        char text[512];
        snprintf(text, sizeof(text), "it ended: expected %s", what);
        pty_fail(pty, text);
    }
}

static bool has_words(struct pty *pty, const void *context)
{
    return strstr(pty->words.bytes, context) != NULL && vterm_screen_cursor_visible(pty->screen);
}

void pty_expect(struct pty *pty, const char *words)
{
    pty_wait(pty, has_words, words, words);
}

static bool has_focus(struct pty *pty, const void *context)
{
    int row;
    int column;
    vterm_screen_cursor(pty->screen, &row, &column);
    return has_words(pty, context) &&
           strcmp(vterm_screen_cell(pty->screen, row, column).text, ">") == 0;
}

void pty_expect_focus(struct pty *pty, const char *words)
{
    pty_wait(pty, has_focus, words, words);
}

static bool is_dump(struct pty *pty, const void *context)
{
    return strcmp(pty->dump.bytes, context) == 0;
}

void pty_expect_dump(struct pty *pty, const char *dump)
{
    pty_wait(pty, is_dump, dump, dump);
}

bool pty_shows(struct pty *pty, const char *words)
{
    look(pty);
    return strstr(pty->words.bytes, words) != NULL;
}

void pty_read_on(struct pty *pty, const char *words)
{
    enum { AGAIN_MS = 1050 }; // an urgent text is read for a second
    int64_t deadline = milliseconds() + DEADLINE_MS;
    bool ended = false;
    while (!ended && pty_shows(pty, words)) {
        if (milliseconds() >= deadline) {
            pty_fail(pty, "in vain: Enter is not taken");
        }
        pty_type(pty, "\r");
        int64_t again = milliseconds() + AGAIN_MS;
        while (!ended && pty_shows(pty, words) && wait_some(pty, again, &ended)) {
        }
    }
}

void pty_refuse(struct pty *pty, const char *words)
{
    if (pty_shows(pty, words)) {
        char text[512];
        snprintf(text, sizeof(text), "this should not be there: %s", words);
        pty_fail(pty, text);
    }
}

void pty_type(struct pty *pty, const char *bytes)
{
    size_t length = strlen(bytes);
    assert_int_equal(write(pty->master, bytes, length), length);
}

void pty_resize(struct pty *pty, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    drain(pty);
    pty->rows = rows;
    pty->columns = columns;
    vterm_screen_size(pty->screen, rows, columns);
    assert_int_equal(ioctl(pty->master, TIOCSWINSZ, &size), 0);
}

void pty_fill_disk(struct pty *pty, long room)
{
    char command[96];
    snprintf(command, sizeof command, "prlimit --pid %ld --fsize=%ld:unlimited", (long)pty->child,
             room);
    assert_int_equal(system(command), 0);
}

void pty_signal(struct pty *pty, int number)
{
    assert_int_equal(kill(pty->child, number), 0);
}

pid_t pty_child_of(pid_t parent)
{
    char name[64], text[64] = "";
    snprintf(name, sizeof name, "/proc/%ld/task/%ld/children", (long)parent, (long)parent);
    FILE *children = fopen(name, "r");
    if (children != NULL) {
        if (fgets(text, sizeof text, children) == NULL) {
            text[0] = '\0';
        }
        fclose(children);
    }
    return (pid_t)strtol(text, NULL, 10);
}

void pty_hang_up(struct pty *pty)
{
    drain(pty);
    close(pty->master);
    pty->master = -1;
}

int pty_end(struct pty *pty)
{
    int64_t deadline = milliseconds() + DEADLINE_MS;
    int status = 0;
    for (bool ended = false; !ended;) {
        if (!wait_some(pty, deadline, &ended)) {
            pty_fail(pty, "it does not end");
        }
    }
    assert_int_equal(waitpid(pty->child, &status, 0), pty->child);
    pty->child = 0;
    drain(pty);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void pty_expect_blank(struct pty *pty)
{
    look(pty);
    if (vterm_screen_on_second_page(pty->screen) || strcmp(pty->words.bytes, " ") > 0) {
        pty_fail(pty, "the screen is not blank");
    }
}

void pty_expect_idle(struct pty *pty, int span)
{
    struct pollfd fd = {.fd = pty->master, .events = POLLIN};
    struct timespec before;
    struct timespec after;
    clockid_t clock;
    assert_int_equal(clock_getcpuclockid(pty->child, &clock), 0);
    // On a busy machine it may still be on its way back to waiting: from when it has come to rest,
    // it must stay so.
    int64_t deadline = milliseconds() + DEADLINE_MS;
    do {
        assert_int_equal(clock_gettime(clock, &before), 0);
        (void)poll(&fd, 1, 50);
        assert_int_equal(clock_gettime(clock, &after), 0);
    } while ((before.tv_sec != after.tv_sec || before.tv_nsec != after.tv_nsec) &&
             milliseconds() < deadline);
    assert_int_equal(clock_gettime(clock, &before), 0);
    int ready = poll(&fd, 1, span);
    assert_int_equal(clock_gettime(clock, &after), 0);
    if (ready != 0 || before.tv_sec != after.tv_sec || before.tv_nsec != after.tv_nsec) {
        drain(pty);
        pty_fail(pty, ready != 0 ? "it sends bytes while idle" : "it works while idle");
    }
}
