#!/bin/sh
# make install into an empty folder: what is there, that it works from there, that a second install keeps the
# clinic's settings, and uninstall. Usage: install.sh INTAKE
intake=$1
variant=$(basename "$(dirname "$intake")")
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$scratch/root
unset MAKEFLAGS MAKELEVEL MFLAGS INTAKE_FORMS INTAKE_CONFIG

problem() {
    echo "$1"
    bad=1
}
quietly() { # quietly NAME COMMAND...
    name=$1
    shift
    "$@" >"$scratch/out" 2>&1 || {
        problem "$name: exit $?"
        tail -n 20 "$scratch/out"
    }
}
install_it() {
    # What was built is installed: nothing is built again here.
    make --old-file="$intake" --old-file="$intake-print" --old-file="${intake%/*}/places" VARIANT="$variant" PREFIX=/usr DESTDIR="$root" "$1"
}

quietly "make install" install_it install
[ -x "$root/usr/bin/intake" ] || problem "no program"
cmp -s "$intake" "$root/usr/bin/intake" || problem "the program differs from the one built"
cmp -s "$intake-print" "$root/usr/libexec/intake/intake-print" || problem "the program for PDF differs from the one built"
for file in forms/dry-needling/form.cfg forms/dry-needling/body.cfg forms/instruments/peg.cfg; do
    cmp -s "$file" "$root/usr/share/intake/$file" || problem "$file is not installed as it is"
done
for file in config/*.cfg; do
    cmp -s "$file" "$root/etc/intake/${file##*/}" || problem "$file is not installed as it is"
done
for file in man/man1/intake.1 man/man5/intake-form.5 man/man5/intake-rules.5 bash-completion/completions/intake \
    zsh/site-functions/_intake fish/vendor_completions.d/intake.fish; do
    [ -s "$root/usr/share/$file" ] || problem "share/$file is not installed"
done
find "$root" -type f -perm /022 >"$scratch/open"
[ -s "$scratch/open" ] && problem "others may write: $(cat "$scratch/open")"

# From an empty folder, so that nothing of the source tree helps.
mkdir "$scratch/elsewhere"
cd "$scratch/elsewhere" || exit 1
PATH=$root/usr/bin:$PATH
XDG_CONFIG_HOME=$root/etc
INTAKE_FORMS=$root/usr/share/intake/forms
export PATH XDG_CONFIG_HOME INTAKE_FORMS
quietly "check" intake check dry-needling
printf 'answers = { who_answers = "self"; today_urgent = ( "chest_pain" ); };\n' >"$scratch/urgent.cfg"
quietly "screen" intake screen dry-needling "$scratch/urgent.cfg" --today=2026-03-02 --format=tsv
grep -q "$(printf 'finding\trf_chest_pain_now\turgent\tpresent')" "$scratch/out" || problem "screen: the finding is missing"
quietly "start with answers" intake start --answers="$scratch/urgent.cfg" --today=2026-03-02 dry-needling
grep -q "URGENT" "$scratch/out" || problem "the therapist's page is missing"
cd "$OLDPWD" || exit 1

# Another PREFIX builds again what holds it, and nothing else; the same one builds nothing. In a
# build folder of its own, so that the program that is being tested stays as it is.
build_with() { # build_with ARGUMENT... : how many files are compiled
    quietly "make $*" make VARIANT="$variant" BUILD=build/prefix "$@" all
    grep -c '^  cc ' "$scratch/out"
}
rm -rf build/prefix
cp -Rp "build/$variant" build/prefix
build_with PREFIX=/opt/one >/dev/null
[ "$(build_with PREFIX=/opt/two)" -le 6 ] || problem "another PREFIX compiles files that do not hold it"
grep -q /opt/two/share/intake build/prefix/intake || problem "the program keeps the first PREFIX"
grep -q /opt/two/libexec/intake/intake-print build/prefix/intake || problem "the program does not know its helper"
grep -q /opt/one build/prefix/intake && problem "the program still holds the first PREFIX"
[ "$(build_with PREFIX=/opt/two)" = 0 ] || problem "the same PREFIX compiles again"
rm -rf build/prefix

# The clinic's own settings outlive a new version; uninstall leaves them too.
echo "# ours" >>"$root/etc/intake/clinic.cfg"
quietly "make install again" install_it install
grep -q "^# ours" "$root/etc/intake/clinic.cfg" || problem "the clinic's settings were written over"
quietly "make uninstall" install_it uninstall
[ -e "$root/usr/bin/intake" ] && problem "uninstall leaves the program"
[ -e "$root/usr/libexec/intake" ] && problem "uninstall leaves the program for PDF"
[ -e "$root/usr/share/intake" ] && problem "uninstall leaves the forms"
[ -e "$root/etc/intake/clinic.cfg" ] || problem "uninstall took the clinic's settings"
exit $bad
