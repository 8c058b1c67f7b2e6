// body.cfg: the chart. The map beside each picture says which cells belong to which region; a
// question about the body offers the regions as its options.

#include "form_part.h"

#include <string.h>

enum { KEYS = 256, NO_REGION = UINT16_MAX };

struct chart {
    struct cfg cfg;
    struct loading *loading;
    struct body *body;
    struct form_option *options;
    struct body_region *regions;
    uint32_t count;
    uint16_t by_key[KEYS];                // region, or NO_REGION
    const char *const *map[BODY_FIGURES]; // rows as the art's, or NULL if they do not fit it
};

static const char *const figure_keys[] = {"id",  "title", "left",    "right",
                                          "art", "map",   "outline", "lines"};
enum {
    G_ID,
    G_TITLE,
    G_LEFT,
    G_RIGHT,
    G_ART,
    G_MAP,
    G_NEEDED,
    G_OUTLINE = G_NEEDED,
    G_LINES,
    G_KEYS
};

static bool is_plain(const char *row)
{
    for (; *row != '\0'; row++) {
        if (*row < ' ' || *row > '~') {
            return false;
        }
    }
    return true;
}

// Rows of one width, of characters that are one column wide everywhere.
static bool check_rows(struct chart *chart, const cfg_node *list, const char *const *rows,
                       uint32_t count, uint32_t columns)
{
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *node = cfg_element(list, i);
        if (!is_plain(rows[i])) {
            cfg_error(
                &chart->cfg, node,
                "row %u of '%s' holds a character that is not plain ASCII; letters, digits and signs without accents",
                (unsigned)i + 1, cfg_name(list));
            return false;
        }
        if (strlen(rows[i]) != columns) {
            cfg_error(&chart->cfg, node, "row %u of '%s' has %zu columns; %u, as in row 1 of 'art'",
                      (unsigned)i + 1, cfg_name(list), strlen(rows[i]), (unsigned)columns);
            return false;
        }
    }
    return true;
}

static void load_picture(struct chart *chart, const cfg_node *const *m, uint32_t index)
{
    struct body_figure *figure = &chart->body->figures[index];
    struct cfg *cfg = &chart->cfg;
    uint32_t map_rows;
    figure->art = cfg_texts(cfg, m[G_ART], &figure->rows);
    const char *const *map = cfg_texts(cfg, m[G_MAP], &map_rows);
    if (m[G_ART] == NULL || m[G_MAP] == NULL || figure->rows == 0) {
        figure->rows = 0;
        return;
    }
    size_t columns = strlen(figure->art[0]);
    if (figure->rows > BODY_ROWS || columns > BODY_COLUMNS) {
        cfg_error(cfg, m[G_ART], "a picture of %u rows and %zu columns; at most %d and %d",
                  (unsigned)figure->rows, columns, BODY_ROWS, BODY_COLUMNS);
        figure->rows = 0;
        return;
    }
    figure->columns = (uint32_t)columns;
    bool fits = check_rows(chart, m[G_ART], figure->art, figure->rows, figure->columns);
    if (map_rows != figure->rows) {
        cfg_error(cfg, m[G_MAP], "'map' has %u rows; %u, as 'art'", (unsigned)map_rows,
                  (unsigned)figure->rows);
        return;
    }
    if (check_rows(chart, m[G_MAP], map, map_rows, figure->columns) && fits) {
        chart->map[index] = map;
    }
}

static void load_figures(struct chart *chart, const cfg_node *list)
{
    struct cfg *cfg = &chart->cfg;
    uint32_t count = cfg_list(cfg, list);
    if (count > BODY_FIGURES) {
        cfg_error(cfg, list, "%u figures; at most %d", (unsigned)count, BODY_FIGURES);
        count = BODY_FIGURES;
    }
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[G_KEYS];
        const cfg_node *node = cfg_element(list, i);
        struct body_figure *figure = &chart->body->figures[chart->body->figure_count++];
        figure->id = figure->title = figure->left = figure->right = "";
        if (!cfg_members(cfg, node, "figure", figure_keys, G_KEYS, m)) {
            continue;
        }
        for (int key = 0; key < G_NEEDED; key++) {
            if (m[key] == NULL) {
                cfg_missing(cfg, node, "figure", figure_keys[key]);
            }
        }
        (void)cfg_id(cfg, m[G_ID], false, &figure->id);
        (void)cfg_text(cfg, m[G_TITLE], &figure->title);
        (void)cfg_text(cfg, m[G_LEFT], &figure->left);
        (void)cfg_text(cfg, m[G_RIGHT], &figure->right);
        load_picture(chart, m, i);
        if (figure->rows > 0) {
            figure->outline = load_curves(cfg, m[G_OUTLINE], figure, 3, &figure->outline_count);
            figure->lines = load_curves(cfg, m[G_LINES], figure, 2, &figure->line_count);
        }
        if (m[G_LINES] != NULL && m[G_OUTLINE] == NULL) {
            cfg_error(cfg, m[G_LINES], "'lines' without an 'outline' to stand in");
        }
    }
}

