// SQLite as this program wants it: a write-ahead log that is synced before a change counts, what is
// deleted overwritten, nothing in the file run or believed. No question stays open longer than its
// caller is at it, so nobody waits for a program that looks at a list.

#include "record/database.h"

#include "base/ensure.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BUSY_MILLISECONDS = 10000,
    VALUE_MOST = 32 << 20,  // bytes of a row
    LOG_PAGES_MOST = 16000, // 64 MB: a program that goes on for so long moves its log itself
    PATH_BYTES = 4096,
};

struct database {
    sqlite3 *db;
    const struct database_plan *plan;
    char path[PATH_BYTES];
    sqlite3_stmt **statements; // one for each question, prepared when it is first asked
};

// The reason the system gave. SQLite keeps it for some failures; for a commit that could not be
// synced it is only in errno, where the last call that failed left it.
static int system_reason(sqlite3 *db, int left)
{
    int kept = db == NULL ? 0 : sqlite3_system_errno(db);
    switch (kept != 0 ? kept : left) {
    case ENOSPC:
    case EDQUOT:
        return ENOSPC;
    case EACCES:
    case EPERM:
        return EACCES;
    case EROFS:
        return EROFS;
    case ENOENT:
        return ENOENT;
    default:
        return EIO;
    }
}

// What SQLite says, as errno; returns -1. errno was 0 before SQLite was called.
static int fail(const struct database *database, int code)
{
    int left = errno;
    ensure(code != SQLITE_MISUSE);
    switch (code & 0xff) {
    case SQLITE_FULL:
        errno = ENOSPC;
        break;
    case SQLITE_READONLY:
        // It does not say why.
        errno = access(database->path, W_OK) == 0 ? EACCES : errno;
        break;
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        errno = system_reason(database->db, left);
        // Only a file beside it is not there, and cannot be made: the database is not gone.
        if (errno == ENOENT && access(database->path, F_OK) == 0) {
            errno = access(database->path, W_OK) == 0 ? EIO : errno;
        }
        break;
    case SQLITE_PERM:
    case SQLITE_AUTH:
        errno = EACCES;
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        errno = EBUSY;
        break;
    case SQLITE_NOMEM:
        errno = ENOMEM;
        break;
    case SQLITE_CONSTRAINT:
        errno = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ? EEXIST
                                                                                         : EINVAL;
        break;
    default:
        // What this program asks is always good SQL: it is the database that does not fit it.
        errno = EBADMSG;
    }
    return -1;
}

static int damaged(void)
{
    errno = EBADMSG;
    return -1;
}

