// The queue: who waits, since when, how complete, and the gravest class of finding in words and
// mark. The reason stands nowhere until it is asked for: whoever passes by may look.
#include "therapist/queue_line.h"
#include "therapist/waiting.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { FIND_MOST = 60 };

struct queue {
    struct therapist *desk;
    const struct folded_row **list; // as shown
    size_t count, waits, room;
    size_t focus;
    struct scroll scroll;
    bool finding; // letters are text
    struct edit find;
    bool new_only, day_only, decided;
};

// Builds the list again; the focus stays on the same record, or else where it stood.
static void arrange(struct queue *queue)
{
    struct therapist *desk = queue->desk;
    struct therapist_when now;
    size_t count = 0;
    const struct folded_row *rows = folded_rows(desk->folded, &count);
    desk->setup->when(desk->setup->context, therapist_now(desk), &now);
    if (count > queue->room || queue->list == NULL) {
        free(queue->list);
        queue->room = count + count / 4 + 16;
        queue->list = therapist_take(queue->room * sizeof(const struct folded_row *));
    }
    const struct waiting_wish wish = {
        .typed = queue->find.bytes,
        .month_first = desk->setup->month_first,
        .new_only = queue->new_only,
        .day_only = queue->day_only,
        .decided = queue->decided,
        .midnight = now.midnight,
    };
    queue->count = waiting_list(rows, count, &wish, queue->list);
    queue->waits = 0;
    for (size_t i = 0; i < count; i++) {
        queue->waits += waiting_waits(&rows[i]);
    }
    for (size_t i = 0; i < queue->count; i++) {
        if (queue->list[i]->number == desk->focus) {
            queue->focus = i;
            return;
        }
    }
    queue->focus = queue->focus < queue->count ? queue->focus
                   : queue->count > 0          ? queue->count - 1
                                               : 0;
}

// Where the focus stands now is what it stays on.
static void settle_focus(struct queue *queue)
{
    queue->desk->focus = queue->count > 0 ? queue->list[queue->focus]->number : 0;
}

static void *queue_open(struct therapist *desk)
{
    struct queue *queue = therapist_take(sizeof *queue);
    queue->desk = desk;
    edit_init(&queue->find, false, FIND_MOST, (size_t)FIND_MOST * 4, desk->canvas.width);
    arrange(queue);
    settle_focus(queue);
    return queue;
}

static void queue_close(void *state)
{
    struct queue *queue = state;
    edit_clear(&queue->find);
    free(queue->list);
    free(queue);
}

static bool queue_typing(const void *state)
{
    const struct queue *queue = state;
    return queue->finding;
}

static void queue_news(struct therapist *desk, void *state)
{
    (void)desk;
    arrange(state);
}

static size_t calls(const struct therapist *desk)
{
    size_t count = 0;
    for (size_t i = 0; i < desk->under_way_count && i < NOW_MOST; i++) {
        count += desk->under_way[i].help;
    }
    return count;
}

// "waiting 4 · under way 1 · needs help 0", or what of it there is room for.
static const char *title_of(const struct queue *queue, int columns)
{
    struct therapist *desk = queue->desk;
    size_t help = calls(desk);
    if (columns < QUEUE_NARROW) {
        return arena_print(&desk->scratch, "waiting %zu \xC2\xB7 needs help %zu", queue->waits,
                           help);
    }
    return arena_print(
        &desk->scratch, "%s \xC2\xB7 waiting %zu \xC2\xB7 under way %zu \xC2\xB7 needs help %zu",
        desk->setup->installation->roll.clinic, queue->waits, desk->under_way_count - help, help);
}

