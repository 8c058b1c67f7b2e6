#include "command/remarked.h"

#include "base/ensure.h"
#include "base/text.h"
#include "interview/event.h"
#include "interview/words.h"

#include <inttypes.h>
#include <stdlib.h>

static const char *const heads[REMARK_KINDS] = {
    [REMARK_NOTE] = "NOTE",       [REMARK_DECISION] = "DECISION",  [REMARK_FINDING] = "SEEN",
    [REMARK_ANSWER] = "ANSWERED", [REMARK_LINK] = "EARLIER VISIT", [REMARK_UNLINK] = "NO VISIT",
};
static const char *const decisions[DECISION_KINDS] = {
    [DECISION_SUITABLE] = "suitable",
    [DECISION_WITH_CARE] = "suitable with care",
    [DECISION_NOT_TODAY] = "not today",
    [DECISION_REFER] = "refer",
};

// Its lines, without what a screen would take as an order; a line ends them.
static void put_text(const struct buffer *text, struct buffer *out)
{
    char *clean = malloc(text->length + 1);
    if (clean == NULL) {
        die("out of memory");
    }
    size_t length = text_clean(text->bytes, text->length, true, clean);
    buffer_add(out, clean, length);
    if (length > 0 && clean[length - 1] != '\n') {
        buffer_char(out, '\n');
    }
    seal_wipe(clean, length);
    free(clean);
}

static void put_answer(const struct form *form, const struct buffer *bytes, struct buffer *out)
{
    struct event event;
    if (event_decode((const uint8_t *)bytes->bytes, bytes->length, form, &event) != 0) {
        buffer_text(out, "it is no answer to this form\n");
        return;
    }
    if (event.kind == EVENT_ANSWER) {
        buffer_print(out, "%s: ", form->items[event.item].label);
        words_said(form, event.item, &event.answer, out);
        buffer_char(out, '\n');
    }
    event_clear(&event);
}

static void put_other(struct store *store, const struct remark *remark, struct buffer *out)
{
    struct entry other;
    entry_init(&other, ENTRY_DONE, 0);
    if (store_find(store, remark->other, &other) == 0) {
        buffer_print(out, "record %" PRIu64 " is %s\n", other.number,
                     remark->kind == REMARK_LINK ? "of the same person" : "somebody else's");
    } else {
        buffer_text(out, "a record that is not there\n");
    }
    entry_clear(&other);
}

void remarked_words(struct store *store, const struct form *form, const struct remark *remark,
                    const char *when, struct buffer *out)
{
    bool discussed = remark->kind == REMARK_FINDING && remark->discussed;
    buffer_print(out, "%s by %s, %s:", discussed ? "DISCUSSED" : heads[remark->kind],
                 remark->author->name, when);
    switch (remark->kind) {
    case REMARK_DECISION:
        buffer_print(out, " %s\n", decisions[remark->decision]);
        break;
    case REMARK_FINDING:
        buffer_print(out, " %s\n", remark->rule);
        break;
    case REMARK_ANSWER:
        buffer_char(out, ' ');
        put_answer(form, &remark->event, out);
        break;
    case REMARK_LINK:
    case REMARK_UNLINK:
        buffer_char(out, ' ');
        put_other(store, remark, out);
        break;
    default:
        buffer_char(out, '\n');
    }
    put_text(&remark->text, out);
}
