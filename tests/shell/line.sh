#!/bin/sh
# The real form in plain lines through pipes: the first questions, the end of input, going on. Usage: line.sh INTAKE
intake=$1
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

run() { # run CODE NAME: standard input is what is typed
    "$intake" start --line --config=config --today=2026-03-02 --drafts="$scratch/drafts" >"$scratch/out" 2>"$scratch/err"
    got=$?
    if [ $got != "$1" ]; then
        echo "$2: exit $got, expected $1"
        cat "$scratch/out" "$scratch/err"
        bad=1
    fi
}
says() { # says TEXT
    if ! grep -qF -- "$1" "$scratch/out"; then
        echo "expected: $1"
        cat "$scratch/out"
        bad=1
    fi
}
refuses() { # refuses TEXT
    if grep -qF -- "$1" "$scratch/out"; then
        echo "should not be there: $1"
        cat "$scratch/out"
        bad=1
    fi
}
kept() { # kept COUNT ENDING
    set -- "$1" "$2" "$scratch"/drafts/*"$2"
    found=$(($# - 2))
    [ -e "$3" ] || found=0
    if [ $found != "$1" ]; then
        echo "$found files end in $2, expected $1"
        bad=1
    fi
}

# The first questions; then nobody types any more.
printf '\n\n\n\n1\n0\nMaria Example\n' | run 3 "end of input"
says "Welcome to Hillside Physiotherapy."
says "Who is filling this in today?"
says "In the last day, have you had any of these?"
says "What is your full name?"
says "What is your date of birth?"
kept 1 .draft

# It asks first; without an answer nothing happens to the draft.
run 3 "no answer to whether to go on" </dev/null
says "There is a practice interview that was not finished"
says "go on with it?"
refuses "date of birth"
refuses "Maria"
kept 1 .draft

# Going on: exactly where it was, the next answer is taken.
printf 'y\n17 May 1980\n' | run 3 "going on"
says "What is your date of birth?"
refuses "What is your full name?"
refuses "Welcome"
says "What sex were you given at birth?"
kept 1 .draft

# Somebody else: a new interview beside it.
printf 'n\n\n\n\n\n1\n' | run 3 "a new one"
says "Welcome to Hillside Physiotherapy."
refuses "Maria"
kept 2 .draft

# An urgent answer: the fixed text at once.
rm -rf "$scratch/drafts"
printf '\n\n\n\n1\n2\n' | run 3 "urgent"
says "Please tell the person at the desk now."

# Thrown away at the patient's wish.
rm -rf "$scratch/drafts"
printf '\n\n\n\n1\n:discard\nyes\n' | run 4 "thrown away"
kept 0 .draft

# No questions wanted: said, not asked.
"$intake" start --no-input --config=config --drafts="$scratch/drafts" </dev/null >"$scratch/out" 2>&1
[ $? = 2 ] || { echo "--no-input: expected exit 2"; bad=1; }
says "--answers"
# Without --line a pipe is no terminal.
"$intake" start --config=config --drafts="$scratch/drafts" </dev/null >"$scratch/out" 2>&1
[ $? = 2 ] || { echo "a pipe: expected exit 2"; bad=1; }
says "--line"
says "--answers"
exit $bad
