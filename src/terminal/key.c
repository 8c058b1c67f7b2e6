// A state machine over bytes, after ECMA-48: ESC [ parameters final, ESC O final, strings up to
// their terminator, ESC with one letter. What it recognises is small; what it swallows is
// everything of that grammar, so that no part of a sequence is ever taken for something typed.

#include "terminal/key.h"

#include "base/text.h"

enum state {
    GROUND,
    ESCAPE,        // after ESC
    INTERMEDIATE,  // after ESC and a sign such as '(': a final byte follows
    CSI,           // after ESC [
    CSI_LINUX,     // after ESC [ [: F1 to F5 of the linux console
    SS3,           // after ESC O
    STRING,        // after ESC ] and the like: up to BEL or ESC \.
    STRING_ESCAPE, // an ESC inside a string
    SKIP,          // the three bytes of an old mouse report
};

enum {
    BEL = 7,
    BACKSPACE = 8,
    TAB = 9,
    LINE_FEED = 10,
    RETURN = 13,
    CANCEL = 0x18,
    SUBSTITUTE = 0x1A,
    ESC = 0x1B,
    DEL = 0x7F,
    PARAMETER_MAX = 9999,
    PASTE_BEGIN = 200,
    PASTE_END = 201,
};

void key_decoder_init(struct key_decoder *decoder)
{
    *decoder = (struct key_decoder){.state = GROUND};
}

// Ends whatever was being read; the paste goes on.
static void to_ground(struct key_decoder *decoder)
{
    *decoder = (struct key_decoder){.state = GROUND, .pasting = decoder->pasting};
}

// In a paste nothing but text is meant.
static bool give_press(const struct key_decoder *decoder, enum press press, int number,
                       struct key *key)
{
    *key = (struct key){.press = decoder->pasting ? PRESS_IGNORED : press};
    if (key->press == PRESS_FUNCTION) {
        key->number = (uint8_t)number;
    }
    return true;
}

static bool give_text(const struct key_decoder *decoder, uint32_t code_point, struct key *key)
{
    *key = (struct key){.press = PRESS_TEXT, .pasted = decoder->pasting, .code_point = code_point};
    key->length = (uint8_t)text_encode(code_point, key->text);
    return true;
}

static bool end_press(struct key_decoder *decoder, enum press press, int number, struct key *key)
{
    to_ground(decoder);
    return give_press(decoder, press, number, key);
}

static bool end_ignored(struct key_decoder *decoder, struct key *key)
{
    return end_press(decoder, PRESS_IGNORED, 0, key);
}

static bool feed_control(const struct key_decoder *decoder, unsigned char byte, struct key *key)
{
    if (decoder->pasting) {
        if (byte == RETURN || byte == LINE_FEED) {
            return give_text(decoder, '\n', key);
        }
        return byte == TAB && give_text(decoder, '\t', key);
    }
    switch (byte) {
    case BACKSPACE:
    case DEL:
        return give_press(decoder, PRESS_BACKSPACE, 0, key);
    case TAB:
        return give_press(decoder, PRESS_TAB, 0, key);
    case LINE_FEED:
    case RETURN:
        return give_press(decoder, PRESS_ENTER, 0, key);
    default:
        break;
    }
    give_press(decoder, PRESS_IGNORED, 0, key);
    if (byte >= 1 && byte <= 26) {
        key->press = PRESS_CTRL;
        key->code_point = (uint32_t)('a' + byte - 1);
    }
    return true;
}

static size_t size_of_lead(unsigned char byte)
{
    if (byte >= 0xC2 && byte <= 0xDF) {
        return 2;
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return 3;
    }
    return byte >= 0xF0 && byte <= 0xF4 ? 4 : 0;
}

static bool feed_escape(struct key_decoder *decoder, unsigned char byte, struct key *key);

