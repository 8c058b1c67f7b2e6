// The order of things: a signal, what has been read, the silence that settles a half-read key, the
// deadline. Pure: where input, signals and time come from is the source's business.

#include "terminal/loop.h"

#include "terminal/input.h"

// One input; true when it makes an event.
static bool take(struct loop *loop, struct raw input, struct input *event)
{
    *event = (struct input){.kind = INPUT_KEY};
    switch (input.kind) {
    case RAW_BYTE:
        return key_feed(&loop->decoder, input.byte, &event->key);
    case RAW_PRESS:
        return key_feed_press(&loop->decoder, input.press, input.number, &event->key);
    case RAW_RESIZE:
        event->kind = INPUT_RESIZE;
        event->rows = input.rows;
        event->columns = input.columns;
        return true;
    case RAW_LOST:
        event->kind = INPUT_LOST;
        loop->lost = true;
        return true;
    case RAW_NOTHING:
        break;
    }
    return false;
}

// Nothing is there: waits for what comes first. True when that is an event, false when to read
// again.
static bool wait_for(struct loop *loop, int64_t deadline, struct input *event)
{
    int64_t silence = key_wait(&loop->decoder);
    if (loop->source->escape_settled && key_escape_waits(&loop->decoder)) {
        silence = 0;
    }
    if (silence >= 0) { // before any deadline: it is short
        *event = (struct input){.kind = INPUT_KEY};
        return (silence == 0 || !loop->source->wait(loop->context, silence, true)) &&
               key_timeout(&loop->decoder, &event->key);
    }
    int64_t rest = -1;
    if (deadline != LOOP_NO_DEADLINE) {
        int64_t now = loop_now(loop);
        rest = deadline > now ? deadline - now : 0;
    }
    *event = (struct input){.kind = INPUT_DEADLINE};
    return rest == 0 || !loop->source->wait(loop->context, rest, false);
}

struct input loop_wait(struct loop *loop, int64_t deadline)
{
    struct input event = {.kind = INPUT_LOST};
    while (!loop->lost || loop->peeked) {
        int signal = loop->source->signal(loop->context);
        if (signal != 0) {
            return (struct input){.kind = INPUT_SIGNAL, .signal = signal};
        }
        if (loop->peeked) {
            loop->peeked = false;
            return loop->next;
        }
        struct raw input = loop->source->take(loop->context);
        if (input.kind == RAW_NOTHING ? wait_for(loop, deadline, &event)
                                      : take(loop, input, &event)) {
            return event;
        }
    }
    return event;
}

const struct input *loop_peek(struct loop *loop)
{
    while (!loop->peeked && !loop->lost && loop->source->hurries) {
        struct raw input = loop->source->take(loop->context);
        if (input.kind == RAW_NOTHING) {
            break;
        }
        loop->peeked = take(loop, input, &loop->next);
    }
    return loop->peeked ? &loop->next : NULL;
}

int64_t loop_now(const struct loop *loop)
{
    return loop->source->now(loop->context);
}
