#!/bin/bash
# Makes the test keys of this folder anew with GnuPG 2.2. All are invented, without passphrase, and worth nothing.
set -euo pipefail
cd "$(dirname "$0")"
GNUPGHOME=$(mktemp -d) && export GNUPGHOME
trap 'gpgconf --kill all; rm -rf "$GNUPGHOME"' EXIT
g() { gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' "$@"; }
fpr() { gpg --batch --with-colons --list-keys "$1" | awk -F: '/^fpr/ {print $10; exit}'; }
export_to() { g --armor --export "$1" > "$2.asc"; }
then='--faked-system-time=20240101T000000!'

g $then --quick-gen-key 'Scelle test, good <good@scelle.example>' ed25519 cert,sign never
g $then --quick-add-key "$(fpr good@)" cv25519 encr never
export_to good@ good; g --armor --export-secret-keys good@ > good.secret.asc

g $then --quick-gen-key 'Scelle test, expired <expired@scelle.example>' ed25519 cert,sign 2024-02-01
g $then --quick-add-key "$(fpr expired@)" cv25519 encr 2024-02-01
export_to expired@ expired

g $then --quick-gen-key 'Scelle test, subkey expired <subkey-expired@scelle.example>' ed25519 cert,sign never
g $then --quick-add-key "$(fpr subkey-expired@)" cv25519 encr 2024-02-01
export_to subkey-expired@ subkey-expired

g $then --quick-gen-key 'Scelle test, sign only <sign-only@scelle.example>' ed25519 cert,sign never
export_to sign-only@ sign-only

g $then --quick-gen-key 'Scelle test, certify only <certify-only@scelle.example>' ed25519 cert never
export_to certify-only@ certify-only

g $then --quick-gen-key 'Scelle test, weak <weak@scelle.example>' rsa1024 cert,sign,encr never
export_to weak@ weak

g $then --cert-digest-algo SHA1 --quick-gen-key 'Scelle test, SHA-1 <sha1@scelle.example>' ed25519 cert,sign never
g $then --cert-digest-algo SHA1 --quick-add-key "$(fpr sha1@)" cv25519 encr never
export_to sha1@ sha1

g $then --quick-gen-key 'Scelle test, DSA <dsa@scelle.example>' dsa2048 cert,sign never
g $then --quick-add-key "$(fpr dsa@)" elg2048 encr never
export_to dsa@ dsa

# Signed in February, revoked in March: once as superseded, once as compromised.
for reason in superseded compromised; do
  g $then --quick-gen-key "Scelle test, $reason <$reason@scelle.example>" ed25519 cert,sign never
  g $then --quick-add-key "$(fpr $reason@)" cv25519 encr never
  printf 'sealed\n' | g --faked-system-time='20240201T000000!' --local-user $reason@ --armor --detach-sign > $reason.sig.asc
  printf 'sealed\n' | g --faked-system-time='20240401T000000!' --local-user $reason@ --armor --detach-sign > $reason.late.sig.asc
  code=$([ $reason = superseded ] && echo 2 || echo 1)
  printf 'y\n%s\n\ny\n' $code | gpg --no-tty --command-fd 0 --status-fd 2 --pinentry-mode loopback --passphrase '' \
    --faked-system-time='20240301T000000!' --output $GNUPGHOME/$reason.rev --gen-revoke "$(fpr $reason@)" 2>$GNUPGHOME/log || { cat $GNUPGHOME/log; exit 1; }
  g --import $GNUPGHOME/$reason.rev
  export_to $reason@ $reason
done

# Revoked by somebody the owner appointed for it.
g $then --quick-gen-key 'Scelle test, appointee <appointee@scelle.example>' ed25519 cert,sign never
g $then --quick-add-key "$(fpr appointee@)" cv25519 encr never
g $then --quick-gen-key 'Scelle test, appointed revoker <appointed-revoker@scelle.example>' ed25519 cert,sign never
printf 'addrevoker\n%s\ny\nsave\n' "$(fpr appointed-revoker@)" | gpg --no-tty --command-fd 0 --status-fd 2 \
  --pinentry-mode loopback --passphrase '' $then --edit-key "$(fpr appointee@)" 2>/dev/null
printf 'y\n1\n\ny\n' | gpg --no-tty --command-fd 0 --status-fd 2 --pinentry-mode loopback --passphrase '' \
  --faked-system-time='20240301T000000!' --output $GNUPGHOME/appointee.rev --desig-revoke "$(fpr appointee@)" 2>/dev/null
g --import $GNUPGHOME/appointee.rev
export_to appointee@ appointee

# A subkey that signs, with its back signature; the primary only certifies.
g $then --quick-gen-key 'Scelle test, signing subkey <signing-subkey@scelle.example>' ed25519 cert never
g $then --quick-add-key "$(fpr signing-subkey@)" ed25519 sign never
printf 'sealed\n' | g --faked-system-time='20240201T000000!' --local-user signing-subkey@ --armor --detach-sign > signing-subkey.sig.asc
export_to signing-subkey@ signing-subkey

printf 'sealed\n' | g --faked-system-time='20240115T000000!' --local-user expired@ --armor --detach-sign > expired.sig.asc
printf 'sealed\n' | g --faked-system-time='20240201T000000!' --local-user good@ --armor --detach-sign > good.sig.asc
printf 'sealed\n' | g --faked-system-time='20240201T000000!' --local-user good@ --armor --textmode --detach-sign > good.text.sig.asc
printf 'sealed\n' | g --faked-system-time='20240201T000000!' --local-user good@ --digest-algo SHA1 --armor --detach-sign > good.sha1.sig.asc
