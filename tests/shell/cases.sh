#!/bin/sh
# intake test and check: mistakes in the clinicians' own cases, and in the name of a form. Usage: cases.sh INTAKE
intake=$1
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp -R tests/cases/patient/form "$scratch/form"
mkdir -p "$scratch/form/cases"
cat >"$scratch/form/cases/well.cfg" <<'CASES'
cases = (
  { name = "well"; today = "2026-03-02"; answers = { well = "yes"; name = "Maria"; }; },
  { name = "nameless"; like = "well/well"; without = ( "name" ); },
  { name = "twice"; like = "well/nameless";
    without = ( "name" ); }
);
CASES
"$intake" test --config=tests/cases/patient/config "$scratch/form" >"$scratch/out" 2>&1
code=$?
said=$(grep -c "'name' in 'without' is not answered anyway" "$scratch/out")
if [ $code = 0 ] || [ "$said" != 1 ] || ! grep -q "well.cfg:5: error:" "$scratch/out"; then
    echo "a 'without' that takes nothing away: exit $code, said $said times, once expected"
    cat "$scratch/out"
    bad=1
fi

# What a case wants is looked at though the case it is like is broken.
cat >"$scratch/form/cases/well.cfg" <<'CASES'
cases = (
  { name = "well"; today = "2026-03-02"; answers = { well = "yess"; }; },
  { name = "next"; like = "well";
    present = ( "nobody" ); }
);
CASES
"$intake" test --config=tests/cases/patient/config "$scratch/form" >"$scratch/out" 2>&1
code=$?
if [ $code != 1 ] || ! grep -q "well.cfg:2: error: 'yess' is no choice of 'well'" "$scratch/out" ||
    ! grep -q "well.cfg:4: error: there is no rule 'nobody'" "$scratch/out"; then
    echo "two cases with a mistake each: exit $code, both expected"
    cat "$scratch/out"
    bad=1
fi

# A rule in doubt is spoken of in a sentence.
rm "$scratch/form/cases/well.cfg"
echo 'case = { today = "2026-03-02"; answers = ( ); only = true; };' >"$scratch/form/cases/none.cfg"
"$intake" test --config=tests/cases/patient/config "$scratch/form" >"$scratch/out" 2>&1
code=$?
if [ $code != 1 ] || ! grep -q "rule '.*' cannot be excluded; expected no other rule" "$scratch/out"; then
    echo "a rule in doubt: exit $code"
    cat "$scratch/out"
    bad=1
fi

# Who names the file means its folder; a form that is not there is one problem, not three.
"$intake" check --config=config forms/dry-needling/form.cfg >"$scratch/out" 2>&1
code=$?
if [ $code != 0 ] || ! grep -q "^forms/dry-needling: .* no errors, 0 warnings" "$scratch/out"; then
    echo "check of a form.cfg: exit $code"
    cat "$scratch/out"
    bad=1
fi
"$intake" check nowhere >"$scratch/out" 2>&1
code=$?
if [ $code != 1 ] || [ "$(wc -l <"$scratch/out")" != 1 ]; then
    echo "check of a form that is not there: exit $code, one line expected"
    cat "$scratch/out"
    bad=1
fi
exit $bad
