// Keys are planned for a place and dropped as soon as the interview has moved on from it.

#include "wizard_patient.h"

#include <string.h>

enum { ATTEMPTS = 60 };

static uint32_t chance(struct patient *patient, uint32_t below)
{
    patient->random ^= patient->random << 13;
    patient->random ^= patient->random >> 17;
    patient->random ^= patient->random << 5;
    return patient->random % below;
}

static void add(struct patient *patient, struct raw raw)
{
    if (patient->count < PATIENT_KEYS) {
        patient->keys[patient->count++] = raw;
    }
}

static void press(struct patient *patient, enum press key, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) {
        add(patient, (struct raw){.kind = RAW_PRESS, .press = key});
    }
}

static void type(struct patient *patient, const char *text)
{
    for (; *text != '\0'; text++) {
        add(patient, (struct raw){.kind = RAW_BYTE, .byte = (unsigned char)*text});
    }
}

static void function(struct patient *patient, int number)
{
    add(patient, (struct raw){.kind = RAW_PRESS, .press = PRESS_FUNCTION, .number = number});
}

// Every second time the words an option may ask for; they are no key in a list.
static void choose(struct patient *patient, uint32_t rows, bool marks)
{
    if (patient->attempt % 2 == 1) {
        type(patient, "zz");
        press(patient, PRESS_ENTER, 1);
        return;
    }
    press(patient, PRESS_HOME, 1);
    press(patient, PRESS_DOWN, chance(patient, rows));
    type(patient, marks ? " " : "");
    press(patient, PRESS_ENTER, 1);
}

// Some have pain in several places. The last Enter goes on.
static void mark_places(struct patient *patient)
{
    for (uint32_t i = 0; i < 1 + chance(patient, 2); i++) {
        press(patient, PRESS_TAB, chance(patient, 2));
        press(patient, PRESS_DOWN, chance(patient, 8));
        type(patient, " 5");
        press(patient, PRESS_ENTER, 2);
    }
    press(patient, PRESS_ENTER, 1);
}

// Each attempt offers another of the words, after what is left of the last.
static void write_one(struct patient *patient, const char *const *words, uint32_t count)
{
    press(patient, PRESS_END, 1);
    press(patient, PRESS_BACKSPACE, 20);
    type(patient, words[(patient->attempt + chance(patient, count)) % count]);
    press(patient, PRESS_TAB, patient->attempt % 3);
    press(patient, PRESS_ENTER, 2); // the second for "is that right?"
}

static void answer(struct patient *patient, const struct form_item *item)
{
    static const char *const numbers[] = {"7", "42", "70", "171", "2", "1"};
    static const char *const dates[] = {"17 May 1974", "2 weeks ago",  "January 2026",
                                        "2025",        "1 March 2026", "3 June 2012"};
    static const char *const times[] = {"10:30"};
    uint32_t options = item->options != NULL ? item->options->count : 2;
    if (patient->attempt > 3 && chance(patient, 4) == 0) {
        function(patient, 7 + (int)chance(patient, 3));
        press(patient, PRESS_ENTER, 1);
    }
    switch (item->type) {
    case ITEM_NOTE:
        press(patient, PRESS_END, 1);
        press(patient, PRESS_ENTER, 1);
        break;
    case ITEM_YESNO:
    case ITEM_ONE:
    case ITEM_REPEAT:
        choose(patient, options, false);
        break;
    case ITEM_MANY:
        choose(patient, options, true);
        break;
    case ITEM_BODY:
        mark_places(patient);
        break;
    case ITEM_SCALE:
        press(patient, PRESS_RIGHT, 1 + chance(patient, 9));
        press(patient, PRESS_DOWN, patient->attempt % 2);
        press(patient, PRESS_ENTER, 1);
        break;
    case ITEM_DATE:
        write_one(patient, dates, sizeof(dates) / sizeof(dates[0]));
        break;
    case ITEM_TIME:
        write_one(patient, times, 1);
        break;
    case ITEM_INTEGER:
    case ITEM_DECIMAL:
    case ITEM_QUANTITY:
        write_one(patient, numbers, sizeof(numbers) / sizeof(numbers[0]));
        break;
    default:
        type(patient, "zz");
        press(patient, PRESS_ENTER, 1);
        break;
    }
}

static bool same_place(const struct interview_at *a, const struct interview_at *b)
{
    return a->phase == b->phase && a->item == b->item && a->entry == b->entry;
}

static void plan(struct patient *patient)
{
    const struct form *form = patient->play->session.form;
    patient->next = patient->count = 0;
    if (patient->at.phase == PHASE_ASKING && patient->at.item < form->item_count) {
        answer(patient, &form->items[patient->at.item]);
    } else {
        press(patient, PRESS_END, 1);
        press(patient, PRESS_ENTER, 1);
    }
    patient->attempt++;
}

static struct raw patient_take(void *context)
{
    struct patient *patient = context;
    struct interview_at at = interview_at(patient->play->session.interview);
    bool moved = !patient->begun || !same_place(&at, &patient->at);
    patient->begun = true;
    patient->at = at;
    if (patient->seen != NULL) {
        patient->seen(patient->context, &at, moved);
    }
    if (moved) {
        patient->places++;
        patient->attempt = 0;
        patient->next = patient->count = 0;
    }
    if (patient->next == patient->count && patient->attempt < ATTEMPTS) {
        plan(patient);
    }
    if (patient->next == patient->count) {
        patient->stuck = true;
        return (struct raw){.kind = RAW_LOST};
    }
    if (patient->typing != NULL) {
        patient->typing(patient->context);
    }
    patient->now += 1000; // who reads before pressing
    return patient->keys[patient->next++];
}

static int patient_signal(void *context)
{
    (void)context;
    return 0;
}

static bool patient_wait(void *context, int64_t milliseconds, bool settling)
{
    (void)context;
    (void)milliseconds;
    return !settling;
}

static int64_t patient_now(void *context)
{
    const struct patient *patient = context;
    return patient->now;
}

void patient_init(struct patient *patient, struct play *play, struct play_models *models,
                  uint32_t seed)
{
    *patient =
        (struct patient){.play = play, .models = models, .random = seed * UINT32_C(2654435761) | 1};
}

int patient_run(struct patient *patient, int rows, int columns)
{
    static const struct loop_source source = {
        .take = patient_take, .signal = patient_signal, .wait = patient_wait, .now = patient_now};
    return play_source(patient->play, patient->models, &source, patient, rows, columns);
}
