"""Trees: what they may hold, the reduced normal form, perfect recall."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from game_making import trees
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.extensive_form import (
    Branch,
    ExtensiveFormGame,
    Node,
    chance,
    decision,
    leaf,
)

AB = ("A", "B")


def expected(game: ExtensiveFormGame, at: int, plans: list[dict[str, int]]) -> list[Fraction]:
    """Return everyone's expected payoff from a node on, by recursion on the definition."""
    node = game.nodes[at]
    if node.is_leaf:
        return [Fraction(x) for x in node.payoffs]
    if node.player is not None:
        return expected(game, node.children[plans[node.player][node.information_set]], plans)
    parts = [expected(game, child, plans) for child in node.children]
    return [
        sum(
            (Fraction(p) * part[i] for p, part in zip(node.probabilities, parts, strict=True)),
            Fraction(0),
        )
        for i in range(game.n)
    ]


@given(trees(players=2, depth=3))
def test_normal_form_holds_every_strategy_once_up_to_equivalence(game: ExtensiveFormGame) -> None:
    """Each full strategy gives the payoffs of exactly one reduced one, and all are met."""
    normal = game.normal_form()
    reduced = [game.reduced_strategies(i) for i in range(2)]
    full = []
    for i in range(2):
        sets = [name for who, name in game.information_sets if who == i]
        sizes = [range(len(game.actions((i, name)))) for name in sets]
        full.append([dict(zip(sets, choice, strict=True)) for choice in itertools.product(*sizes)])
    for one, two in itertools.islice(itertools.product(*full), 200):
        cell = []
        for plan, options in zip((one, two), reduced, strict=True):
            fits = [k for k, o in enumerate(options) if o.items() <= plan.items()]
            assert len(fits) == 1
            cell.append(fits[0])
        assert list(normal.payoff(tuple(cell))) == expected(game, 0, [one, two])


@given(trees(players=3, depth=3))
def test_walks_sequences_and_reach_agree(game: ExtensiveFormGame) -> None:
    assert [at for at, _, _ in game.walk()] == list(range(len(game.nodes)))
    assert max(depth for _, depth, _ in game.walk()) == game.depth
    for at, node in enumerate(game.nodes):
        for child in node.children:
            assert game.parents[child] == at
            for i in range(game.n):
                past, before = game.own_pasts[child][i], game.own_pasts[at][i]
                if node.player == i:
                    assert game.sequences[i][past][:2] == (before, node.information_set)
                else:
                    assert past == before
    ends = [at for at, node in enumerate(game.nodes) if node.is_leaf]
    if not any(node.player is not None for node in game.nodes):
        assert sum(game.reach(at) for at in ends) == 1


def test_a_player_must_not_forget_what_it_did() -> None:
    """The absent-minded driver of Piccione and Rubinstein (1997) and its cousin are refused."""
    driver = decision(
        "A",
        {"exit": leaf(0), "on": decision("A", {"exit": leaf(4), "on": leaf(1)}, "road")},
        "road",
    )
    with pytest.raises(ModelError, match="imperfect recall"):
        ExtensiveFormGame.from_tree(driver, ("A",))
    again = decision("A", {"l": leaf(1), "r": leaf(0)}, "second")
    with pytest.raises(ModelError, match="'second' of A: found imperfect recall"):
        ExtensiveFormGame.from_tree(decision("A", {"x": again, "y": again}), ("A",))


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (decision("C", {"x": leaf(1, 2)}), "found C, expected one of: A, B"),
        (decision(7, {"x": leaf(1, 2)}), "position from 0 to 1"),
        (decision("A", {"x": leaf(1)}), "1 payoffs, expected 2"),
        (decision("A", {"x": leaf(1, float("nan"))}), "a finite number"),
        (decision("A", {"x": leaf(1, "2")}), "a finite number"),  # type: ignore[arg-type]
        (decision("A", {"x": leaf(1, True)}), "a finite number"),
        (decision("A", {"": leaf(1, 2)}), "not empty"),
        (chance({"x": (Fraction(1, 2), leaf(1, 2))}), "sum to 1/2"),
        (chance({"x": (2, leaf(1, 2)), "y": (-1, leaf(1, 2))}), "the probability -1"),
        (chance({"x": (float("inf"), leaf(1, 2))}), "a finite number"),
        (
            decision(
                "A",
                {
                    "x": decision("B", {"l": leaf(1, 2)}, "h"),
                    "y": decision("B", {"r": leaf(1, 2)}, "h"),
                },
            ),
            "other actions at node 4 than at node 2",
        ),
    ],
)
def test_wrong_trees_are_told_in_one_line(tree: Branch, message: str) -> None:
    with pytest.raises(ModelError, match=message) as error:
        ExtensiveFormGame.from_tree(tree, AB)
    assert "\n" not in str(error.value)


