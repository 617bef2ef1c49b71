#!/bin/bash
# The outside judges of trust: tokens, signatures, disclosures and hand-over packages made by scelle are judged by openssl, GnuPG, sqop,
# Bouncy Castle, Java, xmllint and the zip tools; and a recipient with Debian's tools follows the letter. Stops at the first failure.
#
#   tests/trust_judges.sh SCELLE WORK [--small]
#
# SCELLE is the built program, WORK a folder to work in (below trust-judges; --small: no mailbox of 100 000 messages). The time-stamp
# authorities are openssl's, on loopback. Needs openssl, gpg, sqop, curl, xxd, unzip, 7z, xmllint, a JDK, libbcpkix-java, python3 and
# bagit.py (BAGIT names another).
set -Eeuo pipefail

scelle=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")/trust-judges
size=${3:-}
tests=$(realpath "$(dirname "$0")")
trust=$tests/trust
mbox=$tests/../samples/mbox
bagit=${BAGIT:-bagit.py}
export LC_ALL=C.UTF-8
# Keys, certificates and tokens are made now, by the machine's clock; the authorities are on loopback, behind no proxy.
unset SOURCE_DATE_EPOCH http_proxy HTTP_PROXY all_proxy ALL_PROXY

for judge in openssl gpg curl xxd unzip 7z xmllint java javac python3 sha256sum "$bagit"; do
    command -v "$judge" >/dev/null || { echo "trust_judges: $judge is missing"; exit 1; }
done
command -v sqop >/dev/null || echo "trust_judges: NO sqop HERE: OpenPGP IS JUDGED BY gpg ALONE"

