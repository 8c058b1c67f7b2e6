// Screens that say one thing: the urgent text, thank you, "is that right?", "please call staff".

#include "interview/words.h"
#include "patient/wizard/view.h"

#include <string.h>

static int centre_top(const struct frame *frame, int rows)
{
    int spare = frame->body.rows - rows;
    return frame->body.row + (spare > 3 ? spare / 3 : 0);
}

// A text in the upper third, the cursor at its beginning; under it what was just said.
static void draw_saying(struct wizard *wizard, const struct frame *frame, enum role role,
                        const char *text)
{
    struct rect area = page_notice(wizard, frame);
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

// A real interview: going on is a decision of staff, or one that the patient must make.
static bool is_real(const struct wizard *wizard)
{
    return wizard->setup->staff != NULL || wizard->setup->went_on != NULL;
}

// Nothing else is on the screen: no section, no keys but those that go on.
static void urgent_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    if (wizard->setup->practice) {
        page_title(wizard, frame);
    }
    draw_saying(wizard, frame, ROLE_URGENT, urgent_text(wizard));
    struct hint hints[2];
    size_t count = 0;
    if (wizard->setup->staff != NULL) {
        hints[count++] = (struct hint){"F12", "staff: go on"};
    }
    hints[count++] =
        (struct hint){"Enter", is_real(wizard) ? "go on alone" : "go on when staff say so"};
    page_footer_alone(wizard, frame, hints, count);
}

// The Enter that goes on is pressed by who has read the text, not by the finger that gave the
// answer and came down twice.
static bool urgent_key(struct wizard *wizard, void *state, const struct key *key)
{
    enum { READ_MS = 1000 };
    (void)state;
    if (wizard->setup->staff != NULL && (key_is_function(key, 12) || key_is_ctrl(key, 't'))) {
        wizard_over(wizard, &view_staff);
        return true;
    }
    if (key->press == PRESS_ENTER && is_real(wizard)) {
        if (!wizard_hasty(wizard, READ_MS)) {
            wizard_over(wizard, &view_alone);
        }
        return true;
    }
    if (key->press == PRESS_ENTER) {
        if (!wizard_hasty(wizard, READ_MS)) {
            act_go_on(wizard, true);
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

// The last page of a visit to a kiosk says in time that it goes by itself.
static void say_when_it_goes(struct wizard *wizard)
{
    int left = idle_left(wizard);
    if (left >= 0) {
        wizard_say(wizard, "This page closes in %d seconds. Press any key to keep it.", left);
    }
}

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
    say_when_it_goes(wizard);
    page_title(wizard, frame);
    draw_saying(wizard, frame, ROLE_STRONG, text);
    struct hint hints[] = {
        {"Enter", wizard->setup->page != NULL ? "see the page your therapist reads" : "end"}};
    page_footer_alone(wizard, frame, hints, 1);
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

// A pause in a kiosk: the words once more, and then nothing is left on the screen.
static void kept_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    const char *words = page_resume_words(wizard);
    const char *hours = page_draft_time(wizard);
    const char *text =
        words != NULL
            ? arena_print(&wizard->scratch,
                          "Your answers are kept for %s. You go on with these four words:\n\n"
                          "    %s\n\nPlease tell the desk that you stopped.",
                          hours, words)
            : arena_print(&wizard->scratch,
                          "Your answers are kept for %s. Please tell the desk that you stopped: "
                          "staff can open them again.",
                          hours);
    say_when_it_goes(wizard);
    page_title(wizard, frame);
    draw_saying(wizard, frame, ROLE_STRONG, text);
    static const struct hint hints[] = {{"Enter", "end"}};
    page_footer_alone(wizard, frame, hints, 1);
}

const struct view_kind view_kept = {
    .draw = kept_draw, .key = thanks_key, .steady = true, .alone = true};

static void handing_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    page_title(wizard, frame);
    draw_saying(wizard, frame, ROLE_WARNING,
                "Please call staff.\n\nAll your answers are safe. They could not be handed over "
                "just now.");
    static const struct hint hints[] = {{"Enter", "try again"}};
    page_footer_alone(wizard, frame, hints, 1);
}

static bool handing_key(struct wizard *wizard, void *state, const struct key *key)
{
    (void)state;
    if (key->press == PRESS_ENTER) {
        act_hand_over(wizard);
        return true;
    }
    return false;
}

const struct view_kind view_handing = {
    .draw = handing_draw, .key = handing_key, .steady = true, .alone = true};

static void warn_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    (void)state;
    page_title(wizard, frame);
    const char *text = arena_print(&wizard->scratch, "%s\n\nIs that right?", wizard->doubt.bytes);
    draw_saying(wizard, frame, ROLE_WARNING, text);
    static const struct hint hints[] = {{"Enter", "yes, it is right"}, {"Esc", "change it"}};
    page_footer_alone(wizard, frame, hints, 2);
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
                wizard->pending.kind == EVENT_GO_ON
                    ? "Please call staff.\n\nThat you go on could not be noted just now. All your "
                      "answers are safe."
                    : "Please call staff.\n\nYour last answer could not be saved just now. The "
                      "answers before it are safe.");
    static const struct hint hints[] = {{"Enter", "try again"}, {"Esc", "back"}};
    page_footer_alone(wizard, frame, hints, 2);
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
