#include "command/desk.h"

#include "base/text.h"
#include "command/ask.h"
#include "command/command.h"
#include "command/kept.h"
#include "command/place.h"
#include "command/secrets.h"
#include "record/deed.h"
#include "record/fold_news.h"
#include "record/hex.h"
#include "record/unlock.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 3, WATCH_EVERY = 10000 };

long long desk_now(void)
{
    return (long long)time(NULL);
}

int desk_failed(const struct desk *desk, const char *what)
{
    const char *why = errno == EBUSY     ? "another program was writing to the store"
                      : errno == EBADMSG ? "what is there is damaged"
                      : errno == ENOMEM  ? "there is not the memory for it, or it cannot be locked"
                                         : strerror(errno);
    fprintf(stderr, "intake %s: %s: %s\n", desk->command, what, why);
    return EXIT_IO;
}

static void say_how_far(void *context, uint64_t done, uint64_t all)
{
    const struct desk *desk = context;
    fprintf(stderr, "intake %s: one moment: records are read, %" PRIu64 " of %" PRIu64 "\n",
            desk->command, done, all);
}

struct folded *desk_fold(struct desk *desk)
{
    const struct fold_watch watch = {WATCH_EVERY, say_how_far, desk};
    struct folded *folded = folded_open(&desk->installation, desk->reader, desk->secret,
                                        isatty(STDERR_FILENO) != 0 ? &watch : NULL);
    if (folded == NULL) {
        (void)desk_failed(desk, "the records cannot be read");
    }
    return folded;
}

// Is it set back? A sentence in `out`, or NULL.
static const char *look_behind(struct desk *desk, char out[KEPT_SENTENCE])
{
    const char *behind = kept_set_back(&desk->installation, out);
    desk->set_back = behind != NULL;
    return behind;
}

static int open_installation(struct desk *desk, const char *command, const char *data)
{
    const char *why = NULL;
    *desk = (struct desk){.command = command, .installation = {.dir = -1}};
    arena_init(&desk->arena);
    place_data(data, desk->data, sizeof desk->data);
    int code = secrets_start(command);
    if (code != EXIT_FINE) {
        return code;
    }
    switch (installation_open(desk->data, &desk->installation, &why, &desk->arena)) {
    case INSTALLATION_FINE:
        return EXIT_FINE;
    case INSTALLATION_NONE:
        fprintf(stderr, "intake %s: there is no installation in %s yet; 'intake setup' makes one\n",
                command, desk->data);
        return EXIT_FOUND;
    default:
        fprintf(stderr, "intake %s: %s: %s\n", command, desk->data, why);
        return EXIT_FOUND;
    }
}

int desk_open(struct desk *desk, const char *command, const char *data)
{
    char sentence[KEPT_SENTENCE];
    int code = open_installation(desk, command, data);
    const char *behind = code == EXIT_FINE ? look_behind(desk, sentence) : NULL;
    if (behind != NULL) {
        fprintf(stderr, "intake %s: %s\n", command, behind);
    }
    return code;
}

int desk_open_unsaid(struct desk *desk, const char *command, const char *data)
{
    char sentence[KEPT_SENTENCE];
    int code = open_installation(desk, command, data);
    if (code == EXIT_FINE) {
        (void)look_behind(desk, sentence);
    }
    return code;
}

void desk_close(struct desk *desk)
{
    reader_secret_free(desk->secret);
    desk->secret = NULL;
    if (desk->installation.store != NULL) {
        installation_close(&desk->installation);
    }
    arena_clear(&desk->arena);
}

// But for capitals and accents.
static bool reads_alike(const char *a, const char *b)
{
    char x[READER_NAME], y[READER_NAME];
    text_fold(a, x, sizeof x);
    text_fold(b, y, sizeof y);
    return strcmp(x, y) == 0;
}

