// Any bytes through the decoder into an editor and onto a canvas. The first two bytes choose the
// kind of editor and the size; after a 0xFF, which no keyboard sends, comes silence.

#include "base/ensure.h"
#include "terminal/draw.h"
#include "terminal/edit.h"
#include "terminal/key.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SILENCE = 0xFF, GRAPHEMES_MAX = 50, BYTES_MAX = 150 };

static void check_key(const struct key *key)
{
    if (key->press != PRESS_TEXT) {
        ensure(key->press != PRESS_FUNCTION || (key->number >= 1 && key->number <= 12));
        ensure(key->press != PRESS_CTRL || (key->code_point >= 'a' && key->code_point <= 'z'));
        return;
    }
    bool line_or_tab = key->code_point == '\n' || key->code_point == '\t';
    ensure(text_valid(key->text, key->length) == key->length && key->length > 0);
    ensure(!text_forbidden(key->code_point) || (key->pasted && line_or_tab));
}

static void check_edit(const struct edit *edit)
{
    ensure(edit->at <= edit->length && edit->length <= BYTES_MAX);
    ensure(edit->bytes[edit->length] == '\0');
    ensure(text_valid(edit->bytes, edit->length) == edit->length);
    ensure(text_count(edit->bytes, edit->length) <= GRAPHEMES_MAX);
    // The cursor stands between graphemes.
    size_t at = 0;
    while (at < edit->at) {
        at = text_next(edit->bytes, edit->length, at);
    }
    ensure(at == edit->at);
}

static void show(struct canvas *canvas, struct edit *edit)
{
    canvas_blank(canvas);
    if (edit->lines) {
        draw_text_area(canvas, canvas_area(canvas), edit);
    } else {
        draw_field(canvas, canvas_area(canvas), edit, "quiet");
    }
    ensure(canvas->cursor_row < canvas->rows && canvas->cursor_column < canvas->columns);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    struct key_decoder decoder;
    struct key key;
    struct edit edit;
    struct canvas canvas;
    key_decoder_init(&decoder);
    edit_init(&edit, (data[0] & 1) != 0, GRAPHEMES_MAX, BYTES_MAX, text_width_unicode);
    canvas_init(&canvas, text_width_unicode);
    canvas_resize(&canvas, 1 + data[0] % 7, 1 + data[1] % 40);
    for (size_t i = 2; i < size; i++) {
        bool whole =
            data[i] == SILENCE ? key_timeout(&decoder, &key) : key_feed(&decoder, data[i], &key);
        if (whole) {
            check_key(&key);
            edit_key(&edit, &key);
            check_edit(&edit);
            show(&canvas, &edit);
        }
    }
    canvas_clear(&canvas);
    edit_clear(&edit);
    return 0;
}
