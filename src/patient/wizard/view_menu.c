// Short lists over another screen: the pause menu, "throw everything away?", "take this one away?",
// and the parts of the form to jump to.

#include "interview/words.h"
#include "patient/wizard/view.h"
#include "terminal/list.h"

#include <stdio.h>
#include <stdlib.h>

enum { MENU_MAX = 4 };

struct menu {
    struct list list;
    const char *heading, *text; // text may be NULL
    const char *brief;          // instead of text where there is no room for it, or NULL
    const char *rows[MENU_MAX];
    char keys[MENU_MAX][4];
};

static struct list_row menu_row(void *context, size_t row)
{
    const struct menu *menu = context;
    return (struct list_row){.key = menu->keys[row], .text = menu->rows[row], .role = ROLE_NORMAL};
}

static struct menu *menu_new(struct wizard *wizard, const char *heading, const char *text)
{
    struct menu *menu = view_take(sizeof *menu);
    menu->heading = heading;
    menu->text = text;
    list_init(&menu->list, menu_row, menu, wizard->canvas.width);
    return menu;
}

static void menu_add(struct menu *menu, const char *text)
{
    size_t row = menu->list.count++;
    menu->rows[row] = text;
    snprintf(menu->keys[row], sizeof(menu->keys[row]), "%zu", row + 1);
}

static void menu_close(void *state)
{
    struct menu *menu = state;
    list_clear(&menu->list);
    free(menu);
}

static void menu_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct menu *menu = state;
    page_title(wizard, frame);
    struct rect area = page_notice(wizard, frame);
    struct rect text = area;
    text.columns = frame->measure;
    area = rect_below(area, draw_paragraph(&wizard->canvas, text, ROLE_STRONG, menu->heading));
    int spare = area.rows - (int)menu->list.count;
    const char *words = menu->text;
    if (words != NULL && menu->brief != NULL &&
        draw_paragraph_rows(&wizard->canvas, frame->measure, words) + 1 > spare) {
        words = menu->brief;
    }
    if (words != NULL && spare > 1) {
        text = area;
        text.columns = frame->measure;
        area = rect_below(area, draw_paragraph(&wizard->canvas, text, ROLE_NORMAL, words));
    }
    area = area.rows > (int)menu->list.count ? rect_below(area, 1) : area;
    list_draw(&menu->list, &wizard->canvas, area, &wizard->scratch);
    static const struct hint hints[] = {{"Enter", "choose"}, {"Esc", "back"}};
    page_footer_alone(wizard, frame, hints, 2);
}

// The line that was chosen, or -1; *handled tells whether the key meant something.
static int menu_key(struct wizard *wizard, struct menu *menu, const struct key *key, bool *handled)
{
    *handled = true;
    if (list_key(&menu->list, key)) {
        return -1;
    }
    if (list_digit(&menu->list, key, loop_now(wizard->setup->loop)) != SIZE_MAX) {
        return -1;
    }
    if (key->press == PRESS_ENTER || key_is(key, ' ')) {
        return (int)menu->list.focus;
    }
    *handled = false;
    return -1;
}

static const char kept_safe[] = "What you have told us so far is kept safe.";

static void *pause_open(struct wizard *wizard)
{
    struct menu *menu = menu_new(wizard, "Pause", kept_safe);
    menu_add(menu, "Go on with the questions");
    menu_add(menu, "Stop for now, and keep my answers");
    menu_add(menu, "Throw all my answers away");
    // Last, as it is not everywhere: the other digits mean the same on every screen.
    if (wizard->stage == STAGE_INTERVIEW && !wizard->view.kind->alone) {
        menu_add(menu, "Go to another part");
    }
    return menu;
}

// The words may have come since the menu was opened.
static void pause_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct menu *menu = state;
    const char *words = page_resume_words(wizard);
    menu->text = kept_safe;
    menu->brief = NULL;
    if (words != NULL) {
        menu->text = arena_print(&wizard->scratch,
                                 "%s You go on later with these four words:\n\n"
                                 "    %s",
                                 kept_safe, words);
        menu->brief = arena_print(&wizard->scratch, "Your words: %s", words);
    }
    menu_draw(wizard, menu, frame);
}

static bool pause_key(struct wizard *wizard, void *state, const struct key *key)
{
    bool handled;
    switch (menu_key(wizard, state, key, &handled)) {
    case 0:
        wizard_over(wizard, NULL);
        break;
    case 1:
        wizard_over(wizard, NULL);
        act_leave(wizard);
        break;
    case 2:
        wizard_over(wizard, &view_discard);
        break;
    case 3:
        act_keep(wizard);
        wizard_over(wizard, &view_outline);
        break;
    default:
        break;
    }
    return handled;
}

const struct view_kind view_pause = {
    .open = pause_open, .close = menu_close, .draw = pause_draw, .key = pause_key};

// After an urgent finding, without staff.
static void *alone_open(struct wizard *wizard)
{
    struct menu *menu = menu_new(
        wizard, "Go on without staff?",
        "Please tell the person at the desk first. If you go on by yourself, that is noted "
        "for your therapist.");
    menu->brief = "If you go on by yourself, that is noted.";
    menu_add(menu, "No, I tell them first");
    menu_add(menu, "Yes, go on: it is my own choice");
    return menu;
}

static bool alone_key(struct wizard *wizard, void *state, const struct key *key)
{
    bool handled;
    int chosen = menu_key(wizard, state, key, &handled);
    if (chosen >= 0) {
        wizard_over(wizard, NULL);
    }
    if (chosen == 1) {
        act_go_on(wizard, false);
    }
    return handled;
}

