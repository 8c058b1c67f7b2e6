#include "record/roll.h"

#include "record/facts.h"
#include "record/vouch.h"

#include <stdio.h>
#include <string.h>

static void add_reader(struct entry *entry, const struct reader *reader)
{
    facts_add_hex(&entry->open, "reader", reader->id, READER_ID);
    facts_add(&entry->open, "name", reader->name);
    facts_add_hex(&entry->open, "box", reader->box, SEAL_KEY);
    facts_add_hex(&entry->open, "sign", reader->sign, SEAL_KEY);
}

void roll_setup(struct entry *entry, const char *clinic, const struct reader *first)
{
    facts_add(&entry->open, "clinic", clinic);
    add_reader(entry, first);
}

void roll_added(struct entry *entry, const struct reader *added)
{
    facts_add(&entry->open, "change", "added");
    add_reader(entry, added);
}

void roll_removed(struct entry *entry, const uint8_t id[READER_ID])
{
    facts_add(&entry->open, "change", "removed");
    facts_add_hex(&entry->open, "reader", id, READER_ID);
}

static size_t place_of(const struct roll *roll, const uint8_t id[READER_ID])
{
    size_t i = 0;
    while (i < roll->count && !seal_same(roll->readers[i].id, id, READER_ID)) {
        i++;
    }
    return i;
}

const struct reader *roll_reader(const struct roll *roll, const uint8_t id[READER_ID])
{
    size_t i = place_of(roll, id);
    return i < roll->count ? &roll->readers[i] : NULL;
}

size_t roll_present(const struct roll *roll)
{
    size_t present = 0;
    for (size_t i = 0; i < roll->count; i++) {
        present += !roll->readers[i].removed;
    }
    return present;
}

static const char *take_added(struct roll *roll, const struct entry *entry)
{
    struct reader reader = {.removed = false};
    if (!facts_hex(&entry->open, "reader", reader.id, READER_ID) ||
        !facts_find(&entry->open, "name", reader.name, sizeof reader.name) ||
        !facts_hex(&entry->open, "box", reader.box, SEAL_KEY) ||
        !facts_hex(&entry->open, "sign", reader.sign, SEAL_KEY)) {
        return "the reader in it cannot be read";
    }
    size_t i = place_of(roll, reader.id);
    if (i == ROLL_MOST || roll_present(roll) == READERS_MOST) {
        return "there are too many readers";
    }
    if (i < roll->count && !roll->readers[i].removed) {
        return "it adds a reader who is there";
    }
    // Who comes back has the keys they had.
    if (i < roll->count && (memcmp(reader.box, roll->readers[i].box, SEAL_KEY) != 0 ||
                            memcmp(reader.sign, roll->readers[i].sign, SEAL_KEY) != 0)) {
        return "it adds a reader with the mark of another";
    }
    roll->readers[i] = reader;
    roll->count += i == roll->count;
    return NULL;
}

static const char *take_removed(struct roll *roll, const struct entry *entry)
{
    uint8_t id[READER_ID];
    if (!facts_hex(&entry->open, "reader", id, sizeof id)) {
        return "the reader in it cannot be read";
    }
    size_t i = place_of(roll, id);
    if (i == roll->count || roll->readers[i].removed) {
        return "it removes a reader who is not there";
    }
    if (roll_present(roll) == 1) {
        return "it removes the last reader";
    }
    roll->readers[i].removed = true;
    return NULL;
}

static const char *take_setup(struct roll *roll, const struct entry *entry,
                              const uint8_t terminal[SEAL_KEY])
{
    if (roll->count > 0 || entry->number != 1) {
        return "it sets up what is set up";
    }
    if (!facts_find(&entry->open, "clinic", roll->clinic, sizeof roll->clinic)) {
        return "the clinic's name in it cannot be read";
    }
    const char *problem = take_added(roll, entry);
    if (problem == NULL && vouch_check(entry, terminal, roll->readers, 1) == NULL) {
        problem = "its reader did not sign it";
    }
    if (problem != NULL) {
        *roll = (struct roll){.count = 0};
    }
    return problem;
}

const char *roll_take(struct roll *roll, const struct entry *entry,
                      const uint8_t terminal[SEAL_KEY])
{
    char change[16] = "";
    if (entry->kind == ENTRY_SETUP) {
        return take_setup(roll, entry, terminal);
    }
    if (entry->kind != ENTRY_READER) {
        return NULL;
    }
    if (vouch_check(entry, terminal, roll->readers, roll->count) == NULL) {
        return "no reader vouched for it";
    }
    (void)facts_find(&entry->open, "change", change, sizeof change);
    if (strcmp(change, "added") == 0) {
        return take_added(roll, entry);
    }
    return strcmp(change, "removed") == 0 ? take_removed(roll, entry)
                                          : "the change in it cannot be read";
}
