#include "record/head.h"

#include "base/ensure.h"
#include "record/facts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

void head_fill(struct entry *entry, const struct entry_place *head)
{
    facts_add_number(&entry->open, "number", head->number);
    facts_add_hex(&entry->open, "hash", head->hash, SEAL_HASH);
}

bool head_of(const struct entry *entry, struct entry_place *out)
{
    return facts_number(&entry->open, "number", &out->number) &&
           facts_hex(&entry->open, "hash", out->hash, SEAL_HASH);
}

// "id ID", "at TIME" and the entry's open lines, in one line.
static void write_line(const struct entry *entry, struct buffer *out)
{
    facts_add_hex(out, "id", entry->id, ENTRY_ID);
    out->bytes[out->length - 1] = ' ';
    facts_add_number(out, "at", (uint64_t)entry->at);
    out->bytes[out->length - 1] = ' ';
    for (size_t i = 0; i < entry->open.length; i++) {
        char character = entry->open.bytes[i];
        bool last = i + 1 == entry->open.length;
        buffer_char(out, character == '\n' && !last ? ' ' : character);
    }
}

enum { NEWEST = 16 << 10 }; // bytes: some forty lines

static int append(int fd, const struct entry *entry)
{
    struct stat status;
    char last = '\n';
    if (flock(fd, LOCK_EX) != 0 || fstat(fd, &status) != 0 ||
        (status.st_size > 0 && pread(fd, &last, 1, status.st_size - 1) != 1)) {
        return -1;
    }
    struct buffer line;
    buffer_init(&line, HEAD_LINE);
    if (last != '\n') {
        buffer_char(&line, '\n');
    }
    write_line(entry, &line);
    ensure(!line.full);
    errno = ENOSPC; // a short write
    bool written = write(fd, line.bytes, line.length) == (ssize_t)line.length;
    buffer_clear(&line);
    return written && fdatasync(fd) == 0 ? 0 : -1;
}

int head_append(int dir, const char *name, const struct entry *entry)
{
    int fd = openat(dir, name, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return -1;
    }
    int result = append(fd, entry);
    int error = errno;
    close(fd);
    errno = error;
    return result == 0 ? fsync(dir) : -1;
}

// A line back into the entry; false: it is none. Every second blank was the end of an open line.
static bool read_line(const char *line, struct entry *entry)
{
    struct buffer lines;
    struct entry_place place;
    uint8_t signature[SEAL_SIGNATURE]; // is it whole? Whose it is, others ask.
    uint64_t at = 0;
    size_t blanks = 0;
    buffer_init(&lines, HEAD_LINE);
    for (const char *c = line; *c != '\0'; c++) {
        blanks += *c == ' ';
        buffer_char(&lines, *c == ' ' && blanks % 2 == 0 ? '\n' : *c);
    }
    buffer_char(&lines, '\n');
    const char *open = strstr(lines.bytes, "\nnumber ");
    bool fine = !lines.full && open != NULL && facts_hex(&lines, "id", entry->id, ENTRY_ID) &&
                facts_number(&lines, "at", &at);
    if (fine) {
        entry->at = (int64_t)at;
        buffer_reset(&entry->open);
        buffer_text(&entry->open, open + 1);
        fine = head_of(entry, &place) &&
               facts_hex(&entry->open, "signature", signature, sizeof signature);
    }
    buffer_clear(&lines);
    return fine;
}

// Past the rest of a line, where the newest part of a longer file begins.
static int pass_over(FILE *file)
{
    int byte = 0;
    while ((byte = getc(file)) != EOF && byte != '\n') {
    }
    return ferror(file) ? -1 : 0;
}

// What of it is read: all, or the lines that lie whole in the last so many bytes.
static int read_lines(int dir, const char *name, off_t last,
                      void (*see)(void *context, const struct entry *entry, size_t line),
                      void *context)
{
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
    if (file == NULL) {
        int error = errno;
        if (fd >= 0) {
            close(fd);
        }
        errno = error;
        return -1;
    }
    struct entry entry;
    entry_init(&entry, ENTRY_HEAD, 0);
    char *line = NULL;
    bool part = last > 0 && fseeko(file, -last, SEEK_END) == 0;
    int result = part ? pass_over(file) : 0;
    size_t size = 0, number = 0;
    ssize_t length = 0;
    while (result == 0 && (length = getline(&line, &size, file)) > 0 && line[length - 1] == '\n') {
        line[length - 1] = '\0';
        bool fine = strlen(line) == (size_t)length - 1 && read_line(line, &entry);
        number++;
        see(context, fine ? &entry : NULL, last > 0 ? 0 : number);
    }
    result = ferror(file) ? -1 : result;
    int error = errno;
    free(line);
    fclose(file);
    entry_clear(&entry);
    errno = error;
    return result;
}

int head_read(int dir, const char *name,
              void (*see)(void *context, const struct entry *entry, size_t line), void *context)
{
    return read_lines(dir, name, 0, see, context);
}

int head_read_newest(int dir, const char *name,
                     void (*see)(void *context, const struct entry *entry, size_t line),
                     void *context)
{
    return read_lines(dir, name, NEWEST, see, context);
}
