#ifndef FORM_FORM_H
#define FORM_FORM_H

#include "base/arena.h"
#include "base/intern.h"
#include "form/expr.h"
#include "form/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A form as data: everything the files say, resolved to indices, immutable once loaded. One arena
// holds it all. The loader fills it; every other room only reads it.

enum item_type {
    ITEM_NOTE,
    ITEM_YESNO,
    ITEM_ONE,
    ITEM_MANY,
    ITEM_TEXT,
    ITEM_LONGTEXT,
    ITEM_INTEGER,
    ITEM_DECIMAL,
    ITEM_QUANTITY,
    ITEM_SCALE,
    ITEM_DATE,
    ITEM_TIME,
    ITEM_BODY,
    ITEM_GROUP,
    ITEM_REPEAT,
    ITEM_AGREE,
    ITEM_VALUE, // calculated, in a section or not
    ITEM_SCORE, // a score, readable by name like a value
    ITEM_TYPES,
};

// "note", "yesno" ... as authors write them.
const char *item_type_name(enum item_type type);
// ITEM_TYPES if there is no such type (scores are not written as items).
enum item_type item_type_from_name(const char *name);

struct form_code {
    const char *system, *code, *display;
};

struct form_carry {
    const char *name, *value;
};

struct form_option {
    const char *code;
    const char *text;
    bool exclusive;  // clears the others
    bool other;      // "please say"
    bool all;        // body: stands for every region
    uint8_t silence; // enum silence it stands for, or SILENCE_NOT
    bool weighted;
    decimal weight;
    const struct form_code *codes;
    uint32_t code_count;
    uint32_t line;
};

// A list of options, shared by every question that offers the same (the regions of the chart).
// Codes of two questions may be compared only if they share the list.
struct form_options {
    const struct form_option *list;
    uint32_t count;
    struct intern by_code;
    struct value_set silences; // `chosen`: those that stand for a silence
    bool has_all;
    uint32_t all; // index of the option that stands for all
};

struct form_unit {
    const char *code, *text;
    decimal factor; // times this gives the first unit
};

struct form_check {
    struct expr ok;
    const char *text;
    bool warn; // may be confirmed; else it stops
    uint32_t line;
};

// Bits of date precisions accepted: 1u << enum date_precision.
typedef uint8_t date_precisions;

// A day that a date must not pass: a literal, or the interview's date.
struct form_day {
    bool set, today;
    day_number day;
};

#define FORM_NO_ITEM UINT32_MAX

// First what other items ask of it: those who look through all items touch little of each.
struct form_item {
    const char *id;
    const char *file;
    uint32_t line;
    enum item_type type;
    enum value_type value_type; // how expressions see it

    uint32_t section;    // index, or UINT32_MAX for `values` and scores
    uint32_t parent;     // group or repeat it stands in, or FORM_NO_ITEM
    uint32_t repeat;     // the repeat around it (or itself, if it is one), or FORM_NO_ITEM
    uint32_t next;       // index just past its last descendant
    uint32_t instrument; // index, or UINT32_MAX
    uint32_t cell;       // its cell; inside a repeat the first of as many as entries it may have
    uint32_t cells;      // 1, or the repeat's maximum of entries

    const struct expr *ask_if;          // NULL: always
    const struct expr *value;           // ITEM_VALUE
    const struct form_options *options; // yesno, one, many, body
    uint32_t among;                     // item whose choices limit these, or FORM_NO_ITEM
    uint32_t score;                     // ITEM_SCORE: index into scores

    bool required, safety, private_;
    bool offer_dont_know, offer_declined; // beside the options, from `silences`
    bool carried;                         // the clinic may give its answer, from an earlier visit
    bool single;                          // body: one region
    bool copy;                            // note: goes on the patient's copy too
    bool intensity;                       // body: each region has an intensity 0 to 10
    bool has_min, has_max;
    uint8_t places; // decimal, quantity
    date_precisions precisions;
    decimal min, max; // numbers; graphemes of a text; picks of a set; entries of a repeat
    struct form_day min_day, max_day;

    const char *text, *hint, *help, *why; // hint, help, why may be NULL
    const char *label;                    // `short`, else text
    const char *start;                    // or NULL
    const struct form_check *checks;
    uint32_t check_count;
    uint32_t page_count;
    const char *const *pages; // ITEM_NOTE
    const struct form_code *codes;
    uint32_t code_count;
    uint32_t carry_count;
    const struct form_carry *carries;

