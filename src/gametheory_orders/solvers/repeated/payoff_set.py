"""All payoffs of subgame-perfect equilibria of a repeated two-player game.

Builds on bounds.py. Pure actions, perfect monitoring, a public lot before each period, one
patience for both. Not here: more players, mixed actions, imperfect monitoring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.foundations.tolerances import INDIFFERENT, payoff_scale
from gametheory_orders.games.nodes import as_json
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.games.repeated_game import RepeatedGame
from gametheory_orders.solvers.pure_nash import pure_nash
from gametheory_orders.solvers.repeated.automaton import Automaton
from gametheory_orders.solvers.repeated.bounds import (
    Offers,
    inner_bound,
    outer_bound,
    proved_exact,
)
from gametheory_orders.solvers.repeated.geometry import (
    Number,
    Point,
    Polygon,
    hull,
    nearest,
    weights,
)
from gametheory_orders.solvers.repeated.patience import rational, stage_and_patience

MOST_CELLS = 2500
CONCEPT = "subgame-perfect equilibria in pure actions, with a public lot before each period"


@dataclass(frozen=True, eq=False)
class RepeatedPayoffs(Result):
    """The payoffs of all subgame-perfect equilibria of a repeated two-player game.

    Parameters
    ----------
    stage : NormalFormGame
        What is played in each period.
    patience : Fraction
        Of both.
    vertices : tuple of pairs of numbers
        Corners of the set, counterclockwise, in average payoffs per period. All they span are
        equilibrium payoffs: ``automaton`` is the equilibrium.
    outer : tuple of pairs of numbers
        Corners of a set that holds all equilibrium payoffs.
    exact : bool
        Whether both sets are proved to be the same, in fractions.
    error : Fraction or float
        How far the outer set reaches beyond the inner one, in units of payoff; 0 if exact.
    automaton : Automaton
        One state for each corner; its one-shot deviations are checked in fractions.
    """

    stage: NormalFormGame
    patience: Fraction
    vertices: tuple[Point, ...]
    outer: tuple[Point, ...]
    exact: bool
    error: Number
    automaton: Automaton

    concept = CONCEPT

    @property
    def threats(self) -> Point:
        """The least that each player gets in an equilibrium: its punishment."""
        one, two = (min(v[i] for v in self.vertices) for i in (0, 1))
        return one, two

    @property
    def certificate(self) -> dict[str, Any]:
        """What was checked, and how closely."""
        margins = [m for row in self.automaton.margins for m in row if m is not None]
        return {
            "concept": self.concept,
            "checked": "one-shot deviations of each player in each state of the automaton",
            "number": len(margins),
            "arithmetic": "fractions",
            "smallest_margin": self.automaton.smallest_margin,
            "holds": self.automaton.subgame_perfect,
        }

    def contains(self, payoffs: Sequence[Number]) -> bool | None:
        """Whether a pair of payoffs is an equilibrium's; None where the bounds leave it open.

        Examples
        --------
        >>> stage = NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
        >>> found = equilibrium_payoffs(stage, 0.6)
        >>> found.contains((2, 2)), found.contains((4, 3))
        (True, False)
        """
        if len(payoffs) != 2:
            raise ModelError("payoffs", payoffs, "two numbers")
        one, two = (rational(x, f"payoffs[{i}]") for i, x in enumerate(payoffs))
        corners = hull((Fraction(x), Fraction(y)) for x, y in self.vertices)
        if weights(corners, (one, two)) is not None:
            return True
        room = 10 * INDIFFERENT * payoff_scale(*self.stage.floats)
        if self.exact or nearest(self.outer, (one, two))[0] > room:
            return False
        return None

    def table(self) -> Table:
        """Return one row for each corner: actions now, payoffs."""
        rows = []
        for k, (one, two) in enumerate(self.vertices):
            cell = self.automaton.profiles[k]
            names = [names[s] for names, s in zip(self.stage.actions, cell, strict=True)]
            rows.append([k + 1, *names, float(one), float(two)])
        players = self.stage.players
        columns = ["", *(f"{name} plays" for name in players), *(f"u({name})" for name in players)]
        sure = "exact" if self.exact else f"error at most {float(self.error):.1e}"
        return Table(columns, rows, f"equilibrium payoffs at patience {self.patience} ({sure})")

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values; fractions as strings."""
        return {
            "schema": 1,
            "title": self.stage.title,
            "concept": self.concept,
            "players": list(self.stage.players),
            "patience": as_json(self.patience),
            "vertices": [list(map(as_json, v)) for v in self.vertices],
            "outer": [list(map(as_json, v)) for v in self.outer],
            "threats": list(map(as_json, self.threats)),
            "exact": self.exact,
            "error": as_json(self.error),
            "certificate": {
                key: as_json(value) if isinstance(value, Fraction) else value
                for key, value in self.certificate.items()
            },
            "automaton": self.automaton.to_dict(),
        }


