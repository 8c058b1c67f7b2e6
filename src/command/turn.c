#include "command/turn.h"

#include "command/kept.h"
#include "command/purge.h"
#include "command/sitting.h"
#include "patient/kiosk/confine.h"
#include "patient/kiosk/welcome.h"
#include "patient/wizard/open.h"
#include "record/unlock.h"
#include "terminal/screen.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

struct turn {
    const struct turn_setup *setup;
    struct installation installation;
    bool installed;
    bool never_set_up; // there are no readers yet
    struct drafts *drafts;
    struct sitting_place place; // when interviews may begin
    struct arena arena;
    const char *closed_because; // NULL: interviews may begin
    const char *notice;
    struct wizard_terminal *terminal;
};

// Why no interview may begin now, for whoever stands there.
static const char *look(struct turn *turn)
{
    const char *why = NULL;
    if (!turn->installed) {
        enum installation_state state =
            installation_open(turn->setup->data, &turn->installation, &why, &turn->arena);
        turn->never_set_up = state == INSTALLATION_NONE;
        if (state == INSTALLATION_NONE) {
            return "This terminal is not set up yet. Please ask at the desk.\n\nStaff: F12 "
                   "or Ctrl-T, any word and Enter leave; then run 'intake setup' and 'intake "
                   "approve'.";
        }
        if (state == INSTALLATION_BROKEN) {
            return arena_print(&turn->arena,
                               "This terminal needs staff. Please ask at the desk.\n\n%s", why);
        }
        turn->installed = true;
    }
    if (turn->drafts == NULL) {
        turn->drafts = sitting_drafts(&turn->installation);
    }
    if (turn->drafts == NULL) {
        return arena_print(&turn->arena,
                           "This terminal needs staff. Please ask at the desk.\n\nAnswers cannot "
                           "be kept: %s.",
                           strerror(errno));
    }
    // Nothing is added to a chain whose end is missing.
    char sentence[KEPT_SENTENCE];
    why = kept_set_back(&turn->installation, sentence);
    if (why != NULL) {
        return arena_print(&turn->arena, "This terminal needs staff. Please ask at the desk.\n\n%s",
                           why);
    }
    struct bundle *bundle = turn->setup->offered->bundle;
    if (bundle == NULL) {
        return "This terminal needs staff. Please ask at the desk.\n\nForm, rules or settings have "
               "errors: 'intake check' names them.";
    }
    why = kept_unapproved(bundle, &turn->installation);
    if (why != NULL) {
        return arena_print(&turn->arena,
                           "This terminal needs staff. Please ask at the desk.\n\n%s 'intake "
                           "approve' asks a clinician to.",
                           why);
    }
    if (kept_add(bundle, turn->installation.store) != 0) {
        return "This terminal needs staff. Please ask at the desk.\n\nThe form cannot be kept "
               "beside the records.";
    }
    turn->place = (struct sitting_place){
        .bundle = bundle,
        .installation = &turn->installation,
        .drafts = turn->drafts,
        .bell = turn->setup->bell,
    };
    beside_join(&turn->setup->offered->beside, &turn->place);
    return NULL;
}

static void purge(struct turn *turn)
{
    // A clock that cannot be believed, a disk that fails, settings with an error: the next time.
    struct retained done;
    const struct bundle *bundle = turn->setup->offered->bundle;
    if (turn->installed && turn->drafts != NULL && bundle != NULL) {
        (void)purge_due(&turn->installation, turn->drafts, bundle->clinic, false, &done);
    }
}

static void put_down(struct turn *turn)
{
    drafts_close(turn->drafts);
    if (turn->installed) {
        installation_close(&turn->installation);
    }
    arena_clear(&turn->arena);
}

void turn_sweep(const struct turn_setup *setup)
{
    struct turn turn = {.setup = setup};
    arena_init(&turn.arena);
    (void)look(&turn);
    purge(&turn);
    put_down(&turn);
}

// Before anybody types: what an interview never needs is given up.
static int confine(const struct turn_setup *setup, const char **why)
{
    const char *tty = ttyname(STDIN_FILENO);
    const struct confine_place places[] = {
        {setup->data, true},
        {"/dev/tty", true},
        {tty != NULL ? tty : "/dev/tty", true},
        {"/dev/null", true},
        {"/dev/urandom", false},
        {"/etc/terminfo", false},
        {"/lib/terminfo", false},
        {"/usr/share/terminfo", false},
        {"/etc/localtime", false},
        {"/usr/share/zoneinfo", false},
        {"/usr/lib/locale", false},
    };
    return confine_self(places, sizeof places / sizeof *places, why);
}

