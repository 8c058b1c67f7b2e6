#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

// Ids to numbers: a hash table from a string to a 32-bit number. Keys are borrowed and must outlive
// the table.
struct intern {
    const char **keys; // `capacity` of them; behind them as many hashes, then numbers
    uint32_t capacity; // power of two, or 0
    uint32_t count;
};

// Not an enum: ISO C keeps those within int.
#define INTERN_NONE UINT32_MAX

void intern_init(struct intern *intern);
void intern_clear(struct intern *intern);
// The number of `key`, or INTERN_NONE.
uint32_t intern_find(const struct intern *intern, const char *key);
uint32_t intern_find_slice(const struct intern *intern, const char *key, size_t length);
// Room for `count` keys in all, so that adding them moves nothing.
void intern_reserve(struct intern *intern, uint32_t count);
// Adds `key` with `number`; returns INTERN_NONE, or, if it was there already, its number
// (unchanged).
uint32_t intern_add(struct intern *intern, const char *key, uint32_t number);

#endif
