// The tree that comes of our own way through a file is the one that libconfig's parser makes of it:
// the same values, the same texts, the same lines. Only the line of a text in a list differs:
// libconfig looks past the text before it asks for the line, and may name the next one; ours is
// where the text begins.
#include "base/limits.h"
#include "load/cfg.h"
#include "load/files.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <libconfig.h>

static bool same_place(const cfg_node *ours, const config_setting_t *its)
{
    bool text = config_setting_type(its) == CONFIG_TYPE_STRING;
    bool later = text && config_setting_name(its) == NULL;
    unsigned own = config_setting_source_line(ours), other = config_setting_source_line(its);
    return text == cfg_is_string(ours) &&
           (text || config_setting_type(ours) == config_setting_type(its)) &&
           (own == other || (later && own < other));
}

static void same_tree(struct cfg *cfg, const cfg_node *ours, const config_setting_t *its)
{
    if (!same_place(ours, its)) {
        fail_msg("%s:%u: another type or line than %u", cfg->file, config_setting_source_line(ours),
                 config_setting_source_line(its));
    }
    if (config_setting_name(its) != NULL) {
        assert_string_equal(config_setting_name(ours), config_setting_name(its));
    }
    const char *text = NULL;
    switch (config_setting_type(its)) {
    case CONFIG_TYPE_STRING:
        if (strlen(config_setting_get_string(its)) > LIMIT_TEXT) {
            break; // refused by the getter
        }
        assert_true(cfg_text_or_empty(cfg, ours, &text));
        assert_string_equal(text, config_setting_get_string(its));
        break;
    case CONFIG_TYPE_INT64:
        assert_memory_equal(&ours->value, &its->value, sizeof(long long));
        break;
    case CONFIG_TYPE_INT:
    case CONFIG_TYPE_BOOL:
        assert_memory_equal(&ours->value, &its->value, sizeof(int));
        break;
    case CONFIG_TYPE_FLOAT:
        assert_memory_equal(&ours->value, &its->value, sizeof(double));
        break;
    default:
        assert_int_equal(config_setting_length(ours), config_setting_length(its));
        for (int i = 0; i < config_setting_length(its); i++) {
            same_tree(cfg, config_setting_get_elem(ours, (unsigned)i),
                      config_setting_get_elem(its, (unsigned)i));
        }
    }
}

// False if we refuse the text: some of the files are mistakes.
static bool reads_the_same(const char *name, const char *text, size_t length)
{
    struct files files;
    struct issues issues;
    struct arena arena;
    struct cfg cfg;
    files_init(&files);
    issues_init(&issues);
    arena_init(&arena);
    bool open = cfg_open(&cfg, name, text, length, &arena, &issues) == 0;
    if (open) {
        config_t oracle;
        config_init(&oracle);
        // It can read neither a byte order mark nor a comment that the end of the file ends.
        bool marked = strncmp(text, "\xEF\xBB\xBF", 3) == 0;
        char *whole = arena_print(&arena, "%s\n", text + (marked ? 3 : 0));
        if (config_read_string(&oracle, whole) != CONFIG_TRUE) {
            fail_msg("%s:%d: %s", name, config_error_line(&oracle), config_error_text(&oracle));
        }
        same_tree(&cfg, cfg_root(&cfg), config_root_setting(&oracle));
        config_destroy(&oracle);
    }
    cfg_close(&cfg, &files);
    files_clear(&files);
    arena_clear(&arena);
    issues_clear(&issues);
    return open;
}

static void every_file_here(void **state)
{
    (void)state;
    static const char *const patterns[] = {"forms/*/*.cfg", "forms/*/cases/*.cfg", "config/*.cfg",
                                           "tests/cases/*/*/*.cfg", "tests/fuzz/corpus/form/*"};
    size_t read = 0;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        glob_t found;
        if (glob(patterns[i], 0, NULL, &found) != 0) {
            continue;
        }
        for (size_t k = 0; k < found.gl_pathc; k++) {
            struct files files;
            struct issues issues;
            files_init(&files);
            issues_init(&issues);
            const struct file *file = files_read(&files, found.gl_pathv[k], 1 << 20, &issues);
            read += file != NULL && reads_the_same(file->name, file->bytes, file->length) ? 1 : 0;
            issues_clear(&issues);
            files_clear(&files);
        }
        globfree(&found);
    }
    assert_true(read > 40); // the others are mistakes
}

