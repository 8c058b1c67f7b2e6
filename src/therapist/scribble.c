#include "therapist/scribble.h"

#include "record/remark.h"

#include <string.h>

void scribble_init(struct edit *edit, text_width_fn width)
{
    edit_init(edit, true, SCRIBBLE_MOST, REMARK_TEXT - 1, width);
}

void scribble_draw(struct therapist *desk, struct rect area, struct edit *edit,
                   const char *question)
{
    struct rect head = area;
    head.columns = area.columns < LAYOUT_MEASURE ? area.columns : LAYOUT_MEASURE;
    area = rect_below(area, draw_paragraph(&desk->canvas, head, ROLE_STRONG, question));
    area = area.rows > 4 ? rect_below(area, 1) : area;
    struct rect text = {area.row, area.column + 2, area.rows, head.columns - 2};
    draw_text_area(&desk->canvas, text, edit);
    // The mark stands beside the line the cursor is in.
    canvas_text(&desk->canvas, desk->canvas.cursor_row, area.column, ROLE_NORMAL, ">");
}

bool scribble_key(struct therapist *desk, struct edit *edit, const struct key *key)
{
    if (key->press == PRESS_ENTER) {
        return false;
    }
    enum edit_result result =
        key_is_ctrl(key, 'n') ? edit_insert(edit, "\n", 1) : edit_key(edit, key);
    if (result == EDIT_FULL) {
        therapist_warn(desk, "That is as much as fits in one note.");
    }
    return result != EDIT_IGNORED;
}

bool scribble_empty(const struct edit *edit)
{
    return strspn(edit->bytes, " \n") == edit->length;
}
