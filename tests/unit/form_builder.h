#ifndef TESTS_FORM_BUILDER_H
#define TESTS_FORM_BUILDER_H

#include "form/depend.h"
#include "form/form.h"

// Small forms without files, for tests. Questions come first, then values and scores; conditions
// may name what comes later, because all of them are compiled by builder_finish.
struct builder {
    struct form *form;
    struct issues issues;
    uint32_t capacity;
    uint32_t group; // the group or repeat that is open, or FORM_NO_ITEM
    struct builder_later *later;
    uint32_t later_count, later_capacity;
};

enum { BUILDER_ENTRIES = 4 }; // of each repeat

void builder_init(struct builder *builder, uint32_t capacity);
void builder_clear(struct builder *builder);

// One section is there from the beginning; this starts the next.
void builder_section(struct builder *builder, const char *id, const char *ask_if);
uint32_t builder_item(struct builder *builder, const char *id, enum item_type type);
// "left right not_sure? secret! none^ all_over* bad=2": codes; `?` dont-know, `!` declined,
// `^` exclusive, `*` stands for all, `=` weight.
uint32_t builder_choice(struct builder *builder, const char *id, enum item_type type,
                        const char *options);
// Offers the same list as another question.
uint32_t builder_same(struct builder *builder, const char *id, enum item_type type, uint32_t other);
uint32_t builder_number(struct builder *builder, const char *id, enum item_type type, int least,
                        int most);
uint32_t builder_open(struct builder *builder, const char *id, enum item_type type);
void builder_close(struct builder *builder);
void builder_ask_if(struct builder *builder, uint32_t item, const char *source);
uint32_t builder_value(struct builder *builder, const char *id, enum value_type type,
                       const char *source);
// `items` and `needs`: ids with spaces between; `needs` NULL: all.
uint32_t builder_score(struct builder *builder, const char *id, enum score_method method,
                       const char *items, const char *needs);
void builder_setting(struct builder *builder, const char *id);
// Compiles everything and builds the dependencies. Returns what depend_build returned, or -1 if an
// expression was wrong; issues are in builder->issues.
int builder_finish(struct builder *builder);

// Compiles one expression against the form.
int builder_compile(struct builder *builder, const char *source, bool in_rule, uint32_t repeat,
                    enum value_type wanted, struct arena *arena, struct expr *out);

// The silence of this name; SILENCE_NOT if there is none.
enum silence builder_silence(const char *name);

// The form that tests/cases/expr speaks of; see the README there.
void builder_case_form(struct builder *builder);

#endif
