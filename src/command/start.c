// intake start: one patient's interview, full screen or as plain lines. Only composition: what is
// loaded, where the draft stands, which face.
#include "base/ensure.h"
#include "command/bundle.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/page.h"
#include "patient/line/line.h"
#include "patient/session.h"
#include "patient/wizard/open.h"
#include "patient/wizard/wizard.h"
#include "record/drafts.h"
#include "screening/screen.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
    "example: intake start                  the interview, full screen\n"
    "         intake start --line           as plain lines, for Braille, speech and ssh\n"
    "\n"
    "usage: intake start [--line] [--ascii] [--color=never|auto] [--config=DIR] [--drafts=DIR]\n"
    "                    [--today=YYYY-MM-DD] [--flag-exit] [--no-input] [--form=FORM | FORM]\n"
    "       intake start --answers=FILE|- [--ascii] [--config=DIR] [--today=YYYY-MM-DD] [FORM]\n"
    "Practice mode: answers stay in memory, nothing is sealed yet. Do not use it with patients.\n"
    "  --line       plain lines; also when TERM is dumb or ACCESSIBLE is set\n"
    "  --answers    no questions: print the therapist's page of the answers in FILE\n"
    "  --drafts     where interviews are kept, instead of $INTAKE_DRAFTS or the runtime directory\n"
    "  --no-input   never ask: fail, and say what is missing\n"
    "  --flag-exit  exit 6 if an urgent rule is present at the end\n"
    "Exit 0: finished. 2: wrong use, or no terminal. 3: left, the draft is kept. 4: thrown away.\n"
    "74: answers cannot be kept. 78: errors in form, rules or settings. 128+n: signal n, draft kept.\n";

struct wishes {
    const char *config, *form, *answers, *drafts;
    bool line, ascii, no_colour, no_input, flag_exit, today_given;
    day_number today;
};

// One interview with where it is kept.
struct holding {
    struct bundle *bundle;
    const struct wishes *wishes;
    struct session session;
    struct drafts *drafts;
    struct journal journal;
    char name[DRAFT_NAME];
    struct line_input input;
    bool today_known;
    day_number today;
    long long began;
};

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

static bool wants_lines(const struct wishes *wishes)
{
    const char *term = getenv("TERM");
    return wishes->line || is_set("ACCESSIBLE") || (term != NULL && strcmp(term, "dumb") == 0);
}

static int no_terminal(const char *why)
{
    fprintf(stderr,
            "intake start: %s; use --line for plain lines, or --answers=FILE to hand answers "
            "over\n",
            why);
    return EXIT_WRONG_USE;
}

static uint64_t now(void *context)
{
    (void)context;
    return clock_milliseconds();
}

static void finished(void *context)
{
    struct holding *holding = context;
    if (drafts_finish(holding->drafts, holding->name) != 0) {
        fprintf(stderr, "intake start: the finished interview keeps the name of a draft\n");
    }
}

static char *therapist_page(void *context)
{
    struct holding *holding = context;
    struct buffer page;
    buffer_init(&page, LIMIT_CFG_BYTES);
    page_text(holding->bundle, interview_answers(holding->session.interview), holding->began, NULL,
              holding->wishes->ascii, &page);
    return page.bytes;
}

static int run_lines(struct holding *holding)
{
    struct line_setup setup = {
        .input = &holding->input,
        .out = stdout,
        .echo = isatty(STDIN_FILENO) == 0,
        .practice = true,
        .today_known = holding->today_known,
        .today = holding->today,
        .finished = finished,
        .page = therapist_page,
        .context = holding,
    };
    return line_run(&holding->session, &setup);
}

static int run_wizard(struct holding *holding, struct wizard_terminal *terminal)
{
    struct wizard_setup setup = {
        .loop = &terminal->loop,
        .screen = terminal->screen,
        .width = screen_width,
        .practice = true,
        .today_known = holding->today_known,
        .today = holding->today,
        .finished = finished,
        .page = therapist_page,
        .context = holding,
    };
    return wizard_run(&holding->session, &setup);
}