// Whoever calls for help, and who is at a terminal; nothing of what they say. Returns what is left.
static struct rect draw_now(struct therapist *desk, struct rect area)
{
    size_t count = desk->under_way_count < NOW_MOST ? desk->under_way_count : NOW_MOST;
    int most = area.rows > 12 ? area.rows / 3 : area.rows > 6 ? 2 : 1;
    size_t drawn = 0;
    struct rect rest = area;
    for (int pass = 0; pass < 2; pass++) { // calls first
        for (size_t i = 0; i < count; i++) {
            const struct store_now *now = &desk->under_way[i];
            struct therapist_when when;
            if (now->help != (pass == 0)) {
                continue;
            }
            if ((int)drawn + 1 >= most && count - drawn > 1) {
                canvas_print(&desk->canvas, rest.row, rest.column + 2, ROLE_QUIET,
                             "and %zu more under way", desk->under_way_count - drawn);
                return rect_below(rest, rest.rows > 4 ? 2 : 1);
            }
            desk->setup->when(desk->setup->context, now->since, &when);
            canvas_print(&desk->canvas, rest.row, rest.column + 2,
                         now->help ? ROLE_URGENT : ROLE_QUIET, "%s  %s", when.clock,
                         now->help ? "!! NEEDS HELP at the terminal" : "under way");
            rest = rect_below(rest, 1);
            drawn++;
        }
    }
    return drawn > 0 && rest.rows > 4 ? rect_below(rest, 1) : rest;
}

static bool narrowed(const struct queue *queue)
{
    return queue->find.length > 0 || queue->new_only || queue->day_only;
}

static void draw_empty(struct queue *queue, struct rect area)
{
    size_t count = 0;
    (void)folded_rows(queue->desk->folded, &count);
    const char *text = narrowed(queue) && count > 0
                           ? "No record is like that."
                           : "Nobody is waiting. New records appear here by themselves.";
    area.columns = area.columns < LAYOUT_MEASURE ? area.columns : LAYOUT_MEASURE;
    draw_paragraph(&queue->desk->canvas, area, ROLE_NORMAL, text);
    canvas_cursor(&queue->desk->canvas, area.row, area.column);
}

static void draw_list(struct queue *queue, struct rect area)
{
    struct therapist *desk = queue->desk;
    struct therapist_when now;
    if (queue->count == 0) {
        draw_empty(queue, area);
        return;
    }
    if (area.rows > 6 && area.columns >= QUEUE_NARROW) {
        queue_heading(desk, area);
        area = rect_below(area, 1);
    }
    desk->setup->when(desk->setup->context, therapist_now(desk), &now);
    int all = queue->count < INT_MAX ? (int)queue->count : INT_MAX;
    int rows = scroll_rows(all, area.rows);
    scroll_fit(&queue->scroll, NULL, queue->count, queue->focus, rows);
    for (size_t i = 0; i < queue->scroll.shown; i++) {
        size_t at = queue->scroll.first + i;
        struct rect line = {area.row + queue->scroll.row + (int)i, area.column, 1, area.columns};
        queue_line(desk, queue->list[at], line, now.day);
        if (at == queue->focus && !queue->finding) {
            canvas_text(&desk->canvas, line.row, line.column, ROLE_NORMAL, ">");
            canvas_cursor(&desk->canvas, line.row, line.column);
        }
    }
    draw_scroll(&desk->canvas, area, &queue->scroll, rows < area.rows);
}

// What the list is narrowed to, in words; where the search is typed, its field.
static struct rect draw_wishes(struct queue *queue, struct rect area)
{
    struct therapist *desk = queue->desk;
    if (queue->finding || queue->find.length > 0) {
        int label = canvas_text(&desk->canvas, area.row, area.column, ROLE_NORMAL,
                                queue->finding ? "> Find: " : "  Find: ");
        struct rect field = {area.row, area.column + label, 1, area.columns - label};
        if (queue->finding) {
            draw_field(&desk->canvas, field, &queue->find, "name, birth date or slip");
        } else {
            draw_cut(&desk->canvas, field.row, field.column, field.columns, ROLE_STRONG,
                     queue->find.bytes);
        }
    } else if (queue->new_only || queue->day_only) {
        canvas_print(&desk->canvas, area.row, area.column + 2, ROLE_STRONG, "Only %s%s",
                     queue->new_only ? "new ones" : "those", queue->day_only ? " of today" : "");
    } else if (queue->decided) {
        canvas_text(&desk->canvas, area.row, area.column + 2, ROLE_STRONG,
                    "All, those decided on earlier days too");
    } else {
        return area;
    }
    return rect_below(area, area.rows > 8 ? 2 : 1);
}

