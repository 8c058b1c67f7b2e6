#ifndef RECORD_NUMBERS_H
#define RECORD_NUMBERS_H

#include "base/arena.h"
#include "base/intern.h"
#include "record/handover.h"

// The clinic's numbers: what many interviews have in common, and nothing of any one of them. A
// count from one to four could be somebody: it is not said, and of the days so many are hidden that
// the sum of all, which other numbers tell, gives none of them away.

enum { NUMBERS_LEAST = 5 }; // counts below this are not said

struct numbers_day {
    day_number day;
    uint32_t interviews;
    bool hidden; // by numbers_settle: how many it had is not to be said
};

struct numbers_question {
    const char *id, *label;
    uint32_t asked;   // interviews in which it was
    uint32_t silent;  // of these: don't know, declined, skipped, or never reached
    uint32_t changed; // and answered more than once
};

struct numbers_rule {
    const char *id;
    enum rule_class class;   // in the newest interview that tells of it
    uint32_t present, doubt; // doubt: it could not be excluded
};

struct numbers {
    struct arena arena;
    struct numbers_day *days; // rising
    size_t day_count, day_capacity;
    struct numbers_question *questions; // in the order they were met
    size_t question_count, question_capacity;
    struct numbers_rule *rules;
    size_t rule_count, rule_capacity;
    uint32_t *minutes; // of each finished interview, rounded up; rising after numbers_settle
    size_t interviews, minute_capacity;
    struct intern questions_by_id, rules_by_id;
};

void numbers_init(struct numbers *numbers);
void numbers_clear(struct numbers *numbers);
// Counts one finished interview of the local day `day`. Newest first, so that words are the
// newest's. `answers` are of the same body, on the form of its day.
void numbers_take(struct numbers *numbers, const struct handed *handed,
                  const struct answers *answers, day_number day);
// Puts days and minutes in order, and rules by class, then by how often they were present; hides
// days of few, and with them the smallest others until the hidden ones are NUMBERS_LEAST together.
void numbers_settle(struct numbers *numbers);

// The questions that were left open most often (or `changed` most often), most first: indices, at
// most `size`. Returns how many.
size_t numbers_leading(const struct numbers *numbers, bool changed, uint32_t *order, size_t size);
// How long the middle interview took, and the ends of the middle half; minutes. False: too few.
bool numbers_minutes(const struct numbers *numbers, uint32_t *middle, uint32_t *low,
                     uint32_t *high);

#endif
