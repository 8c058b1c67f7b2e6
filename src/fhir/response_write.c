// The walk through a form, in its order: sections and groups as groups, a repeat's entries side by
// side, each question with what was said or why nothing was.

#include "fhir/names.h"
#include "fhir/response_part.h"
#include "interview/words.h"

#include <string.h>

static void put_item(struct writing *w, uint32_t item, uint32_t entry);

// What people see of an item; NULL where it has no words but its id.
static const char *words_of(const struct form_item *it)
{
    const char *text = it->text != NULL && it->text[0] != '\0' ? it->text : it->label;
    return text == NULL || strcmp(text, it->id) == 0 ? NULL : text;
}

static void put_shown(struct writing *w, const char *text, uint32_t entry)
{
    if (text != NULL) {
        buffer_reset(&w->text);
        words_text(text, w->answers, entry, w->clinic, &w->text);
        emit_text(&w->emit, "text", w->text.bytes);
    }
}

static void begin_item(struct writing *w, const struct form_item *it, uint32_t entry)
{
    emit_object(&w->emit, NULL);
    emit_text(&w->emit, "linkId", it->id);
    put_shown(w, words_of(it), entry);
}

// Notes are only read; so is a group of nothing else. A value that its author gave no words is a
// step of the form's own working, shown to nobody.
static bool is_of_record(const struct form *form, uint32_t item)
{
    const struct form_item *it = &form->items[item];
    if (it->type == ITEM_GROUP) {
        for (uint32_t inside = item + 1; inside < it->next; inside++) {
            if (form->items[inside].type != ITEM_GROUP && is_of_record(form, inside)) {
                return true;
            }
        }
        return false;
    }
    return it->type != ITEM_NOTE && (it->type != ITEM_VALUE || words_of(it) != NULL);
}

static bool is_there(const struct writing *w, uint32_t item, uint32_t entry)
{
    return is_of_record(w->form, item) &&
           answers_state(w->answers, item, entry) != STATE_NOT_APPLICABLE;
}

static void put_children(struct writing *w, uint32_t first, uint32_t next, uint32_t entry)
{
    emit_list(&w->emit, "item");
    for (uint32_t item = first; item < next; item = w->form->items[item].next) {
        put_item(w, item, entry);
    }
    emit_close(&w->emit);
}

static const char *reason_of(enum answer_state state)
{
    switch (state) {
    case STATE_DONT_KNOW:
        return say_reason(SILENCE_DONT_KNOW);
    case STATE_DECLINED:
        return say_reason(SILENCE_DECLINED);
    case STATE_SKIPPED:
        return say_reason(SILENCE_SKIPPED);
    case STATE_NOT_REACHED:
    case STATE_PENDING:
        return say_reason(SILENCE_NOT_REACHED);
    case STATE_ANSWERED:
    case STATE_NOT_APPLICABLE:
        break;
    }
    return NULL;
}

// The list as a whole is spoken of on its first item, which is an entry unless there are none.
static void put_list(struct writing *w, uint32_t item, uint32_t entries)
{
    const struct answer *given = answers_given(w->answers, item, 0);
    bool applies = answers_applies(w->answers, item, 0) == TRUTH_TRUE;
    const char *reason = given->kind == ANSWER_VALUE && applies
                             ? NULL
                             : reason_of(answers_state(w->answers, item, 0));
    const char *list = given->kind == ANSWER_VALUE ? "complete" : "open";
    emit_list(&w->emit, "extension");
    if (entries > 0 || (given->kind == ANSWER_VALUE && applies)) {
        emit_object(&w->emit, NULL);
        emit_text(&w->emit, "url", FHIR_LIST);
        emit_text(&w->emit, "valueCode", entries > 0 ? list : "none");
        emit_close(&w->emit);
    }
    if (reason != NULL) {
        emit_object(&w->emit, NULL);
        emit_text(&w->emit, "url", FHIR_ABSENT);
        emit_text(&w->emit, "valueCode", reason);
        emit_close(&w->emit);
    }
    emit_close(&w->emit);
}

