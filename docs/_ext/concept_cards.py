"""A directive that prints one card for each public solver and measure.

Builds on the docstrings (what it says) and on reference/concepts/*.toml (formula,
assumption, source, when not to use it). It is not a second reference: parameters, errors
and a running example stand on the page of the function.
"""

from __future__ import annotations

import inspect
import tomllib
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

import gametheory_orders

CARDS = Path(__file__).resolve().parents[1] / "reference" / "concepts"
FIELDS = ("formula", "assumes", "source", "not_for", "page")
LABELS = {
    "formula": "Formula",
    "assumes": "Assumes",
    "source": "Source",
    "not_for": "Not for",
}


def groups() -> dict[str, dict]:
    """Return the cards, by the name of their file."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(CARDS.glob("*.toml"))
    }


def cards(group: dict) -> dict[str, dict[str, str]]:
    """Return the cards of a group, by the name of the function."""
    return {name: card for name, card in group.items() if isinstance(card, dict)}


def says(name: str) -> str:
    """Return what a function's docstring says in its first sentence."""
    text = inspect.getdoc(getattr(gametheory_orders, name)) or ""
    return " ".join(text.split("\n\n")[0].replace("``", "`").split())


def lines(group: dict) -> list[str]:
    """Return a group's cards in Markdown."""
    out: list[str] = []
    for name, card in cards(group).items():
        reference = f"../generated/gametheory_orders.{name}"
        page = Path(card["page"])
        title = page.stem.replace("-", " ")
        out += [f"## `{name}`", "", says(name), ""]
        out += [f"- **{label}**: {card[field]}" for field, label in LABELS.items()]
        out += [
            "",
            f"[Parameters and an example]({reference}.rst) · "
            f"[More: {title}](../../{page.as_posix()})",
            "",
        ]
    return out


class ConceptCards(SphinxDirective):
    """``{concept-cards} voting``: the cards of one group."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        """Parse the generated Markdown in place."""
        name = self.arguments[0]
        self.env.note_dependency(str(CARDS / f"{name}.toml"))
        text = StringList(lines(groups()[name]), source=f"concepts/{name}.toml")
        holder = nodes.section()
        holder.document = self.state.document
        self.state.nested_parse(text, self.content_offset, holder, match_titles=1)
        return holder.children


def setup(app) -> dict[str, object]:
    """Register the directive."""
    app.add_directive("concept-cards", ConceptCards)
    return {"version": "1", "parallel_read_safe": True}
