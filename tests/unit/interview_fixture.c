#include "interview_fixture.h"

#include "base/ensure.h"
#include "form/depend.h"
#include "form_builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct form_options *make_options(struct arena *arena, const char *text)
{
    struct form_options *options = arena_new(arena, struct form_options);
    struct form_option *list = arena_array(arena, struct form_option, LIMIT_OPTIONS);
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, " ");
        struct form_option *option = &list[options->count];
        size_t code = strcspn(at, " !?-+*");
        for (size_t i = code; i < length; i++) {
            option->exclusive = option->exclusive || at[i] == '!';
            option->other = option->other || at[i] == '+';
            option->all = option->all || at[i] == '*';
            option->silence = at[i] == '?'   ? SILENCE_DONT_KNOW
                              : at[i] == '-' ? SILENCE_DECLINED
                                             : option->silence;
        }
        option->code = arena_copy(arena, at, code);
        option->text = option->code;
        option->weighted = option->silence == SILENCE_NOT;
        option->weight = decimal_of(options->count);
        if (option->silence != SILENCE_NOT) {
            set_add(options->silences.chosen, options->count);
        }
        if (option->all) {
            options->has_all = true;
            options->all = options->count;
        }
        options->count++;
        at += length + (at[length] == ' ');
    }
    options->list = list;
    return options;
}

static struct form_unit *make_units(struct arena *arena, const char *text, uint32_t *count)
{
    struct form_unit *units = arena_array(arena, struct form_unit, 8);
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, " "), code = strcspn(at, "=");
        struct form_unit *unit = &units[(*count)++];
        unit->code = unit->text = arena_copy(arena, at, code);
        ensure(decimal_parse(at + code + 1, length - code - 1, &unit->factor));
        at += length + (at[length] == ' ');
    }
    return units;
}

static enum value_type value_type_of(const struct fixture_item *from)
{
    switch (from->type) {
    case ITEM_YESNO:
    case ITEM_ONE:
        return VALUE_CODE;
    case ITEM_MANY:
        return VALUE_SET;
    case ITEM_BODY:
        return from->single ? VALUE_CODE : VALUE_SET;
    case ITEM_TEXT:
    case ITEM_LONGTEXT:
    case ITEM_AGREE:
        return VALUE_TEXT;
    case ITEM_DATE:
        return VALUE_DATE;
    case ITEM_NOTE:
    case ITEM_GROUP:
    case ITEM_REPEAT:
        return VALUE_NONE;
    case ITEM_VALUE:
        return from->of;
    default:
        return VALUE_NUMBER;
    }
}

struct making {
    struct form *form;
    struct form_section *sections;
    struct form_score *scores;
    struct issues issues;
};

// Into the nearest group or repeat before it.
static void put_inside(struct form *form, uint32_t index)
{
    struct form_item *it = &form->items[index];
    for (uint32_t parent = index; parent-- > 0;) {
        enum item_type type = form->items[parent].type;
        if (type == ITEM_GROUP || type == ITEM_REPEAT) {
            it->parent = parent;
            it->repeat = form->items[parent].repeat;
            it->cells = it->repeat == FORM_NO_ITEM
                            ? 1
                            : (uint32_t)(form->items[it->repeat].max / DECIMAL_ONE);
            form->items[parent].next = index + 1;
            break;
        }
    }
}

