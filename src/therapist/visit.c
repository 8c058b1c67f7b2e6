#include "therapist/visit.h"

#include "base/ensure.h"
#include "interview/asked_again.h"
#include "record/facts.h"
#include "record/unseal.h"
#include "screening/screen.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PAST_MOST = 32 };

const char *visit_decision_words(enum remark_decision decision)
{
    static const char *const words[DECISION_KINDS] = {"suitable", "suitable with care", "not today",
                                                      "refer"};
    return decision < DECISION_KINDS ? words[decision] : "";
}

// One sealed interview, as it was handed over. False, with errno.
static bool open_body(const struct visit_source *source, uint64_t number, struct entry *entry,
                      struct buffer *body, struct handed *handed)
{
    return store_get(source->installation->store, number, entry) == 0 &&
           unseal_handed(source->installation, entry, source->reader, source->secret, body,
                         handed) == 0;
}

static void clear_beside(struct visit *visit)
{
    answers_free(visit->both);
    free(visit->found);
    for (size_t i = 0; i < visit->facts.past_count; i++) {
        interview_free(visit->past[i]);
        buffer_clear(&visit->bodies[i]);
    }
    visit->both = NULL;
    visit->found = NULL;
    visit->facts = (struct summary_facts){.when = ""};
    visit->decided = false;
    visit->unread = 0;
    arena_clear(&visit->arena);
}

void visit_close(struct visit *visit)
{
    if (visit == NULL) {
        return;
    }
    clear_beside(visit);
    interview_free(visit->interview);
    buffer_clear(&visit->body);
    free(visit);
}

static const char *moment(const struct visit_source *source, struct visit *visit, int64_t at)
{
    struct therapist_when when;
    source->when(source->context, at, &when);
    return arena_string(&visit->arena, when.text);
}

// Everything that was said beside it, as it is being read.
struct beside {
    const struct visit_source *source;
    struct visit *visit;
    struct summary_learned *learned;
    struct summary_done *done;
    struct summary_note *notes;
    size_t learned_count, done_count, note_count;
};

// A therapist's answer counts where the patient left it open; never over what the patient said.
// False: it does not count.
static bool learn(const struct visit *visit, const struct event *event, struct answers *both)
{
    if (event->kind != EVENT_ANSWER || !answers_asks(both, event->item, event->entry) ||
        !asked_again_open(visit->answers, event->item, event->entry)) {
        return false;
    }
    struct answer with =
        asked_again_both(visit->answers, event->item, event->entry, &event->answer);
    answers_give(both, event->item, event->entry, &with);
    answer_clear(&with);
    return true;
}

static void take_answer(struct beside *beside, const struct remark *remark)
{
    struct visit *visit = beside->visit;
    struct event event;
    if (event_decode((const uint8_t *)remark->event.bytes, remark->event.length, visit->of->form,
                     &event) != 0) {
        visit->unread++;
        return;
    }
    if (learn(visit, &event, visit->both)) {
        size_t at = 0;
        while (at < beside->learned_count && (beside->learned[at].item != event.item ||
                                              beside->learned[at].entry != event.entry)) {
            at++;
        }
        beside->learned_count += at == beside->learned_count;
        beside->learned[at] = (struct summary_learned){
            .item = event.item,
            .entry = event.entry,
            .answer = answers_given(visit->both, event.item, event.entry),
            .who = arena_string(&visit->arena, remark->author->name),
            .when = moment(beside->source, visit, remark->at),
        };
    }
    event_clear(&event);
}

static uint32_t rule_of(const struct rules *rules, const char *id)
{
    for (uint32_t i = 0; i < rules->count; i++) {
        if (strcmp(rules->list[i].id, id) == 0) {
            return i;
        }
    }
    return SUMMARY_NONE;
}

static void take_done(struct beside *beside, const struct remark *remark, uint32_t rule,
                      const char *what)
{
    struct visit *visit = beside->visit;
    beside->done[beside->done_count++] = (struct summary_done){
        .rule = rule,
        .what = what,
        .who = arena_string(&visit->arena, remark->author->name),
        .when = moment(beside->source, visit, remark->at),
        .note = remark->text.length > 0 ? arena_string(&visit->arena, remark->text.bytes) : NULL,
    };
}

