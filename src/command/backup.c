// intake backup and intake restore: a copy that is looked through before and compared after, and an
// installation made of such a copy.
#include "record/backup.h"

#include "command/ask.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/options.h"
#include "command/place.h"
#include "command/recovery_sheet.h"
#include "command/secrets.h"
#include "command/verify.h"
#include "record/unlock.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char backup_usage[] =
    "example: intake backup /media/usb/intake\n"
    "\n"
    "usage: intake backup [--data=DIR] DIR\n"
    "Writes a consistent copy of everything kept into DIR, while others work, and reads it back: the store, the\n"
    "countersigned heads, and the terminal's key sealed to the readers. Nobody who finds it can read or sign.\n"
    "An earlier backup in DIR is replaced only when the new one is whole. Interviews under way are not in it.\n"
    "Exit 0: written, and all is well in it. 1: written, but something in it was wrong before. 74: not written.\n";

static const char restore_usage[] =
    "example: intake restore /media/usb/intake\n"
    "\n"
    "usage: intake restore [--data=DIR] [--recover] BACKUP\n"
    "Makes an installation of a backup, on this machine or a new one, with a reader's passphrase: the one that was\n"
    "theirs when the backup was made.\n"
    "  --recover  with a recovery sheet instead; then 'intake recover' gives a new passphrase\n"
    "The old machine must not go on: two of one chain cannot be put together again.\n"
    "Exit 0: restored. 1: there is a store already, or the backup is damaged. 77: no reader's passphrase.\n";

static int say_failed(const char *command, const char *what, const char *where)
{
    int error = errno;
    const char *why = error == EINVAL    ? "it is the data folder itself"
                      : error == EEXIST  ? "there is another clinic's already"
                      : error == EBADMSG ? "it is damaged"
                      : error == EIO     ? "what was written does not read back"
                      : error == EBUSY   ? "another program was writing to the store"
                                         : strerror(error);
    fprintf(stderr, "intake %s: %s: %s: %s\n", command, where, what, why);
    return EXIT_IO;
}

static int backup(struct desk *desk, const char *folder)
{
    struct audit audit;
    const char *what = "";
    // Looked at first: what was wrong before is not taken for the copy's fault.
    if (audit_run(&desk->installation, NULL, NULL, NULL, 0, verify_say, NULL, &audit) != 0) {
        return desk_failed(desk, "the store cannot be read");
    }
    if (backup_write(&desk->installation, folder, &what) != 0) {
        return say_failed("backup", what, folder);
    }
    printf("Written to %s, and read back.\n", folder);
    verify_report(&audit, false);
    return audit.bad == 0 ? EXIT_FINE : EXIT_FOUND;
}

// Three passphrases, as at the desk; the readers are those of the backup.
static int unlock(struct restore *restore, const struct reader **reader,
                  struct reader_secret **secret)
{
    enum { TRIES = 3 };
    char *passphrase = ask_secret_new(ASK_SECRET);
    int code = passphrase != NULL ? EXIT_DENIED : EXIT_IO;
    ask_say("A backup of %s.", restore->installation.roll.clinic);
    for (int i = 0; i < TRIES && code == EXIT_DENIED; i++) {
        if (!ask_secret("The passphrase of one of its readers:", passphrase)) {
            code = ask_left();
            break;
        }
        *secret = unlock_any(&restore->installation, passphrase, reader);
        code = *secret != NULL ? EXIT_FINE : EXIT_DENIED;
        if (*secret == NULL) {
            ask_say(errno == EACCES
                        ? "That is no reader's. A backup knows the passphrases of its day only."
                        : "It cannot be tried: no memory.");
        }
    }
    seal_secret_free(passphrase);
    if (code == EXIT_DENIED) {
        fprintf(stderr, "intake restore: not unlocked; nothing was changed\n");
    }
    return code;
}

// The same with a sheet.
static int unlock_by_sheet(struct restore *restore, const struct reader **reader,
                           struct reader_secret **secret)
{
    struct reader found;
    uint8_t *seed = (uint8_t *)(void *)ask_secret_new(SEAL_KEY);
    int code = seed != NULL ? recovery_sheet_ask(seed) : EXIT_IO;
    if (code == EXIT_FINE) {
        *secret = reader_from_seed(seed, &found);
        *reader = *secret != NULL ? installation_reader(&restore->installation, found.id) : NULL;
        if (*reader == NULL || (*reader)->removed) {
            fprintf(stderr, "intake restore: the sheet is of no reader of this backup\n");
            code = EXIT_DENIED;
        }
    }
    seal_secret_free(seed);
    return code;
}

