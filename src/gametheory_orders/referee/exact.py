"""A cooperation game on the linear-quadratic public good, solved in fractions.

Builds on judging.py. Figures are taken as the decimals that a file has, or given as fractions.
Where an agreed or kept level is a root that is no fraction, the answer says so.
Not here: the float mode, which is solvers.solve and shares no code with this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.games import CooperationGame
from gametheory_orders.referee.ballots import as_written
from gametheory_orders.referee.bargains import worth
from gametheory_orders.referee.figures import NotCovered
from gametheory_orders.referee.goods import ZERO, good_of
from gametheory_orders.referee.judging import effectiveness, outcome_of
from gametheory_orders.referee.terms import terms_of

Given = Mapping[str, "int | Fraction | str"]


@dataclass(frozen=True)
class ExactOutcome(Result):
    """The solution of a cooperation game in fractions.

    Parameters
    ----------
    states, members : tuple of str
        All states, and those who are in.
    agreed_level, level : Fraction or None
        What is agreed, and what is kept, where it is one level.
    actions, payoffs : mapping of str to Fraction
        What is kept, and what everyone has.
    effectiveness : Fraction or None
        None if nothing is at stake.
    rational : bool
        Whether the answer is made of fractions only; else a level is a root, to sixty digits.
    why : str
        Which level is a root, if one is.
    """

    states: tuple[str, ...]
    members: tuple[str, ...]
    agreed_level: Fraction | None
    level: Fraction | None
    actions: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    effectiveness: Fraction | None
    rational: bool
    why: str = ""

    def table(self) -> Table:
        """Return one row a state: in or out, its action and payoff."""
        rows = [
            [
                state,
                state in self.members,
                _text(self.actions[state], self.rational),
                _text(self.payoffs[state], self.rational),
            ]
            for state in self.states
        ]
        title = "in fractions" if self.rational else f"to sixty digits: {self.why}"
        return Table(["state", "member", "action", "payoff"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the solution as plain values, fractions as text."""

        def text(value: Fraction | None) -> str | None:
            return None if value is None else str(value)

        return {
            "members": list(self.members),
            "agreed_level": text(self.agreed_level),
            "level": text(self.level),
            "actions": {state: str(value) for state, value in self.actions.items()},
            "payoffs": {state: str(value) for state, value in self.payoffs.items()},
            "effectiveness": text(self.effectiveness),
            "rational": self.rational,
            "why": self.why,
        }


def _text(value: Fraction, rational: bool) -> str | float:
    return str(value) if rational else float(value)


def solve_exactly(
    game: CooperationGame,
    *,
    patience: int | float | Fraction | str | None = None,
    stakes: Given | None = None,
    capacities: Given | None = None,
) -> ExactOutcome:
    """Solve a cooperation game in fractions, where its answer is one.

    Parameters
    ----------
    game : CooperationGame
        A linear-quadratic public good under an order whose rules have a definition here.
    patience : number or str, optional
        In [0, 1); replaces the order's own. A float is taken as the decimal that is written.
    stakes, capacities : mapping of str to int, Fraction or str, optional
        By state, such as "1/3"; they replace the world's, which are taken as decimals.

    Returns
    -------
    ExactOutcome
        Members, levels, actions, payoffs and effectiveness; whether they are fractions.

    Raises
    ------
    ModelError
        If a figure is wrong, or a rule or the family has no definition in fractions.

    Examples
    --------
    >>> from gametheory_orders import CooperationGame, PublicGood, World, charter
    >>> world = World(["A", "B", "C"], {"stake": [0.1, 0.1, 0.2], "capacity": [1.0, 1.0, 1.0]})
    >>> found = solve_exactly(CooperationGame(PublicGood(world), charter(quota="unanimity")))
    >>> str(found.level), str(found.effectiveness), found.rational
    ('3/10', '19/22', True)
    """
    try:
        good = good_of(game.issue, as_written)
        changed = {
            "stakes": _replaced(good.ids, good.stakes, stakes, "stakes", ZERO),
            "capacities": _replaced(good.ids, good.capacities, capacities, "capacities", None),
        }
        good = replace(good, stakes=changed["stakes"], capacities=changed["capacities"])
        terms = terms_of(game.order, good, game.world, _patience(game, patience))
        agreed, kept, _ = outcome_of(terms)
    except NotCovered as error:
        expected = "a linear-quadratic public good under rules that are defined in fractions"
        raise ModelError("game", str(error), expected) from None
    payoffs = worth(terms, kept)
    roots = [name for name, deal in (("agreed", agreed), ("kept", kept)) if not deal.exact]
    why = f"what is {' and '.join(roots)} is a root that is no fraction" if roots else ""
    return ExactOutcome(
        good.ids,
        tuple(terms.names(kept.members)),
        agreed.level,
        kept.level,
        dict(zip(good.ids, kept.actions, strict=True)),
        dict(zip(good.ids, payoffs, strict=True)),
        effectiveness(good, payoffs),
        not roots,
        why,
    )


def _replaced(
    ids: tuple[str, ...],
    own: list[Fraction],
    given: Given | None,
    where: str,
    least: Fraction | None,
) -> list[Fraction]:
    if given is None:
        return own
    if not isinstance(given, Mapping):
        raise ModelError(where, given, "a table by state")
    found = dict(zip(ids, own, strict=True))
    for state, value in given.items():
        if state not in found:
            raise ModelError(f"{where}.{state}", "no such state", f"one of: {', '.join(ids)}")
        number = exact_number(value, f"{where}.{state}")
        if number < 0 or (least is None and number == 0):
            expected = "0 or more" if least is not None else "a number above 0"
            raise ModelError(f"{where}.{state}", str(value), expected)
        found[state] = number
    return list(found.values())


def _patience(game: CooperationGame, given: Any) -> Any:
    """Return patience as a fraction, or by state."""
    if given is None:
        return {
            state: as_written(value)
            for state, value in zip(game.world.ids, game.patience().tolist(), strict=True)
        }
    number = exact_number(given, "patience")
    if not 0 <= number < 1:
        raise ModelError("patience", given, "a number from 0 to below 1")
    return number


def exact_number(value: Any, where: str) -> Fraction:
    """Return a number as a fraction: text and floats as the decimals that they are written as.

    Examples
    --------
    >>> exact_number("1/3", "x"), exact_number(0.1, "x")
    (Fraction(1, 3), Fraction(1, 10))
    """
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str | Fraction):
            raise ValueError
        return as_written(value) if isinstance(value, float) else Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):
        raise ModelError(where, value, "a whole number, a fraction or a decimal") from None
