// What a person types, to an answer. Typed dates, times and numbers come in many shapes; what has
// two meanings is refused with a sentence that says how to write it, never guessed.
#include "interview/heard.h"

#include "base/ensure.h"
#include "base/text.h"
#include "base/wipe.h"

#include <stdlib.h>
#include <string.h>

enum { TOKENS = 8, WORD = 24, SHORT_TEXT = 512 };

// A date or a time, taken apart: numbers, and words without capitals and accents.
struct token {
    bool number;
    int value, digits; // value: at most 6 digits, else it is no date
    char word[WORD];
};

struct tokens {
    struct token list[TOKENS];
    size_t count;
    bool bad; // too many, or a mark that has no place here
};

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
}

static struct token *add_token(struct tokens *tokens)
{
    if (tokens->count == TOKENS) {
        tokens->bad = true;
        return &tokens->list[TOKENS - 1];
    }
    tokens->list[tokens->count] = (struct token){0};
    return &tokens->list[tokens->count++];
}

static int digit_at(const char *text, size_t length, size_t at, size_t *size)
{
    uint32_t code_point;
    *size = text_decode(text + at, length - at, &code_point);
    return *size == 0 ? -1 : text_digit(code_point);
}

static size_t read_number(struct token *token, const char *text, size_t length, size_t at)
{
    token->number = true;
    size_t size;
    for (int digit; at < length && (digit = digit_at(text, length, at, &size)) >= 0; at += size) {
        token->digits++;
        token->value = token->digits <= 6 ? token->value * 10 + digit : token->value;
    }
    return at;
}

static size_t read_word(struct token *token, const char *text, size_t length, size_t at)
{
    size_t size, used = 0;
    while (at < length && is_word_byte(text[at]) && digit_at(text, length, at, &size) < 0) {
        for (size_t i = 0; i < (size > 0 ? size : 1) && used + 1 < WORD; i++) {
            token->word[used++] = text[at + i];
        }
        at += size > 0 ? size : 1;
    }
    token->word[used] = '\0';
    return at;
}

static void tokenise(const char *typed, struct tokens *tokens)
{
    char text[SHORT_TEXT];
    *tokens = (struct tokens){0};
    size_t length = text_fold(typed, text, sizeof text);
    tokens->bad = strlen(typed) >= sizeof text / 2;
    for (size_t at = 0; at < length && !tokens->bad;) {
        size_t size;
        if (digit_at(text, length, at, &size) >= 0) {
            at = read_number(add_token(tokens), text, length, at);
        } else if (is_word_byte(text[at])) {
            at = read_word(add_token(tokens), text, length, at);
        } else {
            tokens->bad = strchr(" .,/-:~'", text[at]) == NULL;
            at++;
        }
    }
}

static bool is_among(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(word, *words) == 0) {
            return true;
        }
    }
    return false;
}

// Leaves out the words that carry no date: "the 17th of May".
static void drop_words(struct tokens *tokens, const char *const *words)
{
    size_t kept = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->list[i].number || !is_among(tokens->list[i].word, words)) {
            tokens->list[kept++] = tokens->list[i];
        }
    }
    tokens->count = kept;
}

// 1 to 12 for a month's name, or three or more letters of it; 0 if it is none.
static int month_of(const struct token *token)
{
    static const char *const names[12] = {"january",   "february", "march",    "april",
                                          "may",       "june",     "july",     "august",
                                          "september", "october",  "november", "december"};
    size_t length = strlen(token->word);
    for (int i = 0; i < 12 && !token->number && length >= 3; i++) {
        if (strncmp(token->word, names[i], length) == 0) {
            return i + 1;
        }
    }
    return 0;
}

// "3", "three", "a": how many weeks; -1 if it is no number.
static int amount_of(const struct token *token)
{
    static const char *const words[] = {"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    if (token->number) {
        return token->digits <= 4 ? token->value : -1;
    }
    if (strcmp(token->word, "a") == 0 || strcmp(token->word, "last") == 0) {
        return 1;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(token->word, words[i]) == 0) {
            return (int)i;
        }
    }
    return strcmp(token->word, "this") == 0 ? 0 : -1;
}

static bool parse_weeks(struct tokens *tokens, day_number today, struct date *out)
{
    static const char *const idle[] = {"about", "around", "ago", "or", "so", NULL};
    static const char *const weeks[] = {"week", "weeks", "wk", "wks", "w", NULL};
    drop_words(tokens, idle);
    if (tokens->count != 2 || tokens->list[1].number || !is_among(tokens->list[1].word, weeks)) {
        return false;
    }
    int amount = amount_of(&tokens->list[0]);
    return amount >= 0 && date_about(amount, today, out);
}

