// A correction's author signs the hash of the sealed note, so that the name under it is the
// author's own and the open line tells nothing of what it says.

#include "record/deed.h"

#include "record/contents.h"
#include "record/facts.h"
#include "record/vouch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char part_note[] = "note";

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
    case ENTRY_CORRECTION:
        return "added a correction";
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

int deed_correct(struct installation *installation, const struct reader *reader,
                 const struct reader_secret *secret, const uint8_t id[ENTRY_ID], const char *note,
                 int64_t now)
{
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    struct buffer body;
    if (installation_refresh(installation) != 0) {
        return -1;
    }
    entry_init(&entry, ENTRY_CORRECTION, now);
    entry_name(&entry, id);
    buffer_init(&body, ENTRY_BODY_MOST);
    contents_add(&body, part_note, note, strlen(note));
    int result = entry_seal(&entry, "", 0, body.bytes, body.length, installation->roll.readers,
                            installation->roll.count, wraps, &count);
    if (result == 0) {
        facts_add_hex(&entry.open, "body", entry.body_hash, SEAL_HASH);
        result = vouch_sign(&entry, installation->terminal, reader, secret);
    }
    if (result == 0) {
        result = installation_add(installation, &entry, wraps, count);
    }
    int error = errno;
    seal_wipe(body.bytes, body.length);
    buffer_clear(&body);
    entry_clear(&entry);
    errno = error;
    return result;
}

// Whose signature it is, removed since or not. NULL: nobody's.
static const struct reader *author_of(const struct installation *installation,
                                      const struct entry *entry)
{
    uint8_t id[READER_ID];
    const struct reader *author =
        facts_hex(&entry->open, "by", id, sizeof id) ? installation_reader(installation, id) : NULL;
    if (author == NULL) {
        return NULL;
    }
    struct reader then = *author;
    then.removed = false;
    return vouch_check(entry, installation->terminal, &then, 1) != NULL ? author : NULL;
}

int deed_open_correction(struct installation *installation, const struct entry *entry,
                         const struct reader *reader, const struct reader_secret *secret,
                         struct buffer *note, const struct reader **author)
{
    struct entry_wrap wrap;
    struct buffer body;
    struct contents_part part;
    uint8_t hash[SEAL_HASH];
    if (store_wrap(installation->store, entry->number, reader->id, &wrap) != 0) {
        errno = errno == ENOENT ? EACCES : errno;
        return -1;
    }
    *author = author_of(installation, entry);
    buffer_init(&body, ENTRY_BODY_MOST);
    int result = entry_open(entry, installation->terminal, &wrap, secret, NULL, &body);
    int error = errno;
    if (result == 0) {
        bool signs = *author != NULL && facts_hex(&entry->open, "body", hash, sizeof hash) &&
                     seal_same(hash, entry->body_hash, SEAL_HASH);
        result = signs && contents_find(body.bytes, body.length, part_note, &part) ? 0 : -1;
        error = EBADMSG;
    }
    if (result == 0) {
        buffer_add(note, part.bytes, part.length);
    }
    seal_wipe(body.bytes, body.length);
    buffer_clear(&body);
    errno = error;
    return result;
}
