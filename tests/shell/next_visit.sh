#!/bin/sh
# intake prepare: a first visit, the next one made ready from its record, and gone on with by its words; each form has
# an approval of its own. Usage: next_visit.sh INTAKE
set -u
intake=$1
. tests/shell/desk.inc

pages() { # pages COUNT : Enter so often
    for _ in $(seq "$1"); do echo; done
}

clinic
said 'B. Berg' 'PHY77' y "$word" | run 0 approve --config="$config"
# A healthy man with a sore shoulder. Enter at a question that wants an answer does no harm, so there may be more of them
# than there are pages to read.
{
    pages 5
    said 1 0 'Tom Baker' '1987-06-15' 2 0 1 0 'sore shoulder' '/right shoulder joint' 4 1 '' 2 4 1 2 1 0 0 0 4 3 3
    said 'Reaching up' 5 'Digging the garden' 6 ':skip' 1 0 0 1 0 0 2 2 0 2 2 1 1 1 0 2 0 'Play ball'
    pages 45
    said 1 0 1
    pages 4
    said finish
    pages 4
} | "$intake" start --line --config="$config" >"$work/out" 2>"$work/err" ||
    problem "the first visit does not end: $?"
slip=$(sed -n 's/.*Your slip: *\([a-z]*-[a-z]*-[0-9]*\).*/\1/p' "$work/out")
run 0 show --list --config="$config"
record=$(sed -n 's/^ *\([0-9][0-9]*\) .*sealed$/\1/p' "$work/out")
[ -n "$record" ] || problem "no record of the first visit"

# What a patient says is of today.
run 2 start --line --today=2026-03-02 --config="$config"
says err 'interview is of today'

run 2 prepare
said "$word" | run 1 prepare --config="$config" 99
said wrong wrong wrong | run 77 prepare --config="$config" "$record"
said "$word" | run 78 prepare --config="$config" "$record"
says err "approve --form=follow-up"
said "$word" | run 78 prepare --config="$config" --form=nowhere "$record"

# One form's approval is not the other's, and takes nothing from it.
said 'B. Berg' 'PHY77' y "$word" | run 0 approve --config="$config" --form=follow-up
run 0 upgrade --config="$config"
says out "The approval holds"
"$intake" doctor --config="$config" >"$work/out" 2>"$work/err"
grep -q '^ok    approval .*follow-up: approved by B. Berg' "$work/out" || problem "doctor does not see the other form's approval"

said "$word" | run 0 prepare --config="$config" "$record"
says out "Ready: Since your last visit, after record $record."
says out "Hard to do, 1: Reaching up"
words=$(sed -n 's/^    \([a-z]* [a-z]* [a-z]* [a-z]*\)$/\1/p' "$work/out")
says out "Hard to do, 2: Digging the garden"
[ -n "$words" ] || problem "no words for the slip"
run 0 log
says out "prepared the next visit"
said "$word" | run 0 prepare --config="$config" "$slip"
says out "after record $record."
run 0 show --list --config="$config"
grep -q "under way" "$work/out" && problem "nobody sits at it, and yet it is under way"
# The other form is changed: what waits may be of it, and the kiosk would offer it no more.
cp -R forms "$work/forms"
sed -i '0,/title = "/s//title = "Our /' "$work/forms/follow-up/form.cfg"
INTAKE_FORMS="$work/forms" "$intake" doctor --config="$config" >"$work/out" 2>"$work/err"
grep -q '^FAIL  approval .*follow-up: The form is not the one that was approved' "$work/out" ||
    problem "the other form is changed, and doctor does not mind"
says out "2 interviews under way may be of a form that was changed since"
grep -q 'begun on another form' "$work/out" && problem "doctor knows what cannot be known"
INTAKE_FORMS="$work/forms" run 0 upgrade --config="$config"
says out "2 of them may be of a form that was changed since"
sed -i 's/"Our /broken "/' "$work/forms/follow-up/form.cfg"
INTAKE_FORMS="$work/forms" "$intake" doctor --config="$config" >"$work/out" 2>"$work/err"
grep -q '^FAIL  form .*1 other form has errors' "$work/out" || problem "the other form has errors, and doctor does not mind"
"$intake" doctor --config="$config" >"$work/out" 2>"$work/err"
grep -q 'may be of a form' "$work/out" && problem "nothing was changed, and doctor warns of drafts"
grep -rqa 'Digging the garden' "$INTAKE_DATA" && problem "what was carried over stands readable in the data folder"

