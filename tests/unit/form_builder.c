#include "form_builder.h"

#include <stdlib.h>
#include <string.h>

struct builder_later {
    uint32_t item; // or the section, if `section`
    bool section, value;
    const char *source;
};

static void *must(void *memory)
{
    if (memory == NULL) {
        abort();
    }
    return memory;
}

void builder_init(struct builder *builder, uint32_t capacity)
{
    *builder = (struct builder){.capacity = capacity, .group = FORM_NO_ITEM};
    struct form *form = must(calloc(1, sizeof(*form)));
    builder->form = form;
    arena_init(&form->arena);
    intern_init(&form->by_id);
    issues_init(&builder->issues);
    form->id = "test";
    form->items = arena_array(&form->arena, struct form_item, capacity);
    builder->later_capacity = capacity * 2 + 16;
    builder->later = must(calloc(builder->later_capacity, sizeof(*builder->later)));
    struct form_section *sections = arena_array(&form->arena, struct form_section, 64);
    form->sections = sections;
    form->section_count = 1;
    sections[0].id = "first";
    form->settings = arena_array(&form->arena, struct form_setting, 64);
    form->scores = arena_array(&form->arena, struct form_score, 64);
}

void builder_clear(struct builder *builder)
{
    form_free(builder->form);
    issues_clear(&builder->issues);
    free(builder->later);
}

// The parts of the form that are const to everybody else.
static struct form_section *section_at(struct builder *builder, uint32_t index)
{
    return (struct form_section *)(uintptr_t)&builder->form->sections[index];
}

static void add_later(struct builder *builder, struct builder_later later)
{
    if (builder->later_count == builder->later_capacity) {
        abort();
    }
    builder->later[builder->later_count++] = later;
}

void builder_section(struct builder *builder, const char *id, const char *ask_if)
{
    struct form *form = builder->form;
    struct form_section *section = section_at(builder, form->section_count);
    section->id = id;
    section->first = form->item_count;
    section->next = form->item_count;
    if (ask_if != NULL) {
        add_later(builder, (struct builder_later){
                               .item = form->section_count, .section = true, .source = ask_if});
    }
    form->section_count++;
}

static enum value_type value_type_of(enum item_type type)
{
    switch (type) {
    case ITEM_YESNO:
    case ITEM_ONE:
        return VALUE_CODE;
    case ITEM_MANY:
    case ITEM_BODY:
        return VALUE_SET;
    case ITEM_TEXT:
    case ITEM_LONGTEXT:
    case ITEM_AGREE:
        return VALUE_TEXT;
    case ITEM_DATE:
        return VALUE_DATE;
    case ITEM_NOTE:
    case ITEM_GROUP:
    case ITEM_REPEAT:
    case ITEM_TYPES:
        return VALUE_NONE;
    default:
        return VALUE_NUMBER;
    }
}

uint32_t builder_item(struct builder *builder, const char *id, enum item_type type)
{
    struct form *form = builder->form;
    if (form->item_count == builder->capacity) {
        abort();
    }
    uint32_t index = form->item_count++;
    struct form_item *item = &form->items[index];
    bool asked = type != ITEM_VALUE && type != ITEM_SCORE;
    item->id = arena_string(&form->arena, id);
    item->label = item->id;
    item->type = type;
    item->value_type = value_type_of(type);
    item->file = "test.cfg";
    item->line = index + 1;
    item->section = asked ? form->section_count - 1 : UINT32_MAX;
    item->parent = builder->group;
    item->repeat = type == ITEM_REPEAT ? index : FORM_NO_ITEM;
    if (builder->group != FORM_NO_ITEM && type != ITEM_REPEAT) {
        item->repeat = form->items[builder->group].repeat;
    }
    item->next = index + 1;
    item->instrument = UINT32_MAX;
    item->cell = form->cell_count;
    item->cells = item->repeat != FORM_NO_ITEM && type != ITEM_REPEAT ? BUILDER_ENTRIES : 1;
    form->cell_count += item->cells;
    item->among = FORM_NO_ITEM;
    item->precisions = 0x0f;
    if (asked) {
        form->asked_end = index + 1;
        section_at(builder, form->section_count - 1)->next = index + 1;
    }
    intern_add(&form->by_id, item->id, index);
    return index;
}

