// A keyboard in memory, with its own time: a wait in the script passes at once.

#include "terminal/input.h"
#include "terminal/loop.h"

static void next_step(struct script *script)
{
    script->step++;
    script->at = 0;
    script->waited = 0;
}

static const struct script_step *current(const struct script *script)
{
    return script->step < script->count ? &script->steps[script->step] : NULL;
}

static struct raw script_take(void *context)
{
    struct script *script = context;
    const struct script_step *step = current(script);
    if (step == NULL) {
        return (struct raw){.kind = RAW_LOST};
    }
    if (step->kind == SCRIPT_RESIZE) {
        struct raw input = {.kind = RAW_RESIZE, .rows = step->rows, .columns = step->columns};
        next_step(script);
        return input;
    }
    if (step->kind == SCRIPT_BYTES && script->at < step->length) {
        return (struct raw){.kind = RAW_BYTE, .byte = (unsigned char)step->bytes[script->at++]};
    }
    return (struct raw){.kind = RAW_NOTHING};
}

static int script_signal(void *context)
{
    struct script *script = context;
    const struct script_step *step = current(script);
    if (step == NULL || step->kind != SCRIPT_SIGNAL) {
        return 0;
    }
    int signal = step->signal;
    next_step(script);
    return signal;
}

// Asked only when nothing could be taken: inside a wait, or at the end of the bytes of a step. That
// end is a silence that settles a half-read key, but reaches no deadline.
static bool script_wait(void *context, int64_t milliseconds, bool settling)
{
    struct script *script = context;
    const struct script_step *step = current(script);
    if (settling) {
        return false;
    }
    if (step != NULL && step->kind == SCRIPT_WAIT) {
        int64_t rest = step->milliseconds - script->waited;
        if (milliseconds >= 0 && milliseconds <= rest) {
            script->now += milliseconds;
            script->waited += milliseconds;
            return false;
        }
        script->now += rest;
    }
    next_step(script);
    return true;
}

static int64_t script_now(void *context)
{
    const struct script *script = context;
    return script->now;
}

static const struct loop_source source = {
    .take = script_take,
    .signal = script_signal,
    .wait = script_wait,
    .now = script_now,
};

void loop_init_script(struct loop *loop, struct script *script, const struct script_step *steps,
                      size_t count)
{
    *script = (struct script){.steps = steps, .count = count};
    *loop = (struct loop){.source = &source, .context = script};
    key_decoder_init(&loop->decoder);
}
