// Whom a row is about, in words.
#include "therapist/view.h"

const char *whom_name(const struct folded_row *row)
{
    return row->name[0] != '\0' ? row->name : row->partial ? "(no name yet)" : "(no name)";
}

const char *whom_born(struct therapist *desk, const struct folded_row *row)
{
    static const char *const months[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[64];
    if (!row->born_known) {
        return "birth date not said";
    }
    return arena_print(&desk->scratch, "born %s",
                       date_print_words(row->born, months, text, sizeof text));
}

const char *whom_age(struct therapist *desk, const struct folded_row *row, day_number on)
{
    int least, most;
    if (!row->born_known || !date_age(row->born, on, &least, &most)) {
        return "";
    }
    return least == most ? arena_print(&desk->scratch, "%d", least)
                         : arena_print(&desk->scratch, "%d-%d", least, most);
}

const char *whom_line(struct therapist *desk, const struct folded_row *row)
{
    struct therapist_when when;
    desk->setup->when(desk->setup->context, row->at, &when);
    const char *age = whom_age(desk, row, when.day);
    return arena_print(&desk->scratch, "%s  \xC2\xB7  %s%s%s", whom_name(row), whom_born(desk, row),
                       age[0] != '\0' ? ", " : "", age);
}
