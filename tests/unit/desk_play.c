#include "desk_play.h"

#include "command/clock.h"
#include "command/folders.h"
#include "command/given.h"
#include "command/leave.h"
#include "interview_fixture.h"
#include "record/remark.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t now(void *context)
{
    const struct desk_play *desk = context;
    return DESK_NOW + desk->play.now / 1000;
}

static const struct therapist_form *form(void *context, const uint8_t form_hash[SEAL_HASH],
                                         const uint8_t rules_hash[SEAL_HASH], const char **why)
{
    struct desk_play *desk = context;
    const struct therapist_form *found = shelf_get(desk->clinic.shelf, form_hash, rules_hash, why);
    if (found == NULL) {
        return NULL;
    }
    // The hashes change whenever an author changes a word.
    desk->form = *found;
    desk->form.form_hash = "f0f0f0f0";
    desk->form.rules_hash = "a1a1a1a1";
    return &desk->form;
}

static void frame(void *context, const struct canvas *canvas)
{
    struct desk_play *desk = context;
    play_frame(&desk->play, canvas);
}

// As text: what draws a PDF is a program of its own, with tests of its own.
static bool print(void *context, const struct therapist_paper *paper, char *said)
{
    struct desk_play *desk = context;
    struct therapist_paper text = *paper;
    struct buffer bytes;
    static const char *const away[] = {"no-such-printer", NULL};
    if (desk->printer_away) {
        return leave_to_program(away, "x", 1, LEAVE_PATIENCE, said);
    }
    text.format = GIVEN_TEXT;
    bool done = given_render(&text, PAPER_A4, &bytes, said);
    if (done) {
        buffer_reset(&desk->printed);
        buffer_add(&desk->printed, bytes.bytes, bytes.length);
        snprintf(said, THERAPIST_SAID, "Given to the printer.");
    }
    buffer_clear(&bytes);
    return done;
}

static bool export(void *context, const struct therapist_paper *paper, const char *folder,
                   char *said)
{
    struct desk_play *desk = context;
    struct buffer bytes;
    if (desk->stick_away) {
        folder = "/media/nobody/here";
    }
    bool done = given_render(paper, PAPER_A4, &bytes, said) &&
                leave_as_file(folder, paper->name, given_ending(paper->format), bytes.bytes,
                              bytes.length, said);
    buffer_clear(&bytes);
    return done;
}

static size_t places(void *context, char list[THERAPIST_PLACES][THERAPIST_PATH])
{
    const struct desk_play *desk = context;
    snprintf(list[0], THERAPIST_PATH, "/media/clinic/STICK");
    return desk->stick_away ? 0 : 1;
}

static size_t complete(void *context, char *path)
{
    (void)context;
    return folders_complete(path);
}

static void home(void *context, char *path)
{
    const struct desk_play *desk = context;
    if (strcmp(path, "~/") == 0) {
        snprintf(path, THERAPIST_PATH, "%s", desk->folder);
    }
}

static bool report(void *context, const struct reader *reader, const struct reader_secret *secret,
                   struct buffer *out, char *said)
{
    (void)context;
    (void)reader;
    (void)secret;
    (void)said;
    buffer_text(out, "The last 30 days\n\n6 interviews on 1 day\n");
    return true;
}

static bool next(void *context, const struct reader *reader, const struct reader_secret *secret,
                 const struct interview *interview, const uint8_t id[ENTRY_ID], struct buffer *out,
                 char *said)
{
    (void)context;
    (void)reader;
    (void)secret;
    (void)interview;
    (void)id;
    (void)said;
    buffer_text(out,
                "Ready: Since your last visit.\n  Hard to do, 1: Swimming\n\nFor the patient's "
                "slip, until 24 Nov 2026 10:30:\n\n    maple otter cloud river\n");
    return true;
}

// "\x1b" and "\u202e" as an author of a script writes them.
static void read_name(struct desk_play *desk, const char *text, size_t length)
{
    size_t used = 0;
    for (size_t i = 0; i < length && used + 8 < sizeof desk->name;) {
        bool escaped =
            i + 3 < length && text[i] == '\\' && (text[i + 1] == 'x' || text[i + 1] == 'u');
        size_t digits = escaped && text[i + 1] == 'u' ? 4 : 2;
        if (!escaped) {
            desk->name[used++] = text[i++];
            continue;
        }
        char number[8] = "";
        memcpy(number, text + i + 2, digits);
        used += text_encode((uint32_t)strtoul(number, NULL, 16), desk->name + used);
        i += 2 + digits;
    }
    desk->name[used] = '\0';
}

