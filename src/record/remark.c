// A remark's author signs the hash of the sealed body, so that the name under it is the author's
// own and the open line tells nothing of what it says, not even which kind it is.

#include "record/remark.h"

#include "record/contents.h"
#include "record/facts.h"
#include "record/unseal.h"
#include "record/vouch.h"

#include <errno.h>
#include <string.h>

static const char part_facts[] = "facts", part_text[] = "text", part_event[] = "event";
static const char is_remark[] = "intake remark 1";
enum { WORD = 32 };

static const char *const kinds[REMARK_KINDS] = {
    [REMARK_NOTE] = "note",     [REMARK_DECISION] = "decision", [REMARK_FINDING] = "finding",
    [REMARK_ANSWER] = "answer", [REMARK_LINK] = "link",         [REMARK_UNLINK] = "unlink",
};
static const char *const decisions[DECISION_KINDS] = {
    [DECISION_SUITABLE] = "suitable",
    [DECISION_WITH_CARE] = "with-care",
    [DECISION_NOT_TODAY] = "not-today",
    [DECISION_REFER] = "refer",
};

void remark_init(struct remark *remark, enum remark_kind kind)
{
    *remark = (struct remark){.kind = kind};
    buffer_init(&remark->text, REMARK_TEXT - 1);
    buffer_init(&remark->event, REMARK_EVENT - 1);
}

void remark_clear(struct remark *remark)
{
    buffer_clear(&remark->text);
    buffer_clear(&remark->event);
    seal_wipe(remark, sizeof *remark);
}

static bool is_zero(const uint8_t id[ENTRY_ID])
{
    static const uint8_t zero[ENTRY_ID];
    return memcmp(id, zero, ENTRY_ID) == 0;
}

// Has it the parts of its kind, and no event or standing but an answer's?
static bool is_whole(const struct remark *remark)
{
    bool whole = remark->kind < REMARK_KINDS && !remark->text.full && !remark->event.full &&
                 (remark->event.length > 0) == (remark->kind == REMARK_ANSWER) &&
                 (!remark->stands || remark->kind == REMARK_ANSWER) &&
                 memchr(remark->rule, 0, sizeof remark->rule) != NULL;
    switch (remark->kind) {
    case REMARK_NOTE:
        return whole && remark->text.length > 0;
    case REMARK_DECISION:
        return whole && remark->decision < DECISION_KINDS;
    case REMARK_FINDING:
        return whole && remark->rule[0] != '\0';
    case REMARK_LINK:
    case REMARK_UNLINK:
        return whole && !is_zero(remark->other);
    default:
        return whole;
    }
}

static void write_body(const struct remark *remark, struct buffer *body)
{
    struct buffer facts;
    buffer_init(&facts, ENTRY_OPEN_MOST);
    facts_add(&facts, "is", is_remark);
    facts_add(&facts, "kind", kinds[remark->kind]);
    if (remark->kind == REMARK_DECISION) {
        facts_add(&facts, "decision", decisions[remark->decision]);
    } else if (remark->kind == REMARK_FINDING) {
        facts_add(&facts, "rule", remark->rule);
        facts_add_number(&facts, "discussed", remark->discussed);
    } else if (remark->kind == REMARK_LINK || remark->kind == REMARK_UNLINK) {
        facts_add_hex(&facts, "other", remark->other, ENTRY_ID);
    } else if (remark->stands) {
        standing_write(&remark->standing, &facts);
        facts_add_number(&facts, "known", remark->known);
    }
    contents_add(body, part_facts, facts.bytes, facts.length);
    if (remark->text.length > 0) {
        contents_add(body, part_text, remark->text.bytes, remark->text.length);
    }
    if (remark->event.length > 0) {
        contents_add(body, part_event, remark->event.bytes, remark->event.length);
    }
    buffer_clear(&facts);
}

static int seal_and_add(struct installation *installation, const struct reader *reader,
                        const struct reader_secret *secret, struct entry *entry,
                        const struct buffer *body)
{
    const struct roll *roll = &installation->roll;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    if (entry_seal(entry, "", 0, body->bytes, body->length, roll->readers, roll->count, wraps,
                   &count) != 0) {
        return -1;
    }
    facts_add_hex(&entry->open, "body", entry->body_hash, SEAL_HASH);
    if (vouch_sign(entry, installation->terminal, reader, secret) != 0) {
        return -1;
    }
    // Signed by someone else, or by someone who may no more: said now, not by who reads it.
    if (vouch_check(entry, installation->terminal, roll->readers, roll->count) == NULL) {
        errno = EACCES;
        return -1;
    }
    return installation_add(installation, entry, wraps, count);
}

