#!/bin/sh
# intake setup: what it asks and refuses, what it makes, what it leaves as it was. Usage: setup.sh INTAKE
set -u
intake=$1
. tests/shell/desk.inc

# Left at the sheet: nothing is made.
said 'Acacia Physio' 000 'Ruth Halloran' Physiotherapist PHY1 '' '' '' short "$word" "not $word" "$word" "$word" '' 'a b' |
    run 2 setup --config="$config"
says err "too short"
says err "not the same"
says err "not the words of line"
grep -q "$word" "$work/out" "$work/err" && problem "a passphrase is shown"
[ -e "$INTAKE_DATA" ] && problem "left half-way, and there is a data folder"
cmp -s config/clinic.cfg "$config/clinic.cfg" || problem "left half-way, and clinic.cfg is changed"

# To its end, as a person does it: the line that is asked for is on the paper.
mkfifo "$work/typed"
first=$INTAKE_DATA
INTAKE_DATA=$work/typed.data
hush
"$intake" setup --config="$config" --sheet="$work/paper" <"$work/typed" >"$work/out" 2>"$work/err" &
program=$!
exec 3>"$work/typed"
said 'Acacia Physio' 112 'Ruth Halloran' Physiotherapist PHY1 'Level 1' many 7 '' 'R. Halloran' "$word" "$word" '' >&3
await "please type its line [1-8]" || problem "nobody asks for a line of the sheet"
[ -e "$INTAKE_DATA" ] && problem "made before a line of the sheet is typed back"
sheet_line "$work/paper" "$(asked)" | tr a-z A-Z >&3
exec 3>&- # whatever else it asks, nobody waits for it
wait $program || problem "a setup that is typed: exit $?"
says err "A whole number from 0 to 90, please."
run 0 readers
says out "R. Halloran"
run 0 check --config="$config" --quiet
grep -q 'needling = "Level 1"; years = 7;' "$config/clinic.cfg" || problem "clinic.cfg has not what was typed"
INTAKE_DATA=$first
cp config/clinic.cfg "$config/clinic.cfg"

# Answers from a file.
answers
chmod 644 "$work/answers"
run 1 setup --config="$config" --answers="$work/answers"
says err "others may read it"
chmod 600 "$work/answers"
sed '/^reader/d' "$work/answers" >"$work/fewer" && chmod 600 "$work/fewer"
run 1 setup --config="$config" --answers="$work/fewer"
says err "'reader' is missing"
printf 'pasphrase = x\n' >>"$work/fewer"
run 1 setup --config="$config" --answers="$work/fewer"
says err "fewer:5: error: there is no such key"
: >"$work/there"
run 73 setup --config="$config" --answers="$work/answers" --sheet="$work/there"
[ -e "$INTAKE_DATA" ] && problem "no sheet, and there is a data folder"

printf '\n\n\n\n\n\n1\n1\n1\n' | "$intake" start --line --config="$config" >/dev/null 2>&1
ls "$XDG_RUNTIME_DIR"/intake/*.draft >/dev/null 2>&1 || problem "there is no practice interview to delete"
run 0 setup --config="$config" --answers="$work/answers" --sheet="$work/sheet"
says err "1 practice interview was deleted"
ls "$XDG_RUNTIME_DIR"/intake/*.draft >/dev/null 2>&1 && problem "a practice interview is left"
[ "$(stat -c %a "$INTAKE_DATA")" = 700 ] || problem "others may look into the data folder"
[ "$(stat -c %a "$work/sheet")" = 600 ] || problem "others may read the recovery sheet"
[ "$(grep -cE '^    [1-8]   [a-z]+ [a-z]+ [a-z]+ [a-z]+$' "$work/sheet")" = 8 ] || problem "the sheet has not its eight lines"
for text in 'Acacia "Physio"' 'Ruth Halloran' 'intake recover'; do
    grep -qF "$text" "$work/sheet" || problem "the sheet does not say: $text"
done
grep -rqF "$word" "$INTAKE_DATA" "$config" && problem "the passphrase is on the disk"
run 0 check --config="$config" --quiet
grep -qF 'name = "Acacia \"Physio\"";' "$config/clinic.cfg" || problem "clinic.cfg has not the clinic's name"
grep -q '# Every switch of forms/dry-needling' "$config/clinic.cfg" || problem "clinic.cfg lost a remark"
grep -q 'Ruth Halloran.*PHY0000000001' "$config/clinic.cfg" || problem "clinic.cfg has not the therapist"
grep -q 'Okafor' "$config/clinic.cfg" && problem "the sample's therapist is still there"
cp "$INTAKE_DATA/terminal.seed" "$work/seed"
run 1 setup --config="$config" --answers="$work/answers" --sheet="$work/sheet2"
says err "is set up already"
cmp -s "$work/seed" "$INTAKE_DATA/terminal.seed" || problem "a second setup changed the terminal's key"

# Where the config folder cannot be written, the clinic's facts are beside the keys, and that is said.
INTAKE_DATA=$work/deep/er/data
run 73 setup --config="$work/nowhere" --answers="$work/answers" --sheet="$work/sheet3"
says err "$INTAKE_DATA/clinic.cfg: please have that file copied"
grep -qF 'name = "Acacia \"Physio\"";' "$INTAKE_DATA/clinic.cfg" || problem "the clinic's facts are lost"
# A name that would not fit into the chain.
INTAKE_DATA=$work/other
long=$(printf '%0300d' 0)
sed "s/^clinic.*/clinic = $long/" "$work/answers" >"$work/long" && chmod 600 "$work/long"
run 1 setup --config="$config" --answers="$work/long"
says err "it is too long"
said "$long" 'Acacia' | run 2 setup --config="$config"
says err "That is too long; 255 bytes are the most."
# What a terminal obeys, or what turns the direction of reading, is in no name: nothing is made.
for odd in '\033[31m' '\342\200\256' '\302\233'; do
    for key in clinic therapist reader; do
        bytes=$(printf "$odd")
        sed "s/^$key = \(.\)/$key = \1$bytes/" "$work/answers" >"$work/odd" && chmod 600 "$work/odd"
        run 1 setup --config="$config" --answers="$work/odd"
        says err "it holds characters that cannot be shown"
        grep -qF "$bytes" "$work/out" "$work/err" && problem "what a terminal obeys was printed"
    done
    said "$bytes" 'Acacia' | run 2 setup --config="$config"
    says err "This holds characters that cannot be shown"
done
[ -e "$INTAKE_DATA" ] && problem "a name that cannot be shown, and there is a data folder"
exit $bad
