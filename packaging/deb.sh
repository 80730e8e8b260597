#!/usr/bin/env bash
# Makes the Debian package from the other one: see docs/decisions/0270. Called by ./dev package, as any user.
#   deb.sh ARCHIVE OUTPUT    ARCHIVE: understudy-VERSION-linux-x64.tar.gz; OUTPUT: the folder for understudy_VERSION_amd64.deb
set -euo pipefail
packaging=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
archive=$1
output=$2
work=$(mktemp -d)
tree=$work/tree
root=$work/root
doc=$root/usr/share/doc/understudy
trap 'rm -rf "$work"' EXIT

# 0.1.0-SNAPSHOT comes before 0.1.0, and a later commit's after an earlier one's.
debian_version() {
    local version
    version=$(sed -n 's/^version //p' "$tree/VERSION")
    case $version in
        *-SNAPSHOT) printf '%s~%s\n' "${version%-SNAPSHOT}" "$(date -u -d "@$moment" +%Y%m%d%H%M%S)" ;;
        *) printf '%s\n' "$version" ;;
    esac
}

lay_out() {
    mkdir -p "$root/usr/lib" "$root/usr/bin" "$doc/examples" "$root/etc/understudy" "$root/etc/default"
    cp -r --preserve=all "$tree" "$root/usr/lib/understudy"
    ln -s ../lib/understudy/bin/understudy "$root/usr/bin/understudy"
    # What a person reads is where Debian's users look for it.
    mv "$root/usr/lib/understudy/README.md" "$root/usr/lib/understudy/THIRD-PARTY.txt" \
        "$root/usr/lib/understudy/licences" "$doc"
    mv "$root/usr/lib/understudy/doc/bad-input.md" "$doc"
    mv "$root/usr/lib/understudy/doc/understudy.yaml" "$doc/examples"
    rm -r "$root/usr/lib/understudy/doc" "$root/usr/lib/understudy/LICENSE"
    gzip -9n "$doc/README.md" "$doc/bad-input.md"
    {
        echo '# The cluster, as `understudy init --config /etc/understudy/understudy.yaml` takes it on its first node: change it to yours'
        echo '# before. From then on each node has its own copy, /var/lib/understudy/understudy.yaml, which is the one that counts.'
        cat "$doc/examples/understudy.yaml"
    } >"$root/etc/understudy/understudy.yaml"
    cp "$packaging/deb/default" "$root/etc/default/understudy"
    install -D -m 644 "$packaging/deb/understudy.service" "$root/usr/lib/systemd/system/understudy.service"
    install -D -m 644 "$packaging/deb/lintian-overrides" "$root/usr/share/lintian/overrides/understudy"
}

# From the commands themselves.
write_manual() {
    local classes
    mkdir -p "$root/usr/share/man/man1" "$root/usr/share/bash-completion/completions"
    classes=$(printf ':%s' "$tree"/lib/*.jar)
    "$tree/runtime/bin/java" -XX:+UseSerialGC -cp "${classes#:}" io.understudy.cli.Manual "$work"
    gzip -9n <"$work/understudy.1" >"$root/usr/share/man/man1/understudy.1.gz"
    # It is read by a shell, never run.
    sed '1{/^#!/d}' "$work/understudy.bash" >"$root/usr/share/bash-completion/completions/understudy"
}

write_changelog() {
    printf 'understudy (%s) unstable; urgency=medium\n\n  * Built from commit %s.\n\n -- %s  %s\n' \
        "$version" "$(sed -n 's/^commit //p' "$tree/VERSION")" "$maintainer" \
        "$(LC_ALL=C date -u -R -d "@$moment")" | gzip -9n >"$doc/changelog.gz"
}

write_copyright() {
    {
        cat <<'END'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Understudy
Comment: The parts of others that the package holds are listed in THIRD-PARTY.txt
 beside this file, each with its licence; the texts that came with them are in
 licences/ and, for the Java runtime, in /usr/lib/understudy/runtime/legal/.

Files: *
Copyright: 2026 The Understudy developers
License: Apache-2.0
 On Debian systems the text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.

Files: usr/lib/understudy/runtime/*
Copyright: 1991-2026 Oracle and/or its affiliates, and the authors named in runtime/legal/
License: GPL-2 with Classpath exception
 On Debian systems the text of the GNU General Public License, version 2, is in
 /usr/share/common-licenses/GPL-2; the exception is in
 /usr/lib/understudy/runtime/legal/java.base/LICENSE.
END
    } >"$doc/copyright"
}

# The newest symbol version of the C library that any program or library here asks for.
glibc() {
    find "$root/usr/lib/understudy" -type f \( -name '*.so' -o -perm -u+x \) -exec readelf -VW {} + 2>/dev/null |
        grep -o 'GLIBC_[0-9][0-9.]*' | sort -Vu | tail -n 1 | sed 's/GLIBC_//'
}

write_control() {
    mkdir "$root/DEBIAN"
    local size
    size=$(find "$root" -path "$root/DEBIAN" -prune -o -type f -printf '%s\n' | awk '{ kb += int(($1 + 1023) / 1024) } END { print kb }')
    sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$size/" -e "s/@GLIBC@/$(glibc)/" "$packaging/deb/control" \
        >"$root/DEBIAN/control"
    cp "$packaging/deb/postinst" "$packaging/deb/prerm" "$packaging/deb/postrm" "$root/DEBIAN"
    (cd "$root" && find etc -type f -printf '/%p\n' | LC_ALL=C sort) >"$root/DEBIAN/conffiles"
    (cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
}

# All files of the archive have this time already, by which its archives of classes know the jars.
settle() {
    chmod -R u=rwX,go=rX "$root"
    find "$root/usr/lib/understudy" -type f -name '*.so' -exec chmod a-x {} +
    chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm" "$root/DEBIAN/postrm"
    find "$root" -exec touch -h -d "@$moment" {} +
}

mkdir "$tree"
tar -xzf "$archive" -C "$tree" --strip-components=1
moment=$(stat -c %Y "$tree/VERSION")
version=$(debian_version)
maintainer=$(sed -n 's/^Maintainer: //p' "$packaging/deb/control")
lay_out
write_manual
write_changelog
write_copyright
write_control
settle
SOURCE_DATE_EPOCH=$moment dpkg-deb --root-owner-group -Zgzip --build "$root" "$work/understudy.deb" >/dev/null
mv "$work/understudy.deb" "$output/understudy_${version}_amd64.deb"
printf '%s\n' "$output/understudy_${version}_amd64.deb"
