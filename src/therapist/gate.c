// Before the queue, and whenever it is locked: a passphrase, typed unseen. Nothing of a patient.
#include "terminal/secret.h"
#include "therapist/view.h"

#include <stdlib.h>

struct gate {
    struct secret secret;
};

static void *gate_open(struct therapist *desk)
{
    (void)desk;
    struct gate *gate = therapist_take(sizeof *gate);
    secret_open(&gate->secret);
    return gate;
}

static void gate_close(void *state)
{
    struct gate *gate = state;
    secret_close(&gate->secret);
    free(gate);
}

static void gate_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    (void)state;
    struct canvas *canvas = &desk->canvas;
    struct rect area = frame_draw(desk, frame, desk->setup->installation->roll.clinic, "locked");
    area.columns = frame->measure;
    area = rect_below(area, draw_paragraph(canvas, area, ROLE_STRONG,
                                           "Type your passphrase and press Enter. It is not "
                                           "shown."));
    area = area.rows > 2 ? rect_below(area, 1) : area;
    canvas_text_in(canvas, area, area.row, area.column, ROLE_NORMAL, ">", 1);
    canvas_rule(canvas, area.row + 1, area.column + 2, area.columns - 2, ROLE_QUIET);
    canvas_cursor(canvas, area.row, area.column + 2);
    static const struct hint hints[] = {{"Enter", "unlock"}, {"Esc", "leave"}};
    draw_footer(canvas, frame, hints, 2);
}

static void try_it(struct therapist *desk, struct gate *gate)
{
    if (gate->secret.length == 0) {
        return;
    }
    therapist_say(desk, "One moment.");
    therapist_frame(desk); // a passphrase takes half a second to try, for each reader
    buffer_reset(&desk->said);
    bool right = unlocking_try(desk, gate->secret.bytes);
    secret_reset(&gate->secret);
    desk->touched = loop_now(desk->setup->loop);
    desk->look_at = desk->touched;
    if (right) {
        therapist_instead(desk, &at_queue);
    }
}

static bool gate_key(struct therapist *desk, void *state, const struct key *key)
{
    struct gate *gate = state;
    if (key->press == PRESS_ENTER) {
        try_it(desk, gate);
    } else if (key->press == PRESS_ESCAPE || key_is_ctrl(key, 'c')) {
        // Esc takes back what was typed first: a passphrase begun anew is no wish to go.
        if (gate->secret.length == 0) {
            therapist_leave(desk);
        }
        secret_reset(&gate->secret);
    } else if (secret_key(&gate->secret, key) == SECRET_FULL) {
        therapist_warn(desk, "That is longer than any passphrase.");
    }
    return true; // no key means anything else here
}

static bool gate_typing(const void *state)
{
    (void)state;
    return true;
}

const struct view_kind at_gate = {.open = gate_open,
                                  .close = gate_close,
                                  .draw = gate_draw,
                                  .key = gate_key,
                                  .typing = gate_typing};
