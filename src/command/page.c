// What `intake show`, `intake start --answers` and the end of a practice interview have in common.
#include "command/page.h"

#include "command/clock.h"
#include "command/command.h"
#include "screening/screen.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char program[] = "intake " INTAKE_VERSION;

truth *page_findings(const struct bundle *bundle, const struct answers *answers)
{
    struct expr_env env = answers_env(answers);
    return screen_findings(bundle->rules, &env);
}

bool page_read_document(const char *name, enum summary_document *out)
{
    static const char *const names[SUMMARY_DOCUMENTS] = {
        [SUMMARY_PAGE] = "page",         [SUMMARY_ANSWERS] = "answers",
        [SUMMARY_FINDINGS] = "findings", [SUMMARY_MEASURES] = "measures",
        [SUMMARY_NOTES] = "notes",       [SUMMARY_COPY] = "copy",
    };
    for (int i = 0; i < SUMMARY_DOCUMENTS; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum summary_document)i;
            return true;
        }
    }
    return false;
}

// One of the documents made of the same answers. What `source` names must outlive it.
static struct summary *document_of(const struct bundle *bundle, const struct page_source *source)
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
    const struct summary_facts facts = {
        .when = when,
        .program = source->program != NULL ? source->program : program,
        .form_hash = hashes.form,
        .rules_hash = hashes.rules,
        .practice = !source->real,
        .partial = source->partial,
        .interview = source->interview,
    };
    struct summary *summary = summary_document(source->document, source->answers, bundle->rules,
                                               found, bundle->clinic, &facts);
    if (source->evidence && source->document == SUMMARY_PAGE) {
        summary_trace(summary, source->answers, bundle->rules, bundle->clinic, &facts);
    }
    free(found);
    return summary;
}

struct summary *page_blank(const struct bundle *bundle)
{
    struct bundle_hashes hashes;
    bundle_hashes(bundle, &hashes);
    const struct summary_facts facts = {
        .when = "",
        .program = "intake " INTAKE_VERSION,
        .form_hash = hashes.form,
        .rules_hash = hashes.rules,
    };
    return summary_blank(bundle->form, bundle->clinic, bundle->settings, &facts);
}

void page_text(const struct bundle *bundle, const struct page_source *source, bool ascii,
               int columns, struct buffer *out)
{
    const struct rendering rendering = {.format = FORMAT_TEXT, .ascii = ascii, .columns = columns};
    struct summary *summary = document_of(bundle, source);
    (void)render("start", summary, &rendering, out);
    summary_free(summary);
}

int page_print(const struct bundle *bundle, const char *command, const struct page_source *source,
               const struct rendering *rendering)
{
    struct summary *summary = document_of(bundle, source);
    int code = render_print(command, summary, rendering);
    summary_free(summary);
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
