// Reading lines. A handler only notes its signal and writes a byte to a pipe, which is waited on
// together with the input: so no signal can slip in between looking and sleeping.
#include "patient/line/input.h"

#include "base/ensure.h"
#include "base/wipe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { CHUNK = 4096 };

static volatile sig_atomic_t arrived;
static int wake[2] = {-1, -1};

static void note_signal(int number)
{
    int before = errno;
    if (arrived == 0) {
        arrived = number;
    }
    ssize_t written = write(wake[1], "", 1);
    (void)written;
    // Output held by Ctrl-S would wait for a Ctrl-Q that nobody types. Only what is held by
    // tcflow() can be let go, so it is held that way too. (Elsewhere than on a terminal: no harm.)
    (void)tcflow(STDOUT_FILENO, TCOOFF);
    (void)tcflow(STDOUT_FILENO, TCOON);
    errno = before;
}

size_t line_columns(FILE *file)
{
    enum { LEAST = 20, MOST = 72 };
    struct winsize size;
    if (ioctl(fileno(file), TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_col > MOST) {
        return MOST;
    }
    return size.ws_col < LEAST ? LEAST : size.ws_col;
}

void line_catch_signals(void)
{
    static const int numbers[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    if (wake[0] >= 0) {
        return;
    }
    if (pipe(wake) != 0) {
        die("no pipe for signals");
    }
    for (int end = 0; end < 2; end++) {
        (void)fcntl(wake[end], F_SETFD, FD_CLOEXEC);
        (void)fcntl(wake[end], F_SETFL, O_NONBLOCK);
    }
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGTTOU); // for tcflow() by a program in the background
    action.sa_handler = note_signal;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        sigaction(numbers[i], &action, NULL);
    }
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
    sigaction(SIGXFSZ, &action, NULL); // a limit on files is like a full disk
}

int line_signal(void)
{
    return arrived;
}

void line_input_init(struct line_input *input, FILE *file)
{
    *input = (struct line_input){.file = file, .bytes = malloc(CHUNK)};
    if (input->bytes == NULL) {
        die("out of memory");
    }
}

void line_input_clear(struct line_input *input)
{
    if (input->bytes != NULL) {
        wipe(input->bytes, CHUNK); // answers
    }
    free(input->bytes);
    *input = (struct line_input){0};
}

// Waits for input or a signal, then reads what there is.
static void fill(struct line_input *input)
{
    int fd = fileno(input->file);
    input->at = 0;
    input->length = 0;
    if (fd < 0) { // a stream in memory never waits
        input->length = fread(input->bytes, 1, CHUNK, input->file);
        input->ended = input->length == 0;
        return;
    }
    struct pollfd both[2] = {{.fd = fd, .events = POLLIN}, {.fd = wake[0], .events = POLLIN}};
    while (arrived == 0) {
        if (poll(both, 2, -1) < 0 && errno != EINTR) {
            input->ended = true;
            return;
        }
        if (both[0].revents == 0 || arrived != 0) {
            continue;
        }
        ssize_t got = read(fd, input->bytes, CHUNK);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        input->length = got > 0 ? (size_t)got : 0;
        input->ended = got <= 0;
        return;
    }
}

enum line_got line_input_read(struct line_input *input, struct buffer *out)
{
    buffer_reset(out);
    for (;;) {
        if (arrived != 0) {
            return LINE_GOT_SIGNAL;
        }
        if (input->at == input->length) {
            if (!input->ended) {
                fill(input);
            }
            if (input->length == 0 || input->at == input->length) {
                if (arrived != 0) {
                    continue;
                }
                return LINE_GOT_END;
            }
        }
        const char *start = input->bytes + input->at;
        const char *end = memchr(start, '\n', input->length - input->at);
        size_t length = end != NULL ? (size_t)(end - start) : input->length - input->at;
        buffer_add(out, start, length);
        input->at += length + (end != NULL ? 1 : 0);
        if (end != NULL) {
            return LINE_GOT_TEXT;
        }
    }
}
