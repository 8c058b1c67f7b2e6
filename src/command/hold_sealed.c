#include "command/hold_sealed.h"

#include "command/beside.h"
#include "command/command.h"
#include "command/face.h"
#include "command/kept.h"
#include "command/page.h"
#include "command/place.h"
#include "command/reopen.h"
#include "command/secrets.h"
#include "command/sitting.h"
#include "screening/screen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// If it cannot be told, the words are asked for: then it is said what is wrong.
static bool has_drafts(struct drafts *drafts)
{
    struct draft *list = NULL;
    size_t count = 0;
    bool found = drafts_list(drafts, &list, &count) != 0;
    for (size_t i = 0; i < count && !found; i++) {
        found = list[i].words && list[i].begun && !list[i].done;
    }
    free(list);
    return found;
}

// The four words of an interview to go on with, or none for a new one. False: nobody answered.
static bool ask_words(struct line_input *input, char words[RESUME_BYTES])
{
    struct buffer line;
    bool answered = false;
    words[0] = '\0';
    buffer_init(&line, 512);
    while (!answered) {
        printf("To go on with an interview that was stopped, type its four words.\n"
               "To begin a new one, press Enter.\n> ");
        fflush(stdout);
        int wrong = 0;
        if (line_input_read(input, &line) != LINE_GOT_TEXT) {
            break;
        }
        answered = line.bytes[strspn(line.bytes, " \t")] == '\0' ||
                   resume_words_read(line.bytes, words, &wrong);
        if (!answered && wrong > 0) {
            printf("Word %d is none of the words that are given.\n", wrong);
        } else if (!answered) {
            printf("These are not four words.\n");
        }
    }
    buffer_clear(&line);
    return answered;
}

static int cannot_keep(const char *words)
{
    int error = errno;
    if (words[0] != '\0' && error == ENOENT) {
        fprintf(stderr, "intake start: these words open no interview that is kept here\n");
        return EXIT_FOUND;
    }
    fprintf(stderr, "intake start: answers cannot be kept: %s\n",
            error == ESTALE        ? "they were given on another form"
            : error == EWOULDBLOCK ? "they are being given on another terminal"
            : error == EBADMSG     ? "the interview is damaged; it is kept as it is"
                                   : strerror(error));
    return EXIT_IO;
}

static int sit(struct sitting *sitting, const struct wishes *wishes, struct line_input *input)
{
    static struct wizard_terminal terminal; // must not move while it is open
    if (face_is_line(wishes)) {
        return sitting_lines(sitting, input, stdout);
    }
    const char *why = "this terminal cannot show the wizard";
    const struct wizard_open_options options = face_options(wishes);
    if (wizard_open(&terminal, &options, &why) != 0) {
        return face_refused(why);
    }
    int code = sitting_wizard(sitting, &terminal.loop, terminal.screen, false);
    wizard_close(&terminal);
    return code;
}

static bool is_urgent(const struct sitting *sitting)
{
    const struct bundle *bundle = sitting->place->bundle;
    truth *found = page_findings(bundle, interview_answers(sitting->session.interview));
    bool urgent = screen_gravest(bundle->rules, found) == RULE_URGENT;
    free(found);
    return urgent;
}

// An open one, to its end.
static int hold_open(struct sitting *sitting, const struct wishes *wishes, struct line_input *input)
{
    int code = sit(sitting, wishes, input);
    return code == EXIT_FINE && wishes->flag_exit && is_urgent(sitting) ? EXIT_URGENT : code;
}

// Looked for only where an interview is gone on with: it may be on another form of the clinic.
struct others {
    struct sitting_place *place;
    const struct wishes *wishes;
    struct beside beside;
};

static void find_others(struct others *others)
{
    char config[4096 + 16];
    const struct bundle *bundle = others->place->bundle;
    bundle_config(others->wishes->config, bundle->form->folder, config, sizeof config);
    beside_open(&others->beside, bundle, config, "start");
    beside_join(&others->beside, others->place);
}