static void read_option(struct form_option *option, char *word, struct form_options *options,
                        uint32_t index)
{
    char *equals = strchr(word, '=');
    if (equals != NULL) {
        *equals = '\0';
        option->weighted = decimal_parse(equals + 1, strlen(equals + 1), &option->weight);
    }
    size_t length = strlen(word);
    for (; length > 0 && strchr("?!^*", word[length - 1]) != NULL; word[--length] = '\0') {
        char mark = word[length - 1];
        option->exclusive = option->exclusive || mark == '^';
        if (mark == '*') {
            option->all = true;
            options->has_all = true;
            options->all = index;
        }
        if (mark == '?' || mark == '!') {
            option->silence = mark == '?' ? SILENCE_DONT_KNOW : SILENCE_DECLINED;
            set_add(options->silences.chosen, index);
        }
    }
    option->code = word;
    option->text = word;
}

uint32_t builder_choice(struct builder *builder, const char *id, enum item_type type,
                        const char *list)
{
    struct form *form = builder->form;
    uint32_t index = builder_item(builder, id, type);
    struct form_options *options = arena_new(&form->arena, struct form_options);
    struct form_option *options_list = arena_array(&form->arena, struct form_option, LIMIT_OPTIONS);
    intern_init(&options->by_code);
    char *words = arena_string(&form->arena, list);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        read_option(&options_list[options->count], word, options, options->count);
        options->count++;
    }
    options->list = options_list;
    for (uint32_t i = 0; i < options->count && options->count > 4; i++) {
        intern_add(&options->by_code, options_list[i].code, i);
    }
    form->items[index].options = options;
    return index;
}

uint32_t builder_same(struct builder *builder, const char *id, enum item_type type, uint32_t other)
{
    uint32_t index = builder_item(builder, id, type);
    builder->form->items[index].options = builder->form->items[other].options;
    return index;
}

uint32_t builder_number(struct builder *builder, const char *id, enum item_type type, int least,
                        int most)
{
    uint32_t index = builder_item(builder, id, type);
    struct form_item *item = &builder->form->items[index];
    item->has_min = true;
    item->has_max = true;
    item->min = decimal_of(least);
    item->max = decimal_of(most);
    return index;
}

uint32_t builder_open(struct builder *builder, const char *id, enum item_type type)
{
    uint32_t index = builder_item(builder, id, type);
    builder->group = index;
    return index;
}

void builder_close(struct builder *builder)
{
    struct form_item *group = &builder->form->items[builder->group];
    group->next = builder->form->item_count;
    builder->group = group->parent;
}

void builder_ask_if(struct builder *builder, uint32_t item, const char *source)
{
    add_later(builder, (struct builder_later){.item = item, .source = source});
}

uint32_t builder_value(struct builder *builder, const char *id, enum value_type type,
                       const char *source)
{
    uint32_t index = builder_item(builder, id, ITEM_VALUE);
    builder->form->items[index].value_type = type;
    if (source != NULL) {
        add_later(builder, (struct builder_later){.item = index, .value = true, .source = source});
    }
    return index;
}

static uint32_t *read_ids(struct builder *builder, const char *ids, uint32_t *count)
{
    struct form *form = builder->form;
    uint32_t *items = arena_array(&form->arena, uint32_t, 64);
    char *words = arena_string(&form->arena, ids);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        items[(*count)++] = form_find(form, word);
    }
    return items;
}

uint32_t builder_score(struct builder *builder, const char *id, enum score_method method,
                       const char *items, const char *needs)
{
    uint32_t index = builder_item(builder, id, ITEM_SCORE);
    struct form *form = builder->form;
    struct form_score *score = (struct form_score *)(uintptr_t)&form->scores[form->score_count];
    form->items[index].score = form->score_count++;
    score->item = index;
    score->title = id;
    score->method = method;
    score->items = read_ids(builder, items, &score->item_count);
    score->needs = score->items;
    score->need_count = score->item_count;
    if (needs != NULL) {
        score->need_count = 0;
        score->needs = read_ids(builder, needs, &score->need_count);
    }
    return index;
}

void builder_setting(struct builder *builder, const char *id)
{
    struct form *form = builder->form;
    ((struct form_setting *)(uintptr_t)form->settings)[form->setting_count++].id = id;
}

