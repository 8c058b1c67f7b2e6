#ifndef LOAD_CFG_PART_H
#define LOAD_CFG_PART_H

#include "load/cfg.h"

// What the door to libconfig (cfg.c) and its words (cfg_say.c) share.

enum { CFG_SHOWN = 40 }; // bytes of an author's text that a message repeats

// cfg.c: of the tree. The text of a node that is one, in the file's arena; else NULL.
const char *cfg_string(const cfg_node *node);
const cfg_node *cfg_parent(const cfg_node *node); // NULL: it is the file
int cfg_index(const cfg_node *node);              // in its list or group, from 0
const char *cfg_type_words(const cfg_node *node); // "a text", "a list ( )"

// cfg_say.c. Adds "... is a list ( ); a text in quotes". Returns false.
bool cfg_wrong_type(struct cfg *cfg, const cfg_node *node, const char *expected);
// Adds that no key of a `noun` is called so, with the nearest; that one is not missed then.
void cfg_unknown_key(struct cfg *cfg, const cfg_node *member, const char *noun,
                     const char *const *keys, uint32_t key_count);
// "'low' or 'high'", "'a', 'b' or 'c'". In the issues' arena.
const char *cfg_alternatives(struct issues *issues, const char *const *names);

#endif
