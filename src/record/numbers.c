// Counting over many interviews without keeping anything of one: of each come only ids of
// questions and rules, a day, and minutes.

#include "record/numbers.h"

#include "base/ensure.h"
#include "interview/retrace.h"

#include <stdlib.h>
#include <string.h>

void numbers_init(struct numbers *numbers)
{
    *numbers = (struct numbers){.days = NULL};
    arena_init(&numbers->arena);
    intern_init(&numbers->questions_by_id);
    intern_init(&numbers->rules_by_id);
}

void numbers_clear(struct numbers *numbers)
{
    intern_clear(&numbers->questions_by_id);
    intern_clear(&numbers->rules_by_id);
    free(numbers->days);
    free(numbers->questions);
    free(numbers->rules);
    free(numbers->minutes);
    arena_clear(&numbers->arena);
}

// Room for one more of `size` bytes.
static void *grow(void *list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return list;
    }
    *capacity = *capacity > 0 ? *capacity * 2 : 64;
    void *grown = realloc(list, *capacity * size);
    if (grown == NULL) {
        die("out of memory");
    }
    return grown;
}

static void take_day(struct numbers *numbers, day_number day)
{
    for (size_t i = 0; i < numbers->day_count; i++) {
        if (numbers->days[i].day == day) {
            numbers->days[i].interviews++;
            return;
        }
    }
    numbers->days =
        grow(numbers->days, numbers->day_count, &numbers->day_capacity, sizeof *numbers->days);
    numbers->days[numbers->day_count++] = (struct numbers_day){.day = day, .interviews = 1};
}

static void take_minutes(struct numbers *numbers, const struct handed *handed)
{
    int64_t seconds = handed->ended > handed->began ? handed->ended - handed->began : 0;
    numbers->minutes = grow(numbers->minutes, numbers->interviews, &numbers->minute_capacity,
                            sizeof *numbers->minutes);
    numbers->minutes[numbers->interviews++] = (uint32_t)((seconds + 59) / 60);
}

static struct numbers_question *question_called(struct numbers *numbers, const char *id,
                                                const char *label)
{
    uint32_t index = intern_find(&numbers->questions_by_id, id);
    if (index == INTERN_NONE) {
        numbers->questions = grow(numbers->questions, numbers->question_count,
                                  &numbers->question_capacity, sizeof *numbers->questions);
        index = (uint32_t)numbers->question_count++;
        numbers->questions[index] = (struct numbers_question){
            .id = arena_string(&numbers->arena, id), .label = arena_string(&numbers->arena, label)};
        (void)intern_add(&numbers->questions_by_id, numbers->questions[index].id, index);
    }
    return &numbers->questions[index];
}

static struct numbers_rule *rule_called(struct numbers *numbers, const char *id,
                                        enum rule_class class)
{
    uint32_t index = intern_find(&numbers->rules_by_id, id);
    if (index == INTERN_NONE) {
        numbers->rules = grow(numbers->rules, numbers->rule_count, &numbers->rule_capacity,
                              sizeof *numbers->rules);
        index = (uint32_t)numbers->rule_count++;
        numbers->rules[index] =
            (struct numbers_rule){.id = arena_string(&numbers->arena, id), .class = class};
        (void)intern_add(&numbers->rules_by_id, numbers->rules[index].id, index);
    }
    return &numbers->rules[index];
}

// In how many entries of a list it was left open does not matter: once is enough.
static void take_question(struct numbers *numbers, const struct answers *answers, uint32_t item,
                          bool changed)
{
    const struct form_item *it = &answers_form(answers)->items[item];
    uint32_t entries = answers_times(answers, item);
    bool asked = false, silent = false;
    for (uint32_t entry = 0; entry < entries; entry++) {
        enum answer_state state = answers_state(answers, item, entry);
        asked = asked || state != STATE_NOT_APPLICABLE;
        silent = silent || (state != STATE_NOT_APPLICABLE && state != STATE_ANSWERED);
    }
    if (asked) {
        struct numbers_question *question = question_called(numbers, it->id, it->label);
        question->asked++;
        question->silent += silent;
        question->changed += changed;
    }
}

// While a trail is read: which places hold an answer, and which questions were answered again in
// the same place.
struct changes {
    const struct form *form;
    bool *held;    // by cell
    bool *changed; // by item
};

static int see_event(void *context, const struct event *event)
{
    struct changes *changes = context;
    const struct form *form = changes->form;
    if (event->kind == EVENT_REMOVE) { // the entries behind it move up: who knows which is which
        const struct form_item *repeat = &form->items[event->item];
        for (uint32_t i = event->item; i < repeat->next; i++) {
            memset(&changes->held[form->items[i].cell], 0, form->items[i].cells);
        }
    } else if (event->kind == EVENT_ANSWER || event->kind == EVENT_WITHHELD) {
        const struct form_item *it = &form->items[event->item];
        bool *held = &changes->held[it->cell + (event->entry < it->cells ? event->entry : 0)];
        changes->changed[event->item] = changes->changed[event->item] || *held;
        *held = true;
    }
    return 0;
}

