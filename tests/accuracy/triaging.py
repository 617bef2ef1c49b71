"""Runs `scelle triage` and reads what it wrote: rows, findings, time and peak memory. What all measures of this folder stand on.

Reads the output contract tolerantly where it leaves room (the shape of `also`), strictly where it does not: a missing file, a line
that is not JSON or an exit status other than 0 or 4 (done, but something could not be read) ends the measure.
"""

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

DONE = (0, 4)


def sha256(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Run:
    """One finished run: `status`, `seconds`, `peak` (MiB), `errors`; and, where it was done, `messages` and `findings`."""

    def __init__(self, scelle, sources, out, reveal=True, limit=None):
        self.out = pathlib.Path(out)
        command = [scelle, "triage", *map(str, sources), "--out", str(out)] + (["--reveal"] if reveal else [])
        with tempfile.TemporaryFile() as errors:
            start = time.perf_counter()
            try:
                process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
            except OSError as error:
                sys.exit(f"cannot run {scelle}: {error}")
            killer = threading.Timer(limit, process.kill) if limit else None
            if killer:
                killer.start()
            _, status, usage = os.wait4(process.pid, 0)
            if killer:
                killer.cancel()
            self.seconds = time.perf_counter() - start
            process.returncode = self.status = os.waitstatus_to_exitcode(status)
            self.peak = usage.ru_maxrss / 1024
            errors.seek(0)
            self.errors = errors.read().decode(errors="replace").strip()

    def rows(self, name, optional=False):
        """The objects of one JSONL file of the output folder."""
        path = self.out / name
        if not path.exists():
            if optional:
                return []
            raise ValueError(f"no {name} (exit {self.status}): {self.errors[-400:]}")
        found = []
        # Not splitlines(): it also breaks at U+2028 and its kin, which JSON leaves bare.
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if line.strip():
                try:
                    found.append(json.loads(line))
                except ValueError as error:
                    raise ValueError(f"{name} line {number}: {error}") from error
        return found


def triage(scelle, sources, out, reveal=True):
    """Runs it to the end and reads both files, or ends the program with a clear word."""
    run = Run(scelle, sources, out, reveal)
    shown = " ".join(map(str, sources))
    if run.status not in DONE:
        sys.exit(f"scelle triage {shown}: exit {run.status}: {run.errors[-800:]}")
    try:
        run.messages, run.findings = run.rows("messages.jsonl"), run.rows("findings.jsonl")
    except ValueError as error:
        sys.exit(f"scelle triage {shown}: {error}")
    return run


def places(finding):
    """The message of a finding, and those of its `also` list, as flat objects."""
    yield finding["message"]
    for other in finding.get("also") or []:
        if isinstance(other, dict):
            yield other.get("message") if isinstance(other.get("message"), dict) else other


def name_of(message):
    """The file name a message lies in."""
    return pathlib.PurePosixPath(message.get("file", "").replace("\\", "/")).name


def by_file(run, kind):
    """Findings of one kind, by the name of the file they stand in (repeats of the same value included)."""
    found = {}
    for finding in run.findings:
        if finding["kind"] == kind:
            for name in {name_of(place) for place in places(finding)}:
                found.setdefault(name, []).append(finding)
    return found


def is_value(finding, value):
    """Whether a finding is about exactly this secret."""
    return finding.get("value_sha256") == sha256(value) or finding.get("value") == value


def holds_value(finding, value):
    """Whether the secret found contains this one, blanks aside: a key block, of which a line was planted."""
    squeezed = "".join(value.split())
    return is_value(finding, value) or squeezed in "".join(str(finding.get("value") or "").split())


def told(finding, word):
    """Whether a finding tells this (a login, a service) by itself: not in the excerpt, nor in what it says of the message."""
    facts = {key: value for key, value in finding.items() if key not in ("message", "also", "excerpt", "reason_fr", "reason_en")}
    return word.casefold() in json.dumps(facts, ensure_ascii=False).casefold()


class Table:
    """The table of measures; remembers whether a target was missed."""

    def __init__(self):
        self.rows, self.missed = [], False

    def add(self, name, hit, total, target, at_least=True):
        """`target` is a share (0.95), or None for a figure that is only told. A measure of nothing is missed."""
        share = hit / total if total else float("nan")
        met = None
        if target is not None:
            met = total > 0 and (share >= target - 1e-12 if at_least else share <= target + 1e-12)
            self.missed |= not met
        self.rows.append({"measure": name, "hit": hit, "of": total, "share": share if total else None, "target": target,
                          "at_least": at_least, "met": met})
        goal = "" if target is None else f"{'>=' if at_least else '<='} {100 * target:g} %"
        word = {True: "MET", False: "MISSED", None: ""}[met]
        print(f"  {name:62} {hit:5} of {total:5} {100 * share:7.2f} %  {goal:10} {word}", flush=True)

    def heading(self, text):
        print(f"\n{text}", flush=True)


def one_line(text, width=150):
    text = " ".join(str(text).split())
    safe = "".join(c if c.isprintable() else "?" for c in text)
    return safe if len(safe) <= width else safe[: width - 1] + "…"
