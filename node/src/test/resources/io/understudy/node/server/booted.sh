#!/bin/sh
# booted.sh FOLDER: makes a host of this machine's files, in namespaces of its own that the caller has made, and becomes its
# systemd. Nothing of this machine can be written from there: what the host writes stays in memory, and the kernel's settings
# are read-only, as in any container. It shares this machine's network.
set -eu
folder=$1
root=$folder/root

mount --make-rprivate /
mount -t tmpfs -o size=256m disk "$folder/disk"
mkdir "$folder/disk/written" "$folder/disk/work"
mount -t overlay host -o "lowerdir=/,upperdir=$folder/disk/written,workdir=$folder/disk/work" "$root"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t tmpfs -o mode=755 dev "$root/dev"
for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir "$root/dev/shm"
mount -t tmpfs -o mode=755 sys "$root/sys"
mkdir -p "$root/sys/fs/cgroup"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -o remount,bind,ro "$root/sys"
mount -t tmpfs run "$root/run"
mount -t tmpfs tmp "$root/tmp"
chmod 1777 "$root/tmp"
# Nothing is started but what keeps the journal, and what the test asks for.
units=$root/etc/systemd/system
rm -rf "$units"
mkdir "$units"
for unit in systemd-tmpfiles-setup systemd-tmpfiles-setup-dev systemd-sysctl systemd-modules-load systemd-udevd \
    systemd-logind systemd-sysusers systemd-remount-fs systemd-networkd systemd-timesyncd; do
    ln -s /dev/null "$units/$unit.service"
done
ln -s /dev/null "$units/systemd-journald-audit.socket"
printf '[Unit]\nRequires=systemd-journald.service\nAfter=systemd-journald.service\n' >"$units/booted.target"
cd "$root"
exec env -i container=understudy-test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    chroot "$root" /lib/systemd/systemd --show-status=no --unit=booted.target
