#!/bin/sh
# README quotes what each instrument's own file says of its terms. Usage: readme.sh INTAKE
bad=0
# Strings that stand side by side in a .cfg are one text.
text_of() { # text_of FILE KEY
    tr '\n' ' ' <"$1" | sed "s/.*[ {]$2 = \"//; s/\";.*//; s/\" *\"//g"
}
for file in forms/instruments/*.cfg; do
    for key in licence notice; do
        text=$(text_of "$file" $key)
        if [ -z "$text" ] || ! grep -qF -- "$text" README.md; then
            echo "README.md does not quote the $key of $file: $text"
            bad=1
        fi
    done
done
exit $bad
