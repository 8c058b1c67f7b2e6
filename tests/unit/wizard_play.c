// A keyboard made of lines, and the promises every frame must keep.

#include "wizard_play.h"

#include "terminal/screen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READING = 3000 }; // ms a person looks at a screen before Enter

static const struct {
    const char *name;
    enum press press;
} presses[] = {
    {"enter", PRESS_ENTER},
    {"esc", PRESS_ESCAPE},
    {"tab", PRESS_TAB},
    {"shift-tab", PRESS_SHIFT_TAB},
    {"backspace", PRESS_BACKSPACE},
    {"delete", PRESS_DELETE},
    {"up", PRESS_UP},
    {"down", PRESS_DOWN},
    {"left", PRESS_LEFT},
    {"right", PRESS_RIGHT},
    {"home", PRESS_HOME},
    {"end", PRESS_END},
    {"pageup", PRESS_PAGE_UP},
    {"pagedown", PRESS_PAGE_DOWN},
};

static bool is_word(const char *at, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(at, word, length) == 0;
}

static struct raw raw_of_key(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof(presses) / sizeof(presses[0]); i++) {
        if (is_word(name, length, presses[i].name)) {
            return (struct raw){.kind = RAW_PRESS, .press = presses[i].press};
        }
    }
    if (is_word(name, length, "space")) {
        return (struct raw){.kind = RAW_BYTE, .byte = ' '};
    }
    if (length == 6 && memcmp(name, "ctrl-", 5) == 0) {
        return (struct raw){.kind = RAW_BYTE, .byte = (unsigned char)(name[5] & 0x1F)};
    }
    if (length >= 2 && name[0] == 'f' && name[1] >= '0' && name[1] <= '9') {
        return (struct raw){
            .kind = RAW_PRESS, .press = PRESS_FUNCTION, .number = (int)strtol(name + 1, NULL, 10)};
    }
    return (struct raw){.kind = RAW_BYTE, .byte = (unsigned char)(length > 0 ? name[0] : ' ')};
}

static size_t line_length(const struct play *play)
{
    const char *newline = memchr(play->at, '\n', (size_t)(play->end - play->at));
    return (size_t)((newline != NULL ? newline : play->end) - play->at);
}

static bool starts(const char *line, size_t length, const char *word, const char **rest,
                   size_t *rest_length)
{
    size_t size = strlen(word);
    if (length < size || memcmp(line, word, size) != 0 || (length > size && line[size] != ' ')) {
        return false;
    }
    size_t skip = length > size ? size + 1 : size;
    *rest = line + skip;
    *rest_length = length - skip;
    return true;
}

static void write_screen(struct play *play, const char *name, size_t length)
{
    buffer_print(play->out, "== %.*s  %dx%d  cursor %d,%d\n", (int)length, name, play->columns,
                 play->rows, play->cursor_row, play->cursor_column);
    buffer_text(play->out, play->frame.bytes);
}

static void read_size(const char *text, int *columns, int *rows)
{
    char *end = NULL;
    *columns = (int)strtol(text, &end, 10);
    *rows = end != NULL && *end == 'x' ? (int)strtol(end + 1, NULL, 10) : 24;
}

// A line that makes something fail, or work again. False: it is none.
static bool breaks(struct play *play, const char *line, size_t whole)
{
    const struct {
        const char *word;
        bool *broken;
    } things[] = {{"words", &play->words_away},
                  {"bell", &play->bell_broken},
                  {"note", &play->note_broken},
                  {"record", &play->record_broken}};
    const char *rest = NULL;
    size_t length = 0;
    for (size_t i = 0; i < sizeof(things) / sizeof(things[0]); i++) {
        if (starts(line, whole, things[i].word, &rest, &length)) {
            *things[i].broken = is_word(rest, length, "broken") || is_word(rest, length, "away");
            return true;
        }
    }
    return false;
}

