// What `intake show` and the end of a practice interview have in common.
#include "command/page.h"

#include "base/ensure.h"
#include "command/clock.h"
#include "screening/screen.h"

#include <stdlib.h>

truth *page_findings(const struct bundle *bundle, const struct answers *answers)
{
    truth *found = calloc(bundle->rules->count + 1, sizeof *found);
    if (found == NULL) {
        die("out of memory");
    }
    struct expr_env env = answers_env(answers);
    screen_all(bundle->rules, &env, found);
    return found;
}

void page_text(const struct bundle *bundle, const struct answers *answers, long long began,
               const char *partial, bool ascii, struct buffer *out)
{
    truth *found = page_findings(bundle, answers);
    char when[64];
    clock_print(began, when, sizeof when);
    struct summary_facts facts = {
        .when = when,
        .program = "intake " INTAKE_VERSION,
        .form_hash = bundle->form_hash,
        .rules_hash = bundle->rules_hash,
        .practice = true,
        .partial = partial,
    };
    struct summary *summary = summary_build(answers, bundle->rules, found, bundle->clinic, &facts);
    summary_text(summary, 80, ascii, text_width_unicode, out);
    summary_free(summary);
    free(found);
}
