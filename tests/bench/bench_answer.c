// One answer, as a session gives it, the disk apart: the event is judged, written as the bytes that
// are kept, done; the new state stands, what is asked next is known, the list of what changed is
// read. Whatever the size of the form around it, and whether one question hangs on it or a
// thousand: it is the same way through the interview.
#include "bench/bench.h"
#include "bench/generate.h"
#include "interview/interview.h"
#include "load/load.h"

#include <stdio.h>
#include <stdlib.h>

typedef void (*shape)(uint32_t links, uint32_t questions, struct buffer *out);

struct world {
    struct files files;
    struct issues issues;
    struct form *form;
    struct interview *interview;
    uint32_t first, last; // the question that is answered, and the last that hangs on it
    size_t changes;
};

static void open_world(struct world *world, shape generate, uint32_t links, uint32_t questions)
{
    struct buffer text;
    buffer_init(&text, GENERATE_BYTES);
    generate(links, questions, &text);
    files_init(&world->files);
    issues_init(&world->issues);
    struct file file = {.name = "generated/form.cfg", .bytes = text.bytes, .length = text.length};
    if (load_form_text("generated", &file, &world->files, &world->issues, &world->form, NULL) !=
        0) {
        fprintf(stderr, "%s\n", issue_print(&world->issues.list[0], &world->issues.arena));
        bench_wrong("the generated form does not load");
    }
    buffer_clear(&text);
    struct answers_setup setup = {.form = world->form};
    world->interview = interview_new(&setup);
    world->first = form_find(world->form, "q0");
    world->last = form_find(world->form, "last");
    // A chain has one more, the question at its end; a fan is that many questions.
    world->changes = world->last == FORM_NO_ITEM ? links + 1 : links + 2;
    world->last = world->last == FORM_NO_ITEM ? world->first + links : world->last;
}

static void close_world(struct world *world)
{
    interview_free(world->interview);
    form_free(world->form);
    issues_clear(&world->issues);
    files_clear(&world->files);
}

static void back(struct world *world)
{
    struct event event = {.kind = EVENT_BACK};
    if (interview_do(world->interview, &event, NULL) != 0 ||
        interview_at(world->interview).item != world->first) {
        bench_wrong("no way back to the question");
    }
}

// Gives one answer; returns seconds. Everything that hangs on it must have turned.
static double give(struct world *world, int number, bool turns)
{
    struct event event = {
        .kind = EVENT_ANSWER,
        .item = world->first,
        .answer = answer_number(decimal_of(number)),
    };
    size_t count = 0;
    double began = bench_wall();
    int done = interview_may(world->interview, &event, NULL);
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_JOURNAL_FRAME);
    event_encode(&event, world->form, &bytes);
    buffer_clear(&bytes);
    done += interview_do(world->interview, &event, NULL);
    const struct answers *answers = interview_answers(world->interview);
    answers_changes(answers, &count);
    double took = bench_wall() - began;
    if (done != 0 || (turns && count != world->changes) ||
        answers_applies(answers, world->last, 0) != truth_of(number > 50)) {
        bench_wrong("answer %d: %zu changes, %zu expected", number, count, world->changes);
    }
    return took;
}

// What asking for the time twice costs by itself.
static double clock_cost(void)
{
    enum { TIMES = 1001 };
    double took[TIMES];
    for (int i = 0; i < TIMES; i++) {
        double began = bench_wall();
        took[i] = bench_wall() - began;
    }
    return bench_median(took, TIMES);
}

// Microseconds of one answer: the median over pairs of 90 and 10.
static double measure(struct world *world)
{
    enum { PAIRS = 151 };
    double took[PAIRS];
    double clock = clock_cost();
    for (int i = 0; i < PAIRS; i++) {
        took[i] = give(world, 90, i > 0) - clock;
        back(world);
        took[i] += give(world, 10, true) - clock;
        back(world);
    }
    return bench_median(took, PAIRS) / 2 * 1e6;
}

enum { ONE, ONE_IN_MANY, THOUSAND, SIZES };

// Each size in turn, round after round, and the quietest round of each: a shared machine changes
// its pace from one to the next, and would compare a fast minute with a slow one.
static void measure_all(shape generate, double quietest[SIZES])
{
    enum { ROUNDS = 25 };
    static const uint32_t links[SIZES] = {1, 1, 1000}, questions[SIZES] = {1000, 100000, 2000};
    struct world worlds[SIZES];
    for (int size = 0; size < SIZES; size++) {
        open_world(&worlds[size], generate, links[size], questions[size]);
        quietest[size] = measure(&worlds[size]);
    }
    for (int round = 1; round < ROUNDS; round++) {
        for (int size = 0; size < SIZES; size++) {
            double took = measure(&worlds[size]);
            quietest[size] = took < quietest[size] ? took : quietest[size];
        }
    }
    for (int size = 0; size < SIZES; size++) {
        close_world(&worlds[size]);
    }
}

static void compare(shape generate, const char *name)
{
    char figure[64];
    double took[SIZES];
    measure_all(generate, took);
    double one = took[ONE], in_many = took[ONE_IN_MANY], thousand = took[THOUSAND];
    snprintf(figure, sizeof figure, "one answer, %s, 1 hangs on it / half a microsecond", name);
    bench_line(figure, "us", one, 0.5, one / 0.5, BENCH_AT_MOST, 1);
    bench_line("the same of 100,000 questions / of 1,000", "us", in_many, one, in_many / one,
               BENCH_AT_MOST, 1.2);
    bench_line("the same, 1,000 hang on it / 50 us", "us", thousand, 50, thousand / 50,
               BENCH_AT_MOST, 1);
    bench_line("the same, 1,000 hang on it / 1", "us", thousand, one, thousand / one, BENCH_AT_MOST,
               100);
}

// For counting instructions: what is loaded once is answered `times`.
static int once(uint32_t links, uint32_t questions, int times)
{
    struct world world;
    open_world(&world, generate_chain, links, questions);
    for (int i = 0; i < times; i++) {
        give(&world, i % 2 == 0 ? 90 : 10, i > 0);
        back(&world);
    }
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
