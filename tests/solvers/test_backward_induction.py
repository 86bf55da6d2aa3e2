"""Subgame perfection against the definition: optimal in every subgame, every such plan found."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings

from game_making import trees
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.extensive_form import ExtensiveFormGame, Node, decision, leaf
from gametheory_orders.solvers.backward_induction import backward_induction, subgames


def below(game: ExtensiveFormGame, root: int) -> set[int]:
    found, stack = set(), [root]
    while stack:
        at = stack.pop()
        found.add(at)
        stack += game.nodes[at].children
    return found


def roots_by_definition(game: ExtensiveFormGame) -> set[int]:
    return {
        root
        for root in range(len(game.nodes))
        if all(
            set(where) <= below(game, root) or not set(where) & below(game, root)
            for where in game.information_sets.values()
        )
    }


def value(game: ExtensiveFormGame, at: int, plan: dict) -> list[Fraction]:  # type: ignore[type-arg]
    node = game.nodes[at]
    if node.is_leaf:
        return [Fraction(x) for x in node.payoffs]
    if node.player is not None:
        return value(game, node.children[plan[(node.player, node.information_set)]], plan)
    parts = [value(game, child, plan) for child in node.children]
    return [
        sum(
            (Fraction(p) * part[i] for p, part in zip(node.probabilities, parts, strict=True)),
            Fraction(0),
        )
        for i in range(game.n)
    ]


def perfect_by_definition(game: ExtensiveFormGame) -> list[dict]:  # type: ignore[type-arg]
    """Return all pure plans from which nobody gains in any subgame by any other plan."""
    sets = list(game.information_sets)
    choices = [range(len(game.actions(key))) for key in sets]
    roots = roots_by_definition(game)
    found = []
    for choice in itertools.product(*choices):
        plan = dict(zip(sets, choice, strict=True))
        stable = True
        for i in range(game.n):
            own = [k for k, key in enumerate(sets) if key[0] == i]
            for change in itertools.product(*(choices[k] for k in own)):
                other = {**plan, **{sets[k]: a for k, a in zip(own, change, strict=True)}}
                for root in roots:
                    stable = stable and value(game, root, other)[i] <= value(game, root, plan)[i]
        if stable:
            found.append(plan)
    return found


@settings(max_examples=40)
@given(trees(players=2, depth=3).filter(lambda g: len(g.information_sets) <= 5))
def test_every_plan_that_is_optimal_in_every_subgame(game: ExtensiveFormGame) -> None:
    found = backward_induction(game)
    assert found.complete
    as_sets = {frozenset(plan.items()) for plan in found.plans}
    assert as_sets == {frozenset(plan.items()) for plan in perfect_by_definition(game)}
    assert len(as_sets) == len(found)
    for plan, payoffs in zip(found.plans, found.payoffs, strict=True):
        assert list(payoffs) == value(game, 0, dict(plan))


@given(trees(players=2, depth=4))
def test_subgames_hold_information_sets_whole(game: ExtensiveFormGame) -> None:
    assert subgames(game) == roots_by_definition(game)


def test_a_long_centipede_is_left_at_once() -> None:
    """Rosenthal (1981): whoever moves takes, at every node."""
    nodes = []
    for k in range(400):
        big, small = 2 + k // 2 + 1, k // 2
        take = (big, small) if k % 2 == 0 else (small, big)
        nodes.append(Node(k % 2, f"h{k}", ("take", "pass"), (2 * k + 1, 2 * k + 2)))
        nodes.append(Node(payoffs=take))
    nodes.append(Node(payoffs=(200, 200)))
    found = backward_induction(ExtensiveFormGame(tuple(nodes), ("A", "B")))
    assert len(found) == 1
    assert set(found.plans[0].values()) == {0}
    assert found.path() == ["take"]


def test_ties_beyond_the_limit_are_told() -> None:
    same = {"l": leaf(0, 0), "r": leaf(0, 0)}
    tree = decision("A", {str(k): decision("B", same) for k in range(14)})
    found = backward_induction(ExtensiveFormGame.from_tree(tree, ("A", "B")))
    assert not found.complete
    assert len(found) == 10_000
    assert found.to_dict()["complete"] is False


def test_too_large_a_blind_subgame_is_refused() -> None:
    tree = leaf(*range(20))
    for k in reversed(range(20)):
        tree = decision(k, {"x": tree, "y": tree}, f"h{k}") if k > 15 else tree
    game = ExtensiveFormGame.from_tree(tree, [f"P{k}" for k in range(20)])
    assert len(backward_induction(game)) == 16
    wide = decision(
        "A",
        {str(k): decision("B", {"l": leaf(0, 0), "r": leaf(1, 1)}, f"{k // 2}") for k in range(60)},
    )
    with pytest.raises(ModelError, match="profiles"):
        backward_induction(ExtensiveFormGame.from_tree(wide, ("A", "B")))


def test_fractions_lose_no_equilibrium() -> None:
    """A slack of 0.0 turned the best payoff into a float that was above the Fraction itself."""
    blind = {"left": leaf(0, 0), "right": leaf(Fraction(-3, 5), 0)}
    tree = decision(0, {a: decision(1, blind, "blind") for a in "ab"})
    found = backward_induction(ExtensiveFormGame.from_tree(tree, ("A", "B")))
    assert sorted(found.payoffs) == [(Fraction(-3, 5), 0)] * 2 + [(0, 0)] * 2
