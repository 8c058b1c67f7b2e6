#ifndef COMMAND_UNPACKED_H
#define COMMAND_UNPACKED_H

#include "base/buffer.h"

// What was kept of a form and its rules, laid out as the folders they were loaded from, in memory
// ($XDG_RUNTIME_DIR, or /dev/shm): forms/kept and forms/instruments hold the form's files, a folder
// of its own what it takes from another form, config the others. None of it is of a patient. What a
// program that was killed left there goes when the next is made.

enum { UNPACKED_PATH = 4096 };

struct unpacked {
    char root[UNPACKED_PATH], forms[UNPACKED_PATH], form[UNPACKED_PATH];
    char instruments[UNPACKED_PATH], another[UNPACKED_PATH], config[UNPACKED_PATH];
    int held; // the root, locked as long as somebody uses it; -1: there is none
};

// Empty folders. 0, or -1 with errno. Remove them either way.
int unpacked_make(struct unpacked *to);
// Parts of kept contents (record/contents.h) as files: the form's, or what is beside it. 0, or -1
// with errno: EBADMSG they are no contents, ENOSPC there is no room for all of one; open's own.
int unpacked_add(struct unpacked *to, const struct buffer *contents, bool form);
void unpacked_remove(struct unpacked *unpacked);

#endif
