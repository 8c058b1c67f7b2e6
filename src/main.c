// The program: finds the command and hands over. Locale and the fatal hook are set here, once.
#include "base/ensure.h"
#include "command/command.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Outside the full-screen faces, which register a hook of their own that restores the terminal
// first.
static _Noreturn void stop(const char *what)
{
    fprintf(stderr, "intake: internal problem: %s\n", what);
    exit(EXIT_INTERNAL);
}

// A file that is opened later must not become the standard output. A closed end is opened so that
// using it fails, as it would have: for reading where one writes, for writing where one reads.
static void keep_standard_ends(void)
{
    for (int end = STDIN_FILENO; end <= STDERR_FILENO; end++) {
        if (fcntl(end, F_GETFD) == -1 && errno == EBADF &&
            open("/dev/null", end == STDIN_FILENO ? O_WRONLY : O_RDONLY) != end) {
            exit(EXIT_INTERNAL); // nobody could be told why
        }
    }
}

// What could not be printed was not done. (The interview itself does not depend on it.)
static int printed(int code)
{
    if (code == EXIT_FINE && (fflush(stdout) != 0 || ferror(stdout) != 0)) {
        fprintf(stderr, "intake: standard output cannot be written\n");
        return EXIT_IO;
    }
    return code;
}

static int run(const char *name, int argc, char **argv)
{
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (strcmp(command->name, name) == 0) {
            int code = command->run(argc, argv);
            return command->run == command_start ? code : printed(code);
        }
    }
    fprintf(stderr, "intake: there is no command '%s'; 'intake help' lists them\n", name);
    return EXIT_WRONG_USE;
}

int main(int argc, char **argv)
{
    keep_standard_ends();
    fatal_set_hook(stop);
    setlocale(LC_CTYPE, "");
    if (argc < 2) {
        return command_start(argc, argv);
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("intake " INTAKE_VERSION);
        return printed(EXIT_FINE);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        return printed(command_help(argc - 1, argv + 1));
    }
    if (argv[1][0] == '-') {
        return command_start(argc, argv);
    }
    return run(argv[1], argc - 1, argv + 1);
}
