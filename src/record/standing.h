#ifndef RECORD_STANDING_H
#define RECORD_STANDING_H

#include "base/buffer.h"
#include "screening/rules.h"

// What findings make of a record in a queue: the gravest class of what is present, in the words of
// its first rule, and whether an urgent rule cannot be excluded. As lines of facts it stands in a
// headline, and beside what a therapist learned since.
enum { STANDING_REASON = 256 }; // bytes, with NUL

struct standing {
    enum rule_class gravest; // RULE_CLASSES: no rule fired
    bool urgent_not_excluded;
    char reason[STANDING_REASON]; // "" if no rule fired; a longer one is cut
};

// `found`: of every rule, as screen_findings gives it.
void standing_of(const struct rules *rules, const truth *found, struct standing *out);
void standing_write(const struct standing *standing, struct buffer *facts);
// False, and out says that no rule fired: there is none among these facts.
bool standing_read(const struct buffer *facts, struct standing *out);

#endif