static void take_note(struct beside *beside, const struct remark *remark)
{
    struct visit *visit = beside->visit;
    size_t length = remark->text.length;
    while (length > 0 && remark->text.bytes[length - 1] == '\n') {
        length--;
    }
    beside->notes[beside->note_count++] = (struct summary_note){
        .who = arena_string(&visit->arena, remark->author->name),
        .when = moment(beside->source, visit, remark->at),
        .text = arena_print(&visit->arena, "%.*s", (int)length, remark->text.bytes),
    };
}

static void take_remark(struct beside *beside, const struct remark *remark)
{
    struct visit *visit = beside->visit;
    switch (remark->kind) {
    case REMARK_NOTE:
        take_note(beside, remark);
        break;
    case REMARK_DECISION:
        visit->decided = true;
        visit->decision = remark->decision;
        take_done(beside, remark, SUMMARY_NONE, visit_decision_words(remark->decision));
        break;
    case REMARK_FINDING: {
        uint32_t rule = rule_of(visit->of->rules, remark->rule);
        if (rule != SUMMARY_NONE) {
            take_done(beside, remark, rule, remark->discussed ? "discussed" : "seen");
        }
        break;
    }
    case REMARK_ANSWER:
        take_answer(beside, remark);
        break;
    case REMARK_LINK:
    case REMARK_UNLINK: // folded_of_person knows them
    case REMARK_KINDS:
        break;
    }
}

static void take_entry(struct beside *beside, uint64_t number)
{
    const struct visit_source *source = beside->source;
    struct entry entry;
    struct remark remark;
    entry_init(&entry, ENTRY_DONE, 0);
    if (store_get(source->installation->store, number, &entry) != 0 || entry.purged ||
        remark_open(source->installation, &entry, source->reader, source->secret, &remark) != 0) {
        beside->visit->unread++;
    } else {
        take_remark(beside, &remark);
        remark_clear(&remark);
    }
    entry_clear(&entry);
}

// An earlier visit that a therapist has linked, for measures over time.
static void take_past(const struct visit_source *source, struct visit *visit, uint64_t number,
                      struct summary_past *past)
{
    size_t at = visit->facts.past_count;
    const char *why = NULL;
    struct entry entry;
    struct handed handed;
    entry_init(&entry, ENTRY_DONE, 0);
    buffer_init(&visit->bodies[at], ENTRY_BODY_MOST);
    const struct therapist_form *of = NULL;
    if (open_body(source, number, &entry, &visit->bodies[at], &handed)) {
        of = source->form(source->context, handed.form_hash, handed.rules_hash, &why);
    }
    visit->past[at] = of != NULL ? handed_interview(&handed, of->form) : NULL;
    if (visit->past[at] != NULL) {
        struct therapist_when when;
        source->when(source->context, handed.began, &when);
        past[at] = (struct summary_past){
            .answers = interview_end_answers(visit->past[at]),
            .day = when.day,
            .when = arena_string(&visit->arena, when.date),
        };
        visit->facts.past_count++;
    } else {
        buffer_clear(&visit->bodies[at]);
    }
    entry_clear(&entry);
}

static void take_linked(const struct visit_source *source, struct visit *visit,
                        const struct folded_row *row)
{
    uint64_t numbers[PAST_MOST];
    size_t linked = 0;
    (void)folded_of_person(source->folded, row, numbers, PAST_MOST, &linked);
    linked = linked < PAST_MOST ? linked : PAST_MOST;
    struct summary_past *past = arena_array(&visit->arena, struct summary_past, linked + 1);
    visit->past = arena_array(&visit->arena, struct interview *, linked + 1);
    visit->bodies = arena_array(&visit->arena, struct buffer, linked + 1);
    visit->facts.past = past;
    for (size_t i = linked; i-- > 0;) { // oldest first
        const struct folded_row *other = folded_row(source->folded, numbers[i]);
        if (other != NULL && other->at < visit->at) {
            take_past(source, visit, numbers[i], past);
        }
    }
}

