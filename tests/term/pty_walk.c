// Screens are recognised by the words their question begins with, right under the title, never
// counted. Keys may be typed before a frame is whole, because the program takes them in their
// order; but a line left over from the frame before must not be taken for a question.

#include "pty_walk.h"

#include <stdio.h>
#include <string.h>

#define READ "\033OF\r" // a page is read to its end

#define IN_A_WEEK "What number best describes how, during the past week, pain has "
#define IN_TWO_WEEKS                                                                               \
    "Over the last 2 weeks, how often have you been bothered by the following problems? "

const char pty_finish[] = "\033OF\r";
const char pty_patient[] = "Alex Example";

static const struct pty_reply replies[] = {
    {"Welcome to Hillside Physiotherapy.", READ},
    {"Your four words", "\r"},
    {"Who is filling this in today?", "1\r"},
    {"In the last day, have you had any of these?", "0\r"},
    {"What is your full name?", "Alex Example\r"},
    {"What is your date of birth?", "17 May 1974\r"},
    {"What sex were you given at birth?", "2\r"},
    {"Do you need help with any of these?", "0\r"},
    {"Why are you here today?", "1\r"},
    {"How do you feel today?", "0\r"},
    {"In a few words, what is the problem?", "my shoulder is sore\r"},
    {"Where does it hurt?", "/right shoulder j\r 6\r1\r\r"},
    {"When did it start?", "3\r"},
    {"How did it start?", "3\r"},
    {"How is the pain through the day?", "1\r"},
    {"How has it changed in the last 2 weeks?", "2\r"},
    {"Does the pain wake you at night?", "2\r"},
    {"Do you have any of these? ", "0\r"},
    {"In the last weeks, have you noticed any of these?", "0\r"},
    {"For your sore joint, is any of this true?", "0\r"},
    {"In the last 3 months, have you had any of these", "0\r"},
    {"How long are you stiff in the morning?", "1\r"},
    {"What number best describes your pain on average", "5\r"},
    {IN_A_WEEK "interfered with your enjoyment", "4\r"},
    {IN_A_WEEK "interfered with your general", "6\r"},
    {"Name one thing that is hard to do", "Reaching up\r"},
    {"Reaching up: how well can you do this today?", "4\r"},
    {"Name a second thing, if there is one.", "\r"},
    {"Has this problem changed your work", "2\r"},
    {"What do you do most days?", "1\r"},
    {"Does this problem spoil your sleep?", "2\r"},
    {"Has a doctor told you that you have any of these?", "0\r"},
    {"And any of these?", "0\r"},
    {"When was your last operation?", "1\r"},
    {"Do you have any of these in your body?", "0\r"},
    {"On or near the sore place, is there any of these?", "0\r"},
    {"Do you smoke or vape?", "1\r"},
    {"Do you take any medicines, tablets or injections?", "2\r"},
    {"After a small cut or blood test, do you bleed", "2\r"},
    {"Are you allergic to any of these?", "0\r"},
    {"What have you tried for this problem?", "0\r"},
    {"What do you hope treatment will do?", "1\r"},
    {"Do you think this problem will get better?", "1\r"},
    {"Do you worry that moving will harm you?", "1\r"},
    {"If your therapist thinks dry needling may help", "1\r"},
    {"How afraid of needles are you?", "2\r"},
    {"With needles, blood tests or shots", "0\r"},
    {"Have you had dry needling or acupuncture before?", "1\r"},
    {IN_TWO_WEEKS "Feeling nervous", "1\r"},
    {IN_TWO_WEEKS "Not being able", "0\r"},
    {IN_TWO_WEEKS "Little interest", "0\r"},
    {IN_TWO_WEEKS "Feeling down", "1\r"},
    {"If things feel heavy", READ},
    {"What would you most like to do again?", "Swim with my children\r"},
    {"Dry needling: what it is", READ},
    {"What you may feel", READ},
    {"How well it works", READ},
    {"Side effects, in counts", READ},
    {"Needles near the chest", READ},
    {"Before the visit", READ},
    {"After the visit", READ},
    {"When to get help", READ},
    {"Fear of needles, and fainting", READ},
    {"Who treats you", READ},
    {"Questions that patients ask", READ},
    {"Have you read the pages about dry needling?", "1\r"},
    {"What would you like to talk about?", "0\r"},
    {"How will you get home?", "4\r"},
    {"May the clinic keep these answers", "1\r"},
    {"What happens now", READ},
    {"Your answers. Enter changes the one you are at; Finish", NULL},
};

struct search {
    const struct pty_reply *previous, *found;
    const char *words; // end the search as well; may be NULL
};

static bool is_asked(struct pty *pty, const void *context)
{
    struct search *search = *(struct search *const *)context;
    if (search->words != NULL && strstr(pty->words.bytes, search->words) != NULL) {
        return true;
    }
    for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
        const char *asked = replies[i].asked;
        if (&replies[i] != search->previous &&
            strncmp(pty->words.bytes + pty->body, asked, strlen(asked)) == 0) {
            search->found = &replies[i];
            return true;
        }
    }
    return false;
}

const struct pty_reply *pty_step_or(struct pty *pty, const struct pty_reply *previous,
                                    const char *words)
{
    char what[256];
    struct search search = {.previous = previous, .words = words};
    struct search *place = &search;
    snprintf(what, sizeof(what), "a question the patient knows, after \"%s\"",
             previous != NULL ? previous->asked : "the start");
    pty_wait(pty, is_asked, &place, what);
    return search.found;
}

const struct pty_reply *pty_step(struct pty *pty, const struct pty_reply *previous)
{
    return pty_step_or(pty, previous, NULL);
}

const struct pty_reply *pty_walk_to(struct pty *pty, const char *asked)
{
    const struct pty_reply *reply = pty_step(pty, NULL);
    while (strstr(reply->asked, asked) == NULL) {
        if (reply->keys == NULL) {
            pty_fail(pty, "the question never came");
        }
        pty_type(pty, reply->keys);
        reply = pty_step(pty, reply);
    }
    return reply;
}

int pty_walk(struct pty *pty)
{
    int count = 0;
    const struct pty_reply *reply = pty_step(pty, NULL);
    for (; reply->keys != NULL; reply = pty_step(pty, reply)) {
        pty_type(pty, reply->keys);
        count++;
    }
    return count;
}

void pty_go_on(struct pty *pty)
{
    pty_expect(pty, "There is a practice interview that was not finished");
    pty_expect(pty, "begin a new one. >");
    pty_type(pty, "y\n");
}
