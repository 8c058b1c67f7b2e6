# The text of one command's --help as a section of a manual page, with its example first as it is there.
# Usage: awk -v name=COMMAND -f commands.awk <HELP
function plain(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    if (text ~ /^[.']/) {
        text = "\\&" text
    }
    return text
}
NR == 1 {
    print ".SS intake " plain(name)
    print ".nf"
}
{ print plain($0) }
END { print ".fi" }
