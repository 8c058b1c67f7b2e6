#!/bin/sh
# `intake screen` on answers files, against what must come of them. The expected lines are not the program's: whoever
# adds a case works them out from the clinical content. Usage: answers.sh INTAKE
intake=$1
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for answers in tests/cases/answers/*.answers; do
    "$intake" screen forms/dry-needling "$answers" --config=config --today=2026-06-15 --format=tsv \
        >"$scratch/tsv" 2>"$scratch/notes" || bad=1
    diff -u "${answers%.answers}.tsv" "$scratch/tsv" || bad=1
done
exit $bad
