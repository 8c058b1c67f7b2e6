// The two ways out: the hook gets the sentence and is called once; without a hook, or when the
// hook comes back, the process aborts.

#include "base/ensure.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static jmp_buf way_back;
static char last_sentence[512];

static void jumping_hook(const char *what)
{
    strncpy(last_sentence, what, sizeof(last_sentence) - 1);
    longjmp(way_back, 1);
}

static void returning_hook(const char *what)
{
    (void)what;
}

static void failing_hook(const char *what)
{
    (void)what;
    die("a mistake in the hook");
}

static void test_true_does_nothing(void **state)
{
    (void)state;
    fatal_set_hook(jumping_hook);
    if (setjmp(way_back) != 0) {
        fail_msg("the hook was called");
    }
    ensure(1 + 1 == 2);
    fatal_set_hook(NULL);
}

static void test_false_names_condition_and_place(void **state)
{
    (void)state;
    fatal_set_hook(jumping_hook);
    if (setjmp(way_back) == 0) {
        ensure(1 + 1 == 3);
        fail_msg("ensure came back");
    }
    assert_non_null(strstr(last_sentence, "1 + 1 == 3"));
    assert_non_null(strstr(last_sentence, "test_base_ensure.c:"));
}

static void test_die_passes_the_sentence(void **state)
{
    (void)state;
    fatal_set_hook(jumping_hook);
    if (setjmp(way_back) == 0) {
        die("out of memory");
    }
    assert_string_equal(last_sentence, "out of memory");
}

// The signal that ends a child which registers `hook` and dies.
static int signal_of_death(fatal_hook hook)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        fatal_set_hook(hook);
        die("on purpose");
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void test_aborts_whatever_the_hook_does(void **state)
{
    (void)state;
    assert_int_equal(signal_of_death(NULL), SIGABRT);
    assert_int_equal(signal_of_death(returning_hook), SIGABRT);
    assert_int_equal(signal_of_death(failing_hook), SIGABRT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_true_does_nothing),
        cmocka_unit_test(test_false_names_condition_and_place),
        cmocka_unit_test(test_die_passes_the_sentence),
        cmocka_unit_test(test_aborts_whatever_the_hook_does),
    };
    return cmocka_run_group_tests_name("base/ensure", tests, NULL, NULL);
}
