#ifndef COMMAND_SITTING_H
#define COMMAND_SITTING_H

#include "command/bell.h"
#include "command/bundle.h"
#include "patient/line/line.h"
#include "patient/wizard/wizard.h"
#include "record/custody.h"

// One real interview before a patient: in the clinic's custody, through one of the faces. An urgent
// finding is sealed and rung before it is shown; the record is there before the thanks.
struct sitting_place {
    struct bundle *bundle;
    struct installation *installation;
    struct drafts *drafts; // of DATA/drafts
    struct bell *bell;     // or NULL
    const day_number *day; // that of the paper it is keyed from; NULL: today
    // Another form of the clinic, approved and kept: words may open an interview on that one. Or
    // NULL.
    const struct sitting_place *other;
};
enum { SITTING_FORMS = 8 }; // at most, of one place and its others

struct sitting {
    const struct sitting_place *place;
    struct custody *custody;
    struct session session;
    uint8_t rules_hash[SITTING_FORMS][SEAL_HASH]; // of each place; custody looks at them
    int64_t began;
    bool today_known;
    day_number today;
    bool owes_partial; // an urgent finding is not sealed yet
    char slip[SLIP_BYTES];
};

// Opens DATA/drafts and removes what a crash left there. NULL with errno.
struct drafts *sitting_drafts(struct installation *installation);

// A new interview, or the one these words open. `face` as in struct session. 0, or -1 with errno as
// custody_begin and custody_resume; sitting_end in any case.
int sitting_begin(struct sitting *sitting, const struct sitting_place *place, const char *face);
int sitting_go_on(struct sitting *sitting, const struct sitting_place *place, const char *face,
                  const char *words);
// The draft of that name, by a reader: the patient has lost the words. EACCES: closed to others
// only.
int sitting_reopen(struct sitting *sitting, const struct sitting_place *place, const char *face,
                   const char *draft, const struct reader *reader,
                   const struct reader_secret *secret);
// Holds it. The exit codes of the faces; what was thrown away is gone.
int sitting_wizard(struct sitting *sitting, struct loop *loop, struct screen *screen, bool kiosk);
int sitting_lines(struct sitting *sitting, struct line_input *input, FILE *out);
void sitting_end(struct sitting *sitting); // puts it away

#endif
