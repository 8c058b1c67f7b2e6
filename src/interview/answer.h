#ifndef INTERVIEW_ANSWER_H
#define INTERVIEW_ANSWER_H

#include "form/form.h"

// What was said to one question. Owns its text and its set.
enum answer_kind { ANSWER_NONE, ANSWER_VALUE, ANSWER_SILENCE };

// What is known of one chosen region or option beyond that it was chosen.
struct answer_mark {
    uint16_t option;
    int8_t intensity; // 0 to 10; -1: not said
    uint8_t kind;     // index into the item's kinds; 255: not said
};

struct answer_set {
    uint64_t chosen[VALUE_SET_WORDS];
    struct answer_mark *marks; // owned; only for regions of which more is known
    uint32_t mark_count;
};

struct answer {
    uint8_t kind;    // enum answer_kind
    uint8_t silence; // enum silence, when ANSWER_SILENCE
    uint8_t unit;    // quantity: index of the unit it was given in
    bool is_set;     // `set` is in use: answer_empty_set sets it
    union {
        decimal number; // numbers; quantity: as given, in `unit`
        uint32_t code;  // yesno, one, single body: option
        struct date date;
        int minutes;            // time
        struct answer_set *set; // many, body: owned
    } as;
    char *
        text; // owned: text, longtext, agree; or what was said to an option with `other`; else NULL
};

void answer_clear(struct answer *answer); // frees what it owns; becomes ANSWER_NONE
// A deep copy into *to (which is overwritten, not cleared).
void answer_copy(struct answer *to, const struct answer *from);
bool answer_equal(const struct form_item *item, const struct answer *a, const struct answer *b);

// Constructors. Texts are copied.
struct answer answer_silence(enum silence silence);
struct answer answer_number(decimal number);
struct answer answer_code(uint32_t option);
struct answer answer_text(const char *text, size_t length);
struct answer answer_date(struct date date);
struct answer answer_time(int minutes);
struct answer answer_empty_set(void);
// Chooses or leaves an option of a set, with what its exclusiveness demands: choosing an exclusive
// one clears the others, choosing another clears an exclusive one. Returns how many other marks
// were cleared.
uint32_t answer_choose(struct answer *answer, const struct form_options *options, uint32_t option,
                       bool on);
// The mark of a region, or NULL; `make` adds one. Marks stand in rising order of option.
struct answer_mark *answer_mark(struct answer *answer, uint32_t option, bool make);
// A silence as the item takes it: the option that stands for it, where there is one, else the
// silence itself. For every face and for batch.
struct answer answer_for_silence(const struct form_item *item, enum silence silence);
// True if a chosen option asks "please say", so that the text counts.
bool answer_has_other(const struct form_item *item, const struct answer *answer);
// The answer as it will be kept: a silence becomes the option that stands for it, nothing said is a
// question passed over, a text without its option is dropped. Owned by the caller.
struct answer answer_plain(const struct form_item *item, const struct answer *given);

#endif
