// Flags, each with its reason in the patient's own answers and its source.
#include "interview/words.h"
#include "summary/build.h"

#include <string.h>

static const char *const class_labels[RULE_CLASSES] = {
    [RULE_URGENT] = "!! URGENT",          [RULE_SAME_DAY] = "!  SAME DAY",
    [RULE_ABSOLUTE] = "x  DO NOT NEEDLE", [RULE_RELATIVE] = "-  RELATIVE",
    [RULE_PRECAUTION] = ".  PRECAUTION",  [RULE_YELLOW] = ".  YELLOW FLAG",
    [RULE_PRACTICAL] = ".  PRACTICAL",
};

static void follow(void *context, uint32_t item, uint32_t entry);

// Goes on from a calculated value or a score to the answers behind it.
static void follow_computed(struct reasons *reasons, uint32_t item, uint32_t entry)
{
    struct build *build = reasons->build;
    const struct form_item *it = &build->form->items[item];
    if (it->type == ITEM_VALUE) {
        struct expr_env env = build->env;
        env.entry = entry;
        expr_why(&it->value, &env, follow, reasons);
        // A number is settled by all it reads.
        for (uint32_t i = 0; it->value_type != VALUE_TRUTH && i < it->value.read_count; i++) {
            follow(reasons, it->value.reads[i], entry);
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

struct reasons reasons_of(struct build *build, const struct rule *rule)
{
    struct arena *arena = &build->summary->arena;
    struct reasons reasons = {
        .build = build,
        .said = arena_array(arena, uint64_t, build->form->item_count / 64 + 1),
        .cells = arena_array(arena, uint64_t, build->form->cell_count / 64 + 1),
    };
    expr_why(&rule->when, &build->env, follow, &reasons);
    return reasons;
}

static bool is_said(const struct reasons *reasons, uint32_t item)
{
    return (reasons->said[item >> 6] >> (item & 63) & 1) != 0;
}

// Which options of a question the rule, and the values it was followed through, ask for by name.
static bool options_asked(const struct reasons *reasons, const struct rule *rule, uint32_t item,
                          uint64_t named[VALUE_SET_WORDS])
{
    const struct form *form = reasons->build->form;
    bool only = expr_options(&rule->when, item, named);
    for (uint32_t i = 0; i < form->item_count; i++) {
        if (form->items[i].type == ITEM_VALUE && is_said(reasons, i)) {
            only = expr_options(&form->items[i].value, item, named) && only;
        }
    }
    return only;
}

// Of a long list of marks the rule's own; how many others were marked is said.
static bool say_marks(const struct reasons *reasons, const struct rule *rule, uint32_t item,
                      uint32_t entry, struct buffer *out)
{
    const struct answers *answers = reasons->build->answers;
    const struct answer *given = answers_given(answers, item, entry);
    uint64_t named[VALUE_SET_WORDS] = {0};
    if (reasons->build->form->items[item].value_type != VALUE_SET ||
        answers_state(answers, item, entry) != STATE_ANSWERED || given->kind != ANSWER_VALUE ||
        !options_asked(reasons, rule, item, named)) {
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
        buffer_print(out, " (+%u other%s)", others, others == 1 ? "" : "s");
    }
    return true;
}

static void build_reason(const struct reasons *reasons, const struct rule *rule, uint32_t item,
                         uint32_t entry, struct buffer *words)
{
    struct build *build = reasons->build;
    if (!say_marks(reasons, rule, item, entry, words)) {
        build_answer_words(build, item, entry, words);
    }
    if (words->length == 0) {
        buffer_text(words, words_state(answers_state(build->answers, item, entry)));
    }
    buffer_reset(&build->text);
    buffer_print(&build->text, "%s: %s", build->form->items[item].label, words->bytes);
    build_join(build, PART_FLAGS, build->text.bytes);
}

// A rule may rest on other findings, or on how many answers are missing, besides answers of its
// own.
static void build_other_reasons(const struct reasons *reasons, const struct rule *rule)
{
    struct build *build = reasons->build;
    for (int class = 0; class < RULE_CLASSES; class ++) {
        if ((rule->when.fired >> class & 1) != 0 && build->fired[class] == TRUTH_TRUE) {
            buffer_reset(&build->text);
            buffer_print(&build->text, "the %s findings on this page",
                         rule_class_name((enum rule_class) class));
            build_join(build, PART_FLAGS, build->text.bytes);
        }
    }
    bool unsure = rule->when.unsure;
    for (uint32_t i = 0; i < build->form->item_count; i++) {
        const struct form_item *it = &build->form->items[i];
        unsure = unsure || (it->type == ITEM_VALUE && is_said(reasons, i) && it->value.unsure);
    }
    if (unsure) {
        build_join(build, PART_FLAGS, "the safety answers listed as not sure or not said");
    }
}

// The patient's own answers, each a line that joins: one reason may go while another stays.
static void build_reasons(const struct reasons *reasons, const struct rule *rule)
{
    struct build *build = reasons->build;
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER);
    build_line(build, PART_FLAGS, LINE_REASON, "because", "");
    size_t before = build->summary->count;
    for (uint32_t item = 0; item < build->form->asked_end; item++) {
        const struct form_item *it = &build->form->items[item];
        for (uint32_t entry = 0; entry < it->cells && is_said(reasons, item); entry++) {
            uint32_t cell = it->cell + entry;
            if ((reasons->cells[cell >> 6] >> (cell & 63) & 1) != 0 && form_is_question(it) &&
                answers_state(build->answers, item, entry) != STATE_NOT_APPLICABLE) {
                build_reason(reasons, rule, item, entry, &words);
            }
        }
    }
    build_other_reasons(reasons, rule);
    if (build->summary->count == before) {
        build->summary->count--; // nothing was said: the label goes too
    }
    buffer_clear(&words);
}

// The name of a source is what stands before its first comma or bracket.
static int name_length(const struct rule_source *source)
{
    int length = (int)strcspn(source->text, ",(");
    while (length > 0 && source->text[length - 1] == ' ') {
        length--;
    }
    return length;
}

static void cite(struct build *build, uint32_t source, enum cited how)
{
    if (build->cited[source] < how) {
        build->cited[source] = (uint8_t)how;
    }
}

void build_sources(struct build *build)
{
    bool begun = false;
    for (uint32_t i = 0; i < build->rules->source_count; i++) {
        const struct rule_source *source = &build->rules->sources[i];
        if (build->cited[i] != CITED_KEY) {
            continue;
        }
        if (!begun) {
            build_line(build, PART_FOOT, LINE_TEXT, "SOURCES", "");
            begun = true;
        }
        buffer_reset(&build->text);
        buffer_print(&build->text, "[%s] %.*s", source->id, name_length(source), source->text);
        build_join(build, PART_FOOT, build->text.bytes);
    }
}

static void say_source(struct build *build, const struct rule *rule, struct buffer *out)
{
    static const struct {
        const char *mark, *words;
    } marks[] = {
        {"V", "verified"},
        {"V2", "read second-hand"},
        {"P", "supported; cut-off is this project's"},
        {"U", "general knowledge, unverified"},
    };
    // The first by its name, of the others the key: it is at the foot, or at another flag.
    for (uint32_t i = 0; i < rule->source_count; i++) {
        const struct rule_source *source = &build->rules->sources[rule->sources[i]];
        int length = i == 0 ? name_length(source) : 0;
        cite(build, rule->sources[i], i == 0 ? CITED_NAME : CITED_KEY);
        buffer_print(out, "%.*s%s[%s]", length, source->text, length > 0 || i > 0 ? " " : "",
                     source->id);
    }
    for (size_t i = 0; rule->evidence != NULL && i < sizeof marks / sizeof *marks; i++) {
        if (strcmp(marks[i].mark, rule->evidence) == 0) {
            buffer_print(out, " (%s)", marks[i].words);
        }
    }
}

static void build_flag(struct build *build, const struct rule *rule)
{
    struct buffer *text = &build->text;
    struct reasons reasons = reasons_of(build, rule);
    buffer_reset(text);
    words_text(rule->therapist, build->answers, 0, build->clinic, text);
    if (rule->todo != NULL) {
        buffer_char(text, ' ');
        words_text(rule->todo, build->answers, 0, build->clinic, text);
    }
    if (rule->class != rule->published) {
        buffer_print(text, " (class changed by the clinic from %s)",
                     rule_class_name(rule->published));
    }
    struct summary_line *flag =
        build_line(build, PART_FLAGS, LINE_FLAG, class_labels[rule->class], text->bytes);
    flag->class = rule->class;
    build_reasons(&reasons, rule);
    buffer_reset(text);
    say_source(build, rule, text);
    if (text->length > 0) {
        build_line(build, PART_FLAGS, LINE_SOURCE, "source", text->bytes);
    }
}

static void build_no_flag(struct build *build)
{
    uint32_t missing = 0;
    for (uint32_t item = 0; item < build->form->asked_end; item++) {
        const struct form_item *it = &build->form->items[item];
        if (!it->safety || !form_is_question(it) || it->repeat != FORM_NO_ITEM) {
            continue;
        }
        enum answer_state state = answers_state(build->answers, item, 0);
        bool silent = state != STATE_ANSWERED && state != STATE_NOT_APPLICABLE;
        missing += silent || (state == STATE_ANSWERED &&
                              answers_value(build->answers, item, 0)->silence != SILENCE_NOT);
    }
    struct buffer *text = &build->text;
    buffer_reset(text);
    buffer_print(text, "No rule fired; %u safety answer%s missing or unsure.", missing,
                 missing == 1 ? "" : "s");
    build_line(build, PART_FLAGS, LINE_TEXT, NULL, text->bytes);
}

// An answer that called for help and was changed afterwards must not go unseen: before the flags,
// since its own flag may be gone.
static void build_changed(struct build *build)
{
    const struct interview *interview = build->facts->interview;
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER);
    uint32_t item = 0, entry = 0;
    const struct answer *was = NULL;
    for (size_t i = 0; interview != NULL && interview_changed(interview, i, &item, &entry, &was);
         i++) {
        buffer_reset(&words);
        if (was != NULL) {
            words_said(build->form, item, was, &words);
        } else {
            buffer_text(&words, "an entry that is gone");
        }
        struct buffer *text = &build->text;
        buffer_reset(text);
        buffer_print(text,
                     "The urgent text was shown on this answer, then it was changed. %s: was %s; ",
                     build->form->items[item].label, words.bytes);
        build_answer_words(build, item, entry, &words);
        if (words.length == 0) {
            enum answer_state state = answers_state(build->answers, item, entry);
            buffer_text(&words,
                        state == STATE_NOT_APPLICABLE ? "no longer asked" : words_state(state));
        }
        buffer_print(text, "now %s", words.bytes);
        build_line(build, PART_FLAGS, LINE_FLAG, "!! CHANGED", text->bytes);
    }
    buffer_clear(&words);
}

void build_flags(struct build *build)
{
    build_changed(build);
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
