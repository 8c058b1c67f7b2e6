#ifndef COMMAND_SECRETS_H
#define COMMAND_SECRETS_H

// Before the first secret is read or typed: from here on this process leaves no core dump and no
// other may look into it, a full disk and a closed pipe are errors and no signals, and there is
// good randomness. 0, or an exit code after saying why; then nothing secret may be read.
int secrets_start(const char *command);

#endif
