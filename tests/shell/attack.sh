#!/bin/sh
# What a hostile machine does: disks without room, limits, many old interviews, tables from a
# spreadsheet. Usage: attack.sh INTAKE
set -u
intake=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
real=forms/dry-needling
form=tests/cases/patient/form
config=tests/cases/patient/config

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
        head -n 20 "$work/$2"
        bad=1
    fi
}
: >"$work/out"
: >"$work/err"

# A page that could not be written is no page.
printf 'answers = { full_name = "Maria Example"; };\n' >"$work/answers.cfg"
if [ -w /dev/full ]; then
    "$intake" show --answers="$work/answers.cfg" --config=config $real >/dev/full 2>"$work/err"
    expect "show, no room for the page" 74 $?
    "$intake" start --answers="$work/answers.cfg" --config=config $real >/dev/full 2>"$work/err"
    expect "start --answers, no room for the page" 74 $?
    "$intake" check --config=config $real >/dev/full 2>"$work/err"
    expect "check, no room for what it says" 74 $?
    "$intake" help >/dev/full 2>"$work/err"
    expect "help, no room" 74 $?
fi

# A limit on the size of files is a full disk, not a signal.
(
    ulimit -f 0
    printf '\n\n1\n' | "$intake" start --line --config=$config --drafts="$work/limit" $form 2>&1
    echo "exit $?"
) 2>/dev/null | cat >"$work/out"
says "a limit on files" out "answers cannot be kept"
says "a limit on files" out "exit 73"

# A draft is offered however many interviews were finished since.
printf '\n\n1\n0\n1\nMar' | "$intake" start --line --config=$config --drafts="$work/drafts" $form >"$work/out" 2>"$work/err"
expect "a draft" 3 $?
draft=$(find "$work/drafts" -name '*.draft')
n=0
while [ $n -lt 120 ]; do
    cp "$draft" "$work/drafts/later-$n.done"
    n=$((n + 1))
done
touch -t 202601010900 "$draft"
"$intake" start --line --config=$config --drafts="$work/drafts" $form </dev/null >"$work/out" 2>"$work/err"
expect "a draft before many others" 3 $?
says "a draft before many others" out "There is a practice interview that was not finished"

# Tables as spreadsheets write them: with a mark at the beginning, with \r\n.
batch() { "$intake" screen $real --batch="$1" --config=config --today=2026-03-02 >"$work/out" 2>"$work/err"; }
printf 'full_name\ttoday_urgent\nA B\tnone\nC D\tchest_pain\nE F\t\n' >"$work/plain"
batch "$work/plain"
expect "a plain table" 0 $?
cp "$work/out" "$work/plain.out"
printf '\357\273\277full_name\ttoday_urgent\r\nA B\tnone\r\nC D\tchest_pain\r\nE F\t\r\n' >"$work/sheet"
batch "$work/sheet"
expect "a table of a spreadsheet" 0 $?
if ! cmp -s "$work/out" "$work/plain.out"; then
    echo "a table of a spreadsheet: other findings"
    bad=1
fi
printf 'full_name\ttoday_urgent\nA\033[2JB\tnone\nA\000B\tnone\n' >"$work/control"
batch "$work/control"
expect "control characters" 1 $?
says "control characters" err "$work/control:2: error:"
says "control characters" err "$work/control:3: error:"
head -c 2000000 /dev/zero | tr '\000' x >"$work/long"
batch "$work/long"
expect "a first line of two million bytes" 1 $?
says "a first line of two million bytes" err "longer than"
batch "$work"
expect "a folder" 1 $?
says "a folder" err "cannot be read"
# Another start tidied up the draft in which nothing was said, before this one did.
mkfifo "$work/keys"
"$intake" start --line --config=$config --drafts="$work/tidied" $form <"$work/keys" >"$work/out" 2>"$work/err" &
started=$!
exec 3>"$work/keys"
tries=0
until ls "$work"/tidied/*.draft >/dev/null 2>&1 || [ $tries = 20000 ]; do
    tries=$((tries + 1))
done
rm -f "$work"/tidied/*.draft
exec 3>&-
wait $started
expect "left with nothing said, and the draft gone" 3 $?

# Very many problems: a near name is looked for among all names, so only of the first hundred.
mkdir -p "$work/many/forms/many" "$work/many/config"
awk -v form="$work/many/forms/many/form.cfg" -v rules="$work/many/config/many.cfg" -v clinic="$work/many/config/clinic.cfg" 'BEGIN {
    n = 300
    print "form = { id = \"many\"; version = \"1\"; title = \"M\"; language = \"en\"; rules = \"many.cfg\"; };\nsections = ( { id = \"s\"; title = \"S\"; items = (" >form
    for (i = 0; i < n; i++)
        printf "{ id = \"item%d\"; type = \"yesno\"; text = \"{itemx%d}\"; ask_if = \"setting(\047sett%dx\047)\"; }%s\n", i, i, i, i + 1 < n ? "," : ") } );" >form
    print "settings = (" >form
    print "rules_for = \"many\"; version = \"1\"; rules = (" >rules
    print "clinic = { name = \"H\"; emergency = \"0\"; }; settings = (" >clinic
    for (i = 0; i < n; i++) {
        end = i + 1 < n ? "," : ");"
        printf "{ id = \"sett%d\"; text = \"S\"; }%s\n", i, end >form
        printf "{ id = \"rule%d\"; class = \"yellow\"; if = \"true\"; therapist = \"{itemx%d}\"; tell = \"tell%dx\"; source = ( \"source%dx\" ); }%s\n", i, i, i, i, end >rules
        printf "{ id = \"sett%dx\"; on = true; }%s\n", i, end >clinic
    }
    for (k = 0; k < 2; k++) {
        print k == 0 ? "tells = (" : "sources = (" >rules
        for (i = 0; i < n; i++)
            printf "{ id = \"%s%d\"; text = \"T\"; }%s\n", k == 0 ? "tell" : "source", i, i + 1 < n ? "," : ");" >rules
    }
}'
"$intake" check --config="$work/many/config" "$work/many/forms/many" >"$work/out" 2>"$work/err"
expect "very many problems" 1 $?
near=$(grep -c "did you mean" "$work/out")
all=$(grep -c "error:" "$work/out")
if [ "$near" -lt 90 ] || [ "$near" -gt 110 ] || [ "$all" -lt 900 ]; then
    echo "very many problems: $near near names in $all problems"
    bad=1
fi

exit $bad
