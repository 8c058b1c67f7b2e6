// Where it hurts. A picture where it fits, else the plain list of the same places; L changes
// between them. A place that is marked may then be given a strength and a kind.

#include "patient/wizard/chart.h"
#include "patient/wizard/choice.h"
#include "patient/wizard/steps.h"
#include "patient/wizard/view.h"

#include <stdio.h>
#include <stdlib.h>

enum body_part { PART_PLACE, PART_INTENSITY, PART_KIND };

struct body_view {
    struct choice choice;
    enum body_part part;
    bool listed;   // the patient prefers the list
    bool pictured; // the last frame showed the picture
    bool can_picture;
    bool finding; // a search on the picture
    uint32_t found[LIMIT_OPTIONS];
    uint32_t found_count, found_at;
    uint32_t figure;
    uint32_t find_figure; // shown before the search
    struct steps steps;
    struct list kinds;
    char keys[LIMIT_OPTIONS][8];
};

static struct list_row kind_row(void *context, size_t row)
{
    const struct body_view *view = context;
    return (struct list_row){.key = view->keys[row],
                             .text = view->choice.item->kinds->list[row].text,
                             .role = ROLE_NORMAL};
}

static uint32_t region_of(const struct body_view *view)
{
    uint32_t option = view->choice.list.count > 0
                          ? view->choice.rows[view->choice.list.focus].option
                          : UINT32_MAX;
    return option != UINT32_MAX ? option : 0;
}

static const struct body *body_of(const struct wizard *wizard)
{
    return wizard->session->form->body;
}

// The figure shown for a region: the one in use if the region is on it.
static void turn_to(const struct wizard *wizard, struct body_view *view, uint32_t region)
{
    const struct body *body = body_of(wizard);
    uint32_t row;
    uint32_t column;
    size_t line = choice_row_of_option(&view->choice, region);
    if (line != SIZE_MAX) {
        view->choice.list.focus = line;
    }
    if (body == NULL || body_centre(body, region, view->figure, &row, &column)) {
        return;
    }
    for (uint32_t i = 0; i < body->figure_count; i++) {
        if (body_centre(body, region, i, &row, &column)) {
            view->figure = i;
            return;
        }
    }
}

static void *body_open(struct wizard *wizard)
{
    struct body_view *view = view_take(sizeof *view);
    const struct form_item *item = wizard_item(wizard);
    choice_init(&view->choice, wizard);
    view->listed = item->among != FORM_NO_ITEM;
    turn_to(wizard, view, region_of(view));
    list_init(&view->kinds, kind_row, view, wizard->canvas.width);
    return view;
}

static void body_close(void *state)
{
    struct body_view *view = state;
    choice_clear(&view->choice);
    list_clear(&view->kinds);
    free(view);
}

static const struct answer *body_marked(void *state)
{
    const struct body_view *view = state;
    return view->choice.touched ? &view->choice.answer : NULL;
}

static bool body_typing(const void *state)
{
    const struct body_view *view = state;
    return view->finding || view->choice.list.searching;
}

static const char *region_name(const struct body_view *view)
{
    return view->choice.item->options->list[region_of(view)].text;
}

static void draw_intensity(struct wizard *wizard, struct body_view *view, const struct frame *frame)
{
    page_title(wizard, frame);
    struct rect area = page_notice(wizard, frame);
    area.columns = frame->measure;
    const char *text =
        arena_print(&wizard->scratch, "How strong is the pain there: %s?", region_name(view));
    area = rect_below(area, draw_paragraph(&wizard->canvas, area, ROLE_STRONG, text));
    area = area.rows > 3 ? rect_below(area, 1) : area;
    steps_draw(&view->steps, &wizard->canvas, area, "no pain", "the worst pain you can think of");
    static const struct hint hints[] = {
        {"Enter", "go on"}, {"Arrows", "choose"}, {"Esc", "not here"}};
    draw_footer(&wizard->canvas, frame, hints, 3);
}

