// The clinic's numbers, of many and of nobody. The command counts; that it was asked for is in the
// log before.
#include "therapist/view.h"

#include <stdlib.h>

enum { REPORT_MOST = 4 << 20 };

struct report {
    struct buffer text;
    struct pager pager;
    char said[THERAPIST_SAID]; // why there is none
};

static void *report_open(struct therapist *desk)
{
    struct report *report = therapist_take(sizeof *report);
    const struct therapist_setup *setup = desk->setup;
    buffer_init(&report->text, REPORT_MOST);
    if (!therapist_deed(desk, "made a report", NULL, NULL)) {
        return report;
    }
    therapist_say(desk, "One moment: the records of the last days are counted.");
    therapist_frame(desk);
    buffer_reset(&desk->said);
    if (!setup->report(setup->context, desk->reader, desk->secret, &report->text, report->said)) {
        buffer_reset(&report->text);
    }
    desk->touched = loop_now(setup->loop);
    return report;
}

static void report_close(void *state)
{
    struct report *report = state;
    buffer_clear(&report->text);
    free(report);
}

static void report_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct report *report = state;
    bool made = report->text.length > 0;
    struct rect area =
        frame_draw(desk, frame, desk->setup->installation->roll.clinic, "the clinic's numbers");
    pager_draw(&report->pager, &desk->canvas, area, made ? report->text.bytes : report->said,
               false);
    frame_footer(desk, frame, NULL, 0);
}

static bool report_key(struct therapist *desk, void *state, const struct key *key)
{
    struct report *report = state;
    (void)desk;
    return pager_key(&report->pager, key);
}

const struct view_kind at_report = {
    .open = report_open, .close = report_close, .draw = report_draw, .key = report_key};
