#include "command/shelf.h"

#include "base/ensure.h"
#include "command/command.h"
#include "command/kept.h"

#include <stdlib.h>
#include <string.h>

struct book {
    struct book *next;
    uint8_t form_hash[SEAL_HASH], rules_hash[SEAL_HASH];
    struct bundle bundle;
    struct bundle_hashes hashes;
    struct therapist_form form;
};

struct shelf {
    struct store *store;
    struct book *books; // the newest first
};

struct shelf *shelf_new(struct store *store)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    if (shelf == NULL) {
        die("out of memory");
    }
    shelf->store = store;
    return shelf;
}

static void free_book(struct book *book)
{
    bundle_close(&book->bundle);
    free(book);
}

void shelf_free(struct shelf *shelf)
{
    while (shelf != NULL && shelf->books != NULL) {
        struct book *book = shelf->books;
        shelf->books = book->next;
        free_book(book);
    }
    free(shelf);
}

static struct book *open_book(struct shelf *shelf, const uint8_t form[SEAL_HASH],
                              const uint8_t rules[SEAL_HASH], const char **why)
{
    struct book *book = calloc(1, sizeof *book);
    if (book == NULL) {
        die("out of memory");
    }
    *why = NULL;
    if (kept_open(shelf->store, form, rules, &book->bundle, why) != EXIT_FINE) {
        *why = *why != NULL ? *why : "the form of that day is not one for this program";
        free_book(book);
        return NULL;
    }
    memcpy(book->form_hash, form, SEAL_HASH);
    memcpy(book->rules_hash, rules, SEAL_HASH);
    bundle_hashes(&book->bundle, &book->hashes);
    files_drop_trees(&book->bundle.files);
    book->form = (struct therapist_form){
        .form = book->bundle.form,
        .rules = book->bundle.rules,
        .clinic = book->bundle.clinic,
        .form_hash = book->hashes.form,
        .rules_hash = book->hashes.rules,
    };
    return book;
}

const struct therapist_form *shelf_get(struct shelf *shelf, const uint8_t form[SEAL_HASH],
                                       const uint8_t rules[SEAL_HASH], const char **why)
{
    for (struct book *book = shelf->books; book != NULL; book = book->next) {
        if (seal_same(book->form_hash, form, SEAL_HASH) &&
            seal_same(book->rules_hash, rules, SEAL_HASH)) {
            return &book->form;
        }
    }
    struct book *book = open_book(shelf, form, rules, why);
    if (book == NULL) {
        return NULL;
    }
    book->next = shelf->books;
    shelf->books = book;
    return &book->form;
}
