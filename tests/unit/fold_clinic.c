#include "fold_clinic.h"

#include "record/deed.h"
#include "record/facts.h"
#include "record/retention.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void demand(bool condition, const char *what)
{
    if (!condition) {
        perror(what);
        abort();
    }
}

void fold_clinic_make(struct fold_clinic *clinic)
{
    uint8_t lock[READER_LOCK];
    record_fixture_make(&clinic->fixture);
    seal_random(lock, sizeof lock);
    demand(installation_make(clinic->fixture.folder, "Praxis", &clinic->fixture.readers[0],
                             clinic->fixture.secrets[0], lock, FIXTURE_NOW, &clinic->here) == 0,
           "installation_make");
}

void fold_clinic_remove(struct fold_clinic *clinic)
{
    installation_close(&clinic->here);
    record_fixture_remove(&clinic->fixture);
}

void fold_clinic_again(const struct fold_clinic *clinic, struct installation *out)
{
    struct arena arena;
    const char *why = NULL;
    arena_init(&arena);
    demand(installation_open(clinic->fixture.folder, out, &why, &arena) == INSTALLATION_FINE,
           "installation_open");
    arena_clear(&arena);
}

static void write_headline(const struct fold_record *record, struct buffer *out)
{
    facts_add(out, "name", record->name != NULL ? record->name : "");
    if (record->born != NULL) {
        facts_add(out, "born", record->born);
    }
    facts_add(out, "form", "First visit");
    facts_add_number(out, "asked", 40);
    facts_add_number(out, "settled", 38);
    if (record->gravest != NULL) {
        facts_add(out, "gravest", record->gravest);
        facts_add(out, "reason", record->reason != NULL ? record->reason : "a reason");
    }
    facts_add_number(out, "urgent-not-excluded", record->urgent_not_excluded);
    facts_add(out, "slip", record->slip != NULL ? record->slip : "");
    facts_add_number(out, "finished", !record->partial);
    facts_add_number(out, "today-only", record->today_only);
}

uint64_t fold_clinic_add(struct fold_clinic *clinic, const struct fold_record *record, uint8_t *id)
{
    const struct roll *roll = &clinic->here.roll;
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    struct buffer headline;
    size_t count = 0;
    buffer_init(&headline, ENTRY_HEADLINE_MOST);
    write_headline(record, &headline);
    entry_init(&entry, record->partial ? ENTRY_PARTIAL : ENTRY_INTERVIEW, FIXTURE_NOW);
    facts_add(&entry.open, "keep", "days");
    if (record->draft != NULL && record->partial) {
        entry_name(&entry, record->draft);
    } else if (record->draft != NULL) {
        memcpy(entry.id, record->draft, ENTRY_ID);
    }
    demand(entry_seal(&entry, headline.bytes, headline.length, "body", 4, roll->readers,
                      roll->count, wraps, &count) == 0 &&
               installation_add(&clinic->here, &entry, wraps, count) == 0,
           "a record");
    uint64_t number = entry.number;
    if (id != NULL) {
        memcpy(id, entry.id, ENTRY_ID);
    }
    buffer_clear(&headline);
    entry_clear(&entry);
    return number;
}

static void id_of(struct fold_clinic *clinic, uint64_t number, uint8_t id[ENTRY_ID])
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    demand(store_get(clinic->here.store, number, &entry) == 0, "an id");
    memcpy(id, entry.id, ENTRY_ID);
    entry_clear(&entry);
}

void fold_clinic_read(struct fold_clinic *clinic, size_t reader, uint64_t number)
{
    uint8_t id[ENTRY_ID];
    id_of(clinic, number, id);
    demand(deed_add(&clinic->here, &clinic->fixture.readers[reader],
                    clinic->fixture.secrets[reader], "read", id, NULL, FIXTURE_NOW) == 0,
           "deed_add");
}

