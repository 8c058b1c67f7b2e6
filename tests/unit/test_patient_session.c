// The session: what is accepted is in the journal first, what cannot be saved is not accepted, and
// each urgent rule interrupts once.

#include "load/load.h"
#include "patient/session.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct world {
    struct files files;
    struct issues issues;
    struct form *form;
    struct rules *rules;
    char folder[32];
    int dir;
    struct journal journal;
    struct session session;
    uint64_t clock;
};

static uint64_t tick(void *context)
{
    struct world *world = context;
    return world->clock += 1000;
}

static struct session_setup setup_of(struct world *world)
{
    return (struct session_setup){
        .form = world->form,
        .rules = world->rules,
        .today_known = true,
        .today = 20514,
        .journal = &world->journal,
        .face = "line",
        .now = tick,
        .now_context = world,
    };
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    files_init(&world->files);
    issues_init(&world->issues);
    assert_int_equal(
        load_form("tests/cases/patient/form", &world->files, &world->issues, &world->form, NULL),
        0);
    assert_int_equal(load_rules("tests/cases/patient/config", world->form, &world->files,
                                &world->issues, &world->rules),
                     0);
    strcpy(world->folder, "/tmp/intake-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    world->dir = open(world->folder, O_RDONLY | O_DIRECTORY);
    assert_int_equal(journal_create(&world->journal, world->dir, "one", NULL, NULL), 0);
    struct session_setup setup = setup_of(world);
    assert_int_equal(session_begin(&world->session, &setup), 0);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    session_end(&world->session);
    journal_close(&world->journal);
    unlinkat(world->dir, "one", 0);
    close(world->dir);
    rmdir(world->folder);
    rules_free(world->rules);
    form_free(world->form);
    issues_clear(&world->issues);
    files_clear(&world->files);
    free(world);
    return 0;
}

struct replay {
    const struct form *form;
    struct event events[64];
    size_t count;
};

static int take_frame(void *context, const uint8_t *bytes, size_t length)
{
    struct replay *replay = context;
    return event_decode(bytes, length, replay->form, &replay->events[replay->count++]);
}

// What is in the file now.
static struct replay read_back(const struct world *world)
{
    struct replay replay = {.form = world->form};
    uint8_t bytes[1 << 16];
    struct journal_seen seen;
    int fd = openat(world->dir, "one", O_RDONLY);
    ssize_t length = read(fd, bytes, sizeof bytes);
    close(fd);
    assert_true(length > 0);
    journal_scan(bytes, (size_t)length, NULL, take_frame, &replay, &seen);
    assert_int_equal(seen.state, JOURNAL_WHOLE);
    return replay;
}

static void clear_replay(struct replay *replay)
{
    for (size_t i = 0; i < replay->count; i++) {
        event_clear(&replay->events[i]);
    }
}

static uint32_t item_of(const struct world *world, const char *id)
{
    uint32_t item = form_find(world->form, id);
    assert_int_not_equal(item, FORM_NO_ITEM);
    return item;
}

// An event that says nothing but where: read on, go there.
static int move(struct world *world, enum event_kind kind, const char *id)
{
    struct event event = {.kind = kind, .item = item_of(world, id)};
    return session_do(&world->session, &event, NULL);
}

static int choose(struct world *world, const char *id, const char *code, struct valid *why)
{
    uint32_t item = item_of(world, id);
    const struct form_item *it = &world->form->items[item];
    uint32_t option = form_option(it->options, code);
    struct answer answer = it->value_type == VALUE_SET ? answer_empty_set() : answer_code(option);
    if (it->value_type == VALUE_SET) {
        answer_choose(&answer, it->options, option, true);
    }
    struct event event = {.kind = EVENT_ANSWER, .item = item, .answer = answer};
    int failed = session_do(&world->session, &event, why);
    answer_clear(&answer);
    return failed;
}

static enum interview_phase phase_of(const struct world *world)
{
    return interview_at(world->session.interview).phase;
}

static void test_journal_holds_what_was_accepted(void **state)
{
    struct world *world = *state;
    struct valid why;
    assert_int_equal(move(world, EVENT_READ, "hello"), 0);
    assert_int_equal(choose(world, "start", "fall", &why), -1); // not here
    assert_int_equal(choose(world, "well", "yes", &why), 0);
    struct replay replay = read_back(world);
    assert_int_equal(replay.count, 3);
    assert_int_equal(replay.events[0].kind, EVENT_BEGIN);
    assert_string_equal(replay.events[0].text, "line");
    assert_int_equal(replay.events[1].kind, EVENT_READ);
    assert_int_equal(replay.events[2].kind, EVENT_ANSWER);
    assert_true(replay.events[2].at > replay.events[1].at);
    clear_replay(&replay);
}

static void test_what_cannot_be_saved_is_not_accepted(void **state)
{
    struct world *world = *state;
    assert_int_equal(move(world, EVENT_READ, "hello"), 0);
    int good = world->journal.fd;
    world->journal.fd = open("/dev/null", O_RDONLY);
    struct valid why;
    assert_int_equal(choose(world, "well", "yes", &why), -1);
    assert_true(world->session.disk_trouble);
    assert_int_equal(interview_at(world->session.interview).item, item_of(world, "well"));
    assert_int_equal(
        answers_state(interview_answers(world->session.interview), item_of(world, "well"), 0),
        STATE_PENDING);
    close(world->journal.fd);
    world->journal.fd = good;
    assert_int_equal(choose(world, "well", "yes", &why), 0);
    assert_false(world->session.disk_trouble);
    struct replay replay = read_back(world);
    assert_int_equal(replay.count, 3);
    clear_replay(&replay);
}

static void begin_signs(struct world *world)
{
    assert_int_equal(move(world, EVENT_READ, "hello"), 0);
    assert_int_equal(choose(world, "well", "yes", NULL), 0);
}

static int go_on(struct world *world)
{
    struct event event = {.kind = EVENT_GO_ON, .item = FORM_NO_ITEM};
    return session_do(&world->session, &event, NULL);
}

static void test_urgent_interrupts_once_each(void **state)
{
    struct world *world = *state;
    begin_signs(world);
    assert_int_equal(choose(world, "signs", "pain", NULL), 0);
    assert_int_equal(phase_of(world), PHASE_INTERRUPTED);
    struct replay replay = read_back(world);
    const struct event *last = &replay.events[replay.count - 1];
    assert_int_equal(last->kind, EVENT_INTERRUPT);
    assert_string_equal(last->text, "chest");
    assert_string_equal(last->text2, "signs"); // through the calculated value
    clear_replay(&replay);
    assert_int_equal(go_on(world), 0);
    assert_int_equal(phase_of(world), PHASE_ASKING);
    // Away and back: shown once is enough.
    assert_int_equal(move(world, EVENT_GO, "signs"), 0);
    assert_int_equal(choose(world, "signs", "none", NULL), 0);
    assert_int_equal(move(world, EVENT_GO, "signs"), 0);
    assert_int_equal(choose(world, "signs", "pain", NULL), 0);
    assert_int_equal(phase_of(world), PHASE_ASKING);
    // Another rule is another matter.
    assert_int_equal(move(world, EVENT_GO, "signs"), 0);
    assert_int_equal(choose(world, "signs", "calf", NULL), 0);
    assert_int_equal(phase_of(world), PHASE_INTERRUPTED);
}

static void test_resume_remembers_what_was_shown(void **state)
{
    struct world *world = *state;
    begin_signs(world);
    assert_int_equal(choose(world, "signs", "pain", NULL), 0);
    assert_int_equal(go_on(world), 0);
    struct interview *interview = world->session.interview;
    world->session.interview = NULL;
    session_end(&world->session);
    world->clock = 5; // another start of the machine
    struct session_setup setup = setup_of(world);
    assert_int_equal(session_resume(&world->session, &setup, interview), 0);
    assert_int_equal(phase_of(world), PHASE_ASKING);
    struct replay replay = read_back(world);
    assert_int_equal(replay.events[replay.count - 1].kind, EVENT_RESUME);
    for (size_t i = 1; i < replay.count; i++) {
        assert_true(replay.events[i].at >= replay.events[i - 1].at);
    }
    clear_replay(&replay);
    assert_int_equal(move(world, EVENT_GO, "signs"), 0);
    assert_int_equal(choose(world, "signs", "pain", NULL), 0);
    assert_int_equal(phase_of(world), PHASE_ASKING);
}

// Gone on with on another day: only where the patient has done nothing yet is it of that day.
static void test_another_day(void **state)
{
    struct world *world = *state;
    for (int said = 0; said < 2; said++) {
        struct interview *interview = world->session.interview;
        struct session_setup setup = setup_of(world);
        day_number day = 0;
        setup.today += 3 + said;
        world->session.interview = NULL;
        session_end(&world->session);
        assert_int_equal(session_resume(&world->session, &setup, interview), 0);
        assert_true(interview_day(interview, &day));
        assert_int_equal(day, 20514 + 3);
        struct replay replay = read_back(world);
        const struct event *last = &replay.events[replay.count - 1];
        assert_int_equal(last->kind, EVENT_RESUME);
        assert_int_equal(last[-1].kind == EVENT_DAY, said == 0);
        assert_int_equal(replay.events[1].day, 20514 + 3);
        clear_replay(&replay);
        if (said == 0) {
            begin_signs(world);
        }
    }
}

static void test_urgent_is_shown_even_if_the_disk_refuses(void **state)
{
    struct world *world = *state;
    begin_signs(world);
    // The answer is saved, the interrupt is not: the file is closed for writing between them.
    assert_int_equal(choose(world, "signs", "none", NULL), 0);
    struct interview *before = world->session.interview;
    assert_non_null(before);
    assert_int_equal(move(world, EVENT_GO, "signs"), 0);
    world->session.journal = NULL;
    assert_int_equal(choose(world, "signs", "calf", NULL), 0);
    assert_int_equal(phase_of(world), PHASE_INTERRUPTED);
    world->session.journal = &world->journal;
    world->session.kept -= 2; // as if neither had been saved
    assert_int_equal(go_on(world), 0);
    struct replay replay = read_back(world);
    assert_int_equal(replay.events[replay.count - 1].kind, EVENT_GO_ON);
    assert_int_equal(replay.events[replay.count - 2].kind, EVENT_INTERRUPT);
    assert_int_equal(replay.events[replay.count - 3].kind, EVENT_ANSWER);
    clear_replay(&replay);
}

static void test_typed_is_kept(void **state)
{
    struct world *world = *state;
    begin_signs(world);
    assert_int_equal(choose(world, "signs", "none", NULL), 0);
    assert_int_equal(choose(world, "start", "fall", NULL), 0);
    uint32_t name = item_of(world, "name");
    assert_int_equal(session_typed(&world->session, name, 0, "Mar"), 0);
    assert_string_equal(interview_typed(world->session.interview, name, 0), "Mar");
}

static void test_tells_gravest_first_each_once(void **state)
{
    struct world *world = *state;
    begin_signs(world);
    assert_int_equal(choose(world, "signs", "pain", NULL), 0);
    const char *texts[8];
    assert_int_equal(session_tells(&world->session, texts, 8), 1);
    assert_string_equal(texts[0], "Please tell the person at the desk now.");
    assert_int_equal(session_tells(&world->session, texts, 0), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_journal_holds_what_was_accepted),
        TEST(test_what_cannot_be_saved_is_not_accepted),
        TEST(test_urgent_interrupts_once_each),
        TEST(test_resume_remembers_what_was_shown),
        TEST(test_another_day),
        TEST(test_urgent_is_shown_even_if_the_disk_refuses),
        TEST(test_typed_is_kept),
        TEST(test_tells_gravest_first_each_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
