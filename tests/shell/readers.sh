#!/bin/sh
# intake readers: one more, another passphrase, the recovery sheet, one less; and what each refuses. Usage: readers.sh INTAKE
set -u
intake=$1
. tests/shell/desk.inc

run 1 readers
says err "there is no installation"
clinic
run 0 readers
says out "Ruth Halloran"
run 2 readers add
run 2 readers remove
run 2 readers nonsense

# A wrong passphrase, three times; then an input that ends.
said wrong1 wrong2 wrong3 | run 77 readers add "Samir Okafor"
says err "That is no reader's."
printf '' | run 2 readers add "Samir Okafor"

second='a second long passphrase'
said "$word" y "$second" "$second" '' | run 2 readers add "Samir Okafor"
run 0 readers
grep -q Samir "$work/out" && problem "left at the sheet, and yet a reader"
# The sheet is on paper when its line is typed: here a helper reads it from the file as soon as it stands there.
mkfifo "$work/typed"
hush
"$intake" readers add "Samir Okafor" --sheet="$work/sheet2" <"$work/typed" >"$work/out" 2>"$work/err" &
program=$!
exec 3>"$work/typed"
said "$word" y "$second" "$second" '' >&3
await "please type its line [1-8]" || problem "nobody asks for a line of the sheet"
line=$(asked)
sheet_line "$work/sheet" "$line" >&3
await "of another sheet" || problem "a line of another sheet is taken"
sheet_line "$work/sheet2" "$line" >&3
exec 3>&-
wait $program || problem "a reader is not added: $?"
says err "Samir Okafor is a reader now."
says err "may read 0 earlier records"
run 0 readers
says out "Samir Okafor"

# Another passphrase; the old one opens nothing any more.
third='a third long passphrase'
said "$second" "$third" "$third" | run 0 readers passphrase 'samir okafor'
says err "has a new passphrase"
said "$second" "$second" "$second" | run 77 readers passphrase 'Samir Okafor'
says err "That is not their passphrase."

# The sheet: a mistyped word, a line of another sheet, then all of it.
{
    sheet_line "$work/sheet" 1 | sed 's/^[a-z]*/zzzz/'
    sheet_line "$work/sheet" 2
    for line in 1 2; do sheet_line "$work/sheet" $line; done
    sheet_line "$work/sheet" 3 | sed 's/[a-z]\{4,\}/&x/'
    for line in 4 5 6 7 8; do sheet_line "$work/sheet" $line; done
    said "a fourth long passphrase" "a fourth long passphrase"
} | run 0 recover
says err "Word 1 of line 1 is none of the list"
says err "These are not the words of line 1"
says err "of line 3 was taken by its first four letters; the line is right"
grep -q "of line [124-8] was taken" "$work/err" && problem "a line as it stands on the sheet is called mistyped"
says err "This is the sheet of Ruth Halloran."
said "$word" "$word" "$word" | run 77 readers passphrase 'Ruth Halloran'
{
    for line in 1 2 3 4 5 6 7; do sheet_line "$work/sheet" $line; done
    sheet_line "$work/sheet2" 8
} | run 1 recover
says err "the sheet is of no reader of this clinic"

run 1 readers remove 'Nobody'
said "$third" n | run 1 readers remove 'Ruth Halloran'
said "$third" y | run 0 readers remove 'Ruth Halloran'
run 0 readers
says out "Ruth Halloran (removed)"
said "$third" y | run 1 readers remove 'Samir Okafor'
says err "is the last reader"
for line in 1 2 3 4 5 6 7 8; do sheet_line "$work/sheet" $line; done | run 1 recover
says err "the sheet is of a reader who was removed"
run 2 readers add "$(printf 'Ana\033[31m')"
says err "the name holds characters that cannot be shown"
exit $bad
