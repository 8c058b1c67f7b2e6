#!/bin/sh
# The systemd unit of a kiosk: installed, its paths those that `make install` makes, and what it promises still in it.
# Usage: kiosk_service.sh INTAKE
intake=$1
variant=$(basename "$(dirname "$intake")")
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset MAKEFLAGS MAKELEVEL MFLAGS

problem() {
    echo "$1"
    bad=1
}

for prefix in /usr /usr/local /opt/intake; do
    root=$scratch/$(echo "$prefix" | tr / _)
    # What was built is installed: nothing is built again here.
    make --old-file="$intake" --old-file="${intake%/*}/places" VARIANT="$variant" PREFIX="$prefix" DESTDIR="$root" \
        install >"$scratch/out" 2>&1 || {
        problem "make install PREFIX=$prefix: exit $?"
        tail -n 20 "$scratch/out"
        continue
    }
    unit=$root$prefix/lib/systemd/system/intake-kiosk.service
    [ -f "$unit" ] || {
        problem "PREFIX=$prefix: no unit"
        continue
    }
    grep -q "^ExecStart=$prefix/bin/intake kiosk$" "$unit" || problem "PREFIX=$prefix: the unit starts another program"
    program=$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' "$unit")
    [ -x "$root$program" ] || problem "PREFIX=$prefix: $program is not installed"
    [ "$prefix" = /usr/local ] || ! grep -q /usr/local "$unit" || problem "PREFIX=$prefix: /usr/local is still in the unit"
    # Every other path is the system's own, or the data folder, which systemd makes.
    for path in $(grep -v '^#' "$unit" | grep -oE '/[A-Za-z0-9_./-]+' | sort -u); do
        case $path in
        "$prefix/bin/intake"|/var/lib/intake|/dev/tty|/dev/tty1|/usr/bin/dmesg|/usr/bin/setfont) ;;
        /usr/bin/chvt|/usr/bin/udevadm|/bin/sh) ;;
        /usr/share/consolefonts/*) ;;
        *) problem "PREFIX=$prefix: $path is made by nobody" ;;
        esac
    done
    # The unit as systemd reads it, with the program where it is now.
    if command -v systemd-analyze >/dev/null; then
        mkdir -p "$scratch/verify"
        sed "s,^ExecStart=[^ ]*,ExecStart=$root$program," "$unit" >"$scratch/verify/intake-kiosk.service"
        systemd-analyze verify "$scratch/verify/intake-kiosk.service" >"$scratch/out" 2>&1 ||
            problem "systemd-analyze verify: exit $?"
        grep intake-kiosk "$scratch/out" && bad=1
    fi
done

while read -r line; do
    [ -z "$line" ] || grep -qxF "$line" config/intake-kiosk.service || problem "the unit lost: $line"
done <<'END'
StartLimitIntervalSec=0
Conflicts=getty@tty1.service
User=intake
Restart=always
RestartPreventExitStatus=0
StandardInput=tty
StandardError=journal
TTYPath=/dev/tty1
TTYReset=yes
TTYVHangup=yes
TTYVTDisallocate=yes
UMask=0077
ReadWritePaths=/var/lib/intake
ProtectSystem=strict
ProtectHome=yes
PrivateNetwork=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
MemoryDenyWriteExecute=yes
LimitCORE=0
WantedBy=multi-user.target
END
# Seen on a booted machine: with OnSuccess= a login prompt came after every crash.
grep -q '^OnSuccess' config/intake-kiosk.service && problem "a crash would leave a login prompt"
grep '^ExecStopPost' config/intake-kiosk.service | grep -q '= "success 0" && systemctl --no-block start getty@tty1.service' ||
    problem "no login prompt for staff who leave the kiosk"
exit $bad
