"""TU games told anew: relabelled, in another unit, with a null player, strategically equivalent."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import strategies as st

import gametheory_orders as gto
from gametheory_orders.games.allocation import TU_VALUES
from gametheory_orders.games.tu_game import TUGame
from relations import Answer, Fact, Kind, Relation, Retold, Subject, fresh, shuffled


def _of(players: Any, worth: Any) -> TUGame:
    """Return the game of a function of a set of players."""
    values = [
        worth(frozenset(p for i, p in enumerate(players) if code >> i & 1))
        for code in range(1 << len(players))
    ]
    return TUGame(tuple(players), values)


def _worth(game: TUGame) -> Any:
    place = {p: i for i, p in enumerate(game.players)}
    listed = game.values.tolist()
    return lambda coalition: listed[sum(1 << place[p] for p in coalition)]


@st.composite
def _games(draw: Any) -> TUGame:
    """A random game of two to four players; every second one has a core."""
    n = draw(st.integers(2, 4))
    size = 1 << n
    values = [0, *draw(st.lists(st.integers(-4, 9), min_size=size - 1, max_size=size - 1))]
    if draw(st.booleans()):
        values[-1] = 40
    return TUGame(tuple("ABCD"[:n]), values)


def _relabel(game: TUGame, random: Random) -> Retold:
    names = fresh(game.players, random)
    return Retold(TUGame(tuple(names[p] for p in game.players), game.values), names)


def _permute(game: TUGame, random: Random) -> Retold:
    return Retold(_of(shuffled(game.players, random), _worth(game)))


def _unit(game: TUGame, random: Random) -> Retold:
    unit = Fraction(random.choice([1, 3, 7]), random.choice([2, 5]))
    worth = _worth(game)
    return Retold(_of(game.players, lambda s: unit * worth(s)), money=unit)


def _null(game: TUGame, random: Random) -> Retold:
    players = list(game.players)
    players.insert(random.randrange(game.n + 1), "nobody")
    worth = _worth(game)
    return Retold(_of(players, lambda s: worth(s - {"nobody"})), added=frozenset({"nobody"}))


def _equivalent(game: TUGame, random: Random) -> Retold:
    given = {p: random.randint(-3, 3) for p in game.players}
    worth = _worth(game)
    return Retold(_of(game.players, lambda s: worth(s) + sum(given[p] for p in s)), given=given)


RELATIONS = (
    Relation("relabel", "other names, other answers' names, nothing else", _relabel),
    Relation("permute", "the order of the players does not matter", _permute),
    Relation("unit", "worths in another unit", _unit),
    Relation("null player", "somebody who adds nothing changes nothing for the rest", _null),
    Relation("strategic equivalence", "what is given to each is passed on to each", _equivalent),
)


def _payoffs(game: TUGame, values: Any) -> dict[str, Any]:
    return dict(zip(game.players, values, strict=True))


def _point(solve: Any) -> Any:
    def answer(game: TUGame) -> Answer:
        return {"payoffs": Fact(_payoffs(game, solve(game).values), money=1, own=True)}

    return answer


def _owen(game: TUGame) -> Answer:
    """The mean over all pairs that bargain as one, so that no choice of a pair needs names."""
    some = [p for p in game.players if p != "nobody"]
    pairs = [(a, b) for k, a in enumerate(some) for b in some[k + 1 :]]
    mean = dict.fromkeys(game.players, Fraction(0))
    for pair in pairs:
        alone = {f"alone {p}": (p,) for p in game.players if p not in pair}
        for p, x in _payoffs(game, gto.owen_value(game, {"pair": pair, **alone}).values).items():
            mean[p] += Fraction(x, len(pairs))
    return {"payoffs": Fact(mean, money=1, own=True)}


def _core(game: TUGame) -> Answer:
    found = gto.core(game)
    if found.payoffs is not None:
        assert gto.in_core(game, found.payoffs)
    return {"empty": Fact(found.empty)}


def _in_core(game: TUGame) -> Answer:
    equal = gto.shapley_value(game).values
    return {"in the core": Fact(gto.in_core(game, equal))}


def _vertices(game: TUGame) -> Answer:
    found = gto.core_vertices(game)
    points = tuple(_payoffs(game, v) for v in found.vertices)
    centre = {p: sum(v[p] for v in points) / Fraction(max(1, len(points))) for p in game.players}
    facts = {"dimension": Fact(found.dimension), "number": Fact(len(points))}
    return {**facts, "centre": Fact(centre, money=1, own=bool(points))}


def _least(game: TUGame) -> Answer:
    return {"excess": Fact(gto.least_core(game).excess, money=1)}


def _holds(solve: Any) -> Any:
    return lambda game: {"holds": Fact(solve(game).holds)}


NOBODY_ALONE = (
    "the null player alone is one more proper coalition, and its excess is 0 whatever the rest get"
)
SUBJECTS = (
    Subject("shapley_value", _point(gto.shapley_value)),
    Subject("banzhaf_value", _point(gto.banzhaf_value)),
    Subject("owen_value", _owen),
    Subject("nucleolus", _point(gto.nucleolus)),
    Subject("prenucleolus", _point(gto.prenucleolus)),
    Subject("core", _core),
    Subject("in_core", _in_core),
    Subject("core_vertices", _vertices),
    Subject("least_core", _least, exceptions={"null player": NOBODY_ALONE}),
    Subject("is_balanced", _holds(gto.is_balanced)),
    Subject("is_convex", _holds(gto.is_convex)),
    Subject("is_superadditive", _holds(gto.is_superadditive)),
    Subject("is_totally_balanced", _holds(gto.is_totally_balanced)),
    # Last: the rooms above enter their values when they are read.
    *(Subject(f"value {name}", _point(value)) for name, value in TU_VALUES.items()),
)
KIND = Kind("TU games", _games(), RELATIONS, SUBJECTS)
