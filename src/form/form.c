// Looking things up in a form, and letting go of it.

#include "form/form.h"

#include <stdlib.h>
#include <string.h>

static const char *const item_type_names[ITEM_TYPES] = {
    [ITEM_NOTE] = "note",       [ITEM_YESNO] = "yesno",     [ITEM_ONE] = "one",
    [ITEM_MANY] = "many",       [ITEM_TEXT] = "text",       [ITEM_LONGTEXT] = "longtext",
    [ITEM_INTEGER] = "integer", [ITEM_DECIMAL] = "decimal", [ITEM_QUANTITY] = "quantity",
    [ITEM_SCALE] = "scale",     [ITEM_DATE] = "date",       [ITEM_TIME] = "time",
    [ITEM_BODY] = "body",       [ITEM_GROUP] = "group",     [ITEM_REPEAT] = "repeat",
    [ITEM_AGREE] = "agree",     [ITEM_VALUE] = "value",     [ITEM_SCORE] = "score",
};

const char *item_type_name(enum item_type type)
{
    return item_type_names[type];
}

enum item_type item_type_from_name(const char *name)
{
    for (int type = 0; type < ITEM_TYPES; type++) {
        if (type != ITEM_SCORE && strcmp(item_type_names[type], name) == 0) {
            return (enum item_type)type;
        }
    }
    return ITEM_TYPES;
}

uint32_t form_find(const struct form *form, const char *id)
{
    uint32_t item = intern_find(&form->by_id, id);
    return item != INTERN_NONE ? item : FORM_NO_ITEM;
}

uint32_t form_setting(const struct form *form, const char *id)
{
    for (uint32_t i = 0; i < form->setting_count; i++) {
        if (strcmp(form->settings[i].id, id) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

const char *form_fixed(const struct form *form, const char *id)
{
    for (uint32_t i = 0; i < form->fixed_count; i++) {
        if (strcmp(form->fixed[i].id, id) == 0) {
            return form->fixed[i].text;
        }
    }
    return NULL;
}

uint32_t form_option(const struct form_options *options, const char *code)
{
    return form_option_slice(options, code, strlen(code));
}

uint32_t form_option_slice(const struct form_options *options, const char *code, size_t length)
{
    if (options->by_code.count > 0) {
        uint32_t option = intern_find_slice(&options->by_code, code, length);
        return option != INTERN_NONE ? option : UINT32_MAX;
    }
    for (uint32_t i = 0; i < options->count; i++) {
        const char *candidate = options->list[i].code;
        if (strlen(candidate) == length && memcmp(candidate, code, length) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

bool form_is_question(const struct form_item *item)
{
    switch (item->type) {
    case ITEM_NOTE:
    case ITEM_GROUP:
    case ITEM_REPEAT:
    case ITEM_VALUE:
    case ITEM_SCORE:
    case ITEM_TYPES:
        return false;
    default:
        return true;
    }
}

// A list that several questions share is cleared by the first of them; clearing again does nothing.
static void clear_codes(const struct form_options *options)
{
    if (options != NULL) {
        // The list is const to its readers, not to the form that owns it.
        intern_clear(&((struct form_options *)(uintptr_t)options)->by_code);
    }
}

void form_free(struct form *form)
{
    if (form == NULL) {
        return;
    }
    for (uint32_t i = 0; i < form->item_count; i++) {
        clear_codes(form->items[i].options);
        clear_codes(form->items[i].kinds);
    }
    intern_clear(&form->by_id);
    arena_clear(&form->arena);
    free(form);
}
