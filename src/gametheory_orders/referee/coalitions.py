"""What a document of ``fourcs coalitions`` should say.

Builds on memberships.py; reads the issue's figures from its file. Not here: any solver.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from gametheory_orders.files.issues import load_issue
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.referee.figures import Figure, Given, LeftOut, NotCovered, number
from gametheory_orders.referee.goods import ZERO, Good, good_of
from gametheory_orders.referee.judging import effectiveness
from gametheory_orders.referee.memberships import Worth, single_moves, stable_sets
from gametheory_orders.referee.terms import Terms

Tree = dict[str, Any]

ASKS = {"open": (True, True), "internal": (True, False), "external": (False, True)}
"""Of each concept, whether nobody may gain by leaving, and by joining."""


def stable(document: Mapping[str, Any], source: str) -> Tree:
    """Return what a document of ``fourcs coalitions`` should say."""
    issue = load_issue(source)
    head: Tree = {"schema": Figure(1), "model": Given(), "issue": Figure(issue.name)}
    asked = ("concept", "reaction", "timing")
    head |= dict.fromkeys(asked, Given())
    try:
        terms = _terms(good_of(issue), document)
        concept = document.get("concept")
        if concept not in ASKS:
            raise NotCovered(f"the concept {concept!r}, which is about votes or groups")
        stays, enters = ASKS[str(concept)]
        found, value = stable_sets(terms, stays, enters)
    except NotCovered as error:
        rest = {key: LeftOut(str(error)) for key in document if key not in head}
        return head | rest
    records = [_record(terms, members, value) for members in found]
    margins = [
        record[key][state].value
        for record in records
        for key, counts in (("margins", stays), ("outside_margins", enters))
        for state in record[key]
        if counts
    ]
    good = terms.good
    expected: Tree = head | {
        "numeraire": Figure(issue.numeraire),
        "stake": Figure(good.stake, scale=sum(good.best, ZERO)),
        "price": Given(),
        "tariff": Given() if good.imports is not None else Figure(0),
        "checked": Figure(2**good.n),
        "smallest_margin": Figure(min(margins, default=None), scale=good.scale),
        "stable": records,
        "transfers": LeftOut("what transfers can hold"),
        "witness": LeftOut("why nothing is stable"),
    }
    return {key: item for key, item in expected.items() if key in document or key == "stable"}


def _terms(good: Good, document: Mapping[str, Any]) -> Terms:
    price, rate = document.get("price"), number(document.get("tariff"))
    if rate is None:
        raise ModelError("tariff", document.get("tariff"), "a number")
    reaction = document.get("reaction")
    if reaction not in ("redecide", "dissolve"):
        raise NotCovered(f"the reaction {reaction!r}")
    everyone = good.everyone
    terms = Terms(good, everyone, "joint", tariff=rate, open=True, reaction=str(reaction))
    if price == "joint":
        return terms
    level = number(price)
    if level is None or level <= 0:
        raise ModelError("price", price, 'a number above 0, or "joint"')
    total = sum(good.stakes, ZERO)
    # Stakes are scaled so that they add up to the price, unless they do already.
    scaled = good
    if abs(level / total - 1) > Fraction(1, 10**12):
        scaled = replace(good, stakes=[s * level / total for s in good.stakes])
    return replace(terms, good=scaled, how="level", level=level)


def _record(terms: Terms, members: frozenset[int], value: Worth) -> Tree:
    """Return what the record of one stable set should say, in fractions."""
    good = terms.good
    payoffs = value(members)
    margins = single_moves(terms, members, value)
    ids = good.ids

    def figures(inside: bool) -> Tree:
        return {
            ids[i]: Figure(margin, scale=good.scale)
            for i, margin in margins.items()
            if (i in members) == inside
        }

    gains = [a - b for a, b in zip(payoffs, good.reference, strict=True)]
    return {
        "members": Figure([ids[i] for i in sorted(members)]),
        "size": Figure(len(members)),
        "effectiveness": Figure(effectiveness(good, payoffs)),
        "margins": figures(True),
        "outside_margins": figures(False),
        "gains": {s: Figure(gain, scale=good.scale) for s, gain in zip(ids, gains, strict=True)},
        "ties": Figure([ids[i] for i, m in margins.items() if abs(m) <= good.slack[i]]),
    }