// Nothing of an unfinished line is left: the next line.
static struct raw next_line(struct play *play)
{
    const char *rest = NULL;
    size_t length = 0;
    size_t whole = line_length(play);
    const char *line = play->at;
    if (starts(line, whole, "wait", &rest, &length)) {
        play->waiting = true;
        return (struct raw){.kind = RAW_NOTHING};
    }
    play->at += whole + (play->at + whole < play->end ? 1 : 0);
    if (starts(line, whole, "type", &play->text, &play->text_length)) {
        return (struct raw){.kind = RAW_NOTHING};
    }
    if (starts(line, whole, "key", &play->keys, &play->keys_length)) {
        return (struct raw){.kind = RAW_NOTHING};
    }
    if (breaks(play, line, whole)) {
        return (struct raw){.kind = RAW_NOTHING};
    }
    if (starts(line, whole, "screen", &rest, &length)) {
        write_screen(play, rest, length);
    } else if (starts(line, whole, "signal", &rest, &length)) {
        play->signal = (int)strtol(rest, NULL, 10);
    } else if (starts(line, whole, "disk", &rest, &length)) {
        play->session.journal = is_word(rest, length, "broken") ? &play->journal : NULL;
    } else if (starts(line, whole, "resize", &rest, &length)) {
        struct raw raw = {.kind = RAW_RESIZE};
        read_size(rest, &raw.columns, &raw.rows);
        return raw;
    } else if (play->other != NULL) {
        play->other(play->other_context, line, whole);
    }
    return (struct raw){.kind = RAW_NOTHING};
}

static bool is_enter(const struct raw *raw)
{
    return raw->kind == RAW_PRESS && raw->press == PRESS_ENTER;
}

static struct raw take_key(struct play *play)
{
    while (play->keys_length > 0 && *play->keys == ' ') {
        play->keys++;
        play->keys_length--;
    }
    size_t length = 0;
    while (length < play->keys_length && play->keys[length] != ' ') {
        length++;
    }
    struct raw raw;
    if (is_word(play->keys, length, "enter!")) {
        raw = raw_of_key("enter", strlen("enter"));
    } else {
        raw = raw_of_key(play->keys, length);
        play->now += is_enter(&raw) ? READING : 0;
    }
    play->keys += length;
    play->keys_length -= length;
    return raw;
}

static struct raw play_take(void *context)
{
    struct play *play = context;
    for (;;) {
        if (play->text_length > 0) {
            play->text_length--;
            return (struct raw){.kind = RAW_BYTE, .byte = (unsigned char)*play->text++};
        }
        if (play->keys_length > 0) {
            return take_key(play);
        }
        if (play->signal != 0 || play->waiting) {
            return (struct raw){.kind = RAW_NOTHING};
        }
        if (play->at >= play->end) {
            return (struct raw){.kind = RAW_LOST};
        }
        struct raw raw = next_line(play);
        if (raw.kind != RAW_NOTHING) {
            return raw;
        }
    }
}

static int play_signal(void *context)
{
    struct play *play = context;
    int signal = play->signal;
    play->signal = 0;
    return signal;
}

static bool play_wait(void *context, int64_t milliseconds, bool settling)
{
    struct play *play = context;
    if (settling || !play->waiting) {
        return !settling;
    }
    int64_t rest = strtoll(play->at + 5, NULL, 10) * 1000 - play->waited;
    if (milliseconds >= 0 && milliseconds <= rest) {
        play->now += milliseconds;
        play->waited += milliseconds;
        return false;
    }
    size_t whole = line_length(play);
    play->now += rest;
    play->waited = 0;
    play->waiting = false;
    play->at += whole + (play->at + whole < play->end ? 1 : 0);
    return true;
}

static int64_t play_now(void *context)
{
    const struct play *play = context;
    return play->now;
}

// The first line that begins so, or NULL.
static const char *line_of(const char *script, const char *word)
{
    const char *at = strstr(script, word);
    while (at != NULL && at != script && at[-1] != '\n') {
        at = strstr(at + 1, word);
    }
    return at;
}

