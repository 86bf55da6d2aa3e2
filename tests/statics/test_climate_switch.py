"""Which C leads on climate at patience .9, .6, .5, .4 and .3, three ways.

Uniform and all bound: the concert overtakes the charter just above .6, because South Africa cannot
keep a level that suits the rest. Uniform, but whoever cannot keep it is exempt, by name; and
differentiated: the charter leads wherever anything is kept. The oracle is L6 of the linear-
quadratic good, written out here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.games import Outcome
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.orders.decision import Joint
from gametheory_orders.statics.advice import advise

PATIENCES = (0.9, 0.6, 0.5, 0.4, 0.3)
NAMES = (
    "charter_unanimity", "charter_two_thirds", "charter_majority", "g6_consensus",
    "g6_four_of_six", "club_consensus", "club_joint",
)  # fmt: skip
ISSUE = gto.load_issue("climate")
WORLD = ISSUE.world
S, K = WORLD.column("stake"), WORLD.column("capacity")


def own(name: str, order: Any) -> Any:
    """Return an order under which each has its own action: the best for members together."""
    return replace(order, name=name, decision=Joint(agreement_class_="differentiated"))


UNIFORM = [gto.load_order(name) for name in NAMES]
DIFFERENTIATED = [
    own("charter_own", gto.load_order("charter_unanimity")),
    own("concert_own", gto.load_order("g6_consensus")),
    own("club_own", gto.load_order("club_consensus")),
]


@cache
def solved(order: Any, patience: float, fallback: str = "deepest_kept") -> Outcome:
    return gto.solve(gto.CooperationGame(ISSUE, order), patience=patience, fallback=fallback)


def delivered(order: Any, patience: float, fallback: str = "deepest_kept") -> float:
    outcome = solved(order, patience, fallback)
    return effectiveness(outcome.game, ISSUE.payoffs(outcome.delivered.agreement.actions))


def lead(orders: Any, patience: float, fallback: str = "deepest_kept") -> tuple[str, float]:
    best = max(orders, key=lambda order: delivered(order, patience, fallback))
    value = delivered(best, patience, fallback)
    return (best.four_c if value > 1e-9 else "none", round(value, 3))


def needed(level: float, bound: np.ndarray) -> np.ndarray:
    """Return what patience each of those bound needs (L6, with own levels as a floor)."""
    prices = np.where(bound, np.maximum(level, S), S)
    total, alone = float(K @ prices), float(K @ S)
    comply = S * total - K * prices**2 / 2
    defect = S * (total - K * prices + K * S) - K * S**2 / 2
    reversion = S * alone - K * S**2 / 2
    gain, loss = defect - comply, defect - reversion
    return np.where(bound & (gain > 1e-12), gain / np.maximum(loss, 1e-300), 0.0)


def test_uniform_and_all_bound_the_concert_overtakes_the_charter() -> None:
    found = [lead(UNIFORM, each) for each in PATIENCES]
    assert found == [
        ("charter", 0.718), ("concert", 0.325), ("concert", 0.175), ("none", 0.0), ("none", 0.0),
    ]  # fmt: skip


def test_the_switches_are_bracketed_and_south_africa_and_russia_cause_them() -> None:
    advice = advise(ISSUE, UNIFORM, {"patience": (0.3, 0.9)}, samples=2, steps=12)
    nothing, overtaken = advice.switches
    assert (nothing.before, nothing.after) == ((), ("concert",))
    assert (overtaken.before, overtaken.after) == (("concert",), ("charter",))
    assert round(nothing.at, 3) == 0.498
    assert overtaken.low < 0.602 < overtaken.high + 1e-3
    assert overtaken.high - overtaken.low < 1e-4
    # The state that needs most patience for the level that is kept there, by L6.
    charter = gto.load_order("charter_two_thirds")
    level = solved(charter, overtaken.low).delivered.agreement.level
    needs = needed(level, np.ones(15, dtype=bool))
    assert WORLD.ids[int(needs.argmax())] == "Safrica"
    assert needs.max() == pytest.approx(overtaken.low, abs=1e-6)
    concert = solved(gto.load_order("g6_consensus"), nothing.high)
    needs = needed(concert.delivered.agreement.level, concert.delivered.agreement.members)
    assert WORLD.ids[int(needs.argmax())] == "Russia"
    assert needs.max() == pytest.approx(nothing.high, abs=1e-4)


def test_without_south_africa_the_charter_would_not_be_overtaken() -> None:
    # The cause is one state: without its constraint all others keep a far deeper level at .6.
    charter = gto.load_order("charter_unanimity")
    agreed = solved(charter, 0.6).agreed.agreement.level
    everyone = needed(agreed, np.ones(15, dtype=bool))
    assert [WORLD.ids[i] for i in np.flatnonzero(everyone > 0.6)] == ["Safrica"]


def test_with_exemptions_the_charter_leads_wherever_anything_is_kept() -> None:
    found = [lead(UNIFORM, each, "exempt") for each in PATIENCES]
    assert found == [
        ("charter", 0.498), ("charter", 0.485), ("charter", 0.485), ("charter", 0.465),
        ("none", 0.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("patience", "names"),
    [(0.9, ()), (0.6, ("Safrica",)), (0.5, ("Safrica",)), (0.4, ("Safrica", "Eurasia"))],
)
def test_who_is_exempt_is_the_smallest_set_by_brute_force(
    patience: float, names: tuple[str, ...]
) -> None:
    outcome = solved(gto.load_order("charter_unanimity"), patience, "exempt")
    freed = outcome.delivered.agreement.exempt
    assert (() if freed is None else WORLD.members(freed)) == names
    level = outcome.agreed.agreement.level
    enough = []
    for size in range(len(names) + 1):
        for out in combinations(range(15), size):
            bound = np.ones(15, dtype=bool)
            bound[list(out)] = False
            if needed(level, bound).max() <= patience:
                enough.append(tuple(WORLD.ids[i] for i in out))
    assert enough
    assert min(map(len, enough)) == len(names)
    assert names in enough


def test_no_one_or_two_exemptions_save_the_two_thirds() -> None:
    # What two thirds agree on is too deep for many: its value at .9 is not one state's doing.
    outcome = solved(gto.load_order("charter_two_thirds"), 0.9, "exempt")
    assert not outcome.delivered.agreement.reached
    level = outcome.agreed.agreement.level
    for size in (0, 1, 2):
        for out in combinations(range(15), size):
            bound = np.ones(15, dtype=bool)
            bound[list(out)] = False
            assert needed(level, bound).max() > 0.9


def test_differentiated_there_is_no_switch() -> None:
    found = [lead(DIFFERENTIATED, each) for each in PATIENCES]
    assert found == [
        ("charter", 0.998), ("charter", 0.975), ("charter", 0.953), ("charter", 0.903),
        ("charter", 0.793),
    ]  # fmt: skip
    # Each is as deep as it keeps: nobody needs more than there is, by the definition.
    actions = solved(DIFFERENTIATED[0], 0.6).delivered.agreement.actions
    comply = ISSUE.payoffs(actions)
    alone = ISSUE.payoffs(ISSUE.reference())
    for i in range(15):
        changed = actions.copy()
        changed[i] = S[i] * K[i]
        defect = ISSUE.payoffs(changed)[i]
        assert comply[i] >= 0.4 * defect + 0.6 * alone[i] - 1e-7


def test_the_concert_is_nowhere_behind_the_club_of_words() -> None:
    ways = ((UNIFORM, "deepest_kept"), (UNIFORM, "exempt"), (DIFFERENTIATED, "deepest_kept"))
    for orders, fallback in ways:
        for patience in PATIENCES:
            best = {
                c: max(delivered(o, patience, fallback) for o in orders if o.four_c == c)
                for c in ("concert", "club")
            }
            assert best["concert"] >= best["club"] - 1e-9


def test_what_survives_with_the_other_orders_beside_them() -> None:
    # With a tariff of three percent the club brings all there is, at any patience; and without
    # tariffs pledges by state overtake the charter before the concert does.
    tariff, pledges = (gto.load_order(name) for name in ("club_tariff_3", "pledge_differentiated"))
    flat = delivered(pledges, 0.9)
    assert flat == pytest.approx(0.3556, abs=1e-4)
    assert delivered(pledges, 0.3) == flat
    club = gto.compare("climate", tariff)["club_tariff_3"]
    assert club.effectiveness == pytest.approx(1, abs=5e-4)
    charter = gto.load_order("charter_two_thirds")
    low, high = 0.6, 0.9
    while high - low > 1e-6:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if delivered(charter, middle) < flat else (low, middle)
    assert 0.602 < low < 0.65
    assert max(delivered(gto.load_order(n), low) for n in ("g6_consensus", "g6_four_of_six")) < flat
