"""The Council's ideal points and other figures that several checks of the charter's claims share.

Builds on every lower room. Not here: any check.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gametheory_orders.measures.institutions import institution_gridlock
from gametheory_orders.measures.reform import ReformComparison, compare_reforms
from gametheory_orders.orders.institution import Institution
from gametheory_orders.statics.claims.checks import Models

FIVE = ("CHN", "FRA", "GBR", "RUS", "USA")
"""The permanent members of the Security Council."""
WEST = ("FRA", "GBR", "USA")
"""Those of them on one side of a cold war."""

PLANS = ("g4", "uniting_for_consensus", "ezulwini")
"""What the would-be permanent members, their neighbours and the African states propose."""
OTHER_PLANS = ("no_veto", "double_veto", "eu_single_seat", "regional_seats")


def all_plans(models: Models, index: str = "shapley_shubik") -> ReformComparison:
    """Return what each bundled plan does to power, compared with today's Council."""
    names = ("today", *PLANS, *OTHER_PLANS)
    return _compared(tuple(models.reform(name) for name in names), index)


@cache
def _compared(plans: tuple[Institution, ...], index: str) -> ReformComparison:
    return compare_reforms(plans[0], plans[1:], index=index)


def council_points(models: Models, name: str = "unsc") -> dict[str, float]:
    """Return where the members of the Council stand, of those whose votes are known."""
    found = institution_gridlock(models.institution(name)).interval
    return {state: float(point) for state, point in found.ideal_points.items()}


def shifted(points: Mapping[str, float], by: Mapping[str, float]) -> dict[str, float]:
    """Return points with some of them moved."""
    return {state: point + by.get(state, 0.0) for state, point in points.items()}