static const struct loop_source play_keys = {
    .take = play_take, .signal = play_signal, .wait = play_wait, .now = play_now};

static bool row_begins(const struct canvas *canvas, int row)
{
    for (int column = 0; column < canvas->columns && column < 6; column++) {
        const struct cell *cell = canvas_cell(canvas, row, column);
        if (cell->length == 1 && cell->text[0] == '>') {
            return true;
        }
        if (cell->length != 1 || cell->text[0] != ' ') {
            return false;
        }
    }
    return false;
}

// Cursor inside, and on the focus wherever a frame has one.
static void check_frame(struct play *play, const struct canvas *canvas)
{
    int row = canvas->cursor_row;
    int column = canvas->cursor_column;
    if (play->problem[0] != '\0' || canvas->rows == 0 || canvas->columns == 0) {
        return;
    }
    const struct cell *cell = canvas_cell(canvas, row, column);
    if (cell == NULL) {
        snprintf(play->problem, sizeof(play->problem), "cursor %d,%d is outside", row, column);
        return;
    }
    bool mark = (cell->length == 1 && cell->text[0] == '>') || row_begins(canvas, row) ||
                strstr(play->frame.bytes, "FRONT") != NULL;
    for (int i = 0; i < canvas->rows && !mark; i++) {
        if (row_begins(canvas, i)) {
            snprintf(play->problem, sizeof(play->problem),
                     "frame %zu: the cursor %d,%d is not on the focus in row %d", play->frames, row,
                     column, i);
            return;
        }
    }
}

void play_frame(void *context, const struct canvas *canvas)
{
    struct play *play = context;
    buffer_reset(&play->frame);
    canvas_dump(canvas, &play->frame);
    play->rows = canvas->rows;
    play->columns = canvas->columns;
    play->cursor_row = canvas->cursor_row;
    play->cursor_column = canvas->cursor_column;
    play->frames++;
    check_frame(play, canvas);
    if (play->seen != NULL) {
        play->seen(play->seen_context);
    }
}

// What a room does for the wizard. Each thing it is asked for is a line of the result.
static void note(struct play *play, const char *what)
{
    if (play->out != NULL) {
        buffer_print(play->out, "== %s\n", what);
    }
}

static const char *room_words(void *context)
{
    const struct play *play = context;
    return play->words_away ? NULL : "maple otter cloud river";
}

static bool room_help(void *context)
{
    struct play *play = context;
    note(play, play->bell_broken ? "help: not called" : "help: called");
    return !play->bell_broken;
}

static bool room_unlock(void *context, const char *typed)
{
    (void)context;
    char folded[256];
    text_fold(typed, folded, sizeof(folded));
    return strcmp(folded, "maple otter cloud river") == 0;
}

static bool room_staff(void *context, const char *passphrase)
{
    struct play *play = context;
    bool right = strcmp(passphrase, "open the door") == 0;
    note(play, right ? "passphrase: right" : "passphrase: wrong");
    return right;
}

static bool room_went_on(void *context, bool by_staff)
{
    struct play *play = context;
    note(play, play->note_broken ? "going on: not noted"
               : by_staff        ? "going on: by staff"
                                 : "going on: own choice");
    return !play->note_broken;
}

static bool room_hand_over(void *context)
{
    struct play *play = context;
    note(play, play->record_broken ? "record: not made" : "record: made");
    play->wizard.slip = play->record_broken ? NULL : "maple-otter-41";
    return !play->record_broken;
}

static void furnish(struct wizard_setup *setup)
{
    setup->practice = false;
    setup->page = NULL;
    setup->kiosk = true;
    setup->words = room_words;
    setup->help = room_help;
    setup->unlock = room_unlock;
    setup->unlock_staff = room_staff;
    setup->staff = room_staff;
    setup->went_on = room_went_on;
    setup->hand_over = room_hand_over;
}

static char *page(void *context, int columns)
{
    struct buffer text;
    (void)context;
    buffer_init(&text, 100);
    buffer_print(&text, "The page the therapist reads, %d columns.\n", columns);
    return text.bytes;
}

