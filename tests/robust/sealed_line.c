// Whatever call that saves fails, or kills, while a real interview is held in lines: the patient is
// asked to call staff, the interview goes on when there is room again, and what was acknowledged,
// its next question having been printed, is there exactly once; after a kill the four words go on
// with it. A whole interview over two pipes for every such call and every way of failing. Usage:
// sealed_line FAIL.SO

#define _GNU_SOURCE // pipe2

#include "after.h"

#include "record/words.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct step steps[] = {
    {"Welcome to Test Clinic.", "\n", NULL, NULL},
    {"The second page.", "\n", NULL, NULL},
    {"Are you well?", "1\n", "well", "Yes"},
    {"Any of these today?", "1\n", "signs", "Chest pain"},
    {"To go on, type: go on", "go on\n", NULL, NULL},
    {"Go on all the same?", "y\n", NULL, NULL},
    {"How did it start?", "2\n", "start", "Little by little"},
    {"What is your name?", "Maria\n", "name", "Maria"},
    {"When were you born, Maria?", "17.5.1980\n", "born", "17 May 1980"},
    {"Since when?", "3 weeks ago\n", "since", "about 3 weeks ago"},
    {"Tell us more.", "At work.\n\n", "story", "At work."},
    {"How many children?", "2\n", "children", "2"},
    {"Your temperature?", "36,6\n", "heat", "36.6"},
    {"Your weight?", "70 kg\n", "weight", "70 kg"},
    {"How strong is the pain?", "7\n", "pain", "7"},
    {"When do you wake up?", "7:30\n", "wake", "07:30"},
    {"Something private?", "a secret\n", "secret", "a secret"},
    {"Where does it hurt?", "1\n7\n2\n\n", "where", "head 7, dull"},
    {"Are you tired?", "2\n", "tired", "No"},
    {"Do you want to add one (medicine)?", "y\n", NULL, NULL},
    {"What is it called?", "Aspirin\n", "drug", "Aspirin"},
    {"Every day?", "1\n", "daily", "Yes"},
    {"Add another (medicine)?", "n\n", NULL, NULL},
    {"I agree to be asked.", "Maria\n", "agreed", "Maria"},
    {"When all is right, type finish.", "finish\n", NULL, NULL},
    {"Your slip: ", "", NULL, NULL},
};

enum { STEPS = sizeof steps / sizeof *steps, KILLED = 0, DEADLINE_MS = 20000, GO_ON = 4 };

// What the patient is told when something cannot be kept, and what is typed when it is mended.
static const struct {
    const char *said, *keys;
    size_t step; // whose words come next; STEPS: the ones that were awaited
} troubles[] = {
    {"This could not be saved just now. What you said before is safe.", "\n", STEPS},
    {"That you go on could not be noted just now.", "go on\n", GO_ON + 1},
    {"They could not be handed over just now.", "\n", STEPS},
};

struct run {
    struct after after;
    const char *library;
    struct fault fault;
    pid_t child;
    int in, out;        // of the program: we write, we read
    struct buffer said; // since the last line was typed; blanks and ends of lines are one blank
    char words[RESUME_BYTES];
    size_t reached; // steps whose words were seen
    int troubled;   // times the patient was asked to call staff
    int code;       // or minus the signal
};

static _Noreturn void complain(const struct run *run, const char *what)
{
    static const char *const ways[] = {"", ", until mended", ", then killed", ", half written"};
    fprintf(stderr, "call %d, error %d%s, after \"%s\": %s\nlast said: %s\n", run->fault.call,
            run->fault.error, ways[run->fault.how],
            run->reached > 0 ? steps[run->reached - 1].shown : "the start", what, run->said.bytes);
    exit(1);
}

