// Facts stand in a part of their own, so that a reader of years to come needs neither the form nor
// this program to say what a body is.

#include "record/handover.h"

#include "base/ensure.h"
#include "fhir/response.h"
#include "interview/retrace.h"
#include "record/contents.h"
#include "record/facts.h"
#include "screening/lines.h"
#include "screening/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char part_facts[] = "facts", part_response[] = "response",
                  part_findings[] = "findings", part_trail[] = "trail";
static const char is_interview[] = "intake interview 1";

bool handover_today_only(const struct answers *answers)
{
    const struct form *form = answers_form(answers);
    if (form->keep == FORM_NO_ITEM) {
        return false;
    }
    const struct form_item *it = &form->items[form->keep];
    const struct answer *given = answers_given(answers, form->keep, 0);
    return answers_state(answers, form->keep, 0) == STATE_ANSWERED && !given->is_set &&
           given->as.code == form_option(it->options, "no");
}

// The name as it was typed; "" if there is none that counts.
static const char *patient_of(const struct answers *answers)
{
    const struct form *form = answers_form(answers);
    if (form->patient == FORM_NO_ITEM ||
        answers_state(answers, form->patient, 0) != STATE_ANSWERED) {
        return "";
    }
    const char *name = answers_given(answers, form->patient, 0)->text;
    return name != NULL ? name : "";
}

static void put_born(const struct answers *answers, struct buffer *out)
{
    const struct form *form = answers_form(answers);
    char text[DATE_TEXT];
    if (form->born != FORM_NO_ITEM && answers_state(answers, form->born, 0) == STATE_ANSWERED) {
        facts_add(out, "born", date_print(answers_given(answers, form->born, 0)->as.date, text));
    }
}

static void write_headline(const struct handover *handover, const truth *found, struct buffer *out)
{
    const struct answers *answers = handover->answers;
    struct standing standing;
    uint32_t asked, settled;
    interview_counts(handover->interview, &asked, &settled);
    standing_of(handover->rules, found, &standing);
    facts_add(out, "name", patient_of(answers));
    put_born(answers, out);
    facts_add(out, "form", answers_form(answers)->visit);
    facts_add_number(out, "asked", asked);
    facts_add_number(out, "settled", settled);
    standing_write(&standing, out);
    facts_add(out, "slip", handover->slip != NULL ? handover->slip : "");
    facts_add_number(out, "finished", handover->finished ? 1 : 0);
    facts_add_number(out, "today-only", handover_today_only(answers) ? 1 : 0);
}

static void write_facts(const struct handover *handover, struct buffer *out)
{
    const struct answers *answers = handover->answers;
    const struct form *form = answers_form(answers);
    facts_add(out, "is", is_interview);
    facts_add(out, "program", handover->program);
    facts_add(out, "form", form->id);
    facts_add(out, "form-version", form->version);
    facts_add_hex(out, "form-hash", form->hash, SEAL_HASH);
    facts_add_hex(out, "rules-hash", handover->rules_hash, SEAL_HASH);
    facts_add_number(out, "began", (uint64_t)handover->began);
    facts_add_number(out, "ended", (uint64_t)handover->ended);
    facts_add(out, "face", handover->face);
    facts_add(out, "slip", handover->slip != NULL ? handover->slip : "");
    facts_add_number(out, "finished", handover->finished ? 1 : 0);
    facts_add_number(out, "today-only", handover_today_only(answers) ? 1 : 0);
}

// "2026-11-28T10:05:00+11:00"
static void print_time(int64_t seconds, int east, char out[40])
{
    int64_t local = seconds + (int64_t)east * 60;
    day_number epoch;
    int year, month, day;
    ensure(date_from_civil(1970, 1, 1, &epoch));
    int64_t days = local / 86400 - (local % 86400 < 0 ? 1 : 0), rest = local - days * 86400;
    date_to_civil((day_number)(epoch + days), &year, &month, &day);
    int away = east < 0 ? -east : east;
    snprintf(out, 40, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", year, month, day,
             (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60), east < 0 ? '-' : '+',
             away / 60 % 24, away % 60);
}

// As a UUID: the draft's sixteen bytes in hexadecimal, in its groups.
static void print_id(const uint8_t id[ENTRY_ID], char out[40])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < ENTRY_ID; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            *out++ = '-';
        }
        *out++ = digits[id[i] >> 4];
        *out++ = digits[id[i] & 15];
    }
    *out = '\0';
}

