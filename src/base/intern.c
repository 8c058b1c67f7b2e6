// Open addressing with linear probing, at most three quarters full, doubling. A slot keeps its
// key's hash, so that growing reads no key and a failed look-up almost never does. Keys are not
// copied. The hash takes eight bytes at a time; its value depends on the machine and is never
// stored.

#include "base/intern.h"

#include "base/ensure.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_FIRST = 64 };

struct intern_slot {
    const char *key; // NULL: free
    uint32_t hash;
    uint32_t number;
};

void intern_init(struct intern *intern)
{
    *intern = (struct intern){0};
}

void intern_clear(struct intern *intern)
{
    free(intern->slots);
    intern_init(intern);
}

// Multiplication carries a difference upward, the shift brings it down again.
static uint64_t mix(uint64_t state, uint64_t word)
{
    state = (state ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return state ^ (state >> 32);
}

static uint32_t hash_of(const char *key, size_t length)
{
    uint64_t state = mix(UINT64_C(0xD6E8FEB86659FD93), length);
    uint64_t word;
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
    return (uint32_t)mix(state, 0);
}

static bool slot_holds(const struct intern_slot *slot, uint32_t hash, const char *key,
                       size_t length)
{
    // strnlen, because a slice may hold a NUL that the stored key's end would otherwise equal.
    return slot->hash == hash && strnlen(slot->key, length + 1) == length &&
           memcmp(slot->key, key, length) == 0;
}

// The slot that holds the key, or the free one where it belongs. There always is a free one.
static struct intern_slot *find_slot(const struct intern *intern, uint32_t hash, const char *key,
                                     size_t length)
{
    uint32_t mask = intern->capacity - 1;
    uint32_t at = hash & mask;
    while (intern->slots[at].key != NULL && !slot_holds(&intern->slots[at], hash, key, length)) {
        at = (at + 1) & mask;
    }
    return &intern->slots[at];
}

static void resize(struct intern *intern, uint32_t capacity)
{
    struct intern_slot *slots = malloc(capacity * sizeof(*slots));
    if (slots == NULL) {
        die("out of memory");
    }
    // Written at once: of pages that calloc gives, each would be found missing twice, when a slot
    // is looked at and when it is filled.
    memset(slots, 0, capacity * sizeof(*slots));
    for (uint32_t i = 0; i < intern->capacity; i++) {
        const struct intern_slot *slot = &intern->slots[i];
        if (slot->key == NULL) {
            continue;
        }
        uint32_t at = slot->hash & (capacity - 1);
        while (slots[at].key != NULL) {
            at = (at + 1) & (capacity - 1);
        }
        slots[at] = *slot;
    }
    free(intern->slots);
    intern->slots = slots;
    intern->capacity = capacity;
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
    const struct intern_slot *slot = find_slot(intern, hash_of(key, length), key, length);
    return slot->key != NULL ? slot->number : INTERN_NONE;
}

uint32_t intern_add(struct intern *intern, const char *key, uint32_t number)
{
    ensure(number != INTERN_NONE);
    if (!holds(intern->capacity, intern->count + 1)) {
        intern_reserve(intern, intern->count + 1);
    }
    size_t length = strlen(key);
    uint32_t hash = hash_of(key, length);
    struct intern_slot *slot = find_slot(intern, hash, key, length);
    if (slot->key != NULL) {
        return slot->number;
    }
    *slot = (struct intern_slot){.key = key, .hash = hash, .number = number};
    intern->count++;
    return INTERN_NONE;
}
