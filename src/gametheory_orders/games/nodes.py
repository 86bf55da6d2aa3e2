"""The nodes of a game tree: how a tree is written down, and what a node may hold.

Builds on foundations. Not here: the game itself (extensive_form.py).
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.tolerances import PROBABILITY
from gametheory_orders.games.normal_form import Number, is_short


@dataclass(frozen=True)
class Branch:
    """A tree while it is written down; see ``decision``, ``chance`` and ``leaf``."""

    player: str | int | None = None
    information_set: str = ""
    children: tuple[tuple[str, Branch], ...] = field(default=(), repr=False)
    probabilities: tuple[Number, ...] = ()
    payoffs: tuple[Number, ...] = ()
    name: str = ""
    outcome: str = ""


def decision(
    player: str | int,
    children: Mapping[str, Branch],
    information_set: str = "",
    name: str = "",
) -> Branch:
    """Return a tree that starts with a player's move.

    Parameters
    ----------
    player : str or int
        Name or position.
    children : mapping of str to Branch
        What follows each action, by its name.
    information_set : str
        Nodes of one player with the same text cannot be told apart by it; empty: its own.

    Examples
    --------
    >>> tree = decision("US", {"enter": leaf(1, 0), "stay out": leaf(0, 2)})
    >>> [action for action, _ in tree.children]
    ['enter', 'stay out']
    """
    return Branch(player, information_set, tuple(children.items()), name=name)


def chance(children: Mapping[str, tuple[Number, Branch]], name: str = "") -> Branch:
    """Return a tree that starts with a move of chance: (probability, tree) by outcome.

    Examples
    --------
    >>> chance({"rain": (Fraction(1, 4), leaf(1)), "sun": (Fraction(3, 4), leaf(0))}).probabilities
    (Fraction(1, 4), Fraction(3, 4))
    """
    return Branch(
        children=tuple((key, child) for key, (_, child) in children.items()),
        probabilities=tuple(share for share, _ in children.values()),
        name=name,
    )


def leaf(*payoffs: Number, name: str = "", outcome: str = "") -> Branch:
    """Return the end of the game, with everyone's payoff in the order of the players.

    Examples
    --------
    >>> leaf(2, -1).payoffs
    (2, -1)
    """
    return Branch(payoffs=payoffs, name=name, outcome=outcome)


@dataclass(frozen=True)
class Node:
    """One node of a tree.

    Parameters
    ----------
    player : int or None
        Who moves; None for chance and at the end.
    information_set : str
        What the mover cannot tell it from.
    actions : tuple of str
        The branches, by name.
    children : tuple of int
        Positions of the nodes that the branches lead to.
    probabilities : tuple of numbers
        Of the branches, where chance moves.
    payoffs : tuple of numbers
        Everyone's, at the end.
    name, outcome : str
        Shown to the reader.
    """

    player: int | None = None
    information_set: str = ""
    actions: tuple[str, ...] = ()
    children: tuple[int, ...] = ()
    probabilities: tuple[Number, ...] = ()
    payoffs: tuple[Number, ...] = ()
    name: str = ""
    outcome: str = ""

    @property
    def is_leaf(self) -> bool:
        """Whether the game ends here."""
        return not self.children

    @property
    def is_chance(self) -> bool:
        """Whether chance moves here."""
        return bool(self.children) and self.player is None


def player_names(given: Sequence[str]) -> tuple[str, ...]:
    """Return players' names, or raise if they are empty or not different."""
    if isinstance(given, str) or not len(given):
        raise ModelError("players", given, "names of at least one player")
    for name in given:
        if not isinstance(name, str) or not name.strip():
            raise ModelError("players", name, "a name that is not empty")
    if len(set(given)) != len(given):
        twice = next(name for name in given if list(given).count(name) > 1)
        raise ModelError("players", f"{twice!r} twice", "different names")
    return tuple(given)


