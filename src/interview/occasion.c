// On which day an interview is held, and whether staff key it from a paper form: as its first event
// tells, and that of another day.
#include "interview/interview_part.h"

#include <string.h>

// What follows the word for a paper form; NULL: it is none.
static const char *behind_paper(const struct interview *iv)
{
    const size_t length = sizeof EVENT_FACE_PAPER - 1;
    const char *face = iv->trail_count > 0 ? iv->trail[0].text : NULL;
    return face != NULL && strncmp(face, EVENT_FACE_PAPER, length) == 0 ? face + length : NULL;
}

bool interview_from_paper(const struct interview *iv)
{
    const char *behind = behind_paper(iv);
    return behind != NULL && (behind[0] == '\0' || behind[0] == ':');
}

bool interview_unbegun(const struct interview *iv)
{
    // A paper form is of the day that stands on it.
    bool unbegun = iv->trail_count > 0 && !interview_from_paper(iv);
    for (size_t i = 0; i < iv->trail_count && unbegun; i++) {
        enum event_kind kind = iv->trail[i].kind;
        unbegun = i == 0 ? kind == EVENT_BEGIN
                         : kind == EVENT_CARRIED || kind == EVENT_DAY || kind == EVENT_RESUME ||
                               kind == EVENT_PAUSE;
    }
    return unbegun;
}

bool interview_day(const struct interview *iv, day_number *day)
{
    struct expr_env env = answers_env(iv->answers);
    *day = env.today;
    return env.today_known;
}

const char *interview_keyed_by(const struct interview *iv, day_number *day)
{
    const char *behind = behind_paper(iv);
    if (behind == NULL || strncmp(behind, ": ", 2) != 0 || !iv->trail[0].day_known) {
        return NULL;
    }
    *day = iv->trail[0].day;
    return behind + 2;
}
