// intake approve: a named clinician says that this form and these rules may be used with patients.
// What is signed are hashes, so one changed byte needs another approval.
#include "command/ask.h"
#include "command/bundle.h"
#include "command/check.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/kept.h"
#include "command/options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
    "example: intake approve\n"
    "\n"
    "usage: intake approve [--form=FORM] [--data=DIR] [--config=DIR]\n"
    "Shows the form, the rules, what this clinic changed in them, and what 'intake check' and 'intake test' say;\n"
    "then asks for a clinician's name and registration and for a reader's passphrase, and signs.\n"
    "Until it is done, and again after any change of form, rules or settings, no interview begins.\n"
    "Exit 0: approved. 1: errors, or not approved. 77: no reader's passphrase. 78: errors in form, rules or settings.\n";

struct wishes {
    const char *data, *config, *form;
};

static void show_change(const struct rules *rules, const struct rule_change *change)
{
    const struct rule *rule = &rules->list[change->rule];
    printf("  %s: ", rule->id);
    if (rule->off) {
        printf("not used (it is %s)", rule_class_name(rule->published));
    } else if (rule->class != rule->published) {
        printf("%s instead of %s", rule_class_name(rule->class), rule_class_name(rule->published));
    } else {
        printf("another text (%s)", rule_class_name(rule->class));
    }
    printf("\n      %s (%s, %s)\n", change->reason, change->name, change->date);
}

static void show(const struct bundle *bundle)
{
    const struct form *form = bundle->form;
    const struct rules *rules = bundle->rules;
    struct bundle_hashes hashes;
    uint32_t on = 0;
    bundle_hashes(bundle, &hashes);
    printf("Form      %s, version %s, hash %s\n", form->title, form->version, hashes.form);
    printf("Rules     version %s, hash %s, %u rules\n", rules->version, hashes.rules, rules->count);
    printf("Clinic    %s\n", bundle->clinic->name);
    printf("\nChanged by this clinic: %u of %u rules\n", rules->change_count, rules->count);
    for (uint32_t i = 0; i < rules->change_count; i++) {
        show_change(rules, &rules->changes[i]);
    }
    printf("\nSettings that are on:\n");
    for (uint32_t i = 0; i < form->setting_count; i++) {
        if (bundle->settings[i] != 0) {
            printf("  %s\n", form->settings[i].id);
            on++;
        }
    }
    if (on == 0) {
        puts("  none");
    }
}

// An error in either refuses.
static int check_and_test(const char *folder, const char *config)
{
    puts("\nintake check");
    size_t errors = check_form(folder, config, false);
    puts("\nintake test");
    int tested = errors == 0 ? test_form(folder, config) : EXIT_FOUND;
    fflush(stdout);
    if (errors > 0 || tested != EXIT_FINE) {
        fprintf(stderr, "intake approve: %s; nothing was approved\n",
                errors > 0 ? "there are errors" : "a case does not come out as it should");
        return EXIT_FOUND;
    }
    return EXIT_FINE;
}

static int ask_who(struct approval *approval)
{
    bool yes = false;
    if (!ask_text("Which clinician approves this? Name:", approval->name, sizeof approval->name) ||
        !ask_text("Registration number:", approval->registration, sizeof approval->registration)) {
        return ask_left();
    }
    ask_say("%s, registration %s: I have read the form, the rules and what is shown above, and "
            "they may be used with this clinic's patients.",
            approval->name, approval->registration);
    if (!ask_yes("Type y to approve, or n to leave it.", &yes)) {
        return ask_left();
    }
    if (!yes) {
        fprintf(stderr, "intake approve: nothing was approved\n");
        return EXIT_FOUND;
    }
    return EXIT_FINE;
}

static int approve(struct desk *desk, const struct bundle *bundle)
{
    struct approval approval = {.at = 0};
    kept_approval(bundle, &approval);
    int code = ask_who(&approval);
    if (code == EXIT_FINE) {
        code = desk_unlock(desk, NULL);
    }
    if (code != EXIT_FINE) {
        return code;
    }
    approval.at = desk_now();
    memcpy(approval.reader, desk->reader->id, READER_ID);
    if (kept_add(bundle, desk->installation.store) != 0) {
        return desk_failed(desk, "form and rules cannot be kept, so nothing was approved");
    }
    if (installation_approve(&desk->installation, &approval, desk->secret) != 0) {
        return desk_failed(desk, "nothing was approved");
    }
    ask_say("Approved, and signed by %s. Interviews may begin.", desk->reader->name);
    return EXIT_FINE;
}

static int run(const struct wishes *wishes)
{
    struct desk desk;
    struct bundle bundle = {0};
    char folder[4096], config[4096 + 16];
    int code = desk_open(&desk, "approve", wishes->data);
    if (code == EXIT_FINE) {
        bundle_folder(wishes->form, folder, sizeof folder);
        bundle_config(wishes->config, folder, config, sizeof config);
        code = bundle_open(&bundle, folder, config);
        if (code != EXIT_FINE) {
            bundle_print(&bundle.issues, stderr);
        } else {
            show(&bundle);
            code = check_and_test(folder, config);
        }
        if (code == EXIT_FINE) {
            code = approve(&desk, &bundle);
        }
        bundle_close(&bundle);
    }
    desk_close(&desk);
    return code;
}

int command_approve(int argc, char **argv)
{
    struct wishes wishes = {0};
    const struct option_wanted wanted[] = {
        {"data", 'd', &wishes.data, NULL, NULL, 0},
        {"config", 'c', &wishes.config, NULL, NULL, 0},
        {"form", 'f', &wishes.form, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 0);
    if (code != OPTIONS_READ) {
        return code;
    }
    return run(&wishes);
}
