#ifndef SCREENING_RULES_H
#define SCREENING_RULES_H

#include "form/form.h"

enum rule_class {
    RULE_URGENT,
    RULE_SAME_DAY,
    RULE_ABSOLUTE,
    RULE_RELATIVE,
    RULE_PRECAUTION,
    RULE_YELLOW,
    RULE_PRACTICAL,
    RULE_CLASSES,
};

// "urgent" ... "practical"; RULE_CLASSES if there is no such class.
const char *rule_class_name(enum rule_class class);
enum rule_class rule_class_from_name(const char *name);

struct rule_source {
    const char *id, *text;
    const char *name;    // short, for beside a finding; or NULL
    const char *address; // or NULL
};

struct rule_tell {
    const char *id, *text;
};

struct rule {
    const char *id;
    enum rule_class class;     // in force
    enum rule_class published; // in the rules file
    struct expr when;
    const char *therapist, *todo; // todo may be NULL
    uint32_t tell;                // index, or UINT32_MAX: nothing is said
    const uint32_t *sources;
    uint32_t source_count;
    const char *evidence; // "V", "V2", "P", "U" or NULL
    bool off;             // the clinic does not use it
    uint32_t change;      // index of the clinic's change, or UINT32_MAX
    uint32_t line;
};

struct rule_change {
    uint32_t rule;
    const char *reason, *name, *date;
    uint32_t line;
};

// A rule in force, as screening comes to it.
struct rule_step {
    const struct expr *when;
    uint32_t rule;
    enum rule_class class;
};

// The rules of one form; immutable once loaded.
struct rules {
    struct arena arena;
    const char *file, *version, *form_id;
    struct rule *list; // in the order of the file
    uint32_t count;
    // The rules in force, the gravest class first, within a class as in the file: fired() asks for
    // graver classes only, so that it finds them settled. The first `urgent_count` are the urgent.
    struct rule_step *steps;
    uint32_t step_count, urgent_count;
    const struct circuit *circuit; // of the steps
    struct intern by_id;
    const struct rule_source *sources;
    uint32_t source_count;
    const struct rule_tell *tells;
    uint32_t tell_count;
    const struct rule_change *changes;
    uint32_t change_count;
};

// Once `list` is complete: puts it in order (`steps`) and builds the circuit, for answers to
// `form`. Into the rules' arena.
void rules_settle(struct rules *rules, const struct form *form);
void rules_free(struct rules *rules);

#endif