static void add(struct desk_play *desk, const char *rest, bool so_far, bool today)
{
    static char answers[64], slip[64];
    int seconds = 0;
    if (sscanf(rest, "%63s %63s %d", answers, slip, &seconds) == 3) {
        const struct desk_person person = {
            .answers = answers,
            .name = desk->name[0] != '\0' ? desk->name : NULL,
            .slip = slip,
            .at = seconds,
            .so_far = so_far,
            .today_only = today,
        };
        (void)desk_clinic_add(&desk->clinic, &person);
        desk->name[0] = '\0';
    }
}

// What another desk adds beside an entry.
static void remark(struct desk_play *desk, unsigned long long number, const struct remark *remark)
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    if (store_get(desk->clinic.installation.store, number, &entry) != 0 ||
        remark_add(&desk->clinic.installation, &desk->clinic.place.reader,
                   desk->clinic.place.secret, entry.id, remark, now(desk)) != 0) {
        snprintf(desk->play.problem, sizeof desk->play.problem, "nothing stands beside entry %llu",
                 number);
    }
    entry_clear(&entry);
}

static void decide(struct desk_play *desk, const char *rest)
{
    char text[128] = "";
    unsigned long long number = 0;
    struct remark decision;
    if (sscanf(rest, "%llu %127[^\n]", &number, text) == 2) {
        remark_init(&decision, REMARK_DECISION);
        decision.decision = DECISION_NOT_TODAY;
        buffer_text(&decision.text, text);
        remark(desk, number, &decision);
        remark_clear(&decision);
    }
}

static void answer(struct desk_play *desk, const char *rest)
{
    const struct form *of = desk->clinic.bundle.form;
    char item[64] = "", value[64] = "";
    unsigned long long number = 0;
    struct remark answered;
    if (sscanf(rest, "%llu %63s %63s", &number, item, value) == 3) {
        struct event event = {.kind = EVENT_ANSWER, .item = form_find(of, item)};
        event.answer = fixture_answer(of, event.item, value);
        remark_init(&answered, REMARK_ANSWER);
        event_encode(&event, of, &answered.event);
        remark(desk, number, &answered);
        remark_clear(&answered);
        answer_clear(&event.answer);
    }
}

static void under_way(struct desk_play *desk, bool help)
{
    const struct store_now at = {.id = {help ? 7 : 8}, .since = DESK_NOW - 300, .help = help};
    if (store_now_set(desk->clinic.installation.store, &at) != 0) {
        snprintf(desk->play.problem, sizeof desk->play.problem, "nobody is under way");
    }
}

// As a disk does it: behind the program's back.
static void spoil(const struct desk_play *desk, const char *number, bool mended)
{
    char path[320], sql[512];
    sqlite3 *db = NULL;
    unsigned long long at = strtoull(number, NULL, 10);
    snprintf(path, sizeof path, "%s/store.db", desk->clinic.place.folder);
    snprintf(sql, sizeof sql,
             mended ? "UPDATE body SET bytes = (SELECT bytes FROM aside) WHERE number = %llu"
                    : "CREATE TABLE aside AS SELECT bytes FROM body WHERE number = %llu;"
                      "UPDATE body SET bytes = zeroblob(length(bytes)) WHERE number = %llu",
             at, at);
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        abort();
    }
    (void)sqlite3_close(db);
}

static void remove_reader(struct desk_play *desk)
{
    const struct seal_cost cheapest = {.passes = 2, .kibibytes = 64 << 10};
    struct installation *there = &desk->clinic.installation;
    const struct sealed_place *place = &desk->clinic.place;
    struct reader other;
    uint8_t lock[READER_LOCK];
    struct reader_secret *secret = reader_new("Anna Berg", &other);
    if (secret == NULL || reader_lock(secret, "another quiet stone", cheapest, lock) != 0 ||
        installation_add_reader(there, &place->reader, place->secret, &other, lock, now(desk)) !=
            0 ||
        installation_remove_reader(there, &other, secret, place->reader.id, now(desk)) != 0) {
        abort();
    }
    reader_secret_free(secret);
}

static void type(struct desk_play *desk, const char *text)
{
    desk->play.text = text;
    desk->play.text_length = strlen(text);
}

