#ifndef LOAD_DOUBT_H
#define LOAD_DOUBT_H

#include "form/form.h"
#include "load/files.h"

// A file beside the form, or its rules in the config folder: a plain name of these letters.
#define FILE_NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

// What could be read of a form that has errors. It is never interviewed from; but whatever names
// its questions (its own conditions, its rules) is checked against it in the same run, without
// cascades: what names something that could not be read is passed over in silence, since that has
// been reported.
struct doubt {
    struct form *form;
    uint8_t *broken; // by item: an error left it without its type or options; NULL: no items
    bool any_broken;
    bool incomplete; // some items could not be read at all, so an unknown name says nothing
    bool settings_incomplete; // the same of settings
};

// Does `source` name something that could not be read? In templates (`braced`) only what stands in
// braces is a name.
bool doubt_covers(const struct doubt *doubt, const char *source, bool braced);

// load_rules.c
// Adds the problems of the rules that the form names.
void check_rules(const char *config, const struct doubt *doubt, struct files *files,
                 struct issues *issues);

// The rules file that the text of a form.cfg names, though libconfig cannot read the text: what
// stands in quotes after the first `rules =`. Into `out`; false if there is none.
bool doubt_rules_name(const char *text, size_t length, char *out, size_t size);

#endif
