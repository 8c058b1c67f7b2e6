#!/bin/sh
# Completion: of a command's name, of its options, as each shell would offer them. `make test` asks bash.
# Usage: completion.sh INTAKE, or INTAKE=PROGRAM completion.sh SHELL...
if [ -n "${INTAKE:-}" ]; then
    intake=$INTAKE
else
    intake=$1
    set -- bash
fi
bad=0
PATH=$(cd "${intake%/*}" && pwd):$PATH
export PATH LC_ALL=C.UTF-8

offers() { # offers SHELL WORD... : what is offered for the last word
    shell=$1
    shift
    case $shell in
    bash)
        bash --norc -c '. src/completion/intake.bash; compopt() { :; }
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _intake; printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
        ;;
    fish)
        fish --no-config -c "source src/completion/intake.fish; complete -C '$*'" | cut -f 1
        ;;
    zsh)
        # The functions that would put words on the screen print them instead.
        zsh -f -c 'compadd() { print -rl -- ${(P)argv[-1]} }; _describe() { print -rl -- ${${(P)2}%%:*} }; _files() { }
            words=("$@"); CURRENT=$#; . src/completion/_intake' zsh "$@" | grep -e "^${last:-}"
        ;;
    esac
}
expect() { # expect SHELL WANTED WORD...
    wanted=$2
    shell=$1
    shift 2
    for last; do :; done
    offers "$shell" "$@" >/dev/null 2>&1
    got=$(offers "$shell" "$@" | sort -u | tr '\n' ' ')
    case " $got" in *" $wanted "*) ;; *)
        echo "$shell, '$*': '$wanted' is not offered, but '$got'"
        bad=1 ;;
    esac
}
for shell; do
    expect "$shell" verify intake ver
    expect "$shell" kiosk intake ''
    expect "$shell" --format= intake screen --f
    expect "$shell" --reader= intake verify --re
done
exit $bad
