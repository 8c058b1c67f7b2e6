# bash completion for intake
_intake() {
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} options
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(intake help 2>/dev/null | awk '/^  [a-z]/ { print $1 }')" -- "$word")
        return
    fi
    case $word in
    -*)
        options=$(intake "$command" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*=?' | sort -u)
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
        case ${COMPREPLY[0]} in *=) compopt -o nospace ;; esac
        ;;
    *)
        mapfile -t COMPREPLY < <(compgen -f -- "${word#*=}")
        compopt -o filenames
        ;;
    esac
}
complete -F _intake intake
