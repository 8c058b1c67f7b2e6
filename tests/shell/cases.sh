#!/bin/sh
# intake test: mistakes in the clinicians' own cases. Usage: cases.sh INTAKE
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
exit $bad
