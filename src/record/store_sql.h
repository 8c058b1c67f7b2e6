#ifndef RECORD_STORE_SQL_H
#define RECORD_STORE_SQL_H

#include "record/database.h"

// The words the store says to its database: what it is made of, and each question.
extern const struct database_plan store_plan;

enum store_sql {
    SQL_NEWEST,
    SQL_ADD,
    SQL_ADD_BODY,
    SQL_GET_OPEN, // one for each store_part, in that order
    SQL_GET_HEADLINE,
    SQL_GET_WHOLE,
    SQL_FIND,
    SQL_NEXT, // then for one kind, then both downwards
    SQL_NEXT_KIND,
    SQL_PREVIOUS,
    SQL_PREVIOUS_KIND,
    SQL_WRAP,
    SQL_ADD_WRAP,
    SQL_PURGE,
    SQL_PURGE_BODY,
    SQL_PURGE_WRAPS,
    SQL_PURGE_FOLDED,
    SQL_LOCK,
    SQL_SET_LOCK,
    SQL_KEEP,
    SQL_KEPT,
    SQL_KEPT_ALL,
    SQL_NOW,
    SQL_SET_NOW,
    SQL_ANSWER_NOW,
    SQL_CLEAR_NOW,
    SQL_WAITS,
    SQL_SET_WAITS,
    SQL_CLEAR_WAITS,
    SQL_FOLDED,
    SQL_PUT_FOLDED,
    SQL_DROP_FOLDED,
    SQL_COUNT,
};

#endif