// A whole character has been read.
static bool end_character(struct key_decoder *decoder, struct key *key)
{
    uint32_t code_point = 0;
    size_t size = text_decode(decoder->bytes, decoder->length, &code_point);
    bool swallow = decoder->swallow;
    to_ground(decoder);
    if (swallow) {
        return give_press(decoder, PRESS_IGNORED, 0, key);
    }
    if (size == 0) {
        return false;
    }
    if (code_point >= 0x80 && code_point <= 0x9F) {
        // The second set of controls stands for ESC and a letter, also when spelled in UTF-8.
        decoder->state = ESCAPE;
        return feed_escape(decoder, (unsigned char)(code_point - 0x40), key);
    }
    if (text_forbidden(code_point)) {
        return give_press(decoder, PRESS_IGNORED, 0, key);
    }
    return give_text(decoder, code_point, key);
}

static bool feed_ground(struct key_decoder *decoder, unsigned char byte, struct key *key)
{
    if (decoder->length > 0) {
        if ((byte & 0xC0) == 0x80) {
            decoder->bytes[decoder->length++] = (char)byte;
            return decoder->length == decoder->want && end_character(decoder, key);
        }
        to_ground(decoder); // the rest never came: dropped
    }
    if (byte == ESC) {
        decoder->state = ESCAPE;
        return false;
    }
    if (byte < ' ' || byte == DEL) {
        return feed_control(decoder, byte, key);
    }
    if (byte < 0x80) {
        return give_text(decoder, byte, key);
    }
    decoder->want = (uint8_t)size_of_lead(byte);
    if (decoder->want > 0) {
        decoder->bytes[0] = (char)byte;
        decoder->length = 1;
    }
    return false;
}

static bool feed_escape(struct key_decoder *decoder, unsigned char byte, struct key *key)
{
    switch (byte) {
    case ESC: // Esc twice, or Alt with what follows: silence will tell
        decoder->doubled = true;
        return false;
    case '[':
        decoder->state = CSI;
        return false;
    case 'O':
        decoder->state = SS3;
        return false;
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_':
        decoder->state = STRING;
        return false;
    default:
        break;
    }
    if (byte >= ' ' && byte <= '/') {
        decoder->state = INTERMEDIATE;
        return false;
    }
    if (byte >= 0x80) { // Alt with a letter that is not ASCII
        to_ground(decoder);
        decoder->want = (uint8_t)size_of_lead(byte);
        if (decoder->want == 0) {
            return give_press(decoder, PRESS_IGNORED, 0, key);
        }
        decoder->swallow = true;
        decoder->bytes[0] = (char)byte;
        decoder->length = 1;
        return false;
    }
    return end_ignored(decoder, key); // Alt with a letter, Alt-Enter
}

static bool feed_intermediate(struct key_decoder *decoder, unsigned char byte, struct key *key)
{
    if (byte >= ' ' && byte <= '/') {
        return false;
    }
    if (byte == ESC) {
        decoder->state = ESCAPE;
        return give_press(decoder, PRESS_IGNORED, 0, key);
    }
    return end_ignored(decoder, key);
}

struct known {
    int code; // the final byte, or the number before '~'
    enum press press;
    int number;
};

static const struct known finals[] = {
    {'A', PRESS_UP, 0},        {'B', PRESS_DOWN, 0},     {'C', PRESS_RIGHT, 0},
    {'D', PRESS_LEFT, 0},      {'H', PRESS_HOME, 0},     {'F', PRESS_END, 0},
    {'Z', PRESS_SHIFT_TAB, 0}, {'P', PRESS_FUNCTION, 1}, {'Q', PRESS_FUNCTION, 2},
    {'R', PRESS_FUNCTION, 3},  {'S', PRESS_FUNCTION, 4}, {'M', PRESS_ENTER, 0},
    {'I', PRESS_TAB, 0},
};

static const struct known numbered[] = {
    {1, PRESS_HOME, 0},       {3, PRESS_DELETE, 0},     {4, PRESS_END, 0},
    {5, PRESS_PAGE_UP, 0},    {6, PRESS_PAGE_DOWN, 0},  {7, PRESS_HOME, 0},
    {8, PRESS_END, 0},        {11, PRESS_FUNCTION, 1},  {12, PRESS_FUNCTION, 2},
    {13, PRESS_FUNCTION, 3},  {14, PRESS_FUNCTION, 4},  {15, PRESS_FUNCTION, 5},
    {17, PRESS_FUNCTION, 6},  {18, PRESS_FUNCTION, 7},  {19, PRESS_FUNCTION, 8},
    {20, PRESS_FUNCTION, 9},  {21, PRESS_FUNCTION, 10}, {23, PRESS_FUNCTION, 11},
    {24, PRESS_FUNCTION, 12},
};

