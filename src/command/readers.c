// intake readers, intake recover: who may read, and with which passphrase.
#include "command/ask.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/options.h"
#include "command/recovery_sheet.h"
#include "command/shown.h"
#include "record/deed.h"
#include "record/hex.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "example: intake readers\n"
    "         intake readers add \"Samir Okafor\"\n"
    "\n"
    "usage: intake readers [--data=DIR]                      who may read\n"
    "       intake readers add NAME [--sheet=FILE|-]         one more; a reader lets them in\n"
    "       intake readers open NAME|ID                      may read what was sealed before they came\n"
    "       intake readers remove NAME|ID                    reads nothing new from now on\n"
    "       intake readers passphrase NAME|ID                another passphrase, with the old one\n"
    "       intake readers recover                           another passphrase, with the recovery sheet\n"
    "Passphrases are asked for, and never shown.\n"
    "Exit 0: done. 1: no such reader, or not done. 77: no reader's passphrase.\n";

static const char recover_usage[] =
    "example: intake recover\n"
    "\n"
    "usage: intake recover [--data=DIR]\n"
    "Asks for the eight lines of a reader's recovery sheet, and for a new passphrase.\n"
    "A mistyped line or word is named. The sheet stays good: lock it away again.\n"
    "Exit 0: done. 1: the sheet is of no reader of this clinic.\n";

static void list(struct desk *desk)
{
    const struct roll *roll = &desk->installation.roll;
    for (size_t i = 0; i < roll->count; i++) {
        const struct reader *reader = &roll->readers[i];
        char id[2 * READER_ID + 1];
        hex_write(reader->id, READER_ID, id);
        printf("%s  ", id);
        shown_print(reader->name);
        puts(reader->removed ? "  (removed)" : "");
    }
}

// A new passphrase for a reader, asked for and closed into `lock`.
static int new_lock(struct desk *desk, const char *name, const struct reader_secret *secret,
                    uint8_t lock[READER_LOCK])
{
    char *passphrase = ask_secret_new(ASK_SECRET);
    int code = passphrase == NULL                  ? EXIT_IO
               : !ask_new_secret(name, passphrase) ? ask_left()
                                                   : EXIT_FINE;
    if (code == EXIT_FINE) {
        ask_say("Measuring how hard this machine can make it for a thief ...");
        if (reader_lock(secret, passphrase, seal_measure_cost(), lock) != 0) {
            code = desk_failed(desk, "the passphrase cannot be used");
        }
    }
    seal_secret_free(passphrase);
    return code;
}

static int open_earlier(struct desk *desk, const struct reader *added)
{
    uint64_t entries = 0, left = 0;
    if (installation_open_all(&desk->installation, desk->reader, desk->secret, added, &entries,
                              &left) != 0) {
        return desk_failed(desk, "not all earlier records could be opened; 'intake readers open' "
                                 "goes on with the rest");
    }
    ask_say("%s may read %" PRIu64 " earlier record%s.", added->name, entries,
            entries == 1 ? "" : "s");
    if (left > 0) {
        ask_say("%" PRIu64 " more are closed to %s too, and so to them.", left, desk->reader->name);
    }
    return EXIT_FINE;
}

// The new one's keys, passphrase and sheet; then the chain takes them in.
static int let_in(struct desk *desk, const char *name, const char *sheet, bool earlier)
{
    struct reader added;
    uint8_t lock[READER_LOCK];
    struct installation *installation = &desk->installation;
    struct reader_secret *secret = reader_new(name, &added);
    if (secret == NULL) {
        return desk_failed(desk, "keys cannot be made");
    }
    ask_say("Now %s, please.", added.name);
    int code = new_lock(desk, added.name, secret, lock);
    if (code == EXIT_FINE) {
        code = recovery_sheet_hand_out(desk->command, sheet, installation->roll.clinic, &added,
                                       secret, true);
    }
    reader_secret_free(secret);
    if (code != EXIT_FINE) {
        return code;
    }
    if (installation_add_reader(installation, desk->reader, desk->secret, &added, lock,
                                desk_now()) != 0) {
        (void)desk_failed(desk, "nobody was added; the recovery sheet opens nothing, destroy it");
        return errno == E2BIG ? EXIT_FOUND : EXIT_IO;
    }
    ask_say("%s is a reader now.", added.name);
    return earlier ? open_earlier(desk, installation_reader(installation, added.id)) : EXIT_FINE;
}

static int add(struct desk *desk, const char *name, const char *sheet)
{
    char question[ASK_LINE];
    bool earlier = false;
    if (!ask_plain(name)) {
        fprintf(stderr, "intake readers: the name holds characters that cannot be shown\n");
        return EXIT_WRONG_USE;
    }
    int code = desk_unlock(desk, NULL);
    if (code != EXIT_FINE) {
        return code;
    }
    snprintf(question, sizeof question,
             "May %.200s also read what was sealed before today? Type y for yes, or n for no.",
             name);
    return ask_yes(question, &earlier) ? let_in(desk, name, sheet, earlier) : ask_left();
}

static int open_to(struct desk *desk, const char *named)
{
    const struct reader *reader = desk_reader(desk, named);
    int code = reader != NULL ? desk_unlock(desk, NULL) : EXIT_FOUND;
    return code == EXIT_FINE ? open_earlier(desk, reader) : code;
}