static void draw_keys(const struct queue *queue, const struct frame *frame)
{
    static const struct hint always[] = {{"Enter", "open"}, {"Space", "reason"},  {"/", "find"},
                                         {"N", "new only"}, {"D", "today"},       {"H", "help"},
                                         {"R", "report"},   {"A", "decided too"}, {"Q", "leave"}};
    struct therapist *desk = queue->desk;
    struct hint hints[2 + sizeof always / sizeof *always];
    size_t count = 0;
    if (calls(desk) > 0) {
        hints[count++] = (struct hint){"G", "go to help"};
    }
    if (narrowed(queue)) {
        hints[count++] = (struct hint){"Esc", "all again"};
    }
    memcpy(hints + count, always, sizeof always);
    count += sizeof always / sizeof *always;
    draw_footer(&desk->canvas, frame, hints, count);
}

static void queue_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct queue *queue = state;
    struct rect area = frame_draw(desk, frame, title_of(queue, frame->whole.columns), "L lock");
    area = draw_now(desk, area);
    struct rect list = draw_wishes(queue, area);
    int cursor_row = desk->canvas.cursor_row, cursor_column = desk->canvas.cursor_column;
    draw_list(queue, list);
    if (queue->finding) {
        canvas_cursor(&desk->canvas, cursor_row, cursor_column);
        static const struct hint hints[] = {{"Enter", "to the list"},
                                            {"Down", "to the list"},
                                            {"Esc", "all again"},
                                            {"F6", "lock"}};
        draw_footer(&desk->canvas, frame, hints, 4);
        return;
    }
    draw_keys(queue, frame);
}

static void say_reason(struct queue *queue)
{
    if (queue->count == 0) {
        return;
    }
    const struct folded_row *row = queue->list[queue->focus];
    bool unreadable = row->damaged || row->closed;
    if (unreadable && row->reason[0] != '\0') {
        therapist_say(queue->desk, "Its answers cannot be read; its headline says: %s",
                      row->reason);
    } else if (unreadable) {
        therapist_say(queue->desk, "It cannot be read, so %s is known of it.",
                      row->name[0] != '\0' ? "no more" : "nothing");
    } else {
        const char *open = row->urgent_not_excluded && row->gravest > RULE_SAME_DAY
                               ? "An urgent finding cannot be excluded: a question is open. "
                               : "";
        therapist_say(queue->desk, "%s%s%s", open,
                      row->reason[0] != '\0' ? row->reason
                      : open[0] != '\0'      ? ""
                                             : "No rule fired.",
                      !row->asked_again ? ""
                      : row->weighed    ? " This is with what was asked again."
                                        : " So the patient answered; something was asked again "
                                          "since: the page has both.");
    }
}

static void move(struct queue *queue, size_t to)
{
    queue->focus = queue->count > 0 && to >= queue->count ? queue->count - 1 : to;
    settle_focus(queue);
}

// Arrows, pages, J and K. True if it was one of them.
static bool move_key(struct queue *queue, const struct key *key)
{
    bool letters = !queue->finding;
    if (key->press == PRESS_UP || key_is_ctrl(key, 'p') || (letters && key_is(key, 'k'))) {
        move(queue, queue->focus > 0 ? queue->focus - 1 : 0);
    } else if (key->press == PRESS_DOWN || key_is_ctrl(key, 'n') || (letters && key_is(key, 'j'))) {
        move(queue, queue->focus + 1);
    } else if (key->press == PRESS_PAGE_UP || key->press == PRESS_PAGE_DOWN) {
        move(queue, scroll_page(&queue->scroll, queue->count, queue->focus,
                                key->press == PRESS_PAGE_DOWN));
    } else if (letters && key->press == PRESS_HOME) {
        move(queue, 0);
    } else if (letters && key->press == PRESS_END) {
        move(queue, queue->count > 0 ? queue->count - 1 : 0);
    } else {
        return false;
    }
    return true;
}

