// Line mode from the first line to the last: scripts of what a person types, and the whole
// transcript they get. UPDATE=1 rewrites the expected ones.

#include "load/load.h"
#include "patient/line/line.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define CASES "tests/cases/patient/"

struct world {
    struct files files;
    struct issues issues;
    struct form *form;
    struct rules *rules;
    struct clinic *clinic;
    int finished;
    bool room;               // a real interview, with words and a bell
    int calls, notes, tries; // what it asked of its surroundings
};

static struct world *open_world(const char *folder, const char *config)
{
    struct world *world = calloc(1, sizeof *world);
    files_init(&world->files);
    issues_init(&world->issues);
    int failed = load_form(folder, &world->files, &world->issues, &world->form, NULL);
    failed = failed != 0
                 ? failed
                 : load_rules(config, world->form, &world->files, &world->issues, &world->rules);
    failed =
        failed != 0 ? failed : load_clinic(config, &world->files, &world->issues, &world->clinic);
    if (failed != 0) {
        struct arena arena;
        arena_init(&arena);
        for (size_t i = 0; i < world->issues.count; i++) {
            print_message("%s\n", issue_print(&world->issues.list[i], &arena));
        }
        arena_clear(&arena);
        fail_msg("%s does not load", folder);
    }
    return world;
}

static void close_world(struct world *world)
{
    clinic_free(world->clinic);
    rules_free(world->rules);
    form_free(world->form);
    issues_clear(&world->issues);
    files_clear(&world->files);
    free(world);
}

static void count_finish(void *context)
{
    struct world *world = context;
    world->finished++;
}

static char *tiny_page(void *context)
{
    (void)context;
    return strdup("THE PAGE\n");
}

static const char *four_words(void *context)
{
    (void)context;
    return "maple otter cloud river";
}

// The first call, the first note and the first try to hand over fail.
static bool ring(void *context)
{
    struct world *world = context;
    return world->calls++ > 0;
}

static bool note(void *context, bool by_staff)
{
    struct world *world = context;
    return !by_staff && world->notes++ > 0;
}

static bool make_record(void *context)
{
    struct world *world = context;
    return world->tries++ > 0;
}

static struct session_setup session_setup_of(struct world *world)
{
    return (struct session_setup){
        .form = world->form,
        .rules = world->rules,
        .clinic = world->clinic,
        .today_known = true,
        .today = 20514, // 2 March 2026
        .face = "line",
    };
}

// Runs a session over the script. The transcript is to be freed.
static int run(struct world *world, struct session *session, const char *script, char **transcript)
{
    size_t length = 0;
    FILE *in = fmemopen((void *)(uintptr_t)script, strlen(script), "r");
    FILE *out = open_memstream(transcript, &length);
    assert_non_null(in);
    assert_non_null(out);
    struct line_input input;
    line_input_init(&input, in);
    struct line_setup setup = {
        .input = &input,
        .out = out,
        .echo = true,
        .practice = true,
        .today = 20514,
        .finished = count_finish,
        .page = tiny_page,
        .context = world,
    };
    if (world->room) {
        setup.practice = false;
        setup.page = NULL;
        setup.words = four_words;
        setup.help = ring;
        setup.went_on = note;
        setup.hand_over = make_record;
        setup.slip = "maple-otter-41";
    }
    int code = line_run(session, &setup);
    line_input_clear(&input);
    fclose(in);
    fclose(out);
    return code;
}

static char *read_whole(const char *name)
{
    FILE *file = fopen(name, "r");
    char *text = calloc(1, 1 << 20);
    if (file != NULL) {
        (void)!fread(text, 1, (1 << 20) - 1, file);
        fclose(file);
    }
    return text;
}

static void no_line_is_wide(const char *text)
{
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        if (length > 72 && strncmp(at, "> ", 2) != 0) {
            fail_msg("too wide: %.*s", (int)length, at);
        }
        at += length + (at[length] == '\n' ? 1 : 0);
    }
}

static void compare(const char *name, const char *transcript)
{
    char file[256];
    snprintf(file, sizeof file, CASES "%s.expect", name);
    if (getenv("UPDATE") != NULL) {
        FILE *out = fopen(file, "w");
        assert_non_null(out);
        fputs(transcript, out);
        fclose(out);
        return;
    }
    char *expected = read_whole(file);
    assert_string_equal(transcript, expected);
    free(expected);
}