int remark_add(struct installation *installation, const struct reader *reader,
               const struct reader_secret *secret, const uint8_t id[ENTRY_ID],
               const struct remark *remark, int64_t now)
{
    struct entry entry;
    struct buffer body;
    if (!is_whole(remark)) {
        errno = EINVAL;
        return -1;
    }
    if (installation_refresh(installation) != 0) {
        return -1;
    }
    entry_init(&entry, ENTRY_REMARK, now);
    entry_name(&entry, id);
    buffer_init(&body, ENTRY_BODY_MOST);
    write_body(remark, &body);
    int result = seal_and_add(installation, reader, secret, &entry, &body);
    int error = errno;
    buffer_clear(&body);
    entry_clear(&entry);
    errno = error;
    return result;
}

// Which of `count` words stands under a key; `count`: none of them.
static size_t word_of(const struct buffer *facts, const char *key, const char *const *words,
                      size_t count)
{
    char word[WORD];
    size_t which = 0;
    if (!facts_find(facts, key, word, sizeof word)) {
        return count;
    }
    while (which < count && strcmp(words[which], word) != 0) {
        which++;
    }
    return which;
}

static bool read_facts(const struct buffer *facts, struct remark *out)
{
    char is[sizeof is_remark];
    uint64_t discussed = 0;
    size_t kind = word_of(facts, "kind", kinds, REMARK_KINDS);
    if (!facts_find(facts, "is", is, sizeof is) || strcmp(is, is_remark) != 0 ||
        kind == REMARK_KINDS) {
        return false;
    }
    out->kind = (enum remark_kind)kind;
    switch (out->kind) {
    case REMARK_DECISION:
        out->decision = (enum remark_decision)word_of(facts, "decision", decisions, DECISION_KINDS);
        return out->decision < DECISION_KINDS;
    case REMARK_FINDING:
        out->discussed = facts_number(facts, "discussed", &discussed) && discussed == 1;
        return facts_find(facts, "rule", out->rule, sizeof out->rule);
    case REMARK_LINK:
    case REMARK_UNLINK:
        return facts_hex(facts, "other", out->other, ENTRY_ID);
    case REMARK_ANSWER:
        out->stands =
            standing_read(facts, &out->standing) && facts_number(facts, "known", &out->known);
        return true;
    default:
        return true;
    }
}

static bool read_body(const struct buffer *body, struct remark *out)
{
    struct contents_part part;
    struct buffer facts;
    if (!contents_find(body->bytes, body->length, part_facts, &part)) {
        return false;
    }
    buffer_init(&facts, ENTRY_OPEN_MOST);
    buffer_add(&facts, part.bytes, part.length);
    bool fine = !facts.full && read_facts(&facts, out);
    buffer_clear(&facts);
    if (contents_find(body->bytes, body->length, part_text, &part)) {
        buffer_add(&out->text, part.bytes, part.length);
    }
    if (contents_find(body->bytes, body->length, part_event, &part)) {
        buffer_add(&out->event, part.bytes, part.length);
    }
    return fine && is_whole(out);
}

// Who signed these sealed bytes. NULL: nobody.
static const struct reader *author_of(const struct installation *installation,
                                      const struct entry *entry)
{
    uint8_t hash[SEAL_HASH];
    bool these = facts_hex(&entry->open, "body", hash, sizeof hash) &&
                 seal_same(hash, entry->body_hash, SEAL_HASH);
    return these ? installation_signer(installation, entry) : NULL;
}

int remark_open(struct installation *installation, const struct entry *entry,
                const struct reader *reader, const struct reader_secret *secret, struct remark *out)
{
    struct buffer body;
    remark_init(out, REMARK_NOTE);
    out->number = entry->number;
    out->at = entry->at;
    buffer_init(&body, ENTRY_BODY_MOST);
    int result = unseal(installation, entry, reader, secret, NULL, &body);
    int error = errno == ENOENT ? EACCES : errno;
    if (result == 0) {
        out->author = author_of(installation, entry);
        result =
            entry->kind == ENTRY_REMARK && out->author != NULL && read_body(&body, out) ? 0 : -1;
        error = EBADMSG;
    }
    buffer_clear(&body);
    if (result != 0) { // nothing is handed on of what nobody stands for
        remark_clear(out);
        remark_init(out, REMARK_NOTE);
    }
    errno = error;
    return result;
}