def equilibrium_payoffs(
    game: RepeatedGame | NormalFormGame, patience: Number | None = None
) -> RepeatedPayoffs:
    """Return all payoffs of subgame-perfect equilibria of a repeated two-player game.

    Parameters
    ----------
    game : RepeatedGame or NormalFormGame
        Two players, at most 2,500 cells.
    patience : number, optional
        Weight of the next period's payoff against this one's, in [0, 1), for both; given if the
        game is a stage game only.

    Returns
    -------
    RepeatedPayoffs
        A set that an equilibrium spans, and one that holds all equilibrium payoffs.

    Raises
    ------
    ModelError
        For more than two players, or if patience differs between them: then payoffs can lie
        outside what the stage game offers (Lehrer and Pauzner 1999) and corners need not be finite
        in number.
    NoAnswer
        If there is no subgame-perfect equilibrium in pure actions.

    Source: Abreu, Pearce and Stacchetti, Econometrica 58 (1990); Abreu and Sannikov, Theoretical
    Economics 9 (2014), whose operator guesses the corners. The guess is then checked, and a set
    outside it is found by steps that are proved in bounds.py.

    Examples
    --------
    A prisoners' dilemma at patience 4/5 (temptation 6, reward 4, punishment 2):

    >>> stage = NormalFormGame(([[4, 0], [6, 2]], [[4, 6], [0, 2]]))
    >>> found = equilibrium_payoffs(stage, Fraction(4, 5))
    >>> [(str(x), str(y)) for x, y in found.vertices], found.exact
    ([('2', '2'), ('5', '2'), ('4', '4'), ('2', '5')], True)
    """
    stage, both = stage_and_patience(game, patience)
    if stage.n != 2:
        raise ModelError("game", f"{stage.n} players", "two")
    if both[0] != both[1]:
        found = ", ".join(map(str, both))
        raise ModelError("patience", found, "the same for both players")
    if len(stage.payoffs[0].ravel()) > MOST_CELLS:
        raise ModelError("game", f"{stage.payoffs[0].size} cells", f"at most {MOST_CELLS}")
    if not both[0]:
        return _one_period(stage)
    offers = Offers.of(stage, both[0])
    machine, snapped = inner_bound(stage, offers)
    upper = _upper(offers, machine)
    outer = outer_bound(offers, upper)
    if not outer:
        raise _none(stage, both[0])
    if machine is None:
        raise NoAnswer(
            "no equilibrium in pure actions was found, nor that there is none",
            {"outer": [list(map(float, point)) for point in outer]},
        )
    return _result(stage, offers, machine, snapped, outer)


def _upper(offers: Offers, machine: Automaton | None) -> Point | None:
    """Return payoffs that the threats are not above: of some equilibrium for each player."""
    if machine is None:
        return None
    one, two = (min(v[i] for v in machine.values) for i in (0, 1))
    return one, two


def _result(
    stage: NormalFormGame, offers: Offers, machine: Automaton, snapped: bool, outer: Polygon
) -> RepeatedPayoffs:
    points: list[Point] = [(v[0], v[1]) for v in machine.values]
    corners = hull(points)
    machine = _reordered(machine, [points.index(corner) for corner in corners], corners)
    upper = _upper(offers, machine)
    assert upper is not None
    exact = snapped and proved_exact(offers, corners, upper)
    shown: Polygon = corners if snapped else [(float(x), float(y)) for x, y in corners]
    error: Number = Fraction(0)
    if not exact:
        # Never less than what covers rounding, even where both look the same in floats.
        error = max(*(nearest(corners, p)[0] for p in outer), INDIFFERENT * offers.scale)
    return RepeatedPayoffs(
        stage,
        Fraction(offers.patience),
        tuple(shown),
        tuple(corners if exact else outer),
        exact,
        error,
        machine,
    )


def _reordered(machine: Automaton, order: list[int], corners: Polygon) -> Automaton:
    """Return the automaton with the states of the corners only, in their order.

    A state that is no corner is replaced by a lot over the corners that span its payoffs.
    """
    lots = []
    for v in machine.values:
        lot = weights(corners, (v[0], v[1]))
        assert lot is not None
        lots.append({i: Fraction(w) for i, w in lot.items()})
    follow = []
    for k in order:
        row: dict[int, Fraction] = {}
        for state, chance in machine.follow[k].items():
            for i, w in lots[state].items():
                row[i] = row.get(i, Fraction(0)) + chance * w
        follow.append(row)
    worst = tuple(
        next(i for i, c in enumerate(corners) if c[j] == min(p[j] for p in corners)) for j in (0, 1)
    )
    profiles = tuple(machine.profiles[k] for k in order)
    ordered = Automaton(
        machine.stage, machine.patience, profiles, tuple(follow), (worst,) * len(order)
    )
    assert ordered.subgame_perfect
    return ordered


def _one_period(stage: NormalFormGame) -> RepeatedPayoffs:
    """Return the set for players who do not care for the future: lots over stage equilibria."""
    cells = pure_nash(stage).cells
    one, two = stage.exact
    by_point = {(one[cell], two[cell]): cell for cell in cells}
    corners = hull(by_point)
    if not corners:
        raise _none(stage, Fraction(0))
    loops = tuple({k: Fraction(1)} for k in range(len(corners)))
    zero = Fraction(0)
    machine = Automaton(
        stage, (zero, zero), tuple(by_point[c] for c in corners), loops, ((0, 0),) * len(corners)
    )
    return RepeatedPayoffs(stage, zero, tuple(corners), tuple(corners), True, zero, machine)


def _none(stage: NormalFormGame, patience: Fraction) -> NoAnswer:
    return NoAnswer(
        f"no subgame-perfect equilibrium in pure actions at patience {patience}: "
        "no profile has continuation payoffs that keep both players at it",
        {"patience": as_json(patience), "players": list(stage.players)},
    )
