// Flags, each with its reason in the patient's own answers and its source.
#include "interview/words.h"
#include "summary/build.h"

#include <string.h>

static void follow(void *context, uint32_t item, uint32_t entry);

// Goes on from a calculated value or a score to the answers behind it.
static void follow_computed(struct reasons *reasons, uint32_t item, uint32_t entry)
{
    struct build *build = reasons->build;
    const struct form_item *it = &build->form->items[item];
    if (it->type == ITEM_VALUE) {
        struct expr_env env = build->env;
        env.entry = entry;
        expr_why(it->value, &env, follow, reasons);
        // A number is settled by all it reads.
        for (uint32_t i = 0; it->value_type != VALUE_TRUTH && i < it->value->read_count; i++) {
            follow(reasons, it->value->reads[i], entry);
        }
        return;
    }
    const struct form_score *score = &build->form->scores[it->score];
    for (uint32_t i = 0; i < score->item_count; i++) {
        follow(reasons, score->items[i], entry);
    }
}

static void follow(void *context, uint32_t item, uint32_t entry)
{
    struct reasons *reasons = context;
    uint32_t cell = reasons->build->form->items[item].cell + entry;
    uint64_t bit = UINT64_C(1) << (cell & 63);
    if ((reasons->cells[cell >> 6] & bit) != 0) {
        return;
    }
    reasons->cells[cell >> 6] |= bit;
    reasons->said[item >> 6] |= UINT64_C(1) << (item & 63);
    enum item_type type = reasons->build->form->items[item].type;
    if (type == ITEM_VALUE || type == ITEM_SCORE) {
        follow_computed(reasons, item, entry);
    }
}

struct reasons reasons_of(struct build *build, const struct expr *condition)
{
    struct arena *arena = &build->summary->arena;
    struct reasons reasons = {
        .build = build,
        .said = arena_array(arena, uint64_t, build->form->item_count / 64 + 1),
        .cells = arena_array(arena, uint64_t, build->form->cell_count / 64 + 1),
    };
    expr_why(condition, &build->env, follow, &reasons);
    return reasons;
}

static bool is_said(const struct reasons *reasons, uint32_t item)
{
    return (reasons->said[item >> 6] >> (item & 63) & 1) != 0;
}

// Which options of a question the condition, and the values it was followed through, ask for by
// name.
static bool options_asked(const struct reasons *reasons, const struct expr *condition,
                          uint32_t item, uint64_t named[VALUE_SET_WORDS])
{
    const struct form *form = reasons->build->form;
    bool only = expr_options(condition, item, named);
    for (uint32_t i = 0; i < form->item_count; i++) {
        if (form->items[i].type == ITEM_VALUE && is_said(reasons, i)) {
            only = expr_options(form->items[i].value, item, named) && only;
        }
    }
    return only;
}

// Of a long list of marks the condition's own; how many others were marked is said.
static bool say_marks(const struct reasons *reasons, const struct expr *condition, uint32_t item,
                      uint32_t entry, struct buffer *out)
{
    const struct answers *answers = reasons->build->answers;
    const struct answer *given = answers_given(answers, item, entry);
    uint64_t named[VALUE_SET_WORDS] = {0};
    if (reasons->build->form->items[item].value_type != VALUE_SET ||
        answers_state(answers, item, entry) != STATE_ANSWERED || given->kind != ANSWER_VALUE ||
        !options_asked(reasons, condition, item, named)) {
        return false;
    }
    uint64_t both = 0;
    for (size_t word = 0; word < VALUE_SET_WORDS; word++) {
        both |= named[word] & given->as.set->chosen[word];
    }
    if (both == 0) {
        return false;
    }
    buffer_reset(out);
    uint32_t others = words_chosen(answers, item, entry, named, out);
    if (others > 0) {
        phrase_count(out, reasons->build->phrases->others, others);
    }
    return true;
}

static void build_reason(const struct reasons *reasons, const struct expr *condition,
                         enum summary_kind kind, uint32_t item, uint32_t entry)
{
    struct build *build = reasons->build;
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER + LIMIT_TEXT);
    if (answers_state(build->both, item, entry) == STATE_NOT_APPLICABLE) {
        buffer_text(&words, build->phrases->not_asked);
    } else if (say_marks(reasons, condition, item, entry, &words)) {
        build_learned(build, item, entry, " - ", &words);
    } else {
        build_said(build, item, entry, &words);
    }
    struct summary_line *line =
        build_join(build, PART_FLAGS, kind, build->form->items[item].label, words.bytes);
    line->item = item;
    line->entry = entry;
    buffer_clear(&words);
}

// What the present findings of a class say, where they do not stand above.
static void build_points(struct build *build, enum rule_class class)
{
    for (uint32_t i = 0; i < build->rules->count; i++) {
        const struct rule *rule = &build->rules->list[i];
        if (rule->class != class || build->found[i] != TRUTH_TRUE) {
            continue;
        }
        struct buffer text, point;
        buffer_init(&text, LIMIT_TEXT + LIMIT_ANSWER);
        buffer_init(&point, LIMIT_TEXT + LIMIT_ANSWER);
        words_text(rule->therapist, build->answers, 0, build->clinic, &text);
        buffer_add(&point, text.bytes, summary_point(text.bytes));
        build_join(build, PART_FLAGS, LINE_FACT, build->phrases->kinds[class], point.bytes)->rule =
            i;
        buffer_clear(&text);
        buffer_clear(&point);
    }
}

