#ifndef FORM_EXPR_H
#define FORM_EXPR_H

#include "base/arena.h"
#include "base/decimal.h"
#include "base/issue.h"
#include "form/value.h"

#include <stdbool.h>
#include <stdint.h>

// One expression of the language described in forms/README.md: parsed once into a compact program,
// checked against the form, evaluated without allocation. The program is the tree itself in prefix
// order: a node, then its parts; a part's sibling follows at once, so `size` is all the structure
// there is.

struct form;

enum expr_op {
    EXPR_NUMBER, // constants
    EXPR_TEXT,
    EXPR_DATE,
    EXPR_CODE,
    EXPR_TRUTH,
    EXPR_NAME, // an item, value or score
    EXPR_AND,  // n parts
    EXPR_OR,
    EXPR_NOT,
    EXPR_EQ, // any two of one type
    EXPR_NE, // only while parsing: `a != b` is `not (a = b)`
    EXPR_LT,
    EXPR_LE,
    EXPR_GT,
    EXPR_GE,
    EXPR_NAME_EQ, // name against a number, the commonest shapes, in one node
    EXPR_NAME_LT,
    EXPR_NAME_LE,
    EXPR_NAME_GT,
    EXPR_NAME_GE,
    EXPR_CODE_IS,  // one choice is one of a mask of codes (also `in`)
    EXPR_HAS,      // a set holds any of a mask of codes (also `has_any`)
    EXPR_HAS_NAME, // a set holds another question's one choice (one part)
    EXPR_IN,       // the first part is among the others, constants
    EXPR_OVERLAPS, // two names of sets
    EXPR_ADD,
    EXPR_SUBTRACT,
    EXPR_MULTIPLY,
    EXPR_DIVIDE,
    EXPR_NEGATE,
    EXPR_ANSWERED,
    EXPR_SILENT,
    EXPR_MAYBE,
    EXPR_SURELY,
    EXPR_FIRED,
    EXPR_UNSURE,
    EXPR_AGE,
    EXPR_TODAY,
    EXPR_DAYS_BETWEEN,
    EXPR_COUNT_SET,     // marks
    EXPR_COUNT_ENTRIES, // entries of a repeat
    EXPR_COUNT,         // entries of a repeat for which a truth holds
    EXPR_SUM,           // over parts, or over a repeat's entries
    EXPR_MEAN,
    EXPR_MIN,
    EXPR_MAX,
    EXPR_ANY,
    EXPR_ALL,
    EXPR_ROUND,
    EXPR_LENGTH,
    EXPR_MATCHES,
    EXPR_WEIGHT,
    EXPR_SETTING,
    EXPR_IF,
};

struct expr_node {
    uint8_t op;       // enum expr_op
    uint8_t type : 4; // enum value_type of the result
    uint8_t here : 1; // a name inside a repeat: the cell of env->entry
    uint8_t over : 1; // an aggregate over the entries of the repeat `item`, not over its parts
    uint16_t size;    // nodes of this part, itself included
    uint32_t slot;    // names: the cell (its item is `item`); EXPR_SETTING: index
    uint32_t operand; // constant: index into the expression's pool (a date: the first of two
                      // numbers), EXPR_CODE: option; EXPR_SILENT: enum silence; EXPR_ANSWERED: 1 in
                      // a rule; EXPR_FIRED: class; EXPR_ROUND: places; EXPR_MATCHES: text
    uint32_t item;    // names: the item's index, else FORM_NO_ITEM
    union {
        // EXPR_NAME_EQ to EXPR_NAME_GE: the numbers that make it true; what decides most rules is
        // one look away.
        struct {
            decimal least, most;
        } numbers;
        uint64_t codes; // EXPR_CODE_IS: the first 64 options of its mask
    } within;
};

