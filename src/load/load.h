#ifndef LOAD_LOAD_H
#define LOAD_LOAD_H

#include "form/clinic.h"
#include "form/form.h"
#include "interview/answers.h"
#include "load/files.h"
#include "screening/rules.h"
#include "screening/trial.h"

// Everything is loaded by the same contract: 0 and the model in *out, or -1 with at least one error
// in `issues`. Every problem of a file is found in one run. Models own their memory; `files` keeps
// the texts.

// What could be read of a form with errors. Opaque outside this room.
struct doubt;
// `folder` holds form.cfg; instruments are looked for in `folder`/../instruments only. When it
// fails, *doubt (if not NULL) is what could be read, or NULL. Free it.
int load_form(const char *folder, struct files *files, struct issues *issues, struct form **out,
              struct doubt **doubt);
// The same from a text in memory (a file's, or a test's); all that stands beside it is still looked
// for in `folder`.
int load_form_text(const char *folder, const struct file *text, struct files *files,
                   struct issues *issues, struct form **out, struct doubt **doubt);
// Adds the problems of what stands beside a form in doubt, so that one run tells them all: its
// rules with what the clinic changed in them, and the settings of `clinic` (NULL: it could not be
// read). What names a part of the form that could not be read is passed over in silence.
void doubt_check(const struct doubt *doubt, const char *config, const struct clinic *clinic,
                 struct files *files, struct issues *issues);
void doubt_free(struct doubt *doubt);

// The rules a form names, from the config folder, with clinic-rules.cfg applied (a missing
// clinic-rules.cfg is no change).
int load_rules(const char *config, const struct form *form, struct files *files,
               struct issues *issues, struct rules **out);
int load_clinic(const char *config, struct files *files, struct issues *issues,
                struct clinic **out);
// The clinic's settings as one byte for each of the form's; adds an error for each the form does
// not have. `out` holds form->setting_count.
int load_settings(const struct clinic *clinic, const struct form *form, const char *file,
                  struct issues *issues, uint8_t *out);

// An answers file ("-": standard input) into new answers, ended. Stop-checks broken are errors,
// warn-checks notes.
int load_answers(const char *name, const struct answers_setup *setup, struct files *files,
                 struct issues *issues, struct answers **out);

// All cases of a form's folder, in order of file name.
int load_cases(const char *folder, const struct form *form, const struct rules *rules,
               struct files *files, struct issues *issues, struct trials *out);

// What is legal but suspect, as warnings: conditions that can never be true, questions no path
// reaches, rules without a source, texts that do not fit 80x24, a `not` over a safety question that
// is not `not surely`, a safety question asked only when certain, incomplete translations. `rules`
// may be NULL.
void lint_form(const struct form *form, const struct rules *rules, struct files *files,
               struct issues *issues);

#endif
