#!/bin/sh
# File systems as they are: one that becomes full while a patient answers, one that may only be read, a user's quota that is
# used up. Where mounting is not allowed, it is said what was not tried. Usage: mounts.sh INTAKE
set -u
intake=$1
if [ "${MOUNTS_OWN:-}" = "" ]; then
    for how in 'unshare -m' 'unshare -rm'; do
        if $how true 2>/dev/null; then
            MOUNTS_OWN=1 exec $how sh "$0" "$intake"
        fi
    done
    echo "not tried: a full, a read-only and a limited file system (unshare -m is not allowed here)"
    exit 0
fi
. tests/shell/desk.inc
trap 'umount -l "$work/disk" 2>/dev/null; rm -rf "$work"' EXIT
form=tests/cases/patient/form
config=$work/form-config
cp -R tests/cases/patient/config "$config"

mkdir "$work/disk"
if ! mount -t tmpfs -o size=4m none "$work/disk" 2>"$work/err"; then
    echo "not tried: a full and a read-only file system ($(head -n 1 "$work/err"))"
    exit 0
fi
INTAKE_DATA=$work/disk/data
fill() { # to the last byte
    dd if=/dev/zero of="$work/disk/fill" bs=4096 2>/dev/null
    dd if=/dev/zero of="$work/disk/fill2" bs=1 2>/dev/null
}
drain() {
    rm -f "$work/disk/fill" "$work/disk/fill2"
}
# What the program beside the script prints, until it has said so.
await_out() { # await_out TEXT
    deadline=$(($(date +%s) + 60))
    until tr -s '\n' ' ' <"$work/out" | grep -qF -- "$1"; do
        if [ "$(date +%s)" -gt $deadline ] || ! kill -0 "$program" 2>/dev/null; then
            problem "'$1' is not said"
            tail -n 15 "$work/out" "$work/err"
            kill "$program" 2>/dev/null
            return 1
        fi
    done
}
interview() { # begins one in lines, fed by descriptor 3
    rm -f "$work/typed"
    mkfifo "$work/typed"
    hush
    "$intake" start --line --config="$config" "$form" <"$work/typed" >"$work/out" 2>"$work/err" &
    program=$!
    exec 3>"$work/typed"
}

clinic
said 'B. Berg' 'PHY77' y "$word" | run 0 approve --config="$config" --form="$form"
lines=tests/cases/patient/every-type.lines

# Full before anybody begins: said, and nobody is asked anything.
fill
"$intake" start --line --config="$config" "$form" </dev/null >"$work/out" 2>"$work/err"
[ $? = 74 ] || problem "a full disk, and an interview begins"
says err "No space left on device"
drain

# Full from the middle on: every answer still has its place; the hand-over waits until there is room.
interview
head -n 20 "$lines" >&3
await_out "right knee: how strong"
fill
tail -n +21 "$lines" >&3
await_out "They could not be handed over just now."
drain
printf '\n\n' >&3
exec 3>&-
wait "$program" || problem "with room again, it does not come to its end: $?"
run 0 verify
says out "1 interview,"

# Only to be read: it is said, and the store is not called gone.
mount -o remount,bind,ro "$work/disk" || problem "it cannot be mounted again, read-only"
"$intake" start --line --config="$config" "$form" </dev/null >"$work/out" 2>"$work/err"
[ $? = 74 ] || problem "read-only, and an interview begins"
says err "the store cannot be read: Read-only file system"
run 1 verify
says err "the store cannot be read: Read-only file system"
"$intake" doctor --config="$config" --form="$form" >"$work/out" 2>"$work/err"
says out "its file system may only be read"
grep -q 'is gone' "$work/out" && problem "the store is there, and called gone"
mount -o remount,bind,rw "$work/disk"
run 0 verify

echo "not tried: a quota of one user; a file system of 4 MiB stood for it"
exit $bad
