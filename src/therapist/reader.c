// One record: its page, all answers, findings, measures over time, notes. Each is a document of
// the same answers; here is only what the keys do with the line in focus.
#include "screening/screen.h"
#include "therapist/document.h"
#include "therapist/view.h"
#include "therapist/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The tabs are the documents in their order, but for the patient's copy.
enum { NARROW = 64, EARLIER_MOST = 32, TABS = SUMMARY_NOTES + 1 };

struct reading {
    struct document documents[TABS]; // laid out when they are first turned to
    unsigned turns[TABS];            // of the record when they were
    bool maybe_earlier;              // somebody like this was here before, and it is not linked
};

// What matters first: the gravest finding; or, where nothing forbids the needle and an urgent
// finding cannot be excluded, the question that would settle it.
static void seek_first(const struct visit *visit, struct document *document)
{
    const struct rules *rules = visit->of->rules;
    bool asks = screen_gravest(rules, visit->found) > RULE_ABSOLUTE;
    bool open = false;
    for (uint32_t i = 0; i < rules->count; i++) {
        open = open || (rules->list[i].class == RULE_URGENT && visit->found[i] == TRUTH_UNKNOWN);
    }
    if (!asks || !open || !document_seek(document, LINE_QUESTION)) {
        (void)(document_seek(document, LINE_FLAG) || document_seek(document, LINE_QUESTION));
    }
}

static struct document *document_of(struct therapist *desk, struct reading *view)
{
    unsigned tab = desk->reader_tab;
    if (view->turns[tab] != desk->visit->turn) {
        if (!document_set(&view->documents[tab],
                          visit_document(desk->visit, (enum summary_document)tab))) {
            seek_first(desk->visit, &view->documents[tab]);
        }
        view->turns[tab] = desk->visit->turn;
    }
    return &view->documents[tab];
}

// Nobody looks for an earlier visit who does not know that there may be one.
static bool maybe_earlier(const struct therapist *desk)
{
    const struct folded_row *row = folded_row(desk->folded, desk->visit->number);
    uint64_t numbers[EARLIER_MOST];
    size_t linked = 0;
    return row != NULL &&
           folded_of_person(desk->folded, row, numbers, EARLIER_MOST, &linked) > linked;
}

static void *reading_open(struct therapist *desk)
{
    struct reading *view = therapist_take(sizeof *view);
    for (size_t i = 0; i < TABS; i++) {
        document_init(&view->documents[i], desk->setup->ascii);
    }
    view->maybe_earlier = maybe_earlier(desk);
    if (view->maybe_earlier && desk->said.length == 0) {
        therapist_say(desk, "This person may have been here before: M shows when.");
    }
    return view;
}

// A visit may have been linked by another desk, or by the screen over this one.
static void reading_news(struct therapist *desk, void *state)
{
    struct reading *view = state;
    view->maybe_earlier = desk->visit != NULL && maybe_earlier(desk);
}

static void reading_close(void *state)
{
    struct reading *view = state;
    for (size_t i = 0; i < TABS; i++) {
        document_clear(&view->documents[i]);
    }
    free(view);
}

static void draw_tabs(struct therapist *desk, struct rect area)
{
    static const char *const names[2][TABS] = {
        {"Page", "All answers", "Findings", "Measures", "Notes"},
        {"Page", "Said", "Found", "Meas.", "Notes"}};
    int narrow = area.columns < NARROW;
    int column = area.column;
    for (unsigned i = 0; i < TABS; i++) {
        bool here = i == desk->reader_tab;
        column += canvas_print(&desk->canvas, area.row, column, here ? ROLE_STRONG : ROLE_QUIET,
                               here     ? "[%u %s]"
                               : narrow ? "%u %s"
                                        : " %u %s ",
                               i + 1, names[narrow][i]);
        column += narrow ? 1 : 2;
    }
}

static const char *decision_of(struct therapist *desk)
{
    const struct visit *visit = desk->visit;
    return visit->decided ? visit_decision_words(visit->decision) : "not decided";
}

// The most important first: what does not fit is left out, and help has it all.
static void draw_keys(struct therapist *desk, const struct frame *frame,
                      const struct summary_line *line, bool earlier)
{
    struct hint hints[13];
    size_t count = 0;
    bool finding = line != NULL && line->kind == LINE_FLAG;
    if (line != NULL && line->kind == LINE_QUESTION) {
        hints[count++] = (struct hint){"Enter", "answer"};
    }
    if (finding) {
        hints[count++] = (struct hint){"?", "why"};
    }
    hints[count++] = (struct hint){"D", "decide"};
    hints[count++] = (struct hint){"P", "print"};
    hints[count++] = (struct hint){"E", "export"};
    if (earlier) {
        hints[count++] = (struct hint){"M", "earlier"};
    }
    hints[count++] = (struct hint){"H", "help"};
    hints[count++] = (struct hint){"Esc", "back"};
    if (finding) {
        hints[count++] = (struct hint){"S", "seen"};
        hints[count++] = (struct hint){"T", "talked about"};
    }
    hints[count++] = (struct hint){"N", "note"};
    hints[count++] = (struct hint){"Tab", "next"};
    hints[count++] = (struct hint){"L", "lock"};
    draw_footer(&desk->canvas, frame, hints, count);
}

