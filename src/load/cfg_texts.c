#include "cfg_texts.h"

#include <string.h>

void cfg_texts_init(struct cfg_texts *texts, size_t length, struct arena *arena)
{
    // Without its quotes a text and its NUL take less than in the file, so whatever follows in the
    // file has room as well. Of room that is not filled no page is ever touched.
    *texts = (struct cfg_texts){.arena = arena, .next = arena_room(arena, length + 1)};
}

// Takes the escapes out as libconfig does: those it does not know stay as they are. Returns the
// length that is left.
static size_t unescape(char *text, size_t length)
{
    static const char escapes[] = "nrtf\\\"", meant[] = "\n\r\t\f\\\"";
    char *to = text;
    for (const char *from = text; from < text + length; from++) {
        const char *known = from[0] == '\\' && from + 1 < text + length && from[1] != '\0'
                                ? strchr(escapes, from[1])
                                : NULL;
        if (known != NULL) {
            *to++ = meant[known - escapes];
            from++;
        } else {
            *to++ = *from;
        }
    }
    return (size_t)(to - text);
}

char *cfg_texts_add(struct cfg_texts *texts, const char *raw, size_t length, bool escaped,
                    bool more)
{
    // Over the NUL of the one before it, if it goes on with it.
    char *text = texts->next - (more ? 1 : 0);
    memcpy(text, raw, length);
    // Nothing is left behind the end: what is given back is not overwritten.
    size_t left = escaped ? unescape(text, length) : length;
    memset(text + left, '\0', length - left + 1);
    texts->next = text + left + 1;
    return text;
}

const char *cfg_texts_word(struct cfg_texts *texts, const char *word, size_t length)
{
    memcpy(texts->next, word, length);
    texts->next[length] = '\0';
    return texts->next;
}

void cfg_texts_end(struct cfg_texts *texts)
{
    arena_give_back(texts->arena, texts->next);
}
