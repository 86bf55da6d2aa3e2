"""A directive that prints every rule and the table of family x rule, from the registries.

Builds on the registries of issues and orders. It is not a list kept by hand: a new rule
or family shows up when the docs are built.
"""

from __future__ import annotations

import inspect
import json
import math
from dataclasses import fields

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from gametheory_orders.issues import FAMILIES
from gametheory_orders.orders import (
    DECISIONS,
    ENFORCEMENTS,
    MEMBERSHIPS,
    Membership,
    VotedLevel,
)
from gametheory_orders.orders.enforcement import Enforcement
from gametheory_orders.solvers import agreement

SLOTS = (
    ("membership", "Membership: who is in", MEMBERSHIPS, Membership),
    ("decision", "Decision: what they agree on", DECISIONS, VotedLevel),
    ("enforcement", "Enforcement: what makes them keep it", ENFORCEMENTS, Enforcement),
)


def first_sentence(thing) -> str:
    """Return a docstring's first paragraph on one line, without rst markup."""
    text = (inspect.getdoc(thing) or "").split("\n\n")[0]
    return " ".join(text.replace("``", "`").split())


def _is_nan(value) -> bool:
    return isinstance(value, float) and math.isnan(value)


def keys(rule, without: tuple[str, ...] = ()) -> list[str]:
    """Return a rule's keys with their defaults, as a model file writes them."""
    found = []
    for item in fields(rule):
        if item.name in (*rule.internal, *without):
            continue
        key, default = rule.written_as.get(item.name, item.name), item.default
        # An empty text, an empty list, NaN or None is no default a reader could keep.
        shown = isinstance(default, str | int | float) and not _is_nan(default) and default != ""
        text = json.dumps(default) if shown and not (key == "count" and not default) else ""
        found.append(f"`{key} = {text}`" if text else f"`{key}`")
    return found


def fit(slot: str, rule, family) -> str:
    """Say whether a rule fits a family: from what family and solver say."""
    if rule.rule in family.refuses:
        return "no"
    if slot == "decision":
        known = agreement._agree.dispatch(rule) is not agreement._agree.dispatch(object)
        return "yes" if known else "no"
    if slot == "enforcement" and rule.check is not Enforcement.check:
        condition = first_sentence(rule.check).removeprefix("Raise ").rstrip(".")
        return f"yes; refused {condition}"
    return "yes"


def lines() -> list[str]:
    """Return the tables in Markdown."""
    out: list[str] = []
    for _, title, registry, parent in SLOTS:
        shared = tuple(item.name for item in fields(parent))
        out += [f"## {title}", ""]
        if shared:
            heirs = [name for name, rule in registry.items() if issubclass(rule, parent)]
            who = ", ".join(f"`{name}`" for name in heirs)
            out += [f"Shared by {who}: {', '.join(keys(parent))}.", ""]
        out += ["| rule | in words | its own keys |", "|---|---|---|"]
        for name, rule in registry.items():
            own = keys(rule, shared if issubclass(rule, parent) else ())
            out.append(f"| `{name}` | {first_sentence(rule)} | {', '.join(own) or 'none'} |")
        out.append("")
    names = [name for name, _ in FAMILIES.items()]
    out += ["## Issue families", "", "| family | in words | columns it needs |", "|---|---|---|"]
    for name, family in FAMILIES.items():
        needs = ", ".join(f"`{column}`" for column in family.needs)
        out.append(f"| `{name}` | {first_sentence(family)} | {needs} |")
    out += ["", "## Which rule fits which family", ""]
    out.append("A rule that makes no sense for a family is refused, with the names of both.")
    out += ["", f"| slot | rule | {' | '.join(f'`{name}`' for name in names)} |"]
    out.append("|---|---|" + "---|" * len(names))
    for slot, _, registry, _ in SLOTS:
        for name, rule in registry.items():
            cells = " | ".join(fit(slot, rule, family) for _, family in FAMILIES.items())
            out.append(f"| {slot} | `{name}` | {cells} |")
    return out


class RulesTable(SphinxDirective):
    """``{rules-table}``: all rules, their keys, and the families they fit."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Parse the generated Markdown in place."""
        text = StringList(lines(), source="gametheory_orders registries")
        holder = nodes.section()
        holder.document = self.state.document
        self.state.nested_parse(text, self.content_offset, holder, match_titles=1)
        return holder.children


def setup(app) -> dict[str, object]:
    """Register the directive."""
    app.add_directive("rules-table", RulesTable)
    return {"version": "1", "parallel_read_safe": True}
