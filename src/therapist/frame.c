// What every screen shares: where one is, what was just said, the keys.
#include "therapist/view.h"
#include "therapist/visit.h"

#include <string.h>

struct rect frame_draw(struct therapist *desk, const struct frame *frame, const char *left,
                       const char *right)
{
    struct rect body = frame->body;
    draw_title(&desk->canvas, frame, left, right);
    if (desk->said.length == 0) {
        return body;
    }
    struct rect place = frame->notice;
    int rows = draw_paragraph_rows(&desk->canvas, place.columns, desk->said.bytes);
    int most = body.rows - 3 > 1 ? body.rows - 3 : 1;
    rows = rows < most ? rows : most;
    place.row -= rows - 1;
    place.rows = rows;
    draw_paragraph(&desk->canvas, place, desk->warning ? ROLE_WARNING : ROLE_STRONG,
                   desk->said.bytes);
    body.rows -= rows - 1;
    return body;
}

struct rect frame_record(struct therapist *desk, const struct frame *frame, const char *right)
{
    const struct folded_row *row = folded_row(desk->folded, desk->visit->number);
    int room =
        frame->title.columns - 2 - (int)text_columns(right, strlen(right), desk->canvas.width);
    const char *who = row != NULL ? whom_line(desk, row, room > 0 ? (size_t)room : 0) : "";
    return frame_draw(desk, frame, who, right);
}

enum { HINTS_MOST = 14 };

void frame_footer(struct therapist *desk, const struct frame *frame, const struct hint *hints,
                  size_t count)
{
    struct hint all[HINTS_MOST];
    size_t used = 0;
    const struct view *view = &desk->views[desk->view_count - 1];
    bool letters = view->kind->typing == NULL || !view->kind->typing(view->state);
    for (; used < count && used < HINTS_MOST - 3; used++) {
        all[used] = hints[used];
    }
    if (desk->view_count > 1) {
        all[used++] = (struct hint){"Esc", "back"};
    }
    if (view->kind != &at_help) {
        all[used++] = (struct hint){letters ? "H" : "F1", "help"};
    }
    all[used++] = (struct hint){letters ? "L" : "F6", "lock"};
    draw_footer(&desk->canvas, frame, all, used);
}
