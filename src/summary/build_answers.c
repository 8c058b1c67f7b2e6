// The parts of the page that repeat what was said: who, the lines the form lists under "page", and
// the silences. Each answer is a line of its own that joins the one before, so that one may
// change while the others stand.
#include "form/template.h"
#include "interview/company.h"
#include "interview/words.h"
#include "summary/build.h"

#include <string.h>

static bool is_typed(const struct form_item *item)
{
    return item->type == ITEM_TEXT || item->type == ITEM_LONGTEXT || item->type == ITEM_AGREE;
}

void build_answer_words(struct build *build, uint32_t item, uint32_t entry, struct buffer *out)
{
    const struct form_item *it = &build->form->items[item];
    buffer_reset(out);
    if (it->type == ITEM_VALUE || it->type == ITEM_SCORE) {
        const struct value *value = answers_value(build->answers, item, entry);
        // That something calculated is not so says nothing that the answers do not.
        bool no = value->state == VALUE_KNOWN && it->value_type == VALUE_TRUTH &&
                  value->truth != TRUTH_TRUE;
        if (value->state == VALUE_KNOWN && !no) {
            words_value(build->form, item, value, out);
        }
        return;
    }
    if (answers_state(build->answers, item, entry) != STATE_ANSWERED) {
        return;
    }
    if (is_typed(it)) {
        buffer_char(out, '"');
    }
    words_answer(build->answers, item, entry, out);
    if (is_typed(it)) {
        buffer_char(out, '"');
    }
}

// The first question a text names, if its answer was typed.
struct named {
    const struct form *form;
    uint32_t item;
};

static void find_named(void *context, const char *name, size_t length, struct buffer *out)
{
    struct named *named = context;
    const struct form *form = named->form;
    uint32_t item = intern_find_slice(&form->by_id, name, length);
    (void)out;
    if (named->item == FORM_NO_ITEM && item < form->asked_end && is_typed(&form->items[item])) {
        named->item = item;
    }
}

void build_name(struct build *build, uint32_t item, uint32_t entry, struct buffer *out)
{
    const struct form_item *it = &build->form->items[item];
    struct named named = {.form = build->form, .item = FORM_NO_ITEM};
    struct buffer filled;
    buffer_init(&filled, LIMIT_TEXT);
    template_fill(it->text, find_named, &named, &filled);
    buffer_clear(&filled);
    buffer_reset(out);
    if (named.item != FORM_NO_ITEM) {
        build_answer_words(build, named.item, entry, out);
    }
    if (out->length == 0) {
        buffer_text(out, it->label);
    }
}

static uint32_t entries_of(struct build *build, uint32_t item)
{
    const struct form_item *it = &build->form->items[item];
    return it->repeat == FORM_NO_ITEM ? 1 : answers_entries(build->answers, it->repeat);
}

// One line: its label, then the answers behind it. Nothing at all if none of them counts.
static void build_page_line(struct build *build, const struct form_page *page,
                            enum summary_part part)
{
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER);
    struct buffer *text = &build->text;
    bool begun = false;
    for (uint32_t i = 0; i < page->item_count; i++) {
        uint32_t item = page->items[i];
        for (uint32_t entry = 0; entry < entries_of(build, item); entry++) {
            build_answer_words(build, item, entry, &words);
            if (words.length == 0) {
                continue;
            }
            if (!begun) {
                build_line(build, part, LINE_TEXT, page->label, "");
                begun = true;
            }
            buffer_reset(text);
            if (page->named) {
                buffer_print(text, "%s: ", build->form->items[item].label);
            }
            buffer_text(text, words.bytes);
            build_join(build, part, text->bytes);
        }
    }
    buffer_clear(&words);
}

void build_page_part(struct build *build, enum form_page_part from, enum summary_part part)
{
    for (uint32_t i = 0; i < build->form->page_count; i++) {
        if (build->form->pages[i].part == from) {
            build_page_line(build, &build->form->pages[i], part);
        }
    }
}

static void count_states(struct build *build, uint32_t counts[STATE_PENDING + 1])
{
    const struct form *form = build->form;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        if (!form_is_question(&form->items[item])) {
            continue;
        }
        for (uint32_t entry = 0; entry < entries_of(build, item); entry++) {
            counts[answers_state(build->answers, item, entry)]++;
        }
    }
}

