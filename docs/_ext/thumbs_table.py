"""Directives that print the rules of thumb, and how random worlds are drawn, from the data.

Builds on files.thumbs. Not a list kept by hand: a rule that is added shows up.
"""

from __future__ import annotations

from claims_table import ClaimsTable, plain

from gametheory_orders.files.thumbs import rules_of_thumb
from gametheory_orders.statics.thumbs.figures import DISTRIBUTION


def figures_lines() -> list[str]:
    """Return one row a rule: its words, and how far it can be trusted."""
    out = [
        "| rule | choose | kind | applied in | best in | mean regret | worst regret |",
        "|---|---|---|---|---|---|---|",
    ]
    for rule in rules_of_thumb():
        tally = rule.tally
        cells = [
            f"{plain(rule.sentence)} (`{rule.id}`)",
            f"{rule.four_c}, but weak" if rule.weak else rule.four_c,
            rule.kind,
            f"{tally.holds / tally.worlds:.1%}",
            f"{tally.share:.1%}",
            f"{tally.mean_regret:.3f}",
            f"{tally.worst_regret:.3f}",
        ]
        out.append(f"| {' | '.join(cells)} |")
    return out


def reasons_lines() -> list[str]:
    """Return each rule with its condition, reasons and worst failure."""
    out = []
    for rule in rules_of_thumb():
        results = ", ".join(f"`{name}`" for name in rule.results)
        out += [
            f"**{plain(rule.sentence)}** (`{rule.id}`)",
            "",
            f"- When: {plain(rule.condition)}.",
            f"- Why: {plain(rule.derivation)}" + (f" Rests on {results}." if results else ""),
            f"- Fails: {plain(rule.table().rows[-1][1])}.",
            "",
        ]
    return out


class ThumbsTable(ClaimsTable):
    """``{thumbs-table}``: all rules with their figures."""

    lines = staticmethod(figures_lines)


class ThumbsReasons(ClaimsTable):
    """``{thumbs-reasons}``: all rules with their reasons."""

    lines = staticmethod(reasons_lines)


class ThumbsWorlds(ClaimsTable):
    """``{thumbs-worlds}``: how random worlds are drawn."""

    lines = staticmethod(lambda: [plain(DISTRIBUTION)])


def setup(app) -> dict[str, object]:
    """Register the directives."""
    app.add_directive("thumbs-table", ThumbsTable)
    app.add_directive("thumbs-reasons", ThumbsReasons)
    app.add_directive("thumbs-worlds", ThumbsWorlds)
    return {"version": "1", "parallel_read_safe": True}
