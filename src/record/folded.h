#ifndef RECORD_FOLDED_H
#define RECORD_FOLDED_H

#include "record/handover.h"
#include "record/installation.h"
#include "record/remark.h"

// The queue of one reader: what every record's headline says and how far it has come, folded into
// one row a record in the store, closed with a key that only this reader's secret gives. Unlocking
// then opens rows with that key, and costs a public-key opening only for what is new since. A row
// goes with its record when that is purged. What was folded can always be folded again from the
// chain: rows that fail, or that are of a chain that was rolled back, are made anew.
enum folded_state { FOLDED_NEW, FOLDED_READ, FOLDED_DECIDED };

struct folded_row {
    uint64_t number; // of the entry
    uint8_t id[ENTRY_ID];
    int64_t at;
    bool partial; // an urgent finding was shown, and no finished record has come of it yet
    bool damaged; // it cannot be opened as it is: listed, and nothing said of it
    bool closed;  // sealed before this reader came
    // From the headline, as the patient answered; texts are the list's. "" where there is none.
    const char *name, *form, *slip, *reason;
    const char *search; // name, slip, birth date as typed, folded to lower case
    bool born_known;
    struct date born;
    uint32_t asked, settled;
    enum rule_class gravest; // RULE_CLASSES: no rule fired
    bool urgent_not_excluded, today_only;
    bool asked_again; // a therapist's answer stands beside it
    bool weighed;     // and gravest, reason and what cannot be excluded are with it
    // What was done since.
    enum folded_state state;
    enum remark_decision decision; // the newest, if FOLDED_DECIDED
    const struct reader *decider;  // in the installation
    const uint64_t *remarks;       // numbers of the entries beside it, rising
    uint32_t remark_count;
};

struct folded; // a reader's list, in memory

struct fold_watch;

// All of it. NULL with errno. `installation`, `reader` and `secret` are borrowed. `watch` may be
// NULL: a first folding opens every record there is (record/fold_news.h).
struct folded *folded_open(struct installation *installation, const struct reader *reader,
                           const struct reader_secret *secret, const struct fold_watch *watch);
void folded_close(struct folded *folded); // wipes

// By number, rising. Valid until the next refresh.
const struct folded_row *folded_rows(const struct folded *folded, size_t *count);
const struct folded_row *folded_row(const struct folded *folded, uint64_t number);
// Takes in what other programs added since. *changed: rows came, went or changed. Cheap when
// nothing did. -1 with errno; the list is then as it was.
int folded_refresh(struct folded *folded, bool *changed);

// Somebody could not open a record whose headline the list has opened: looks at all of it. True if
// it is damaged; its row says so from now on, whoever opens this reader's list, until it is mended.
bool folded_is_damaged(struct folded *folded, uint64_t number);

// Earlier records that may be of the same person: those linked by a therapist, then those of the
// same birth date and a name that is the same but for capitals, accents, order and a slip of one
// letter. Never merged: a suggestion. Fills at most `size` numbers, newest first; *linked of them
// are linked already.
size_t folded_of_person(const struct folded *folded, const struct folded_row *row,
                        uint64_t *numbers, size_t size, size_t *linked);

#endif
