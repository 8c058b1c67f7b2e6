#!/bin/sh
# The wizard in a detached tmux, another emulator with keys of its own: the first questions, marks, going back, a
# window made smaller, the pause menu, going on with the draft. Usage: tmux_wizard.sh INTAKE
intake=$1
bad=0
if ! command -v tmux >/dev/null; then
    echo "tmux is not installed: make packages"
    exit 1
fi
scratch=$(mktemp -d)
socket=$scratch/tmux
unset TMUX TMUX_PANE
mux() { tmux -S "$socket" -f /dev/null "$@"; }
trap 'mux kill-server 2>/dev/null; rm -rf "$scratch"' EXIT

screen() { mux capture-pane -p -t "$session"; }
sees() { # sees TEXT: looks until it is there, some ten seconds at most
    tries=0
    until screen | grep -qF -- "$1"; do
        tries=$((tries + 1))
        if [ $tries = 1500 ]; then
            echo "expected: $1; the last screen:"
            screen
            exit 1
        fi
    done
}
keys() { mux send-keys -t "$session" "$@"; }
words() { mux send-keys -t "$session" -l "$1"; }
begin() { # begin SESSION: the program at 80 x 24, and a line with its exit code when it ends
    session=$1
    mux new-session -d -s "$session" -x 80 -y 24 \
        "env LC_ALL=C.UTF-8 TERM=screen-256color '$intake' start --config=config --today=2026-03-02 \
            --drafts='$scratch/drafts'; echo \"ended with \$?\"; exec cat"
}

begin first
sees "Enter  go on    Esc  back    H  help    P  pause"
sees "Welcome to Hillside Physiotherapy."
keys Enter
sees "> 1     The patient"
keys Down
sees "> 2     Someone helping the patient"
keys 1 Enter
sees "> 1  [ ]  Chest pain or tightness"
keys 3
sees "> 3  [x]"
keys 0
sees "> 0  [x]  None of these"
keys Enter
sees "What is your full name?"
words "Zoë Łuk"
sees "> Zoë Łuk"
keys BSpace Left x Enter
sees "What is your date of birth?"
keys Escape
sees "> Zoë Łxu"
mux resize-window -t "$session" -x 40 -y 12
sees "> Zoë Łxu"
mux resize-window -t "$session" -x 20 -y 4
sees "make the"
mux resize-window -t "$session" -x 80 -y 24
sees "> Zoë Łxu"
keys C-c
sees "Stop for now, and keep my answers"
keys 2 Enter
sees "ended with 3"
if screen | grep -q "Zoë"; then
    echo "the name is still on the screen"
    bad=1
fi

begin second
sees "There is a practice interview that was not finished"
keys y Enter
sees "> Zoë Łxu"
keys F1
sees "back to the question"
keys Escape
sees "> Zoë Łxu"
exit $bad
