// Why a rule is as it is. The document says it; this shows it.
#include "summary/documents.h"
#include "therapist/sheet.h"
#include "therapist/view.h"
#include "therapist/visit.h"

#include <stdlib.h>

struct why {
    struct sheet sheet;
    unsigned turn;
};

static void *why_open(struct therapist *desk)
{
    struct why *why = therapist_take(sizeof *why);
    sheet_init(&why->sheet, desk->setup->ascii);
    return why;
}

static void why_close(void *state)
{
    struct why *why = state;
    sheet_clear(&why->sheet);
    free(why);
}

static void why_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct why *why = state;
    const struct visit *visit = desk->visit;
    const struct rules *rules = visit->of->rules;
    if (why->turn != visit->turn) {
        why->turn = visit->turn;
        (void)sheet_set(&why->sheet, summary_why(visit->answers, rules, visit->found, desk->rule,
                                                 visit->of->clinic, &visit->facts));
    }
    struct rect area = frame_record(desk, frame, "why");
    sheet_draw(&why->sheet, &desk->canvas, area);
    frame_footer(desk, frame, NULL, 0);
}

static bool why_key(struct therapist *desk, void *state, const struct key *key)
{
    struct why *why = state;
    if (key_is(key, '?') || key->press == PRESS_ENTER) {
        therapist_back(desk);
        return true;
    }
    return sheet_key(&why->sheet, key);
}

const struct view_kind at_why = {
    .open = why_open, .close = why_close, .draw = why_draw, .key = why_key};
