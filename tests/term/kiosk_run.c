#include "kiosk_run.h"

#include "sealed_place.h"

#include <dirent.h>
#include <limits.h>
#include <linux/capability.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

const struct step kiosk_steps[KIOSK_STEPS] = {
    {"Press Enter to begin", "\r", NULL, NULL},
    {"Welcome to Test Clinic.", "\r", NULL, NULL},
    {"Your four words", "\r", NULL, NULL},
    {"Are you well?", "1\r", "well", "Yes"},
    {"Any of these today?", "1\r", "signs", "Chest pain"},
    {"Please tell the person at the desk now, or call 000.", "\r", NULL, NULL},
    {"Go on without staff?", "2\r", NULL, NULL},
    {"How did it start?", "2\r", "start", "Little by little"},
    {"What is your name?", "Maria\r", "name", "Maria"},
    {"When were you born, Maria?", "17.5.1980\r", "born", "17 May 1980"},
    {"Since when?", "3 weeks ago\r", "since", "about 3 weeks ago"},
    {"Tell us more.", "At work.\r", "story", "At work."},
    {"How many children?", "2\r", "children", "2"},
    {"Your temperature?", "36,6\r", "heat", "36.6"},
    {"Your weight?", "70 kg\r", "weight", "70 kg"},
    {"How strong is the pain?", "7\r", "pain", "7"},
    {"When do you wake up?", "7:30\r", "wake", "07:30"},
    {"Something private?", "a secret\r", "secret", "a secret"},
    {"Where does it hurt?", " 7\r2\r\r", "where", "head 7, dull"},
    {"Are you tired?", "2\r", "tired", "No"},
    {"Which medicines do you take?", "1\r", NULL, NULL},
    {"What is it called?", "Aspirin\r", "drug", "Aspirin"},
    {"Every day?", "1\r", "daily", "Yes"},
    {"1 Aspirin, Yes", "\033OF\r", NULL, NULL},
    {"I agree to be asked.", "Maria\r", "agreed", "Maria"},
    {"Your answers. Enter changes", "\033OF\r", NULL, NULL},
    {"Before you see your therapist", "\r", NULL, NULL},
    {"Your slip:", "\r", NULL, NULL},
    {"Press Enter to begin", "", NULL, NULL},
};

// In the child of the pseudo-terminal, whose environment is all that it is told.
static int run(void)
{
    // Root may write everywhere, unless what is started is never given the right to.
    static const int rights[] = {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER};
    for (size_t i = 0; atoi(getenv("KIOSK_HELD")) != 0 && i < sizeof rights / sizeof *rights; i++) {
        if (getuid() == 0 && prctl(PR_CAPBSET_DROP, rights[i], 0, 0, 0) != 0) {
            return 126;
        }
    }
    const char *folder = getenv("KIOSK_FOLDER");
    const struct rlimit any = {RLIM_INFINITY, RLIM_INFINITY};
    if (folder != NULL && (chdir(folder) != 0 || setrlimit(RLIMIT_CORE, &any) != 0)) {
        return 126;
    }
    execl(getenv("KIOSK_PROGRAM"), "intake", getenv("KIOSK_COMMAND"), getenv("KIOSK_CONFIG"),
          getenv("KIOSK_FORM"), (char *)NULL);
    return 127;
}

void kiosk_start(struct pty *pty, const struct kiosk_wish *wish)
{
    char own[7][PATH_MAX + 32], absolute[3][PATH_MAX];
    const char *named = getenv("INTAKE");
    struct pty_wish all = {.instead = run};
    size_t count = 0;
    assert_non_null(realpath(named != NULL ? named : "build/release/intake", absolute[0]));
    assert_non_null(realpath(wish->config != NULL ? wish->config : "config", absolute[1]));
    assert_non_null(realpath(wish->form != NULL ? wish->form : "forms/dry-needling", absolute[2]));
    snprintf(own[0], sizeof own[0], "INTAKE_DATA=%s", wish->data);
    snprintf(own[1], sizeof own[1], "KIOSK_PROGRAM=%s", absolute[0]);
    snprintf(own[2], sizeof own[2], "KIOSK_CONFIG=--config=%s", absolute[1]);
    snprintf(own[3], sizeof own[3], "KIOSK_FORM=%s", absolute[2]);
    snprintf(own[4], sizeof own[4], "KIOSK_HELD=%d", wish->held);
    snprintf(own[5], sizeof own[5], "KIOSK_FOLDER=%s", wish->folder != NULL ? wish->folder : ".");
    snprintf(own[6], sizeof own[6], "KIOSK_COMMAND=%s", wish->once ? "start" : "kiosk");
    for (; count < 7; count++) {
        all.variables[count] = own[count];
    }
    for (size_t i = 0; count < PTY_VARIABLES && wish->variables[i] != NULL; i++) {
        all.variables[count++] = wish->variables[i];
    }
    pty_start(pty, "", all);
}

