#include "command/opened.h"

#include "command/ask.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/kept.h"
#include "command/page.h"
#include "command/place.h"
#include "command/remarked.h"
#include "record/facts.h"
#include "record/unseal.h"
#include "record/words.h"
#include "screening/lines.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char digit[] = "0123456789";

// Two words and two digits: a slip as it is said at the desk, right or misheard.
static bool is_like_slip(const char *named)
{
    size_t blanks = 0, length = strlen(named);
    for (size_t i = 0; i + 2 < length; i++) {
        bool between = named[i] == '-' || named[i] == ' ';
        blanks += between;
        if (!between && (named[i] & 0x80) == 0 && !isalpha((unsigned char)named[i])) {
            return false;
        }
    }
    return length > 4 && blanks >= 2 && strspn(named + length - 2, digit) == 2;
}

bool opened_is_named(const char *named)
{
    size_t length = strlen(named), digits = strspn(named, digit);
    return (length > 0 && digits == length) || is_like_slip(named) ||
           (length == (size_t)2 * ENTRY_ID && strspn(named, "0123456789abcdef") == length);
}

// Does it hold answers?
static int look_at(const struct opened *opened)
{
    const struct entry *entry = &opened->entry;
    const char *why = NULL;
    if (entry->kind != ENTRY_INTERVIEW && entry->kind != ENTRY_PARTIAL) {
        why = "is no record of an interview";
    } else if (entry->purged) {
        why = "was purged; 'intake log' says when and why";
    }
    if (why != NULL) {
        fprintf(stderr, "intake %s: entry %" PRIu64 " %s\n", opened->desk.command, entry->number,
                why);
    }
    return why == NULL ? EXIT_FINE : EXIT_FOUND;
}

static int open_body(struct opened *opened)
{
    struct desk *desk = &opened->desk;
    if (unseal_handed(&desk->installation, &opened->entry, desk->reader, desk->secret,
                      &opened->body, &opened->handed) == 0) {
        return EXIT_FINE;
    }
    if (errno == ENOENT) {
        fprintf(stderr,
                "intake %s: record %" PRIu64 " is not closed to %s; another reader can open it to "
                "them: 'intake readers open'\n",
                desk->command, opened->entry.number, desk->reader->name);
        return EXIT_DENIED;
    }
    if (errno != EBADMSG && errno != EACCES && errno != ENODATA) {
        return desk_failed(desk, "the record cannot be read");
    }
    fprintf(stderr, "intake %s: record %" PRIu64 " is damaged; 'intake verify' says more\n",
            desk->command, opened->entry.number);
    return EXIT_FOUND;
}

struct search {
    const struct desk *desk;
    const char *slip;
    uint64_t number; // of the newest record that has it; 0: none
};

static bool read_headline(const struct desk *desk, const struct entry *entry, struct headline *out)
{
    struct buffer bytes;
    buffer_init(&bytes, ENTRY_HEADLINE_MOST);
    bool read =
        unseal(&desk->installation, entry, desk->reader, desk->secret, &bytes, NULL) == 0 &&
        headline_read(&bytes, out);
    seal_wipe(bytes.bytes, bytes.length);
    buffer_clear(&bytes);
    return read;
}

static int look_for_slip(void *context, const struct entry *entry)
{
    struct search *search = context;
    struct headline headline;
    if (!entry->purged && read_headline(search->desk, entry, &headline) &&
        strcmp(headline.slip, search->slip) == 0) {
        search->number = entry->number;
    }
    seal_wipe(&headline, sizeof headline);
    return search->number != 0;
}

// The newest record with that slip, which stands in the headlines: unlocked first.
static int find_slip(struct opened *opened, const char *slip)
{
    struct desk *desk = &opened->desk;
    struct store *store = desk->installation.store;
    struct search search = {.desk = desk, .slip = slip};
    const struct store_walk records = {
        .kinds = 1u << ENTRY_INTERVIEW, .newest_first = true, .part = STORE_HEADLINE};
    if (store_walk(store, &records, look_for_slip, &search) < 0 ||
        (search.number != 0 && store_get(store, search.number, &opened->entry) != 0)) {
        return desk_failed(desk, "the records cannot be read to their end");
    }
    if (search.number == 0) {
        fprintf(stderr, "intake %s: no record that %s can open has the slip '%s'\n", desk->command,
                desk->reader->name, slip);
        return EXIT_FOUND;
    }
    return look_at(opened);
}

