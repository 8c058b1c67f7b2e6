// The parts of the page that repeat what was said: who, the lines the form lists under "page",
// every other answer, and the silences. Each answer is a line of its own that joins the one before,
// so that one may change while the others stand.
#include "form/template.h"
#include "interview/company.h"
#include "interview/words.h"
#include "summary/build.h"

#include <string.h>

static bool is_typed(const struct form_item *item)
{
    return item->type == ITEM_TEXT || item->type == ITEM_LONGTEXT || item->type == ITEM_AGREE;
}

void build_answer_words(struct build *build, uint32_t item, uint32_t entry, struct buffer *out)
{
    const struct form_item *it = &build->form->items[item];
    buffer_reset(out);
    if (it->type == ITEM_VALUE || it->type == ITEM_SCORE) {
        const struct value *value = answers_value(build->answers, item, entry);
        // That something calculated is not so says nothing that the answers do not.
        bool no = value->state == VALUE_KNOWN && it->value_type == VALUE_TRUTH &&
                  value->truth != TRUTH_TRUE;
        if (value->state == VALUE_KNOWN && !no) {
            words_value(build->form, item, value, out);
        }
        return;
    }
    if (answers_state(build->answers, item, entry) != STATE_ANSWERED) {
        return;
    }
    if (is_typed(it)) {
        buffer_char(out, '"');
    }
    words_answer(build->answers, item, entry, out);
    if (is_typed(it)) {
        buffer_char(out, '"');
    }
}

void build_learned(struct build *build, uint32_t item, uint32_t entry, const char *between,
                   struct buffer *out)
{
    const struct summary_facts *facts = build->facts;
    for (size_t i = 0; i < facts->learned_count; i++) {
        const struct summary_learned *learned = &facts->learned[i];
        if (learned->item != item || learned->entry != entry) {
            continue;
        }
        struct buffer by, said;
        buffer_init(&by, LIMIT_TEXT);
        buffer_init(&said, LIMIT_ANSWER);
        phrase_fill(&by, build->phrases->by, learned->who, learned->when);
        words_said(build->form, item, learned->answer, &said);
        buffer_text(out, between);
        phrase_fill(out, build->phrases->learned, by.bytes, said.bytes);
        buffer_clear(&by);
        buffer_clear(&said);
    }
}

void build_said(struct build *build, uint32_t item, uint32_t entry, struct buffer *out)
{
    build_answer_words(build, item, entry, out);
    if (out->length == 0) {
        enum answer_state state = answers_state(build->answers, item, entry);
        bool asked = state != STATE_NOT_APPLICABLE;
        buffer_text(out, words_state(asked ? state : answers_state(build->both, item, entry)));
    }
    build_learned(build, item, entry, " - ", out);
}

// The first question a text names, if its answer was typed.
struct named {
    const struct form *form;
    uint32_t item;
};

static void find_named(void *context, const char *name, size_t length, struct buffer *out)
{
    struct named *named = context;
    const struct form *form = named->form;
    uint32_t item = intern_find_slice(&form->by_id, name, length);
    (void)out;
    if (named->item == FORM_NO_ITEM && item < form->asked_end && is_typed(&form->items[item])) {
        named->item = item;
    }
}

uint32_t build_named(struct build *build, uint32_t item)
{
    struct named named = {.form = build->form, .item = FORM_NO_ITEM};
    struct buffer filled;
    buffer_init(&filled, LIMIT_TEXT);
    template_fill(build->form->items[item].text, find_named, &named, &filled);
    buffer_clear(&filled);
    return named.item;
}

void build_name(struct build *build, uint32_t item, uint32_t entry, struct buffer *out)
{
    uint32_t named = build_named(build, item);
    buffer_reset(out);
    if (named != FORM_NO_ITEM) {
        build_answer_words(build, named, entry, out);
    }
    if (out->length == 0) {
        buffer_text(out, build->form->items[item].label);
    }
}

