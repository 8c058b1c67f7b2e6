#include "command/shown.h"

#include "summary/shown.h"

#include <stdio.h>
#include <string.h>

void shown_print(const char *text)
{
    enum { WIDEST = 3 }; // bytes for one that cannot be shown
    struct buffer shown;
    buffer_init(&shown, strlen(text) * WIDEST + 1);
    shown_text(text, &shown);
    fwrite(shown.bytes, 1, shown.length, stdout);
    buffer_clear(&shown);
}
