// Random keys, sizes and waits, always the same ones: nothing crashes, every frame has its cursor
// on its focus, and the trail gives the interview again. Each walk lives in one wizard.

#include "wizard_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { STEPS = 3000 };

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

// Mostly keys that lead on, so that walks reach the end of the form; some of everything else.
static uint8_t step(uint32_t *state)
{
    static const char common[] = " 0123456789ynudrsxlao/hv?\x89\x89\x89"; // the last ones: F7
    uint32_t roll = next_random(state) % 100;
    uint32_t pick = next_random(state);
    if (roll < 40) {
        return 0; // Enter
    }
    if (roll < 65) {
        return (uint8_t)common[pick % (sizeof(common) - 1)];
    }
    if (roll < 82) {
        return (uint8_t)(pick % 14);
    }
    if (roll < 96) {
        return (uint8_t)(32 + pick % 95);
    }
    return (uint8_t)(pick % 256);
}

static void walk(const char *form, const char *config, uint32_t first, uint32_t count, bool room)
{
    static uint8_t bytes[STEPS];
    struct play_models *models = play_load(form, config);
    uint32_t ended = 0;
    assert_non_null(models);
    for (uint32_t seed = first; seed < first + count; seed++) {
        struct play play;
        uint32_t state = seed * 2654435761u | 1;
        for (size_t i = 0; i < STEPS; i++) {
            bytes[i] = step(&state);
        }
        int code = play_bytes(&play, models, bytes, STEPS, room);
        const char *wrong = play_check(&play, models);
        if (wrong != NULL) {
            fprintf(stderr, "seed %u: %s\n", seed, wrong);
        }
        assert_null(wrong);
        assert_true(code == WIZARD_FINISHED || code == WIZARD_DRAFT || code == WIZARD_DISCARDED ||
                    (room && code == WIZARD_IDLE));
        ended += code == WIZARD_FINISHED;
        session_end(&play.session);
    }
    play_unload(models);
    printf("%s: %u of %u walks reached the end\n", form, ended, count);
}

static void test_every_type(void **state)
{
    (void)state;
    walk("tests/cases/patient/form", "tests/cases/patient/config", 1, 40, false);
}

static void test_first_visit(void **state)
{
    (void)state;
    walk("forms/dry-needling", "config", 100, 12, false);
}

// With help, four words, a lock, a bell, and nothing that stays on the screen.
static void test_waiting_room(void **state)
{
    (void)state;
    walk("tests/cases/patient/form", "tests/cases/patient/config", 200, 40, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_type),
        cmocka_unit_test(test_first_visit),
        cmocka_unit_test(test_waiting_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