// By its number or id before anybody is asked for a passphrase; by its slip after.
static int find(struct opened *opened, const char *named)
{
    char slip[SLIP_BYTES];
    struct desk *desk = &opened->desk;
    bool by_slip = is_like_slip(named);
    if (by_slip && !slip_read(named, slip)) {
        fprintf(stderr,
                "intake %s: '%s' is no slip: a word or the number was misheard; 'intake show "
                "--headlines' names them\n",
                desk->command, named);
        return EXIT_FOUND;
    }
    int code = by_slip ? EXIT_FINE : desk_entry(desk, named, &opened->entry);
    if (code == EXIT_FINE && !by_slip) {
        code = look_at(opened);
    }
    if (code == EXIT_FINE) {
        code = desk_unlock(desk, NULL);
    }
    return code == EXIT_FINE && by_slip ? find_slip(opened, slip) : code;
}

// The form of that day, and the answers on it.
static int open_answers(struct opened *opened)
{
    const char *why = NULL;
    int code = kept_open(opened->desk.installation.store, opened->handed.form_hash,
                         opened->handed.rules_hash, &opened->bundle, &why);
    if (code != EXIT_FINE) {
        bundle_print(&opened->bundle.issues, stderr);
        fprintf(stderr, "intake %s: %s\n", opened->desk.command,
                why != NULL ? why : "the form of that day is not one for this program");
        return code;
    }
    opened->interview = handed_interview(&opened->handed, opened->bundle.form);
    if (opened->interview == NULL) {
        fprintf(stderr, "intake %s: the answers are not of the form they were given on\n",
                opened->desk.command);
        return EXIT_FOUND;
    }
    return EXIT_FINE;
}

int opened_open(struct opened *opened, const char *command, const char *data, const char *named)
{
    *opened = (struct opened){.interview = NULL};
    buffer_init(&opened->body, ENTRY_BODY_MOST);
    entry_init(&opened->entry, ENTRY_DONE, 0);
    files_init(&opened->bundle.files);
    issues_init(&opened->bundle.issues);
    int code = desk_open(&opened->desk, command, data);
    if (code == EXIT_FINE) {
        code = find(opened, named);
    }
    if (code == EXIT_FINE) {
        code = open_body(opened);
    }
    if (code == EXIT_FINE) {
        code = desk_act(&opened->desk, "read", opened->entry.id, NULL);
    }
    return code == EXIT_FINE ? open_answers(opened) : code;
}

void opened_close(struct opened *opened)
{
    interview_free(opened->interview);
    bundle_close(&opened->bundle);
    seal_wipe(opened->body.bytes, opened->body.length);
    buffer_clear(&opened->body);
    entry_clear(&opened->entry);
    desk_close(&opened->desk);
}

static void find_lines(const struct opened *opened, bool tabs, struct buffer *out)
{
    const struct answers *answers = interview_answers(opened->interview);
    truth *found = page_findings(&opened->bundle, answers);
    lines_write(opened->bundle.rules, found, answers, opened->bundle.clinic, tabs, out);
    free(found);
}

// Against the lines that were sealed with it.
static int compare(const struct opened *opened)
{
    struct buffer lines;
    buffer_init(&lines, ENTRY_BODY_MOST);
    find_lines(opened, true, &lines);
    bool same = lines.length == opened->handed.findings_length &&
                memcmp(lines.bytes, opened->handed.findings, lines.length) == 0;
    seal_wipe(lines.bytes, lines.length);
    buffer_clear(&lines);
    if (!same) {
        fprintf(stderr,
                "intake %s: these are not the findings that record %" PRIu64
                " was sealed with (by %s): please report this\n",
                opened->desk.command, opened->entry.number, opened->handed.program);
    }
    return same ? EXIT_FINE : EXIT_FOUND;
}

int opened_screen(const struct opened *opened, bool tabs)
{
    struct buffer lines;
    buffer_init(&lines, ENTRY_BODY_MOST);
    find_lines(opened, tabs, &lines);
    bool written = fwrite(lines.bytes, 1, lines.length, stdout) == lines.length;
    seal_wipe(lines.bytes, lines.length);
    buffer_clear(&lines);
    return written ? compare(opened) : EXIT_IO;
}