void visit_renew(const struct visit_source *source, struct visit *visit,
                 const struct folded_row *row)
{
    size_t most = row->remark_count;
    clear_beside(visit);
    visit->turn++;
    visit->beside = (uint32_t)most;
    visit->known = most > 0 ? row->remarks[most - 1] : 0;
    visit->facts = (struct summary_facts){
        .when = moment(source, visit, visit->handed.began),
        .program = visit->handed.program,
        .form_hash = visit->of->form_hash,
        .rules_hash = visit->of->rules_hash,
        .partial = visit->handed.finished
                       ? NULL
                       : "SO FAR: sealed when something urgent was shown; it may have gone on.",
        .interview = visit->interview,
    };
    struct beside beside = {.source = source, .visit = visit};
    beside.learned = arena_array(&visit->arena, struct summary_learned, most + 1);
    beside.done = arena_array(&visit->arena, struct summary_done, most + 1);
    beside.notes = arena_array(&visit->arena, struct summary_note, most + 1);
    visit->both = answers_copy(visit->answers);
    answers_end(visit->both, false);
    for (size_t i = 0; i < most; i++) {
        take_entry(&beside, row->remarks[i]);
    }
    answers_end(visit->both, true);
    for (size_t i = 0; i < beside.learned_count; i++) {
        struct summary_learned *learned = &beside.learned[i];
        learned->answer = answers_given(visit->both, learned->item, learned->entry);
    }
    struct expr_env env = answers_env(visit->both);
    visit->found = screen_findings(visit->of->rules, &env);
    visit->facts.learned = beside.learned;
    visit->facts.learned_count = beside.learned_count;
    visit->facts.done = beside.done;
    visit->facts.done_count = beside.done_count;
    visit->facts.notes = beside.notes;
    visit->facts.note_count = beside.note_count;
    take_linked(source, visit, row);
}

void visit_weigh(const struct visit *visit, const struct event *event, struct remark *remark)
{
    struct answers *both = answers_copy(visit->both);
    answers_end(both, false);
    (void)learn(visit, event, both);
    answers_end(both, true);
    struct expr_env env = answers_env(both);
    truth *found = screen_findings(visit->of->rules, &env);
    standing_of(visit->of->rules, found, &remark->standing);
    remark->stands = true;
    remark->known = visit->known;
    free(found);
    answers_free(both);
}

bool visit_is_behind(const struct visit *visit, const struct folded_row *row)
{
    return row->remark_count != visit->beside;
}

// What stands in the way of showing it, as a sentence.
static const char *open_answers(const struct visit_source *source, struct visit *visit)
{
    const char *why = NULL;
    visit->of =
        source->form(source->context, visit->handed.form_hash, visit->handed.rules_hash, &why);
    if (visit->of == NULL) {
        return why;
    }
    visit->interview = handed_interview(&visit->handed, visit->of->form);
    if (visit->interview == NULL) {
        return "the answers are not of the form they were given on";
    }
    visit->answers = interview_end_answers(visit->interview);
    return NULL;
}

// Whichever of the three says so: it must not leave the store by a mistake in one.
static bool of_today_only(const struct entry *entry, const struct handed *handed,
                          const struct folded_row *row)
{
    char keep[16] = "";
    (void)facts_find(&entry->open, "keep", keep, sizeof keep);
    return handed->today_only || row->today_only || strcmp(keep, "today") == 0;
}

struct visit *visit_open(const struct visit_source *source, const struct folded_row *row,
                         const char **why)
{
    struct visit *visit = calloc(1, sizeof *visit);
    struct entry entry;
    if (visit == NULL) {
        die("out of memory");
    }
    arena_init(&visit->arena);
    buffer_init(&visit->body, ENTRY_BODY_MOST);
    entry_init(&entry, ENTRY_DONE, 0);
    visit->number = row->number;
    visit->at = row->at;
    memcpy(visit->id, row->id, ENTRY_ID);
    if (!open_body(source, row->number, &entry, &visit->body, &visit->handed)) {
        *why = errno == ENODATA  ? "it was purged"
               : errno == ENOENT ? "it is not closed to you; 'intake readers open' can change that"
                                 : "it is damaged; 'intake verify' says more";
    } else {
        visit->today_only = of_today_only(&entry, &visit->handed, row);
        *why = open_answers(source, visit);
    }
    entry_clear(&entry);
    if (*why != NULL) {
        visit_close(visit);
        return NULL;
    }
    visit_renew(source, visit, row);
    return visit;
}

struct summary *visit_document(const struct visit *visit, enum summary_document which)
{
    return summary_document(which, visit->answers, visit->of->rules, visit->found,
                            visit->of->clinic, &visit->facts);
}