void kiosk_leave(struct pty *pty)
{
    pty_expect(pty, "Press Enter to begin");
    pty_type(pty, "\024"); // Ctrl-T
    pty_expect(pty, "passphrase");
    pty_type(pty, sealed_passphrase);
    pty_type(pty, "\r");
    assert_int_equal(pty_end(pty), 0);
    pty_stop(pty);
}

void kiosk_reply(struct pty *pty, size_t step)
{
    const char *shown = kiosk_steps[step].shown;
    if (step == KIOSK_URGENT || step == KIOSK_TOLD) {
        pty_read_on(pty, shown);
    } else {
        pty_type(pty, kiosk_steps[step].keys);
    }
}

void kiosk_walk_to(struct pty *pty, size_t step)
{
    for (size_t i = 0; i < step; i++) {
        pty_expect(pty, kiosk_steps[i].shown);
        kiosk_reply(pty, i);
    }
    pty_expect(pty, kiosk_steps[step].shown);
}

void kiosk_read_words(struct pty *pty, char words[RESUME_BYTES])
{
    int wrong;
    const char *at = strstr(pty->words.bytes, "Your four words");
    assert_non_null(at);
    at += strlen("Your four words ");
    size_t length = 0;
    for (int word = 0; word < 4; word++) {
        length += strcspn(at + length, " ") + 1;
    }
    char typed[200];
    snprintf(typed, sizeof typed, "%.*s", (int)length, at);
    assert_true(resume_words_read(typed, words, &wrong));
}

static bool is_another_turn(struct pty *pty, const void *context)
{
    pid_t turn = pty_child_of(pty->child);
    return turn != 0 && turn != *(const pid_t *)context;
}

void kiosk_look_again(struct pty *pty)
{
    pid_t turn = pty_child_of(pty->child);
    pty_type(pty, "\r");
    pty_wait(pty, is_another_turn, &turn, "another look");
}

static int files_of(pid_t process)
{
    char name[64];
    int count = 0;
    snprintf(name, sizeof name, "/proc/%ld/fd", (long)process);
    DIR *folder = opendir(name);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        count += entry->d_name[0] != '.';
    }
    closedir(folder);
    return count;
}

struct kiosk_means kiosk_means(const struct pty *pty)
{
    char name[64];
    long all = 0, resident = 0;
    snprintf(name, sizeof name, "/proc/%ld/statm", (long)pty->child);
    FILE *statm = fopen(name, "r");
    assert_non_null(statm);
    assert_int_equal(fscanf(statm, "%ld %ld", &all, &resident), 2);
    fclose(statm);
    return (struct kiosk_means){resident * sysconf(_SC_PAGESIZE), files_of(pty->child),
                                files_of(pty_child_of(pty->child))};
}

void kiosk_interview(struct pty *pty, bool urgent)
{
    pid_t turn = pty_child_of(pty->child);
    for (size_t i = 0; i < KIOSK_SLIP; i++) {
        bool of_urgent = i == KIOSK_URGENT || i == KIOSK_URGENT + 1 || i == KIOSK_TOLD;
        if (of_urgent && !urgent) {
            continue;
        }
        pty_expect(pty, kiosk_steps[i].shown);
        if (i == KIOSK_URGENT - 1 && !urgent) {
            pty_type(pty, "0\r");
        } else {
            kiosk_reply(pty, i);
        }
    }
    pty_expect(pty, kiosk_steps[KIOSK_SLIP].shown);
    kiosk_reply(pty, KIOSK_SLIP);
    pty_wait(pty, is_another_turn, &turn, "the next turn");
    pty_expect(pty, kiosk_steps[0].shown);
}
