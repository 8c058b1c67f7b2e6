// Screening: the same rules, the same sets, in SQLite as one prepared SELECT, in one process. The
// findings of every set are compared before anything is timed: present = true, cannot be excluded
// = NULL.
#include "bench/bench.h"
#include "bench/generate.h"
#include "interview/answers.h"
#include "load/load.h"
#include "screening/screen.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SETS = 500, BATCH_SQL = 100000, SELECT_RULES = 1000, MOST_RULES = 10000 };

struct world {
    const char *folder;
    uint32_t rule_count;
    struct files files;
    struct issues issues;
    struct form *form;
    struct rules *rules;
    struct answers *answers[SETS];
    struct buffer sql;
    size_t *starts;
    sqlite3 *database;
    sqlite3_stmt *selects[MOST_RULES / SELECT_RULES];
    int select_count;
};

static void write_file(const char *folder, const char *name, const struct buffer *text)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL || fwrite(text->bytes, 1, text->length, file) != text->length ||
        fclose(file) != 0) {
        bench_wrong("cannot write %s", path);
    }
}

// The form and the rules as files, as the program reads them.
static void write_world(struct world *world)
{
    struct buffer form, rules;
    buffer_init(&form, GENERATE_BYTES);
    buffer_init(&rules, GENERATE_BYTES);
    buffer_init(&world->sql, GENERATE_BYTES);
    world->starts = calloc(world->rule_count, sizeof *world->starts);
    generate_answers_form(&form);
    generate_rules(world->rule_count, &rules, &world->sql, world->starts);
    write_file(world->folder, "form.cfg", &form);
    write_file(world->folder, "rules.cfg", &rules);
    struct buffer clinic;
    buffer_init(&clinic, GENERATE_BYTES);
    buffer_text(&clinic, "clinic = { name = \"Generated\"; emergency = \"000\"; };\n");
    write_file(world->folder, "clinic.cfg", &clinic);
    buffer_clear(&clinic);
    buffer_clear(&form);
    buffer_clear(&rules);
}

static struct answers *answers_of(const struct form *form, const int set[GENERATE_ANSWERS])
{
    struct answers_setup setup = {.form = form};
    struct answers *answers = answers_new(&setup);
    for (uint32_t i = 0; i < GENERATE_ANSWERS; i++) {
        if (set[i] != GENERATE_UNKNOWN) {
            struct answer answer = generate_is_choice(i) ? answer_code((uint32_t)set[i])
                                                         : answer_number(decimal_of(set[i]));
            answers_give(answers, i, 0, &answer);
        }
    }
    answers_end(answers, true);
    return answers;
}

static void run_sql(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) {
        bench_wrong("SQLite: %s", sqlite3_errmsg(database));
    }
}

// Rows of `count` sets in memory.
static void fill_table(struct world *world, uint32_t count)
{
    struct buffer sql;
    buffer_init(&sql, GENERATE_BYTES);
    buffer_text(&sql, "CREATE TABLE sets (number INTEGER PRIMARY KEY");
    for (int i = 0; i < GENERATE_ANSWERS; i++) {
        buffer_print(&sql, ", q%d INTEGER", i);
    }
    buffer_text(&sql, ")");
    sqlite3_open(":memory:", &world->database);
    run_sql(world->database, sql.bytes);
    buffer_reset(&sql);
    buffer_text(&sql, "INSERT INTO sets VALUES (?");
    for (int i = 0; i < GENERATE_ANSWERS; i++) {
        buffer_text(&sql, ", ?");
    }
    buffer_text(&sql, ")");
    sqlite3_stmt *insert = NULL;
    sqlite3_prepare_v2(world->database, sql.bytes, -1, &insert, NULL);
    struct dice dice = {3};
    run_sql(world->database, "BEGIN");
    for (uint32_t row = 0; row < count; row++) {
        int set[GENERATE_ANSWERS];
        generate_set(&dice, set);
        sqlite3_bind_int64(insert, 1, row);
        for (int i = 0; i < GENERATE_ANSWERS; i++) {
            if (set[i] == GENERATE_UNKNOWN) {
                sqlite3_bind_null(insert, i + 2);
            } else {
                sqlite3_bind_int(insert, i + 2, set[i]);
            }
        }
        if (sqlite3_step(insert) != SQLITE_DONE) {
            bench_wrong("SQLite: %s", sqlite3_errmsg(world->database));
        }
        sqlite3_reset(insert);
    }
    run_sql(world->database, "COMMIT");
    sqlite3_finalize(insert);
    buffer_clear(&sql);
}

