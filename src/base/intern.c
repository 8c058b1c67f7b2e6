// Open addressing with linear probing, at most three quarters full, doubling. The hashes stand by
// themselves: a probe of a large table looks at a fourth of its memory, growing reads no key, and a
// failed look-up almost never does. Keys are not copied. The hash takes eight bytes at a time; its
// value depends on the machine and is never stored.

#include "base/intern.h"

#include "base/ensure.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_FIRST = 64 };

// Of every hash: 0 is a free place.
#define TAKEN UINT32_C(0x80000000)

static uint32_t *hashes_of(const struct intern *intern)
{
    return (uint32_t *)(void *)(intern->keys + intern->capacity);
}

static uint32_t *numbers_of(const struct intern *intern)
{
    return hashes_of(intern) + intern->capacity;
}

void intern_init(struct intern *intern)
{
    *intern = (struct intern){0};
}

void intern_clear(struct intern *intern)
{
    free(intern->keys);
    intern_init(intern);
}

// Multiplication carries a difference upward, the shift brings it down again.
static uint64_t mix(uint64_t state, uint64_t word)
{
    state = (state ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return state ^ (state >> 32);
}

// The last byte is only added: ids that count up lie side by side, and a condition mostly names
// what was asked just before, so a large table is read where it was read last.
static uint32_t hash_of(const char *key, size_t length)
{
    uint64_t state = mix(UINT64_C(0xD6E8FEB86659FD93), length);
    uint64_t word;
    uint32_t last = length > 0 ? (unsigned char)key[--length] : 0;
    while (length >= sizeof(word)) {
        memcpy(&word, key, sizeof(word));
        state = mix(state, word);
        key += sizeof(word);
        length -= sizeof(word);
    }
    if (length > 0) {
        word = 0;
        memcpy(&word, key, length);
        state = mix(state, word);
    }
    return ((uint32_t)mix(state, 0) + last) | TAKEN;
}

static bool is_key(const char *there, const char *key, size_t length)
{
    // strnlen, because a slice may hold a NUL that the stored key's end would otherwise equal.
    return strnlen(there, length + 1) == length && memcmp(there, key, length) == 0;
}

// Where the key stands, or the free place where it belongs. There always is a free one.
static uint32_t find_place(const struct intern *intern, uint32_t hash, const char *key,
                           size_t length)
{
    const uint32_t *hashes = hashes_of(intern);
    uint32_t mask = intern->capacity - 1;
    uint32_t at = hash & mask;
    while (hashes[at] != 0 && !(hashes[at] == hash && is_key(intern->keys[at], key, length))) {
        at = (at + 1) & mask;
    }
    return at;
}

static void put(struct intern *intern, uint32_t at, uint32_t hash, const char *key, uint32_t number)
{
    intern->keys[at] = key;
    hashes_of(intern)[at] = hash;
    numbers_of(intern)[at] = number;
}

static void resize(struct intern *intern, uint32_t capacity)
{
    const size_t each = sizeof(*intern->keys) + 2 * sizeof(uint32_t);
    struct intern wider = {malloc(capacity * each), capacity, intern->count};
    if (wider.keys == NULL) {
        die("out of memory");
    }
    memset(hashes_of(&wider), 0, capacity * sizeof(uint32_t));
    for (uint32_t i = 0; i < intern->capacity; i++) {
        uint32_t hash = hashes_of(intern)[i];
        if (hash == 0) {
            continue;
        }
        uint32_t at = hash & (capacity - 1);
        while (hashes_of(&wider)[at] != 0) {
            at = (at + 1) & (capacity - 1);
        }
        put(&wider, at, hash, intern->keys[i], numbers_of(intern)[i]);
    }
    free(intern->keys);
    *intern = wider;
}

static bool holds(uint32_t capacity, uint32_t count)
{
    return count <= capacity / 4 * 3;
}

void intern_reserve(struct intern *intern, uint32_t count)
{
    ensure(count <= UINT32_MAX / 8);
    uint32_t capacity = intern->capacity == 0 ? CAPACITY_FIRST : intern->capacity;
    while (!holds(capacity, count)) {
        capacity *= 2;
    }
    if (capacity != intern->capacity) {
        resize(intern, capacity);
    }
}

uint32_t intern_find(const struct intern *intern, const char *key)
{
    return intern_find_slice(intern, key, strlen(key));
}

uint32_t intern_find_slice(const struct intern *intern, const char *key, size_t length)
{
    if (intern->count == 0) {
        return INTERN_NONE;
    }
    uint32_t at = find_place(intern, hash_of(key, length), key, length);
    return hashes_of(intern)[at] != 0 ? numbers_of(intern)[at] : INTERN_NONE;
}

uint32_t intern_add(struct intern *intern, const char *key, uint32_t number)
{
    ensure(number != INTERN_NONE);
    if (!holds(intern->capacity, intern->count + 1)) {
        intern_reserve(intern, intern->count + 1);
    }
    size_t length = strlen(key);
    uint32_t hash = hash_of(key, length);
    uint32_t at = find_place(intern, hash, key, length);
    if (hashes_of(intern)[at] != 0) {
        return numbers_of(intern)[at];
    }
    put(intern, at, hash, key, number);
    intern->count++;
    return INTERN_NONE;
}
