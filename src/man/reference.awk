# A reference for authors, in the markdown its README is written in, as a manual page of section 5.
# Usage: awk -v name=NAME -v what="one line" -v version=V -f reference.awk README.md
function plain(text) {
    gsub(/\\\|/, "|", text)
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    return text
}
# Bold for what stands in backquotes or between asterisks; of a link, its words.
function inline(text,    parts, count, i, out) {
    while (match(text, /\[[^]]*\]\([^)]*\)/)) {
        out = substr(text, RSTART + 1, RLENGTH - 1)
        sub(/\].*/, "", out)
        text = substr(text, 1, RSTART - 1) out substr(text, RSTART + RLENGTH)
    }
    count = split(text, parts, "`")
    out = ""
    for (i = 1; i <= count; i++) {
        if (i % 2 == 1) {
            gsub(/\*\*?/, "", parts[i])
            out = out plain(parts[i])
        } else {
            out = out "\\fB" plain(parts[i]) "\\fR"
        }
    }
    if (out ~ /^[.']/) {
        out = "\\&" out
    }
    return out
}
function ends_code() {
    if (code) {
        print ".fi"
        print ".RE"
        code = 0
    }
}
# A row of a table: its first cell, and what the others say of it, under their headings.
function row(line,    cells, count, i, said) {
    gsub(/\\\|/, "\001", line)
    sub(/^\| */, "", line)
    sub(/ *\| *$/, "", line)
    count = split(line, cells, / *\| */)
    if (!table) {
        for (i = 1; i <= count; i++) {
            heading[i] = cells[i]
        }
        table = 1
        return
    }
    if (line ~ /^[-| ]*$/) {
        return
    }
    print ".TP"
    print inline(cells[1])
    said = 0
    for (i = 2; i <= count; i++) {
        gsub(/\001/, "|", cells[i])
        if (cells[i] != "") {
            if (said) {
                print ".br"
            }
            print (heading[i] == "example" ? "example: " : "") inline(cells[i])
            said = 1
        }
    }
    if (!said) {
        print "\\&"
    }
}
BEGIN {
    print ".TH " toupper(name) " 5 \"\" \"intake " version "\" \"intake\""
    print ".SH NAME"
    print plain(name) " \\- " what
    print ".SH DESCRIPTION"
}
/^\|/ { ends_code(); row($0); next }
{ if (table) { print ".PP" } table = 0 }
/^# / { next }
/^## / { ends_code(); print ".SH \"" toupper(inline(substr($0, 4))) "\""; next }
/^###* / { ends_code(); sub(/^#* /, ""); print ".SS \"" inline($0) "\""; next }
/^    / || /^\t/ {
    if (!code) {
        print ".RS 2"
        print ".nf"
        code = 1
    }
    line = plain(substr($0, 5))
    print (line ~ /^[.']/ ? "\\&" : "") line
    next
}
/^$/ {
    if (code) {
        blank = 1
        ends_code()
    }
    print ".PP"
    next
}
/^[-*] / { ends_code(); print ".IP \\(bu 2"; print inline(substr($0, 3)); next }
{ ends_code(); print inline($0) }
END { ends_code() }
