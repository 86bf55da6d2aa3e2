from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import ModelError
from gametheory_orders.solvers.bargaining import BargainingEquilibrium, bargaining_equilibrium
from gametheory_orders.solvers.bargaining_check import check_bargaining
from gametheory_orders.solvers.veto_bargaining import veto_bargaining
from spatial_rules import Listed, all_coalitions, council, weighted


def by_averaging(rule: object, d: np.ndarray, p: np.ndarray, rounds: int = 9000) -> np.ndarray:
    """Best replies to prices, followed in small steps; slow and free of the solver's code."""
    n = len(d)
    coalitions = all_coalitions(n)
    winning = coalitions[rule.wins(coalitions)].astype(float)
    values, late = np.full(n, 1 / n), np.zeros(n)
    for t in range(rounds):
        price = d * values
        got = np.zeros(n)
        for j in range(n):
            with_it = winning[winning[:, j] == 1]
            cost = with_it @ price
            best = with_it[np.argmin(cost)].copy()
            best[j] = 0
            got += p[j] * best * price
            got[j] += p[j] * (1 - best @ price)
        values += (got - values) * (0.02 if t < rounds // 3 else 0.002)
        late += values * (t >= rounds // 2)
    return late / (rounds - rounds // 2)


@pytest.mark.parametrize("seed", range(4))
def test_values_agree_with_small_steps_of_best_replies(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 5))
    weights = rng.integers(1, 5, n).tolist()
    rule = weighted(weights, int(rng.integers(sum(weights) // 2 + 1, sum(weights) + 1)))
    d, p = rng.uniform(0.3, 0.95, n), rng.dirichlet(np.ones(n) * 3)
    found = bargaining_equilibrium(rule, patience=d.tolist(), recognition=p.tolist())
    assert found.values == pytest.approx(by_averaging(rule, d, p), abs=2e-3)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_any_game_has_an_answer_that_passes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 6))
    minimal = rng.random((int(rng.integers(1, 4)), n)) < 0.5
    minimal[~minimal.any(axis=1), 0] = True
    rule = Listed(np.ones(n, dtype=bool), minimal)
    found = bargaining_equilibrium(rule, patience=rng.uniform(0.1, 0.95, n).tolist())
    assert found.certificate["holds"]
    assert found.certificate["value_error"] < 1e-9
    assert (found.values >= -1e-12).all()
    assert found.values.sum() <= 1 + 1e-9


@pytest.mark.parametrize("patience", ["0.5", "0.9", "0.99"])
@pytest.mark.parametrize(("n", "vetoers", "needed"), [(15, 5, 4), (5, 1, 2), (4, 2, 2), (3, 0, 1)])
def test_vetoers_in_closed_form(n: int, vetoers: int, needed: int, patience: str) -> None:
    # Without vetoers, one of the needed is the proposer itself.
    quota = vetoers + needed + (vetoers == 0)
    found = bargaining_equilibrium(council(vetoers, n - vetoers, quota), patience=float(patience))
    if vetoers:
        vetoer, other = veto_bargaining(n, vetoers, needed, patience)
        assert found.values[0] == pytest.approx(float(vetoer), abs=1e-10)
    else:
        other = Fraction(1, n)
    assert found.values[-1] == pytest.approx(float(other), abs=1e-10)


def test_equal_members_found_or_apart_have_the_same_values() -> None:
    rule = council(1, 4, 3)

    class Opaque:
        voters = rule.voters
        wins = staticmethod(rule.wins)

    together = bargaining_equilibrium(rule, patience=0.8)
    apart = bargaining_equilibrium(Opaque(), patience=0.8)
    assert len(together.types) == 2
    assert len(apart.types) == 5
    assert apart.values == pytest.approx(together.values, abs=1e-9)


def checked(found: BargainingEquilibrium, rule: object, **change: object) -> dict[str, object]:
    groups = [np.array([found.names.index(name) for name in group]) for group in found.types]
    given_ = {
        "values": found.values,
        "patience": found.patience,
        "recognition": found.recognition,
        "coalitions": found.coalitions,
    } | change
    return check_bargaining(rule, groups, **given_)  # type: ignore[arg-type]


def test_the_check_refuses_wrong_values_dear_and_losing_coalitions() -> None:
    rule = weighted([3, 1, 1, 1], 4)
    found = bargaining_equilibrium(rule, patience=0.9)
    assert checked(found, rule)["holds"]
    assert not checked(found, rule, values=found.values * 1.000001)["holds"]
    # The large member buys two partners where one is enough; a small one buys nobody.
    for plan in ((((1, 2), 1.0),), (((0, 1), 1.0),)):
        assert not checked(found, rule, coalitions=(plan, found.coalitions[1]))["holds"]
    short = tuple((row, 0.9 * weight) for row, weight in found.coalitions[0])
    assert not checked(found, rule, coalitions=(short, found.coalitions[1]))["holds"]


def test_a_member_never_recognised_still_has_a_price() -> None:
    found = bargaining_equilibrium("majority", 3, patience=0.9, recognition=[0.5, 0.5, 0.0])
    assert np.isnan(found.proposer_shares[2])
    assert found.certificate["holds"]
    assert found.to_dict()["members"][2]["keeps_as_proposer"] is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"patience": 1.5}, "patience: found 1.5"),
        ({"recognition": [0.5, 0.5, 0.5]}, "recognition"),
        ({"n": None}, "n: found none"),
    ],
)
def test_wrong_arguments_are_told(change: dict[str, object], message: str) -> None:
    arguments: dict[str, object] = {"n": 3} | change
    with pytest.raises(ModelError, match=message):
        bargaining_equilibrium("majority", **arguments)  # type: ignore[arg-type]
