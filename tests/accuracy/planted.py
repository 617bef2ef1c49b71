"""What samples/truth.json asks of triage, and whether a finding about it stands where it must."""

from triaging import holds_value, is_value, name_of, places

# The rules that are right for a planted notice, by its kind in truth.json.
NOTICES = {
    "sign-in-notice": {"notice.new-sign-in", "notice.suspicious-sign-in"},
    "mfa-notice": {"notice.mfa-enabled", "notice.mfa-changed"},
    "hidden-forward": {"notice.forwarding-enabled"},
}


def wanted_of(plant):
    """The kind of finding a plant asks for, and which findings fit; nothing for plants of other detectors."""
    kind = plant["kind"]
    if kind == "secret-key" and plant["value"].startswith("-----BEGIN"):
        yield "secret", lambda f: holds_value(f, plant["value"]) or "private-key" in f["rule"]
    elif kind.startswith("secret-"):
        yield "secret", lambda f: is_value(f, plant["value"])
    elif kind == "reset-notice":
        done = "onfirmation" in plant["text"]
        rule = "notice.password-changed" if done else "notice.reset-requested"
        # « Réinitialisation … » is said of what was asked for and of what was done.
        rules = {rule} if done or "demandée" in plant["text"] else {rule, "notice.password-changed"}
        yield "notice", lambda f: f["rule"] in rules
    elif kind in NOTICES and plant["part"] == "body":
        yield "notice", lambda f: f["rule"] in NOTICES[kind]


def is_copy(message, copy):
    """Whether this message is that copy of a plant: by its hash, else by file and offset."""
    if message.get("offset") != copy.get("offset", message.get("offset")):
        return False
    if message.get("sha256") and "sha256" in copy:
        return message["sha256"] == copy["sha256"]
    file, path = "/" + message.get("file", "").strip("/"), "/" + copy["path"]
    tail = "/" + copy["path"].split("/", 1)[1]
    # A pffexport message is a folder of files.
    return path.endswith(file) or file.endswith(tail) or f"{tail}/" in f"{file}/"


def misplaced(run, kind, fits, plant, copy):
    """What is wrong with the findings about one copy of a planted message; empty where all is well."""
    rows = [message for message in run.messages if is_copy(message, copy)]
    if not rows:
        return "its message has no row"
    findings = [f for f in run.findings if f["kind"] == kind and fits(f)]
    if not findings:
        return f"no {kind} of that rule or value"
    if not any(is_copy(place, copy) for f in findings for place in places(f)):
        return f"found elsewhere: {sorted({name_of(place) for f in findings for place in places(f)})}"
    role = copy.get("role", plant.get("role"))
    if not any(row.get("role") == role for row in rows):
        return f"role {rows[0].get('role')}, not {role}"
    return ""
