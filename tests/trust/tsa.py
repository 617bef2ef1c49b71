#!/usr/bin/env python3
"""A time-stamp authority for the tests: `openssl ts -reply` behind HTTP on loopback. Python's standard library and openssl, nothing else.

  tsa.py make DIR [--key rsa|p256|p384] [--flaw none|no-eku|other-eku|not-alone|not-critical|key-usage|expired|not-yet|no-ca|pathlen|inner-expired|critical]
      a root, an intermediate and the authority's certificate in DIR: root.pem, chain.pem, tsa.pem, tsa.key, tsa.cnf
  tsa.py reply DIR QUERY.tsq ANSWER.tsr [options]
      one answer, without HTTP
  tsa.py serve DIR [options]
      prints `http://127.0.0.1:PORT/` and answers until it is ended; paths: / answers, /500 fails, /html is no answer, /huge is 2 MiB,
      /redirect/N redirects N times, /slow never answers, /empty is no token

Options: --digits N (of a second), --accuracy, --ordering, --name (the authority's name in the token), --no-certs, --ess sha1|sha256,
--md sha256|sha384|sha512 (signer's digest), --policy OID"""

import argparse
import http.server
import os
import subprocess
import sys
import tempfile
import time

POLICY = "1.3.6.1.4.1.32473.1"  # of the enterprise number reserved for examples (RFC 5612)


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.exit("%s\n%s" % (" ".join(command), done.stdout.decode("utf-8", "replace")))


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def new_key(kind, path):
    if kind == "rsa":
        run("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", path)
    else:
        curve = {"p256": "P-256", "p384": "P-384"}[kind]
        run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve, "-out", path)


USAGES = {
    "no-eku": "",
    "other-eku": "extendedKeyUsage=critical,codeSigning\n",
    "not-alone": "extendedKeyUsage=critical,timeStamping,codeSigning\n",
    "not-critical": "extendedKeyUsage=timeStamping\n",
}


def issue(directory, name, subject, extensions, issuer, start, end, md):
    """A certificate for `name`.key, signed by `issuer`.key (itself if None), valid between two times (YYYYMMDDHHMMSSZ)."""
    at = lambda suffix: os.path.join(directory, suffix)
    base = "[ca]\ndefault_ca=ca\n[ca]\ndatabase=%s\nserial=%s\nnew_certs_dir=%s\npolicy=any\nunique_subject=no\n[any]\n" % (
        at("db"), at("serial"), directory)
    base += "countryName=optional\norganizationName=optional\ncommonName=supplied\n[req]\ndistinguished_name=dn\n[dn]\n"
    write(at("issue.cnf"), base + "[ext]\n" + extensions)
    run("openssl", "req", "-new", "-config", at("issue.cnf"), "-utf8", "-key", at(name + ".key"), "-subj", subject, "-out", at(name + ".csr"))
    by = issuer or name
    command = ["openssl", "ca", "-batch", "-notext", "-config", at("issue.cnf"), "-extensions", "ext", "-md", md, "-in", at(name + ".csr")]
    command += ["-keyfile", at(by + ".key"), "-startdate", start, "-enddate", end, "-out", at(name + ".pem"), "-rand_serial", "-preserveDN"]
    command += ["-selfsign"] if issuer is None else ["-cert", at(issuer + ".pem")]
    if PSS:
        command += ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]
    run(*command)


PSS = False


def make(directory, key, flaw):
    os.makedirs(directory, exist_ok=True)
    write(os.path.join(directory, "db"), "")
    day = lambda days: time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + days * 86400))
    always = (day(-400), day(4000))
    for name in ("root", "inner", "tsa"):
        new_key(key, os.path.join(directory, name + ".key"))
    authority = "basicConstraints=critical,CA:TRUE%s\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
    issue(directory, "root", "/C=FR/O=Example Trust/CN=Example Root", authority % (",pathlen:0" if flaw == "pathlen" else ""), None, *always, "sha256")
    inner = authority % "" if flaw != "no-ca" else "basicConstraints=critical,CA:FALSE\n"
    inner += "1.3.6.1.4.1.32473.9=critical,ASN1:NULL\n" if flaw == "critical" else ""
    times = (day(-400), day(-10)) if flaw == "inner-expired" else always
    issue(directory, "inner", "/C=FR/O=Example Trust/CN=Example Intermediate", inner, "root", *times, "sha384")
    usage = USAGES.get(flaw, "extendedKeyUsage=critical,timeStamping\n")
    usage += "keyUsage=critical,%s\n" % ("digitalSignature,keyEncipherment" if flaw == "key-usage" else "digitalSignature")
    times = {"expired": (day(-400), day(-10)), "not-yet": (day(10), day(400))}.get(flaw, always)
    leaf = "basicConstraints=CA:FALSE\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n" + usage
    issue(directory, "tsa", "/C=FR/O=Example Trust/CN=Example Time-stamp Authority", leaf, "inner", *times, "sha256")
    with open(os.path.join(directory, "inner.pem")) as file:
        write(os.path.join(directory, "chain.pem"), file.read())


