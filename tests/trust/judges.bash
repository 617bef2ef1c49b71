# What tests/trust_judges.sh asks of the outside judges, and the keys it needs; read by it with `source`. The names it counts on: scelle, tests,
# trust, bagit, secret, operator, servers, homes, passed. Each function ends with an error where a judge is not content.

# refused COMMAND...: it must fail
refused() { if "$@" >refused.log 2>&1; then echo "trust_judges: accepted what is wrong: $*"; return 1; fi; }
quiet() { "$@" >log 2>&1; }

# serve NAME AUTHORITY OPTIONS...: answers at the address in NAME.url until the end
serve() {
    local name=$1 authority=$2
    shift 2
    python3 "$trust/tsa.py" serve "$authority" "$@" >"$name.url" &
    servers+=($!)
    for _ in {1..100}; do
        [ ! -s "$name.url" ] || return 0
        sleep 0.1
    done
    return 1
}

# unpack ARCHIVE: into the folder unpacked
unpack() { rm -rf unpacked; unzip -q "$1" -d unpacked; }

token() { openssl ts -verify -token_in -CAfile ROOTS.pem "$@"; }

# tokens ARCHIVE COUNT: openssl accepts every token over what it stamps, and over nothing else
tokens() {
    local entry number count=0
    unpack "$1"
    for entry in unpacked/META-INF/timestamp???.tst; do
        number=${entry: -7:3}
        quiet token -in "$entry" -data "unpacked/META-INF/ASiCManifest$number.xml"
        grep -q 'Verification: OK' log
        refused token -in "$entry" -data unpacked/mimetype
        count=$((count + 1))
    done
    root=$(python3 "$trust/message_tree.py" unpacked/*/custody/messages.csv)
    quiet token -in unpacked/META-INF/message-tree.tst -digest "$root"
    refused token -in unpacked/META-INF/message-tree.tst -digest "${root:1}${root:0:1}"
    test "$count" = "$2"
    passed "$1" "openssl ts -verify: $count tokens over manifests, one over the message tree"
}

# whole ARCHIVE...: still a sound zip file, bag and ASiC container
whole() {
    local archive manifest count
    for archive; do
        sha256sum -c --quiet "$archive.sha256"
        quiet unzip -tq "$archive"
        grep -q 'No errors detected' log
        quiet 7z t "$archive"
        grep -q 'Everything is Ok' log
        refused grep -i warning log
        quiet python3 -m zipfile -t "$archive"
        grep -q 'Done testing' log
        quiet python3 "$tests/asic.py" "$archive"
        unpack "$archive"
        count=0
        for manifest in unpacked/META-INF/ASiCManifest*.xml; do
            quiet xmllint --nonet --noout --schema "$trust/asic_manifest.xsd" "$manifest"
            count=$((count + 1))
        done
        sed 's/<asic:SigReference.*//' "$manifest" >refused.xml
        refused xmllint --nonet --noout --schema "$trust/asic_manifest.xsd" refused.xml
        "$bagit" --validate --quiet "unpacked/$(ls unpacked | grep -v -e META-INF -e mimetype)"
        passed "$archive" "sha256sum, unzip, 7z, python3 zipfile, asic.py, bagit.py; xmllint: $count manifests"
    done
    java "$trust/ZipJudge.java" "$@" | while read -r said; do passed "java" "ZipFile, ZipInputStream: $said"; done
}

# signed ARCHIVE: gpg and sqop accept the OpenPGP signature, openssl every CMS signature
signed() {
    local entry number
    unpack "$1"
    quiet gpg --homedir "$operator" --batch --verify unpacked/META-INF/openpgp.asc unpacked/META-INF/ASiCManifest001.xml
    refused gpg --homedir "$operator" --batch --verify unpacked/META-INF/openpgp.asc unpacked/mimetype
    passed "$1" "gpg --verify"
    if command -v sqop >/dev/null; then
        sqop verify unpacked/META-INF/openpgp.asc operator.asc <unpacked/META-INF/ASiCManifest001.xml >log
        refused sqop verify unpacked/META-INF/openpgp.asc operator.asc <unpacked/mimetype
        passed "$1" "sqop verify"
    fi
    for entry in unpacked/META-INF/signature???.p7s; do
        number=${entry: -7:3}
        cms "$entry" "unpacked/META-INF/ASiCManifest$number.xml"
        refused cms "$entry" unpacked/mimetype
        passed "$1" "openssl cms -verify: $(basename "$entry")"
    done
}
cms() { quiet openssl cms -verify -binary -inform DER -in "$1" -content "$2" -CAfile ROOTS.pem -purpose any -out /dev/null; }

# home NAME USER ALGORITHM USAGE: a GnuPG home with a key, NAME.asc and NAME.key
home() {
    local place
    place=$(mktemp -d "${TMPDIR:-/tmp}/scelle-gpg.XXXXXX")
    homes+=("$place")
    printf -v "$1" %s "$place"
    mine "$1" --quick-generate-key "$2" "$3" "$4" never
    [ "$3" != ed25519 ] || [ "$4" = sign ] || mine "$1" --quick-add-key "$(fingerprint "$1")" cv25519 encr never
    mine "$1" --armor --export >"$1.asc"
    mine "$1" --armor --export-secret-keys >"$1.key"
}
mine() { GNUPGHOME=${!1} gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase "${passphrase-}" "${@:2}"; }
fingerprint() { mine "$1" --with-colons --list-keys | awk -F: '/^fpr/ { print $10; exit }'; }

# certificate KIND NEWKEY...: a PKCS#12 key of an operator under a root of its own: KIND.p12
certificate() {
    local kind=$1
    shift
    quiet openssl req -x509 "$@" -nodes -keyout root.key -out "$kind-root.pem" -days 3650 -subj "/O=Example/CN=Example Root $kind"
    quiet openssl req "$@" -nodes -keyout leaf.key -out leaf.csr -subj "/O=Example/CN=A. Martin"
    printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n' >leaf.cnf
    quiet openssl x509 -req -in leaf.csr -CA "$kind-root.pem" -CAkey root.key -CAcreateserial -days 3650 -extfile leaf.cnf -out leaf.pem
    openssl pkcs12 -export -inkey leaf.key -in leaf.pem -passout "pass:$secret" -out "$kind.p12"
}