static void draw_kind(struct wizard *wizard, struct body_view *view, const struct frame *frame)
{
    page_title(wizard, frame);
    struct rect area = page_notice(wizard, frame);
    area.columns = frame->measure;
    const char *text =
        arena_print(&wizard->scratch, "What kind of pain is it there: %s?", region_name(view));
    area = rect_below(area, draw_paragraph(&wizard->canvas, area, ROLE_STRONG, text));
    area = area.rows > (int)view->kinds.count ? rect_below(area, 1) : area;
    list_draw(&view->kinds, &wizard->canvas, area, &wizard->scratch);
    static const struct hint hints[] = {{"Enter", "choose"}, {"Esc", "leave out"}};
    draw_footer(&wizard->canvas, frame, hints, 2);
}

static const char *quiet_words(struct wizard *wizard, const struct body_view *view)
{
    struct quiet offers[QUIET_MAX];
    size_t count = quiet_offers(wizard, view->choice.item, offers);
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        bool chosen = view->choice.answer.kind == ANSWER_SILENCE &&
                      view->choice.answer.silence == offers[i].silence;
        text = arena_print(&wizard->scratch, "%s%s%c%s%s", text, i > 0 ? "\n" : "",
                           offers[i].letter, chosen ? " (x) " : "  ", offers[i].text);
    }
    return text;
}

// The picture and the list of every place are searched alike, with the words the chart knows.
static bool searchable(const struct wizard *wizard, const struct body_view *view)
{
    return body_of(wizard) != NULL && view->choice.item->among == FORM_NO_ITEM &&
           (view->pictured || view->choice.list.count > CHOICE_LONG);
}

static void draw_find(struct wizard *wizard, struct body_view *view, const struct frame *frame)
{
    struct list *list = &view->choice.list;
    bool none = view->finding ? list->search.length > 0 && view->found_count == 0
                              : list_search_misses(list);
    list_search_draw(list, &wizard->canvas, frame->notice, none);
    list_search_footer(&wizard->canvas, frame);
}

static void draw_footer_of(struct wizard *wizard, const struct body_view *view,
                           const struct frame *frame)
{
    struct hint hints[4];
    size_t count = 0;
    bool single = !view->choice.many;
    if (!single) {
        hints[count++] = (struct hint){"Space", "mark"};
    }
    hints[count++] = (struct hint){"Enter", !single || choice_settled(&view->choice) ? "go on"
                                            : frame->whole.columns >= 60 ? "choose and go on"
                                                                         : "choose"};
    if (view->pictured || view->choice.list.count > CHOICE_LONG) {
        hints[count++] = (struct hint){"/", "find"};
    }
    if (view->choice.item->among == FORM_NO_ITEM && view->can_picture) {
        hints[count++] = (struct hint){"L", view->pictured ? "list" : "picture"};
    }
    page_footer(wizard, frame, hints, count);
}

static void draw_place(struct wizard *wizard, struct body_view *view, const struct frame *frame)
{
    struct chart chart = {.form = wizard->session->form,
                          .choice = &view->choice,
                          .region = region_of(view),
                          .figure = view->figure};
    bool single = view->choice.item->among != FORM_NO_ITEM;
    int wanted = single ? list_rows(&view->choice.list, &wizard->canvas, frame->body.columns)
                        : chart_rows(&chart);
    struct rect area = page_question(wizard, frame, wanted);
    bool fits = chart_fits(&chart, area);
    view->can_picture = fits;
    view->pictured = fits && !view->listed;
    if (view->pictured) {
        chart_draw(&chart, &wizard->canvas, area, &wizard->scratch, quiet_words(wizard, view));
    } else {
        list_draw(&view->choice.list, &wizard->canvas, area, &wizard->scratch);
    }
    if (view->finding || view->choice.list.searching) {
        draw_find(wizard, view, frame);
    } else {
        draw_footer_of(wizard, view, frame);
    }
}

static void body_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct body_view *view = state;
    switch (view->part) {
    case PART_INTENSITY:
        draw_intensity(wizard, view, frame);
        break;
    case PART_KIND:
        draw_kind(wizard, view, frame);
        break;
    case PART_PLACE:
        draw_place(wizard, view, frame);
        break;
    }
}

static void ask_kind(struct wizard *wizard, struct body_view *view)
{
    const struct form_options *kinds = view->choice.item->kinds;
    view->part = PART_PLACE;
    if (kinds == NULL || kinds->count == 0) {
        return;
    }
    view->part = PART_KIND;
    view->kinds.count = kinds->count < LIMIT_OPTIONS ? kinds->count : LIMIT_OPTIONS;
    for (size_t i = 0; i < view->kinds.count; i++) {
        snprintf(view->keys[i], sizeof(view->keys[i]), "%zu", (i + 1) % 1000);
    }
    list_focus(&view->kinds, 0);
    wizard_fresh(wizard);
}