const struct reader *desk_reader(const struct desk *desk, const char *named)
{
    const struct roll *roll = &desk->installation.roll;
    const struct reader *found = NULL;
    for (size_t i = 0; i < roll->count; i++) {
        const struct reader *reader = &roll->readers[i];
        char id[2 * READER_ID + 1];
        hex_write(reader->id, READER_ID, id);
        if (reader->removed || (strcmp(id, named) != 0 && !reads_alike(reader->name, named))) {
            continue;
        }
        if (found != NULL) {
            fprintf(stderr,
                    "intake %s: there are two readers '%s'; name one by the id that 'intake "
                    "readers' lists\n",
                    desk->command, named);
            return NULL;
        }
        found = reader;
    }
    if (found == NULL) {
        fprintf(stderr, "intake %s: there is no reader '%s'; 'intake readers' lists them\n",
                desk->command, named);
    }
    return found;
}

int desk_identify(struct desk *desk, const char *named)
{
    const struct reader *only = named != NULL ? desk_reader(desk, named) : NULL;
    if (named != NULL && only == NULL) {
        return EXIT_FOUND;
    }
    char *passphrase = ask_secret_new(ASK_SECRET);
    char question[ASK_LINE] = "A reader's passphrase:";
    if (passphrase == NULL) {
        return EXIT_IO;
    }
    if (only != NULL) {
        snprintf(question, sizeof question, "The passphrase of %s:", only->name);
    }
    int code = EXIT_DENIED;
    for (int i = 0; i < TRIES && code == EXIT_DENIED && desk->secret == NULL; i++) {
        if (!ask_secret(question, passphrase)) {
            code = ask_left();
            break;
        }
        desk->reader = only;
        desk->secret = only != NULL ? unlock_one(&desk->installation, only, passphrase)
                                    : unlock_any(&desk->installation, passphrase, &desk->reader);
        if (desk->secret != NULL) {
            code = EXIT_FINE;
        } else if (errno == EACCES) {
            ask_say(only != NULL ? "That is not their passphrase." : "That is no reader's.");
        } else {
            code = desk_failed(desk, "the passphrase cannot be tried");
        }
    }
    seal_secret_free(passphrase);
    if (code == EXIT_DENIED) {
        fprintf(stderr, "intake %s: not unlocked\n", desk->command);
    }
    return code;
}

void desk_countersign(struct desk *desk)
{
    if (!desk->set_back && installation_countersign(&desk->installation, desk->reader, desk->secret,
                                                    desk_now()) != 0) {
        (void)desk_failed(desk, "the head of the chain could not be countersigned");
    }
}

int desk_unlock(struct desk *desk, const char *named)
{
    int code = desk_identify(desk, named);
    if (code == EXIT_FINE) {
        desk_countersign(desk);
    }
    return code;
}

int desk_entry(const struct desk *desk, const char *named, struct entry *entry)
{
    uint8_t id[ENTRY_ID];
    char *end = NULL;
    unsigned long long number = strtoull(named, &end, 10);
    int result = -1;
    errno = ENOENT;
    if (hex_read(named, strlen(named), id, sizeof id)) {
        result = store_find(desk->installation.store, id, entry);
    } else if (named[0] >= '0' && named[0] <= '9' && *end == '\0') {
        result = store_get(desk->installation.store, number, entry);
    }
    if (result != 0 && errno == ENOENT) {
        fprintf(stderr,
                "intake %s: there is no entry '%s'; 'intake show --list' names the interviews\n",
                desk->command, named);
    } else if (result != 0) {
        (void)desk_failed(desk, "the entry cannot be read");
    }
    return result == 0 ? EXIT_FINE : EXIT_FOUND;
}

int desk_act(struct desk *desk, const char *did, const uint8_t *id, const char *reason)
{
    return deed_add(&desk->installation, desk->reader, desk->secret, did, id, reason, desk_now()) ==
                   0
               ? EXIT_FINE
               : desk_failed(desk, "what was done cannot be noted");
}
