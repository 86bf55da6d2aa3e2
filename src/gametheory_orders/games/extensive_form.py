"""The extensive form: a finite tree with chance, information sets and perfect recall.

Builds on foundations and normal_form.py. A game is kept as a flat tuple of nodes in the order in
which the tree is walked from the left, so that no depth of tree needs recursion; it is written
down with ``decision``, ``chance`` and ``leaf``. Not here: solution concepts, files, pictures.

Two nodes of a player with the same information set cannot be told apart by that player. Perfect
recall (Kuhn 1953): all nodes of an information set share the player's own past.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.nodes import (
    Branch,
    Node,
    as_floats,
    chance,
    check_shape,
    checked,
    decision,
    leaf,
    player_names,
    player_position,
)
from gametheory_orders.games.normal_form import NormalFormGame, Number

__all__ = ["Branch", "ExtensiveFormGame", "InformationSet", "Node", "chance", "decision", "leaf"]

MOST_NODES = 1_000_000
MOST_CELLS = 2**20

InformationSet: TypeAlias = tuple[int, str]
"""A player's position and the name of one of its information sets."""


@dataclass(frozen=True)
class ExtensiveFormGame:
    """A finite game in extensive form with perfect recall.

    Parameters
    ----------
    nodes : tuple of Node
        From the root on, each branch walked to its end before the next.
    players : tuple of str
        Names, unique.
    title : str
        Shown to the reader; equality does not look at it.

    Raises
    ------
    ModelError
        If nodes of one information set have other actions, a player forgets what it knew or
        did, probabilities are not positive and do not sum to one, or payoffs are not finite.

    Examples
    --------
    The ultimatum game with two offers:

    >>> answer = lambda mine, yours: {"yes": leaf(mine, yours), "no": leaf(0, 0)}
    >>> tree = decision("A", {
    ...     "fair": decision("B", answer(5, 5)), "low": decision("B", answer(9, 1))})
    >>> game = ExtensiveFormGame.from_tree(tree, ("A", "B"))
    >>> len(game.nodes), game.depth, game.has_perfect_information
    (7, 2, True)
    >>> game.normal_form().shape
    (2, 4)
    """

    nodes: tuple[Node, ...]
    players: tuple[str, ...]
    title: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        players = player_names(self.players)
        if not self.nodes:
            raise ModelError("nodes", "none", "at least one node")
        if len(self.nodes) > MOST_NODES:
            raise ModelError("nodes", f"{len(self.nodes)} nodes", f"at most {MOST_NODES}")
        nodes = tuple(checked(node, at, len(players)) for at, node in enumerate(self.nodes))
        check_shape(nodes)
        if any(isinstance(x, float) for node in nodes for x in node.payoffs):
            nodes = tuple(replace(node, payoffs=as_floats(node.payoffs)) for node in nodes)
        object.__setattr__(self, "players", players)
        object.__setattr__(self, "nodes", nodes)
        self._check_information()

    @classmethod
    def from_tree(cls, tree: Branch, players: Sequence[str], title: str = "") -> ExtensiveFormGame:
        """Return the game that a tree written with ``decision``, ``chance`` and ``leaf`` means."""
        names = player_names(players)
        branches: list[Branch] = []
        children: list[list[int]] = []
        stack: list[tuple[Branch, int]] = [(tree, -1)]
        while stack:
            branch, parent = stack.pop()
            if parent >= 0:
                children[parent].append(len(branches))
            branches.append(branch)
            children.append([])
            if len(branches) > MOST_NODES:
                raise ModelError("tree", f"more than {MOST_NODES} nodes", "a smaller tree")
            stack += [(child, len(branches) - 1) for _, child in reversed(branch.children)]
        taken = {branch.information_set for branch in branches}
        fresh = (text for text in map(str, itertools.count(1)) if text not in taken)
        nodes = []
        for branch, below in zip(branches, children, strict=True):
            player = None if branch.player is None else player_position(branch.player, names)
            own = branch.information_set or (next(fresh) if player is not None else "")
            nodes.append(
                Node(
                    player,
                    own,
                    tuple(action for action, _ in branch.children),
                    tuple(below),
                    branch.probabilities,
                    branch.payoffs,
                    branch.name,
                    branch.outcome,
                )
            )
        return cls(tuple(nodes), names, title)

    @property
    def n(self) -> int:
        """The number of players."""
        return len(self.players)

    @property
    def is_rational(self) -> bool:
        """Whether all payoffs and probabilities are known exactly."""
        numbers = (x for node in self.nodes for x in (*node.payoffs, *node.probabilities))
        return not any(isinstance(x, float) for x in numbers)

    @cached_property
    def depth(self) -> int:
        """The number of moves on the longest way to an end."""
        depths = [0] * len(self.nodes)
        for at, node in enumerate(self.nodes):
            for child in node.children:
                depths[child] = depths[at] + 1
        return max(depths)

    @cached_property
    def information_sets(self) -> dict[InformationSet, tuple[int, ...]]:
        """The positions of the nodes in each information set, players in order."""
        found: dict[InformationSet, list[int]] = {}
        for at, node in enumerate(self.nodes):
            if node.player is not None:
                found.setdefault((node.player, node.information_set), []).append(at)
        ordered = sorted(found.items(), key=lambda item: item[0][0])
        return {key: tuple(where) for key, where in ordered}

    @property
    def has_perfect_information(self) -> bool:
        """Whether everyone always knows everything that has happened."""
        return all(len(where) == 1 for where in self.information_sets.values())

    def actions(self, where: InformationSet) -> tuple[str, ...]:
        """Return the actions at an information set."""
        return self.nodes[self.information_sets[where][0]].actions

    @cached_property
    def parents(self) -> tuple[int, ...]:
        """The position of the node before each node; -1 for the root."""
        out = [-1] * len(self.nodes)
        for at, node in enumerate(self.nodes):
            for child in node.children:
                out[child] = at
        return tuple(out)

    @cached_property
    def own_pasts(self) -> tuple[tuple[int, ...], ...]:
        """For each node and player the code of its own past; 0 where it has not moved.

        Codes are those of ``sequences``: positions in the player's list of sequences.
        """
        return self._sequences[0]

    @cached_property
    def sequences(self) -> tuple[tuple[tuple[int, str, int], ...], ...]:
        """For each player its sequences: (code of the sequence before, information set, action).

        The first is the empty one, (-1, "", -1).
        """
        return self._sequences[1]

    @cached_property
    def _sequences(
        self,
    ) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[tuple[int, str, int], ...], ...]]:
        lists: list[list[tuple[int, str, int]]] = [[(-1, "", -1)] for _ in self.players]
        codes: list[dict[tuple[int, str, int], int]] = [{(-1, "", -1): 0} for _ in self.players]
        pasts: list[tuple[int, ...]] = [(0,) * self.n] * len(self.nodes)
        for at, node in enumerate(self.nodes):
            for k, child in enumerate(node.children):
                past = pasts[at]
                if node.player is not None:
                    i = node.player
                    step = (past[i], node.information_set, k)
                    if step not in codes[i]:
                        codes[i][step] = len(lists[i])
                        lists[i].append(step)
                    past = (*past[:i], codes[i][step], *past[i + 1 :])
                pasts[child] = past
        return tuple(pasts), tuple(map(tuple, lists))

    def _check_information(self) -> None:
        for (i, name), where in self.information_sets.items():
            first = self.nodes[where[0]]
            place = f"information set {name!r} of {self.players[i]}"
            for at in where[1:]:
                if self.nodes[at].actions != first.actions:
                    found = f"other actions at node {at + 1} than at node {where[0] + 1}"
                    raise ModelError(place, found, "the same actions at all its nodes")
                if self.own_pasts[at][i] != self.own_pasts[where[0]][i]:
                    found = f"imperfect recall (nodes {where[0] + 1} and {at + 1} differ in it)"
                    raise ModelError(place, found, "one and the same own past at all its nodes")

    def reach(self, at: int) -> Number:
        """Return the probability that chance does not keep play from a node."""
        share: Number = 1
        while self.parents[at] >= 0:
            before = self.parents[at]
            if self.nodes[before].is_chance:
                share = (
                    share * self.nodes[before].probabilities[self.nodes[before].children.index(at)]
                )
            at = before
        return share

    def reduced_strategies(self, player: int | str) -> list[dict[str, int]]:
        """Return a player's reduced strategies: an action where its own moves may lead.

        Raises
        ------
        ModelError
            If there are more than 2**20.
        """
        i = player_position(player, self.players)
        if self.count_strategies(i) > MOST_CELLS:
            found = f"more than {MOST_CELLS} strategies of {self.players[i]}"
            raise ModelError("tree", found, "fewer")
        follow, code = self._follow(i)
        plans: dict[int, list[dict[str, int]]] = {}
        for past in range(len(self.sequences[i]) - 1, -1, -1):
            options = [
                [
                    {name: k, **rest}
                    for k in range(len(self.actions((i, name))))
                    for rest in plans.pop(code[(past, name, k)])
                ]
                for name in follow.get(past, [])
            ]
            plans[past] = [
                {name: k for part in parts for name, k in part.items()}
                for parts in itertools.product(*options)
            ]
        return plans[0]

    def count_strategies(self, player: int | str) -> int:
        """Return the number of a player's reduced strategies, without listing them."""
        i = player_position(player, self.players)
        follow, code = self._follow(i)
        counts: dict[int, int] = {}
        for past in range(len(self.sequences[i]) - 1, -1, -1):
            counts[past] = math.prod(
                sum(counts[code[(past, name, k)]] for k in range(len(self.actions((i, name)))))
                for name in follow.get(past, [])
            )
            if counts[past] > MOST_CELLS:
                return counts[past]
        return counts[0]

    def _follow(self, i: int) -> tuple[dict[int, list[str]], dict[tuple[int, str, int], int]]:
        """Return the information sets that may come next after each own sequence, and codes."""
        follow: dict[int, list[str]] = {}
        for (who, name), where in self.information_sets.items():
            if who == i:
                follow.setdefault(self.own_pasts[where[0]][i], []).append(name)
        return follow, {step: k for k, step in enumerate(self.sequences[i])}

    def outcomes(self, profile: Sequence[Mapping[str, int]]) -> dict[int, Number]:
        """Return the ends that pure strategies lead to, with their probabilities."""
        found: dict[int, Number] = {}
        stack: list[tuple[int, Number]] = [(0, 1)]
        while stack:
            at, share = stack.pop()
            node = self.nodes[at]
            if node.is_leaf:
                found[at] = share
            elif node.player is None:
                pairs = zip(node.children, node.probabilities, strict=True)
                stack += [(child, share * p) for child, p in pairs]
            else:
                stack.append((node.children[profile[node.player][node.information_set]], share))
        return found

    def normal_form(self) -> NormalFormGame:
        r"""Return the reduced normal form, in which equivalent strategies of a player are one.

        Strategies are equivalent if they differ only where the player's own moves make the
        difference void (Kuhn 1953). They are named by their actions, in the order of the
        information sets.

        Raises
        ------
        ModelError
            If it has more than 2**20 cells.

        Examples
        --------
        >>> tree = decision("A", {"out": leaf(1, 1), "in": decision("B", {
        ...     "left": leaf(0, 2), "right": leaf(3, 0)})})
        >>> print(ExtensiveFormGame.from_tree(tree, ("A", "B")).normal_form())
        A \ B  left  right
        out    1, 1  1, 1
        in     0, 2  3, 0
        """
        shape = tuple(self.count_strategies(i) for i in range(self.n))
        if math.prod(shape) > MOST_CELLS:
            size = " x ".join(map(str, shape))
            raise ModelError("tree", f"a normal form of {size}", f"at most {MOST_CELLS} cells")
        plans = [self.reduced_strategies(i) for i in range(self.n)]
        arrays = [np.empty(shape, dtype=object) for _ in plans]
        for cell in np.ndindex(shape):
            ends = self.outcomes([plans[i][k] for i, k in enumerate(cell)])
            for i, array in enumerate(arrays):
                array[cell] = sum(p * self.nodes[end].payoffs[i] for end, p in ends.items())
        names = [self._strategy_names(i, found) for i, found in enumerate(plans)]
        return NormalFormGame(tuple(arrays), self.players, tuple(names), self.title)

    def _strategy_names(self, i: int, plans: Sequence[Mapping[str, int]]) -> tuple[str, ...]:
        order = [name for who, name in self.information_sets if who == i]
        names: list[str] = []
        for form in ("{action}", "{place}: {action}"):
            names = [
                ", ".join(
                    form.format(place=name, action=self.actions((i, name))[plan[name]])
                    for name in order
                    if name in plan
                )
                or "-"
                for plan in plans
            ]
            if len(set(names)) == len(names):
                return tuple(names)
        return tuple(f"{k + 1}. {name}" for k, name in enumerate(names))

    def walk(self) -> Iterator[tuple[int, int, str]]:
        """Yield each node's position, its depth, and the action that led there."""
        depths, by = [0] * len(self.nodes), [""] * len(self.nodes)
        for at, node in enumerate(self.nodes):
            yield at, depths[at], by[at]
            for action, child in zip(node.actions, node.children, strict=True):
                depths[child], by[child] = depths[at] + 1, action

    def __str__(self) -> str:
        lines = [self.title] if self.title else []
        for at, depth, action in self.walk():
            if len(lines) > 200:
                lines.append(f"... ({len(self.nodes)} nodes)")
                break
            node = self.nodes[at]
            if node.is_leaf:
                what = ", ".join(map(str, node.payoffs))
            elif node.player is None:
                what = f"chance ({', '.join(map(str, node.probabilities))})"
            else:
                what = f"{self.players[node.player]} [{node.information_set}]"
            lines.append("  " * depth + (f"{action}: " if action else "") + what)
        return "\n".join(lines)
