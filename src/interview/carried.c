// What the clinic carries over from an earlier visit: given before the patient says anything, and
// settled until the patient says otherwise.

#include "interview/carried.h"

#include "interview/interview_part.h"
#include "interview/memory.h"

// The clinic speaks before the patient does, of what the form lets it carry over, and its word is
// judged like any.
struct valid carried_may(struct interview *iv, const struct event *event)
{
    bool first = iv->trail_count > 0;
    for (size_t i = 0; first && i < iv->trail_count; i++) {
        first = iv->trail[i].kind == (i == 0 ? EVENT_BEGIN : EVENT_CARRIED);
    }
    struct stop at = {event->item, event->entry};
    if (!first || event->item >= iv->form->asked_end || !iv->form->items[event->item].carried ||
        event->answer.kind != ANSWER_VALUE || !way_is_stop(iv->answers, at)) {
        return (struct valid){.verdict = VALID_STOP, .reason = VALID_NOT_NOW, .item = FORM_NO_ITEM};
    }
    return interview_judge(iv, event->item, event->entry, &event->answer);
}

bool interview_carried(const struct interview *iv, uint32_t item)
{
    for (size_t i = 0; i < iv->carried_count; i++) {
        if (iv->carried[i] == item) {
            return true;
        }
    }
    return false;
}

struct stop carried_onward(const struct interview *iv, struct stop at)
{
    while (stop_exists(at) && interview_carried(iv, at.item)) {
        at = way_next(iv->answers, at);
    }
    return at;
}

struct stop carried_backward(const struct interview *iv, struct stop at)
{
    while (stop_exists(at) && interview_carried(iv, at.item)) {
        at = way_previous(iv->answers, at);
    }
    return at;
}

void carried_note(struct interview *iv, const struct event *event)
{
    size_t left = 0;
    for (size_t i = 0; i < iv->carried_count; i++) {
        if (iv->carried[i] != event->item) {
            iv->carried[left++] = iv->carried[i];
        }
    }
    iv->carried_count = left;
    if (event->kind == EVENT_CARRIED) {
        iv->carried =
            memory_grow(iv->carried, iv->carried_count, &iv->carried_capacity, sizeof *iv->carried);
        iv->carried[iv->carried_count++] = event->item;
    }
}
