// The kiosk holds interviews by the form, the rules and the settings as they stand on the disk, and
// by those only that were approved: also when they are changed while it runs.
#include "kiosk_run.h"
#include "sealed_place.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define UNAPPROVED "are not the ones that were approved."
#define ERRORS "Form, rules or settings have errors: 'intake check' names them."

static const char *const files[] = {"clinic.cfg", "screening.cfg"};
enum { FILES = sizeof files / sizeof *files };

static struct sealed_place place;
static char config[] = "/tmp/intake-rules-XXXXXX";

static void write_file(const char *name, int flags, const char *bytes, size_t length)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", config, name);
    int fd = open(path, O_WRONLY | O_CREAT | flags, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    close(fd);
}

static void copy(const char *name)
{
    static char bytes[1 << 20];
    char path[512];
    snprintf(path, sizeof path, "%s/%s", KIOSK_CONFIG, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    write_file(name, O_TRUNC, bytes, length);
}

static void add(const char *name, const char *line)
{
    write_file(name, O_APPEND, line, strlen(line));
}

static int set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(config));
    for (size_t i = 0; i < FILES; i++) {
        copy(files[i]);
    }
    sealed_place_make_for(&place, KIOSK_FORM, config);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sealed_place_remove(&place);
    sealed_place_remove_folder(config);
    return 0;
}

static void start(struct pty *pty)
{
    const struct kiosk_wish wish = {.data = place.folder, .form = KIOSK_FORM, .config = config};
    kiosk_start(pty, &wish);
}

static void changed_while_it_runs(void **state)
{
    (void)state;
    struct pty pty;
    start(&pty);
    // One character of a rules file, while the welcome screen stands: nobody begins by the rules
    // of before.
    pty_expect(&pty, "Press Enter to begin");
    add("screening.cfg", "#");
    kiosk_look_again(&pty);
    pty_expect(&pty, UNAPPROVED);
    pty_refuse(&pty, "Press Enter to begin");
    // It is as it was.
    copy("screening.cfg");
    kiosk_look_again(&pty);
    pty_expect(&pty, "Press Enter to begin");
    // It is changed, and approved as it is now.
    add("screening.cfg", "# what we decided");
    kiosk_look_again(&pty);
    pty_expect(&pty, UNAPPROVED);
    sealed_place_approve(&place, KIOSK_FORM, config);
    kiosk_look_again(&pty);
    pty_expect(&pty, "Press Enter to begin");
    // Changed and approved between two patients: the next one is told why the first Enter was none.
    add("screening.cfg", "\n# and this\n");
    sealed_place_approve(&place, KIOSK_FORM, config);
    kiosk_look_again(&pty);
    pty_expect(&pty, "The questions were changed just now. Please try again.");
    pty_expect(&pty, "Press Enter to begin");
    // The file of the clinic's changes, where there was none.
    add("clinic-rules.cfg", "changes = ();");
    kiosk_look_again(&pty);
    pty_expect(&pty, UNAPPROVED);
    sealed_place_approve(&place, KIOSK_FORM, config);
    kiosk_look_again(&pty);
    kiosk_leave(&pty);
}

static void broken_while_it_runs(void **state)
{
    (void)state;
    struct pty pty;
    start(&pty);
    pty_expect(&pty, "Press Enter to begin");
    add("clinic.cfg", "\nx = ");
    kiosk_look_again(&pty);
    pty_expect(&pty, "This terminal needs staff. Please ask at the desk.");
    pty_expect(&pty, ERRORS);
    pty_refuse(&pty, "clinic.cfg");
    kiosk_look_again(&pty);
    pty_expect(&pty, ERRORS);
    copy("clinic.cfg");
    kiosk_look_again(&pty);
    kiosk_leave(&pty);
}

// Before opening hours: the same words, and no line of a file before a patient's eyes.
static void broken_at_the_start(void **state)
{
    (void)state;
    struct pty pty;
    add("screening.cfg", "\nx = ");
    start(&pty);
    pty_expect(&pty, "Test Clinic");
    pty_expect(&pty, "This terminal needs staff. Please ask at the desk.");
    pty_expect(&pty, ERRORS);
    pty_refuse(&pty, "screening.cfg");
    pty_type(&pty, "\024"); // Ctrl-T
    pty_expect(&pty, "passphrase");
    pty_type(&pty, "not the passphrase\r");
    pty_expect(&pty, "That is no reader's passphrase.");
    copy("screening.cfg");
    sealed_place_approve(&place, KIOSK_FORM, config);
    kiosk_look_again(&pty);
    kiosk_leave(&pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changed_while_it_runs),
        cmocka_unit_test(broken_while_it_runs),
        cmocka_unit_test(broken_at_the_start),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
