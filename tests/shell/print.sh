#!/bin/sh
# The page in its formats from the command line: what is written, what is refused, and that nothing of what draws PDF is
# in the program a patient sits at. Usage: print.sh INTAKE
intake=$1
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
complain() { echo "print: $*"; bad=1; }
show() { "$intake" show --config=config --today=2026-03-02 --answers=tests/cases/page/shoulder.answers "$@" forms/dry-needling; }
# One sentence, and this exit code. (/dev/full is a disk without room.)
refused() { # refused CODE TEXT COMMAND...
    wanted=$1 text=$2
    shift 2
    "$@" 2>"$scratch/err"
    code=$?
    [ $code = "$wanted" ] || complain "$*: exit $code, not $wanted"
    grep -q "$text" "$scratch/err" || complain "$*: says $(cat "$scratch/err")"
    [ "$(wc -l <"$scratch/err")" = 1 ] || complain "$*: more than one line"
}

ldd "$intake" | grep -E 'pango|cairo' && complain "the program itself links what draws"

show --format=pdf >"$scratch/page.pdf" || complain "no PDF"
[ "$(head -c 5 "$scratch/page.pdf")" = %PDF- ] || complain "this is no PDF"
show --format=pdf --paper=letter >"$scratch/letter.pdf" || complain "no PDF on Letter"
pdfinfo "$scratch/page.pdf" | grep -q '(A4)' || complain "not A4"
pdfinfo "$scratch/letter.pdf" | grep -q '(letter)' || complain "not Letter"
show --format=html >"$scratch/page.html" || complain "no HTML"
grep -q '</html>' "$scratch/page.html" || complain "HTML without its end"
show --format=text >"$scratch/text" && show >"$scratch/default" && cmp "$scratch/text" "$scratch/default" || bad=1

for document in page answers findings measures copy; do
    for format in text html pdf; do
        show --document=$document --format=$format >"$scratch/document" || complain "no $document as $format"
        [ -s "$scratch/document" ] || complain "an empty $document as $format"
    done
done
# The patient takes home no finding.
show --document=copy | grep -qE 'PRECAUTION|PRACTICAL' && complain "findings in the patient's copy"
"$intake" show --blank --config=config forms/dry-needling >"$scratch/blank" || complain "no form on paper"
grep -q '\[ \]' "$scratch/blank" || complain "a form on paper without boxes"
"$intake" show --blank --config=config --format=pdf forms/dry-needling | pdfinfo - | grep -q '(A4)' || complain "no blank PDF"

# What the clinic's file says of its paper holds unless the command line says otherwise.
cp -R config "$scratch/config" && sed -i 's/country = "AU";/country = "AU"; paper = "letter";/' "$scratch/config/clinic.cfg"
"$intake" show --config="$scratch/config" --answers=tests/cases/page/shoulder.answers --format=pdf forms/dry-needling |
    pdfinfo - | grep -q '(letter)' || complain "the clinic's paper is not used"

for format in text html pdf; do
    refused 74 'cannot be written' sh -c "$intake show --config=config --answers=tests/cases/page/shoulder.answers \
        --format=$format forms/dry-needling >/dev/full"
done
refused 74 'is not there' env INTAKE_PRINT=/nowhere "$intake" show --config=config \
    --answers=tests/cases/page/shoulder.answers --format=pdf forms/dry-needling
# It closes what it says its PDF on, and runs on.
printf '#!/bin/sh\nexec >&- 2>&-\nexec sleep 600\n' >"$scratch/hangs" && chmod +x "$scratch/hangs"
refused 74 'did not answer in time' timeout 120 env INTAKE_PRINT="$scratch/hangs" "$intake" show --config=config \
    --answers=tests/cases/page/shoulder.answers --format=pdf forms/dry-needling
refused 2 'no format' "$intake" show --format=odt
refused 2 'no document' "$intake" show --document=all
refused 2 'no paper' "$intake" show --format=pdf --paper=a5
refused 2 'only a sealed record' "$intake" show --config=config --answers=tests/cases/page/shoulder.answers --format=fhir \
    forms/dry-needling
# At a terminal.
script -qec "$intake show --config=config --answers=tests/cases/page/shoulder.answers --format=pdf forms/dry-needling" \
    /dev/null </dev/null >"$scratch/tty" 2>&1 && complain "a PDF on a terminal"
grep -q 'nothing for a terminal' "$scratch/tty" || complain "at a terminal: $(cat "$scratch/tty")"

# The program by itself: what is no document is none, and a full disk is said.
print=$(dirname "$intake")/intake-print
refused 1 'no document' sh -c "echo x | $print"
refused 1 'no document' sh -c "printf 'intake document 2\n' | $print"
"$print" --help >"$scratch/help" && grep -q '^usage' "$scratch/help" || complain "no help"
refused_paper=$("$print" --paper=a5 </dev/null 2>&1) && complain "paper a5"
[ -n "$refused_paper" ] || complain "paper a5 without a word"
exit $bad
