// Scores, of a form and of its instruments. They name items, so they are finished when all items
// are known.

#include "form_part.h"

#include <string.h>

static const char *const score_keys[] = {"id",  "title", "method", "items", "needs", "places",
                                         "min", "max",   "better", "bands", "notes", "changes"};
enum {
    S_ID,
    S_TITLE,
    S_METHOD,
    S_ITEMS,
    S_NEEDS,
    S_PLACES,
    S_MIN,
    S_MAX,
    S_BETTER,
    S_BANDS,
    S_NOTES,
    S_CHANGES,
    S_KEYS
};

static void load_bands(struct loading *loading, struct form_score *score, const cfg_node *list,
                       const char *id)
{
    static const char *const keys[] = {"up_to", "code", "text"};
    struct cfg *cfg = loading->cfg;
    uint32_t count = cfg_list(cfg, list);
    struct form_band *bands = arena_array(&loading->form->arena, struct form_band, count);
    score->bands = bands;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[3];
        const cfg_node *node = cfg_element(list, i);
        struct form_band *band = &bands[score->band_count];
        *band = (struct form_band){.code = "", .text = ""};
        if (!cfg_members(cfg, node, "band", keys, 3, m)) {
            continue;
        }
        for (int key = 0; key < 3; key++) {
            if (m[key] == NULL) {
                cfg_missing(cfg, node, "band", keys[key]);
            }
        }
        (void)cfg_code(cfg, m[1], &band->code);
        (void)cfg_text(cfg, m[2], &band->text);
        if (!cfg_decimal(cfg, m[0], &band->up_to)) {
            continue;
        }
        if (score->band_count > 0 && band[-1].up_to >= band->up_to) {
            cfg_error(cfg, m[0],
                      "band '%s' of score '%s' does not reach beyond the one before it; "
                      "bands in rising order",
                      band->code, id);
        }
        for (uint32_t k = 0; k < score->band_count; k++) {
            if (band->code[0] != '\0' && strcmp(bands[k].code, band->code) == 0) {
                cfg_error(cfg, m[1], "band '%s' of score '%s' is there already; a code of its own",
                          band->code, id);
            }
        }
        score->band_count++;
    }
    if (score->band_count > 0 && score->has_range &&
        bands[score->band_count - 1].up_to < score->max) {
        char text[DECIMAL_TEXT];
        cfg_error(cfg, list, "the bands of score '%s' end below its 'max'; the last up to %s", id,
                  decimal_print(score->max, text));
    }
}

static void load_notes(struct loading *loading, struct form_score *score, const cfg_node *list,
                       const char *id)
{
    static const char *const keys[] = {"if", "text"};
    struct cfg *cfg = loading->cfg;
    uint32_t count = cfg_list(cfg, list);
    struct form_score_note *notes =
        arena_array(&loading->form->arena, struct form_score_note, count);
    score->notes = notes;
    score->note_count = count;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[2];
        const cfg_node *node = cfg_element(list, i);
        notes[i].text = "";
        if (!cfg_members(cfg, node, "note", keys, 2, m)) {
            continue;
        }
        if (m[0] == NULL || m[1] == NULL) {
            cfg_missing(cfg, node, "note", keys[m[0] == NULL ? 0 : 1]);
        }
        (void)cfg_text(cfg, m[1], &notes[i].text);
        later_expression(loading, m[0], &notes[i].when, "a note", id, NULL, VALUE_TRUTH);
    }
}

