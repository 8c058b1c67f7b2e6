#include "desk_clinic.h"

#include "command/clock.h"
#include "command/kept.h"
#include "load/load.h"
#include "record/facts.h"
#include "record/handover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void demand(bool condition, const char *what)
{
    if (!condition) {
        perror(what);
        abort();
    }
}

void desk_clinic_make(struct desk_clinic *clinic)
{
    static struct arena arena;
    const char *why = NULL;
    sealed_place_make(&clinic->place, true);
    arena_init(&arena);
    demand(installation_open(clinic->place.folder, &clinic->installation, &why, &arena) ==
               INSTALLATION_FINE,
           "installation_open");
    arena_clear(&arena);
    demand(bundle_open(&clinic->bundle, "forms/dry-needling", "config") == 0, "bundle_open");
    demand(kept_add(&clinic->bundle, clinic->installation.store) == 0, "kept_add");
    clinic->shelf = shelf_new(clinic->installation.store);
}

void desk_clinic_remove(struct desk_clinic *clinic)
{
    shelf_free(clinic->shelf);
    bundle_close(&clinic->bundle);
    installation_close(&clinic->installation);
    sealed_place_remove(&clinic->place);
}

static struct answers *answers_of(struct desk_clinic *clinic, const struct desk_person *person)
{
    struct bundle *bundle = &clinic->bundle;
    struct answers_setup setup = {
        .form = bundle->form, .settings = bundle->settings, .today_known = true};
    struct answers *answers = NULL;
    char path[256];
    demand(date_from_civil(2026, 11, 23, &setup.today), "today");
    snprintf(path, sizeof path, "tests/cases/page/%s.answers", person->answers);
    demand(load_answers(path, &setup, &bundle->files, &bundle->issues, &answers) == 0, path);
    answers_end(answers, false);
    if (person->today_only) {
        const struct form_item *keep = &bundle->form->items[bundle->form->keep];
        struct answer no = answer_code(form_option(keep->options, "no"));
        answers_give(answers, bundle->form->keep, 0, &no);
        answer_clear(&no);
    }
    return answers;
}

// What this person does at the place the interview is at. False: they stop here.
static bool next_event(const struct interview *interview, const struct answers *said,
                       struct event *event)
{
    const struct form *form = answers_form(said);
    struct interview_at at = interview_at(interview);
    *event = (struct event){.item = at.item, .entry = at.entry};
    if (at.phase != PHASE_ASKING) {
        event->kind = EVENT_FINISH;
        event->item = FORM_NO_ITEM;
        return at.phase == PHASE_REVIEW;
    }
    const struct form_item *item = &form->items[at.item];
    event->kind = EVENT_READ;
    if (item->type == ITEM_NOTE) {
        return true;
    }
    if (item->type == ITEM_REPEAT) {
        bool more =
            answers_entries(interview_answers(interview), at.item) < answers_entries(said, at.item);
        event->kind = more ? EVENT_ADD : EVENT_READ;
        return true;
    }
    event->kind = EVENT_ANSWER;
    event->confirmed = true;
    const struct answer *given = answers_given(said, at.item, at.entry);
    if (given->kind == ANSWER_SILENCE && given->silence == SILENCE_NOT_REACHED) {
        return false;
    }
    if (given->kind == ANSWER_NONE) {
        event->answer = answer_silence(SILENCE_SKIPPED);
    } else {
        answer_copy(&event->answer, given);
    }
    return true;
}

// No face lets such a name in, but a store may hold whatever somebody made: the headline says it.
static void call(struct buffer *headline, const char *name)
{
    struct buffer made;
    const char *end = strchr(headline->bytes, '\n');
    buffer_init(&made, ENTRY_HEADLINE_MOST);
    buffer_print(&made, "name %s%s", name, end != NULL ? end : "");
    buffer_reset(headline);
    buffer_add(headline, made.bytes, made.length);
    buffer_clear(&made);
}

