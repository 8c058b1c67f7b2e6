// Answers handed over in a file: read, given, judged.

#include "answer_part.h"
#include "interview/valid.h"
#include "load/load.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

static const char *const answer_keys[A_KEYS] = {
    "id", "value", "unit", "precision", "other", "intensity", "kind", "entries", "silent"};

void answering_begin(struct answering *answering, struct answers *answers,
                     const struct answers_setup *setup)
{
    *answering = (struct answering){
        .answers = answers,
        .form = setup->form,
        .today_known = setup->today_known,
        .today = setup->today,
    };
    answering->layer_of = calloc((size_t)setup->form->item_count + 1, sizeof(uint32_t));
    if (answering->layer_of == NULL) {
        die("out of memory");
    }
}

void answering_end(struct answering *answering)
{
    free(answering->list);
    free(answering->layer_of);
}

static void note_given(struct answering *answering, uint32_t item, uint32_t entry,
                       const cfg_node *node)
{
    if (answering->count == answering->capacity) {
        answering->capacity = answering->capacity == 0 ? 64 : answering->capacity * 2;
        struct given *list = realloc(answering->list, answering->capacity * sizeof(*list));
        if (list == NULL) {
            die("out of memory");
        }
        answering->list = list;
    }
    answering->list[answering->count++] = (struct given){
        .file = answering->cfg->file, .item = item, .entry = entry, .line = cfg_line(node)};
}

// What was said of items [first, next) no longer counts.
static void forget(struct answering *answering, uint32_t first, uint32_t next)
{
    for (uint32_t i = 0; i < answering->count; i++) {
        struct given *given = &answering->list[i];
        given->gone = given->gone || (given->item >= first && given->item < next);
    }
}

static void clear_entries(struct answering *answering, uint32_t repeat)
{
    uint32_t entries = answers_entries(answering->answers, repeat);
    while (entries > 0) {
        answers_remove_entry(answering->answers, repeat, --entries);
    }
    forget(answering, repeat, answering->form->items[repeat].next);
}

static void read_answer(struct answering *answering, uint32_t item, uint32_t entry,
                        const cfg_node *node, const cfg_node *id);

// The repeat whose entries these are, or FORM_NO_ITEM outside any.
static void read_list(struct answering *answering, const cfg_node *node, uint32_t repeat,
                      uint32_t entry);

static void read_entries(struct answering *answering, uint32_t repeat, const cfg_node *list)
{
    const struct form_item *item = &answering->form->items[repeat];
    uint32_t count = cfg_list(answering->cfg, list);
    uint32_t most = (uint32_t)(item->max / DECIMAL_ONE);
    uint32_t outer = answering->layer;
    clear_entries(answering, repeat);
    if (count > most) {
        cfg_error(answering->cfg, list, "%u entries in '%s'; at most %u", (unsigned)count, item->id,
                  (unsigned)most);
        count = most;
    }
    for (uint32_t i = 0; i < count; i++) {
        answers_add_entry(answering->answers, repeat);
        answering->layer = ++answering->layers;
        read_list(answering, cfg_element(list, i), repeat, i);
    }
    answering->layer = outer;
}

static void read_silence(struct answering *answering, uint32_t index, uint32_t entry,
                         const cfg_node *silent)
{
    static const char *const names[] = {"dont-know", "declined", "skipped", "not-reached", NULL};
    static const enum silence silences[] = {SILENCE_DONT_KNOW, SILENCE_DECLINED, SILENCE_SKIPPED};
    const struct form_item *item = &answering->form->items[index];
    uint32_t which;
    if (!cfg_choice(answering->cfg, silent, names, &which)) {
        return;
    }
    if (which == sizeof(silences) / sizeof(silences[0])) {
        answers_take(answering->answers, index, entry); // as if nothing was said
        return;
    }
    struct answer answer = answer_of_silence(item, silences[which]);
    answers_give(answering->answers, index, entry, &answer);
    answer_clear(&answer);
    note_given(answering, index, entry, silent);
}

