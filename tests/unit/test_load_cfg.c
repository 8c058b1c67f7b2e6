// The door to libconfig: what the look before parsing refuses, and what the getters do with values
// that libconfig would bend.
#include "base/limits.h"
#include "load/cfg.h"
#include "load/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct opened {
    struct issues issues;
    struct arena arena;
    struct files files;
    struct cfg cfg;
    int status;
};

static void open_text(struct opened *opened, const char *text)
{
    issues_init(&opened->issues);
    arena_init(&opened->arena);
    files_init(&opened->files);
    opened->status =
        cfg_open(&opened->cfg, "t.cfg", text, strlen(text), &opened->arena, &opened->issues);
}

static void close_text(struct opened *opened)
{
    cfg_close(&opened->cfg, &opened->files);
    files_clear(&opened->files);
    arena_clear(&opened->arena);
    issues_clear(&opened->issues);
}

static const cfg_node *member(const struct opened *opened, const char *name)
{
    const cfg_node *node = cfg_member(cfg_root(&opened->cfg), name);
    assert_non_null(node);
    return node;
}

// The text is refused, and the first thing said is about `line` and holds `words`.
static void refused(const char *text, uint32_t line, const char *words)
{
    struct opened opened;
    open_text(&opened, text);
    if (opened.status != -1 || opened.issues.count == 0) {
        fail_msg("accepted: %s", text);
    }
    if (opened.issues.list[0].line != line || strstr(opened.issues.list[0].text, words) == NULL) {
        fail_msg("%u: %s", (unsigned)opened.issues.list[0].line, opened.issues.list[0].text);
    }
    close_text(&opened);
}

static void accepted(const char *text)
{
    struct opened opened;
    open_text(&opened, text);
    if (opened.status != 0) {
        fail_msg("refused: %s: %s", text, opened.issues.list[0].text);
    }
    close_text(&opened);
}

static void what_libconfig_reads_is_accepted(void **state)
{
    (void)state;
    accepted("");
    accepted("# only a comment");
    accepted("/* a\n comment */ a = 1;");
    accepted("a = 1");
    accepted("a : 1, b = 2; c = 3 d = 4");
    accepted("a = \"x\" \"y\"\n\"z\";");
    accepted("a = ( ); b = [ ]; c = { };");
    accepted("a = ( 1, \"b\", true, ( 2, [ 3, 4 ] ), { c = 1; } );");
    accepted("a = -1; b = +2; c = 0x1F; d = 1.5; e = .5; f = 1e5; g = -1.5E-3; h = 12L; i = 1.;");
    accepted("a-b = TRUE; c*d = False;");
    accepted("a = 999999999;");
    accepted("a = \"@include \\\"x\\\"\";");
    accepted("a = \"\\d\\w \\\\ \\\" \\n\\t\";");
    accepted("\xEF\xBB\xBF"
             "a = 1;");
}

static void what_it_would_bend_is_refused(void **state)
{
    (void)state;
    refused("a = 1;\nb = 3000000000;", 2, "integer 3000000000");
    refused("a = 1000000000;", 1, "at most 9 digits");
    refused("a = -1000000000;", 1, "integer -1000000000");
    refused("a = 0xFFFFFFFF;", 1, "at most 7");
    refused("a = 1234567890123456789L;", 1, "at most 18");
    refused("a = [ 1, 2, 99999999999 ];", 1, "integer");
    refused("@include \"/etc/passwd\"\n", 1, "@include");
    refused("a = 1;\n \t@include \"x\"", 2, "@include");
    refused("a = \"\n@include x\";", 2, "@include");
    refused("a = \"\\x41\";", 1, "\\x");
    refused("a = \"\\f\";", 1, "\\f");
    refused("a = \"\x01\";", 1, "0x01");
    refused("a = \"\xE2\x80\xAE\";", 1, "direction");
    refused("a = \"\xE2\x81\xA6\";", 1, "direction");
}

