#!/usr/bin/env bash
# Makes the package from the program as it was built: see docs/decisions/0150. Called by ./dev package.
#   package.sh BUILT OUTPUT      BUILT: the folder that holds bin/understudy; OUTPUT: a folder to fill
# JAVA_HOME is a JDK 25.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
built=$(cd "$1" && pwd)
mkdir -p "$2"
output=$(cd "$2" && pwd)

# What the program and its libraries reach, by jdeps, and what they only find by name: the curves of
# TLS (in java.base or jdk.crypto.ec, by the JDK), socket options, the names of time zones.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl
modules=$modules,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.net,jdk.unsupported

version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$root/pom.xml")
commit=$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)
# Seconds since 1970: every file's time is that of the commit.
moment=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 1767225600)}
name=understudy-$version
work=$(mktemp -d)
tree=$work/$name
trap 'rm -rf "$work"' EXIT

lay_out() {
    mkdir "$tree"
    cp -r "$built/." "$tree"
    # Those of the tests are for another JVM.
    rm -f "$tree"/lib/*.jsa
    cp "$root/README.md" "$root/LICENSE" "$tree"
    mkdir "$tree/doc"
    cp "$root/docs/understudy.yaml" "$root/docs/bad-input.md" "$root/docs/notices.md" "$tree/doc"
    cp -r "$root/docs/monitoring" "$tree/doc"
    cp "$root/node/src/main/resources/dashboard/openapi.json" "$tree/doc"
    printf 'version %s\ncommit %s\n' "$version" "$commit" >"$tree/VERSION"
}

# The licence of every library, by the list beside this script, and every text that comes with one.
collect_licences() {
    local jar file name
    printf '%s\n' "Understudy is under the Apache License 2.0, in LICENSE. It brings these parts of others; the texts that" \
        "come with them are in licences/, those of the Java runtime (GPL-2.0 with Classpath Exception) in runtime/legal/." '' \
        >"$tree/THIRD-PARTY.txt"
    mkdir "$tree/licences"
    for jar in "$tree"/lib/*.jar "$tree"/lib/enrolment/*.jar; do
        file=${jar##*/}
        name=${file%%-[0-9]*}
        case $name in core | node | cli) continue ;; esac
        licence "$name" "$file"
        texts "$jar" "$tree/licences/$name"
    done
}

licence() {
    local line
    line=$(grep "^$1|" "$root/packaging/third-party.txt") || {
        printf 'package: needed the licence of %s in packaging/third-party.txt, found none; add it\n' "$2" >&2
        exit 1
    }
    printf '%s: %s\n' "$2" "${line#*|}" | sed 's/|/, /' >>"$tree/THIRD-PARTY.txt"
}

texts() {
    local jar=$1 folder=$2 found
    found=$("$JAVA_HOME/bin/jar" tf "$jar" | grep -i -E '^META-INF/[^/]*(LICENSE|NOTICE)[^/]*$') || return 0
    mkdir "$folder"
    (cd "$folder" && "$JAVA_HOME/bin/jar" xf "$jar" $found && mv META-INF/* . && rmdir META-INF)
}

link_runtime() {
    "$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
        --compress=zip-6 --output "$tree/runtime"
    # For the training. Whoever is told of another archive starts without this one, also where that does not fit.
    "$tree/runtime/bin/java" -XX:+UseSerialGC -Xshare:dump -Xlog:disable
}

# The CPU, and the loader of the C library that the runtime was linked for.
note_needs() {
    local loader
    loader=$(readelf -p .interp "$tree/runtime/bin/java" | sed -n 's:.* \(/.*\):\1:p')
    [ -e "$loader" ] || {
        printf 'package: needed the loader of %s, found none by readelf\n' "$tree/runtime/bin/java" >&2
        exit 1
    }
    printf '%s %s\n' "$(uname -m)" "$loader" >"$tree/lib/needs"
}

# What the launcher says without a JVM, in the words of the program that is packed.
write_down() {
    local words=$tree/lib/words
    mkdir "$words.new"
    "$tree/bin/understudy" --version >"$words.new/version"
    "$tree/bin/understudy" --help >"$words.new/help"
    mv "$words.new" "$words"
}

# An archive of classes knows its jars by their time and size, so times are set before it is made.
settle() {
    find "$tree" -exec touch -h -d "@$moment" {} +
    chmod -R u=rwX,go=rX "$tree"
}

# -9 takes 28 s of a processor for half of a percent less.
pack() {
    tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$moment" --format=gnu \
        -cf - "$name" | gzip -7n >"$work/packed"
    mv "$work/packed" "$output/$name-linux-x64.tar.gz"
}

lay_out
collect_licences
link_runtime
note_needs
write_down
settle
"$root/packaging/train.sh" "$tree"
rm "$tree/runtime/lib/server/classes.jsa"
settle
pack
printf '%s\n%d MB packed, %d MB unpacked, %d s\n' "$output/$name-linux-x64.tar.gz" \
    "$(($(stat -c %s "$output/$name-linux-x64.tar.gz") / 1000000))" \
    "$(($(du -sb "$tree" | cut -f 1) / 1000000))" "$SECONDS"
