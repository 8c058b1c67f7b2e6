#include "command/kept.h"

#include "base/ensure.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/place.h"
#include "command/unpacked.h"
#include "record/contents.h"
#include "record/drafts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

// The ids of the settings that are on: what the clinic has chosen, whatever else its file says.
static void settings_hash(const struct bundle *bundle, uint8_t out[SEAL_HASH])
{
    const struct form *form = bundle->form;
    struct seal_part *parts = calloc(form->setting_count + 1, sizeof *parts);
    size_t count = 0;
    if (parts == NULL) {
        die("out of memory");
    }
    for (uint32_t i = 0; i < form->setting_count; i++) {
        if (bundle->settings[i] != 0) {
            const char *id = form->settings[i].id;
            parts[count++] = (struct seal_part){id, strlen(id)};
        }
    }
    seal_hash(parts, count, out);
    free(parts);
}

void kept_approval(const struct bundle *bundle, struct approval *out)
{
    memcpy(out->form, bundle->form->hash, SEAL_HASH);
    snprintf(out->of, sizeof out->of, "%s", bundle->form->id);
    bundle_rules_hash(bundle, out->rules);
    settings_hash(bundle, out->settings);
}

const char *kept_unapproved(const struct bundle *bundle, struct installation *installation)
{
    struct approval now, then;
    kept_approval(bundle, &now);
    if (installation_approval_of(installation, bundle->form->id, &then) != 0) {
        return errno == ENOENT ? "Nobody has approved the form and the rules yet."
                               : "The approval cannot be read, or is not as it was signed.";
    }
    if (!seal_same(now.form, then.form, SEAL_HASH)) {
        return "The form is not the one that was approved.";
    }
    return seal_same(now.rules, then.rules, SEAL_HASH) &&
                   seal_same(now.settings, then.settings, SEAL_HASH)
               ? NULL
               : "The rules or the clinic's settings are not the ones that were approved.";
}

const char *kept_set_back(struct installation *installation, char out[KEPT_SENTENCE])
{
    char who[READER_NAME], when[64];
    int64_t at = 0;
    if (!installation_set_back(installation, who, &at)) {
        return NULL;
    }
    snprintf(out, KEPT_SENTENCE,
             "The records here end before what was countersigned on %s: they were set back, or "
             "their end is lost. 'intake verify' says more.",
             clock_print(at, when, sizeof when));
    return out;
}

// Of the forms offered now that were approved then: how many were, and how many of them read
// otherwise today.
static void look_back(const struct bundle *const offered[], size_t count, int64_t at,
                      struct installation *installation, size_t *then, size_t *changed)
{
    uint8_t form[SEAL_HASH];
    *then = *changed = 0;
    for (size_t i = 0; i < count; i++) {
        if (installation_form_then(installation, offered[i]->form->id, at, form) == 0) {
            *then += 1;
            *changed += !seal_same(form, offered[i]->form->hash, SEAL_HASH);
        }
    }
}

int kept_outdated(const struct bundle *const offered[], size_t count,
                  struct installation *installation, struct kept_outdated *out)
{
    char folder[sizeof installation->folder + 16];
    int error = 0;
    *out = (struct kept_outdated){.surely = 0};
    struct drafts *drafts =
        drafts_open(place_drafts(installation->folder, folder, sizeof folder), &error);
    struct draft *list = NULL;
    size_t found = 0;
    if (drafts != NULL && drafts_list(drafts, &list, &found) != 0) {
        error = errno;
    }
    for (size_t i = 0; i < found; i++) {
        size_t then, changed;
        if (list[i].sealed && !list[i].done) {
            look_back(offered, count, list[i].began, installation, &then, &changed);
            out->surely += changed > 0 && changed == then;
            out->perhaps += changed > 0 && changed < then;
        }
    }
    free(list);
    drafts_close(drafts);
    errno = error;
    return error == 0 ? 0 : -1;
}

static int add_files(const struct bundle *bundle, size_t first, size_t end, struct store *store)
{
    struct buffer contents;
    uint8_t hash[SEAL_HASH];
    buffer_init(&contents, (size_t)LIMIT_CFG_BYTES * 2);
    for (size_t i = first; i < end; i++) {
        const struct file *file = &bundle->files.list[i];
        contents_add(&contents, bundle_file_name(bundle, i), file->bytes, file->length);
    }
    errno = EFBIG;
    int failed = contents.full ? -1 : store_keep(store, contents.bytes, contents.length, hash);
    int error = errno;
    buffer_clear(&contents);
    errno = error;
    return failed;
}

int kept_add(const struct bundle *bundle, struct store *store)
{
    return add_files(bundle, 0, bundle->form_files, store) != 0 ||
                   add_files(bundle, bundle->form_files, bundle->own_files, store) != 0
               ? -1
               : 0;
}

static int open_unpacked(const struct unpacked *from, struct bundle *bundle)
{
    // A form's folder has its name; "." has none, and is taken for any.
    char form[UNPACKED_PATH + 2];
    snprintf(form, sizeof form, "%s/.", from->form);
    return bundle_open(bundle, form, from->config);
}

int kept_open(struct store *store, const uint8_t form[SEAL_HASH], const uint8_t rules[SEAL_HASH],
              struct bundle *bundle, const char **why)
{
    struct buffer form_files, other_files;
    struct unpacked folders = {.held = -1};
    uint8_t now[SEAL_HASH];
    int code = EXIT_IO;
    *bundle = (struct bundle){0};
    files_init(&bundle->files);
    issues_init(&bundle->issues);
    *why = NULL;
    buffer_init(&form_files, (size_t)LIMIT_CFG_BYTES * 2);
    buffer_init(&other_files, (size_t)LIMIT_CFG_BYTES * 2);
    if (store_kept(store, form, &form_files) != 0 || store_kept(store, rules, &other_files) != 0) {
        *why = errno == ENOENT ? "the form or the rules of that day are not kept here"
                               : "the form or the rules of that day cannot be read";
    } else if (unpacked_make(&folders) != 0 || unpacked_add(&folders, &form_files, true) != 0 ||
               unpacked_add(&folders, &other_files, false) != 0) {
        *why = "the form of that day cannot be laid out in memory";
    } else {
        code = open_unpacked(&folders, bundle);
    }
    unpacked_remove(&folders);
    if (code == EXIT_FINE) {
        bundle_rules_hash(bundle, now);
        if (!seal_same(now, rules, SEAL_HASH) || !seal_same(bundle->form->hash, form, SEAL_HASH)) {
            *why = "what is kept of that day's form does not read as it did";
            code = EXIT_IO;
        }
    }
    buffer_clear(&form_files);
    buffer_clear(&other_files);
    return code;
}
