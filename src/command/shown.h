#ifndef COMMAND_SHOWN_H
#define COMMAND_SHOWN_H

// A text somebody else wrote, on standard output as every page shows it (summary/shown.h): nothing
// in it is obeyed by a terminal, and nothing of it is hidden.
void shown_print(const char *text);

#endif
