// intake test: a clinician's cases, and what none of them reaches.
#include "command/bundle.h"
#include "command/check.h"
#include "command/command.h"
#include "command/options.h"
#include "screening/trial.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
    "example: intake test forms/dry-needling\n"
    "\n"
    "usage: intake test [--config=DIR] [--demand=PERCENT] [--verbose] [FORM...]\n"
    "Runs cases/*.cfg of each form: answers, and the findings and scores that must and must not follow.\n"
    "Then says which rules no case finds present or absent, and which parts of conditions no case decides.\n"
    "Exit 0: all as expected. 1: not.\n"
    "  --demand=PERCENT  fail if fewer of the rules are present in one case and absent in another\n"
    "  --verbose         list every part of a condition that no case decides\n";

struct wishes {
    const char *config;
    int demand;
    bool verbose;
};

struct totals {
    uint32_t rules, rules_both, parts, parts_both;
};

static void report_rule(const struct rule *rule, uint8_t seen, const uint8_t *parts,
                        const struct wishes *wishes, struct totals *totals)
{
    bool present = (seen & TRUTH_TRUE) != 0;
    bool absent = (seen & TRUTH_FALSE) != 0;
    totals->rules++;
    totals->rules_both += present && absent;
    if (!present || !absent) {
        printf("%s:%u: rule '%s' is in no case %s\n", rule->when.file, rule->line, rule->id,
               present  ? "absent"
               : absent ? "present"
                        : "present, and in none absent");
    }
    for (uint16_t node = 0; node < rule->when.node_count; node++) {
        if (rule->when.nodes[node].type != VALUE_TRUTH) {
            continue;
        }
        bool both = (parts[node] & TRUTH_TRUE) != 0 && (parts[node] & TRUTH_FALSE) != 0;
        totals->parts++;
        totals->parts_both += both;
        if (!both && wishes->verbose) {
            printf("%s:%u: rule '%s': part %u of its condition is never %s\n", rule->when.file,
                   rule->line, rule->id, node + 1u,
                   (parts[node] & TRUTH_TRUE) != 0 ? "false" : "true");
        }
    }
}

static int run_cases(struct bundle *bundle, const char *folder, const struct wishes *wishes)
{
    struct trials trials = {0};
    if (load_cases(folder, bundle->form, bundle->rules, &bundle->files, &bundle->issues, &trials) !=
        0) {
        bundle_print(&bundle->issues, stdout);
        trials_clear(&trials);
        return EXIT_FOUND;
    }
    struct arena arena;
    arena_init(&arena);
    struct trial_reach reach = trial_reach_new(bundle->rules, &arena);
    size_t failed = 0;
    for (size_t i = 0; i < trials.count; i++) {
        failed += trial_run(&trials.list[i], bundle->rules, &reach, &bundle->issues) > 0;
    }
    bundle_print(&bundle->issues, stdout);
    struct totals totals = {0};
    for (uint32_t i = 0; i < bundle->rules->count; i++) {
        if (!bundle->rules->list[i].off) {
            report_rule(&bundle->rules->list[i], reach.rules[i], reach.parts[i], wishes, &totals);
        }
    }
    printf("%s: %zu cases, %zu failed; rules present and absent: %u of %u; parts of conditions "
           "true and false: %u of %u\n",
           folder, trials.count, failed, totals.rules_both, totals.rules, totals.parts_both,
           totals.parts);
    bool reached =
        (uint64_t)totals.rules_both * 100 >= (uint64_t)totals.rules * (uint64_t)wishes->demand;
    arena_clear(&arena);
    trials_clear(&trials);
    return failed == 0 && reached ? EXIT_FINE : EXIT_FOUND;
}

static int test_one(const char *named, const struct wishes *wishes)
{
    char folder[4096], config[4096 + 16];
    bundle_folder(named, folder, sizeof folder);
    bundle_config(wishes->config, folder, config, sizeof config);
    struct bundle bundle;
    int code = bundle_open(&bundle, folder, config);
    if (code != EXIT_FINE) {
        bundle_print(&bundle.issues, stderr);
    } else {
        code = run_cases(&bundle, folder, wishes);
    }
    bundle_close(&bundle);
    return code;
}

int test_form(const char *named, const char *config)
{
    const struct wishes wishes = {.config = config};
    return test_one(named, &wishes);
}

int command_test(int argc, char **argv)
{
    struct wishes wishes = {0};
    const char *demand = NULL;
    const struct option_wanted wanted[] = {
        {"config", 'c', &wishes.config, NULL, NULL, 0},
        {"demand", 'd', &demand, NULL, NULL, 0},
        {"verbose", 'v', NULL, &wishes.verbose, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, INT_MAX);
    if (code != OPTIONS_READ) {
        return code;
    }
    wishes.demand = demand != NULL ? (int)strtol(demand, NULL, 10) : 0;
    code = EXIT_FINE;
    if (optind == argc) {
        code = test_one(NULL, &wishes);
    }
    for (int i = optind; i < argc; i++) {
        int one = test_one(argv[i], &wishes);
        code = one > code ? one : code;
    }
    return code;
}