// Asks whether to go on with a draft: never silently, it may be someone else's. 1 yes, 0 no, or
// less than 0: minus the exit code.
static int ask_draft(struct holding *holding, const struct draft *draft)
{
    char when[64];
    struct buffer line;
    int answer = -EXIT_DRAFT;
    printf("There is an interview that was not finished:\n%s, begun %s, %zu answer%s.\n",
           holding->bundle->form->title, clock_print(draft->began, when, sizeof when),
           draft->answers, draft->answers == 1 ? "" : "s");
    buffer_init(&line, 256);
    for (bool asking = true; asking;) {
        printf("Is it yours, and do you want to go on with it? "
               "Type y for yes, or n to begin a new one.\n> ");
        fflush(stdout);
        enum line_got got = line_input_read(&holding->input, &line);
        char first = line.bytes[strspn(line.bytes, " ")];
        if (got == LINE_GOT_SIGNAL) {
            answer = -(EXIT_SIGNAL + line_signal());
            asking = false;
        } else if (got == LINE_GOT_END) {
            asking = false;
        } else if (first == 'y' || first == 'Y' || first == 'n' || first == 'N') {
            answer = first == 'y' || first == 'Y' ? 1 : 0;
            asking = false;
        }
    }
    buffer_clear(&line);
    return answer;
}

enum { DRAFTS_AT_FIRST = 64 };

// Every draft and finished interview, newest first. Free with free().
static struct draft *list_all(struct drafts *drafts, size_t *count)
{
    for (size_t size = DRAFTS_AT_FIRST;; size = *count) {
        struct draft *list = calloc(size, sizeof *list);
        if (list == NULL) {
            die("out of memory");
        }
        *count = drafts_list(drafts, list, size);
        if (*count <= size) {
            return list;
        }
        free(list);
    }
}

// Finds the newest draft of this form and asks about it. 1: *interview goes on, the journal is
// open; 0: a new one begins; less than 0: minus the exit code.
static int find_draft(struct holding *holding, struct interview **interview)
{
    size_t count;
    int answer = 0;
    struct draft *list = list_all(holding->drafts, &count);
    for (size_t i = 0; i < count; i++) {
        if (list[i].done || list[i].damaged || list[i].answers == 0 ||
            drafts_resume(holding->drafts, list[i].name, false, holding->bundle->form,
                          &holding->journal, interview) != 0) {
            continue;
        }
        answer = ask_draft(holding, &list[i]);
        if (answer == 1) {
            memcpy(holding->name, list[i].name, sizeof holding->name);
            holding->began = list[i].began;
        } else {
            interview_free(*interview);
            *interview = NULL;
            journal_close(&holding->journal);
        }
        break;
    }
    free(list);
    return answer;
}

static int begin_new(struct holding *holding, const struct session_setup *setup)
{
    time_t seconds = time(NULL);
    struct tm local = {0};
    localtime_r(&seconds, &local);
    holding->began = (long long)seconds;
    snprintf(holding->name, sizeof holding->name, "%04u%02u%02u-%02u%02u%02u-%ld",
             (unsigned)(local.tm_year + 1900) % 10000, (unsigned)(local.tm_mon + 1) % 100,
             (unsigned)local.tm_mday % 100, (unsigned)local.tm_hour % 100,
             (unsigned)local.tm_min % 100, (unsigned)local.tm_sec % 100, (long)getpid());
    if (drafts_begin(holding->drafts, holding->name, &holding->journal) != 0) {
        fprintf(stderr, "intake start: answers cannot be kept: %s\n", strerror(errno));
        return EXIT_CANNOT_CREATE;
    }
    if (session_begin(&holding->session, setup) != 0) {
        fprintf(stderr, "intake start: answers cannot be kept: %s\n", strerror(errno));
        session_end(&holding->session);
        journal_close(&holding->journal);
        return EXIT_IO;
    }
    return EXIT_FINE;
}

// The day a draft began, which it keeps.
static void keep_day(struct holding *holding)
{
    size_t count;
    const struct event *trail = interview_trail(holding->session.interview, &count);
    if (count > 0 && trail[0].kind == EVENT_BEGIN) {
        holding->today_known = trail[0].day_known;
        holding->today = trail[0].day;
    }
}

