// The same patient through both faces: what they do differs, what is kept of it must not, but for
// the name of the face.

#include "interview/event.h"
#include "patient/line/line.h"
#include "wizard_play.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES "tests/cases/patient/"

// Presses and lines for the same answers, question by question.
static const struct {
    const char *keys, *lines;
} said[] = {
    {"key enter\n", "\n\n"},  // the welcome, which the wizard shows on one screen
    {"key 1 enter\n", "1\n"}, // well
    {"key 0 enter\n", "0\n"}, // none of these
    {"key 3 enter\ntype Woke up\nkey enter\n", "3\nWoke up\n"}, // how it started: another way
    {"type Zoë\nkey enter\n", "Zoë\n"},
    {"type 17.5.1980\nkey enter\n", "17.5.1980\n"},
    {"type 3 weeks ago\nkey enter\n", "3 weeks ago\n"},
    {"type At work.\nkey ctrl-n\ntype Worse now.\nkey enter\n", "At work.\nWorse now.\n\n"},
    {"type 2\nkey enter\n", "2\n"},
    {"type 36,6\nkey enter\n", "36,6\n"},
    {"type 70 kg\nkey enter\n", "70 kg\n"},
    {"key 7 enter\n", "7\n"},
    {"type 2:30 pm\nkey enter\n", "2:30 pm\n"},
    {"type a secret\nkey enter\n", "a secret\n"},
    {"key space 7 enter 2 enter\nkey /\ntype right knee\nkey enter space 3 enter 1 enter\nkey enter\n",
     "1 4\n7\n2\n3\n1\n\n"},  // where it hurts: head and right knee
    {"key enter\n", "1\n"},   // where most
    {"key 1 enter\n", "1\n"}, // tired
    {"type 4\nkey enter\n", "4\n"},
    {"key enter\n", "y\n"}, // a medicine
    {"type Aspirin\nkey enter\n", "Aspirin\n"},
    {"key 1 enter\n", "1\n"},
    {"key end\nkey enter\n", "n\n"}, // no other
    {"type Maria Silva\nkey enter\n", "Maria Silva\n"},
    {"key end\nkey enter\n", "finish\n"},
};

// The trail as bytes, without when and through which face. What was half done as the script ended
// is no answer.
static void keep(const struct interview *interview, const struct form *form, struct buffer *out)
{
    size_t count;
    const struct event *trail = interview_trail(interview, &count);
    buffer_init(out, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        struct event event = trail[i];
        event.at = 0;
        if (event.kind == EVENT_BEGIN) {
            event.text = "";
        }
        if (event.kind != EVENT_TYPED && event.kind != EVENT_MARKED && event.kind != EVENT_PAUSE) {
            event_encode(&event, form, out);
        }
    }
}

static void by_keys(struct play *play, struct play_models *models)
{
    struct buffer script, screens;
    buffer_init(&script, 1 << 16);
    buffer_init(&screens, 1 << 20);
    buffer_text(&script, "size 80x24\n");
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        buffer_text(&script, said[i].keys);
    }
    play_run(play, models, script.bytes, script.length, &screens);
    buffer_clear(&script);
    buffer_clear(&screens);
}

static void by_lines(struct session *session, const struct session_setup *as)
{
    struct session_setup setup = *as;
    struct buffer script;
    buffer_init(&script, 1 << 16);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        buffer_text(&script, said[i].lines);
    }
    setup.face = "line";
    setup.journal = NULL;
    assert_int_equal(session_begin(session, &setup), 0);
    FILE *in = fmemopen(script.bytes, script.length, "r");
    FILE *out = fopen("/dev/null", "w");
    assert_non_null(in);
    assert_non_null(out);
    struct line_input input;
    line_input_init(&input, in);
    struct line_setup line = {.input = &input, .out = out, .today = setup.today};
    (void)line_run(session, &line);
    line_input_clear(&input);
    fclose(in);
    fclose(out);
    buffer_clear(&script);
}

static void test_same_record(void **state)
{
    (void)state;
    struct play_models *models = play_load(CASES "form", CASES "config");
    assert_non_null(models);
    struct play *play = calloc(1, sizeof *play);
    struct session lines;
    struct buffer by_wizard, by_line;
    by_keys(play, models);
    by_lines(&lines, &play->setup);
    const struct form *form = play->setup.form;
    keep(play->session.interview, form, &by_wizard);
    keep(lines.interview, form, &by_line);
    struct interview_at at = interview_at(lines.interview);
    assert_int_equal(at.phase, PHASE_FINISHED);
    assert_int_equal(interview_at(play->session.interview).phase, PHASE_FINISHED);
    assert_int_equal(by_line.length, by_wizard.length);
    assert_memory_equal(by_line.bytes, by_wizard.bytes, by_line.length);
    buffer_clear(&by_wizard);
    buffer_clear(&by_line);
    session_end(&lines);
    session_end(&play->session);
    free(play);
    play_unload(models);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_record)};
    return cmocka_run_group_tests_name("patient faces", tests, NULL, NULL);
}