// Selects of at most as many rules as a result may have columns.
static void prepare_selects(struct world *world, const char *from)
{
    struct buffer sql;
    buffer_init(&sql, GENERATE_BYTES);
    for (uint32_t rule = 0; rule < world->rule_count;) {
        buffer_reset(&sql);
        buffer_text(&sql, "SELECT ");
        for (uint32_t i = 0; i < SELECT_RULES && rule < world->rule_count; i++, rule++) {
            buffer_print(&sql, "%s(%s)", i > 0 ? ", " : "", world->sql.bytes + world->starts[rule]);
        }
        buffer_text(&sql, from);
        sqlite3_stmt **select = &world->selects[world->select_count++];
        if (sqlite3_prepare_v2(world->database, sql.bytes, -1, select, NULL) != SQLITE_OK) {
            bench_wrong("SQLite: %s", sqlite3_errmsg(world->database));
        }
    }
    buffer_clear(&sql);
}

static void drop_sql(struct world *world)
{
    for (int i = 0; i < world->select_count; i++) {
        sqlite3_finalize(world->selects[i]);
    }
    sqlite3_close(world->database);
    world->select_count = 0;
}

static void open_world(struct world *world, const char *folder, uint32_t rules, int sets)
{
    memset(world, 0, sizeof *world);
    world->folder = folder;
    world->rule_count = rules;
    write_world(world);
    files_init(&world->files);
    issues_init(&world->issues);
    if (load_form(folder, &world->files, &world->issues, &world->form, NULL) != 0 ||
        load_rules(folder, world->form, &world->files, &world->issues, &world->rules) != 0) {
        fprintf(stderr, "%s\n", issue_print(&world->issues.list[0], &world->issues.arena));
        bench_wrong("the generated rules do not load");
    }
    struct dice dice = {3};
    for (int i = 0; i < sets; i++) {
        int set[GENERATE_ANSWERS];
        generate_set(&dice, set);
        world->answers[i] = answers_of(world->form, set);
    }
}

static void close_world(struct world *world)
{
    for (int i = 0; i < SETS; i++) {
        answers_free(world->answers[i]);
    }
    rules_free(world->rules);
    form_free(world->form);
    issues_clear(&world->issues);
    files_clear(&world->files);
    buffer_clear(&world->sql);
    free(world->starts);
}

// What SQLite finds in a row, as ours. Reads every column: that is its answer.
static void sqlite_row(struct world *world, int64_t row, truth *found)
{
    for (int i = 0; i < world->select_count; i++) {
        sqlite3_stmt *select = world->selects[i];
        sqlite3_bind_int64(select, 1, row);
        if (sqlite3_step(select) != SQLITE_ROW) {
            bench_wrong("SQLite has no set %d", (int)row);
        }
        for (int c = 0, columns = sqlite3_column_count(select); c < columns; c++) {
            bool null = sqlite3_column_type(select, c) == SQLITE_NULL;
            *found++ = null ? TRUTH_UNKNOWN : truth_of(sqlite3_column_int(select, c));
        }
        sqlite3_reset(select);
    }
}

static void ours_row(struct world *world, uint32_t row, truth *found)
{
    struct expr_env env = answers_env(world->answers[row]);
    screen_all(world->rules, &env, found);
}

static void agree(struct world *world)
{
    truth *ours = calloc(world->rule_count, 1), *theirs = calloc(world->rule_count, 1);
    for (uint32_t row = 0; row < SETS; row++) {
        ours_row(world, row, ours);
        sqlite_row(world, row, theirs);
        for (uint32_t rule = 0; rule < world->rule_count; rule++) {
            if (ours[rule] != theirs[rule]) {
                bench_wrong("set %u, rule r%u (%s): %d, SQLite %d", row, rule,
                            world->sql.bytes + world->starts[rule], ours[rule], theirs[rule]);
            }
        }
    }
    free(ours);
    free(theirs);
}

// Median microseconds for one set over all of them, ours and theirs in turn.
static double one_set(struct world *world, int runs, double *floor)
{
    enum { MOST = 32 };
    double ours[MOST], theirs[MOST];
    truth *found = calloc(world->rule_count, 1);
    for (int run = 0; run < runs; run++) {
        double began = bench_cpu();
        for (uint32_t row = 0; row < SETS; row++) {
            ours_row(world, row, found);
        }
        ours[run] = (bench_cpu() - began) / SETS * 1e6;
        began = bench_cpu();
        for (uint32_t row = 0; row < SETS; row++) {
            sqlite_row(world, row, found);
        }
        theirs[run] = (bench_cpu() - began) / SETS * 1e6;
    }
    free(found);
    *floor = bench_median(theirs, (size_t)runs);
    return bench_median(ours, (size_t)runs);
}

