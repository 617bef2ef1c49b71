#!/bin/bash
# The outside judges: archives made from every sample, from 70 000 tiny messages and from more than 4 GiB are checked with tools
# that scelle did not write. Stops at the first failure.
#
#   tests/judges.sh SCELLE WORK [--small]
#
# SCELLE is the built program, WORK a folder to work in (20 GB free, or --small: the samples only). Needs unzip, 7z, python3
# and bagit.py (PyPI bagit); BAGIT names another bagit.py than the one on the path.
set -Eeuo pipefail

scelle=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
size=${3:-}
here=$(realpath "$(dirname "$0")")
samples=$here/../samples
bagit=${BAGIT:-bagit.py}
export SOURCE_DATE_EPOCH=1795464903

for judge in sha256sum sha512sum unzip 7z python3 "$bagit"; do
    command -v "$judge" >/dev/null || { echo "judges: $judge is missing"; exit 1; }
done

failed() { echo "judges: FAILED at line $1"; exit 1; }
trap 'failed $LINENO' ERR
passed() { printf '  %-34s %s\n' "$1" "$2"; }

# seal FOLDER ARCHIVE MORE...: seals FOLDER in the current folder; leaves the JSON in ARCHIVE.json
seal() {
    local source=$1 archive=$2
    shift 2
    "$scelle" seal "$source" -o "$archive" --no-input --json "$@" >"$archive.json"
}

# told ARCHIVE KEY: what sealing said
told() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$1.json" "$2"; }

# whole ARCHIVE: the zip file as a whole
whole() {
    sha256sum -c --quiet "$1.sha256"
    test "$(sha256sum <"$1" | cut -c -64)" = "$(told "$1" archive_sha256)"
    passed "$1" "sha256sum -c"
    unzip -tq "$1" >unzip.log
    grep -q 'No errors detected' unzip.log
    passed "$1" "unzip -t"
    7z t "$1" >7z.log
    grep -q 'Everything is Ok' 7z.log
    ! grep -q -i warning 7z.log
    passed "$1" "7z t"
    python3 -m zipfile -t "$1" >zipfile.log
    grep -q 'Done testing' zipfile.log
    passed "$1" "python3 zipfile"
    python3 "$here/asic.py" "$1"
    passed "$1" "ASiC manifest: every entry, in order"
    "$scelle" verify "$1" --lang en --seal "$(told "$1" seal)" >verify.log
    grep -q '^INTACT. ' verify.log
    passed "$1" "scelle verify"
}

# inside ARCHIVE SOURCE: what is in it, unpacked
inside() {
    local archive=$1 source=$2 bag=${1%.zip} seal
    rm -rf unpacked
    unzip -q "$archive" -d unpacked
    seal=$(sha256sum <unpacked/META-INF/ASiCManifest001.xml | cut -c -64)
    test "$seal" = "$(told "$archive" seal)"
    passed "$archive" "the seal that was printed"
    (
        cd "unpacked/$bag"
        sha256sum -c --quiet manifest-sha256.txt
        sha256sum -c --quiet tagmanifest-sha256.txt
        passed "$archive" "sha256sum -c of both manifests"
        if [ -f manifest-sha512.txt ]; then
            sha512sum -c --quiet manifest-sha512.txt
            sha512sum -c --quiet tagmanifest-sha512.txt
            passed "$archive" "sha512sum -c of both manifests"
        fi
        slices
        passed "$archive" "tail | head | sha256sum"
    )
    "$bagit" --validate --quiet "unpacked/$bag"
    passed "$archive" "bagit.py --validate"
    chain "$bag.custody.jsonl"
    head -c "$(stat -c %s "unpacked/$bag/custody/journal.jsonl")" "$bag.custody.jsonl" |
        cmp - "unpacked/$bag/custody/journal.jsonl"
    passed "$archive" "journal: sed | tr | sha256sum"
    python3 "$here/recount.py" "unpacked/$bag" "$source" >recount.log
    passed "$archive" "$(cat recount.log)"
}