// True for an answer that is a plain no: "None of these", "No".
static bool is_no(struct build *build, uint32_t item, uint32_t entry)
{
    const struct form_item *it = &build->form->items[item];
    const struct answer *given = answers_given(build->answers, item, entry);
    if (it->options == NULL || given->kind != ANSWER_VALUE ||
        answers_state(build->answers, item, entry) != STATE_ANSWERED ||
        answers_value(build->answers, item, entry)->silence != SILENCE_NOT) {
        return false;
    }
    if (it->type == ITEM_YESNO) {
        return strcmp(it->options->list[given->as.code].code, "no") == 0;
    }
    for (uint32_t option = 0; it->value_type == VALUE_SET && option < it->options->count;
         option++) {
        if (it->options->list[option].exclusive && set_has(given->as.set->chosen, option)) {
            return true;
        }
    }
    return false;
}

// A paragraph of answers while it grows; it is begun with its first fact.
struct paragraph {
    enum summary_part part;
    const char *label;
    bool named; // each fact with what was asked
    bool begun;
};

static void build_fact(struct build *build, struct paragraph *paragraph, uint32_t item,
                       uint32_t entry)
{
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER + 2);
    build_answer_words(build, item, entry, &words);
    if (words.length > 0) {
        if (!paragraph->begun) {
            build_line(build, paragraph->part, LINE_TEXT, paragraph->label, "");
            paragraph->begun = true;
        }
        const char *name = paragraph->named ? build->form->items[item].label : NULL;
        build_learned(build, item, entry, " - ", &words);
        struct summary_line *fact =
            build_join(build, paragraph->part, LINE_FACT, name, words.bytes);
        fact->no = build->form->items[item].repeat == FORM_NO_ITEM && is_no(build, item, entry);
        fact->item = item;
        fact->entry = entry;
    }
    buffer_clear(&words);
}

// How many items from the first on are asked for each entry of one list: "which medicine", "how
// often".
static uint32_t same_list(const struct form *form, const uint32_t *items, uint32_t count)
{
    uint32_t repeat = form->items[items[0]].repeat, same = 1;
    while (repeat != FORM_NO_ITEM && same < count && form->items[items[same]].repeat == repeat) {
        same++;
    }
    return same;
}

// Each answer as a fact; lists go entry by entry, so that a medicine stands with its dose.
static void build_facts(struct build *build, struct paragraph *paragraph, const uint32_t *items,
                        uint32_t count)
{
    for (uint32_t first = 0; first < count;) {
        uint32_t same = same_list(build->form, items + first, count - first);
        for (uint32_t entry = 0; entry < answers_times(build->answers, items[first]); entry++) {
            for (uint32_t i = first; i < first + same; i++) {
                build_fact(build, paragraph, items[i], entry);
            }
        }
        first += same;
    }
}

void build_page_part(struct build *build, enum form_page_part from, enum summary_part part)
{
    for (uint32_t i = 0; i < build->form->page_count; i++) {
        const struct form_page *page = &build->form->pages[i];
        struct paragraph paragraph = {.part = part, .label = page->label, .named = page->named};
        if (page->part == from) {
            build_facts(build, &paragraph, page->items, page->item_count);
        }
    }
}

// The questions whose answers have a place of their own, as bits by item.
static uint64_t *placed(struct build *build)
{
    const struct form *form = build->form;
    uint64_t *bits = arena_array(&build->summary->arena, uint64_t, form->item_count / 64 + 1);
    for (uint32_t i = 0; i < form->page_count; i++) {
        for (uint32_t k = 0; k < form->pages[i].item_count; k++) {
            uint32_t item = form->pages[i].items[k];
            bits[item >> 6] |= UINT64_C(1) << (item & 63);
        }
    }
    for (uint32_t i = 0; i < form->score_count; i++) {
        const struct form_score *score = &form->scores[i];
        for (uint32_t k = 0; score->method != SCORE_COUNT && k < score->item_count; k++) {
            uint32_t item = score->items[k], named = build_named(build, item);
            bits[item >> 6] |= UINT64_C(1) << (item & 63);
            if (named != FORM_NO_ITEM && answers_state(build->answers, item, 0) == STATE_ANSWERED) {
                bits[named >> 6] |= UINT64_C(1) << (named & 63);
            }
        }
    }
    uint32_t complaint = build_complaint(form);
    if (complaint != FORM_NO_ITEM) {
        bits[complaint >> 6] |= UINT64_C(1) << (complaint & 63);
    }
    return bits;
}