// For a process of its own: loads, takes one patient's answers, and prints the microseconds of its
// very first set.
static int first_of_all(const char *folder)
{
    struct world world;
    truth found[60];
    open_world(&world, folder, 60, 1);
    double began = bench_wall();
    ours_row(&world, 0, found);
    printf("%.9g\n", (bench_wall() - began) * 1e6);
    close_world(&world);
    return 0;
}

// The first set after loading, which is what one patient's computer sees.
static double first_set(const char *self, const char *folder)
{
    enum { RUNS = 31 };
    double took[RUNS];
    char command[8192];
    snprintf(command, sizeof command, "exec '%s' first '%s'", self, folder);
    for (int run = 0; run < RUNS; run++) {
        FILE *child = popen(command, "r");
        if (child == NULL || fscanf(child, "%lf", &took[run]) != 1 || pclose(child) != 0) {
            bench_wrong("the first set was not screened");
        }
    }
    return bench_median(took, RUNS);
}

static void one_by_one(const char *self, const char *folder)
{
    static const uint32_t counts[] = {60, 1000, 10000};
    double took[3];
    for (int i = 0; i < 3; i++) {
        struct world world;
        open_world(&world, folder, counts[i], SETS);
        fill_table(&world, SETS);
        prepare_selects(&world, " FROM sets WHERE number = ?");
        double first = i == 0 ? first_set(self, folder) : 0;
        agree(&world);
        double floor = 0;
        took[i] = one_set(&world, i == 0 ? 31 : i == 1 ? 9 : 3, &floor);
        if (i == 0) {
            bench_line("one set, 60 rules: SQLite / ours", "us", took[i], floor, floor / took[i],
                       BENCH_AT_LEAST, 6);
            bench_line("first set after loading / median set, 60 rules", "us", first, took[0],
                       first / took[0], BENCH_AT_MOST, 2);
        }
        drop_sql(&world);
        close_world(&world);
    }
    bench_line("one set, 10,000 rules / ten times 1,000", "us", took[2], took[1] * 10,
               took[2] / took[1] / 10, BENCH_AT_MOST, 1.5);
}

