// Loading: parse, check and compile a generated form, beside libconfig's own parse of the same
// text.
#include "bench/bench.h"
#include "bench/generate.h"
#include "load/load.h"

#include <libconfig.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void complain(struct issues *issues)
{
    for (size_t i = 0; i < issues->count && i < 5; i++) {
        fprintf(stderr, "%s\n", issue_print(&issues->list[i], &issues->arena));
    }
}

// A program that starts has touched no memory yet: whoever is timed here must not find what the one
// before left behind. (Which of the two did depended on who freed what last.)
static void begin_cold(void)
{
    malloc_trim(0);
}

// Seconds of libconfig's parse alone; the tree is thrown away off the clock.
static double parse(const struct buffer *text)
{
    config_t config;
    begin_cold();
    config_init(&config);
    double began = bench_cpu();
    int parsed = config_read_string(&config, text->bytes);
    double took = bench_cpu() - began;
    if (parsed != CONFIG_TRUE) {
        bench_wrong("libconfig refuses the generated form");
    }
    config_destroy(&config);
    return took;
}

static double load(const struct buffer *text, uint32_t questions)
{
    struct files files;
    struct issues issues;
    files_init(&files);
    issues_init(&issues);
    struct file file = {.name = "generated/form.cfg", .bytes = text->bytes, .length = text->length};
    struct form *form = NULL;
    begin_cold();
    double began = bench_cpu();
    int status = load_form_text("generated", &file, &files, &issues, &form, NULL);
    double took = bench_cpu() - began;
    if (status != 0 || form->item_count != questions) {
        complain(&issues);
        bench_wrong("the generated form of %u questions does not load", questions);
    }
    form_free(form);
    issues_clear(&issues);
    files_clear(&files);
    return took;
}

static double measure(uint32_t questions, int runs)
{
    enum { MOST = 64 };
    double ours[MOST], floor[MOST], ratios[MOST];
    struct buffer text;
    buffer_init(&text, GENERATE_BYTES);
    generate_form(questions, &text);
    for (int i = 0; i < runs; i++) {
        floor[i] = parse(&text);
        ours[i] = load(&text, questions);
        ratios[i] = ours[i] / floor[i];
    }
    buffer_clear(&text);
    double took = bench_median(ours, (size_t)runs);
    char figure[64];
    snprintf(figure, sizeof figure, "load %u questions / libconfig's parse", questions);
    bench_line(figure, "ms", took * 1e3, bench_median(floor, (size_t)runs) * 1e3,
               bench_median(ratios, (size_t)runs), BENCH_AT_MOST, 1.3);
    return took;
}

static void hostile(void)
{
    struct buffer text;
    buffer_init(&text, GENERATE_BYTES);
    for (int i = 0; i < 100000; i++) {
        buffer_print(&text, "a%d = %d;\n", i, i);
    }
    struct files files;
    struct issues issues;
    files_init(&files);
    issues_init(&issues);
    struct file file = {.name = "flat/form.cfg", .bytes = text.bytes, .length = text.length};
    struct form *form = NULL;
    double began = bench_cpu();
    int status = load_form_text("flat", &file, &files, &issues, &form, NULL);
    double took = bench_cpu() - began;
    if (status == 0) {
        bench_wrong("a flat file of 100,000 members is loaded");
    }
    bench_line("a flat file of 100,000 members refused", "ms", took * 1e3, -1, took * 1e3,
               BENCH_AT_MOST, 50);
    issues_clear(&issues);
    files_clear(&files);
    buffer_clear(&text);
}

// For counting instructions: loads once, or only parses.
static int once(const char *what, const char *count)
{
    struct buffer text;
    buffer_init(&text, GENERATE_BYTES);
    uint32_t questions = (uint32_t)strtoul(count, NULL, 10);
    generate_form(questions, &text);
    if (what[0] == 'l') {
        load(&text, questions);
    } else if (what[0] == 'p') {
        parse(&text);
    } else {
        fwrite(text.bytes, 1, text.length, stdout);
    }
    buffer_clear(&text);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        return once(argv[1], argv[2]);
    }
    double hundred = measure(100, 63);
    double thousand = measure(1000, 31);
    measure(10000, 9);
    double most = measure(100000, 3);
    bench_line("growth of loading, 1,000 to 100,000 (exponent)", "", log10(most / thousand) / 2, -1,
               log10(most / thousand) / 2, BENCH_AT_MOST, 1.05);
    bench_line("the same from 100", "", log10(most / hundred) / 3, -1, log10(most / hundred) / 3,
               BENCH_AT_MOST, 1.05);
    hostile();
    return bench_missed();
}
