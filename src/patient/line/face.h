#ifndef PATIENT_LINE_FACE_H
#define PATIENT_LINE_FACE_H

#include "interview/offer.h"
#include "patient/line/line.h"

// What the files of this folder share.

enum { FACE_STAY = -1 };

struct face {
    struct session *session;
    const struct line_setup *setup;
    size_t columns;     // to wrap at
    struct buffer line; // read last: clean, without spaces around it
    struct buffer half; // of an answer that was not given: kept when leaving
    int leaving;        // FACE_STAY, or the exit code
    bool moved;         // a command has changed where we are
    uint32_t section;   // whose heading was printed last
    uint32_t group, group_entry;
    bool words_due;      // the four words have not been said yet
    uint32_t first_item; // where the interview stood at the start
    bool has_undo;       // what stood there before the last answer
    uint32_t undo_item, undo_entry;
    struct answer undo;
};

// print.c: lines of at most face->columns. Plain printing:
void face_print(struct face *face, const char *format, ...) __attribute__((format(printf, 2, 3)));
// The same as one paragraph, wrapped, with a line end.
void face_say(struct face *face, const char *format, ...) __attribute__((format(printf, 2, 3)));
// A paragraph; its lines after the first are indented by `indent`.
void face_text(struct face *face, const char *text, int indent);
// "  3  text", the text wrapped beside its number.
void face_numbered(struct face *face, uint32_t number, const char *text);
// A text of the form with its names filled in; free with buffer_clear.
struct buffer face_fill(const struct face *face, const char *text, uint32_t entry);
void face_filled(struct face *face, const char *text, uint32_t entry);

// The four words, as a paragraph: "They let you go on ...". Nothing if there are none, or not yet.
// True if they were said.
bool face_words(struct face *face, bool leaving);

// talk.c: reading, and events with what may go wrong.
// Reads one line as it is. False: leaving.
bool face_read(struct face *face, const char *prompt, bool secret);
// Reads one line for a question; commands are carried out. False: leaving, or somewhere else now.
bool face_line(struct face *face, struct interview_at at);
// Yes or no; anything else asks again. False: no, or leaving.
bool face_yes(struct face *face, const char *question);
// Does an event; asks to try again as long as it cannot be saved. 0, or -1: refused or leaving.
int face_do(struct face *face, struct event *event, struct valid *why);
// Answers what we are at; confirms, refuses and warns in words. True: accepted.
bool face_answer(struct face *face, struct interview_at at, const struct answer *answer);
void face_refuse(struct face *face, const struct form_item *item, const struct valid *why);

// command.c
bool command_is(const char *line);
void command_do(struct face *face, struct interview_at at);

// show.c: a question as lines.
void show_section(struct face *face, struct interview_at at);
void show_question(struct face *face, struct interview_at at);
void show_options(struct face *face, struct interview_at at);
// The commands that answer this question.
void show_ways(struct face *face, const struct form_item *item);

// choose.c: numbers and words to options.
bool choose_offered(const struct face *face, struct interview_at at, uint32_t option);
// The options as they are shown and numbered, into offers[LIMIT_OPTIONS]. Returns how many.
size_t choose_list(const struct face *face, struct interview_at at, struct offer *offers);
// What the line says, into options[] (at most `size`). Returns how many; 0 after saying why not.
size_t choose_read(struct face *face, struct interview_at at, uint32_t *options, size_t size);
// A whole number in any script's digits; -1 if the word is none.
long choose_number(const char *word, size_t length);

// ask.c, chart.c, review.c: each returns when the interview is somewhere else, or when leaving.
void ask_question(struct face *face, struct interview_at at);
void chart_how(struct face *face, struct interview_at at); // what is typed at a chart
void ask_chart(struct face *face, struct interview_at at);
void ask_list(struct face *face, struct interview_at at);
void ask_review(struct face *face);
void hand_over(struct face *face);

const struct answers *face_answers(const struct face *face);
const struct form_item *face_item(const struct face *face, struct interview_at at);
// What was said before and still counts; kind ANSWER_NONE if nothing.
const struct answer *face_given(const struct face *face, struct interview_at at);

#endif
