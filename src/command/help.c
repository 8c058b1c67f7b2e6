#include "command/command.h"

#include <stdio.h>

int command_help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("intake " INTAKE_VERSION " - a clinic's questions before treatment, offline\n"
         "\n"
         "example: intake start            interview a patient\n"
         "         intake check forms/dry-needling\n"
         "\n"
         "commands (each has --help):");
    for (const struct command *command = commands; command->name != NULL; command++) {
        printf("  %-9s %s\n", command->name, command->line);
    }
    return EXIT_FINE;
}
