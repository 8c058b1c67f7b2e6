#include "command/beside.h"
#include "command/clock.h"
#include "command/doctor.h"
#include "command/kept.h"
#include "command/place.h"
#include "record/audit.h"
#include "record/drafts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void complain(void *context, const char *sentence)
{
    doctor_line(context, DOCTOR_FAILS, "store", "%s; 'intake verify', then restore a backup",
                sentence);
}

// All that can be known without a passphrase: a store set back behind its heads is not fit either.
static void check_store(struct doctor *doctor)
{
    struct audit audit;
    if (audit_run(&doctor->installation, NULL, NULL, NULL, 0, complain, doctor, &audit) != 0) {
        doctor_line(doctor, DOCTOR_FAILS, "store",
                    "it cannot be read to its end: %s; restore a "
                    "backup",
                    strerror(errno));
    } else if (audit.bad == 0) {
        doctor_line(doctor, DOCTOR_FINE, "store", "%" PRIu64 " entr%s, healthy", audit.entries,
                    audit.entries == 1 ? "y" : "ies");
    }
}

void doctor_installation(struct doctor *doctor)
{
    if (doctor->state == INSTALLATION_NONE) {
        doctor_line(doctor, DOCTOR_FAILS, "keys",
                    "there are none in %s, so this is practice "
                    "mode; run 'intake setup'",
                    doctor->data);
        return;
    }
    if (doctor->state == INSTALLATION_BROKEN) {
        doctor_line(doctor, DOCTOR_FAILS, "keys", "%s: %s", doctor->data, doctor->why);
        return;
    }
    size_t present = roll_present(&doctor->installation.roll);
    doctor_line(doctor, present == 1 ? DOCTOR_WARNS : DOCTOR_FINE, "keys", "%s; %zu reader%s%s",
                doctor->installation.roll.clinic, present, present == 1 ? "" : "s",
                present == 1 ? "; with a second one no record is lost with one person ('intake "
                               "readers add')"
                             : "");
    check_store(doctor);
}

// One form of the clinic's. Of one beside that which the kiosk is for it is no fault that nobody
// has approved it; that it was approved and is not as it was then, is: slips were given out for it.
static void check_form(struct doctor *doctor, const struct bundle *bundle, bool beside)
{
    struct approval approval;
    char when[64];
    const char *form = bundle->form->id;
    const char *why = kept_unapproved(bundle, &doctor->installation);
    bool never = why != NULL &&
                 installation_approval_of(&doctor->installation, form, &approval) != 0 &&
                 errno == ENOENT;
    if (why != NULL && beside) {
        doctor_line(doctor, never ? DOCTOR_WARNS : DOCTOR_FAILS, "approval",
                    "%s: %s It is not offered; 'intake approve --form=%s'", form, why, form);
    } else if (why != NULL) {
        doctor_line(doctor, DOCTOR_FAILS, "approval", "%s 'intake approve'", why);
    } else if (installation_approval_of(&doctor->installation, form, &approval) == 0) {
        doctor_line(doctor, DOCTOR_FINE, "approval", "%s%sapproved by %s (%s) on %s",
                    beside ? form : "", beside ? ": " : "", approval.name, approval.registration,
                    clock_print(approval.at, when, sizeof when));
    }
}

static void check_drafts(struct doctor *doctor, const struct beside *beside)
{
    const struct bundle *offered[BESIDE_MOST + 1] = {&doctor->bundle};
    struct kept_outdated outdated;
    for (size_t i = 0; i < beside->count; i++) {
        offered[i + 1] = &beside->bundles[i];
    }
    if (kept_outdated(offered, beside->count + 1, &doctor->installation, &outdated) != 0) {
        return; // doctor_files says what is wrong with them
    }
    if (outdated.surely > 0) {
        doctor_line(doctor, DOCTOR_WARNS, "drafts",
                    "%d interview%s under way %s begun on another form: their words open nothing "
                    "until it is put back and approved; they expire as any other",
                    outdated.surely, outdated.surely == 1 ? "" : "s",
                    outdated.surely == 1 ? "was" : "were");
    }
    if (outdated.perhaps > 0) {
        doctor_line(doctor, DOCTOR_WARNS, "drafts",
                    "%d interview%s under way may be of a form that was changed since: if so, "
                    "their words open nothing until it is put back and approved",
                    outdated.perhaps, outdated.perhaps == 1 ? "" : "s");
    }
}

// What nobody can go on with, until it expires.
static void check_damaged(struct doctor *doctor)
{
    struct draft *list = NULL;
    size_t found = 0;
    char folder[sizeof doctor->installation.folder + 16];
    int error = 0, damaged = 0;
    struct drafts *drafts =
        drafts_open(place_drafts(doctor->installation.folder, folder, sizeof folder), &error);
    if (drafts == NULL || drafts_list(drafts, &list, &found) != 0) {
        found = 0; // doctor_files says what is wrong with them
    }
    for (size_t i = 0; i < found; i++) {
        damaged += list[i].damaged;
    }
    free(list);
    drafts_close(drafts);
    if (damaged > 0) {
        doctor_line(doctor, DOCTOR_WARNS, "drafts",
                    "%d interview%s under way %s damaged and cannot be gone on with: ask the "
                    "patient again, and look at the disk",
                    damaged, damaged == 1 ? "" : "s", damaged == 1 ? "is" : "are");
    }
}

