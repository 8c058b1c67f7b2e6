// Out of the sealed store: to a printer, or as a file into a folder the therapist picks. It is in
// the log before it is done, and the therapist is told what it means before a folder is picked.
#include "record/deed.h"
#include "terminal/list.h"
#include "therapist/view.h"
#include "therapist/visit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum stage { STAGE_PAPER, STAGE_PLACE, STAGE_FOLDER };

struct paper {
    enum therapist_format format;
    bool copy; // the patient's own
    const char *text, *name;
};

static const struct paper exports[] = {
    {GIVEN_PDF, false, "The page, as PDF", "page"},
    {GIVEN_HTML, false, "The page, as HTML", "page"},
    {GIVEN_TEXT, false, "The page, as text", "page"},
    {GIVEN_FHIR, false, "All answers, for another program (FHIR JSON)", "response"},
    {GIVEN_PDF, true, "The patient's copy, as PDF", "copy"},
    {GIVEN_HTML, true, "The patient's copy, as HTML", "copy"},
    {GIVEN_TEXT, true, "The patient's copy, as text", "copy"},
};
static const struct paper prints[] = {
    {GIVEN_PDF, false, "The page, for you", "page"},
    {GIVEN_PDF, true, "The patient's copy", "copy"},
};

struct export
{
    struct therapist *desk;
    enum stage stage;
    const struct paper *papers, *paper;
    struct list list; // of papers, then of places
    char places[THERAPIST_PLACES][THERAPIST_PATH];
    size_t place_count;
    struct edit folder;
    char key[12];
};

static struct list_row export_row(void *context, size_t index)
{
    struct export *export = context;
    snprintf(export->key, sizeof export->key, "%zu", index + 1);
    struct list_row row = {.key = export->key, .mark = NULL, .role = ROLE_NORMAL};
    if (export->stage == STAGE_PAPER) {
        row.text = export->papers[index].text;
    } else {
        row.text = index < export->place_count ? export->places[index] : "Another folder";
    }
    return row;
}

static void *export_open(struct therapist *desk)
{
    struct export *export = therapist_take(sizeof *export);
    export->desk = desk;
    export->papers = desk->printing ? prints : exports;
    list_init(&export->list, export_row, export, desk->canvas.width);
    export->list.count =
        desk->printing ? sizeof prints / sizeof *prints : sizeof exports / sizeof *exports;
    edit_init(&export->folder, false, THERAPIST_PATH - 1, THERAPIST_PATH - 1, desk->canvas.width);
    return export;
}

static void export_close(void *state)
{
    struct export *export = state;
    list_clear(&export->list);
    edit_clear(&export->folder);
    free(export);
}

static bool export_typing(const void *state)
{
    const struct export *export = state;
    return export->stage == STAGE_FOLDER;
}

static void draw_folder(struct export *export, struct rect area)
{
    struct therapist *desk = export->desk;
    canvas_text(&desk->canvas, area.row, area.column, ROLE_NORMAL, ">");
    struct rect field = {area.row, area.column + 2, 1, area.columns - 2};
    draw_field(&desk->canvas, field, &export->folder, "/media/...");
}

static void export_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct export *export = state;
    struct rect area = frame_record(desk, frame, desk->printing ? "print" : "export");
    const char *head = desk->printing ? "What is to be printed?" : "What is to be written?";
    if (export->stage != STAGE_PAPER) {
        head = "Into which folder? What is written there leaves the sealed store: whoever finds it "
               "can read it, and it is yours to destroy.";
    }
    area.columns = frame->measure;
    area = rect_below(
        area, draw_paragraph(&desk->canvas, area,
                             export->stage != STAGE_PAPER ? ROLE_WARNING : ROLE_STRONG, head));
    area = area.rows > 5 ? rect_below(area, 1) : area;
    if (export->stage == STAGE_FOLDER) {
        draw_folder(export, area);
        static const struct hint hints[] = {{"Enter", "write it there"}, {"Tab", "complete"}};
        frame_footer(desk, frame, hints, 2);
        return;
    }
    list_draw(&export->list, &desk->canvas, area, &desk->scratch);
    const struct hint hints[] = {
        {"Enter", export->stage == STAGE_PLACE ? "write it there" : "choose"}};
    frame_footer(desk, frame, hints, 1);
}

static struct summary *document_of(const struct visit *visit, const struct paper *paper)
{
    if (paper->format == GIVEN_FHIR) {
        return NULL;
    }
    return visit_document(visit, paper->copy ? SUMMARY_COPY : SUMMARY_PAGE);
}