static void what_is_hard(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "a = \"one that is longer\";",
        "a = \"six by\" \"another that is longer\" \"s\";",
        "a = \"one that is longer\" \"six\" # a remark\n \"and longer than that again\"; b = 1;",
        "a = \"sh\" \"ort\"\n\n\"s\" \"again\"; b = \"\";",
        "a = \"one\ntwo\nthree\nfour\"\n ; b = 2;",
        "a = ( \"one\ntwo\nthree\", \"four\nfive\nsix\n\n\n\", 7 );\nb = 2",
        "a = \"\n\n\n\n\n\n\n\n\n\n\n\n\n\";\nb = 1;",
        "a = \"a quote \\\" a backslash \\\\ an end \\n a tab \\t \\u00e9 \\q\";",
        "a = \"\\\\\\\\\\\\\\\"\\\"\\\"\"; b = \"\\\\\";",
        "a = 1 /* one\ntwo */ b = 2 // three\nc = 3 # four\nd = 0x1F, e = -7L f = 1.5e3;",
        "a : { b = true; c = [ 1, 2, 3 ]; d = ( ); } e = { }",
        "a = 1 b = 2 c = TRUE d = \"x\" e = { f = 1 } g = 2",
        "a = 0x0 b = 0xFFFFFFF c = [ 0x1, 0x10 ] d = ( 0x1a, \"x\", 0x7B ) e = 0x1FL f = 0xABCDEL",
        "a = -0.25 b = .5 c = 7. d = 1e3 e = -1.5E-3 f = +2.5e+2 g = [ 0.1, 12345.678901234567 ]",
        "a = +5 b = -999999999 c = 007 d = -0 e = 123456789012345678L f = -7LL g = [ 1L, -2L ]",
        "a-b = tRuE; c*d = FALSE; *e = [ true, false ]; f_1 = 0xabcdefL g = 0X1f h = ( -1, 0x1 )",
        "a = \"\" b = \"\"c=( \"\", \"\",\"\" )d=[\"\"]e=[\"\",\"x\"\"\"\"y\"]",
        "# nothing but a remark",
        "",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!reads_the_same(texts[i], texts[i], strlen(texts[i]))) {
            fail_msg("refused: %s", texts[i]);
        }
    }
}

// Of nothing but texts without a byte, each with a NUL of its own.
static void no_text_is_too_short(void **state)
{
    (void)state;
    enum { TEXTS = 70000 };
    static char text[3 * TEXTS + 10];
    char *at = text + sprintf(text, "a=(\"\"");
    for (int i = 1; i < TEXTS; i++) {
        at += sprintf(at, ",\"\"");
    }
    sprintf(at, ")");
    assert_true(reads_the_same("many short texts", text, strlen(text)));
}

// A text in a list is said to be where it begins.
static void line_of_a_text(void **state)
{
    (void)state;
    static const char text[] =
        "a = (\n\"one\",\n\"two\" # a remark\n\"goes on\"\n,\"three\nfour\"\n)";
    static const uint32_t lines[] = {2, 3, 5};
    struct files files;
    struct issues issues;
    struct arena arena;
    struct cfg cfg;
    files_init(&files);
    issues_init(&issues);
    arena_init(&arena);
    assert_int_equal(cfg_open(&cfg, "lines", text, strlen(text), &arena, &issues), 0);
    const cfg_node *list = cfg_member(cfg_root(&cfg), "a");
    assert_int_equal(cfg_list(&cfg, list), sizeof lines / sizeof *lines);
    for (uint32_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_int_equal(cfg_line(cfg_element(list, i)), lines[i]);
    }
    cfg_close(&cfg, &files);
    files_clear(&files);
    arena_clear(&arena);
    issues_clear(&issues);
}

// Texts of every length, with something special at every place of it.
static void every_place(void **state)
{
    (void)state;
    static const char *const specials[] = {"\n",       "\\n", "\\\"", "\\\\",
                                           "\xC3\xA9", "/",   "'",    "\\q"};
    enum { LONGEST = 20 };
    for (int length = 0; length < LONGEST; length++) {
        for (int place = 0; place <= length; place++) {
            for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
                char text[2 * LONGEST + 40];
                snprintf(text, sizeof text, "a = \"%.*s%s%.*s\"\nb = \"and another\"; c = 1", place,
                         "abcdefghijklmnopqrst", specials[i], length - place,
                         "ABCDEFGHIJKLMNOPQRST");
                if (!reads_the_same(text, text, strlen(text))) {
                    fail_msg("refused: %s", text);
                }
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_here),      cmocka_unit_test(what_is_hard),
        cmocka_unit_test(no_text_is_too_short), cmocka_unit_test(line_of_a_text),
        cmocka_unit_test(every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