static int say(struct database *database, const char *sql)
{
    errno = 0;
    int code = sqlite3_exec(database->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? 0 : fail(database, code);
}

// One number of a statement that is not a question of the plan.
static int say_number(struct database *database, const char *sql, int64_t *out)
{
    sqlite3_stmt *statement = NULL;
    errno = 0;
    int code = sqlite3_prepare_v2(database->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        *out = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return code == SQLITE_ROW ? 0 : fail(database, code);
}

void database_done(struct database *database, int question)
{
    int error = errno;
    sqlite3_reset(database->statements[question]);
    sqlite3_clear_bindings(database->statements[question]);
    errno = error;
}

int database_next(struct database *database, int question)
{
    errno = 0;
    int code = sqlite3_step(database->statements[question]);
    if (code == SQLITE_ROW) {
        return 1;
    }
    int result = code == SQLITE_DONE ? 0 : fail(database, code);
    database_done(database, question);
    return result;
}

int database_ask(struct database *database, int question, const struct database_value *values,
                 size_t count)
{
    sqlite3_stmt **statement = &database->statements[question];
    int code = SQLITE_OK;
    errno = 0;
    if (*statement == NULL) {
        code = sqlite3_prepare_v3(database->db, database->plan->questions[question], -1,
                                  SQLITE_PREPARE_PERSISTENT, statement, NULL);
    }
    for (size_t i = 0; code == SQLITE_OK && i < count; i++) {
        int at = (int)i + 1;
        code = values[i].bytes == NULL ? sqlite3_bind_int64(*statement, at, values[i].number)
                                       : sqlite3_bind_blob64(*statement, at, values[i].bytes,
                                                             values[i].length, SQLITE_STATIC);
    }
    return code == SQLITE_OK ? database_next(database, question) : fail(database, code);
}

int database_tell(struct database *database, int question, const struct database_value *values,
                  size_t count)
{
    int result = database_ask(database, question, values, count);
    if (result == 1) {
        database_done(database, question);
    }
    return result < 0 ? -1 : 0;
}

int database_number(struct database *database, int question, const struct database_value *values,
                    size_t count, int64_t *out)
{
    int result = database_ask(database, question, values, count);
    if (result == 1) {
        *out = sqlite3_column_int64(database->statements[question], 0);
        database_done(database, question);
    }
    return result;
}

const void *database_look(struct database *database, int question, int column, size_t *length)
{
    sqlite3_stmt *row = database->statements[question];
    const void *bytes = sqlite3_column_blob(row, column);
    *length = (size_t)sqlite3_column_bytes(row, column);
    return bytes;
}

bool database_exact(struct database *database, int question, int column, void *out, size_t length)
{
    size_t found = 0;
    // The type first: looking may convert.
    int type = sqlite3_column_type(database->statements[question], column);
    const void *bytes = database_look(database, question, column, &found);
    if (type != SQLITE_BLOB || bytes == NULL || found != length) {
        return false;
    }
    memcpy(out, bytes, length);
    return true;
}

// NULL, of a row that is not there, counts as no bytes.
bool database_bytes(struct database *database, int question, int column, struct buffer *out)
{
    size_t length = 0;
    int type = sqlite3_column_type(database->statements[question], column);
    const void *bytes = database_look(database, question, column, &length);
    buffer_reset(out);
    if (bytes != NULL) {
        buffer_add(out, bytes, length);
    }
    return (type == SQLITE_BLOB || type == SQLITE_NULL) && !out->full;
}

bool database_integer(struct database *database, int question, int column, int64_t *out)
{
    sqlite3_stmt *row = database->statements[question];
    int type = sqlite3_column_type(row, column);
    *out = sqlite3_column_int64(row, column);
    return type == SQLITE_INTEGER;
}

int database_begin(struct database *database)
{
    return say(database, "BEGIN IMMEDIATE");
}

int database_end(struct database *database, int result)
{
    if (result == 0) {
        result = say(database, "COMMIT");
    }
    int error = errno;
    if (!sqlite3_get_autocommit(database->db)) {
        (void)say(database, "ROLLBACK");
    }
    errno = error;
    return result;
}

// The database itself, with nothing asked of it yet.
static int connect(struct database *database, bool writing)
{
    int flags = writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    errno = 0;
    int code = sqlite3_open_v2(database->path, &database->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK) {
        return fail(database, code);
    }
    sqlite3_extended_result_codes(database->db, 1);
    sqlite3_busy_timeout(database->db, BUSY_MILLISECONDS);
    sqlite3_limit(database->db, SQLITE_LIMIT_LENGTH, VALUE_MOST);
    // The file may have been in strange hands: nothing in it is run.
    sqlite3_db_config(database->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(database->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(database->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(database->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_wal_autocheckpoint(database->db, LOG_PAGES_MOST);
    return say(database, "PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;"
                         "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON;"
                         "PRAGMA temp_store = MEMORY");
}

// Which version of the tables there is; 0: none yet. -1 with errno.
static int version_there(struct database *database)
{
    int64_t version = 0, application = 0;
    if (say_number(database, "PRAGMA user_version", &version) != 0 ||
        say_number(database, "PRAGMA application_id", &application) != 0) {
        return -1;
    }
    if (application != (version == 0 ? 0 : database->plan->application) || version < 0) {
        return damaged();
    }
    if (version > database->plan->version) {
        errno = ENOTSUP;
        return -1;
    }
    return (int)version;
}

// Brings the tables to this version, step by step, in one transaction.
static int migrate(struct database *database)
{
    if (database_begin(database) != 0) {
        return -1;
    }
    int version = version_there(database); // another program may have been first
    int result = version < 0 ? -1 : 0;
    while (result == 0 && version < database->plan->version) {
        char mark[128];
        snprintf(mark, sizeof mark, "PRAGMA user_version = %d; PRAGMA application_id = %d",
                 version + 1, database->plan->application);
        result = say(database, database->plan->steps[version]);
        if (result == 0) {
            result = say(database, mark);
        }
        version++;
    }
    return database_end(database, result);
}

static int prepare(struct database *database, bool make)
{
    int version = version_there(database);
    if (version < 0) {
        return -1;
    }
    if (version == 0 && !make) {
        errno = ENOENT;
        return -1;
    }
    if (sqlite3_db_readonly(database->db, "main") == 0 &&
        say(database, "PRAGMA journal_mode = WAL") != 0) {
        return -1;
    }
    return version < database->plan->version ? migrate(database) : 0;
}

// The file itself, before SQLite would make it readable for all. Never opened if it is there:
// closing it would drop the locks that this process holds on it.
static int make_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno == EEXIST ? 0 : -1;
    }
    return close(fd);
}

// Not connected yet. NULL: the path is too long.
static struct database *database_new(const char *path, const struct database_plan *plan)
{
    if (strlen(path) >= PATH_BYTES) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    struct database *database = calloc(1, sizeof *database);
    sqlite3_stmt **statements = calloc(plan->question_count, sizeof *statements);
    if (database == NULL || statements == NULL) {
        die("out of memory");
    }
    *database = (struct database){.plan = plan, .statements = statements};
    memcpy(database->path, path, strlen(path));
    return database;
}

struct database *database_open(const char *path, const struct database_plan *plan, bool make)
{
    struct database *database = database_new(path, plan);
    struct stat status;
    int result = -1;
    if (database != NULL && (!make || make_file(path) == 0) && lstat(path, &status) == 0) {
        errno = EINVAL;
        result =
            S_ISREG(status.st_mode) && connect(database, true) == 0 ? prepare(database, make) : -1;
    }
    if (result != 0) {
        int error = errno;
        database_close(database);
        errno = error;
        return NULL;
    }
    return database;
}

void database_close(struct database *database)
{
    if (database == NULL) {
        return;
    }
    for (size_t i = 0; i < database->plan->question_count; i++) {
        sqlite3_finalize(database->statements[i]);
    }
    // From the log into the file: here, where nobody waits for it. Left to chance, every hundredth
    // patient would.
    if (database->db != NULL) {
        (void)sqlite3_wal_checkpoint_v2(database->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    }
    sqlite3_close(database->db);
    free(database->statements);
    free(database);
}

int database_version(struct database *database, int64_t *version)
{
    return say_number(database, "PRAGMA data_version", version);
}

int database_scrub(struct database *database)
{
    int64_t busy = 0;
    if (say_number(database, "PRAGMA wal_checkpoint(TRUNCATE)", &busy) != 0) {
        return -1;
    }
    errno = EBUSY;
    return busy == 0 ? 0 : -1;
}

int database_check(struct database *database, void (*tell)(void *context, const char *sentence),
                   void *context, uint64_t *bad)
{
    sqlite3_stmt *statement = NULL;
    errno = 0;
    int code = sqlite3_prepare_v2(database->db, "PRAGMA integrity_check(20)", -1, &statement, NULL);
    *bad = 0;
    while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(statement, 0);
        if (said == NULL || strcmp(said, "ok") != 0) {
            char sentence[512];
            snprintf(sentence, sizeof sentence, "the database: %s", said == NULL ? "?" : said);
            tell(context, sentence);
            *bad += 1;
        }
        code = SQLITE_OK;
    }
    int result = code == SQLITE_DONE ? 0 : fail(database, code);
    sqlite3_finalize(statement);
    return result;
}

static bool same_row(sqlite3_stmt *a, sqlite3_stmt *b)
{
    int columns = sqlite3_column_count(a);
    bool same = columns == sqlite3_column_count(b);
    for (int i = 0; same && i < columns; i++) {
        bool alike = sqlite3_column_type(a, i) == sqlite3_column_type(b, i);
        const void *left = sqlite3_column_blob(a, i), *right = sqlite3_column_blob(b, i);
        int length = sqlite3_column_bytes(a, i);
        same = alike && length == sqlite3_column_bytes(b, i) &&
               (length == 0 ||
                (left != NULL && right != NULL && memcmp(left, right, (size_t)length) == 0));
    }
    return same;
}

// Are the rows of both the same, in order?
static bool same_table(const struct database *a, const struct database *b, const char *sql)
{
    sqlite3_stmt *left = NULL, *right = NULL;
    bool same = sqlite3_prepare_v2(a->db, sql, -1, &left, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(b->db, sql, -1, &right, NULL) == SQLITE_OK;
    while (same) {
        int one = sqlite3_step(left), other = sqlite3_step(right);
        same = one == other && (one == SQLITE_DONE || (one == SQLITE_ROW && same_row(left, right)));
        if (one != SQLITE_ROW) {
            break;
        }
    }
    sqlite3_finalize(left);
    sqlite3_finalize(right);
    return same;
}

static void no_one(void *context, const char *sentence)
{
    (void)context;
    (void)sentence;
}

// Has the file on the disk, and nothing of it in memory, so that reading it reads the disk.
static int settle(const char *path)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int result = fd < 0 ? -1 : fsync(fd);
    if (fd >= 0) {
        (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        close(fd);
    }
    return result;
}

static int read_back(struct database *database, const char *path)
{
    struct database *copy = database_new(path, database->plan);
    uint64_t bad = 0;
    int result = copy == NULL ? -1 : settle(path);
    if (result == 0) {
        result = connect(copy, false) == 0 && version_there(copy) == copy->plan->version &&
                         database_check(copy, no_one, NULL, &bad) == 0
                     ? 0
                     : -1;
    }
    for (size_t i = 0; result == 0 && bad == 0 && i < copy->plan->table_count; i++) {
        bad = !same_table(database, copy, copy->plan->tables[i]);
    }
    if (result == 0 && bad != 0) {
        errno = EIO;
        result = -1;
    }
    int error = errno;
    database_close(copy);
    errno = error;
    return result;
}

static int write_pages(struct database *database, struct database *copy)
{
    if (connect(copy, true) != 0) {
        return -1;
    }
    sqlite3_backup *backup = sqlite3_backup_init(copy->db, "main", database->db, "main");
    if (backup == NULL) {
        return fail(copy, sqlite3_errcode(copy->db));
    }
    errno = 0;
    int code = sqlite3_backup_step(backup, -1);
    int ended = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE || ended != SQLITE_OK) {
        return fail(copy, code == SQLITE_DONE ? ended : code);
    }
    // One file, that also opens from where nothing can be written.
    return say(copy, "PRAGMA journal_mode = DELETE");
}

static int write_copy(struct database *database, const char *path)
{
    struct database *copy = database_new(path, database->plan);
    int result = copy == NULL ? -1 : write_pages(database, copy);
    int error = errno;
    database_close(copy);
    errno = error;
    return result;
}

// Syncs the folder of a file.
static int sync_folder(const char *path)
{
    char folder[PATH_BYTES];
    const char *slash = strrchr(path, '/');
    int length = slash == NULL ? 1 : (int)(slash - path) + 1;
    snprintf(folder, sizeof folder, "%.*s", length, slash == NULL ? "." : path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = fd < 0 ? -1 : fsync(fd);
    if (fd >= 0) {
        close(fd);
    }
    return result;
}

int database_copy(struct database *database, const char *path)
{
    char part[PATH_BYTES];
    int length = snprintf(part, sizeof part, "%s.part", path);
    if (length < 0 || (size_t)length >= sizeof part) {
        errno = ENAMETOOLONG;
        return -1;
    }
    unlink(part);
    if (make_file(part) != 0) {
        return -1;
    }
    // From the first reading on, this side stays at one moment: what is copied and compared.
    int64_t schema = 0;
    int result = say(database, "BEGIN");
    if (result == 0) {
        result = say_number(database, "SELECT count(*) FROM sqlite_schema", &schema);
        result = result == 0 ? write_copy(database, part) : -1;
        result = result == 0 ? read_back(database, part) : -1;
        result = database_end(database, result);
    }
    if (result == 0) {
        result = rename(part, path) == 0 ? sync_folder(path) : -1;
    }
    if (result != 0) {
        int error = errno;
        unlink(part);
        errno = error;
    }
    return result;
}