// `folder` is NULL for the printer.
static void give_out(struct export *export, const char *folder)
{
    struct therapist *desk = export->desk;
    const struct therapist_setup *setup = desk->setup;
    const struct visit *visit = desk->visit;
    char name[64], said[THERAPIST_SAID] = "", reason[DEED_REASON];
    snprintf(name, sizeof name, "intake-%" PRIu64 "-%s", visit->number, export->paper->name);
    snprintf(reason, sizeof reason, "%s%s%.400s", export->paper->text,
             folder != NULL ? ", to " : "", folder != NULL ? folder : "");
    if (!therapist_deed(desk, folder != NULL ? "exported" : "printed", visit->id, reason)) {
        return;
    }
    struct summary *document = document_of(visit, export->paper);
    const struct therapist_paper paper = {
        .format = export->paper->format,
        .document = document,
        .bytes = visit->handed.response,
        .length = visit->handed.response_length,
        .name = name,
    };
    therapist_say(desk, "One moment.");
    therapist_frame(desk);
    bool done = folder != NULL ? setup->export(setup->context, &paper, folder, said)
                               : setup->print(setup->context, &paper, said);
    summary_free(document);
    desk->touched = loop_now(setup->loop);
    if (done) {
        therapist_say(desk, "%s", said);
        therapist_back(desk);
    } else {
        // The log has it as done: it is there before anything leaves.
        (void)therapist_deed(desk, folder != NULL ? "failed to export" : "failed to print",
                             visit->id, reason);
        therapist_warn(desk, "%s", said);
    }
}

static void choose_folder(struct export *export)
{
    export->stage = STAGE_FOLDER;
    edit_set(&export->folder, "/", 1);
}

static void look_for_places(struct export *export)
{
    const struct therapist_setup *setup = export->desk->setup;
    export->place_count = setup->places(setup->context, export->places);
    export->list.count = export->place_count + 1;
    export->list.focus = 0;
}

// Where a stick was pulled, its folder may still be there: of this machine, and anybody's to read.
static void choose_place(struct export *export, size_t at)
{
    char place[THERAPIST_PATH];
    snprintf(place, sizeof place, "%s", export->places[at]);
    look_for_places(export);
    for (size_t i = 0; i < export->place_count; i++) {
        if (strcmp(export->places[i], place) == 0) {
            export->list.focus = i;
            give_out(export, place);
            return;
        }
    }
    therapist_warn(export->desk, "That is not there any more, so nothing was written to it. Put it "
                                 "in again, or pick another folder.");
}

static void choose(struct export *export)
{
    struct therapist *desk = export->desk;
    size_t at = export->list.focus;
    if (export->stage == STAGE_PLACE) {
        if (at < export->place_count) {
            choose_place(export, at);
        } else {
            choose_folder(export);
        }
        return;
    }
    export->paper = &export->papers[at];
    if (desk->printing) {
        give_out(export, NULL);
        return;
    }
    export->stage = STAGE_PLACE;
    look_for_places(export);
    if (export->place_count == 0) {
        choose_folder(export);
    }
}

static void complete(struct export *export)
{
    struct therapist *desk = export->desk;
    char path[THERAPIST_PATH];
    snprintf(path, sizeof path, "%s", export->folder.bytes);
    size_t ways = desk->setup->complete(desk->setup->context, path);
    edit_set(&export->folder, path, strlen(path));
    if (ways == 0) {
        therapist_say(desk, "No folder begins so.");
    } else if (ways > 1) {
        therapist_say(desk, "%zu folders begin so: type on.", ways);
    }
}

// The field as it was found, or emptied: nobody picked the top of the disk, or wherever the desk
// was started.
static void choose_typed(struct export *export)
{
    const struct therapist_setup *setup = export->desk->setup;
    char path[THERAPIST_PATH];
    snprintf(path, sizeof path, "%s", export->folder.bytes);
    setup->home(setup->context, path);
    if (path[0] == '\0' || strcmp(path, "/") == 0) {
        therapist_warn(export->desk,
                       "Please type the folder first, such as /media/...; Tab goes on "
                       "with a half-typed name.");
        return;
    }
    give_out(export, path);
}

static bool folder_key(struct export *export, const struct key *key)
{
    if (key->press == PRESS_TAB) {
        complete(export);
    } else if (key->press == PRESS_ENTER) {
        choose_typed(export);
    } else if (key->press == PRESS_ESCAPE) {
        export->stage = export->place_count > 0 ? STAGE_PLACE : STAGE_PAPER;
        export->list.count =
            export->place_count > 0 ? export->place_count + 1 : sizeof exports / sizeof *exports;
        export->list.focus = 0;
    } else {
        return edit_key(&export->folder, key) != EDIT_IGNORED;
    }
    return true;
}

static bool export_key(struct therapist *desk, void *state, const struct key *key)
{
    struct export *export = state;
    if (export->stage == STAGE_FOLDER) {
        return folder_key(export, key);
    }
    if (list_key(&export->list, key) ||
        list_digit(&export->list, key, loop_now(desk->setup->loop)) != SIZE_MAX) {
        return true;
    }
    if (key->press != PRESS_ENTER) {
        return false;
    }
    choose(export);
    return true;
}

const struct view_kind at_export = {.open = export_open,
                                    .close = export_close,
                                    .draw = export_draw,
                                    .key = export_key,
                                    .typing = export_typing};
