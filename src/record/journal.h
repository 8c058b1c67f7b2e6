#ifndef RECORD_JOURNAL_H
#define RECORD_JOURNAL_H

#include "base/buffer.h"
#include "record/draft_key.h"

// A file of frames, written and synced one by one, in a file that is full of zeros from the start:
// a frame is one write and one flush, and the disk cannot become full in mid-interview while they
// last.
//
// Frames are plain, or, in a sealed journal, closed with the draft's key: then frame 0 is the
// opening, a later one may be the key closed to the patient's words, and every other is closed.
//
// The file's size is a multiple of its room, and zeros stand behind the last frame, at least one: a
// file that was cut, wherever, is known by the one or the other. What does not get so far as
// to be acknowledged can only be the last frame, and has zeros where the rest of it should be: it
// is torn and dropped. Anything else that does not fit was whole once, and is damage.
enum {
    JOURNAL_ROOM = 16 << 10,         // bytes of zeros at first, and again when they are used up
    JOURNAL_ROOM_SEALED = 256 << 10, // for a sealed one: an interview fits
};

struct journal {
    int fd;
    uint64_t end;  // bytes of whole frames
    uint64_t size; // of the file
    uint64_t frames;
    const struct draft_key *key; // borrowed; NULL: frames are plain
    uint64_t unclean; // so many bytes of a failed frame are still there: they are zeroed first
};

enum journal_state { JOURNAL_WHOLE, JOURNAL_TORN, JOURNAL_DAMAGED };

// What is heard of a journal: each event, in order. -1 stops: what it holds is damage.
typedef int (*journal_frame)(void *context, const uint8_t *bytes, size_t length);

// What was found in one.
struct journal_seen {
    enum journal_state state;
    uint64_t whole;  // bytes of whole frames
    uint64_t frames; // whole frames; the damage, if there is any, is in the frame of this number
    uint64_t events; // of these: events
    bool sealed;
    bool locked; // it is sealed, and the key was none or another's: its events were not heard
    bool words;  // it opens with resume words too
};

// Creates `name` in the directory `dir` (0600, must not exist): written and synced under another
// name first, so that there is never half a journal. With a key the opening is its frame 0, and
// there are more zeros. Returns 0, or -1 with errno.
int journal_create(struct journal *journal, int dir, const char *name, const struct draft_key *key,
                   const struct buffer *opening);
// Opens an existing one for going on: calls `frame` for each event in order, zeroes a torn end.
// Returns 0, or -1 with errno: EBADMSG damaged, EACCES sealed and this is not its key (in both
// cases seen->frames tells after which frame), EWOULDBLOCK another program has it. `seen` may be
// NULL.
int journal_open(struct journal *journal, int dir, const char *name, const struct draft_key *key,
                 journal_frame frame, void *context, struct journal_seen *seen);
// Appends and syncs one event: one write, one fdatasync, unless the zeros are used up. Returns 0;
// or -1 with errno, and the journal is as before. An event is not empty (EINVAL).
int journal_append(struct journal *journal, const uint8_t *bytes, size_t length);
// The same of what draft_key_close_words gave: from now on the words open the draft.
int journal_append_words(struct journal *journal, const void *closed, size_t length);
void journal_close(struct journal *journal);

// Reads one without going on: no lock, nothing is written. Without its key the events of a sealed
// one are counted, not heard.
int journal_read(int dir, const char *name, const struct draft_key *key, journal_frame frame,
                 void *context, struct journal_seen *seen);
// What opens a sealed one, as far as it can be read: its opening, and the newest closed words, if
// there are any. -1 with errno: ENODATA nothing is in it, or it is plain; EBADMSG damaged before.
int journal_keys(int dir, const char *name, struct buffer *opening, struct buffer *words);
// A program that was stopped while it created a journal left this name behind, and nothing in it.
bool journal_is_unborn(const char *name);
void journal_remove_unborn(int dir, const char *name);

// Pure: the frames of a journal in memory. For the above, and for fuzzing.
void journal_scan(const uint8_t *bytes, size_t length, const struct draft_key *key,
                  journal_frame frame, void *context, struct journal_seen *seen);

// The kinds of frames in a sealed journal, after its first: the first byte they hold.
enum journal_kind { JOURNAL_EVENT = 1, JOURNAL_WORDS = 2 };

#endif
