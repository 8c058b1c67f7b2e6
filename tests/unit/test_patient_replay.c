// Whole interviews without a terminal: tests/cases/replay/NAME holds what one patient does in the
// wizard (`keys`) and in line mode (`lines`), the same answers as a file (`answers`), and what must
// come of each of them alike (`expect`): every answer with its state, findings, scores, the page.
// Beyond that: the two trails hold the same events, and at every frame the trail so far, written
// and read back as a journal holds it, gives the record that is under that frame.
// UPDATE=1 rewrites what is expected; read it line by line then.

#include "interview/event.h"
#include "interview/words.h"
#include "load/load.h"
#include "patient/line/line.h"
#include "screening/measure.h"
#include "screening/screen.h"
#include "summary/plain.h"
#include "wizard_play.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char root[] = "tests/cases/replay";

enum { MOST_EVENTS = 1000 };

struct replay {
    const char *name;
    struct play_models *models;
    struct play play;                 // the wizard's interview
    char *under_frame[MOST_EVENTS];   // the record, by events in the trail; owned
    struct buffer wizard, line, file; // what came of the answers, by the way they took
};

static char *case_file(const struct replay *replay, const char *what, size_t *length)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s/%s", root, replay->name, what);
    char *text = play_file(path, length);
    if (text == NULL) {
        fail_msg("%s cannot be read", path);
    }
    return text;
}

static const char *state_name(enum answer_state state)
{
    static const char *const names[] = {
        [STATE_ANSWERED] = "answered",       [STATE_DONT_KNOW] = "dont-know",
        [STATE_DECLINED] = "declined",       [STATE_SKIPPED] = "skipped",
        [STATE_NOT_REACHED] = "not-reached", [STATE_NOT_APPLICABLE] = "not-applicable",
        [STATE_PENDING] = "pending",
    };
    return names[state];
}

// What does not apply is there only if something was said to it.
static void write_answer(const struct answers *answers, uint32_t item, uint32_t entry,
                         struct buffer *out)
{
    const struct form *form = answers_form(answers);
    enum answer_state state = answers_state(answers, item, entry);
    bool aside = answers_aside(answers, item, entry);
    if (state == STATE_NOT_APPLICABLE && !aside) {
        return;
    }
    buffer_text(out, form->items[item].id);
    if (form->items[item].repeat != FORM_NO_ITEM && form->items[item].type != ITEM_REPEAT) {
        buffer_print(out, ".%u", entry + 1);
    }
    buffer_print(out, "  %s", state_name(state));
    if (aside || state == STATE_ANSWERED) {
        buffer_text(out, aside ? "  set aside: " : "  ");
        words_said(form, item, answers_given(answers, item, entry), out);
    }
    buffer_text(out, "\n");
}

// Every question, entry by entry, and lists with how many entries they have.
static void write_record(const struct answers *answers, struct buffer *out)
{
    const struct form *form = answers_form(answers);
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        if (it->type == ITEM_REPEAT && answers_applies(answers, item, 0) == TRUTH_TRUE) {
            buffer_print(out, "%s  %u entries\n", it->id, answers_entries(answers, item));
        }
        if (!form_is_question(it)) {
            continue;
        }
        uint32_t entries = it->repeat == FORM_NO_ITEM ? 1 : answers_entries(answers, it->repeat);
        for (uint32_t entry = 0; entry < entries; entry++) {
            write_answer(answers, item, entry, out);
        }
    }
}

static void write_findings(const struct rules *rules, const truth *found, struct buffer *out)
{
    for (uint32_t i = 0; i < rules->count; i++) {
        if (found[i] != TRUTH_FALSE) {
            buffer_print(out, "%s  %s  %s\n", rules->list[i].id,
                         rule_class_name(rules->list[i].class),
                         found[i] == TRUTH_TRUE ? "present" : "cannot be excluded");
        }
    }
}

