"""Bernheim and Whinston 1990, RAND Journal of Economics 21(1): pooled incentive constraints.

The two issues of theory B3.4: gains from breaking 1 and 6, losses after it 3 and 2.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from gametheory_orders.solvers.issue_bundles import best_partition
from gametheory_orders.solvers.linkage import linkage

EASY, HARD = (1, 3), (6, 2)
ISSUES = {"A": EASY, "B": HARD}


def test_needed_patience_apart_and_pooled() -> None:
    found = linkage(ISSUES)
    assert [each.needed for each in found.issues] == [Fraction(1, 4), Fraction(3, 4)]
    assert found.pooled == Fraction(7, 12)


@pytest.mark.parametrize(
    ("patience", "verdict", "bundles", "kept"),
    [
        (Fraction(1, 5), "nothing", 2, ()),
        (Fraction(1, 4), "compartmentalise", 2, ("A",)),
        (Fraction(58, 100), "compartmentalise", 2, ("A",)),
        (Fraction(7, 12), "link", 1, ("A", "B")),
        (Fraction(74, 100), "link", 1, ("A", "B")),
        (Fraction(3, 4), "either", 2, ("A", "B")),
    ],
)
def test_regions(patience: Fraction, verdict: str, bundles: int, kept: tuple[str, ...]) -> None:
    assert linkage(ISSUES).at(patience).verdict == verdict
    found = best_partition(ISSUES, patience)
    assert (len(found.bundles), found.kept) == (bundles, kept)


def test_equal_issues_gain_nothing_by_linkage() -> None:
    # Their irrelevance result: identical markets, identical players.
    found = linkage({"A": EASY, "B": EASY, "C": EASY})
    assert found.pooled == found.issues[0].needed == Fraction(1, 4)
    assert {each.verdict for each in found.regimes} == {"nothing", "either"}