// The place was just marked: how strong, and what kind?
static void ask_more(struct wizard *wizard, struct body_view *view)
{
    uint32_t region = region_of(view);
    if (!view->choice.many || !choice_has(&view->choice, region)) {
        return;
    }
    view->steps = (struct steps){.least = 0, .most = 10};
    if (view->choice.item->intensity) {
        view->part = PART_INTENSITY;
    } else {
        ask_kind(wizard, view);
    }
}

static void mark(struct wizard *wizard, struct body_view *view)
{
    (void)list_number_ends(&view->choice.list, loop_now(wizard->setup->loop));
    choice_toggle(wizard, &view->choice, view->choice.list.focus);
    if (view->choice.list.count > 0 &&
        view->choice.rows[view->choice.list.focus].option != UINT32_MAX) {
        ask_more(wizard, view);
    }
}

static bool intensity_key(struct wizard *wizard, struct body_view *view, const struct key *key)
{
    if (steps_key(&view->steps, key, loop_now(wizard->setup->loop))) {
        return true;
    }
    if (key->press == PRESS_ESCAPE) { // the place was a slip: it is taken back
        choice_toggle(wizard, &view->choice, view->choice.list.focus);
        view->part = PART_PLACE;
        return true;
    }
    if (key->press == PRESS_ENTER || key_is(key, ' ')) {
        if (view->steps.chosen) {
            answer_mark(&view->choice.answer, region_of(view), true)->intensity =
                (int8_t)view->steps.value;
        }
        ask_kind(wizard, view);
        return true;
    }
    return false;
}

static bool kind_key(struct wizard *wizard, struct body_view *view, const struct key *key)
{
    if (list_key(&view->kinds, key) ||
        list_digit(&view->kinds, key, loop_now(wizard->setup->loop)) != SIZE_MAX) {
        return true;
    }
    if (key->press == PRESS_ENTER || key_is(key, ' ')) {
        if (!wizard->steered && wizard_hasty(wizard, GLANCE_MS)) {
            return true;
        }
        answer_mark(&view->choice.answer, region_of(view), true)->kind = (uint8_t)view->kinds.focus;
        view->part = PART_PLACE;
        return true;
    }
    if (key->press == PRESS_ESCAPE) {
        view->part = PART_PLACE;
        return true;
    }
    return false;
}

static void go_on(struct wizard *wizard, struct body_view *view)
{
    struct choice *choice = &view->choice;
    if (choice->list.count == 0 || (!choice->many && choice_unread(choice))) {
        return;
    }
    bool beside = !view->pictured && choice->rows[choice->list.focus].option == UINT32_MAX;
    bool alone = !choice->many || (beside && choice_empty(choice));
    if (alone && !choice_settled(choice) &&
        !(view->pictured && choice->answer.kind == ANSWER_SILENCE)) {
        choice_set(wizard, choice, choice->list.focus);
    }
    bool empty = choice_empty(choice);
    act_answer(wizard, &choice->answer);
    if (empty && wizard->notice.length > 0) {
        wizard_warn(wizard, "Mark a place first: go to it and press Space.");
    }
}

// Where nothing is found, and after Esc, the focus is where it was.
static void find_back(struct body_view *view)
{
    view->choice.list.focus = view->choice.list.search_from;
    view->figure = view->find_figure;
}

static void search(const struct wizard *wizard, struct body_view *view)
{
    view->found_at = 0;
    view->found_count = 0;
    if (view->choice.list.search.length > 0) {
        view->found_count = body_search(body_of(wizard), view->choice.list.search.bytes,
                                        view->found, LIMIT_OPTIONS);
    }
    if (view->found_count > 0) {
        turn_to(wizard, view, view->found[0]);
    } else {
        find_back(view);
    }
}

