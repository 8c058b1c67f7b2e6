// libvterm as the terminal. Only what version 0.1 offers is used.

#include "vterm_screen.h"

#include "base/buffer.h"
#include "base/ensure.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <vterm.h>

struct vterm_screen {
    VTerm *terminal;
    VTermScreen *cells;
    int rows, columns;
    bool cursor_visible;
    bool second_page;
};

static int set_property(VTermProp property, VTermValue *value, void *user)
{
    struct vterm_screen *screen = user;
    if (property == VTERM_PROP_CURSORVISIBLE) {
        screen->cursor_visible = value->boolean;
    } else if (property == VTERM_PROP_ALTSCREEN) {
        screen->second_page = value->boolean;
    }
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = set_property};

struct vterm_screen *vterm_screen_new(int rows, int columns, bool utf8)
{
    struct vterm_screen *screen = calloc(1, sizeof(*screen));
    ensure(screen != NULL);
    screen->rows = rows;
    screen->columns = columns;
    screen->cursor_visible = true;
    screen->terminal = vterm_new(rows, columns);
    ensure(screen->terminal != NULL);
    vterm_set_utf8(screen->terminal, utf8);
    screen->cells = vterm_obtain_screen(screen->terminal);
    vterm_screen_set_callbacks(screen->cells, &callbacks, screen);
    vterm_screen_enable_altscreen(screen->cells, 1);
    vterm_screen_reset(screen->cells, 1);
    return screen;
}

void vterm_screen_free(struct vterm_screen *screen)
{
    if (screen != NULL) {
        vterm_free(screen->terminal);
        free(screen);
    }
}

void vterm_screen_size(struct vterm_screen *screen, int rows, int columns)
{
    screen->rows = rows;
    screen->columns = columns;
    vterm_set_size(screen->terminal, rows, columns);
}

void vterm_screen_feed(struct vterm_screen *screen, const char *bytes, size_t length)
{
    vterm_input_write(screen->terminal, bytes, length);
    vterm_screen_flush_damage(screen->cells);
}

static bool is_right_half(const VTermScreenCell *cell)
{
    return cell->chars[0] == (uint32_t)-1;
}

struct vterm_cell vterm_screen_cell(struct vterm_screen *screen, int row, int column)
{
    VTermScreenCell cell;
    VTermPos position = {.row = row, .col = column};
    struct vterm_cell result = {.text = " ", .columns = 1};
    if (vterm_screen_get_cell(screen->cells, position, &cell) == 0) {
        return result;
    }
    result.bold = cell.attrs.bold != 0;
    result.reverse = cell.attrs.reverse != 0;
    result.underline = cell.attrs.underline != 0;
    result.coloured = !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
    if (is_right_half(&cell)) {
        result.text[0] = '\0';
        result.columns = 0;
        return result;
    }
    if (cell.chars[0] == 0) {
        return result;
    }
    result.columns = cell.width;
    size_t length = 0;
    for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++) {
        char bytes[4];
        size_t size = text_encode(cell.chars[i], bytes);
        if (length + size < sizeof(result.text)) {
            memcpy(result.text + length, bytes, size);
            length += size;
        }
    }
    result.text[length] = '\0';
    return result;
}

void vterm_screen_dump(struct vterm_screen *screen, struct buffer *out)
{
    for (int row = 0; row < screen->rows; row++) {
        int end = screen->columns;
        while (end > 0 && strcmp(vterm_screen_cell(screen, row, end - 1).text, " ") == 0) {
            end--;
        }
        for (int column = 0; column < end; column++) {
            buffer_text(out, vterm_screen_cell(screen, row, column).text);
        }
        buffer_char(out, '\n');
    }
}

void vterm_screen_cursor(struct vterm_screen *screen, int *row, int *column)
{
    VTermPos position;
    vterm_state_get_cursorpos(vterm_obtain_state(screen->terminal), &position);
    *row = position.row;
    *column = position.col;
}

bool vterm_screen_cursor_visible(const struct vterm_screen *screen)
{
    return screen->cursor_visible;
}

bool vterm_screen_on_second_page(const struct vterm_screen *screen)
{
    return screen->second_page;
}