def test_nodes_must_be_a_tree_walked_from_the_left() -> None:
    good = ExtensiveFormGame.from_tree(decision("A", {"x": leaf(1, 2), "y": leaf(2, 1)}), AB)
    root, one, two = good.nodes
    for nodes in (
        (replace(root, children=(2, 1)), one, two),
        (replace(root, children=(1, 1)), one, two),
        (replace(root, children=(1, 5)), one, two),
        (root, one),
        (root, one, two, two),
        (replace(root, payoffs=(1, 2)), one, two),
        (replace(root, actions=("x",)), one, two),
        (replace(root, actions=("x", "x")), one, two),
        (replace(root, information_set=""), one, two),
        (replace(root, player=4), one, two),
        (Node(actions=("x", "y"), children=(1, 2), probabilities=(1,)), one, two),
        (),
    ):
        with pytest.raises(ModelError):
            ExtensiveFormGame(nodes, AB)
    for names in ((), "AB", ("A", "A"), ("A", " ")):
        with pytest.raises(ModelError):
            ExtensiveFormGame(good.nodes, names)  # type: ignore[arg-type]


def test_numbers_are_exact_where_they_can_be() -> None:
    tree = decision("A", {"x": leaf(Decimal("0.1"), 2.0), "y": leaf(Fraction(4, 2), 1)})  # type: ignore[arg-type]
    game = ExtensiveFormGame.from_tree(tree, AB)
    assert game.nodes[1].payoffs == (Fraction(1, 10), 2)
    assert game.is_rational
    rough = ExtensiveFormGame.from_tree(decision("A", {"x": leaf(0.5, 1), "y": leaf(1, 1)}), AB)
    assert not rough.is_rational
    assert isinstance(rough.nodes[1].payoffs[1], float)
    assert "A [1]" in str(rough)


def test_a_tree_ten_thousand_deep_needs_no_recursion() -> None:
    nodes = []
    for k in range(10_000):
        nodes.append(Node(k % 2, f"h{k}", ("stop", "on"), (2 * k + 1, 2 * k + 2)))
        nodes.append(Node(payoffs=(k, k)))
    nodes.append(Node(payoffs=(0, 0)))
    game = ExtensiveFormGame(tuple(nodes), AB)
    assert game.depth == 10_000
    assert hash(game) == hash(ExtensiveFormGame(game.nodes, AB))
    assert len(str(game).splitlines()) < 300
    with pytest.raises(ModelError, match="a normal form of 5001 x 5001"):
        game.normal_form()


def test_too_many_strategies_are_counted_before_they_are_listed() -> None:
    reply = {"l": leaf(1, 2), "r": leaf(2, 1)}
    wide = decision("A", {str(k): decision("B", reply) for k in range(30)})
    with pytest.raises(ModelError, match="strategies of B"):
        ExtensiveFormGame.from_tree(wide, AB).reduced_strategies("B")


def test_equal_action_names_are_told_apart_by_their_place() -> None:
    tree = chance(
        {
            "x": (Fraction(1, 2), decision("A", {"l": leaf(1), "r": leaf(0)}, "h1")),
            "y": (Fraction(1, 2), decision("A", {"l": leaf(0), "r": leaf(1)}, "h2")),
        }
    )
    names = ExtensiveFormGame.from_tree(tree, ("A",)).normal_form().actions[0]
    assert names == ("l, l", "l, r", "r, l", "r, r")
