// Any text as a form: it loads, or it is refused with at least one error that has a text; never
// both, never neither. What loads is looked over as `intake check` would; of what does not, the
// rules that stand beside it.

#include "base/ensure.h"
#include "base/text.h"
#include "load/load.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// What stands beside the form: a body chart, a translation, rules.
#define FOLDER "tests/cases/check/base"

enum { ITEMS_LOOKED_OVER = 40 }; // proofs take their time

static void check_form(const struct form *form)
{
    uint32_t cells = 0;
    for (uint32_t i = 0; i < form->item_count; i++) {
        const struct form_item *item = &form->items[i];
        ensure(item->id != NULL && item->text != NULL && item->label != NULL);
        ensure(item->next > i && item->next <= form->item_count);
        ensure(item->cell == cells && item->cells >= 1 && item->cells <= LIMIT_ENTRIES);
        ensure(item->value_type != VALUE_CODE || item->options != NULL);
        ensure(item->value_type != VALUE_SET || item->options != NULL);
        ensure((item->type == ITEM_GROUP && strchr(item->id, '.') != NULL) ||
               form_find(form, item->id) == i);
        cells += item->cells;
    }
    ensure(cells == form->cell_count);
    ensure(form->depend != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct files files;
    struct issues issues;
    struct form *form = NULL;
    char *text = malloc(size + 1);
    if (text == NULL) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    if (text_valid(text, size) != size) { // files_read lets nothing else in
        free(text);
        return 0;
    }
    files_init(&files);
    issues_init(&issues);
    struct file file = {.name = FOLDER "/form.cfg", .bytes = text, .length = size};
    struct doubt *doubt = NULL;
    int status = load_form_text(FOLDER, &file, &files, &issues, &form, &doubt);
    ensure((status == 0) == (form != NULL) && (form == NULL) == (doubt != NULL));
    if (doubt != NULL) {
        doubt_check(doubt, FOLDER, NULL, &files, &issues);
        doubt_free(doubt);
    }
    ensure((status == 0) == (issues.errors == 0));
    if (form != NULL) {
        check_form(form);
        if (form->item_count <= ITEMS_LOOKED_OVER) {
            lint_form(form, NULL, &files, &issues);
        }
    }
    issues_sort(&issues);
    form_free(form);
    issues_clear(&issues);
    files_clear(&files);
    free(text);
    return 0;
}