static const char *const region_keys[] = {"id", "text", "key", "words", "side", "all"};
enum { E_ID, E_TEXT, E_KEY, E_WORDS, E_SIDE, E_ALL, E_KEYS };

static void load_key(struct chart *chart, const cfg_node *node, struct body_region *region)
{
    const char *key;
    if (!cfg_text(&chart->cfg, node, &key)) {
        return;
    }
    if (key[1] != '\0' || key[0] <= ' ' || key[0] > '~' || key[0] == '.') {
        cfg_error(&chart->cfg, node, "key '%.40s'; one character of the map, other than '.'", key);
        return;
    }
    uint16_t *slot = &chart->by_key[(unsigned char)key[0]];
    if (*slot != NO_REGION) {
        cfg_error(&chart->cfg, node, "key '%c' is that of '%s' already; a key of its own", key[0],
                  chart->options[*slot].code);
        return;
    }
    region->key = key[0];
    *slot = (uint16_t)chart->count;
}

static void load_region(struct chart *chart, const cfg_node *node)
{
    static const char *const sides[] = {"none", "left", "right", NULL};
    struct cfg *cfg = &chart->cfg;
    const cfg_node *m[E_KEYS];
    struct form_option *option = &chart->options[chart->count];
    struct body_region *region = &chart->regions[chart->count];
    uint32_t side = BODY_NONE;
    if (!cfg_members(cfg, node, "region", region_keys, E_KEYS, m)) {
        return;
    }
    if (m[E_ID] == NULL || m[E_TEXT] == NULL) {
        cfg_missing(cfg, node, "region", region_keys[m[E_ID] == NULL ? E_ID : E_TEXT]);
    }
    option->line = cfg_line(node);
    option->text = "";
    (void)cfg_text(cfg, m[E_TEXT], &option->text);
    (void)cfg_bool(cfg, m[E_ALL], &option->all);
    (void)cfg_choice(cfg, m[E_SIDE], sides, &side);
    region->side = (enum body_side)side;
    region->words = cfg_texts(cfg, m[E_WORDS], &region->word_count);
    if (!cfg_code(cfg, m[E_ID], &option->code)) {
        *option = (struct form_option){0};
        *region = (struct body_region){0};
        return;
    }
    load_key(chart, m[E_KEY], region);
    if (m[E_KEY] == NULL && !option->all) {
        cfg_missing(cfg, node, "region", "key");
    }
    if (option->all && chart->body->options->has_all) {
        cfg_error(cfg, m[E_ALL], "a second region that stands for all; one such region");
    }
    chart->body->options->has_all = chart->body->options->has_all || option->all;
    chart->count++;
}

// Which cells each region has: first how many, then which.
static void load_cells(struct chart *chart)
{
    struct body_cell *cells[LIMIT_OPTIONS] = {0};
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < chart->count && pass == 1; i++) {
            cells[i] =
                arena_array(chart->cfg.arena, struct body_cell, chart->regions[i].cell_count);
            chart->regions[i].cells = cells[i];
            chart->regions[i].cell_count = 0;
        }
        for (uint32_t f = 0; f < chart->body->figure_count; f++) {
            const struct body_figure *figure = &chart->body->figures[f];
            for (uint32_t at = 0; chart->map[f] != NULL && at < figure->rows * figure->columns;
                 at++) {
                uint32_t row = at / figure->columns;
                uint32_t column = at % figure->columns;
                uint16_t region = chart->by_key[(unsigned char)chart->map[f][row][column]];
                if (region == NO_REGION) {
                    continue;
                }
                uint32_t cell = chart->regions[region].cell_count++;
                if (pass == 1) {
                    cells[region][cell] =
                        (struct body_cell){(uint8_t)f, (uint8_t)row, (uint8_t)column};
                }
            }
        }
    }
}

