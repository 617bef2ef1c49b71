#!/bin/bash
# Bouncy Castle judges evidence records: each must prove its own message and must not prove another.
#
#   tests/trust/ers_judge.sh TSA.PEM FOLDER
#
# FOLDER holds NAME.ers beside NAME.eml, or NAME.asics as scelle disclose writes it (message.eml and META-INF/evidencerecord.ers in a
# zip). The other message is a changed copy, and NAME.other where there is one (not the sibling in the tree, which a record proves too:
# RFC 4998 section 4.3 looks for the message anywhere in the first list). TSA.PEM is the certificate that signed the tokens. Needs Debian's libbcpkix-java and a JDK; unzip for .asics.
set -Eeuo pipefail

here=$(realpath "$(dirname "$0")")
authority=$(realpath "$1")
folder=$(realpath "$2")
work=$(mktemp -d "${TMPDIR:-/tmp}/ers-judge.XXXXXX")
trap 'rm -rf "$work"' EXIT

shopt -s nullglob
records=() messages=()
for record in "$folder"/*.ers; do
    records+=("$record")
    messages+=("${record%.ers}.eml")
done
for container in "$folder"/*.asics; do
    name=$work/$(basename "$container" .asics)
    unzip -p "$container" META-INF/evidencerecord.ers >"$name.ers"
    unzip -p "$container" message.eml >"$name.eml"
    records+=("$name.ers")
    messages+=("$name.eml")
done
[ ${#records[@]} -gt 0 ] || { echo "ers_judge: no record in $folder" >&2; exit 1; }

triples=()
for at in "${!records[@]}"; do
    other=$work/other-$at
    { cat "${messages[at]}"; echo "x"; } >"$other"
    triples+=("${records[at]}" "${messages[at]}" yes "${records[at]}" "$other" no)
    other=${records[at]%.ers}.other
    [ ! -f "$other" ] || triples+=("${records[at]}" "$other" no)
done
"$here/bouncy_castle.sh" ErsJudge "$authority" "${triples[@]}"
echo "ers_judge: ${#records[@]} records judged"