static void put_repeat(struct writing *w, uint32_t item)
{
    const struct form_item *it = &w->form->items[item];
    bool applies = answers_applies(w->answers, item, 0) == TRUTH_TRUE;
    uint32_t entries = applies ? answers_entries(w->answers, item) : 0;
    for (uint32_t entry = 0; entry < entries || entry == 0; entry++) {
        begin_item(w, it, 0);
        if (entry == 0) {
            put_list(w, item, entries);
        }
        if (entries > 0) {
            put_children(w, item + 1, it->next, entry);
        }
        emit_close(&w->emit);
    }
}

static void put_question(struct writing *w, uint32_t item, uint32_t entry)
{
    const struct form_item *it = &w->form->items[item];
    enum answer_state state = answers_state(w->answers, item, entry);
    begin_item(w, it, entry);
    if (it->type == ITEM_VALUE || it->type == ITEM_SCORE) {
        say_calculated(w, item, entry);
    } else if (state == STATE_ANSWERED) {
        say_given(w, item, entry, answers_given(w->answers, item, entry));
    } else {
        say_absent(w, reason_of(state));
    }
    emit_close(&w->emit);
}

static void put_item(struct writing *w, uint32_t item, uint32_t entry)
{
    const struct form_item *it = &w->form->items[item];
    if (!is_there(w, item, entry)) {
        return;
    }
    if (it->type == ITEM_REPEAT) {
        put_repeat(w, item);
    } else if (it->type == ITEM_GROUP) {
        begin_item(w, it, entry);
        put_children(w, item + 1, it->next, entry);
        emit_close(&w->emit);
    } else {
        put_question(w, item, entry);
    }
}

// Has the section anything that would be written?
static bool section_speaks(const struct writing *w, const struct form_section *section)
{
    for (uint32_t item = section->first; item < section->next; item = w->form->items[item].next) {
        if (is_there(w, item, 0)) {
            return true;
        }
    }
    return false;
}

static void put_section(struct writing *w, const struct form_section *section)
{
    if (!section_speaks(w, section)) {
        return;
    }
    buffer_reset(&w->text);
    buffer_print(&w->text, FHIR_SECTION "%s", section->id);
    emit_object(&w->emit, NULL);
    emit_text(&w->emit, "linkId", w->text.bytes);
    put_shown(w, section->title, 0);
    put_children(w, section->first, section->next, 0);
    emit_close(&w->emit);
}

// A reference without a resource to refer to: who, in a word.
static void put_source(struct writing *w, const char *source)
{
    if (source != NULL) {
        emit_object(&w->emit, "source");
        emit_text(&w->emit, "type", strcmp(source, "self") == 0 ? "Patient" : "RelatedPerson");
        emit_text(&w->emit, "display", source);
        emit_close(&w->emit);
    }
}

static void put_head(struct writing *w, const struct response_facts *facts)
{
    struct emit *emit = &w->emit;
    emit_text(emit, "resourceType", "QuestionnaireResponse");
    emit_text(emit, "id", facts->id);
    emit_text(emit, "language", facts->language);
    if (facts->program != NULL) {
        emit_list(emit, "extension");
        emit_object(emit, NULL);
        emit_text(emit, "url", FHIR_PROGRAM);
        emit_text(emit, "valueString", facts->program);
        emit_close(emit);
        emit_close(emit);
    }
    buffer_reset(&w->text);
    buffer_print(&w->text, FHIR_FORM "%s|%s", w->form->id, w->form->version);
    emit_text(emit, "questionnaire", w->text.bytes);
    emit_text(emit, "status", facts->completed ? "completed" : "in-progress");
    emit_text(emit, "authored", facts->authored);
    put_source(w, facts->source);
}

void response_write(const struct answers *answers, const struct response_facts *facts,
                    struct buffer *out)
{
    const struct form *form = answers_form(answers);
    struct writing w = {.answers = answers, .form = form, .clinic = facts->clinic};
    buffer_init(&w.text, LIMIT_JSON_BYTES);
    emit_begin(&w.emit, out);
    emit_object(&w.emit, NULL);
    put_head(&w, facts);
    emit_list(&w.emit, "item");
    for (uint32_t i = 0; i < form->section_count; i++) {
        put_section(&w, &form->sections[i]);
    }
    for (uint32_t item = form->asked_end; item < form->item_count; item++) {
        put_item(&w, item, 0);
    }
    emit_close(&w.emit);
    emit_close(&w.emit);
    buffer_char(out, '\n');
    buffer_clear(&w.text);
}
