#include "interview/memory.h"

#include "base/ensure.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *memory_take(size_t count, size_t size)
{
    void *memory = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);
    if (memory == NULL) {
        die("out of memory");
    }
    return memory;
}

char *memory_copy(const void *bytes, size_t length)
{
    char *copy = memory_take(length + 1, 1);
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    return copy;
}

void *memory_grow(void *list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return list;
    }
    size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
    void *larger = wanted <= SIZE_MAX / size ? realloc(list, wanted * size) : NULL;
    if (larger == NULL) {
        die("out of memory");
    }
    *capacity = wanted;
    return larger;
}