static int show_remark(void *context, const struct entry *entry)
{
    struct opened *opened = context;
    struct desk *desk = &opened->desk;
    struct remark remark;
    uint8_t id[ENTRY_ID];
    char when[64];
    if (!entry_named(entry, id) || memcmp(id, opened->entry.id, ENTRY_ID) != 0 || entry->purged) {
        return 0;
    }
    clock_print(entry->at, when, sizeof when);
    if (remark_open(&desk->installation, entry, desk->reader, desk->secret, &remark) == 0) {
        struct buffer words;
        buffer_init(&words, REMARK_TEXT + REMARK_EVENT);
        remarked_words(desk->installation.store, opened->bundle.form, &remark, when, &words);
        printf("\n%s", words.bytes);
        seal_wipe(words.bytes, words.length);
        buffer_clear(&words);
    } else {
        printf("\nREMARK of %s: it cannot be opened (entry %" PRIu64 ")\n", when, entry->number);
    }
    remark_clear(&remark);
    return 0;
}

// The record as it was sealed.
static int render_fhir(const struct opened *opened, struct buffer *out)
{
    buffer_add(out, opened->handed.response, opened->handed.response_length);
    if (out->length > 0 && out->bytes[out->length - 1] != '\n') {
        buffer_char(out, '\n');
    }
    return out->full ? EXIT_IO : EXIT_FINE;
}

static int render_document(const struct opened *opened, const struct rendering *rendering,
                           enum document document, bool evidence, struct buffer *out)
{
    const struct page_source source = {
        .document = document,
        .answers = interview_answers(opened->interview),
        .interview = opened->interview,
        .began = opened->handed.began,
        .partial = opened->handed.finished
                       ? NULL
                       : "SO FAR: sealed when something urgent was shown; it may have gone on.",
        .program = opened->handed.program,
        .real = true,
        .evidence = evidence,
    };
    struct summary *summary = page_document(&opened->bundle, &source);
    int code = render(opened->desk.command, summary, rendering, out);
    summary_free(summary);
    return code;
}

// What leaves as another thing than text on a screen leaves the sealed store: it is in the log
// before it is out.
static int export(struct opened *opened, const struct rendering *rendering)
{
    char how[16];
    fprintf(stderr,
            "intake %s: this leaves the sealed store; whoever has the file can read it. It is in "
            "'intake log'.\n",
            opened->desk.command);
    snprintf(how, sizeof how, "as %s", render_name(rendering->format));
    return desk_act(&opened->desk, "exported", opened->entry.id, how);
}

// "No" to whether the clinic may keep the answers: they are seen, and never leave.
static int may_leave(const struct opened *opened)
{
    char keep[16] = "";
    (void)facts_find(&opened->entry.open, "keep", keep, sizeof keep);
    if (opened->handed.today_only || strcmp(keep, "today") == 0) {
        fprintf(stderr,
                "intake %s: the patient did not allow these answers to be kept; they can be read, "
                "not exported\n",
                opened->desk.command);
        return EXIT_DENIED;
    }
    return EXIT_FINE;
}

static int count_remark(void *context, const struct entry *entry)
{
    struct opened *opened = context;
    uint8_t id[ENTRY_ID];
    opened->remarks +=
        entry_named(entry, id) && !entry->purged && memcmp(id, opened->entry.id, ENTRY_ID) == 0;
    return 0;
}

// The remarks beside it: under the page as text; of another format that they are not in it.
static int add_remarks(struct opened *opened, bool leaves)
{
    const struct store_walk remarks = {.kinds = 1u << ENTRY_REMARK,
                                       .part = leaves ? STORE_OPEN : STORE_WHOLE};
    opened->remarks = 0;
    if (store_walk(opened->desk.installation.store, &remarks, leaves ? count_remark : show_remark,
                   opened) != 0) {
        return desk_failed(&opened->desk, "the notes beside it cannot be read");
    }
    if (opened->remarks > 0) {
        fprintf(
            stderr,
            "intake %s: %zu of the remarks beside this record are not in it; 'intake show %" PRIu64
            "' has them\n",
            opened->desk.command, opened->remarks, opened->entry.number);
    }
    return EXIT_FINE;
}

