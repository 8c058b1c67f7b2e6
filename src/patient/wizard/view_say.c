// Screens that say one thing: the urgent text, thank you, "is that right?", "please call staff",
// the curtain, "are you still there?".

#include "interview/words.h"
#include "patient/wizard/view.h"

#include <string.h>

static int centre_top(const struct frame *frame, int rows)
{
    int spare = frame->body.rows - rows;
    return frame->body.row + (spare > 3 ? spare / 3 : 0);
}

// A text in the upper third, the cursor at its beginning.
static void draw_saying(struct wizard *wizard, const struct frame *frame, enum role role,
                        const char *text)
{
    struct rect area = frame->body;
    area.columns = frame->measure;
    int rows = draw_paragraph_rows(&wizard->canvas, area.columns, text);
    int top = centre_top(frame, rows);
    area.rows -= top - area.row;
    area.row = top;
    draw_paragraph(&wizard->canvas, area, role, text);
    canvas_cursor(&wizard->canvas, area.row, area.column);
}

static const char *urgent_text(struct wizard *wizard)
{
    const char *text = form_fixed(wizard->session->form, "urgent");
    return page_words(wizard, text != NULL ? text : "Please tell the person at the desk now.");
}

// Nothing else is on the screen: no section, no keys but the one.
static void urgent_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    if (wizard->setup->practice) {
        page_title(wizard, frame);
    }
    draw_saying(wizard, frame, ROLE_URGENT, urgent_text(wizard));
    static const struct hint hints[] = {{"Enter", "go on when staff say so"}};
    draw_footer(&wizard->canvas, frame, hints, 1);
}

// The Enter that goes on is pressed by who has read the text, not by the finger that gave the
// answer and came down twice.
static bool urgent_key(struct wizard *wizard, void *state, const struct key *key)
{
    enum { READ_MS = 1000 };
    (void)state;
    if (key->press == PRESS_ENTER) {
        if (!wizard_hasty(wizard, READ_MS)) {
            act_go_on(wizard);
        }
        return true;
    }
    if (key->press == PRESS_ESCAPE) {
        wizard_over(wizard, &view_pause);
        return true;
    }
    return false;
}

const struct view_kind view_urgent = {
    .draw = urgent_draw, .key = urgent_key, .steady = true, .alone = true};

static void thanks_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    const char *fixed = form_fixed(wizard->session->form, "thanks");
    const char *thanks = page_words(
        wizard, fixed != NULL ? fixed : "Thank you. Your answers are ready for your therapist.");
    const char *slip = wizard->setup->slip;
    const char *text =
        slip != NULL
            ? arena_print(
                  &wizard->scratch,
                  "%s\n\nYour slip:   %s\n\nPlease say it at the desk, or just take a seat.",
                  thanks, slip)
            : arena_print(&wizard->scratch, "%s\n\nPlease take a seat.", thanks);
    page_title(wizard, frame);
    draw_saying(wizard, frame, ROLE_STRONG, text);
    struct hint hints[] = {
        {"Enter", wizard->setup->page != NULL ? "see the page your therapist reads" : "end"}};
    draw_footer(&wizard->canvas, frame, hints, 1);
}

static bool thanks_key(struct wizard *wizard, void *state, const struct key *key)
{
    (void)state;
    if (key->press == PRESS_ENTER) {
        wizard_next_stage(wizard);
        return true;
    }
    return false;
}

const struct view_kind view_thanks = {
    .draw = thanks_draw, .key = thanks_key, .steady = true, .alone = true};

static void warn_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    page_title(wizard, frame);
    const char *text = arena_print(&wizard->scratch, "%s\n\nIs that right?", wizard->doubt.bytes);
    draw_saying(wizard, frame, ROLE_WARNING, text);
    static const struct hint hints[] = {{"Enter", "yes, it is right"}, {"Esc", "change it"}};
    draw_footer(&wizard->canvas, frame, hints, 2);
}

static bool warn_key(struct wizard *wizard, void *state, const struct key *key)
{
    (void)state;
    if (key->press == PRESS_ENTER) {
        if (!wizard_hasty(wizard, GLANCE_MS)) {
            act_again(wizard);
        }
        return true;
    }
    return false;
}

const struct view_kind view_warn = {.draw = warn_draw, .key = warn_key, .alone = true};

static void disk_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    page_title(wizard, frame);
    draw_saying(wizard, frame, ROLE_WARNING,
                "Please call staff.\n\nYour last answer could not be saved just now. The answers "
                "before it are safe.");
    static const struct hint hints[] = {{"Enter", "try again"}, {"Esc", "back"}};
    draw_footer(&wizard->canvas, frame, hints, 2);
}

static bool disk_key(struct wizard *wizard, void *state, const struct key *key)
{
    (void)state;
    if (key->press == PRESS_ENTER) {
        act_again(wizard);
        return true;
    }
    return false;
}

const struct view_kind view_disk = {
    .draw = disk_draw, .key = disk_key, .steady = true, .alone = true};

// One line in the middle, the cursor at its beginning.
static void draw_middle(struct wizard *wizard, const struct frame *frame, const char *text)
{
    int columns = (int)text_columns(text, strlen(text), wizard->canvas.width);
    int column = frame->whole.columns > columns ? (frame->whole.columns - columns) / 2 : 0;
    int row = frame->whole.rows / 2;
    draw_cut(&wizard->canvas, row, column, frame->whole.columns - column, ROLE_NORMAL, text);
    canvas_cursor(&wizard->canvas, row, column);
}

static void curtain_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    draw_middle(wizard, frame, "Press Enter to go on");
}

static bool curtain_key(struct wizard *wizard, void *state, const struct key *key)
{
    (void)state;
    if (key->press == PRESS_ENTER) {
        wizard_over(wizard, NULL);
    }
    return true;
}

const struct view_kind view_curtain = {
    .draw = curtain_draw, .key = curtain_key, .steady = true, .alone = true};

// The question is covered already: whoever walks past reads nothing.
static void notice_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    int64_t left = wizard->deadline - loop_now(wizard->setup->loop);
    draw_middle(wizard, frame,
                arena_print(&wizard->scratch, "Are you still there? Press any key. %d",
                            (int)((left + 999) / 1000)));
}

static bool notice_key(struct wizard *wizard, void *state, const struct key *key)
{
    (void)state;
    (void)key;
    wizard_over(wizard, NULL);
    return true;
}

const struct view_kind view_notice = {.draw = notice_draw, .key = notice_key, .alone = true};
