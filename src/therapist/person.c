// Is this the person before you? Nothing of the answers until that is said; and the opening is in
// the log before anything is shown.
#include "therapist/view.h"
#include "therapist/visit.h"

#include <string.h>

static const struct folded_row *row_of(struct therapist *desk)
{
    return folded_row(desk->folded, desk->focus);
}

static struct rect draw_fact(struct therapist *desk, struct rect area, const char *label,
                             const char *text)
{
    enum { LABEL = 12 };
    if (text[0] == '\0' || area.rows <= 0) {
        return area;
    }
    canvas_text_in(&desk->canvas, area, area.row, area.column, ROLE_QUIET, label, strlen(label));
    struct rect place = {area.row, area.column + LABEL, area.rows, area.columns - LABEL};
    int rows = draw_paragraph(&desk->canvas, place, ROLE_STRONG, text);
    return rect_below(area, rows < area.rows ? rows : area.rows);
}

static void person_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    (void)state;
    const struct folded_row *row = row_of(desk);
    struct rect area = frame_draw(desk, frame, desk->setup->installation->roll.clinic, "a record");
    area.columns = frame->measure;
    canvas_text_in(&desk->canvas, area, area.row, area.column, ROLE_NORMAL, ">", 1);
    canvas_cursor(&desk->canvas, area.row, area.column);
    struct rect question = {area.row, area.column + 2, area.rows, area.columns - 2};
    area = rect_below(question, draw_paragraph(&desk->canvas, question, ROLE_STRONG,
                                               "Is this the person before you?"));
    area = area.rows > 5 ? rect_below(area, 1) : area;
    if (row != NULL) {
        struct therapist_when when;
        desk->setup->when(desk->setup->context, row->at, &when);
        const char *age = whom_age(desk, row, when.day);
        area = draw_fact(desk, area, "Name", whom_name(row));
        area =
            draw_fact(desk, area, "Born", row->born_known ? whom_born(desk, row) + 5 : "not said");
        area = draw_fact(desk, area, "Age", age);
        area = draw_fact(desk, area, "Slip", row->slip);
        area = draw_fact(desk, area, "Answered", when.text);
        area = draw_fact(desk, area, "So far",
                         row->partial ? "sealed when something urgent was shown: whoever it is was "
                                        "at the terminal then"
                                      : "");
        const char *kept = desk->setup->print_today_only
                               ? "no: seen today only, never exported"
                               : "no: seen today only, never printed or exported";
        (void)draw_fact(desk, area, "Kept", row->today_only ? kept : "");
    }
    static const struct hint hints[] = {{"Enter", "yes, open"}, {"N", "no"}};
    frame_footer(desk, frame, hints, 2);
}

static void open_record(struct therapist *desk)
{
    const struct folded_row *row = row_of(desk);
    if (row == NULL) {
        return;
    }
    uint64_t number = row->number;
    if (!opening_try(desk, row)) { // nobody has read it
        therapist_back(desk);
        return;
    }
    if (!therapist_deed(desk, "read", row->id, NULL)) {
        opening_close(desk);
        return;
    }
    therapist_look(desk); // it has been read from now on
    if (folded_row(desk->folded, number) != NULL) {
        desk->reader_tab = 0;
        therapist_instead(desk, &at_reader);
    }
}

static bool person_key(struct therapist *desk, void *state, const struct key *key)
{
    (void)state;
    if (key->press == PRESS_ENTER || key_is(key, 'y')) {
        open_record(desk);
    } else if (key_is(key, 'n')) {
        therapist_back(desk);
    } else {
        return false;
    }
    return true;
}

const struct view_kind at_person = {.draw = person_draw, .key = person_key};
