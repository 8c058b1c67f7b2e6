// Values as expressions see them: making the plain ones, names of silences, sets of options.

#include "form/value.h"

#include <string.h>

static const char *const silence_names[] = {
    [SILENCE_NOT] = "",
    [SILENCE_DONT_KNOW] = "dont-know",
    [SILENCE_DECLINED] = "declined",
    [SILENCE_SKIPPED] = "skipped",
    [SILENCE_NOT_REACHED] = "not-reached",
};

const char *silence_name(enum silence silence)
{
    return silence_names[silence];
}

void set_add(uint64_t words[VALUE_SET_WORDS], uint32_t option)
{
    words[option >> 6] |= UINT64_C(1) << (option & 63);
}

void set_remove(uint64_t words[VALUE_SET_WORDS], uint32_t option)
{
    words[option >> 6] &= ~(UINT64_C(1) << (option & 63));
}

uint32_t set_count(const uint64_t words[VALUE_SET_WORDS])
{
    uint32_t count = 0;
    for (int i = 0; i < VALUE_SET_WORDS; i++) {
        for (uint64_t word = words[i]; word != 0; word &= word - 1) {
            count++;
        }
    }
    return count;
}

bool set_empty(const uint64_t words[VALUE_SET_WORDS])
{
    uint64_t all = 0;
    for (int i = 0; i < VALUE_SET_WORDS; i++) {
        all |= words[i];
    }
    return all == 0;
}

struct value value_truth(truth mask)
{
    struct value value = {.truth = mask};
    switch (mask) {
    case TRUTH_TRUE:
    case TRUTH_FALSE:
        value.state = VALUE_KNOWN;
        break;
    case TRUTH_UNKNOWN:
        value.state = VALUE_UNKNOWN;
        value.silence = SILENCE_NOT_REACHED;
        break;
    default:
        value.state = VALUE_PENDING;
        break;
    }
    return value;
}