// A rule may rest on other findings, or on how many answers are missing, besides answers of its
// own.
static void build_other_reasons(const struct reasons *reasons, const struct expr *condition,
                                enum summary_kind kind)
{
    struct build *build = reasons->build;
    for (int class = 0; class < RULE_CLASSES; class ++) {
        if ((condition->fired >> class & 1) == 0) {
            continue;
        }
        if (kind == LINE_FACT) {
            build_points(build, (enum rule_class) class);
        } else if (build->fired[class] == TRUTH_TRUE) {
            buffer_reset(&build->text);
            phrase_fill(&build->text, build->phrases->other_findings, build->phrases->kinds[class],
                        NULL);
            build_join(build, PART_FLAGS, kind, NULL, build->text.bytes);
        }
    }
    bool unsure = condition->unsure;
    for (uint32_t i = 0; i < build->form->item_count; i++) {
        const struct form_item *it = &build->form->items[i];
        unsure = unsure || (it->type == ITEM_VALUE && is_said(reasons, i) && it->value->unsure);
    }
    if (unsure) {
        build_join(build, PART_FLAGS, kind, NULL, build->phrases->unsure_answers);
    }
}

void build_reasons(const struct reasons *reasons, const struct expr *condition,
                   enum summary_kind kind)
{
    struct build *build = reasons->build;
    for (uint32_t item = 0; item < build->form->asked_end; item++) {
        const struct form_item *it = &build->form->items[item];
        for (uint32_t entry = 0; entry < it->cells && is_said(reasons, item); entry++) {
            uint32_t cell = it->cell + entry;
            bool asked = answers_state(build->both, item, entry) != STATE_NOT_APPLICABLE;
            if ((reasons->cells[cell >> 6] >> (cell & 63) & 1) != 0 && form_is_question(it) &&
                (asked || kind == LINE_FACT)) {
                build_reason(reasons, condition, kind, item, entry);
            }
        }
    }
    build_other_reasons(reasons, condition, kind);
}

// Its short name, or else what stands before the first comma or bracket. Into the scratch.
static const char *name_of(struct build *build, const struct rule_source *source)
{
    if (source->name != NULL) {
        return source->name;
    }
    size_t length = strcspn(source->text, ",(");
    while (length > 0 && source->text[length - 1] == ' ') {
        length--;
    }
    buffer_reset(&build->text);
    buffer_add(&build->text, source->text, length);
    return build->text.bytes;
}

static void cite(struct build *build, uint32_t source, enum cited how)
{
    if (build->cited[source] < how) {
        build->cited[source] = (uint8_t)how;
    }
}

bool build_sources(struct build *build)
{
    bool begun = false;
    for (uint32_t i = 0; i < build->rules->source_count; i++) {
        const struct rule_source *source = &build->rules->sources[i];
        if (build->cited[i] != CITED_KEY) {
            continue;
        }
        if (!begun) {
            build_line(build, PART_SOURCES, LINE_TEXT, build->phrases->sources, "");
            begun = true;
        }
        build_join(build, PART_SOURCES, LINE_SOURCE, source->id, name_of(build, source));
    }
    return begun;
}

static const char *standing_of(struct build *build, const struct rule *rule)
{
    const struct phrases *phrases = build->phrases;
    const struct {
        const char *mark, *words;
    } marks[] = {
        {"V", phrases->verified},
        {"V2", phrases->second_hand},
        {"P", phrases->own_cut_off},
        {"U", phrases->unverified},
    };
    for (size_t i = 0; rule->evidence != NULL && i < sizeof marks / sizeof *marks; i++) {
        if (strcmp(marks[i].mark, rule->evidence) == 0) {
            return marks[i].words;
        }
    }
    return NULL;
}

void build_standing(struct build *build, const struct rule *rule)
{
    const char *standing = standing_of(build, rule);
    if (standing != NULL) {
        build_join(build, PART_FLAGS, LINE_STANDING, NULL, standing);
    }
}

void build_done(struct build *build, uint32_t rule)
{
    const struct summary_facts *facts = build->facts;
    for (size_t i = 0; i < facts->done_count; i++) {
        const struct summary_done *done = &facts->done[i];
        if (done->rule != rule) {
            continue;
        }
        struct buffer by;
        buffer_init(&by, LIMIT_TEXT);
        phrase_fill(&by, build->phrases->by, done->who, done->when);
        buffer_reset(&build->text);
        if (done->note != NULL && done->note[0] != '\0') {
            phrase_fill(&build->text, build->phrases->with_note, done->what, done->note);
        } else {
            buffer_text(&build->text, done->what);
        }
        build_join(build, PART_FLAGS, LINE_DONE, by.bytes, build->text.bytes)->rule = rule;
        buffer_clear(&by);
    }
}