static struct known find_known(const struct known *table, size_t count, int code)
{
    for (size_t i = 0; i < count; i++) {
        if (table[i].code == code) {
            return table[i];
        }
    }
    return (struct known){0, PRESS_IGNORED, 0};
}

#define FIND(table, code) find_known((table), sizeof(table) / sizeof((table)[0]), (code))

static bool end_csi(struct key_decoder *decoder, unsigned char final, struct key *key)
{
    int first = decoder->parameters[0];
    bool strange = decoder->strange;
    bool doubled = decoder->doubled;
    bool plain = decoder->parameter == 0 && first == 0;
    if (final == 'M' && plain && !strange) {
        to_ground(decoder);
        decoder->state = SKIP;
        decoder->skip = 3;
        return false;
    }
    to_ground(decoder);
    if (strange) {
        return give_press(decoder, PRESS_IGNORED, 0, key);
    }
    if (final == '~') {
        if (first == PASTE_BEGIN || first == PASTE_END) {
            decoder->pasting = first == PASTE_BEGIN;
            return give_press(decoder, PRESS_IGNORED, 0, key);
        }
        struct known known = FIND(numbered, first);
        return give_press(decoder, doubled ? PRESS_IGNORED : known.press, known.number, key);
    }
    // A first number other than 1 makes it a report (of the cursor's place, say), not a key.
    struct known known = FIND(finals, final);
    bool is_key = first <= 1 && final != 'M' && final != 'I' && !doubled;
    return give_press(decoder, is_key ? known.press : PRESS_IGNORED, known.number, key);
}

static bool feed_csi(struct key_decoder *decoder, unsigned char byte, struct key *key)
{
    enum { PARAMETERS = sizeof(decoder->parameters) / sizeof(decoder->parameters[0]) };
    if (byte >= '0' && byte <= '9') {
        if (decoder->parameter < PARAMETERS) {
            int *value = &decoder->parameters[decoder->parameter];
            int longer = *value * 10 + (byte - '0');
            *value = longer > PARAMETER_MAX ? PARAMETER_MAX : longer;
        }
        return false;
    }
    if (byte == ';') {
        decoder->parameter += decoder->parameter < PARAMETERS ? 1 : 0;
        return false;
    }
    if (byte >= ' ' && byte <= '?') {
        decoder->strange = true;
        return false;
    }
    if (byte == ESC) {
        to_ground(decoder);
        decoder->state = ESCAPE;
        return give_press(decoder, PRESS_IGNORED, 0, key);
    }
    if (byte == '[' && decoder->parameter == 0 && decoder->parameters[0] == 0 &&
        !decoder->strange) {
        decoder->state = CSI_LINUX;
        return false;
    }
    if (byte >= '@' && byte <= '~') {
        return end_csi(decoder, byte, key);
    }
    return end_ignored(decoder, key);
}

static bool feed_csi_linux(struct key_decoder *decoder, unsigned char byte, struct key *key)
{
    if (byte >= 'A' && byte <= 'E' && !decoder->doubled) {
        return end_press(decoder, PRESS_FUNCTION, byte - 'A' + 1, key);
    }
    return end_ignored(decoder, key);
}

// The digits and signs of a numeric keypad in its application mode.
static unsigned char keypad_character(unsigned char final)
{
    if (final >= 'p' && final <= 'y') {
        return (unsigned char)('0' + (final - 'p'));
    }
    static const char signs[] = "*+,-./"; // j to o
    if (final >= 'j' && final <= 'o') {
        return (unsigned char)signs[final - 'j'];
    }
    return final == 'X' ? '=' : 0;
}

