// The questions of `intake setup`, and the same answers from a file.

#include "base/text.h"
#include "command/ask.h"
#include "command/command.h"
#include "command/setup.h"
#include "record/roll.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { YEARS_MOST = 90, ANSWERS_MOST = 8192 };

static int read_years(const char *text)
{
    char *end = NULL;
    long years = strtol(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && years <= YEARS_MOST ? (int)years
                                                                                   : -1;
}

static const char *kept(struct setup *setup, const char *text)
{
    return text[0] != '\0' ? arena_string(&setup->arena, text) : NULL;
}

// One therapist. False: leaving; *none: an empty name, there are no more.
static bool ask_therapist(struct setup *setup, uint32_t nth, bool *none)
{
    struct clinic_therapist *therapist = &setup->therapists[nth];
    char line[ASK_LINE];
    *therapist = (struct clinic_therapist){.years = -1};
    *none = false;
    if (nth == 0) {
        if (!ask_text("Who treats? The first therapist's name, as patients know it:", line,
                      READER_NAME)) {
            return false;
        }
    } else if (!ask_line("The next therapist's name, or Enter if that was all:", line,
                         READER_NAME)) {
        return false;
    }
    *none = line[0] == '\0';
    if (*none) {
        return true;
    }
    therapist->name = kept(setup, line);
    if (!ask_text("Profession, such as Physiotherapist:", line, sizeof line)) {
        return false;
    }
    therapist->profession = kept(setup, line);
    if (!ask_text("Registration number:", line, sizeof line)) {
        return false;
    }
    therapist->registration = kept(setup, line);
    if (!ask_line("Training in dry needling, such as 'Levels 1 and 2, 2019', or Enter for none:",
                  line, sizeof line)) {
        return false;
    }
    therapist->needling = kept(setup, line);
    while (
        therapist->needling != NULL &&
        ask_line("Years of needling, as a number, or Enter to leave it out:", line, sizeof line)) {
        therapist->years = read_years(line);
        if (line[0] == '\0' || therapist->years >= 0) {
            return true;
        }
        ask_say("A whole number from 0 to %d, please.", YEARS_MOST);
    }
    return therapist->needling == NULL;
}

static bool ask_clinic(struct setup *setup)
{
    char line[ASK_LINE];
    if (!ask_text("The clinic's name, as patients know it:", line, ROLL_CLINIC)) {
        return false;
    }
    setup->clinic.name = kept(setup, line);
    if (!ask_text("The number to call in an emergency when nobody is at the desk, such as 000, 112 "
                  "or 911:",
                  line, sizeof line)) {
        return false;
    }
    setup->clinic.emergency = kept(setup, line);
    bool none = false;
    for (uint32_t i = 0; !none && i < SETUP_THERAPISTS; i++) {
        if (!ask_therapist(setup, i, &none)) {
            return false;
        }
        setup->clinic.therapist_count += !none;
    }
    setup->clinic.therapists = setup->therapists;
    return true;
}

int setup_ask(struct setup *setup)
{
    char line[READER_NAME];
    ask_say("This makes the installation of one clinic: who it is, and who may read what patients "
            "say. It takes five minutes and a printer, or paper and a pen. Ctrl-C leaves, and "
            "nothing is made.");
    if (!ask_clinic(setup)) {
        return ask_left();
    }
    ask_say("Everything patients say is sealed for the clinic's readers: who is to treat them. One "
            "reader is made now, others with 'intake readers add'.");
    char question[ASK_LINE];
    snprintf(question, sizeof question,
             "The first reader's name, or Enter for %.200s:", setup->therapists[0].name);
    if (!ask_line(question, line, sizeof line)) {
        return ask_left();
    }
    snprintf(setup->reader, sizeof setup->reader, "%s",
             line[0] != '\0' ? line : setup->therapists[0].name);
    return ask_new_secret(setup->reader, setup->passphrase) ? EXIT_FINE : ask_left();
}

// A file of answers, open and looked at. -1 after saying why.
static int open_answers(const char *file)
{
    struct stat status;
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    const char *why = NULL;
    if (fd < 0 || fstat(fd, &status) != 0) {
        why = strerror(errno);
    } else if (!S_ISREG(status.st_mode)) {
        why = "it is no file";
    } else if ((status.st_mode & 077) != 0) {
        why = "others may read it, and a passphrase is in it; 'chmod 600' it, and choose another "
              "passphrase if somebody did";
    } else if (status.st_size >= ANSWERS_MOST) {
        why = "it is too long";
    }
    if (why != NULL) {
        fprintf(stderr, "intake setup: %s: %s\n", file, why);
        if (fd >= 0) {
            close(fd);
        }
        return -1;
    }
    return fd;
}

static char *trim(char *text)
{
    text += strspn(text, " \t\r");
    for (size_t n = strlen(text); n > 0 && strchr(" \t\r", text[n - 1]) != NULL; n--) {
        text[n - 1] = '\0';
    }
    return text;
}

// "name; profession; registration; needling; years"
static const char *take_therapist(struct setup *setup, char *value)
{
    char *part[5] = {value, NULL, NULL, NULL, NULL};
    if (setup->clinic.therapist_count == SETUP_THERAPISTS) {
        return "there are too many therapists";
    }
    for (int i = 1; i < 5; i++) {
        char *end = strchr(part[i - 1], ';');
        part[i] = end != NULL ? end + 1 : part[i - 1] + strlen(part[i - 1]);
        if (end != NULL) {
            *end = '\0';
        }
    }
    for (int i = 0; i < 5; i++) {
        part[i] = trim(part[i]);
    }
    if (part[0][0] == '\0' || part[1][0] == '\0' || part[2][0] == '\0') {
        return "a therapist is 'name; profession; registration; needling; years', the first three "
               "required";
    }
    int years = read_years(part[4]);
    if (part[4][0] != '\0' && years < 0) {
        return "the years are no number";
    }
    setup->therapists[setup->clinic.therapist_count++] = (struct clinic_therapist){
        .name = kept(setup, part[0]),
        .profession = kept(setup, part[1]),
        .registration = kept(setup, part[2]),
        .needling = kept(setup, part[3]),
        .years = years,
    };
    return NULL;
}

static const char *take(struct setup *setup, const char *key, char *value)
{
    if (text_valid(value, strlen(value)) != strlen(value)) {
        return "it is not UTF-8";
    }
    if (!ask_plain(value)) {
        return "it holds characters that cannot be shown";
    }
    // What is longer would not fit into the chain's first entry.
    size_t most = strcmp(key, "clinic") == 0   ? ROLL_CLINIC
                  : strcmp(key, "reader") == 0 ? READER_NAME
                                               : ANSWERS_MOST;
    if (strlen(value) >= most) {
        return "it is too long";
    }
    if (strcmp(key, "clinic") == 0) {
        setup->clinic.name = kept(setup, value);
    } else if (strcmp(key, "emergency") == 0) {
        setup->clinic.emergency = kept(setup, value);
    } else if (strcmp(key, "therapist") == 0) {
        return take_therapist(setup, value);
    } else if (strcmp(key, "reader") == 0) {
        snprintf(setup->reader, sizeof setup->reader, "%s", value);
    } else if (strcmp(key, "passphrase") == 0) {
        snprintf(setup->passphrase, ASK_SECRET, "%s", value);
        return passphrase_problem(setup->passphrase);
    } else {
        return "there is no such key; clinic, emergency, therapist, reader, passphrase";
    }
    return NULL;
}

static int take_lines(struct setup *setup, const char *file, char *text)
{
    int code = EXIT_FINE, number = 1;
    for (char *line = text; line != NULL; number++) {
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        char *key = trim(line), *value = strchr(key, '=');
        const char *problem = NULL;
        if (key[0] != '\0' && key[0] != '#' && value == NULL) {
            problem = "expected key = value";
        } else if (key[0] != '\0' && key[0] != '#') {
            *value = '\0';
            problem = take(setup, trim(key), trim(value + 1));
        }
        if (problem != NULL) {
            fprintf(stderr, "%s:%d: error: %s\n", file, number, problem);
            code = EXIT_FOUND;
        }
        line = end != NULL ? end + 1 : NULL;
    }
    return code;
}

static int look_whole(const struct setup *setup, const char *file)
{
    const char *missing = setup->clinic.name == NULL           ? "clinic"
                          : setup->clinic.emergency == NULL    ? "emergency"
                          : setup->clinic.therapist_count == 0 ? "therapist"
                          : setup->reader[0] == '\0'           ? "reader"
                          : setup->passphrase[0] == '\0'       ? "passphrase"
                                                               : NULL;
    if (missing != NULL) {
        fprintf(stderr, "%s:1: error: '%s' is missing\n", file, missing);
    }
    return missing != NULL ? EXIT_FOUND : EXIT_FINE;
}

int setup_read(struct setup *setup, const char *file)
{
    int fd = open_answers(file);
    if (fd < 0) {
        return EXIT_FOUND;
    }
    char *text = ask_secret_new(ANSWERS_MOST);
    ssize_t got = text != NULL ? read(fd, text, ANSWERS_MOST - 1) : -1;
    close(fd);
    int code = EXIT_IO;
    if (got >= 0) {
        text[got] = '\0';
        setup->clinic.therapists = setup->therapists;
        code = take_lines(setup, file, text);
        code = code == EXIT_FINE ? look_whole(setup, file) : code;
    }
    seal_secret_free(text);
    return code;
}
