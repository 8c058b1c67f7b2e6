#include "form_bindings.h"

#include <stdlib.h>
#include <string.h>

void bindings_init(struct bindings *b, const struct form *form)
{
    *b = (struct bindings){.form = form};
    arena_init(&b->arena);
    b->cells = arena_array(&b->arena, struct value, form->cell_count);
    b->entries = arena_array(&b->arena, uint32_t, form->item_count);
    for (int class = 0; class < EXPR_CLASSES; class ++) {
        b->fired[class] = TRUTH_FALSE;
    }
    b->env = (struct expr_env){
        .form = form,
        .cells = b->cells,
        .entries = b->entries,
        .settings = b->settings,
        .fired = b->fired,
        .today_known = true,
    };
    date_from_civil(2026, 3, 2, &b->env.today);
}

void bindings_clear(struct bindings *b)
{
    arena_clear(&b->arena);
}

const char *bindings_truth(truth now)
{
    static const char *const letters[] = {"", "F", "U", "FU", "T", "FT", "UT", "FUT"};
    return letters[now & 7];
}

static truth read_truth(const char *text)
{
    truth result = 0;
    for (; *text != '\0'; text++) {
        result |= (truth)(*text == 'T'   ? TRUTH_TRUE
                          : *text == 'F' ? TRUTH_FALSE
                          : *text == 'U' ? TRUTH_UNKNOWN
                                         : 0);
    }
    return result;
}

static bool read_number(const char *text, struct value *out)
{
    const char *dots = strstr(text, "..");
    size_t length = dots != NULL ? (size_t)(dots - text) : strlen(text);
    decimal least, most;
    if (!decimal_parse(text, length, &least)) {
        return false;
    }
    most = least;
    if (dots != NULL && !decimal_parse(dots + 2, strlen(dots + 2), &most)) {
        return false;
    }
    *out = value_number(least);
    out->as.number.most = most;
    return true;
}

static bool read_code(const struct form_options *options, const char *text, struct value *out)
{
    uint32_t option = form_option(options, text);
    if (option == UINT32_MAX) {
        return false;
    }
    *out = (struct value){.state = VALUE_KNOWN, .as.code = option};
    out->silence = options->list[option].silence;
    out->open = out->silence != SILENCE_NOT;
    return true;
}

// "{a b}"
static bool read_set(struct bindings *b, const struct form_options *options, const char *text,
                     struct value *out)
{
    size_t length = strlen(text);
    if (length < 2 || text[0] != '{' || text[length - 1] != '}') {
        return false;
    }
    struct value_set *set = arena_new(&b->arena, struct value_set);
    *out = (struct value){.state = VALUE_KNOWN, .as.set = set};
    char *words = arena_copy(&b->arena, text + 1, length - 2);
    bool open = false;
    for (char *save = NULL, *word = strtok_r(words, " ", &save); word != NULL;
         word = strtok_r(NULL, " ", &save)) {
        struct value one;
        if (!read_code(options, word, &one)) {
            return false;
        }
        set_add(set->chosen, one.as.code);
        open = open || one.open || (options->has_all && options->all == one.as.code);
        out->silence = one.open ? one.silence : out->silence;
    }
    for (uint32_t i = 0; open && i < options->count; i++) {
        if (!set_has(set->chosen, i)) {
            set_add(set->open, i);
        }
    }
    return true;
}

static bool read_value(struct bindings *b, const struct form_item *item, const char *text,
                       struct value *out)
{
    struct date date;
    size_t length = strlen(text);
    if (strcmp(text, "-") == 0) {
        *out = value_absent();
        return true;
    }
    if (strcmp(text, "~") == 0) {
        *out = value_pending();
        return true;
    }
    if (text[0] == '?') {
        *out = value_unknown(length > 1 ? builder_silence(text + 1) : SILENCE_DONT_KNOW);
        return length == 1 || out->silence != SILENCE_NOT;
    }
    switch (item->value_type) {
    case VALUE_TRUTH:
        *out = value_truth(read_truth(text));
        return out->truth != 0;
    case VALUE_NUMBER:
        return read_number(text, out);
    case VALUE_CODE:
        return read_code(item->options, text, out);
    case VALUE_SET:
        return read_set(b, item->options, text, out);
    case VALUE_TEXT:
        *out = (struct value){.state = VALUE_KNOWN, .length = (uint32_t)(length - 2)};
        out->as.text = length >= 2 ? arena_copy(&b->arena, text + 1, length - 2) : "";
        return length >= 2 && text[0] == '\'' && text[length - 1] == '\'';
    case VALUE_DATE:
        if (!date_parse(text, length, b->env.today, &date)) {
            return false;
        }
        *out = (struct value){.state = VALUE_KNOWN,
                              .as.date = {.first = date.first, .last = date.last}};
        return true;
    default:
        return false;
    }
}

