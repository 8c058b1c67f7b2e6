// One interview being held. An event is first tried on the state machine, then saved; if it cannot
// be saved, the machine is built anew from what was saved, so that nothing is ever shown as
// accepted that would be gone after a power cut. An urgent finding is shown even if the disk
// refuses: it is saved together with the next event.
#include "patient/session.h"

#include "base/ensure.h"
#include "screening/screen.h"

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

// Saves what of the trail is not yet in the journal. 0, or -1 at the first that cannot be.
static int save(struct session *session)
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

// The first `count` events of the interview again, in a new one. The first of them says with which
// settings and on which day it began.
static struct interview *replay(const struct session *session, size_t count)
{
    size_t all;
    const struct event *trail = interview_trail(session->interview, &all);
    ensure(count <= all && count > 0 && trail[0].kind == EVENT_BEGIN);
    uint8_t *settings = calloc(session->form->setting_count + 1u, 1);
    if (settings == NULL) {
        die("out of memory");
    }
    for (uint32_t i = 0; i < session->form->setting_count; i++) {
        settings[i] = names_id(trail[0].text2, session->form->settings[i].id) ? 1 : 0;
    }
    struct interview *again = interview_new(&(struct answers_setup){
        .form = session->form,
        .settings = settings,
        .today_known = trail[0].day_known,
        .today = trail[0].day,
    });
    free(settings);
    for (size_t i = 0; i < count; i++) {
        ensure(interview_do(again, &trail[i], NULL) == 0);
    }
    return again;
}

// Forgets the last event of the trail: it could not be saved.
static void take_back(struct session *session)
{
    size_t count;
    interview_trail(session->interview, &count);
    struct interview *before = replay(session, count - 1);
    interview_free(session->interview);
    session->interview = before;
}

struct urgent {
    struct session *session;
    struct buffer ids;
    bool mark; // the second round: they have interrupted
};

static void note_urgent(void *context, uint32_t rule)
{
    struct urgent *urgent = context;
    if (urgent->session->shown[rule] != 0) {
        return;
    }
    if (urgent->mark) {
        urgent->session->shown[rule] = 1;
        return;
    }
    if (urgent->ids.length > 0) {
        buffer_char(&urgent->ids, ',');
    }
    buffer_text(&urgent->ids, urgent->session->rules->list[rule].id);
}

static void each_urgent(struct urgent *urgent)
{
    struct session *session = urgent->session;
    struct expr_env env = answers_env(interview_answers(session->interview));
    screen_urgent(session->rules, &env, note_urgent, urgent);
}

static uint64_t elapsed(const struct session *session)
{
    return session->now == NULL ? 0 : session->now(session->now_context) - session->began;
}

// Each urgent rule interrupts once, as soon as it is true whatever is still to come.
static void look_for_urgent(struct session *session)
{
    enum interview_phase phase = interview_at(session->interview).phase;
    if (session->rules == NULL || phase == PHASE_INTERRUPTED || phase == PHASE_FINISHED) {
        return;
    }
    struct urgent urgent = {.session = session};
    buffer_init(&urgent.ids, LIMIT_JOURNAL_FRAME / 2);
    each_urgent(&urgent);
    if (urgent.ids.length > 0) {
        struct event event = {
            .kind = EVENT_INTERRUPT, .at = elapsed(session), .text = urgent.ids.bytes};
        event.item = FORM_NO_ITEM;
        if (interview_do(session->interview, &event, NULL) == 0) {
            urgent.mark = true;
            each_urgent(&urgent);
            // Shown all the same if it cannot be saved now: the answer it rests on is safe.
            (void)save(session);
        }
    }
    buffer_clear(&urgent.ids);
}

int session_do(struct session *session, struct event *event, struct valid *why)
{
    session->disk_trouble = false;
    event->at = elapsed(session);
    if (interview_do(session->interview, event, why) != 0) {
        return -1;
    }
    if (save(session) != 0) {
        take_back(session);
        session->disk_trouble = true;
        return -1;
    }
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
    int failed = interview_do(session->interview, &begin, NULL);
    if (failed == 0 && save(session) != 0) {
        session->disk_trouble = true;
        failed = -1;
    }
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
        for (uint32_t rule = 0;
             setup->rules != NULL && trail[i].kind == EVENT_INTERRUPT && rule < setup->rules->count;
             rule++) {
            session->shown[rule] |= names_id(trail[i].text, setup->rules->list[rule].id) ? 1 : 0;
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

int session_answer(struct session *session, uint32_t item, uint32_t entry,
                   const struct answer *answer, bool confirmed, struct valid *why)
{
    struct event event = {.kind = EVENT_ANSWER,
                          .item = item,
                          .entry = entry,
                          .answer = *answer,
                          .confirmed = confirmed};
    return session_do(session, &event, why);
}

int session_back(struct session *session)
{
    struct event event = {.kind = EVENT_BACK, .item = FORM_NO_ITEM};
    return session_do(session, &event, NULL);
}

int session_read(struct session *session, uint32_t item)
{
    struct event event = {.kind = EVENT_READ, .item = item};
    return session_do(session, &event, NULL);
}

int session_go(struct session *session, uint32_t item, uint32_t entry)
{
    struct event event = {.kind = EVENT_GO, .item = item, .entry = entry};
    return session_do(session, &event, NULL);
}

int session_finish(struct session *session, struct valid *why)
{
    struct event event = {.kind = EVENT_FINISH, .item = FORM_NO_ITEM};
    return session_do(session, &event, why);
}

int session_typed(struct session *session, uint32_t item, uint32_t entry, const char *text)
{
    struct event event = {.kind = EVENT_TYPED, .item = item, .entry = entry, .text = text};
    return session_do(session, &event, NULL);
}

size_t session_tells(const struct session *session, const char **texts, size_t size)
{
    if (session->rules == NULL) {
        return 0;
    }
    const struct rules *rules = session->rules;
    truth *found = calloc(rules->count + 1u, sizeof *found);
    uint8_t *told = calloc(rules->tell_count + 1u, 1);
    if (found == NULL || told == NULL) {
        die("out of memory");
    }
    struct expr_env env = answers_env(interview_answers(session->interview));
    screen_all(rules, &env, found);
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
