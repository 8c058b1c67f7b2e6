#include "desk_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../unit/interview_fixture.h"
#include "../unit/load_folder.h"
#include "command/kept.h"
#include "record/facts.h"
#include "record/handover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char desk_passphrase[] = "correct horse battery";

struct desk_place desk;

int desk_run(const char *said, const char *arguments)
{
    char command[1024], path[PATHS];
    size_t length;
    snprintf(command, sizeof command,
             "printf '%s' | INTAKE_DATA=%s XDG_RUNTIME_DIR=%s/run %s %s >%s/out 2>%s/err", said,
             desk.data, desk.root, desk.program, arguments, desk.root, desk.root);
    int status = system(command);
    free(desk.out);
    free(desk.err);
    snprintf(path, sizeof path, "%s/out", desk.root);
    desk.out = load_folder_read(path, &length);
    snprintf(path, sizeof path, "%s/err", desk.root);
    desk.err = load_folder_read(path, &length);
    return WEXITSTATUS(status);
}

void desk_assert_run(const char *said, const char *arguments, int wanted)
{
    int code = desk_run(said, arguments);
    if (code != wanted) {
        fail_msg("intake %s: expected %d, got %d\n%s\n%s", arguments, wanted, code, desk.out,
                 desk.err);
    }
}

void desk_assert_says(const char *text, const char *wanted)
{
    if (strstr(text, wanted) == NULL) {
        fail_msg("'%s' is not said:\n%s", wanted, text);
    }
}

static void say(struct interview *interview, const char *id, const char *text)
{
    struct interview_at at = interview_at(interview);
    while (at.phase == PHASE_ASKING && desk.bundle.form->items[at.item].type == ITEM_NOTE) {
        struct event read = {.kind = EVENT_READ, .item = at.item};
        assert_int_equal(interview_do(interview, &read, NULL), 0);
        at = interview_at(interview);
    }
    struct event event = {.kind = EVENT_ANSWER, .item = form_find(desk.bundle.form, id)};
    event.answer = fixture_answer(desk.bundle.form, event.item, text);
    assert_int_equal(interview_do(interview, &event, NULL), 0);
    answer_clear(&event.answer);
}

static struct interview *interview_of(const char *name)
{
    const struct answers_setup setup = {.form = desk.bundle.form,
                                        .settings = desk.bundle.settings,
                                        .today_known = true,
                                        .today = 20000};
    struct interview *interview = interview_new(&setup);
    struct event begin = {.kind = EVENT_BEGIN,
                          .item = FORM_NO_ITEM,
                          .text = "test",
                          .day_known = true,
                          .day = setup.today};
    memcpy(begin.hash, desk.bundle.form->hash, sizeof begin.hash);
    assert_int_equal(interview_do(interview, &begin, NULL), 0);
    say(interview, "who_answers", "self");
    say(interview, "today_urgent", "none");
    say(interview, "full_name", name);
    return interview;
}

unsigned desk_add(const struct desk_wish *wish)
{
    uint8_t rules_hash[SEAL_HASH];
    struct buffer headline, body;
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    struct interview *interview = interview_of(wish->name);
    bundle_rules_hash(&desk.bundle, rules_hash);
    buffer_init(&headline, ENTRY_HEADLINE_MOST);
    buffer_init(&body, ENTRY_BODY_MOST);
    const struct handover handover = {
        .interview = interview,
        .answers = interview_end_answers(interview),
        .rules = desk.bundle.rules,
        .clinic = desk.bundle.clinic,
        .rules_hash = rules_hash,
        .began = wish->at,
        .ended = wish->at,
        .program = "intake 0.0",
        .face = "test",
        .slip = desk.slip,
        .finished = wish->kind == ENTRY_INTERVIEW,
    };
    handover_write(&handover, &headline, &body);
    for (size_t i = 0; wish->sealed == OTHER_FINDINGS && i + 8 < body.length; i++) {
        if (memcmp(body.bytes + i, "finding\t", 8) == 0) {
            body.bytes[i + 8] = '?';
            break;
        }
    }
    if (wish->sealed == NO_INTERVIEW) {
        buffer_reset(&body);
        buffer_char(&body, '?');
    }
    entry_init(&entry, wish->kind, wish->at);
    facts_add(&entry.open, "keep", wish->keep);
    if (wish->about != NULL) {
        entry_name(&entry, wish->about);
    }
    assert_int_equal(entry_seal(&entry, headline.bytes, headline.length, body.bytes, body.length,
                                desk.here.roll.readers, desk.here.roll.count, wraps, &count),
                     0);
    assert_int_equal(installation_add(&desk.here, &entry, wraps, count), 0);
    unsigned number = (unsigned)entry.number;
    entry_clear(&entry);
    buffer_clear(&headline);
    buffer_clear(&body);
    interview_free(interview);
    return number;
}

int desk_set_up(void **state)
{
    (void)state;
    uint8_t lock[READER_LOCK];
    char path[PATHS];
    desk.program = getenv("INTAKE");
    assert_non_null(desk.program);
    snprintf(desk.root, sizeof desk.root, "/tmp/desk-test-XXXXXX");
    assert_non_null(mkdtemp(desk.root));
    snprintf(path, sizeof path, "%s/run", desk.root);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(desk.data, sizeof desk.data, "%s/data", desk.root);
    assert_int_equal(seal_start(), 0);
    slip_draw(desk.slip);
    desk.secret = reader_new("Ruth Halloran", &desk.reader);
    assert_non_null(desk.secret);
    assert_int_equal(
        reader_lock(desk.secret, desk_passphrase, (struct seal_cost){2, 64 << 10}, lock), 0);
    assert_int_equal(installation_make(desk.data, "Acacia", &desk.reader, desk.secret, lock,
                                       time(NULL) - 3000 * DAY, &desk.here),
                     0);
    assert_int_equal(bundle_open(&desk.bundle, "forms/dry-needling", "config"), 0);
    assert_int_equal(kept_add(&desk.bundle, desk.here.store), 0);
    return 0;
}

int desk_tear_down(void **state)
{
    (void)state;
    char command[PATHS];
    bundle_close(&desk.bundle);
    installation_close(&desk.here);
    reader_secret_free(desk.secret);
    snprintf(command, sizeof command, "rm -rf %s", desk.root);
    free(desk.out);
    free(desk.err);
    return system(command);
}
