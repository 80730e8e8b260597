#!/usr/bin/env bash
# Makes the archives of classes of the program as it was built, where a jar is newer than they are: the
# tests start it some hundred times. See docs/decisions/0371.
#   train-built.sh BUILT      BUILT: the folder that holds bin/understudy
# JAVA_HOME is a JDK 25.
set -euo pipefail
built=$1
# The last one that is written; what was made of other jars is of no use.
archive=$built/lib/commands.jsa
if [ ! -f "$archive" ] || [ -n "$(find "$built/lib" -name '*.jar' -newer "$archive")" ]; then
    rm -f "$built"/lib/*.jsa
    "$(dirname "${BASH_SOURCE[0]}")/train.sh" "$built"
fi
