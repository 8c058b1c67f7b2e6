// Keys drawn by chance, thousands of them, at the therapist's desk over sealed records: every frame
// keeps its promises, and none with the gate on it says anything of a patient.

#include "desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { KEYS = 4000, SEEDS = 3 };

struct walk {
    struct desk_play *desk;
    uint64_t seed;
    int left;
    const char *typing; // the passphrase, or NULL
    int64_t now, rest;
    char bad[1 << 16]; // the first frame that keeps none
    const char *told;  // the first thing a locked screen tells; NULL: nothing
};

static uint32_t below(struct walk *walk, uint32_t limit)
{
    walk->seed = walk->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(walk->seed >> 33) % limit;
}

static bool shows(const struct walk *walk, const char *text)
{
    return strstr(walk->desk->play.frame.bytes, text) != NULL;
}

static void look(void *context)
{
    static const char *const canaries[] = {"Wen Li",   "Haddad",      "Okello", "URGENT",
                                           "Ferreira", "lantern-fox", "born"};
    struct walk *walk = context;
    if (walk->desk->play.problem[0] != '\0' && walk->bad[0] == '\0') {
        snprintf(walk->bad, sizeof walk->bad, "%s", walk->desk->play.frame.bytes);
    }
    if (!shows(walk, "Type your passphrase")) {
        return;
    }
    for (size_t i = 0; i < sizeof canaries / sizeof *canaries; i++) {
        walk->told = shows(walk, canaries[i]) ? canaries[i] : walk->told;
    }
}

static struct raw one_key(struct walk *walk)
{
    static const enum press presses[] = {PRESS_ENTER, PRESS_ENTER,     PRESS_ENTER,    PRESS_DOWN,
                                         PRESS_UP,    PRESS_PAGE_DOWN, PRESS_END,      PRESS_HOME,
                                         PRESS_TAB,   PRESS_ESCAPE,    PRESS_BACKSPACE};
    static const char letters[] = "123450 jkhdnetspvmyaq/?ab1980.x";
    static const int sizes[][2] = {{24, 80}, {12, 40}, {60, 200}, {5, 20}, {1, 1}, {16, 72}};
    uint32_t kind = below(walk, 100);
    if (kind < 40) {
        return (struct raw){.kind = RAW_PRESS,
                            .press = presses[below(walk, sizeof presses / sizeof *presses)]};
    }
    if (kind < 94) {
        char letter = letters[below(walk, sizeof letters - 1)];
        return (struct raw){.kind = RAW_BYTE,
                            .byte = (unsigned char)(letter == 'q' ? 'j' : letter)}; // stay
    }
    if (kind < 97) {
        const int *size = sizes[below(walk, sizeof sizes / sizeof *sizes)];
        return (struct raw){.kind = RAW_RESIZE, .rows = size[0], .columns = size[1]};
    }
    if (kind == 97) {
        return (struct raw){.kind = RAW_PRESS, .press = PRESS_FUNCTION, .number = 6};
    }
    walk->rest = kind == 98 ? 1500 : 301000;
    return (struct raw){.kind = RAW_NOTHING};
}

static struct raw take(void *context)
{
    struct walk *walk = context;
    if (walk->rest > 0) {
        return (struct raw){.kind = RAW_NOTHING};
    }
    if (walk->left-- <= 0) {
        return (struct raw){.kind = RAW_LOST};
    }
    if (walk->typing != NULL) {
        if (*walk->typing != '\0') {
            return (struct raw){.kind = RAW_BYTE, .byte = (unsigned char)*walk->typing++};
        }
        walk->typing = NULL;
        return (struct raw){.kind = RAW_PRESS, .press = PRESS_ENTER};
    }
    if (walk->desk->play.rows < 12) { // too small for anything
        return (struct raw){.kind = RAW_RESIZE, .rows = 24, .columns = 80};
    }
    if (shows(walk, "Type your passphrase")) {
        walk->typing = sealed_passphrase;
        return take(context);
    }
    return one_key(walk);
}

static int no_signal(void *context)
{
    (void)context;
    return 0;
}

static bool wait(void *context, int64_t milliseconds, bool settling)
{
    struct walk *walk = context;
    if (settling) {
        return false;
    }
    if (milliseconds >= 0 && milliseconds <= walk->rest) {
        walk->now += milliseconds;
        walk->rest -= milliseconds;
        return false;
    }
    walk->now += walk->rest;
    walk->rest = 0;
    return true;
}

static int64_t now(void *context)
{
    const struct walk *walk = context;
    return walk->now;
}

static const struct loop_source source = {
    .take = take, .signal = no_signal, .wait = wait, .now = now};

static void walks(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct desk_play *desk = calloc(1, sizeof *desk);
        assert_non_null(desk);
        struct walk walk = {
            .desk = desk, .seed = seed, .left = getenv("INTAKE_QUICK") != NULL ? KEYS / 10 : KEYS};
        struct loop loop = {.source = &source, .context = &walk};
        key_decoder_init(&loop.decoder);
        desk->play.seen = look;
        desk->play.seen_context = &walk;
        desk->furnish = desk_clinic_five;
        int code = desk_play_source(desk, &loop, 24, 80);
        if (desk->play.problem[0] != '\0') {
            fprintf(stderr, "%s", walk.bad);
            fail_msg("seed %d: %s", (int)seed, desk->play.problem);
        }
        if (walk.told != NULL) {
            fail_msg("seed %d: the locked screen says '%s'", (int)seed, walk.told);
        }
        assert_int_equal(code, THERAPIST_LOST);
        desk_play_end(desk);
        free(desk);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(walks)};
    setenv("INTAKE_PRINT", "/nowhere/intake-print", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
