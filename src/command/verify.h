#ifndef COMMAND_VERIFY_H
#define COMMAND_VERIFY_H

#include "record/audit.h"

// What an audit found, in words. Sentences of what is wrong go to standard output as they come.
void verify_say(void *context, const char *sentence);
// The closing lines, on standard output. `opened`: with a passphrase, so that what is sealed was
// looked at too.
void verify_report(const struct audit *audit, bool opened);

#endif
