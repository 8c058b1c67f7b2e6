// Any bytes as what is sealed in a record: named parts, lines of facts, a headline, a body. Nothing
// is read outside them, what is found lies in them, and what is written again is the same.
#include "base/ensure.h"
#include "record/contents.h"
#include "record/facts.h"
#include "record/handover.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_contents(const uint8_t *data, size_t size)
{
    const uint8_t *at = data;
    size_t left = size;
    struct contents_part part, found;
    bool damaged = false;
    uint8_t hash[32];
    struct buffer again;
    buffer_init(&again, size);
    while (contents_next(&at, &left, &part, &damaged)) {
        ensure(part.bytes >= data && part.bytes + part.length == at && at + left == data + size);
        ensure(contents_find(data, size, part.name, &found) && found.bytes <= part.bytes);
        contents_add(&again, part.name, part.bytes, part.length);
    }
    ensure(damaged == (left > 0));
    ensure(!again.full && again.length == size - left);
    ensure(memcmp(again.bytes, data, again.length) == 0);
    ensure((contents_digest(data, size, hash) == 0) == !damaged);
    buffer_clear(&again);
}

static void try_facts(const struct buffer *lines)
{
    static const char *const keys[] = {"name", "slip", "form", "number", "hash"};
    char text[HANDED_TEXT];
    uint8_t bytes[32];
    uint64_t number = 0;
    struct buffer again;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        buffer_init(&again, 4096);
        if (facts_find(lines, keys[i], text, sizeof text)) {
            ensure(strlen(text) < sizeof text && strchr(text, '\n') == NULL);
        }
        if (facts_number(lines, keys[i], &number)) {
            uint64_t same = 0;
            facts_add_number(&again, keys[i], number);
            ensure(facts_number(&again, keys[i], &same) && same == number);
        }
        buffer_reset(&again);
        if (facts_hex(lines, keys[i], bytes, sizeof bytes)) {
            uint8_t same[sizeof bytes];
            facts_add_hex(&again, keys[i], bytes, sizeof bytes);
            ensure(facts_hex(&again, keys[i], same, sizeof same));
            ensure(memcmp(same, bytes, sizeof same) == 0);
        }
        buffer_clear(&again);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer bytes;
    struct headline headline;
    struct handed handed;
    buffer_init(&bytes, size);
    buffer_add(&bytes, data, size);
    try_contents(data, size);
    try_facts(&bytes);
    if (headline_read(&bytes, &headline)) {
        ensure(strlen(headline.name) < sizeof headline.name);
        ensure(strlen(headline.standing.reason) < sizeof headline.standing.reason);
        ensure(headline.standing.gravest <= RULE_CLASSES);
    }
    if (handed_read(&bytes, &handed)) {
        const uint8_t *first = (const uint8_t *)bytes.bytes, *end = first + bytes.length;
        ensure(handed.trail >= first && handed.trail + handed.trail_length <= end);
        ensure(handed.findings >= first && handed.findings + handed.findings_length <= end);
        ensure(handed.response >= first && handed.response + handed.response_length <= end);
        ensure(strlen(handed.slip) < sizeof handed.slip);
    }
    buffer_clear(&bytes);
    return 0;
}