static bool feed_ss3(struct key_decoder *decoder, unsigned char byte, struct key *key)
{
    if ((byte >= '0' && byte <= '9') || byte == ';') {
        return false; // a modifier, as old xterms send it
    }
    if (byte == ESC) {
        decoder->state = ESCAPE;
        return give_press(decoder, PRESS_IGNORED, 0, key);
    }
    bool doubled = decoder->doubled;
    to_ground(decoder);
    if (doubled) {
        return give_press(decoder, PRESS_IGNORED, 0, key);
    }
    unsigned char character = keypad_character(byte);
    if (character != 0 && !decoder->pasting) {
        return give_text(decoder, character, key);
    }
    struct known known = FIND(finals, byte);
    return give_press(decoder, known.press, known.number, key);
}

static bool feed_string(struct key_decoder *decoder, unsigned char byte, struct key *key)
{
    if (byte == ESC) {
        decoder->state = STRING_ESCAPE;
        return false;
    }
    return (byte == BEL || byte == CANCEL || byte == SUBSTITUTE) && end_ignored(decoder, key);
}

static bool feed_string_escape(struct key_decoder *decoder, unsigned char byte, struct key *key)
{
    if (byte == '\\') {
        return end_ignored(decoder, key);
    }
    // Not its end: a new sequence has cut the string off.
    decoder->state = ESCAPE;
    return feed_escape(decoder, byte, key);
}

bool key_feed(struct key_decoder *decoder, unsigned char byte, struct key *key)
{
    switch ((enum state)decoder->state) {
    case GROUND:
        return feed_ground(decoder, byte, key);
    case ESCAPE:
        return feed_escape(decoder, byte, key);
    case INTERMEDIATE:
        return feed_intermediate(decoder, byte, key);
    case CSI:
        return feed_csi(decoder, byte, key);
    case CSI_LINUX:
        return feed_csi_linux(decoder, byte, key);
    case SS3:
        return feed_ss3(decoder, byte, key);
    case STRING:
        return feed_string(decoder, byte, key);
    case STRING_ESCAPE:
        return feed_string_escape(decoder, byte, key);
    case SKIP:
        decoder->skip--;
        return decoder->skip == 0 && end_ignored(decoder, key);
    }
    return false;
}

bool key_feed_press(struct key_decoder *decoder, enum press press, int number, struct key *key)
{
    // Behind an ESC it is Alt with that key: one key that means nothing.
    bool alone = decoder->state == GROUND;
    to_ground(decoder);
    return give_press(decoder, alone ? press : PRESS_IGNORED, number, key);
}

int key_wait(const struct key_decoder *decoder)
{
    if (decoder->pasting) {
        return KEY_WAIT_PASTE;
    }
    return decoder->state == GROUND ? -1 : KEY_WAIT_SEQUENCE;
}

bool key_escape_waits(const struct key_decoder *decoder)
{
    return decoder->state == ESCAPE && !decoder->pasting;
}

bool key_timeout(struct key_decoder *decoder, struct key *key)
{
    bool escape = key_escape_waits(decoder);
    bool waited = key_wait(decoder) >= 0;
    bool again = escape && decoder->doubled;
    if (waited) {
        key_decoder_init(decoder);
    }
    if (again) {
        decoder->state = ESCAPE; // the second of two
    }
    return waited && give_press(decoder, escape ? PRESS_ESCAPE : PRESS_IGNORED, 0, key);
}

int key_digit(const struct key *key)
{
    return key->press == PRESS_TEXT && !key->pasted ? text_digit(key->code_point) : -1;
}

static uint32_t lower(uint32_t code_point)
{
    return code_point >= 'A' && code_point <= 'Z' ? code_point + ('a' - 'A') : code_point;
}

bool key_is(const struct key *key, char letter)
{
    return key->press == PRESS_TEXT && !key->pasted &&
           lower(key->code_point) == lower((unsigned char)letter);
}

bool key_is_ctrl(const struct key *key, char letter)
{
    return key->press == PRESS_CTRL && key->code_point == lower((unsigned char)letter);
}

bool key_is_function(const struct key *key, int number)
{
    return key->press == PRESS_FUNCTION && key->number == number;
}
