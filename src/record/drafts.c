#include "record/drafts.h"

#include "base/ensure.h"
#include "interview/event.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct drafts {
    int dir;
};

static const char draft_ending[] = ".draft";
static const char done_ending[] = ".done";
enum { FILE_NAME = DRAFT_NAME + 8 };

// Ours, a directory, and nobody else's business.
static int make_private(int dir)
{
    struct stat status;
    if (fstat(dir, &status) != 0) {
        return -1;
    }
    if (!S_ISDIR(status.st_mode) || status.st_uid != geteuid()) {
        errno = EPERM;
        return -1;
    }
    return (status.st_mode & 077) == 0 ? 0 : fchmod(dir, 0700);
}

static DIR *open_listing(int dir)
{
    int again = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = again < 0 ? NULL : fdopendir(again);
    if (folder == NULL && again >= 0) {
        close(again);
    }
    return folder;
}

static void tidy(int dir)
{
    DIR *folder = open_listing(dir);
    if (folder == NULL) {
        return;
    }
    for (struct dirent *file = readdir(folder); file != NULL; file = readdir(folder)) {
        if (journal_is_unborn(file->d_name)) {
            journal_remove_unborn(dir, file->d_name);
        }
    }
    closedir(folder);
}

struct drafts *drafts_open(const char *folder, int *error)
{
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        *error = errno;
        return NULL;
    }
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (dir < 0 || make_private(dir) != 0) {
        *error = errno;
        if (dir >= 0) {
            close(dir);
        }
        return NULL;
    }
    struct drafts *drafts = malloc(sizeof *drafts);
    if (drafts == NULL) {
        die("out of memory");
    }
    drafts->dir = dir;
    tidy(dir);
    return drafts;
}

void drafts_close(struct drafts *drafts)
{
    if (drafts != NULL) {
        close(drafts->dir);
        free(drafts);
    }
}

static bool is_name(const char *name, size_t length)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    return length > 0 && length < DRAFT_NAME && strspn(name, letters) >= length;
}

static int file_name(const char *name, const char *ending, char out[FILE_NAME])
{
    if (!is_name(name, strlen(name))) {
        errno = EINVAL;
        return -1;
    }
    snprintf(out, FILE_NAME, "%s%s", name, ending);
    return 0;
}