void doctor_approval(struct doctor *doctor)
{
    static struct beside beside;
    if (doctor->loaded != 0) {
        bundle_print(&doctor->bundle.issues, stdout);
        doctor_line(doctor, DOCTOR_FAILS, "form",
                    "form, rules or settings have errors; correct "
                    "them, then 'intake approve'");
        return;
    }
    if (doctor->state != INSTALLATION_FINE) {
        return;
    }
    check_form(doctor, &doctor->bundle, false);
    fflush(stdout);
    beside_open(&beside, &doctor->bundle, doctor->config, "doctor");
    for (size_t i = 0; i < beside.count; i++) {
        check_form(doctor, &beside.bundles[i], true);
    }
    if (beside.left_out > 0) {
        doctor_line(doctor, DOCTOR_FAILS, "form",
                    "%zu other form%s errors and %s not offered; 'intake check' names them",
                    beside.left_out, beside.left_out == 1 ? " has" : "s have",
                    beside.left_out == 1 ? "is" : "are");
    }
    check_drafts(doctor, &beside);
    check_damaged(doctor);
    beside_close(&beside);
    if (strcmp(doctor->bundle.clinic->name, doctor->installation.roll.clinic) != 0) {
        doctor_line(doctor, DOCTOR_WARNS, "clinic",
                    "patients read '%s', and the keys are of '%s'; correct %s/clinic.cfg if that "
                    "is wrong",
                    doctor->bundle.clinic->name, doctor->installation.roll.clinic, doctor->config);
    }
}

// Others must not read what is kept, nor write what is asked; this user must, or no interview
// begins.
struct rights {
    const char *what;
    mode_t forbidden;
    const char *then;
    int needed; // for access()
    const char *missing;
    int wrong, seen;
    bool read_only; // the file system: that is said once
};

static void say_no_access(struct doctor *doctor, struct rights *rights, const char *path, int error)
{
    if (error == EROFS && !rights->read_only) {
        doctor_line(doctor, DOCTOR_FAILS, "permissions",
                    "%s: its file system may only be read; mount it so that it can be written",
                    path);
    } else if (error != EROFS) {
        doctor_line(doctor, DOCTOR_FAILS, "permissions",
                    "%s: this user may not %s; chown or chmod u+rwX %s", path, rights->missing,
                    path);
    }
    rights->read_only = error == EROFS;
}

static void look_at(struct doctor *doctor, struct rights *rights, const char *path)
{
    struct stat status;
    if (lstat(path, &status) != 0) {
        return;
    }
    rights->seen++;
    bool mine = status.st_uid == geteuid() || status.st_uid == 0 || geteuid() == 0;
    if (!mine || (status.st_mode & rights->forbidden) != 0) {
        rights->wrong++;
        doctor_line(doctor, DOCTOR_FAILS, "permissions", "%s: %s; %s %s", path,
                    mine ? rights->what : "it is another user's", mine ? rights->then : "chown",
                    path);
    } else if (access(path, rights->needed | (S_ISDIR(status.st_mode) ? X_OK : 0)) != 0) {
        rights->wrong++;
        say_no_access(doctor, rights, path, errno);
    }
}

static void look_in(struct doctor *doctor, struct rights *rights, const char *folder)
{
    char path[4096 + 300];
    DIR *listing = opendir(folder);
    look_at(doctor, rights, folder);
    for (struct dirent *file; listing != NULL && (file = readdir(listing)) != NULL;) {
        if (strcmp(file->d_name, ".") != 0 && strcmp(file->d_name, "..") != 0) {
            snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
            look_at(doctor, rights, path);
        }
    }
    if (listing != NULL) {
        closedir(listing);
    }
}

void doctor_files(struct doctor *doctor)
{
    char drafts[4096 + 16];
    struct rights kept = {.what = "others may look into it",
                          .forbidden = 077,
                          .then = "chmod go-rwx",
                          .needed = R_OK | W_OK,
                          .missing = "read and write it"};
    struct rights asked = {.what = "others may write it",
                           .forbidden = 022,
                           .then = "chmod go-w",
                           .needed = R_OK,
                           .missing = "read it"};
    snprintf(drafts, sizeof drafts, "%s/drafts", doctor->data);
    look_in(doctor, &kept, doctor->data);
    look_in(doctor, &kept, drafts);
    look_in(doctor, &asked, doctor->config);
    if (kept.wrong + asked.wrong == 0) {
        doctor_line(doctor, DOCTOR_FINE, "permissions", "%d files, as they should be",
                    kept.seen + asked.seen);
    }
}

void doctor_notify(struct doctor *doctor)
{
    const char *program = doctor->loaded == 0 ? doctor->bundle.clinic->notify : NULL;
    struct stat status;
    if (doctor->loaded != 0) {
        return;
    }
    if (program == NULL) {
        doctor_line(doctor, DOCTOR_WARNS, "bell",
                    "clinic.notify is not set in %s/clinic.cfg: a "
                    "call for help shows in the queue only",
                    doctor->config);
    } else if (stat(program, &status) != 0 || !S_ISREG(status.st_mode)) {
        doctor_line(doctor, DOCTOR_FAILS, "bell",
                    "%s is not there; install it, or correct "
                    "clinic.notify",
                    program);
    } else if (access(program, X_OK) != 0) {
        doctor_line(doctor, DOCTOR_FAILS, "bell", "%s cannot be run by this user; chmod a+rx %s",
                    program, program);
    } else if ((status.st_mode & 022) != 0) {
        doctor_line(doctor, DOCTOR_FAILS, "bell", "others may write %s; chmod go-w %s", program,
                    program);
    } else {
        doctor_line(doctor, DOCTOR_FINE, "bell", "%s", program);
    }
}
