"""Trees told anew: names, units, gifts, moves without a choice, an action never taken."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import gametheory_orders as gto
from game_making import trees
from gametheory_orders.games.extensive_form import ExtensiveFormGame
from gametheory_orders.games.nodes import Node
from relations import Answer, Bag, Fact, Kind, Relation, Retold, Subject, fresh

WAIT = "wait"


def _relabel(game: ExtensiveFormGame, random: Random) -> Retold:
    names = fresh(game.players, random)
    return Retold(replace(game, players=tuple(names[p] for p in game.players)), names)


def _turn(game: ExtensiveFormGame, random: Random) -> Retold:
    """The players are listed from the last to the first."""
    last = game.n - 1
    nodes = tuple(
        replace(
            node,
            player=None if node.player is None else last - node.player,
            payoffs=node.payoffs[::-1],
        )
        for node in game.nodes
    )
    return Retold(ExtensiveFormGame(nodes, game.players[::-1]))


def _paid(game: ExtensiveFormGame, change: Any) -> ExtensiveFormGame:
    nodes = tuple(
        replace(node, payoffs=tuple(change(i, x) for i, x in enumerate(node.payoffs)))
        for node in game.nodes
    )
    return ExtensiveFormGame(nodes, game.players)


def _unit(game: ExtensiveFormGame, random: Random) -> Retold:
    unit = Fraction(random.choice([1, 3, 7]), random.choice([2, 5]))
    return Retold(_paid(game, lambda i, x: x * unit), money=unit)


def _gift(game: ExtensiveFormGame, random: Random) -> Retold:
    amounts = [Fraction(random.randint(1, 9), 10) for _ in game.players]
    given = dict(zip(game.players, amounts, strict=True))
    return Retold(_paid(game, lambda i, x: x + amounts[i]), given=given)


def _first(game: ExtensiveFormGame, player: int | None) -> ExtensiveFormGame:
    """Somebody, or chance, moves first and has one action only."""
    shares = () if player is not None else (1,)
    information = "" if player is None else "no choice"
    top = Node(player, information, (WAIT,), (1,), shares, (), "", "")
    nodes = [replace(node, children=tuple(c + 1 for c in node.children)) for node in game.nodes]
    return ExtensiveFormGame((top, *nodes), game.players)


def _padded(game: ExtensiveFormGame, random: Random) -> Retold:
    return Retold(_first(game, random.randrange(game.n)))


def _sure(game: ExtensiveFormGame, random: Random) -> Retold:
    return Retold(_first(game, None))


RELATIONS = (
    Relation("relabel", "other names of players", _relabel),
    Relation("permute players", "who is written down first", _turn),
    Relation("unit", "payoffs in another unit", _unit),
    Relation("gift", "a constant is added to a player's payoffs", _gift),
    Relation("singleton choice", "a first move with one action", _padded),
    Relation("sure event", "a first move of chance with one outcome", _sure),
)


def _payoffs(game: ExtensiveFormGame, values: Any) -> dict[str, Any]:
    return dict(zip(game.players, values, strict=True))


def _induction(game: ExtensiveFormGame) -> Answer:
    found = gto.backward_induction(game)
    return {
        "payoffs": Fact(Bag(_payoffs(game, x) for x in found.payoffs), money=1, own=True),
        "plans": Fact(len(found.plans)),
        "complete": Fact(found.complete),
    }


def _tree_equilibria(game: ExtensiveFormGame) -> Answer:
    found = gto.equilibria(game)
    perfect = found.perfect
    assert perfect is not None
    return {
        "perfect": Fact(Bag(_payoffs(game, x) for x in perfect.payoffs), money=1, own=True),
        "pure": Fact(len(found.pure.cells)),
    }


def _value(game: ExtensiveFormGame) -> Answer:
    value = gto.zero_sum_tree(game).value
    ends = [node.payoffs for node in game.nodes if node.payoffs]
    total = sum(ends[0])
    values = _payoffs(game, (value, total - value))
    return {"value": Fact(values, money=1, own=True)}


KIND = Kind(
    "trees",
    trees(),
    RELATIONS,
    (
        Subject("backward_induction", _induction),
        Subject("equilibria: of a tree", _tree_equilibria),
    ),
)
CONFLICT = Kind(
    "trees of pure conflict",
    trees(zero_sum=True),
    RELATIONS,
    (Subject("zero_sum_tree", _value),),
)