static void make_item(struct making *making, const struct fixture_item *from)
{
    struct form *form = making->form;
    struct arena *arena = &form->arena;
    uint32_t index = form->item_count++;
    struct form_item *it = &form->items[index];
    *it = (struct form_item){.id = from->id,
                             .type = from->type,
                             .value_type = value_type_of(from),
                             .text = from->id,
                             .label = from->id,
                             .section = UINT32_MAX,
                             .parent = FORM_NO_ITEM,
                             .repeat = from->type == ITEM_REPEAT ? index : FORM_NO_ITEM,
                             .next = index + 1,
                             .instrument = UINT32_MAX,
                             .cells = 1,
                             .required = from->required,
                             .safety = from->safety,
                             .offer_dont_know = from->silences,
                             .offer_declined = from->silences,
                             .among = FORM_NO_ITEM,
                             .single = from->single,
                             .intensity = from->type == ITEM_BODY,
                             .has_min = from->limited,
                             .has_max = from->limited,
                             .min = decimal_of(from->min),
                             .max = decimal_of(from->max),
                             .places = 1,
                             .precisions = 15};
    if (from->type == ITEM_REPEAT && !from->limited) {
        it->has_max = true;
        it->max = decimal_of(LIMIT_ENTRIES);
    }
    if (from->type != ITEM_SCORE && (from->type != ITEM_VALUE || from->depth > 0)) {
        it->section = form->section_count - 1;
        making->sections[it->section].next = index + 1;
        form->asked_end = index + 1;
    }
    if (from->depth > 0) {
        put_inside(form, index);
    }
    it->cell = form->cell_count;
    form->cell_count += it->cells;
    if (from->type == ITEM_YESNO) {
        it->options = make_options(arena, "yes no");
    } else if (from->type == ITEM_QUANTITY) {
        it->units = make_units(arena, from->options, &it->unit_count);
    } else if (from->options != NULL && from->type != ITEM_SCORE) {
        it->options = make_options(arena, from->options);
    }
    if (from->type == ITEM_BODY) {
        it->kinds = make_options(arena, "Ache Sharp");
    }
    intern_add(&form->by_id, from->id, index);
}

static void make_expr(struct making *making, const char *source, uint32_t self, bool inside,
                      enum value_type wanted, struct expr *out)
{
    const struct form_item *it = self == FORM_NO_ITEM ? NULL : &making->form->items[self];
    struct expr_place place = {.file = "fixture",
                               .repeat = it == NULL || it->type == ITEM_REPEAT ? FORM_NO_ITEM
                                                                               : it->repeat,
                               .self = inside ? self : FORM_NO_ITEM,
                               .what = "fixture",
                               .wanted = wanted};
    if (expr_compile(source, making->form, &place, &making->form->arena, &making->issues, out) !=
        0) {
        fprintf(stderr, "%s: %s\n", source, making->issues.list[0].text);
        abort();
    }
}

static void make_score(struct making *making, const struct fixture_item *from, uint32_t index)
{
    struct form *form = making->form;
    struct form_score *score = &making->scores[form->score_count];
    uint32_t *items = arena_array(&form->arena, uint32_t, 16);
    *score = (struct form_score){.item = index,
                                 .title = from->id,
                                 .method = from->min == 1 ? SCORE_MEAN : SCORE_SUM,
                                 .items = items,
                                 .places = 1};
    for (const char *at = from->options; *at != '\0';) {
        size_t length = strcspn(at, " ");
        items[score->item_count++] = intern_find_slice(&form->by_id, at, length);
        at += length + (at[length] == ' ');
    }
    score->needs = items;
    score->need_count = score->item_count;
    form->items[index].score = form->score_count++;
}

static void make_rest(struct making *making, const struct fixture_item *from, uint32_t index)
{
    struct form *form = making->form;
    struct form_item *it = &form->items[index];
    if (from->ask_if != NULL) {
        struct expr *ask_if = arena_new(&form->arena, struct expr);
        make_expr(making, from->ask_if, index, false, VALUE_TRUTH, ask_if);
        it->ask_if = ask_if;
    }
    if (from->value != NULL) {
        struct expr *value = arena_new(&form->arena, struct expr);
        make_expr(making, from->value, index, false, from->of, value);
        it->value = value;
    }
    if (from->check != NULL) {
        struct form_check *check = arena_new(&form->arena, struct form_check);
        check->warn = from->check[0] == '?';
        check->text = "check";
        make_expr(making, from->check + check->warn, index, true, VALUE_TRUTH, &check->ok);
        it->checks = check;
        it->check_count = 1;
    }
    if (from->among != NULL) {
        it->among = form_find(form, from->among);
        it->options = form->items[it->among].options;
    }
    if (from->type == ITEM_SCORE) {
        make_score(making, from, index);
    }
}

