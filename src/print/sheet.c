#include "print/sheet.h"

#include "base/ensure.h"
#include "print/choose.h"
#include "print/pen.h"

#include <cairo-pdf.h>
#include <stdio.h>

const struct sheet_size sheet_a4 = {595.276, 841.89}, sheet_letter = {612, 792};

#define SIDE 34.0
#define TOP 28.0
#define BOTTOM 26.0
#define FRAME 0.6

struct sheet {
    cairo_t *cairo;
    const struct type *type;
    struct choice *choice;
    struct block foot;
    double y; // from the upper margin
    uint32_t number, count;
};

static void show_picture(struct sheet *sheet, const struct piece *piece)
{
    struct pen pen = {sheet->cairo, sheet->type};
    const struct drawing_pen drawing = pen_for(&pen);
    const struct summary *summary = sheet->choice->lay->summary;
    struct drawing_size size = piece->kind == PIECE_CHART ? drawing_chart_size(summary->form->body)
                                                          : drawing_course_size();
    if (size.width <= 0) {
        return;
    }
    cairo_save(sheet->cairo);
    cairo_translate(sheet->cairo, piece->x, piece->y);
    cairo_scale(sheet->cairo, piece->width / size.width, piece->width / size.width);
    if (piece->kind == PIECE_CHART) {
        drawing_chart(summary, piece->line->marks->as.set, &drawing);
    } else {
        drawing_course(piece->line->course, &drawing);
    }
    cairo_restore(sheet->cairo);
}

static void show_piece(struct sheet *sheet, const struct piece *piece)
{
    cairo_t *cairo = sheet->cairo;
    cairo_set_source_rgb(cairo, piece->grey, piece->grey, piece->grey);
    switch (piece->kind) {
    case PIECE_ROW:
        cairo_move_to(cairo, piece->x, piece->y);
        pango_cairo_show_layout_line(cairo,
                                     pango_layout_get_line_readonly(piece->layout, piece->row));
        cairo_new_path(cairo);
        break;
    case PIECE_BAR:
        cairo_rectangle(cairo, piece->x, piece->y, piece->width, piece->height);
        cairo_fill(cairo);
        break;
    case PIECE_FRAME:
        cairo_set_line_width(cairo, FRAME);
        cairo_rectangle(cairo, piece->x, piece->y, piece->width, piece->height);
        cairo_stroke(cairo);
        break;
    case PIECE_CHART:
    case PIECE_COURSE:
        show_picture(sheet, piece);
        break;
    }
}

// A strip that is higher than a sheet is shown smaller rather than cut.
static void show_strip(struct sheet *sheet, const struct block *block, size_t strip)
{
    double height = block->strips[strip].height, most = sheet->choice->room;
    double scale = height > most ? most / height : 1;
    cairo_save(sheet->cairo);
    cairo_translate(sheet->cairo, 0, sheet->y);
    cairo_scale(sheet->cairo, scale, scale);
    for (size_t i = 0; i < block->piece_count; i++) {
        if (block->pieces[i].strip == strip) {
            show_piece(sheet, &block->pieces[i]);
        }
    }
    cairo_restore(sheet->cairo);
    sheet->y += height * scale;
}

static void show_strips(struct sheet *sheet, const struct block *block, size_t from, size_t count)
{
    for (size_t i = from; i < from + count && i < block->strip_count; i++) {
        show_strip(sheet, block, i);
    }
}

static void show_rule(struct sheet *sheet)
{
    cairo_set_source_rgb(sheet->cairo, 0.35, 0.35, 0.35);
    cairo_rectangle(sheet->cairo, 0, sheet->y + CHOOSE_RULE / 2 - 0.3, sheet->choice->lay->width,
                    0.6);
    cairo_fill(sheet->cairo);
    sheet->y += CHOOSE_RULE;
}

// Who it is about, at the top of a later sheet.
static void show_again(struct sheet *sheet)
{
    const struct lay *lay = sheet->choice->lay;
    for (size_t i = 0; i < lay->count; i++) {
        if (lay->blocks[i].is.again) {
            show_strips(sheet, &lay->blocks[i], 0, CHOOSE_AGAIN);
        }
    }
    show_rule(sheet);
}

static void show_note(struct sheet *sheet, struct block *note)
{
    show_strips(sheet, note, 0, note->strip_count);
    block_clear(note);
}

// The foot stands at the bottom, the number of the sheet at its right.
static void show_foot(struct sheet *sheet)
{
    const struct lay *lay = sheet->choice->lay;
    struct buffer number;
    buffer_init(&number, LIMIT_TEXT);
    phrase_number(&number, lay->summary->phrases->page, sheet->number, sheet->count);
    struct typed words;
    typed_init(&words);
    typed_add(&words, LOOK_BOLD, number.bytes);
    PangoLayout *layout = type_set(lay->type, FONT_SMALL, &words, lay->width);
    sheet->y = sheet->choice->room;
    show_rule(sheet);
    double base = (double)pango_layout_get_baseline(layout) / PANGO_SCALE;
    cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
    cairo_move_to(sheet->cairo, lay->width - type_width(layout), sheet->y + base);
    pango_cairo_show_layout_line(sheet->cairo, pango_layout_get_line_readonly(layout, 0));
    cairo_new_path(sheet->cairo);
    show_strips(sheet, &sheet->foot, 0, sheet->foot.strip_count);
    g_object_unref(layout);
    typed_clear(&words);
    buffer_clear(&number);
}

