#!/bin/sh
# The manual pages: every command, every option and every key an author may write is in them, and they are set without a
# warning. Usage: manual.sh INTAKE
intake=$1
pages=${intake%/*}/man
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
problem() {
    echo "$1"
    bad=1
}

for page in intake.1 intake-form.5 intake-rules.5; do
    [ -s "$pages/$page" ] || { problem "$page is not there"; continue; }
    GROFF_NO_SGR=1 groff -man -Tutf8 -ww -rLL=120n "$pages/$page" 2>"$scratch/warned" |
        sed "s/.$(printf '\b')//g" >"$scratch/$page"
    [ -s "$scratch/warned" ] && problem "$page: $(head -n 3 "$scratch/warned")"
    grep -q '@[A-Z]*@' "$scratch/$page" && problem "$page: something was not filled in"
done
for command in $("$intake" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    grep -q "^ *intake $command\$" "$scratch/intake.1" || problem "intake.1 has no section '$command'"
    "$intake" "$command" --help | sed 's/^ *//' | grep . | while read -r line; do
        sed 's/^ *//' "$scratch/intake.1" | grep -qxF -- "$line" || echo "intake.1, $command: '$line' is not said"
    done >"$scratch/unsaid"
    [ -s "$scratch/unsaid" ] && problem "$(head -n 3 "$scratch/unsaid")"
done
# A key is the first cell of a row of the references.
keys() { # keys README PAGE
    tr -s '\n' ' ' <"$scratch/$2" | tr -s ' ' >"$scratch/flat"
    sed -n 's/^| *`\([a-z_]*\)`.*/\1/p' "$1" | sort -u >"$scratch/keys"
    [ -s "$scratch/keys" ] || problem "$1 has no keys"
    while read -r key; do
        grep -q "\b$key\b" "$scratch/flat" || problem "$2 does not say '$key'"
    done <"$scratch/keys"
    grep -q '^ *| ' "$scratch/$2" && problem "$2: a table was not understood: $(grep -m1 '^ *| ' "$scratch/$2")"
}
keys forms/README.md intake-form.5
keys config/README.md intake-rules.5
exit $bad
