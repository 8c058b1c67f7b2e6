#!/bin/sh
# intake doctor: a line for each thing, and what to do about each that fails. Usage: doctor.sh INTAKE
set -u
intake=$1
. tests/shell/desk.inc

fails() { # fails WHAT TEXT [COMMAND...] : that line fails, and says so
    what=$1
    text=$2
    shift 2
    "$@" "$intake" doctor --config="$config" >"$work/out" 2>"$work/err" && problem "$what: exit 0"
    grep "^FAIL  $what" "$work/out" | grep -qF -- "$text" || {
        problem "$what does not fail with '$text'"
        cat "$work/out"
    }
}

fails keys "run 'intake setup'"
clinic
"$intake" doctor --config="$config" >"$work/out"
for what in keys store permissions disk clock locale terminal memory swap confinement runtime bell; do
    grep -qE "^(ok|warn|FAIL) +$what " "$work/out" || problem "nothing is said of $what"
done
grep -q '^ok    permissions' "$work/out" || problem "permissions fail on a new installation"
fails approval "'intake approve'"
fails locale "LANG=C.UTF-8" env LC_ALL=C
fails memory "ulimit -l" sh -c 'ulimit -l 16; exec "$@"' sh

chmod 644 "$INTAKE_DATA/store.db"
fails permissions "others may look into it; chmod go-rwx $INTAKE_DATA/store.db"
chmod 600 "$INTAKE_DATA/store.db"
chmod 666 "$config/screening.cfg"
fails permissions "others may write it"
chmod 644 "$config/screening.cfg"

# Not this user's to write, or to read: no interview could begin.
powerless='setpriv --bounding-set -dac_override,-dac_read_search'
[ "$(id -u)" = 0 ] || powerless=env
chmod 400 "$INTAKE_DATA/store.db"
fails permissions "may not read and write it; chown or chmod u+rwX $INTAKE_DATA/store.db" $powerless
chmod 600 "$INTAKE_DATA/store.db"
chmod 000 "$config/screening.cfg"
fails permissions "may not read it" $powerless
chmod 644 "$config/screening.cfg"

# A store that was set back behind the heads beside it.
cp -R "$INTAKE_DATA" "$work/before"
said "$word" | "$intake" verify --reader='Ruth Halloran' >"$work/out" 2>&1
rm -f "$INTAKE_DATA"/store.db*
cp "$work/before"/store.db* "$INTAKE_DATA/"
fails store "was set back"
rm -rf "$INTAKE_DATA"
mv "$work/before" "$INTAKE_DATA"

# An interview under way of which a byte is not as it was written.
said 'B. Berg' 'PHY77' y "$word" | run 0 approve --config="$config"
printf '\n1\n1\n' | "$intake" start --line --config="$config" >/dev/null 2>&1
draft=$(find "$INTAKE_DATA/drafts" -name '*.draft')
"$intake" doctor --config="$config" >"$work/out"
grep -q damaged "$work/out" && problem "a whole interview is called damaged"
printf '\377\376' | dd of="$draft" bs=1 seek=100 conv=notrunc 2>/dev/null
"$intake" doctor --config="$config" >"$work/out"
grep -q '^warn  drafts .*1 interview under way is damaged.*ask the patient again' "$work/out" ||
    problem "a damaged interview is passed over"
rm "$draft"

sed -i "s,emergency = ,notify = \"$work/bell\"; emergency = ," "$config/clinic.cfg"
fails bell "is not there"
printf '#!/bin/sh\n' >"$work/bell"
fails bell "chmod a+rx"
chmod 777 "$work/bell"
fails bell "others may write"
chmod 755 "$work/bell"
"$intake" doctor --config="$config" >"$work/out"
grep -q "^ok    bell" "$work/out" || problem "a program that can be run is not taken"

sed -i 's/class = "urgent"/class = "urgend"/' "$config/screening.cfg"
fails form "have errors"
mv "$INTAKE_DATA/terminal.seed" "$work/seed"
fails keys "the terminal's key"
fails keys "restore it from a backup"
mv "$work/seed" "$INTAKE_DATA/terminal.seed"
LC_ALL=C sed -i 's/clinic Acacia/clinic Agacia/' "$INTAKE_DATA/store.db"
fails keys "did not sign it"
fails keys "restore it from a backup"
cp "$INTAKE_DATA/store.db" "$work/kept.db"
printf garbage | dd of="$INTAKE_DATA/store.db" bs=1 conv=notrunc 2>/dev/null
fails keys "restore it from a backup"
cp "$work/kept.db" "$INTAKE_DATA/store.db"
: >"$INTAKE_DATA/heads"
rm "$INTAKE_DATA/store.db"
fails keys "restore it from a backup"
exit $bad
