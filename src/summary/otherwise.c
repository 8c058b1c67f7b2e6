// What would have made a rule different, by trying other answers one at a time.
#include "summary/otherwise_part.h"

#include "base/ensure.h"
#include "interview/words.h"
#include "screening/screen.h"

#include <stdlib.h>

enum {
    MOST_TRIES = 4000, // evaluations for one rule
    MOST_LINES = 5,
    MOST_OPTIONS = 4, // named in one line
};

// How the rule would be with this answer.
truth otherwise_try(struct otherwise *search, const struct answer *answer)
{
    if (search->tries++ >= MOST_TRIES) {
        search->stopped = true;
        return 0;
    }
    const struct rules *rules = search->build->rules;
    if (answer->kind == ANSWER_NONE) {
        answers_take(search->copy, search->item, search->entry);
    } else {
        answers_give(search->copy, search->item, search->entry, answer);
    }
    struct expr_env env = answers_env(search->copy);
    if (search->rule->when.fired == 0) {
        return expr_truth(&search->rule->when, &env);
    }
    truth *found = screen_findings(rules, &env);
    truth now = found[search->index];
    free(found);
    return now;
}

static void put_back(struct otherwise *search)
{
    const struct answer *given = answers_given(search->build->both, search->item, search->entry);
    if (given->kind == ANSWER_NONE) {
        answers_take(search->copy, search->item, search->entry);
    } else {
        answers_give(search->copy, search->item, search->entry, given);
    }
}

const struct form_item *otherwise_item(const struct otherwise *search)
{
    return &search->build->form->items[search->item];
}

// Adds the line: `phrase` with the question and `what`.
void otherwise_say(struct otherwise *search, const char *phrase, const char *what)
{
    const struct phrases *phrases = search->build->phrases;
    struct buffer name, change, text;
    buffer_init(&name, LIMIT_ANSWER);
    buffer_init(&change, LIMIT_ANSWER);
    buffer_init(&text, LIMIT_ANSWER);
    phrase_fill(&name, phrases->condition.name, otherwise_item(search)->label, NULL);
    phrase_fill(&change, phrase, name.bytes, what);
    phrase_fill(&text, search->wanted == TRUTH_TRUE ? phrases->if_present : phrases->if_absent,
                change.bytes, NULL);
    struct summary_line *line =
        build_join(search->build, PART_FLAGS, LINE_OTHERWISE, NULL, text.bytes);
    line->rule = search->index;
    line->item = search->item;
    line->entry = search->entry;
    search->lines++;
    buffer_clear(&name);
    buffer_clear(&change);
    buffer_clear(&text);
}

// "a", "b" or "c"; of many the first.
static void say_options(const struct otherwise *search, const uint64_t options[VALUE_SET_WORDS],
                        struct buffer *out)
{
    const struct condition_phrases *words = &search->build->phrases->condition;
    const struct form_options *list = otherwise_item(search)->options;
    uint32_t count = set_count(options), said = 0;
    uint32_t most = count < MOST_OPTIONS ? count : MOST_OPTIONS;
    for (uint32_t option = 0; option < list->count && said < most; option++) {
        if (set_has(options, option)) {
            buffer_text(out, said == 0 ? "" : said + 1 == count ? words->last : words->comma);
            buffer_print(out, "\"%s\"", list->list[option].text);
            said++;
        }
    }
    if (said < count) {
        phrase_count(out, search->build->phrases->others, count - said);
    }
}

static void say_chosen(struct otherwise *search, const char *phrase,
                       const uint64_t options[VALUE_SET_WORDS])
{
    struct buffer text;
    buffer_init(&text, LIMIT_ANSWER);
    say_options(search, options, &text);
    otherwise_say(search, phrase, text.bytes);
    buffer_clear(&text);
}

static bool is_silence(const struct form_item *it, uint32_t option)
{
    return it->options->list[option].silence != SILENCE_NOT;
}

static void search_choice(struct otherwise *search)
{
    const struct form_item *it = otherwise_item(search);
    const struct answer *given = answers_given(search->build->both, search->item, search->entry);
    bool said = given->kind == ANSWER_VALUE && !is_silence(it, given->as.code);
    uint64_t flips[VALUE_SET_WORDS] = {0}, current[VALUE_SET_WORDS] = {0};
    uint32_t others = 0;
    for (uint32_t option = 0; option < it->options->count; option++) {
        if (is_silence(it, option) || (said && option == given->as.code)) {
            continue;
        }
        struct answer answer = answer_code(option);
        others++;
        if (otherwise_try(search, &answer) == search->wanted) {
            set_add(flips, option);
        }
    }
    if (set_empty(flips)) {
        return;
    }
    const struct phrases *phrases = search->build->phrases;
    if (said && others > 1 && set_count(flips) == others) {
        set_add(current, given->as.code);
        say_chosen(search, phrases->were_not, current);
    } else {
        say_chosen(search, phrases->were, flips);
    }
}

// The option that says that none fits; UINT32_MAX if there is none.
static uint32_t none_option(const struct form_item *it)
{
    for (uint32_t option = 0; option < it->options->count; option++) {
        if (it->options->list[option].exclusive && !is_silence(it, option)) {
            return option;
        }
    }
    return UINT32_MAX;
}

