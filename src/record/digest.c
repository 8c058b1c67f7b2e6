#include "record/digest.h"

#include <sodium.h>
#include <string.h>

// Each part is preceded by its length, so that no two lists of parts give the same bytes.
static void add(crypto_generichash_state *state, const void *bytes, size_t length)
{
    unsigned char count[8];
    for (size_t i = 0; i < sizeof count; i++) {
        count[i] = (unsigned char)((uint64_t)length >> (8 * i));
    }
    crypto_generichash_update(state, count, sizeof count);
    crypto_generichash_update(state, bytes, length);
}

int digest_parts(const struct digest_part *parts, size_t count, uint8_t out[32])
{
    crypto_generichash_state state;
    if (sodium_init() < 0 || crypto_generichash_init(&state, NULL, 0, 32) != 0) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        add(&state, parts[i].name, strlen(parts[i].name));
        add(&state, parts[i].bytes, parts[i].length);
    }
    return crypto_generichash_final(&state, out, 32) == 0 ? 0 : -1;
}

void digest_text(const uint8_t hash[32], size_t bytes, char *out)
{
    bytes = bytes > 32 ? 32 : bytes;
    sodium_bin2hex(out, 2 * bytes + 1, hash, bytes);
}
