#include "interview_drawn.h"

#include "interview_fixture.h"

uint32_t drawn_below(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

static const char *drawn_answer(const struct form_item *it, uint64_t *seed)
{
    static const char *const silences[] = {"!dont-know", "!declined", "!skipped"};
    static const char *const signs[] = {"none", "chest", "faint+chest", "not_sure"};
    static const char *const areas[] = {"knee", "hip+neck", "all", "knee+hip+neck"};
    static const char *const dates[] = {"1980-05-17", "2015", "2010-03", "=1899", "2030", "~3w"};
    static const char *const texts[] = {"none", "Ann", "", "x y"};
    static const char *const numbers[] = {"0", "3", "7", "200", "=260", "-1", "2.5"};
    if (drawn_below(seed, 4) == 0) {
        return silences[drawn_below(seed, 3)];
    }
    switch (it->value_type) {
    case VALUE_CODE:
        return it->options->list[drawn_below(seed, it->options->count)].code;
    case VALUE_SET:
        return it->type == ITEM_BODY ? areas[drawn_below(seed, 4)] : signs[drawn_below(seed, 4)];
    case VALUE_DATE:
        return dates[drawn_below(seed, 6)];
    case VALUE_TEXT:
        return texts[drawn_below(seed, 4)];
    default:
        return numbers[drawn_below(seed, 7)];
    }
}

static void mark_something(struct interview *interview, const struct interview_at *at,
                           uint64_t *seed)
{
    const struct form *form = answers_form(interview_answers(interview));
    struct event event = {.kind = EVENT_MARKED, .item = at->item, .entry = at->entry};
    const char *mark = drawn_answer(&form->items[at->item], seed);
    if (drawn_below(seed, 5) > 0) {
        event.answer = fixture_answer(form, at->item, mark + (mark[0] == '='));
    }
    interview_do(interview, &event, NULL);
    answer_clear(&event.answer);
}

void drawn_event(struct interview *interview, const struct form *form, uint64_t *seed)
{
    struct interview_at at = interview_at(interview);
    const struct form_item *it = &form->items[at.item < form->item_count ? at.item : 0];
    uint32_t any = drawn_below(seed, form->asked_end);
    switch (drawn_below(seed, 16)) {
    case 0:
        fixture_do(interview, EVENT_BACK, NULL, 0);
        break;
    case 1:
        fixture_do(interview, EVENT_GO, form->items[any].id, drawn_below(seed, 3));
        break;
    case 2:
        fixture_do(interview, EVENT_GO, NULL, 0);
        break;
    case 3:
        fixture_do(interview, EVENT_ADD, "meds", 0);
        break;
    case 4:
        fixture_do(interview, EVENT_REMOVE, "meds", drawn_below(seed, 4));
        break;
    case 5:
        fixture_do(interview, drawn_below(seed, 4) ? EVENT_TYPED : EVENT_INTERRUPT, it->id, 0);
        if (at.phase == PHASE_ASKING && form_is_question(it)) {
            mark_something(interview, &at, seed);
        }
        break;
    case 6:
        if (drawn_below(seed, 20) == 0) {
            fixture_do(interview, EVENT_FINISH, NULL, 0);
        }
        break;
    default:
        if (at.phase == PHASE_INTERRUPTED) {
            fixture_do(interview, EVENT_GO_ON, NULL, 0);
        } else if (at.phase == PHASE_ASKING && form_is_question(it)) {
            fixture_say(interview, drawn_answer(it, seed), NULL);
        } else {
            fixture_do(interview, EVENT_READ, it->id, 0);
        }
    }
}
