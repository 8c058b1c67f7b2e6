// Earlier visits that may be of the same person: linked by the therapist, never merged.
#include "terminal/list.h"
#include "therapist/view.h"
#include "therapist/visit.h"

#include <stdlib.h>
#include <string.h>

enum { EARLIER_MOST = 32 };

struct maybe {
    uint64_t number;
    bool linked;
};

struct earlier {
    struct therapist *desk;
    struct maybe maybes[EARLIER_MOST];
    struct list list;
};

static struct list_row earlier_row(void *context, size_t index)
{
    struct earlier *earlier = context;
    struct therapist *desk = earlier->desk;
    const struct maybe *maybe = &earlier->maybes[index];
    const struct folded_row *row = folded_row(desk->folded, maybe->number);
    struct list_row out = {
        .key = "", .mark = maybe->linked ? "[x]" : "[ ]", .text = "", .role = ROLE_NORMAL};
    if (row != NULL) {
        struct therapist_when when;
        desk->setup->when(desk->setup->context, row->at, &when);
        out.text = arena_print(&desk->scratch, "%s  %s, %s", when.date, whom_name(row),
                               whom_born(desk, row));
    }
    return out;
}

// Those that are suggested now. One that was unlinked here stays, so that it can be linked again.
static void gather(struct earlier *earlier)
{
    struct therapist *desk = earlier->desk;
    const struct folded_row *row = folded_row(desk->folded, desk->visit->number);
    uint64_t numbers[EARLIER_MOST];
    size_t linked = 0;
    size_t count =
        row != NULL ? folded_of_person(desk->folded, row, numbers, EARLIER_MOST, &linked) : 0;
    for (size_t i = 0; i < earlier->list.count; i++) {
        earlier->maybes[i].linked = false;
    }
    for (size_t i = 0; i < count && i < EARLIER_MOST; i++) {
        size_t at = 0;
        while (at < earlier->list.count && earlier->maybes[at].number != numbers[i]) {
            at++;
        }
        if (at < EARLIER_MOST) {
            earlier->maybes[at] = (struct maybe){numbers[i], i < linked};
            earlier->list.count += at == earlier->list.count;
        }
    }
}

static void *earlier_open(struct therapist *desk)
{
    struct earlier *earlier = therapist_take(sizeof *earlier);
    earlier->desk = desk;
    list_init(&earlier->list, earlier_row, earlier, desk->canvas.width);
    gather(earlier);
    return earlier;
}

static void earlier_close(void *state)
{
    struct earlier *earlier = state;
    list_clear(&earlier->list);
    free(earlier);
}

static void earlier_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct earlier *earlier = state;
    struct rect area = frame_record(desk, frame, "earlier visits");
    struct rect head = area;
    head.columns = frame->measure;
    bool none = earlier->list.count == 0;
    area = rect_below(
        area, draw_paragraph(&desk->canvas, head, ROLE_STRONG,
                             none ? "No earlier visit has this birth date and a name like this."
                                  : "Are these of the same person? Those you mark are counted in "
                                    "the measures over time; nothing is merged."));
    area = area.rows > 4 ? rect_below(area, 1) : area;
    if (none) {
        canvas_cursor(&desk->canvas, head.row, head.column);
    }
    list_draw(&earlier->list, &desk->canvas, area, &desk->scratch);
    static const struct hint hints[] = {{"Space", "same person, or not"}};
    frame_footer(desk, frame, hints, none ? 0 : 1);
}

static void toggle(struct earlier *earlier)
{
    struct therapist *desk = earlier->desk;
    const struct maybe *maybe = &earlier->maybes[earlier->list.focus];
    const struct folded_row *row = folded_row(desk->folded, maybe->number);
    bool links = !maybe->linked;
    if (row == NULL) {
        return;
    }
    struct remark remark;
    remark_init(&remark, links ? REMARK_LINK : REMARK_UNLINK);
    memcpy(remark.other, row->id, ENTRY_ID);
    if ((!links || therapist_deed(desk, "read", row->id, "linked to a later visit")) &&
        opening_remark(desk, &remark)) {
        therapist_say(desk, links ? "Linked. The measures over time have it now."
                                  : "Not linked any more.");
        gather(earlier);
    }
    remark_clear(&remark);
}

static bool earlier_key(struct therapist *desk, void *state, const struct key *key)
{
    struct earlier *earlier = state;
    (void)desk;
    if (list_key(&earlier->list, key)) {
        return true;
    }
    if ((key_is(key, ' ') || key->press == PRESS_ENTER) && earlier->list.count > 0) {
        toggle(earlier);
        return true;
    }
    return false;
}

static void earlier_news(struct therapist *desk, void *state)
{
    if (desk->visit != NULL) {
        gather(state);
    }
}

const struct view_kind at_earlier = {.open = earlier_open,
                                     .close = earlier_close,
                                     .draw = earlier_draw,
                                     .key = earlier_key,
                                     .news = earlier_news};
