// Screens that cover the question: "are you still there?" and the curtain. Whoever walks past reads
// nothing of the patient on them.

#include "patient/wizard/view.h"

#include <string.h>

// One line in the middle, the cursor at its beginning.
static void draw_middle(struct wizard *wizard, const struct frame *frame, const char *text)
{
    int columns = (int)text_columns(text, strlen(text), wizard->canvas.width);
    int column = frame->whole.columns > columns ? (frame->whole.columns - columns) / 2 : 0;
    int row = frame->whole.rows / 2;
    draw_cut(&wizard->canvas, row, column, frame->whole.columns - column, ROLE_NORMAL, text);
    canvas_cursor(&wizard->canvas, row, column);
}

// What stands under the one line of a covered screen: what comes by itself, else what was said.
static void draw_under(struct wizard *wizard, const struct frame *frame, const char *coming)
{
    const char *text = coming != NULL              ? coming
                       : wizard->notice.length > 0 ? wizard->notice.bytes
                                                   : NULL;
    struct rect area = frame->body;
    if (text != NULL) {
        area.row = frame->whole.rows / 2 + 2;
        area.rows = draw_paragraph_rows(&wizard->canvas, area.columns, text);
        draw_centre(&wizard->canvas, area, ROLE_NORMAL, text);
    }
}

static void *curtain_open(struct wizard *wizard)
{
    idle_covered(wizard);
    return NULL;
}

static const char *what_comes(struct wizard *wizard)
{
    int left = idle_left(wizard);
    bool closes =
        wizard->close_at >= 0 && (wizard->lock_at < 0 || wizard->close_at <= wizard->lock_at);
    if (left < 0) {
        return NULL;
    }
    const char *what = closes && wizard->stage != STAGE_INTERVIEW
                           ? "this page is closed. Press any key to keep it."
                       : closes ? "your answers are put away. Press any key to keep them here."
                       : wizard->setup->unlock != NULL
                           ? "only your four words will open it. Press any key to wait."
                           : "only staff can open it. Press any key to wait.";
    return arena_print(&wizard->scratch, "In %d seconds %s", left, what);
}

static void curtain_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    draw_middle(wizard, frame, "Press Enter to go on");
    draw_under(wizard, frame, what_comes(wizard));
}

static bool curtain_key(struct wizard *wizard, void *state, const struct key *key)
{
    (void)state;
    if (key->press == PRESS_ENTER) {
        wizard_over(wizard, NULL);
    }
    return true;
}

const struct view_kind view_curtain = {
    .open = curtain_open, .draw = curtain_draw, .key = curtain_key, .steady = true, .alone = true};

// The question is covered already: whoever walks past reads nothing.
static void notice_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    draw_middle(
        wizard, frame,
        arena_print(&wizard->scratch, "Are you still there? Press any key. %d", idle_left(wizard)));
}

static bool notice_key(struct wizard *wizard, void *state, const struct key *key)
{
    (void)state;
    (void)key;
    wizard_over(wizard, NULL);
    return true;
}

const struct view_kind view_notice = {.draw = notice_draw, .key = notice_key, .alone = true};