static void load_changes(struct loading *loading, struct form_score *score, const cfg_node *list)
{
    static const char *const keys[] = {"points", "percent", "text", "source", "each"};
    struct cfg *cfg = loading->cfg;
    uint32_t count = cfg_list(cfg, list);
    struct form_change *changes = arena_array(&loading->form->arena, struct form_change, count);
    score->changes = changes;
    score->change_count = count;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[5];
        const cfg_node *node = cfg_element(list, i);
        changes[i] = (struct form_change){.text = ""};
        if (!cfg_members(cfg, node, "change", keys, 5, m)) {
            continue;
        }
        if ((m[0] == NULL) == (m[1] == NULL)) {
            cfg_error(cfg, node, "%s has %s; either 'points' or 'percent'", cfg_what(cfg, node),
                      m[0] == NULL ? "neither 'points' nor 'percent'"
                                   : "both 'points' and 'percent'");
        }
        if (m[2] == NULL) {
            cfg_missing(cfg, node, "change", "text");
        }
        changes[i].percent = m[0] == NULL;
        (void)cfg_decimal(cfg, m[changes[i].percent ? 1 : 0], &changes[i].amount);
        (void)cfg_text(cfg, m[2], &changes[i].text);
        (void)cfg_text(cfg, m[3], &changes[i].source);
        (void)cfg_bool(cfg, m[4], &changes[i].each);
    }
}

static void load_score_range(struct loading *loading, struct form_score *score,
                             const cfg_node *const *m, const char *id)
{
    static const char *const ends[] = {"low", "high", NULL};
    struct cfg *cfg = loading->cfg;
    uint32_t which;
    int64_t places = 0;
    if (m[S_MIN] != NULL || m[S_MAX] != NULL) {
        bool low = m[S_MIN] == NULL || cfg_decimal(cfg, m[S_MIN], &score->min);
        bool high = cfg_decimal(cfg, m[S_MAX], &score->max);
        score->has_range = low && high;
    }
    if (score->has_range && score->min >= score->max) {
        cfg_error(cfg, m[S_MAX], "'max' of score '%s' is not more than 'min'; the smaller first",
                  id);
    }
    if (cfg_choice(cfg, m[S_BETTER], ends, &which)) {
        score->has_better = true;
        score->higher_is_better = which == 1;
    }
    if (cfg_integer(cfg, m[S_PLACES], 0, DECIMAL_PLACES, &places)) {
        score->places = (uint8_t)places;
    }
}

static void load_score(struct loading *loading, const cfg_node *node)
{
    static const char *const methods[] = {"sum", "mean", "count", NULL};
    struct cfg *cfg = loading->cfg;
    struct form *form = loading->form;
    const cfg_node *m[S_KEYS];
    if (!cfg_members(cfg, node, "score", score_keys, S_KEYS, m)) {
        loading->incomplete = true;
        return;
    }
    for (int key = S_ID; key <= S_ITEMS; key++) {
        if (m[key] == NULL) {
            cfg_missing(cfg, node, "score", score_keys[key]);
        }
    }
    uint32_t index = form->score_count++;
    struct form_score *score = &loading->scores[index];
    struct later_score *parts = &loading->score_parts[index];
    struct form_item *item = loading_item(loading, node, m[S_ID], NULL);
    uint32_t method = SCORE_SUM;
    form->cell_count++;
    item->type = ITEM_SCORE;
    item->value_type = VALUE_NUMBER;
    item->score = index;
    score->item = (uint32_t)(item - form->items);
    score->line = cfg_line(node);
    score->title = item->id;
    (void)cfg_text(cfg, m[S_TITLE], &score->title);
    item->text = item->label = score->title;
    (void)cfg_choice(cfg, m[S_METHOD], methods, &method);
    score->method = (enum score_method)method;
    load_score_range(loading, score, m, item->id);
    load_bands(loading, score, m[S_BANDS], item->id);
    load_notes(loading, score, m[S_NOTES], item->id);
    load_changes(loading, score, m[S_CHANGES]);
    parts->items = cfg_texts(cfg, m[S_ITEMS], &parts->item_count);
    parts->needs = cfg_texts(cfg, m[S_NEEDS], &parts->need_count);
    parts->has_needs = m[S_NEEDS] != NULL;
    if (m[S_ITEMS] != NULL && cfg_is_list(m[S_ITEMS]) && cfg_count(m[S_ITEMS]) == 0) {
        cfg_error(cfg, m[S_ITEMS], "score '%s' adds nothing; at least one item", item->id);
    }
}

