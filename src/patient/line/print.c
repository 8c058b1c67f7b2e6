// Plain paragraphs: no line is wider than 72 columns, and nothing is ever drawn over.
#include "base/ensure.h"
#include "base/wipe.h"
#include "base/wrap.h"
#include "interview/words.h"
#include "patient/line/face.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { PARAGRAPH = 1 << 16 };

void face_print(struct face *face, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(face->setup->out, format, list);
    va_end(list);
}

static void print_wrapped(struct face *face, const char *text, int indent)
{
    struct wrap wrap;
    struct wrap_line line;
    wrap_init(&wrap, text, face->columns - (size_t)indent, text_width_unicode);
    for (bool first = true; wrap_next(&wrap, &line); first = false) {
        face_print(face, "%*s%.*s\n", first ? 0 : indent, "", (int)line.length, line.start);
    }
}

void face_say(struct face *face, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *text = calloc((size_t)(length > 0 ? length : 0) + 1, 1);
    if (text == NULL) {
        die("out of memory");
    }
    va_start(list, format);
    vsnprintf(text, (size_t)(length > 0 ? length : 0) + 1, format, list);
    va_end(list);
    print_wrapped(face, text, 0);
    wipe_text(text);
}

void face_text(struct face *face, const char *text, int indent)
{
    print_wrapped(face, text, indent);
}

void face_numbered(struct face *face, uint32_t number, const char *text)
{
    face_print(face, "%3u  ", (unsigned)number);
    print_wrapped(face, text, 5);
}

struct buffer face_fill(const struct face *face, const char *text, uint32_t entry)
{
    struct buffer filled;
    buffer_init(&filled, PARAGRAPH);
    words_text(text, face_answers(face), entry, face->session->clinic, &filled);
    return filled;
}

void face_filled(struct face *face, const char *text, uint32_t entry)
{
    struct buffer filled = face_fill(face, text, entry);
    face_text(face, filled.bytes, 0);
    buffer_clear(&filled);
}

const struct answers *face_answers(const struct face *face)
{
    return interview_answers(face->session->interview);
}

const struct form_item *face_item(const struct face *face, struct interview_at at)
{
    return &face->session->form->items[at.item];
}

const struct answer *face_given(const struct face *face, struct interview_at at)
{
    return answers_given(face_answers(face), at.item, at.entry);
}

bool face_words(struct face *face, bool leaving)
{
    const struct line_setup *setup = face->setup;
    const char *words = setup->words != NULL ? setup->words(setup->context) : NULL;
    const struct clinic *clinic = face->session->clinic;
    int hours = clinic != NULL && clinic->draft_hours > 0 ? clinic->draft_hours : 24;
    if (words == NULL) {
        return false;
    }
    face_say(face, "Your four words: %s", words);
    face_say(face, "They let you go on%s for %d hour%s.%s Staff can open your answers too.",
             leaving ? "" : " if you stop,", hours, hours == 1 ? "" : "s",
             leaving ? "" : " :words says them again.");
    return true;
}