static int remove_reader(struct desk *desk, const char *named)
{
    char question[ASK_LINE];
    bool yes = false;
    const struct reader *reader = desk_reader(desk, named);
    if (reader == NULL) {
        return EXIT_FOUND;
    }
    int code = desk_unlock(desk, NULL);
    if (code != EXIT_FINE) {
        return code;
    }
    snprintf(question, sizeof question,
             "Remove %s? They keep what they have seen, and read nothing that is sealed from now "
             "on. Type y for yes, or n for no.",
             reader->name);
    if (!ask_yes(question, &yes)) {
        return ask_left();
    }
    if (!yes) {
        ask_say("Nothing was changed.");
        return EXIT_FOUND;
    }
    if (installation_remove_reader(&desk->installation, desk->reader, desk->secret, reader->id,
                                   desk_now()) != 0) {
        if (errno == EPERM) {
            fprintf(stderr,
                    "intake readers: %s is the last reader, and is not removed: nobody "
                    "could read any more\n",
                    reader->name);
            return EXIT_FOUND;
        }
        return desk_failed(desk, "nobody was removed");
    }
    ask_say("%s was removed.", reader->name);
    return EXIT_FINE;
}

// The new lock takes the old one's place; the chain says that it did.
static int change_lock(struct desk *desk, const char *did)
{
    uint8_t lock[READER_LOCK];
    int code = new_lock(desk, desk->reader->name, desk->secret, lock);
    if (code == EXIT_FINE &&
        store_set_lock(desk->installation.store, desk->reader->id, lock) != 0) {
        code = desk_failed(desk, "the passphrase is still the old one");
    }
    if (code == EXIT_FINE) {
        code = desk_act(desk, did, NULL, NULL);
    }
    if (code == EXIT_FINE) {
        ask_say("%s has a new passphrase. The recovery sheet is good as before.",
                desk->reader->name);
    }
    return code;
}

static int change_passphrase(struct desk *desk, const char *named)
{
    int code = desk_unlock(desk, named);
    return code == EXIT_FINE ? change_lock(desk, "changed the passphrase") : code;
}

static int recover(struct desk *desk)
{
    struct reader found;
    uint8_t *seed = (uint8_t *)(void *)ask_secret_new(SEAL_KEY);
    ask_say("Please type the recovery sheet, line by line. Capitals do not matter.");
    int code = seed != NULL ? recovery_sheet_ask(seed) : EXIT_IO;
    if (code == EXIT_FINE) {
        desk->secret = reader_from_seed(seed, &found);
        desk->reader =
            desk->secret != NULL ? installation_reader(&desk->installation, found.id) : NULL;
        if (desk->secret == NULL) {
            code = desk_failed(desk, "the sheet cannot be used");
        } else if (desk->reader == NULL || desk->reader->removed) {
            fprintf(stderr, "intake %s: %s\n", desk->command,
                    desk->reader == NULL ? "the sheet is of no reader of this clinic"
                                         : "the sheet is of a reader who was removed");
            code = EXIT_FOUND;
        }
    }
    seal_secret_free(seed);
    if (code != EXIT_FINE) {
        return code;
    }
    ask_say("This is the sheet of %s.", desk->reader->name);
    code = change_lock(desk, "recovered with the sheet");
    if (code == EXIT_FINE) {
        desk_countersign(desk);
    }
    return code;
}

static int act(struct desk *desk, const char *verb, const char *name, const char *sheet)
{
    if (verb == NULL) {
        list(desk);
        return EXIT_FINE;
    }
    return strcmp(verb, "add") == 0          ? add(desk, name, sheet)
           : strcmp(verb, "open") == 0       ? open_to(desk, name)
           : strcmp(verb, "remove") == 0     ? remove_reader(desk, name)
           : strcmp(verb, "passphrase") == 0 ? change_passphrase(desk, name)
                                             : recover(desk);
}

// Is it a verb with as many names as it needs?
static bool is_whole(const char *verb, int names)
{
    static const char *const with_name[] = {"add", "open", "remove", "passphrase"};
    for (size_t i = 0; verb != NULL && i < sizeof with_name / sizeof *with_name; i++) {
        if (strcmp(verb, with_name[i]) == 0) {
            return names == 1;
        }
    }
    return names == 0 && (verb == NULL || strcmp(verb, "recover") == 0);
}

static int run(int argc, char **argv, const char *command, const char *help, bool recovering)
{
    const char *data = NULL, *sheet = NULL;
    const struct option_wanted wanted[] = {
        {"data", 'd', &data, NULL, NULL, 0},
        {"sheet", 's', &sheet, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, help, wanted, sizeof wanted / sizeof *wanted, INT_MAX);
    if (code != OPTIONS_READ) {
        return code;
    }
    const char *verb = recovering ? "recover" : optind < argc ? argv[optind] : NULL;
    const char *name = optind + 1 < argc ? argv[optind + 1] : NULL;
    int names = argc - optind - (verb != NULL && !recovering);
    if (!is_whole(verb, names)) {
        fputs(help, stderr);
        return EXIT_WRONG_USE;
    }
    struct desk desk;
    code = desk_open(&desk, command, data);
    if (code == EXIT_FINE) {
        code = act(&desk, verb, name, sheet);
    }
    desk_close(&desk);
    return code;
}

int command_readers(int argc, char **argv)
{
    return run(argc, argv, "readers", usage, false);
}

int command_recover(int argc, char **argv)
{
    return run(argc, argv, "recover", recover_usage, true);
}
