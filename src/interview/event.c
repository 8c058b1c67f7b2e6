#include "interview/event.h"

#include "base/wipe.h"
#include "interview/event_bytes.h"
#include "interview/memory.h"

#include <stdlib.h>
#include <string.h>

struct event_shape event_shape(enum event_kind kind)
{
    static const struct event_shape shapes[EVENT_KINDS] = {
        [EVENT_BEGIN] = {EVENT_HAS_TEXT | EVENT_HAS_TEXT2 | EVENT_HAS_DAY | EVENT_HAS_HASH,
                         EVENT_HAS_HASH},
        [EVENT_ANSWER] = {EVENT_HAS_ITEM | EVENT_HAS_ANSWER | EVENT_IS_CONFIRMED, EVENT_HAS_ITEM},
        [EVENT_READ] = {EVENT_HAS_ITEM | EVENT_IS_CONFIRMED, EVENT_HAS_ITEM},
        [EVENT_GO] = {EVENT_HAS_ITEM, 0},
        [EVENT_ADD] = {EVENT_HAS_ITEM, EVENT_HAS_ITEM},
        [EVENT_REMOVE] = {EVENT_HAS_ITEM, EVENT_HAS_ITEM},
        [EVENT_GO_ON] = {EVENT_IS_CONFIRMED, 0},
        [EVENT_INTERRUPT] = {EVENT_HAS_TEXT | EVENT_HAS_TEXT2, 0},
        [EVENT_TYPED] = {EVENT_HAS_ITEM | EVENT_HAS_TEXT, EVENT_HAS_ITEM},
        [EVENT_WITHHELD] = {EVENT_HAS_ITEM, EVENT_HAS_ITEM},
        [EVENT_MARKED] = {EVENT_HAS_ITEM | EVENT_HAS_ANSWER, EVENT_HAS_ITEM},
        [EVENT_DAY] = {EVENT_HAS_DAY, 0},
        [EVENT_CARRIED] = {EVENT_HAS_ITEM | EVENT_HAS_ANSWER, EVENT_HAS_ITEM | EVENT_HAS_ANSWER},
    };
    return shapes[kind];
}

bool event_says(enum event_kind kind)
{
    return kind == EVENT_ANSWER || kind == EVENT_TYPED || kind == EVENT_MARKED;
}

int event_settings(const struct event *begin, const struct form *form, uint8_t *settings)
{
    char id[LIMIT_ID + 1];
    for (const char *ids = begin->text2; ids != NULL && *ids != '\0';) {
        size_t length = strcspn(ids, ",");
        if (length > LIMIT_ID) {
            return -1;
        }
        memcpy(id, ids, length);
        id[length] = '\0';
        uint32_t setting = form_setting(form, id);
        if (setting >= form->setting_count) {
            return -1;
        }
        settings[setting] = 1;
        ids += length + (ids[length] == ',');
    }
    return 0;
}

// A text in the event's own memory.
static void wipe_within(char *memory, const char *text)
{
    if (text != NULL) {
        wipe(memory + (text - memory), strlen(text));
    }
}

void event_clear(struct event *event)
{
    answer_clear(&event->answer);
    if (event->memory != NULL) {
        wipe_within(event->memory, event->text);
        wipe_within(event->memory, event->text2);
        free(event->memory);
    }
    *event = (struct event){0};
}

void event_copy(struct event *to, const struct event *from)
{
    struct event copy = *from;
    size_t first = from->text == NULL ? 0 : strlen(from->text) + 1;
    size_t second = from->text2 == NULL ? 0 : strlen(from->text2) + 1;
    answer_copy(&copy.answer, &from->answer);
    copy.memory = first + second == 0 ? NULL : memory_take(first + second, 1);
    if (first > 0) {
        memcpy(copy.memory, from->text, first);
        copy.text = copy.memory;
    }
    if (second > 0) {
        memcpy(copy.memory + first, from->text2, second);
        copy.text2 = copy.memory + first;
    }
    *to = copy;
}

static void put_byte(struct buffer *out, unsigned byte)
{
    buffer_char(out, (char)(unsigned char)byte);
}

static void put_count(struct buffer *out, uint64_t number)
{
    while (number >= 0x80) {
        put_byte(out, (unsigned)(number & 0x7f) | 0x80);
        number >>= 7;
    }
    put_byte(out, (unsigned)number);
}

// Small numbers of either sign in few bytes: 0, -1, 1, -2 ...
static void put_number(struct buffer *out, int64_t number)
{
    uint64_t twice = (uint64_t)number << 1;
    put_count(out, number < 0 ? ~twice : twice);
}

