// What a crash handler sends: put together beforehand, because then only writing is allowed.

#include "terminal/screen.h"

#include <string.h>
#include <unistd.h>

// Delays are left out: a real terminal of that age will have caught up before anyone types.
void screen_rescue_add(struct screen_rescue *rescue, const char *text)
{
    while (text != NULL && *text != '\0' && rescue->length < sizeof(rescue->bytes)) {
        const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
        if (end != NULL) {
            text = end + 1;
            continue;
        }
        rescue->bytes[rescue->length++] = *text++;
    }
}

void screen_rescue_now(const struct screen_rescue *rescue)
{
    size_t at = 0;
    while (at < rescue->length) {
        ssize_t written = write(rescue->output, rescue->bytes + at, rescue->length - at);
        if (written <= 0) {
            break;
        }
        at += (size_t)written;
    }
    if (rescue->has_modes) {
        tcsetattr(rescue->output, TCSANOW, &rescue->modes);
    }
}
