// Any bytes as a response: refused with a reason, or answers that are written so that they read
// back and are written the same again.
#include "base/ensure.h"
#include "fhir/response.h"
#include "unit/interview_fixture.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct answers *read_response(const char *bytes, size_t size,
                                     const struct answers_setup *setup)
{
    struct issues issues;
    struct answers *answers = NULL;
    issues_init(&issues);
    int got = response_read(bytes, size, setup, &issues, &answers);
    ensure((got == 0) == (answers != NULL) && (got == 0) == (issues.errors == 0));
    issues_clear(&issues);
    return answers;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct form *form = fixture_clinic();
    struct answers_setup setup = fixture_setup(form);
    struct answers *answers = read_response((const char *)data, size, &setup);
    if (answers != NULL) {
        struct response_facts facts = {.completed = true};
        struct buffer once, again;
        buffer_init(&once, LIMIT_JSON_BYTES);
        buffer_init(&again, LIMIT_JSON_BYTES);
        response_write(answers, &facts, &once);
        struct answers *back = read_response(once.bytes, once.length, &setup);
        ensure(back != NULL);
        response_write(back, &facts, &again);
        ensure(strcmp(once.bytes, again.bytes) == 0);
        buffer_clear(&once);
        buffer_clear(&again);
        answers_free(back);
        answers_free(answers);
    }
    form_free(form);
    return 0;
}