// Shows what was chosen for this sheet, and its foot.
static void show_sheet(struct sheet *sheet, bool last)
{
    struct choice *choice = sheet->choice;
    const struct lay *lay = choice->lay;
    int group = -1;
    for (size_t i = 0; i < lay->count; i++) {
        const struct block *block = &lay->blocks[i];
        struct block note;
        if (choice->take[i] > 0) {
            if (group >= 0 && spread_group(block->is.part) != group) {
                show_rule(sheet);
            }
            group = spread_group(block->is.part);
            show_strips(sheet, block, choice->at[i], choice->take[i]);
            if (choice->take[i] < choose_left(choice, i)) {
                lay_note(lay, lay->summary->phrases->goes_on, &note);
                show_note(sheet, &note);
            }
        }
        bool ends = i + 1 == lay->count || lay->blocks[i + 1].is.part != block->is.part;
        if (!last && sheet->number == 1 && ends && !lay->summary->in_order &&
            (block->is.part == PART_FLAGS || block->is.part == PART_UNSURE)) {
            choose_note(choice, block->is.part, &note);
            show_note(sheet, &note);
        }
    }
    choose_taken(choice);
    show_foot(sheet);
}

static double again_height(const struct lay *lay)
{
    double height = CHOOSE_RULE;
    for (size_t i = 0; i < lay->count; i++) {
        height += lay->blocks[i].is.again ? block_height(&lay->blocks[i], 0, CHOOSE_AGAIN) : 0;
    }
    return height;
}

static uint32_t count_sheets(struct choice *choice)
{
    double again = again_height(choice->lay);
    choose_begin(choice);
    for (uint32_t number = 1;; number++) {
        choose_next(choice, number > 1 ? again : 0);
        if (choose_is_last(choice)) {
            return number;
        }
        choose_taken(choice);
    }
}

static void show_all(struct sheet *sheet)
{
    choose_begin(sheet->choice);
    for (sheet->number = 1; sheet->number <= sheet->count; sheet->number++) {
        cairo_save(sheet->cairo);
        cairo_translate(sheet->cairo, SIDE, TOP);
        sheet->y = 0;
        if (sheet->number > 1) {
            show_again(sheet);
        }
        choose_next(sheet->choice, sheet->y);
        show_sheet(sheet, sheet->number == sheet->count);
        cairo_restore(sheet->cairo);
        cairo_show_page(sheet->cairo);
    }
}

static cairo_status_t take(void *context, const unsigned char *bytes, unsigned length)
{
    struct buffer *out = context;
    buffer_add(out, bytes, length);
    return out->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

// A document on sheets of one size, in type of one size.
struct setting {
    struct type type;
    struct lay lay;
    struct choice choice;
    struct sheet sheet;
};

static void set_sheets(struct setting *setting, const struct summary *summary,
                       struct sheet_size size, cairo_t *cairo, double scale, bool tight)
{
    type_init(&setting->type, cairo, scale);
    setting->lay = (struct lay){
        .summary = summary, .type = &setting->type, .width = size.width - 2 * SIDE, .tight = tight};
    setting->sheet =
        (struct sheet){.cairo = cairo, .type = &setting->type, .choice = &setting->choice};
    lay_blocks(&setting->lay);
    lay_foot(&setting->lay, &setting->sheet.foot);
    const struct block *foot = &setting->sheet.foot;
    choose_init(&setting->choice, &setting->lay,
                size.height - TOP - BOTTOM - CHOOSE_RULE -
                    block_height(foot, 0, foot->strip_count));
}

static void clear_sheets(struct setting *setting)
{
    choose_clear(&setting->choice);
    block_clear(&setting->sheet.foot);
    lay_clear(&setting->lay);
    type_clear(&setting->type);
}

// In type as large as one sheet allows. Where it will be several, nothing is gained by small type.
static void print_sheets(const struct summary *summary, struct sheet_size size, cairo_t *cairo)
{
    static const struct {
        double scale;
        bool tight;
    } tries[] = {{1.14, false}, {1.06, false}, {1, false}, {1, true}, {0.94, true}, {1, true}};
    const size_t last = sizeof tries / sizeof *tries - 1;
    struct setting setting;
    double full = 0; // how many sheets the first try would fill
    for (size_t i = 0; i <= last; i++) {
        double scale = tries[i].scale / tries[0].scale, hopeless = 1.25;
        if (i > 0 && i < last && full * scale * scale > hopeless) {
            continue;
        }
        if (i > 0) {
            clear_sheets(&setting);
        }
        set_sheets(&setting, summary, size, cairo, tries[i].scale, tries[i].tight);
        full = i == 0 ? choose_height(&setting.choice) / setting.choice.room : full;
        if (choose_is_one(&setting.choice)) {
            break;
        }
    }
    setting.sheet.count = count_sheets(&setting.choice);
    show_all(&setting.sheet);
    clear_sheets(&setting);
}

int sheet_print(const struct summary *summary, struct sheet_size size, struct buffer *out)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(take, out, size.width, size.height);
    // What stands on the page is on the page: a list of files, or a printer's, shows no name.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, summary_called(summary));
    cairo_t *cairo = cairo_create(surface);
    print_sheets(summary, size, cairo);
    cairo_status_t drawn = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    cairo_status_t written = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return drawn == CAIRO_STATUS_SUCCESS && written == CAIRO_STATUS_SUCCESS && !out->full ? 0 : -1;
}
