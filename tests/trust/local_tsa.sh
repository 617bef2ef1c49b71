#!/bin/bash
# A time-stamp authority on this machine, for tests: made-up names, keys that live in DIR, no network.
#
#   tests/trust/local_tsa.sh make DIR [rsa|p256|p384]     a root (root.pem) and the authority under it (tsa.pem)
#   tests/trust/local_tsa.sh token DIR SHA256 TOKEN       a token (RFC 3161, DER) over that digest, 64 hexadecimal digits
set -Eeuo pipefail

make() {
    local kind=${1:-rsa} new
    case $kind in
        rsa) new=(-newkey rsa:2048) ;;
        p256) new=(-newkey ec -pkeyopt ec_paramgen_curve:P-256) ;;
        p384) new=(-newkey ec -pkeyopt ec_paramgen_curve:P-384) ;;
        *) echo "local_tsa: no kind of key: $kind" >&3; exit 2 ;;
    esac
    cat >tsa.cnf <<'CNF'
[req]
distinguished_name = name
prompt = no
[name]
organizationName = Example Authority
commonName = Example Time-Stamps
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[authority]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = here
[here]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = root.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
CNF
    openssl req -x509 "${new[@]}" -nodes -keyout root.key -out root.pem -days 3650 -sha256 \
        -config tsa.cnf -extensions root -subj "/O=Example Authority/CN=Example Root"
    openssl req "${new[@]}" -nodes -keyout tsa.key -out tsa.csr -config tsa.cnf
    openssl x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650 -sha256 \
        -extfile tsa.cnf -extensions authority -out tsa.pem
    echo 01 >serial
}

token() {
    openssl ts -query -digest "$1" -sha256 -cert -out asked.tsq
    openssl ts -reply -config tsa.cnf -queryfile asked.tsq -token_out -out token.tst
}

action=$1
[ "$action" = make ] || target=$(realpath "$4")
mkdir -p "$2"
cd "$2"
# openssl talks much where all is well
exec 3>&2 2>log
trap 'cat log >&3' ERR
case $action in
    make) make "${3:-rsa}" ;;
    token) token "$3"; mv token.tst "$target" ;;
    *) echo "local_tsa: make or token, not $action" >&3; exit 2 ;;
esac