// Sets a second of SQLite over rows in memory; the sums are for the oracle.
static double sqlite_batch(struct world *world, uint64_t sums[2])
{
    enum { RUNS = 3 };
    double rates[RUNS];
    sqlite3_stmt *select = world->selects[0];
    for (int run = 0; run < RUNS; run++) {
        double began = bench_cpu();
        sums[0] = sums[1] = 0;
        while (sqlite3_step(select) == SQLITE_ROW) {
            for (int c = 0; c < (int)world->rule_count; c++) {
                bool null = sqlite3_column_type(select, c) == SQLITE_NULL;
                sums[1] += null;
                sums[0] += !null && sqlite3_column_int(select, c) != 0;
            }
        }
        sqlite3_reset(select);
        rates[run] = BATCH_SQL / (bench_cpu() - began);
    }
    return bench_median(rates, RUNS);
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

// The program over a file. Returns seconds of CPU time; its peak memory in *resident.
static double run_batch(const char *program, const char *folder, const char *sets,
                        const char *found, double *resident)
{
    char command[8192];
    snprintf(command, sizeof command, "exec '%s' screen --config='%s' --batch='%s' '%s' >'%s'",
             program, folder, sets, folder, found);
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    int status = 0;
    struct rusage usage;
    wait4(child, &status, 0, &usage);
    if (status != 0) {
        bench_wrong("the batch ended with %d", status);
    }
    *resident = (double)usage.ru_maxrss / 1024;
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Counts the ids before and after the tab of the first `lines` lines.
static void count_found(const char *name, uint32_t lines, uint64_t sums[2])
{
    FILE *file = fopen(name, "r");
    sums[0] = sums[1] = 0;
    int column = 0;
    for (int c = 0; file != NULL && lines > 0 && (c = getc(file)) != EOF;) {
        sums[column] += c == 'r';
        column = c == '\t' ? 1 : c == '\n' ? 0 : column;
        lines -= c == '\n';
    }
    if (file == NULL || lines > 0) {
        bench_wrong("the batch found too little");
    }
    fclose(file);
}

static void write_sets(const char *name, uint32_t count)
{
    FILE *file = fopen(name, "w");
    struct buffer line;
    buffer_init(&line, GENERATE_BYTES);
    generate_line(NULL, &line);
    struct dice dice = {3};
    for (uint32_t row = 0; row < count; row++) {
        int set[GENERATE_ANSWERS];
        generate_set(&dice, set);
        generate_line(set, &line);
        if (line.length > 1 << 20 || row + 1 == count) {
            fwrite(line.bytes, 1, line.length, file);
            buffer_reset(&line);
        }
    }
    buffer_clear(&line);
    if (file == NULL || fclose(file) != 0) {
        bench_wrong("cannot write %s", name);
    }
}

static void batch(const char *program, const char *folder)
{
    enum { RUNS = 3, LITTLE = 100000, MUCH = 1000000 };
    struct world world;
    char few[4096], sets[4096], found[4096];
    open_world(&world, folder, 60, SETS);
    snprintf(few, sizeof few, "%s/few.tsv", folder);
    snprintf(sets, sizeof sets, "%s/sets.tsv", folder);
    snprintf(found, sizeof found, "%s/found.tsv", folder);
    double little = 0, much = 0, took[RUNS];
    // Both before either runs: a child's peak memory is at least its parent's when it began.
    write_sets(few, LITTLE);
    write_sets(sets, MUCH);
    run_batch(program, folder, few, found, &little);
    for (int run = 0; run < RUNS; run++) {
        took[run] = run_batch(program, folder, sets, found, &much);
    }
    // Only now, for the same reason.
    uint64_t theirs[2], ours[2];
    fill_table(&world, BATCH_SQL);
    prepare_selects(&world, " FROM sets");
    double floor = sqlite_batch(&world, theirs);
    drop_sql(&world);
    close_world(&world);
    count_found(found, BATCH_SQL, ours);
    if (ours[0] != theirs[0] || ours[1] != theirs[1]) {
        bench_wrong("batch: %llu present, %llu unsure; SQLite %llu, %llu",
                    (unsigned long long)ours[0], (unsigned long long)ours[1],
                    (unsigned long long)theirs[0], (unsigned long long)theirs[1]);
    }
    double rate = MUCH / bench_median(took, RUNS);
    bench_line("batch of a million sets, 60 rules / SQLite in memory", "M/s", rate / 1e6,
               floor / 1e6, rate / floor, BENCH_AT_LEAST, 10);
    bench_line("its memory at 1,000,000 sets / at 100,000", "MB", much, little, much / little,
               BENCH_AT_MOST, 1.05);
    unlink(few);
    unlink(sets);
    unlink(found);
}

// For counting instructions: `sets` sets by `rules` rules.
static int once(const char *folder, uint32_t rules, uint32_t sets)
{
    struct world world;
    open_world(&world, folder, rules, SETS);
    truth *found = calloc(rules, 1);
    for (uint32_t i = 0; i < sets; i++) {
        ours_row(&world, i % SETS, found);
    }
    free(found);
    close_world(&world);
    return 0;
}

// For counting the program's own instructions over a batch: the folder, and `count` sets in it.
static int only_write(const char *folder, uint32_t count)
{
    struct world world = {.folder = folder, .rule_count = 60};
    char sets[4096];
    write_world(&world);
    snprintf(sets, sizeof sets, "%s/sets.tsv", folder);
    write_sets(sets, count);
    buffer_clear(&world.sql);
    free(world.starts);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench_screen INTAKE FOLDER [RULES SETS]\n");
        return 2;
    }
    if (mkdir(argv[2], 0700) != 0 && access(argv[2], W_OK) != 0) {
        bench_wrong("cannot make %s", argv[2]);
    }
    if (strcmp(argv[1], "first") == 0) {
        return first_of_all(argv[2]);
    }
    if (strcmp(argv[1], "sets") == 0 && argc > 3) {
        return only_write(argv[2], (uint32_t)strtoul(argv[3], NULL, 10));
    }
    if (argc > 4) {
        return once(argv[2], (uint32_t)strtoul(argv[3], NULL, 10),
                    (uint32_t)strtoul(argv[4], NULL, 10));
    }
    batch(argv[1], argv[2]);
    one_by_one(argv[0], argv[2]);
    return bench_missed();
}
