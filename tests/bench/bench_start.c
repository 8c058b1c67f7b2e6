// What a person at a terminal waits for, and what a slow line carries: the program in a
// pseudo-terminal of 80x24, `dialog` showing one box in another. The time runs from fork to the
// last byte of the first screen.
//
// The interview is kept where `intake start` keeps it unless told otherwise: in memory. On a disk,
// three calls that wait for it come on top: what a disk adds to an answer is bench_answer's figure.
#include "bench/bench.h"
#include "command/bundle.h"

#include <dirent.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { QUIET = 150 }; // milliseconds without a byte: the screen is complete

struct terminal {
    pid_t child;
    int fd;
    double began, last; // when it was started, when its last byte came
    size_t bytes;       // since the last look
    double resident;    // MB, after the end
    char drafts[4200];
};

// A fresh folder for one run, since what an earlier one left would be offered first; beside the
// program's own. Where that cannot be, a temporary folder, and the figures say so.
static void make_drafts(char *out, size_t size)
{
    static bool told;
    char own[4096];
    unsetenv("INTAKE_DRAFTS");
    snprintf(out, size, "%s-bench-XXXXXX", bundle_drafts(NULL, own, sizeof own));
    if (mkdtemp(out) != NULL) {
        return;
    }
    const char *folder = getenv("TMPDIR");
    snprintf(out, size, "%s/drafts-XXXXXX", folder != NULL ? folder : "/tmp");
    if (mkdtemp(out) == NULL) {
        bench_wrong("no folder for drafts in %s", out);
    }
    if (!told) {
        fprintf(stderr, "bench_start: drafts cannot be kept beside %s, so they are on a disk: %s\n",
                own, out);
        told = true;
    }
}

static void remove_drafts(const char *name)
{
    DIR *folder = opendir(name);
    for (struct dirent *file; folder != NULL && (file = readdir(folder)) != NULL;) {
        unlinkat(dirfd(folder), file->d_name, 0);
    }
    if (folder == NULL || closedir(folder) != 0 || rmdir(name) != 0) {
        bench_wrong("%s stays behind", name);
    }
}

// `command` is split at its spaces.
static void execute(const char *command)
{
    enum { WORDS = 16 };
    char *words[WORDS + 1] = {0}, *line = strdup(command);
    size_t count = 0;
    for (char *word = strtok(line, " "); word != NULL && count < WORDS; word = strtok(NULL, " ")) {
        words[count++] = word;
    }
    execvp(words[0], words);
}

static void start(struct terminal *terminal, const char *command, speed_t speed)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    *terminal = (struct terminal){0};
    make_drafts(terminal->drafts, sizeof terminal->drafts);
    setenv("INTAKE_DRAFTS", terminal->drafts, 1);
    terminal->began = bench_wall();
    terminal->child = forkpty(&terminal->fd, NULL, NULL, &size);
    if (terminal->child < 0) {
        bench_wrong("no pseudo-terminal");
    }
    if (terminal->child == 0) {
        struct termios modes;
        tcgetattr(0, &modes);
        cfsetospeed(&modes, speed);
        tcsetattr(0, TCSANOW, &modes);
        setenv("TERM", "xterm-256color", 1);
        execute(command);
        _exit(127);
    }
}

// Reads until nothing has come for a while. Returns the bytes that came.
static size_t settle(struct terminal *terminal)
{
    char bytes[65536];
    terminal->bytes = 0;
    for (;;) {
        struct pollfd ready = {.fd = terminal->fd, .events = POLLIN};
        if (poll(&ready, 1, QUIET) == 0) {
            return terminal->bytes;
        }
        ssize_t got = read(terminal->fd, bytes, sizeof bytes);
        if (got <= 0) {
            return terminal->bytes;
        }
        if (getenv("BENCH_SHOW") != NULL) {
            fwrite(bytes, 1, (size_t)got, stderr);
        }
        terminal->bytes += (size_t)got;
        terminal->last = bench_wall();
    }
}

static size_t press(struct terminal *terminal, const char *keys)
{
    if (write(terminal->fd, keys, strlen(keys)) < 0) {
        bench_wrong("the program is gone");
    }
    return settle(terminal);
}

static void stop(struct terminal *terminal)
{
    struct rusage usage;
    kill(terminal->child, SIGTERM);
    settle(terminal);
    close(terminal->fd);
    wait4(terminal->child, NULL, 0, &usage);
    terminal->resident = (double)usage.ru_maxrss / 1024;
    remove_drafts(terminal->drafts);
}

