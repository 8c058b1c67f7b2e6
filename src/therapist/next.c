// The next visit, made ready: the form for who comes back, with what the clinic carries over, under
// four words for the patient's slip. The command makes it; this asks, and shows the words.
#include "therapist/view.h"
#include "therapist/visit.h"

#include "base/wipe.h"

#include <stdlib.h>

enum { NEXT_MOST = 8192 };

struct next {
    struct buffer said; // what was made, once it is
};

static void *next_open(struct therapist *desk)
{
    (void)desk;
    struct next *next = therapist_take(sizeof *next);
    buffer_init(&next->said, NEXT_MOST);
    return next;
}

static void next_close(void *state)
{
    struct next *next = state;
    buffer_clear(&next->said);
    free(next);
}

static void next_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct next *next = state;
    struct rect area = frame_record(desk, frame, "next visit");
    if (next->said.length > 0) {
        pager_draw(&desk->help, &desk->canvas, area, next->said.bytes, false);
        frame_footer(desk, frame, NULL, 0);
        return;
    }
    canvas_text(&desk->canvas, area.row, area.column, ROLE_NORMAL, ">");
    canvas_cursor(&desk->canvas, area.row, area.column);
    struct rect text = {area.row, area.column + 2, area.rows, frame->measure - 2};
    draw_paragraph(&desk->canvas, text, ROLE_STRONG,
                   arena_print(&desk->scratch,
                               "Make this patient's next visit ready? Its questions begin with "
                               "what was named today, under four words for the patient's slip. The "
                               "words hold for %d days.",
                               desk->setup->next_days));
    static const struct hint hints[] = {{"Enter", "make it ready"}};
    frame_footer(desk, frame, hints, 1);
}

static bool next_key(struct therapist *desk, void *state, const struct key *key)
{
    struct next *next = state;
    const struct therapist_setup *setup = desk->setup;
    const struct visit *visit = desk->visit;
    char said[THERAPIST_SAID] = "";
    if (next->said.length > 0) {
        return pager_key(&desk->help, key);
    }
    if (key->press != PRESS_ENTER) {
        return false;
    }
    therapist_say(desk, "One moment.");
    therapist_frame(desk); // four words are stretched like a passphrase
    buffer_reset(&desk->said);
    desk->help = (struct pager){.top = 0};
    if (!setup->next(setup->context, desk->reader, desk->secret, visit->interview, visit->id,
                     &next->said, said)) {
        wipe(next->said.bytes, next->said.length);
        buffer_reset(&next->said);
        therapist_warn(desk, "%s", said);
    }
    desk->touched = loop_now(setup->loop);
    return true;
}

const struct view_kind at_next = {
    .open = next_open, .close = next_close, .draw = next_draw, .key = next_key};
