#!/bin/sh
# intake backup and restore: copies that are whole or not there; an installation on another machine. Usage: backup.sh INTAKE
set -u
intake=$1
. tests/shell/desk.inc

run 1 backup "$work/copy"
clinic
said "$word" | run 0 verify --reader='Ruth Halloran'
run 0 backup "$work/copy"
says out "read back"
says out "All is well."
[ "$(ls "$work/copy" | tr '\n' ' ')" = "heads store.db terminal.sealed " ] || problem "a backup holds: $(ls "$work/copy")"
[ "$(stat -c %a "$work/copy")" = 700 ] || problem "others may look into a backup"
for file in "$work"/copy/*; do
    [ "$(stat -c %a "$file")" = 600 ] || problem "others may read $file"
done
cmp -s "$INTAKE_DATA/heads" "$work/copy/heads" || problem "the heads differ"
run 74 backup "$INTAKE_DATA"
says err "it is the data folder itself"
run 0 backup "$work/copy"

# A full disk: nothing new, the old backup as it was.
cp -R "$work/copy" "$work/before"
(ulimit -f 70; "$intake" backup "$work/copy" >"$work/out" 2>"$work/err")
[ $? = 74 ] || problem "a disk that is full: expected 74"
diff -r "$work/copy" "$work/before" >/dev/null || problem "a disk that is full: the old backup is touched"
(ulimit -f 70; "$intake" backup "$work/other" >"$work/out" 2>"$work/err")
[ -e "$work/other" ] && problem "a disk that is full: half a backup is left"

# Restored elsewhere, by a passphrase; nothing is changed where it cannot be.
cp -R "$work/copy" "$work/medium"
chmod -R a-w "$work/medium"
first=$INTAKE_DATA
run 1 restore "$work/medium"
says err "there is a store in"
INTAKE_DATA=$work/another/data
run 1 restore "$work/run"
says err "there is no backup in"
# A data folder, and a backup that lost its key, are known before anybody is asked for a passphrase.
run 1 restore "$first"
says err "is a data folder, no backup"
[ -e "$INTAKE_DATA" ] && problem "a data folder was taken for a backup"
mkdir "$work/keyless"
cp "$work/copy/store.db" "$work/copy/heads" "$work/keyless"
run 1 restore "$work/keyless"
says err "there is no backup in"
said wrong wrong wrong | run 77 restore "$work/medium"
says err "A backup knows the passphrases of its day only."
[ -e "$INTAKE_DATA" ] && problem "not unlocked, and there is a data folder"
said "$word" | run 0 restore "$work/medium"
says err "A backup of Acacia"
says out "All is well."
cmp -s "$first/terminal.seed" "$INTAKE_DATA/terminal.seed" || problem "it is not the same terminal"
[ "$(ls "$INTAKE_DATA" | tr '\n' ' ')" = "heads store.db terminal.seed " ] || problem "restored: $(ls "$INTAKE_DATA")"
diff -r "$work/copy" "$work/medium" >/dev/null || problem "restoring changed the backup"
said "$word" | run 0 verify --reader='Ruth Halloran'
run 0 readers
says out "Ruth Halloran"

# A backup that was touched is told, and left unless somebody says so.
chmod -R u+w "$work/medium"
LC_ALL=C sed -i 's/clinic Acacia/clinic Agacia/' "$work/medium/store.db"
INTAKE_DATA=$work/third
run 1 restore "$work/medium"
says err "the store in the backup: it is damaged"
cp "$work/copy/store.db" "$work/medium/store.db"
sed -i 's/number 1/number 2/' "$work/medium/heads"
said "$word" n | run 1 restore "$work/medium"
says out "no reader of this store countersigned it"
[ -e "$INTAKE_DATA" ] && problem "a touched backup, and there is a data folder"
cp "$work/copy/heads" "$work/medium/heads"
printf 'x' | dd of="$work/medium/terminal.sealed" bs=1 seek=60 conv=notrunc 2>/dev/null
said "$word" | run 74 restore "$work/medium"
says err "the terminal's key in the backup: it is damaged"
[ -e "$INTAKE_DATA" ] && problem "a touched key, and there is a data folder"
mkdir -m 700 "$INTAKE_DATA"
said wrong wrong wrong | run 77 restore "$work/medium"
[ -d "$INTAKE_DATA" ] || problem "a data folder that was there is gone"
rmdir "$INTAKE_DATA"

# The passphrase is lost and the machine too; there is a backup and the sheet.
cp "$work/copy/terminal.sealed" "$work/medium/terminal.sealed"
for line in 1 2 3 4 5 6 7 8; do sheet_line "$work/sheet" $line; done >"$work/lines"
run 0 restore --recover "$work/medium" <"$work/lines"
run 0 verify
chmod -R u+w "$INTAKE_DATA"

# Another clinic's backup is not written over.
INTAKE_DATA=$work/fourth
clinic_again() {
    run 0 setup --config="$config" --answers="$work/answers" --sheet="$work/sheet4"
}
clinic_again
run 74 backup "$work/copy"
says err "another clinic's"
exit $bad
