// Clinical numbers in millionths. All arithmetic is done on magnitudes in 64 unsigned bits, the
// sign put back last, so that rounding away from zero is rounding up. No wider type and no floating
// point: the same bits on every machine, a 32-bit Raspberry Pi included.

#include "base/decimal.h"

#include "base/ensure.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

#define ONE ((uint64_t)DECIMAL_ONE)
#define LARGEST ((uint64_t)DECIMAL_MAX)

enum { ARABIC_DECIMAL_SEPARATOR = 0x066B };

static uint64_t magnitude(decimal a)
{
    return a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
}

static bool with_sign(uint64_t value, bool negative, decimal *out)
{
    if (value > LARGEST) {
        return false;
    }
    *out = negative ? -(decimal)value : (decimal)value;
    return true;
}

// With both numbers cut at the point, (w1 + p1)(w2 + p2) = w1 w2 + w1 p2 + p1 w2 + p1 p2, and only
// the last product has more than six places.
bool decimal_multiply(decimal a, decimal b, decimal *out)
{
    uint64_t x = magnitude(a), y = magnitude(b);
    uint64_t whole_x = x / ONE, part_x = x % ONE;
    uint64_t whole_y = y / ONE, part_y = y % ONE;

    // `mixed` cannot wrap: two whole parts of 9.3e12 times a fraction below 1e6 stay below 2^64.
    uint64_t wholes;
    if (__builtin_mul_overflow(whole_x * ONE, whole_y, &wholes)) {
        return false;
    }
    uint64_t mixed = whole_x * part_y + whole_y * part_x;
    uint64_t parts = (part_x * part_y + ONE / 2) / ONE;
    uint64_t product;
    if (__builtin_add_overflow(wholes, mixed + parts, &product)) {
        return false;
    }
    return with_sign(product, (a < 0) != (b < 0), out);
}

// Long division in base two of a million times x: x / y gives the whole part, and its remainder
// is multiplied by a million bit by bit. A remainder stays below y, so doubling it never wraps.
bool decimal_divide(decimal a, decimal b, decimal *out)
{
    if (b == 0) {
        return false;
    }
    uint64_t x = magnitude(a), y = magnitude(b);
    uint64_t whole = x / y, rest = x % y;
    if (whole > LARGEST / ONE) {
        return false;
    }
    uint64_t quotient = 0, remainder = 0;
    for (uint64_t bit = UINT64_C(1) << 19; bit > 0; bit >>= 1) {
        quotient *= 2;
        remainder *= 2;
        if (remainder >= y) {
            remainder -= y;
            quotient++;
        }
        if ((ONE & bit) == 0) {
            continue;
        }
        remainder += rest;
        if (remainder >= y) {
            remainder -= y;
            quotient++;
        }
    }
    if (remainder >= y - remainder) {
        quotient++;
    }
    return with_sign(whole * ONE + quotient, (a < 0) != (b < 0), out);
}

static uint64_t unit_of_place(int places)
{
    ensure(places >= 0 && places <= DECIMAL_PLACES);
    uint64_t unit = ONE;
    for (int i = 0; i < places; i++) {
        unit /= 10;
    }
    return unit;
}

decimal decimal_round(decimal a, int places)
{
    uint64_t unit = unit_of_place(places);
    uint64_t value = magnitude(a);
    uint64_t down = value - value % unit;
    uint64_t rounded = value - down >= unit - unit / 2 ? down + unit : down;
    decimal result = 0;
    if (!with_sign(rounded, a < 0, &result)) {
        // Only within a unit of the largest number there is: towards zero is the best that fits.
        with_sign(down, a < 0, &result);
    }
    return result;
}

// Adds the digit at the end of the magnitude read so far.
static bool append_digit(uint64_t *value, int digit)
{
    return !__builtin_mul_overflow(*value, UINT64_C(10), value) &&
           !__builtin_add_overflow(*value, (uint64_t)digit, value);
}

bool decimal_parse(const char *text, size_t length, decimal *out)
{
    size_t at = 0;
    bool negative = length > 0 && text[0] == '-';
    if (negative || (length > 0 && text[0] == '+')) {
        at++;
    }
    uint64_t value = 0;
    int places = -1; // digits after the point; -1 before it
    int digits = 0;  // since the start or the point
    while (at < length) {
        uint32_t code_point;
        size_t size = text_decode(text + at, length - at, &code_point);
        if (size == 0) {
            return false;
        }
        at += size;
        int digit = text_digit(code_point);
        if (digit >= 0) {
            if (places == DECIMAL_PLACES || !append_digit(&value, digit)) {
                return false;
            }
            digits = 1;
            places += places >= 0 ? 1 : 0;
            continue;
        }
        bool point =
            code_point == '.' || code_point == ',' || code_point == ARABIC_DECIMAL_SEPARATOR;
        if (!point || places >= 0 || digits == 0) {
            return false;
        }
        places = 0;
        digits = 0;
    }
    if (digits == 0) {
        return false;
    }
    for (int i = places > 0 ? places : 0; i < DECIMAL_PLACES; i++) {
        if (!append_digit(&value, 0)) {
            return false;
        }
    }
    return with_sign(value, negative, out);
}

char *decimal_print(decimal a, char out[DECIMAL_TEXT])
{
    int places = DECIMAL_PLACES;
    uint64_t part = magnitude(a) % ONE;
    while (places > 0 && part % 10 == 0) {
        part /= 10;
        places--;
    }
    return decimal_print_places(a, places, out);
}

char *decimal_print_places(decimal a, int places, char out[DECIMAL_TEXT])
{
    uint64_t unit = unit_of_place(places);
    decimal rounded = decimal_round(a, places);
    uint64_t value = magnitude(rounded);
    const char *sign = rounded < 0 ? "-" : "";
    if (places == 0) {
        snprintf(out, DECIMAL_TEXT, "%s%" PRIu64, sign, value / ONE);
    } else {
        snprintf(out, DECIMAL_TEXT, "%s%" PRIu64 ".%0*" PRIu64, sign, value / ONE, places,
                 value % ONE / unit);
    }
    return out;
}
