"""The ledger of claims as a reader sees it: counts, one line a claim, one claim in full.

Builds on screen.py. Not here: JSON and CSV (output.py), the picture (plots/claims.py).
"""

from __future__ import annotations

import textwrap

from rich.text import Text

from gametheory_orders.cli.output import Canvas
from gametheory_orders.cli.screen import grid_text, paragraphs, rendered, wrapped
from gametheory_orders.foundations.palette import FOUR_C_COLOURS
from gametheory_orders.foundations.results import Table
from gametheory_orders.statics.claims.institutions import InstitutionLedger
from gametheory_orders.statics.claims.ledger import IN_WORDS, ClaimResult, Ledger

IN_FULL = 3
"""So many claims are shown in full, more of them one a line."""
VERDICT_COLUMN = max(len(word) for word in IN_WORDS.values())


def ledger_text(found: Ledger, canvas: Canvas) -> str:
    """Return the claims by C, with counts; few of them in full."""
    if len(found) <= IN_FULL:
        return "\n".join(claim_text(each, canvas) for each in found)
    counts = found.counts()
    numbers = [[sum(row.values()), *row.values()] for row in counts.values()]
    names = [_named(four_c) for four_c in counts]
    if len(numbers) > 1:
        numbers.append([sum(column) for column in zip(*numbers, strict=True)])
        names.append("together")
    rows = [[name, *row] for name, row in zip(names, numbers, strict=True)]
    table = Table(["about", "claims", *IN_WORDS.values()], rows)
    parts = [
        wrapped(f"{len(found)} claims of the paper, each run on the model", canvas.width),
        "",
        grid_text(table, canvas),
    ]
    for four_c in counts:
        inside = [each for each in found if each.about.four_c == four_c]
        parts.append(_heading(_named(four_c), four_c, canvas))
        parts += [_line(each, canvas) for each in inside]
        parts.append("")
    parts.append(
        paragraphs(
            ["One claim with its evidence: fourcs claims 104. All records: --csv or --json."],
            canvas.width,
        ).rstrip()
    )
    return "\n".join(parts) + "\n"


def claim_text(found: ClaimResult, canvas: Canvas) -> str:
    """Return one claim in full."""
    about = found.about
    title = f"Claim {about.id} ({_named(about.four_c)}): {IN_WORDS[found.verdict]}"
    rows = [row for row in found.table().rows if row[0] not in ("section", "verdict")]
    rows.insert(1, ["section", about.section])
    width = max(len(row[0]) for row in rows) + 2
    lines = [
        textwrap.fill(
            f"{name:<{width}}{text}",
            min(canvas.width, 100),
            subsequent_indent=" " * width,
            break_on_hyphens=False,
        )
        for name, text in rows
    ]
    return "\n".join([_heading(title, about.four_c, canvas), *lines]) + "\n"


def institutions_text(found: InstitutionLedger, canvas: Canvas) -> str:
    """Return what is said of institutions and what their files come to."""
    counts = found.counts()
    told = f"{counts['agrees']} as it says, {counts['differs']} otherwise, "
    told += f"{counts['cannot_be_checked']} that cannot be checked"
    table = found.table()
    keep = [row for row in table.rows if row[3] != "cannot be checked"]
    left = [str(row[0]) for row in table.rows if row[3] == "cannot be checked"]
    shown = Table(["institution", "stated", "", "found"], [[r[0], r[2], r[3], r[4]] for r in keep])
    words = [
        f"Cannot be checked, as no members are listed: {', '.join(left)}.",
        "All records: --csv or --json. Sources: fourcs show NAME.",
    ]
    return "\n".join(
        [
            wrapped(f"{len(found)} institutions that the paper names: {told}", canvas.width),
            "",
            grid_text(shown, canvas) + paragraphs(words, canvas.width),
        ]
    )


def _named(four_c: str) -> str:
    return "all four" if four_c == "all" else four_c


def _heading(words: str, four_c: str, canvas: Canvas) -> str:
    style = f"bold {FOUR_C_COLOURS.get(four_c, '')}".strip()
    return rendered(Text(words, style=style), canvas).rstrip("\n")


def _line(found: ClaimResult, canvas: Canvas) -> str:
    head = f"{found.about.id:>4}  {IN_WORDS[found.verdict]:<{VERDICT_COLUMN}}  "
    return textwrap.fill(
        head + found.about.claim,
        min(canvas.width, 100),
        subsequent_indent=" " * len(head),
        break_on_hyphens=False,
    )