static void rearrange(struct queue *queue)
{
    arrange(queue);
    settle_focus(queue);
}

static bool find_key(struct queue *queue, const struct key *key)
{
    if (key->press == PRESS_ENTER || key->press == PRESS_DOWN || key->press == PRESS_TAB) {
        queue->finding = false;
    } else if (key->press == PRESS_ESCAPE) {
        queue->finding = false;
        edit_set(&queue->find, "", 0);
        rearrange(queue);
    } else if (edit_key(&queue->find, key) == EDIT_CHANGED) {
        queue->desk->focus = 0; // the first that is found
        queue->focus = 0;
        rearrange(queue);
    }
    return true;
}

// Somebody goes to whoever called: the calls are off the list, and who took them is in the log.
static void answer_calls(struct therapist *desk)
{
    struct store *store = desk->setup->installation->store;
    size_t answered = 0;
    for (size_t i = 0; i < desk->under_way_count && i < NOW_MOST; i++) {
        const struct store_now *now = &desk->under_way[i];
        if (!now->help || !therapist_deed(desk, "answered a call for help", now->id, NULL)) {
            continue;
        }
        if (store_now_answer(store, now->id) != 0) {
            therapist_failed(desk, "The call cannot be taken off the list");
            return;
        }
        answered++;
    }
    if (answered > 0) {
        therapist_look(desk);
        therapist_say(desk, answered == 1 ? "The call is answered." : "The calls are answered.");
    }
}

static bool toggle(struct queue *queue, bool *wish)
{
    *wish = !*wish;
    rearrange(queue);
    return true;
}

static void open_row(struct queue *queue)
{
    if (queue->count == 0) {
        return;
    }
    const struct folded_row *row = queue->list[queue->focus];
    if (row->damaged) {
        therapist_warn(queue->desk, "This record is damaged and cannot be opened; 'intake verify' "
                                    "says more.");
    } else if (row->closed) {
        therapist_warn(queue->desk, "This record was sealed before you came. Another reader can "
                                    "open it to you: 'intake readers open'.");
    } else {
        therapist_over(queue->desk, &at_person);
    }
}

static bool queue_key(struct therapist *desk, void *state, const struct key *key)
{
    struct queue *queue = state;
    if (queue->finding) {
        return find_key(queue, key);
    }
    if (move_key(queue, key)) {
        return true;
    }
    if (key->press == PRESS_ENTER) {
        open_row(queue);
    } else if (key_is(key, ' ')) {
        say_reason(queue);
    } else if (key_is(key, '/')) {
        queue->finding = true;
    } else if (key_is(key, 'n')) {
        return toggle(queue, &queue->new_only);
    } else if (key_is(key, 'd')) {
        return toggle(queue, &queue->day_only);
    } else if (key_is(key, 'a')) {
        return toggle(queue, &queue->decided);
    } else if (key_is(key, 'g')) {
        answer_calls(desk);
    } else if (key_is(key, 'r') && desk->setup->report != NULL) {
        therapist_over(desk, &at_report);
    } else if (key_is(key, 'q')) {
        therapist_leave(desk);
    } else if (key->press == PRESS_ESCAPE && narrowed(queue)) {
        queue->new_only = queue->day_only = false;
        edit_set(&queue->find, "", 0);
        rearrange(queue);
    } else {
        return false;
    }
    return true;
}

const struct view_kind at_queue = {.open = queue_open,
                                   .close = queue_close,
                                   .draw = queue_draw,
                                   .key = queue_key,
                                   .typing = queue_typing,
                                   .news = queue_news};
