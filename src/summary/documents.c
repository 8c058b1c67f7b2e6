// Which document is which; and the two that are made of parts of the page: all findings, and the
// notes.
#include "summary/documents.h"

#include "summary/build.h"

struct summary *summary_findings(const struct answers *answers, const struct rules *rules,
                                 const truth *found, const struct clinic *clinic,
                                 const struct summary_facts *facts)
{
    struct build build;
    build_begin(&build, answers, rules, found, clinic, facts);
    build.summary->in_order = true;
    build_title(&build, build.phrases->title_findings);
    build_flags(&build);
    build_unsure(&build);
    uint32_t quiet = 0;
    for (uint32_t i = 0; i < rules->count; i++) {
        quiet += found[i] == TRUTH_FALSE;
    }
    buffer_reset(&build.text);
    phrase_count(&build.text, build.phrases->quiet, quiet);
    build_line(&build, PART_SILENCES, LINE_TEXT, NULL, build.text.bytes);
    (void)build_sources(&build);
    build_foot(&build);
    return build_end(&build);
}

struct summary *summary_notes(const struct answers *answers, const struct clinic *clinic,
                              const struct summary_facts *facts)
{
    struct build build;
    build_begin(&build, answers, NULL, NULL, clinic, facts);
    build.summary->in_order = true;
    build_title(&build, build.phrases->title_notes);
    bool decided = build_decisions(&build);
    for (size_t i = 0; i < facts->note_count; i++) {
        const struct summary_note *note = &facts->notes[i];
        struct buffer by;
        buffer_init(&by, LIMIT_TEXT);
        phrase_fill(&by, build.phrases->by, note->who, note->when);
        build_line(&build, PART_NOTES, LINE_DONE, by.bytes, note->text);
        buffer_clear(&by);
    }
    if (!decided && facts->note_count == 0) {
        build_line(&build, PART_NOTES, LINE_TEXT, NULL, build.phrases->no_notes);
    }
    build_foot(&build);
    return build_end(&build);
}

struct summary *summary_document(enum summary_document which, const struct answers *answers,
                                 const struct rules *rules, const truth *found,
                                 const struct clinic *clinic, const struct summary_facts *facts)
{
    switch (which) {
    case SUMMARY_ANSWERS:
        return summary_answers(answers, clinic, facts);
    case SUMMARY_FINDINGS:
        return summary_findings(answers, rules, found, clinic, facts);
    case SUMMARY_MEASURES:
        return summary_measures(answers, clinic, facts);
    case SUMMARY_NOTES:
        return summary_notes(answers, clinic, facts);
    case SUMMARY_COPY:
        return summary_copy(answers, clinic, facts, false);
    case SUMMARY_PAGE:
    case SUMMARY_DOCUMENTS:
        break;
    }
    return summary_build(answers, rules, found, clinic, facts);
}