servers=() homes=()
finish() {
    [ ${#servers[@]} -eq 0 ] || kill "${servers[@]}" 2>/dev/null || true
    local home
    for home in "${homes[@]}"; do
        GNUPGHOME=$home gpgconf --kill all
        rm -rf "$home"
    done
}
trap finish EXIT
failed() { echo "trust_judges: FAILED at line $1"; [ ! -s log ] || tail -n 20 log; exit 1; }
trap 'failed $LINENO' ERR
passed() { printf '  %-30s %s\n' "$1" "$2"; }
part() { printf '%s (%d s)\n' "$1" "$SECONDS"; }
# shellcheck source=tests/trust/judges.bash
source "$trust/judges.bash"

# ---------------------------------------------------------------- keys and authorities

rm -rf "$work"
mkdir "$work"
cd "$work"
secret="un mot de passe"
part "keys and authorities"
passphrase=$secret home operator "A. Martin <operator@scelle.example>" ed25519 sign
home alice "CERT <alice@cert.example>" ed25519 cert,sign
home bob "Prosecutor <bob@court.example>" rsa3072 cert,sign,encr
mine alice --import operator.asc
mine bob --import operator.asc
certificate p12-rsa -newkey rsa:2048
certificate p12-p256 -newkey ec -pkeyopt ec_paramgen_curve:P-256
for key in rsa p256 p384; do
    python3 "$trust/tsa.py" make "tsa-$key" --key "$key"
    serve "$key" "tsa-$key"
    serve "$key-fine" "tsa-$key" --digits 3 --accuracy --name --ordering
done
cat tsa-*/root.pem p12-*-root.pem >ROOTS.pem

# ---------------------------------------------------------------- tokens and signatures

archives=()
for key in rsa p256 p384; do
    for precision in "" -fine; do
        part "an archive stamped by an authority with $key${precision:+, fractions of a second and accuracy}"
        archive=$key$precision.zip
        archives+=("$archive")
        quiet "$scelle" --lang en seal "$mbox" -o "$archive" --case-id CASE-1 --no-input --tsa "$(<"$key$precision.url")" \
            --tsa-ca "tsa-$key/root.pem" --sign operator.key --passphrase-fd 3 3<<<"$secret"
        tokens "$archive" 1
    done
    part "the same, renewed, signed with a certificate, renewed again"
    quiet "$scelle" --lang en timestamp "$archive" --tsa "$(<p384.url)" --tsa-ca tsa-p384/root.pem
    for kind in p12-rsa p12-p256; do
        quiet "$scelle" --lang en sign "$archive" --key "$kind.p12" --passphrase-fd 3 3<<<"$secret"
    done
    quiet "$scelle" --lang en timestamp "$archive" --tsa "$(<"$key.url")" --tsa-ca "tsa-$key/root.pem"
    tokens "$archive" 3
    signed "$archive"
    quiet "$scelle" --lang en verify "$archive" --tsa-ca ROOTS.pem --signer operator.asc --signer ROOTS.pem
    refused grep -i -e 'not proven' -e 'nothing is proven' -e 'unknown' log
    passed "$archive" "scelle verify"
done

part "request and answer carried by hand"
for archive in by-openssl.zip by-curl.zip; do
    quiet "$scelle" --lang en seal "$mbox" -o "$archive" --case-id CASE-1 --no-input
    "$scelle" --lang en timestamp "$archive" --request "${archive%.zip}.tsq" >"$archive.said"
    archives+=("$archive")
done
for query in by-openssl by-openssl.messages; do
    python3 "$trust/tsa.py" reply tsa-p256 "$query.tsq" "$query.tsr" --digits 6
    quiet openssl ts -verify -queryfile "$query.tsq" -in "$query.tsr" -CAfile ROOTS.pem
done
passed by-openssl.zip "openssl ts -reply, openssl ts -verify -queryfile: nonce and all"
digest=$(unzip -p by-openssl.zip META-INF/ASiCManifest001.xml | sha256sum | cut -c -64)
quiet openssl ts -query -digest "$digest" -sha256 -cert -out other.tsq
python3 "$trust/tsa.py" reply tsa-p256 other.tsq another.tsr
refused openssl ts -verify -queryfile by-openssl.tsq -in another.tsr -CAfile ROOTS.pem
cp by-openssl.tsq another.tsq
refused "$scelle" --lang en timestamp by-openssl.zip --response another.tsr
grep -q -i nonce refused.log
passed by-openssl.zip "the answer to another request (nonce): refused by openssl and scelle"
test "$(grep -c '^ *curl ' by-curl.zip.said)" = 2
grep '^ *curl ' by-curl.zip.said | sed "s|AUTHORITY-URL|$(<rsa-fine.url)|" >by-curl.sh
quiet bash -e by-curl.sh
passed by-curl.zip "the printed curl lines"
for archive in "${archives[@]: -2}"; do
    name=${archive%.zip}
    quiet "$scelle" --lang en timestamp "$archive" --response "$name.tsr" --response "$name.messages.tsr" --tsa-ca ROOTS.pem
    tokens "$archive" 1
done

part "what was added leaves the archives whole"
whole "${archives[@]}"

# ---------------------------------------------------------------- single messages

# messages COUNT: an export of that many in export-COUNT
messages() {
    mkdir "export-$1"
    python3 - "$1" >"export-$1/INBOX.mbox" <<'PYTHON'
import sys
for n in range(int(sys.argv[1])):
    print(f"From a@b.example Mon Mar 02 09:12:13 2026\nFrom: a@b.example\nTo: c@d.example\nSubject: {n}\n"
          f"Message-ID: <{n}@b.example>\n\nMessage {n}\n\n", end="")
PYTHON
}

# disclosed COUNT KEY: first, middle and last message of COUNT shown and judged
disclosed() {
    local count=$1 key=$2 line id ids=() root said largest=0 beside
    messages "$count"
    quiet "$scelle" --lang en seal "export-$count" -o "$count.zip" --case-id CASE-1 --no-input --tsa "$(<"$key.url")" --tsa-ca ROOTS.pem
    unzip -p "$count.zip" CASE-1/custody/messages.csv >messages.csv
    root=$(python3 "$trust/message_tree.py" messages.csv)
    for line in 2 $((count / 2 + 2)) $((count + 1)); do
        [ "$line" -gt $((count + 1)) ] || ids+=("$(sed -n "${line}p" messages.csv | cut -d, -f1)")
    done
    mapfile -t ids < <(printf '%s\n' "${ids[@]}" | sort -u)
    quiet "$scelle" --lang en disclose "$count.zip" "${ids[@]}" -o "shown-$count"
    cp ROOTS.pem "shown-$count"
    for id in "${ids[@]}"; do
        said=$(cd "shown-$count"; sed -n '/^unzip /,$p' "$id.txt" | env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 bash 2>&1)
        grep -q "^$root\$" <<<"$said"
        grep -q 'Verification: OK' <<<"$said"
        grep -q '^Time stamp: ' <<<"$said"
        beside=$(($(stat -c %s "shown-$count/$id.asics") - $(stat -c %s "shown-$count/message.eml")))
        [ "$beside" -le "$largest" ] || largest=$beside
        quiet unzip -tq "shown-$count/$id.asics"
        record=$(unzip -p "shown-$count/$id.asics" META-INF/evidencerecord.ers | wc -c)
        # for Bouncy Castle: each with another message of the mailbox, but for small trees, where that may be the sibling
        unzip -p "shown-$count/$id.asics" META-INF/evidencerecord.ers >"judged-$key/$count-$id.ers"
        unzip -p "shown-$count/$id.asics" message.eml >"judged-$key/$count-$id.eml"
        [ "$count" -lt 999 ] || [ ! -f other.eml ] || cp other.eml "judged-$key/$count-$id.other"
        cp "shown-$count/message.eml" other.eml
    done
    passed "$count messages" "ID.txt in bash: the root, openssl ts -verify; ${#ids[@]} shown"
    test "$largest" -lt 5000
    passed "$count messages" "largest: $largest bytes beside the message (record $record, token $(stat -c %s "shown-$count/$id.tst"))"
    rm -rf "export-$count"
}

part "single messages"
mkdir judged-rsa judged-p256 judged-p384
disclosed 1 rsa
disclosed 2 p256
disclosed 3 p384
disclosed 999 rsa
disclosed 1000 p256
[ "$size" = --small ] || disclosed 100000 rsa
for key in rsa p256 p384; do
    "$trust/ers_judge.sh" "tsa-$key/tsa.pem" "judged-$key" >log
    passed "Bouncy Castle, $key" "$(grep -c '^accepted' log) records prove their message, $(grep -c '^refused' log) other messages refused"
done

# ---------------------------------------------------------------- hand-over

part "a hand-over to two recipients"
quiet "$scelle" --lang en run "$mbox" --case case --case-id CASE-1 --no-input --tsa "$(<p256-fine.url)" --tsa-ca ROOTS.pem \
    --sign operator.key --passphrase-fd 3 3<<<"$secret"
quiet "$scelle" --lang en sign case --key p12-rsa.p12 --passphrase-fd 3 3<<<"$secret"
quiet "$scelle" --lang en timestamp case --tsa "$(<p384.url)" --tsa-ca ROOTS.pem
mkdir sent
quiet "$scelle" --lang en handover case --to alice.asc --to bob.asc --fingerprint "$(fingerprint alice)" \
    --fingerprint "$(fingerprint bob)" -o sent --sender 'A. Martin' --purpose 'analysis' --sign operator.key --passphrase-fd 3 3<<<"$secret"
name=CASE-1.handover-001
package=sent/$name.tar.gpg
(cd sent; sha256sum -c --quiet "$name.tar.gpg.sha256"; gpg --homedir "$operator" --batch --verify "$name.json.asc" "$name.json" 2>/dev/null)
for who in alice bob; do
    mine "$who" --output "$who.tar" --decrypt "$package" 2>log
    refused grep -i -e warning -e 'not integrity' log
    cmp "$who.tar" "${first:=$who.tar}"
    passed "gpg --decrypt" "$who: $(stat -c %s "$who.tar") bytes"
    if command -v sqop >/dev/null; then
        sqop decrypt "$who.key" <"$package" | cmp - "$first"
        passed "sqop decrypt" "$who: the same bytes"
    fi
done

# received PACKAGE KEY: scelle opens it and finds it intact
received() {
    rm -rf received
    mkdir received
    "$scelle" --lang en receive "$1" --key "$2" -o received --signer operator.asc --json >received.json 2>log
    python3 -c 'import json, sys; told = json.load(open("received.json")); sys.exit(told["receipt"]["verdict"] != "intact" or told["signatures"] != ["good"])'
    passed "scelle receive" "$3"
}
received "$package" bob.key "our own"
mkdir theirs
mine alice --trust-model always -z 6 --recipient alice@cert.example --output "theirs/$name.tar.gpg" --encrypt alice.tar
received "theirs/$name.tar.gpg" alice.key "what gpg encrypted, compressed"
if command -v sqop >/dev/null; then
    sqop encrypt bob.asc <bob.tar >"theirs/$name.tar.gpg"
    received "theirs/$name.tar.gpg" bob.key "what sqop encrypted"
fi

part "a recipient with Debian's tools alone, following only the letter"
seal=$(unzip -p case/CASE-1.zip META-INF/ASiCManifest001.xml | sha256sum | cut -c -64)
# arrived FOLDER FILE...: an empty folder with what came and the roots
arrived() { rm -rf "$1"; mkdir "$1"; cp ROOTS.pem "${@:2}" "$1"; }
for pair in en:alice fr:bob; do
    language=${pair%:*} who=${pair#*:}
    arrived desk "$package" "$package.sha256"
    said=$(python3 "$trust/follow_letter.py" letter "sent/$name.txt" "$language" desk --home "${!who}")
    passed "the letter, $language" "$said"
done
arrived desk case/CASE-1.zip case/CASE-1.zip.sha256
unzip -p case/CASE-1.zip CASE-1/custody/VERIFY.txt >VERIFY.txt
said=$(python3 "$trust/follow_letter.py" verify VERIFY.txt 1,2,3,6 desk --home "$alice" --seal "$seal")
passed "VERIFY.txt, 1 2 3 6" "$said"
# One bit of the package differs, and the thief corrected its list.
arrived desk "$package"
python3 - "desk/$name.tar.gpg" <<'PYTHON'
import sys
with open(sys.argv[1], "r+b") as file:
    file.seek(-40_000, 2)
    byte = file.read(1)
    file.seek(-40_000, 2)
    file.write(bytes([byte[0] ^ 1]))
PYTHON
(cd desk; sha256sum "$name.tar.gpg" >"$name.tar.gpg.sha256")
refused python3 "$trust/follow_letter.py" letter "sent/$name.txt" en desk --home "$alice"
grep -q '^follow_letter: failed: gpg --output' refused.log
passed "the letter, one bit changed" "refused by gpg --decrypt"

echo "trust judges: all passed in $SECONDS s"