static void what_cannot_be_read_is_said(void **state)
{
    (void)state;
    refused("a = \"x\nb = 1;", 1, "never ends");
    refused("/* a", 1, "never ends");
    refused("a = {\nb = (\n1, 2", 2, "never closed");
    refused("a = ( 1 };", 1, "still open");
    refused("a = 1; }", 1, "closes nothing");
    refused("a = ( 1, );", 1, "no comma after the last");
    refused("a = ( 1 2 );", 1, "comma is expected");
    refused("a = ( { b = 1; }\n{ b = 2; } );", 2, "comma is expected");
    refused("a = ;", 1, "without a value");
    refused("a", 1, "ends before a value");
    refused("a =", 1, "ends before a value");
    refused("a b = 1;", 1, "'b' where '=' is expected after 'a'");
    refused("= 1;", 1, "without a key");
    refused("1 = 2;", 1, "a number where a key");
    refused("a = yes;", 1, "'yes' where a value");
    refused("a = [ ( 1 ) ];", 1, "plain values");
    refused("a = [ 1, \"b\" ];", 1, "different types");
    refused("a = [ 1, 2L ];", 1, "different types");
    refused("a = 1; a = 2;", 1, "already");
    refused("a = 1;\na =\n{\n};", 2, "already");
    refused("a = { b = true;\nb = ( ) };", 2, "already");
    refused("a = ( { b = \"x\";\nc = \"\"; b = \"y\"\n\"z\"; } );", 2, "already");
    refused("a = 1;\nb = 2; a = 0.5;", 2, "already");
    refused("a = 1;\nb = 2; a = false;", 2, "already");
    refused("_a = 1;", 1, "begins with a letter");
    refused("a = 1 / 2;", 1, "'/'");
    refused("\xC3\xA9 = 1;", 1, "outside a text");
    refused("a = { b = 1; b };", 1, "right after a key");
    refused(";", 1, "without a value");
    refused("a = 12b = 1;", 1, "letter right after a number");
    refused("a = +0x1;", 1, "letter right after a number");
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    char text[256];
    int depth = LIMIT_CFG_DEPTH;
    snprintf(text, sizeof(text), "a = %.*s%.*s;", depth, "((((((((((((((((((((((((((((((((((((((((",
             depth, "))))))))))))))))))))))))))))))))))))))))");
    accepted(text);
    depth++;
    snprintf(text, sizeof(text), "a = %.*s%.*s;", depth, "((((((((((((((((((((((((((((((((((((((((",
             depth, "))))))))))))))))))))))))))))))))))))))))");
    refused(text, 1, "nested more than");
}

// 1.5 MB of members of one group would hold libconfig for most of a minute: the scan before it says
// so. The bench measures how soon.
static void many_members_are_refused_at_once(void **state)
{
    (void)state;
    enum { MEMBERS = 100000, EACH = 16 };
    char *text = malloc((size_t)MEMBERS * EACH + 1);
    assert_non_null(text);
    size_t length = 0;
    for (int i = 0; i < MEMBERS; i++) {
        length += (size_t)sprintf(text + length, "m%06d = 1234;\n", i);
    }
    refused(text, LIMIT_CFG_MEMBERS + 1, "members");
    free(text);
}

static void numbers_keep_their_type_and_range(void **state)
{
    (void)state;
    struct opened o;
    int64_t number = -7;
    decimal d = -7;
    open_text(&o, "small = 5; long = 5000000000L; text = \"5\"; real = 5.0; infinite = 1e400;"
                  "half = \"0.5\"; wrong = \"0.5.5\"; truth = true;");
    assert_int_equal(o.status, 0);
    assert_true(cfg_integer(&o.cfg, member(&o, "small"), 0, 10, &number) && number == 5);
    assert_true(cfg_integer(&o.cfg, member(&o, "long"), 0, INT64_MAX, &number) &&
                number == INT64_C(5000000000));
    assert_int_equal(o.issues.errors, 0);
    number = -7;
    assert_false(cfg_integer(&o.cfg, member(&o, "long"), 0, 10, &number));
    assert_false(cfg_integer(&o.cfg, member(&o, "small"), 6, 10, &number));
    assert_false(cfg_integer(&o.cfg, member(&o, "text"), 0, 10, &number));
    assert_false(cfg_integer(&o.cfg, member(&o, "real"), 0, 10, &number));
    assert_false(cfg_integer(&o.cfg, member(&o, "truth"), 0, 10, &number));
    assert_int_equal(number, -7);
    assert_int_equal(o.issues.errors, 5);
    assert_true(cfg_decimal(&o.cfg, member(&o, "half"), &d) && d == DECIMAL_ONE / 2);
    assert_true(cfg_decimal(&o.cfg, member(&o, "small"), &d) && d == 5 * DECIMAL_ONE);
    assert_true(cfg_decimal(&o.cfg, member(&o, "long"), &d) && d == 5000000000 * DECIMAL_ONE);
    d = -7;
    assert_false(cfg_decimal(&o.cfg, member(&o, "real"), &d));
    assert_false(cfg_decimal(&o.cfg, member(&o, "infinite"), &d));
    assert_false(cfg_decimal(&o.cfg, member(&o, "wrong"), &d));
    assert_int_equal(d, -7);
    close_text(&o);
}

