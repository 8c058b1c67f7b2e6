// Bytes from a pipe as a packed document: refused, or one that every renderer of this library can
// show and that packs to itself.
#include "base/ensure.h"
#include "base/text.h"
#include "summary/html.h"
#include "summary/pack.h"
#include "summary/plain.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct summary *summary = summary_unpack(data, size);
    if (summary == NULL) {
        return 0;
    }
    struct buffer out;
    buffer_init(&out, SIZE_MAX / 2);
    summary_pack(summary, &out);
    ensure(out.length == size && memcmp(out.bytes, data, size) == 0);
    buffer_reset(&out);
    const struct plain_paper paper = {80, 66, false, text_width_unicode};
    summary_plain(summary, &paper, &out);
    buffer_reset(&out);
    summary_html(summary, &out);
    ensure(text_valid(out.bytes, out.length) == out.length);
    buffer_clear(&out);
    summary_free(summary);
    return 0;
}
