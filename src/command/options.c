#include "command/options.h"

#include "base/ensure.h"
#include "command/command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST = 24,
    PROGRAM = 64,  // bytes of "intake completion"
    BY_NAME = 256, // beyond any letter
};

// As getopt wants them. A value is what it returns: the letter of a letter, BY_NAME and the place
// of a name.
struct tables {
    struct option names[MOST + 2];
    char letters[2 * MOST + 2];
};

static void fill(struct tables *tables, const struct option_wanted *wanted, size_t count)
{
    char *letter = tables->letters;
    ensure(count <= MOST);
    for (size_t i = 0; i < count; i++) {
        bool valued = wanted[i].text != NULL;
        tables->names[i] = (struct option){wanted[i].name, valued ? required_argument : no_argument,
                                           NULL, BY_NAME + (int)i};
        if (wanted[i].letter != 0) {
            *letter++ = wanted[i].letter;
            *letter = ':';
            letter += valued;
        }
    }
    *letter++ = 'h';
    *letter = '\0';
    tables->names[count] = (struct option){"help", no_argument, NULL, 'h'};
    tables->names[count + 1] = (struct option){NULL, 0, NULL, 0};
}

static const struct option_wanted *find(const struct option_wanted *wanted, size_t count, int found)
{
    for (size_t i = 0; i < count; i++) {
        if (found == BY_NAME + (int)i || (wanted[i].letter != 0 && found == wanted[i].letter)) {
            return &wanted[i];
        }
    }
    return NULL;
}

// False: it is none, or one too many.
static bool take(const struct option_wanted *one)
{
    if (one == NULL || (one->count != NULL && *one->count == one->most)) {
        return false;
    }
    if (one->text == NULL) {
        *one->flag = true;
    } else if (one->count != NULL) {
        one->text[(*one->count)++] = optarg;
    } else {
        *one->text = optarg;
    }
    return true;
}

int options_read(int argc, char **argv, const char *usage, const struct option_wanted *wanted,
                 size_t count, int operands)
{
    struct tables tables = {.letters = ""};
    char *command = argv[0], program[PROGRAM];
    bool right = true;
    fill(&tables, wanted, count);
    snprintf(program, sizeof program, "intake %s", command);
    argv[0] = program; // as getopt names it
    for (int found;
         right && (found = getopt_long(argc, argv, tables.letters, tables.names, NULL)) != -1;) {
        if (found == 'h') {
            fputs(usage, stdout);
            argv[0] = command;
            return EXIT_FINE;
        }
        right = take(find(wanted, count, found));
    }
    argv[0] = command;
    if (!right || argc - optind > operands) {
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
    }
    return OPTIONS_READ;
}

int options_day(const char *command, const char *text, day_number *day, bool *given)
{
    struct date date;
    *given = text != NULL;
    if (text == NULL) {
        return EXIT_FINE;
    }
    if (!date_parse(text, strlen(text), 0, &date) || date.precision != DATE_DAY) {
        fprintf(stderr, "intake %s: --today=%s is no day; expected YYYY-MM-DD\n", command, text);
        return EXIT_WRONG_USE;
    }
    *day = date.first;
    return EXIT_FINE;
}

int options_tabs(const char *command, const char *text, bool *tabs)
{
    *tabs = text != NULL && strcmp(text, "tsv") == 0;
    if (text != NULL && !*tabs && strcmp(text, "text") != 0) {
        fprintf(stderr, "intake %s: --format=%s; expected text or tsv\n", command, text);
        return EXIT_WRONG_USE;
    }
    return EXIT_FINE;
}
