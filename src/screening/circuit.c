// One pass, batch by batch: the tests of one kind after the other, the gates, the verdicts. Nothing
// here jumps on which way a comparison comes out.
#include "screening/circuit_parts.h"

#include <string.h>

struct signals {
    uint64_t yes, no;
};

// Says one signal: what holds of a known value; of one that does not apply, nothing does.
static inline void say(struct signals *signals, uint32_t signal, const struct value *value, int yes,
                       int no)
{
    int known = value->state == VALUE_KNOWN;
    signals->yes |= (uint64_t)(known & yes) << signal;
    signals->no |= (uint64_t)((known & no) | (value->state == VALUE_ABSENT)) << signal;
}

static void test_numbers(const struct number_test *test, const struct number_test *end,
                         const struct value *cells, struct signals *signals)
{
    struct signals said = *signals;
    for (; test < end; test++) {
        const struct value *value = &cells[test->cell];
        decimal least = value->as.number.least;
        decimal most = value->as.number.most;
        int inside = (least >= test->least) & (most <= test->most);
        int outside = (most < test->least) | (least > test->most);
        say(&said, test->signal, value, inside, outside);
    }
    *signals = said;
}

static void test_choices(const struct codes_test *test, const struct codes_test *end,
                         const struct value *cells, struct signals *signals)
{
    struct signals said = *signals;
    for (; test < end; test++) {
        const struct value *value = &cells[test->cell];
        int among = test->codes >> (value->as.code & 63) & 1;
        // Where a silence was chosen, what is not chosen is unknown.
        say(&said, test->signal, value, among, !among & !value->open);
    }
    *signals = said;
}

static void test_sets(const struct codes_test *test, const struct codes_test *end,
                      const struct value *cells, struct signals *signals)
{
    static const struct value_set none = {{0}, {0}};
    struct signals said = *signals;
    for (; test < end; test++) {
        const struct value *value = &cells[test->cell];
        const struct value_set *set = value->state == VALUE_KNOWN ? value->as.set : &none;
        int chosen = (set->chosen[0] & test->codes) != 0;
        int open = (set->open[0] & test->codes) != 0;
        say(&said, test->signal, value, chosen, !chosen & !open);
    }
    *signals = said;
}

static void test_truths(const struct truth_test *test, const struct truth_test *end,
                        const struct value *cells, struct signals *signals)
{
    for (; test < end; test++) {
        const struct value *value = &cells[test->cell];
        say(signals, test->signal, value, value->truth == TRUTH_TRUE, value->truth == TRUTH_FALSE);
    }
}

static struct signals through(const struct gate *gate, const struct signals *signals,
                              const struct expr_env *env)
{
    uint64_t in = gate->of.inputs;
    uint64_t yes = signals->yes & in;
    uint64_t no = signals->no & in;
    switch ((enum gate_kind)gate->kind) {
    case GATE_ALL:
        return (struct signals){yes == in, no != 0};
    case GATE_ANY:
        return (struct signals){yes != 0, no == in};
    case GATE_NOT:
        return (struct signals){no != 0, yes != 0};
    case GATE_MAYBE:
        return (struct signals){no == 0, no != 0};
    case GATE_SURELY:
        return (struct signals){yes != 0, yes == 0};
    case GATE_PART:
        break;
    }
    truth now = expr_truth(gate->of.part, env);
    return (struct signals){now == TRUTH_TRUE, now == TRUTH_FALSE};
}

// Gates in order: each reads only tests and gates before it.
static void pass_gates(const struct gate *gate, const struct gate *end, const struct expr_env *env,
                       struct signals *signals)
{
    for (; gate < end; gate++) {
        struct signals now = through(gate, signals, env);
        signals->yes |= now.yes << gate->signal;
        signals->no |= now.no << gate->signal;
    }
}

static inline truth verdict_of(uint64_t yes, uint64_t no)
{
    return (truth)(TRUTH_UNKNOWN + yes * (TRUTH_TRUE - TRUTH_UNKNOWN) -
                   no * (TRUTH_UNKNOWN - TRUTH_FALSE));
}

// Returns the classes with a rule that is present, as bits.
static uint64_t give_verdicts(const struct circuit *circuit, const struct batch *from,
                              const struct batch *to, struct signals signals, truth *found)
{
    uint64_t present = 0;
    const struct verdict *end = circuit->alls + to->alls;
    for (const struct verdict *v = circuit->alls + from->alls; v < end; v++) {
        uint64_t yes = (signals.yes & v->inputs) == v->inputs;
        found[v->rule] = verdict_of(yes, (signals.no & v->inputs) != 0);
        present |= yes << v->class;
    }
    end = circuit->anys + to->anys;
    for (const struct verdict *v = circuit->anys + from->anys; v < end; v++) {
        uint64_t yes = (signals.yes & v->inputs) != 0;
        found[v->rule] = verdict_of(yes, (signals.no & v->inputs) == v->inputs);
        present |= yes << v->class;
    }
    return present;
}

static struct signals run_tests(const struct circuit *c, const struct batch *from,
                                const struct batch *to, const struct value *cells)
{
    struct signals signals = {0, 0};
    test_numbers(c->numbers + from->numbers, c->numbers + to->numbers, cells, &signals);
    test_choices(c->choices + from->choices, c->choices + to->choices, cells, &signals);
    test_sets(c->sets + from->sets, c->sets + to->sets, cells, &signals);
    test_truths(c->truths + from->truths, c->truths + to->truths, cells, &signals);
    return signals;
}

void circuit_run(const struct circuit *circuit, const struct expr_env *env, truth *found)
{
    // Rules read the answers in no order: asked for in theirs, they come all at once.
    for (uint32_t i = 0; i < circuit->line_count; i++) {
        __builtin_prefetch(&env->cells[circuit->lines[i]]);
    }
    // fired() is never unknown: a class has fired when a rule of it is present.
    truth fired[RULE_CLASSES];
    memset(fired, TRUTH_FALSE, sizeof fired);
    struct expr_env with = *env;
    with.fired = fired;
    struct batch from = {0};
    for (uint32_t i = 0; i < circuit->batch_count; i++) {
        struct batch to = circuit->batches[i];
        struct signals signals = run_tests(circuit, &from, &to, env->cells);
        pass_gates(circuit->gates + from.gates, circuit->gates + to.gates, &with, &signals);
        uint64_t present = give_verdicts(circuit, &from, &to, signals, found);
        for (int class = 0; class < RULE_CLASSES; class ++) {
            fired[class] = present >> class & 1 ? TRUTH_TRUE : fired[class];
        }
        from = to;
    }
}