def configure(directory, options):
    """The authority's configuration, in a file of its own for each set of options."""
    at = lambda suffix: os.path.join(directory, suffix)
    lines = ["[tsa]", "default_tsa=t", "[t]", "serial=" + at("ts-serial"), "signer_cert=" + at("tsa.pem"), "signer_key=" + at("tsa.key"),
             "certs=" + at("chain.pem"), "default_policy=" + options.policy, "other_policies=1.3.6.1.4.1.32473.2",
             "digests=sha256,sha384,sha512", "signer_digest=" + options.md, "ess_cert_id_alg=" + options.ess,
             "ess_cert_id_chain=no", "ordering=" + ("yes" if options.ordering else "no"), "tsa_name=" + ("yes" if options.name else "no")]
    if options.no_certs:
        lines.remove("certs=" + at("chain.pem"))
    if options.accuracy:
        lines.append("accuracy=secs:1,millisecs:500,microsecs:100")
    if options.digits:
        lines.append("clock_precision_digits=%d" % options.digits)
    handle, path = tempfile.mkstemp(suffix=".cnf", dir=directory)
    with os.fdopen(handle, "w") as file:
        file.write("\n".join(lines) + "\n")
    return path


def reply(directory, options, query, answer):
    config = configure(directory, options)
    run("openssl", "ts", "-reply", "-config", config, "-queryfile", query, "-out", answer)
    os.unlink(config)


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def send(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        query = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        # A proxy's client asks with the whole address: then we are that proxy.
        path = self.path if self.path.startswith("/") else "/" + self.path.split("/", 3)[3]
        if path.startswith("/redirect/"):
            left = int(path.rsplit("/", 1)[1])
            self.send_response(307)
            self.send_header("Location", "/redirect/%d" % (left - 1) if left > 1 else "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path == "/500":
            self.send(500, "text/plain", b"no")
        elif path == "/html":
            self.send(200, "text/html", b"<p>Sign in")
        elif path == "/huge":
            self.send(200, "application/timestamp-reply", bytes(2 << 20))
        elif path == "/slow":
            time.sleep(5)
        elif path == "/empty":
            self.send(200, "application/timestamp-reply", bytes.fromhex("30053003020100"))
        elif self.headers.get("Content-Type") != "application/timestamp-query":
            self.send(415, "text/plain", b"a query is expected")
        else:
            self.stamp(query)

    def stamp(self, query):
        with tempfile.TemporaryDirectory() as place:
            asked, answer = os.path.join(place, "q"), os.path.join(place, "a")
            with open(asked, "wb") as file:
                file.write(query)
            reply(self.server.directory, self.server.options, asked, answer)
            with open(answer, "rb") as file:
                self.send(200, "application/timestamp-reply", file.read())


def serve(directory, options):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.directory, server.options, server.daemon_threads = directory, options, True
    print("http://127.0.0.1:%d/" % server.server_port, flush=True)
    server.serve_forever()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["make", "reply", "serve"])
    parser.add_argument("directory")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--key", choices=["rsa", "p256", "p384"], default="rsa")
    parser.add_argument("--flaw", default="none")
    parser.add_argument("--pss", action="store_true", help="certificates signed with RSA-PSS")
    parser.add_argument("--digits", type=int, default=0)
    parser.add_argument("--policy", default=POLICY)
    parser.add_argument("--md", default="sha256")
    parser.add_argument("--ess", default="sha256")
    for flag in ("--accuracy", "--ordering", "--name", "--no-certs"):
        parser.add_argument(flag, action="store_true")
    options = parser.parse_args()
    global PSS
    PSS = options.pss
    if options.what == "make":
        make(options.directory, options.key, options.flaw)
    elif options.what == "reply":
        reply(options.directory, options, *options.files)
    else:
        serve(options.directory, options)


if __name__ == "__main__":
    main()
