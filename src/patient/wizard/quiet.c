// The silences a question offers, beside its answers: "I don't know", "I would rather not say",
// "Skip this question". A question whose own options say the same offers no second way.

#include "interview/company.h"
#include "patient/wizard/view.h"

#include <string.h>

size_t quiet_offers(const struct wizard *wizard, const struct form_item *item,
                    struct quiet offers[QUIET_MAX])
{
    size_t count = 0;
    if (item == NULL || !form_is_question(item)) {
        return 0;
    }
    if (item->offer_dont_know) {
        offers[count++] = (struct quiet){SILENCE_DONT_KNOW, 'D', 7, "I don't know"};
    }
    if (item->offer_declined) {
        offers[count++] = (struct quiet){SILENCE_DECLINED, 'R', 8,
                                         item->private_ && company_present(wizard_answers(wizard))
                                             ? "Ask me alone, without the others"
                                             : "I would rather not say"};
    }
    if (!item->required) {
        offers[count++] = (struct quiet){SILENCE_SKIPPED, 'S', 9, "Skip this question"};
    }
    return count;
}

enum silence quiet_key(const struct wizard *wizard, const struct key *key, bool typing)
{
    struct quiet offers[QUIET_MAX];
    size_t count = quiet_offers(wizard, wizard_item(wizard), offers);
    for (size_t i = 0; i < count; i++) {
        if (key_is_function(key, offers[i].function) ||
            (!typing && key_is(key, (char)(offers[i].letter - 'A' + 'a')))) {
            return offers[i].silence;
        }
    }
    return SILENCE_NOT;
}

enum silence quiet_meant(const struct key *key)
{
    return key_is(key, 'd') || key_is_function(key, 7)   ? SILENCE_DONT_KNOW
           : key_is(key, 'r') || key_is_function(key, 8) ? SILENCE_DECLINED
                                                         : SILENCE_NOT;
}

void quiet_instead(struct wizard *wizard, const struct key *key, enum silence asked,
                   enum silence *chosen, struct edit *edit, struct buffer *aside)
{
    if (asked == *chosen && aside->length > 0) {
        edit_set(edit, aside->bytes, aside->length);
        buffer_reset(aside);
        *chosen = SILENCE_NOT;
        wizard_say(wizard, "Your words are back.");
        return;
    }
    if (edit->length > 0) {
        buffer_reset(aside);
        buffer_add(aside, edit->bytes, edit->length);
    }
    *chosen = asked;
    edit_set(edit, "", 0);
    if (aside->length > 0) {
        wizard_say(wizard, "Your words are put aside. F%u brings them back.", key->number);
    }
}

static const char *line_of(struct wizard *wizard, const struct quiet *offer, bool chosen,
                           bool typing)
{
    const char *mark = chosen ? " (x) " : "  ";
    return typing ? arena_print(&wizard->scratch, "F%d%s%s", offer->function, mark, offer->text)
                  : arena_print(&wizard->scratch, "%c%s%s", offer->letter, mark, offer->text);
}

// Side by side where there is room, else one below another.
static int place(struct wizard *wizard, struct rect area, enum silence chosen, bool typing,
                 bool drawn)
{
    struct quiet offers[QUIET_MAX];
    size_t count = quiet_offers(wizard, wizard_item(wizard), offers);
    int row = 0;
    int column = 0;
    for (size_t i = 0; i < count; i++) {
        const char *line = line_of(wizard, &offers[i], offers[i].silence == chosen, typing);
        int wide = (int)text_columns(line, strlen(line), wizard->canvas.width);
        if (column > 0 && column + 4 + wide > area.columns) {
            row++;
            column = 0;
        } else if (column > 0) {
            column += 4;
        }
        if (drawn && row < area.rows) {
            draw_cut(&wizard->canvas, area.row + row, area.column + column, area.columns - column,
                     offers[i].silence == chosen ? ROLE_MARK : ROLE_NORMAL, line);
        }
        column += wide;
    }
    return count == 0 ? 0 : row + 1;
}

int quiet_draw(struct wizard *wizard, struct rect area, enum silence chosen, bool typing)
{
    return place(wizard, area, chosen, typing, true);
}

int quiet_rows(struct wizard *wizard, int columns, bool typing)
{
    return place(wizard, (struct rect){0, 0, 0, columns}, SILENCE_NOT, typing, false);
}
