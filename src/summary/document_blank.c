// The form for a day without power: every question numbered, and where to go on in words.
#include "summary/documents.h"

#include "base/ensure.h"
#include "form/template.h"
#include "interview/words.h"
#include "summary/blank.h"

void blank_number(const struct blank *blank, uint32_t item, uint32_t entry, struct buffer *out)
{
    const struct form_item *it = &blank->build.form->items[item];
    buffer_print(out, "%u", (unsigned)blank->numbers[item]);
    if (it->repeat != FORM_NO_ITEM && it->type != ITEM_REPEAT) {
        buffer_print(out, "-%u", (unsigned)entry + 1);
    }
}

// A condition that nobody's answer can make true: what a clinic has switched off.
static bool is_never(const struct blank *blank, const struct expr *condition)
{
    return condition != NULL && condition->nodes != NULL &&
           expr_truth(condition, &blank->build.env) == TRUTH_FALSE;
}

static bool hangs(const struct blank *blank, const struct expr *condition)
{
    return condition != NULL && condition->nodes != NULL &&
           expr_truth(condition, &blank->build.env) != TRUTH_TRUE;
}

// What conditions see before anybody has said anything: every question may yet be answered, but for
// those that a clinic has switched off. (What hangs on an answer is not asked yet, and would hide
// what hangs on it in turn.)
static void open_all(struct blank *blank)
{
    struct build *build = &blank->build;
    const struct form *form = build->form;
    struct value *cells = arena_array(&build->summary->arena, struct value, form->cell_count + 1);
    build->env.cells = cells;
    build->env.open = true;
    for (uint32_t item = form->asked_end; item < form->item_count; item++) {
        for (uint32_t entry = 0; entry < form->items[item].cells; entry++) {
            cells[form->items[item].cell + entry] = value_pending();
        }
    }
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        bool off = is_never(blank, it->ask_if) ||
                   (it->section < form->section_count &&
                    is_never(blank, &form->sections[it->section].ask_if)) ||
                   (it->parent != FORM_NO_ITEM &&
                    cells[form->items[it->parent].cell].state == VALUE_ABSENT);
        for (uint32_t entry = 0; entry < it->cells; entry++) {
            cells[it->cell + entry] = off ? value_absent() : value_pending();
        }
    }
}

// Numbers all that is asked on this paper, in its order.
static void give_numbers(struct blank *blank)
{
    const struct form *form = blank->build.form;
    uint32_t number = 0;
    for (uint32_t i = 0; i < form->section_count; i++) {
        const struct form_section *section = &form->sections[i];
        for (uint32_t item = section->first; item < section->next;) {
            const struct form_item *it = &form->items[item];
            if (is_never(blank, &section->ask_if) || is_never(blank, it->ask_if)) {
                item = it->next > item ? it->next : item + 1;
                continue;
            }
            if (form_is_question(it) || it->type == ITEM_REPEAT) {
                blank->numbers[item] = ++number;
            }
            item++;
        }
    }
}

// The first number from `item` on; 0 if nothing follows.
static uint32_t number_from(const struct blank *blank, uint32_t item)
{
    const struct form *form = blank->build.form;
    for (; item < form->asked_end; item++) {
        if (blank->numbers[item] > 0) {
            return blank->numbers[item];
        }
    }
    return 0;
}

static uint32_t number_before(const struct blank *blank, uint32_t item)
{
    while (item-- > 0) {
        if (blank->numbers[item] > 0) {
            return blank->numbers[item];
        }
    }
    return 0;
}

static void say_number(void *context, uint32_t item, struct buffer *out)
{
    const struct blank *blank = context;
    if (blank->numbers[item] > 0) {
        buffer_print(out, "%u", (unsigned)blank->numbers[item]);
    } else {
        buffer_print(out, "\"%s\"", blank->build.form->items[item].label);
    }
}

static void say_condition(struct blank *blank, const struct expr *condition, struct buffer *out)
{
    const struct wording wording = {
        .form = blank->build.form,
        .phrases = blank->build.phrases,
        .words = &blank->build.phrases->on_paper,
        .by_hand = true,
        .name = say_number,
        .context = blank,
        .settled = &blank->build.env,
    };
    condition_say(&wording, condition, out);
}

