// Reading an event back. Whoever wrote the bytes may have meant harm: every length is checked
// against what is left, every name against the form, and nothing is taken that event_encode would
// not write in just the same way.

#include "base/text.h"
#include "interview/event_bytes.h"
#include "interview/memory.h"

#include <string.h>

struct reader {
    const uint8_t *at;
    size_t left;
    bool bad;
};

static const uint8_t *take(struct reader *in, size_t length)
{
    if (in->bad || length > in->left) {
        in->bad = true;
        return NULL;
    }
    const uint8_t *bytes = in->at;
    in->at += length;
    in->left -= length;
    return bytes;
}

static unsigned take_byte(struct reader *in)
{
    const uint8_t *byte = take(in, 1);
    return byte == NULL ? 0 : *byte;
}

static uint64_t take_count(struct reader *in)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        unsigned byte = take_byte(in);
        if (shift == 63 && byte > 1) {
            break;
        }
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            in->bad = in->bad || (byte == 0 && shift > 0); // a shorter one says the same
            return number;
        }
    }
    in->bad = true;
    return 0;
}

static int64_t take_number(struct reader *in, int64_t least, int64_t most)
{
    uint64_t twice = take_count(in);
    int64_t half = (int64_t)(twice >> 1);
    int64_t number = twice & 1 ? -half - 1 : half;
    if (number < least || number > most) {
        in->bad = true;
        return least;
    }
    return number;
}

struct slice {
    const char *bytes;
    size_t length;
};

static struct slice take_name(struct reader *in)
{
    size_t length = take_byte(in);
    const uint8_t *bytes = take(in, length);
    return bytes == NULL ? (struct slice){"", 0} : (struct slice){(const char *)bytes, length};
}

static struct slice take_text(struct reader *in)
{
    uint64_t length = take_count(in);
    const uint8_t *bytes = length > LIMIT_ANSWER ? NULL : take(in, (size_t)length);
    struct slice text = {(const char *)bytes, (size_t)length};
    if (bytes == NULL || memchr(bytes, 0, text.length) != NULL ||
        text_valid(text.bytes, text.length) != text.length) {
        in->bad = true;
        return (struct slice){"", 0};
    }
    return text;
}

static uint32_t take_option(struct reader *in, const struct form_options *options)
{
    struct slice code = take_name(in);
    uint32_t option =
        options == NULL ? UINT32_MAX : form_option_slice(options, code.bytes, code.length);
    in->bad = in->bad || option >= LIMIT_OPTIONS;
    return in->bad ? 0 : option;
}

static uint8_t take_kind(struct reader *in, const struct form_options *kinds)
{
    if (in->left > 0 && *in->at == 0) {
        take_byte(in);
        return EVENT_MARK_OPEN;
    }
    return (uint8_t)take_option(in, kinds);
}

static void take_set(struct reader *in, const struct form_item *it, struct answer *answer)
{
    *answer = answer_empty_set();
    uint64_t count = take_count(in);
    in->bad = in->bad || count > LIMIT_OPTIONS;
    uint32_t next = 0; // options stand in rising order
    for (uint64_t i = 0; !in->bad && i < count; i++) {
        uint32_t option = take_option(in, it->options);
        unsigned mark = take_byte(in);
        if (in->bad || option < next || mark > 12) {
            in->bad = true;
            return;
        }
        next = option + 1;
        set_add(answer->as.set->chosen, option);
        if (mark > 0) {
            uint8_t kind = take_kind(in, it->kinds);
            struct answer_mark *made = answer_mark(answer, option, true);
            made->intensity = (int8_t)((int)mark - 2);
            made->kind = kind;
        }
    }
}

static struct date take_date(struct reader *in)
{
    struct date date = {0};
    date.first = (day_number)take_number(in, -100000, 1000000); // 1696 to 4707
    date.last = date.first + (day_number)take_number(in, 0, 100000);
    unsigned precision = take_byte(in);
    in->bad = in->bad || precision > DATE_ABOUT;
    date.precision = in->bad ? DATE_DAY : (enum date_precision)precision;
    date.weeks = (int16_t)take_number(in, 0, INT16_MAX);
    return date;
}

static uint8_t take_unit(struct reader *in, const struct form_item *it)
{
    struct slice code = take_name(in);
    for (uint32_t unit = 0; unit < it->unit_count && unit < 256; unit++) {
        const char *candidate = it->units[unit].code;
        if (strlen(candidate) == code.length && memcmp(candidate, code.bytes, code.length) == 0) {
            return (uint8_t)unit;
        }
    }
    in->bad = in->bad || it->unit_count > 0 || code.length > 0;
    return 0;
}

