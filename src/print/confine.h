#ifndef PRINT_CONFINE_H
#define PRINT_CONFINE_H

// What this program holds is a patient's: no core of it is written, nobody may look into it, and it
// opens no file to write and makes none (what the kernel is too old for is left out: the page is
// made all the same).
void confine(void);

#endif