// The first by its name, of the others the key: its name is at the foot, or at another flag.
static void build_flag_sources(struct build *build, const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->source_count; i++) {
        const struct rule_source *source = &build->rules->sources[rule->sources[i]];
        cite(build, rule->sources[i], i == 0 ? CITED_NAME : CITED_KEY);
        build_join(build, PART_FLAGS, LINE_SOURCE, source->id,
                   i == 0 ? name_of(build, source) : "");
    }
    build_standing(build, rule);
}

void build_tell(struct build *build, const struct rule *rule)
{
    struct buffer *text = &build->text;
    buffer_reset(text);
    words_text(rule->therapist, build->answers, 0, build->clinic, text);
    if (rule->todo != NULL) {
        buffer_char(text, ' ');
        words_text(rule->todo, build->answers, 0, build->clinic, text);
    }
    if (rule->class != rule->published) {
        phrase_fill(text, build->phrases->class_changed, build->phrases->kinds[rule->published],
                    NULL);
    }
}

static void build_flag(struct build *build, const struct rule *rule)
{
    struct reasons reasons = reasons_of(build, &rule->when);
    build_tell(build, rule);
    struct summary_line *flag = build_line(build, PART_FLAGS, LINE_FLAG, NULL, build->text.bytes);
    flag->class = rule->class;
    flag->rule = (uint32_t)(rule - build->rules->list);
    build_reasons(&reasons, &rule->when, LINE_REASON);
    build_flag_sources(build, rule);
    build_done(build, (uint32_t)(rule - build->rules->list));
}

static void build_no_flag(struct build *build)
{
    uint32_t missing = 0;
    for (uint32_t item = 0; item < build->form->asked_end; item++) {
        const struct form_item *it = &build->form->items[item];
        if (!it->safety || !form_is_question(it) || it->repeat != FORM_NO_ITEM) {
            continue;
        }
        enum answer_state state = answers_state(build->both, item, 0);
        bool silent = state != STATE_ANSWERED && state != STATE_NOT_APPLICABLE;
        missing += silent || (state == STATE_ANSWERED &&
                              answers_value(build->both, item, 0)->silence != SILENCE_NOT);
    }
    struct buffer *text = &build->text;
    buffer_reset(text);
    phrase_count(text, build->phrases->no_rule, missing);
    build_line(build, PART_FLAGS, LINE_TEXT, NULL, text->bytes);
}

// An answer that called for help and was changed afterwards must not go unseen: before the flags,
// since its own flag may be gone.
static void build_changed(struct build *build)
{
    const struct interview *interview = build->facts->interview;
    struct buffer was, is;
    buffer_init(&was, LIMIT_ANSWER);
    buffer_init(&is, LIMIT_ANSWER);
    uint32_t item = 0, entry = 0;
    const struct answer *said = NULL;
    for (size_t i = 0; interview != NULL && interview_changed(interview, i, &item, &entry, &said);
         i++) {
        buffer_reset(&was);
        if (said != NULL) {
            words_said(build->form, item, said, &was);
        } else {
            buffer_text(&was, build->phrases->entry_gone);
        }
        build_answer_words(build, item, entry, &is);
        if (is.length == 0) {
            enum answer_state state = answers_state(build->answers, item, entry);
            buffer_text(&is, state == STATE_NOT_APPLICABLE ? build->phrases->no_longer_asked
                                                           : words_state(state));
        }
        struct buffer *text = &build->text;
        buffer_reset(text);
        phrase_fill(text, build->phrases->was_now, was.bytes, is.bytes);
        struct summary_line *line = build_line(build, PART_FLAGS, LINE_CHANGED,
                                               build->form->items[item].label, text->bytes);
        line->item = item;
        line->entry = entry;
    }
    buffer_clear(&was);
    buffer_clear(&is);
}

// Whose choice it was to go on after the urgent text. Of several the patient's own counts: nobody
// may have seen them since.
static void build_went_on(struct build *build)
{
    const struct interview *interview = build->facts->interview;
    size_t count = 0;
    const struct event *trail = interview != NULL ? interview_trail(interview, &count) : NULL;
    const char *how = NULL;
    for (size_t i = 0; i < count; i++) {
        if (trail[i].kind == EVENT_GO_ON && how != build->phrases->went_on_alone) {
            how = trail[i].confirmed ? build->phrases->went_on_by_staff
                                     : build->phrases->went_on_alone;
        }
    }
    if (how != NULL) {
        build_line(build, PART_FLAGS, LINE_TEXT, NULL, how);
    }
}

void build_flags(struct build *build)
{
    build_changed(build);
    build_went_on(build);
    bool any = false;
    for (int class = 0; class < RULE_CLASSES; class ++) {
        for (uint32_t i = 0; i < build->rules->count; i++) {
            const struct rule *rule = &build->rules->list[i];
            if (rule->class == (enum rule_class) class && build->found[i] == TRUTH_TRUE) {
                build_flag(build, rule);
                any = true;
            }
        }
    }
    if (!any) {
        build_no_flag(build);
    }
}
