#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

// Every length, count and depth that a hostile file or keyboard could stretch. Exceeding one is an
// ordinary error with a place, never a crash.

enum {
    LIMIT_ID = 64,                  // characters of an id or code
    LIMIT_TEXT = 16384,             // bytes of one text in a form or rule
    LIMIT_ANSWER = 40000,           // bytes of one typed answer (10,000 characters of 4 bytes)
    LIMIT_ITEMS = 200000,           // items of a form
    LIMIT_OPTIONS = 256,            // options of one question, regions of a body chart
    LIMIT_ENTRIES = 50,             // entries of a repeated group
    LIMIT_RULES = 20000,            // rules of one file
    LIMIT_EXPRESSION = 8192,        // bytes of one expression
    LIMIT_EXPRESSION_DEPTH = 64,    // nesting inside one expression
    LIMIT_EXPRESSION_NODES = 4096,  // parts of one expression
    LIMIT_GROUP_DEPTH = 8,          // groups inside groups
    LIMIT_CFG_DEPTH = 32,           // braces inside braces in any file
    LIMIT_CFG_MEMBERS = 600,        // members of one group: libconfig is quadratic in them
    LIMIT_CFG_BYTES = 64 << 20,     // one configuration file
    LIMIT_INCLUDES = 32,            // instruments of one form
    LIMIT_JSON_BYTES = 16 << 20,    // one JSON document
    LIMIT_JSON_DEPTH = 64,          // brackets inside brackets in it
    LIMIT_ISSUES = 1000,            // problems kept in one run; the rest are counted
    LIMIT_JOURNAL_FRAME = 1 << 17,  // bytes of one journal frame
    LIMIT_JOURNAL_BYTES = 64 << 20, // bytes of one journal
};

#endif
