// intake-print: a packed document on standard input, its PDF on standard output. Nothing is written
// until all of it is there, so that what comes out is whole or nothing.

// explicit_bzero is beyond POSIX.
#define _DEFAULT_SOURCE

#include "base/ensure.h"
#include "print/confine.h"
#include "print/sheet.h"
#include "summary/pack.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DOCUMENT_MOST = 64 << 20, CHUNK = 1 << 16, WRONG_USE = 64, CANNOT_WRITE = 74 };

static const char usage[] =
    "example: intake-print --paper=letter <document >page.pdf\n"
    "\n"
    "usage: intake-print [--paper=a4|letter]\n"
    "Makes a PDF of a document that 'intake' packed. 'intake show --format=pdf' starts it.\n"
    "Exit 1: what came in is no document; 74: the PDF could not be written.\n";

static _Noreturn void stop(const char *what)
{
    fprintf(stderr, "intake-print: %s\n", what);
    exit(70);
}

static bool read_all(struct buffer *in)
{
    char chunk[CHUNK];
    for (;;) {
        ssize_t got = read(STDIN_FILENO, chunk, sizeof chunk);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            explicit_bzero(chunk, sizeof chunk);
            return got == 0 && !in->full;
        }
        buffer_add(in, chunk, got > 0 ? (size_t)got : 0);
    }
}

static bool write_all(const struct buffer *out)
{
    for (size_t at = 0; at < out->length;) {
        ssize_t put = write(STDOUT_FILENO, out->bytes + at, out->length - at);
        if (put < 0 && errno != EINTR) {
            return false;
        }
        at += put > 0 ? (size_t)put : 0;
    }
    return true;
}

static int print(const struct buffer *in, struct sheet_size size, struct buffer *out)
{
    struct summary *summary = summary_unpack((const uint8_t *)in->bytes, in->length);
    if (summary == NULL) {
        fputs("intake-print: what came in is no document of this version of intake\n", stderr);
        return EXIT_FAILURE;
    }
    int failed = sheet_print(summary, size, out);
    summary_free(summary);
    if (failed != 0) {
        fputs("intake-print: the document could not be drawn\n", stderr);
        return EXIT_FAILURE;
    }
    if (!write_all(out)) {
        fprintf(stderr, "intake-print: the PDF cannot be written: %s\n", strerror(errno));
        return CANNOT_WRITE;
    }
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"paper", required_argument, NULL, 'p'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    struct sheet_size size = sheet_a4;
    for (int option; (option = getopt_long(argc, argv, "p:h", options, NULL)) != -1;) {
        if (option == 'h') {
            fputs(usage, stdout);
            return EXIT_SUCCESS;
        }
        if (option != 'p' || (strcmp(optarg, "a4") != 0 && strcmp(optarg, "letter") != 0)) {
            fputs(usage, stderr);
            return WRONG_USE;
        }
        size = strcmp(optarg, "letter") == 0 ? sheet_letter : sheet_a4;
    }
    fatal_set_hook(stop);
    confine();
    struct buffer in, out;
    buffer_init(&in, DOCUMENT_MOST);
    buffer_init(&out, DOCUMENT_MOST);
    int code = EXIT_FAILURE;
    if (read_all(&in)) {
        code = print(&in, size, &out);
    } else {
        fputs("intake-print: what came in cannot be read to its end\n", stderr);
    }
    explicit_bzero(in.bytes, in.length);
    explicit_bzero(out.bytes, out.length);
    buffer_clear(&in);
    buffer_clear(&out);
    // Nothing is owed to anyone, and what libraries would do at an end (or a leak checker, which
    // needs the right to look into this process) is not for one that has given up its rights.
    _exit(code);
}