    const struct form_options *kinds; // body: kinds of pain, or NULL
    const struct form_unit *units;    // quantity
    uint32_t unit_count;
    uint32_t label_count;
    const char *const *labels;   // scale steps, or NULL
    const char *low, *high;      // scale ends
    const char *const *suggests; // text
    uint32_t suggest_count;
    const char *entry_name; // repeat: what one entry is called
};

struct form_section {
    const char *id, *title;
    uint32_t first, next; // items [first, next)
    struct expr ask_if;
    uint32_t line;
};

struct form_band {
    decimal up_to; // inclusive
    const char *code, *text;
};

struct form_change {
    bool percent; // else points
    bool each;    // of each rating of what the patient named, not of the score
    decimal amount;
    const char *text, *source;
};

struct form_score_note {
    struct expr when;
    const char *text;
};

enum score_method { SCORE_SUM, SCORE_MEAN, SCORE_COUNT };

struct form_score {
    uint32_t item; // its ITEM_SCORE
    const char *title;
    enum score_method method;
    const uint32_t *items;
    uint32_t item_count;
    const uint32_t *needs; // all of these must be answered; none: any one of the items
    uint32_t need_count;
    uint8_t places;
    bool has_range, higher_is_better, has_better;
    decimal min, max;
    const struct form_band *bands;
    uint32_t band_count;
    const struct form_score_note *notes;
    uint32_t note_count;
    const struct form_change *changes;
    uint32_t change_count;
    uint32_t line;
};

struct form_instrument {
    const char *id, *version, *title, *language, *licence, *copyright, *notice, *source, *file;
};

struct form_language {
    const char *code, *name;
    const char *const *fallback;
    uint32_t fallback_count;
    uint32_t line;
};

struct form_setting {
    const char *id, *text;
};

// One line of the therapist's page: a label and the answers that stand behind it.
enum form_page_part {
    PAGE_WHO,
    PAGE_PROBLEM,
    PAGE_GOALS,
    PAGE_HEALTH,
    PAGE_NEEDLES,
    PAGE_PARTS,
};

struct form_page {
    enum form_page_part part;
    const char *label;
    bool named; // each answer with its own label before it
    const uint32_t *items;
    uint32_t item_count;
    uint32_t line;
};

struct form_fixed {
    const char *id, *text;
};

struct form {
    struct arena arena;
    const char *folder; // as named on the command line
    const char *id, *version, *title, *language, *rules, *copyright, *licence, *notice;
    const char *visit;   // what a queue calls a visit on this form: "first"; else the title
    uint32_t words;      // reading budget
    uint32_t rules_line; // of form.cfg, where `rules` is named; 0: not known
    // Items, or FORM_NO_ITEM: whose name and birth stand on a queue, and whose 'no' means that the
    // answers are seen today only.
    uint32_t patient, born, keep;

    struct form_item
        *items; // sections' items in order (pre-order through groups), then values, then scores
    uint32_t item_count;
    uint32_t asked_end; // items [0, asked_end) stand in sections
    uint32_t cell_count;
    struct intern by_id;
    const struct form_section *sections;
    uint32_t section_count;
    const struct form_score *scores;
    uint32_t score_count;
    const struct form_instrument *instruments;
    uint32_t instrument_count;
    const struct form_language *languages;
    uint32_t language_count;
    const struct form_setting *settings;
    uint32_t setting_count;
    const struct form_fixed *fixed;
    uint32_t fixed_count;
    const struct form_page *pages; // lines of the therapist's page, in the form's order
    uint32_t page_count;
    const struct body *body; // or NULL
    struct depend *depend;   // who reads whom; made by depend_build after loading
    uint8_t hash[32];        // of all the form's files in order of reading; zero until set
};

// Index of the item, value or score called `id`, or FORM_NO_ITEM.
uint32_t form_find(const struct form *form, const char *id);
// Index of a setting, or UINT32_MAX.
uint32_t form_setting(const struct form *form, const char *id);
// A fixed text, or NULL.
const char *form_fixed(const struct form *form, const char *id);
// Index of an option by code, or UINT32_MAX.
uint32_t form_option(const struct form_options *options, const char *code);
uint32_t form_option_slice(const struct form_options *options, const char *code, size_t length);
// True for what is asked and counted: not notes, groups, repeats, values, scores.
bool form_is_question(const struct form_item *item);
// Frees the arena, the tables and the form itself (which came from malloc). NULL is allowed.
void form_free(struct form *form);

#endif
