// Texts with names in braces. "{{" is a brace; a "}" that closes nothing is itself.

#include "form/template.h"

#include "base/nearest.h"
#include "base/text.h"
#include "form/depend.h"

#include <string.h>

static const char clinic_prefix[] = "clinic.";

static void report(struct issues *issues, const char *file, uint32_t line, const char *what,
                   const char *name, size_t length, const char *wrong, const char *best)
{
    issues_add(issues, ISSUE_ERROR, file, line, "%s: {%.*s} %s%s%s%s", what,
               (int)text_fit(name, length, LIMIT_ID), name, wrong,
               best != NULL ? " (did you mean '" : "", best != NULL ? best : "",
               best != NULL ? "'?)" : "");
}

static bool check_clinic(const char *name, size_t length, const char *const *clinic_names,
                         struct nearest *nearest)
{
    size_t prefix = strlen(clinic_prefix);
    nearest_init(nearest, name + prefix, length - prefix);
    for (const char *const *known = clinic_names; *known != NULL; known++) {
        if (strlen(*known) == length - prefix &&
            memcmp(*known, name + prefix, length - prefix) == 0) {
            return true;
        }
        nearest_try(nearest, *known);
    }
    return false;
}

static int check_name(const char *name, size_t length, const struct form *form,
                      const char *const *clinic_names, const char *file, uint32_t line,
                      const char *what, struct issues *issues)
{
    struct nearest nearest;
    if (length > strlen(clinic_prefix) &&
        strncmp(name, clinic_prefix, strlen(clinic_prefix)) == 0) {
        if (check_clinic(name, length, clinic_names, &nearest)) {
            return 0;
        }
        report(issues, file, line, what, name, length, "is no fact of the clinic", nearest.best);
        return -1;
    }
    uint32_t item = intern_find_slice(&form->by_id, name, length);
    if (item != INTERN_NONE) {
        if (form->items[item].value_type != VALUE_NONE) {
            return 0;
        }
        report(issues, file, line, what, name, length, "has no value to put into a text", NULL);
        return -1;
    }
    nearest_init(&nearest, name, length);
    for (uint32_t i = 0; i < form->item_count && issues_few(issues); i++) {
        if (form->items[i].id != NULL && form->items[i].value_type != VALUE_NONE) {
            nearest_try(&nearest, form->items[i].id);
        }
    }
    report(issues, file, line, what, name, length, "is no question, value or score of this form",
           nearest.best);
    return -1;
}

int template_check(const char *text, const struct form *form, const char *const *clinic_names,
                   const char *file, uint32_t line, const char *what, struct issues *issues)
{
    int status = 0;
    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at, '{')) {
        if (at[1] == '{') {
            at += 2;
            continue;
        }
        const char *name = at + 1;
        const char *close = strchr(name, '}');
        if (close == NULL) {
            issues_add(issues, ISSUE_ERROR, file, line,
                       "%s: '{%.*s' is not closed; a brace itself is written '{{'", what,
                       (int)text_fit(name, strlen(name), LIMIT_ID), name);
            return -1;
        }
        size_t length = (size_t)(close - name);
        if (check_name(name, length, form, clinic_names, file, line, what, issues) != 0) {
            status = -1;
        }
        at = close + 1;
    }
    return status;
}

void template_check_order(const char *text, const struct form *form, uint32_t item,
                          const char *file, uint32_t line, const char *what, struct issues *issues)
{
    const uint32_t *latest = form->depend->latest;
    for (const char *at = strchr(text, '{'); at != NULL && latest != NULL; at = strchr(at, '{')) {
        const char *close = strchr(at, '}');
        if (at[1] == '{' || close == NULL) {
            at += 2;
            continue;
        }
        uint32_t named = intern_find_slice(&form->by_id, at + 1, (size_t)(close - at - 1));
        at = close + 1;
        if (named == INTERN_NONE || latest[named] <= item + 1) {
            continue;
        }
        bool itself = latest[named] - 1 == named;
        issues_add(issues, ISSUE_WARNING, file, line,
                   "%s: {%s}%s%s%s is asked later and not known here; an earlier question", what,
                   form->items[named].id, itself ? "" : " comes of '",
                   itself ? "" : form->items[latest[named] - 1].id, itself ? "" : "', which");
    }
}

void template_fill(const char *text,
                   void (*say)(void *context, const char *name, size_t length, struct buffer *out),
                   void *context, struct buffer *out)
{
    for (;;) {
        const char *brace = strchr(text, '{');
        const char *close = brace != NULL ? strchr(brace, '}') : NULL;
        if (brace == NULL || (close == NULL && brace[1] != '{')) {
            buffer_text(out, text);
            return;
        }
        buffer_add(out, text, (size_t)(brace - text));
        if (brace[1] == '{') {
            buffer_char(out, '{');
            text = brace + 2;
            continue;
        }
        say(context, brace + 1, (size_t)(close - brace - 1), out);
        text = close + 1;
    }
}
