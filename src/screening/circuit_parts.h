#ifndef SCREENING_CIRCUIT_PARTS_H
#define SCREENING_CIRCUIT_PARTS_H

#include "screening/circuit.h"

// Private to the circuit: what it consists of. Signals stand in batches of at most 64: a truth is a
// bit in one word, where it is true, or a bit in another, where it is false, or in neither
// (unknown). A rule stands whole in one batch, so that a gate reads its inputs with one mask.

enum { BATCH = 64 };

// The answers' part in a comparison, one array for each kind.
struct number_test {
    uint32_t cell, signal;
    decimal least, most;
};

struct codes_test {
    uint32_t cell, signal;
    uint64_t codes;
};

struct truth_test {
    uint32_t cell, signal;
};

// Inside a rule: what it says is a signal again.
enum gate_kind { GATE_ALL, GATE_ANY, GATE_NOT, GATE_MAYBE, GATE_SURELY, GATE_PART };

struct gate {
    enum gate_kind kind;
    uint32_t signal;
    union {
        uint64_t inputs;         // signals
        const struct expr *part; // GATE_PART
    } of;
};

// A rule's last gate: it is present if all, or any, of these signals are.
struct verdict {
    uint64_t inputs;
    uint32_t rule;
    uint8_t class; // enum rule_class
};

// Ends of a batch in the arrays; it begins where the one before ends.
struct batch {
    uint32_t numbers, choices, sets, truths, gates, alls, anys;
};

struct circuit {
    struct number_test *numbers;
    struct codes_test *choices; // one choice among codes
    struct codes_test *sets;    // a set that holds any of the codes
    struct truth_test *truths;  // a calculated truth
    struct gate *gates;
    struct verdict *alls, *anys;
    struct batch *batches;
    uint32_t batch_count;
    uint32_t *lines; // a cell in each stretch of memory that the tests read
    uint32_t line_count;
};

#endif
