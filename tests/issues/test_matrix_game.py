"""Payoff tables as issues: agreements are profiles, levels rank them, outsiders reply."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import (
    CooperationGame,
    ModelError,
    NoAnswer,
    World,
    charter,
    compare,
    solve,
    stable_coalitions,
)
from gametheory_orders.files import load_game, load_issue
from gametheory_orders.issues import MatrixGame

DILEMMA = ([[3, 0], [5, 1]], [[3, 5], [0, 1]])


@st.composite
def games(draw: Any) -> MatrixGame:
    shape = draw(st.sampled_from([(2, 2), (2, 3), (2, 2, 2), (3, 2, 2)]))
    size = int(np.prod(shape))
    tables = [
        np.reshape(draw(st.lists(st.integers(-4, 6), min_size=size, max_size=size)), shape)
        for _ in shape
    ]
    figures = {}
    if draw(st.booleans()):
        n = len(shape)
        figures["rivalry"] = draw(st.lists(st.sampled_from([0.0, 0.5]), min_size=n, max_size=n))
    return MatrixGame(World(list("ABC"[: len(shape)]), figures), tables=tables)


def felt(issue: MatrixGame, cell: tuple[int, ...]) -> list[float]:
    own = [float(table[cell]) for table in issue.tables]
    r = issue.world.columns.get("rivalry", np.zeros(issue.n))
    return [u - r[i] * (sum(own) - u) / (issue.n - 1) for i, u in enumerate(own)]


def cells(issue: MatrixGame) -> list[tuple[int, ...]]:
    return list(itertools.product(*(range(m) for m in issue.tables[0].shape)))


def is_nash(issue: MatrixGame, cell: tuple[int, ...]) -> bool:
    for i, m in enumerate(issue.tables[0].shape):
        for k in range(m):
            other = tuple(k if j == i else a for j, a in enumerate(cell))
            if felt(issue, other)[i] > felt(issue, cell)[i] + 1e-9:
                return False
    return True


@given(games())
@settings(max_examples=60)
def test_equilibria_and_unanimous_agreements_by_definition(issue: Any) -> None:
    nash = [cell for cell in cells(issue) if is_nash(issue, cell)]
    assert sorted(map(tuple, issue.equilibria().tolist())) == sorted(nash)
    if not nash:
        with pytest.raises(NoAnswer):
            issue.reference()
        return
    worst = min(nash, key=lambda cell: sum(felt(issue, cell)))
    status_quo = issue.payoffs(issue.reference())
    assert status_quo.sum() == pytest.approx(sum(felt(issue, worst)))
    outcome = solve(CooperationGame(issue, charter(quota="unanimity")))
    # Unanimously agreed is what is best in all among profiles that nobody likes less.
    fine = [
        sum(felt(issue, cell))
        for cell in cells(issue)
        if all(u >= v - 1e-9 for u, v in zip(felt(issue, cell), status_quo, strict=True))
    ]
    assert outcome.agreed.payoffs.sum() == pytest.approx(max(fine))
    assert (outcome.agreed.payoffs >= status_quo - 1e-9).all()


def test_the_dilemma_is_solved_by_half_of_patience() -> None:
    issue = MatrixGame(World(["A", "B"], {}), tables=DILEMMA)
    patient = solve(CooperationGame(issue, charter(quota="unanimity", patience=0.5)))
    hasty = solve(CooperationGame(issue, charter(quota="unanimity", patience=0.49)))
    assert issue.named(patient.delivered.agreement.actions) == ("1", "1")
    assert patient.needed == {"A": 0.5, "B": 0.5}
    assert issue.named(hasty.delivered.agreement.actions) == ("2", "2")
    assert hasty.defectors == ("A", "B")


def test_no_equilibrium_in_pure_actions_is_told_with_the_circle() -> None:
    issue = MatrixGame(World(["A", "B"], {}), tables=([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    with pytest.raises(NoAnswer, match="circle") as caught:
        solve(CooperationGame(issue, charter(quota="unanimity")))
    assert [step["mover"] for step in caught.value.witness["cycle"]] == ["B", "A", "B", "A"]


@pytest.mark.parametrize(
    "tables",
    [(), ([[1, 2]],), ([[1, 2]], [[1], [2]]), ([[1, float("nan")]], [[1, 2]]), ("ab", "cd")],
)
def test_wrong_tables_are_refused(tables: Any) -> None:
    with pytest.raises(ModelError):
        MatrixGame(World(["A", "B"], {}), tables=tables)


def test_spheres_of_influence() -> None:
    # Theory B3.7: a pact worth 3 to each power that costs each of three states 4.
    found = compare("spheres")
    pact = found["spheres_concert"]
    assert pact.delivered.effectiveness_members == 1.0
    assert pact.effectiveness == pytest.approx((2 * 3 - 3 * 4) / 7)
    assert pact.legitimacy["consent_exit_outsiders"] == 0.0
    assert pact.legitimacy["consent_units"] == pytest.approx(2 / 5)
    assert set(pact.outcome.delivered.coerced) == {"North", "Centre", "South"}
    assert pact.outcome.needed_patience == pytest.approx(1 / 4)
    for name in ("spheres_charter_majority", "spheres_charter_unanimity"):
        assert found[name].effectiveness == pytest.approx(1.0)
        assert found[name].outcome.needed_patience == pytest.approx(1 / 3)
    assert found["spheres_club_of_the_small"].effectiveness == 0.0


def test_a_file_with_a_table_and_orders(tmp_path: Any) -> None:
    text = """
[issue]
name = "hunt"
family = "matrix_game"
[[player]]
name = "A"
actions = ["stag", "hare"]
payoffs = [[4, 0], [3, 2]]
population = 3
[[player]]
name = "B"
actions = ["stag", "hare"]
payoffs = [[4, 3], [0, 2]]
population = 1
[order]
name = "both"
four_c = "concert"
membership = { rule = "universal" }
decision = { rule = "unanimity" }
enforcement = { rule = "reciprocity" }
"""
    path = tmp_path / "hunt.toml"
    path.write_text(text)
    outcome = solve(load_game(path))
    assert outcome.game.issue.named(outcome.delivered.agreement.actions) == ("stag", "stag")
    assert load_issue(path).world.column("population").tolist() == [3, 1]
    for old, new, where in (
        ("population = 3", "population = -3", "population"),
        ("[order]", "[ordre]", "ordre"),
        ('rule = "unanimity"', 'rule = "pledge"', "decision.rule"),
    ):
        path.write_text(text.replace(old, new))
        with pytest.raises(ModelError) as caught:
            load_game(path)
        assert where in str(caught.value)


def test_stable_coalitions_of_the_powers_and_the_small() -> None:
    # Nobody in is a set too. Restraint pays everyone, so no set without both powers moves.
    found = stable_coalitions(load_issue("spheres"), price="joint")
    both = [each for each in found if {"East", "West"} <= set(each.members)]
    assert both
    assert found.best.effectiveness == pytest.approx(1.0)
    for each in found:
        assert min(each.margins.values(), default=0.0) >= -1e-12