// What the clinic gave before the patient sat down.
static void carry(struct play *play)
{
    char id[65], text[256];
    for (const char *at = play->carried;
         at != NULL && sscanf(at, "carried %64s %255[^\n]", id, text) == 2;
         at = strchr(at, '\n') + 1) {
        struct event event = {.kind = EVENT_CARRIED,
                              .item = form_find(play->session.form, id),
                              .answer = answer_text(text, strlen(text))};
        if (session_do(&play->session, &event, NULL) != 0) {
            snprintf(play->problem, sizeof play->problem, "'%s' cannot be carried", id);
        }
        answer_clear(&event.answer);
    }
}

int play_source(struct play *play, struct play_models *models, const struct loop_source *source,
                void *context, int rows, int columns)
{
    day_number today = 0;
    (void)date_from_civil(2026, 3, 2, &today);
    play->journal.fd = -1;
    play->setup = (struct session_setup){.form = play_form(models),
                                         .rules = play_rules(models),
                                         .clinic = play_clinic(models),
                                         .settings = play_settings(models),
                                         .today_known = true,
                                         .today = today,
                                         .face = "wizard"};
    play->loop = (struct loop){.source = source, .context = context};
    key_decoder_init(&play->loop.decoder);
    play->wizard =
        (struct wizard_setup){.loop = &play->loop,
                              .screen = play->screen,
                              .width = play->screen != NULL ? screen_width : text_width_unicode,
                              .rows = rows,
                              .columns = columns,
                              .practice = true,
                              .today = today,
                              .page = page,
                              .frame = play->unwatched ? NULL : play_frame,
                              .context = play};
    if (play->room) {
        furnish(&play->wizard);
    }
    buffer_init(&play->frame, 1 << 20);
    int code = -1;
    if (session_begin(&play->session, &play->setup) == 0) {
        carry(play);
        code = wizard_run(&play->session, &play->wizard);
    }
    if (play->room && play->out != NULL) {
        write_screen(play, "left on the screen", strlen("left on the screen"));
    }
    buffer_clear(&play->frame);
    return code;
}

void play_script(struct play *play, const char *script, size_t length, struct buffer *out,
                 int *rows, int *columns)
{
    const char *size = line_of(script, "size ");
    if (size != NULL) {
        read_size(size + 5, columns, rows);
    }
    *play = (struct play){
        .at = script, .end = script + length, .out = out, .room = line_of(script, "room") != NULL};
    play->carried = line_of(script, "carried ");
    play->loop = (struct loop){.source = &play_keys, .context = play};
    key_decoder_init(&play->loop.decoder);
}

int play_watched(struct play *play, struct play_models *models, const char *script, size_t length,
                 struct buffer *out, void (*seen)(void *context), void *context)
{
    int rows = 24;
    int columns = 80;
    play_script(play, script, length, out, &rows, &columns);
    play->seen = seen;
    play->seen_context = context;
    int code = play_source(play, models, &play_keys, play, rows, columns);
    buffer_print(out, "== exit %d\n", code);
    return code;
}

int play_run(struct play *play, struct play_models *models, const char *script, size_t length,
             struct buffer *out)
{
    return play_watched(play, models, script, length, out, NULL, NULL);
}

// Bytes below 32 are keys with names, 128 to 159 function keys, 160 to 175 sizes, 176 to 191 waits;
// all others are typed.
struct bytes {
    const uint8_t *at, *end;
    int64_t now, rest;
};

