#include "record/digest.h"

#include "base/ensure.h"
#include "record/seal.h"

#include <stdlib.h>
#include <string.h>

int digest_parts(const struct digest_part *parts, size_t count, uint8_t out[32])
{
    if (seal_start() != 0) {
        return -1;
    }
    struct seal_part *both = calloc(2 * count + 1, sizeof *both);
    if (both == NULL) {
        die("out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        both[2 * i] = (struct seal_part){parts[i].name, strlen(parts[i].name)};
        both[2 * i + 1] = (struct seal_part){parts[i].bytes, parts[i].length};
    }
    seal_hash(both, 2 * count, out);
    free(both);
    return 0;
}
