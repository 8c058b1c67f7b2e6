// The patient's copy: what I said, what to do before and after, when to get help.
#include "summary/documents.h"

#include "interview/words.h"
#include "summary/build.h"

// What is worth repeating to the patient: answers, and what they chose not to say; not what was
// never reached.
static bool is_said(struct build *build, uint32_t item, uint32_t entry)
{
    switch (answers_state(build->answers, item, entry)) {
    case STATE_ANSWERED:
    case STATE_DONT_KNOW:
    case STATE_DECLINED:
        return true;
    case STATE_SKIPPED:
    case STATE_NOT_REACHED:
    case STATE_NOT_APPLICABLE:
    case STATE_PENDING:
        break;
    }
    return false;
}

static void add_said(struct build *build, uint32_t item, uint32_t entry, bool with_private)
{
    const struct form_item *it = &build->form->items[item];
    struct buffer name, said;
    buffer_init(&name, LIMIT_ANSWER + 2);
    buffer_init(&said, LIMIT_ANSWER + 2);
    if (it->private_ && !with_private) {
        buffer_text(&said, build->phrases->private_answer);
    } else {
        build_answer_words(build, item, entry, &said);
        if (said.length == 0) {
            buffer_text(&said, words_state(answers_state(build->answers, item, entry)));
        }
    }
    build_name(build, item, entry, &name);
    struct summary_line *line = build_line(build, PART_OTHERS, LINE_TEXT, name.bytes, said.bytes);
    line->item = item;
    line->entry = entry;
    buffer_clear(&name);
    buffer_clear(&said);
}

static void add_section(struct build *build, const struct form_section *section, bool with_private)
{
    bool begun = false;
    for (uint32_t item = section->first; item < section->next; item++) {
        const struct form_item *it = &build->form->items[item];
        for (uint32_t entry = 0;
             form_is_question(it) && entry < answers_times(build->answers, item); entry++) {
            if (!is_said(build, item, entry)) {
                continue;
            }
            if (!begun) {
                build_line(build, PART_OTHERS, LINE_HEADING, NULL, section->title);
                begun = true;
            }
            add_said(build, item, entry, with_private);
        }
    }
}

// A note of the form that goes home, if it was one for this patient.
static void add_note(struct build *build, uint32_t item)
{
    const struct form_item *it = &build->form->items[item];
    buffer_reset(&build->text);
    words_text(it->text, build->answers, 0, build->clinic, &build->text);
    build_line(build, PART_NEEDLES, LINE_HEADING, NULL, build->text.bytes);
    for (uint32_t page = 0; page < it->page_count; page++) {
        buffer_reset(&build->text);
        words_text(it->pages[page], build->answers, 0, build->clinic, &build->text);
        build_paragraphs(build, PART_NEEDLES, build->text.bytes);
    }
}

static void add_clinic(struct build *build)
{
    const struct clinic *clinic = build->clinic;
    const struct phrases *phrases = build->phrases;
    if (clinic == NULL) {
        return;
    }
    build_line(build, PART_NOTES, LINE_HEADING, NULL, clinic->name);
    if (clinic->phone != NULL) {
        buffer_reset(&build->text);
        phrase_fill(&build->text, phrases->call_us, clinic->phone, NULL);
        build_line(build, PART_NOTES, LINE_TEXT, NULL, build->text.bytes);
    }
    if (clinic->emergency != NULL) {
        buffer_reset(&build->text);
        phrase_fill(&build->text, phrases->emergency, clinic->emergency, NULL);
        build_line(build, PART_NOTES, LINE_TEXT, NULL, build->text.bytes);
    }
}

struct summary *summary_copy(const struct answers *answers, const struct clinic *clinic,
                             const struct summary_facts *facts, bool with_private)
{
    // Nothing a therapist said or did, nothing of other visits.
    struct summary_facts own = *facts;
    own.learned_count = own.done_count = own.note_count = own.past_count = 0;
    own.interview = NULL;
    struct build build;
    build_begin(&build, answers, NULL, NULL, clinic, &own);
    const struct form *form = build.form;
    build.summary->in_order = true;
    build_title(&build, build.phrases->title_copy);
    for (uint32_t i = 0; i < form->section_count; i++) {
        add_section(&build, &form->sections[i], with_private);
    }
    for (uint32_t item = 0; item < form->asked_end; item++) {
        if (form->items[item].copy && answers_applies(answers, item, 0) != TRUTH_FALSE) {
            add_note(&build, item);
        }
    }
    add_clinic(&build);
    build_foot(&build);
    return build_end(&build);
}
