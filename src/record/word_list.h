#ifndef RECORD_WORD_LIST_H
#define RECORD_WORD_LIST_H

#include "record/words.h"

// The words themselves, and those of them that slips are made of, both in alphabetical order.
extern const char word_list[WORDS][WORD_LETTERS + 1];
enum { SLIP_WORDS = 97 }; // a prime: see slips in words.c
extern const char slip_list[SLIP_WORDS][WORD_LETTERS + 1];

#endif