const struct view_kind view_alone = {.open = alone_open,
                                     .close = menu_close,
                                     .draw = menu_draw,
                                     .key = alone_key,
                                     .steady = true,
                                     .alone = true};

static void *discard_open(struct wizard *wizard)
{
    struct menu *menu = menu_new(wizard, "Throw all your answers away?",
                                 "They cannot be brought back. Nobody will read them.");
    menu_add(menu, "No, keep them");
    menu_add(menu, "Yes, throw them away");
    return menu;
}

static bool discard_key(struct wizard *wizard, void *state, const struct key *key)
{
    bool handled;
    int chosen = menu_key(wizard, state, key, &handled);
    if (chosen == 0) {
        wizard_over(wizard, &view_pause);
    } else if (chosen == 1) {
        wizard->done = true;
        wizard->code = WIZARD_DISCARDED;
    }
    return handled;
}

const struct view_kind view_discard = {
    .open = discard_open, .close = menu_close, .draw = menu_draw, .key = discard_key};

static void *remove_open(struct wizard *wizard)
{
    struct menu *menu = menu_new(wizard, "Take this one off the list?", NULL);
    menu_add(menu, "No, keep it");
    menu_add(menu, "Yes, take it off");
    return menu;
}

static bool remove_key(struct wizard *wizard, void *state, const struct key *key)
{
    bool handled;
    int chosen = menu_key(wizard, state, key, &handled);
    if (chosen >= 0) {
        wizard_over(wizard, NULL);
    }
    if (chosen == 1) {
        act_remove(wizard, wizard->removing);
    }
    return handled;
}

const struct view_kind view_remove = {
    .open = remove_open, .close = menu_close, .draw = menu_draw, .key = remove_key};

// The parts of the form. Only those that can be jumped to are lines one can stand on.
struct outline_line {
    char text[200];
    char key[8];
    uint32_t item;
    bool here, closed;
};

struct outline {
    struct list list;
    struct outline_line *lines; // owned
};

static struct list_row outline_row(void *context, size_t row)
{
    const struct outline *outline = context;
    const struct outline_line *line = &outline->lines[row];
    return (struct list_row){
        .key = line->key, .text = line->text, .role = line->closed ? ROLE_QUIET : ROLE_NORMAL};
}

static void add_line(struct outline *outline, const char *text, uint32_t item, bool here,
                     bool closed)
{
    struct outline_line *line = &outline->lines[outline->list.count++];
    *line = (struct outline_line){.item = item, .here = here, .closed = closed};
    snprintf(line->text, sizeof(line->text), "%s%s", text,
             here     ? "  (you are here)"
             : closed ? "  (later)"
                      : "");
    snprintf(line->key, sizeof(line->key), "%zu", outline->list.count % 10000);
}

static void *outline_open(struct wizard *wizard)
{
    struct outline *outline = view_take(sizeof *outline);
    const struct interview *interview = wizard->session->interview;
    const struct form *form = wizard->session->form;
    bool review = wizard->at.phase == PHASE_REVIEW;
    size_t focus = 0;
    outline->lines = view_take((form->section_count + 1u) * sizeof *outline->lines);
    list_init(&outline->list, outline_row, outline, wizard->canvas.width);
    for (uint32_t i = 0; i < form->section_count; i++) {
        uint32_t start = interview_section_start(interview, i);
        bool here = wizard->at.phase == PHASE_ASKING && wizard->at.section == i;
        if (start == FORM_NO_ITEM && !here) {
            continue;
        }
        bool open = review || wizard->at.from_review || interview_may_jump(interview, i);
        focus = here ? outline->list.count : focus;
        add_line(outline, form->sections[i].title,
                 here && start == FORM_NO_ITEM ? wizard->at.item : start, here, !open);
    }
    add_line(outline, "All your answers, to look over", FORM_NO_ITEM, review, false);
    list_focus(&outline->list, focus);
    return outline;
}

static void outline_close(void *state)
{
    struct outline *outline = state;
    list_clear(&outline->list);
    free(outline->lines);
    free(outline);
}

static void outline_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct outline *outline = state;
    page_title(wizard, frame);
    struct rect area = page_notice(wizard, frame);
    area = rect_below(area, draw_paragraph(&wizard->canvas, area, ROLE_STRONG, "All parts"));
    if (area.rows > (int)outline->list.count) {
        area = rect_below(area, 1);
    }
    list_draw(&outline->list, &wizard->canvas, area, &wizard->scratch);
    static const struct hint hints[] = {{"Enter", "go there"}, {"Esc", "back"}};
    page_footer_alone(wizard, frame, hints, 2);
}

static bool outline_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct outline *outline = state;
    if (list_key(&outline->list, key) ||
        list_digit(&outline->list, key, loop_now(wizard->setup->loop)) != SIZE_MAX) {
        return true;
    }
    if (key->press != PRESS_ENTER || outline->list.count == 0) {
        return false;
    }
    const struct outline_line *line = &outline->lines[outline->list.focus];
    if (line->here) {
        wizard_over(wizard, NULL);
    } else if (line->closed) {
        wizard_warn(wizard, "The parts before it come first.");
    } else {
        act_go(wizard, line->item, 0);
    }
    return true;
}

const struct view_kind view_outline = {
    .open = outline_open, .close = outline_close, .draw = outline_draw, .key = outline_key};
