// One record in the queue: since when, whose, how complete, the gravest class in words and mark.
#include "therapist/queue_line.h"

#include "therapist/visit.h"
#include "therapist/waiting.h"

#include <inttypes.h>
#include <string.h>

// Columns of the line of a record; 0: there is no room for it.
struct columns {
    int time, name, age, form, answered, gravest, slip, state;
};

enum {
    WIDE = 100,
    TIME = 8,
    AGE = 4,
    FORM = 11,
    ANSWERED = 11,
    GRAVEST = 17,
    SLIP = 22,
    STATE = 5,
    DECISION = 19,
    NAME_MOST = 40,
    GAP = 1,
};

static struct columns columns_of(int columns)
{
    struct columns of = {.time = TIME, .gravest = GRAVEST};
    int left = columns - 2 - TIME - GRAVEST;
    if (columns < QUEUE_NARROW) {
        of.name = left;
        return of;
    }
    bool wide = columns >= WIDE;
    of.age = AGE;
    of.answered = ANSWERED;
    of.state = wide ? DECISION : STATE;
    of.slip = columns >= WIDE + SLIP ? SLIP : 0;
    left -= of.age + of.answered + of.state + of.slip;
    of.form = wide ? left / 2 : left > 26 ? FORM : 0;
    of.name = left - of.form;
    of.name = of.name > NAME_MOST ? NAME_MOST : of.name;
    of.form = of.form > NAME_MOST ? NAME_MOST : of.form;
    return of;
}

static const char *state_word(const struct folded_row *row, bool wide)
{
    switch (row->state) {
    case FOLDED_NEW:
        return "new";
    case FOLDED_READ:
        return "read";
    case FOLDED_DECIDED:
        break;
    }
    return wide ? visit_decision_words(row->decision) : "done";
}

static const char *gravest_words(struct therapist *desk, const struct folded_row *row)
{
    const struct phrases *phrases = &phrases_english;
    if (row->gravest >= RULE_CLASSES && !row->urgent_not_excluded) {
        return "   no rule fired";
    }
    if (row->urgent_not_excluded && row->gravest > RULE_SAME_DAY) {
        return "?  URGENT? ASK";
    }
    return arena_print(&desk->scratch, "%-2s %s", phrases->marks[row->gravest],
                       phrases->classes[row->gravest]);
}

// What a headline still says is said: somebody may be in danger.
static const char *unreadable_words(struct therapist *desk, const struct folded_row *row)
{
    const char *more =
        row->damaged ? "'intake verify' says more" : "another reader can open it to you";
    const char *what = row->damaged ? "damaged" : "closed to you";
    if (row->name[0] == '\0') {
        return arena_print(&desk->scratch, "record %" PRIu64 ", %s: %s", row->number, what, more);
    }
    const char *open =
        row->urgent_not_excluded && row->gravest > RULE_SAME_DAY ? "URGENT? ASK, " : "";
    bool fired = open[0] == '\0' && row->gravest < RULE_CLASSES;
    return arena_print(&desk->scratch, "record %" PRIu64 ", %s: %s%s%s%s; %s", row->number, what,
                       open, fired ? phrases_english.classes[row->gravest] : "", fired ? ", " : "",
                       row->name, more);
}

static int draw_part(struct therapist *desk, int row, int column, int columns, enum role role,
                     const char *text)
{
    if (columns > 0) {
        draw_cut(&desk->canvas, row, column, columns - GAP, role, text);
    }
    return column + columns;
}

// "39", and "~70" of who gave a year alone: the next screen says between what.
static const char *about_age(struct therapist *desk, const struct folded_row *row, day_number on)
{
    int least = 0, most = 0;
    const char *age = whom_age(desk, row, on);
    bool about = age[0] != '\0' && date_age(row->born, on, &least, &most) && least != most;
    return about ? arena_print(&desk->scratch, "~%d", least) : age;
}

static void draw_readable(struct therapist *desk, const struct folded_row *row, struct rect line,
                          struct columns columns, int column)
{
    struct therapist_when when;
    desk->setup->when(desk->setup->context, row->at, &when);
    enum role role = row->state == FOLDED_DECIDED ? ROLE_QUIET : ROLE_NORMAL;
    enum waiting_rank rank = waiting_rank(row);
    column = draw_part(desk, line.row, column, columns.name, role, whom_name(row));
    column = draw_part(desk, line.row, column, columns.age, role, about_age(desk, row, when.day));
    column = draw_part(desk, line.row, column, columns.form, role, row->form);
    const char *answered =
        arena_print(&desk->scratch, "%" PRIu32 " of %" PRIu32, row->settled, row->asked);
    column = draw_part(desk, line.row, column, columns.answered, role,
                       row->partial ? "so far" : answered);
    column = draw_part(desk, line.row, column, columns.gravest,
                       rank == WAITING_URGENT ? ROLE_URGENT
                       : rank < WAITING_REST  ? ROLE_STRONG
                                              : role,
                       gravest_words(desk, row));
    column = draw_part(desk, line.row, column, columns.slip, role, row->slip);
    (void)draw_part(desk, line.row, column, columns.state, role,
                    state_word(row, columns.state > STATE));
}

// "10:05", "23 Nov", "Nov '25": the day is said on the next screen.
static const char *since(struct therapist *desk, const struct therapist_when *when,
                         day_number today)
{
    const char *year = strrchr(when->date, ' '), *month = strchr(when->date, ' ');
    if (when->day == today || year == NULL || month == year) {
        return when->clock;
    }
    struct therapist_when now;
    desk->setup->when(desk->setup->context, therapist_now(desk), &now);
    const char *this_year = strrchr(now.date, ' ');
    return this_year != NULL && strcmp(year, this_year) == 0
               ? arena_print(&desk->scratch, "%.*s", (int)(year - when->date), when->date)
               : arena_print(&desk->scratch, "%.*s '%s", (int)(year - month - 1), month + 1,
                             year + 3);
}

void queue_line(struct therapist *desk, const struct folded_row *row, struct rect line,
                day_number today)
{
    struct columns columns = columns_of(line.columns);
    struct therapist_when when;
    int column = line.column + 2;
    desk->setup->when(desk->setup->context, row->at, &when);
    column =
        draw_part(desk, line.row, column, columns.time, ROLE_NORMAL, since(desk, &when, today));
    if (row->damaged || row->closed) {
        draw_cut(&desk->canvas, line.row, column, line.columns - 2 - columns.time, ROLE_WARNING,
                 unreadable_words(desk, row));
        return;
    }
    draw_readable(desk, row, line, columns, column);
}

void queue_heading(struct therapist *desk, struct rect line)
{
    struct columns columns = columns_of(line.columns);
    int column = draw_part(desk, line.row, line.column + 2, columns.time, ROLE_QUIET, "since");
    column = draw_part(desk, line.row, column, columns.name, ROLE_QUIET, "name");
    column = draw_part(desk, line.row, column, columns.age, ROLE_QUIET, "age");
    column = draw_part(desk, line.row, column, columns.form, ROLE_QUIET, "form");
    column = draw_part(desk, line.row, column, columns.answered, ROLE_QUIET, "answered");
    column = draw_part(desk, line.row, column, columns.gravest, ROLE_QUIET, "   gravest");
    (void)draw_part(desk, line.row, column, columns.slip, ROLE_QUIET, "slip");
}