static void write_response(const struct handover *handover, struct buffer *out)
{
    const struct answers *answers = handover->answers;
    char id[40], authored[40];
    print_id(handover->id, id);
    print_time(handover->ended, handover->east, authored);
    const struct response_facts facts = {
        .id = id,
        .language = answers_form(answers)->language,
        .authored = authored,
        .program = handover->program,
        .completed = handover->finished,
        .clinic = handover->clinic,
    };
    response_write(answers, &facts, out);
}

static void add_part(struct buffer *body, const char *name, struct buffer *part)
{
    contents_add(body, name, part->bytes, part->length);
    seal_wipe(part->bytes, part->length);
    buffer_reset(part);
}

void handover_write(const struct handover *handover, struct buffer *headline, struct buffer *body)
{
    const struct answers *answers = handover->answers;
    struct expr_env env = answers_env(answers);
    truth *found = screen_findings(handover->rules, &env);
    struct buffer part;
    buffer_init(&part, ENTRY_BODY_MOST);
    write_headline(handover, found, headline);
    write_facts(handover, &part);
    add_part(body, part_facts, &part);
    write_response(handover, &part);
    add_part(body, part_response, &part);
    lines_write(handover->rules, found, answers, handover->clinic, true, &part);
    add_part(body, part_findings, &part);
    retrace_write(handover->interview, &part);
    add_part(body, part_trail, &part);
    buffer_clear(&part);
    free(found);
}

static bool read_facts(const struct contents_part *part, struct handed *out)
{
    struct buffer facts;
    char is[sizeof is_interview];
    uint64_t began = 0, ended = 0, finished = 0, today_only = 0;
    buffer_init(&facts, ENTRY_BODY_MOST);
    buffer_add(&facts, part->bytes, part->length);
    bool fine = facts_find(&facts, "is", is, sizeof is) && strcmp(is, is_interview) == 0 &&
                facts_find(&facts, "program", out->program, sizeof out->program) &&
                facts_hex(&facts, "form-hash", out->form_hash, SEAL_HASH) &&
                facts_hex(&facts, "rules-hash", out->rules_hash, SEAL_HASH) &&
                facts_number(&facts, "began", &began) && facts_number(&facts, "ended", &ended) &&
                facts_find(&facts, "face", out->face, sizeof out->face) &&
                facts_find(&facts, "slip", out->slip, sizeof out->slip) &&
                facts_number(&facts, "finished", &finished) &&
                facts_number(&facts, "today-only", &today_only);
    buffer_clear(&facts);
    if (fine) {
        out->began = (int64_t)began;
        out->ended = (int64_t)ended;
        out->finished = finished != 0;
        out->today_only = today_only != 0;
    }
    return fine;
}

bool handed_read(const struct buffer *body, struct handed *out)
{
    *out = (struct handed){0};
    struct contents_part part;
    const struct {
        const char *name;
        const uint8_t **bytes;
        size_t *length;
    } rest[] = {
        {part_response, &out->response, &out->response_length},
        {part_findings, &out->findings, &out->findings_length},
        {part_trail, &out->trail, &out->trail_length},
    };
    if (!contents_find(body->bytes, body->length, part_facts, &part) || !read_facts(&part, out)) {
        return false;
    }
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
        if (!contents_find(body->bytes, body->length, rest[i].name, &part)) {
            return false;
        }
        *rest[i].bytes = part.bytes;
        *rest[i].length = part.length;
    }
    return true;
}

struct interview *handed_interview(const struct handed *handed, const struct form *form)
{
    return memcmp(handed->form_hash, form->hash, SEAL_HASH) == 0
               ? retrace_interview(handed->trail, handed->trail_length, form)
               : NULL;
}

bool headline_read(const struct buffer *bytes, struct headline *out)
{
    char born[DATE_TEXT];
    uint64_t asked = 0, settled = 0, finished = 0, today_only = 0;
    *out = (struct headline){0};
    if (!standing_read(bytes, &out->standing) || !facts_number(bytes, "asked", &asked) ||
        !facts_number(bytes, "settled", &settled) || !facts_number(bytes, "finished", &finished) ||
        !facts_number(bytes, "today-only", &today_only)) {
        return false;
    }
    facts_find_cut(bytes, "name", out->name, sizeof out->name);
    facts_find_cut(bytes, "form", out->form, sizeof out->form);
    facts_find_cut(bytes, "slip", out->slip, sizeof out->slip);
    out->born_known = facts_find(bytes, "born", born, sizeof born) &&
                      date_parse(born, strlen(born), 0, &out->born);
    out->asked = (uint32_t)asked;
    out->settled = (uint32_t)settled;
    out->finished = finished != 0;
    out->today_only = today_only != 0;
    return true;
}