static void texts_and_ids_are_checked(void **state)
{
    (void)state;
    struct opened o;
    const char *text = NULL;
    open_text(&o, "empty = \"\"; id = \"a_1\"; dash = \"a-1\"; big = \"A\"; digit = \"1_6w\"; "
                  "number = 1;");
    assert_false(cfg_text(&o.cfg, member(&o, "empty"), &text));
    assert_true(cfg_text_or_empty(&o.cfg, member(&o, "empty"), &text));
    assert_false(cfg_text(&o.cfg, member(&o, "number"), &text));
    assert_true(cfg_id(&o.cfg, member(&o, "id"), false, &text));
    assert_string_equal(text, "a_1");
    assert_false(cfg_id(&o.cfg, member(&o, "dash"), false, &text));
    assert_true(cfg_id(&o.cfg, member(&o, "dash"), true, &text));
    assert_false(cfg_id(&o.cfg, member(&o, "big"), true, &text));
    assert_false(cfg_id(&o.cfg, member(&o, "digit"), false, &text));
    assert_true(cfg_code(&o.cfg, member(&o, "digit"), &text));
    assert_false(cfg_code(&o.cfg, member(&o, "empty"), &text));
    assert_false(cfg_text(&o.cfg, NULL, &text)); // absence is the caller's question
    assert_int_equal(o.issues.errors, 6);
    close_text(&o);
}

static void members_are_found_and_unknown_ones_named(void **state)
{
    (void)state;
    static const char *const keys[] = {"id", "options", "text"};
    struct opened o;
    const cfg_node *m[3];
    open_text(&o, "item = { id = \"smoke\";\n optoins = ( );\n text = \"T\"; };");
    assert_true(cfg_members(&o.cfg, member(&o, "item"), "item", keys, 3, m));
    assert_non_null(m[0]);
    assert_null(m[1]);
    assert_non_null(m[2]);
    assert_int_equal(cfg_line(m[2]), 3);
    assert_int_equal(o.issues.count, 1);
    assert_int_equal(o.issues.list[0].line, 2);
    assert_string_equal(o.issues.list[0].text,
                        "unknown key 'optoins' in item 'smoke'; a key such as 'options' (did you "
                        "mean 'options'?)");
    assert_false(cfg_members(&o.cfg, m[0], "item", keys, 3, m));
    assert_null(m[0]);
    close_text(&o);
}

static void lines_are_right_in_long_files(void **state)
{
    (void)state;
    enum { LINES = 70000 };
    char *text = malloc(LINES + 16);
    assert_non_null(text);
    memset(text, '\n', LINES);
    strcpy(text + LINES, "a = 1;");
    struct opened o;
    open_text(&o, text);
    assert_int_equal(cfg_line(member(&o, "a")), LINES + 1);
    close_text(&o);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_libconfig_reads_is_accepted),
        cmocka_unit_test(what_it_would_bend_is_refused),
        cmocka_unit_test(what_cannot_be_read_is_said),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(many_members_are_refused_at_once),
        cmocka_unit_test(numbers_keep_their_type_and_range),
        cmocka_unit_test(texts_and_ids_are_checked),
        cmocka_unit_test(members_are_found_and_unknown_ones_named),
        cmocka_unit_test(lines_are_right_in_long_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
