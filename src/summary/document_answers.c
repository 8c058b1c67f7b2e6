// All answers, as they were asked.
#include "summary/documents.h"

#include "form/template.h"
#include "interview/words.h"
#include "summary/build.h"

// The question as it was asked, of an entry with which one it is.
static void say_question(struct build *build, uint32_t item, uint32_t entry, struct buffer *out)
{
    const struct form_item *it = &build->form->items[item];
    if (it->repeat != FORM_NO_ITEM && it->type != ITEM_REPEAT) {
        const struct form_item *repeat = &build->form->items[it->repeat];
        buffer_print(out,
                     "%s %u: ", repeat->entry_name != NULL ? repeat->entry_name : repeat->label,
                     (unsigned)entry + 1);
    }
    words_text(it->text, build->answers, entry, build->clinic, out);
}

// Whether an urgent text was shown on this answer, and it was changed afterwards.
static void join_changed(struct build *build, uint32_t item, uint32_t entry)
{
    const struct interview *interview = build->facts->interview;
    uint32_t other = 0, other_entry = 0;
    const struct answer *was = NULL;
    for (size_t i = 0;
         interview != NULL && interview_changed(interview, i, &other, &other_entry, &was); i++) {
        if (other != item || other_entry != entry || was == NULL) {
            continue;
        }
        struct buffer said;
        buffer_init(&said, LIMIT_ANSWER);
        words_said(build->form, item, was, &said);
        buffer_reset(&build->text);
        phrase_fill(&build->text, build->phrases->was_shown, said.bytes, NULL);
        build_join(build, PART_OTHERS, LINE_FACT, NULL, build->text.bytes);
        buffer_clear(&said);
    }
}

static void join_learned(struct build *build, uint32_t item, uint32_t entry)
{
    const struct summary_facts *facts = build->facts;
    for (size_t i = 0; i < facts->learned_count; i++) {
        const struct summary_learned *learned = &facts->learned[i];
        if (learned->item != item || learned->entry != entry) {
            continue;
        }
        struct buffer by;
        buffer_init(&by, LIMIT_TEXT);
        phrase_fill(&by, build->phrases->by, learned->who, learned->when);
        buffer_reset(&build->text);
        words_said(build->form, item, learned->answer, &build->text);
        struct summary_line *line =
            build_join(build, PART_OTHERS, LINE_DONE, by.bytes, build->text.bytes);
        line->item = item;
        line->entry = entry;
        buffer_clear(&by);
    }
}

static void add_answer(struct build *build, uint32_t item, uint32_t entry)
{
    struct buffer question, said;
    buffer_init(&question, LIMIT_TEXT + LIMIT_ANSWER);
    buffer_init(&said, LIMIT_ANSWER + 2);
    say_question(build, item, entry, &question);
    build_answer_words(build, item, entry, &said);
    if (said.length == 0) {
        buffer_text(&said, words_state(answers_state(build->answers, item, entry)));
    }
    struct summary_line *line =
        build_line(build, PART_OTHERS, LINE_TEXT, question.bytes, said.bytes);
    line->item = item;
    line->entry = entry;
    join_learned(build, item, entry);
    join_changed(build, item, entry);
    buffer_clear(&question);
    buffer_clear(&said);
}

// A question that was asked, or that a therapist asked although the form did not.
static bool is_asked(struct build *build, uint32_t item, uint32_t entry)
{
    const struct summary_facts *facts = build->facts;
    bool learned = false;
    for (size_t i = 0; i < facts->learned_count; i++) {
        learned = learned || (facts->learned[i].item == item && facts->learned[i].entry == entry);
    }
    return learned || answers_state(build->answers, item, entry) != STATE_NOT_APPLICABLE;
}

// A list goes entry by entry; its own line says how many there are.
static uint32_t add_list(struct build *build, uint32_t repeat)
{
    uint32_t next = build->form->items[repeat].next;
    add_answer(build, repeat, 0);
    for (uint32_t entry = 0; entry < answers_entries(build->answers, repeat); entry++) {
        for (uint32_t item = repeat + 1; item < next; item++) {
            if (form_is_question(&build->form->items[item]) && is_asked(build, item, entry)) {
                add_answer(build, item, entry);
            }
        }
    }
    return next;
}

static void add_section(struct build *build, const struct form_section *section)
{
    bool begun = false;
    for (uint32_t item = section->first; item < section->next;) {
        const struct form_item *it = &build->form->items[item];
        bool list = it->type == ITEM_REPEAT;
        if ((!list && !form_is_question(it)) || !is_asked(build, item, 0)) {
            item = list ? it->next : item + 1;
            continue;
        }
        if (!begun) {
            build_line(build, PART_OTHERS, LINE_HEADING, NULL, section->title);
            begun = true;
        }
        if (list) {
            item = add_list(build, item);
        } else {
            add_answer(build, item++, 0);
        }
    }
}

// That it was, not what it said.
static void add_aside(struct build *build)
{
    const struct form *form = build->form;
    uint32_t count = 0;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        uint32_t entries = answers_times(build->answers, item);
        for (uint32_t entry = 0; form_is_question(&form->items[item]) && entry < entries; entry++) {
            if (!answers_aside(build->answers, item, entry)) {
                continue;
            }
            if (count++ == 0) {
                build_line(build, PART_SILENCES, LINE_TEXT, build->phrases->aside, "");
            }
            struct summary_line *fact =
                build_join(build, PART_SILENCES, LINE_FACT, NULL, form->items[item].label);
            fact->item = item;
            fact->entry = entry;
        }
    }
    if (count > 0) {
        buffer_reset(&build->text);
        phrase_count(&build->text, build->phrases->aside_count, count);
        build_line(build, PART_SILENCES, LINE_TEXT, NULL, build->text.bytes);
    }
}

struct summary *summary_answers(const struct answers *answers, const struct clinic *clinic,
                                const struct summary_facts *facts)
{
    struct build build;
    build_begin(&build, answers, NULL, NULL, clinic, facts);
    build.summary->in_order = true;
    build_title(&build, build.phrases->title_answers);
    for (uint32_t i = 0; i < build.form->section_count; i++) {
        add_section(&build, &build.form->sections[i]);
    }
    add_aside(&build);
    build_foot(&build);
    return build_end(&build);
}