static void other(void *context, const char *line, size_t length)
{
    struct desk_play *desk = context;
    static char text[512], typed[512];
    snprintf(text, sizeof text, "%.*s", (int)(length < sizeof text ? length : sizeof text - 1),
             line);
    const char *rest = strchr(text, ' ');
    rest = rest != NULL ? rest + 1 : "";
    size_t word = strcspn(text, " ");
    char first[32];
    snprintf(first, sizeof first, "%.*s", (int)(word < 31 ? word : 31), text);
    if (strcmp(first, "five") == 0) {
        desk_clinic_five(&desk->clinic);
    } else if (strcmp(first, "one") == 0 || strcmp(first, "so-far") == 0 ||
               strcmp(first, "today") == 0) {
        add(desk, rest, first[0] == 's', first[0] == 't');
    } else if (strcmp(first, "called") == 0) {
        read_name(desk, rest, strlen(rest));
    } else if (strcmp(first, "damaged") == 0) {
        desk_clinic_add_damaged(&desk->clinic);
    } else if (strcmp(first, "removed") == 0) {
        remove_reader(desk);
    } else if (strcmp(first, "spoilt") == 0 || strcmp(first, "mended") == 0) {
        spoil(desk, rest, first[0] == 'm');
    } else if (strcmp(first, "decided") == 0) {
        decide(desk, rest);
    } else if (strcmp(first, "answered") == 0) {
        answer(desk, rest);
    } else if (strcmp(first, "help") == 0 || strcmp(first, "under-way") == 0) {
        under_way(desk, first[0] == 'h');
    } else if (strcmp(first, "unlock") == 0) {
        snprintf(typed, sizeof typed, "%s\r", sealed_passphrase);
        type(desk, typed);
    } else if (strcmp(first, "folder") == 0) {
        type(desk, desk->folder + 1); // the field begins with a /
    } else if (strcmp(first, "policy") == 0) {
        desk->setup.print_today_only = strcmp(rest, "print") == 0;
    } else if (strcmp(first, "printer") == 0) {
        desk->printer_away = strcmp(rest, "away") == 0;
    } else if (strcmp(first, "stick") == 0) {
        desk->stick_away = strcmp(rest, "away") == 0;
    } else if (word > 0 && first[0] != '#' && strcmp(first, "size") != 0) {
        snprintf(desk->play.problem, sizeof desk->play.problem, "no such line: %s", first);
    }
}

int desk_play_source(struct desk_play *desk, struct loop *loop, int rows, int columns)
{
    static struct arena arena;
    const char *why = NULL;
    desk_clinic_make(&desk->clinic);
    if (desk->furnish != NULL) {
        desk->furnish(&desk->clinic);
    }
    arena_init(&arena);
    if (installation_open(desk->clinic.place.folder, &desk->installation, &why, &arena) !=
        INSTALLATION_FINE) {
        abort();
    }
    arena_clear(&arena);
    snprintf(desk->folder, sizeof desk->folder, "/tmp/desk-export-XXXXXX");
    if (mkdtemp(desk->folder) == NULL) {
        abort();
    }
    buffer_init(&desk->play.frame, 1 << 20);
    buffer_init(&desk->printed, 64 << 20);
    desk->setup = (struct therapist_setup){
        .loop = loop,
        .width = text_width_unicode,
        .rows = rows,
        .columns = columns,
        .installation = &desk->installation,
        .idle_seconds = 300,
        .frame = frame,
        .now = now,
        .when = clock_when,
        .form = form,
        .print = print,
        .export = export,
        .places = places,
        .complete = complete,
        .home = home,
        .next_days = 30,
        .next = next,
        .report = report,
        .context = desk,
    };
    return therapist_run(&desk->setup);
}

int desk_play_run(struct desk_play *desk, const char *script, size_t length, struct buffer *out)
{
    int rows = 24, columns = 80;
    memset(desk, 0, sizeof *desk);
    play_script(&desk->play, script, length, out, &rows, &columns);
    desk->play.other = other;
    desk->play.other_context = desk;
    int code = desk_play_source(desk, &desk->play.loop, rows, columns);
    buffer_print(out, "== exit %d\n", code);
    // The name of a temporary folder is another each time.
    for (char *at = out->bytes; (at = strstr(at, desk->folder)) != NULL;) {
        at += strlen(desk->folder) - 6;
        memcpy(at, "******", 6);
    }
    return code;
}

void desk_play_end(struct desk_play *desk)
{
    buffer_clear(&desk->play.frame);
    buffer_clear(&desk->printed);
    installation_close(&desk->installation);
    desk_clinic_remove(&desk->clinic);
    sealed_place_remove_folder(desk->folder);
}