struct form *fixture_form(const struct fixture_item *items)
{
    size_t count = 0;
    while (items[count].id != NULL) {
        count++;
    }
    struct making making = {.form = calloc(1, sizeof(struct form))};
    struct form *form = making.form;
    ensure(form != NULL);
    form->id = "fixture";
    form->version = "1";
    arena_init(&form->arena);
    intern_init(&form->by_id);
    issues_init(&making.issues);
    form->items = arena_array(&form->arena, struct form_item, count);
    making.sections = arena_array(&form->arena, struct form_section, count);
    making.scores = arena_array(&form->arena, struct form_score, count);
    form->sections = making.sections;
    form->scores = making.scores;
    for (size_t i = 0; i < count; i++) {
        if (items[i].id[0] == '#') {
            making.sections[form->section_count++] =
                (struct form_section){.id = items[i].id + 1,
                                      .title = items[i].id + 1,
                                      .first = form->item_count,
                                      .next = form->item_count};
        } else {
            make_item(&making, &items[i]);
        }
    }
    uint32_t index = 0, section = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i].id[0] != '#') {
            make_rest(&making, &items[i], index++);
            continue;
        }
        if (items[i].ask_if != NULL) {
            make_expr(&making, items[i].ask_if, FORM_NO_ITEM, false, VALUE_TRUTH,
                      &making.sections[section].ask_if);
        }
        section++;
    }
    if (depend_build(form, &making.issues) != 0) {
        fprintf(stderr, "%s\n", making.issues.list[0].text);
        abort();
    }
    issues_clear(&making.issues);
    return form;
}

static const struct fixture_item clinic_items[] = {
    {.id = "#about"},
    {.id = "welcome", .type = ITEM_NOTE},
    {.id = "who", .type = ITEM_ONE, .options = "self helper", .required = true},
    {.id = "signs",
     .type = ITEM_MANY,
     .options = "none! chest faint other+ not_sure?",
     .required = true,
     .safety = true},
    {.id = "name", .type = ITEM_TEXT, .required = true, .silences = true},
    {.id = "birth", .type = ITEM_DATE, .required = true, .silences = true, .check = "?age <= 110"},
    {.id = "guardian",
     .type = ITEM_YESNO,
     .ask_if = "maybe(age < 16)",
     .required = true,
     .safety = true,
     .silences = true},
    {.id = "#problem"},
    {.id = "areas", .type = ITEM_BODY, .options = "all* knee hip neck", .required = true},
    {.id = "main",
     .type = ITEM_BODY,
     .options = "x",
     .single = true,
     .among = "areas",
     .ask_if = "count(areas) > 1",
     .required = true},
    {.id = "pain", .type = ITEM_SCALE, .limited = true, .max = 10, .silences = true},
    {.id = "sleep", .type = ITEM_SCALE, .limited = true, .max = 10},
    {.id = "smoke", .type = ITEM_YESNO, .required = true, .silences = true, .safety = true},
    {.id = "smoking", .type = ITEM_GROUP, .ask_if = "smoke = 'yes'"},
    {.id = "packs", .type = ITEM_INTEGER, .depth = 1, .limited = true, .max = 9, .required = true},
    {.id = "quit", .type = ITEM_YESNO, .depth = 1, .ask_if = "packs > 2"},
    {.id = "#medicines", .ask_if = "who = 'self'"},
    {.id = "meds", .type = ITEM_REPEAT, .limited = true, .min = 0, .max = 4},
    {.id = "med", .type = ITEM_TEXT, .depth = 1, .required = true},
    {.id = "dose", .type = ITEM_DECIMAL, .depth = 1, .ask_if = "med != 'none'"},
    {.id = "thin", .type = ITEM_YESNO, .depth = 1, .safety = true, .silences = true},
    {.id = "bleed",
     .type = ITEM_YESNO,
     .ask_if = "any(thin = 'yes')",
     .required = true,
     .silences = true},
    {.id = "#last"},
    {.id = "weight",
     .type = ITEM_QUANTITY,
     .options = "kg=1 lb=0.5",
     .limited = true,
     .min = 20,
     .max = 300,
     .check = "?weight < 250"},
    {.id = "late", .type = ITEM_TEXT, .ask_if = "unsure() > 0"},
    {.id = "keep", .type = ITEM_YESNO, .required = true},
    {.id = "age", .type = ITEM_VALUE, .value = "age(birth)", .of = VALUE_NUMBER},
    {.id = "two", .type = ITEM_SCORE, .options = "pain sleep"},
    {0},
};

