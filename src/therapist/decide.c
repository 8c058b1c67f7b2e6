// The decision: one of four, and words to it. It is signed and appended; a later one says why. What
// was given for today only is purged when it is signed off, and that is asked before.
#include "record/retention.h"
#include "terminal/list.h"
#include "therapist/scribble.h"
#include "therapist/visit.h"

#include <inttypes.h>
#include <stdlib.h>

enum stage { STAGE_CHOICE, STAGE_WORDS, STAGE_PURGE };

struct decide {
    struct therapist *desk;
    enum stage stage;
    struct list list;
    struct edit words;
    enum remark_decision decision;
    bool changes; // it takes the place of an earlier one
};

static struct list_row decision_row(void *context, size_t index)
{
    static const char *const keys[DECISION_KINDS] = {"1", "2", "3", "4"};
    static const char *const texts[DECISION_KINDS] = {"Suitable for the treatment",
                                                      "Suitable, with care", "Not today", "Refer"};
    const struct decide *decide = context;
    const struct visit *visit = decide->desk->visit;
    return (struct list_row){
        .key = keys[index],
        .mark = !visit->decided            ? NULL
                : visit->decision == index ? "(x)"
                                           : "",
        .text = texts[index],
        .role = ROLE_NORMAL,
    };
}

static void *decide_open(struct therapist *desk)
{
    struct decide *decide = therapist_take(sizeof *decide);
    decide->desk = desk;
    decide->changes = desk->visit->decided;
    list_init(&decide->list, decision_row, decide, desk->canvas.width);
    decide->list.count = DECISION_KINDS;
    scribble_init(&decide->words, desk->canvas.width);
    if (half_take(&desk->half, desk->visit->number, desk->reader, desk->secret, &decide->words)) {
        therapist_say(desk, "What you had written when the desk locked is kept for it.");
    }
    return decide;
}

static void decide_close(void *state)
{
    struct decide *decide = state;
    list_clear(&decide->list);
    edit_clear(&decide->words);
    free(decide);
}

static bool decide_typing(const void *state)
{
    const struct decide *decide = state;
    return decide->stage == STAGE_WORDS;
}

static const struct edit *decide_written(const void *state)
{
    const struct decide *decide = state;
    return &decide->words;
}

static void draw_choice(struct decide *decide, struct rect area)
{
    struct therapist *desk = decide->desk;
    struct rect head = area;
    area = rect_below(area, draw_paragraph(&desk->canvas, head, ROLE_STRONG,
                                           decide->changes
                                               ? "Another decision? The earlier one stays in the "
                                                 "record; this one says why."
                                               : "Your decision for today:"));
    area = area.rows > 5 ? rect_below(area, 1) : area;
    list_draw(&decide->list, &desk->canvas, area, &desk->scratch);
}

static void draw_purge(struct decide *decide, struct rect area)
{
    struct therapist *desk = decide->desk;
    canvas_text(&desk->canvas, area.row, area.column, ROLE_NORMAL, ">");
    canvas_cursor(&desk->canvas, area.row, area.column);
    area.column += 2;
    area.columns -= 2;
    draw_paragraph(&desk->canvas, area, ROLE_WARNING,
                   "This person asked that their answers are not kept. Signing off takes them away "
                   "for good, with what was noted beside them; the log says that it was done. Sign "
                   "off now? Y or N.");
}

static void decide_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct decide *decide = state;
    struct rect area = frame_record(desk, frame, "decision");
    area.columns = frame->measure;
    static const struct hint hints[3][2] = {{{"Enter", "choose"}, {NULL, NULL}},
                                            {{"Enter", "sign"}, {"Ctrl-N", "new line"}},
                                            {{"Y", "sign off and take away"}, {"N", "not yet"}}};
    switch (decide->stage) {
    case STAGE_CHOICE:
        draw_choice(decide, area);
        break;
    case STAGE_WORDS:
        scribble_draw(
            desk, area, &decide->words,
            arena_print(&desk->scratch, "%s. %s", decision_row(decide, decide->decision).text,
                        decide->changes ? "Why is it changed?" : "A note to it, if you like:"));
        break;
    case STAGE_PURGE:
        draw_purge(decide, area);
        break;
    }
    frame_footer(desk, frame, hints[decide->stage], decide->stage == STAGE_CHOICE ? 1 : 2);
}

static bool sign(struct decide *decide)
{
    struct therapist *desk = decide->desk;
    struct remark remark;
    remark_init(&remark, REMARK_DECISION);
    remark.decision = decide->decision;
    if (!scribble_empty(&decide->words)) {
        buffer_add(&remark.text, decide->words.bytes, decide->words.length);
    }
    bool added = opening_remark(desk, &remark);
    remark_clear(&remark);
    return added;
}

static void sign_off(struct decide *decide)
{
    struct therapist *desk = decide->desk;
    const struct therapist_setup *setup = desk->setup;
    uint64_t count = 0;
    if (!sign(decide)) {
        return;
    }
    if (retention_erase(setup->installation, desk->visit->id, "signed off; it was of its day only",
                        desk->reader, desk->secret, therapist_now(desk), &count) != 0) {
        therapist_failed(desk, "It is signed, but could not be taken away");
        therapist_back(desk);
        return;
    }
    therapist_look(desk);
    therapist_queue(desk);
    therapist_say(desk, "Signed off. The answers are taken away.");
}

static void words_done(struct decide *decide)
{
    struct therapist *desk = decide->desk;
    if (decide->changes && scribble_empty(&decide->words)) {
        therapist_say(desk, "Please say why; then it is signed.");
    } else if (desk->visit->today_only) {
        decide->stage = STAGE_PURGE;
    } else if (sign(decide)) {
        therapist_say(desk, "Signed: %s.", visit_decision_words(decide->decision));
        therapist_back(desk);
    }
}

static bool choice_key(struct decide *decide, const struct key *key)
{
    if (list_key(&decide->list, key) ||
        list_digit(&decide->list, key, loop_now(decide->desk->setup->loop)) != SIZE_MAX) {
        return true;
    }
    if (key->press != PRESS_ENTER) {
        return false;
    }
    decide->decision = (enum remark_decision)decide->list.focus;
    decide->stage = STAGE_WORDS;
    return true;
}

static bool decide_key(struct therapist *desk, void *state, const struct key *key)
{
    struct decide *decide = state;
    if (decide->stage == STAGE_CHOICE) {
        return choice_key(decide, key);
    }
    if (key->press == PRESS_ESCAPE) {
        decide->stage = STAGE_CHOICE;
        return true;
    }
    if (decide->stage == STAGE_PURGE) {
        if (key_is(key, 'y')) {
            sign_off(decide);
        } else if (key_is(key, 'n')) {
            decide->stage = STAGE_WORDS;
        }
        return key_is(key, 'y') || key_is(key, 'n');
    }
    if (key->press == PRESS_ENTER) {
        words_done(decide);
        return true;
    }
    return scribble_key(desk, &decide->words, key);
}

// Another therapist has decided meanwhile: whoever signs now changes that, and is told.
static void decide_news(struct therapist *desk, void *state)
{
    struct decide *decide = state;
    if (desk->visit != NULL && desk->visit->decided && !decide->changes) {
        decide->changes = true;
        therapist_warn(desk, "Somebody has decided meanwhile: %s.",
                       visit_decision_words(desk->visit->decision));
    }
}

const struct view_kind at_decide = {.open = decide_open,
                                    .close = decide_close,
                                    .draw = decide_draw,
                                    .key = decide_key,
                                    .typing = decide_typing,
                                    .written = decide_written,
                                    .news = decide_news};