static int open_session(struct holding *holding, const char *face, struct interview *draft)
{
    struct session_setup setup = {
        .form = holding->bundle->form,
        .rules = holding->bundle->rules,
        .clinic = holding->bundle->clinic,
        .settings = holding->bundle->settings,
        .today_known = holding->today_known,
        .today = holding->today,
        .journal = &holding->journal,
        .face = face,
        .now = now,
    };
    if (draft == NULL) {
        return begin_new(holding, &setup);
    }
    if (session_resume(&holding->session, &setup, draft) != 0) {
        fprintf(stderr, "intake start: answers cannot be kept: %s\n", strerror(errno));
        session_end(&holding->session);
        journal_close(&holding->journal);
        return EXIT_IO;
    }
    keep_day(holding);
    return EXIT_FINE;
}

static bool is_urgent(const struct holding *holding)
{
    truth *found = page_findings(holding->bundle, interview_answers(holding->session.interview));
    bool urgent = screen_gravest(holding->bundle->rules, found) == RULE_URGENT;
    free(found);
    return urgent;
}

static int open_terminal(const struct wishes *wishes, struct wizard_terminal *terminal)
{
    const char *why = "this terminal cannot show the wizard";
    const struct wizard_open_options options = {
        .term = getenv("TERM"),
        .colour = !wishes->no_colour && !is_set("NO_COLOR"),
        .ascii = wishes->ascii,
    };
    if (wizard_open(terminal, &options, &why) != 0) {
        return no_terminal(why);
    }
    return EXIT_FINE;
}

// From an open drafts folder to the end of the interview.
static int hold(struct holding *holding)
{
    static struct wizard_terminal terminal; // must not move while it is open
    bool lines = wants_lines(holding->wishes);
    struct interview *draft = NULL;
    int go_on = find_draft(holding, &draft);
    if (go_on < 0) {
        return -go_on;
    }
    int code = lines ? EXIT_FINE : open_terminal(holding->wishes, &terminal);
    if (code != EXIT_FINE) {
        if (draft != NULL) {
            interview_free(draft);
            journal_close(&holding->journal);
        }
        return code;
    }
    code = open_session(holding, lines ? "line" : "wizard", draft);
    bool held = code == EXIT_FINE;
    if (held) {
        code = lines ? run_lines(holding) : run_wizard(holding, &terminal);
    }
    if (!lines) {
        wizard_close(&terminal);
    }
    if (!held) {
        return code;
    }
    if (code == EXIT_FINE && holding->wishes->flag_exit && is_urgent(holding)) {
        code = EXIT_URGENT;
    }
    session_end(&holding->session);
    journal_close(&holding->journal);
    if (code == EXIT_DECLINED && drafts_discard(holding->drafts, holding->name) != 0) {
        fprintf(stderr, "intake start: the draft could not be removed: %s\n", strerror(errno));
        code = EXIT_IO;
    }
    return code;
}

static int interview_patient(struct bundle *bundle, const struct wishes *wishes)
{
    if (wishes->no_input) {
        fprintf(stderr, "intake start: --no-input: there are no answers; give --answers=FILE\n");
        return EXIT_WRONG_USE;
    }
    if (!wants_lines(wishes) && (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)) {
        return no_terminal("this is no terminal");
    }
    struct holding holding = {
        .bundle = bundle, .wishes = wishes, .today_known = true, .today = wishes->today};
    if (!wishes->today_given) {
        holding.today_known = clock_today(&holding.today);
    }
    char folder[4096];
    int error = 0;
    holding.drafts = drafts_open(bundle_drafts(wishes->drafts, folder, sizeof folder), &error);
    if (holding.drafts == NULL) {
        fprintf(stderr, "intake start: answers cannot be kept in %s: %s\n", folder,
                strerror(error));
        return EXIT_CANNOT_CREATE;
    }
    line_catch_signals();
    line_input_init(&holding.input, stdin);
    int code = hold(&holding);
    line_input_clear(&holding.input);
    drafts_close(holding.drafts);
    return code;
}

