// Numbers and words to options. Numbers are those of the list as it was shown.
#include "base/text.h"
#include "patient/line/face.h"

#include <string.h>

enum { WORDS = 256 };

bool choose_offered(const struct face *face, struct interview_at at, uint32_t option)
{
    return offer_has(face_answers(face), &face->session->form->items[at.item], at.entry, option);
}

size_t choose_list(const struct face *face, struct interview_at at, struct offer *offers)
{
    return offer_list(face_answers(face), face->session->form, at.item, at.entry, NULL, offers);
}

// The option with this number; UINT32_MAX: none. *least and *most: the numbers there are.
static uint32_t find_number(const struct face *face, struct interview_at at, long number,
                            uint32_t *least, uint32_t *most)
{
    struct offer offers[LIMIT_OPTIONS];
    size_t count = choose_list(face, at, offers);
    uint32_t found = UINT32_MAX;
    *least = UINT32_MAX;
    *most = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t own = offers[i].number;
        found = number == (long)own ? offers[i].option : found;
        *least = own < *least ? own : *least;
        *most = own > *most ? own : *most;
    }
    return found;
}

long choose_number(const char *word, size_t length)
{
    decimal number;
    if (length == 0 || length > 24 || !decimal_parse(word, length, &number) || number < 0 ||
        number % DECIMAL_ONE != 0 || number > decimal_of(100000)) {
        return -1;
    }
    return (long)(number / DECIMAL_ONE);
}

// The option whose label this is, or begins with it if only one does. UINT32_MAX: none;
// *several: more than one.
static uint32_t find_word(const struct face *face, struct interview_at at, const char *typed,
                          bool *several)
{
    const struct form_options *options = face_item(face, at)->options;
    char word[WORDS], label[WORDS];
    size_t length = text_fold(typed, word, sizeof word);
    uint32_t found = UINT32_MAX;
    *several = false;
    for (uint32_t i = 0; i < options->count && length > 0; i++) {
        if (!choose_offered(face, at, i)) {
            continue;
        }
        text_fold(options->list[i].text, label, sizeof label);
        if (strcmp(label, word) == 0) {
            *several = false;
            return i;
        }
        if (strncmp(label, word, length) == 0) {
            *several = *several || found != UINT32_MAX;
            found = i;
        }
    }
    return *several ? UINT32_MAX : found;
}

static bool is_number_list(const char *line)
{
    bool digits = false;
    for (size_t at = 0, length = strlen(line); at < length;) {
        uint32_t code_point = 0;
        size_t size = text_decode(line + at, length - at, &code_point);
        bool digit = size > 0 && text_digit(code_point) >= 0;
        if (!digit && (size == 0 || strchr(" ,;.+", line[at]) == NULL)) {
            return false;
        }
        digits = digits || digit;
        at += size;
    }
    return digits;
}

static size_t read_numbers(struct face *face, struct interview_at at, uint32_t *options,
                           size_t size)
{
    size_t count = 0;
    const char *word = face->line.bytes;
    while (*(word += strspn(word, " ,;.+")) != '\0') {
        size_t length = strcspn(word, " ,;.+");
        long number = choose_number(word, length);
        uint32_t least = 0, most = 0;
        uint32_t option = find_number(face, at, number, &least, &most);
        if (option == UINT32_MAX) {
            face_say(face, "There is no answer %.*s. Please type a number from %u to %u.",
                     (int)(length < 20 ? length : 20), word, (unsigned)least, (unsigned)most);
            return 0;
        }
        if (count < size) {
            options[count++] = option;
        }
        word += length;
    }
    return count;
}

static void say_unknown(struct face *face, bool several, bool secret)
{
    const char *words = face->line.bytes;
    if (secret || strlen(words) > 60) {
        face_text(face,
                  "That is none of the answers. Please type a number. :list shows them "
                  "again.",
                  0);
    } else if (several) {
        face_say(face, "More than one answer begins with \"%s\". Please type its number.", words);
    } else {
        face_say(face, "No answer reads \"%s\". Please type a number. :list shows them again.",
                 words);
    }
}

size_t choose_read(struct face *face, struct interview_at at, uint32_t *options, size_t size)
{
    if (is_number_list(face->line.bytes)) {
        return read_numbers(face, at, options, size);
    }
    bool several = false;
    options[0] = find_word(face, at, face->line.bytes, &several);
    if (options[0] != UINT32_MAX) {
        return 1;
    }
    // "Reading, hearing": a label with a comma of its own was found above.
    size_t count = 0;
    char word[WORDS];
    const char *rest = face->line.bytes;
    while (size > 1 && strchr(face->line.bytes, ',') != NULL &&
           *(rest += strspn(rest, " ,")) != '\0' && count < size) {
        size_t length = strcspn(rest, ",");
        size_t kept = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, rest, kept);
        while (kept > 0 && word[kept - 1] == ' ') {
            kept--;
        }
        word[kept] = '\0';
        options[count] = find_word(face, at, word, &several);
        if (options[count] == UINT32_MAX) {
            count = 0;
            break;
        }
        count++;
        rest += length;
    }
    if (count == 0) {
        say_unknown(face, several, face_item(face, at)->private_);
    }
    return count;
}
