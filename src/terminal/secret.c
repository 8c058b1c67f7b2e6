// A page of its own, so that locking and wiping it touches nothing else.

#include "terminal/secret.h"

#include "base/ensure.h"
#include "base/text.h"
#include "base/wipe.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096 };

void secret_open(struct secret *secret)
{
    void *page = NULL;
    if (posix_memalign(&page, PAGE, PAGE) != 0) {
        die("out of memory");
    }
    (void)mlock(page, PAGE); // where that is not allowed, typing must still be possible
    *secret = (struct secret){.bytes = page};
    secret_reset(secret);
}

void secret_reset(struct secret *secret)
{
    wipe(secret->bytes, PAGE);
    secret->length = 0;
}

void secret_close(struct secret *secret)
{
    if (secret->bytes != NULL) {
        secret_reset(secret);
        (void)munlock(secret->bytes, PAGE);
        free(secret->bytes);
    }
    *secret = (struct secret){NULL, 0};
}

static void take_back(struct secret *secret)
{
    size_t start = text_previous(secret->bytes, secret->length, secret->length);
    wipe(secret->bytes + start, secret->length - start);
    secret->length = start;
}

enum secret_result secret_key(struct secret *secret, const struct key *key)
{
    if (key->press == PRESS_BACKSPACE) {
        take_back(secret);
        return SECRET_TAKEN;
    }
    if (key_is_ctrl(key, 'u')) {
        secret_reset(secret);
        return SECRET_TAKEN;
    }
    if (key->press != PRESS_TEXT || (key->pasted && key->code_point < ' ')) {
        return SECRET_IGNORED;
    }
    if (secret->length + key->length > SECRET_MOST) {
        return SECRET_FULL;
    }
    memcpy(secret->bytes + secret->length, key->text, key->length);
    secret->length += key->length;
    secret->bytes[secret->length] = '\0';
    return SECRET_TAKEN;
}