static void check_map(struct chart *chart, const cfg_node *figures)
{
    uint8_t reported[KEYS] = {0};
    bool whole = true;
    for (uint32_t f = 0; f < chart->body->figure_count; f++) {
        const cfg_node *map = cfg_member(cfg_element(figures, f), "map");
        whole = whole && chart->map[f] != NULL;
        for (uint32_t row = 0; chart->map[f] != NULL && row < chart->body->figures[f].rows; row++) {
            for (const char *c = chart->map[f][row]; *c != '\0'; c++) {
                unsigned char key = (unsigned char)*c;
                if (key != '.' && chart->by_key[key] == NO_REGION && !reported[key]) {
                    reported[key] = 1;
                    cfg_error(&chart->cfg, cfg_element(map, row),
                              "'%c' in the map is no region's key; a key, or '.' for none", *c);
                }
            }
        }
    }
    for (uint32_t i = 0; i < chart->count && whole; i++) {
        const struct form_option *option = &chart->options[i];
        if (option->all != (chart->regions[i].cell_count == 0)) {
            issues_add(chart->cfg.issues, ISSUE_ERROR, chart->cfg.file, option->line,
                       "region '%s' %s", option->code,
                       option->all ? "stands for all, yet has cells in a map; none"
                                   : "has no cell in any map; at least one");
        }
    }
}

static void load_regions(struct chart *chart, const cfg_node *list)
{
    struct cfg *cfg = &chart->cfg;
    uint32_t count = cfg_list(cfg, list);
    if (count > LIMIT_OPTIONS || (count == 0 && list != NULL)) {
        cfg_error(cfg, list, "%u regions; 1 to %d", (unsigned)count, (int)LIMIT_OPTIONS);
        count = count == 0 ? 0 : LIMIT_OPTIONS;
    }
    chart->options = arena_array(cfg->arena, struct form_option, count);
    chart->regions = arena_array(cfg->arena, struct body_region, count);
    for (uint32_t i = 0; i < count; i++) {
        load_region(chart, cfg_element(list, i));
    }
    chart->body->options->list = chart->options;
    chart->body->options->count = chart->count;
    chart->body->regions = chart->regions;
    options_finish(chart->loading, chart->body->options, "regions");
}

static void load_chart(struct chart *chart)
{
    static const char *const root_keys[] = {"body"};
    static const char *const body_keys[] = {"figures", "regions"};
    struct cfg *cfg = &chart->cfg;
    const cfg_node *root[1];
    const cfg_node *m[2];
    if (!cfg_members(cfg, cfg_root(cfg), "body chart", root_keys, 1, root)) {
        return;
    }
    if (root[0] == NULL) {
        cfg_missing(cfg, cfg_root(cfg), "body chart", "body");
        return;
    }
    if (!cfg_members(cfg, root[0], "body", body_keys, 2, m)) {
        return;
    }
    if (m[0] == NULL || m[1] == NULL) {
        cfg_missing(cfg, root[0], "body", body_keys[m[0] == NULL ? 0 : 1]);
    }
    load_figures(chart, m[0]);
    load_regions(chart, m[1]);
    load_cells(chart);
    if (m[1] != NULL) {
        check_map(chart, m[0]);
    }
}

void load_body(struct loading *loading, const char *name, uint32_t line)
{
    struct arena *arena = &loading->form->arena;
    char *path = loading_path(loading, loading->folder, name);
    size_t before = loading->issues->errors;
    files_shorten(path);
    struct file_namer by = {.file = loading->cfg->file, .line = line};
    const struct file *file =
        files_read_named(loading->files, path, LIMIT_CFG_BYTES, by, loading->issues);
    struct cfg *outer = loading->cfg;
    // A chart with an error is still a chart to the questions: one message is enough.
    struct body *body = arena_new(arena, struct body);
    body->file = path;
    body->another =
        strncmp(name, BODY_BESIDE, strlen(BODY_BESIDE)) == 0 ? name + strlen(BODY_BESIDE) : NULL;
    body->options = arena_new(arena, struct form_options);
    struct chart *chart = arena_new(arena, struct chart);
    chart->loading = loading;
    chart->body = body;
    memset(chart->by_key, 0xFF, sizeof(chart->by_key));
    loading->cfg = &chart->cfg;
    if (file != NULL &&
        cfg_open(&chart->cfg, path, file->bytes, file->length, arena, loading->issues) == 0) {
        load_chart(chart);
    }
    cfg_close(&chart->cfg, loading->files);
    loading->cfg = outer;
    loading->body = body;
    loading->body_broken = loading->issues->errors != before;
    loading->form->body = body;
}
