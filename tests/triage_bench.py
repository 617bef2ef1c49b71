#!/usr/bin/env python3
"""Speed and memory of `scelle triage`, as ratios to openssl on the same file in the same run.

    triage_bench.py SCELLE --mbox 1G.mbox [--big 4G.mbox] --work DIR [--runs 3]

Three targets: triage takes at most 8x the wall time of `openssl dgst -sha256` of the mailbox; a bigger mailbox takes at most 1.05x its
share of bytes longer (4x the bytes: 4.2x the time); peak memory stays under 512 MiB for both. Every command runs once uncounted (page
cache warm), then --runs times, openssl and triage in turn; the medians are compared. Peak memory is the kernel's own figure
(ru_maxrss of the finished process), the largest of all runs. Exit status 0 where every target is met, 1 otherwise.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

TIMES_OPENSSL, GROWTH, MEMORY = 8.0, 4.2 / 4, 512


def timed(command, good=(0,)):
    """Wall seconds and peak MiB of one finished command."""
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        sys.exit(f"{' '.join(map(str, command))}: exit {process.returncode}: {errors.decode(errors='replace')[-800:]}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


class Bench:
    def __init__(self, args):
        self.args, self.missed = args, False
        self.out = pathlib.Path(args.work, "triage-bench-out")

    def openssl(self, mbox):
        return timed(["openssl", "dgst", "-sha256", mbox])[0]

    def triage(self, mbox):
        shutil.rmtree(self.out, ignore_errors=True)
        # 4: done, but something in the mailbox is damaged
        result = timed([self.args.scelle, "--quiet", "triage", mbox, "--out", self.out], good=(0, 4))
        if not (self.out / "findings.jsonl").exists() or not (self.out / "messages.jsonl").stat().st_size:
            sys.exit(f"triage of {mbox} was quick because it wrote nothing")
        return result

    def row(self, name, figure, unit, bound):
        met = figure <= bound
        self.missed |= not met
        print(f"  {name:44} {figure:8.2f} {unit:4} at most {bound:6.2f}  {'MET' if met else 'MISSED'}", flush=True)

    def measure(self, mbox):
        """Median seconds of triage and of openssl, and the peak."""
        ours, theirs, peak = [], [], 0
        for _ in range(self.args.runs + 1):
            theirs.append(self.openssl(mbox))
            seconds, memory = self.triage(mbox)
            ours.append(seconds)
            peak = max(peak, memory)
        size = os.path.getsize(mbox)
        mine, reference = statistics.median(ours[1:]), statistics.median(theirs[1:])
        print(f"{mbox}: {size / 2**30:.2f} GiB; triage {mine:.2f} s ({size / mine / 1e6:.0f} MB/s) {[round(s, 2) for s in ours]}, "
              f"openssl {reference:.2f} s {[round(s, 2) for s in theirs]}")
        self.row("wall time, times openssl dgst -sha256", mine / reference, "x", TIMES_OPENSSL)
        self.row("peak memory", peak, "MiB", MEMORY)
        return mine, size

    def run(self):
        pathlib.Path(self.args.work).mkdir(parents=True, exist_ok=True)
        small, size = self.measure(self.args.mbox)
        if self.args.big:
            big, big_size = self.measure(self.args.big)
            share = big_size / size
            print(f"{share:.2f} times the bytes")
            self.row(f"growth: times the time, for {share:.2f}x the bytes", big / small, "x", share * GROWTH)
        shutil.rmtree(self.out, ignore_errors=True)
        return 1 if self.missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scelle")
    parser.add_argument("--mbox", required=True)
    parser.add_argument("--big")
    parser.add_argument("--work", required=True)
    parser.add_argument("--runs", type=int, default=3)
    return Bench(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
