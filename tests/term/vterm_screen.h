#ifndef TEST_VTERM_SCREEN_H
#define TEST_VTERM_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;

// A terminal in memory: fed with the bytes a program sends, asked what a person would see.

struct vterm_screen;

struct vterm_cell {
    char text[32]; // UTF-8 with NUL; " " when nothing was written there
    int columns;   // 2 for a wide character, 0 for its right half
    bool bold, reverse, underline;
    bool coloured; // any colour but the default
};

struct vterm_screen *vterm_screen_new(int rows, int columns, bool utf8);
void vterm_screen_free(struct vterm_screen *screen);
void vterm_screen_size(struct vterm_screen *screen, int rows, int columns);
void vterm_screen_feed(struct vterm_screen *screen, const char *bytes, size_t length);

struct vterm_cell vterm_screen_cell(struct vterm_screen *screen, int row, int column);
// The whole screen as text, one line a row, no blanks at line ends: as canvas_dump writes it.
void vterm_screen_dump(struct vterm_screen *screen, struct buffer *out);
void vterm_screen_cursor(struct vterm_screen *screen, int *row, int *column);
bool vterm_screen_cursor_visible(const struct vterm_screen *screen);
bool vterm_screen_on_second_page(const struct vterm_screen *screen); // the alternate screen

#endif
