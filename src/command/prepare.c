// intake prepare: the next visit of a patient. What is carried over goes from the earlier record's
// form to the next one's by ids and codes, never by where they stand.
#include "command/prepare.h"

#include "command/clock.h"
#include "command/command.h"
#include "command/kept.h"
#include "command/opened.h"
#include "command/options.h"
#include "command/sitting.h"
#include "interview/words.h"
#include "record/deed.h"
#include "record/handover.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "example: intake prepare 17\n"
    "\n"
    "usage: intake prepare [--form=FORM] [--data=DIR] [--config=DIR] ENTRY|SLIP\n"
    "Makes the patient's next visit ready: the questions of FORM (follow-up), with what the patient named at the\n"
    "visit of that record carried over. Prints four words for the patient's slip; typed at the waiting room's\n"
    "terminal they begin it. The terminal never reads the earlier record; that it was read here is in 'intake log'.\n"
    "Exit 0: ready. 1: no such record. 77: no reader's passphrase, or answers that the patient did not allow to be\n"
    "kept. 78: FORM has errors, or is not approved.\n";

struct wishes {
    const char *form, *config, *data;
};

// The same answer as one of the next form. False: nothing was said, or the next form could not have
// been answered so.
static bool carry_over(const struct answers *from, uint32_t there, const struct form *to,
                       struct event *out)
{
    const struct form *form = answers_form(from);
    struct buffer bytes;
    const struct event event = {
        .kind = EVENT_CARRIED, .item = there, .answer = *answers_given(from, there, 0)};
    if (answers_state(from, there, 0) != STATE_ANSWERED ||
        form->items[there].repeat != FORM_NO_ITEM) {
        return false;
    }
    buffer_init(&bytes, LIMIT_JOURNAL_FRAME);
    event_encode(&event, form, &bytes);
    bool same =
        !bytes.full && event_decode((const uint8_t *)bytes.bytes, bytes.length, to, out) == 0;
    buffer_clear(&bytes);
    return same;
}

static bool carry_one(struct sitting *sitting, const struct answers *from, uint32_t item)
{
    const struct form *to = sitting->place->bundle->form;
    uint32_t there = form_find(answers_form(from), to->items[item].id);
    struct event event;
    if (there == FORM_NO_ITEM || there >= answers_form(from)->asked_end ||
        answers_form(from)->items[there].type != to->items[item].type ||
        !carry_over(from, there, to, &event)) {
        return false;
    }
    bool done = session_do(&sitting->session, &event, NULL) == 0;
    event_clear(&event);
    return done;
}

static int carry_all(struct sitting *sitting, const struct answers *from, struct prepared *out)
{
    const struct form *form = sitting->place->bundle->form;
    for (uint32_t item = 0; item < form->asked_end && out->carried_count < PREPARED_MOST; item++) {
        if (form->items[item].carried && carry_one(sitting, from, item)) {
            out->carried[out->carried_count++] = item;
        }
        if (sitting->session.disk_trouble) {
            return -1;
        }
    }
    return 0;
}

// The draft. What was made of it when something fails is thrown away: it has no answer of a
// patient.
static int make(const struct sitting_place *place, const struct answers *from,
                const uint8_t entry[ENTRY_ID], struct prepared *out)
{
    struct sitting sitting;
    int failed = sitting_begin(&sitting, place, "desk");
    if (failed == 0) {
        failed = carry_all(&sitting, from, out);
        snprintf(out->words, RESUME_BYTES, "%s", custody_words(sitting.custody));
        if (failed == 0) {
            failed = custody_set_aside(sitting.custody, entry, desk_now()); // nobody sits at it yet
        }
        if (failed != 0) {
            int error = errno;
            (void)custody_discard(sitting.custody);
            errno = error;
        }
    }
    sitting_end(&sitting);
    return failed;
}

// Everything before the draft: may it be made here, and is it noted? EXIT_FINE or a code and *why.
static int allow(struct desk *desk, const struct interview *earlier, const struct bundle *next,
                 const uint8_t entry[ENTRY_ID], const char **why)
{
    // What is carried over would outlive the record that the patient did not allow to be kept.
    if (handover_today_only(interview_answers(earlier))) {
        *why = "the patient did not allow these answers to be kept, so nothing is carried over; "
               "'intake start follow-up' asks all of it";
        return EXIT_DENIED;
    }
    const char *unapproved = kept_unapproved(next, &desk->installation);
    if (unapproved != NULL) {
        *why = arena_print(&desk->arena, "%s 'intake approve --form=%s' asks a clinician to.",
                           unapproved, next->form->id);
        return EXIT_CONFIG;
    }
    if (kept_add(next, desk->installation.store) != 0 ||
        deed_add(&desk->installation, desk->reader, desk->secret, "prepared the next visit", entry,
                 NULL, desk_now()) != 0) {
        *why = arena_print(&desk->arena, "nothing was prepared: %s", strerror(errno));
        return EXIT_IO;
    }
    return EXIT_FINE;
}

