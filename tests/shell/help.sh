#!/bin/sh
# Every command that 'intake help' lists has --help: on standard output, an example first, exit 0; and an option that is none
# is wrong use; and 'intake help' of one says the same. Usage: help.sh INTAKE
intake=$1
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$intake" help >"$scratch/list"
for command in $(sed -n 's/^  \([a-z]*\) .*/\1/p' "$scratch/list"); do
    [ "$command" = help ] && continue
    "$intake" "$command" --help >"$scratch/out" 2>"$scratch/err" || { echo "$command --help: exit $?"; bad=1; }
    head -n 1 "$scratch/out" | grep -q "^example: intake $command" || { echo "$command --help: no example first"; bad=1; }
    grep -q "^usage: intake $command" "$scratch/out" || { echo "$command --help: no usage"; bad=1; }
    "$intake" help "$command" 2>&1 | cmp -s - "$scratch/out" || { echo "help $command: not what --help says"; bad=1; }
    [ -s "$scratch/err" ] && { echo "$command --help: something on standard error"; bad=1; }
    "$intake" "$command" --no-such-option >"$scratch/out" 2>"$scratch/err" </dev/null
    [ $? = 2 ] || { echo "$command --no-such-option: expected 2"; bad=1; }
    grep -q "^    intake $command" README.md || { echo "README.md does not list $command"; bad=1; }
done
for wrong in no-such-command --no-such-option "show log"; do
    "$intake" help $wrong >"$scratch/out" 2>"$scratch/err"
    [ $? = 2 ] && [ -s "$scratch/err" ] || { echo "help $wrong: expected 2 and a sentence"; bad=1; }
done
for list in "help --help" --help -h; do
    "$intake" $list 2>&1 | cmp -s - "$scratch/list" || { echo "$list: not the list"; bad=1; }
done
exit $bad
