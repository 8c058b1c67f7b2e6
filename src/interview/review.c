#include "interview/review.h"

#include "interview/way.h"

struct rows {
    const struct answers *answers;
    struct review_row *list;
    size_t size, count;
};

static void add(struct rows *rows, enum review_kind kind, uint32_t section, struct stop at)
{
    if (rows->count < rows->size) {
        rows->list[rows->count] = (struct review_row){
            .kind = kind,
            .section = section,
            .item = at.item,
            .entry = at.entry,
            .state = stop_exists(at) ? answers_state(rows->answers, at.item, at.entry)
                                     : STATE_NOT_APPLICABLE,
        };
    }
    rows->count++;
}

static bool is_row(const struct form_item *item)
{
    return form_is_question(item) || item->type == ITEM_REPEAT;
}

static const struct stop nothing = {FORM_NO_ITEM, 0};

// A repeat's own row, then its entries one after another.
static void add_repeat(struct rows *rows, uint32_t section, uint32_t repeat)
{
    const struct form *form = answers_form(rows->answers);
    add(rows, REVIEW_ROW, section, (struct stop){repeat, 0});
    for (uint32_t entry = 0; entry < answers_entries(rows->answers, repeat); entry++) {
        for (uint32_t item = repeat + 1; item < form->items[repeat].next; item++) {
            struct stop at = {item, entry};
            if (form_is_question(&form->items[item]) && way_is_stop(rows->answers, at)) {
                add(rows, REVIEW_ROW, section, at);
            }
        }
    }
}

static void add_section(struct rows *rows, uint32_t index)
{
    const struct form *form = answers_form(rows->answers);
    const struct form_section *section = &form->sections[index];
    bool headed = false;
    for (uint32_t item = section->first; item < section->next; item++) {
        const struct form_item *it = &form->items[item];
        struct stop at = {item, 0};
        if (is_row(it) && way_is_stop(rows->answers, at)) {
            if (!headed) {
                add(rows, REVIEW_HEADING, index, nothing);
                headed = true;
            }
            if (it->type != ITEM_REPEAT) {
                add(rows, REVIEW_ROW, index, at);
            } else {
                add_repeat(rows, index, item);
            }
        }
        if (it->type == ITEM_REPEAT) {
            item = it->next - 1;
        }
    }
}

static void add_asides(struct rows *rows)
{
    const struct form *form = answers_form(rows->answers);
    bool headed = false;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        uint32_t entries = answers_times(rows->answers, item);
        for (uint32_t entry = 0; entry < entries; entry++) {
            if (!form_is_question(&form->items[item]) ||
                !answers_aside(rows->answers, item, entry)) {
                continue;
            }
            if (!headed) {
                add(rows, REVIEW_ASIDE_HEADING, form->section_count, nothing);
                headed = true;
            }
            add(rows, REVIEW_ASIDE, form->items[item].section, (struct stop){item, entry});
        }
    }
}

size_t review_rows(const struct answers *answers, struct review_row *rows, size_t size)
{
    struct rows all = {.answers = answers, .list = rows, .size = size};
    const struct form *form = answers_form(answers);
    for (uint32_t section = 0; section < form->section_count; section++) {
        add_section(&all, section);
    }
    add_asides(&all);
    add(&all, REVIEW_FINISH, form->section_count, nothing);
    return all.count;
}
