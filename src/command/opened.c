#include "command/opened.h"

#include "command/clock.h"
#include "command/command.h"
#include "command/page.h"
#include "record/words.h"
#include "screening/lines.h"
#include "screening/screen.h"

#include <ctype.h>
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
static int look_at(const struct desk *desk, const struct entry *entry)
{
    const char *why = NULL;
    if (entry->kind != ENTRY_INTERVIEW && entry->kind != ENTRY_PARTIAL) {
        why = "is no record of an interview";
    } else if (entry->purged) {
        why = "was purged; 'intake log' says when and why";
    }
    if (why != NULL) {
        fprintf(stderr, "intake %s: entry %" PRIu64 " %s\n", desk->command, entry->number, why);
    }
    return why == NULL ? EXIT_FINE : EXIT_FOUND;
}

// The newest record with that slip.
static int find_slip(const struct opened *opened, const char *slip, uint64_t *number)
{
    size_t count = 0;
    const struct folded_row *rows = folded_rows(opened->folded, &count);
    while (count > 0 && (rows[count - 1].partial || strcmp(rows[count - 1].slip, slip) != 0)) {
        count--;
    }
    if (count == 0) {
        fprintf(stderr, "intake %s: no record that %s can open has the slip '%s'\n",
                opened->desk.command, opened->desk.reader->name, slip);
        return EXIT_FOUND;
    }
    *number = rows[count - 1].number;
    return EXIT_FINE;
}

static int unlock(struct opened *opened)
{
    struct desk *desk = &opened->desk;
    int code = desk_unlock(desk, NULL);
    if (code == EXIT_FINE) {
        opened->folded = desk_fold(desk);
        code = opened->folded != NULL ? EXIT_FINE : EXIT_IO;
    }
    return code;
}

static int find_numbered(struct opened *opened, const char *named, uint64_t *number)
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    int code = desk_entry(&opened->desk, named, &entry);
    if (code == EXIT_FINE) {
        code = look_at(&opened->desk, &entry);
    }
    *number = entry.number;
    entry_clear(&entry);
    return code;
}

// By its number or id before anybody is asked for a passphrase; by its slip after.
static int find(struct opened *opened, const char *named, uint64_t *number)
{
    char slip[SLIP_BYTES];
    bool by_slip = is_like_slip(named);
    if (by_slip && !slip_read(named, slip)) {
        fprintf(stderr,
                "intake %s: '%s' is no slip: a word or the number was misheard; 'intake show "
                "--headlines' names them\n",
                opened->desk.command, named);
        return EXIT_FOUND;
    }
    int code = by_slip ? EXIT_FINE : find_numbered(opened, named, number);
    if (code == EXIT_FINE) {
        code = unlock(opened);
    }
    return code == EXIT_FINE && by_slip ? find_slip(opened, slip, number) : code;
}

static const struct therapist_form *form(void *context, const uint8_t form_hash[SEAL_HASH],
                                         const uint8_t rules_hash[SEAL_HASH], const char **why)
{
    return shelf_get(context, form_hash, rules_hash, why);
}

static int open_visit(struct opened *opened, const struct folded_row *row)
{
    struct desk *desk = &opened->desk;
    const struct visit_source source = {
        .installation = &desk->installation,
        .reader = desk->reader,
        .secret = desk->secret,
        .folded = opened->folded,
        .form = form,
        .when = clock_when,
        .context = opened->shelf,
    };
    const char *why = NULL;
    int code = EXIT_FINE;
    opened->visit = visit_open(&source, row, &why);
    if (opened->visit == NULL) { // nobody has read it
        code = row->closed ? EXIT_DENIED : EXIT_FOUND;
        fprintf(stderr, "intake %s: record %" PRIu64 " cannot be opened: %s\n", desk->command,
                row->number, why);
        (void)folded_is_damaged(opened->folded, row->number); // the list says so from now on
        return code;
    }
    if (opened->visit->unread > 0) {
        fprintf(stderr,
                "intake %s: %zu of the notes beside this record cannot be read; 'intake verify' "
                "says more\n",
                desk->command, opened->visit->unread);
    }
    return desk_act(desk, "read", row->id, NULL);
}

// What the list has of it. A partial record whose interview was finished since is not in the list,
// and what was said beside it stands beside the finished one.
static int open_numbered(struct opened *opened, uint64_t number)
{
    const struct folded_row *row = folded_row(opened->folded, number);
    if (row != NULL) {
        return open_visit(opened, row);
    }
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    int code = EXIT_FINE;
    if (store_get(opened->desk.installation.store, number, &entry) != 0) {
        code = desk_failed(&opened->desk, "the record cannot be read");
    } else {
        struct folded_row bare = {.number = number, .at = entry.at, .partial = true};
        memcpy(bare.id, entry.id, ENTRY_ID);
        code = open_visit(opened, &bare);
    }
    entry_clear(&entry);
    return code;
}

int opened_open(struct opened *opened, const char *command, const char *data, const char *named)
{
    uint64_t number = 0;
    *opened = (struct opened){.visit = NULL};
    int code = desk_open(&opened->desk, command, data);
    if (code == EXIT_FINE) {
        opened->shelf = shelf_new(opened->desk.installation.store);
        code = find(opened, named, &number);
    }
    return code == EXIT_FINE ? open_numbered(opened, number) : code;
}

