#!/bin/sh
# intake start in plain lines: exit codes, drafts that are asked about, signals, ways that need no
# terminal. Usage: line_start.sh PROGRAM
set -u
intake=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
form=tests/cases/patient/form
cases=tests/cases/patient

start() { # start ARGUMENT... : with the test form, its rules, a folder and a day of our own
    TERM=vt100 "$intake" start --config=$cases/config --drafts="$work/drafts" \
        --today=2026-03-02 "$@" "$form" >"$work/out" 2>"$work/err"
}
expect() { # expect WHAT WANTED GOT
    if [ "$2" != "$3" ]; then
        echo "$1: expected $2, got $3"
        head -n 20 "$work/out" "$work/err"
        bad=1
    fi
}
says() { # says WHAT FILE TEXT
    if ! grep -qF -- "$3" "$work/$2"; then
        echo "$1: '$3' is not said"
        tail -n 20 "$work/$2"
        bad=1
    fi
}

start --line <$cases/every-type.lines
expect "a whole interview" 0 $?
says "a whole interview" out "Thank you."
says "the therapist's page is offered" out "therapist's page?"
expect "one finished interview is kept" 1 "$(find "$work/drafts" -name '*.done' | wc -l)"
expect "only its owner may look" 700 "$(stat -c %a "$work/drafts")"

# The machine stopped between the finish and its name: nobody is asked about what is finished.
done=$(find "$work/drafts" -name '*.done')
mv "$done" "${done%.done}.draft"
printf '' | start --line
expect "a finish without its name" 3 $?
expect "is named so at the next start" "$done" "$(find "$work/drafts" -type f)"
if grep -q "not finished" "$work/out"; then
    echo "a finished interview is offered to be gone on with"
    bad=1
fi

printf '\n\n1\n0\n1\nMar' | start --line
expect "the input ends" 3 $?
expect "one draft is kept" 1 "$(find "$work/drafts" -name '*.draft' | wc -l)"

printf 'y\n\n' | start --line
expect "going on, and the input ends" 3 $?
if [ "$(head -n 4 "$work/out" | wc -L)" -gt 72 ]; then
    echo "the question whose draft it is: a line is too long"
    bad=1
fi
says "asked first" out "There is a practice interview that was not finished"
says "what was half typed is back" out 'You had begun: "Mar"'

# The form is changed under it: it is kept, and that is said.
cp -R $form "$work/form"
sed -i 's/title = "Every/title = "Really every/' "$work/form/form.cfg"
ours=$form
form=$work/form
printf '\n\n1\n:quit\n' | start --line
expect "beside an interview on other questions" 3 $?
says "on other questions" out "not finished, on other questions"
form=$ours
rm "$(find "$work/drafts" -name '*.draft' | sort | tail -n 1)"

printf 'n\n:discard\ny\n' | start --line
expect "a new one, thrown away" 4 $?
expect "the old draft is still there" 1 "$(find "$work/drafts" -name '*.draft' | wc -l)"
printf '' | start --line
expect "nobody says whose draft it is" 3 $?

printf 'n\n\n\n1\n1\n:quit\n' | start --line
expect "quit" 3 $?
rm -rf "$work/drafts"

printf '\n:quit\n' | start --line
expect "left before the first answer" 3 $?
expect "nothing said, nothing kept" 0 "$(find "$work/drafts" -type f | wc -l)"

printf '\n\n1\n0\n1\nMaria\n:quit\n' | start --line
draft=$(find "$work/drafts" -name '*.draft')
name=$(basename "$draft" .draft)
cp "$draft" "$work/whole"
# A byte of the last answer but one is another.
size=$(stat -c %s "$draft")
printf 'x' | dd of="$draft" bs=1 seek=$((size - 40)) conv=notrunc 2>/dev/null
show() { "$intake" show --config=$cases/config --drafts="$work/drafts" --form=$form "$@" >"$work/out" 2>"$work/err"; }
printf '\n:quit\n' | start --line
expect "beside a damaged draft" 3 $?
says "a damaged draft is told" err "the interview '$name' is damaged"
expect "a sentence" 1 "$(wc -l <"$work/err")"
expect "it is kept" 1 "$(find "$work/drafts" -name '*.draft' | wc -l)"
show "$name"
expect "show of a damaged draft" 1 $?
says "what came before the damage" out "DAMAGED"
says "what came before the damage" err "is damaged"
expect "a page, not a sentence" yes "$([ "$(wc -l <"$work/out")" -gt 10 ] && echo yes)"
printf 'no journal at all' >"$draft"
show "$name"
expect "show of a draft of which nothing is left" 1 $?
expect "no page" 0 "$(wc -l <"$work/out")"
rm -rf "$work/drafts"