int prepare_visit(struct desk *desk, const struct interview *earlier, const uint8_t entry[ENTRY_ID],
                  struct bundle *next, struct prepared *out, const char **why)
{
    *out = (struct prepared){.words = seal_secret_new(RESUME_BYTES)};
    *why = "nothing was prepared: there is no locked memory left";
    int code = out->words != NULL ? allow(desk, earlier, next, entry, why) : EXIT_IO;
    if (code != EXIT_FINE) {
        return code;
    }
    const struct sitting_place place = {
        .bundle = next,
        .installation = &desk->installation,
        .drafts = sitting_drafts(&desk->installation),
    };
    if (place.drafts == NULL || make(&place, interview_answers(earlier), entry, out) != 0) {
        *why = arena_print(&desk->arena, "nothing was prepared: %s", strerror(errno));
        code = EXIT_IO;
    }
    drafts_close(place.drafts);
    return code;
}

void prepared_clear(struct prepared *prepared)
{
    seal_secret_free(prepared->words);
    *prepared = (struct prepared){.words = NULL};
}

void prepared_say(const struct prepared *prepared, const struct interview *earlier,
                  const struct bundle *next, struct buffer *out)
{
    char until[64];
    const struct form *form = next->form;
    const struct answers *from = interview_answers(earlier);
    for (size_t i = 0; i < prepared->carried_count; i++) {
        const struct form_item *item = &form->items[prepared->carried[i]];
        buffer_print(out, "  %s: ", item->label);
        words_answer(from, form_find(answers_form(from), item->id), 0, out);
        buffer_char(out, '\n');
    }
    if (prepared->carried_count == 0) {
        buffer_text(out, "  Nothing to carry over; everything is asked.\n");
    }
    clock_print(desk_now() + (long long)next->clinic->prepared_days * 24 * 60 * 60, until,
                sizeof until);
    buffer_print(out,
                 "\nFor the patient's slip, until %s:\n\n    %s\n\n"
                 "At the terminal the patient presses R and types these four words.\n",
                 until, prepared->words);
}

static void print_prepared(const struct opened *opened, const struct bundle *next,
                           const struct prepared *prepared)
{
    struct buffer words;
    buffer_init(&words, LIMIT_CFG_BYTES);
    printf("Ready: %s, after record %" PRIu64 ".\n", next->form->title, opened->visit->number);
    prepared_say(prepared, opened->visit->interview, next, &words);
    fputs(words.bytes, stdout);
    buffer_clear(&words);
}

static int run(const struct wishes *wishes, const char *named)
{
    struct opened opened;
    struct bundle next;
    struct prepared prepared = {.words = NULL};
    char folder[4096], config[4096 + 16];
    const char *why = NULL;
    bundle_folder(wishes->form != NULL ? wishes->form : "follow-up", folder, sizeof folder);
    bundle_config(wishes->config, folder, config, sizeof config);
    int code = bundle_open(&next, folder, config);
    if (code != EXIT_FINE) {
        bundle_print(&next.issues, stderr);
        bundle_close(&next);
        return code;
    }
    code = opened_open(&opened, "prepare", wishes->data, named);
    if (code == EXIT_FINE) {
        code = prepare_visit(&opened.desk, opened.visit->interview, opened.visit->id, &next,
                             &prepared, &why);
        if (code == EXIT_FINE) {
            print_prepared(&opened, &next, &prepared);
        } else {
            fprintf(stderr, "intake prepare: %s\n", why);
        }
    }
    prepared_clear(&prepared);
    opened_close(&opened);
    bundle_close(&next);
    return code;
}

int command_prepare(int argc, char **argv)
{
    struct wishes wishes = {0};
    const struct option_wanted wanted[] = {
        {"form", 'f', &wishes.form, NULL, NULL, 0},
        {"config", 'c', &wishes.config, NULL, NULL, 0},
        {"data", 'd', &wishes.data, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 1);
    if (code != OPTIONS_READ) {
        return code;
    }
    if (argc - optind != 1) {
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
    }
    return run(&wishes, argv[optind]);
}
