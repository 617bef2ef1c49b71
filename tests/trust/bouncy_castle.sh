#!/bin/bash
# Compiles and runs a Java program of this folder with Debian's Bouncy Castle (libbcpkix-java, and a JDK: default-jdk-headless).
#
#   tests/trust/bouncy_castle.sh CLASS ARGUMENTS...
set -Eeuo pipefail

here=$(realpath "$(dirname "$0")")
jars=/usr/share/java/bcprov.jar:/usr/share/java/bcutil.jar:/usr/share/java/bcpkix.jar
for command in java javac; do
    command -v "$command" >/dev/null || { echo "bouncy_castle: $command is missing (default-jdk-headless)" >&2; exit 1; }
done
for jar in ${jars//:/ }; do
    [ -f "$jar" ] || { echo "bouncy_castle: $jar is missing (libbcpkix-java)" >&2; exit 1; }
done
classes=$(mktemp -d "${TMPDIR:-/tmp}/bouncy-castle.XXXXXX")
trap 'rm -rf "$classes"' EXIT
javac -Werror -cp "$jars" -d "$classes" "$here/$1.java"
java -cp "$jars:$classes" "$@"