def player_position(given: str | int, names: tuple[str, ...]) -> int:
    """Return the position of a player given by name or position."""
    if isinstance(given, str):
        if given in names:
            return names.index(given)
        raise unknown_name("player", given, names, "one")
    if isinstance(given, numbers.Integral) and 0 <= int(given) < len(names):
        return int(given)
    raise ModelError("player", given, f"a name, or a position from 0 to {len(names) - 1}")


def checked(node: Node, at: int, players: int) -> Node:
    """Return a node with numbers made plain, or raise for what is wrong with it alone."""
    where = f"node {at + 1}"
    if node.is_leaf:
        if len(node.payoffs) != players:
            raise ModelError(where, f"{len(node.payoffs)} payoffs", f"{players}, one a player")
        return replace(node, payoffs=tuple(_number(x, where) for x in node.payoffs))
    if node.payoffs:
        raise ModelError(where, "payoffs before the end", "payoffs at ends only")
    if len(node.actions) != len(node.children):
        raise ModelError(where, f"{len(node.actions)} actions", f"{len(node.children)} actions")
    _check_actions(node.actions, where)
    if node.player is not None:
        if not 0 <= node.player < players:
            raise ModelError(where, f"player {node.player}", f"a position below {players}")
        if not isinstance(node.information_set, str) or not node.information_set:
            raise ModelError(where, node.information_set, "the name of an information set")
        return node
    return replace(node, probabilities=_shares(node, where))


def _check_actions(actions: tuple[str, ...], where: str) -> None:
    for action in actions:
        if not isinstance(action, str) or not action.strip():
            raise ModelError(where, action, "an action's name that is not empty")
    if len(set(actions)) != len(actions):
        twice = next(a for a in actions if actions.count(a) > 1)
        raise ModelError(where, f"action {twice!r} twice", "different names")


def _shares(node: Node, where: str) -> tuple[Number, ...]:
    shares = tuple(_number(p, where) for p in node.probabilities)
    if len(shares) != len(node.children):
        raise ModelError(where, f"{len(shares)} probabilities", f"{len(node.children)}")
    for share in shares:
        if share < 0:
            raise ModelError(where, f"the probability {share}", "0 or more")
    total: Number = sum(shares, 0)
    slack = PROBABILITY if isinstance(total, float) else 0.0
    if not 1 - slack <= total <= 1 + slack:
        raise ModelError(where, f"probabilities that sum to {total}", "a sum of 1")
    return shares


def check_shape(nodes: tuple[Node, ...]) -> None:
    """Raise unless nodes stand in the order of a walk from the left."""
    expected = 1
    stack: list[int] = []
    for at, node in enumerate(nodes):
        if at and (not stack or stack.pop() != at):
            raise ModelError("nodes", f"node {at + 1} out of place", "a walk from the left")
        stack += list(reversed(node.children))
        expected += len(node.children)
        if any(not at < child < len(nodes) for child in node.children):
            raise ModelError("nodes", f"node {at + 1} leads to no node", "a tree")
    if stack or expected != len(nodes):
        raise ModelError("nodes", f"{len(nodes)} nodes", f"{expected}, as the branches say")


def _number(given: Any, where: str) -> Number:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    if isinstance(given, numbers.Rational) and not isinstance(given, bool):
        exact = Fraction(int(given.numerator), int(given.denominator))
        return int(exact) if exact.denominator == 1 else exact
    if isinstance(given, Decimal) and is_short(given):
        exact = Fraction(given)
        return int(exact) if exact.denominator == 1 else exact
    if isinstance(given, numbers.Real) and not isinstance(given, bool | np.bool_):
        value = float(given)
        if math.isfinite(value):
            return int(value) if value.is_integer() else value
    raise ModelError(where, given, "a finite number")


def as_floats(payoffs: tuple[Number, ...]) -> tuple[Number, ...]:
    """Return payoffs as floats: beside one float none is exact."""
    return tuple(float(x) for x in payoffs)


def as_json(value: Number) -> str | float:
    """Return a number as JSON holds it: a fraction or integer as text, a float as a number.

    Examples
    --------
    >>> as_json(Fraction(2, 3)), as_json(1), as_json(0.5)
    ('2/3', '1', 0.5)
    """
    return value if isinstance(value, float) else str(value)
