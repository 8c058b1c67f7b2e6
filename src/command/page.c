// What `intake show`, `intake start --answers` and the end of a practice interview have in common.
#include "command/page.h"

#include "command/clock.h"
#include "command/command.h"
#include "screening/screen.h"
#include "summary/plain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

truth *page_findings(const struct bundle *bundle, const struct answers *answers)
{
    struct expr_env env = answers_env(answers);
    return screen_findings(bundle->rules, &env);
}

void page_text(const struct bundle *bundle, const struct page_source *source, struct buffer *out)
{
    truth *found = page_findings(bundle, source->answers);
    char when[64];
    if (source->day != NULL) {
        clock_print_day(*source->day, when, sizeof when);
    } else {
        clock_print(source->began, when, sizeof when);
    }
    struct bundle_hashes hashes;
    bundle_hashes(bundle, &hashes);
    struct summary_facts facts = {
        .when = when,
        .program = source->program != NULL ? source->program : "intake " INTAKE_VERSION,
        .form_hash = hashes.form,
        .rules_hash = hashes.rules,
        .practice = !source->real,
        .partial = source->partial,
        .interview = source->interview,
    };
    struct summary *summary =
        summary_build(source->answers, bundle->rules, found, bundle->clinic, &facts);
    if (source->evidence) {
        summary_trace(summary, source->answers, bundle->rules, bundle->clinic, &facts);
    }
    struct plain_paper paper = {
        .columns = 80, .rows = 66, .ascii = source->ascii, .width = text_width_unicode};
    summary_plain(summary, &paper, out);
    summary_free(summary);
    free(found);
}

int page_print(const struct bundle *bundle, const char *command, const struct page_source *source)
{
    struct buffer page;
    buffer_init(&page, LIMIT_CFG_BYTES);
    page_text(bundle, source, &page);
    bool written = fwrite(page.bytes, 1, page.length, stdout) == page.length && fflush(stdout) == 0;
    if (!written) {
        fprintf(stderr, "intake %s: the page cannot be written: %s\n", command, strerror(errno));
    }
    buffer_clear(&page);
    return written ? EXIT_FINE : EXIT_IO;
}

int page_of_file(struct bundle *bundle, const char *command, const char *file,
                 const struct page_source *how)
{
    struct answers_setup setup = {
        .form = bundle->form,
        .settings = bundle->settings,
        .today_known = true,
    };
    if (how->day != NULL) {
        setup.today = *how->day;
    } else {
        setup.today_known = clock_today(&setup.today);
    }
    struct answers *answers = NULL;
    int failed = load_answers(file, &setup, &bundle->files, &bundle->issues, &answers);
    bundle_print(&bundle->issues, stderr);
    int code = EXIT_FOUND;
    if (failed == 0) {
        struct page_source source = *how;
        source.answers = answers;
        source.began = (long long)time(NULL);
        code = page_print(bundle, command, &source);
    }
    answers_free(answers);
    return code;
}
