// Answers are read byte by byte, into the caller's memory and nowhere else: a buffer of the
// library's would keep a passphrase. While one answer is waited for signals are caught, so that the
// echo comes back; between questions they do what they always do.

#include "command/ask.h"

#include "base/buffer.h"
#include "base/text.h"
#include "base/wrap.h"
#include "command/command.h"
#include "patient/line/input.h"
#include "record/reader.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

_Static_assert(ASK_SECRET == PASSPHRASE_MOST + 2, "room for the longest passphrase");

enum { SAID_MOST = 8192 };

static volatile sig_atomic_t arrived; // the signal that asked to leave

void ask_say(const char *format, ...)
{
    char text[SAID_MOST];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    // A name in it may be from the store of somebody else.
    (void)text_clean(text, strlen(text), true, text);
    struct wrap wrap;
    struct wrap_line line;
    for (wrap_init(&wrap, text, line_columns(stderr), text_width_unicode);
         wrap_next(&wrap, &line);) {
        fprintf(stderr, "%.*s\n", (int)line.length, line.start);
    }
}

int ask_left(void)
{
    return arrived != 0 ? EXIT_SIGNAL + arrived : EXIT_WRONG_USE;
}

char *ask_secret_new(size_t size)
{
    char *secret = seal_secret_new(size);
    if (secret == NULL) {
        ask_say("Memory cannot be locked, so a passphrase could reach the disk. Raise the limit "
                "(ulimit -l, LimitMEMLOCK=) and try again.");
    }
    return secret;
}

static void note_signal(int number)
{
    if (arrived == 0) {
        arrived = number;
    }
}

