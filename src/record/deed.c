#include "record/deed.h"

#include "record/facts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int deed_add(struct installation *installation, const struct reader *reader,
             const struct reader_secret *secret, const char *did, const uint8_t *id,
             const char *reason, int64_t now)
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, now);
    facts_add(&entry.open, "did", did);
    if (id != NULL) {
        entry_name(&entry, id);
    }
    if (reason != NULL) {
        facts_add(&entry.open, "reason", reason);
    }
    int result = installation_add_vouched(installation, &entry, reader, secret);
    int error = errno;
    entry_clear(&entry);
    errno = error;
    return result;
}

static void name_of(const struct installation *installation, const uint8_t id[READER_ID],
                    char out[READER_NAME])
{
    const struct reader *reader = installation_reader(installation, id);
    snprintf(out, READER_NAME, "%s", reader != NULL ? reader->name : "someone unknown");
}

static void read_about(struct installation *installation, const struct entry *entry,
                       struct deed *out)
{
    uint8_t id[ENTRY_ID];
    struct entry about;
    if (!entry_named(entry, id)) {
        return;
    }
    entry_init(&about, ENTRY_DONE, 0);
    if (store_find(installation->store, id, &about) == 0) {
        out->about = about.number;
    }
    entry_clear(&about);
}

static const char *did_word(enum entry_kind kind)
{
    switch (kind) {
    case ENTRY_SETUP:
        return "set up";
    case ENTRY_APPROVAL:
        return "approved form and rules";
    case ENTRY_TOMBSTONE:
        return "purged";
    case ENTRY_EXPIRED:
        return "let an unfinished interview expire";
    case ENTRY_HEAD:
        return "countersigned";
    case ENTRY_REMARK:
        return "added a remark to";
    default:
        return "did something unknown";
    }
}

void deed_read(struct installation *installation, const struct entry *entry, struct deed *out)
{
    const struct buffer *open = &entry->open;
    uint8_t by[READER_ID], subject[READER_ID];
    char change[16];
    *out = (struct deed){.number = entry->number, .at = entry->at, .kind = entry->kind};
    if (facts_hex(open, "by", by, sizeof by)) {
        name_of(installation, by, out->who);
    }
    if (!facts_find(open, "did", out->did, sizeof out->did)) {
        snprintf(out->did, sizeof out->did, "%s", did_word(entry->kind));
    }
    if (entry->kind == ENTRY_READER && facts_find(open, "change", change, sizeof change) &&
        facts_hex(open, "reader", subject, sizeof subject)) {
        snprintf(out->did, sizeof out->did, "%s the reader", change);
        name_of(installation, subject, out->what);
    }
    if (entry->kind == ENTRY_APPROVAL) {
        (void)facts_find(open, "name", out->what, sizeof out->what);
    }
    (void)facts_find(open, "reason", out->reason, sizeof out->reason);
    (void)facts_number(open, "number", &out->about); // a countersigned head
    read_about(installation, entry, out);
}
