#ifndef COMMAND_PAGE_H
#define COMMAND_PAGE_H

#include "command/bundle.h"
#include "command/render.h"
#include "summary/documents.h"

// Findings and the therapist's page over ended answers.

// Screens everything. Free with free().
truth *page_findings(const struct bundle *bundle, const struct answers *answers);
// "page", "answers", "findings", "measures", "notes", "copy". False: it is none of them.
bool page_read_document(const char *name, enum summary_document *out);

// What the page is of.
struct page_source {
    enum summary_document document;
    const struct answers *answers;
    const struct interview *interview; // that they were said in; NULL: they are from a file
    long long began;                   // seconds since 1970
    const day_number *day;             // the day alone, where the time is not known; or NULL
    const char *partial;               // why the interview is not complete, or NULL
    const char *program;               // that held it; NULL: this one
    bool real;                         // of a patient, not practice
    bool evidence; // of the page: under each paragraph, the questions it rests on
};

// The form for a day without power, as this clinic asks it; free with summary_free.
struct summary *page_blank(const struct bundle *bundle);
// The page as text into `out`.
void page_text(const struct bundle *bundle, const struct page_source *source, bool ascii,
               int columns, struct buffer *out);
// Prints the page on standard output; errors on standard error in the name of `command`. The exit
// code.
int page_print(const struct bundle *bundle, const char *command, const struct page_source *source,
               const struct rendering *rendering);
// Prints the page of the answers in a file ("-": standard input) on standard output, and what is
// wrong with them on standard error in the name of `command`. Of `how` count the document,
// `evidence` and `day` (NULL: the clock's). The exit code.
int page_of_file(struct bundle *bundle, const char *command, const char *file,
                 const struct page_source *how, const struct rendering *rendering);

#endif
