// The tables. An entry's row is small and stays for ever; its sealed body lies apart, so that lists
// never read past it, and goes when it is purged. Sizes are checked here as well as when reading.

#include "record/store_sql.h"

enum { STORE_VERSION = 3, STORE_APPLICATION = 0x494e544b }; // "INTK"

static const char *const steps[STORE_VERSION] = {
    "CREATE TABLE entry ("
    "  number INTEGER PRIMARY KEY CHECK (number > 0),"
    "  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),"
    "  kind INTEGER NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  before BLOB NOT NULL CHECK (length(before) = 32),"
    "  terminal BLOB NOT NULL CHECK (length(terminal) = 32),"
    "  open BLOB NOT NULL,"
    "  headline_hash BLOB NOT NULL CHECK (length(headline_hash) = 32),"
    "  body_hash BLOB NOT NULL CHECK (length(body_hash) = 32),"
    "  signature BLOB NOT NULL CHECK (length(signature) = 64),"
    "  purged INTEGER NOT NULL CHECK (purged IN (0, 1)),"
    "  headline BLOB NOT NULL"
    ") STRICT;"
    "CREATE INDEX entry_kind ON entry (kind);"
    "CREATE TABLE body ("
    "  number INTEGER PRIMARY KEY REFERENCES entry,"
    "  bytes BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE wrap ("
    "  number INTEGER NOT NULL REFERENCES entry,"
    "  reader BLOB NOT NULL CHECK (length(reader) = 8),"
    "  box BLOB NOT NULL CHECK (length(box) = 80),"
    "  PRIMARY KEY (number, reader)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE lock ("
    "  reader BLOB PRIMARY KEY CHECK (length(reader) = 8),"
    "  bytes BLOB NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE kept ("
    "  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),"
    "  bytes BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE now ("
    "  id BLOB PRIMARY KEY CHECK (length(id) = 16),"
    "  since INTEGER NOT NULL,"
    "  help INTEGER NOT NULL CHECK (help IN (0, 1))"
    ") STRICT, WITHOUT ROWID;",
    // A list is read by reader, and a row taken away by number.
    "CREATE TABLE folded ("
    "  reader BLOB NOT NULL CHECK (length(reader) = 8),"
    "  number INTEGER NOT NULL CHECK (number >= 0),"
    "  bytes BLOB NOT NULL,"
    "  PRIMARY KEY (reader, number)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX folded_number ON folded (number);",
    "CREATE TABLE waiting ("
    "  id BLOB PRIMARY KEY CHECK (length(id) = 16),"
    "  since INTEGER NOT NULL,"
    "  of BLOB NOT NULL CHECK (length(of) = 16)"
    ") STRICT, WITHOUT ROWID;",
};

#define ENTRY_COLUMNS                                                                              \
    "number, id, kind, at, before, terminal, open, headline_hash, body_hash, signature, purged"

