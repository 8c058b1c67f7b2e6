// An interview as far as somebody short of breath comes, handed over.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handover_fixture.h"
#include "interview_fixture.h"

#include <string.h>

const uint8_t handover_rules_hash[SEAL_HASH] = {7, 7, 7};

void handover_say(struct interview *interview, const struct form *form, const char *id,
                  const char *text)
{
    struct event event = {.kind = EVENT_ANSWER, .item = form_find(form, id)};
    event.answer = fixture_answer(form, event.item, text);
    struct interview_at at = interview_at(interview);
    while (at.phase == PHASE_ASKING && form->items[at.item].type == ITEM_NOTE) {
        struct event read = {.kind = EVENT_READ, .item = at.item};
        assert_int_equal(interview_do(interview, &read, NULL), 0);
        at = interview_at(interview);
    }
    struct valid why;
    if (interview_do(interview, &event, &why) != 0) {
        fail_msg("'%s' is not asked here, or not answered so (reason %d)", id, (int)why.reason);
    }
    answer_clear(&event.answer);
}

void handover_make(struct handed_over *over,
                   void (*also)(struct interview *interview, const struct form *form))
{
    response_load_clinical(&over->loaded);
    assert_int_equal(load_rules("config", over->loaded.form, &over->loaded.files,
                                &over->loaded.issues, &over->rules),
                     0);
    const struct form *form = over->loaded.setup.form;
    over->interview = interview_new(&over->loaded.setup);
    struct event begin = {.kind = EVENT_BEGIN,
                          .item = FORM_NO_ITEM,
                          .text = "test",
                          .day_known = over->loaded.setup.today_known,
                          .day = over->loaded.setup.today};
    memcpy(begin.hash, form->hash, sizeof begin.hash);
    assert_int_equal(interview_do(over->interview, &begin, NULL), 0);
    handover_say(over->interview, form, "who_answers", "self");
    handover_say(over->interview, form, "today_urgent", "breathless");
    handover_say(over->interview, form, "full_name", "Zo\xc3\xab O'Neill");
    handover_say(over->interview, form, "birth_date", "1980-05");
    if (also != NULL) {
        also(over->interview, form);
    }
    buffer_init(&over->headline, ENTRY_HEADLINE_MOST);
    buffer_init(&over->body, ENTRY_BODY_MOST);
    const struct handover handover = {
        .interview = over->interview,
        .answers = interview_end_answers(over->interview),
        .rules = over->rules,
        .clinic = over->loaded.clinic,
        .rules_hash = handover_rules_hash,
        .id = {1, 2, 3},
        .began = INT64_C(1795860000),
        .ended = INT64_C(1795860300),
        .east = 660,
        .program = "intake 9.9",
        .face = "test",
        .slip = "maple-otter-41",
    };
    handover_write(&handover, &over->headline, &over->body);
    assert_false(over->headline.full || over->body.full);
}

void handover_clear(struct handed_over *over)
{
    buffer_clear(&over->headline);
    buffer_clear(&over->body);
    interview_free(over->interview);
    rules_free(over->rules);
    response_unload(&over->loaded);
}