void opened_close(struct opened *opened)
{
    visit_close(opened->visit);
    if (opened->folded != NULL) {
        folded_close(opened->folded);
    }
    shelf_free(opened->shelf);
    desk_close(&opened->desk);
}

// Of the patient's answers alone: what was sealed with them.
static void find_lines(const struct opened *opened, bool tabs, struct buffer *out)
{
    const struct visit *visit = opened->visit;
    const struct expr_env env = answers_env(visit->answers);
    truth *found = screen_findings(visit->of->rules, &env);
    lines_write(visit->of->rules, found, visit->answers, visit->of->clinic, tabs, out);
    free(found);
}

// Against the lines that were sealed with it.
static int compare(const struct opened *opened)
{
    const struct handed *handed = &opened->visit->handed;
    struct buffer lines;
    buffer_init(&lines, ENTRY_BODY_MOST);
    find_lines(opened, true, &lines);
    bool same = lines.length == handed->findings_length &&
                memcmp(lines.bytes, handed->findings, lines.length) == 0;
    buffer_clear(&lines);
    if (!same) {
        fprintf(stderr,
                "intake %s: these are not the findings that record %" PRIu64
                " was sealed with (by %s): please report this\n",
                opened->desk.command, opened->visit->number, handed->program);
    }
    return same ? EXIT_FINE : EXIT_FOUND;
}

int opened_screen(const struct opened *opened, bool tabs)
{
    struct buffer lines;
    buffer_init(&lines, ENTRY_BODY_MOST);
    find_lines(opened, tabs, &lines);
    bool written = fwrite(lines.bytes, 1, lines.length, stdout) == lines.length;
    buffer_clear(&lines);
    return written ? compare(opened) : EXIT_IO;
}

// The record as it was sealed.
static int render_fhir(const struct visit *visit, struct buffer *out)
{
    buffer_add(out, visit->handed.response, visit->handed.response_length);
    if (out->length > 0 && out->bytes[out->length - 1] != '\n') {
        buffer_char(out, '\n');
    }
    return out->full ? EXIT_IO : EXIT_FINE;
}

static int render_document(const struct opened *opened, const struct rendering *rendering,
                           enum summary_document document, bool evidence, struct buffer *out)
{
    const struct visit *visit = opened->visit;
    struct summary *summary = visit_document(visit, document);
    if (evidence && document == SUMMARY_PAGE) {
        summary_trace(summary, visit->answers, visit->of->rules, visit->of->clinic, &visit->facts);
    }
    int code = render(opened->desk.command, summary, rendering, out);
    summary_free(summary);
    return code;
}

// What leaves as another thing than text on a screen leaves the sealed store: it is in the log
// before it is out.
static int export(struct opened *opened, const struct rendering *rendering,
                  const struct buffer *page)
{
    char how[16];
    fprintf(stderr,
            "intake %s: this leaves the sealed store; whoever has the file can read it. It is in "
            "'intake log'.\n",
            opened->desk.command);
    snprintf(how, sizeof how, "as %s", render_name(rendering->format));
    int code = desk_act(&opened->desk, "exported", opened->visit->id, how);
    if (code == EXIT_FINE) {
        code = render_write(opened->desk.command, page);
        if (code != EXIT_FINE) {
            (void)desk_act(&opened->desk, "failed to export", opened->visit->id, how);
        }
    }
    return code;
}

// "No" to whether the clinic may keep the answers: they are seen, and never leave.
static int may_leave(const struct opened *opened)
{
    if (opened->visit->today_only) {
        fprintf(stderr,
                "intake %s: the patient did not allow these answers to be kept; they can be read, "
                "not exported\n",
                opened->desk.command);
        return EXIT_DENIED;
    }
    return EXIT_FINE;
}

// The page has what was decided; what was noted is a document of its own.
static void point_to_notes(const struct opened *opened, enum summary_document document)
{
    size_t count = opened->visit->facts.note_count;
    if (count > 0 && document == SUMMARY_PAGE) {
        fprintf(stderr, "intake %s: %zu note%s beside it; --document=notes prints %s\n",
                opened->desk.command, count, count == 1 ? " stands" : "s stand",
                count == 1 ? "it" : "them");
    }
}

int opened_show(struct opened *opened, const struct rendering *rendering,
                enum summary_document document, bool evidence)
{
    bool leaves = rendering->format != FORMAT_TEXT;
    int code = leaves ? may_leave(opened) : EXIT_FINE;
    struct buffer page;
    buffer_init(&page, LIMIT_CFG_BYTES);
    if (code == EXIT_FINE) {
        code = rendering->format == FORMAT_FHIR
                   ? render_fhir(opened->visit, &page)
                   : render_document(opened, rendering, document, evidence, &page);
    }
    if (code == EXIT_FINE) {
        code =
            leaves ? export(opened, rendering, &page) : render_write(opened->desk.command, &page);
    }
    buffer_clear(&page);
    if (code == EXIT_FINE) {
        point_to_notes(opened, document);
    }
    return code == EXIT_FINE ? compare(opened) : code;
}