// "Only if you ticked "A fall" in 12."
static void join_direction(struct blank *blank, const struct expr *condition)
{
    if (!hangs(blank, condition)) {
        return;
    }
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER);
    say_condition(blank, condition, &words);
    buffer_reset(&blank->build.text);
    phrase_fill(&blank->build.text, blank->build.phrases->only_if, words.bytes, NULL);
    build_join(&blank->build, PART_OTHERS, LINE_FACT, NULL, blank->build.text.bytes);
    buffer_clear(&words);
}

// "12 to 20 only if ...; if not, go on with 21.", before what hangs on one condition together.
static void add_direction(struct blank *blank, const struct expr *condition, uint32_t first,
                          uint32_t next)
{
    if (!hangs(blank, condition)) {
        return;
    }
    const struct phrases *phrases = blank->build.phrases;
    struct buffer words, range;
    struct buffer *text = &blank->build.text;
    buffer_init(&words, LIMIT_ANSWER);
    buffer_init(&range, LIMIT_TEXT);
    say_condition(blank, condition, &words);
    uint32_t from = number_from(blank, first), to = number_before(blank, next);
    uint32_t after = number_from(blank, next);
    buffer_reset(text);
    if (from == 0 || from > to) { // pages to read, without a question
        phrase_fill(text, phrases->only_if, words.bytes, NULL);
    } else {
        phrase_number(&range, from == to ? phrases->this_only : phrases->these_only, from, to);
        phrase_fill(text, phrases->only_these, range.bytes, words.bytes);
    }
    if (after > 0) {
        buffer_char(text, ' ');
        phrase_number(text, phrases->go_on_with, after, 0);
    } else {
        buffer_print(text, " %s", phrases->go_to_end);
    }
    build_line(&blank->build, PART_OTHERS, LINE_TEXT, NULL, text->bytes);
    buffer_clear(&words);
    buffer_clear(&range);
}

struct filling {
    struct blank *blank;
    uint32_t entry;
};

// A name in a text is an answer that is on this paper, or the clinic's own.
static void fill(void *context, const char *name, size_t length, struct buffer *out)
{
    const struct filling *filling = context;
    struct blank *blank = filling->blank;
    uint32_t item = intern_find_slice(&blank->build.form->by_id, name, length);
    if (item != INTERN_NONE && item < blank->build.form->asked_end && blank->numbers[item] > 0) {
        struct buffer number;
        buffer_init(&number, LIMIT_TEXT);
        blank_number(blank, item, filling->entry, &number);
        phrase_fill(out, blank->build.phrases->your_answer, number.bytes, NULL);
        buffer_clear(&number);
        return;
    }
    struct buffer braced;
    buffer_init(&braced, LIMIT_TEXT);
    buffer_char(&braced, '{');
    buffer_add(&braced, name, length);
    buffer_char(&braced, '}');
    words_text(braced.bytes, blank->build.answers, 0, blank->build.clinic, out);
    buffer_clear(&braced);
}

static void say_text(struct blank *blank, const char *text, uint32_t entry, struct buffer *out)
{
    struct filling filling = {blank, entry};
    template_fill(text, fill, &filling, out);
}

static void join_text(struct blank *blank, const char *text, uint32_t entry)
{
    if (text != NULL && text[0] != '\0') {
        buffer_reset(&blank->build.text);
        say_text(blank, text, entry, &blank->build.text);
        build_join(&blank->build, PART_OTHERS, LINE_FACT, NULL, blank->build.text.bytes);
    }
}

static void add_question(struct blank *blank, uint32_t item, uint32_t entry)
{
    const struct form_item *it = &blank->build.form->items[item];
    struct buffer question;
    buffer_init(&question, LIMIT_TEXT);
    blank_number(blank, item, entry, &question);
    buffer_text(&question, ". ");
    say_text(blank, it->text, entry, &question);
    struct summary_line *line =
        build_line(&blank->build, PART_OTHERS, LINE_TEXT, question.bytes, "");
    line->item = item;
    line->entry = entry;
    join_direction(blank, it->ask_if);
    join_text(blank, it->hint, entry);
    join_text(blank, it->help, entry);
    blank_answer(blank, item);
    blank_chart(blank, item);
    buffer_clear(&question);
}

static void add_note(struct blank *blank, uint32_t item)
{
    const struct form_item *it = &blank->build.form->items[item];
    struct build *build = &blank->build;
    buffer_reset(&build->text);
    say_text(blank, it->text, 0, &build->text);
    build_line(build, PART_OTHERS, LINE_HEADING, NULL, build->text.bytes);
    add_direction(blank, it->ask_if, item, item + 1);
    for (uint32_t page = 0; page < it->page_count; page++) {
        buffer_reset(&build->text);
        say_text(blank, it->pages[page], 0, &build->text);
        build_paragraphs(build, PART_OTHERS, build->text.bytes);
    }
}

