#include "after.h"

#include "command/sitting.h"
#include "interview/words.h"
#include "record/audit.h"
#include "record/custody.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char wrong[512];

static void give_up(const char *what)
{
    perror(what);
    abort();
}

void after_open(struct after *after)
{
    sealed_place_make_for(&after->clinic, KIOSK_FORM, KIOSK_CONFIG);
    if (bundle_open(&after->bundle, KIOSK_FORM, KIOSK_CONFIG) != 0) {
        give_up(KIOSK_FORM);
    }
}

void after_close(struct after *after)
{
    bundle_close(&after->bundle);
    sealed_place_remove(&after->clinic);
}

static void copy_file(const char *from, const char *to, const char *name)
{
    char path[600], bytes[1 << 16];
    snprintf(path, sizeof path, "%s/%s", from, name);
    int in = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(path, sizeof path, "%s/%s", to, name);
    int out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    ssize_t got;
    while ((got = read(in, bytes, sizeof bytes)) > 0) {
        if (write(out, bytes, (size_t)got) != got) {
            give_up(path);
        }
    }
    if (got < 0 || close(in) != 0 || close(out) != 0) {
        give_up(path);
    }
}

void after_begin(struct after *after)
{
    const char *root = getenv("TMPDIR");
    after->place = after->clinic;
    snprintf(after->place.folder, sizeof after->place.folder, "%s/after-XXXXXX",
             root != NULL ? root : "/tmp");
    if (mkdtemp(after->place.folder) == NULL) {
        give_up("a data folder");
    }
    copy_file(after->clinic.folder, after->place.folder, "store.db");
    copy_file(after->clinic.folder, after->place.folder, "terminal.seed");
    snprintf(after->drafts, sizeof after->drafts, "%s/drafts", after->place.folder);
    snprintf(after->calls, sizeof after->calls, "%s.calls", after->place.folder);
    snprintf(after->mended, sizeof after->mended, "%s.mended", after->place.folder);
}

void after_end(struct after *after)
{
    (void)unlink(after->calls);
    (void)unlink(after->mended);
    sealed_place_remove_folder(after->place.folder);
}

void after_variables(const struct after *after, const char *library, struct fault fault,
                     const char *out[AFTER_VARIABLES])
{
    static char text[AFTER_VARIABLES][400];
    const char *const names[] = {"LD_PRELOAD", "INTAKE_DATA", "FAIL_CALLS", "FAIL_MENDED"};
    const char *const values[] = {library, after->place.folder, after->calls, after->mended};
    for (int i = 0; i < 4; i++) {
        snprintf(text[i], sizeof text[i], "%s=%s", names[i], values[i]);
    }
    snprintf(text[4], sizeof text[4], "FAIL_AT=%d", fault.call);
    snprintf(text[5], sizeof text[5], "FAIL_WITH=%d", fault.error);
    snprintf(text[6], sizeof text[6], "FAIL_ON=%d", (int)fault.how);
    snprintf(text[7], sizeof text[7], "FAIL_CHEAP=1");
    for (int i = 0; i < AFTER_VARIABLES; i++) {
        out[i] = text[i];
    }
}

int after_calls(const struct after *after)
{
    int calls = 0;
    int file = open(after->calls, O_RDONLY | O_CLOEXEC);
    if (file < 0 || read(file, &calls, sizeof calls) != sizeof calls) {
        give_up(after->calls);
    }
    close(file);
    return calls;
}

int after_no_room(int call)
{
    static const int errors[] = {EDQUOT, EROFS, EDQUOT, EACCES};
    return errors[call % 4];
}

struct fault after_fault(int nth)
{
    int call = 1 + nth / AFTER_WAYS;
    const struct fault ways[AFTER_WAYS] = {
        {call, 0, ONCE},   {call, 0, HALF_WRITTEN},      {call, EIO, THEN_KILLED},
        {call, EIO, ONCE}, {call, ENOSPC, UNTIL_MENDED}, {call, after_no_room(call), UNTIL_MENDED},
    };
    return ways[nth % AFTER_WAYS];
}

const char *after_judge(struct fault fault, int code, bool refused, bool at_end)
{
    enum { CANNOT_CREATE = 73, CANNOT_WRITE = 74 };
    if (code == -SIGKILL) {
        return fault.error == 0 || fault.how == THEN_KILLED ? NULL : "killed";
    }
    if (code == CANNOT_CREATE || code == CANNOT_WRITE) {
        return refused ? NULL : "it ends, and nothing is said";
    }
    return code == 0 && at_end ? NULL : "it does not come to its end";
}

void after_mend(const struct after *after)
{
    int file = open(after->mended, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        give_up(after->mended);
    }
    close(file);
}

// How often each step's answer is there, and whether anything else was said to its question.
struct kept {
    const struct form *form;
    const struct step *steps;
    size_t count;
    int times[64];
};

static const char *note(struct kept *kept, uint32_t item, const struct answer *answer)
{
    struct buffer said;
    const char *problem = NULL;
    buffer_init(&said, 1 << 12);
    words_said(kept->form, item, answer, &said);
    for (size_t i = 0; i < kept->count; i++) {
        if (kept->steps[i].item != NULL &&
            strcmp(kept->form->items[item].id, kept->steps[i].item) == 0) {
            kept->times[i]++;
            if (strcmp(said.bytes, kept->steps[i].said) != 0) {
                snprintf(wrong, sizeof wrong, "%s is \"%.200s\"", kept->steps[i].item, said.bytes);
                problem = wrong;
            }
        }
    }
    buffer_clear(&said);
    return problem;
}