static const char *const questions[SQL_COUNT] = {
    [SQL_NEWEST] = "SELECT number FROM entry ORDER BY number DESC LIMIT 1",
    [SQL_ADD] = "INSERT INTO entry (" ENTRY_COLUMNS ", headline)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, ?11)",
    [SQL_ADD_BODY] = "INSERT INTO body (number, bytes) VALUES (?1, ?2)",
    [SQL_GET_OPEN] = "SELECT " ENTRY_COLUMNS " FROM entry WHERE number = ?1",
    [SQL_GET_HEADLINE] = "SELECT " ENTRY_COLUMNS ", headline FROM entry WHERE number = ?1",
    [SQL_GET_WHOLE] = "SELECT " ENTRY_COLUMNS ", headline, bytes"
                      " FROM entry LEFT JOIN body USING (number) WHERE number = ?1",
    [SQL_FIND] = "SELECT number FROM entry WHERE id = ?1",
    [SQL_NEXT] = "SELECT number FROM entry WHERE number >= ?1 ORDER BY number LIMIT 1",
    [SQL_NEXT_KIND] = "SELECT number FROM entry WHERE number >= ?1 AND kind = ?2"
                      " ORDER BY number LIMIT 1",
    [SQL_PREVIOUS] = "SELECT number FROM entry WHERE number <= ?1 ORDER BY number DESC LIMIT 1",
    [SQL_PREVIOUS_KIND] = "SELECT number FROM entry WHERE number <= ?1 AND kind = ?2"
                          " ORDER BY number DESC LIMIT 1",
    [SQL_WRAP] = "SELECT box FROM wrap WHERE number = ?1 AND reader = ?2",
    [SQL_ADD_WRAP] = "INSERT OR IGNORE INTO wrap (number, reader, box)"
                     " SELECT number, ?2, ?3 FROM entry WHERE number = ?1 AND purged = 0",
    [SQL_PURGE] = "UPDATE entry SET headline = x'', purged = 1 WHERE number = ?1",
    [SQL_PURGE_BODY] = "DELETE FROM body WHERE number = ?1",
    [SQL_PURGE_WRAPS] = "DELETE FROM wrap WHERE number = ?1",
    [SQL_PURGE_FOLDED] = "DELETE FROM folded WHERE number = ?1",
    [SQL_LOCK] = "SELECT bytes FROM lock WHERE reader = ?1",
    [SQL_SET_LOCK] = "INSERT INTO lock (reader, bytes) VALUES (?1, ?2)"
                     " ON CONFLICT (reader) DO UPDATE SET bytes = excluded.bytes",
    [SQL_KEEP] = "INSERT INTO kept (hash, bytes) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING",
    [SQL_KEPT] = "SELECT bytes FROM kept WHERE hash = ?1",
    [SQL_KEPT_ALL] = "SELECT hash, bytes FROM kept",
    [SQL_NOW] = "SELECT id, since, help FROM now ORDER BY since, id",
    [SQL_SET_NOW] = "INSERT INTO now (id, since, help) VALUES (?1, ?2, ?3)"
                    " ON CONFLICT (id) DO UPDATE SET help = excluded.help",
    [SQL_ANSWER_NOW] = "UPDATE now SET help = 0 WHERE id = ?1",
    [SQL_CLEAR_NOW] = "DELETE FROM now WHERE id = ?1",
    [SQL_WAITS] = "SELECT since, of FROM waiting WHERE id = ?1",
    [SQL_SET_WAITS] =
        "INSERT INTO waiting (id, since, of) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING",
    [SQL_CLEAR_WAITS] = "DELETE FROM waiting WHERE id = ?1",
    [SQL_FOLDED] = "SELECT number, bytes FROM folded WHERE reader = ?1 ORDER BY number",
    [SQL_PUT_FOLDED] = "INSERT INTO folded (reader, number, bytes) SELECT ?1, ?2, ?3 WHERE ?2 = 0"
                       " OR EXISTS (SELECT 1 FROM entry WHERE number = ?2 AND purged = 0)"
                       " ON CONFLICT (reader, number) DO UPDATE SET bytes = excluded.bytes",
    [SQL_DROP_FOLDED] = "DELETE FROM folded WHERE reader = ?1",
};

static const char *const tables[] = {
    "SELECT * FROM entry ORDER BY number",        "SELECT * FROM body ORDER BY number",
    "SELECT * FROM wrap ORDER BY number, reader", "SELECT * FROM lock ORDER BY reader",
    "SELECT * FROM kept ORDER BY hash",           "SELECT * FROM now ORDER BY id",
    "SELECT * FROM waiting ORDER BY id",          "SELECT * FROM folded ORDER BY reader, number",
};

const struct database_plan store_plan = {
    .application = STORE_APPLICATION,
    .version = STORE_VERSION,
    .steps = steps,
    .questions = questions,
    .question_count = SQL_COUNT,
    .tables = tables,
    .table_count = sizeof tables / sizeof *tables,
};