static bool exists(const struct drafts *drafts, const char *file)
{
    struct stat status;
    return fstatat(drafts->dir, file, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

// Splits "NAME.draft" and "NAME.done"; false for any other file.
static bool split_name(const char *file, struct draft *draft)
{
    const char *dot = strchr(file, '.');
    if (dot == NULL || !is_name(file, (size_t)(dot - file))) {
        return false;
    }
    draft->done = strcmp(dot, done_ending) == 0;
    memcpy(draft->name, file, (size_t)(dot - file));
    return draft->done || strcmp(dot, draft_ending) == 0;
}

struct glance {
    bool begun;
    uint64_t last; // milliseconds from the beginning to the last event
};

static int glance_at(void *context, const uint8_t *bytes, size_t length)
{
    struct glance *glance = context;
    uint64_t at = 0;
    enum event_kind kind = event_peek(bytes, length, &at);
    glance->begun = glance->begun || event_says(kind);
    glance->last = at;
    return kind == EVENT_KINDS ? -1 : 0;
}

static bool look_at(const struct drafts *drafts, const char *file, struct draft *draft)
{
    *draft = (struct draft){0};
    struct stat status;
    if (!split_name(file, draft) || fstatat(drafts->dir, file, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISREG(status.st_mode)) {
        return false;
    }
    struct glance glance = {0};
    struct journal_seen seen = {.state = JOURNAL_DAMAGED};
    draft->damaged = journal_read(drafts->dir, file, NULL, glance_at, &glance, &seen) != 0 ||
                     seen.state == JOURNAL_DAMAGED;
    draft->sealed = seen.sealed;
    draft->words = seen.words;
    draft->bytes = seen.whole;
    draft->begun = seen.sealed ? seen.events > 0 : glance.begun;
    // The file was written last at its last event.
    draft->began = (int64_t)status.st_mtime;
    if (!draft->damaged && glance.last / 1000 < (uint64_t)INT32_MAX) {
        draft->began -= (int64_t)(glance.last / 1000);
    }
    return true;
}

static int newest_first(const void *a, const void *b)
{
    const struct draft *x = a, *y = b;
    if (x->began != y->began) {
        return x->began < y->began ? 1 : -1;
    }
    return strcmp(x->name, y->name);
}

static void add(struct draft **list, size_t *count, size_t *room, const struct draft *draft)
{
    if (*count == *room) {
        *room = *room == 0 ? 16 : *room * 2;
        *list = realloc(*list, *room * sizeof **list);
        if (*list == NULL) {
            die("out of memory");
        }
    }
    (*list)[(*count)++] = *draft;
}

// NULL with errno 0 at the end, with what is wrong otherwise.
static struct dirent *next_file(DIR *folder)
{
    errno = 0;
    return readdir(folder);
}

int drafts_list(struct drafts *drafts, struct draft **list, size_t *count)
{
    DIR *folder = open_listing(drafts->dir);
    size_t room = 0;
    struct dirent *file;
    *list = NULL;
    *count = 0;
    if (folder == NULL) {
        return -1;
    }
    while ((file = next_file(folder)) != NULL) {
        struct draft draft;
        if (look_at(drafts, file->d_name, &draft)) {
            add(list, count, &room, &draft);
        }
    }
    int error = errno;
    closedir(folder);
    if (error != 0) {
        free(*list);
        *list = NULL;
        *count = 0;
        errno = error;
        return -1;
    }
    if (*count > 0) {
        qsort(*list, *count, sizeof **list, newest_first);
    }
    return 0;
}

// Of an interview that is not finished: -1 with EEXIST if it is.
static int names_of(struct drafts *drafts, const char *name, char draft[FILE_NAME],
                    char done[FILE_NAME])
{
    if (file_name(name, draft_ending, draft) != 0 || file_name(name, done_ending, done) != 0) {
        return -1;
    }
    if (exists(drafts, done)) {
        errno = EEXIST;
        return -1;
    }
    return 0;
}

int drafts_begin(struct drafts *drafts, const char *name, const struct draft_key *key,
                 const struct buffer *opening, struct journal *journal)
{
    char draft[FILE_NAME], done[FILE_NAME];
    *journal = (struct journal){.fd = -1};
    if (names_of(drafts, name, draft, done) != 0) {
        return -1;
    }
    return journal_create(journal, drafts->dir, draft, key, opening);
}

int drafts_keys(struct drafts *drafts, const char *name, bool done, struct buffer *opening,
                struct buffer *words)
{
    char file[FILE_NAME];
    return file_name(name, done ? done_ending : draft_ending, file) == 0
               ? journal_keys(drafts->dir, file, opening, words)
               : -1;
}

// Events to an interview: the first says with what settings and on what day it was begun.
struct replay {
    const struct form *form;
    struct interview *interview;
    int error;
};

static int begin(struct replay *replay, const struct event *event)
{
    const struct form *form = replay->form;
    if (event->kind != EVENT_BEGIN) {
        return EBADMSG;
    }
    if (memcmp(event->hash, form->hash, sizeof event->hash) != 0) {
        return ESTALE;
    }
    uint8_t *settings = calloc(form->setting_count + 1, 1);
    if (settings == NULL) {
        die("out of memory");
    }
    int error = EBADMSG;
    if (event_settings(event, form, settings) == 0) {
        replay->interview = interview_new(&(struct answers_setup){
            .form = form,
            .settings = settings,
            .today_known = event->day_known,
            .today = event->day,
        });
        error = 0;
    }
    free(settings);
    return error;
}

static int replay_frame(void *context, const uint8_t *bytes, size_t length)
{
    struct replay *replay = context;
    struct event event;
    if (replay->interview == NULL) {
        // A draft of another form need not even name this one's questions.
        uint64_t at = 0;
        replay->error = event_peek(bytes, length, &at) == EVENT_BEGIN ? ESTALE : EBADMSG;
    }
    if (event_decode(bytes, length, replay->form, &event) != 0) {
        return -1;
    }
    int error = replay->interview == NULL ? begin(replay, &event) : 0;
    if (error == 0 && interview_do(replay->interview, &event, NULL) != 0) {
        error = EBADMSG;
    }
    event_clear(&event);
    replay->error = error;
    return error == 0 ? 0 : -1;
}

static int replay_file(struct drafts *drafts, const char *file, const struct draft_key *key,
                       struct replay *replay, struct journal *journal, struct journal_seen *seen)
{
    int failed = journal == NULL
                     ? journal_read(drafts->dir, file, key, replay_frame, replay, seen)
                     : journal_open(journal, drafts->dir, file, key, replay_frame, replay, seen);
    if (failed != 0 && errno != EBADMSG) {
        return errno;
    }
    if (seen->locked) {
        return EACCES;
    }
    if (replay->error != 0 || failed != 0 || seen->state == JOURNAL_DAMAGED) {
        return replay->error != 0 ? replay->error : EBADMSG;
    }
    return replay->interview == NULL ? ENODATA : 0; // power failed before anything was said
}

int drafts_resume(struct drafts *drafts, const char *name, bool done, const struct form *form,
                  const struct draft_key *key, struct journal *journal, struct interview **out)
{
    char file[FILE_NAME];
    *out = NULL;
    if (journal != NULL) {
        *journal = (struct journal){.fd = -1};
    }
    if (file_name(name, done ? done_ending : draft_ending, file) != 0) {
        return -1;
    }
    if (done && journal != NULL) {
        errno = EINVAL;
        return -1;
    }
    struct replay replay = {.form = form};
    struct journal_seen seen = {.state = JOURNAL_DAMAGED};
    int error = replay_file(drafts, file, key, &replay, journal, &seen);
    if (error != 0) {
        interview_free(replay.interview);
        if (journal != NULL) {
            journal_close(journal);
        }
        errno = error;
        return -1;
    }
    *out = replay.interview;
    return 0;
}

int drafts_read(struct drafts *drafts, const char *name, bool done, const struct form *form,
                const struct draft_key *key, struct interview **out, uint64_t *damaged)
{
    char file[FILE_NAME];
    *out = NULL;
    *damaged = 0;
    if (file_name(name, done ? done_ending : draft_ending, file) != 0) {
        return -1;
    }
    struct replay replay = {.form = form};
    struct journal_seen seen = {.state = JOURNAL_DAMAGED};
    int error = replay_file(drafts, file, key, &replay, NULL, &seen);
    if (replay.interview == NULL) {
        errno = error;
        return -1;
    }
    *out = replay.interview;
    *damaged = error != 0 ? seen.frames + 1 : 0;
    return 0;
}

int drafts_finish(struct drafts *drafts, const char *name)
{
    char draft[FILE_NAME], done[FILE_NAME];
    if (names_of(drafts, name, draft, done) != 0) {
        return -1;
    }
    return renameat(drafts->dir, draft, drafts->dir, done) == 0 ? fsync(drafts->dir) : -1;
}

bool drafts_held(struct drafts *drafts, const char *name)
{
    char draft[FILE_NAME];
    int fd = file_name(name, draft_ending, draft) != 0
                 ? -1
                 : openat(drafts->dir, draft, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return false;
    }
    bool held = flock(fd, LOCK_EX | LOCK_NB) != 0;
    close(fd);
    return held;
}

static int discard(struct drafts *drafts, const char *name, const char *ending)
{
    char file[FILE_NAME];
    if (file_name(name, ending, file) != 0) {
        return -1;
    }
    return unlinkat(drafts->dir, file, 0) == 0 ? fsync(drafts->dir) : -1;
}

int drafts_discard(struct drafts *drafts, const char *name)
{
    return discard(drafts, name, draft_ending);
}

int drafts_discard_done(struct drafts *drafts, const char *name)
{
    return discard(drafts, name, done_ending);
}