static void take_questions(struct numbers *numbers, const struct handed *handed,
                           const struct answers *answers)
{
    const struct form *form = answers_form(answers);
    struct changes changes = {
        .form = form,
        .held = calloc((size_t)form->cell_count + 1, sizeof *changes.held),
        .changed = calloc((size_t)form->item_count + 1, sizeof *changes.changed),
    };
    if (changes.held == NULL || changes.changed == NULL) {
        die("out of memory");
    }
    (void)retrace_read(handed->trail, handed->trail_length, form, see_event, &changes);
    for (uint32_t item = 0; item < form->asked_end; item++) {
        if (form_is_question(&form->items[item])) {
            take_question(numbers, answers, item, changes.changed[item]);
        }
    }
    free(changes.held);
    free(changes.changed);
}

// "finding ID CLASS present|cannot-be-excluded", with tabs: one line of what was sealed.
static void take_finding(struct numbers *numbers, char *line)
{
    char *parts[4] = {line, NULL, NULL, NULL};
    for (size_t i = 1; i < 4; i++) {
        char *tab = strchr(parts[i - 1], '\t');
        if (tab == NULL) {
            return;
        }
        *tab = '\0';
        parts[i] = tab + 1;
    }
    enum rule_class class = rule_class_from_name(parts[2]);
    if (strcmp(parts[0], "finding") != 0 || class == RULE_CLASSES) {
        return;
    }
    struct numbers_rule *rule = rule_called(numbers, parts[1], class);
    if (strcmp(parts[3], "present") == 0) {
        rule->present++;
    } else {
        rule->doubt++;
    }
}

static void take_findings(struct numbers *numbers, const struct handed *handed)
{
    const char *at = (const char *)handed->findings, *end = at + handed->findings_length;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop != NULL ? stop : end) - at);
        char line[512];
        if (length < sizeof line) {
            memcpy(line, at, length);
            line[length] = '\0';
            take_finding(numbers, line);
        }
        at += length + 1;
    }
}

void numbers_take(struct numbers *numbers, const struct handed *handed,
                  const struct answers *answers, day_number day)
{
    take_day(numbers, day);
    take_minutes(numbers, handed);
    take_questions(numbers, handed, answers);
    take_findings(numbers, handed);
}

static int by_day(const void *a, const void *b)
{
    const struct numbers_day *left = a, *right = b;
    return (left->day > right->day) - (left->day < right->day);
}

static int by_minutes(const void *a, const void *b)
{
    const uint32_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

// Rules of a class: most often present first; of the same number by name, so that a report is the
// same whoever makes it.
static int by_class(const void *a, const void *b)
{
    const struct numbers_rule *left = a, *right = b;
    if (left->class != right->class) {
        return left->class < right->class ? -1 : 1;
    }
    if (left->present != right->present) {
        return left->present < right->present ? 1 : -1;
    }
    return strcmp(left->id, right->id);
}

// The smallest day that is not hidden yet; NULL: all are.
static struct numbers_day *smallest_said(struct numbers *numbers)
{
    struct numbers_day *smallest = NULL;
    for (size_t i = 0; i < numbers->day_count; i++) {
        struct numbers_day *day = &numbers->days[i];
        if (!day->hidden && (smallest == NULL || day->interviews < smallest->interviews)) {
            smallest = day;
        }
    }
    return smallest;
}

// One hidden day alone would be what is missing from the sum of all.
static void hide_days(struct numbers *numbers)
{
    uint32_t hidden = 0;
    for (struct numbers_day *day; (day = smallest_said(numbers)) != NULL;) {
        if (day->interviews >= NUMBERS_LEAST && (hidden == 0 || hidden >= NUMBERS_LEAST)) {
            return;
        }
        day->hidden = true;
        hidden += day->interviews;
    }
}

void numbers_settle(struct numbers *numbers)
{
    if (numbers->interviews == 0) {
        return;
    }
    qsort(numbers->days, numbers->day_count, sizeof *numbers->days, by_day);
    hide_days(numbers);
    qsort(numbers->minutes, numbers->interviews, sizeof *numbers->minutes, by_minutes);
    if (numbers->rule_count > 0) {
        qsort(numbers->rules, numbers->rule_count, sizeof *numbers->rules, by_class);
    }
}

// Does `a` come before `b`?
static bool leads(const struct numbers *numbers, bool changed, uint32_t a, uint32_t b)
{
    const struct numbers_question *left = &numbers->questions[a], *right = &numbers->questions[b];
    uint32_t more = changed ? left->changed : left->silent,
             less = changed ? right->changed : right->silent;
    return more != less ? more > less : strcmp(left->id, right->id) < 0;
}

size_t numbers_leading(const struct numbers *numbers, bool changed, uint32_t *order, size_t size)
{
    size_t count = 0;
    for (uint32_t i = 0; i < numbers->question_count; i++) {
        size_t at = count;
        while (at > 0 && leads(numbers, changed, i, order[at - 1])) {
            at--;
        }
        if (at == size) {
            continue;
        }
        count += count < size;
        memmove(&order[at + 1], &order[at], (count - at - 1) * sizeof *order);
        order[at] = i;
    }
    return count;
}

bool numbers_minutes(const struct numbers *numbers, uint32_t *middle, uint32_t *low, uint32_t *high)
{
    size_t count = numbers->interviews;
    if (count < NUMBERS_LEAST) {
        return false;
    }
    *low = numbers->minutes[count / 4];
    *middle = numbers->minutes[count / 2];
    *high = numbers->minutes[count - 1 - count / 4];
    return true;
}
