// What is asked of the answers: their states and values, and what the last change changed.

#include "interview/answers_part.h"

const struct change *answers_changes(const struct answers *a, size_t *count)
{
    *count = a->change_count;
    return a->changes;
}

static bool exists(const struct answers *a, uint32_t item, uint32_t entry)
{
    return item < a->form->item_count && entry < entries_of(a, item);
}

static enum answer_state state_of_silence(const struct answers *a, uint8_t silence)
{
    switch ((enum silence)silence) {
    case SILENCE_DONT_KNOW:
        return STATE_DONT_KNOW;
    case SILENCE_DECLINED:
        return STATE_DECLINED;
    case SILENCE_SKIPPED:
        return STATE_SKIPPED;
    case SILENCE_NOT_REACHED:
    case SILENCE_NOT:
        break;
    }
    return a->env.ended ? STATE_NOT_REACHED : STATE_PENDING;
}

enum answer_state answers_state(const struct answers *a, uint32_t item, uint32_t entry)
{
    if (answers_applies(a, item, entry) == TRUTH_FALSE) {
        return STATE_NOT_APPLICABLE;
    }
    const struct value *cell = cell_of(a, item, entry);
    if (cell == NULL) {
        return answers_applies(a, item, entry) == TRUTH_TRUE ? STATE_ANSWERED
                                                             : state_of_silence(a, SILENCE_NOT);
    }
    switch ((enum value_state)cell->state) {
    case VALUE_ABSENT:
        return STATE_NOT_APPLICABLE;
    case VALUE_KNOWN:
        return STATE_ANSWERED;
    case VALUE_PENDING:
    case VALUE_UNKNOWN:
        break;
    }
    return state_of_silence(a, cell->silence);
}

truth answers_applies(const struct answers *a, uint32_t item, uint32_t entry)
{
    return exists(a, item, entry) ? slot_of(a, item, entry)->applies : TRUTH_FALSE;
}

bool answers_stops(const struct answers *a, uint32_t item, uint32_t entry)
{
    return item < a->form->item_count && a->seats[item].stops &&
           answers_applies(a, item, entry) == TRUTH_TRUE;
}

uint32_t answers_seek(const struct answers *a, uint32_t from, uint32_t to, uint32_t entry)
{
    for (uint32_t item = from; item < to; item++) {
        const struct seat *seat = &a->seats[item];
        if (seat->holds) {
            return item;
        }
        const struct slot *slot = &a->slots[seat->first + (seat->inside ? entry : 0)];
        if (seat->stops && slot->applies == TRUTH_TRUE) {
            return item;
        }
    }
    return to;
}

const struct answer *answers_given(const struct answers *a, uint32_t item, uint32_t entry)
{
    static const struct answer nothing = {0};
    return exists(a, item, entry) ? &slot_of(a, item, entry)->given : &nothing;
}

bool answers_aside(const struct answers *a, uint32_t item, uint32_t entry)
{
    return answers_given(a, item, entry)->kind != ANSWER_NONE &&
           answers_applies(a, item, entry) != TRUTH_TRUE;
}

const struct value *answers_value(const struct answers *a, uint32_t item, uint32_t entry)
{
    static const struct value absent = {.state = VALUE_ABSENT};
    const struct value *cell = exists(a, item, entry) ? cell_of(a, item, entry) : NULL;
    return cell == NULL ? &absent : cell;
}

struct expr_env answers_env(const struct answers *a)
{
    struct expr_env env = a->env;
    env.entry = 0;
    return env;
}

uint32_t answers_times(const struct answers *a, uint32_t item)
{
    return entries_of(a, item);
}

bool answers_asks(const struct answers *a, uint32_t item, uint32_t entry)
{
    return item < a->form->asked_end && form_is_question(&a->form->items[item]) &&
           entry < entries_of(a, item);
}

uint64_t answers_work(const struct answers *a)
{
    return a->done;
}