// A draft, by the reader's key. *said: something was said in it.
static const char *look_at_draft(struct after *after, struct installation *installation,
                                 struct drafts *drafts, const char *name, struct kept *kept,
                                 bool *said)
{
    struct interview *interview = NULL;
    const uint8_t rules_hash[SEAL_HASH] = {0};
    const struct custody_setup setup = {
        .installation = installation,
        .drafts = drafts,
        .form = after->bundle.form,
        .rules = after->bundle.rules,
        .clinic = after->bundle.clinic,
        .rules_hash = rules_hash,
        .program = "test",
        .face = "test",
    };
    const char *problem = NULL;
    struct custody *custody =
        custody_reopen(&setup, name, &after->place.reader, after->place.secret, &interview);
    if (custody == NULL) {
        // Stopped before its first event: nothing was said.
        return errno == ENODATA ? NULL : "the reader cannot open the draft";
    }
    size_t count;
    const struct event *trail = interview_trail(interview, &count);
    for (size_t i = 0; i < count && problem == NULL; i++) {
        if (trail[i].kind == EVENT_ANSWER) {
            problem = note(kept, trail[i].item, &trail[i].answer);
            *said = true;
        }
    }
    interview_free(interview);
    custody_close(custody);
    return problem;
}

static const char *look_at_record(struct after *after, struct kept *kept)
{
    struct buffer body;
    struct handed handed;
    const char *problem = "the reader cannot open the record";
    buffer_init(&body, ENTRY_BODY_MOST);
    if (sealed_place_open(&after->place, ENTRY_INTERVIEW, NULL, &body) &&
        handed_read(&body, &handed)) {
        struct interview *interview = handed_interview(&handed, kept->form);
        problem = interview == NULL ? "the record is not of this form" : NULL;
        for (uint32_t item = 0; problem == NULL && item < kept->form->item_count; item++) {
            const struct answer *given = answers_given(interview_answers(interview), item, 0);
            problem = given->kind == ANSWER_VALUE ? note(kept, item, given) : NULL;
        }
        interview_free(interview);
    }
    buffer_clear(&body);
    return problem;
}

// Acknowledged is what has a step after it that was shown.
static const char *judge(const struct kept *kept, size_t reached)
{
    for (size_t i = 0; i < kept->count; i++) {
        int least = i + 1 < reached ? 1 : 0, most = i < reached ? 1 : 0;
        if (kept->steps[i].item != NULL && (kept->times[i] < least || kept->times[i] > most)) {
            snprintf(wrong, sizeof wrong, "the answer to %s is there %d times", kept->steps[i].item,
                     kept->times[i]);
            return wrong;
        }
    }
    return NULL;
}

static void say(void *context, const char *sentence)
{
    (void)context;
    snprintf(wrong, sizeof wrong, "the audit says: %s", sentence);
}

static const char *audit(struct after *after, struct installation *installation)
{
    struct audit audit;
    if (audit_run(installation, &after->place.reader, after->place.secret, NULL, 0, say, NULL,
                  &audit) != 0) {
        return "the store cannot be read to its end";
    }
    if (audit.bad != 0) {
        return wrong;
    }
    return audit.closed != 0 ? "there is what the reader cannot open" : NULL;
}

// Drafts in which nothing was said are of an interview that could not begin; they expire.
static const char *look_at_drafts(struct after *after, struct installation *installation,
                                  struct drafts *drafts, struct kept *kept, struct found *found)
{
    struct draft *list = NULL;
    size_t count = 0;
    const char *problem =
        drafts_list(drafts, &list, &count) == 0 ? NULL : "the drafts cannot be listed";
    for (size_t i = 0; i < count && problem == NULL; i++) {
        bool said = false;
        problem = list[i].damaged
                      ? "a draft is damaged"
                      : look_at_draft(after, installation, drafts, list[i].name, kept, &said);
        found->drafts += said;
        found->words = found->words || (said && list[i].words);
    }
    free(list);
    return problem;
}

static const char *look_at_all(struct after *after, struct installation *installation,
                               struct drafts *drafts, struct kept *kept, size_t reached,
                               struct found *found)
{
    const char *problem = look_at_drafts(after, installation, drafts, kept, found);
    found->records = sealed_place_count(&after->place, ENTRY_INTERVIEW);
    found->partials = sealed_place_count(&after->place, ENTRY_PARTIAL);
    if (problem == NULL && found->drafts + found->records > 1) {
        snprintf(wrong, sizeof wrong, "%zu drafts and %zu records", found->drafts,
                 (size_t)found->records);
        return wrong;
    }
    if (problem == NULL && found->records == 1) {
        problem = look_at_record(after, kept);
    }
    if (problem == NULL) {
        problem = judge(kept, reached);
    }
    return problem != NULL ? problem : audit(after, installation);
}

const char *after_look(struct after *after, const struct step *steps, size_t count, size_t reached,
                       struct found *found)
{
    static struct installation installation;
    struct kept kept = {.form = after->bundle.form, .steps = steps, .count = count};
    struct arena arena;
    const char *problem = NULL;
    arena_init(&arena);
    *found = (struct found){.records = 0};
    if (installation_open(after->place.folder, &installation, &problem, &arena) !=
        INSTALLATION_FINE) {
        snprintf(wrong, sizeof wrong, "the next start: %.400s", problem != NULL ? problem : "none");
        problem = wrong;
    } else {
        struct drafts *drafts = sitting_drafts(&installation);
        problem = drafts == NULL ? "the next start cannot open the drafts"
                                 : look_at_all(after, &installation, drafts, &kept, reached, found);
        drafts_close(drafts);
        installation_close(&installation);
    }
    arena_clear(&arena);
    return problem;
}