// The marks as they are but for those in `out`; if none is left, the option that says so (then
// *none).
static truth try_without(struct otherwise *search, const struct answer *given,
                         const uint64_t out[VALUE_SET_WORDS], bool *none)
{
    const struct form_item *it = otherwise_item(search);
    struct answer answer = {0};
    answer_copy(&answer, given);
    for (uint32_t option = 0; option < it->options->count; option++) {
        if (set_has(out, option)) {
            answer_choose(&answer, it->options, option, false);
        }
    }
    uint32_t says_none = none_option(it);
    *none = set_empty(answer.as.set->chosen) && says_none != UINT32_MAX;
    if (*none) {
        answer_choose(&answer, it->options, says_none, true);
    }
    truth now = otherwise_try(search, &answer);
    answer_clear(&answer);
    return now;
}

// The options that the rule, and what it reads, ask for by name.
static void find_named(const struct otherwise *search, uint64_t named[VALUE_SET_WORDS])
{
    const struct form *form = search->build->form;
    (void)expr_options(&search->rule->when, search->item, named);
    for (uint32_t item = 0; item < form->item_count; item++) {
        bool read = (search->reasons->said[item >> 6] >> (item & 63) & 1) != 0;
        if (read && form->items[item].type == ITEM_VALUE) {
            (void)expr_options(form->items[item].value, search->item, named);
        }
    }
}

static void say_without(struct otherwise *search, const char *phrase,
                        const uint64_t options[VALUE_SET_WORDS], bool none)
{
    uint64_t says_none[VALUE_SET_WORDS] = {0};
    if (none) {
        set_add(says_none, none_option(otherwise_item(search)));
        say_chosen(search, search->build->phrases->were, says_none);
    } else {
        say_chosen(search, phrase, options);
    }
}

// Marks taken away: each alone, and if no one suffices, all that the rule asks for by name.
static void search_without(struct otherwise *search, const struct answer *given)
{
    const struct form_item *it = otherwise_item(search);
    const struct phrases *phrases = search->build->phrases;
    uint64_t all[VALUE_SET_WORDS] = {0}, flips[VALUE_SET_WORDS] = {0};
    uint64_t named[VALUE_SET_WORDS] = {0};
    find_named(search, named);
    bool none = false;
    for (uint32_t option = 0; option < it->options->count; option++) {
        if (!set_has(given->as.set->chosen, option)) {
            continue;
        }
        uint64_t one[VALUE_SET_WORDS] = {0};
        bool empty = false;
        set_add(one, option);
        if (try_without(search, given, one, &empty) == search->wanted) {
            set_add(flips, option);
            none = none || empty;
        }
        if (set_has(named, option)) {
            set_add(all, option);
        }
    }
    if (!set_empty(flips)) {
        say_without(search, phrases->were_without, flips, none);
    } else if (set_count(all) > 1 && try_without(search, given, all, &none) == search->wanted) {
        say_without(search, phrases->had_none, all, none);
    }
}

// Nothing is marked but what stands for a silence: a definite mark would take its place.
static bool only_silence(const struct form_item *it, const struct answer *given)
{
    for (uint32_t option = 0; option < it->options->count; option++) {
        if (set_has(given->as.set->chosen, option) && !is_silence(it, option)) {
            return false;
        }
    }
    return true;
}

// Marks added to those there are, each alone.
static void search_with(struct otherwise *search, const struct answer *given)
{
    const struct form_item *it = otherwise_item(search);
    bool marked = given->kind == ANSWER_VALUE && given->is_set && !only_silence(it, given);
    bool beside = false; // something stays beside what is added
    uint64_t flips[VALUE_SET_WORDS] = {0};
    for (uint32_t option = 0; option < it->options->count; option++) {
        if (is_silence(it, option) || (marked && set_has(given->as.set->chosen, option))) {
            continue;
        }
        struct answer answer = {0};
        if (marked) {
            answer_copy(&answer, given);
        } else {
            answer = answer_empty_set();
        }
        answer_choose(&answer, it->options, option, true);
        bool more = set_count(answer.as.set->chosen) > 1;
        if (otherwise_try(search, &answer) == search->wanted) {
            set_add(flips, option);
            beside = beside || more;
        }
        answer_clear(&answer);
    }
    if (!set_empty(flips)) {
        const struct phrases *phrases = search->build->phrases;
        say_chosen(search, beside ? phrases->were_with : phrases->were, flips);
    }
}

static void search_marks(struct otherwise *search)
{
    const struct answer *given = answers_given(search->build->both, search->item, search->entry);
    uint32_t before = search->lines;
    if (given->kind == ANSWER_VALUE && given->is_set) {
        search_without(search, given);
    }
    if (search->lines == before) {
        search_with(search, given);
    }
}