static void check(const char *name, bool room, int code, int finished)
{
    struct world *world = open_world(CASES "form", CASES "config");
    world->room = room;
    struct session_setup setup = session_setup_of(world);
    struct session session;
    assert_int_equal(session_begin(&session, &setup), 0);
    char file[256], *transcript = NULL;
    snprintf(file, sizeof file, CASES "%s.lines", name);
    char *script = read_whole(file);
    assert_int_equal(run(world, &session, script, &transcript), code);
    assert_int_equal(world->finished, finished);
    no_line_is_wide(transcript);
    compare(name, transcript);
    free(script);
    free(transcript);
    session_end(&session);
    close_world(world);
}

static void check_script(const char *name, int code, int finished)
{
    check(name, false, code, finished);
}

static void test_waiting_room(void **state)
{
    (void)state;
    check("room", true, LINE_FINISHED, 1);
    check("room-pause", true, LINE_DRAFT, 0);
}

static void test_every_type(void **state)
{
    (void)state;
    check_script("every-type", LINE_FINISHED, 1);
}

static void test_mistakes(void **state)
{
    (void)state;
    check_script("mistakes", LINE_DRAFT, 0);
}

static void test_urgent(void **state)
{
    (void)state;
    check_script("urgent", LINE_DRAFT, 0);
}

static void test_review(void **state)
{
    (void)state;
    check_script("review", LINE_FINISHED, 1);
}

static void test_discard(void **state)
{
    (void)state;
    check_script("discard", LINE_DISCARDED, 0);
}

// An interview whose input ends while something was begun and not confirmed.
struct left {
    struct world *world;
    struct session session;
    uint32_t item;
};

static void leave(struct left *left, const char *script, const char *item)
{
    left->world = open_world(CASES "form", CASES "config");
    left->item = form_find(left->world->form, item);
    struct session_setup setup = session_setup_of(left->world);
    char *transcript = NULL;
    assert_int_equal(session_begin(&left->session, &setup), 0);
    assert_int_equal(run(left->world, &left->session, script, &transcript), LINE_DRAFT);
    free(transcript);
    assert_int_equal(answers_state(interview_answers(left->session.interview), left->item, 0),
                     STATE_PENDING);
}

// It goes on: what was begun is said, and Enter alone takes it.
static void go_on_with(struct left *left, const char *said)
{
    char *transcript = NULL;
    assert_int_equal(run(left->world, &left->session, "\n", &transcript), LINE_DRAFT);
    assert_non_null(strstr(transcript, said));
    assert_int_equal(answers_state(interview_answers(left->session.interview), left->item, 0),
                     STATE_ANSWERED);
    free(transcript);
}

static void forget(struct left *left)
{
    session_end(&left->session);
    close_world(left->world);
}

static void test_half_typed_is_kept(void **state)
{
    (void)state;
    struct left left;
    leave(&left, "\n\nyes\n0\n1\nMar", "name");
    assert_string_equal(interview_typed(left.session.interview, left.item, 0), "Mar");
    go_on_with(&left, "You had begun: \"Mar\". Enter takes it");
    forget(&left);
}

#define TO_THE_CHART "\n\nyes\n0\n1\nMar\n1980-05-17\n2015\n\n\n\n\n\n\n\n\n"

// The same for places marked on the chart before Enter said that these are all.
static void test_unconfirmed_marks_are_kept(void **state)
{
    (void)state;
    struct left left;
    leave(&left, TO_THE_CHART "1\n4\n\n", "where");
    const struct answer *marked = interview_marked(left.session.interview, left.item, 0);
    assert_true(marked != NULL && set_has(marked->as.set->chosen, 0));
    go_on_with(&left, "Marked: ");
    forget(&left);
}

// A chart that was only looked at has nothing to keep; and what was marked and left again is
// forgotten.
static void test_no_marks_are_no_event(void **state)
{
    (void)state;
    static const char *const scripts[] = {TO_THE_CHART, TO_THE_CHART "1\n4\n\n1\n"};
    for (size_t i = 0; i < 2; i++) {
        struct left left;
        size_t count;
        leave(&left, scripts[i], "where");
        const struct event *trail = interview_trail(left.session.interview, &count);
        assert_int_not_equal(trail[count - 1].kind, EVENT_MARKED);
        assert_null(interview_marked(left.session.interview, left.item, 0));
        forget(&left);
    }
}

// Types the script to the test form. The transcript is to be freed.
static char *talk(const char *script, bool today_known)
{
    struct world *world = open_world(CASES "form", CASES "config");
    struct session_setup setup = session_setup_of(world);
    setup.today_known = today_known;
    struct session session;
    char *transcript = NULL;
    assert_int_equal(session_begin(&session, &setup), 0);
    assert_int_equal(run(world, &session, script, &transcript), LINE_DRAFT);
    session_end(&session);
    close_world(world);
    return transcript;
}