static const int leaving[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
enum { LEAVING = sizeof leaving / sizeof *leaving };

// What is different while an answer is waited for.
struct waiting {
    struct sigaction before[LEAVING];
    sigset_t mask; // as it was: signals come while waiting, and at no other time
    struct termios terminal;
    bool hidden;
};

static void hide(struct waiting *waiting)
{
    if (tcgetattr(STDIN_FILENO, &waiting->terminal) != 0) {
        return; // no terminal, no echo
    }
    struct termios quiet = waiting->terminal;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    quiet.c_lflag |= ECHONL;
    // Stopped here, it would leave the shell without an echo.
    quiet.c_cc[VSUSP] = _POSIX_VDISABLE;
    waiting->hidden = tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
}

static void begin_waiting(struct waiting *waiting, bool secret)
{
    struct sigaction action;
    sigset_t block;
    *waiting = (struct waiting){.hidden = false};
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    sigemptyset(&block);
    action.sa_handler = note_signal;
    for (size_t i = 0; i < LEAVING; i++) {
        sigaddset(&block, leaving[i]);
    }
    sigprocmask(SIG_BLOCK, &block, &waiting->mask);
    for (size_t i = 0; i < LEAVING; i++) {
        sigaction(leaving[i], &action, &waiting->before[i]);
    }
    if (secret) {
        hide(waiting);
    }
}

static void end_waiting(struct waiting *waiting)
{
    if (waiting->hidden) {
        (void)tcsetattr(STDIN_FILENO, TCSADRAIN, &waiting->terminal);
    }
    // One that came and was not looked at yet: it is noted while ours is still the handler.
    sigprocmask(SIG_SETMASK, &waiting->mask, NULL);
    for (size_t i = 0; i < LEAVING; i++) {
        sigaction(leaving[i], &waiting->before[i], NULL);
    }
}

// One byte. False: the input ended, or a signal came.
static bool next_byte(const struct waiting *waiting, char *byte)
{
    while (arrived == 0) {
        fd_set inputs;
        FD_ZERO(&inputs);
        FD_SET(STDIN_FILENO, &inputs);
        if (pselect(STDIN_FILENO + 1, &inputs, NULL, NULL, NULL, &waiting->mask) < 0) {
            if (errno != EINTR) {
                return false;
            }
            continue;
        }
        ssize_t got = read(STDIN_FILENO, byte, 1);
        if (got >= 0 || (errno != EINTR && errno != EAGAIN)) {
            return got == 1;
        }
    }
    return false;
}

// A line without its end, cut to `size` with NUL; *cut if it was longer.
static bool read_line(bool secret, const char *question, char *out, size_t size, bool *cut)
{
    struct waiting waiting;
    size_t length = 0;
    char byte = '\0';
    bool got;
    *cut = false;
    begin_waiting(&waiting, secret);
    // Only now: whoever sees the question can type.
    if (question[0] != '\0') {
        ask_say("%s", question);
    }
    fputs("> ", stderr);
    fflush(stderr);
    while ((got = next_byte(&waiting, &byte)) && byte != '\n') {
        if (length + 1 < size) {
            out[length++] = byte;
        } else {
            *cut = true;
        }
    }
    end_waiting(&waiting);
    byte = '\0';
    if (length > 0 && out[length - 1] == '\r') {
        length--;
    }
    out[length] = '\0';
    if (!got && (arrived != 0 || length == 0)) {
        fputs("\n", stderr);
        return false;
    }
    return true;
}

static void trim(char *line)
{
    size_t from = strspn(line, " \t"), length = strlen(line);
    while (length > from && (line[length - 1] == ' ' || line[length - 1] == '\t')) {
        length--;
    }
    memmove(line, line + from, length - from);
    line[length - from] = '\0';
}

bool ask_plain(const char *text)
{
    size_t length = strlen(text);
    if (text_valid(text, length) != length) {
        return false;
    }
    uint32_t code_point = 0;
    for (size_t at = 0; at < length; at += text_decode(text + at, length - at, &code_point)) {
        (void)text_decode(text + at, length - at, &code_point);
        if (text_forbidden(code_point)) {
            return false;
        }
    }
    return true;
}

bool ask_line(const char *question, char *out, size_t size)
{
    bool cut;
    while (read_line(false, question, out, size, &cut)) {
        trim(out);
        if (!cut && ask_plain(out)) {
            return true;
        }
        if (cut) {
            ask_say("That is too long; %zu bytes are the most.", size - 1);
        } else {
            ask_say("This holds characters that cannot be shown; please type it again.");
        }
    }
    return false;
}

bool ask_text(const char *question, char *out, size_t size)
{
    while (ask_line(question, out, size)) {
        if (out[0] != '\0') {
            return true;
        }
        ask_say("Please type something, or press Ctrl-C to leave.");
    }
    return false;
}

bool ask_yes(const char *question, bool *yes)
{
    char line[ASK_LINE];
    while (ask_line(question, line, sizeof line)) {
        if (line[0] == 'y' || line[0] == 'Y' || line[0] == 'n' || line[0] == 'N') {
            *yes = line[0] == 'y' || line[0] == 'Y';
            return true;
        }
        ask_say("Type y for yes, or n for no.");
    }
    return false;
}

bool ask_secret(const char *question, char *secret)
{
    bool cut;
    return read_line(true, question, secret, ASK_SECRET, &cut);
}

bool ask_new_secret(const char *whose, char *secret)
{
    char question[ASK_LINE];
    char *again = ask_secret_new(ASK_SECRET);
    bool left = again == NULL, done = false;
    while (!left && !done) {
        snprintf(question, sizeof question,
                 "A passphrase for %.200s: %d characters or more, several words are best. It is "
                 "not shown while you type.",
                 whose, PASSPHRASE_LEAST);
        left = !ask_secret(question, secret);
        const char *problem = left ? NULL : passphrase_problem(secret);
        if (problem != NULL) {
            ask_say("%s", problem);
            continue;
        }
        left = left || !ask_secret("The same once more:", again);
        done = !left && strcmp(secret, again) == 0;
        if (!left && !done) {
            ask_say("The two are not the same. Please begin again.");
        }
    }
    seal_secret_free(again);
    return done;
}