static void take_value(struct reader *in, const struct form_item *it, struct answer *answer)
{
    answer->kind = ANSWER_VALUE;
    switch (it->value_type) {
    case VALUE_CODE:
        answer->as.code = take_option(in, it->options);
        break;
    case VALUE_SET:
        take_set(in, it, answer);
        break;
    case VALUE_DATE:
        answer->as.date = take_date(in);
        break;
    case VALUE_NUMBER:
        if (it->type == ITEM_TIME) {
            answer->as.minutes = (int)take_number(in, 0, 24 * 60 - 1);
        } else {
            answer->as.number = take_number(in, DECIMAL_MIN, DECIMAL_MAX);
        }
        answer->unit = it->type == ITEM_QUANTITY ? take_unit(in, it) : 0;
        break;
    case VALUE_TEXT:
        break;
    case VALUE_NONE:
    case VALUE_TRUTH:
        in->bad = true;
        return;
    }
    unsigned said = take_byte(in);
    in->bad = in->bad || said > 1;
    if (said == 1) {
        struct slice text = take_text(in);
        answer->text = memory_copy(text.bytes, text.length);
    }
}

static void take_answer(struct reader *in, const struct form_item *it, struct answer *answer)
{
    unsigned silence = take_byte(in);
    if (in->bad || silence > SILENCE_NOT_REACHED) {
        in->bad = true;
        return;
    }
    if (silence != SILENCE_NOT) {
        *answer = answer_silence((enum silence)silence);
    } else if (form_is_question(it)) {
        take_value(in, it, answer);
    } else {
        in->bad = true;
    }
}

static void take_item(struct reader *in, const struct form *form, struct event *event)
{
    struct slice id = take_name(in);
    uint64_t entry = take_count(in);
    uint32_t item = in->bad ? INTERN_NONE : intern_find_slice(&form->by_id, id.bytes, id.length);
    if (item >= form->item_count || entry >= LIMIT_ENTRIES) {
        in->bad = true;
        return;
    }
    event->item = item;
    event->entry = (uint32_t)entry;
}

static void keep_texts(struct event *event, unsigned flags, struct slice first, struct slice second)
{
    if ((flags & (EVENT_HAS_TEXT | EVENT_HAS_TEXT2)) == 0) {
        return;
    }
    event->memory = memory_take(first.length + second.length + 2, 1);
    memcpy(event->memory, first.bytes, first.length);
    memcpy(event->memory + first.length + 1, second.bytes, second.length);
    event->text = flags & EVENT_HAS_TEXT ? event->memory : NULL;
    event->text2 = flags & EVENT_HAS_TEXT2 ? event->memory + first.length + 1 : NULL;
}

static unsigned take_head(struct reader *in, struct event *event)
{
    unsigned version = take_byte(in);
    unsigned kind = take_byte(in);
    event->at = take_count(in);
    unsigned flags = take_byte(in);
    if (in->bad || version != EVENT_VERSION || kind >= EVENT_KINDS) {
        in->bad = true;
        return 0;
    }
    event->kind = (enum event_kind)kind;
    struct event_shape shape = event_shape(event->kind);
    in->bad = (flags & ~(unsigned)shape.may) != 0 || (shape.must & ~flags) != 0;
    event->confirmed = (flags & EVENT_IS_CONFIRMED) != 0;
    return flags;
}

int event_decode(const uint8_t *bytes, size_t length, const struct form *form, struct event *out)
{
    struct reader in = {.at = bytes, .left = length};
    struct event event = {.item = FORM_NO_ITEM};
    struct slice text = {"", 0}, text2 = {"", 0};
    unsigned flags = take_head(&in, &event);
    if (!in.bad && (flags & EVENT_HAS_ITEM)) {
        take_item(&in, form, &event);
    }
    if (!in.bad && (flags & EVENT_HAS_ANSWER)) {
        take_answer(&in, &form->items[event.item], &event.answer);
    }
    if (!in.bad && (flags & EVENT_HAS_TEXT)) {
        text = take_text(&in);
    }
    if (!in.bad && (flags & EVENT_HAS_TEXT2)) {
        text2 = take_text(&in);
    }
    if (!in.bad && (flags & EVENT_HAS_DAY)) {
        event.day_known = true;
        event.day = (day_number)take_number(&in, -100000, 1000000);
    }
    const uint8_t *hash = flags & EVENT_HAS_HASH ? take(&in, sizeof event.hash) : NULL;
    if (hash != NULL) {
        memcpy(event.hash, hash, sizeof event.hash);
    }
    if (take_byte(&in) != EVENT_END || in.bad || in.left > 0) {
        answer_clear(&event.answer);
        return -1;
    }
    keep_texts(&event, flags, text, text2);
    *out = event;
    return 0;
}

enum event_kind event_peek(const uint8_t *bytes, size_t length, uint64_t *at)
{
    struct reader in = {.at = bytes, .left = length};
    struct event event = {.item = FORM_NO_ITEM};
    take_head(&in, &event);
    *at = event.at;
    return in.bad ? EVENT_KINDS : event.kind;
}
