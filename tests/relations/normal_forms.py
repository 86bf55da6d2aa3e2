"""Two-player games told anew: names, order, units, gifts, actions nobody needs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
from hypothesis import strategies as st

import gametheory_orders as gto
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.games.normal_form import NormalFormGame
from relations import Answer, Bag, Fact, Kind, Relation, Retold, Subject, fresh, shuffled

PLAYERS = ("Row", "Column")


def _named(payoffs: Any, actions: Any = None, players: Any = PLAYERS) -> NormalFormGame:
    if actions is None:
        rows, columns = np.shape(payoffs[0])
        actions = (tuple(f"r{i}" for i in range(rows)), tuple(f"c{i}" for i in range(columns)))
    return NormalFormGame(tuple(_exact(x) for x in payoffs), tuple(players), actions)


def _exact(array: Any) -> np.ndarray:
    return np.asarray(array, dtype=object)


@st.composite
def _games(draw: Any, most: int = 3, zero_sum: bool = False) -> NormalFormGame:
    rows, columns = draw(st.integers(2, most)), draw(st.integers(2, most))
    cells = st.lists(st.integers(-3, 5), min_size=rows * columns, max_size=rows * columns)
    first = np.array(draw(cells), dtype=object).reshape(rows, columns)
    second = -first if zero_sum else np.array(draw(cells), dtype=object).reshape(rows, columns)
    return _named((first, second))


def _relabel(game: NormalFormGame, random: Random) -> Retold:
    everything = [*game.players, *game.actions[0], *game.actions[1]]
    names = fresh(everything, random)
    actions = tuple(tuple(names[a] for a in each) for each in game.actions)
    return Retold(_named(game.payoffs, actions, [names[p] for p in game.players]), names)


def _permute_players(game: NormalFormGame, random: Random) -> Retold:
    payoffs = (game.payoffs[1].T, game.payoffs[0].T)
    return Retold(_named(payoffs, game.actions[::-1], game.players[::-1]))


def _permute_actions(game: NormalFormGame, random: Random) -> Retold:
    orders = [shuffled(range(m), random) for m in game.shape]
    payoffs = [x[np.ix_(*orders)] for x in game.payoffs]
    actions = tuple(
        tuple(names[k] for k in order) for names, order in zip(game.actions, orders, strict=True)
    )
    return Retold(_named(payoffs, actions, game.players))


def _unit(game: NormalFormGame, random: Random) -> Retold:
    unit = Fraction(random.choice([1, 3, 7]), random.choice([2, 5]))
    payoffs = [_exact(x) * unit for x in game.payoffs]
    return Retold(_named(payoffs, game.actions, game.players), money=unit)


def _gift(game: NormalFormGame, random: Random) -> Retold:
    first = Fraction(random.randint(1, 9), 10)
    # The second is given the opposite, so that a game of pure conflict stays one.
    given = {game.players[0]: first, game.players[1]: -first}
    payoffs = [_exact(x) + given[p] for x, p in zip(game.payoffs, game.players, strict=True)]
    return Retold(_named(payoffs, game.actions, game.players), given=given)


def _side_effect(game: NormalFormGame, random: Random) -> Retold:
    """What the other's action does to me whatever I do is no reason to do anything."""
    rows = np.array([random.randint(-3, 3) for _ in range(game.shape[0])], dtype=object)
    columns = np.array([random.randint(-3, 3) for _ in range(game.shape[1])], dtype=object)
    columns[0], rows[0] = 4, 5
    payoffs = [_exact(game.payoffs[0]) + columns, _exact(game.payoffs[1]) + rows[:, None]]
    return Retold(_named(payoffs, game.actions, game.players), play_only=True)


def _with_row(game: NormalFormGame, name: str, mine: Any, other: Any) -> Retold:
    payoffs = [
        np.vstack([_exact(x), row]) for x, row in zip(game.payoffs, (mine, other), strict=True)
    ]
    actions = ((*game.actions[0], name), game.actions[1])
    return Retold(_named(payoffs, actions, game.players), added=frozenset({name}))


def _dominated(game: NormalFormGame, random: Random) -> Retold:
    """An action that is worse than another one whatever the other does."""
    k = random.randrange(game.shape[0])
    worse = _exact(game.payoffs[0])[k] - random.randint(1, 3)
    return _with_row(game, "never", worse, -worse)


def _duplicate(game: NormalFormGame, random: Random) -> Retold:
    k = random.randrange(game.shape[0])
    return _with_row(game, "again", game.payoffs[0][k], game.payoffs[1][k])