static void start(struct run *run, bool faulty)
{
    const char *variables[AFTER_VARIABLES];
    const char *program = getenv("INTAKE");
    int in[2], out[2];
    const struct fault none = {.call = -1};
    after_variables(&run->after, run->library, faulty ? run->fault : none, variables);
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
        complain(run, "no pipes");
    }
    run->child = fork();
    if (run->child == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        dup2(out[1], 2);
        for (int i = 0; i < AFTER_VARIABLES; i++) {
            putenv(strdup(variables[i]));
        }
        execl(program, "intake", "start", "--line", "--config=" KIOSK_CONFIG, KIOSK_FORM,
              (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    run->in = in[1];
    run->out = out[0];
    buffer_reset(&run->said);
}

static void end(struct run *run)
{
    int status = 0;
    close(run->in);
    close(run->out);
    waitpid(run->child, &status, 0);
    run->code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// More of what is said. False at its end.
static bool hear(struct run *run)
{
    char bytes[4096];
    struct pollfd ready = {.fd = run->out, .events = POLLIN};
    if (poll(&ready, 1, DEADLINE_MS) != 1) {
        complain(run, "it says nothing");
    }
    ssize_t got = read(run->out, bytes, sizeof bytes);
    for (ssize_t i = 0; i < got; i++) {
        bool blank = bytes[i] == ' ' || bytes[i] == '\n';
        if (!blank || (run->said.length > 0 && run->said.bytes[run->said.length - 1] != ' ')) {
            buffer_char(&run->said, blank ? ' ' : bytes[i]);
        }
    }
    return got > 0;
}

static void type(struct run *run, const char *keys)
{
    buffer_reset(&run->said);
    // Nobody may be there any more: then what is heard next is the end.
    (void)!write(run->in, keys, strlen(keys));
}

static void note_words(struct run *run)
{
    static const char before[] = "Your four words: ";
    const char *at = strstr(run->said.bytes, before);
    int wrong = 0;
    if (at != NULL) {
        char four[RESUME_BYTES + 16];
        size_t length = 0;
        at += sizeof before - 1;
        for (int word = 0; word < 4; word++) {
            length += strcspn(at + length, " ") + 1;
        }
        snprintf(four, sizeof four, "%.*s", (int)length, at);
        if (!resume_words_read(four, run->words, &wrong)) {
            complain(run, "the four words are none");
        }
    }
}

// The prompt at the end of what was said: now the program waits.
static bool is_asked(const struct run *run)
{
    size_t length = run->said.length;
    return length >= 2 && strcmp(run->said.bytes + length - 2, "> ") == 0;
}

// Did the patient have to call staff? Then it is mended and tried again.
static bool call_staff(struct run *run)
{
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
        if (strstr(run->said.bytes, troubles[i].said) != NULL) {
            if (++run->troubled > 3) {
                complain(run, "trying again does not help");
            }
            after_mend(&run->after);
            run->reached = troubles[i].step < STEPS ? troubles[i].step : run->reached;
            type(run, troubles[i].keys);
            return true;
        }
    }
    return false;
}

// Waits for the next step's words. False: the program ended.
static bool come_to_next(struct run *run)
{
    for (;;) {
        bool goes_on = hear(run);
        bool last = run->reached + 1 == STEPS;
        note_words(run);
        if (strstr(run->said.bytes, steps[run->reached].shown) != NULL &&
            (is_asked(run) || (last && !goes_on))) {
            run->reached++;
            return true;
        }
        if (!goes_on) {
            return false;
        }
        if (is_asked(run)) {
            (void)call_staff(run);
        }
    }
}

static void walk(struct run *run)
{
    while (run->reached < STEPS && come_to_next(run)) {
        type(run, steps[run->reached - 1].keys);
    }
    while (hear(run)) {
    }
    end(run);
}

static void look(struct run *run, struct found *found)
{
    const char *problem = after_look(&run->after, steps, STEPS, run->reached, found);
    if (problem != NULL) {
        complain(run, problem);
    }
    if (run->code == 0 && found->records != 1) {
        complain(run, "it ended well, and there is no record");
    }
    if (run->reached > GO_ON + 2 && found->partials == 0) {
        complain(run, "an urgent finding was shown and the readers have nothing of it");
    }
}

static void hear_prompt(struct run *run)
{
    while (!is_asked(run) && hear(run)) {
    }
}

// The next program goes on with it, at the question that was open or the one after it.
static void go_on(struct run *run)
{
    struct found found;
    char keys[RESUME_BYTES + 2];
    size_t first = run->reached - 1, last = first + 1;
    if (first == GO_ON + 1) { // whether to go on all the same is asked anew
        first = GO_ON;
    }
    start(run, false);
    hear_prompt(run);
    if (strstr(run->said.bytes, "type its four words") == NULL) {
        complain(run, "it is not offered to be gone on with");
    }
    snprintf(keys, sizeof keys, "%s\n", run->words);
    type(run, keys);
    hear_prompt(run);
    while (first < STEPS && first <= last && strstr(run->said.bytes, steps[first].shown) == NULL) {
        first++;
    }
    if (first == STEPS || first > last) {
        complain(run, "gone on with, it is somewhere else");
    }
    run->reached = first + 1;
    type(run, steps[first].keys);
    walk(run);
    if (run->code != 0 || run->reached != STEPS) {
        complain(run, "gone on with, it does not come to its end");
    }
    look(run, &found);
}

// What the fault did: a kill where one was meant; an end with a reason, before the first question;
// or a patient who called staff and came to the end.
static void judge(struct run *run)
{
    bool refused = run->reached == 0 && strstr(run->said.bytes, "intake start: ") != NULL;
    const char *problem = after_judge(run->fault, run->code, refused, run->reached == STEPS);
    if (problem != NULL) {
        complain(run, problem);
    }
}

// Returns how often staff were called.
static int try_fault(struct run *run, struct fault fault)
{
    struct found found;
    run->fault = fault;
    run->reached = 0;
    run->troubled = 0;
    run->words[0] = '\0';
    after_begin(&run->after);
    start(run, true);
    walk(run);
    judge(run);
    look(run, &found);
    int troubled = run->troubled;
    // The words are in the draft some moments after they were shown.
    if (run->code == -SIGKILL && run->words[0] != '\0' && found.drafts == 1 && found.words) {
        go_on(run);
    }
    after_end(&run->after);
    return troubled;
}

int main(int argc, char **argv)
{
    static struct run run;
    struct found found;
    if (argc < 2) {
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    run.library = argv[1];
    buffer_init(&run.said, 1 << 20);
    after_open(&run.after);
    run.fault = (struct fault){.call = -1};
    after_begin(&run.after);
    start(&run, true);
    walk(&run);
    judge(&run);
    look(&run, &found);
    int calls = after_calls(&run.after);
    after_end(&run.after);
    int troubled = 0, from = getenv("FAULTS_FROM") != NULL ? atoi(getenv("FAULTS_FROM")) : 1;
    for (int call = from; call <= calls; call++) {
        try_fault(&run, (struct fault){call, KILLED, ONCE});
        try_fault(&run, (struct fault){call, KILLED, HALF_WRITTEN});
        try_fault(&run, (struct fault){call, EIO, THEN_KILLED});
        troubled += try_fault(&run, (struct fault){call, EIO, ONCE});
        int full = try_fault(&run, (struct fault){call, ENOSPC, UNTIL_MENDED});
        int code = run.code;
        int error = after_no_room(call);
        int other = try_fault(&run, (struct fault){call, error, UNTIL_MENDED});
        troubled += full + other;
        if (error == EDQUOT && (other != full || run.code != code)) {
            complain(&run, "a quota is not as a full disk");
        }
    }
    printf("faults in a real interview in lines: %d calls that save, staff called %d times\n",
           calls, troubled);
    after_close(&run.after);
    buffer_clear(&run.said);
    return troubled > 30 ? 0 : 1;
}
