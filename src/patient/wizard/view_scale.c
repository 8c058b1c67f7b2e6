// A scale: the steps in one row with their ends named; as a list when each step has a name of its
// own or the row does not fit. Nothing is marked until the patient acts.

#include "patient/wizard/steps.h"
#include "patient/wizard/view.h"
#include "terminal/list.h"

#include <stdio.h>
#include <stdlib.h>

enum { LABELS_MAX = 101 };

struct scale {
    const struct form_item *item;
    struct steps steps;
    struct list list; // used when `listed`
    bool listed;
    enum silence silence; // chosen instead of a step
    bool touched;
    struct answer answer; // what `marked` lends out
    char keys[LABELS_MAX][12];
};

static int whole(decimal number)
{
    decimal value = number / DECIMAL_ONE;
    return value > 1000000 ? 1000000 : value < -1000000 ? -1000000 : (int)value;
}

static struct list_row scale_row(void *context, size_t row)
{
    const struct scale *scale = context;
    bool chosen = scale->steps.chosen && scale->steps.value == scale->steps.least + (int)row;
    const char *text = row < scale->item->label_count ? scale->item->labels[row] : "";
    if (scale->item->label_count == 0) {
        text = row == 0 ? scale->item->low : row + 1 == scale->list.count ? scale->item->high : "";
    }
    return (struct list_row){.key = scale->keys[row],
                             .mark = chosen ? "(x)" : "",
                             .text = text != NULL ? text : "",
                             .role = ROLE_NORMAL};
}

static void take_answer(struct scale *scale, const struct answer *answer)
{
    if (answer->kind == ANSWER_SILENCE) {
        scale->silence = (enum silence)answer->silence;
    } else if (answer->kind == ANSWER_VALUE) {
        scale->steps.chosen = true;
        scale->steps.value = whole(answer->as.number);
    }
}

static void *scale_open(struct wizard *wizard)
{
    enum { ROW_COLUMNS = LAYOUT_COLUMNS_MIN - 2 };
    struct scale *scale = view_take(sizeof *scale);
    const struct form_item *item = wizard_item(wizard);
    scale->item = item;
    scale->steps.least = item->has_min ? whole(item->min) : 0;
    scale->steps.most = item->has_max ? whole(item->max) : 10;
    scale->listed = item->label_count > 0 || !steps_fit(&scale->steps, ROW_COLUMNS);
    list_init(&scale->list, scale_row, scale, wizard->canvas.width);
    int count = scale->steps.most - scale->steps.least + 1;
    scale->list.count = count > LABELS_MAX ? LABELS_MAX : count > 0 ? (size_t)count : 0;
    for (size_t i = 0; i < scale->list.count; i++) {
        snprintf(scale->keys[i], sizeof(scale->keys[i]), "%d", scale->steps.least + (int)i);
    }
    const struct answer *kept = act_kept(wizard);
    take_answer(scale, kept != NULL ? kept : wizard_given(wizard));
    scale->touched = kept != NULL;
    if (scale->steps.chosen && scale->steps.value >= scale->steps.least) {
        list_focus(&scale->list, (size_t)(scale->steps.value - scale->steps.least));
    }
    return scale;
}

static void scale_close(void *state)
{
    struct scale *scale = state;
    list_clear(&scale->list);
    free(scale);
}

static struct answer answer_of(const struct scale *scale)
{
    if (scale->silence != SILENCE_NOT) {
        return answer_silence(scale->silence);
    }
    return scale->steps.chosen ? answer_number(decimal_of(scale->steps.value))
                               : (struct answer){.kind = ANSWER_NONE};
}

static const struct answer *scale_marked(void *state)
{
    struct scale *scale = state;
    scale->answer = answer_of(scale);
    return scale->touched ? &scale->answer : NULL;
}

static void scale_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct scale *scale = state;
    int quiet = quiet_rows(wizard, frame->body.columns, false);
    const char *low = page_words(wizard, scale->item->low);
    const char *high = page_words(wizard, scale->item->high);
    int steps =
        scale->listed ? 4 : steps_rows(&scale->steps, &wizard->canvas, frame->measure, low, high);
    struct rect area = page_question(wizard, frame, steps + quiet);
    if (!scale->listed && area.rows < steps + quiet && wizard->notice.length == 0) {
        area.rows++; // the line of the notice: what both ends mean must be read
    }
    if (!scale->listed && quiet > area.rows - steps) {
        // Beside a notice too: until the next key a silence may go unnamed, an end may not.
        quiet = area.rows > steps ? area.rows - steps : 0;
    }
    struct rect below = area;
    below.row += area.rows - quiet;
    below.rows = quiet;
    area.rows -= quiet;
    if (scale->listed) {
        int used = list_draw(&scale->list, &wizard->canvas, area, &wizard->scratch);
        if (used + 1 < area.rows) {
            below.row = area.row + used + 1;
        }
    } else {
        struct rect row = area;
        row.columns = frame->measure;
        int used = steps_draw(&scale->steps, &wizard->canvas, row, low, high);
        if (used + 2 < area.rows) {
            below.row = area.row + used + 2;
        }
    }
    quiet_draw(wizard, below, scale->silence, false);
    struct hint hints[2] = {{"Enter", "go on"}, {"0-9", "choose"}};
    if (scale->listed) {
        page_footer(wizard, frame, hints, 1);
    } else {
        hints[1].key = "Arrows";
        page_footer(wizard, frame, hints, 2);
    }
}

static bool list_moved(struct wizard *wizard, struct scale *scale, const struct key *key)
{
    if (list_key(&scale->list, key)) {
        return true;
    }
    bool chooses = list_digit(&scale->list, key, loop_now(wizard->setup->loop)) != SIZE_MAX ||
                   key_is(key, ' ');
    if (!chooses || scale->list.count == 0) {
        return false;
    }
    scale->steps.chosen = true;
    scale->steps.value = scale->steps.least + (int)scale->list.focus;
    scale->silence = SILENCE_NOT;
    scale->touched = true;
    return true;
}

static bool scale_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct scale *scale = state;
    if (key->press == PRESS_ENTER) {
        if (scale->listed && scale->silence == SILENCE_NOT && scale->list.count > 0) {
            scale->steps.chosen = true; // the line in focus
            scale->steps.value = scale->steps.least + (int)scale->list.focus;
        }
        struct answer answer = answer_of(scale);
        if (answer.kind == ANSWER_NONE) {
            wizard_warn(wizard, "Please choose a number first: type it, or use the arrow keys.");
            return true;
        }
        act_answer(wizard, &answer);
        return true;
    }
    if (scale->listed) {
        if (list_moved(wizard, scale, key)) {
            return true;
        }
    } else if (steps_key(&scale->steps, key, loop_now(wizard->setup->loop))) {
        scale->silence = SILENCE_NOT;
        scale->touched = true;
        return true;
    }
    enum silence silence = quiet_key(wizard, key, false);
    if (silence != SILENCE_NOT) {
        scale->silence = silence;
        scale->steps.chosen = false;
        scale->touched = true;
        return true;
    }
    return false;
}

const struct view_kind view_scale = {
    .open = scale_open,
    .close = scale_close,
    .draw = scale_draw,
    .key = scale_key,
    .marked = scale_marked,
};