static void search_text(struct otherwise *search)
{
    const struct answer *given = answers_given(search->build->both, search->item, search->entry);
    bool said = given->kind == ANSWER_VALUE;
    struct answer answer = said ? answer_silence(SILENCE_SKIPPED) : answer_text("-", 1);
    if (otherwise_try(search, &answer) == search->wanted) {
        const struct phrases *phrases = search->build->phrases;
        otherwise_say(search, said ? phrases->were_left : phrases->were_answered, NULL);
    }
    answer_clear(&answer);
}

static void search_question(struct otherwise *search)
{
    switch (otherwise_item(search)->value_type) {
    case VALUE_CODE:
        search_choice(search);
        break;
    case VALUE_SET:
        search_marks(search);
        break;
    case VALUE_NUMBER:
        otherwise_number(search);
        break;
    case VALUE_DATE:
        otherwise_day(search);
        break;
    case VALUE_TEXT:
        search_text(search);
        break;
    case VALUE_NONE:
    case VALUE_TRUTH:
        break;
    }
    put_back(search);
}

// What a question hangs on that may not even apply, so that it can be answered first.
static void add_gate(void *context, uint32_t item, uint32_t entry)
{
    struct reasons *reasons = context;
    uint32_t cell = reasons->build->form->items[item].cell + entry;
    reasons->said[item >> 6] |= UINT64_C(1) << (item & 63);
    reasons->cells[cell >> 6] |= UINT64_C(1) << (cell & 63);
}

static void add_gates(struct build *build, struct reasons *reasons)
{
    for (uint32_t item = build->form->asked_end; item-- > 0;) {
        const struct form_item *it = &build->form->items[item];
        bool said = (reasons->said[item >> 6] >> (item & 63) & 1) != 0;
        if (said && it->ask_if != NULL && answers_applies(build->both, item, 0) != TRUTH_TRUE) {
            expr_why(it->ask_if, &build->env, add_gate, reasons);
        }
    }
}

// A rule that asks for findings, or for how many safety answers are missing, rests on the answers
// behind these.
static void add_indirect(struct build *build, const struct rule *rule, struct reasons *reasons)
{
    const struct form *form = build->form;
    for (uint32_t i = 0; i < build->rules->count; i++) {
        const struct rule *other = &build->rules->list[i];
        if ((rule->when.fired >> other->class & 1) == 0 || build->found[i] != TRUTH_TRUE) {
            continue;
        }
        struct reasons behind = reasons_of(build, &other->when);
        for (uint32_t word = 0; word < form->item_count / 64 + 1; word++) {
            reasons->said[word] |= behind.said[word];
        }
        for (uint32_t word = 0; word < form->cell_count / 64 + 1; word++) {
            reasons->cells[word] |= behind.cells[word];
        }
    }
    bool unsure = rule->when.unsure;
    for (uint32_t item = 0; item < form->item_count; item++) {
        bool read = (reasons->said[item >> 6] >> (item & 63) & 1) != 0;
        unsure = unsure ||
                 (read && form->items[item].type == ITEM_VALUE && form->items[item].value->unsure);
    }
    for (uint32_t item = 0; unsure && item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        const struct value *value = answers_value(build->both, item, 0);
        if (it->safety && form_is_question(it) && it->repeat == FORM_NO_ITEM &&
            (value->state == VALUE_UNKNOWN || value->silence != SILENCE_NOT)) {
            add_gate(reasons, item, 0);
        }
    }
}

static void search_all(struct otherwise *search, const struct reasons *reasons)
{
    const struct form *form = search->build->form;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        uint32_t entries = answers_times(search->build->both, item);
        for (uint32_t entry = 0; form_is_question(it) && entry < entries; entry++) {
            uint32_t cell = it->cell + entry;
            if ((reasons->cells[cell >> 6] >> (cell & 63) & 1) == 0) {
                continue;
            }
            if (search->lines >= MOST_LINES) {
                search->stopped = true;
                return;
            }
            search->item = item;
            search->entry = entry;
            search_question(search);
        }
    }
}

void otherwise_build(struct build *build, uint32_t rule)
{
    const struct rule *of = &build->rules->list[rule];
    struct otherwise search = {
        .build = build, .rule = of, .index = rule, .copy = answers_copy(build->both)};
    struct reasons reasons = reasons_of(build, &of->when);
    otherwise_cuts(&search, &of->when);
    for (uint32_t item = 0; item < build->form->item_count; item++) {
        const struct form_item *it = &build->form->items[item];
        if (it->type == ITEM_VALUE && (reasons.said[item >> 6] >> (item & 63) & 1) != 0) {
            otherwise_cuts(&search, it->value);
        }
    }
    search.reasons = &reasons;
    add_indirect(build, of, &reasons);
    if (build->found[rule] == TRUTH_UNKNOWN) {
        add_gates(build, &reasons);
    }
    static const truth ways[] = {TRUTH_TRUE, TRUTH_FALSE};
    for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
        search.wanted = ways[way];
        if (build->found[rule] != ways[way]) {
            search_all(&search, &reasons);
        }
    }
    const struct phrases *phrases = build->phrases;
    if (search.lines == 0 || search.stopped) {
        build_join(build, PART_FLAGS, LINE_OTHERWISE, NULL,
                   search.lines == 0 && !search.stopped ? phrases->no_single : phrases->stopped);
    }
    answers_free(search.copy);
}
