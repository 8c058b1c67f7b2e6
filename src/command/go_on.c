// The drafts there are, and the question about the newest of them.
#include "command/go_on.h"

#include "base/wrap.h"
#include "command/clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUESTION_BYTES = 1024 };

static void print_wrapped(const char *text)
{
    struct wrap wrap;
    struct wrap_line line;
    for (wrap_init(&wrap, text, line_columns(stdout), text_width_unicode);
         wrap_next(&wrap, &line);) {
        printf("%.*s\n", (int)line.length, line.start);
    }
}

static void print_draft(const struct form *form, const struct go_on *found)
{
    char when[64];
    struct buffer text;
    uint32_t asked, settled;
    interview_counts(found->interview, &asked, &settled);
    buffer_init(&text, QUESTION_BYTES);
    buffer_print(&text, "%s, begun %s, %u question%s answered.", form->title,
                 clock_print(found->draft.began, when, sizeof when), (unsigned)settled,
                 settled == 1 ? "" : "s");
    print_wrapped("There is a practice interview that was not finished:");
    print_wrapped(text.bytes);
    buffer_clear(&text);
}

// 1 yes, 0 no, or GO_ON_LEAVE.
static int ask(struct line_input *input, const struct form *form, const struct go_on *found)
{
    struct buffer line;
    int answer = GO_ON_LEAVE;
    print_draft(form, found);
    buffer_init(&line, 256);
    for (bool asking = true; asking;) {
        print_wrapped("Is it yours, and do you want to go on with it?\n"
                      "Type y for yes, or n to begin a new one.");
        printf("> ");
        fflush(stdout);
        enum line_got got = line_input_read(input, &line);
        char first = line.bytes[strspn(line.bytes, " ")];
        if (got != LINE_GOT_TEXT) {
            asking = false;
        } else if (first == 'y' || first == 'Y' || first == 'n' || first == 'N') {
            answer = first == 'y' || first == 'Y' ? 1 : 0;
            asking = false;
        }
    }
    buffer_clear(&line);
    return answer;
}

static void say_damaged(const char *name)
{
    fprintf(stderr,
            "intake start: the interview '%s' is damaged and cannot be gone on with; it is kept, "
            "and 'intake show %s' prints what can be read\n",
            name, name);
}

// Nothing was said in it, and the program that began it is gone (or the journal would be locked).
static void clear_empty(struct drafts *drafts, const struct form *form, const char *name)
{
    struct journal journal;
    struct interview *interview = NULL;
    bool ours = drafts_resume(drafts, name, false, form, NULL, &journal, &interview) == 0;
    if (ours || errno == ENODATA) {
        (void)drafts_discard(drafts, name);
    }
    if (ours) {
        interview_free(interview);
        journal_close(&journal);
    }
}

// It was finished, but the machine stopped before the file was named so: that is made up for here.
// Where it cannot be, the next start tries again.
static void name_finished(struct drafts *drafts, const char *name, struct go_on *found)
{
    (void)drafts_finish(drafts, name);
    interview_free(found->interview);
    journal_close(&found->journal);
    found->interview = NULL;
}

// Of another form, or of this one before it was changed. Who left it must know that it is not lost.
static void say_outdated(void)
{
    print_wrapped(
        "There is a practice interview that was not finished, on other questions than these. It "
        "is kept, and cannot be gone on with here.");
    puts("");
}

// Looks at one draft; the newest that can be gone on with is opened.
static void look(struct drafts *drafts, const struct form *form, const struct draft *draft,
                 struct go_on *found)
{
    if (draft->damaged) {
        say_damaged(draft->name);
    } else if (!draft->begun) {
        clear_empty(drafts, form, draft->name);
    } else if (found->interview == NULL) {
        if (drafts_resume(drafts, draft->name, false, form, NULL, &found->journal,
                          &found->interview) == 0) {
            found->draft = *draft;
            if (interview_at(found->interview).phase == PHASE_FINISHED) {
                name_finished(drafts, draft->name, found);
            }
        } else if (errno == EBADMSG) {
            say_damaged(draft->name);
        } else if (errno == ESTALE && !found->outdated) {
            found->outdated = true;
            say_outdated();
        }
    }
}

int go_on_ask(struct drafts *drafts, const struct form *form, struct line_input *input,
              struct go_on *found)
{
    struct draft *list = NULL;
    size_t count = 0;
    *found = (struct go_on){.journal = {.fd = -1}};
    if (drafts_list(drafts, &list, &count) != 0) {
        fprintf(stderr, "intake start: the interviews kept cannot be read: %s\n", strerror(errno));
    }
    for (size_t i = 0; i < count; i++) {
        if (!list[i].done) {
            look(drafts, form, &list[i], found);
        }
    }
    free(list);
    int answer = found->interview != NULL ? ask(input, form, found) : 1;
    if (answer != 1) {
        interview_free(found->interview);
        journal_close(&found->journal);
        found->interview = NULL;
    }
    return answer == GO_ON_LEAVE ? GO_ON_LEAVE : 0;
}