// "2", "2~", "2?", "-": how many entries, and whether there may be more.
static bool read_repeat(struct bindings *b, uint32_t repeat, char *text)
{
    struct value *cell = &b->cells[b->form->items[repeat].cell];
    char *end = NULL;
    long count = strtol(text, &end, 10);
    b->entries[repeat] = (uint32_t)count;
    *cell = value_number(decimal_of(count));
    if (*end == '~') {
        *cell = value_pending();
    } else if (*end == '?') {
        *cell = value_unknown(SILENCE_DONT_KNOW);
    } else if (strcmp(text, "-") == 0) {
        *cell = value_absent();
        return true;
    }
    return count >= 0 && count <= BUILDER_ENTRIES && (*end == '\0' || end[1] == '\0');
}

static bool read_item(struct bindings *b, uint32_t index, char *text)
{
    const struct form_item *item = &b->form->items[index];
    if (item->type == ITEM_REPEAT) {
        return read_repeat(b, index, text);
    }
    if (item->cells == 1) {
        return read_value(b, item, text, &b->cells[item->cell]);
    }
    uint32_t entry = 0;
    char *save = NULL;
    for (char *one = strtok_r(text, ",", &save); one != NULL; one = strtok_r(NULL, ",", &save)) {
        if (entry == item->cells || !read_value(b, item, one, &b->cells[item->cell + entry++])) {
            return false;
        }
    }
    return true;
}

static bool read_named(struct bindings *b, const char *name, char *text)
{
    if (strncmp(name, "setting.", 8) == 0) {
        uint32_t setting = form_setting(b->form, name + 8);
        if (setting == UINT32_MAX) {
            return false;
        }
        b->settings[setting] = strcmp(text, "on") == 0;
        return true;
    }
    if (strncmp(name, "fired.", 6) == 0) {
        for (int class = 0; class < EXPR_CLASSES; class ++) {
            if (strcmp(expr_class_names[class], name + 6) == 0) {
                b->fired[class] = read_truth(text);
                return true;
            }
        }
        return false;
    }
    if (strcmp(name, "unsure") == 0) {
        b->env.unsure = (uint32_t)strtoul(text, NULL, 10);
        b->env.unsure_open = strchr(text, '+') != NULL;
        return true;
    }
    if (strcmp(name, "entry") == 0) {
        b->env.entry = (uint32_t)strtoul(text, NULL, 10);
        return true;
    }
    if (strcmp(name, "today") == 0) {
        struct date date = {0};
        b->env.today_known = date_parse(text, strlen(text), 0, &date);
        b->env.today = date.first;
        return true;
    }
    uint32_t item = form_find(b->form, name);
    return item != FORM_NO_ITEM && read_item(b, item, text);
}

bool bindings_read(struct bindings *b, const char *text)
{
    char *copy = arena_string(&b->arena, text);
    char *save = NULL;
    for (char *part = strtok_r(copy, ";", &save); part != NULL; part = strtok_r(NULL, ";", &save)) {
        part += strspn(part, " ");
        size_t length = strlen(part);
        while (length > 0 && part[length - 1] == ' ') {
            part[--length] = '\0';
        }
        char *equals = strchr(part, '=');
        bool good = true;
        if (strcmp(part, "ended") == 0) {
            b->env.ended = true;
        } else if (strcmp(part, "rule") == 0) {
            b->in_rule = true;
        } else if (equals != NULL) {
            *equals = '\0';
            good = read_named(b, part, equals + 1);
        } else {
            good = length == 0;
        }
        if (!good) {
            b->wrong = part;
            return false;
        }
    }
    return true;
}

static const char *print_known(struct bindings *b, const struct expr *expr, struct value value)
{
    char least[DECIMAL_TEXT], most[DECIMAL_TEXT], first[DATE_TEXT], last[DATE_TEXT];
    switch (expr->type) {
    case VALUE_NUMBER:
        decimal_print(value.as.number.least, least);
        decimal_print(value.as.number.most, most);
        return value.as.number.least == value.as.number.most
                   ? arena_string(&b->arena, least)
                   : arena_print(&b->arena, "%s..%s", least, most);
    case VALUE_TEXT:
        return arena_print(&b->arena, "'%.*s'", (int)value.length, value.as.text);
    case VALUE_DATE:
        date_print(date_of_day(value.as.date.first), first);
        date_print(date_of_day(value.as.date.last), last);
        return value.as.date.first == value.as.date.last
                   ? arena_string(&b->arena, first)
                   : arena_print(&b->arena, "%s..%s", first, last);
    case VALUE_CODE:
        return b->form->items[expr->reads[0]].options->list[value.as.code].code;
    default:
        return "a set";
    }
}

const char *bindings_print(struct bindings *b, const struct expr *expr, struct value value)
{
    if (expr->type == VALUE_TRUTH) {
        switch (expr_truth(expr, &b->env)) {
        case TRUTH_TRUE:
            return "true";
        case TRUTH_FALSE:
            return "false";
        case TRUTH_UNKNOWN:
            return "unknown";
        default:
            return bindings_truth(expr_truth(expr, &b->env));
        }
    }
    switch ((enum value_state)value.state) {
    case VALUE_ABSENT:
        return "absent";
    case VALUE_UNKNOWN:
        return "unknown";
    case VALUE_PENDING:
        return "pending";
    default:
        return print_known(b, expr, value);
    }
}