# Hashes nine messages of the bag by the commands of VERIFY.txt.
slices() {
    local file offset length sha256 count=0
    while IFS=$'\t' read -r file offset length sha256; do
        test "$(tail -c +$((offset + 1)) "$file" | head -c "$length" | sha256sum | cut -c -64)" = "$sha256"
        count=$((count + 1))
    done < <(python3 -c '
import csv
rows = list(csv.DictReader(open("custody/messages.csv", encoding="utf-8", newline="")))
for at in sorted({len(rows) * n // 8 for n in range(8)} | {len(rows) - 1}):
    print(*(rows[at][name] for name in ("file", "offset", "length", "sha256")), sep="\t")')
    test "$count" -ge 5
}

# chain JOURNAL: each line holds the digest of the line before
chain() {
    local line lines before=0000000000000000000000000000000000000000000000000000000000000000
    lines=$(wc -l <"$1")
    test "$lines" -ge 2
    for line in $(seq "$lines"); do
        sed -n "${line}p" "$1" | grep -q "\"prev\":\"$before\""
        before=$(sed -n "${line}p" "$1" | tr -d '\n' | sha256sum | cut -c -64)
    done
}

cd "$work"
# A tail that goes on writing when head has enough is no failure.
set +o pipefail
for sample in eml maildir mbox mh pffexport readpst readpst-S readpst-e takeout thunderbird; do
    echo "$sample"
    rm -rf "$sample".* "export-$sample"
    cp -r "$samples/$sample" "export-$sample"
    seal "export-$sample" "$sample.zip" --reread
    whole "$sample.zip"
    inside "$sample.zip" "export-$sample"
    expected=$(python3 -c '
import json, sys
print(json.load(open(sys.argv[1]))["formats"][sys.argv[2]]["messages"])' "$samples/truth.json" "$sample")
    test "$(python3 -c '
import json, sys
print(json.load(open(sys.argv[1]))["counts"]["messages"])' "$sample.zip.json")" = "$expected"
    passed "$sample.zip" "$expected messages, as truth.json tells"
    python3 "$here/mailbox_count.py" "$sample" "export-$sample" "$expected"
    rm -rf "export-$sample" unpacked
done

echo "mbox, --store --sha512"
rm -rf twin.* export-twin
cp -r "$samples/mbox" export-twin
seal export-twin twin.zip --store --sha512
whole twin.zip
inside twin.zip export-twin
rm -rf export-twin unpacked

if [ "$size" = --small ]; then
    echo "judges: all passed (samples only)"
    exit 0
fi

echo "70 000 messages"
rm -rf export-many many.*
python3 - <<'PYTHON'
import os
for number in range(70_000):
    folder = f"export-many/Folder {number // 1000:03}"
    if number % 1000 == 0:
        os.makedirs(folder)
    with open(f"{folder}/{number}.eml", "w") as file:
        file.write(f"From: a@b.example\nTo: c@d.example\nSubject: {number}\nMessage-ID: <{number}@b.example>\n\n{number}\n")
PYTHON
seal export-many many.zip
whole many.zip
inside many.zip export-many
rm -rf export-many unpacked many.*

echo "more than 4 GiB"
free=$(df --output=avail -B 1000000000 . | tail -n 1)
if [ "$free" -lt 11 ]; then
    echo "judges: all passed, but an archive above 4 GiB was NOT tested: only $free GB free in $work"
    exit 0
fi
rm -rf export-big big.* stored.*
mkdir export-big
python3 - <<'PYTHON'
import base64, random
noise = random.Random(1)
attachments = [base64.encodebytes(noise.randbytes(30_000)) for _ in range(20)]
with open("export-big/INBOX.mbox", "wb") as file:
    number = 0
    while file.tell() < 4_300 << 20:
        file.write(
            b"From a@b.example Mon Mar 02 09:12:13 2026\nFrom: a@b.example\nSubject: %d\nMIME-Version: 1.0\n"
            b"Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n%s\n" % (number, attachments[number % 20])
        )
        number += 1
PYTHON
seal export-big stored.zip --store
test "$(stat -c %s stored.zip)" -gt $((1 << 32))
whole stored.zip
rm stored.zip
seal export-big big.zip
test "$(unzip -l big.zip '*/INBOX*' '*.mbox' | awk '/[.]mbox$/ { print $1 }')" -gt $((1 << 32))
whole big.zip
rm -rf export-big big.* stored.*

echo "judges: all passed"
