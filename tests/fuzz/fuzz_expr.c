// Any bytes as an expression over a fixed form: either an error is reported, or the program prints,
// compiles again, prints the same, and comes out the same in every state tried. When the interview
// has ended a condition has one outcome, and what was open before left room for it.
//
// The first byte says where the expression stands; the rest is its text.

#include "../unit/expr_print.h"
#include "../unit/form_bindings.h"

#include "base/ensure.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const states[] = {
    "",
    "n=5; m=3; x=2.5; side=left; side2=left; ok=yes; severity=bad; areas={head neck}; "
    "areas2={neck}; worst=head; where={knee_l}; moods={low}; d=1980-05-17; e=1990; t='abc'; "
    "u='abc'; clock=800; inside=yes; flag=T; flag2=F; calc=4; pain_score=4.5; meds=2; "
    "drug='a','bc'; dose=3,7; strong=yes,no; kinds={tablet},{drops patch}; unsure=2; "
    "setting.ask_chaperone=on; fired.urgent=T",
    "n=?; m=0; x=-1..1; side=not_sure; side2=right; ok=?declined; severity=odd; areas={not_sure}; "
    "areas2=?; worst=not_sure; where={all_over}; moods={not_sure}; d=1980; e=?; t=''; u=?; "
    "clock=?; inside=-; flag=U; flag2=?; calc=?; pain_score=-; meds=2?; drug=?,-; dose=?,5; "
    "strong=-,yes; kinds=?,{}; today=?",
    "n=~; m=3; x=~; side=~; side2=left; ok=~; severity=~; areas=~; areas2={head}; worst=~; "
    "where=~; moods=~; d=~; e=1990; t=~; u='abc'; clock=~; inside=~; flag=FT; flag2=~; calc=~; "
    "pain_score=~; meds=1~; drug=~; dose=~; strong=~; kinds=~; unsure=1+; fired.urgent=FT",
};

enum { STATES = sizeof(states) / sizeof(states[0]) };

static struct builder *form_once(void)
{
    static struct builder builder;
    static bool built;
    if (!built) {
        builder_case_form(&builder);
        ensure(builder_finish(&builder) == 0);
        built = true;
    }
    return &builder;
}

static void count_item(void *context, uint32_t item, uint32_t entry)
{
    struct bindings *given = context;
    ensure(item < given->form->item_count && entry < BUILDER_ENTRIES);
}

static void compare(struct bindings *given, const struct expr *expr, const struct expr *again)
{
    const char *one = bindings_print(given, expr, expr_value(expr, &given->env));
    const char *other = bindings_print(given, again, expr_value(again, &given->env));
    ensure(strcmp(one, other) == 0);
    expr_why(expr, &given->env, count_item, given);
}

static void evaluate(const struct form *form, const struct expr *expr, const struct expr *again,
                     const char *state)
{
    struct bindings given;
    bindings_init(&given, form);
    ensure(bindings_read(&given, state));
    given.env.entry = 1;
    compare(&given, expr, again);
    if (expr->type == VALUE_TRUTH) {
        truth open = expr_truth(expr, &given.env);
        given.env.ended = true;
        truth settled = expr_truth(expr, &given.env);
        // A class of rules may be open even then.
        ensure((settled & (settled - 1)) == 0 || expr->fired != 0);
        ensure(open != 0 && settled != 0);
    }
    given.env.ended = true;
    compare(&given, expr, again);
    bindings_clear(&given);
}

static void run(struct builder *builder, const char *source, bool in_rule, uint32_t repeat)
{
    struct arena arena;
    struct expr expr, again;
    arena_init(&arena);
    issues_clear(&builder->issues);
    int status = builder_compile(builder, source, in_rule, repeat, VALUE_NONE, &arena, &expr);
    ensure((status != 0) == (builder->issues.errors > 0));
    // What is written without spaces may be longer than an expression may be once it has them.
    char *printed = status == 0 ? expr_print(&expr, builder->form, &arena) : NULL;
    if (printed != NULL && strlen(printed) <= LIMIT_EXPRESSION) {
        ensure(builder_compile(builder, printed, in_rule, repeat, VALUE_NONE, &arena, &again) == 0);
        ensure(again.node_count == expr.node_count && again.read_count == expr.read_count);
        ensure(strcmp(expr_print(&again, builder->form, &arena), printed) == 0);
        for (int i = 0; i < STATES; i++) {
            evaluate(builder->form, &expr, &again, states[i]);
        }
    }
    arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) {
        return 0;
    }
    struct builder *builder = form_once();
    char *source = malloc(size);
    ensure(source != NULL);
    memcpy(source, data + 1, size - 1);
    source[size - 1] = '\0';
    bool inside = data[0] & 2;
    run(builder, source, data[0] & 1, inside ? form_find(builder->form, "meds") : FORM_NO_ITEM);
    free(source);
    return 0;
}
