#ifndef INTERVIEW_EVENT_BYTES_H
#define INTERVIEW_EVENT_BYTES_H

#include "interview/event.h"

// The bytes of an event, for the two files that write and read them:
//
//   version, kind, time (varint), flags, then what the flags announce, in the order of the flags:
//   item (name) with entry (varint), answer, text, text2, day, hash; last EVENT_END.
//
// A name is a length byte and an id or code; a text a varint length and UTF-8; a number a varint of
// its zigzag. Every event has exactly one encoding: varints are shortest, options stand in the
// form's order, and only flags that mean something for the kind may be set. The last byte is never
// zero, so that a journal can tell a torn frame from a damaged one.
enum { EVENT_VERSION = 1, EVENT_END = '.' };

enum event_flag {
    EVENT_HAS_ITEM = 1,
    EVENT_HAS_ANSWER = 2,
    EVENT_HAS_TEXT = 4,
    EVENT_HAS_TEXT2 = 8,
    EVENT_HAS_DAY = 16,
    EVENT_HAS_HASH = 32,
    EVENT_IS_CONFIRMED = 64,
};

enum { EVENT_MARK_OPEN = 255 }; // "not said" of a mark's kind

// By kind: the flags it may have, and those it must have.
struct event_shape {
    uint8_t may, must;
};
struct event_shape event_shape(enum event_kind kind);

#endif
