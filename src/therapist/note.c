// A note beside the record.
#include "therapist/scribble.h"
#include "therapist/visit.h"

#include <stdlib.h>

static void *note_open(struct therapist *desk)
{
    struct edit *edit = therapist_take(sizeof *edit);
    scribble_init(edit, desk->canvas.width);
    if (half_take(&desk->half, desk->visit->number, desk->reader, desk->secret, edit)) {
        therapist_say(desk, "What you had written when the desk locked is here again.");
    }
    return edit;
}

static void note_close(void *state)
{
    edit_clear(state);
    free(state);
}

static bool note_typing(const void *state)
{
    (void)state;
    return true;
}

static const struct edit *note_written(const void *state)
{
    return state;
}

static void note_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct rect area = frame_record(desk, frame, "a note");
    scribble_draw(desk, area, state,
                  "Your note. It is sealed beside the record and signed by "
                  "you; it cannot be changed later.");
    static const struct hint hints[] = {{"Enter", "sign"}, {"Ctrl-N", "new line"}};
    frame_footer(desk, frame, hints, 2);
}

static bool note_key(struct therapist *desk, void *state, const struct key *key)
{
    struct edit *edit = state;
    if (key->press != PRESS_ENTER) {
        return scribble_key(desk, edit, key);
    }
    if (scribble_empty(edit)) {
        therapist_say(desk, "Nothing is written yet. Esc goes back.");
        return true;
    }
    struct remark remark;
    remark_init(&remark, REMARK_NOTE);
    buffer_add(&remark.text, edit->bytes, edit->length);
    if (opening_remark(desk, &remark)) {
        therapist_say(desk, "Noted and signed.");
        therapist_back(desk);
    }
    remark_clear(&remark);
    return true;
}

const struct view_kind at_note = {.open = note_open,
                                  .close = note_close,
                                  .draw = note_draw,
                                  .key = note_key,
                                  .typing = note_typing,
                                  .written = note_written};