static void write_scores(const struct form *form, const struct expr_env *env, struct buffer *out)
{
    for (uint32_t i = 0; i < form->score_count; i++) {
        struct measure measure = measure_score(form, i, env);
        char value[DECIMAL_TEXT] = "not scored";
        if (measure.state == MEASURE_SCORED) {
            measure_print(&form->scores[i], measure.value, value);
        }
        if (measure.state != MEASURE_NONE) {
            buffer_print(out, "%s  %s  %s\n", form->items[form->scores[i].item].id, value,
                         measure.band != NULL ? measure.band->code : "-");
        }
    }
}

static void write_page(const struct play_models *models, const struct answers *answers,
                       const truth *found, struct buffer *out)
{
    const struct summary_facts facts = {
        .when = "2 Mar 2026 09:00",
        .program = "intake",
        .form_hash = "form",
        .rules_hash = "rules",
    };
    struct summary *summary =
        summary_build(answers, play_rules(models), found, play_clinic(models), &facts);
    const struct plain_paper paper = {80, 66, false, text_width_unicode};
    summary_plain(summary, &paper, out);
    summary_free(summary);
}

// All that comes of answers that are at their end.
static void write_outcome(const struct play_models *models, const struct answers *answers,
                          struct buffer *out)
{
    struct expr_env env = answers_env(answers);
    truth *found = screen_findings(play_rules(models), &env);
    buffer_text(out, "== answers\n");
    write_record(answers, out);
    buffer_text(out, "== findings\n");
    write_findings(play_rules(models), found, out);
    buffer_text(out, "== scores\n");
    write_scores(play_form(models), &env, out);
    buffer_text(out, "== page\n");
    write_page(models, answers, found, out);
    free(found);
}

// The record while the interview runs, and where it is.
static char *record_now(const struct interview *interview)
{
    struct buffer record;
    struct interview_at at = interview_at(interview);
    buffer_init(&record, 1 << 20);
    buffer_print(&record, "phase %d, item %u, entry %u\n", (int)at.phase,
                 at.phase == PHASE_ASKING ? at.item : 0, at.phase == PHASE_ASKING ? at.entry : 0);
    write_record(interview_answers(interview), &record);
    char *copy = strdup(record.bytes);
    buffer_clear(&record);
    return copy;
}

static void keep_frame(void *context)
{
    struct replay *replay = context;
    size_t count;
    (void)interview_trail(replay->play.session.interview, &count);
    assert_true(count < MOST_EVENTS);
    if (replay->under_frame[count] == NULL) {
        replay->under_frame[count] = record_now(replay->play.session.interview);
    }
}

static void play_keys(struct replay *replay)
{
    size_t length;
    struct buffer screens;
    char *script = case_file(replay, "keys", &length);
    buffer_init(&screens, 1 << 22);
    (void)play_watched(&replay->play, replay->models, script, length, &screens, keep_frame, replay);
    if (getenv("SHOW") != NULL) {
        fputs(screens.bytes, stderr);
    }
    if (replay->play.problem[0] != '\0') {
        fail_msg("%s: %s", replay->name, replay->play.problem);
    }
    buffer_clear(&screens);
    free(script);
}

static void type_lines(const struct replay *replay, struct session *session)
{
    size_t length, transcribed;
    char *transcript = NULL;
    char *script = case_file(replay, "lines", &length);
    struct session_setup setup = replay->play.setup;
    setup.face = "line";
    setup.journal = NULL;
    assert_int_equal(session_begin(session, &setup), 0);
    FILE *in = fmemopen(script, length, "r");
    FILE *out = open_memstream(&transcript, &transcribed);
    assert_non_null(in);
    assert_non_null(out);
    struct line_input input;
    line_input_init(&input, in);
    struct line_setup line = {.input = &input, .out = out, .echo = true, .today = setup.today};
    (void)line_run(session, &line);
    line_input_clear(&input);
    fclose(in);
    fclose(out);
    if (getenv("SHOW") != NULL) {
        fputs(transcript, stderr);
    }
    free(transcript);
    free(script);
}

