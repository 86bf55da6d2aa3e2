"""Chander and Tulkens 1997, International Journal of Game Theory 26(3), on C-DICE at US$ 25.

Theory L8 and B3.8: transfers at the first best, and no coalition of the fifteen regions that does
better on its own while the others act alone (the gamma-core). Also what transfers can hold at all:
theory.md sections H and B4.2.
"""

from __future__ import annotations

import numpy as np
import pytest

from gametheory_orders import characteristic_function, core
from gametheory_orders.orders import Joint, Reciprocity, Transfers
from gametheory_orders.solvers import solve
from gametheory_orders.solvers.core import core_violation
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.solvers.subsets import as_masks
from gametheory_orders.solvers.transfers import share_gains, transfer_stable
from making import climate, game


def test_transfers_at_the_first_best() -> None:
    issue = climate()
    shared = share_gains(entry_game(issue, price="joint"), issue.world.ids, "chander_tulkens")
    received = {state: round(x, 2) for state, x in shared.transfers.items()}
    assert received["China"] == 8.97
    assert received["EU"] == -6.64
    assert received["SEAsia"] == 2.65
    assert received["Mideast"] == -2.09
    assert min(shared.gains.values()) > 0


def test_no_coalition_blocks_them() -> None:
    issue = climate()
    entry = entry_game(issue, price="joint")
    shared = np.array(list(share_gains(entry, issue.world.ids, "chander_tulkens").payoffs.values()))
    codes = np.arange(1, 2**15)
    members = as_masks(codes, entry.positions, issue.n)
    alone = (entry.table(codes) * members).sum(axis=1)
    assert (members @ shared >= alone - 1e-9).all()


def test_the_payoffs_lie_in_the_gamma_core() -> None:
    issue = climate()
    gamma = characteristic_function(issue, "gamma")
    shared = share_gains(entry_game(issue, price="joint"), issue.world.ids, "chander_tulkens")
    assert len(gamma.values) - 1 == 32_767
    assert core_violation(gamma, shared.payoffs) is None
    # L8, from the costs alone.
    stakes, capacities = issue.stakes, issue.capacities
    more = capacities * (stakes.sum() ** 2 - stakes**2) / 2
    expected = more - stakes / stakes.sum() * more.sum()
    assert list(shared.transfers.values()) == pytest.approx(expected.tolist(), abs=1e-12)
    # Without transfers five object; and by the delta assumption the core is empty.
    bare = core_violation(gamma, issue.payoffs(issue.first_best()).tolist())
    assert bare is not None
    assert (bare.count, set(bare.coalition)) == (5, {"Safrica", "Eurasia"})
    assert core(characteristic_function(issue, "delta")).empty


def test_what_transfers_can_hold() -> None:
    found = transfer_stable(climate())
    assert len(found) == 1185
    assert set(found.best) == {"EU", "US", "China"}
    assert found.effectiveness.max() == pytest.approx(0.2975, abs=5e-5)


def test_transfers_as_a_rule_make_the_first_best_one_that_each_region_gains_from() -> None:
    # theory.md B3.8: China +8.97, EU -6.64, SE Asia +2.65, Mideast -2.09 bn a year; all gain.
    rules = [Reciprocity(), Transfers(kind="chander_tulkens")]
    played = game(climate(), Joint(), rules)
    without = played.issue.payoffs(played.issue.first_best())
    found = solve(played, patience=0.9)
    paid = dict(zip(played.world.ids, found.agreed.payoffs - without, strict=True))
    for state, expected in (("China", 8.97), ("EU", -6.64), ("SEAsia", 2.65), ("Mideast", -2.09)):
        assert paid[state] == pytest.approx(expected, abs=5e-3)
    assert sum(paid.values()) == pytest.approx(0, abs=1e-9)
    assert (found.agreed.payoffs > played.reference_payoffs).all()
    # What no patience kept without transfers (South Africa 1.538, B3.8) is kept with them.
    alone = solve(game(climate(), Joint(), Reciprocity())).needed
    assert alone["Safrica"] == pytest.approx(1.538, abs=5e-4)
    assert alone["Eurasia"] == pytest.approx(1.005, abs=5e-4)
    assert max(found.needed.values()) < 1
    assert found.certificate["holds"]
    assert found.certificate["exact"]
