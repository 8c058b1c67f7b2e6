// The body chart: moving over the chart of forms/dry-needling, as it is drawn there, and over small
// ones; and finding a region by what people call it.

#include "form/body.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REGIONS = 64, CELLS = 600, WORDS = 16 };

struct chart {
    struct body body;
    struct form_options options;
    struct form_option list[REGIONS];
    struct body_region regions[REGIONS];
    struct body_cell cells[REGIONS][CELLS / 10];
    const char *words[REGIONS][WORDS];
    char *text; // of the file
};

static void chart_init(struct chart *chart)
{
    memset(chart, 0, sizeof(*chart));
    chart->body.regions = chart->regions;
    chart->body.options = &chart->options;
    chart->options.list = chart->list;
    for (uint32_t i = 0; i < REGIONS; i++) {
        chart->regions[i].cells = chart->cells[i];
        chart->regions[i].words = chart->words[i];
    }
}

static uint32_t add_region(struct chart *chart, const char *id, const char *text, char key)
{
    uint32_t region = chart->options.count++;
    assert_true(region < REGIONS);
    chart->list[region].code = id;
    chart->list[region].text = text;
    chart->regions[region].key = key;
    return region;
}

static void add_row(struct chart *chart, uint32_t figure, uint32_t row, const char *keys,
                    size_t length)
{
    chart->body.figures[figure].columns = (uint32_t)length;
    chart->body.figures[figure].rows = row + 1;
    if (chart->body.figure_count <= figure) {
        chart->body.figure_count = figure + 1;
    }
    for (uint32_t r = 0; r < chart->options.count; r++) {
        struct body_region *region = &chart->regions[r];
        for (size_t column = 0; column < length; column++) {
            if (keys[column] == region->key && region->key != '.') {
                chart->cells[r][region->cell_count++] =
                    (struct body_cell){(uint8_t)figure, (uint8_t)row, (uint8_t)column};
            }
        }
    }
}

// Cuts the next text in double quotes out of the file.
static char *quoted(char **at)
{
    char *start = strchr(*at, '"');
    assert_non_null(start);
    char *end = strchr(start + 1, '"');
    assert_non_null(end);
    *end = '\0';
    *at = end + 1;
    return start + 1;
}

// Whether the list that is open has another text.
static bool more(const char *at)
{
    return strcspn(at, "\"") < strcspn(at, ")");
}

static char *read_whole(void)
{
    static const char *const places[] = {"forms/dry-needling/body.cfg",
                                         "../../forms/dry-needling/body.cfg"};
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        FILE *file = fopen(places[i], "r");
        if (file == NULL) {
            continue;
        }
        char *text = calloc(1, 1 << 16);
        assert_non_null(text);
        size_t length = fread(text, 1, (1 << 16) - 1, file);
        fclose(file);
        assert_true(length > 1000);
        return text;
    }
    fail_msg("no body.cfg");
    return NULL;
}

static void read_regions(struct chart *chart, char *at)
{
    while ((at = strstr(at, "{ id = ")) != NULL) {
        char *id = quoted(&at);
        char *text = quoted(&at);
        char *key = strstr(at, "key = ");
        char *close = strchr(at, '}');
        bool keyed = key != NULL && key < close;
        at = keyed ? key : at;
        uint32_t region = add_region(chart, id, text, keyed ? quoted(&at)[0] : '.');
        char *words = strstr(at, "words = (");
        assert_non_null(words);
        at = words;
        while (more(at)) {
            chart->words[region][chart->regions[region].word_count++] = quoted(&at);
        }
    }
}

static void read_maps(struct chart *chart, char *at, char *end)
{
    for (uint32_t figure = 0; (at = strstr(at, "map = (")) != NULL && at < end; figure++) {
        uint32_t row = 0;
        while (more(at)) {
            const char *keys = quoted(&at);
            add_row(chart, figure, row++, keys, strlen(keys));
        }
    }
}

static struct chart *chart_of_file(void)
{
    struct chart *chart = calloc(1, sizeof(*chart));
    assert_non_null(chart);
    chart_init(chart);
    chart->text = read_whole();
    char *regions = strstr(chart->text, "regions = (");
    assert_non_null(regions);
    read_regions(chart, regions);
    read_maps(chart, chart->text, regions);
    assert_int_equal(chart->options.count, 41);
    assert_int_equal(chart->body.figure_count, 2);
    return chart;
}

static void chart_free(struct chart *chart)
{
    free(chart->text);
    free(chart);
}