// An answer that is nothing but an option such as "I am not sure".
static bool is_silence(struct build *build, uint32_t item)
{
    const struct form_item *it = &build->form->items[item];
    const struct answer *given = answers_given(build->answers, item, 0);
    bool more = it->value_type == VALUE_SET && given->kind == ANSWER_VALUE &&
                set_count(given->as.set->chosen) > 1;
    return it->repeat == FORM_NO_ITEM && !more &&
           answers_value(build->answers, item, 0)->silence != SILENCE_NOT;
}

// What was said and has no other place: the page as a whole leaves no answer out. A silence among
// the options is listed with the silences.
void build_others(struct build *build)
{
    const uint64_t *elsewhere = placed(build);
    const struct form *form = build->form;
    uint32_t *items = arena_array(&build->summary->arena, uint32_t, form->asked_end + 1);
    uint32_t count = 0;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        if (form_is_question(&form->items[item]) && !is_silence(build, item) &&
            (elsewhere[item >> 6] >> (item & 63) & 1) == 0) {
            items[count++] = item;
        }
    }
    struct paragraph paragraph = {
        .part = PART_OTHERS, .label = build->phrases->other_answers, .named = true};
    build_facts(build, &paragraph, items, count);
}

// An option that is a silence, such as "I would rather not say", is one here: the page lists it
// with what is to be asked again.
static enum answer_state counted_as(struct build *build, uint32_t item, uint32_t entry)
{
    enum answer_state state = answers_state(build->answers, item, entry);
    enum silence silence =
        state == STATE_ANSWERED ? answers_value(build->answers, item, entry)->silence : SILENCE_NOT;
    return silence == SILENCE_NOT        ? state
           : silence == SILENCE_DECLINED ? STATE_DECLINED
                                         : STATE_DONT_KNOW;
}

static void count_states(struct build *build, uint32_t counts[STATE_PENDING + 1])
{
    const struct form *form = build->form;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        if (!form_is_question(&form->items[item])) {
            continue;
        }
        for (uint32_t entry = 0; entry < answers_times(build->answers, item); entry++) {
            counts[counted_as(build, item, entry)]++;
        }
    }
}

// That staff keyed it; who, and the day the patient wrote it, where that was said.
static void build_paper(struct build *build, const struct interview *interview)
{
    day_number day;
    const char *who = interview_keyed_by(interview, &day);
    buffer_reset(&build->text);
    if (who != NULL) {
        struct buffer written;
        buffer_init(&written, LIMIT_TEXT);
        words_day(day, &written);
        phrase_fill(&build->text, build->phrases->keyed_by, who, written.bytes);
        buffer_clear(&written);
    } else {
        buffer_text(&build->text, build->phrases->from_paper);
    }
    build_line(build, PART_HEAD, LINE_TEXT, NULL, build->text.bytes);
}

// "2 Mar 2026" and how complete the answers are.
static void build_complete(struct build *build)
{
    const struct phrases *phrases = build->phrases;
    uint32_t counts[STATE_PENDING + 1] = {0};
    count_states(build, counts);
    uint32_t silent = counts[STATE_DONT_KNOW] + counts[STATE_DECLINED] + counts[STATE_SKIPPED] +
                      counts[STATE_NOT_REACHED] + counts[STATE_PENDING];
    struct buffer *text = &build->text;
    build_line(build, PART_HEAD, LINE_WHEN, NULL, build->facts->when);
    buffer_reset(text);
    phrase_number(text, phrases->answered, counts[STATE_ANSWERED], counts[STATE_ANSWERED] + silent);
    const struct {
        enum answer_state state;
        const char *phrase;
    } silences[] = {
        {STATE_DONT_KNOW, phrases->dont_know},
        {STATE_DECLINED, phrases->declined},
        {STATE_SKIPPED, phrases->skipped},
        {STATE_NOT_REACHED, phrases->not_reached},
    };
    for (size_t i = 0; i < sizeof silences / sizeof *silences; i++) {
        if (counts[silences[i].state] > 0) {
            buffer_text(text, ", ");
            phrase_number(text, silences[i].phrase, counts[silences[i].state], 0);
        }
    }
    build_join(build, PART_HEAD, LINE_FACT, NULL, text->bytes);
    if (build->facts->partial != NULL) {
        build_line(build, PART_HEAD, LINE_TEXT, NULL, build->facts->partial);
    }
    if (build->facts->interview != NULL && interview_from_paper(build->facts->interview)) {
        build_paper(build, build->facts->interview);
    }
}

