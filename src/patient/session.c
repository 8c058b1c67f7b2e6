// One interview being held. An event that may happen is saved first and done then, so that nothing
// is ever shown as accepted that would be gone after a power cut. An urgent finding alone is shown
// even if the disk refuses: it is saved before the next event.
#include "patient/session.h"

#include "base/ensure.h"
#include "screening/screen.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int append(struct session *session, const struct event *event)
{
    if (session->journal == NULL) {
        return 0;
    }
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_JOURNAL_FRAME);
    event_encode(event, session->form, &bytes);
    int failed = -1;
    if (!bytes.full) {
        failed = journal_append(session->journal, (const uint8_t *)bytes.bytes, bytes.length);
    }
    buffer_clear(&bytes);
    return failed;
}

// Saves what was done but is not yet in the journal: an interrupt at most.
static int save_rest(struct session *session)
{
    size_t count;
    const struct event *trail = interview_trail(session->interview, &count);
    for (; session->kept < count; session->kept++) {
        if (append(session, &trail[session->kept]) != 0) {
            return -1;
        }
    }
    return 0;
}

// Saves the event, then does it.
static int save_and_do(struct session *session, const struct event *event, struct valid *why)
{
    if (interview_may(session->interview, event, why) != 0) {
        return -1;
    }
    if (save_rest(session) != 0 || append(session, event) != 0) {
        session->disk_trouble = true;
        return -1;
    }
    ensure(interview_do(session->interview, event, why) == 0);
    interview_trail(session->interview, &session->kept);
    return 0;
}

// True if `id` is one of the comma-separated `ids`.
static bool names_id(const char *ids, const char *id)
{
    size_t length = strlen(id);
    for (const char *at = ids; at != NULL && *at != '\0';) {
        size_t size = strcspn(at, ",");
        if (size == length && memcmp(at, id, length) == 0) {
            return true;
        }
        at += size + (at[size] == ',' ? 1 : 0);
    }
    return false;
}

// The urgent rules that have become true and have not interrupted yet, and the questions they rest
// on.
struct urgent {
    struct session *session;
    struct expr_env env;
    struct buffer rules, questions;
    int depth; // of calculated values followed
};

enum { FOLLOW_MOST = 32, INTERRUPT_BYTES = LIMIT_JOURNAL_FRAME / 4 };

static void add_id(struct buffer *ids, const char *id)
{
    if (!names_id(ids->bytes, id)) {
        buffer_text(ids, ids->length > 0 ? "," : "");
        buffer_text(ids, id);
    }
}

static void note_question(void *context, uint32_t item, uint32_t entry)
{
    struct urgent *urgent = context;
    const struct form *form = urgent->session->form;
    const struct form_item *it = &form->items[item];
    char id[LIMIT_ID * 2];
    if (it->type == ITEM_SCORE) {
        for (uint32_t i = 0; i < form->scores[it->score].item_count; i++) {
            note_question(urgent, form->scores[it->score].items[i], 0);
        }
    } else if (it->type == ITEM_VALUE && urgent->depth < FOLLOW_MOST) {
        struct expr_env env = urgent->env;
        env.entry = entry;
        urgent->depth++;
        expr_why(it->value, &env, note_question, urgent);
        urgent->depth--;
    } else if (it->repeat != FORM_NO_ITEM && it->type != ITEM_REPEAT) {
        snprintf(id, sizeof id, "%s.%" PRIu32, it->id, entry);
        add_id(&urgent->questions, id);
    } else if (it->type != ITEM_VALUE) {
        add_id(&urgent->questions, it->id);
    }
}

static void note_urgent(void *context, uint32_t rule)
{
    struct urgent *urgent = context;
    if (urgent->session->shown[rule] == 0) {
        add_id(&urgent->rules, urgent->session->rules->list[rule].id);
        expr_why(&urgent->session->rules->list[rule].when, &urgent->env, note_question, urgent);
    }
}

static uint64_t elapsed(const struct session *session)
{
    return session->now == NULL ? 0 : session->now(session->now_context) - session->began;
}

static void mark_shown(struct session *session, const char *ids)
{
    for (uint32_t i = 0; session->rules != NULL && i < session->rules->count; i++) {
        session->shown[i] |= names_id(ids, session->rules->list[i].id) ? 1 : 0;
    }
}

static void tell(struct session *session, enum event_kind kind)
{
    if (session->done != NULL) {
        session->done(session->done_context, kind);
    }
}

// Each urgent rule interrupts once, as soon as it is true whatever is still to come.
static void look_for_urgent(struct session *session)
{
    enum interview_phase phase = interview_at(session->interview).phase;
    if (session->rules == NULL || phase == PHASE_INTERRUPTED || phase == PHASE_FINISHED) {
        return;
    }
    struct urgent urgent = {.session = session,
                            .env = answers_env(interview_answers(session->interview))};
    buffer_init(&urgent.rules, INTERRUPT_BYTES);
    buffer_init(&urgent.questions, INTERRUPT_BYTES);
    screen_urgent(session->rules, &urgent.env, note_urgent, &urgent);
    if (urgent.rules.length > 0) {
        struct event event = {
            .kind = EVENT_INTERRUPT,
            .at = elapsed(session),
            .item = FORM_NO_ITEM,
            .text = urgent.rules.bytes,
            .text2 = urgent.questions.length > 0 ? urgent.questions.bytes : NULL,
        };
        if (interview_do(session->interview, &event, NULL) == 0) {
            mark_shown(session, event.text);
            // Shown all the same if it cannot be saved now: the answer it rests on is safe.
            (void)save_rest(session);
            tell(session, EVENT_INTERRUPT);
        }
    }
    buffer_clear(&urgent.rules);
    buffer_clear(&urgent.questions);
}