// Milliseconds from fork to the last byte of the first screen.
static double paint(const char *command, struct terminal *terminal)
{
    start(terminal, command, B38400);
    size_t bytes = settle(terminal);
    if (bytes < 100) {
        bench_wrong("%s shows nothing", command);
    }
    double took = (terminal->last - terminal->began) * 1e3;
    stop(terminal);
    terminal->bytes = bytes;
    return took;
}

static void first_screen(const char *ours)
{
    enum { RUNS = 25 };
    static const char dialog[] = "dialog --msgbox Welcome 8 40";
    double took[RUNS], floor[RUNS];
    struct terminal own, other;
    for (int i = 0; i < RUNS; i++) {
        took[i] = paint(ours, &own);
        floor[i] = paint(dialog, &other);
    }
    double middle = bench_median(took, RUNS), beside = bench_median(floor, RUNS);
    bench_line("exec to first painted screen, real form / dialog", "ms", middle, beside,
               middle / beside, BENCH_AT_MOST, 2);
    bench_line("resident memory / dialog", "MB", own.resident, other.resident, own.resident,
               BENCH_AT_MOST, 8);
    bench_line("first screen / dialog", "B", (double)own.bytes, (double)other.bytes,
               (double)own.bytes, BENCH_AT_MOST, 1200);
}

static void bytes_line(const char *figure, size_t bytes, double most)
{
    bench_line(figure, "B", (double)bytes, -1, (double)bytes, BENCH_AT_MOST, most);
}

// Times the program has given up the processor to wait for something, so far.
static long waits(pid_t child)
{
    char name[64], line[256];
    long count = -1;
    snprintf(name, sizeof name, "/proc/%d/status", (int)child);
    FILE *file = fopen(name, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        sscanf(line, "voluntary_ctxt_switches: %ld", &count);
    }
    if (count < 0) {
        bench_wrong("%s does not say how often it waited", name);
    }
    fclose(file);
    return count;
}

// Who wakes waits again. An ignored key has to be read, but nothing may tick after it.
static void wakes(struct terminal *terminal, const char *keys, const char *figure)
{
    enum { IDLE = 3000 };
    struct pollfd byte = {.fd = terminal->fd, .events = POLLIN};
    press(terminal, keys);
    long before = waits(terminal->child);
    poll(&byte, 1, IDLE);
    double count = (double)(waits(terminal->child) - before);
    bench_line(figure, "times", count, -1, count, BENCH_AT_MOST, 0);
}

// From the welcome page over a list and a list of marks to the field for the name.
static void walk(const char *ours)
{
    struct terminal terminal;
    start(&terminal, ours, B38400);
    settle(&terminal);
    bytes_line("idle", settle(&terminal), 0);
    bytes_line("an ignored key", press(&terminal, "\033[24~"), 0);
    wakes(&terminal, "", "wake-ups in 3 idle seconds");
    wakes(&terminal, "\033[24~", "wake-ups in 3 seconds after an ignored key");
    size_t question = press(&terminal, "\r");
    bytes_line("a move in a list, reversed bar", press(&terminal, "\033[B"), 90);
    press(&terminal, "\033[A");
    size_t marks = press(&terminal, "\r");
    bytes_line("next question, a list", question, 700);
    bytes_line("next question, eight marks", marks, 700);
    press(&terminal, "0"); // none of these
    bytes_line("next question, a field", press(&terminal, "\r"), 700);
    press(&terminal, "Maria Silv");
    size_t end = press(&terminal, "a");
    press(&terminal, "\033[D\033[D\033[D");
    size_t middle = press(&terminal, "x");
    if (end == 0 || middle == 0) {
        bench_wrong("the field for the name was not reached");
    }
    bytes_line("a letter at the end of a field", end, 4);
    bytes_line("a letter in the middle of a field", middle, 12);
    stop(&terminal);
    start(&terminal, ours, B9600);
    settle(&terminal);
    press(&terminal, "\r");
    size_t move = press(&terminal, "\033[B");
    if (move == 0) {
        bench_wrong("the list was not reached");
    }
    bytes_line("a move in a list at 9600 Bd, marker alone", move, 20);
    stop(&terminal);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: bench_start INTAKE\n");
        return 2;
    }
    char ours[4096];
    snprintf(ours, sizeof ours, "%s start --config=config forms/dry-needling", argv[1]);
    first_screen(ours);
    walk(ours);
    return bench_missed();
}
