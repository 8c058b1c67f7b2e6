// What becomes of answers does not depend on the way through the conversation, only on what was
// said in which entry: so the trail is followed by giving answers, and nothing is judged again.

#include "interview/retrace.h"

#include "interview/interview_part.h"
#include "interview/memory.h"
#include "interview/way.h"

#include <stdlib.h>
#include <string.h>

enum { LENGTH_BYTES = 4 };

// Where the entries of repeats are at the end: later removals move them down, or take them away.
static bool at_the_end(const struct event *trail, size_t count, size_t at, const struct form *form,
                       uint32_t *entry)
{
    uint32_t repeat = way_repeat(form, trail[at].item);
    if (repeat == FORM_NO_ITEM) {
        return true;
    }
    *entry = trail[at].entry;
    for (size_t i = at + 1; i < count; i++) {
        if (trail[i].kind == EVENT_REMOVE && trail[i].item == repeat) {
            if (trail[i].entry == *entry) {
                return false;
            }
            *entry -= trail[i].entry < *entry ? 1 : 0;
        }
    }
    return true;
}

// Was the answer given by trail[at] put aside, with no urgent text resting on it?
static bool is_withheld(const struct interview *interview, const struct event *trail, size_t count,
                        size_t at)
{
    const struct answers *answers = interview_answers(interview);
    uint32_t entry = trail[at].entry;
    return at_the_end(trail, count, at, answers_form(answers), &entry) &&
           answers_aside(answers, trail[at].item, entry) &&
           !interview_shown_then_changed(interview, trail[at].item, entry);
}

static void put(const struct event *event, const struct form *form, struct buffer *out)
{
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_JOURNAL_FRAME);
    event_encode(event, form, &bytes);
    for (int i = 0; i < LENGTH_BYTES; i++) {
        buffer_char(out, (char)(uint8_t)(bytes.length >> (8 * i)));
    }
    buffer_add(out, bytes.bytes, bytes.length);
    buffer_clear(&bytes);
}

void retrace_write(const struct interview *interview, struct buffer *out)
{
    const struct form *form = answers_form(interview_answers(interview));
    size_t count;
    const struct event *trail = interview_trail(interview, &count);
    for (size_t i = 0; i < count; i++) {
        if (trail[i].kind == EVENT_TYPED || trail[i].kind == EVENT_MARKED) {
            continue;
        }
        // A list that was completed is an answer too.
        bool said = trail[i].kind == EVENT_ANSWER || trail[i].kind == EVENT_READ ||
                    trail[i].kind == EVENT_CARRIED;
        if (said && is_withheld(interview, trail, count, i)) {
            const struct event withheld = {.kind = EVENT_WITHHELD,
                                           .at = trail[i].at,
                                           .item = trail[i].item,
                                           .entry = trail[i].entry};
            put(&withheld, form, out);
        } else {
            put(&trail[i], form, out);
        }
    }
}

int retrace_read(const uint8_t *bytes, size_t length, const struct form *form,
                 int (*see)(void *context, const struct event *event), void *context)
{
    while (length > 0) {
        if (length < LENGTH_BYTES) {
            return -1;
        }
        size_t size = 0;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            size |= (size_t)bytes[i] << (8 * i);
        }
        bytes += LENGTH_BYTES;
        length -= LENGTH_BYTES;
        struct event event;
        if (size > length || event_decode(bytes, size, form, &event) != 0) {
            return -1;
        }
        int stopped = see(context, &event);
        event_clear(&event);
        if (stopped != 0) {
            return -1;
        }
        bytes += size;
        length -= size;
    }
    return 0;
}

// Is there such a place, for this kind of event?
static bool has_place(const struct interview *iv, const struct event *event)
{
    bool repeat =
        event->item < iv->form->asked_end && iv->form->items[event->item].type == ITEM_REPEAT;
    switch (event->kind) {
    case EVENT_ANSWER:
        return repeat ? event->entry == 0 : answers_asks(iv->answers, event->item, event->entry);
    case EVENT_CARRIED:
        return event->item < iv->form->asked_end && iv->form->items[event->item].carried &&
               answers_asks(iv->answers, event->item, event->entry);
    case EVENT_READ:
        return event->item < iv->form->asked_end;
    case EVENT_ADD:
        return repeat && answers_entries(iv->answers, event->item) <
                             answers_entries_most(iv->form, event->item);
    case EVENT_REMOVE:
        return repeat && event->entry < answers_entries(iv->answers, event->item);
    default:
        return (event->kind == EVENT_BEGIN) == (iv->trail_count == 0);
    }
}

// A list that was left is complete, unless an entry of it still lacked something.
static void leave_list(struct interview *iv, uint32_t item)
{
    const struct form_item *it = &iv->form->items[item];
    struct stop owed = way_owed(iv->answers, item, it->next, NULL);
    if (it->type == ITEM_REPEAT && (!stop_exists(owed) || owed.item == item)) {
        struct answer complete = answer_number(decimal_of(answers_entries(iv->answers, item)));
        answers_give(iv->answers, item, 0, &complete);
    }
}

// Does an event again: nothing is judged, and where the interview stands afterwards means nothing.
static int do_again(struct interview *iv, const struct event *event)
{
    if (!has_place(iv, event)) {
        return -1;
    }
    switch (event->kind) {
    case EVENT_ANSWER:
    case EVENT_CARRIED:
        interview_give(iv, event);
        break;
    case EVENT_READ:
        leave_list(iv, event->item);
        break;
    case EVENT_ADD:
        answers_add_entry(iv->answers, event->item);
        break;
    case EVENT_REMOVE:
        answers_remove_entry(iv->answers, event->item, event->entry);
        beside_remove(&iv->beside, iv->form, event->item, event->entry);
        break;
    case EVENT_INTERRUPT:
        interview_show(iv, event);
        break;
    case EVENT_DAY:
        interview_set_day(iv, event);
        break;
    default:
        break;
    }
    beside_watch(&iv->beside, iv->answers);
    interview_keep(iv, event);
    return 0;
}

struct following {
    const struct form *form;
    struct interview *interview;
};

static int begin(struct following *following, const struct event *event)
{
    const struct form *form = following->form;
    if (event->kind != EVENT_BEGIN || memcmp(event->hash, form->hash, sizeof event->hash) != 0) {
        return -1;
    }
    uint8_t *settings = memory_take(form->setting_count + 1, 1);
    int failed = event_settings(event, form, settings);
    if (failed == 0) {
        following->interview = interview_new(&(struct answers_setup){
            .form = form,
            .settings = settings,
            .today_known = event->day_known,
            .today = event->day,
        });
    }
    free(settings);
    return failed;
}

static int follow(void *context, const struct event *event)
{
    struct following *following = context;
    if (following->interview == NULL && begin(following, event) != 0) {
        return -1;
    }
    return do_again(following->interview, event);
}

struct interview *retrace_interview(const uint8_t *bytes, size_t length, const struct form *form)
{
    struct following following = {.form = form};
    int failed = retrace_read(bytes, length, form, follow, &following);
    if (failed != 0 || following.interview == NULL) {
        interview_free(following.interview);
        return NULL;
    }
    interview_end_answers(following.interview);
    return following.interview;
}
