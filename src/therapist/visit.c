#include "therapist/visit.h"

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
static bool open_body(struct therapist *desk, uint64_t number, struct entry *entry,
                      struct buffer *body, struct handed *handed)
{
    const struct installation *installation = desk->setup->installation;
    return store_get(installation->store, number, entry) == 0 &&
           unseal_handed(installation, entry, desk->reader, desk->secret, body, handed) == 0;
}

static void clear_body(struct buffer *body)
{
    seal_wipe(body->bytes, body->length);
    buffer_clear(body);
}

static const struct therapist_form *form_of(struct therapist *desk, const struct handed *handed,
                                            const char **why)
{
    const struct therapist_setup *setup = desk->setup;
    return setup->form(setup->context, handed->form_hash, handed->rules_hash, why);
}

static void clear_beside(struct visit *visit)
{
    answers_free(visit->both);
    free(visit->found);
    for (size_t i = 0; i < visit->facts.past_count; i++) {
        interview_free(visit->past[i]);
        clear_body(&visit->bodies[i]);
    }
    visit->both = NULL;
    visit->found = NULL;
    visit->facts = (struct summary_facts){.when = ""};
    visit->note_count = 0;
    visit->decided = false;
    arena_clear(&visit->arena);
}

void visit_close(struct visit *visit)
{
    if (visit == NULL) {
        return;
    }
    clear_beside(visit);
    interview_free(visit->interview);
    clear_body(&visit->body);
    free(visit);
}

static const char *moment(struct therapist *desk, struct visit *visit, int64_t at, bool date)
{
    struct therapist_when when;
    desk->setup->when(desk->setup->context, at, &when);
    return arena_string(&visit->arena, date ? when.date : when.text);
}

// Everything that was said beside it, as it is being read.
struct beside {
    struct therapist *desk;
    struct visit *visit;
    struct summary_learned *learned;
    struct summary_done *done;
    size_t learned_count, done_count, most;
    size_t unread;
};

static bool has_cell(const struct answers *answers, uint32_t item, uint32_t entry)
{
    const struct form *form = answers_form(answers);
    if (item >= form->asked_end || !form_is_question(&form->items[item])) {
        return false;
    }
    uint32_t repeat = form->items[item].repeat;
    return repeat == FORM_NO_ITEM ? entry == 0 : entry < answers_entries(answers, repeat);
}

// A therapist's answer counts where the patient was silent; never over what the patient said.
static void take_answer(struct beside *beside, const struct remark *remark)
{
    struct visit *visit = beside->visit;
    struct event event;
    if (event_decode((const uint8_t *)remark->event.bytes, remark->event.length, visit->of->form,
                     &event) != 0) {
        beside->unread++;
        return;
    }
    if (event.kind == EVENT_ANSWER && has_cell(visit->both, event.item, event.entry) &&
        answers_state(visit->answers, event.item, event.entry) != STATE_ANSWERED) {
        answers_give(visit->both, event.item, event.entry, &event.answer);
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
            .when = moment(beside->desk, visit, remark->at, false),
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
        .when = moment(beside->desk, visit, remark->at, false),
        .note = remark->text.length > 0 ? arena_string(&visit->arena, remark->text.bytes) : NULL,
    };
}

static void take_note(struct beside *beside, const char *who, int64_t at, const char *text)
{
    struct visit *visit = beside->visit;
    visit->notes[visit->note_count++] = (struct visit_note){
        .who = arena_string(&visit->arena, who),
        .when = moment(beside->desk, visit, at, false),
        .text = arena_string(&visit->arena, text),
    };
}