static struct interview *hold(struct desk_clinic *clinic, const struct desk_person *person)
{
    struct answers *said = answers_of(clinic, person);
    const struct form *form = clinic->bundle.form;
    struct answers_setup setup = {
        .form = form, .settings = clinic->bundle.settings, .today_known = true};
    demand(date_from_civil(2026, 11, 23, &setup.today), "today");
    struct interview *interview = interview_new(&setup);
    struct event event = {.kind = EVENT_BEGIN,
                          .item = FORM_NO_ITEM,
                          .text = "wizard",
                          .day_known = true,
                          .day = setup.today};
    memcpy(event.hash, form->hash, sizeof event.hash);
    demand(interview_do(interview, &event, NULL) == 0, "begin");
    while (next_event(interview, said, &event)) {
        bool done = interview_do(interview, &event, NULL) == 0;
        answer_clear(&event.answer);
        if (!done) {
            break; // an unfinished person stops where something is owed
        }
    }
    answers_free(said);
    return interview;
}

uint64_t desk_clinic_add(struct desk_clinic *clinic, const struct desk_person *person)
{
    uint8_t rules_hash[SEAL_HASH];
    struct buffer headline, body;
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    struct interview *interview = hold(clinic, person);
    bundle_rules_hash(&clinic->bundle, rules_hash);
    buffer_init(&headline, ENTRY_HEADLINE_MOST);
    buffer_init(&body, ENTRY_BODY_MOST);
    const struct handover handover = {
        .interview = interview,
        .answers = interview_end_answers(interview),
        .rules = clinic->bundle.rules,
        .clinic = clinic->bundle.clinic,
        .rules_hash = rules_hash,
        .began = DESK_NOW - person->at - 600,
        .ended = DESK_NOW - person->at,
        .program = "intake 0.1",
        .face = "wizard",
        .slip = person->slip,
        .finished = !person->so_far,
    };
    handover_write(&handover, &headline, &body);
    if (person->name != NULL) {
        call(&headline, person->name);
    }
    entry_init(&entry, person->so_far ? ENTRY_PARTIAL : ENTRY_INTERVIEW, DESK_NOW - person->at);
    facts_add(&entry.open, "keep", person->today_only ? "today" : "days");
    if (person->so_far) {
        entry_name(&entry, entry.id);
    }
    const struct roll *roll = &clinic->installation.roll;
    demand(entry_seal(&entry, headline.bytes, headline.length, body.bytes, body.length,
                      roll->readers, roll->count, wraps, &count) == 0,
           "entry_seal");
    demand(installation_add(&clinic->installation, &entry, wraps, count) == 0, "installation_add");
    uint64_t number = entry.number;
    entry_clear(&entry);
    buffer_clear(&headline);
    buffer_clear(&body);
    interview_free(interview);
    return number;
}

void desk_clinic_five(struct desk_clinic *clinic)
{
    static const struct desk_person five[] = {
        {"shoulder", NULL, "maple-otter-41", 4200, false, false},
        {"pregnant", NULL, "river-stone-12", 3600, false, false},
        {"thinner", NULL, "cloud-lamp-77", 3000, false, false},
        {"silent", NULL, "acorn-bell-08", 2400, false, false},
        {"cauda", NULL, "lantern-fox-23", 900, false, false},
    };
    for (size_t i = 0; i < sizeof five / sizeof *five; i++) {
        (void)desk_clinic_add(clinic, &five[i]);
    }
}

void desk_clinic_add_damaged(struct desk_clinic *clinic)
{
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    const struct roll *roll = &clinic->installation.roll;
    entry_init(&entry, ENTRY_INTERVIEW, DESK_NOW - 1800);
    facts_add(&entry.open, "keep", "days");
    demand(entry_seal(&entry, "?", 1, "?", 1, roll->readers, roll->count, wraps, &count) == 0,
           "entry_seal");
    demand(installation_add(&clinic->installation, &entry, wraps, count) == 0, "installation_add");
    entry_clear(&entry);
}
