// What people must copy or say. Reading is generous in everything that tells no two words apart,
// and strict in the rest.
#include "record/words.h"

#include "base/nearest.h"
#include "record/seal.h"
#include "record/word_list.h"

#include <string.h>

enum { TOLD_APART_BY = 4 }; // letters

const char *word_at(uint32_t number)
{
    return word_list[number % WORDS];
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Part of a word: letters, and whatever is no ASCII, which is in no word of the list.
static bool is_of_word(char c)
{
    return is_letter(c) || (unsigned char)c >= 0x80;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

// The first letters of `text` in lower case, all of them if the word may be one of the list. 0: it
// is no word.
static size_t take_letters(const char *text, size_t length, char out[TOLD_APART_BY + 1])
{
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    while (length > 0 && *text == ' ') {
        text++;
        length--;
    }
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_letter(text[i])) {
            return 0;
        }
        if (count < TOLD_APART_BY) {
            out[count++] = lower(text[i]);
        }
    }
    out[count] = '\0';
    return count;
}

static uint32_t find(const char (*list)[WORD_LETTERS + 1], uint32_t count, const char *text,
                     size_t length)
{
    char wanted[TOLD_APART_BY + 1];
    uint32_t low = 0, high = count;
    if (take_letters(text, length, wanted) == 0) {
        return count;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strncmp(list[middle], wanted, TOLD_APART_BY);
        if (order == 0) {
            low = middle;
            break;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < count && strncmp(list[low], wanted, TOLD_APART_BY) == 0;
    seal_wipe(wanted, sizeof wanted);
    return found ? low : count;
}

uint32_t word_find(const char *text, size_t length)
{
    return find(word_list, WORDS, text, length);
}

const char *word_nearest(const char *text, size_t length)
{
    char small[2 * WORD_LETTERS];
    if (length > sizeof small) {
        return NULL;
    }
    for (size_t i = 0; i < length; i++) {
        small[i] = lower(text[i]);
    }
    struct nearest nearest;
    nearest_init(&nearest, small, length);
    for (size_t i = 0; i < WORDS; i++) {
        nearest_try(&nearest, word_list[i]);
    }
    return nearest.best;
}

// Moves past what stands between words; the length of the next word, 0 at the end.
static size_t next_word(const char **text)
{
    while (**text != '\0' && !is_of_word(**text)) {
        ++*text;
    }
    size_t length = 0;
    while (is_of_word((*text)[length])) {
        length++;
    }
    return length;
}

// Reads exactly `count` words into their numbers. False: *wrong as the header says.
static bool read_words(const char *text, uint32_t *numbers, int count, int *wrong)
{
    int found = 0;
    *wrong = 0;
    for (size_t length = next_word(&text); length > 0; length = next_word(&text)) {
        if (found < count) {
            numbers[found] = word_find(text, length);
            if (numbers[found] == WORDS && *wrong == 0) {
                *wrong = found + 1;
            }
        }
        found++;
        text += length;
    }
    if (found != count) {
        *wrong = 0;
    }
    return found == count && *wrong == 0;
}

static void write_words(const uint32_t *numbers, int count, char *out)
{
    for (int i = 0; i < count; i++) {
        size_t length = strlen(word_at(numbers[i]));
        memcpy(out, word_at(numbers[i]), length);
        out += length;
        *out++ = i + 1 < count ? ' ' : '\0';
    }
}

void resume_words_draw(char out[RESUME_BYTES])
{
    uint32_t numbers[RESUME_WORDS];
    for (int i = 0; i < RESUME_WORDS; i++) {
        numbers[i] = seal_pick(WORDS);
    }
    write_words(numbers, RESUME_WORDS, out);
    seal_wipe(numbers, sizeof numbers);
}

bool resume_words_read(const char *text, char out[RESUME_BYTES], int *wrong)
{
    uint32_t numbers[RESUME_WORDS];
    bool read = read_words(text, numbers, RESUME_WORDS, wrong);
    if (read) {
        write_words(numbers, RESUME_WORDS, out);
    }
    seal_wipe(numbers, sizeof numbers);
    return read;
}

// The recovery sheet: in each line 32 bits of the secret, high bit first, and then 12 of a hash
// over them and the line's number, so that lines written down in another order are noticed too.
enum { LINE_BYTES = 4, CHECK_BITS = RECOVERY_WORDS * WORD_BITS - 8 * LINE_BYTES };
_Static_assert(RECOVERY_LINES *LINE_BYTES == SEAL_KEY, "a sheet is a whole secret");

static uint64_t line_bits(int line, const uint8_t bytes[LINE_BYTES])
{
    const uint8_t number = (uint8_t)line;
    uint8_t hash[SEAL_HASH];
    uint64_t bits = 0;
    seal_hash((const struct seal_part[]){{"sheet", 5}, {&number, 1}, {bytes, LINE_BYTES}}, 3, hash);
    for (int i = 0; i < LINE_BYTES; i++) {
        bits = bits << 8 | bytes[i];
    }
    bits = bits << CHECK_BITS | (((uint64_t)hash[0] << 8 | hash[1]) >> (16 - CHECK_BITS));
    seal_wipe(hash, sizeof hash);
    return bits;
}

void recovery_sheet_write(const uint8_t secret[32], char lines[RECOVERY_LINES][RECOVERY_LINE])
{
    uint32_t numbers[RECOVERY_WORDS];
    for (int line = 0; line < RECOVERY_LINES; line++) {
        uint64_t bits = line_bits(line, secret + line * LINE_BYTES);
        for (int i = RECOVERY_WORDS - 1; i >= 0; i--) {
            numbers[i] = (uint32_t)(bits % WORDS);
            bits /= WORDS;
        }
        write_words(numbers, RECOVERY_WORDS, lines[line]);
    }
    seal_wipe(numbers, sizeof numbers);
}

bool recovery_sheet_read_line(int line, const char *text, uint8_t secret[32], int *wrong)
{
    uint32_t numbers[RECOVERY_WORDS];
    uint8_t bytes[LINE_BYTES];
    *wrong = 0;
    bool read =
        line >= 0 && line < RECOVERY_LINES && read_words(text, numbers, RECOVERY_WORDS, wrong);
    if (read) {
        uint64_t bits = 0;
        for (int i = 0; i < RECOVERY_WORDS; i++) {
            bits = bits * WORDS + numbers[i];
        }
        for (int i = 0; i < LINE_BYTES; i++) {
            bytes[i] = (uint8_t)(bits >> (CHECK_BITS + 8 * (LINE_BYTES - 1 - i)));
        }
        read = line_bits(line, bytes) == bits;
        if (read) {
            memcpy(secret + line * LINE_BYTES, bytes, LINE_BYTES);
        }
        seal_wipe(&bits, sizeof bits);
    }
    seal_wipe(numbers, sizeof numbers);
    seal_wipe(bytes, sizeof bytes);
    return read;
}

int recovery_sheet_line_taken(const char *text)
{
    int word = 1;
    for (size_t length = next_word(&text); length > 0; length = next_word(&text)) {
        const char *found = word_at(word_find(text, length));
        bool same = strlen(found) == length;
        for (size_t i = 0; same && i < length; i++) {
            same = lower(text[i]) == found[i];
        }
        if (!same) {
            return word;
        }
        text += length;
        word++;
    }
    return 0;
}

// Slips. With as many words as a prime below a hundred, two digits can tell any one of them from
// any other in either place, and the two from each other's place: (first + 3 second + 11)
// modulo 97.
static unsigned slip_check(uint32_t first, uint32_t second)
{
    return (first + 3 * second + 11) % SLIP_WORDS;
}

static void write_slip(uint32_t first, uint32_t second, char out[SLIP_BYTES])
{
    const uint32_t numbers[] = {first, second};
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(slip_list[numbers[i]]);
        memcpy(out, slip_list[numbers[i]], length);
        out += length;
        *out++ = '-';
    }
    unsigned check = slip_check(first, second);
    *out++ = (char)('0' + check / 10);
    *out++ = (char)('0' + check % 10);
    *out = '\0';
}

void slip_draw(char out[SLIP_BYTES])
{
    uint32_t first = seal_pick(SLIP_WORDS);
    uint32_t second = (first + 1 + seal_pick(SLIP_WORDS - 1)) % SLIP_WORDS; // never "otter-otter"
    write_slip(first, second, out);
}

bool slip_read(const char *text, char out[SLIP_BYTES])
{
    uint32_t numbers[2];
    for (int i = 0; i < 2; i++) {
        text += strspn(text, " -");
        size_t length = 0;
        while (is_of_word(text[length])) {
            length++;
        }
        numbers[i] = find(slip_list, SLIP_WORDS, text, length);
        if (numbers[i] == SLIP_WORDS) {
            return false;
        }
        text += length;
    }
    text += strspn(text, " -");
    if (!is_digit(text[0]) || !is_digit(text[1]) || text[2 + strspn(text + 2, " ")] != '\0' ||
        (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0') !=
            slip_check(numbers[0], numbers[1])) {
        return false;
    }
    write_slip(numbers[0], numbers[1], out);
    return true;
}
