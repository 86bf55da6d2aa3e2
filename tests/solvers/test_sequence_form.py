"""Zero-sum trees: the sequence form against the normal form's value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from game_making import trees
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.extensive_form import ExtensiveFormGame, chance, decision, leaf
from gametheory_orders.solvers.linear import matrix_value
from gametheory_orders.solvers.sequence_form import best_response_value, zero_sum_tree


@settings(max_examples=40)
@given(trees(players=2, depth=3, zero_sum=True))
def test_value_is_that_of_the_normal_form(game: ExtensiveFormGame) -> None:
    found = zero_sum_tree(game)
    table = game.normal_form().exact[0].tolist()
    assert float(found.value) == pytest.approx(float(matrix_value(table).value), abs=1e-9)
    if found.exact:
        assert found.value == matrix_value(table).value
        assert found.max_regret == 0
    for (i, name), shares in found.behaviour.items():
        assert len(shares) == len(game.actions((i, name)))
        assert sum(shares) == pytest.approx(1)


@given(trees(players=2, depth=3))
def test_best_responses_are_the_best_of_all_strategies(game: ExtensiveFormGame) -> None:
    uniform = {
        key: (Fraction(1, len(game.actions(key))),) * len(game.actions(key))
        for key in game.information_sets
    }
    for i in (0, 1):
        best = None
        for plan in game.reduced_strategies(i):
            pure = dict(uniform)
            for name, k in plan.items():
                pure[(i, name)] = tuple(
                    Fraction(int(j == k)) for j in range(len(game.actions((i, name))))
                )
            total = payoff(game, 0, pure)[i]
            best = total if best is None else max(best, total)
        assert best_response_value(game, uniform, i) == best


def payoff(game: ExtensiveFormGame, at: int, behaviour) -> list[Fraction]:  # type: ignore[no-untyped-def]
    node = game.nodes[at]
    if node.is_leaf:
        return [Fraction(x) for x in node.payoffs]
    shares = (
        node.probabilities
        if node.player is None
        else behaviour[(node.player, node.information_set)]
    )
    parts = [payoff(game, child, behaviour) for child in node.children]
    return [
        sum((Fraction(p) * part[i] for p, part in zip(shares, parts, strict=True)), Fraction(0))
        for i in (0, 1)
    ]


def test_sums_need_not_be_zero_but_the_same() -> None:
    share = chance({"x": (Fraction(1, 3), leaf(3, 1)), "y": (Fraction(2, 3), leaf(0, 4))})
    found = zero_sum_tree(ExtensiveFormGame.from_tree(decision("A", {"go": share}), ("A", "B")))
    assert found.value == 1
    assert "value 1" in str(found)
    assert found.to_dict()["value"] == "1"
    with pytest.raises(ModelError, match="one sum"):
        zero_sum_tree(
            ExtensiveFormGame.from_tree(
                decision("A", {"x": leaf(1, 0), "y": leaf(1, 1)}), ("A", "B")
            )
        )
    with pytest.raises(ModelError, match="two"):
        zero_sum_tree(ExtensiveFormGame.from_tree(leaf(1, 2, 3), ("A", "B", "C")))


def test_floats_are_marked_as_such() -> None:
    tree = decision(
        "A",
        {
            "x": decision("B", {"x": leaf(0.3, -0.3), "y": leaf(-0.1, 0.1)}, "h"),
            "y": decision("B", {"x": leaf(-0.2, 0.2), "y": leaf(0.4, -0.4)}, "h"),
        },
    )
    found = zero_sum_tree(ExtensiveFormGame.from_tree(tree, ("A", "B")))
    assert not found.exact
    assert found.value == pytest.approx(0.1)


def test_fractions_may_sum_to_a_fraction() -> None:
    """7/5 is 7/5 at every end, though not as a float."""
    share = Fraction(7, 10)
    tree = decision(0, {"a": leaf(share, share), "b": leaf(share + 1, share - 1)})
    found = zero_sum_tree(ExtensiveFormGame.from_tree(tree, ("A", "B")))
    assert found.value == Fraction(17, 10)