sed 's/^none$/1/; s/^little$/go on\nlittle/' $cases/every-type.lines | start --line --flag-exit
expect "an urgent rule at the end" 6 $?

mkfifo "$work/pipe"
"$intake" start --line --config=$cases/config --drafts="$work/drafts" $form \
    <"$work/pipe" >"$work/out" 2>"$work/err" &
program=$!
exec 3>"$work/pipe"
printf '\n\n1\n0\nno' >&3
deadline=$(($(date +%s) + 10))
until grep -q "How did it start" "$work/out" || [ "$(date +%s)" -gt $deadline ]; do
    :
done
says "the question it is left at" out "How did it start"
kill -TERM $program
wait $program
expect "asked to end" 143 $?
exec 3>&-
expect "its draft is kept" 1 "$(find "$work/drafts" -name '*.draft' | wc -l)"
rm -rf "$work/drafts"

start </dev/null
expect "the wizard without a terminal" 2 $?
says "the wizard without a terminal" err "--line"
says "the wizard without a terminal" err "--answers"
TERM=dumb "$intake" start --config=$cases/config --drafts="$work/drafts" $form \
    </dev/null >"$work/out" 2>"$work/err"
expect "a dumb terminal" 2 $?
says "a dumb terminal" err "--line"
ACCESSIBLE=1 start </dev/null
expect "ACCESSIBLE means lines" 3 $?

# With a standard end closed no file of ours takes its place: what is kept is what was answered.
rm -rf "$work/drafts"
printf '\n\n1\n0\n:quit\n' >"$work/answers"
closed() { "$intake" start --line --config=$cases/config --drafts="$work/drafts" --today=2026-03-02 $form "$@"; }
closed <"$work/answers" >&- 2>"$work/err"
expect "standard output closed" 3 $?
closed <"$work/answers" >"$work/out" 2>&-
expect "standard error closed" 3 $?
closed <&- >"$work/out" 2>"$work/err"
expect "standard input closed" 3 $?
closed <&- >&- 2>&-
expect "all three closed" 3 $?
"$intake" show --list --drafts="$work/drafts" --config=$cases/config --form=$form >"$work/out" 2>"$work/err"
if grep -q damaged "$work/out" || ! grep -q "2 questions answered" "$work/out"; then
    echo "a standard end closed: the drafts are not as they should be"
    cat "$work/out"
    bad=1
fi
"$intake" check --config=$cases/config $form >&- 2>"$work/err"
expect "what cannot be printed was not done" 74 $?
rm -rf "$work/drafts"

start --no-input --line
expect "--no-input" 2 $?
says "--no-input" err "--answers"
start --no-such </dev/null
expect "an unknown option" 2 $?
start --today=tomorrow </dev/null
expect "a day that is none" 2 $?
start --help
expect "--help" 0 $?
says "--help" out "usage: intake start"

rm -rf "$work/drafts"
printf '\n\n1\n0\n1\nMar' | start --line --from-paper
INTAKE_DRAFTS="$work/drafts" "$intake" show --config=$cases/config --form=$form >"$work/out" 2>"$work/err"
expect "the page of what staff key" 0 $?
says "the page of what staff key" out "Keyed by staff from a paper form."
rm -rf "$work/drafts"
printf '\n\n1\n0\n1\nMar' | start --line --from-paper --keyed-by='Ann Lee' --today=2026-02-27
INTAKE_DRAFTS="$work/drafts" "$intake" show --config=$cases/config --form=$form >"$work/out" 2>"$work/err"
says "who keyed it" out "Keyed from a paper form of 27 Feb 2026 by Ann Lee."
start --line --keyed-by='Ann Lee'
expect "somebody keys what is on no paper" 2 $?
says "somebody keys what is on no paper" err "--keyed-by is of --from-paper"
start --line --from-paper --keyed-by='Ann Lee' --today=2126-02-27
expect "a paper of a day to come" 2 $?

printf 'answers = { well = "yes"; name = "Maria Silva"; };\n' >"$work/answers.cfg"
start --answers="$work/answers.cfg"
expect "answers from a file" 0 $?
says "answers from a file" out "CANNOT BE EXCLUDED"
printf 'answers = { wel = "yes"; };\n' >"$work/answers.cfg"
start --answers="$work/answers.cfg"
expect "an answer to no question" 1 $?

mkdir "$work/broken"
printf 'clinic = {' >"$work/broken/clinic.cfg"
"$intake" start --line --config="$work/broken" $form </dev/null >"$work/out" 2>"$work/err"
expect "settings with an error never start" 78 $?

: >"$work/file"
"$intake" start --line --config=$cases/config --drafts="$work/file" $form </dev/null \
    >"$work/out" 2>"$work/err"
expect "nowhere to keep answers" 73 $?
exit $bad
