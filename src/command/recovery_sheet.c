// The words stand in locked memory only, and go out by write(2): a buffer of the library's would
// keep them.

#include "command/recovery_sheet.h"

#include "command/ask.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/desk.h"
#include "record/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHEET_BYTES = 4096 };

struct words {
    uint8_t seed[SEAL_KEY];
    char lines[RECOVERY_LINES][RECOVERY_LINE];
    char typed[ASK_SECRET];
    uint8_t read[SEAL_KEY];
};

static struct words *words_of(const struct reader_secret *secret)
{
    struct words *words = (struct words *)(void *)ask_secret_new(sizeof *words);
    if (words != NULL && secret != NULL) {
        reader_seed(secret, words->seed);
        recovery_sheet_write(words->seed, words->lines);
    }
    return words;
}

static size_t write_sheet(const struct words *words, const char *clinic,
                          const struct reader *reader, char out[SHEET_BYTES])
{
    char day[64];
    size_t length = (size_t)snprintf(
        out, SHEET_BYTES,
        "RECOVERY SHEET\n\n"
        "Clinic:  %.256s\nReader:  %s\nDate:    %s\n\n"
        "These words open every record that %s can read, if the passphrase is lost:\n"
        "'intake recover' on the clinic's computer asks for them, line by line.\n"
        "Lock this sheet away, apart from the computer. Whoever has it can read.\n\n",
        clinic, reader->name, clock_print(desk_now(), day, sizeof day), reader->name);
    for (int i = 0; i < RECOVERY_LINES && length < SHEET_BYTES; i++) {
        length += (size_t)snprintf(out + length, SHEET_BYTES - length, "    %d   %s\n", i + 1,
                                   words->lines[i]);
    }
    if (length < SHEET_BYTES) {
        length += (size_t)snprintf(out + length, SHEET_BYTES - length, "\n");
    }
    return length < SHEET_BYTES ? length : SHEET_BYTES - 1;
}

// A file that is there is not written over; a printer's device is.
static int open_place(const char *where)
{
    struct stat status;
    if (stat(where, &status) == 0 && S_ISCHR(status.st_mode)) {
        return open(where, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    }
    return open(where, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static int write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return -1;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return 0;
}

static int give(const char *command, const char *where, const char *clinic,
                const struct reader *reader, const struct reader_secret *secret)
{
    bool standard = where == NULL || strcmp(where, "-") == 0;
    struct words *words = words_of(secret);
    char *text = ask_secret_new(SHEET_BYTES);
    int code = EXIT_IO;
    if (words != NULL && text != NULL) {
        size_t length = write_sheet(words, clinic, reader, text);
        fflush(stdout);
        int fd = standard ? STDOUT_FILENO : open_place(where);
        bool given = fd >= 0 && write_all(fd, text, length) == 0;
        // A pipe and a terminal know no fsync.
        given = given && (fsync(fd) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP);
        int error = errno;
        if (fd >= 0 && !standard && close(fd) != 0 && given) {
            given = false;
            error = errno;
        }
        if (!given) {
            fprintf(stderr, "intake %s: the recovery sheet cannot be written to %s: %s\n", command,
                    standard ? "standard output" : where, strerror(error));
        }
        code = given ? EXIT_FINE : EXIT_CANNOT_CREATE;
    }
    seal_secret_free(text);
    seal_secret_free(words);
    return code;
}

static void say_wrong(int line, int wrong)
{
    if (wrong > 0) {
        ask_say("Word %d of line %d is none of the list. Please look at it again.", wrong, line);
    } else {
        ask_say("These are not the words of line %d. Please look at them again: four words, in "
                "their order.",
                line);
    }
}

static int confirm(const struct reader_secret *secret)
{
    struct words *words = words_of(secret);
    if (words == NULL) {
        return EXIT_IO;
    }
    int line = (int)seal_pick(RECOVERY_LINES), wrong = 0;
    char question[ASK_LINE];
    snprintf(question, sizeof question,
             "To see that the sheet can be read: please type its line %d, all four words.",
             line + 1);
    int code = EXIT_FOUND;
    while (code == EXIT_FOUND) {
        if (!ask_line(question, words->typed, sizeof words->typed)) {
            code = ask_left();
        } else if (!recovery_sheet_read_line(line, words->typed, words->read, &wrong)) {
            say_wrong(line + 1, wrong);
        } else if (!seal_same(words->read + (size_t)line * 4, words->seed + (size_t)line * 4, 4)) {
            ask_say("That is line %d of another sheet.", line + 1);
        } else {
            code = EXIT_FINE;
        }
    }
    seal_secret_free(words);
    return code;
}

// Off the screen, and out of what can be scrolled back to.
static void clear_screen(void)
{
    const char *term = getenv("TERM");
    if (isatty(STDOUT_FILENO) && term != NULL && strcmp(term, "dumb") != 0) {
        fputs("\033[H\033[2J\033[3J", stdout);
        fflush(stdout);
    }
}

int recovery_sheet_hand_out(const char *command, const char *where, const char *clinic,
                            const struct reader *reader, const struct reader_secret *secret,
                            bool asking)
{
    char line[ASK_LINE];
    int code = give(command, where, clinic, reader, secret);
    if (code != EXIT_FINE || !asking) {
        return code;
    }
    if (!ask_line("Print the recovery sheet, or copy it by hand. Press Enter when it is on paper.",
                  line, sizeof line)) {
        clear_screen();
        return ask_left();
    }
    clear_screen();
    code = confirm(secret);
    clear_screen();
    return code;
}

int recovery_sheet_ask(uint8_t seed[SEAL_KEY])
{
    struct words *words = words_of(NULL);
    int code = words != NULL ? EXIT_FINE : EXIT_IO;
    char question[64];
    for (int line = 0, wrong = 0; code == EXIT_FINE && line < RECOVERY_LINES;) {
        snprintf(question, sizeof question, "Line %d of the recovery sheet:", line + 1);
        if (!ask_line(question, words->typed, sizeof words->typed)) {
            code = ask_left();
        } else if (recovery_sheet_read_line(line, words->typed, seed, &wrong)) {
            line++;
            int taken = recovery_sheet_line_taken(words->typed);
            if (taken > 0) {
                ask_say(
                    "Word %d of line %d was taken by its first four letters; the line is right.",
                    taken, line);
            }
        } else {
            const char *word = words->typed;
            say_wrong(line + 1, wrong);
            for (int i = 1; i < wrong; i++) {
                word += strcspn(word, " -,.");
                word += strspn(word, " -,.");
            }
            size_t length = strcspn(word, " -,.");
            const char *near = wrong > 0 ? word_nearest(word, length) : NULL;
            if (near != NULL) {
                ask_say("Perhaps it is '%s'.", near);
            }
        }
    }
    seal_secret_free(words);
    return code;
}
