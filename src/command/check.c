// intake check: every problem of the forms, their rules and the clinic's settings, in one run, like
// a compiler.
#include "command/check.h"

#include "command/bundle.h"
#include "command/command.h"
#include "command/options.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

static const char usage[] =
    "example: intake check forms/dry-needling\n"
    "\n"
    "usage: intake check [--config=DIR] [--quiet] [FORM...]\n"
    "Prints every problem as file:line: error: what was found; what was expected.\n"
    "Exit 0: no errors (there may be warnings). 1: errors.\n"
    "  --config=DIR  where screening.cfg, clinic-rules.cfg and clinic.cfg stand\n"
    "  --quiet       errors only\n";

size_t check_form(const char *named, const char *config_given, bool quiet)
{
    char folder[4096], config[4096 + 16];
    bundle_folder(named, folder, sizeof folder);
    bundle_config(config_given, folder, config, sizeof config);
    struct bundle bundle;
    bundle_open(&bundle, folder, config);
    if (bundle.form != NULL && bundle.issues.errors == 0 && !quiet) {
        lint_form(bundle.form, bundle.rules, &bundle.files, &bundle.issues);
    }
    size_t errors = bundle_print(&bundle.issues, stdout);
    if (errors == 0 && !quiet) {
        uint32_t questions = 0;
        for (uint32_t i = 0; i < bundle.form->asked_end; i++) {
            questions += form_is_question(&bundle.form->items[i]);
        }
        printf("%s: %u questions in %u sections, %u rules, no errors, %zu warnings\n", folder,
               questions, bundle.form->section_count, bundle.rules->count, bundle.issues.warnings);
    }
    bundle_close(&bundle);
    return errors;
}

int command_check(int argc, char **argv)
{
    const char *config = NULL;
    bool quiet = false;
    const struct option_wanted wanted[] = {
        {"config", 'c', &config, NULL, NULL, 0},
        {"quiet", 'q', NULL, &quiet, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, INT_MAX);
    if (code != OPTIONS_READ) {
        return code;
    }
    size_t errors = 0;
    if (optind == argc) {
        errors = check_form(NULL, config, quiet);
    }
    for (int i = optind; i < argc; i++) {
        errors += check_form(argv[i], config, quiet);
    }
    return errors == 0 ? EXIT_FINE : EXIT_FOUND;
}