static int page_of_answers(struct bundle *bundle, const struct wishes *wishes)
{
    struct answers_setup setup = {
        .form = bundle->form,
        .settings = bundle->settings,
        .today_known = true,
        .today = wishes->today,
    };
    long long began = (long long)wishes->today * 86400;
    if (!wishes->today_given) {
        setup.today_known = clock_today(&setup.today);
        began = (long long)time(NULL);
    }
    struct answers *answers = NULL;
    int failed = load_answers(wishes->answers, &setup, &bundle->files, &bundle->issues, &answers);
    bundle_print(&bundle->issues, stderr);
    int code = EXIT_FOUND;
    if (failed == 0) {
        struct buffer page;
        buffer_init(&page, LIMIT_CFG_BYTES);
        page_text(bundle, answers, began, NULL, wishes->ascii, &page);
        bool written =
            fwrite(page.bytes, 1, page.length, stdout) == page.length && fflush(stdout) == 0;
        if (!written) {
            fprintf(stderr, "intake start: %s\n", strerror(errno));
        }
        buffer_clear(&page);
        code = written ? EXIT_FINE : EXIT_IO;
    }
    answers_free(answers);
    return code;
}

static int read_today(const char *text, struct wishes *wishes)
{
    struct date date;
    if (!date_parse(text, strlen(text), 0, &date) || date.precision != DATE_DAY) {
        fprintf(stderr, "intake start: --today=%s is no day; expected YYYY-MM-DD\n", text);
        return EXIT_WRONG_USE;
    }
    wishes->today = date.first;
    wishes->today_given = true;
    return EXIT_FINE;
}

static int read_colour(const char *text, struct wishes *wishes)
{
    if (strcmp(text, "never") != 0 && strcmp(text, "auto") != 0) {
        fprintf(stderr, "intake start: --color=%s; expected never or auto\n", text);
        return EXIT_WRONG_USE;
    }
    wishes->no_colour = strcmp(text, "never") == 0;
    return EXIT_FINE;
}

static const struct option options[] = {
    {"form", required_argument, NULL, 'f'},  {"config", required_argument, NULL, 'c'},
    {"line", no_argument, NULL, 'l'},        {"ascii", no_argument, NULL, 'A'},
    {"color", required_argument, NULL, 'C'}, {"answers", required_argument, NULL, 'a'},
    {"no-input", no_argument, NULL, 'n'},    {"drafts", required_argument, NULL, 'd'},
    {"today", required_argument, NULL, 't'}, {"flag-exit", no_argument, NULL, 'F'},
    {"help", no_argument, NULL, 'h'},        {NULL, 0, NULL, 0},
};

// One option. -1: --help was all that was wanted.
static int read_wish(int option, struct wishes *wishes)
{
    switch (option) {
    case 'f':
        wishes->form = optarg;
        return EXIT_FINE;
    case 'c':
        wishes->config = optarg;
        return EXIT_FINE;
    case 'a':
        wishes->answers = optarg;
        return EXIT_FINE;
    case 'd':
        wishes->drafts = optarg;
        return EXIT_FINE;
    case 'l':
        wishes->line = true;
        return EXIT_FINE;
    case 'A':
        wishes->ascii = true;
        return EXIT_FINE;
    case 'n':
        wishes->no_input = true;
        return EXIT_FINE;
    case 'F':
        wishes->flag_exit = true;
        return EXIT_FINE;
    case 't':
        return read_today(optarg, wishes);
    case 'C':
        return read_colour(optarg, wishes);
    case 'h':
        fputs(usage, stdout);
        return -1;
    default:
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
    }
}

int command_start(int argc, char **argv)
{
    struct wishes wishes = {0};
    int code = EXIT_FINE;
    for (int option; code == EXIT_FINE && (option = getopt_long(argc, argv, "f:c:lAC:a:nd:t:Fh",
                                                                options, NULL)) != -1;) {
        code = read_wish(option, &wishes);
    }
    if (code != EXIT_FINE) {
        return code < 0 ? EXIT_FINE : code;
    }
    if (argc - optind > (wishes.form == NULL ? 1 : 0)) {
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
    }
    const char *form = optind < argc ? argv[optind] : wishes.form;
    char folder[4096], config[4096 + 16];
    bundle_folder(form, folder, sizeof folder);
    bundle_config(wishes.config, folder, config, sizeof config);
    struct bundle bundle;
    code = bundle_open(&bundle, folder, config);
    if (code != EXIT_FINE) {
        bundle_print(&bundle.issues, stderr);
    } else if (wishes.answers != NULL) {
        code = page_of_answers(&bundle, &wishes);
    } else {
        code = interview_patient(&bundle, &wishes);
    }
    bundle_close(&bundle);
    return code;
}
