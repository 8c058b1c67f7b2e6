// What the keys do, on the screen help was asked from.
#include "therapist/view.h"

#include <string.h>

struct keys {
    const struct view_kind *on;
    const char *text;
};

static const char everywhere[] = "\n"
                                 "Esc        back to the screen before\n"
                                 "L, F6      lock: nothing of a patient stays on the screen\n"
                                 "Ctrl-L     draw the screen again\n"
                                 "It locks by itself when no key is pressed for a while.";

static const struct keys keys[] = {
    {&at_queue, "The queue: urgent first, then same day, urgent not excluded, do not needle, the "
                "rest; within each who came first.\n"
                "\n"
                "Enter      open the record in focus; it asks whose it is first\n"
                "Space      the reason of the gravest finding, in one line\n"
                "/          find by name, birth date or slip, decided ones too\n"
                "N          only those nobody has read\n"
                "D          only those of today\n"
                "A          those decided on earlier days too\n"
                "R          the clinic's numbers, without names\n"
                "G          you go to who calls for help: the call is off the list\n"
                "J K arrows move; PgUp PgDn Home End\n"
                "Q          leave the desk"},
    {&at_reader, "One record.\n"
                 "\n"
                 "1 to 5     page, all answers, findings, measures, notes; Tab: the next\n"
                 "J K arrows from paragraph to paragraph; PgUp PgDn Home End\n"
                 "?          why: the rule in focus, its condition, its source\n"
                 "Enter      answer the question in focus; on a finding: why\n"
                 "S, T       the finding in focus: seen, talked about\n"
                 "D          decide and sign\n"
                 "N          a note beside the record\n"
                 "M          earlier visits of the same person\n"
                 "V          make this person's next visit ready\n"
                 "P, E       print, export to a folder"},
    {&at_person, "A record opens only after you have said whose it is.\n"
                 "\n"
                 "Enter, Y   it is: the record opens, and the log says that you read it\n"
                 "N, Esc     it is not: nothing opens"},
    {&at_why, "Why a finding is there, or cannot be excluded.\n"
              "\n"
              "Its condition, each part with what it is now and the answers that came from; "
              "what would have made it different; its source, and how well that was checked.\n"
              "\n"
              "J K arrows from paragraph to paragraph; PgUp PgDn Home End"},
    {&at_note, "Your note, sealed beside the record and signed by you.\n"
               "\n"
               "Enter      sign it\n"
               "Ctrl-N     a new line\n"
               "If the desk locks, what you had written is kept for you."},
    {&at_export, "What leaves the sealed store can be read by whoever finds it.\n"
                 "\n"
                 "The log says what was printed or written, when and by whom. The patient's copy "
                 "is what they said and what to do before and after, without findings."},
    {&at_next, "The next visit, under four words for the patient's slip.\n"
               "\n"
               "What the patient named today (what is hard to do) is asked again by its name. The "
               "terminal never reads this record: what it needs is carried over now."},
    {&at_report, "The clinic's numbers of the last 30 days, without names.\n"
                 "\n"
                 "A count from one to four is not said. 'intake report' counts other days, and "
                 "writes them for a spreadsheet.\n"
                 "\n"
                 "PgUp PgDn  through them"},
    {&at_earlier, "Earlier visits with the same birth date and a name like this one.\n"
                  "\n"
                  "Space      the same person, or not: a link, nothing is merged"},
    {&at_learn, "Your answer to a question the patient left open.\n"
                "\n"
                "It is kept beside the patient's answer and signed by you. The findings are "
                "worked out again with both."},
    {&at_decide, "Your decision, signed and appended.\n"
                 "\n"
                 "A later decision does not take this one away: it stands behind it and says "
                 "why."},
};

static void help_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    (void)state;
    const struct view_kind *on = desk->views[desk->view_count - 2].kind;
    const char *text = "";
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        text = keys[i].on == on ? keys[i].text : text;
    }
    struct rect area = frame_draw(desk, frame, "Help", "");
    const char *whole = arena_print(&desk->scratch, "%s\n%s", text, everywhere);
    pager_draw(&desk->help, &desk->canvas, area, whole, false);
    frame_footer(desk, frame, NULL, 0);
}

static void *help_open(struct therapist *desk)
{
    desk->help = (struct pager){.top = 0};
    return NULL;
}

static bool help_key(struct therapist *desk, void *state, const struct key *key)
{
    (void)state;
    return pager_key(&desk->help, key);
}

const struct view_kind at_help = {.open = help_open, .draw = help_draw, .key = help_key};
