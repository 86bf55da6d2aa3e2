"""Olson and Zeckhauser 1966, An economic theory of alliances, Rev. of Economics and Statistics 48.

With Cobb-Douglas tastes (1 - al) ln x + al ln Q and incomes w, al = 1/2: contributors give
w_i - Q, the large bear more than their share, the small give nothing.
"""

from __future__ import annotations

import numpy as np
import pytest

from gametheory_orders import World, public_good
from gametheory_orders.issues import Issue


def alliance(incomes: list[float], al: float = 0.5) -> Issue:
    n = len(incomes)
    ids = [f"S{i}" for i in range(n)]
    world = World(ids, {"stake": [al] * n, "unit_cost": [1 - al] * n, "income": incomes})
    return public_good(world, benefit="log", cost="income")


@pytest.mark.parametrize(
    ("incomes", "given", "best"),
    [([10.0, 8.0, 6.0], [4.0, 2.0, 0.0], 12.0), ([10.0, 5.0, 3.0], [5.0, 0.0, 0.0], 9.0)],
)
def test_the_small_exploit_the_great(incomes: list[float], given: list[float], best: float) -> None:
    issue = alliance(incomes)
    nash = issue.reference()
    assert nash == pytest.approx(given, abs=1e-9)
    burdens = nash / np.array(incomes)
    assert (np.diff(burdens) <= 1e-12).all()
    if incomes[1] == 8.0:
        assert burdens == pytest.approx([0.4, 0.25, 0.0], abs=1e-9)
    assert issue.first_best().sum() == pytest.approx(best)


@pytest.mark.parametrize("al", [0.2, 0.5, 0.7])
def test_the_closed_form_over_contributors(al: float) -> None:
    incomes = np.array([20.0, 15.0, 9.0, 2.0])
    nash = alliance(incomes.tolist(), al).reference()
    giving = nash > 1e-9
    m = int(giving.sum())
    total = al * incomes[giving].sum() / (al + m * (1 - al))
    assert nash.sum() == pytest.approx(total)
    assert nash[giving] == pytest.approx(incomes[giving] - (1 - al) / al * total)


def test_transfers_among_contributors_change_nothing() -> None:
    assert alliance([10.0, 8.0, 6.0]).reference().sum() == pytest.approx(
        alliance([9.5, 8.5, 6.0]).reference().sum()
    )
