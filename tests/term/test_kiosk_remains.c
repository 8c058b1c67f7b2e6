// What a patient leaves behind: no core of a process that crashed in the middle of their answers,
// and nothing in the scrollback of the terminal they stood at.
#include "kiosk_run.h"
#include "sealed_place.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static struct sealed_place place;

static int set_up(void **state)
{
    (void)state;
    sealed_place_make_for(&place, KIOSK_FORM, KIOSK_CONFIG);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sealed_place_remove(&place);
    return 0;
}

static int count_files(const char *path)
{
    int count = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    closedir(folder);
    return count;
}

// Whoever started it allowed cores of any size.
static void a_crash_leaves_no_core(void **state)
{
    (void)state;
    struct pty pty;
    char folder[PTY_PATH];
    pty_folder(folder);
    const struct kiosk_wish wish = {
        .data = place.folder, .form = KIOSK_FORM, .config = KIOSK_CONFIG, .folder = folder};
    kiosk_start(&pty, &wish);
    kiosk_walk_to(&pty, 12);
    kill(pty_child_of(pty.child), SIGSEGV);
    pty_expect(&pty, kiosk_steps[0].shown); // and it stands again
    assert_int_equal(count_files(folder), 0);
    pty_signal(&pty, SIGSEGV);
    int ended = pty_end(&pty);
    assert_true(ended == -SIGSEGV || ended == 1); // 1: a sanitizer ended it, in its own way
    assert_int_equal(count_files(folder), 0);
    pty_stop(&pty);
    pty_folder_remove(folder);
}

enum { SCREEN = 1 << 16, DEADLINE = 20 };

static char server[300]; // the socket of a tmux of our own

static void mux(char out[SCREEN], const char *command)
{
    char line[PATH_MAX * 4 + 600];
    snprintf(line, sizeof line, "env -u TMUX -u TMUX_PANE tmux -S '%s' -f /dev/null %s", server,
             command);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    size_t length = fread(out, 1, SCREEN - 1, pipe);
    out[length] = '\0';
    pclose(pipe);
}

// Blanks and ends of lines become one blank.
static void flatten(char *text)
{
    char *to = text;
    for (const char *at = text; *at != '\0'; at++) {
        bool blank = *at == ' ' || *at == '\n';
        if (!blank || (to > text && to[-1] != ' ')) {
            *to++ = blank ? ' ' : *at;
        }
    }
    *to = '\0';
}

// Within so many seconds.
static bool shows(char screen[SCREEN], const char *words, int seconds)
{
    time_t end = time(NULL) + seconds;
    do {
        mux(screen, "capture-pane -p");
        flatten(screen);
        if (strstr(screen, words) != NULL) {
            return true;
        }
    } while (time(NULL) < end);
    return false;
}

static void sees(char screen[SCREEN], const char *words)
{
    if (!shows(screen, words, DEADLINE)) {
        fail_msg("expected %s; the last screen: %s", words, screen);
    }
}

static void type(char screen[SCREEN], const char *keys)
{
    char command[400] = "send-keys -H";
    size_t length = strlen(command);
    for (; *keys != '\0' && length + 4 < sizeof command; keys++) {
        length += (size_t)snprintf(command + length, sizeof command - length, " %02x",
                                   (unsigned)(unsigned char)*keys);
    }
    mux(screen, command);
}

static void refuse_all(const char *where, const char *text)
{
    static const char *const canaries[] = {"Maria",      "a secret", "At work.", "Aspirin",
                                           "Chest pain", "36,6",     "17.5.1980"};
    for (size_t i = 0; i < sizeof canaries / sizeof *canaries; i++) {
        if (strstr(text, canaries[i]) != NULL) {
            fail_msg("\"%s\" is %s", canaries[i], where);
        }
    }
}

static void nothing_scrolls_back(void **state)
{
    (void)state;
    static char screen[SCREEN];
    char command[PATH_MAX * 4], absolute[PATH_MAX];
    const char *named = getenv("INTAKE");
    assert_non_null(realpath(named != NULL ? named : "build/release/intake", absolute));
    snprintf(server, sizeof server, "%s/tmux", place.folder);
    snprintf(
        command, sizeof command,
        "new-session -d -x 80 -y 24 \"env LC_ALL=C.UTF-8 TERM=screen-256color INTAKE_DATA='%s' "
        "'%s' kiosk --config=%s %s; echo ended with \\$?; exec cat\"",
        place.folder, absolute, KIOSK_CONFIG, KIOSK_FORM);
    mux(screen, command);
    for (size_t i = 0; i + 1 < KIOSK_STEPS; i++) {
        sees(screen, kiosk_steps[i].shown);
        type(screen, kiosk_steps[i].keys);
        // What must be read is not passed by an Enter that comes too soon.
        bool reads = i == KIOSK_URGENT || i == KIOSK_TOLD;
        for (int again = 0; reads && again < DEADLINE; again++) {
            if (shows(screen, kiosk_steps[i + 1].shown, 2)) {
                break;
            }
            type(screen, kiosk_steps[i].keys);
        }
        if (i == 20) { // in the middle, somebody scrolls
            mux(screen, "capture-pane -p -S - -E -1");
            refuse_all("in the scrollback during the interview", screen);
        }
    }
    sees(screen, kiosk_steps[0].shown);
    mux(screen, "capture-pane -p -S -");
    refuse_all("to be scrolled back to", screen);
    assert_non_null(strstr(screen, kiosk_steps[0].shown));
    // And under it, where the program was started.
    type(screen, "\024");
    sees(screen, "passphrase");
    type(screen, sealed_passphrase);
    type(screen, "\r");
    sees(screen, "ended with 0");
    mux(screen, "capture-pane -p -S -");
    refuse_all("on the screen that was there before", screen);
    mux(screen, "kill-server");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crash_leaves_no_core),
        cmocka_unit_test(nothing_scrolls_back),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
