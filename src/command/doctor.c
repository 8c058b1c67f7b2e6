// intake doctor: is this installation fit? One line for each thing, and what to do about it.
#include "command/doctor.h"

#include "base/wrap.h"
#include "command/ask.h"
#include "command/command.h"
#include "command/options.h"
#include "command/place.h"
#include "patient/line/input.h"
#include "record/seal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "example: intake doctor\n"
    "\n"
    "usage: intake doctor [--data=DIR] [--config=DIR] [--form=FORM]\n"
    "Prints one line for each thing a clinic's terminal needs: ok, warn or FAIL, and what to do about it.\n"
    "Run it as the user the kiosk runs as, on the kiosk's terminal.\n"
    "Exit 0: nothing fails (there may be warnings). 1: something does.\n";

void doctor_line(struct doctor *doctor, enum doctor_found found, const char *what,
                 const char *format, ...)
{
    static const char *const marks[] = {"ok  ", "warn", "FAIL"};
    enum { BESIDE = 20, SAID_MOST = 3 * 4096, ANY = 100000 };
    char text[SAID_MOST];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    // A name in it may be from the store of somebody else.
    (void)text_clean(text, strlen(text), true, text);
    // For people, wrapped beside the name; one line each for other programs.
    bool people = isatty(STDOUT_FILENO) != 0;
    size_t columns = people ? line_columns(stdout) : ANY;
    struct wrap wrap;
    struct wrap_line line;
    printf("%s  %-12s  ", marks[found], what);
    wrap_init(&wrap, text, columns > 2 * BESIDE ? columns - BESIDE : BESIDE, text_width_unicode);
    for (bool first = true; wrap_next(&wrap, &line); first = false) {
        printf("%*s%.*s\n", first ? 0 : BESIDE, "", (int)line.length, line.start);
    }
    doctor->failed += found == DOCTOR_FAILS;
    doctor->warned += found == DOCTOR_WARNS;
}

static int examine(struct doctor *doctor)
{
    doctor_installation(doctor);
    doctor_approval(doctor);
    doctor_files(doctor);
    doctor_disk(doctor);
    doctor_clock(doctor);
    doctor_locale(doctor);
    doctor_terminal(doctor);
    doctor_memory(doctor);
    doctor_swap(doctor);
    doctor_confinement(doctor);
    doctor_runtime(doctor);
    doctor_notify(doctor);
    if (doctor->failed == 0) {
        printf("\nNothing fails; %d warning%s.\n", doctor->warned, doctor->warned == 1 ? "" : "s");
    } else {
        printf("\n%d thing%s.\n", doctor->failed, doctor->failed == 1 ? " fails" : "s fail");
    }
    return doctor->failed == 0 ? EXIT_FINE : EXIT_FOUND;
}

static int run(const char *data, const char *config, const char *form)
{
    char folder[4096];
    struct doctor doctor = {.state = INSTALLATION_NONE};
    arena_init(&doctor.arena);
    place_data(data, doctor.data, sizeof doctor.data);
    bundle_folder(form, folder, sizeof folder);
    bundle_config(config, folder, doctor.config, sizeof doctor.config);
    if (seal_start() == 0) {
        doctor.state =
            installation_open(doctor.data, &doctor.installation, &doctor.why, &doctor.arena);
    }
    doctor.loaded = bundle_open(&doctor.bundle, folder, doctor.config);
    int code = examine(&doctor);
    bundle_close(&doctor.bundle);
    if (doctor.state == INSTALLATION_FINE) {
        installation_close(&doctor.installation);
    }
    arena_clear(&doctor.arena);
    return code;
}

int command_doctor(int argc, char **argv)
{
    const char *data = NULL, *config = NULL, *form = NULL;
    const struct option_wanted wanted[] = {
        {"data", 'd', &data, NULL, NULL, 0},
        {"config", 'c', &config, NULL, NULL, 0},
        {"form", 'f', &form, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 0);
    if (code != OPTIONS_READ) {
        return code;
    }
    return run(data, config, form);
}
