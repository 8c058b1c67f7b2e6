// Another clinic in clinic.cfg, and all else as its author wrote it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "load/clinic_text.h"
#include "load/load.h"
#include "load_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct clinic_therapist people[] = {
    {.name = "Bo \"B\" Berg", .profession = "Physio", .registration = "P\\1", .years = -1},
    {.name = "Cy", .needling = "Level 1", .years = 3},
};

static struct clinic clinic_with(uint32_t therapists)
{
    return (struct clinic){
        .name = "New", .emergency = "112", .therapists = people, .therapist_count = therapists};
}

#define THERAPISTS "therapists = ();\n"

static const struct {
    const char *old, *new;
} texts[] = {
    {"", "clinic = { name = \"New\"; emergency = \"112\"; };\n" THERAPISTS},
    {"clinic = { name = \"Old\"; emergency = \"000\"; };\ntherapists = ( { name = \"A\"; } );\n",
     "clinic = { name = \"New\"; emergency = \"112\"; };\ntherapists = ();\n"},
    // Remarks, other keys, texts side by side, no separators.
    {"# name = \"x\"\nclinic : { /* name = 1 */ phone = \"name = 2\" // e\n"
     " name = \"Ol\" \"d }\" # old\n emergency=\"000\"}\nsettings = ( );",
     "# name = \"x\"\nclinic : { /* name = 1 */ phone = \"name = 2\" // e\n"
     " name = \"New\" # old\n emergency=\"112\"}\nsettings = ( );\n" THERAPISTS},
    {"times = { notice = 90; };\nclinic = { name = \"\\\"}\"; keep_days = 7, needling = false }",
     "times = { notice = 90; };\nclinic = { name = \"New\"; keep_days = 7, needling = false "
     "emergency = \"112\"; }\n" THERAPISTS},
    {"therapists = ( { name = \"(\"; years = 3; }, { name = \"]\"; } ) clinic = { name = \"a\"; "
     "emergency = \"1\"; }; # end",
     "therapists = () clinic = { name = \"New\"; emergency = \"112\"; }; # end"},
};

static void what_it_does_not_know_stays(void **state)
{
    (void)state;
    const struct clinic clinic = clinic_with(0);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buffer out;
        buffer_init(&out, LIMIT_CFG_BYTES);
        clinic_text(texts[i].old, &clinic, &out);
        assert_string_equal(out.bytes, texts[i].new);
        buffer_clear(&out);
    }
}

// What was written reads as it was given, also over any beginning of a file.
static void it_reads_back(void **state)
{
    (void)state;
    const struct clinic clinic = clinic_with(2);
    char folder[] = "/tmp/clinic-text-XXXXXX", path[64];
    size_t length = 0;
    char *sample = load_folder_read("config/clinic.cfg", &length);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/clinic.cfg", folder);
    struct buffer out;
    buffer_init(&out, LIMIT_CFG_BYTES);
    clinic_text(sample, &clinic, &out);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(out.bytes, 1, out.length, file), out.length);
    fclose(file);
    struct files files;
    struct issues issues;
    struct clinic *read = NULL;
    files_init(&files);
    issues_init(&issues);
    assert_int_equal(load_clinic(folder, &files, &issues, &read), 0);
    assert_string_equal(read->name, "New");
    assert_string_equal(read->emergency, "112");
    assert_string_equal(read->phone, "02 5550 0100");
    assert_int_equal(read->keep_days, 2555);
    assert_int_equal(read->therapist_count, 2);
    assert_string_equal(read->therapists[0].name, people[0].name);
    assert_string_equal(read->therapists[0].registration, people[0].registration);
    assert_int_equal(read->therapists[1].years, 3);
    clinic_free(read);
    issues_clear(&issues);
    files_clear(&files);
    unlink(path);
    rmdir(folder);
    // A text that ends anywhere is passed over to its end, not run past.
    for (; length > 0; length--) {
        sample[length - 1] = '\0';
        buffer_reset(&out);
        clinic_text(sample, &clinic, &out);
    }
    buffer_clear(&out);
    free(sample);
}

// What a patient did not want kept is printed where the clinic says so, and nowhere else.
static void printing_what_is_not_kept(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool prints;
    } rows[] = {
        {"", false}, {"print_today_only = false;", false}, {"print_today_only = true;", true}};
    char folder[] = "/tmp/clinic-text-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/clinic.cfg", folder);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct files files;
        struct issues issues;
        struct clinic *read = NULL;
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fprintf(file, "clinic = { name = \"A\"; emergency = \"112\"; %s };\n", rows[i].line);
        fclose(file);
        files_init(&files);
        issues_init(&issues);
        assert_int_equal(load_clinic(folder, &files, &issues, &read), 0);
        assert_int_equal(read->print_today_only, rows[i].prints);
        clinic_free(read);
        issues_clear(&issues);
        files_clear(&files);
    }
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_does_not_know_stays),
        cmocka_unit_test(it_reads_back),
        cmocka_unit_test(printing_what_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