// Is it whole? Else whoever restores must say so.
static int look_through(struct restore *restore, const struct reader *reader,
                        const struct reader_secret *secret)
{
    struct audit audit;
    bool yes = false;
    if (audit_run(&restore->installation, reader, secret, NULL, 0, verify_say, NULL, &audit) != 0) {
        return say_failed("restore", "the store in the backup", restore->backup);
    }
    verify_report(&audit, true);
    if (audit.bad == 0) {
        return EXIT_FINE;
    }
    if (!ask_yes("Something in this backup is wrong. Restore it all the same? Type y or n.",
                 &yes)) {
        return ask_left();
    }
    return yes ? EXIT_FINE : EXIT_FOUND;
}

static int restore_from(struct restore *restore, bool by_sheet)
{
    const struct reader *reader = NULL;
    struct reader_secret *secret = NULL;
    const char *what = "";
    int code =
        by_sheet ? unlock_by_sheet(restore, &reader, &secret) : unlock(restore, &reader, &secret);
    if (code == EXIT_FINE) {
        code = look_through(restore, reader, secret);
    }
    if (code == EXIT_FINE && restore_seed(restore, reader, secret, &what) != 0) {
        code = say_failed("restore", what, restore->backup);
    }
    reader_secret_free(secret);
    if (code != EXIT_FINE) {
        restore_leave(restore);
        return code;
    }
    if (restore_end(restore, &what) != 0) {
        return say_failed("restore", what, restore->data);
    }
    ask_say("Restored to %s. The machine this backup is of must not go on. Next: 'intake verify' "
            "with the newest heads you have, and 'intake doctor'.",
            restore->data);
    return EXIT_FINE;
}

static int restore(const char *data_given, const char *folder, bool by_sheet)
{
    static struct restore state; // large
    char data[4096];
    const char *what = "";
    int code = secrets_start("restore");
    if (code != EXIT_FINE) {
        return code;
    }
    place_data(data_given, data, sizeof data);
    place_parents(data);
    if (restore_begin(&state, folder, data, &what) == 0) {
        return restore_from(&state, by_sheet);
    }
    if (errno == EEXIST) {
        fprintf(stderr,
                "intake restore: there is a store in %s already; move that folder away first\n",
                data);
    } else if (errno == ENOENT) {
        fprintf(stderr, "intake restore: there is no backup in %s\n", folder);
    } else if (errno == EINVAL) {
        fprintf(stderr,
                "intake restore: %s is a data folder, no backup; 'intake backup --data=%s DIR' "
                "makes one of it\n",
                folder, folder);
    } else {
        (void)say_failed("restore", what, strcmp(what, "the data folder") == 0 ? data : folder);
    }
    return EXIT_FOUND;
}

struct wishes {
    const char *data, *folder;
    bool by_sheet;
};

// One folder, and what goes with it. EXIT_FINE; -1: --help.
static int read_wishes(int argc, char **argv, const char *usage, bool restoring,
                       struct wishes *wishes)
{
    const struct option_wanted wanted[] = {
        {"data", 'd', &wishes->data, NULL, NULL, 0},
        {"recover", 0, NULL, &wishes->by_sheet, NULL, 0},
    };
    // A copy is made without: only restoring may know the sheet.
    size_t count = sizeof wanted / sizeof *wanted - (restoring ? 0 : 1);
    int code = options_read(argc, argv, usage, wanted, count, 1);
    if (code == OPTIONS_READ && optind == argc) {
        fputs(usage, stderr);
        code = EXIT_WRONG_USE;
    }
    if (code != OPTIONS_READ) {
        return code;
    }
    wishes->folder = argv[optind];
    return OPTIONS_READ;
}

int command_backup(int argc, char **argv)
{
    struct wishes wishes = {0};
    struct desk desk;
    int code = read_wishes(argc, argv, backup_usage, false, &wishes);
    if (code != OPTIONS_READ) {
        return code;
    }
    code = desk_open(&desk, "backup", wishes.data);
    if (code == EXIT_FINE) {
        code = backup(&desk, wishes.folder);
    }
    desk_close(&desk);
    return code;
}

int command_restore(int argc, char **argv)
{
    struct wishes wishes = {0};
    int code = read_wishes(argc, argv, restore_usage, true, &wishes);
    if (code != OPTIONS_READ) {
        return code;
    }
    return restore(wishes.data, wishes.folder, wishes.by_sheet);
}
