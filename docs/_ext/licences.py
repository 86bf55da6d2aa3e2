"""The licences of all that the default install brings along, and a directive that prints them.

Builds on the metadata of what is installed, followed from this package's own requirements.
It is not: legal advice, or a reading of the licence texts that travel inside the packages.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata

from packaging.requirements import Requirement

PACKAGE = "gametheory-orders"

# What a user may build on without giving away the source of their own work. The names are
# those of the SPDX list; "BSD" is what packages say that do not say which.
ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "HPND",
        "ISC",
        "MIT",
        "MIT-CMU",
        "PSF-2.0",
        "Zlib",
    }
)
# Older packages say it in a classifier, or in a word.
SPOKEN = {
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Python Software Foundation License": "PSF-2.0",
}
UNKNOWN = "unknown"
OPERATORS = {"AND", "OR", "(", ")"}


def needed(package: str = PACKAGE) -> dict[str, metadata.Distribution]:
    """Return all that a package needs at run time, and what those need, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [Requirement(text) for text in metadata.requires(package) or []]
    while waiting:
        requirement = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name not in found:
            found[name] = metadata.distribution(name)
            waiting += [Requirement(text) for text in found[name].requires or []]
    return dict(sorted(found.items()))


def licence_of(about: metadata.PackageMetadata) -> str:
    """Return a package's licence as an SPDX expression, "unknown" if it does not say."""
    expression = about.get("License-Expression")
    if expression:
        return expression.strip()
    said = [
        text.split(" :: ")[-1]
        for text in about.get_all("Classifier") or []
        if text.startswith("License ::") and text != "License :: OSI Approved"
    ]
    if not said:
        # A whole licence text says less than its name: only a name is taken.
        said = [(about.get("License") or "").strip()]
    names = [SPOKEN.get(text, text if text in ALLOWED else UNKNOWN) for text in said]
    # Several classifiers do not say whether they are a choice: all must be fine.
    return " AND ".join(dict.fromkeys(names))


def is_allowed(expression: str, allowed: frozenset[str] = ALLOWED) -> bool:
    """Say whether a licence expression may be met by allowed licences alone.

    Examples
    --------
    >>> is_allowed("MIT OR GPL-3.0-only"), is_allowed("MIT AND GPL-3.0-only")
    (True, False)
    """
    tokens = re.findall(r"[()]|[^\s()]+", expression)
    value, rest = _either(tokens, allowed)
    return value and not rest


def _either(tokens: list[str], allowed: frozenset[str]) -> tuple[bool, list[str]]:
    value, rest = _both(tokens, allowed)
    while rest[:1] == ["OR"]:
        other, rest = _both(rest[1:], allowed)
        value = value or other
    return value, rest


def _both(tokens: list[str], allowed: frozenset[str]) -> tuple[bool, list[str]]:
    value, rest = _one(tokens, allowed)
    while rest[:1] == ["AND"]:
        other, rest = _one(rest[1:], allowed)
        value = value and other
    return value, rest


def _one(tokens: list[str], allowed: frozenset[str]) -> tuple[bool, list[str]]:
    if tokens[:1] == ["("]:
        value, rest = _either(tokens[1:], allowed)
        return value and rest[:1] == [")"], rest[1:]
    if not tokens or tokens[0] in OPERATORS:
        return False, tokens
    # "X WITH exception" is left over here, and so is refused unless it is added above.
    return tokens[0] in allowed, tokens[1:]


def refused(found: dict[str, metadata.Distribution]) -> list[str]:
    """Return what may not be in the default install, one line each."""
    licences = {name: licence_of(each.metadata) for name, each in found.items()}
    return [f"{name}: {said}" for name, said in licences.items() if not is_allowed(said)]


def lines() -> list[str]:
    """Return the table in Markdown."""
    own = {text.split(";")[0].strip() for text in metadata.requires(PACKAGE) or []}
    direct = {re.split(r"[^A-Za-z0-9._-]", text)[0].lower() for text in own}
    out = ["| package | version | licence | needed |", "|---|---|---|---|"]
    for name, each in needed().items():
        why = "directly" if name in direct else "by another"
        out.append(f"| {name} | {each.version} | {licence_of(each.metadata)} | {why} |")
    return out


def setup(app) -> dict[str, object]:
    """Register ``{licences-table}``."""
    from docutils import nodes
    from docutils.statemachine import StringList
    from sphinx.util.docutils import SphinxDirective

    class LicencesTable(SphinxDirective):
        """``{licences-table}``: what the default install brings along."""

        has_content = False

        def run(self) -> list[nodes.Node]:
            """Parse the generated Markdown in place."""
            text = StringList(lines(), source="metadata of what is installed")
            holder = nodes.section()
            holder.document = self.state.document
            self.state.nested_parse(text, self.content_offset, holder)
            return holder.children

    app.add_directive("licences-table", LicencesTable)
    return {"version": "1", "parallel_read_safe": True}


if __name__ == "__main__":
    wrong = refused(needed())
    sys.exit("\n".join(wrong) if wrong else 0)
