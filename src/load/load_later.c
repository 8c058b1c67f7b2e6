// The second pass over a form: when every name is known, what names them is compiled and checked.
//
// No cascades: what names an item that could not be read is passed over in silence, since the item
// itself has been reported.

#include "form/clinic.h"
#include "form/template.h"
#include "form_part.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

enum { WHAT = 160 };

// Room for one more in an array that doubles.
static void *room(void *list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return list;
    }
    *capacity = *capacity == 0 ? 256 : *capacity * 2;
    void *more = realloc(list, *capacity * size);
    if (more == NULL) {
        die("out of memory");
    }
    return more;
}

void later_expression(struct loading *loading, const cfg_node *node, struct expr *out,
                      const char *key, const char *id, const struct form_item *item,
                      enum value_type wanted)
{
    const char *source;
    if (!cfg_text(loading->cfg, node, &source)) {
        return;
    }
    loading->later = room(loading->later, loading->later_count, &loading->later_capacity,
                          sizeof(*loading->later));
    loading->later[loading->later_count++] = (struct later){
        .out = out,
        .source = source,
        .file = loading->cfg->file,
        .key = key,
        .id = id,
        .line = cfg_line(node),
        .repeat = item != NULL && item->type != ITEM_REPEAT ? item->repeat : FORM_NO_ITEM,
        .self = item != NULL ? (uint32_t)(item - loading->form->items) : FORM_NO_ITEM,
        .wanted = wanted,
    };
}

const struct expr *later_expression_of(struct loading *loading, const cfg_node *node,
                                       const char *key, const char *id,
                                       const struct form_item *item, enum value_type wanted)
{
    if (node == NULL) {
        return NULL;
    }
    struct expr *out = arena_new(&loading->form->arena, struct expr);
    later_expression(loading, node, out, key, id, item, wanted);
    return out;
}

void later_text(struct loading *loading, const cfg_node *node, const char *text, const char *key,
                const char *id, const struct form_item *item)
{
    if (strchr(text, '{') == NULL && strchr(text, '}') == NULL) {
        return;
    }
    loading->texts =
        room(loading->texts, loading->text_count, &loading->text_capacity, sizeof(*loading->texts));
    loading->texts[loading->text_count++] =
        (struct later_text){text,
                            loading->cfg->file,
                            key,
                            id,
                            cfg_line(node),
                            item != NULL ? (uint32_t)(item - loading->form->items) : FORM_NO_ITEM};
}

void later_among(struct loading *loading, const cfg_node *node, const struct form_item *item,
                 bool has_options)
{
    const char *wanted;
    if (!cfg_id(loading->cfg, node, false, &wanted)) {
        if (node != NULL) {
            loading_broken(loading, item);
        }
        return;
    }
    loading->amongs = room(loading->amongs, loading->among_count, &loading->among_capacity,
                           sizeof(*loading->amongs));
    loading->amongs[loading->among_count++] = (struct later_among){
        wanted, (uint32_t)(item - loading->form->items), cfg_line(node), has_options};
}

static bool passed_over(const struct loading *loading, const char *source, bool braced)
{
    struct doubt doubt = loading_doubt(loading);
    return doubt_covers(&doubt, source, braced);
}

// "ask_if of 'night_pain'", for the message that hardly ever comes: without printf.
static void say_what(char out[WHAT], const char *key, const char *id)
{
    const char *const parts[] = {key, " of '", id, "'"};
    size_t used = 0;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        for (const char *at = parts[i]; *at != '\0' && used < WHAT - 1; at++) {
            out[used++] = *at;
        }
    }
    out[used] = '\0';
}

static void compile_all(struct loading *loading)
{
    struct arena scratch;
    arena_init(&scratch);
    for (size_t i = 0; i < loading->later_count; i++) {
        const struct later *later = &loading->later[i];
        char what[WHAT];
        if (passed_over(loading, later->source, false)) {
            continue;
        }
        say_what(what, later->key, later->id);
        const struct expr_place place = {
            .file = later->file,
            .line = later->line,
            .repeat = later->repeat,
            .self = later->self,
            .what = what,
            .wanted = later->wanted,
            .scratch = &scratch,
        };
        (void)expr_compile(later->source, loading->form, &place, &loading->form->arena,
                           loading->issues, later->out);
    }
    arena_clear(&scratch);
}

static void check_texts(struct loading *loading)
{
    for (size_t i = 0; i < loading->text_count; i++) {
        const struct later_text *text = &loading->texts[i];
        char what[WHAT];
        if (passed_over(loading, text->text, true)) {
            continue;
        }
        say_what(what, text->key, text->id);
        (void)template_check(text->text, loading->form, clinic_fact_names, text->file, text->line,
                             what, loading->issues);
    }
}

// Limits one question's choices to what was chosen in another, which must come first and choose
// from the same.
static void resolve_among(struct loading *loading, const struct later_among *later)
{
    struct form *form = loading->form;
    struct form_item *item = &form->items[later->item];
    uint32_t among = form_find(form, later->wanted);
    const char *problem = NULL;
    if (among == FORM_NO_ITEM) {
        if (!loading->incomplete) {
            issues_add(loading->issues, ISSUE_ERROR, item->file, later->line,
                       "'among' of '%s' names '%s', which is no question; one asked before%s",
                       item->id, later->wanted,
                       loading_suggest(form, loading->issues, later->wanted));
        }
        loading_broken(loading, item);
        return;
    }
    const struct form_item *other = &form->items[among];
    if (loading->broken[among]) {
        loading_broken(loading, item);
        return;
    }
    if (other->value_type != VALUE_SET) {
        problem = "where nothing is chosen from a list; a 'many' or 'body' asked before";
    } else if (among >= later->item) {
        problem = "which is asked later; one asked before";
    } else if ((item->type == ITEM_BODY) != (other->type == ITEM_BODY)) {
        problem = "which has other choices; a question with the same ones";
    } else if (later->has_options && item->type != ITEM_BODY) {
        problem = "and has options of its own; 'among' alone, which takes over the options";
    }
    if (problem != NULL) {
        issues_add(loading->issues, ISSUE_ERROR, item->file, later->line,
                   "'among' of '%s' names '%s', %s", item->id, later->wanted, problem);
        loading_broken(loading, item);
        return;
    }
    item->among = among;
    if (item->type != ITEM_BODY) {
        item->options = other->options;
    }
}

// Who has read that an item is a choice relies on its having a list, however broken it is.
static void give_lists(struct loading *loading)
{
    const struct form_options *none = arena_new(&loading->form->arena, struct form_options);
    for (uint32_t i = 0; i < loading->form->item_count; i++) {
        struct form_item *item = &loading->form->items[i];
        if (item->options == NULL &&
            (item->value_type == VALUE_CODE || item->value_type == VALUE_SET)) {
            item->options = none;
        }
    }
}

void later_all(struct loading *loading)
{
    for (size_t i = 0; i < loading->among_count; i++) {
        resolve_among(loading, &loading->amongs[i]);
    }
    give_lists(loading);
    compile_all(loading);
    check_texts(loading);
}

void later_texts_order(struct loading *loading)
{
    for (size_t i = 0; i < loading->text_count; i++) {
        const struct later_text *text = &loading->texts[i];
        char what[WHAT];
        if (text->item == FORM_NO_ITEM) {
            continue;
        }
        say_what(what, text->key, text->id);
        template_check_order(text->text, loading->form, text->item, text->file, text->line, what,
                             loading->issues);
    }
}
