#!/bin/sh
# Every command that 'intake help' lists has --help: on standard output, an example first, exit 0; and an option that is none
# is wrong use. Usage: help.sh INTAKE
intake=$1
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for command in $("$intake" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    [ "$command" = help ] && continue
    "$intake" "$command" --help >"$scratch/out" 2>"$scratch/err" || { echo "$command --help: exit $?"; bad=1; }
    head -n 1 "$scratch/out" | grep -q "^example: intake $command" || { echo "$command --help: no example first"; bad=1; }
    grep -q "^usage: intake $command" "$scratch/out" || { echo "$command --help: no usage"; bad=1; }
    [ -s "$scratch/err" ] && { echo "$command --help: something on standard error"; bad=1; }
    "$intake" "$command" --no-such-option >"$scratch/out" 2>"$scratch/err" </dev/null
    [ $? = 2 ] || { echo "$command --no-such-option: expected 2"; bad=1; }
    grep -q "^    intake $command" README.md || { echo "README.md does not list $command"; bad=1; }
done
exit $bad
