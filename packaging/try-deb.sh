#!/usr/bin/env bash
# Lives through a Debian package's whole life in a clean Debian 12 tree of its own: installed, changed, upgraded, removed, purged.
#   try-deb.sh PACKAGE       as root; it says what did not go as it should, and ends with status 1
# It writes to a folder of its own alone, in namespaces of its own. Status 77: this machine can't, and the sentence says why.
set -euo pipefail
package=$(readlink -f "$1")

cannot() {
    printf 'try-deb: %s\n' "$*"
    exit 77
}

[ "$(id -u)" -eq 0 ] || cannot "needed root to make a Debian tree, found $(id -un)"
command -v debootstrap >/dev/null || cannot 'needed debootstrap, found none; type: apt-get install debootstrap'
unshare --mount --pid --fork true 2>/dev/null || cannot 'needed namespaces for mounts and processes, found that none may be made'
# Where this machine's own packages come from.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 'Component: main' | head -n 1)
[ -n "$mirror" ] || cannot 'needed a mirror of Debian 12 in the configuration of apt, found none'

work=$(mktemp -d -p /var/tmp understudy-deb-XXXXXX)
tree=$work/tree
trap 'rm -rf --one-file-system "$work"' EXIT

wrong() {
    printf 'try-deb: needed %s, found: %s\n' "$1" "${2:-something else}" >&2
    exit 1
}

# A command in the tree, in namespaces of its own, by sh.
inside() {
    unshare --mount --pid --fork --kill-child --uts --ipc sh -c '
        mount --make-rprivate / && mount -t proc proc "$1/proc" && exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
            DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 chroot "$1" /bin/sh -c "$2"' sh "$tree" "$1" 2>&1
}

# PACKAGE with a higher version and another default of a file that the administrator may change.
newer() {
    dpkg-deb -R "$package" "$work/newer"
    sed -i 's/^Version: .*/&+newer/' "$work/newer/DEBIAN/control"
    echo '# of the newer version' >>"$work/newer/etc/default/understudy"
    dpkg-deb --root-owner-group -Znone -b "$work/newer" "$tree/newer.deb" >/dev/null
    rm -r "$work/newer"
}

debootstrap --variant=minbase bookworm "$tree" "$mirror" >"$work/log" 2>&1 || wrong 'a Debian tree' "$(tail -n 3 "$work/log")"
cp "$package" "$tree/understudy_one_amd64.deb"

said=$(inside 'apt-get -q install -y --no-install-recommends ./understudy_one_amd64.deb') || wrong 'an installation' "$said"
case $said in *'this host is in no cluster yet'*) ;; *) wrong 'a word on what comes next' "$said" ;; esac
said=$(inside 'understudy --version') || wrong 'a version' "$said"
case $said in 'understudy '*) ;; *) wrong 'a version' "$said" ;; esac
said=$(inside 'understudy status' || true)
case $said in "understudy: needed this node's identity, found no folder "*) ;; *) wrong 'a clear sentence' "$said" ;; esac
said=$(inside 'understudy config check /etc/understudy/understudy.yaml') || wrong 'a good example in /etc' "$said"
[ -L "$tree/etc/systemd/system/multi-user.target.wants/understudy.service" ] || [ -e "$tree/var/lib/systemd/deb-systemd-helper-enabled/multi-user.target.wants/understudy.service" ] ||
    wrong 'a unit that the next boot starts'

echo '# of the administrator' >>"$tree/etc/default/understudy"
newer
said=$(inside 'dpkg --force-confold -i /newer.deb') || wrong 'an upgrade' "$said"
grep -q 'of the administrator' "$tree/etc/default/understudy" || wrong 'the administrator'\''s file after an upgrade'
inside 'understudy --version' >/dev/null || wrong 'a program after an upgrade'

mkdir -p "$tree/var/lib/understudy/identity"
said=$(inside 'apt-get -q remove -y understudy') || wrong 'a removal' "$said"
grep -q 'of the administrator' "$tree/etc/default/understudy" || wrong 'the administrator'\''s file after a removal'
[ ! -e "$tree/usr/bin/understudy" ] || wrong 'no program after a removal'
said=$(inside 'apt-get -q purge -y understudy') || wrong 'a purge' "$said"
[ ! -e "$tree/etc/default/understudy" ] && [ ! -e "$tree/etc/understudy" ] || wrong 'nothing in /etc after a purge'
case $said in *'left /var/lib/understudy'*) ;; *) wrong 'a word on the keys that are left' "$said" ;; esac
[ -d "$tree/var/lib/understudy/identity" ] || wrong 'the keys after a purge'
echo "try-deb: installed, upgraded, removed and purged in a clean Debian 12 tree, in $SECONDS s"
