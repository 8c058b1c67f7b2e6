// A list of problems with their places. It keeps the first LIMIT_ISSUES and counts the rest. What a
// problem quotes comes from a file nobody has checked yet, so a text is cleaned of control
// characters (it will reach a terminal) and cut at a length that a hostile file cannot stretch.

#include "base/issue.h"

#include "base/ensure.h"
#include "base/limits.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 1024, CAPACITY_FIRST = 16 };

void issues_init(struct issues *issues)
{
    *issues = (struct issues){0};
    arena_init(&issues->arena);
}

void issues_clear(struct issues *issues)
{
    arena_clear(&issues->arena);
    free(issues->list);
    issues_init(issues);
}

static bool same_file(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

// Problems come file by file, so the last one's copy is nearly always the one to share.
static const char *keep_file(struct issues *issues, const char *file)
{
    if (file == NULL) {
        return NULL;
    }
    if (issues->count > 0 && same_file(issues->list[issues->count - 1].file, file)) {
        return issues->list[issues->count - 1].file;
    }
    return arena_string(&issues->arena, file);
}

static struct issue *append(struct issues *issues)
{
    if (issues->count == issues->capacity) {
        size_t capacity = issues->capacity == 0 ? CAPACITY_FIRST : issues->capacity * 2;
        struct issue *list = realloc(issues->list, capacity * sizeof(*list));
        if (list == NULL) {
            die("out of memory");
        }
        issues->list = list;
        issues->capacity = capacity;
    }
    return &issues->list[issues->count];
}

void issues_add(struct issues *issues, enum issue_level level, const char *file, uint32_t line,
                const char *format, ...)
{
    issues->errors += level == ISSUE_ERROR ? 1 : 0;
    issues->warnings += level == ISSUE_WARNING ? 1 : 0;
    if (issues->count == LIMIT_ISSUES) {
        return;
    }
    char text[TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    ensure(length >= 0);
    bool cut = (size_t)length >= sizeof(text);
    text_clean(text, strlen(text), false, text);

    struct issue *issue = append(issues);
    *issue = (struct issue){
        .level = level,
        .file = keep_file(issues, file),
        .line = line,
        .sequence = (uint32_t)issues->count,
        .text = arena_print(&issues->arena, "%s%s", text, cut ? "..." : ""),
    };
    issues->count++;
}

// An issue with the order in which its file was first mentioned.
struct ranked {
    uint32_t rank;
    struct issue issue;
};

static int order(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b ? 1 : 0;
}

static int compare(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->rank != b->rank) {
        return order(a->rank, b->rank);
    }
    if (a->issue.line != b->issue.line) {
        return order(a->issue.line, b->issue.line);
    }
    return order(a->issue.sequence, b->issue.sequence);
}

static int compare_sequence(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    return order(a->issue.sequence, b->issue.sequence);
}

void issues_sort(struct issues *issues)
{
    size_t count = issues->count;
    if (count < 2) {
        return;
    }
    struct ranked *ranked = calloc(count, sizeof(*ranked));
    if (ranked == NULL) {
        die("out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        ranked[i].issue = issues->list[i];
    }
    // First by order of adding: an earlier sort may have moved the first mention of a file.
    qsort(ranked, count, sizeof(*ranked), compare_sequence);
    for (size_t i = 0; i < count; i++) {
        size_t first = 0;
        while (!same_file(ranked[first].issue.file, ranked[i].issue.file)) {
            first++;
        }
        ranked[i].rank = (uint32_t)first;
    }
    qsort(ranked, count, sizeof(*ranked), compare);
    for (size_t i = 0; i < count; i++) {
        issues->list[i] = ranked[i].issue;
    }
    free(ranked);
}

bool issues_few(const struct issues *issues)
{
    enum { MANY = 100 };
    return issues->errors < MANY;
}

char *issue_print(const struct issue *issue, struct arena *arena)
{
    static const char *const levels[] = {
        [ISSUE_ERROR] = "error",
        [ISSUE_WARNING] = "warning",
        [ISSUE_NOTE] = "note",
    };
    const char *level = levels[issue->level];
    char *text;
    if (issue->file == NULL) {
        text = arena_print(arena, "%s: %s", level, issue->text);
    } else if (issue->line == 0) {
        text = arena_print(arena, "%s: %s: %s", issue->file, level, issue->text);
    } else {
        text = arena_print(arena, "%s:%u: %s: %s", issue->file, (unsigned)issue->line, level,
                           issue->text);
    }
    // A file's name may hold anything.
    text_clean(text, strlen(text), false, text);
    return text;
}
