// One answer: the new state and the list of what changed, whatever the size of the form around it.
#include "bench/bench.h"
#include "bench/generate.h"
#include "interview/answers.h"
#include "load/load.h"

#include <stdio.h>
#include <stdlib.h>

typedef void (*shape)(uint32_t links, uint32_t questions, struct buffer *out);

struct world {
    struct files files;
    struct issues issues;
    struct form *form;
    struct answers *answers;
};

static void open_world(struct world *world, shape generate, uint32_t links, uint32_t questions)
{
    struct buffer text;
    buffer_init(&text, GENERATE_BYTES);
    generate(links, questions, &text);
    files_init(&world->files);
    issues_init(&world->issues);
    struct file file = {"generated/form.cfg", text.bytes, text.length};
    if (load_form_text("generated", &file, &world->files, &world->issues, &world->form) != 0) {
        fprintf(stderr, "%s\n", issue_print(&world->issues.list[0], &world->issues.arena));
        bench_wrong("the generated form does not load");
    }
    buffer_clear(&text);
    struct answers_setup setup = {.form = world->form};
    world->answers = answers_new(&setup);
}

static void close_world(struct world *world)
{
    answers_free(world->answers);
    form_free(world->form);
    issues_clear(&world->issues);
    files_clear(&world->files);
}

// Answers 90, 10, 90 ... `times`; returns seconds for one. Everything that hangs on the answer
// must have turned each time.
static double answer(struct world *world, shape generate, uint32_t links, int times)
{
    struct answers *answers = world->answers;
    uint32_t first = form_find(world->form, "q0");
    uint32_t last = form_find(world->form, "last");
    if (last == FORM_NO_ITEM) {
        last = first + links;
    }
    size_t expected = generate == generate_chain ? links + 2 : links + 1;
    double began = bench_cpu();
    for (int i = 0; i < times; i++) {
        struct answer given = answer_number(decimal_of(i % 2 == 0 ? 90 : 10));
        answers_give(answers, first, 0, &given);
        size_t changes = 0;
        answers_changes(answers, &changes);
        truth wanted = i % 2 == 0 ? TRUTH_TRUE : TRUTH_FALSE;
        if (answers_applies(answers, last, 0) != wanted || (i > 0 && changes != expected)) {
            bench_wrong("answer %d: %zu changes, %zu expected", i, changes, expected);
        }
    }
    return (bench_cpu() - began) / times;
}

static double measure(shape generate, uint32_t links, uint32_t questions)
{
    enum { RUNS = 9 };
    double took[RUNS];
    struct world world;
    open_world(&world, generate, links, questions);
    int times = (int)(200000 / (links + 1)) * 2;
    for (int i = 0; i < RUNS; i++) {
        took[i] = answer(&world, generate, links, times);
    }
    close_world(&world);
    return bench_median(took, RUNS) * 1e6;
}

static void compare(shape generate, const char *name)
{
    char figure[64];
    double one = measure(generate, 1, 1000);
    double one_in_many = measure(generate, 1, 100000);
    snprintf(figure, sizeof figure, "one answer, %s, 1 hangs on it / half a microsecond", name);
    bench_line(figure, "us", one, 0.5, one / 0.5, BENCH_AT_MOST, 1);
    snprintf(figure, sizeof figure, "the same of 100,000 questions / of 1,000");
    bench_line(figure, "us", one_in_many, one, one_in_many / one, BENCH_AT_MOST, 1.2);
    double thousand = measure(generate, 1000, 2000);
    snprintf(figure, sizeof figure, "the same, 1,000 hang on it / 1");
    bench_line(figure, "us", thousand, one, thousand / one, BENCH_AT_MOST, 100);
}

// For counting instructions: what is loaded once is answered `times`.
static int once(uint32_t links, uint32_t questions, int times)
{
    struct world world;
    open_world(&world, generate_chain, links, questions);
    answer(&world, generate_chain, links, times);
    close_world(&world);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 3) {
        return once((uint32_t)strtoul(argv[1], NULL, 10), (uint32_t)strtoul(argv[2], NULL, 10),
                    (int)strtoul(argv[3], NULL, 10));
    }
    compare(generate_chain, "a chain");
    compare(generate_fan, "a fan");
    return bench_missed();
}
