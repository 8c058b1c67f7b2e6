#include "command/face.h"

#include "command/command.h"
#include "interview/event.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

bool face_is_line(const struct wishes *wishes)
{
    return wishes->line || is_set("ACCESSIBLE");
}

const char *face_name(const struct wishes *wishes)
{
    static char paper[KEYED_BY_MOST + sizeof EVENT_FACE_PAPER + 2];
    if (wishes->keyed_by != NULL) {
        snprintf(paper, sizeof paper, EVENT_FACE_PAPER ": %s", wishes->keyed_by);
        return paper;
    }
    return wishes->from_paper ? EVENT_FACE_PAPER : face_is_line(wishes) ? "line" : "wizard";
}

int face_refused(const char *why)
{
    fprintf(stderr,
            "intake start: %s; use --line for plain lines, or --answers=FILE to hand answers "
            "over\n",
            why);
    return EXIT_WRONG_USE;
}

struct wizard_open_options face_options(const struct wishes *wishes)
{
    return (struct wizard_open_options){
        .term = getenv("TERM"),
        .colour = !wishes->no_colour && !is_set("NO_COLOR"),
        .ascii = wishes->ascii,
    };
}

int face_check(const struct wishes *wishes)
{
    const char *why = "this is no terminal";
    const struct wizard_open_options options = face_options(wishes);
    bool ttys = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
    return ttys && wizard_check(&options, &why) == 0 ? EXIT_FINE : face_refused(why);
}
