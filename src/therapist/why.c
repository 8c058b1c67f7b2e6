// Why a rule is as it is. The document says it; this shows it.
#include "summary/documents.h"
#include "therapist/document.h"
#include "therapist/view.h"
#include "therapist/visit.h"

#include <stdlib.h>

struct why {
    struct document document;
    unsigned turn;
};

static void *why_open(struct therapist *desk)
{
    struct why *why = therapist_take(sizeof *why);
    document_init(&why->document, desk->setup->ascii);
    return why;
}

static void why_close(void *state)
{
    struct why *why = state;
    document_clear(&why->document);
    free(why);
}

static void why_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct why *why = state;
    const struct visit *visit = desk->visit;
    const struct rules *rules = visit->of->rules;
    if (why->turn != visit->turn) {
        why->turn = visit->turn;
        (void)document_set(&why->document,
                           summary_why(visit->answers, rules, visit->found, desk->rule,
                                       visit->of->clinic, &visit->facts));
    }
    struct rect area = frame_record(desk, frame, "why");
    document_draw(&why->document, &desk->canvas, area);
    frame_footer(desk, frame, NULL, 0);
}

static bool why_key(struct therapist *desk, void *state, const struct key *key)
{
    struct why *why = state;
    if (key_is(key, '?') || key->press == PRESS_ENTER) {
        therapist_back(desk);
        return true;
    }
    return document_key(&why->document, key);
}

const struct view_kind at_why = {
    .open = why_open, .close = why_close, .draw = why_draw, .key = why_key};
