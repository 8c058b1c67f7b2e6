#include "record/hex.h"

void hex_write(const void *bytes, size_t length, char *out)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *at = bytes;
    for (size_t i = 0; i < length; i++) {
        *out++ = digits[at[i] >> 4];
        *out++ = digits[at[i] & 15];
    }
    *out = '\0';
}

static int value_of(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool hex_read(const char *digits, size_t count, void *out, size_t length)
{
    uint8_t *to = out;
    if (count % 2 != 0 || count / 2 != length) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (value_of(digits[i]) < 0) {
            return false;
        }
    }
    for (size_t i = 0; i < length; i++) {
        to[i] = (uint8_t)(value_of(digits[2 * i]) * 16 + value_of(digits[2 * i + 1]));
    }
    return true;
}