static enum heard of_civil(int year, int month, int day, struct date *out)
{
    day_number number;
    if (!date_from_civil(year, month, day, &number)) {
        return HEARD_NO_SUCH_DAY;
    }
    *out = date_of_day(number);
    return HEARD_OK;
}

// With the month as a word: "17 May 1980", "May 17, 1980", "May 1980", "1980 May 17".
static enum heard parse_month_words(const struct tokens *tokens, struct date *out)
{
    int month = 0, year = 0, day = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->list[i];
        if (token->number && token->digits == 4 && year == 0) {
            year = token->value;
        } else if (token->number && token->digits <= 2 && day == 0) {
            day = token->value;
            if (day == 0) {
                return HEARD_NO_SUCH_DAY;
            }
        } else if (month_of(token) != 0 && month == 0) {
            month = month_of(token);
        } else {
            return HEARD_NOT_A_DATE;
        }
    }
    if (month == 0 || year == 0) {
        return HEARD_NOT_A_DATE;
    }
    if (day != 0) {
        return of_civil(year, month, day, out);
    }
    return date_of_month(year, month, out) ? HEARD_OK : HEARD_NOT_A_DATE;
}

// Numbers that have a date's shape but are none: 31.2.1980, or the thirteenth month.
static bool date_shaped(const struct tokens *tokens)
{
    if (tokens->count < 2 || tokens->count > 3) {
        return false;
    }
    size_t last = tokens->count - 1;
    bool first_is_year = tokens->list[0].digits == 4;
    for (size_t i = 0; i <= last; i++) {
        const struct token *token = &tokens->list[i];
        bool year = i == (first_is_year ? 0 : last);
        if (!token->number || (year ? token->digits != 4 : token->digits > 2)) {
            return false;
        }
    }
    int year = tokens->list[first_is_year ? 0 : last].value;
    return year >= DATE_YEAR_MIN && year <= DATE_YEAR_MAX;
}

static const char *const idle_in_dates[] = {"st",  "nd", "rd", "th",    "of",
                                            "the", "in", "on", "since", NULL};

bool heard_date(const char *text, bool month_first, struct date *out)
{
    if (date_parse_typed(text, strlen(text), month_first, out)) {
        return true;
    }
    struct tokens tokens;
    tokenise(text, &tokens);
    drop_words(&tokens, idle_in_dates);
    return !tokens.bad && parse_month_words(&tokens, out) == HEARD_OK;
}

// "Today", "yesterday": how many days ago; -1 if it is neither.
static int days_ago(const struct tokens *tokens)
{
    const char *word = tokens->count == 1 ? tokens->list[0].word : "";
    return strcmp(word, "today") == 0 ? 0 : strcmp(word, "yesterday") == 0 ? 1 : -1;
}

static enum heard parse_date(const char *text, struct heard_today today, bool month_first,
                             struct date *out)
{
    size_t length = strlen(text);
    if (date_parse(text, length, today.day, out) ||
        date_parse_typed(text, length, month_first, out)) {
        return HEARD_OK;
    }
    struct tokens tokens;
    tokenise(text, &tokens);
    if (tokens.bad) {
        return HEARD_NOT_A_DATE;
    }
    if (date_shaped(&tokens)) {
        return HEARD_NO_SUCH_DAY;
    }
    drop_words(&tokens, idle_in_dates);
    if (days_ago(&tokens) >= 0) {
        *out = date_of_day(today.day - days_ago(&tokens));
        return today.known ? HEARD_OK : HEARD_NO_TODAY;
    }
    if (tokens.count == 1 && tokens.list[0].number && tokens.list[0].digits == 4) {
        return date_of_year(tokens.list[0].value, out) ? HEARD_OK : HEARD_NOT_A_DATE;
    }
    // "About 1980" is no year that is known: "about" goes with weeks only.
    enum heard result = parse_month_words(&tokens, out);
    return result == HEARD_NOT_A_DATE && parse_weeks(&tokens, today.day, out) ? HEARD_OK : result;
}