static void read_answers(struct replay *replay)
{
    char path[512];
    struct answers *answers = NULL;
    struct files files;
    struct issues issues;
    const struct session_setup *as = &replay->play.setup;
    struct answers_setup setup = {.form = as->form,
                                  .settings = as->settings,
                                  .today_known = as->today_known,
                                  .today = as->today};
    files_init(&files);
    issues_init(&issues);
    snprintf(path, sizeof(path), "%s/%s/answers", root, replay->name);
    int failed = load_answers(path, &setup, &files, &issues, &answers);
    for (size_t i = 0; i < issues.count; i++) {
        print_message("%s\n", issue_print(&issues.list[i], &issues.arena));
    }
    assert_int_equal(failed, 0);
    write_outcome(replay->models, answers, &replay->file);
    answers_free(answers);
    issues_clear(&issues);
    files_clear(&files);
}

// Shows where two texts begin to differ.
static void same_text(const struct replay *replay, const char *what, const char *wanted,
                      const char *got)
{
    size_t line = 1, start = 0;
    size_t i = 0;
    for (; wanted[i] != '\0' && wanted[i] == got[i]; i++) {
        if (wanted[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    if (wanted[i] != got[i]) {
        fail_msg("%s: %s, line %zu:\n  expected: %.*s\n  came out: %.*s", replay->name, what, line,
                 (int)strcspn(wanted + start, "\n"), wanted + start,
                 (int)strcspn(got + start, "\n"), got + start);
    }
}

static void compare(const struct replay *replay)
{
    char path[512];
    size_t length;
    same_text(replay, "line mode gives another record than the wizard", replay->wizard.bytes,
              replay->line.bytes);
    same_text(replay, "an answers file gives another record than the wizard", replay->wizard.bytes,
              replay->file.bytes);
    snprintf(path, sizeof(path), "%s/%s/expect", root, replay->name);
    if (getenv("UPDATE") != NULL) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(replay->wizard.bytes, file);
        fclose(file);
        return;
    }
    char *wanted = case_file(replay, "expect", &length);
    same_text(replay, "not as expected", wanted, replay->wizard.bytes);
    free(wanted);
}

// The next event of a trail from `at` on that is more than half done; NULL past the last.
static const struct event *next_done(const struct event *trail, size_t count, size_t *at)
{
    while (*at < count && (trail[*at].kind == EVENT_TYPED || trail[*at].kind == EVENT_MARKED)) {
        ++*at;
    }
    return *at < count ? &trail[(*at)++] : NULL;
}

// An event as bytes, without the time and the name of the face.
static void write_event(const struct event *event, const struct form *form, struct buffer *out)
{
    struct event faceless = *event;
    faceless.at = 0;
    if (event->kind == EVENT_BEGIN) {
        faceless.text = "";
    }
    buffer_reset(out);
    event_encode(&faceless, form, out);
}

static void describe(const struct event *event, const struct form *form, char out[64])
{
    bool item = event != NULL && event->item < form->item_count;
    snprintf(out, 64, "kind %d %.40s.%u", event != NULL ? (int)event->kind : -1,
             item ? form->items[event->item].id : "", item ? event->entry : 0);
}

static void same_trails(const struct replay *replay, const struct interview *by_line)
{
    const struct form *form = play_form(replay->models);
    size_t counts[2], at[2] = {0, 0};
    const struct event *wizard_trail = interview_trail(replay->play.session.interview, &counts[0]);
    const struct event *line_trail = interview_trail(by_line, &counts[1]);
    struct buffer wizard, line;
    buffer_init(&wizard, 1 << 16);
    buffer_init(&line, 1 << 16);
    for (bool more = true; more;) {
        const struct event *one = next_done(wizard_trail, counts[0], &at[0]);
        const struct event *two = next_done(line_trail, counts[1], &at[1]);
        more = one != NULL && two != NULL;
        if (more) {
            write_event(one, form, &wizard);
            write_event(two, form, &line);
        }
        bool same = more ? wizard.length == line.length &&
                               memcmp(wizard.bytes, line.bytes, line.length) == 0
                         : one == two;
        char names[2][64];
        describe(one, form, names[0]);
        describe(two, form, names[1]);
        if (!same) {
            fail_msg("%s: event %zu differs; in the wizard: %s, in lines: %s", replay->name, at[0],
                     names[0], names[1]);
        }
    }
    buffer_clear(&wizard);
    buffer_clear(&line);
}

// An event as the journal gives it back.
static struct event reread(const struct event *event, const struct form *form)
{
    struct buffer bytes;
    struct event again;
    buffer_init(&bytes, 1 << 20);
    event_encode(event, form, &bytes);
    assert_int_equal(event_decode((const uint8_t *)bytes.bytes, bytes.length, form, &again), 0);
    buffer_clear(&bytes);
    return again;
}

// From nothing, up to each event that a frame followed.
static void replay_trail(const struct replay *replay)
{
    const struct session_setup *as = &replay->play.setup;
    struct interview *again = interview_new(&(struct answers_setup){.form = as->form,
                                                                    .settings = as->settings,
                                                                    .today_known = as->today_known,
                                                                    .today = as->today});
    size_t count, looked_at = 0;
    const struct event *trail = interview_trail(replay->play.session.interview, &count);
    for (size_t i = 0; i < count; i++) {
        struct event event = reread(&trail[i], as->form);
        assert_int_equal(interview_do(again, &event, NULL), 0);
        event_clear(&event);
        if (replay->under_frame[i + 1] != NULL) {
            char *now = record_now(again);
            same_text(replay, "replayed, the trail gives another record",
                      replay->under_frame[i + 1], now);
            free(now);
            looked_at++;
        }
    }
    assert_true(looked_at > 5);
    interview_free(again);
}

static void run_case(const char *name)
{
    char form[256], config[256];
    size_t length;
    struct session by_line;
    struct replay *replay = calloc(1, sizeof *replay);
    assert_non_null(replay);
    replay->name = name;
    char *script = case_file(replay, "keys", &length);
    play_folders(script, form, config);
    free(script);
    replay->models = play_load(form, config);
    assert_non_null(replay->models);
    buffer_init(&replay->wizard, 1 << 20);
    buffer_init(&replay->line, 1 << 20);
    buffer_init(&replay->file, 1 << 20);
    play_keys(replay);
    type_lines(replay, &by_line);
    read_answers(replay);
    replay_trail(replay);
    write_outcome(replay->models, interview_end_answers(replay->play.session.interview),
                  &replay->wizard);
    write_outcome(replay->models, interview_end_answers(by_line.interview), &replay->line);
    compare(replay);
    same_trails(replay, by_line.interview);
    session_end(&by_line);
    session_end(&replay->play.session);
    for (size_t i = 0; i < MOST_EVENTS; i++) {
        free(replay->under_frame[i]);
    }
    buffer_clear(&replay->wizard);
    buffer_clear(&replay->line);
    buffer_clear(&replay->file);
    play_unload(replay->models);
    free(replay);
}

static void test_replays(void **state)
{
    (void)state;
    struct dirent **names = NULL;
    int played = 0;
    int count = scandir(root, &names, NULL, alphasort);
    const char *only = getenv("ONLY");
    assert_true(count >= 0);
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.' && (only == NULL || strcmp(only, names[i]->d_name) == 0)) {
            run_case(names[i]->d_name);
            played++;
        }
        free(names[i]);
    }
    free(names);
    assert_true(played > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_replays)};
    return cmocka_run_group_tests_name("patient replay", tests, NULL, NULL);
}