TELLING = (
    Relation("relabel", "other names of players and actions", _relabel),
    Relation("permute players", "who is written down first", _permute_players),
    Relation("permute actions", "in which order actions are written down", _permute_actions),
    Relation("unit", "payoffs in another unit", _unit),
    Relation("gift", "a constant is added to a player's payoffs", _gift),
)
SIDE = Relation("side effect", "payoffs that only the other's action decides", _side_effect)
NEVER = Relation("dominated action", "a strictly dominated action is added", _dominated)
AGAIN = Relation("duplicate action", "an action is there twice", _duplicate)


def _payoffs(game: NormalFormGame, values: Any) -> dict[str, Any]:
    return dict(zip(game.players, values, strict=True))


def _profile(game: NormalFormGame, mixtures: Any) -> dict[str, Any]:
    """Who plays what how often; what is never played is not said."""
    return {
        player: {a: x for a, x in zip(actions, mixture, strict=True) if x}
        for player, actions, mixture in zip(game.players, game.actions, mixtures, strict=True)
    }


def _cell(game: NormalFormGame, cell: Any) -> dict[str, str]:
    return {p: names[k] for p, names, k in zip(game.players, game.actions, cell, strict=True)}


def _set(found: Any, game: NormalFormGame) -> Answer:
    return {
        "profiles": Fact(Bag(_profile(game, e) for e in found.equilibria)),
        "payoffs": Fact(Bag(_payoffs(game, x) for x in found.payoffs), money=1, own=True),
        "components": Fact(len(found.components)),
    }


def _nash(game: NormalFormGame) -> Answer:
    return _set(gto.nash_equilibria(game), game)


def _equilibria(game: NormalFormGame) -> Answer:
    return _set(gto.equilibria(game).nash, game)


def _paths(game: NormalFormGame) -> Answer:
    """Where the paths from all labels end."""
    labels = range(sum(game.shape))
    ends = [gto.lemke_howson(game, label).equilibria[0] for label in labels]
    unique = [e for k, e in enumerate(ends) if e not in ends[:k]]
    return {"ends": Fact(Bag(_profile(game, e) for e in unique))}


def _selected(rule: str) -> Any:
    def answer(game: NormalFormGame) -> Answer:
        among = gto.nash_equilibria(game)
        found = gto.select_equilibrium(among, rule)
        chosen = Bag(_profile(game, among.equilibria[k]) for k in found.indices)
        return {"chosen": Fact(chosen)}

    return answer


def _pure(game: NormalFormGame) -> Answer:
    found = gto.pure_nash(game)
    pairs = zip(found.cells, found.strict, strict=True)
    return {"cells": Fact(Bag((_cell(game, cell), strict) for cell, strict in pairs))}


def _kept(eliminate: Any) -> Any:
    return lambda game: {"kept": Fact(frozenset(sum(eliminate(game).actions, ())))}


def _rationalisable(game: NormalFormGame) -> Answer:
    return {"kept": Fact(frozenset(sum(gto.rationalisable(game), ())))}


def _security(game: NormalFormGame) -> Answer:
    found = gto.security_levels(game)
    columns = ("pure_maximin", "pure_minimax", "mixed")
    return {name: Fact(_payoffs(game, getattr(found, name)), money=1, own=True) for name in columns}


def _best_correlated(solve: Any) -> Any:
    return lambda game: {"value": Fact(solve(game).value, money=1)}


def _potential(game: NormalFormGame) -> Answer:
    found = gto.exact_potential(game)
    best = Bag(_cell(game, cell) for cell in found.maximisers)
    return {"is a potential game": Fact(bool(found)), "maximisers": Fact(best)}


def _patience(game: NormalFormGame) -> Answer:
    """Critical patience of every cell."""
    out = []
    for cell in game.profiles():
        try:
            needed: Any = gto.critical_patience(game, cell)
        except (NoAnswer, ModelError):
            needed = "cannot be kept"
        out.append((_cell(game, cell), needed))
    return {"needed": Fact(Bag(out))}


def _agreement(game: NormalFormGame) -> Answer:
    out = []
    for cell in game.profiles():
        try:
            found = gto.agreement_patience(
                gto.RepeatedGame(game, (Fraction(1, 2), Fraction(1, 2))), cell
            )
            needed: Any = dict(found.needed)
        except (NoAnswer, ModelError):
            needed = "cannot be kept"
        out.append((_cell(game, cell), needed))
    return {"needed": Fact(Bag(out))}


