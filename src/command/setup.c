// intake setup: makes the installation of one clinic. Everything is asked and tried before anything
// is made; with the first entry of the chain it is there, and not before.
#include "command/setup.h"

#include "command/ask.h"
#include "command/bundle.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/options.h"
#include "command/place.h"
#include "command/recovery_sheet.h"
#include "command/secrets.h"
#include "record/drafts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "example: intake setup\n"
    "\n"
    "usage: intake setup [--data=DIR] [--config=DIR] [--sheet=FILE|-] [--answers=FILE]\n"
    "Makes this clinic's installation: asks for the clinic, who treats, and the first reader's passphrase;\n"
    "writes the recovery sheet, which opens everything if the passphrase is lost; ends practice mode.\n"
    "  --sheet    where the recovery sheet goes: a new file, a printer (/dev/usb/lp0), or - for the screen\n"
    "  --answers  nobody is asked: FILE (mode 0600) holds lines\n"
    "               clinic = Hillside Physiotherapy\n"
    "               emergency = 000\n"
    "               therapist = Ruth Halloran; Physiotherapist; PHY0000000001; Dry needling level 1; 10\n"
    "               reader = Ruth Halloran\n"
    "               passphrase = four or five words\n"
    "             Delete it afterwards. A passphrase is never given on the command line.\n"
    "Exit 0: made. 1: there is an installation already, or FILE is wrong. 73: something could not be written.\n"
    "78: errors in the clinic.cfg that is there.\n";

struct wishes {
    const char *data, *config, *sheet, *answers;
};

// Is there one already? EXIT_FINE: no.
static int look_first(const char *data)
{
    struct installation installation;
    struct arena arena;
    const char *why = NULL;
    arena_init(&arena);
    enum installation_state state = installation_open(data, &installation, &why, &arena);
    if (state == INSTALLATION_FINE) {
        fprintf(stderr, "intake setup: %s is set up already, for %s; nothing was changed\n", data,
                installation.roll.clinic);
        installation_close(&installation);
    } else if (state == INSTALLATION_BROKEN) {
        fprintf(stderr, "intake setup: %s holds an installation: %s\n", data, why);
    }
    arena_clear(&arena);
    return state == INSTALLATION_NONE ? EXIT_FINE : EXIT_FOUND;
}

// Practice interviews are nobody's, and must not stand beside real ones.
static void delete_practice(void)
{
    char folder[4096];
    int error = 0;
    struct draft *list = NULL;
    size_t count = 0, deleted = 0;
    struct drafts *drafts = drafts_open(bundle_drafts(NULL, folder, sizeof folder), &error);
    if (drafts == NULL) {
        return; // there is no such folder, and nothing in it
    }
    if (drafts_list(drafts, &list, &count) != 0) {
        ask_say("The practice interviews in %s cannot be read: %s.", folder, strerror(errno));
    }
    for (size_t i = 0; i < count; i++) {
        if (!list[i].sealed) {
            deleted +=
                (list[i].done ? drafts_discard_done : drafts_discard)(drafts, list[i].name) == 0;
        }
    }
    free(list);
    drafts_close(drafts);
    if (deleted > 0) {
        ask_say("%zu practice interview%s deleted.", deleted, deleted == 1 ? " was" : "s were");
    }
}

static int make(const struct setup *setup, const struct wishes *wishes, const char *data)
{
    struct installation installation;
    struct reader reader;
    uint8_t lock[READER_LOCK];
    struct reader_secret *secret = reader_new(setup->reader, &reader);
    if (secret == NULL) {
        fprintf(stderr, "intake setup: keys need memory that can be locked: raise the limit "
                        "(ulimit -l)\n");
        return EXIT_IO;
    }
    ask_say("Measuring how hard this machine can make it for a thief ...");
    int code = EXIT_FINE;
    if (reader_lock(secret, setup->passphrase, seal_measure_cost(), lock) != 0) {
        fprintf(stderr, "intake setup: the passphrase cannot be used: %s\n", strerror(errno));
        code = EXIT_IO;
    }
    if (code == EXIT_FINE) {
        code = recovery_sheet_hand_out("setup", wishes->sheet, setup->clinic.name, &reader, secret,
                                       wishes->answers == NULL);
    }
    place_parents(data);
    if (code == EXIT_FINE && installation_make(data, setup->clinic.name, &reader, secret, lock,
                                               desk_now(), &installation) != 0) {
        fprintf(stderr,
                "intake setup: the installation cannot be made in %s: %s; the recovery sheet opens "
                "nothing, destroy it\n",
                data, strerror(errno));
        code = EXIT_CANNOT_CREATE;
    } else if (code == EXIT_FINE) {
        installation_close(&installation);
    }
    reader_secret_free(secret);
    return code;
}

static void say_next(const struct setup *setup, const char *data, const char *config,
                     const char *answers)
{
    ask_say("%s is set up in %s. Lock the recovery sheet away.", setup->clinic.name, data);
    if (setup->clinic.phone != NULL) {
        ask_say("The telephone number in %s/clinic.cfg is still '%s': please see that it is yours.",
                config, setup->clinic.phone);
    }
    if (answers != NULL) {
        ask_say("Delete %s: the passphrase is in it.", answers);
    }
    ask_say("Next: 'intake approve', with which a clinician approves the form and the rules; until "
            "then no interview begins. Then 'intake doctor' says what is missing yet.");
}

static int run(struct setup *setup, const struct wishes *wishes)
{
    char data[4096], folder[4096], config[4096 + 16];
    const char *old = "";
    struct clinic *clinic = NULL;
    place_data(wishes->data, data, sizeof data);
    int code = look_first(data);
    if (code != EXIT_FINE) {
        return code;
    }
    bundle_folder(NULL, folder, sizeof folder);
    bundle_config(wishes->config, folder, config, sizeof config);
    code = setup_load_clinic(config, &clinic, &old, &setup->arena);
    if (code != EXIT_FINE) {
        return code;
    }
    if (clinic != NULL && clinic->phone != NULL) {
        setup->clinic.phone = arena_string(&setup->arena, clinic->phone);
    }
    clinic_free(clinic);
    code = wishes->answers != NULL ? setup_read(setup, wishes->answers) : setup_ask(setup);
    if (code == EXIT_FINE) {
        code = make(setup, wishes, data);
    }
    if (code != EXIT_FINE) {
        return code;
    }
    code = setup_write_clinic(setup, old, config, data);
    delete_practice();
    say_next(setup, data, config, wishes->answers);
    return code;
}

int command_setup(int argc, char **argv)
{
    struct wishes wishes = {0};
    const struct option_wanted wanted[] = {
        {"data", 'd', &wishes.data, NULL, NULL, 0},
        {"config", 'c', &wishes.config, NULL, NULL, 0},
        {"sheet", 's', &wishes.sheet, NULL, NULL, 0},
        {"answers", 'a', &wishes.answers, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 0);
    if (code != OPTIONS_READ) {
        return code;
    }
    code = secrets_start("setup");
    if (code != EXIT_FINE) {
        return code;
    }
    struct setup setup = {.passphrase = ask_secret_new(ASK_SECRET)};
    arena_init(&setup.arena);
    code = setup.passphrase != NULL ? run(&setup, &wishes) : EXIT_IO;
    seal_secret_free(setup.passphrase);
    arena_clear(&setup.arena);
    return code;
}
