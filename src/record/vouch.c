#include "record/vouch.h"

#include "record/facts.h"

#include <errno.h>
#include <string.h>

static const char is_vouch[] = "intake voucher 1";
static const char by[] = "by", signature_key[] = "signature";

enum { SIGNATURE_LINE = sizeof signature_key + 2 * SEAL_SIGNATURE + 1 };

// Over the first `length` bytes of the open lines.
static void vouch_hash(const struct entry *entry, const uint8_t terminal[SEAL_KEY], size_t length,
                       uint8_t out[SEAL_HASH])
{
    uint8_t fixed[9] = {(uint8_t)entry->kind};
    for (size_t i = 0; i < 8; i++) {
        fixed[1 + i] = (uint8_t)((uint64_t)entry->at >> (8 * i));
    }
    const struct seal_part parts[] = {
        {is_vouch, strlen(is_vouch)}, {fixed, sizeof fixed},       {entry->id, ENTRY_ID},
        {terminal, SEAL_KEY},         {entry->open.bytes, length},
    };
    seal_hash(parts, sizeof parts / sizeof *parts, out);
}

int vouch_sign(struct entry *entry, const uint8_t terminal[SEAL_KEY], const struct reader *reader,
               const struct reader_secret *secret)
{
    uint8_t hash[SEAL_HASH], signature[SEAL_SIGNATURE];
    facts_add_hex(&entry->open, by, reader->id, READER_ID);
    vouch_hash(entry, terminal, entry->open.length, hash);
    reader_sign(secret, hash, signature);
    facts_add_hex(&entry->open, signature_key, signature, sizeof signature);
    errno = EFBIG;
    return entry->open.full ? -1 : 0;
}

const struct reader *vouch_check(const struct entry *entry, const uint8_t terminal[SEAL_KEY],
                                 const struct reader *readers, size_t count)
{
    uint8_t id[READER_ID], signature[SEAL_SIGNATURE], hash[SEAL_HASH];
    if (entry->open.length <= SIGNATURE_LINE || !facts_hex(&entry->open, by, id, sizeof id) ||
        !facts_hex(&entry->open, signature_key, signature, sizeof signature)) {
        return NULL;
    }
    vouch_hash(entry, terminal, entry->open.length - SIGNATURE_LINE, hash);
    for (size_t i = 0; i < count; i++) {
        if (seal_same(readers[i].id, id, READER_ID)) {
            bool holds = !readers[i].removed && seal_verify(readers[i].sign, hash, signature) == 0;
            return holds ? &readers[i] : NULL;
        }
    }
    return NULL;
}
