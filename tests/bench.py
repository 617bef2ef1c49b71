#!/usr/bin/env python3
"""Speed and memory of scelle, as ratios to common tools on the same files in the same run.

    bench.py SCELLE --mbox BIG.mbox --eml FOLDER --work DIR [--runs 3] [--only NAME]

Big mailboxes come from any generator; --work needs three times the size of BIG.mbox. Every command runs once uncounted (page
cache warm), then --runs times, ours and the reference in turn; the medians are compared. Peak memory is the kernel's own figure
(ru_maxrss of the finished process). Seconds of CPU, all threads together, are shown beside: they change less where others use the
machine too. Exit status 0 where every target is met, 1 otherwise.
"""
import argparse, hashlib, mailbox, os, pathlib, shutil, statistics, subprocess, sys, time, zipfile


def timed(command):
    """Wall seconds, peak KiB and seconds of CPU of one finished command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(map(str, command))}: {errors.decode(errors='replace')}")
    return time.perf_counter() - start, usage.ru_maxrss, usage.ru_utime + usage.ru_stime


def python_reference(kind, source, target):
    """What a script would do: split with `mailbox`, hash each message and file with `hashlib`, store with `zipfile`."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        if kind == "mbox":
            whole = hashlib.sha256()
            with open(source, "rb") as file:
                while piece := file.read(1 << 20):
                    whole.update(piece)
            box = mailbox.mbox(source, create=False)
            for key in box.iterkeys():
                hashlib.sha256(box.get_bytes(key)).hexdigest()
            archive.write(source, "mailbox.mbox")
        else:
            for path in sorted(p for p in pathlib.Path(source).rglob("*") if p.is_file()):
                data = path.read_bytes()
                hashlib.sha256(data).hexdigest()
                archive.writestr(str(path.relative_to(source)), data)


class Bench:
    def __init__(self, args):
        self.args, self.rows, self.failed = args, [], False
        self.work = pathlib.Path(args.work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.archive = self.work / "bench.zip"

    def clean(self):
        for path in self.work.glob("bench*"):
            path.unlink()

    def seal(self, source, *flags):
        self.clean()
        return timed([self.args.scelle, "--quiet", "seal", source, "-o", self.archive, "--no-input", *flags])

    def openssl_and_cp(self):
        copy = self.work / "bench-copy"
        hashing = timed(["openssl", "dgst", "-sha256", self.args.mbox])
        copying = timed(["cp", self.args.mbox, copy])
        copy.unlink()
        return [a + b for a, b in zip(hashing, copying)]

    def python(self, kind, source):
        target = self.work / "bench-python.zip"
        result = timed([sys.executable, __file__, "--reference", kind, source, target])
        target.unlink()
        return result

    def compare(self, name, ours, reference, bound, at_most, runs=None):
        """`bound` is ours/reference at most, or reference/ours at least."""
        if self.args.only and self.args.only not in name:
            return
        runs, mine, theirs, cpu, peak = runs or self.args.runs, [], [], ([], []), 0
        for count in range(runs + (1 if at_most else 0)):
            seconds, _, used = reference()
            theirs.append(seconds)
            cpu[1].append(used)
            seconds, memory, used = ours()
            mine.append(seconds)
            cpu[0].append(used)
            peak = max(peak, memory)
        warm = slice(1, None) if at_most else slice(None)
        a, b = statistics.median(mine[warm]), statistics.median(theirs[warm])
        ratio = a / b if at_most else b / a
        met = (ratio <= bound if at_most else ratio >= bound) and peak < 256 * 1024
        self.failed |= not met
        goal = f"at most {bound}x" if at_most else f"at least {bound}x faster"
        print(f"{name:28} {a:8.2f} s  reference {b:8.2f} s  {ratio:6.2f}x  ({goal})  peak {peak / 1024:6.1f} MiB  "
              f"{'met' if met else 'MISSED'}   CPU {statistics.median(cpu[0]):.2f} against {statistics.median(cpu[1]):.2f}   runs {[round(s, 2) for s in mine]} against {[round(s, 2) for s in theirs]}", flush=True)

    def run(self):
        args = self.args
        if args.mbox:
            self.compare("seal mbox, stored", lambda: self.seal(args.mbox, "--store"), self.openssl_and_cp, 1.5, True)
            if not args.only or args.only in "verify, stored":
                self.seal(args.mbox, "--store")
            verify = lambda: timed([args.scelle, "--quiet", "verify", self.archive, "--no-journal"])
            openssl = lambda: timed(["openssl", "dgst", "-sha256", self.archive])
            self.compare("verify, stored", verify, openssl, 1.3, True)
            self.compare("seal mbox, default", lambda: self.seal(args.mbox), lambda: self.python("mbox", args.mbox), 5, False, 1)
        if args.eml:
            self.compare("seal EML tree, default", lambda: self.seal(args.eml), lambda: self.python("eml", args.eml), 5, False)
        self.clean()
        return 1 if self.failed else 0


def main():
    if sys.argv[1:2] == ["--reference"]:
        return python_reference(*sys.argv[2:5])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scelle")
    parser.add_argument("--mbox")
    parser.add_argument("--eml")
    parser.add_argument("--work", required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", help="only the rows whose name contains this")
    return Bench(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
