#ifndef LOAD_CFG_BUILD_H
#define LOAD_CFG_BUILD_H

#include "load/cfg_texts.h"

#include <stdint.h>

// The tree of one file, put together by libconfig (cfg.c) as the scan comes by what is in it: the
// scan has followed the grammar already, and to write the same tokens down for libconfig's parser
// to find them once more was half of what loading cost.
//
// Values go where the last bracket opened, in a group under the key that came before. False: the
// group has that key already, and nothing was added.
struct cfg_build {
    struct config_setting_t *open; // the group or list whose members come
    struct cfg_texts texts;
    const char *key; // of the next value, in the file; NULL in lists
    size_t key_length;
    uint32_t key_line;
};

void build_key(struct cfg_build *build, const char *key, size_t length, uint32_t line);
// '{', '(' or '['; and its end.
bool build_open(struct cfg_build *build, char bracket, uint32_t line);
void build_close(struct cfg_build *build);
bool build_truth(struct cfg_build *build, bool truth, uint32_t line);
// `wide`: written with an L.
bool build_integer(struct cfg_build *build, int64_t number, bool wide, uint32_t line);
bool build_real(struct cfg_build *build, double number, uint32_t line);
// As cfg_texts_add; a text that goes on with the one before it is no value of its own.
bool build_text(struct cfg_build *build, const char *raw, size_t length, bool escaped, bool more,
                uint32_t line);

#endif
