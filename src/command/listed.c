#include "command/listed.h"

#include "command/ask.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/place.h"
#include "command/secrets.h"
#include "command/shown.h"

#include <inttypes.h>
#include <stdio.h>

struct listing {
    struct desk desk;
    struct folded *folded; // NULL: without headlines
};

// What a queue shows of it, behind its time.
static void print_headline(const struct listing *listing, const struct entry *entry)
{
    const struct folded_row *row = folded_row(listing->folded, entry->number);
    char born[DATE_TEXT];
    if (row == NULL) {
        printf("  the finished record is there too");
    } else if (row->closed) {
        printf("  closed to %s", listing->desk.reader->name);
    } else if (row->damaged) {
        printf("  damaged");
    } else {
        fputs("  ", stdout);
        shown_print(row->slip);
        fputs(row->slip[0] != '\0' ? "  " : "", stdout);
        shown_print(row->name[0] != '\0' ? row->name : "(no name)");
        printf(", born %s", row->born_known ? date_print(row->born, born) : "?");
        if (row->gravest != RULE_CLASSES) {
            printf("  %s: ", rule_class_name(row->gravest));
            shown_print(row->reason);
        } else if (row->urgent_not_excluded) {
            printf("  urgent not excluded");
        }
    }
}

// Who holds a terminal now, or has left and may come back; a call for help is for every eye.
static int print_now(const struct desk *desk)
{
    enum { SHOWN = 64 };
    struct store_now list[SHOWN];
    char when[64];
    size_t count = 0;
    if (store_now_list(desk->installation.store, list, SHOWN, &count) != 0) {
        return -1;
    }
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        printf("%6s  %-18s  under way%s\n", "-", clock_print(list[i].since, when, sizeof when),
               list[i].help ? ", CALLED FOR HELP ('intake helped' when somebody went)" : "");
    }
    if (count > SHOWN) {
        printf("%6s  and %zu more under way\n", "-", count - SHOWN);
    }
    return 0;
}

static int print_entry(void *context, const struct entry *entry)
{
    const struct listing *listing = context;
    char when[64];
    printf("%6" PRIu64 "  %-18s  %s", entry->number, clock_print(entry->at, when, sizeof when),
           entry->purged                    ? "purged"
           : entry->kind == ENTRY_INTERVIEW ? "sealed"
                                            : "sealed so far, urgent");
    if (listing->folded != NULL && !entry->purged) {
        print_headline(listing, entry);
    }
    puts("");
    return 0;
}

bool listed_is_set_up(const char *data)
{
    struct installation installation;
    struct arena arena;
    char folder[4096];
    const char *why;
    arena_init(&arena);
    enum installation_state state =
        installation_open(place_data(data, folder, sizeof folder), &installation, &why, &arena);
    if (state == INSTALLATION_FINE) {
        installation_close(&installation);
    }
    arena_clear(&arena);
    return state != INSTALLATION_NONE;
}

static int unlock(struct listing *listing)
{
    struct desk *desk = &listing->desk;
    int code = desk_unlock(desk, NULL);
    if (code == EXIT_FINE) {
        code = desk_act(desk, "read the list", NULL, NULL);
    }
    if (code == EXIT_FINE) {
        listing->folded = desk_fold(desk);
        code = listing->folded != NULL ? EXIT_FINE : EXIT_IO;
    }
    return code;
}

int listed_print(const char *command, const char *data, bool headlines)
{
    const struct store_walk records = {.kinds = 1u << ENTRY_INTERVIEW | 1u << ENTRY_PARTIAL,
                                       .newest_first = true,
                                       .part = STORE_OPEN};
    int code = secrets_start(command);
    if (code != EXIT_FINE || (!headlines && !listed_is_set_up(data))) {
        return code;
    }
    struct listing listing = {.folded = NULL};
    struct desk *desk = &listing.desk;
    code = desk_open(desk, command, data);
    if (code == EXIT_FINE && headlines) {
        code = unlock(&listing);
    }
    if (code == EXIT_FINE && (print_now(desk) != 0 || store_walk(desk->installation.store, &records,
                                                                 print_entry, &listing) != 0)) {
        code = desk_failed(desk, "the records cannot be read to their end");
    }
    if (listing.folded != NULL) {
        folded_close(listing.folded);
    }
    desk_close(desk);
    return code;
}
