#!/bin/sh
# intake approve and verify: what is shown and signed; one changed byte asks for another approval; flipped bytes of the
# store are found. Usage: approve.sh INTAKE
set -u
intake=$1
. tests/shell/desk.inc

run 1 approve --config="$config"
says err "there is no installation"
clinic
cat >"$config/clinic-rules.cfg" <<'END'
changes = ( { rule = "pc_faint"; class = "relative"; reason = "We treat lying down"; name = "B. Berg"; date = "2026-03-01"; } );
END
said 'B. Berg' 'PHY77' n | run 1 approve --config="$config"
says out "pc_faint: relative instead of precaution We treat lying down (B. Berg, 2026-03-01)"
says out "Settings that are on: none"
says out "no errors"
says out "0 failed"
says err "nothing was approved"
run 1 doctor --config="$config"
says out "Nobody has approved the form and the rules yet"

said 'B. Berg' 'PHY77' y "$word" | run 0 approve --config="$config"
says err "Approved, and signed by Ruth Halloran."
approved=$(date +%s)
"$intake" doctor --config="$config" >"$work/out" 2>"$work/err"
grep -q '^ok .*approv' "$work/out" || problem "approved, and doctor does not say so"
sed -i 's/We treat lying down/We treat lying Down/' "$config/clinic-rules.cfg"
run 1 doctor --config="$config"
says out "are not the ones that were approved"

run 1 upgrade --config="$config"
says out "are not the ones that were approved"
sed -i 's/We treat lying Down/We treat lying down/' "$config/clinic-rules.cfg"
run 0 upgrade --config="$config"
says out "The approval holds"
# An interview left on these questions, and then a letter of them is changed: who approves is told, as is who left it.
printf '\n1\n1\n' | "$intake" start --line --config="$config" >/dev/null 2>&1
draft=$(find "$INTAKE_DATA/drafts" -name '*.draft')
[ -n "$draft" ] || problem "no interview was left"
run 0 upgrade --config="$config"
says out "1 interview under way, 0 damaged"
grep -q 'another form' "$work/out" && problem "it is on this form, and called another's"
# Approvals are to the second: the draft is of the first one's, the next comes later.
touch -d "@$approved" "$draft"
until [ "$(date +%s)" -gt "$approved" ]; do :; done
cp -R forms "$work/forms"
sed -i '0,/title = "/s//title = "Our /' "$work/forms/dry-needling/form.cfg"
export INTAKE_FORMS="$work/forms"
form=$work/forms/dry-needling
run 1 upgrade --config="$config" --form="$form"
says out "1 of them was begun on another form"
said 'B. Berg' 'PHY77' y "$word" | run 0 approve --config="$config" --form="$form"
run 0 upgrade --config="$config" --form="$form"
says out "1 of them was begun on another form"
"$intake" doctor --config="$config" --form="$form" >"$work/out" 2>"$work/err"
says out "1 interview under way was begun on another form"
said "$word" | run 74 start --reopen --line --config="$config" "$form"
says err "it was answered on another form"
unset INTAKE_FORMS
said 'B. Berg' 'PHY77' y "$word" | run 0 approve --config="$config"
run 0 upgrade --config="$config"
grep -q 'another form' "$work/out" && problem "its form is back, and it is called another's"
rm "$draft"
# A store of a newer version is refused, and left as it was: user_version is in its header.
cp "$INTAKE_DATA/store.db" "$work/this.db"
printf '\000\000\000\143' | dd of="$INTAKE_DATA/store.db" bs=1 seek=60 conv=notrunc 2>/dev/null
cp "$INTAKE_DATA/store.db" "$work/newer.db"
run 1 upgrade --config="$config"
says err "the store is of a newer version of this program"
cmp -s "$INTAKE_DATA/store.db" "$work/newer.db" || problem "a newer store was changed"
cp "$work/this.db" "$INTAKE_DATA/store.db"

# An error, or a case that does not come out, is not approved.
cp "$config/screening.cfg" "$work/screening.cfg"
sed -i 's/class = "urgent"/class = "urgend"/' "$config/screening.cfg"
run 78 approve --config="$config"
sed 's/class = "urgent"/class = "same-day"/' "$work/screening.cfg" >"$config/screening.cfg"
said 'B. Berg' 'PHY77' y "$word" | run 1 approve --config="$config"
says err "nothing was approved"

# Looking through it.
run 0 verify
says out "All is well."
said "$word" | run 0 verify --reader='ruth halloran'
says out "Countersigned up to entry"
said wrong wrong wrong | run 77 verify --reader='Ruth Halloran'
# The store set back behind what a reader countersigned.
cp "$INTAKE_DATA/heads" "$work/heads"
cp "$INTAKE_DATA/store.db" "$work/store.db"
said "$word" | run 0 verify --reader='Ruth Halloran'
cp "$INTAKE_DATA/store.db" "$work/newest.db"
cp "$work/store.db" "$INTAKE_DATA/store.db"
run 1 verify
says out "it was set back"
grep -q "intake verify" "$work/err" && problem "verify sends to itself"
# Whoever opens it is told, nobody adds to it, and unlocking does not hide it under a new head.
said "$word" | run 0 show --headlines
says err "they were set back, or their end is lost"
run 74 start --line --config="$config"
says err "they were set back, or their end is lost"
run 1 verify
says out "it was set back"
cp "$work/heads" "$INTAKE_DATA/heads"
run 0 verify
cp "$work/newest.db" "$INTAKE_DATA/store.db"
# A letter of the clinician's name in the chain.
LC_ALL=C sed -i 's/registration PHY77/registration PHY78/' "$INTAKE_DATA/store.db"
run 1 verify
says out "the first bad entry is 3"
run 1 doctor --config="$config"
exit $bad
