"""Simple games: named players, and which coalitions win.

A simple game is (N, W): W is a set of subsets of N that holds every superset of its members and
not the empty set. Here W is one monotone formula (formula.py) over exact whole weights, so that a
weighted quota, a veto set, several majorities at once, and a council followed by an assembly are
one class, combined by `&` and `|`. Builds on quotas.py, formula.py and rules.py.
Not here: power (measures/power), abstention (ternary.py), listed coalitions (listed.py).

Three ways to build one::

    weighted_game({"A": 3, "B": 2, "C": 2}, quota="majority", veto=["A"])
    quota_game(council, 9, veto=permanent) & quota_game(assembly, "2/3")
    minimal_winning_game("ABC", [["A", "B"], ["A", "C"]])  # listed.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.checks import listed
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.orders.voting.formula import (
    Atom,
    Every,
    Formula,
    Some,
    atoms,
    dual,
    moved,
    simplified,
)
from gametheory_orders.orders.voting.quotas import exact, quota_needed
from gametheory_orders.orders.voting.rules import BallotRule, threshold


@dataclass(frozen=True)
class SimpleGame(Result):
    """A simple game with named players.

    Parameters
    ----------
    players : sequence of str
        Unique names.
    formula : Formula
        Who wins, over the positions of the players.
    name : str
        Shown to the reader.

    Raises
    ------
    ModelError
        If names repeat, weights are negative or do not fit the players, or the empty coalition
        wins.

    Examples
    --------
    >>> council = quota_game(["A", "B", "C", "D", "E"], 3, veto=["A"])
    >>> council.wins(["A", "B", "C"]), council.wins(["B", "C", "D", "E"])
    (True, False)
    """

    players: tuple[str, ...]
    formula: Formula
    name: str = field(default="game", compare=False)

    def __post_init__(self) -> None:
        players = tuple(self.players)
        object.__setattr__(self, "players", players)
        if not players:
            raise ModelError("players", "nobody", "at least one player")
        for position, player in enumerate(players):
            if not isinstance(player, str) or not player:
                raise ModelError(f"players[{position}]", player, "a non-empty text")
            if player in players[:position]:
                raise ModelError(f"players[{position}]", f"{player!r} a second time", "each once")
        for atom in atoms(self.formula):
            if len(atom.weights) != len(players):
                raise ModelError("weights", f"{len(atom.weights)}", f"{len(players)} weights")
            for player, weight in zip(players, atom.weights, strict=True):
                if weight < 0:
                    raise ModelError("weights", negative(players, atom, player), "0 or more")
        if bool(self.formula.holds(np.zeros(len(players), dtype=bool))):
            raise ModelError(self.name, "the empty coalition wins", "somebody to be needed")

    @property
    def n(self) -> int:
        """Number of players."""
        return len(self.players)

    @cached_property
    def normal(self) -> Formula:
        """The formula in normal shape, for those who count."""
        return simplified(self.formula)

    @property
    def weights(self) -> tuple[int, ...] | None:
        """Weights, if the game is one weighted quota (with or without a veto set)."""
        found = [atom for atom in atoms(self.formula) if not atom.needs_all]
        found = found or list(atoms(self.formula))
        return found[0].weights if len(found) == 1 else None

    def index(self, player: str, where: str = "player") -> int:
        """Return a player's position, or raise with the nearest name."""
        if player in self.players:
            return self.players.index(player)
        raise unknown_name(where, player, self.players, "a player")

    def mask(self, coalition: Iterable[str], where: str = "coalition") -> np.ndarray:
        """Return a coalition as a bool array of shape (n,)."""
        yes = np.zeros(self.n, dtype=bool)
        for player in coalition:
            yes[self.index(player, where)] = True
        return yes

    def named(self, yes: Any) -> tuple[str, ...]:
        """Return the players in a bool array of shape (n,)."""
        return tuple(p for p, inside in zip(self.players, yes, strict=True) if inside)

    def wins(self, yes: Any) -> Any:
        """Say who wins: a bool for a list of names, an array (...) for bools of shape (..., n)."""
        if isinstance(yes, np.ndarray):
            return self.formula.holds(yes.astype(bool))
        return bool(self.formula.holds(self.mask(yes)))

    def __and__(self, other: SimpleGame) -> SimpleGame:
        return all_of(self, other)

    def __or__(self, other: SimpleGame) -> SimpleGame:
        return any_of(self, other)

    def dual(self) -> SimpleGame:
        """Return the game of blocking: who wins in it can stop the others.

        Examples
        --------
        >>> quota_game("ABCDE", 4).dual().wins(["A", "B"])
        True
        """
        return SimpleGame(self.players, dual(self.formula), f"dual of {self.name}")

    def renamed(self, name: Callable[[str], str]) -> SimpleGame:
        """Return the game with its players renamed (to keep two houses apart)."""
        return SimpleGame(tuple(name(player) for player in self.players), self.formula, self.name)

    def with_bloc(self, name: str, members: Iterable[str]) -> SimpleGame:
        """Return the game in which some players always vote as one, under one name.

        Examples
        --------
        >>> quota_game("ABCDE", 3).with_bloc("AB", ["A", "B"]).weights
        (2, 1, 1, 1)
        """
        inside = self.mask(members, "members")
        if not inside.any():
            raise ModelError("members", "nobody", "at least one player")
        first = int(np.flatnonzero(inside)[0])
        players: list[str] = []
        places: list[int] = []
        for i, player in enumerate(self.players):
            if not inside[i] or i == first:
                players.append(name if inside[i] else player)
            places.append(len(players) - 1)
        bloc = places[first]
        places = [bloc if inside[i] else place for i, place in enumerate(places)]
        return SimpleGame(tuple(players), moved(self.formula, places, len(players)), self.name)

    def table(self) -> Table:
        """Return one row a threshold: how it reads, and how many players count in it."""
        rows = [
            [_words(atom), len(atom.support), atom.least, atom.total]
            for atom in atoms(self.formula)
        ]
        title = f"{self.name}: {self.n} players"
        return Table(["threshold", "players", "needed", "of"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return players and formula as plain values."""
        return {
            "name": self.name,
            "players": list(self.players),
            "rule": _plain(self.formula),
        }


def negative(players: Sequence[str], atom: Atom, player: str) -> str:
    """Return a witness that a negative weight is not monotone: the pair of coalitions."""
    others = [p for p, w in zip(players, atom.weights, strict=True) if w > 0 and p != player]
    before = " ".join(others) or "nobody"
    return f"a negative weight: {before} loses votes when joined by {player}"


def _words(atom: Atom) -> str:
    if atom.needs_all:
        return "all of them"
    ones = all(weight <= 1 for weight in atom.weights)
    return f"at least {atom.least} {'players' if ones else 'votes'}"


def _plain(formula: Formula) -> dict[str, Any]:
    if isinstance(formula, Atom):
        return {"weights": list(formula.weights), "least": formula.least}
    kind = "all" if isinstance(formula, Every) else "any"
    return {kind: [_plain(part) for part in formula.parts]}


def weighted_game(
    weights: Mapping[str, object] | Sequence[object],
    quota: object,
    veto: Iterable[str] = (),
    name: str = "game",
) -> SimpleGame:
    """Return the game of a weighted quota.

    Parameters
    ----------
    weights : mapping of str to number, or sequence of numbers
        Votes, 0 or more; players of a sequence are called "1", "2", and so on. Floats are read
        as the decimals that were written.
    quota : int, float or str
        A sum of votes, met at or above it; a share ("2/3", "70%"); "majority": more than half.
    veto : iterable of str
        Players without whom nobody wins.
    name : str
        Shown to the reader.

    Raises
    ------
    ModelError
        If the quota is not above 0 or above all votes together, or a weight is negative.

    Examples
    --------
    >>> weighted_game({"A": 0.1, "B": 0.2, "C": 0.2}, 0.3).wins(["A", "B"])
    True
    """
    if not isinstance(weights, Mapping):
        shares = listed(weights, "weights", "a list or table of weights")
        weights = {str(position + 1): weight for position, weight in enumerate(shares)}
    votes = [exact(weight, f"weights.{player}") for player, weight in weights.items()]
    players = tuple(weights)
    for player, weight in zip(players, votes, strict=True):
        if weight < 0:
            atom = threshold(votes, Fraction(1))
            raise ModelError(f"weights.{player}", negative(players, atom, player), "0 or more")
    total = sum(votes, Fraction(0))
    needed = quota_needed(quota, total, "quota")
    if needed > total or not total:
        raise ModelError("quota", quota, f"at most {total} (all votes together)")
    half = isinstance(quota, str) and needed * 2 == total
    formula: Formula = threshold(votes, needed, half)
    wanted = list(veto)
    if wanted:
        place = {player: i for i, player in enumerate(players)}
        for player in wanted:
            if player not in place:
                raise unknown_name("veto", player, players, "a player")
        ones = tuple(int(player in wanted) for player in players)
        formula = Every((Atom(ones, sum(ones)), formula))
    return SimpleGame(players, formula, name)


def quota_game(
    players: Iterable[str], quota: object = "majority", veto: Iterable[str] = (), name: str = "game"
) -> SimpleGame:
    """Return the game of one vote each: at least so many players, all vetoers among them.

    Examples
    --------
    >>> quota_game("ABC").wins(["A", "B"])
    True
    """
    names = listed(players, "players", "a list of names")
    game = weighted_game([1] * len(names), quota, name=name)
    game = SimpleGame(names, game.formula, name)
    wanted = list(veto)
    if not wanted:
        return game
    yes = game.mask(wanted, "veto")
    return SimpleGame(
        game.players,
        Every((Atom(tuple(int(v) for v in yes), int(yes.sum())), game.formula)),
        name,
    )


def unanimity_game(players: Iterable[str], name: str = "game") -> SimpleGame:
    """Return the game that only all together win.

    Examples
    --------
    >>> unanimity_game("AB").wins(["A"])
    False
    """
    names = listed(players, "players", "a list of names")
    return SimpleGame(names, Atom((1,) * len(names), len(names)), name)


def _joined(kind: type[Every] | type[Some], games: Sequence[SimpleGame], name: str) -> SimpleGame:
    if not games:
        raise ModelError("games", "none", "at least one game")
    players = tuple(dict.fromkeys(player for game in games for player in game.players))
    place = {player: i for i, player in enumerate(players)}
    parts = tuple(
        moved(game.formula, [place[player] for player in game.players], len(players))
        for game in games
    )
    return SimpleGame(players, kind(parts), name)


def all_of(*games: SimpleGame, name: str = "game") -> SimpleGame:
    """Return the game that is won by winning all of several games.

    Players of the same name are the same player: a council and an assembly may share members or
    not (:meth:`SimpleGame.renamed` keeps them apart). The order in which bodies vote is no part
    of a simple game: council then assembly is this.

    Examples
    --------
    >>> double = all_of(quota_game("ABC", 2), weighted_game({"A": 5, "B": 1, "C": 1}, 5))
    >>> double.wins(["B", "C"]), double.wins(["A", "C"])
    (False, True)
    """
    return _joined(Every, games, name)


def any_of(*games: SimpleGame, name: str = "game") -> SimpleGame:
    """Return the game that is won by winning any of several games.

    Examples
    --------
    >>> any_of(unanimity_game("AB"), unanimity_game("BC")).wins(["B", "C"])
    True
    """
    return _joined(Some, games, name)


def simple_game_of(rule: BallotRule, names: Sequence[str], name: str = "game") -> SimpleGame:
    """Return a voting rule on states as a simple game of those who vote.

    Examples
    --------
    >>> from gametheory_orders import Quota, World
    >>> world = World(["A", "B", "C"], {})
    >>> rule = Quota(quota=2).voting_rule(world, np.array([True, False, True]))
    >>> simple_game_of(rule, world.ids).players
    ('A', 'C')
    """
    voters = [int(i) for i in np.flatnonzero(rule.voters)]

    def narrowed(formula: Formula) -> Formula:
        if isinstance(formula, Atom):
            return Atom(tuple(formula.weights[i] for i in voters), formula.least)
        return type(formula)(tuple(narrowed(part) for part in formula.parts))

    return SimpleGame(tuple(names[i] for i in voters), narrowed(rule.formula), name)