struct form *fixture_clinic(void)
{
    return fixture_form(clinic_items);
}

uint32_t fixture_item(const struct form *form, const char *id)
{
    uint32_t item = form_find(form, id);
    ensure(item != FORM_NO_ITEM);
    return item;
}

struct answers_setup fixture_setup(const struct form *form)
{
    struct answers_setup setup = {.form = form, .today_known = true};
    ensure(date_from_civil(2026, 3, 2, &setup.today));
    return setup;
}

struct answer fixture_answer(const struct form *form, uint32_t item, const char *text)
{
    const struct form_item *it = &form->items[item];
    size_t length = strlen(text);
    struct answer answer = {.kind = ANSWER_VALUE};
    if (text[0] == '!') {
        return answer_silence(builder_silence(text + 1));
    }
    switch (it->value_type) {
    case VALUE_CODE:
        return answer_code(form_option(it->options, text));
    case VALUE_SET:
        answer = answer_empty_set();
        while (*text != '\0') {
            size_t code = strcspn(text, "+");
            answer_choose(&answer, it->options, form_option_slice(it->options, text, code), true);
            text += code + (text[code] == '+');
        }
        return answer;
    case VALUE_TEXT:
        return answer_text(text, length);
    case VALUE_DATE:
        ensure(date_parse(text, length, fixture_setup(form).today, &answer.as.date));
        return answer;
    default:
        answer.unit = text[length - 1] == 'l'; // "200l": in the second unit
        ensure(decimal_parse(text, length - answer.unit, &answer.as.number));
        return answer;
    }
}

void fixture_give(struct answers *answers, const char *id, uint32_t entry, const char *text)
{
    uint32_t item = fixture_item(answers_form(answers), id);
    struct answer answer = fixture_answer(answers_form(answers), item, text);
    answers_give(answers, item, entry, &answer);
    answer_clear(&answer);
}

int fixture_say(struct interview *interview, const char *text, struct valid *why)
{
    struct interview_at at = interview_at(interview);
    const struct form *form = answers_form(interview_answers(interview));
    struct event event = {.kind = EVENT_ANSWER, .item = at.item, .entry = at.entry};
    event.confirmed = text[0] == '=';
    event.answer = fixture_answer(form, at.item, text + event.confirmed);
    int result = interview_do(interview, &event, why);
    answer_clear(&event.answer);
    return result;
}

int fixture_do(struct interview *interview, enum event_kind kind, const char *id, uint32_t entry)
{
    const struct form *form = answers_form(interview_answers(interview));
    struct event event = {.kind = kind, .entry = entry};
    event.item = id == NULL ? FORM_NO_ITEM : fixture_item(form, id);
    return interview_do(interview, &event, NULL);
}

const char *fixture_at(const struct interview *interview)
{
    struct interview_at at = interview_at(interview);
    const struct form *form = answers_form(interview_answers(interview));
    switch (at.phase) {
    case PHASE_REVIEW:
        return "review";
    case PHASE_FINISHED:
        return "finished";
    case PHASE_INTERRUPTED:
        return "interrupted";
    case PHASE_ASKING:
        break;
    }
    return form->items[at.item].id;
}
