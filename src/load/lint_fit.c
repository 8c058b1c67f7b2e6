// Texts against the smallest full screen: 80 columns by 24 rows, and against the reading budget.
// Lists scroll, so a question fits if its text, its hint and the first few choices do.

#include "lint_part.h"

#include "base/text.h"
#include "base/wrap.h"

enum {
    COLUMNS = 72,
    ROWS = 24 - 5, // header, footer and the lines around them
    CHOICES = 4,   // seen without scrolling
    MARK = 6,      // "> 1 [x] " before a choice
};

static size_t lines_of(const char *text, size_t columns)
{
    return text != NULL && text[0] != '\0' ? wrap_count(text, columns, text_width_unicode) : 0;
}

static size_t words_of(const char *text)
{
    size_t words = 0;
    bool inside = false;
    for (; text != NULL && *text != '\0'; text++) {
        bool space = *text == ' ' || *text == '\n' || *text == '\t';
        words += !space && !inside;
        inside = !space;
    }
    return words;
}

static void fit_question(const struct form_item *item, struct issues *issues)
{
    size_t rows = lines_of(item->text, COLUMNS) + lines_of(item->hint, COLUMNS) + 1;
    if (item->options != NULL && item->type != ITEM_BODY) {
        for (uint32_t i = 0; i < item->options->count && i < CHOICES; i++) {
            rows += lines_of(item->options->list[i].text, COLUMNS - MARK);
        }
    } else {
        rows += 2; // the field, or the steps of a scale
    }
    if (rows > ROWS) {
        issues_add(issues, ISSUE_WARNING, item->file, item->line,
                   "question '%s' takes %zu rows with its hint and first choices; at most %d on a "
                   "screen of 24",
                   item->id, rows, ROWS);
    }
}

static void fit_note(const struct form_item *item, struct issues *issues)
{
    size_t title = lines_of(item->text, COLUMNS);
    if (item->page_count == 0 && title > ROWS) {
        issues_add(issues, ISSUE_WARNING, item->file, item->line,
                   "note '%s' takes %zu rows; at most %d on a screen of 24", item->id, title, ROWS);
    }
    for (uint32_t i = 0; i < item->page_count; i++) {
        size_t rows = title + 1 + lines_of(item->pages[i], COLUMNS);
        if (rows > ROWS) {
            issues_add(issues, ISSUE_WARNING, item->file, item->line,
                       "paragraph %u of note '%s' takes %zu rows with the title; at most %d on a "
                       "screen of 24",
                       (unsigned)i + 1, item->id, rows, ROWS);
        }
    }
}

static void check_budget(const struct form *form, const struct form_item *item,
                         struct issues *issues)
{
    size_t words =
        words_of(item->text) + words_of(item->hint) + words_of(item->low) + words_of(item->high);
    for (uint32_t i = 0;
         item->options != NULL && item->type != ITEM_BODY && i < item->options->count; i++) {
        words += words_of(item->options->list[i].text);
    }
    for (uint32_t i = 0; i < item->label_count; i++) {
        words += words_of(item->labels[i]);
    }
    if (words > form->words) {
        issues_add(issues, ISSUE_WARNING, item->file, item->line,
                   "question '%s' has %zu words with its choices; at most %u, the reading budget",
                   item->id, words, (unsigned)form->words);
    }
}

void lint_fit(const struct form *form, struct issues *issues)
{
    for (uint32_t i = 0; i < form->asked_end; i++) {
        const struct form_item *item = &form->items[i];
        if (item->type == ITEM_NOTE) {
            fit_note(item, issues);
        } else if (form_is_question(item)) {
            fit_question(item, issues);
            check_budget(form, item, issues);
        }
    }
}