// `m`: the members of the long form, or all NULL but the value.
static void give(struct answering *answering, uint32_t index, uint32_t entry, const cfg_node *node,
                 const cfg_node *const *m)
{
    const struct form_item *item = &answering->form->items[index];
    struct answer answer;
    if (item->type == ITEM_REPEAT) {
        const cfg_node *entries = m[A_ENTRIES] != NULL ? m[A_ENTRIES] : m[A_VALUE];
        if (entries != NULL) {
            read_entries(answering, index, entries);
            return;
        }
    } else if (m[A_ENTRIES] != NULL) {
        cfg_error(answering->cfg, m[A_ENTRIES], "'entries' of '%s', which is no repeat; 'value'",
                  item->id);
        return;
    }
    if ((m[A_VALUE] == NULL) == (m[A_SILENT] == NULL) || !form_is_question(item)) {
        cfg_error(answering->cfg, node, "the answer to '%s' has %s; %s", item->id,
                  !form_is_question(item) ? "no place here"
                  : m[A_VALUE] == NULL    ? "neither 'value' nor 'silent'"
                                          : "both 'value' and 'silent'",
                  form_is_question(item)      ? "one of them"
                  : item->type == ITEM_REPEAT ? "its 'entries'"
                                              : "only questions are answered");
        return;
    }
    if (m[A_SILENT] != NULL) {
        read_silence(answering, index, entry, m[A_SILENT]);
        return;
    }
    if (answer_read(answering, item, m[A_VALUE], m, &answer)) {
        answers_give(answering->answers, index, entry, &answer);
        note_given(answering, index, entry, m[A_VALUE]);
    }
    answer_clear(&answer);
}

static void read_answer(struct answering *answering, uint32_t item, uint32_t entry,
                        const cfg_node *node, const cfg_node *id)
{
    const cfg_node *m[A_KEYS] = {0};
    if (answering->layer_of[item] == answering->layer) {
        cfg_error(answering->cfg, id != NULL ? id : node, "'%s' is answered already; each once",
                  answering->form->items[item].id);
        return;
    }
    answering->layer_of[item] = answering->layer;
    if (answering->form->items[item].repeat == FORM_NO_ITEM) {
        forget(answering, item, item + 1);
    }
    size_t errors = answering->cfg->issues->errors;
    if (!cfg_is_group(node)) {
        m[A_VALUE] = node;
    } else if (!cfg_members(answering->cfg, node, "answer", answer_keys, A_KEYS, m) ||
               answering->cfg->issues->errors != errors) {
        return; // a key that is not known is what was meant
    }
    const char *said;
    if (id == NULL && m[A_ID] != NULL && cfg_text(answering->cfg, m[A_ID], &said) &&
        strcmp(said, answering->form->items[item].id) != 0) {
        cfg_error(answering->cfg, m[A_ID],
                  "'id' is '%.64s' in the answer to '%s'; the same, or none", said,
                  answering->form->items[item].id);
        return;
    }
    give(answering, item, entry, node, m);
}

// The item, if it stands where it is answered.
static uint32_t find_item(struct answering *answering, const cfg_node *place, const char *id,
                          uint32_t repeat)
{
    const struct form *form = answering->form;
    uint32_t item = form_find(form, id);
    if (item == FORM_NO_ITEM) {
        const char *suggestion = "";
        if (issues_few(answering->cfg->issues)) {
            const char **names = calloc((size_t)form->item_count + 1, sizeof(*names));
            if (names == NULL) {
                die("out of memory");
            }
            for (uint32_t i = 0; i < form->item_count; i++) {
                names[i] = form->items[i].id;
            }
            suggestion = cfg_suggest(answering->cfg->issues, id, names);
            free(names);
        }
        cfg_error(answering->cfg, place, "'%.64s' is no question of this form; the id of one%s", id,
                  suggestion);
        return FORM_NO_ITEM;
    }
    const struct form_item *found = &form->items[item];
    uint32_t around = found->type == ITEM_REPEAT ? FORM_NO_ITEM : found->repeat;
    if (around != repeat) {
        cfg_error(answering->cfg, place, "'%s' stands %s%s%s; in its place", found->id,
                  around == FORM_NO_ITEM ? "in no repeat" : "in repeat '",
                  around == FORM_NO_ITEM ? "" : form->items[around].id,
                  around == FORM_NO_ITEM ? "" : "'");
        return FORM_NO_ITEM;
    }
    return item;
}