// A new one, or the one whose words are typed.
static int open_asked(struct sitting *sitting, struct others *others, const char *face,
                      struct line_input *input)
{
    struct sitting_place *place = others->place;
    char words[RESUME_BYTES] = "";
    if (has_drafts(place->drafts) && !ask_words(input, words)) {
        return line_signal() != 0 ? EXIT_SIGNAL + line_signal() : EXIT_DRAFT;
    }
    if (words[0] != '\0') {
        find_others(others);
    }
    int failed = words[0] != '\0' ? sitting_go_on(sitting, place, face, words)
                                  : sitting_begin(sitting, place, face);
    int code = failed != 0 ? cannot_keep(words) : EXIT_FINE;
    seal_wipe(words, sizeof words);
    return code;
}

static int hold(struct sitting_place *place, const struct wishes *wishes)
{
    static struct others others;
    struct line_input input;
    struct sitting sitting = {.place = place};
    const char *face = face_name(wishes);
    int code = EXIT_FINE;
    others = (struct others){.place = place, .wishes = wishes};
    if (wishes->reopen) {
        find_others(&others);
        code = reopen(&sitting, place, face);
    }
    line_catch_signals();
    line_input_init(&input, stdin);
    if (!wishes->reopen) {
        code = open_asked(&sitting, &others, face, &input);
    }
    if (code == EXIT_FINE) {
        code = hold_open(&sitting, wishes, &input);
    }
    sitting_end(&sitting);
    line_input_clear(&input);
    beside_close(&others.beside);
    return code;
}

static int hold_in(struct installation *installation, struct bundle *bundle,
                   const struct wishes *wishes, struct bell *bell)
{
    char sentence[KEPT_SENTENCE];
    if (wishes->today_given && wishes->keyed_by == NULL) {
        fprintf(stderr, "intake start: --today is for --practice, or for --from-paper with "
                        "--keyed-by; a patient's interview is of today\n");
        return EXIT_WRONG_USE;
    }
    const char *behind = kept_set_back(installation, sentence);
    if (behind != NULL) {
        fprintf(stderr, "intake start: %s\n", behind);
        return EXIT_IO;
    }
    const char *unapproved = kept_unapproved(bundle, installation);
    if (unapproved != NULL) {
        fprintf(stderr,
                "intake start: %s 'intake approve' asks a clinician to; 'intake start --practice' "
                "needs no approval\n",
                unapproved);
        return EXIT_CONFIG;
    }
    struct sitting_place place = {.bundle = bundle, .installation = installation, .bell = bell};
    place.day = wishes->keyed_by != NULL ? &wishes->today : NULL;
    place.drafts = sitting_drafts(installation);
    if (place.drafts == NULL || kept_add(bundle, installation->store) != 0) {
        fprintf(stderr, "intake start: answers cannot be kept: %s\n", strerror(errno));
        drafts_close(place.drafts);
        return EXIT_IO;
    }
    int code = hold(&place, wishes);
    drafts_close(place.drafts);
    return code;
}

int hold_sealed(struct bundle *bundle, const struct wishes *wishes)
{
    static struct installation installation;
    char folder[4096];
    const char *why = NULL;
    struct arena arena;
    if (wishes->practice) {
        return HOLD_PRACTICE;
    }
    int code = secrets_start("start");
    if (code != EXIT_FINE) {
        return code;
    }
    arena_init(&arena);
    code = HOLD_PRACTICE;
    // A process of its own, with a copy of what is in memory here: begun before any secret is.
    struct bell *bell = bell_start(bundle->clinic->notify);
    switch (installation_open(place_data(wishes->data, folder, sizeof folder), &installation, &why,
                              &arena)) {
    case INSTALLATION_NONE:
        break;
    case INSTALLATION_BROKEN:
        fprintf(stderr, "intake start: %s\n", why);
        code = EXIT_IO;
        break;
    case INSTALLATION_FINE:
        code = hold_in(&installation, bundle, wishes, bell);
        installation_close(&installation);
        break;
    }
    bell_stop(bell);
    arena_clear(&arena);
    return code;
}