static uint32_t find(const struct chart *chart, const char *id)
{
    for (uint32_t i = 0; i < chart->options.count; i++) {
        if (strcmp(chart->list[i].code, id) == 0) {
            return i;
        }
    }
    fail_msg("no region %s", id);
    return 0;
}

static const char *const ways[] = {"up", "down", "left", "right"};

// From a region on a figure to where it leads, "figure region".
static void expect(const struct chart *chart, uint32_t figure, const char *from, enum body_way way,
                   uint32_t to_figure, const char *to)
{
    uint32_t at = figure;
    uint32_t region = body_neighbour(&chart->body, find(chart, from), &at, way);
    if (strcmp(chart->list[region].code, to) != 0 || at != to_figure) {
        fail_msg("%s on %u, %s: %s on %u, expected %s on %u", from, (unsigned)figure, ways[way],
                 chart->list[region].code, (unsigned)at, to, (unsigned)to_figure);
    }
}

static void test_sensible(void **state)
{
    (void)state;
    struct chart *chart = chart_of_file();
    expect(chart, 0, "head", BODY_DOWN, 0, "face_jaw");
    expect(chart, 0, "face_jaw", BODY_UP, 0, "head");
    expect(chart, 0, "face_jaw", BODY_DOWN, 0, "neck_front");
    expect(chart, 0, "neck_front", BODY_UP, 0, "face_jaw");
    expect(chart, 0, "head", BODY_UP, 0, "head");
    expect(chart, 0, "head", BODY_TO_RIGHT, 1, "head");
    expect(chart, 0, "head", BODY_TO_LEFT, 1, "head");
    expect(chart, 1, "head", BODY_TO_RIGHT, 0, "head");
    expect(chart, 0, "shoulder_top_r", BODY_TO_RIGHT, 0, "shoulder_top_l");
    expect(chart, 0, "shoulder_r", BODY_TO_RIGHT, 0, "chest");
    expect(chart, 0, "chest", BODY_TO_RIGHT, 0, "shoulder_l");
    expect(chart, 0, "shoulder_l", BODY_TO_LEFT, 0, "chest");
    expect(chart, 0, "wrist_hand_r", BODY_UP, 0, "forearm_r");
    expect(chart, 0, "forearm_r", BODY_UP, 0, "elbow_r");
    expect(chart, 0, "elbow_l", BODY_UP, 0, "upper_arm_l");
    expect(chart, 0, "upper_arm_l", BODY_UP, 0, "shoulder_l");
    expect(chart, 0, "thigh_r", BODY_DOWN, 0, "knee_r");
    expect(chart, 0, "knee_r", BODY_DOWN, 0, "calf_shin_r");
    expect(chart, 0, "calf_shin_l", BODY_DOWN, 0, "ankle_l");
    expect(chart, 0, "ankle_l", BODY_DOWN, 0, "foot_l");
    expect(chart, 0, "foot_l", BODY_DOWN, 0, "foot_l");
    expect(chart, 0, "knee_r", BODY_TO_RIGHT, 0, "knee_l");
    expect(chart, 0, "ankle_l", BODY_TO_RIGHT, 1, "ankle_l");
    expect(chart, 0, "hip_r", BODY_TO_RIGHT, 0, "pelvis_groin");
    // Two are equally near: the first of the list.
    expect(chart, 0, "pelvis_groin", BODY_DOWN, 0, "thigh_l");
    expect(chart, 1, "tailbone", BODY_DOWN, 1, "thigh_l");
    expect(chart, 0, "wrist_hand_l", BODY_TO_RIGHT, 1, "wrist_hand_l");
    expect(chart, 0, "wrist_hand_r", BODY_TO_LEFT, 1, "wrist_hand_r");
    expect(chart, 1, "wrist_hand_l", BODY_TO_LEFT, 0, "wrist_hand_l");
    expect(chart, 1, "upper_back", BODY_TO_LEFT, 1, "shoulder_blade_l");
    expect(chart, 1, "upper_back", BODY_DOWN, 1, "low_back");
    expect(chart, 1, "low_back", BODY_DOWN, 1, "tailbone");
    expect(chart, 1, "tailbone", BODY_UP, 1, "low_back");
    expect(chart, 1, "tailbone", BODY_TO_RIGHT, 1, "buttock_r");
    chart_free(chart);
}

