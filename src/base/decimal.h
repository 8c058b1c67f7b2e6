#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A clinical number: millionths in 64 bits, about 9.2 million million either way. No binary
// floating point anywhere. Arithmetic is checked: a result that does not fit is refused. Division
// and means round half away from zero at the sixth place.
typedef int64_t decimal;

enum { DECIMAL_PLACES = 6 };
#define DECIMAL_ONE INT64_C(1000000)
#define DECIMAL_MAX INT64_MAX
#define DECIMAL_MIN (-INT64_MAX)

// From a whole number; the caller keeps |n| <= 9,000,000,000,000.
static inline decimal decimal_of(int64_t n)
{
    return n * DECIMAL_ONE;
}

// Each returns false, leaving *out alone, when the result does not fit (or b is 0).
static inline bool decimal_add(decimal a, decimal b, decimal *out)
{
    decimal sum;
    if (__builtin_add_overflow(a, b, &sum) || sum < DECIMAL_MIN) {
        return false;
    }
    *out = sum;
    return true;
}

static inline bool decimal_subtract(decimal a, decimal b, decimal *out)
{
    decimal difference;
    if (__builtin_sub_overflow(a, b, &difference) || difference < DECIMAL_MIN) {
        return false;
    }
    *out = difference;
    return true;
}

bool decimal_multiply(decimal a, decimal b, decimal *out);
bool decimal_divide(decimal a, decimal b, decimal *out);

// Half up (away from zero for negatives) at `places` 0 to 6; towards zero where the result would
// not fit.
decimal decimal_round(decimal a, int places);

// Reads "[+-]digits[.digits]" with point or comma (or the Arabic one) and digits of any script; all
// of `length` bytes must be used. At most 6 places. Thousands marks are refused, but "1,000" is one
// with three places: nobody can tell. Returns false if it is not a number that fits.
bool decimal_parse(const char *text, size_t length, decimal *out);

enum { DECIMAL_TEXT = 32 };
// Exact, shortest ("7", "2.5", "-0.25"). Returns `out`.
char *decimal_print(decimal a, char out[DECIMAL_TEXT]);
// With exactly `places` (0 to 6) digits after the point, rounded half up.
char *decimal_print_places(decimal a, int places, char out[DECIMAL_TEXT]);

#endif