def _repeated(game: NormalFormGame) -> Answer:
    found = gto.equilibrium_payoffs(game, Fraction(1, 2))
    corners = Bag(_payoffs(game, x) for x in found.vertices)
    return {"corners": Fact(corners, money=1, own=True)}


def _finite(game: NormalFormGame) -> Answer:
    found = gto.finite_horizon(game, 2)
    means = Bag(_payoffs(game, x) for x in found.vertices[-1])
    cells = [Bag(dict(zip(game.players, cell, strict=True)) for cell in found.playable[-1])]
    return {"payoffs": Fact(means, money=1, own=True), "playable": Fact(cells[0])}


def _periods(game: NormalFormGame) -> Answer:
    cells = Bag((_cell(game, c), str(gto.periods_needed(game, c))) for c in game.profiles())
    return {"periods": Fact(cells)}


TWICE = "what holds for the action holds for its double, and so there is more of everything"
PATH = "where a game is degenerate, ties on the path are broken by the order of the actions"
ONLY_PAYOFFS = "its answer is payoffs only, and these change with what the other does to me"
PREFERRED = "which equilibrium players prefer is a matter of what the other's action does to them"
ROUND = "whether an action is dominated weakly can hang on an action that is not taken itself"
WORST = "the new action is a threat: minimax is about all that the other can do, liked or not"
BOUND = "a coarse deviation gives up the recommended action before it is known, the bad one too"
THREAT = "later equilibria are rewards and punishments, and what they pay has changed"
MEANT = "a player who breaks the agreement, or punishes for that, may want the new action"
TWICE_ONLY = {"duplicate action": TWICE}
CHOSEN = {"side effect": PREFERRED, "duplicate action": TWICE}
KEPT = {"side effect": THREAT, "dominated action": MEANT, "duplicate action": TWICE}
RULES = {
    "payoff_dominance": CHOSEN,
    "risk_dominance": {},
    "hicks_optimal": CHOSEN,
    "uniform": TWICE_ONLY,
}
"""The rules that select an equilibrium, with what does not hold for them."""
PAYOFFS = {"side effect": ONLY_PAYOFFS}
SUBJECTS = (
    Subject("nash_equilibria", _nash, exceptions=TWICE_ONLY),
    Subject("equilibria", _equilibria, exceptions=TWICE_ONLY),
    Subject("lemke_howson", _paths, exceptions={"permute actions": PATH, **TWICE_ONLY}),
    *(
        Subject(f"select_equilibrium: {rule}", _selected(rule), exceptions=exceptions)
        for rule, exceptions in RULES.items()
    ),
    Subject("pure_nash", _pure, exceptions=TWICE_ONLY),
    Subject("strict_dominance", _kept(gto.strict_dominance)),
    Subject("weak_dominance", _kept(gto.weak_dominance), exceptions={"dominated action": ROUND}),
    Subject("rationalisable", _rationalisable),
    Subject("security_levels", _security, exceptions={**PAYOFFS, "dominated action": WORST}),
    Subject(
        "correlated_equilibrium",
        _best_correlated(gto.correlated_equilibrium),
        exceptions=PAYOFFS,
    ),
    Subject(
        "coarse_correlated_equilibrium",
        _best_correlated(gto.coarse_correlated_equilibrium),
        exceptions={**PAYOFFS, "dominated action": BOUND},
    ),
    Subject("exact_potential", _potential, exceptions=TWICE_ONLY),
    Subject("critical_patience", _patience, exceptions=KEPT),
    Subject("agreement_patience", _agreement, exceptions=KEPT),
    Subject(
        "equilibrium_payoffs",
        _repeated,
        exceptions={**PAYOFFS, "dominated action": WORST},
    ),
    Subject("finite_horizon", _finite, exceptions=KEPT),
    Subject("periods_needed", _periods, exceptions=KEPT),
)
KIND = Kind("two-player games", _games(), (*TELLING, SIDE, NEVER, AGAIN), SUBJECTS, 3)


def _zero_sum(game: NormalFormGame) -> Answer:
    found = gto.zero_sum(game)
    assert replace(game) == game
    return {"value": Fact(_payoffs(game, found.payoffs[0]), money=1, own=True)}


CONFLICT = Kind(
    "games of pure conflict",
    _games(4, zero_sum=True),
    (*TELLING, NEVER, AGAIN),
    (Subject("zero_sum", _zero_sum), Subject("security_levels (conflict)", _security)),
)