static int sit(struct turn *turn, const char *words)
{
    struct sitting sitting;
    if (offered_changed(turn->setup->offered)) {
        return TURN_AGAIN; // the welcome screen may have stood for days: what it offered is no more
    }
    int failed = words == NULL ? sitting_begin(&sitting, &turn->place, "wizard")
                               : sitting_go_on(&sitting, &turn->place, "wizard", words);
    if (failed != 0) {
        turn->notice =
            words == NULL          ? "Please tell the desk: answers cannot be kept now."
            : errno == ENOENT      ? "These words open nothing here."
            : errno == EWOULDBLOCK ? "These answers are being given on another terminal."
            : errno == ESTALE
                ? "These answers are to other questions than are approved now: they cannot "
                  "be gone on with here. They are kept. Please tell the desk."
                : "Please tell the desk: these answers cannot be "
                  "gone on with here. They are kept.";
        sitting_end(&sitting);
        return -1;
    }
    int code = sitting_wizard(&sitting, &turn->terminal->loop, turn->terminal->screen, true);
    sitting_end(&sitting);
    return code > WIZARD_SIGNAL ? TURN_STOPPED : TURN_NEXT;
}

static bool is_reader(struct turn *turn, const struct secret *passphrase)
{
    // Where there is no reader yet, there is nobody to keep in.
    if (!turn->installed) {
        return turn->never_set_up;
    }
    struct reader_secret *secret = unlock_any(&turn->installation, passphrase->bytes, NULL);
    bool right = secret != NULL;
    reader_secret_free(secret);
    return right;
}

static bool call_staff(void *context)
{
    const struct turn *turn = context;
    return bell_ring(turn->setup->bell);
}

static int welcome(struct turn *turn)
{
    struct welcome_language languages[WELCOME_LANGUAGES];
    struct welcome said;
    const struct offered *offered = turn->setup->offered;
    const struct form *form = offered->bundle != NULL ? offered->bundle->form : NULL;
    const struct welcome_setup setup = {
        .loop = &turn->terminal->loop,
        .screen = turn->terminal->screen,
        .width = screen_width,
        .clinic = offered->clinic,
        .languages = languages,
        .language_count = welcome_languages(form, languages),
        .closed_because = turn->closed_because,
        .notice = turn->notice,
        .read_words = turn->closed_because == NULL ? resume_words_read : NULL,
        .help = turn->setup->bell != NULL ? call_staff : NULL,
        .context = turn,
    };
    int end = -1;
    welcome_run(&setup, &said);
    turn->notice = NULL;
    switch (said.end) {
    case WELCOME_BEGIN:
        end = sit(turn, NULL);
        break;
    case WELCOME_GO_ON:
        end = sit(turn, said.words);
        break;
    case WELCOME_STAFF:
        if (is_reader(turn, &said.passphrase)) {
            end = TURN_LEFT;
        } else {
            turn->notice = "That is no reader's passphrase.";
        }
        break;
    case WELCOME_LOOK:
        end = TURN_NEXT; // confined, this process could not make what was missing
        break;
    case WELCOME_SIGNAL:
        end = TURN_STOPPED;
        break;
    case WELCOME_LOST:
        end = TURN_LOST;
        break;
    }
    welcome_clear(&said);
    return end;
}

// What is typed must not reach a swap partition. Under a limit, memory that is wanted later would
// be refused instead of left unlocked, so then it is not tried; `intake doctor` says so.
static void lock_memory(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY) {
        (void)mlockall(MCL_CURRENT | MCL_FUTURE);
    }
}

int turn_run(const struct turn_setup *setup)
{
    static struct wizard_terminal terminal; // must not move while it is open
    const struct wizard_open_options options = {
        .term = getenv("TERM"), .colour = setup->colour, .ascii = setup->ascii};
    struct turn turn = {.setup = setup, .terminal = &terminal};
    const char *why = "this is no terminal";
    arena_init(&turn.arena);
    lock_memory();
    turn.closed_because = look(&turn);
    if (setup->again && turn.closed_because == NULL) {
        turn.notice = "The questions were changed just now. Please try again.";
    }
    purge(&turn);
    if (isatty(STDIN_FILENO) == 0 || wizard_check(&options, &why) != 0 ||
        wizard_open(&terminal, &options, &why) != 0) {
        fprintf(stderr, "intake kiosk: %s\n", why);
        return TURN_NO_TERMINAL;
    }
    (void)tcflush(STDIN_FILENO, TCIFLUSH); // keys meant for the patient before
    int end = confine(setup, &why) == 0 ? -1 : TURN_FAILED;
    while (end < 0) {
        end = welcome(&turn);
    }
    wizard_close(&terminal);
    if (end == TURN_FAILED) {
        fprintf(stderr, "intake kiosk: %s\n", why);
    }
    put_down(&turn);
    return end;
}
