"""What ``power`` and ``gridlock`` look up, and how they are shown.

Builds on files, measures and screen.py. Not here: JSON and CSV (output.py), pictures (plots).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gametheory_orders.cli.output import Canvas
from gametheory_orders.cli.screen import grid_text, paragraphs, wrapped
from gametheory_orders.files import bundled, load_institution, load_reform
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Table
from gametheory_orders.foundations.results import show as cell_text
from gametheory_orders.measures.institutions import (
    USUAL,
    InstitutionGridlock,
    InstitutionPower,
    institution_gridlock,
    institution_power,
)
from gametheory_orders.orders.institution import Institution

MOST_ROWS = 40
MOST_NAMED = 4
HEADS = {
    "shapley_shubik": "Shapley-\nShubik",
    "banzhaf": "Banzhaf",
    "banzhaf_absolute": "decides",
    "coleman_prevent": "can\nprevent",
    "coleman_initiate": "can\ninitiate",
    "deegan_packel": "Deegan-\nPackel",
    "holler": "Holler",
    "over equality": "over\nequal",
    "over people": "over\npeople",
    "over sqrt_people": "over root\nof people",
}


def power(name: str, quota: str | None, indices: str | None) -> InstitutionPower:
    """Return the power of an institution's members, options as they were typed."""
    wanted = USUAL if indices is None else tuple(part.strip() for part in indices.split(","))
    try:
        return institution_power(_institution(name), _quota(quota), wanted)
    except ModelError as error:
        raise _option(error) from None


def gridlock(name: str, quota: str | None) -> InstitutionGridlock:
    """Return what an institution cannot change, options as they were typed."""
    try:
        return institution_gridlock(_institution(name), _quota(quota))
    except ModelError as error:
        raise _option(error) from None


def _institution(name: str) -> Institution:
    if name in bundled("reforms") and name not in bundled("institutions"):
        return load_reform(name)
    return load_institution(name)


def _quota(text: str | None) -> int | float | str | None:
    """Return a quota as typed: a number of votes, or a share in words.

    Examples
    --------
    >>> _quota("9"), _quota("70%"), _quota(None)
    (9, '70%', None)
    """
    if text is None:
        return None
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _option(error: ModelError) -> ModelError:
    """Return an error about an option under the option's name."""
    for option in ("quota", "indices"):
        if error.where.startswith(option):
            where = f"--{error.where}"
            return ModelError(where, error.found, error.expected, error.nearest)
    return error


def power_text(found: InstitutionPower, canvas: Canvas) -> str:
    """Return the members, those of equal power in one row, and what the table says in words."""
    table = found.table()
    rest = [j for j, name in enumerate(table.columns) if j and name != "banzhaf_swings"]
    groups: dict[tuple[Any, ...], list[str]] = {}
    # Ratios to people differ for each member: with many members they are left to --csv.
    if len(table.rows) > MOST_ROWS:
        rest = [j for j in rest if not table.columns[j].startswith("over ")]
    for row in table.rows:
        groups.setdefault(tuple(row[j] for j in rest), []).append(row[0])
    columns = ["member", *(table.columns[j] for j in rest)]
    rows = [[_together(names), *key] for key, names in groups.items()]
    main = columns.index(found.indices.main) if found.indices.main in columns else 1
    rows.sort(key=lambda row: -float(row[main]))
    drawn = grid_text(Table(columns, rows[:MOST_ROWS]), canvas, HEADS)
    words = [*_left_out(len(rows)), *power_words(found)]
    return "\n".join(
        [wrapped(table.title, canvas.width), "", drawn + paragraphs(words, canvas.width)]
    )


def _left_out(rows: int) -> list[str]:
    if rows <= MOST_ROWS:
        return []
    return [f"{rows - MOST_ROWS} more rows: fourcs power ... --csv has all."]


def power_words(found: InstitutionPower) -> list[str]:
    """Return what the power table says."""
    figures = found.indices.figures
    lines = [
        "Shapley-Shubik and Banzhaf: shares of power. decides: how often the member is decisive "
        "if all toss a coin. over: power over an equal share, a share by people, by their "
        "square root; above 1 is over-represented."
    ]
    if "power_to_act" in figures:
        lines.append(f"Power to act: {float(figures['power_to_act']):.3g} of all coalitions win.")
    if len(found.vetoers) == len(found.indices):
        lines.append("Each member can block alone.")
    elif found.vetoers:
        lines.append(f"Can block alone: {', '.join(found.vetoers)}.")
    else:
        lines.append("Nobody can block alone.")
    if "sqrt_people" in found.over:
        ratios = found.over["sqrt_people"]
        most, least = max(ratios, key=ratios.__getitem__), min(ratios, key=ratios.__getitem__)
        lines.append(
            f"Against the square root of people {most} has most ({cell_text(ratios[most])} "
            f"times its share) and {least} least ({cell_text(ratios[least])})."
        )
    elif found.over_why:
        lines.append(f"Not compared with people: {found.over_why}.")
    if found.indices.remark:
        lines.append(f"{found.indices.remark}.")
    if found.institution.remarks:
        lines.append(found.institution.remarks)
    return [*lines, f"Source: {found.institution.source}."]


def gridlock_text(found: InstitutionGridlock, canvas: Canvas) -> str:
    """Return the interval and what it says in words."""
    interval = found.interval
    title = found.institution.title or found.institution.name
    words = []
    if interval.empty:
        words.append("Every status quo can be changed.")
    else:
        share = float(interval.length / interval.spread) if interval.spread else 1.0
        words.append(
            f"A status quo from {float(interval.low):.3f} to {float(interval.high):.3f} cannot be "
            f"changed: length {float(interval.length):.3f}, {share:.0%} of the spread of members."
        )
        low, high = _together(interval.low_held_by), _together(interval.high_held_by)
        words.append(f"{low} holds the low end: nothing moves up from there without it.")
        words.append(f"{high} holds the high end: nothing moves down from there without it.")
    words += [*found.remarks]
    source = found.institution.within.sources.get("ideal_point", "")
    words += [f"Ideal points: {source}."] if source else []
    drawn = grid_text(interval.table(), canvas)
    return "\n".join([wrapped(title, canvas.width), "", drawn + paragraphs(words, canvas.width)])


def _together(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:2])} and {len(names) - 2} more"
