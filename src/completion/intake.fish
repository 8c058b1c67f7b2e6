# fish completion for intake
function __intake_commands
    intake help 2>/dev/null | string match -r '^  [a-z]+ .*' | string trim | string replace -r ' +' \t
end
function __intake_options
    set -l words (commandline -opc)
    intake $words[2] --help 2>/dev/null | string match -ra -- '--[a-z][a-z-]*=?' | sort -u
end
complete -c intake -n 'test (count (commandline -opc)) -eq 1' -f -a '(__intake_commands)'
complete -c intake -n 'test (count (commandline -opc)) -gt 1; and string match -q -- "-*" (commandline -ct)' -f -a '(__intake_options)'