// "14:30", "2:30 pm", "2 pm", "14h30", "noon". A bare "9" could be morning or evening.
static int parse_time(const char *text)
{
    static const char *const idle[] = {"o", "clock", "at", "uhr", "m", NULL};
    int exact = time_parse(text, strlen(text));
    if (exact >= 0) {
        return exact;
    }
    struct tokens tokens;
    tokenise(text, &tokens);
    drop_words(&tokens, idle); // "p.m." leaves "p"
    size_t count = tokens.count;
    const struct token *token = tokens.list;
    if (tokens.bad || count == 0 || count > 3) {
        return -1;
    }
    if (count == 1 && !token[0].number) {
        return strcmp(token[0].word, "noon") == 0       ? 12 * 60
               : strcmp(token[0].word, "midnight") == 0 ? 0
                                                        : -1;
    }
    const char *half = token[count - 1].number ? "" : token[count - 1].word;
    count -= half[0] != '\0' ? 1 : 0;
    if (count == 3 && !token[1].number && strcmp(token[1].word, "h") == 0) {
        tokens.list[1] = token[2];
        count = 2;
    }
    int hour = token[0].value;
    int minute = count == 2 ? token[1].value : 0;
    if (!token[0].number || token[0].digits > 2 || count > 2 || count == 0 || minute > 59 ||
        (count == 2 && (!token[1].number || token[1].digits != 2))) {
        return -1;
    }
    if (strcmp(half, "am") == 0 || strcmp(half, "a") == 0 || strcmp(half, "pm") == 0 ||
        strcmp(half, "p") == 0) {
        if (hour < 1 || hour > 12) {
            return -1;
        }
        return (hour % 12 + (half[0] == 'p' ? 12 : 0)) * 60 + minute;
    }
    bool marked = count == 2 || strcmp(half, "h") == 0;
    return marked && (half[0] == '\0' || strcmp(half, "h") == 0) && hour < 24 ? hour * 60 + minute
                                                                              : -1;
}

// The minus sign of typographers, and spaces around a sign, as a plain number is written.
static size_t plain_number(const char *text, size_t length, char *out, size_t size)
{
    size_t used = 0;
    for (size_t at = 0; at < length && used + 4 < size;) {
        if (length - at >= 3 && memcmp(text + at, "\xE2\x88\x92", 3) == 0) {
            out[used++] = '-';
            at += 3;
        } else if (text[at] == ' ' && used == 1 && (out[0] == '-' || out[0] == '+')) {
            at++;
        } else {
            out[used++] = text[at++];
        }
    }
    out[used] = '\0';
    return used;
}

// Marks that group digits: two of any kind, or a space or apostrophe, before three digits.
static bool has_thousands(const char *text, size_t length)
{
    int marks = 0, run = 0;
    bool grouped = false, separator = false;
    for (size_t at = 0; at < length;) {
        size_t size;
        if (digit_at(text, length, at, &size) >= 0) {
            run++;
            at += size;
        } else if (strchr(".,' ", text[at]) != NULL && run > 0) {
            grouped = grouped || (marks > 0 && run == 3);
            separator = separator || text[at] == ' ' || text[at] == '\'';
            marks++;
            run = 0;
            at++;
        } else if (at == 0 && (text[at] == '-' || text[at] == '+')) {
            at++;
        } else {
            return false;
        }
    }
    return (marks > 1 && (grouped || run == 3)) || (separator && marks == 1 && run == 3);
}

static enum heard parse_number(const char *text, size_t length, decimal *out)
{
    char plain[SHORT_TEXT];
    if (length >= sizeof plain - 8) {
        return HEARD_NOT_A_NUMBER;
    }
    size_t used = plain_number(text, length, plain, sizeof plain);
    if (decimal_parse(plain, used, out)) {
        return HEARD_OK;
    }
    return has_thousands(plain, used) ? HEARD_THOUSANDS : HEARD_NOT_A_NUMBER;
}

static enum heard parse_integer(const char *text, size_t length, decimal *out)
{
    enum heard result = parse_number(text, length, out);
    if (result != HEARD_OK || *out % DECIMAL_ONE == 0) {
        // "1.000" is a thousand to one reader and one to the next.
        const char *mark = result == HEARD_OK ? strpbrk(text, ".,") : NULL;
        return mark != NULL && text + length - mark == 4 ? HEARD_THOUSANDS : result;
    }
    const char *mark = strpbrk(text, ".,");
    return mark != NULL && text + length - mark == 4 ? HEARD_THOUSANDS : HEARD_NOT_WHOLE;
}

// "kgs." is kg.
static bool same_word(const char *typed, const char *name)
{
    char a[SHORT_TEXT], b[SHORT_TEXT];
    size_t length = text_fold(typed, a, sizeof a);
    size_t wanted = text_fold(name, b, sizeof b);
    if (wanted == 0 || length < wanted || memcmp(a, b, wanted) != 0) {
        return false;
    }
    const char *rest = a + wanted;
    rest += *rest == 's' ? 1 : 0;
    return rest[strspn(rest, ". ")] == '\0';
}

