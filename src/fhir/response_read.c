// A response back into answers: a walk that follows the text and asks the form at each step whether
// that may stand there; then what was read is written again, and must be the same.

#include "fhir/names.h"
#include "fhir/response_part.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PATH_MOST = 1000, MESSAGE_SIZE = 512 };

void reading_error(struct reading *r, const char *format, ...)
{
    char text[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    issues_add(r->issues, ISSUE_ERROR, NULL, 0, "%s: %s",
               r->path.length == 0 ? "response" : r->path.bytes, text);
}

size_t reading_enter(struct reading *r, const char *name)
{
    size_t before = r->path.length;
    buffer_print(&r->path, "%s%s", before > 0 ? "." : "", name);
    return before;
}

size_t reading_enter_at(struct reading *r, const char *name, size_t index)
{
    size_t before = reading_enter(r, name);
    buffer_print(&r->path, "[%zu]", index);
    return before;
}

void reading_leave(struct reading *r, size_t length)
{
    r->path.length = length;
    r->path.full = false;
    r->path.bytes[length] = '\0';
}

tree_node *reading_extension(const tree_node *node, const char *url, const char *value)
{
    const tree_node *list = tree_member(node, "extension");
    for (size_t i = 0; i < tree_count(list); i++) {
        const tree_node *extension = tree_element(list, i);
        const char *name = tree_text(tree_member(extension, "url"));
        if (name != NULL && strcmp(name, url) == 0) {
            return tree_member(extension, value);
        }
    }
    return NULL;
}

// Where a list of items stands in the form.
struct place {
    uint32_t section; // or UINT32_MAX
    uint32_t parent;  // group or repeat, or FORM_NO_ITEM
    uint32_t entry;
};

static void read_items(struct reading *r, const tree_node *list, struct place place);

static void read_question(struct reading *r, const tree_node *node, uint32_t item, uint32_t entry)
{
    struct answer answer;
    if (answers_given(r->answers, item, entry)->kind != ANSWER_NONE) {
        reading_error(r, "'%s' again; each once", r->form->items[item].id);
        return;
    }
    if (hear_answer(r, &r->form->items[item], node, &answer) && answer.kind != ANSWER_NONE) {
        answers_give(r->answers, item, entry, &answer);
    }
    answer_clear(&answer);
}

// What is said of the list as a whole, on its first item. Returns whether it has entries.
static bool read_list(struct reading *r, const tree_node *node, uint32_t item)
{
    const char *list = tree_text(reading_extension(node, FHIR_LIST, "valueCode"));
    bool complete = list != NULL && (strcmp(list, "complete") == 0 || strcmp(list, "none") == 0);
    if (complete) {
        struct answer said = answer_number(0);
        answers_give(r->answers, item, 0, &said);
    } else if (list == NULL || reading_extension(node, FHIR_ABSENT, "valueCode") != NULL) {
        enum silence silence;
        if (hear_silence(r, node, &silence) && silence != SILENCE_NOT_REACHED) {
            struct answer said = answer_silence(silence);
            answers_give(r->answers, item, 0, &said);
        }
    }
    return list != NULL && strcmp(list, "none") != 0;
}

static void read_entry(struct reading *r, const tree_node *node, uint32_t item)
{
    uint32_t entry = answers_entries(r->answers, item);
    if (entry == 0 && !read_list(r, node, item)) {
        return;
    }
    if (entry == answers_entries_most(r->form, item)) {
        reading_error(r, "'%s' once more; at most %u", r->form->items[item].id, (unsigned)entry);
        return;
    }
    answers_add_entry(r->answers, item);
    if (answers_given(r->answers, item, 0)->kind == ANSWER_VALUE) {
        struct answer complete = answer_number(decimal_of((int64_t)entry + 1));
        answers_give(r->answers, item, 0, &complete);
    }
    struct place inside = {r->form->items[item].section, item, entry};
    read_items(r, tree_member(node, "item"), inside);
}

// The section that a linkId names, UINT32_MAX if none.
static uint32_t find_section(const struct form *form, const char *link)
{
    size_t prefix = sizeof FHIR_SECTION - 1;
    for (uint32_t i = 0; strncmp(link, FHIR_SECTION, prefix) == 0 && i < form->section_count; i++) {
        if (strcmp(form->sections[i].id, link + prefix) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

static void read_item(struct reading *r, const tree_node *node, const char *link,
                      struct place place)
{
    const struct form *form = r->form;
    uint32_t section = find_section(form, link);
    if (section != UINT32_MAX && place.section == UINT32_MAX) {
        read_items(r, tree_member(node, "item"), (struct place){section, FORM_NO_ITEM, 0});
        return;
    }
    uint32_t item = form_find(form, link);
    if (item == FORM_NO_ITEM || form->items[item].type == ITEM_NOTE) {
        reading_error(r, "the linkId '%.64s'; one of the form '%s'", link, form->id);
        return;
    }
    const struct form_item *it = &form->items[item];
    if (it->section != place.section || it->parent != place.parent) {
        reading_error(r, "'%s', which stands elsewhere in the form; in its place", it->id);
        return;
    }
    if (it->type == ITEM_REPEAT) {
        read_entry(r, node, item);
    } else if (it->type == ITEM_GROUP) {
        struct place inside = {place.section, item, place.entry};
        read_items(r, tree_member(node, "item"), inside);
    } else if (form_is_question(it)) {
        read_question(r, node, item, place.entry);
    }
}

static void read_items(struct reading *r, const tree_node *list, struct place place)
{
    for (size_t i = 0; i < tree_count(list); i++) {
        const tree_node *node = tree_element(list, i);
        const char *link = tree_text(tree_member(node, "linkId"));
        size_t here = reading_enter_at(r, "item", i);
        if (link == NULL) {
            reading_error(r, "no 'linkId'; the id of an item");
        } else {
            read_item(r, node, link, place);
        }
        reading_leave(r, here);
    }
}

static void read_head(struct reading *r, const tree_node *root, struct response_facts *facts)
{
    const char *type = tree_text(tree_member(root, "resourceType"));
    const char *form = tree_text(tree_member(root, "questionnaire"));
    const char *status = tree_text(tree_member(root, "status"));
    struct buffer wanted;
    buffer_init(&wanted, LIMIT_JSON_BYTES);
    buffer_print(&wanted, FHIR_FORM "%s|%s", r->form->id, r->form->version);
    if (type == NULL || strcmp(type, "QuestionnaireResponse") != 0) {
        reading_error(r, "no QuestionnaireResponse; one");
    }
    if (form == NULL || strcmp(form, wanted.bytes) != 0) {
        reading_error(r, "answers to '%.200s'; to '%s'", form == NULL ? "" : form, wanted.bytes);
    }
    buffer_clear(&wanted);
    if (status == NULL ||
        (strcmp(status, "completed") != 0 && strcmp(status, "in-progress") != 0)) {
        reading_error(r, "the status '%.40s'; completed or in-progress",
                      status == NULL ? "" : status);
    }
    *facts = (struct response_facts){
        .id = tree_text(tree_member(root, "id")),
        .language = tree_text(tree_member(root, "language")),
        .authored = tree_text(tree_member(root, "authored")),
        .source = tree_text(tree_member(tree_member(root, "source"), "display")),
        .program = tree_text(reading_extension(root, FHIR_PROGRAM, "valueString")),
        .completed = status != NULL && strcmp(status, "completed") == 0,
    };
}

// Writes the answers as they were read, and holds that beside what was read.
static void check_again(struct reading *r, tree_node *root, const struct response_facts *facts)
{
    struct buffer again;
    buffer_init(&again, LIMIT_JSON_BYTES);
    response_write(r->answers, facts, &again);
    tree_node *written = tree_read(again.bytes, again.length, r->issues);
    if (written != NULL) {
        compare_response(r, root, written);
    }
    tree_free(written);
    buffer_clear(&again);
}

int response_read(const char *json, size_t length, const struct answers_setup *setup,
                  struct issues *issues, struct answers **out)
{
    size_t before = issues->errors;
    tree_node *root = tree_read(json, length, issues);
    if (root == NULL) {
        return -1;
    }
    struct response_facts facts;
    struct reading r = {.form = setup->form, .answers = answers_new(setup), .issues = issues};
    buffer_init(&r.path, PATH_MOST);
    read_head(&r, root, &facts);
    if (issues->errors == before) {
        struct place top = {UINT32_MAX, FORM_NO_ITEM, 0};
        read_items(&r, tree_member(root, "item"), top);
    }
    answers_end(r.answers, true);
    if (issues->errors == before) {
        check_again(&r, root, &facts);
    }
    buffer_clear(&r.path);
    tree_free(root);
    if (issues->errors != before) {
        answers_free(r.answers);
        return -1;
    }
    *out = r.answers;
    return 0;
}
