// An answer as people read it. One place for it, so that the review page, the therapist's page and
// the texts of the form say the same thing in the same words.

#include "interview/words.h"

#include "form/template.h"
#include "interview/way.h"

#include <string.h>

// Short, so that a date stays in its column.
static const char *const months[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

const char *words_state(enum answer_state state)
{
    switch (state) {
    case STATE_DONT_KNOW:
        return "don't know";
    case STATE_DECLINED:
        return "rather not say";
    case STATE_SKIPPED:
    case STATE_PENDING:
        return "not answered";
    case STATE_NOT_REACHED:
        return "not reached";
    case STATE_ANSWERED:
    case STATE_NOT_APPLICABLE:
        break;
    }
    return "";
}

static void put_number(decimal number, struct buffer *out)
{
    char text[DECIMAL_TEXT];
    buffer_text(out, decimal_print(number, text));
}

void words_day(day_number day, struct buffer *out)
{
    char text[DECIMAL_TEXT];
    buffer_text(out, date_print_words(date_of_day(day), months, text, sizeof text));
}

static void put_minutes(int64_t minutes, struct buffer *out)
{
    buffer_print(out, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

// A step of a scale by its label, where it has one.
static void put_step(const struct form_item *it, decimal number, struct buffer *out)
{
    int64_t step = (number - (it->has_min ? it->min : 0)) / DECIMAL_ONE;
    if (it->type == ITEM_SCALE && step >= 0 && step < it->label_count) {
        buffer_text(out, it->labels[step]);
    } else {
        put_number(number, out);
    }
}

// In the middle of a sentence: without the capital a label starts with.
static void put_inner(const char *text, struct buffer *out)
{
    bool word = text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z';
    if (word) {
        buffer_char(out, (char)(text[0] - 'A' + 'a'));
        text++;
    }
    buffer_text(out, text);
}

static const struct answer_mark *mark_of(const struct answer_set *set, uint32_t option)
{
    for (uint32_t i = 0; set != NULL && i < set->mark_count; i++) {
        if (set->marks[i].option == option) {
            return &set->marks[i];
        }
    }
    return NULL;
}

void words_option(const struct form_item *it, const struct answer *answer, uint32_t option,
                  struct buffer *out)
{
    const struct form_option *chosen = &it->options->list[option];
    buffer_text(out, chosen->text);
    const struct answer_mark *mark = answer->is_set ? mark_of(answer->as.set, option) : NULL;
    if (mark != NULL && mark->intensity >= 0) {
        buffer_print(out, " %d", mark->intensity);
    }
    if (mark != NULL && it->kinds != NULL && mark->kind < it->kinds->count) {
        buffer_text(out, ", ");
        put_inner(it->kinds->list[mark->kind].text, out);
    }
    if (chosen->other && answer->text != NULL && answer->text[0] != '\0') {
        buffer_text(out, ": ");
        buffer_text(out, answer->text);
    }
}

static void put_set(const struct form_item *it, const struct answer *answer, struct buffer *out)
{
    bool first = true;
    for (uint32_t option = 0; option < it->options->count; option++) {
        if (set_has(answer->as.set->chosen, option)) {
            buffer_text(out, first ? "" : "; ");
            words_option(it, answer, option, out);
            first = false;
        }
    }
    if (first) {
        buffer_text(out, "none marked");
    }
}

static void put_said(const struct form_item *it, const struct answer *answer, struct buffer *out)
{
    char text[64];
    switch (it->value_type) {
    case VALUE_CODE:
        if (answer->as.code < it->options->count) {
            words_option(it, answer, answer->as.code, out);
        }
        break;
    case VALUE_SET:
        put_set(it, answer, out);
        break;
    case VALUE_DATE:
        buffer_text(out, date_print_words(answer->as.date, months, text, sizeof text));
        break;
    case VALUE_NUMBER:
        if (it->type == ITEM_TIME) {
            put_minutes(answer->as.minutes, out);
        } else {
            put_step(it, answer->as.number, out);
        }
        if (it->type == ITEM_QUANTITY && answer->unit < it->unit_count) {
            buffer_char(out, ' ');
            buffer_text(out, it->units[answer->unit].text);
        }
        break;
    case VALUE_TEXT:
        buffer_text(out, answer->text == NULL ? "" : answer->text);
        break;
    case VALUE_NONE:
    case VALUE_TRUTH:
        break;
    }
}

void words_answer(const struct answers *answers, uint32_t item, uint32_t entry, struct buffer *out)
{
    const struct form *form = answers_form(answers);
    const struct form_item *it = &form->items[item];
    enum answer_state state = answers_state(answers, item, entry);
    const struct answer *given = answers_given(answers, item, entry);
    if (state != STATE_ANSWERED) {
        buffer_text(out, words_state(state));
    } else if (it->type == ITEM_VALUE || it->type == ITEM_SCORE) {
        words_value(form, item, answers_value(answers, item, entry), out);
    } else if (it->type == ITEM_REPEAT) {
        uint32_t entries = answers_entries(answers, item);
        if (entries == 0) {
            buffer_text(out, "none");
        } else {
            buffer_print(out, "%u", (unsigned)entries);
        }
    } else if (given->kind == ANSWER_VALUE) {
        put_said(it, given, out);
    }
}

void words_said(const struct form *form, uint32_t item, const struct answer *answer,
                struct buffer *out)
{
    if (answer->kind == ANSWER_VALUE) {
        put_said(&form->items[item], answer, out);
    } else {
        bool unknown = answer->kind == ANSWER_SILENCE && answer->silence == SILENCE_DONT_KNOW;
        bool declined = answer->kind == ANSWER_SILENCE && answer->silence == SILENCE_DECLINED;
        buffer_text(out, words_state(unknown    ? STATE_DONT_KNOW
                                     : declined ? STATE_DECLINED
                                                : STATE_SKIPPED));
    }
}

uint32_t words_chosen(const struct answers *answers, uint32_t item, uint32_t entry,
                      const uint64_t only[VALUE_SET_WORDS], struct buffer *out)
{
    const struct answer *given = answers_given(answers, item, entry);
    struct answer_set some = *given->as.set;
    for (size_t word = 0; word < VALUE_SET_WORDS; word++) {
        some.chosen[word] &= only[word];
    }
    struct answer part = *given;
    part.as.set = &some;
    put_set(&answers_form(answers)->items[item], &part, out);
    return set_count(given->as.set->chosen) - set_count(some.chosen);
}

static void put_interval(const struct form_item *it, const struct form *form,
                         const struct value *value, struct buffer *out)
{
    decimal least = value->as.number.least, most = value->as.number.most;
    if (it->type == ITEM_SCORE) {
        int places = form->scores[it->score].places;
        least = decimal_round(least, places);
        most = decimal_round(most, places);
    }
    if (it->type == ITEM_TIME) {
        put_minutes(least / DECIMAL_ONE, out);
        return;
    }
    put_step(it, least, out);
    if (least != most) {
        buffer_text(out, " to ");
        put_step(it, most, out);
    }
}

static void put_truth(truth now, struct buffer *out)
{
    const char *words = now == TRUTH_TRUE ? "yes" : now == TRUTH_FALSE ? "no" : "not known";
    buffer_text(out, words);
}

void words_value(const struct form *form, uint32_t item, const struct value *value,
                 struct buffer *out)
{
    const struct form_item *it = &form->items[item];
    if (value->state == VALUE_ABSENT) {
        return;
    }
    if (value->state != VALUE_KNOWN) {
        bool said = value->silence == SILENCE_DONT_KNOW || value->silence == SILENCE_DECLINED;
        enum answer_state state =
            value->silence == SILENCE_DONT_KNOW ? STATE_DONT_KNOW : STATE_DECLINED;
        buffer_text(out, said ? words_state(state) : "not known");
        return;
    }
    if (it->type == ITEM_SCORE || it->type == ITEM_REPEAT || it->value_type == VALUE_NUMBER) {
        put_interval(it, form, value, out);
        return;
    }
    switch (it->value_type) {
    case VALUE_CODE:
        if (value->as.code < it->options->count) {
            buffer_text(out, it->options->list[value->as.code].text);
        }
        break;
    case VALUE_SET: {
        struct answer_set set = {0};
        memcpy(set.chosen, value->as.set->chosen, sizeof set.chosen);
        put_set(it, &(struct answer){.kind = ANSWER_VALUE, .is_set = true, .as.set = &set}, out);
        break;
    }
    case VALUE_DATE:
        words_day(value->as.date.first, out);
        if (value->as.date.first != value->as.date.last) {
            buffer_text(out, " to ");
            words_day(value->as.date.last, out);
        }
        break;
    case VALUE_TEXT:
        buffer_add(out, value->as.text, value->length);
        break;
    case VALUE_TRUTH:
        put_truth(value->truth, out);
        break;
    case VALUE_NONE:
    case VALUE_NUMBER:
        break;
    }
}

struct filling {
    const struct answers *answers;
    uint32_t entry;
    const struct clinic *clinic;
};

static bool is_name(const char *name, size_t length, const char *wanted)
{
    return strlen(wanted) == length && memcmp(name, wanted, length) == 0;
}

// "Ruth Halloran, Physiotherapist, PHY01, Dry needling level 1, 10 years of needling"
static void put_therapists(const struct clinic *clinic, struct buffer *out)
{
    for (uint32_t i = 0; i < clinic->therapist_count; i++) {
        const struct clinic_therapist *one = &clinic->therapists[i];
        const char *parts[] = {one->profession, one->registration, one->needling};
        buffer_text(out, i == 0 ? "" : "\n");
        buffer_text(out, one->name == NULL ? "" : one->name);
        for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
            if (parts[part] != NULL && parts[part][0] != '\0') {
                buffer_text(out, ", ");
                buffer_text(out, parts[part]);
            }
        }
        if (one->years >= 0) {
            buffer_print(out, ", %d year%s of needling", one->years, one->years == 1 ? "" : "s");
        }
    }
}

static void put_fact(const struct clinic *clinic, const char *name, size_t length,
                     struct buffer *out)
{
    const char *text = NULL;
    if (clinic != NULL && is_name(name, length, "therapists")) {
        put_therapists(clinic, out);
        return;
    }
    if (clinic != NULL && is_name(name, length, "keep_days") && clinic->keep_days >= 0) {
        // Whole years read as years: nobody counts 2,555 days.
        int days = clinic->keep_days;
        bool years = days > 0 && days % 365 == 0;
        int count = years ? days / 365 : days;
        buffer_print(out, "%d %s%s", count, years ? "year" : "day", count == 1 ? "" : "s");
        return;
    }
    if (clinic != NULL && is_name(name, length, "name")) {
        text = clinic->name;
    } else if (clinic != NULL && is_name(name, length, "phone")) {
        text = clinic->phone;
    } else if (clinic != NULL && is_name(name, length, "emergency")) {
        text = clinic->emergency;
    } else if (clinic != NULL && is_name(name, length, "country")) {
        text = clinic->country;
    }
    buffer_text(out, text == NULL ? "..." : text);
}

static void say(void *context, const char *name, size_t length, struct buffer *out)
{
    static const char clinic[] = "clinic.";
    const struct filling *filling = context;
    size_t prefix = sizeof clinic - 1;
    if (length > prefix && memcmp(name, clinic, prefix) == 0) {
        put_fact(filling->clinic, name + prefix, length - prefix, out);
        return;
    }
    const struct form *form = answers_form(filling->answers);
    uint32_t item = intern_find_slice(&form->by_id, name, length);
    if (item == INTERN_NONE) {
        buffer_text(out, "...");
        return;
    }
    uint32_t entry = way_repeat(form, item) == FORM_NO_ITEM ? 0 : filling->entry;
    if (answers_state(filling->answers, item, entry) == STATE_ANSWERED) {
        words_answer(filling->answers, item, entry, out);
    } else {
        buffer_text(out, "...");
    }
}

void words_text(const char *text, const struct answers *answers, uint32_t entry,
                const struct clinic *clinic, struct buffer *out)
{
    struct filling filling = {answers, entry, clinic};
    template_fill(text, say, &filling, out);
}
