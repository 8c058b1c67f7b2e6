#include "command/command.h"

#include <stdio.h>
#include <string.h>

static void list(void)
{
    puts("intake " INTAKE_VERSION " - a clinic's questions before treatment, offline\n"
         "\n"
         "example: intake start            interview a patient\n"
         "         intake check forms/dry-needling\n"
         "\n"
         "commands (each has --help):");
    for (const struct command *command = commands; command->name != NULL; command++) {
        printf("  %-9s %s\n", command->name, command->line);
    }
}

// 'intake help show' is what many type first: the same as 'intake show --help'.
static int help_of(const char *name)
{
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (strcmp(command->name, name) == 0) {
            char word[32], option[] = "--help";
            snprintf(word, sizeof word, "%s", name);
            char *words[] = {word, option, NULL};
            return command->run(2, words);
        }
    }
    fprintf(stderr, "intake help: there is no command '%s'; 'intake help' lists them\n", name);
    return EXIT_WRONG_USE;
}

int command_help(int argc, char **argv)
{
    if (argc > 2) {
        fputs("intake help: one command at a time, such as 'intake help show'\n", stderr);
        return EXIT_WRONG_USE;
    }
    if (argc == 2 && strcmp(argv[1], "--help") != 0) {
        return help_of(argv[1]);
    }
    list();
    return EXIT_FINE;
}