int opened_show(struct opened *opened, const struct rendering *rendering, enum document document,
                bool evidence)
{
    bool leaves = rendering->format != FORMAT_TEXT;
    int code = leaves ? may_leave(opened) : EXIT_FINE;
    struct buffer page;
    buffer_init(&page, LIMIT_CFG_BYTES);
    if (code == EXIT_FINE) {
        code = rendering->format == FORMAT_FHIR
                   ? render_fhir(opened, &page)
                   : render_document(opened, rendering, document, evidence, &page);
    }
    if (code == EXIT_FINE && leaves) {
        code = export(opened, rendering);
    }
    if (code == EXIT_FINE) {
        code = render_write(opened->desk.command, &page);
    }
    seal_wipe(page.bytes, page.length);
    buffer_clear(&page);
    if (code == EXIT_FINE && document == DOCUMENT_MEASURES) {
        fprintf(stderr,
                "intake %s: earlier visits of the same person are not in it; 'intake review' "
                "counts those a therapist has linked\n",
                opened->desk.command);
    }
    if (code == EXIT_FINE) {
        // What staff wrote beside it is no part of what the patient is given.
        code = add_remarks(opened, leaves || document == DOCUMENT_COPY);
    }
    return code == EXIT_FINE ? compare(opened) : code;
}

// What a queue shows of it, behind its time.
static void print_headline(const struct desk *desk, const struct entry *entry)
{
    struct entry_wrap wrap;
    struct headline headline;
    char born[DATE_TEXT];
    if (store_wrap(desk->installation.store, entry->number, desk->reader->id, &wrap) != 0) {
        printf("  closed to %s", desk->reader->name);
    } else if (!read_headline(desk, entry, &headline)) {
        printf("  damaged");
    } else {
        printf("  %s%s%s, born %s", headline.slip, headline.slip[0] != '\0' ? "  " : "",
               headline.name[0] != '\0' ? headline.name : "(no name)",
               headline.born_known ? date_print(headline.born, born) : "?");
        if (headline.gravest != RULE_CLASSES) {
            printf("  %s: %s", rule_class_name(headline.gravest), headline.reason);
        } else if (headline.urgent_not_excluded) {
            printf("  urgent not excluded");
        }
    }
    seal_wipe(&headline, sizeof headline);
}

// Who holds a terminal now, or has left and may come back; a call for help is for every eye.
static int print_now(const struct desk *desk)
{
    enum { SHOWN = 64 };
    struct store_now list[SHOWN];
    char when[64];
    size_t count = 0;
    if (store_now_list(desk->installation.store, list, SHOWN, &count) != 0) {
        return -1;
    }
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        printf("%6s  %-18s  under way%s\n", "-", clock_print(list[i].since, when, sizeof when),
               list[i].help ? ", CALLED FOR HELP ('intake helped' when somebody went)" : "");
    }
    if (count > SHOWN) {
        printf("%6s  and %zu more under way\n", "-", count - SHOWN);
    }
    return 0;
}

static int print_entry(void *context, const struct entry *entry)
{
    const struct desk *desk = context;
    char when[64];
    printf("%6" PRIu64 "  %-18s  %s", entry->number, clock_print(entry->at, when, sizeof when),
           entry->purged                    ? "purged"
           : entry->kind == ENTRY_INTERVIEW ? "sealed"
                                            : "sealed so far, urgent");
    if (desk->secret != NULL && !entry->purged) {
        print_headline(desk, entry);
    }
    puts("");
    return 0;
}

bool opened_is_set_up(const char *data)
{
    struct installation installation;
    struct arena arena;
    char folder[4096];
    const char *why;
    arena_init(&arena);
    enum installation_state state =
        installation_open(place_data(data, folder, sizeof folder), &installation, &why, &arena);
    if (state == INSTALLATION_FINE) {
        installation_close(&installation);
    }
    arena_clear(&arena);
    return state != INSTALLATION_NONE;
}

int opened_list(const char *command, const char *data, bool headlines)
{
    const struct store_walk records = {.kinds = 1u << ENTRY_INTERVIEW | 1u << ENTRY_PARTIAL,
                                       .newest_first = true,
                                       .part = headlines ? STORE_HEADLINE : STORE_OPEN};
    int code = ask_start(command);
    if (code != EXIT_FINE || (!headlines && !opened_is_set_up(data))) {
        return code;
    }
    struct desk desk;
    code = desk_open(&desk, command, data);
    if (code == EXIT_FINE && headlines) {
        code = desk_unlock(&desk, NULL);
    }
    if (code == EXIT_FINE && headlines) {
        code = desk_act(&desk, "read the list", NULL, NULL);
    }
    if (code == EXIT_FINE && (print_now(&desk) != 0 || store_walk(desk.installation.store, &records,
                                                                  print_entry, &desk) != 0)) {
        code = desk_failed(&desk, "the records cannot be read to their end");
    }
    desk_close(&desk);
    return code;
}