static void put_name(struct buffer *out, const char *name)
{
    size_t length = strlen(name);
    length = length > 255 ? 255 : length;
    put_byte(out, (unsigned)length);
    buffer_add(out, name, length);
}

static void put_text(struct buffer *out, const char *text)
{
    size_t length = strlen(text);
    put_count(out, length);
    buffer_add(out, text, length);
}

static void put_option(struct buffer *out, const struct form_options *options, uint32_t option)
{
    bool known = options != NULL && option < options->count;
    put_name(out, known ? options->list[option].code : "");
}

// A text that an answer may have beside its value.
static void put_said(struct buffer *out, const char *text)
{
    put_byte(out, text != NULL);
    if (text != NULL) {
        put_text(out, text);
    }
}

static const struct answer_mark *find_mark(const struct answer_set *set, uint32_t option)
{
    for (uint32_t i = 0; i < set->mark_count; i++) {
        if (set->marks[i].option == option) {
            return &set->marks[i];
        }
    }
    return NULL;
}

static void put_set(struct buffer *out, const struct form_item *it, const struct answer *answer)
{
    static const struct answer_set none = {0};
    const struct answer_set *set = answer->is_set ? answer->as.set : &none;
    put_count(out, set_count(set->chosen));
    for (uint32_t option = 0; option < LIMIT_OPTIONS; option++) {
        if (!set_has(set->chosen, option)) {
            continue;
        }
        put_option(out, it->options, option);
        const struct answer_mark *mark = find_mark(set, option);
        put_byte(out, mark == NULL ? 0 : (unsigned)(mark->intensity + 2));
        if (mark != NULL && mark->kind == EVENT_MARK_OPEN) {
            put_name(out, "");
        } else if (mark != NULL) {
            put_option(out, it->kinds, mark->kind);
        }
    }
}

static void put_date(struct buffer *out, struct date date)
{
    put_number(out, date.first);
    put_number(out, (int64_t)date.last - date.first);
    put_byte(out, date.precision);
    put_number(out, date.weeks);
}

static void put_value(struct buffer *out, const struct form_item *it, const struct answer *answer)
{
    switch (it->value_type) {
    case VALUE_CODE:
        put_option(out, it->options, answer->as.code);
        break;
    case VALUE_SET:
        put_set(out, it, answer);
        break;
    case VALUE_DATE:
        put_date(out, answer->as.date);
        break;
    case VALUE_NUMBER:
        put_number(out, it->type == ITEM_TIME ? answer->as.minutes : answer->as.number);
        if (it->type == ITEM_QUANTITY) {
            put_name(out, answer->unit < it->unit_count ? it->units[answer->unit].code : "");
        }
        break;
    case VALUE_NONE:
    case VALUE_TRUTH:
    case VALUE_TEXT:
        break;
    }
    put_said(out, answer->text);
}

static unsigned flags_of(const struct event *event, const struct form *form)
{
    unsigned flags = 0;
    flags |= event->item < form->item_count ? (unsigned)EVENT_HAS_ITEM : 0;
    flags |= event->answer.kind != ANSWER_NONE ? (unsigned)EVENT_HAS_ANSWER : 0;
    flags |= event->text != NULL ? (unsigned)EVENT_HAS_TEXT : 0;
    flags |= event->text2 != NULL ? (unsigned)EVENT_HAS_TEXT2 : 0;
    flags |= event->day_known ? (unsigned)EVENT_HAS_DAY : 0;
    flags |= EVENT_HAS_HASH;
    flags |= event->confirmed ? (unsigned)EVENT_IS_CONFIRMED : 0;
    return flags & event_shape(event->kind).may;
}

void event_encode(const struct event *event, const struct form *form, struct buffer *out)
{
    unsigned flags = flags_of(event, form);
    put_byte(out, EVENT_VERSION);
    put_byte(out, event->kind);
    put_count(out, event->at);
    put_byte(out, flags);
    if (flags & EVENT_HAS_ITEM) {
        put_name(out, form->items[event->item].id);
        put_count(out, event->entry);
    }
    if (flags & EVENT_HAS_ANSWER) {
        put_byte(out, event->answer.kind == ANSWER_SILENCE ? event->answer.silence : 0);
        if (event->answer.kind == ANSWER_VALUE) {
            put_value(out, &form->items[event->item], &event->answer);
        }
    }
    if (flags & EVENT_HAS_TEXT) {
        put_text(out, event->text);
    }
    if (flags & EVENT_HAS_TEXT2) {
        put_text(out, event->text2);
    }
    if (flags & EVENT_HAS_DAY) {
        put_number(out, event->day);
    }
    if (flags & EVENT_HAS_HASH) {
        buffer_add(out, event->hash, sizeof event->hash);
    }
    put_byte(out, EVENT_END);
}
