// What each question of the real form costs on the line to a terminal: patients of all kinds walk
// forwards through it, and the bytes from the key that leads to a question to its last cell are
// counted, with the terminal in memory showing exactly what was meant.

#include "screen_rig.h"
#include "terminal/screen.h"
#include "unit/wizard_patient.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

enum { PATIENTS = 44, FIRST = 1200, NEXT = 700, MOVE_BAR = 90, MOVE_MARK = 20 };

// Screens whose words alone, each changed line sent from its first difference on and with one move
// of the cursor to it, are about 700 bytes or more (`words`): no drawing of them is cheaper. What
// ours may take is held beside it.
static const struct {
    const char *item;
    long words, limit;
} named[] = {
    {"pain_areas", 1156, 1195}, // the picture
    {"implant_area", 1162, 1225},
    {"rmdq_ticks", 1166, 1256}, // 24 statements
    {"cond_other", 817, 865},
    {"ces_check", 759, 830}, // after the urgent text: nothing of the screen before can stay
    {"med_types", 731, 785},
    {"info_what", 726, 775}, // pages of text
    {"info_effects", 737, 765},
    {"info_chest", 692, 720},
    {"cond_heart", 698, 755}, // after the 24 statements: a full screen to clear
};

struct bill {
    struct play play;
    struct rig rig;
    bool first;
    const char *from;
    const struct form *form;
    long *most; // by item
    const char **came_from;
    long move;         // the most bytes of a move in a list
    const char *where; // it was
    size_t moves;
    char *before; // the last frame
};

static const char *name_of(const struct bill *bill, const struct interview_at *at)
{
    return at->phase == PHASE_ASKING ? bill->play.session.form->items[at->item].id
                                     : "(no question)";
}

static void expect_frame(struct bill *bill)
{
    struct buffer dump;
    buffer_init(&dump, 100000);
    vterm_screen_dump(bill->rig.terminal, &dump);
    assert_string_equal(dump.bytes, bill->play.frame.bytes);
    buffer_clear(&dump);
}

// Whether the frames differ in the mark alone: a move that did not scroll.
static bool mark_moved(const char *before, const char *after)
{
    size_t marks = 0;
    for (; *before != '\0' && *after != '\0'; before++, after++) {
        // The mark of a line that is empty elsewhere makes it longer.
        if (*before != *after && (*before == '>' || *after == '>')) {
            marks++;
        } else if (*before != *after) {
            return false;
        }
    }
    return marks == 2 && *before == *after;
}

static void count_move(struct bill *bill, long bytes)
{
    const char *frame = bill->play.frame.bytes;
    if (bill->before != NULL && mark_moved(bill->before, frame)) {
        bill->moves++;
        if (bytes > bill->move) {
            bill->move = bytes;
            bill->where = bill->from;
        }
    }
    free(bill->before);
    bill->before = strdup(frame);
}

static void seen(void *context, const struct interview_at *at, bool moved)
{
    struct bill *bill = context;
    long bytes = rig_replay(&bill->rig);
    if (bill->first) {
        assert_in_range(bytes, 1, FIRST); // with what opening the terminal takes
    } else if (moved && at->phase == PHASE_ASKING && bytes > bill->most[at->item]) {
        bill->most[at->item] = bytes;
        bill->came_from[at->item] = bill->from;
    }
    if (moved) {
        expect_frame(bill);
    }
    count_move(bill, bytes);
    bill->first = false;
    bill->from = name_of(bill, at);
}

static void walk(struct bill *bill, struct play_models *models, uint32_t seed, int baud)
{
    struct patient patient;
    rig_open(&bill->rig, (struct wish){.baud = baud});
    bill->play = (struct play){.screen = bill->rig.screen};
    bill->first = true;
    patient_init(&patient, &bill->play, models, seed);
    patient.seen = seen;
    patient.context = bill;
    assert_int_equal(patient_run(&patient, 24, 80), WIZARD_FINISHED);
    session_end(&bill->play.session);
    rig_close(&bill->rig);
}

static long limit_of(const char *item)
{
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
        if (strcmp(named[i].item, item) == 0) {
            return named[i].limit;
        }
    }
    return NEXT;
}

static void open_bill(struct bill *bill, const struct play_models *models)
{
    bill->form = play_form(models);
    bill->most = calloc(bill->form->item_count, sizeof *bill->most);
    bill->came_from = calloc(bill->form->item_count, sizeof *bill->came_from);
    assert_true(bill->most != NULL && bill->came_from != NULL);
}

static void clear(struct bill *bill)
{
    free(bill->most);
    free(bill->came_from);
    free(bill->before);
}

static void test_every_question(void **state)
{
    (void)state;
    static struct bill bill;
    uint32_t dear = 0;
    uint32_t missing = 0;
    struct play_models *models = play_load("forms/dry-needling", "config");
    assert_non_null(models);
    open_bill(&bill, models);
    for (uint32_t seed = 1; seed <= PATIENTS; seed++) {
        if (seed == PATIENTS / 2 + 1) {
            play_all_settings(models);
        }
        walk(&bill, models, seed, 38400);
    }
    for (uint32_t i = 0; i < bill.form->item_count; i++) {
        const struct form_item *item = &bill.form->items[i];
        long limit = limit_of(item->id);
        bool asked = item->type == ITEM_NOTE || form_is_question(item);
        if (bill.most[i] > limit || getenv("VERBOSE") != NULL) {
            print_message("%s: %ld bytes of %ld, after %s\n", item->id, bill.most[i], limit,
                          bill.most[i] > 0 ? bill.came_from[i] : "-");
        }
        dear += bill.most[i] > limit;
        missing += asked && bill.most[i] == 0;
    }
    assert_int_equal(dear, 0);
    assert_int_equal(missing, 1); // the first screen is next to none
    print_message("%zu moves, at most %ld bytes, at %s\n", bill.moves, bill.move, bill.where);
    assert_true(bill.moves > 1000);
    assert_in_range(bill.move, 1, MOVE_BAR);
    clear(&bill);
    play_unload(models);
}

static void test_moves_on_a_slow_line(void **state)
{
    (void)state;
    static struct bill bill;
    struct play_models *models = play_load("forms/dry-needling", "config");
    assert_non_null(models);
    open_bill(&bill, models);
    for (uint32_t seed = 1; seed <= 3; seed++) {
        walk(&bill, models, seed, 9600);
    }
    print_message("%zu moves, at most %ld bytes, at %s\n", bill.moves, bill.move, bill.where);
    assert_true(bill.moves > 100);
    assert_in_range(bill.move, 1, MOVE_MARK);
    clear(&bill);
    play_unload(models);
}

int main(void)
{
    if (!rig_prepare()) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_question),
        cmocka_unit_test(test_moves_on_a_slow_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
