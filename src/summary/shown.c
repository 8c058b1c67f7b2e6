#include "summary/shown.h"

#include "base/text.h"

#include <string.h>

static const char instead[] = "\xef\xbf\xbd";

void shown_text(const char *text, struct buffer *out)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t size = text_decode(text + at, length - at, &code_point);
        if (size > 0 && code_point == '\n') {
            buffer_text(out, " / ");
        } else if (size > 0 && code_point == '\t') {
            buffer_char(out, ' ');
        } else if (size == 0 || text_forbidden(code_point)) {
            buffer_text(out, instead);
        } else {
            buffer_add(out, text + at, size);
        }
        at += size > 0 ? size : 1;
    }
}