// Every region can be pointed at from every other, and a step back is never a long way.
static uint32_t reach(const struct chart *chart, uint32_t region, uint32_t figure,
                      uint8_t seen[BODY_FIGURES][REGIONS])
{
    static uint32_t queue[BODY_FIGURES * REGIONS][2];
    uint32_t count = 1;
    memset(seen, 0xff, BODY_FIGURES * REGIONS);
    queue[0][0] = region;
    queue[0][1] = figure;
    seen[figure][region] = 0;
    for (uint32_t i = 0; i < count; i++) {
        for (int way = 0; way < 4; way++) {
            uint32_t to_figure = queue[i][1];
            uint32_t to = body_neighbour(&chart->body, queue[i][0], &to_figure, (enum body_way)way);
            assert_true(to < chart->options.count && to_figure < BODY_FIGURES);
            if (seen[to_figure][to] == 0xff) {
                seen[to_figure][to] = (uint8_t)(seen[queue[i][1]][queue[i][0]] + 1);
                queue[count][0] = to;
                queue[count++][1] = to_figure;
            }
        }
    }
    return count;
}

static void test_all_reach_all(void **state)
{
    (void)state;
    struct chart *chart = chart_of_file();
    static uint8_t seen[BODY_FIGURES][REGIONS], back[BODY_FIGURES][REGIONS];
    uint32_t places = 0;
    for (uint32_t region = 0; region < chart->options.count; region++) {
        for (uint32_t figure = 0; figure < 2; figure++) {
            uint32_t row, column;
            places += body_centre(&chart->body, region, figure, &row, &column);
        }
    }
    for (uint32_t region = 0; region < chart->options.count; region++) {
        for (uint32_t figure = 0; figure < 2; figure++) {
            uint32_t row, column;
            if (!body_centre(&chart->body, region, figure, &row, &column)) {
                continue;
            }
            if (reach(chart, region, figure, seen) != places) {
                fail_msg("from %s on %u not all is reached", chart->list[region].code,
                         (unsigned)figure);
            }
            for (int way = 0; way < 4; way++) {
                uint32_t to_figure = figure;
                uint32_t to = body_neighbour(&chart->body, region, &to_figure, (enum body_way)way);
                reach(chart, to, to_figure, back);
                if (back[figure][region] > 3) {
                    fail_msg("%s of %s on %u is %s, from where it is %u steps back", ways[way],
                             chart->list[region].code, (unsigned)figure, chart->list[to].code,
                             (unsigned)back[figure][region]);
                }
            }
        }
    }
    chart_free(chart);
}

// The same region on the other side of the body.
static uint32_t mirror(const struct chart *chart, uint32_t region)
{
    char id[80];
    snprintf(id, sizeof(id), "%s", chart->list[region].code);
    size_t length = strlen(id);
    if (length > 2 && id[length - 2] == '_' && strchr("lr", id[length - 1]) != NULL) {
        id[length - 1] = id[length - 1] == 'l' ? 'r' : 'l';
    }
    return find(chart, id);
}

// The chart is its own mirror image, and so are the moves, but where two are equally near.
static void test_mirror(void **state)
{
    (void)state;
    static const enum body_way mirrored[] = {BODY_UP, BODY_DOWN, BODY_TO_RIGHT, BODY_TO_LEFT};
    struct chart *chart = chart_of_file();
    for (uint32_t region = 0; region < chart->options.count; region++) {
        for (uint32_t figure = 0; figure < 2; figure++) {
            for (int way = 0; way < 4; way++) {
                bool middle = mirror(chart, region) == region;
                uint32_t one_figure = figure;
                uint32_t other_figure = figure;
                uint32_t one =
                    body_neighbour(&chart->body, region, &one_figure, (enum body_way)way);
                uint32_t other = body_neighbour(&chart->body, mirror(chart, region), &other_figure,
                                                mirrored[way]);
                assert_int_equal(one_figure, other_figure);
                if (mirror(chart, one) != other &&
                    !(middle && (way == BODY_UP || way == BODY_DOWN))) {
                    fail_msg("%s %s on %u: %s; mirrored %s", chart->list[region].code, ways[way],
                             (unsigned)figure, chart->list[one].code, chart->list[other].code);
                }
            }
        }
    }
    chart_free(chart);
}

