"""A directive that prints every named result with its signs, each proved when the docs are built.

Builds on the registry of named results. It is not a list kept by hand.
"""

from __future__ import annotations

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from gametheory_orders.statics import named_results
from gametheory_orders.statics.symbolic.proofs import STATUSES
from gametheory_orders.statics.symbolic.writing import markdown_of

HEADINGS = {
    "cooperation": "Cooperation on a public good",
    "charter": "Charters",
    "club": "Clubs",
    "concert": "Concerts",
    "coalition": "Coalitions",
}


def lines() -> list[str]:
    """Return the page in Markdown."""
    results = named_results()
    proofs = [proof for each in results for proof in each.statics()]
    out = ["## How they are known", "", "| status | signs |", "|---|---|"]
    for status in STATUSES:
        out.append(f"| {status} | {sum(proof.status == status for proof in proofs)} |")
    out += [f"| all, of {len(results)} results | {len(proofs)} |", ""]
    for theme, heading in HEADINGS.items():
        out += [f"## {heading}", ""]
        for each in results:
            if each.theme == theme:
                out += [*markdown_of(each).splitlines(), ""]
    return out


class StaticsTable(SphinxDirective):
    """``{statics-table}``: all named results."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Parse the generated Markdown in place."""
        text = StringList(lines(), source="gametheory_orders named results")
        holder = nodes.section()
        holder.document = self.state.document
        self.state.nested_parse(text, self.content_offset, holder, match_titles=1)
        return holder.children


def setup(app) -> dict[str, object]:
    """Register the directive."""
    app.add_directive("statics-table", StaticsTable)
    return {"version": "1", "parallel_read_safe": True}