# The form that is not the one this start was for, by the words alone.
printf '%s\n' "$words" | "$intake" start --line --config="$config" >"$work/out" 2>"$work/err"
got=$?
[ $got = 3 ] || problem "left at the first question: expected 3, got $got"
says out "Welcome back"
run 0 show --list --config="$config"
says out "under way"

# Who, urgent signs, name, birth, needles, reaction, change, new problem, today, new in health, where, PEG; then the
# rating by the patient's own words, twice, and the third that was not carried.
{
    said "$words"
    pages 5
    said 1 0 'Tom Baker' '1987-06-15' 1 0 2 1 0 0 '/right shoulder joint' 3 1 '' 3 2 2 7 8 ':skip' 7 1
    said 1 1 0 1
    pages 4
    said finish
    pages 4
} | "$intake" start --line --config="$config" >"$work/out" 2>"$work/err" ||
    problem "the next visit does not end: $?"
says out "Reaching up: how well can you do this today?"
says out "Digging the garden: how well can you do this today?"
says out "Hard to do, 2: Digging the garden (from your last visit)"
grep -q 'Name one thing' "$work/out" && problem "what was carried over is asked for"

# Its record, on its own form and by its own rules.
run 0 show --list --config="$config"
next=$(sed -n 's/^ *\([0-9][0-9]*\) .*sealed$/\1/p' "$work/out" | sort -n | tail -n 1)
[ "$next" != "$record" ] || problem "no record of the next visit"
said "$word" | run 0 show --config="$config" "$next"
says out "Tom Baker"
says out "Digging the garden"
says out "No rule fired"
# What staff write beside it is not on what the patient takes home.
said "$word" 'Anxious about the bill' '' | run 0 correct "$next"
said "$word" | run 0 show --config="$config" "$next"
says err "1 note stands beside it"
said "$word" | run 0 show --config="$config" --document=notes "$next"
says out "Anxious about the bill"
said "$word" | run 0 show --config="$config" --document=copy "$next"
grep -q 'Anxious' "$work/out" && problem "the patient's copy has a note of staff"
said "$word" | run 0 show --config="$config" --document=measures "$next"
says out "no earlier visit counted"

# What is erased does not live on in what is made ready of it.
said "$word" | run 0 prepare --config="$config" "$record"
words=$(sed -n 's/^    \([a-z]* [a-z]* [a-z]* [a-z]*\)$/\1/p' "$work/out")
said "$word" 'The patient asked' y | run 0 erase "$record"
says err 'What was prepared of it for the next visit is erased too.'
printf '%s\n' "$words" | "$intake" start --line --config="$config" >"$work/out" 2>"$work/err"
grep -q 'Welcome back' "$work/out" && problem "words open what was erased"

# What the patient did not allow to be kept does not live on in what is made ready for the visit after it.
said "$word" | run 0 prepare --config="$config" "$next"
words=$(sed -n 's/^    \([a-z]* [a-z]* [a-z]* [a-z]*\)$/\1/p' "$work/out")
{
    said "$words"
    pages 5
    said 1 0 'Tom Baker' '1987-06-15' 1 0 2 1 0 0 '/right shoulder joint' 3 1 '' 3 2 2 7 8 ':skip' 7 1
    said 1 1 0 2
    pages 4
    said finish
    pages 4
} | "$intake" start --line --config="$config" >"$work/out" 2>"$work/err" ||
    problem "the visit seen today only does not end: $?"
run 0 show --list --config="$config"
today=$(sed -n 's/^ *\([0-9][0-9]*\) .*sealed$/\1/p' "$work/out" | sort -n | tail -n 1)
[ "$today" != "$next" ] || problem "no record of the visit seen today only"
said "$word" | run 77 prepare --config="$config" "$today"
says err "did not allow these answers to be kept"
grep -q 'Ready' "$work/out" && problem "made ready from what is seen today only"
run 0 verify
exit $bad
