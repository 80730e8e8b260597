#!/bin/sh
# host.sh NAME FOLDER: makes a host's file system of this machine's, in a mount namespace of its own, and becomes the
# host's first process. What the host writes goes to FOLDER/disk.
set -eu
name=$1
folder=$2
root=$folder/root

mount --make-rprivate /
mount -t overlay "$name" -o "lowerdir=/,upperdir=$folder/disk/written,workdir=$folder/disk/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t sysfs sysfs "$root/sys" 2>/dev/null || mount --rbind /sys "$root/sys"
mount -t tmpfs run "$root/run"
mount -t tmpfs tmp "$root/tmp"
mount -t tmpfs shm "$root/dev/shm"
chmod 1777 "$root/tmp" "$root/dev/shm"
mkdir -p "$root/run/lock"
# Disks for one purpose each; see Disk. Those of other hosts are none of its own, and would be busy because of it.
for other in "${folder%/*}"/*/home "${folder%/*}"/*/data "${folder%/*}"/*/files; do
    [ "${other%/*}" = "$folder" ] || umount -l "$other" 2>/dev/null || true
done
mkdir -p "$root/var/lib/understudy" "$root/var/lib/postgresql/lab" "$root/srv/carried"
mount --bind "$folder/home" "$root/var/lib/understudy"
mount --bind "$folder/data" "$root/var/lib/postgresql/lab"
mount --bind "$folder/files" "$root/srv/carried"
umount "$folder/home" "$folder/data" "$folder/files"
hostname "$name"
printf '%s\n' "$name" >"$root/etc/hostname"
cp "$folder/hosts" "$root/etc/hosts"
cd "$root"
exec chroot "$root" /usr/bin/tini -s -- sleep infinity