int session_do(struct session *session, struct event *event, struct valid *why)
{
    session->disk_trouble = false;
    event->at = elapsed(session);
    if (save_and_do(session, event, why) != 0) {
        return -1;
    }
    tell(session, event->kind);
    look_for_urgent(session);
    return 0;
}

static void prepare(struct session *session, const struct session_setup *setup,
                    struct interview *interview)
{
    *session = (struct session){
        .form = setup->form,
        .rules = setup->rules,
        .clinic = setup->clinic,
        .interview = interview,
        .journal = setup->journal,
        .face = setup->face,
        .now = setup->now,
        .now_context = setup->now_context,
        .done = setup->done,
        .done_context = setup->done_context,
    };
    session->began = setup->now == NULL ? 0 : setup->now(setup->now_context);
    session->shown = calloc((setup->rules != NULL ? setup->rules->count : 0) + 1u, 1);
    if (session->shown == NULL) {
        die("out of memory");
    }
}

int session_begin(struct session *session, const struct session_setup *setup)
{
    prepare(session, setup,
            interview_new(&(struct answers_setup){
                .form = setup->form,
                .settings = setup->settings,
                .today_known = setup->today_known,
                .today = setup->today,
            }));
    struct buffer settings;
    buffer_init(&settings, LIMIT_JOURNAL_FRAME / 2);
    for (uint32_t i = 0; setup->settings != NULL && i < setup->form->setting_count; i++) {
        if (setup->settings[i] != 0) {
            buffer_text(&settings, settings.length > 0 ? "," : "");
            buffer_text(&settings, setup->form->settings[i].id);
        }
    }
    struct event begin = {
        .kind = EVENT_BEGIN,
        .item = FORM_NO_ITEM,
        .text = setup->face,
        .text2 = settings.bytes,
        .day_known = setup->today_known,
        .day = setup->today,
    };
    memcpy(begin.hash, setup->form->hash, sizeof(begin.hash));
    int failed = save_and_do(session, &begin, NULL);
    buffer_clear(&settings);
    return failed;
}

int session_resume(struct session *session, const struct session_setup *setup,
                   struct interview *take_interview)
{
    prepare(session, setup, take_interview);
    const struct event *trail = interview_trail(take_interview, &session->kept);
    for (size_t i = 0; i < session->kept; i++) {
        // The clock goes on from where it stood; the time away is not counted.
        if (trail[i].at > elapsed(session)) {
            session->began -= trail[i].at - elapsed(session);
        }
        if (trail[i].kind == EVENT_INTERRUPT) {
            mark_shown(session, trail[i].text);
        }
    }
    if (interview_at(take_interview).phase == PHASE_FINISHED) {
        return 0; // nothing is asked any more; whoever holds it has yet to hand it over
    }
    day_number day;
    bool known = interview_day(take_interview, &day);
    if (interview_unbegun(take_interview) &&
        (known != setup->today_known || (known && day != setup->today))) {
        struct event today = {.kind = EVENT_DAY,
                              .item = FORM_NO_ITEM,
                              .day_known = setup->today_known,
                              .day = setup->today};
        if (session_do(session, &today, NULL) != 0) {
            return -1;
        }
    }
    struct event event = {.kind = EVENT_RESUME, .item = FORM_NO_ITEM, .text = setup->face};
    return session_do(session, &event, NULL);
}

void session_end(struct session *session)
{
    interview_free(session->interview);
    free(session->shown);
    session->interview = NULL;
    session->shown = NULL;
}

int session_typed(struct session *session, uint32_t item, uint32_t entry, const char *text)
{
    struct event event = {.kind = EVENT_TYPED, .item = item, .entry = entry, .text = text};
    return session_do(session, &event, NULL);
}

int session_marked(struct session *session, uint32_t item, uint32_t entry,
                   const struct answer *answer)
{
    struct event event = {.kind = EVENT_MARKED, .item = item, .entry = entry, .answer = *answer};
    return session_do(session, &event, NULL);
}

size_t session_tells(const struct session *session, const char **texts, size_t size)
{
    if (session->rules == NULL) {
        return 0;
    }
    const struct rules *rules = session->rules;
    struct expr_env env = answers_env(interview_answers(session->interview));
    truth *found = screen_findings(rules, &env);
    uint8_t *told = calloc(rules->tell_count + 1u, 1);
    if (told == NULL) {
        die("out of memory");
    }
    size_t count = 0;
    for (int class = 0; class < RULE_CLASSES; class ++) {
        for (uint32_t i = 0; i < rules->count && count < size; i++) {
            const struct rule *rule = &rules->list[i];
            if ((int)rule->class == class && !rule->off && found[i] == TRUTH_TRUE &&
                rule->tell < rules->tell_count && told[rule->tell] == 0) {
                told[rule->tell] = 1;
                texts[count++] = rules->tells[rule->tell].text;
            }
        }
    }
    free(told);
    free(found);
    return count;
}
