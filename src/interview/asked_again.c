#include "interview/asked_again.h"

#include "interview/memory.h"

#include <string.h>

bool asked_again_open(const struct answers *said, uint32_t item, uint32_t entry)
{
    return answers_state(said, item, entry) != STATE_ANSWERED ||
           answers_value(said, item, entry)->silence != SILENCE_NOT;
}

// "None of these" is no mark: it says what was not marked, and that is what was asked again.
static bool is_mark(const struct form_option *option)
{
    return option->silence == SILENCE_NOT && !option->exclusive;
}

struct answer asked_again_both(const struct answers *said, uint32_t item, uint32_t entry,
                               const struct answer *learned)
{
    const struct form_item *it = &answers_form(said)->items[item];
    const struct answer *given = answers_given(said, item, entry);
    struct answer both;
    answer_copy(&both, learned);
    if (!both.is_set || given->kind != ANSWER_VALUE || !given->is_set) {
        return both;
    }
    for (uint32_t i = 0; i < it->options->count; i++) {
        if (set_has(given->as.set->chosen, i) && is_mark(&it->options->list[i])) {
            (void)answer_choose(&both, it->options, i, true);
        }
    }
    if (both.text == NULL && given->text != NULL) {
        both.text = memory_copy(given->text, strlen(given->text));
    }
    return both;
}
