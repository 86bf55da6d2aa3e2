"""Selection rules, with when they choose nothing."""

from fractions import Fraction as F

import pytest

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.nash import nash_equilibria, select_equilibrium

STAG = nash_equilibria([[9, 0], [8, 7]], [[9, 8], [0, 7]])
SEXES = nash_equilibria([[2, 0], [0, 1]], [[1, 0], [0, 2]])
DILEMMA = nash_equilibria([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def test_harsanyi_selten_stag_hunt_where_payoff_and_risk_dominance_differ():
    # Harsanyi and Selten 1988, A General Theory of Equilibrium Selection, fig. 3.26.
    assert select_equilibrium(STAG, "payoff_dominance").equilibria == (((1, 0), (1, 0)),)
    assert select_equilibrium(STAG, "risk_dominance").equilibria == (((0, 1), (0, 1)),)
    assert select_equilibrium(STAG, "hicks_optimal").payoffs == (9, 9)


def test_rules_say_why_they_choose_nothing():
    assert "prefer different" in select_equilibrium(SEXES, "payoff_dominance").why
    assert "two strict" in select_equilibrium(DILEMMA, "risk_dominance").why
    three = nash_equilibria([[1, 0, 0], [0, 1, 0]], [[1, 0, 0], [0, 1, 0]])
    assert "not for 2 x 3" in select_equilibrium(three, "risk_dominance").why
    part = nash_equilibria([[1, 2], [3, 4]], method="lemke_howson")
    assert "may not be all" in select_equilibrium(part, "uniform").why
    assert select_equilibrium(part, "uniform").payoffs is None
    with pytest.raises(ModelError, match="selection rule"):
        select_equilibrium(STAG, "best")


def test_symmetric_risk_selects_the_mixed_equilibrium():
    chosen = select_equilibrium(SEXES, "risk_dominance")
    assert chosen.equilibria == (((F(2, 3), F(1, 3)), (F(1, 3), F(2, 3))),)


def test_uniform_takes_the_mean_of_all():
    chosen = select_equilibrium(SEXES, "uniform")
    assert chosen.payoffs == (F(11, 9), F(11, 9))
    assert select_equilibrium(SEXES, "hicks_optimal").indices == (0, 2)
    assert chosen.to_dict()["payoffs"] == ["11/9", "11/9"]
    assert len(str(chosen).splitlines()) == 5