static uint64_t add_remark(struct fold_clinic *clinic, size_t reader, uint64_t number,
                           const struct remark *remark)
{
    uint8_t id[ENTRY_ID];
    struct entry_place head;
    id_of(clinic, number, id);
    demand(remark_add(&clinic->here, &clinic->fixture.readers[reader],
                      clinic->fixture.secrets[reader], id, remark, FIXTURE_NOW) == 0,
           "remark_add");
    demand(store_head(clinic->here.store, &head) == 0, "store_head");
    return head.number;
}

uint64_t fold_clinic_answer(struct fold_clinic *clinic, size_t reader, uint64_t number,
                            enum rule_class gravest, const char *reason, uint64_t known)
{
    struct remark remark;
    remark_init(&remark, REMARK_ANSWER);
    buffer_text(&remark.event, "an encoded event");
    remark.stands = true;
    remark.standing.gravest = gravest;
    remark.known = known;
    snprintf(remark.standing.reason, sizeof remark.standing.reason, "%s", reason);
    uint64_t added = add_remark(clinic, reader, number, &remark);
    remark_clear(&remark);
    return added;
}

uint64_t fold_clinic_remark(struct fold_clinic *clinic, size_t reader, uint64_t number,
                            enum remark_kind kind, enum remark_decision decision, uint64_t other)
{
    struct remark remark;
    remark_init(&remark, kind);
    remark.decision = decision;
    buffer_text(&remark.text, "a word");
    if (kind == REMARK_ANSWER) {
        buffer_text(&remark.event, "an encoded event");
    }
    if (other != 0) {
        id_of(clinic, other, remark.other);
    }
    uint64_t added = add_remark(clinic, reader, number, &remark);
    remark_clear(&remark);
    return added;
}

void fold_clinic_erase(struct fold_clinic *clinic, uint64_t number)
{
    uint8_t id[ENTRY_ID];
    uint64_t count;
    id_of(clinic, number, id);
    demand(retention_erase(&clinic->here, id, "asked", &clinic->fixture.readers[0],
                           clinic->fixture.secrets[0], FIXTURE_NOW, &count) == 0,
           "retention_erase");
}

const char *fold_clinic_text(const struct folded *folded)
{
    static char text[8192];
    static const char *const states[] = {"new", "read", "decided"};
    size_t count, used = 0;
    const struct folded_row *rows = folded_rows(folded, &count);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const struct folded_row *row = &rows[i];
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%" PRIu64 " %s%s%s%s", row->number,
                             row->name[0] != '\0' ? row->name : "-", row->partial ? " partial" : "",
                             row->damaged ? " damaged" : "", row->closed ? " closed" : "");
        used += (size_t)snprintf(text + used, sizeof text - used, "%s",
                                 !row->asked_again ? ""
                                 : row->weighed    ? " weighed"
                                                   : " asked again");
        used += (size_t)snprintf(text + used, sizeof text - used, " %s", states[row->state]);
        if (row->state == FOLDED_DECIDED) {
            used +=
                (size_t)snprintf(text + used, sizeof text - used, " %d by %s", (int)row->decision,
                                 row->decider != NULL ? row->decider->name : "?");
        }
        for (uint32_t k = 0; k < row->remark_count; k++) {
            used +=
                (size_t)snprintf(text + used, sizeof text - used, " +%" PRIu64, row->remarks[k]);
        }
        used += (size_t)snprintf(text + used, sizeof text - used, "\n");
    }
    return text;
}

struct folded *fold_clinic_list(const struct fold_clinic *clinic, struct installation *here,
                                size_t reader)
{
    const struct reader *who = installation_reader(here, clinic->fixture.readers[reader].id);
    struct folded *folded = folded_open(here, who, clinic->fixture.secrets[reader], NULL);
    demand(folded != NULL, "folded_open");
    return folded;
}

int64_t fold_clinic_meddle(const struct fold_clinic *clinic, const char *sql)
{
    char path[128];
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    record_fixture_path(&clinic->fixture, "store.db", path);
    demand(sqlite3_open(path, &db) == SQLITE_OK &&
               sqlite3_exec(db, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL) ==
                   SQLITE_OK &&
               sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK,
           sql);
    int64_t number = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    demand(sqlite3_finalize(statement) == SQLITE_OK, sql);
    sqlite3_close(db);
    return number;
}
