"""Directives that print the ledger of claims and its picture: the checks run for each build.

Builds on files.claims and plots. Not a list kept by hand: a claim that is added shows up.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from gametheory_orders import plots
from gametheory_orders.files.claims import load_claims, load_institution_claims
from gametheory_orders.foundations.palette import FOUR_C_COLOURS
from gametheory_orders.statics.claims.ledger import IN_WORDS

PICTURE = "reference/claims.png"
TITLES = {"all": "About all four, and how to combine them"}


@cache
def ledger():
    """Return the ledger, run once a build."""
    return load_claims()


def draw(app) -> None:
    """Write the picture beside the page that shows it."""
    plots.save(ledger(), Path(app.srcdir) / PICTURE)


def plain(text: str) -> str:
    """Return words as they stand, whatever Markdown would make of them."""
    out = "".join(f"\\{c}" if c in "\\`*_{}[]<>#|$" else c for c in text)
    return " ".join(out.split())


def claims_lines() -> list[str]:
    """Return the ledger in Markdown, by C, with everything but the check."""
    found = ledger()
    counts = found.counts()
    heads = ["about", *IN_WORDS.values(), "together"]
    out = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    cs = [c for c in (*FOUR_C_COLOURS, "all") if c in counts]
    for four_c in cs:
        cells = [str(count) for count in counts[four_c].values()]
        out.append(f"| {four_c} | {' | '.join(cells)} | {sum(counts[four_c].values())} |")
    out.append("")
    for four_c in cs:
        out += [f"## {TITLES.get(four_c, four_c.capitalize())}", ""]
        out += ["| | claim | verdict | what the model shows |", "|---|---|---|---|"]
        for each in found:
            if each.about.four_c == four_c:
                out.append(_row(each))
        out.append("")
    return out


def _row(each) -> str:
    told = []
    if each.condition:
        told.append(f"*If* {plain(each.condition)}.")
    told.append(plain(each.evidence))
    if each.counterexample:
        values = each.record()["counterexample"]
        told.append(f"*Not so at* {plain(values)}.")
    return (
        f"| {each.about.id} | {plain(each.about.claim)} | {IN_WORDS[each.verdict]} "
        f"| {' '.join(told)} |"
    )


def institutions_lines() -> list[str]:
    """Return what is said of institutions in Markdown."""
    out = ["| institution | stated | verdict | found |", "|---|---|---|---|"]
    for each in load_institution_claims():
        verdict = each.verdict.replace("_", " ")
        cells = [f"{plain(each.title)} (`{each.about.name}`)", plain(each.about.stated), verdict]
        out.append(f"| {' | '.join(cells)} | {plain(each.evidence)} |")
    return out


class ClaimsTable(SphinxDirective):
    """``{claims-table}``: all claims with their verdicts, by C."""

    has_content = False
    lines = staticmethod(claims_lines)

    def run(self) -> list[nodes.Node]:
        """Parse the generated Markdown in place."""
        text = StringList(self.lines(), source="the ledger of claims")
        holder = nodes.section()
        holder.document = self.state.document
        self.state.nested_parse(text, self.content_offset, holder, match_titles=1)
        return holder.children


class InstitutionsTable(ClaimsTable):
    """``{institutions-table}``: what is said of institutions."""

    lines = staticmethod(institutions_lines)


def setup(app) -> dict[str, object]:
    """Register the directives, and draw the picture before pages are read."""
    app.add_directive("claims-table", ClaimsTable)
    app.add_directive("institutions-table", InstitutionsTable)
    app.connect("builder-inited", draw)
    return {"version": "1", "parallel_read_safe": True}
