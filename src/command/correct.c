// intake erase and intake correct: what a patient may ask for afterwards. Both are a reader's acts,
// and both are in the log.
#include "command/ask.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/options.h"
#include "command/sitting.h"
#include "record/deed.h"
#include "record/remark.h"
#include "record/retention.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char erase_usage[] =
    "example: intake erase 17\n"
    "\n"
    "usage: intake erase [--data=DIR] ENTRY\n"
    "Takes a record's answers away, for good, with every note to it and what was prepared of it for a next visit, and\n"
    "leaves a line that says who did it and why.\n"
    "ENTRY is its number ('intake show --list') or its id. Backups made before still hold it: delete them too.\n"
    "Exit 0: erased. 1: no such record, or left alone. 77: no reader's passphrase.\n";

static const char correct_usage[] =
    "example: intake correct 17\n"
    "\n"
    "usage: intake correct [--data=DIR] ENTRY\n"
    "Puts a note beside a record, sealed like it, in your name; the record stays as it was said. Type the note, and\n"
    "end it with an empty line.\n"
    "Exit 0: added. 1: no such record, or nothing typed. 77: no reader's passphrase.\n";

enum { NOTE_MOST = 8192 };

static int say_kind(struct desk *desk, const struct entry *entry)
{
    char when[64];
    if (entry->kind != ENTRY_INTERVIEW && entry->kind != ENTRY_PARTIAL) {
        fprintf(stderr, "intake %s: entry %" PRIu64 " is no record of an interview\n",
                desk->command, entry->number);
        return EXIT_FOUND;
    }
    if (entry->purged) {
        fprintf(stderr, "intake %s: the record %" PRIu64 " is purged already\n", desk->command,
                entry->number);
        return EXIT_FOUND;
    }
    ask_say("Record %" PRIu64 ", of %s.", entry->number, clock_print(entry->at, when, sizeof when));
    return EXIT_FINE;
}

// A next visit that was prepared has something of it.
static int end_prepared(struct desk *desk)
{
    uint64_t count = 0;
    struct drafts *drafts = sitting_drafts(&desk->installation);
    int ended =
        drafts != NULL ? retention_orphans(&desk->installation, drafts, desk_now(), &count) : -1;
    int error = errno;
    drafts_close(drafts);
    errno = error;
    if (ended != 0) {
        return desk_failed(desk, "what was prepared of it for the next visit could not be erased; "
                                 "'intake purge' does it");
    }
    if (count > 0) {
        ask_say("What was prepared of it for the next visit is erased too.");
    }
    return EXIT_FINE;
}

static int erase(struct desk *desk, const struct entry *entry)
{
    char reason[DEED_REASON];
    bool yes = false;
    uint64_t count = 0;
    if (!ask_text("Why? One line, without anything the patient said; it stays in the log:", reason,
                  sizeof reason) ||
        !ask_yes("It cannot be brought back. Type y to erase it, or n to leave it.", &yes)) {
        return ask_left();
    }
    if (!yes) {
        ask_say("Nothing was changed.");
        return EXIT_FOUND;
    }
    if (retention_erase(&desk->installation, entry->id, reason, desk->reader, desk->secret,
                        desk_now(), &count) != 0) {
        return desk_failed(desk, "not all of it could be erased; do it again");
    }
    ask_say("Record %" PRIu64 " is erased%s.", entry->number,
            count > 1 ? ", with what stood beside it" : "");
    return end_prepared(desk);
}

// Lines up to an empty one, joined. `note` is secret memory.
static int ask_note(char *note)
{
    size_t length = 0;
    const char *question = "The note, line by line; an empty line ends it:";
    note[0] = '\0';
    while (length + ASK_LINE < NOTE_MOST) {
        if (!ask_line(question, note + length, ASK_LINE)) {
            return ask_left();
        }
        if (note[length] == '\0') {
            break;
        }
        length += strlen(note + length);
        note[length++] = '\n';
        note[length] = '\0';
        question = "";
    }
    return length > 0 ? EXIT_FINE : EXIT_FOUND;
}

static int correct(struct desk *desk, const struct entry *entry)
{
    char *note = ask_secret_new(NOTE_MOST);
    int code = note != NULL ? ask_note(note) : EXIT_IO;
    if (code == EXIT_FOUND) {
        ask_say("Nothing was added.");
    }
    if (code == EXIT_FINE) {
        struct remark remark;
        remark_init(&remark, REMARK_NOTE);
        buffer_text(&remark.text, note);
        int added = remark_add(&desk->installation, desk->reader, desk->secret, entry->id, &remark,
                               desk_now());
        int error = errno;
        remark_clear(&remark);
        errno = error;
        if (added != 0) {
            code = desk_failed(desk, "the note could not be added");
        } else {
            ask_say("The note stands beside record %" PRIu64 ", in the name of %s.", entry->number,
                    desk->reader->name);
        }
    }
    seal_secret_free(note);
    return code;
}

static int run(int argc, char **argv, const char *command, const char *usage,
               int (*act)(struct desk *desk, const struct entry *entry))
{
    const char *data = NULL;
    const struct option_wanted wanted[] = {
        {"data", 'd', &data, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 1);
    if (code != OPTIONS_READ) {
        return code;
    }
    if (argc - optind != 1) {
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
    }
    struct desk desk;
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    code = desk_open(&desk, command, data);
    if (code == EXIT_FINE) {
        code = desk_entry(&desk, argv[optind], &entry);
    }
    if (code == EXIT_FINE) {
        code = say_kind(&desk, &entry);
    }
    if (code == EXIT_FINE) {
        code = desk_unlock(&desk, NULL);
    }
    if (code == EXIT_FINE) {
        code = act(&desk, &entry);
    }
    entry_clear(&entry);
    desk_close(&desk);
    return code;
}

int command_erase(int argc, char **argv)
{
    return run(argc, argv, "erase", erase_usage, erase);
}

int command_correct(int argc, char **argv)
{
    return run(argc, argv, "correct", correct_usage, correct);
}
