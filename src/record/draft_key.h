#ifndef RECORD_DRAFT_KEY_H
#define RECORD_DRAFT_KEY_H

#include "base/buffer.h"
#include "record/reader.h"

// The key of one open draft. It is fresh for each interview, closed to every reader, and, when the
// stretching is done, to the patient's four resume words; the terminal keeps it only in the locked
// memory of the process that holds the interview.
enum { DRAFT_ID = 16, DRAFT_OPENING_MOST = 4096 };

struct draft_key; // in secret memory

// Draws a key and an id. Appends to `opening`, which is empty, the bytes that open the draft: id,
// and the key closed to each reader who is not removed. Everything closed later holds to these
// bytes, all of them. NULL with errno: ENOMEM, EINVAL there is no reader.
struct draft_key *draft_key_new(const struct reader *readers, size_t count, struct buffer *opening);
void draft_key_free(struct draft_key *key); // wipes
void draft_key_id(const struct draft_key *key, uint8_t out[DRAFT_ID]);

// Do these bytes begin as an opening does? An event never does.
bool draft_is_opening(const void *bytes, size_t length);
// Are they, to the byte, those that this key was drawn or opened with?
bool draft_key_fits(const struct draft_key *key, const void *opening, size_t length);

// What resume words drawn at `now` (seconds since 1970) are stretched with: the same at one
// terminal for thirty days, so that words are tried on however many drafts by two stretchings at
// most. Who stole the drafts, and would try all words there are, tries them on all of those at once
// too: of a hundred drafts one is found in a hundredth of 2^44 stretchings, any one draft in as
// many as ever.
void draft_words_salt(const uint8_t terminal[SEAL_KEY], int64_t now, uint8_t out[SEAL_SALT]);
// The key closed to the resume words, as resume_words_read gives them: half a second or more of
// work, to be done beside the interview (it touches nothing but its arguments). The bytes go into
// the draft as they are. -1 with errno.
int draft_key_close_words(const struct draft_key *key, const char *words,
                          const uint8_t salt[SEAL_SALT], struct seal_cost cost, struct buffer *out);
// Are these bytes what was closed so, untouched? -1: no.
int draft_key_check_words(const struct draft_key *key, const void *closed, size_t length);

// Opening a draft again. NULL with errno: EBADMSG what was given is no such thing or was touched,
// EACCES it is not closed to this reader, or these are not the words, ENOMEM.
struct draft_key *draft_key_open(const void *opening, size_t length, const struct reader *reader,
                                 const struct reader_secret *secret);
// By words that are tried on one draft after the other.
struct draft_words; // and what came of them last, in secret memory
struct draft_words *draft_words_new(const char *words); // NULL: ENOMEM, EINVAL longer than any
void draft_words_free(struct draft_words *words);       // wipes; NULL is allowed
struct draft_key *draft_key_open_words(const void *opening, size_t opening_length,
                                       const void *closed, size_t closed_length,
                                       struct draft_words *words);

// One frame: `number` is its place, without which it does not open. What it holds is made up to
// full blocks first, because the form is no secret: of a bare length one could tell "none" from
// "chest pain". Closing fills draft_frame_bytes(length) of `out`. Opening fills less than `length`,
// says how much it holds, and returns -1 if the frame is another draft's, another place's, or was
// touched.
enum { DRAFT_BLOCK = 128 };
size_t draft_frame_bytes(size_t length);
void draft_close_frame(const struct draft_key *key, uint64_t number, const void *bytes,
                       size_t length, uint8_t *out);
int draft_open_frame(const struct draft_key *key, uint64_t number, const uint8_t *closed,
                     size_t length, void *out, size_t *holds);

#endif
