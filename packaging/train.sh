#!/usr/bin/env bash
# Makes the archives of classes that the processes of a package start from: see docs/decisions/0152.
#   train.sh TREE      TREE: the unpacked package, whose files have their final times; or the program as it
#                      was built, for the JVM in JAVA_HOME: see docs/decisions/0371
# It runs a witness on the loopback and the commands against it, notes the classes that they load,
# and writes those of the daemon into TREE/lib/node.jsa and the others into TREE/lib/commands.jsa.
# A witness loads nothing of a carrier's, so the daemon's has all that may be: see docs/decisions/0490.
set -euo pipefail
tree=$1
work=$(mktemp -d)
daemon=

# By its id; it ends in the time that a witness takes to stop.
end_witness() {
    [ -n "$daemon" ] || return 0
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
    daemon=
}

clean() {
    end_witness
    rm -rf "$work"
}
trap clean EXIT

die() {
    printf 'package: %s\n' "$*" >&2
    exit 1
}

# The JVM writes the classes of each run into a list of its own.
noting() {
    local run=$1
    shift
    JDK_JAVA_OPTIONS=$(listing "$run") "$@" 2>>"$work/errors"
}

listing() {
    printf '%s' "-Xshare:auto -XX:DumpLoadedClassList=$work/$1.list"
}

configure() {
    cat >"$work/understudy.yaml" <<END
cluster: training
nodes:
  vote: { address: 127.0.0.1, witness: true, ports: { api: $1, quorum: $(($1 + 1)), election: $(($1 + 2)) } }
  one: { address: 127.0.0.2, ports: { api: $1 } }
  two: { address: 127.0.0.3, ports: { api: $1 } }
timing: wide
database: { postgresql: { data: /nowhere } }
END
}

# Ports are taken at random; where one is not free, the daemon ends and others are tried.
start_witness() {
    local try
    for try in 1 2 3 4 5; do
        rm -rf "$work/home"
        configure $((20000 + RANDOM % 10000))
        "$understudy" init --node vote --config "$work/understudy.yaml" --home "$work/home" >/dev/null
        # No function: its id would be that of a shell, and the daemon would outlive it.
        JDK_JAVA_OPTIONS=$(listing node) "$understudy" node --home "$work/home" >"$work/log" 2>&1 &
        daemon=$!
        answers && return
    done
    cat "$work/log" >&2
    die 'needed a witness on the loopback to train with, and it did not answer; its log is above'
}

answers() {
    local look
    for look in $(seq 60); do
        timeout 10 "$understudy" status --home "$work/home" >/dev/null 2>&1 && return
        kill -0 "$daemon" 2>/dev/null || return 1
        sleep 0.5
    done
    return 1
}

rehearse() {
    noting help "$understudy" status --help
    noting status "$understudy" status --home "$work/home"
    noting json "$understudy" status -o json --home "$work/home"
    noting history "$understudy" history --home "$work/home"
    printf 'a secret of the training\n' >"$work/secret"
    chmod 600 "$work/secret"
    noting webhook "$understudy" deliver < <(order '{"by":"webhook","url":"http://127.0.0.1:1/","secret":"'"$work/secret"'"}')
    noting mail "$understudy" deliver < <(order '{"by":"email","relay":{"host":"127.0.0.1","port":1,"security":"STARTTLS"},"from":"a@localhost","to":["b@localhost"]}')
    end_witness
}

# A notice to somebody who is not there.
order() {
    printf '{"channel":{"name":"x","least":"INFO","about":[],"way":%s},"letter":{"id":"1","cluster":"training","node":"vote","at":"2026-01-01T00:00:00Z","key":"x","kind":"test","level":"info","stage":"test","subject":"x","sentence":"x","advice":"x"},"deadline":"PT1S"}' "$1"
}

# Numbers differ from run to run and matter only to classes of other loaders, which stay out.
merge() {
    cat "$@" | grep -v -e '^#' -e ' source: ' | sed 's/ id: [0-9]*.*//' | LC_ALL=C sort -u
}

# JARS...: the classes in them.
within() {
    local jar
    for jar; do
        "$JAVA_HOME/bin/jar" tf "$jar"
    done | sed -n -e '/^META-INF/d' -e '/-info\.class$/d' -e 's/\.class$//p'
}

# NAME LISTS...: an archive NAME of all classes in those lists.
dump() {
    local name=$1 classes
    shift
    merge "$@" >"$work/$name.classes"
    classes=$(LC_ALL=C; printf ':%s' "$tree"/lib/*.jar)
    "$java" "@$tree/command.options" -Xshare:dump -Xlog:disable -Xlog:all=error:stderr \
        -XX:SharedClassListFile="$work/$name.classes" -XX:SharedArchiveFile="$tree/lib/$name.jsa" \
        -cp "${classes#:}"
}

understudy=$tree/bin/understudy
java=$tree/runtime/bin/java
[ -x "$java" ] || java=$JAVA_HOME/bin/java
start_witness
rehearse >/dev/null
within "$tree"/lib/core-*.jar "$tree"/lib/node-*.jar "$tree"/lib/postgresql-*.jar >"$work/jars"
dump node "$work/node.list" "$work/jars"
rm "$work/node.list"
dump commands "$work"/*.list
