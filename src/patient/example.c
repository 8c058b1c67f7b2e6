#include "patient/example.h"

static void date_words(const struct form_item *item, struct buffer *out)
{
    static const struct {
        enum date_precision precision;
        const char *text;
    } shapes[] = {{DATE_DAY, " 17 May 1980"},
                  {DATE_MONTH, " May 1980"},
                  {DATE_YEAR, " 1980"},
                  {DATE_ABOUT, " 3 weeks ago"}};
    const char *comma = "";
    buffer_text(out, "Type it like");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if ((item->precisions & 1u << shapes[i].precision) != 0) {
            buffer_print(out, "%s%s", comma, shapes[i].text);
            comma = ", or";
        }
    }
    buffer_char(out, '.');
}

void example_words(const struct form_item *item, struct buffer *out)
{
    if (item->type == ITEM_DATE) {
        date_words(item, out);
    } else if (item->type == ITEM_TIME) {
        buffer_text(out, "Type it like 14:30.");
    } else if (item->type == ITEM_AGREE) {
        buffer_text(out, "Type your name to agree.");
    }
}