static void read_list(struct answering *answering, const cfg_node *node, uint32_t repeat,
                      uint32_t entry)
{
    bool group = cfg_is_group(node);
    if (!group && !cfg_is_list(node)) {
        cfg_error(answering->cfg, node,
                  "%s is neither; a group { id = answer; } or a list of "
                  "{ id; value; }",
                  cfg_what(answering->cfg, node));
        return;
    }
    for (uint32_t i = 0; i < cfg_count(node); i++) {
        const cfg_node *element = cfg_element(node, i);
        const cfg_node *id = group ? NULL : cfg_member(element, "id");
        const char *name = group ? cfg_name(element) : NULL;
        if (!group) {
            if (id == NULL) {
                cfg_error(answering->cfg, element, "an answer without 'id'; { id; value; }");
            }
            if (!cfg_text(answering->cfg, id, &name)) {
                continue;
            }
        }
        uint32_t item = find_item(answering, id != NULL ? id : element, name, repeat);
        if (item != FORM_NO_ITEM) {
            read_answer(answering, item, entry, element, id);
        }
    }
}

void answering_read(struct answering *answering, const cfg_node *node)
{
    answering->layer = ++answering->layers;
    read_list(answering, node, FORM_NO_ITEM, 0);
}

void answering_without(struct answering *answering, const cfg_node *node, bool own)
{
    const char *id;
    if (!cfg_text(answering->cfg, node, &id)) {
        return;
    }
    uint32_t item = find_item(answering, node, id, FORM_NO_ITEM);
    if (item == FORM_NO_ITEM) {
        return;
    }
    bool repeat = answering->form->items[item].type == ITEM_REPEAT;
    if (own && (repeat ? answers_entries(answering->answers, item) == 0
                       : answers_given(answering->answers, item, 0)->kind == ANSWER_NONE)) {
        cfg_error(answering->cfg, node,
                  "'%s' in 'without' is not answered anyway; one that the case it is like answers",
                  id);
    }
    if (repeat) {
        clear_entries(answering, item);
        return;
    }
    answers_take(answering->answers, item, 0);
    forget(answering, item, item + 1);
}

static const char *reason_words(const struct form_item *item, enum valid_reason reason)
{
    bool date = item->type == ITEM_DATE;
    switch (reason) {
    case VALID_REQUIRED:
        return "is passed over, but required; an answer or a silence it offers";
    case VALID_SILENCE:
        return "is silent in a way it does not offer; an answer";
    case VALID_TOO_LOW:
        return date ? "is too early; at the earliest" : "is too small; at least";
    case VALID_TOO_HIGH:
        return date ? "is too late; at the latest" : "is too large; at most";
    case VALID_TOO_FEW:
        return "has too few choices; at least";
    case VALID_TOO_MANY:
        return "has too many choices; at most";
    case VALID_TOO_SHORT:
        return "is too short; at least";
    case VALID_TOO_LONG:
        return "is too long; at most";
    case VALID_PLACES:
        return "has too many decimals; at most";
    case VALID_PRECISION:
        return "is a date less exact than asked for; a more exact one";
    case VALID_NOT_AMONG:
        return "is not among what was chosen before; one of those";
    case VALID_OTHER_TEXT:
        return "chooses \"other\" without saying what; 'other' with the text";
    default:
        return "does not fit the question; one of the kind it asks for";
    }
}