// Who types where nothing is asked is told so, and asked to go on again.
static void test_typed_at_a_note(void **state)
{
    (void)state;
    char *transcript = talk("my knee hurts\n\n\n1\n", true);
    assert_non_null(strstr(transcript, "what you typed was not kept"));
    assert_non_null(strstr(transcript, "Any of these today?"));
    free(transcript);
}

// A clock that is not believed is no reason to refuse an answer.
static void test_today_unknown(void **state)
{
    (void)state;
    char *transcript = talk("\n\n1\n0\n1\nMaria\n1980\n3 weeks ago\n", false);
    assert_non_null(strstr(transcript, "Noted: about 3 weeks ago"));
    assert_non_null(strstr(transcript, "Tell us more."));
    free(transcript);
    // But no day is made up of it.
    transcript = talk("\n\n1\n0\n1\nMaria\n1980\nyesterday\n", false);
    assert_null(strstr(transcript, "Tell us more."));
    assert_non_null(strstr(transcript, "Please type the date itself"));
    free(transcript);
}

// The numbers are the wizard's: "none of these" stands last, under 0.
static void test_numbers(void **state)
{
    (void)state;
    char *transcript = talk("\n\n1\n5\n1\n", true);
    assert_non_null(strstr(transcript, "  1  Chest pain\n  2  A swollen calf\n  3  Something "
                                       "else\n  0  None of these\n"));
    assert_non_null(strstr(transcript, "from 0 to 3."));
    assert_non_null(strstr(transcript, "Noted: Chest pain"));
    free(transcript);
}

// Anything at all may be typed: nothing crashes, and no private answer comes back.
static void test_noise(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "\n",          "1\n",      "2\n",         "yes\n",   ":back\n", ":why\n",
        ":help\n",     ":skip\n",  ":dontknow\n", ":go 2\n", ":go\n",   ":review\n",
        ":undo\n",     ":list\n",  "?\n",         "1 2 3\n", "-1\n",    "/sh\n",
        "finish\n",    "show 3\n", "go on\n",     "Maria\n", "1980\n",  "70 kg\n",
        "\x01\xff\n",  ":\n",      "n\n",         "y\n",     "7\n",     "14:30\n",
        ":declined\n", "99\n",     "0\n",         ",\n",     ": \n",    "/\n",
    };
    struct world *world = open_world(CASES "form", CASES "config");
    uint32_t random = 1;
    for (int round = 0; round < 60; round++) {
        struct session_setup setup = session_setup_of(world);
        struct session session;
        char script[8192] = "", *transcript = NULL;
        for (int i = 0; i < 400; i++) {
            random = random * 1664525u + 1013904223u;
            strcat(script, pieces[(random >> 16) % COUNT(pieces)]);
        }
        assert_int_equal(session_begin(&session, &setup), 0);
        int code = run(world, &session, script, &transcript);
        assert_true(code == LINE_DRAFT || code == LINE_FINISHED);
        no_line_is_wide(transcript);
        free(transcript);
        session_end(&session);
    }
    close_world(world);
}

static void test_real_form(void **state)
{
    (void)state;
    struct world *world = open_world("forms/dry-needling", "config");
    struct session_setup setup = session_setup_of(world);
    struct session session;
    char *transcript = NULL;
    assert_int_equal(session_begin(&session, &setup), 0);
    assert_int_equal(
        run(world, &session, "\n\n\n\n1\n0\nMaria Silva\n17 May 1980\n1\n", &transcript),
        LINE_DRAFT);
    assert_non_null(strstr(transcript, "Who is filling this in today?"));
    assert_non_null(strstr(transcript, "Noted: 17 May 1980"));
    no_line_is_wide(transcript);
    free(transcript);
    session_end(&session);
    close_world(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_type),
        cmocka_unit_test(test_waiting_room),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_urgent),
        cmocka_unit_test(test_review),
        cmocka_unit_test(test_discard),
        cmocka_unit_test(test_half_typed_is_kept),
        cmocka_unit_test(test_unconfirmed_marks_are_kept),
        cmocka_unit_test(test_no_marks_are_no_event),
        cmocka_unit_test(test_typed_at_a_note),
        cmocka_unit_test(test_today_unknown),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_noise),
        cmocka_unit_test(test_real_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
