// What the locale says of characters: the code set, and how wide each is.

#include "terminal/screen.h"

#include "base/text.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

bool screen_locale(void)
{
    if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
        // An unset LANG is normal on a kiosk.
        if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
            setlocale(LC_CTYPE, "");
        }
    }
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int screen_locale_width(uint32_t code_point)
{
    return wcwidth((wchar_t)code_point);
}

int screen_width(uint32_t code_point)
{
    if (code_point >= 0x80 && MB_CUR_MAX == 1) {
        // A locale with characters of one byte has no opinion on the others; they become '?'.
        return text_width_unicode(code_point);
    }
    int columns = screen_locale_width(code_point);
    return columns >= 0 ? columns : 1;
}