// What a face would insist on, but a file may leave out: how a silence came about, what "other"
// was.
static bool only_missing(enum valid_reason reason)
{
    return reason == VALID_REQUIRED || reason == VALID_SILENCE || reason == VALID_OTHER_TEXT;
}

// The limit passed, as the file would write it; "" if there is none.
static const char *limit_words(const struct form_item *item, const struct valid *verdict,
                               char out[DECIMAL_TEXT])
{
    _Static_assert((int)DECIMAL_TEXT >= (int)DATE_TEXT, "a date fits where a number does");
    out[0] = '\0';
    if (verdict->has_limit && item->type == ITEM_DATE) {
        date_print(date_of_day((day_number)(verdict->limit / DECIMAL_ONE)), out);
    } else if (verdict->has_limit) {
        decimal_print(verdict->limit, out);
    }
    return out;
}

static void report(struct answering *answering, const struct given *given,
                   const struct valid *verdict)
{
    const struct form_item *item = &answering->form->items[given->item];
    const char *id = item->id;
    struct issues *issues = answering->cfg->issues;
    bool error = verdict->verdict == VALID_STOP && !only_missing(verdict->reason);
    enum issue_level level = error ? ISSUE_ERROR : ISSUE_NOTE;
    char limit[DECIMAL_TEXT];
    if (verdict->reason == VALID_CHECK) {
        issues_add(issues, level, given->file, given->line,
                   "the answer to '%s' %s its check in line %u; %s", id,
                   level == ISSUE_ERROR ? "breaks" : "is questioned by", (unsigned)verdict->line,
                   verdict->text);
        return;
    }
    issues_add(issues, level, given->file, given->line, "the answer to '%s' %s%s%s", id,
               reason_words(item, verdict->reason), verdict->has_limit ? " " : "",
               limit_words(item, verdict, limit));
}

void answering_judge(struct answering *answering)
{
    answers_end(answering->answers, true);
    for (uint32_t i = 0; i < answering->count; i++) {
        const struct given *given = &answering->list[i];
        if (given->gone ||
            answers_applies(answering->answers, given->item, given->entry) != TRUTH_TRUE) {
            continue; // put aside: listed, never used
        }
        struct valid verdict = valid_given(answering->answers, given->item, given->entry);
        bool error = verdict.verdict == VALID_STOP && !only_missing(verdict.reason);
        if (error || (verdict.verdict != VALID_YES && !answering->quiet)) {
            report(answering, given, &verdict);
        }
    }
}

static void load_file(struct cfg *cfg, struct answers *answers, const struct answers_setup *setup)
{
    static const char *const keys[] = {"answers"};
    const cfg_node *m[1];
    if (!cfg_members(cfg, cfg_root(cfg), "answers file", keys, 1, m)) {
        return;
    }
    if (m[0] == NULL) {
        cfg_missing(cfg, cfg_root(cfg), "answers file", "answers");
        return;
    }
    struct answering answering;
    answering_begin(&answering, answers, setup);
    answering.cfg = cfg;
    answering_read(&answering, m[0]);
    answering_judge(&answering);
    answering_end(&answering);
}

int load_answers(const char *name, const struct answers_setup *setup, struct files *files,
                 struct issues *issues, struct answers **out)
{
    size_t before = issues->errors;
    const struct file *file = files_read(files, name, LIMIT_CFG_BYTES, issues);
    if (file == NULL) {
        return -1;
    }
    struct cfg cfg;
    struct arena arena;
    arena_init(&arena);
    struct answers *answers = answers_new(setup);
    if (cfg_open(&cfg, file->name, file->bytes, file->length, &arena, issues) == 0) {
        load_file(&cfg, answers, setup);
    }
    cfg_close(&cfg, files);
    arena_clear(&arena);
    if (issues->errors != before) {
        answers_free(answers);
        return -1;
    }
    *out = answers;
    return 0;
}