static void build_practice(struct build *build)
{
    if (build->facts->practice) {
        build_line(build, PART_HEAD, LINE_HEADING, NULL, build->phrases->practice);
    }
}

// Whose it is: the first line that the form's page has for it.
void build_title(struct build *build, const char *title)
{
    const struct form *form = build->form;
    build_practice(build);
    build_line(build, PART_HEAD, LINE_HEADING, NULL, title);
    build_line(build, PART_HEAD, LINE_WHEN, NULL, build->facts->when);
    for (uint32_t i = 0; i < form->page_count; i++) {
        const struct form_page *page = &form->pages[i];
        struct paragraph paragraph = {
            .part = PART_HEAD, .label = page->label, .named = page->named};
        if (page->part == PAGE_WHO) {
            build_facts(build, &paragraph, page->items, page->item_count);
            break;
        }
    }
}

void build_head(struct build *build)
{
    build_practice(build);
    build_complete(build);
    build_page_part(build, PAGE_WHO, PART_HEAD);
}

static enum missing missing_declined(struct build *build, uint32_t item)
{
    bool alone = build->form->items[item].private_ && company_present(build->answers);
    return alone ? ASK_ALONE : DECLINED;
}

static enum missing missing_of(struct build *build, uint32_t item, uint32_t entry)
{
    switch (answers_state(build->answers, item, entry)) {
    case STATE_DONT_KNOW:
        return DONT_KNOW;
    case STATE_DECLINED:
        return missing_declined(build, item);
    case STATE_SKIPPED:
        return SKIPPED;
    case STATE_NOT_REACHED:
        return NOT_REACHED;
    case STATE_ANSWERED:
        // An option such as "I am not sure": an answer, but the therapist must ask again.
        switch (answers_value(build->answers, item, entry)->silence) {
        case SILENCE_NOT:
            return MISSING_KINDS;
        case SILENCE_DECLINED:
            return missing_declined(build, item);
        default:
            return NOT_SURE;
        }
    case STATE_NOT_APPLICABLE:
    case STATE_PENDING:
        break;
    }
    return MISSING_KINDS;
}

static void list_missing(struct build *build, const char *label, enum missing missing, bool safety)
{
    const struct form *form = build->form;
    bool begun = false;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        if (!form_is_question(it) || it->safety != safety) {
            continue;
        }
        for (uint32_t entry = 0; entry < answers_times(build->answers, item); entry++) {
            if (missing_of(build, item, entry) != missing) {
                continue;
            }
            if (!begun) {
                build_line(build, PART_SILENCES, LINE_TEXT, label, "");
                begun = true;
            }
            buffer_reset(&build->text);
            buffer_text(&build->text, it->label);
            build_learned(build, item, entry, " - ", &build->text);
            struct summary_line *fact =
                build_join(build, PART_SILENCES, LINE_FACT, NULL, build->text.bytes);
            fact->item = item;
            fact->entry = entry;
        }
    }
}

void build_silences(struct build *build)
{
    for (int safety = 1; safety >= 0; safety--) {
        for (int missing = 0; missing < MISSING_KINDS; missing++) {
            const char *label = safety != 0 ? build->phrases->safety_silences[missing]
                                            : build->phrases->silences[missing];
            list_missing(build, label, (enum missing)missing, safety != 0);
        }
    }
}