static bool find_key(struct wizard *wizard, struct body_view *view, const struct key *key)
{
    struct edit *edit = &view->choice.list.search;
    if (!view->finding) {
        if (!key_is(key, '/') || !searchable(wizard, view)) {
            return false;
        }
        view->finding = true;
        view->choice.list.search_from = view->choice.list.focus;
        view->find_figure = view->figure;
        edit_set(edit, "", 0);
        view->found_count = 0;
        return true;
    }
    bool down = key->press == PRESS_DOWN || key->press == PRESS_TAB;
    if (key->press == PRESS_ENTER || key->press == PRESS_ESCAPE) {
        view->finding = false;
        if (key->press == PRESS_ESCAPE) {
            find_back(view);
        }
    } else if ((down || key->press == PRESS_UP) && view->found_count > 0) {
        uint32_t by = down ? 1 : view->found_count - 1;
        view->found_at = (view->found_at + by) % view->found_count;
        turn_to(wizard, view, view->found[view->found_at]);
    } else if (edit_key(edit, key) == EDIT_CHANGED) {
        search(wizard, view);
    }
    return true;
}

// Arrows point at the neighbour; Tab turns to the other figure.
static bool chart_key(struct wizard *wizard, struct body_view *view, const struct key *key)
{
    const struct body *body = body_of(wizard);
    static const struct {
        enum press press;
        enum body_way way;
    } ways[] = {{PRESS_UP, BODY_UP},
                {PRESS_DOWN, BODY_DOWN},
                {PRESS_LEFT, BODY_TO_LEFT},
                {PRESS_RIGHT, BODY_TO_RIGHT}};
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        if (key->press == ways[i].press) {
            uint32_t region = body_neighbour(body, region_of(view), &view->figure, ways[i].way);
            turn_to(wizard, view, region);
            return true;
        }
    }
    if (key->press != PRESS_TAB && key->press != PRESS_SHIFT_TAB) {
        return false;
    }
    uint32_t other = (view->figure + 1) % body->figure_count;
    uint32_t row;
    uint32_t column;
    for (uint32_t i = 0; i < body->options->count; i++) {
        uint32_t region = (region_of(view) + i) % body->options->count;
        if (body_centre(body, region, other, &row, &column)) {
            view->figure = other;
            turn_to(wizard, view, region);
            break;
        }
    }
    return true;
}

static bool mark_key(struct wizard *wizard, struct body_view *view, const struct key *key)
{
    struct choice *choice = &view->choice;
    const struct form_options *options = choice->item->options;
    if (key_is(key, ' ') || key_is(key, 'x')) {
        mark(wizard, view);
        return true;
    }
    if (key->press == PRESS_ENTER) {
        go_on(wizard, view);
        return true;
    }
    if (key_is(key, 'a') && options->has_all &&
        choice_row_of_option(choice, options->all) != SIZE_MAX) {
        choice->list.focus = choice_row_of_option(choice, options->all);
        mark(wizard, view);
        return true;
    }
    if (key_is(key, 'l') && choice->item->among == FORM_NO_ITEM) {
        view->listed = view->pictured;
        return true;
    }
    if (key_is(key, 'u') && choice->can_undo) {
        choice_undo(choice);
        wizard_say(wizard, "Your marks are back.");
        return true;
    }
    size_t row = choice_row_of_key(choice, key);
    if (row != SIZE_MAX) {
        choice_set(wizard, choice, row);
        choice->list.focus = view->pictured ? choice->list.focus : row;
        return true;
    }
    return false;
}

static bool body_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct body_view *view = state;
    struct list *list = &view->choice.list;
    if (view->part == PART_INTENSITY) {
        return intensity_key(wizard, view, key);
    }
    if (view->part == PART_KIND) {
        return kind_key(wizard, view, key);
    }
    if (find_key(wizard, view, key)) {
        return true;
    }
    if (!view->pictured && (list->searching || list->count > CHOICE_LONG) &&
        list_search_key(list, key)) {
        return true;
    }
    if (view->pictured ? chart_key(wizard, view, key) : list_key(list, key)) {
        return true;
    }
    size_t row = list_digit(list, key, loop_now(wizard->setup->loop));
    if (row != SIZE_MAX) {
        if (!view->choice.many) {
            choice_digit(wizard, &view->choice, row);
        }
        turn_to(wizard, view, region_of(view));
        return true;
    }
    return mark_key(wizard, view, key);
}

const struct view_kind view_body = {
    .open = body_open,
    .close = body_close,
    .draw = body_draw,
    .key = body_key,
    .marked = body_marked,
    .typing = body_typing,
};
