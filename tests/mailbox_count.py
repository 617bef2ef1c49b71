#!/usr/bin/env python3
"""mailbox_count.py FORMAT FOLDER COUNT: Python's own mailbox module finds as many messages in a copy of a sample, where it can
read the format. (It wants a `new/` in every Maildir, and an export may have none: the copy gets one.)"""

import mailbox
import os
import sys


def maildirs(folder):
    found = [below for below, folders, _ in os.walk(folder) if "cur" in folders]
    for below in found:
        os.makedirs(os.path.join(below, "new"), exist_ok=True)
    return found


def count(form, folder):
    if form == "mbox":
        return sum(len(mailbox.mbox(os.path.join(folder, name))) for name in os.listdir(folder))
    if form == "maildir":
        return sum(len(mailbox.Maildir(below, create=False)) for below in maildirs(folder))
    if form == "mh":
        return sum(len(mailbox.MH(below, create=False)) for below, _, _ in os.walk(folder))
    return None


def main(form, folder, expected):
    found = count(form, folder)
    if found is None:
        return
    if found != int(expected):
        sys.exit(f"mailbox_count: Python finds {found} messages in {folder}, {expected} are told")
    print(f"  {form + '.zip':<34} Python's mailbox counts {found} messages too")


if __name__ == "__main__":
    main(*sys.argv[1:])