static struct raw bytes_take(void *context)
{
    static const int sizes[][2] = {{24, 80}, {12, 40}, {20, 60},  {43, 132}, {1, 1},   {5, 20},
                                   {11, 39}, {25, 80}, {60, 200}, {0, 0},    {24, 40}, {12, 132},
                                   {40, 80}, {2, 300}, {200, 3},  {16, 72}};
    struct bytes *bytes = context;
    if (bytes->rest > 0) {
        return (struct raw){.kind = RAW_NOTHING};
    }
    if (bytes->at == bytes->end) {
        return (struct raw){.kind = RAW_LOST};
    }
    uint8_t byte = *bytes->at++;
    if (byte < 32) {
        struct raw raw = {.kind = RAW_PRESS,
                          .press = presses[byte % (sizeof(presses) / sizeof(presses[0]))].press};
        bytes->now += is_enter(&raw) ? READING : 0;
        return raw;
    }
    if (byte >= 176 && byte < 192) {
        bytes->rest = (byte - 175) * INT64_C(10000);
        return (struct raw){.kind = RAW_NOTHING};
    }
    if (byte >= 160 && byte < 176) {
        return (struct raw){
            .kind = RAW_RESIZE, .rows = sizes[byte - 160][0], .columns = sizes[byte - 160][1]};
    }
    if (byte >= 128 && byte < 160) {
        return (struct raw){.kind = RAW_PRESS, .press = PRESS_FUNCTION, .number = byte % 13};
    }
    return (struct raw){.kind = RAW_BYTE, .byte = byte};
}

static int bytes_signal(void *context)
{
    (void)context;
    return 0;
}

static bool bytes_wait(void *context, int64_t milliseconds, bool settling)
{
    struct bytes *bytes = context;
    if (settling) {
        return false;
    }
    if (milliseconds >= 0 && milliseconds <= bytes->rest) {
        bytes->now += milliseconds;
        bytes->rest -= milliseconds;
        return false;
    }
    bytes->now += bytes->rest;
    bytes->rest = 0;
    return true;
}

static int64_t bytes_now(void *context)
{
    const struct bytes *bytes = context;
    return bytes->now;
}

int play_bytes(struct play *play, struct play_models *models, const uint8_t *bytes, size_t length,
               bool room)
{
    static const struct loop_source source = {
        .take = bytes_take, .signal = bytes_signal, .wait = bytes_wait, .now = bytes_now};
    struct bytes context = {.at = bytes, .end = bytes + length};
    *play = (struct play){.out = NULL, .room = room};
    return play_source(play, models, &source, &context, 24, 80);
}

const char *play_check(struct play *play, struct play_models *models)
{
    const struct interview *interview = play->session.interview;
    size_t count;
    const struct event *trail = interview_trail(interview, &count);
    struct interview *again =
        interview_new(&(struct answers_setup){.form = play_form(models),
                                              .settings = play_settings(models),
                                              .today_known = true,
                                              .today = play->setup.today});
    const char *wrong = play->problem[0] != '\0' ? play->problem : NULL;
    for (size_t i = 0; i < count && wrong == NULL; i++) {
        if (interview_do(again, &trail[i], NULL) != 0) {
            wrong = "an event of the trail is refused";
        }
    }
    struct interview_at one = interview_at(interview);
    struct interview_at two = interview_at(again);
    uint32_t asked[2];
    uint32_t settled[2];
    interview_counts(interview, &asked[0], &settled[0]);
    interview_counts(again, &asked[1], &settled[1]);
    if (wrong == NULL &&
        (one.phase != two.phase || one.item != two.item || one.entry != two.entry ||
         asked[0] != asked[1] || settled[0] != settled[1] || settled[0] > asked[0])) {
        wrong = "the trail does not give the same interview";
    }
    interview_free(again);
    return wrong;
}

char *play_file(const char *name, size_t *length)
{
    FILE *file = fopen(name, "rb");
    char *bytes = calloc(1, (1 << 20) + 1);
    *length = file != NULL && bytes != NULL ? fread(bytes, 1, 1 << 20, file) : 0;
    if (file == NULL) {
        free(bytes);
        return NULL;
    }
    fclose(file);
    return bytes;
}

void play_folders(const char *script, char form[256], char config[256])
{
    snprintf(form, 256, "tests/cases/patient/form");
    snprintf(config, 256, "tests/cases/patient/config");
    if (strncmp(script, "form ", 5) == 0) {
        sscanf(script + 5, "%255s %255s", form, config);
    }
}
