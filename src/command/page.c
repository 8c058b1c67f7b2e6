// What `intake show`, `intake start --answers` and the end of a practice interview have in common.
#include "command/page.h"

#include "command/clock.h"
#include "command/command.h"
#include "record/seal.h"
#include "screening/screen.h"

#include <stdlib.h>
#include <time.h>

truth *page_findings(const struct bundle *bundle, const struct answers *answers)
{
    struct expr_env env = answers_env(answers);
    return screen_findings(bundle->rules, &env);
}

struct summary *page_document(const struct bundle *bundle, const struct page_source *source)
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
    free(found);
    return summary;
}

void page_text(const struct bundle *bundle, const struct page_source *source, bool ascii,
               struct buffer *out)
{
    const struct rendering rendering = {.format = FORMAT_TEXT, .ascii = ascii};
    struct summary *summary = page_document(bundle, source);
    (void)render("start", summary, &rendering, out);
    summary_free(summary);
}

int page_print(const struct bundle *bundle, const char *command, const struct page_source *source,
               const struct rendering *rendering)
{
    struct buffer page;
    buffer_init(&page, LIMIT_CFG_BYTES);
    struct summary *summary = page_document(bundle, source);
    int code = render(command, summary, rendering, &page);
    if (code == EXIT_FINE) {
        code = render_write(command, &page);
    }
    summary_free(summary);
    seal_wipe(page.bytes, page.length);
    buffer_clear(&page);
    return code;
}

int page_of_file(struct bundle *bundle, const char *command, const char *file,
                 const struct page_source *how, const struct rendering *rendering)
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
        code = page_print(bundle, command, &source, rendering);
    }
    answers_free(answers);
    return code;
}