static enum heard parse_quantity(const struct form_item *item, const char *text, uint8_t unit,
                                 struct answer *out)
{
    // The number ends where the last digit before the first letter does.
    size_t length = strlen(text), end = 0, at = 0;
    while (at < length) {
        size_t size;
        if (digit_at(text, length, at, &size) >= 0) {
            end = at + size;
        } else if (strchr(" .,'+-", text[at]) == NULL &&
                   strncmp(text + at, "\xE2\x88\x92", 3) != 0) {
            break;
        }
        at += size > 0 ? size : 1;
    }
    decimal number;
    enum heard result = parse_number(text, end, &number);
    if (result != HEARD_OK) {
        return result;
    }
    const char *rest = text + end + strspn(text + end, " ");
    uint32_t found = item->unit_count == 1 ? 0 : unit;
    if (rest[0] != '\0') {
        for (found = 0; found < item->unit_count; found++) {
            if (same_word(rest, item->units[found].code) ||
                same_word(rest, item->units[found].text)) {
                break;
            }
        }
    }
    if (found >= item->unit_count && item->unit_count > 0) {
        return HEARD_NO_UNIT;
    }
    *out = answer_number(number);
    out->unit = (uint8_t)found;
    return HEARD_OK;
}

// `text` is clean and trimmed, and not empty.
static enum heard parse_clean(const struct form_item *item, const char *text, uint8_t unit,
                              struct heard_today today, bool month_first, struct answer *out)
{
    enum heard result = HEARD_OK;
    decimal number;
    struct date date;
    int minutes;
    switch (item->type) {
    case ITEM_INTEGER:
    case ITEM_SCALE:
        result = parse_integer(text, strlen(text), &number);
        break;
    case ITEM_DECIMAL:
        result = parse_number(text, strlen(text), &number);
        break;
    case ITEM_QUANTITY:
        return parse_quantity(item, text, unit, out);
    case ITEM_DATE:
        result = parse_date(text, today, month_first, &date);
        if (result == HEARD_OK) {
            *out = answer_date(date);
        }
        return result;
    case ITEM_TIME:
        minutes = parse_time(text);
        if (minutes < 0) {
            return HEARD_NOT_A_TIME;
        }
        *out = answer_time(minutes);
        return HEARD_OK;
    default:
        *out = answer_text(text, strlen(text));
        return HEARD_OK;
    }
    if (result == HEARD_OK) {
        *out = answer_number(number);
    }
    return result;
}

enum heard heard_typed(const struct form_item *item, const char *text, uint8_t unit,
                       struct heard_today today, bool month_first, struct answer *out)
{
    size_t length = strlen(text);
    char *clean = malloc(length + 1);
    if (clean == NULL) {
        die("out of memory");
    }
    length = text_clean(text, length, item->type == ITEM_LONGTEXT, clean);
    clean[length] = '\0';
    while (length > 0 && strchr(" \n", clean[length - 1]) != NULL) {
        clean[--length] = '\0';
    }
    const char *start = clean + strspn(clean, " \n");
    enum heard result = HEARD_EMPTY;
    if (start[0] != '\0') {
        result = parse_clean(item, start, unit, today, month_first, out);
    }
    wipe(clean, length);
    free(clean);
    return result;
}

const char *heard_help(enum heard result)
{
    switch (result) {
    case HEARD_OK:
        return "";
    case HEARD_EMPTY:
        return "Please type an answer.";
    case HEARD_NOT_A_NUMBER:
        return "Please type a number, like 7.";
    case HEARD_NOT_WHOLE:
        return "Please type a whole number, like 7.";
    case HEARD_THOUSANDS:
        return "Please type the number without a mark for thousands, like 1500.";
    case HEARD_NO_UNIT:
        return "Please type the number with one of the units shown, like 70 kg.";
    case HEARD_NOT_A_DATE:
        return "Please type a date, like 17 May 1980, or 17.5.1980. The year needs four digits.";
    case HEARD_NO_SUCH_DAY:
        return "There is no such day. Please check the day and the month.";
    case HEARD_NOT_A_TIME:
        return "Please type a time, like 14:30 or 2:30 pm.";
    case HEARD_NO_TODAY:
        return "Please type the date itself, like 17 May 1980, or 17.5.1980.";
    }
    return "Please check what you typed.";
}
