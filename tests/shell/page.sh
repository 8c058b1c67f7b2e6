#!/bin/sh
# The page and the tsv of each answers file, against what was read and accepted. UPDATE=1 rewrites. Usage: page.sh INTAKE
intake=$1
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

compare() { # compare GOT WANTED
    if [ "${UPDATE:-}" ]; then
        cp "$1" "$2"
    elif ! diff -u "$2" "$1"; then
        bad=1
    fi
}

for answers in tests/cases/page/*.answers; do
    base=${answers%.answers}
    "$intake" show --config=config --today=2026-03-02 --answers="$answers" forms/dry-needling |
        sed 's/([0-9a-f]\{8\})/(HASHHASH)/g; :v; s/intake \([N.]*\)[0-9]/intake \1N/; tv' >"$scratch/page" || bad=1
    compare "$scratch/page" "$base.page"
    "$intake" screen forms/dry-needling "$answers" --config=config --today=2026-03-02 --format=tsv \
        >"$scratch/tsv" || bad=1
    compare "$scratch/tsv" "$base.tsv"
done

# A list of medicines, on another form.
"$intake" show --config=tests/cases/patient/config --today=2026-03-02 \
    --answers=tests/cases/page/lists/medicines.answers tests/cases/patient/form |
    sed 's/([0-9a-f]\{8\})/(HASHHASH)/g; :v; s/intake \([N.]*\)[0-9]/intake \1N/; tv' >"$scratch/page" || bad=1
compare "$scratch/page" tests/cases/page/lists/medicines.page

# What each paragraph rests on, of one person.
"$intake" show --config=config --today=2026-03-02 --answers=tests/cases/page/cauda.answers --evidence forms/dry-needling |
    sed 's/([0-9a-f]\{8\})/(HASHHASH)/g; :v; s/intake \([N.]*\)[0-9]/intake \1N/; tv' >"$scratch/page" || bad=1
compare "$scratch/page" tests/cases/page/cauda.evidence

# No line of the page is wider than the paper.
for page in tests/cases/page/*.page; do
    if [ "$(wc -L <"$page")" -gt 80 ]; then
        echo "$page has a line of more than 80 columns"
        bad=1
    fi
done
exit $bad