void build_head(struct build *build)
{
    if (build->facts->practice) {
        build_line(build, PART_HEAD, LINE_HEADING, NULL, "PRACTICE - not a real patient");
    }
    build_page_part(build, PAGE_WHO, PART_HEAD);
    uint32_t counts[STATE_PENDING + 1] = {0};
    count_states(build, counts);
    uint32_t silent = counts[STATE_DONT_KNOW] + counts[STATE_DECLINED] + counts[STATE_SKIPPED] +
                      counts[STATE_NOT_REACHED] + counts[STATE_PENDING];
    struct buffer *text = &build->text;
    buffer_reset(text);
    buffer_print(text, "%s   %u of %u answered", build->facts->when, counts[STATE_ANSWERED],
                 counts[STATE_ANSWERED] + silent);
    static const char *const names[] = {
        [STATE_DONT_KNOW] = "don't know",
        [STATE_DECLINED] = "rather not say",
        [STATE_SKIPPED] = "skipped",
        [STATE_NOT_REACHED] = "not reached",
    };
    for (int state = STATE_DONT_KNOW; state <= STATE_NOT_REACHED; state++) {
        if (counts[state] > 0) {
            buffer_print(text, ", %u %s", counts[state], names[state]);
        }
    }
    build_line(build, PART_HEAD, LINE_TEXT, NULL, text->bytes);
    if (build->facts->partial != NULL) {
        build_line(build, PART_HEAD, LINE_TEXT, NULL, build->facts->partial);
    }
}

// What is missing, by how it came to be missing.
enum missing { NOT_SURE, DONT_KNOW, ASK_ALONE, DECLINED, SKIPPED, NOT_REACHED, MISSING_KINDS };

static enum missing missing_declined(struct build *build, uint32_t item)
{
    bool alone = build->form->items[item].private_ && company_present(build->answers);
    return alone ? ASK_ALONE : DECLINED;
}

static enum missing missing_of(struct build *build, uint32_t item, uint32_t entry)
{
    switch (answers_state(build->answers, item, entry)) {
    case STATE_DONT_KNOW:
        return DONT_KNOW;
    case STATE_DECLINED:
        return missing_declined(build, item);
    case STATE_SKIPPED:
        return SKIPPED;
    case STATE_NOT_REACHED:
        return NOT_REACHED;
    case STATE_ANSWERED:
        // An option such as "I am not sure": an answer, but the therapist must ask again.
        switch (answers_value(build->answers, item, entry)->silence) {
        case SILENCE_NOT:
            return MISSING_KINDS;
        case SILENCE_DECLINED:
            return missing_declined(build, item);
        default:
            return NOT_SURE;
        }
    case STATE_NOT_APPLICABLE:
    case STATE_PENDING:
        break;
    }
    return MISSING_KINDS;
}

static void list_missing(struct build *build, const char *label, enum missing missing, bool safety)
{
    const struct form *form = build->form;
    bool begun = false;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        if (!form_is_question(it) || it->safety != safety) {
            continue;
        }
        for (uint32_t entry = 0; entry < entries_of(build, item); entry++) {
            if (missing_of(build, item, entry) != missing) {
                continue;
            }
            if (!begun) {
                build_line(build, PART_SILENCES, LINE_TEXT, label, "");
                begun = true;
            }
            build_join(build, PART_SILENCES, it->label);
        }
    }
}

void build_silences(struct build *build)
{
    static const struct {
        const char *label, *safety_label;
    } lists[MISSING_KINDS] = {
        [NOT_SURE] = {"NOT SURE", "NOT SURE (safety)"},
        [DONT_KNOW] = {"DON'T KNOW", "DON'T KNOW (safety)"},
        [ASK_ALONE] = {"ASK ALONE (rather not say with someone beside)",
                       "ASK ALONE (safety; rather not say with someone beside)"},
        [DECLINED] = {"RATHER NOT SAY", "RATHER NOT SAY (safety)"},
        [SKIPPED] = {"SKIPPED", "SKIPPED (safety)"},
        [NOT_REACHED] = {"NOT REACHED", "NOT REACHED (safety)"},
    };
    for (int safety = 1; safety >= 0; safety--) {
        for (int missing = 0; missing < MISSING_KINDS; missing++) {
            list_missing(build, safety != 0 ? lists[missing].safety_label : lists[missing].label,
                         (enum missing)missing, safety != 0);
        }
    }
}