struct expr {
    const struct expr_node *nodes; // NULL: there is no expression
    const int64_t *numbers;        // pools of constants: decimals, days
    const struct value_set *masks; // `chosen` only
    const char *const *texts;
    const char *source; // as written; borrowed
    const char *file;
    uint32_t line;
    uint16_t node_count;
    uint8_t type;          // enum value_type of the result
    uint8_t fired;         // classes asked for by fired(): 1u << class
    bool unsure;           // calls unsure()
    bool today;            // depends on the date
    const uint32_t *reads; // items named, ascending, each once
    uint32_t read_count;
};

// Where an expression stands, for parsing and resolving.
struct expr_place {
    const char *file;
    uint32_t line;
    uint32_t repeat;        // inside this repeat (names mean the same entry), or FORM_NO_ITEM
    uint32_t self;          // the item whose check this is, or FORM_NO_ITEM
    bool in_rule;           // fired() is allowed
    const char *what;       // for messages: "ask_if of 'night_pain'"
    enum value_type wanted; // VALUE_NONE: any
    struct arena *scratch;  // emptied and filled by each compilation; NULL: one of its own
};

// Parses and checks `source` against `form` (whose items, options and settings are complete; values
// and scores have their types). Every problem is added to `issues` with place, what was found, what
// was expected and the nearest valid name. Returns 0 and fills *out (memory of `arena`; `source` is
// borrowed as long as *out is used), or -1 with at least one error added.
int expr_compile(const char *source, const struct form *form, const struct expr_place *place,
                 struct arena *arena, struct issues *issues, struct expr *out);

// What evaluation reads. Everything is borrowed. The cell of a repeat itself tells whether its
// entries count: absent (it does not apply: there are none), unknown or pending (there may be more
// than are listed), known.
struct expr_env {
    const struct form *form;
    const struct value *cells; // form->cell_count
    const uint32_t *entries; // entries now, by item index of the repeat; NULL if the form has none
    uint32_t entry;          // which entry names inside a repeat mean
    const uint8_t *settings; // by index of form->settings: 1 = on
    const truth *fired;      // by class; NULL outside rules
    uint32_t unsure;         // unsure()
    bool unsure_open;        // safety questions are still pending
    bool today_known;
    day_number today;
    bool ended; // pending has become not-reached (nothing is open)
    bool open;  // for proofs: answered() of what is pending is open everywhere, not only in rules
};

// Evaluates a truth. Nothing is allocated; depth is bounded by LIMIT_EXPRESSION_DEPTH.
truth expr_truth(const struct expr *expr, const struct expr_env *env);
// Evaluates any type. A set or text in the result is borrowed from the cells.
struct value expr_value(const struct expr *expr, const struct expr_env *env);
// The bounds of an expression of numbers where they are known and simple to say: a name, a
// constant, a sum or difference of these. False: expr_value tells what comes of it.
bool expr_number(const struct expr *expr, const struct expr_env *env, decimal *least,
                 decimal *most);

// Which answers settled the result: found by following only the parts that decided it (every true
// part of a true `or`, every false part of a false `and`; for unknown, the unknown parts). Calls
// `found` for each item read there (an item may come twice), with its entry. Calculated values and
// scores are reported as themselves: the caller follows them.
void expr_why(const struct expr *expr, const struct expr_env *env,
              void (*found)(void *context, uint32_t item, uint32_t entry), void *context);

// Adds to `named` the options of `item` that the expression asks for by name. Returns false if it
// reads the item in any other way too: then all of them matter.
bool expr_options(const struct expr *expr, uint32_t item, uint64_t named[VALUE_SET_WORDS]);

// Is it a word of the language itself (and, has, true ...), which can be no id?
bool expr_keyword(const char *word, size_t length);

// Names of the rule classes for fired(): fixed by DESIGN. "urgent" ... "practical"; index is enum
// rule_class of screening.
enum { EXPR_CLASSES = 7 };
extern const char *const expr_class_names[EXPR_CLASSES];

#endif