int builder_compile(struct builder *builder, const char *source, bool in_rule, uint32_t repeat,
                    enum value_type wanted, struct arena *arena, struct expr *out)
{
    struct expr_place place = {
        .file = "test.cfg",
        .line = 7,
        .repeat = repeat,
        .self = FORM_NO_ITEM,
        .in_rule = in_rule,
        .what = "test",
        .wanted = wanted,
    };
    return expr_compile(source, builder->form, &place, arena, &builder->issues, out);
}

static int compile_later(struct builder *builder, const struct builder_later *later)
{
    struct form *form = builder->form;
    struct form_item *item = later->section ? NULL : &form->items[later->item];
    struct expr *out = item == NULL ? &section_at(builder, later->item)->ask_if
                                    : arena_new(&form->arena, struct expr);
    if (item != NULL) {
        *(later->value ? &item->value : &item->ask_if) = out;
    }
    struct expr_place place = {
        .file = "test.cfg",
        .line = later->item + 1,
        .repeat = item != NULL ? item->repeat : FORM_NO_ITEM,
        .self = FORM_NO_ITEM,
        .what = item != NULL ? item->id : "section",
        .wanted = later->value ? item->value_type : VALUE_TRUTH,
    };
    return expr_compile(later->source, form, &place, &form->arena, &builder->issues, out);
}

int builder_finish(struct builder *builder)
{
    int status = 0;
    for (uint32_t i = 0; i < builder->later_count; i++) {
        status |= compile_later(builder, &builder->later[i]);
    }
    return status != 0 ? -1 : depend_build(builder->form, &builder->issues);
}

enum silence builder_silence(const char *name)
{
    enum silence silence = SILENCE_NOT_REACHED;
    while (silence != SILENCE_NOT && strcmp(silence_name(silence), name) != 0) {
        silence--;
    }
    return silence;
}

void builder_case_form(struct builder *b)
{
    builder_init(b, 64);
    builder_setting(b, "ask_chaperone");
    builder_setting(b, "ask_pain_detail");
    builder_item(b, "welcome", ITEM_NOTE);
    builder_choice(b, "ok", ITEM_YESNO, "yes no");
    uint32_t side = builder_choice(b, "side", ITEM_ONE, "left right both not_sure?");
    builder_same(b, "side2", ITEM_ONE, side);
    builder_choice(b, "severity", ITEM_ONE, "none=0 mild=1 bad=2.5 odd not_sure?");
    uint32_t areas =
        builder_choice(b, "areas", ITEM_MANY, "none^ head neck back not_sure? secret!");
    builder_same(b, "areas2", ITEM_MANY, areas);
    builder_same(b, "worst", ITEM_ONE, areas);
    builder_choice(b, "where", ITEM_BODY, "knee_l knee_r hip_l hip_r all_over*");
    builder_choice(b, "moods", ITEM_MANY, "nothing^ low=1 tense=2 odd not_sure?");
    builder_number(b, "n", ITEM_SCALE, 0, 10);
    builder_item(b, "m", ITEM_INTEGER);
    builder_item(b, "x", ITEM_DECIMAL);
    builder_item(b, "d", ITEM_DATE);
    builder_item(b, "e", ITEM_DATE);
    builder_item(b, "t", ITEM_TEXT);
    builder_item(b, "u", ITEM_TEXT);
    builder_item(b, "clock", ITEM_TIME);
    builder_open(b, "grp", ITEM_GROUP);
    builder_choice(b, "inside", ITEM_YESNO, "yes no");
    builder_close(b);
    builder_open(b, "meds", ITEM_REPEAT);
    builder_item(b, "drug", ITEM_TEXT);
    builder_item(b, "dose", ITEM_INTEGER);
    builder_choice(b, "strong", ITEM_YESNO, "yes no");
    builder_choice(b, "kinds", ITEM_MANY, "tablet drops patch");
    builder_close(b);
    builder_value(b, "flag", VALUE_TRUTH, NULL);
    builder_value(b, "flag2", VALUE_TRUTH, NULL);
    builder_value(b, "calc", VALUE_NUMBER, NULL);
    builder_score(b, "pain_score", SCORE_MEAN, "n m", NULL);
}
