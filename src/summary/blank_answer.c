// How a question is answered with a pen.
#include "summary/blank.h"

#include <string.h>

enum { ROWS_OF_LONG_TEXT = 4, STEPS_MOST = 31 };

static void join(struct blank *blank, enum summary_kind kind, const char *label, const char *text)
{
    build_join(&blank->build, PART_OTHERS, kind, label, text);
}

// A box for each option, and a line behind one that asks to say more.
static void add_options(struct blank *blank, const struct form_item *it)
{
    struct buffer *text = &blank->build.text;
    for (uint32_t option = 0; option < it->options->count; option++) {
        buffer_reset(text);
        if (it->options->list[option].other) {
            phrase_fill(text, blank->build.phrases->please_say, it->options->list[option].text,
                        NULL);
        } else {
            buffer_text(text, it->options->list[option].text);
        }
        join(blank, LINE_TICK, NULL, text->bytes);
    }
}

static void add_silences(struct blank *blank, const struct form_item *it)
{
    if (it->offer_dont_know) {
        join(blank, LINE_TICK, NULL, blank->build.phrases->tick_dont_know);
    }
    if (it->offer_declined) {
        join(blank, LINE_TICK, NULL, blank->build.phrases->tick_declined);
    }
}

// "0  1  2 ... 10" to ring, with what the ends mean; steps that have names are boxes.
static void add_scale(struct blank *blank, const struct form_item *it)
{
    int64_t least = it->min / DECIMAL_ONE, most = it->max / DECIMAL_ONE;
    for (uint32_t step = 0; step < it->label_count; step++) {
        join(blank, LINE_TICK, NULL, it->labels[step]);
    }
    if (it->label_count > 0) {
        return;
    }
    if (most - least >= STEPS_MOST) {
        join(blank, LINE_ROOM, NULL, "");
        return;
    }
    struct buffer *text = &blank->build.text;
    buffer_reset(text);
    for (int64_t step = least; step <= most; step++) {
        buffer_print(text, "%s%lld", step > least ? "   " : "", (long long)step);
    }
    struct buffer ends;
    char low[DECIMAL_TEXT], high[DECIMAL_TEXT];
    buffer_init(&ends, LIMIT_TEXT);
    if (it->low != NULL) {
        phrase_fill(&ends, blank->build.phrases->end_of_scale, decimal_print(it->min, low),
                    it->low);
    }
    if (it->high != NULL) {
        buffer_text(&ends, ends.length > 0 ? "; " : "");
        phrase_fill(&ends, blank->build.phrases->end_of_scale, decimal_print(it->max, high),
                    it->high);
    }
    join(blank, LINE_STEPS, ends.length > 0 ? ends.bytes : NULL, text->bytes);
    buffer_clear(&ends);
}

static void add_kinds(struct blank *blank, const struct form_item *it)
{
    struct buffer *text = &blank->build.text;
    if (it->intensity) {
        join(blank, LINE_FACT, NULL, blank->build.phrases->how_bad);
    }
    if (it->kinds != NULL) {
        struct buffer kinds;
        buffer_init(&kinds, LIMIT_TEXT);
        for (uint32_t kind = 0; kind < it->kinds->count; kind++) {
            buffer_print(&kinds, "%s%s", kind > 0 ? ", " : "", it->kinds->list[kind].text);
        }
        buffer_reset(text);
        phrase_fill(text, blank->build.phrases->which_kind, kinds.bytes, NULL);
        join(blank, LINE_FACT, NULL, text->bytes);
        buffer_clear(&kinds);
    }
}

// One of what was marked before is written, not marked again.
static bool add_among(struct blank *blank, const struct form_item *it)
{
    if (it->among == FORM_NO_ITEM || blank->numbers[it->among] == 0) {
        return false;
    }
    struct buffer number;
    buffer_init(&number, LIMIT_TEXT);
    blank_number(blank, it->among, 0, &number);
    buffer_reset(&blank->build.text);
    phrase_fill(&blank->build.text, blank->build.phrases->from_those, number.bytes, NULL);
    join(blank, LINE_FACT, NULL, blank->build.text.bytes);
    join(blank, LINE_ROOM, NULL, "");
    buffer_clear(&number);
    return true;
}

static void add_choice(struct blank *blank, const struct form_item *it)
{
    if (!add_among(blank, it)) {
        add_options(blank, it);
        if (it->type == ITEM_BODY) {
            add_kinds(blank, it);
        }
    }
}

static void add_quantity(struct blank *blank, const struct form_item *it)
{
    struct buffer *text = &blank->build.text;
    buffer_reset(text);
    for (uint32_t unit = 0; unit < it->unit_count; unit++) {
        buffer_print(text, "%s%s", unit > 0 ? " / " : "", it->units[unit].text);
    }
    join(blank, LINE_ROOM, text->bytes, "");
}

static void add_suggestions(struct blank *blank, const struct form_item *it)
{
    struct buffer list;
    buffer_init(&list, LIMIT_TEXT);
    for (uint32_t i = 0; i < it->suggest_count; i++) {
        buffer_print(&list, "%s%s", i > 0 ? ", " : "", it->suggests[i]);
    }
    if (list.length > 0) {
        buffer_reset(&blank->build.text);
        phrase_fill(&blank->build.text, blank->build.phrases->for_example, list.bytes, NULL);
        join(blank, LINE_FACT, NULL, blank->build.text.bytes);
    }
    buffer_clear(&list);
}

void blank_answer(struct blank *blank, uint32_t item)
{
    const struct phrases *phrases = blank->build.phrases;
    const struct form_item *it = &blank->build.form->items[item];
    switch (it->type) {
    case ITEM_YESNO:
    case ITEM_ONE:
    case ITEM_MANY:
    case ITEM_BODY:
        add_choice(blank, it);
        break;
    case ITEM_SCALE:
        add_scale(blank, it);
        break;
    case ITEM_LONGTEXT:
        add_suggestions(blank, it);
        for (int row = 0; row < ROWS_OF_LONG_TEXT; row++) {
            join(blank, LINE_ROOM, NULL, "");
        }
        break;
    case ITEM_QUANTITY:
        add_quantity(blank, it);
        break;
    case ITEM_DATE:
        join(blank, LINE_ROOM, phrases->write_date, "");
        break;
    case ITEM_TIME:
        join(blank, LINE_ROOM, phrases->write_time, "");
        break;
    case ITEM_AGREE:
        join(blank, LINE_ROOM, phrases->write_name, "");
        break;
    case ITEM_TEXT:
        add_suggestions(blank, it);
        join(blank, LINE_ROOM, NULL, "");
        break;
    case ITEM_INTEGER:
    case ITEM_DECIMAL:
        join(blank, LINE_ROOM, NULL, "");
        break;
    case ITEM_NOTE:
    case ITEM_GROUP:
    case ITEM_REPEAT:
    case ITEM_VALUE:
    case ITEM_SCORE:
    case ITEM_TYPES:
        break;
    }
    add_silences(blank, it);
}

void blank_chart(struct blank *blank, uint32_t item)
{
    const struct form_item *it = &blank->build.form->items[item];
    if (it->type != ITEM_BODY || it->single || blank->build.form->body == NULL || blank->drawn) {
        return;
    }
    struct arena *arena = &blank->build.summary->arena;
    struct answer *marks = arena_array(arena, struct answer, 1);
    marks->kind = ANSWER_VALUE;
    marks->is_set = true;
    marks->as.set = arena_array(arena, struct answer_set, 1);
    build_line(&blank->build, PART_OTHERS, LINE_CHART, blank->build.phrases->mark_here, "")->marks =
        marks;
    blank->drawn = true;
}
