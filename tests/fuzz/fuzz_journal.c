// Any bytes as a journal, and its frames as events of an interview: nothing is read past its end,
// nothing is taken that would not be written the same way again.
#include "base/ensure.h"
#include "record/journal.h"
#include "unit/interview_fixture.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_event(struct interview *interview, const struct form *form, const uint8_t *bytes,
                      size_t length)
{
    struct event event;
    if (event_decode(bytes, length, form, &event) != 0) {
        return;
    }
    struct buffer out;
    buffer_init(&out, LIMIT_JOURNAL_FRAME);
    event_encode(&event, form, &out);
    ensure(out.length == length && memcmp(out.bytes, bytes, length) == 0);
    if (interview_may(interview, &event, NULL) == 0) {
        ensure(interview_do(interview, &event, NULL) == 0);
    }
    buffer_clear(&out);
    event_clear(&event);
}

struct fold {
    struct interview *interview;
    const struct form *form;
};

static int fold_frame(void *context, const uint8_t *bytes, size_t length)
{
    struct fold *fold = context;
    try_event(fold->interview, fold->form, bytes, length);
    return 0;
}

// Events without frames, so that a fuzzer need not find checksums: a length byte before each.
static void fold_bare(struct fold *fold, const uint8_t *data, size_t size)
{
    while (size > 0) {
        size_t length = data[0] < size ? data[0] : size - 1;
        try_event(fold->interview, fold->form, data + 1, length);
        data += 1 + length;
        size -= 1 + length;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct form *form = fixture_clinic();
    struct answers_setup setup = fixture_setup(form);
    struct fold fold = {interview_new(&setup), form};
    struct journal_seen seen;
    journal_scan(data, size, NULL, fold_frame, &fold, &seen);
    ensure(seen.whole <= size && (seen.state == JOURNAL_DAMAGED || seen.whole < size));
    fold_bare(&fold, data, size);
    struct interview_at at = interview_at(fold.interview);
    ensure(at.phase != PHASE_ASKING ||
           answers_applies(interview_answers(fold.interview), at.item, at.entry) == TRUTH_TRUE);
    interview_free(fold.interview);
    form_free(form);
    return 0;
}
