"""Subgame-perfect equilibria in pure strategies, by backward induction, all ties returned.

Builds on extensive_form.py. The tree is cut at its subgames; each is solved with every solution of
those below it, so that under perfect information each step is one player's choice. Where a
subgame holds several information sets, all its pure profiles are tried. Not here: mixed ones.

Source: Selten, Spieltheoretische Behandlung eines Oligopolmodells, ZgS 121 (1965).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.tolerances import INDIFFERENT, payoff_scale
from gametheory_orders.games.extensive_form import ExtensiveFormGame, InformationSet
from gametheory_orders.games.normal_form import Number

MOST_EQUILIBRIA = 10_000
MOST_PROFILES = 2**18

Plan = Mapping[InformationSet, int]


@dataclass(frozen=True, eq=False)
class SubgamePerfect(Result):
    """The subgame-perfect equilibria of a tree; iterates over plans, each a mapping.

    Parameters
    ----------
    game : ExtensiveFormGame
        What was solved.
    plans : tuple of mappings
        From (player's position, information set) to the action's position, for all sets.
    payoffs : tuple of tuples of numbers
        Everyone's expected payoff in each.
    complete : bool
        Whether all are listed; else the list stops at a limit.
    exact : bool
        Whether payoffs were compared exactly; else ties within 1e-12 of the scale count as such.
    """

    game: ExtensiveFormGame
    plans: tuple[Plan, ...]
    payoffs: tuple[tuple[Number, ...], ...]
    complete: bool
    exact: bool

    def __iter__(self) -> Iterator[dict[tuple[str, str], str]]:
        for plan in self.plans:
            yield {
                (self.game.players[i], name): self.game.actions((i, name))[k]
                for (i, name), k in plan.items()
            }

    def __len__(self) -> int:
        return len(self.plans)

    def path(self, which: int = 0) -> list[str]:
        """Return the actions on the way that an equilibrium takes, until the end or chance."""
        at, taken = 0, []
        plan = self.plans[which]
        while (node := self.game.nodes[at]).player is not None:
            k = plan[(node.player, node.information_set)]
            taken.append(node.actions[k])
            at = node.children[k]
        return taken

    def table(self) -> Table:
        """Return one row for each equilibrium: the plan and everyone's payoff."""
        rows = []
        for plan, payoffs in zip(self, self.payoffs, strict=True):
            text = "; ".join(
                f"{player} at {name}: {action}" for (player, name), action in plan.items()
            )
            rows.append([text, *payoffs])
        columns = ["plan", *(f"payoff of {name}" for name in self.game.players)]
        return Table(columns, rows, "subgame-perfect equilibria in pure strategies")

    def to_dict(self) -> dict[str, Any]:
        """Return the equilibria as plain values."""
        return {
            "complete": self.complete,
            "exact": self.exact,
            "equilibria": [
                {
                    "plan": [
                        {"player": player, "information_set": name, "action": action}
                        for (player, name), action in plan.items()
                    ],
                    "payoffs": [x if isinstance(x, float) else str(x) for x in payoffs],
                }
                for plan, payoffs in zip(self, self.payoffs, strict=True)
            ],
        }


class _Solution(NamedTuple):
    payoffs: tuple[Number, ...]
    plan: dict[InformationSet, int]


def backward_induction(game: ExtensiveFormGame) -> SubgamePerfect:
    """Return all subgame-perfect equilibria in pure strategies of a tree.

    Parameters
    ----------
    game : ExtensiveFormGame
        With chance and information sets where wanted.

    Returns
    -------
    SubgamePerfect
        Empty if there is none in pure strategies (then some subgame has several information
        sets); marked incomplete beyond 10,000.

    Raises
    ------
    ModelError
        If a subgame that has no smaller one has more than 2**18 pure profiles.

    Examples
    --------
    Selten's chain store with one market: the entrant enters, the monopolist gives way.

    >>> from gametheory_orders.games.extensive_form import decision, leaf
    >>> tree = decision("entrant", {"out": leaf(1, 5), "in": decision("store", {
    ...     "fight": leaf(0, 0), "give way": leaf(2, 2)})})
    >>> game = ExtensiveFormGame.from_tree(tree, ("entrant", "store"))
    >>> found = backward_induction(game)
    >>> found.path(), found.payoffs
    (['in', 'give way'], ((2, 2),))
    """
    ends = [x for node in game.nodes for x in node.payoffs]
    # A whole 0: a Fraction less 0.0 is a float, and may then be more than the Fraction itself.
    slack = 0 if game.is_rational else INDIFFERENT * payoff_scale([float(x) for x in ends])
    roots = subgames(game)
    solved: dict[int, list[_Solution]] = {}
    complete = True
    for root in sorted(roots, reverse=True):
        stage = _Stage(game, root, roots)
        if len(stage.sets) <= 1 and stage.single:
            found, whole = _choose(game, root, solved, slack)
        else:
            found, whole = _try_all(stage, solved, slack)
        complete = complete and whole
        for child in stage.below:
            solved.pop(child, None)
        solved[root] = found
    order = list(game.information_sets)
    plans = tuple({key: each.plan[key] for key in order} for each in solved[0])
    return SubgamePerfect(
        game, plans, tuple(each.payoffs for each in solved[0]), complete, game.is_rational
    )


def subgames(game: ExtensiveFormGame) -> set[int]:
    """Return the positions of the nodes at which a subgame starts, ends included.

    A subgame holds every information set that it meets whole, and starts at a node known to be
    reached.

    Examples
    --------
    >>> from gametheory_orders.games.extensive_form import decision, leaf
    >>> reply = {"l": leaf(1, 1), "r": leaf(0, 0)}
    >>> blind = decision("B", reply, "blind")
    >>> tree = decision("A", {"L": blind, "R": blind})
    >>> sorted(subgames(ExtensiveFormGame.from_tree(tree, ("A", "B"))) - {2, 3, 5, 6})
    [0]
    """
    size = len(game.nodes)
    last = list(range(size))  # the last node of the part below each node
    for at in range(size - 1, -1, -1):
        for child in game.nodes[at].children:
            last[at] = max(last[at], last[child])
    first_of, last_of = list(range(size)), list(range(size))
    for where in game.information_sets.values():
        for at in where:
            first_of[at], last_of[at] = where[0], where[-1]
    # The extent of all information sets met below each node.
    low, high = list(first_of), list(last_of)
    roots = set()
    for at in range(size - 1, -1, -1):
        for child in game.nodes[at].children:
            low[at], high[at] = min(low[at], low[child]), max(high[at], high[child])
        if low[at] >= at and high[at] <= last[at]:
            roots.add(at)
    return roots


class _Stage:
    """A subgame with the subgames inside it cut off."""

    def __init__(self, game: ExtensiveFormGame, root: int, roots: set[int]) -> None:
        self.game, self.root = game, root
        self.below: list[int] = []
        self.sets: dict[InformationSet, int] = {}
        self.single = True
        stack = [root]
        while stack:
            at = stack.pop()
            node = game.nodes[at]
            if at != root and at in roots:
                self.below.append(at)
                continue
            if at != root:
                self.single = False
            if node.player is not None:
                self.sets[(node.player, node.information_set)] = len(node.actions)
            stack += list(reversed(node.children))

    def payoffs(
        self, plan: Mapping[InformationSet, int], below: Mapping[int, tuple[Number, ...]]
    ) -> tuple[Number, ...]:
        """Return everyone's expected payoff under a plan."""
        total: list[Number] = [0] * self.game.n
        stack: list[tuple[int, Number]] = [(self.root, 1)]
        while stack:
            at, share = stack.pop()
            node = self.game.nodes[at]
            ended = below.get(at) if at != self.root else None
            if ended is not None or node.is_leaf:
                figures = node.payoffs if ended is None else ended
                total = [one + share * x for one, x in zip(total, figures, strict=True)]
            elif node.player is None:
                pairs = zip(node.children, node.probabilities, strict=True)
                stack += [(child, share * p) for child, p in pairs]
            else:
                k = plan[(node.player, node.information_set)]
                stack.append((node.children[k], share))
        return tuple(total)


def _choose(
    game: ExtensiveFormGame, root: int, solved: Mapping[int, list[_Solution]], slack: float
) -> tuple[list[_Solution], bool]:
    """Solve a node all of whose branches are subgames: an end, chance, or one choice."""
    node = game.nodes[root]
    if node.is_leaf:
        return [_Solution(node.payoffs, {})], True
    found: list[_Solution] = []
    for parts in itertools.product(*(solved[child] for child in node.children)):
        plan = {key: k for part in parts for key, k in part.plan.items()}
        if node.player is None:
            chances = list(zip(node.probabilities, parts, strict=True))
            payoffs = tuple(sum(p * part.payoffs[i] for p, part in chances) for i in range(game.n))
            found.append(_Solution(payoffs, plan))
        else:
            i = node.player
            top = max(part.payoffs[i] for part in parts)
            for k, part in enumerate(parts):
                if part.payoffs[i] >= top - slack if slack else part.payoffs[i] == top:
                    own = {(i, node.information_set): k, **plan}
                    found.append(_Solution(part.payoffs, own))
        if len(found) > MOST_EQUILIBRIA:
            return found[:MOST_EQUILIBRIA], False
    return found, True


def _try_all(
    stage: _Stage, solved: Mapping[int, list[_Solution]], slack: float
) -> tuple[list[_Solution], bool]:
    """Solve a subgame with several information sets by trying all pure profiles."""
    sets = list(stage.sets)
    profiles = math.prod(stage.sets.values())
    if profiles > MOST_PROFILES:
        raise ModelError("tree", f"a subgame with {profiles} profiles", f"at most {MOST_PROFILES}")
    found: list[_Solution] = []
    for parts in itertools.product(*(solved[child] for child in stage.below)):
        ended = {child: part.payoffs for child, part in zip(stage.below, parts, strict=True)}
        table = {
            choice: stage.payoffs(dict(zip(sets, choice, strict=True)), ended)
            for choice in itertools.product(*(range(size) for size in stage.sets.values()))
        }
        # What each player gets at best against each choice of the others.
        best: list[dict[tuple[int, ...], Number]] = [{} for _ in stage.game.players]
        for choice, payoffs in table.items():
            for i in range(stage.game.n):
                others = _others(choice, sets, i)
                best[i][others] = max(best[i].get(others, payoffs[i]), payoffs[i])
        below = {key: k for part in parts for key, k in part.plan.items()}
        for choice, payoffs in table.items():
            if all(
                payoffs[i] >= best[i][_others(choice, sets, i)] - slack for i in range(stage.game.n)
            ):
                plan = {**dict(zip(sets, choice, strict=True)), **below}
                found.append(_Solution(payoffs, plan))
            if len(found) > MOST_EQUILIBRIA:
                return found[:MOST_EQUILIBRIA], False
    return found, True


def _others(choice: tuple[int, ...], sets: list[InformationSet], i: int) -> tuple[int, ...]:
    return tuple(k for k, (who, _) in zip(choice, sets, strict=True) if who != i)