static void take_remark(struct beside *beside, const struct remark *remark)
{
    struct visit *visit = beside->visit;
    switch (remark->kind) {
    case REMARK_NOTE:
        take_note(beside, remark->author->name, remark->at, remark->text.bytes);
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
    struct therapist *desk = beside->desk;
    struct installation *installation = desk->setup->installation;
    struct entry entry;
    struct remark remark;
    entry_init(&entry, ENTRY_DONE, 0);
    if (store_get(installation->store, number, &entry) != 0 || entry.purged ||
        remark_open(installation, &entry, desk->reader, desk->secret, &remark) != 0) {
        beside->unread++;
    } else {
        take_remark(beside, &remark);
        remark_clear(&remark);
    }
    entry_clear(&entry);
}

// An earlier visit that a therapist has linked, for measures over time.
static void take_past(struct therapist *desk, struct visit *visit, uint64_t number,
                      struct summary_past *past)
{
    size_t at = visit->facts.past_count;
    const char *why = NULL;
    struct entry entry;
    struct handed handed;
    entry_init(&entry, ENTRY_DONE, 0);
    buffer_init(&visit->bodies[at], ENTRY_BODY_MOST);
    const struct therapist_form *of = NULL;
    if (open_body(desk, number, &entry, &visit->bodies[at], &handed)) {
        of = form_of(desk, &handed, &why);
    }
    visit->past[at] = of != NULL ? handed_interview(&handed, of->form) : NULL;
    if (visit->past[at] != NULL) {
        struct therapist_when when;
        desk->setup->when(desk->setup->context, handed.began, &when);
        past[at] = (struct summary_past){
            .answers = interview_end_answers(visit->past[at]),
            .day = when.day,
            .when = arena_string(&visit->arena, when.date),
        };
        visit->facts.past_count++;
    } else {
        clear_body(&visit->bodies[at]);
    }
    entry_clear(&entry);
}

static void take_linked(struct therapist *desk, struct visit *visit, const struct folded_row *row)
{
    uint64_t numbers[PAST_MOST];
    size_t linked = 0;
    (void)folded_of_person(desk->folded, row, numbers, PAST_MOST, &linked);
    linked = linked < PAST_MOST ? linked : PAST_MOST;
    struct summary_past *past = arena_array(&visit->arena, struct summary_past, linked + 1);
    visit->past = arena_array(&visit->arena, struct interview *, linked + 1);
    visit->bodies = arena_array(&visit->arena, struct buffer, linked + 1);
    visit->facts.past = past;
    for (size_t i = linked; i-- > 0;) { // oldest first
        const struct folded_row *other = folded_row(desk->folded, numbers[i]);
        if (other != NULL && other->at < visit->at) {
            take_past(desk, visit, numbers[i], past);
        }
    }
}

void visit_renew(struct therapist *desk, struct visit *visit, const struct folded_row *row)
{
    size_t most = row != NULL ? row->remark_count : 0;
    clear_beside(visit);
    visit->turn++;
    visit->beside = (uint32_t)most;
    visit->facts = (struct summary_facts){
        .when = moment(desk, visit, visit->handed.began, false),
        .program = desk->setup->program,
        .form_hash = visit->of->form_hash,
        .rules_hash = visit->of->rules_hash,
        .partial = visit->handed.finished
                       ? NULL
                       : "SO FAR: sealed when something urgent was shown; it may have gone on.",
        .interview = visit->interview,
    };
    struct beside beside = {.desk = desk, .visit = visit};
    beside.learned = arena_array(&visit->arena, struct summary_learned, most + 1);
    beside.done = arena_array(&visit->arena, struct summary_done, most + 1);
    visit->notes = arena_array(&visit->arena, struct visit_note, most + 1);
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
    if (row != NULL) {
        take_linked(desk, visit, row);
    }
    if (beside.unread > 0) {
        therapist_warn(desk,
                       "%zu of the notes beside this record cannot be read; 'intake verify' "
                       "says more.",
                       beside.unread);
    }
}

bool visit_is_behind(const struct visit *visit, const struct folded_row *row)
{
    return row->remark_count != visit->beside;
}

void visit_added(struct therapist *desk)
{
    therapist_look(desk);
}

bool visit_remark(struct therapist *desk, const struct remark *remark)
{
    if (remark_add(desk->setup->installation, desk->reader, desk->secret, desk->visit->id, remark,
                   therapist_now(desk)) != 0) {
        therapist_failed(desk, "It could not be kept");
        return false;
    }
    visit_added(desk);
    return true;
}

// What stands in the way of showing it, as a sentence.
static const char *open_answers(struct therapist *desk, struct visit *visit)
{
    const char *why = NULL;
    visit->of = form_of(desk, &visit->handed, &why);
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

struct visit *visit_open(struct therapist *desk, const struct folded_row *row)
{
    struct visit *visit = therapist_take(sizeof *visit);
    struct entry entry;
    const char *why = NULL;
    arena_init(&visit->arena);
    buffer_init(&visit->body, ENTRY_BODY_MOST);
    entry_init(&entry, ENTRY_DONE, 0);
    visit->number = row->number;
    visit->at = row->at;
    memcpy(visit->id, row->id, ENTRY_ID);
    if (!open_body(desk, row->number, &entry, &visit->body, &visit->handed)) {
        why = errno == ENODATA  ? "it was purged"
              : errno == ENOENT ? "it is not closed to you; 'intake readers open' can change that"
                                : "it is damaged; 'intake verify' says more";
    } else {
        visit->today_only = of_today_only(&entry, &visit->handed, row);
        why = open_answers(desk, visit);
    }
    entry_clear(&entry);
    if (why != NULL) {
        therapist_warn(desk, "This record cannot be opened: %s.", why);
        visit_close(visit);
        return NULL;
    }
    visit_renew(desk, visit, row);
    return visit;
}

struct summary *visit_page(const struct visit *visit)
{
    return summary_build(visit->answers, visit->of->rules, visit->found, visit->of->clinic,
                         &visit->facts);
}

static void add_line(struct summary *summary, const struct summary_line *line)
{
    summary->lines[summary->count++] = *line;
}

struct summary *visit_notes(const struct visit *visit)
{
    struct summary *summary = therapist_take(sizeof *summary);
    size_t most = visit->note_count + visit->facts.done_count + 2;
    arena_init(&summary->arena);
    summary->form = visit->of->form;
    summary->phrases = &phrases_english;
    summary->lines = therapist_take(most * sizeof *summary->lines);
    summary->capacity = most;
    struct summary_line line = {.part = PART_NOTES,
                                .kind = LINE_HEADING,
                                .class = RULE_CLASSES,
                                .rule = SUMMARY_NONE,
                                .item = SUMMARY_NONE,
                                .text = "NOTES AND DECISIONS"};
    add_line(summary, &line);
    line.kind = LINE_DONE;
    for (size_t i = 0; i < visit->facts.done_count; i++) {
        const struct summary_done *done = &visit->facts.done[i];
        if (done->rule == SUMMARY_NONE) {
            line.label = arena_print(&summary->arena, "%s, %s", done->who, done->when);
            line.text = done->note != NULL
                            ? arena_print(&summary->arena, "%s: %s", done->what, done->note)
                            : arena_string(&summary->arena, done->what);
            add_line(summary, &line);
        }
    }
    for (size_t i = 0; i < visit->note_count; i++) {
        const struct visit_note *note = &visit->notes[i];
        line.label = arena_print(&summary->arena, "%s, %s", note->who, note->when);
        line.text = arena_string(&summary->arena, note->text);
        add_line(summary, &line);
    }
    if (summary->count == 1) {
        line.kind = LINE_TEXT;
        line.text = "Nothing was noted yet.";
        add_line(summary, &line);
    }
    return summary;
}
