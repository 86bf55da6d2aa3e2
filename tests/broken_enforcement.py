"""Ways of breaking the enforcement rule of the good model: its table, and what must be said.

Builds on: nothing. Read by broken_models.py. It is not: the model itself.
"""

from __future__ import annotations

# Name, position of the order, its enforcement, where (below "enforcement"), found, expected, near.
WRONG: list[tuple[str, int, str, tuple[str, ...]]] = [
    (
        "periods of zero",
        0,
        'rule = "reciprocity", reversion = 0',
        ("reversion", "0", "1 or more"),
    ),
    (
        "endless periods",
        0,
        'rule = "reciprocity", reversion = inf',
        ("reversion", "inf", "finite"),
    ),
    (
        "reversion misspelt",
        0,
        'rule = "reciprocity", reversion = "disolve"',
        ("reversion", "disolve", "one", "dissolve"),
    ),
    (
        "detection above one",
        0,
        'rule = "reciprocity", monitoring = { detection = 1.2 }',
        ("monitoring.detection", "1.2", "up to 1"),
    ),
    (
        "no detection",
        0,
        'rule = "reciprocity", monitoring = 0',
        ("monitoring", "0", "above 0"),
    ),
    (
        "alarms as many as defections",
        0,
        'rule = "reciprocity", monitoring = { detection = 0.5, false_alarm = 0.5 }',
        ("monitoring.false_alarm", "0.5", "less than"),
    ),
    (
        "monitoring misspelt",
        0,
        'rule = "reciprocity", monitoring = { detection = 0.5, false_alarms = 0.1 }',
        ("monitoring.false_alarms", "false_alarms", "one key", "false_alarm"),
    ),
    (
        "patience of no column",
        0,
        'rule = "reciprocity", patience = "tonage"',
        ("patience", "tonage", "a column", "tonnage"),
    ),
    (
        "noise in a punishment nobody regrets",
        0,
        'rule = "reciprocity", reversion = "renegotiation_proof", monitoring = 0.5',
        ("monitoring", "noise", "renegotiation_proof"),
    ),
    (
        "body that does not exist",
        1,
        'rule = "sanctions", size = 1, body = "security_council"',
        ("body", "security_council", "table"),
    ),
    (
        "body of another world",
        1,
        'rule = "sanctions", size = 1, body = { rule = "quota", quota = 1, veto = ["Bb"] }',
        ("body.veto[0]", "Bb", "a state", "B"),
    ),
    (
        "body of no rule",
        1,
        'rule = "sanctions", size = 1, body = { rule = "qota" }',
        ("body.rule", "qota", "decision rule", "quota"),
    ),
    (
        "body that does not vote",
        1,
        'rule = "sanctions", size = 1, body = { rule = "joint" }',
        ("body", "joint", "voting rule"),
    ),
    (
        "sanction seen too often",
        1,
        'rule = "sanctions", size = 1, detection = 1.5',
        ("detection", "1.5", "up to 1"),
    ),
    ("sanction of no size", 1, 'rule = "sanctions"', ("size", "nothing", "finite")),
    ("endless sanction", 1, 'rule = "sanctions", size = inf', ("size", "inf", "finite")),
    (
        "protector unknown",
        1,
        'rule = "sanctions", size = 1, proteges = { A = "Z" }',
        ("proteges.A", "Z", "a state"),
    ),
    ("review without reputation", 1, 'rule = "review"', ("reputation", "nothing", "finite")),
    (
        "reputation of some",
        1,
        'rule = "review", reputation = { A = 1.0 }',
        ("reputation", "no figure for B", "every member"),
    ),
    ("exclusion above one", 1, 'rule = "exclusion", share = 1.5', ("share", "1.5", "0 to 1")),
    ("negative penalty", 1, 'rule = "penalty", size = -1', ("size", "-1", "0 or more")),
    (
        "transfers by nothing",
        1,
        'rule = "transfers", kind = "proportional"',
        ("by", "nothing", "column"),
    ),
    (
        "transfers misspelt",
        1,
        'rule = "transfers", kind = "equal_gain"',
        ("kind", "equal_gain", "one", "equal_gains"),
    ),
]