static void test_centre(void **state)
{
    (void)state;
    struct chart *chart = chart_of_file();
    uint32_t row = 99, column = 99;
    assert_true(body_centre(&chart->body, find(chart, "head"), 0, &row, &column));
    assert_int_equal(row, 1);
    assert_int_equal(column, 12);
    assert_true(body_centre(&chart->body, find(chart, "foot_r"), 0, &row, &column));
    assert_int_equal(row, 16);
    assert_int_equal(column, 6);
    assert_false(body_centre(&chart->body, find(chart, "chest"), 1, &row, &column));
    assert_false(body_centre(&chart->body, find(chart, "all_over"), 0, &row, &column));
    chart_free(chart);
}

static void test_small(void **state)
{
    (void)state;
    struct chart *chart = calloc(1, sizeof(*chart));
    assert_non_null(chart);
    chart_init(chart);
    add_region(chart, "a", "a", 'a');
    add_region(chart, "nowhere", "nowhere", '.');
    add_row(chart, 0, 0, "a", 1);
    // One region, one figure: nothing to go to; a region without cells stays.
    for (int way = 0; way < 4; way++) {
        expect(chart, 0, "a", (enum body_way)way, 0, "a");
        expect(chart, 0, "nowhere", (enum body_way)way, 0, "nowhere");
    }
    add_region(chart, "b", "b", 'b');
    add_row(chart, 1, 3, "..b", 3);
    expect(chart, 0, "a", BODY_TO_RIGHT, 1, "b");
    expect(chart, 1, "b", BODY_TO_RIGHT, 0, "a");
    expect(chart, 0, "a", BODY_DOWN, 0, "a");
    chart_free(chart);
}

static void test_search(void **state)
{
    (void)state;
    struct chart *chart = chart_of_file();
    static const struct {
        const char *typed;
        const char *best[3]; // the first found, in this order
        uint32_t count;      // 0: any number
    } cases[] = {
        {"shoulder b", {"shoulder_blade_l", "shoulder_blade_r"}, 0},
        {"head", {"head"}, 0},
        {"HEAD", {"head"}, 0},
        {"neck", {"neck_front", "neck_back"}, 0},
        {"left knee", {"knee_l"}, 1},
        {"knee left", {"knee_l"}, 1},
        {"kne", {"knee_l", "knee_r"}, 2},
        {"  knee ", {"knee_l", "knee_r"}, 2},
        {"coccyx", {"tailbone"}, 1},
        {"tailbóne", {"tailbone"}, 0},
        {"bum", {"buttock_l", "buttock_r"}, 2},
        {"funny bone", {"elbow_l", "elbow_r"}, 2},
        {"left funny", {"elbow_l"}, 1},
        {"everywhere", {"all_over"}, 1},
        {"tail", {"tailbone"}, 1},
        {"lower", {"low_back", "forearm_l"}, 0},
        {"lower l", {"calf_shin_l", "calf_shin_r"}, 0},
        {"umbago", {"low_back"}, 1},
        {"xyz", {NULL}, 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint32_t found[LIMIT_OPTIONS];
        uint32_t count = body_search(&chart->body, cases[i].typed, found, LIMIT_OPTIONS);
        for (size_t k = 0; k < 3 && cases[i].best[k] != NULL; k++) {
            if (k >= count || strcmp(chart->list[found[k]].code, cases[i].best[k]) != 0) {
                fail_msg("%s: %s", cases[i].typed, k < count ? chart->list[found[k]].code : "-");
            }
        }
        if (cases[i].count > 0 || cases[i].best[0] == NULL) {
            assert_int_equal(count, cases[i].count);
        }
    }
    chart_free(chart);
}

static void test_search_bounds(void **state)
{
    (void)state;
    struct chart *chart = chart_of_file();
    uint32_t found[3] = {77, 77, 77};
    assert_int_equal(body_search(&chart->body, "left", found, 2), 2);
    assert_int_equal(found[2], 77);
    assert_int_equal(body_search(&chart->body, "left", found, 0), 0);
    // Nothing typed: all, in the order of the list.
    uint32_t all[LIMIT_OPTIONS];
    assert_int_equal(body_search(&chart->body, " ", all, LIMIT_OPTIONS), chart->options.count);
    assert_int_equal(all[0], 0);
    static char longest[5000];
    memset(longest, 'a', sizeof(longest) - 1);
    assert_int_equal(body_search(&chart->body, longest, all, LIMIT_OPTIONS), 0);
    chart_free(chart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sensible),      cmocka_unit_test(test_all_reach_all),
        cmocka_unit_test(test_mirror),        cmocka_unit_test(test_centre),
        cmocka_unit_test(test_small),         cmocka_unit_test(test_search),
        cmocka_unit_test(test_search_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