static void add_items(struct blank *blank, uint32_t first, uint32_t next, uint32_t entry);

// A list: its own question, then so many blocks as there is room for.
static void add_list(struct blank *blank, uint32_t repeat)
{
    const struct form_item *it = &blank->build.form->items[repeat];
    struct build *build = &blank->build;
    uint32_t most = answers_entries_most(build->form, repeat);
    uint32_t blocks = most < BLANK_ENTRIES ? most : BLANK_ENTRIES;
    add_question(blank, repeat, 0);
    build_join(build, PART_OTHERS, LINE_TICK, NULL, build->phrases->none_to_list);
    for (uint32_t entry = 0; entry < blocks; entry++) {
        buffer_reset(&build->text);
        buffer_print(&build->text, "%s %u", it->entry_name != NULL ? it->entry_name : it->label,
                     (unsigned)entry + 1);
        build_line(build, PART_OTHERS, LINE_HEADING, NULL, build->text.bytes);
        add_items(blank, repeat + 1, it->next, entry);
    }
    if (most > blocks) {
        build_line(build, PART_OTHERS, LINE_TEXT, NULL, build->phrases->more_behind);
    }
}

static void add_items(struct blank *blank, uint32_t first, uint32_t next, uint32_t entry)
{
    const struct form *form = blank->build.form;
    for (uint32_t item = first; item < next;) {
        const struct form_item *it = &form->items[item];
        if (is_never(blank, it->ask_if)) {
            item = it->next > item ? it->next : item + 1;
            continue;
        }
        switch (it->type) {
        case ITEM_NOTE:
            add_note(blank, item);
            break;
        case ITEM_GROUP:
            add_direction(blank, it->ask_if, item, it->next);
            break;
        case ITEM_REPEAT:
            add_list(blank, item);
            item = it->next;
            continue;
        default:
            add_question(blank, item, entry);
            break;
        }
        item++;
    }
}

static void add_sections(struct blank *blank)
{
    const struct form *form = blank->build.form;
    for (uint32_t i = 0; i < form->section_count; i++) {
        const struct form_section *section = &form->sections[i];
        if (is_never(blank, &section->ask_if)) {
            continue;
        }
        build_line(&blank->build, PART_OTHERS, LINE_HEADING, NULL, section->title);
        add_direction(blank, &section->ask_if, section->first, section->next);
        add_items(blank, section->first, section->next, 0);
    }
}

static struct answers *nothing_said(const struct form *form, const uint8_t *settings)
{
    struct answers *answers =
        answers_new(&(struct answers_setup){.form = form, .settings = settings});
    // One entry of each list, so that what is asked of an entry can be asked.
    for (uint32_t item = 0; item < form->asked_end; item++) {
        if (form->items[item].type == ITEM_REPEAT) {
            answers_add_entry(answers, item);
        }
    }
    return answers;
}

struct summary *summary_blank(const struct form *form, const struct clinic *clinic,
                              const uint8_t *settings, const struct summary_facts *facts)
{
    struct summary_facts own = *facts;
    own.learned_count = own.done_count = own.note_count = own.past_count = 0;
    own.interview = NULL;
    struct answers *answers = nothing_said(form, settings);
    struct blank blank = {0};
    build_begin(&blank.build, answers, NULL, NULL, clinic, &own);
    struct build *build = &blank.build;
    blank.numbers = arena_array(&build->summary->arena, uint32_t, form->item_count + 1);
    build->summary->in_order = true;
    open_all(&blank);
    give_numbers(&blank);
    if (own.practice) {
        build_line(build, PART_HEAD, LINE_HEADING, NULL, build->phrases->practice);
    }
    build_line(build, PART_HEAD, LINE_HEADING, NULL, form->title);
    build_line(build, PART_HEAD, LINE_TEXT, NULL, build->phrases->whose);
    build_line(build, PART_OTHERS, LINE_TEXT, NULL, build->phrases->how_to_fill);
    add_sections(&blank);
    build_notices(build, false);
    build_foot(build);
    struct summary *summary = build_end(build);
    answers_free(answers);
    return summary;
}
