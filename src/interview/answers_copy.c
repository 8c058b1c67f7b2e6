#include "interview/answers.h"

static void copy_item(const struct answers *from, struct answers *to, uint32_t item)
{
    uint32_t entries = answers_times(from, item);
    for (uint32_t entry = 0; entry < entries; entry++) {
        const struct answer *given = answers_given(from, item, entry);
        if (given->kind != ANSWER_NONE) {
            answers_give(to, item, entry, given);
        }
    }
}

struct answers *answers_copy(const struct answers *from)
{
    const struct form *form = answers_form(from);
    struct expr_env env = answers_env(from);
    struct answers *to = answers_new(&(struct answers_setup){
        .form = form,
        .settings = env.settings,
        .today_known = env.today_known,
        .today = env.today,
    });
    for (uint32_t item = 0; item < form->asked_end; item++) {
        bool repeat = form->items[item].type == ITEM_REPEAT;
        for (uint32_t i = 0; repeat && i < answers_entries(from, item); i++) {
            answers_add_entry(to, item);
        }
        if (repeat || form_is_question(&form->items[item])) {
            copy_item(from, to, item);
        }
    }
    answers_end(to, env.ended);
    return to;
}
