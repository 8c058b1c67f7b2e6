// Whom a row is about, in words.
#include "therapist/view.h"

#include <string.h>

// Fewer columns of a name tell nobody from another.
enum { NAME_LEAST = 12 };

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

// The beginning of a name that leaves room for the sign that it was cut.
static const char *name_in(struct therapist *desk, const char *name, size_t columns)
{
    size_t length = strlen(name), used = 0, at = 0;
    if (text_columns(name, length, desk->canvas.width) <= columns) {
        return name;
    }
    for (size_t next; at < length; at = next) {
        next = text_next(name, length, at);
        used += (size_t)text_grapheme_columns(name + at, next - at, desk->canvas.width);
        if (used >= columns) {
            break;
        }
    }
    return arena_print(&desk->scratch, "%.*s\xE2\x80\xA6", (int)at, name);
}

const char *whom_line(struct therapist *desk, const struct folded_row *row, size_t columns)
{
    struct therapist_when when;
    desk->setup->when(desk->setup->context, row->at, &when);
    const char *age = whom_age(desk, row, when.day);
    const char *born = arena_print(&desk->scratch, "  \xC2\xB7  %s%s%s", whom_born(desk, row),
                                   age[0] != '\0' ? ", " : "", age);
    size_t taken = text_columns(born, strlen(born), desk->canvas.width);
    const char *name = whom_name(row);
    if (columns < taken + NAME_LEAST &&
        text_columns(name, strlen(name), desk->canvas.width) + taken > columns) {
        return name;
    }
    return arena_print(&desk->scratch, "%s%s", name_in(desk, name, columns - taken), born);
}
