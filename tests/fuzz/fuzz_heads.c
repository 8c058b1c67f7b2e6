// Any bytes as a file of countersigned heads: each line is a head or none, none is passed over, and
// a head that is appended to another file is read from it as the same.
#include "base/ensure.h"
#include "record/head.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct reading {
    int dir;
    size_t lines;
    const struct entry *wanted; // the one line of the second file
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void see_same(void *context, const struct entry *entry, size_t line)
{
    struct reading *reading = context;
    const struct entry *wanted = reading->wanted;
    ensure(entry != NULL && line == 1);
    ensure(memcmp(entry->id, wanted->id, ENTRY_ID) == 0 && entry->at == wanted->at);
    ensure(entry->open.length == wanted->open.length &&
           memcmp(entry->open.bytes, wanted->open.bytes, wanted->open.length) == 0);
    reading->lines++;
}

static void see(void *context, const struct entry *entry, size_t line)
{
    struct reading *reading = context;
    struct entry_place place;
    ensure(line == ++reading->lines);
    if (entry == NULL) {
        return;
    }
    ensure(head_of(entry, &place));
    // A few show it, and each is a flush; and id and time may have stood among the open lines,
    // where nothing this program writes has them.
    enum { BEFORE = 128, SHOWN = 4 };
    if (line > SHOWN || entry->open.length > HEAD_LINE - BEFORE) {
        return;
    }
    struct reading again = {.dir = reading->dir, .wanted = entry};
    (void)unlinkat(reading->dir, "again", 0);
    ensure(head_append(reading->dir, "again", entry) == 0);
    ensure(head_read(reading->dir, "again", see_same, &again) == 0 && again.lines == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char folder[] = "/dev/shm/fuzz-heads-XXXXXX";
    ensure(mkdtemp(folder) != NULL);
    struct reading reading = {.dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    int file = openat(reading.dir, "heads", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ensure(file >= 0 && write(file, data, size) == (ssize_t)size);
    close(file);
    size_t lines = 0;
    for (size_t i = 0; i < size; i++) {
        lines += data[i] == '\n';
    }
    ensure(head_read(reading.dir, "heads", see, &reading) == 0 && reading.lines == lines);
    (void)unlinkat(reading.dir, "heads", 0);
    (void)unlinkat(reading.dir, "again", 0);
    close(reading.dir);
    ensure(rmdir(folder) == 0);
    return 0;
}