void load_scores(struct loading *loading, const cfg_node *list)
{
    uint32_t count = cfg_list(loading->cfg, list);
    if (list != NULL && !cfg_is_list(list)) {
        loading->incomplete = true;
    }
    for (uint32_t i = 0; i < count; i++) {
        load_score(loading, cfg_element(list, i));
    }
}

static bool has_weights(const struct form_options *options)
{
    for (uint32_t i = 0; options != NULL && i < options->count; i++) {
        if (options->list[i].weighted) {
            return true;
        }
    }
    return false;
}

// What this item cannot give to that score, or NULL.
static const char *cannot_add(const struct form_score *score, const struct form_item *item)
{
    if (item->repeat != FORM_NO_ITEM) {
        return "which stands in a repeat; an item that is asked once";
    }
    if (score->method == SCORE_COUNT) {
        return item->value_type == VALUE_SET ? NULL : "which has no ticks; a 'many' or a 'body'";
    }
    if (item->value_type == VALUE_CODE || item->value_type == VALUE_SET) {
        return has_weights(item->options) ? NULL : "whose options have no 'weight'; weights";
    }
    if (item->type == ITEM_SCORE) {
        return "which is a score; a question or a calculated value";
    }
    return item->value_type == VALUE_NUMBER ? NULL : "which has no number; one that has";
}

// Ids to indices. `check`: each must be able to give the score something.
static const uint32_t *resolve(struct loading *loading, const struct form_score *score,
                               const char *const *ids, uint32_t *count, bool check)
{
    struct form *form = loading->form;
    const struct form_item *self = &form->items[score->item];
    uint32_t *list = arena_array(&form->arena, uint32_t, *count);
    uint32_t found = 0;
    struct intern seen;
    intern_init(&seen);
    for (uint32_t i = 0; i < *count; i++) {
        uint32_t item = form_find(form, ids[i]);
        if (item == FORM_NO_ITEM) {
            if (!loading->incomplete) {
                issues_add(loading->issues, ISSUE_ERROR, self->file, score->line,
                           "score '%s' names '%.40s', which is no item; a question or value%s",
                           self->id, ids[i], loading_suggest(form, loading->issues, ids[i]));
            }
            continue;
        }
        const char *problem =
            check && !loading->broken[item] ? cannot_add(score, &form->items[item]) : NULL;
        if (problem != NULL) {
            issues_add(loading->issues, ISSUE_ERROR, self->file, score->line,
                       "score '%s' adds '%s', %s", self->id, ids[i], problem);
        }
        if (intern_add(&seen, ids[i], i) != INTERN_NONE) {
            issues_add(loading->issues, ISSUE_ERROR, self->file, score->line,
                       "score '%s' names '%s' twice; each once", self->id, ids[i]);
            continue;
        }
        list[found++] = item;
    }
    intern_clear(&seen);
    *count = found;
    return list;
}

void load_scores_finish(struct loading *loading)
{
    for (uint32_t i = 0; i < loading->form->score_count; i++) {
        struct form_score *score = &loading->scores[i];
        struct later_score *parts = &loading->score_parts[i];
        const struct form_item *self = &loading->form->items[score->item];
        if (score->method == SCORE_COUNT && parts->item_count > 1) {
            issues_add(loading->issues, ISSUE_ERROR, self->file, score->line,
                       "score '%s' counts the ticks of %u items; of one", self->id,
                       (unsigned)parts->item_count);
        }
        score->item_count = parts->item_count;
        score->items = resolve(loading, score, parts->items, &score->item_count, true);
        score->needs = score->items;
        score->need_count = score->item_count;
        if (parts->has_needs && parts->need_count == 0 && score->method != SCORE_MEAN) {
            issues_add(
                loading->issues, ISSUE_ERROR, self->file, score->line,
                "score '%s' needs none of its items, and what is silent would make it lower; "
                "only a mean may pass over a silence",
                self->id);
        }
        if (parts->has_needs) {
            score->need_count = parts->need_count;
            score->needs = resolve(loading, score, parts->needs, &score->need_count, false);
        }
    }
}
