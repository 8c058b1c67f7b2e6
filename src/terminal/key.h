#ifndef TERMINAL_KEY_H
#define TERMINAL_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// From bytes to keys. Pure: no terminal, no clock. Text is UTF-8 decoded here; bytes that are not
// valid are dropped. An escape sequence is one key, known or not: its letters never act (a pasted
// sequence, a mouse left switched on, a terminal's late report).

// Not KEY_...: curses has macros of those names.
enum press {
    PRESS_IGNORED, // an unknown sequence: someone is there, but nothing is meant
    PRESS_TEXT,    // one code point; letters as commands are for the face to decide
    PRESS_ENTER,
    PRESS_ESCAPE,
    PRESS_TAB,
    PRESS_SHIFT_TAB,
    PRESS_BACKSPACE,
    PRESS_DELETE,
    PRESS_UP,
    PRESS_DOWN,
    PRESS_LEFT,
    PRESS_RIGHT,
    PRESS_HOME,
    PRESS_END,
    PRESS_PAGE_UP,
    PRESS_PAGE_DOWN,
    PRESS_FUNCTION, // F1 to F12: `number`
    PRESS_CTRL,     // Ctrl with a letter: `code_point` is 'a' to 'z'
};

struct key {
    enum press press;
    // PRESS_TEXT: part of a bracketed paste. May hold '\n' and '\t' then. A paste is for fields
    // only.
    bool pasted;
    uint8_t number;      // PRESS_FUNCTION
    uint8_t length;      // PRESS_TEXT: bytes in `text`
    uint32_t code_point; // PRESS_TEXT, PRESS_CTRL
    char text[4];        // PRESS_TEXT: UTF-8, no NUL
};

// 0 to 9 for a typed (not pasted) digit of any script, else -1.
int key_digit(const struct key *key);
// A typed (not pasted) letter or sign, ASCII letters in either case: key_is(key, 'h'), key_is(key,
// ' ').
bool key_is(const struct key *key, char letter);
bool key_is_ctrl(const struct key *key, char letter); // 'a' to 'z'
bool key_is_function(const struct key *key, int number);

struct key_decoder {
    int state;            // where in a sequence
    int parameters[2];    // of a CSI sequence
    int parameter;        // index of the current one
    bool strange;         // the sequence is of a kind we never know
    bool pasting;         // between the marks of a bracketed paste
    bool doubled;         // a second ESC came right behind the first
    bool swallow;         // the character being read belongs to an escape
    uint8_t skip;         // bytes still to swallow (old mouse report)
    uint8_t length, want; // bytes of an unfinished character, bytes it needs
    char bytes[4];
};

void key_decoder_init(struct key_decoder *decoder);
// Takes one byte; true when it completes a key, which is then in `key`.
bool key_feed(struct key_decoder *decoder, unsigned char byte, struct key *key);
// Takes a key the terminal library has recognised already (any press without text).
bool key_feed_press(struct key_decoder *decoder, enum press press, int number, struct key *key);

enum {
    KEY_WAIT_SEQUENCE = 25, // ms: an ESC with nothing behind it is the Esc key
    KEY_WAIT_PASTE = 500,   // ms: a paste that has not ended by then has lost its end
};

// How many ms of silence settle what was read so far; -1 when nothing waits.
int key_wait(const struct key_decoder *decoder);
// True when only an ESC is waiting.
bool key_escape_waits(const struct key_decoder *decoder);
// That silence has passed. True when it completes a key.
bool key_timeout(struct key_decoder *decoder, struct key *key);

#endif
