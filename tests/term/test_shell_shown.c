// What somebody else wrote is harmless where a shell's terminal shows it: a name no face lets in, a
// reason typed for the log.

#include "../unit/desk_clinic.h"
#include "base/text.h"
#include "record/deed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct desk_clinic clinic;

static int set_up(void **state)
{
    (void)state;
    desk_clinic_make(&clinic);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    desk_clinic_remove(&clinic);
    return 0;
}

// All that `intake ARGUMENTS` prints.
static const char *said(const char *arguments)
{
    static char out[1 << 16];
    char command[1024];
    snprintf(command, sizeof command, "echo '%s' | INTAKE_DATA=%s %s %s 2>&1", sealed_passphrase,
             clinic.place.folder, getenv("INTAKE"), arguments);
    FILE *program = popen(command, "r");
    assert_non_null(program);
    size_t length = fread(out, 1, sizeof out - 1, program);
    out[length] = '\0';
    assert_int_equal(pclose(program), 0);
    return out;
}

static void assert_harmless(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t size = text_decode(text + at, length - at, &code_point);
        if (size == 0 || (code_point != '\n' && text_forbidden(code_point))) {
            fail_msg("U+%04X, byte %zu: %s", (unsigned)code_point, at, text);
        }
        at += size;
    }
}

static void test_a_list(void **state)
{
    (void)state;
    const struct desk_person person = {
        .answers = "shoulder",
        .name = "A\x1b[2J\xC2\x9b"
                "31m\xE2\x80\xAE<b>\xff"
                "ruth",
        .slip = "maple-otter-41",
        .at = 60,
    };
    (void)desk_clinic_add(&clinic, &person);
    const char *list = said("show --headlines");
    assert_harmless(list);
    assert_non_null(strstr(list, "A\xEF\xBF\xBD[2J\xEF\xBF\xBD"
                                 "31m\xEF\xBF\xBD<b>\xEF\xBF\xBDruth"));
}

static void test_the_log(void **state)
{
    (void)state;
    assert_int_equal(deed_add(&clinic.installation, &clinic.place.reader, clinic.place.secret,
                              "noted\x1b]0;x\x07", NULL,
                              "why\xC2\x9b"
                              "31m\xE2\x80\xAEnot\xff",
                              DESK_NOW),
                     0);
    const char *log = said("log");
    assert_harmless(log);
    assert_non_null(strstr(log, "why\xEF\xBF\xBD"
                                "31m\xEF\xBF\xBDnot\xEF\xBF\xBD"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_list),
        cmocka_unit_test(test_the_log),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
