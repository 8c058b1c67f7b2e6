#include "command/reopen.h"

#include "command/ask.h"
#include "command/clock.h"
#include "command/command.h"
#include "record/unlock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int refuse(const char *why, int code)
{
    fprintf(stderr, "intake start: %s\n", why);
    return code;
}

// Of a list, those in which something was said come to its front. Returns how many they are.
static size_t keep_begun(struct draft *list, size_t count)
{
    size_t begun = 0;
    for (size_t i = 0; i < count; i++) {
        if (list[i].sealed && list[i].begun && !list[i].done) {
            list[begun++] = list[i];
        }
    }
    return begun;
}

// NULL: nobody answered.
static const struct draft *choose(const struct draft *list, size_t count)
{
    char when[64], said[ASK_LINE];
    for (size_t i = 0; count > 1 && i < count; i++) {
        ask_say("%zu  last written %s", i + 1, clock_print(list[i].began, when, sizeof when));
    }
    while (count > 1) {
        if (!ask_text("Which?", said, sizeof said)) {
            return NULL;
        }
        unsigned long number = strtoul(said, NULL, 10);
        if (number >= 1 && number <= count) {
            return &list[number - 1];
        }
        ask_say("A number from 1 to %zu.", count);
    }
    return &list[0];
}

static int open_one_of(const struct draft *list, size_t count, struct sitting *sitting,
                       const struct sitting_place *place, const char *face,
                       const struct reader *reader, const struct reader_secret *secret)
{
    if (count == 0) {
        return refuse("there is no interview that was stopped", EXIT_FOUND);
    }
    const struct draft *draft = choose(list, count);
    if (draft == NULL) {
        return ask_left();
    }
    if (sitting_reopen(sitting, place, face, draft->name, reader, secret) == 0) {
        return EXIT_FINE;
    }
    return refuse(errno == EACCES        ? "it was begun before this reader was one"
                  : errno == ESTALE      ? "it was answered on another form"
                  : errno == EWOULDBLOCK ? "it is being answered on another terminal"
                  : errno == EBADMSG     ? "it is damaged; it is kept as it is"
                                         : strerror(errno),
                  EXIT_IO);
}

static int open_chosen(struct sitting *sitting, const struct sitting_place *place, const char *face,
                       const struct reader *reader, const struct reader_secret *secret)
{
    struct draft *list = NULL;
    size_t count = 0;
    if (drafts_list(place->drafts, &list, &count) != 0) {
        return refuse(strerror(errno), EXIT_IO);
    }
    int code = open_one_of(list, keep_begun(list, count), sitting, place, face, reader, secret);
    free(list);
    return code;
}

int reopen(struct sitting *sitting, const struct sitting_place *place, const char *face)
{
    *sitting = (struct sitting){.place = place};
    char *passphrase = ask_secret_new(ASK_SECRET);
    if (passphrase == NULL) {
        return EXIT_IO;
    }
    const struct reader *reader = NULL;
    struct reader_secret *secret = NULL;
    int code = ask_left();
    if (ask_secret("A reader's passphrase:", passphrase)) {
        secret = unlock_any(place->installation, passphrase, &reader);
        code = secret != NULL ? open_chosen(sitting, place, face, reader, secret)
                              : refuse("that is no reader's passphrase", EXIT_DENIED);
    }
    reader_secret_free(secret);
    seal_secret_free(passphrase);
    return code;
}