static void reading_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct reading *view = state;
    struct document *document = document_of(desk, view);
    struct rect area = frame_record(desk, frame, decision_of(desk));
    draw_tabs(desk, area);
    area = rect_below(area, area.rows > 8 ? 2 : 1);
    document_draw(document, &desk->canvas, area);
    draw_keys(desk, frame, document_line(document),
              view->maybe_earlier || desk->reader_tab == SUMMARY_MEASURES);
}

// A finding in the document, or what waits below a question: the first rule from the line on.
static uint32_t rule_at(const struct document *document)
{
    const struct summary_line *line = document_line(document);
    const struct summary *summary = document->summary;
    if (line == NULL) {
        return SUMMARY_NONE;
    }
    size_t first = (size_t)(line - summary->lines);
    for (size_t i = first; i < summary_next(summary, first); i++) {
        if (summary->lines[i].rule != SUMMARY_NONE) {
            return summary->lines[i].rule;
        }
    }
    return SUMMARY_NONE;
}

static void remark_finding(struct therapist *desk, uint32_t rule, bool discussed)
{
    struct remark remark;
    remark_init(&remark, REMARK_FINDING);
    snprintf(remark.rule, sizeof remark.rule, "%s", desk->visit->of->rules->list[rule].id);
    remark.discussed = discussed;
    if (opening_remark(desk, &remark)) {
        therapist_say(desk, discussed ? "Noted: discussed." : "Noted: seen.");
    }
    remark_clear(&remark);
}

static bool finding_key(struct therapist *desk, const struct document *document,
                        const struct key *key)
{
    uint32_t rule = rule_at(document);
    bool why = key_is(key, '?') || key_is_function(key, 2);
    bool seen = key_is(key, 's'), discussed = key_is(key, 't');
    if (!why && !seen && !discussed) {
        return false;
    }
    const struct summary_line *line = document_line(document);
    if (rule == SUMMARY_NONE) {
        therapist_say(desk, "Go to a finding first: arrows, or J and K.");
    } else if (why) {
        desk->rule = rule;
        therapist_over(desk, &at_why);
    } else if (line->kind != LINE_FLAG) {
        therapist_say(desk, "This is a question. Enter answers it.");
    } else {
        remark_finding(desk, rule, discussed);
    }
    return true;
}

static void open_line(struct therapist *desk, const struct document *document)
{
    const struct summary_line *line = document_line(document);
    uint32_t rule = rule_at(document);
    if (line != NULL && line->kind == LINE_QUESTION && line->item != SUMMARY_NONE) {
        desk->item = line->item;
        desk->entry = line->entry != SUMMARY_NONE ? line->entry : 0;
        therapist_over(desk, &at_learn);
    } else if (rule != SUMMARY_NONE) {
        desk->rule = rule;
        therapist_over(desk, &at_why);
    }
}

static bool tab_key(struct therapist *desk, const struct key *key)
{
    int digit = key_digit(key);
    if (key->press == PRESS_TAB || key->press == PRESS_RIGHT) {
        desk->reader_tab = (desk->reader_tab + 1) % TABS;
    } else if (key->press == PRESS_SHIFT_TAB || key->press == PRESS_LEFT) {
        desk->reader_tab = (desk->reader_tab + TABS - 1) % TABS;
    } else if (digit >= 1 && digit <= TABS) {
        desk->reader_tab = (unsigned)digit - 1;
    } else {
        return false;
    }
    return true;
}

static bool leaves_key(struct therapist *desk, const struct key *key)
{
    bool prints = key_is(key, 'p');
    if (!prints && !key_is(key, 'e')) {
        return false;
    }
    if (desk->visit->today_only && !prints) {
        therapist_warn(desk, "This person's answers are seen today only: they are never exported.");
    } else if (desk->visit->today_only && !desk->setup->print_today_only) {
        therapist_warn(desk,
                       "This person's answers are seen today only: this clinic does not print "
                       "them.");
    } else {
        desk->printing = prints;
        therapist_over(desk, &at_export);
    }
    return true;
}

static void open_next(struct therapist *desk)
{
    if (desk->visit->today_only) {
        therapist_warn(desk, "This person's answers are seen today only: nothing is carried over.");
    } else {
        therapist_over(desk, &at_next);
    }
}

static bool reading_key(struct therapist *desk, void *state, const struct key *key)
{
    struct document *document = document_of(desk, state);
    if (tab_key(desk, key) || document_key(document, key) || finding_key(desk, document, key) ||
        leaves_key(desk, key)) {
        return true;
    }
    if (key->press == PRESS_ENTER) {
        open_line(desk, document);
    } else if (key_is(key, 'd')) {
        therapist_over(desk, &at_decide);
    } else if (key_is(key, 'n')) {
        therapist_over(desk, &at_note);
    } else if (key_is(key, 'm')) {
        therapist_over(desk, &at_earlier);
    } else if (key_is(key, 'v') && desk->setup->next != NULL) {
        open_next(desk);
    } else {
        return false;
    }
    return true;
}

const struct view_kind at_reader = {.open = reading_open,
                                    .close = reading_close,
                                    .draw = reading_draw,
                                    .key = reading_key,
                                    .news = reading_news};
