"""A study of one parameter: regimes, the boundaries between them, and slopes inside them.

Builds on breaks.py and facts.py. Boundaries are found by solving the game again and again, so
they hold for every order and issue; where a formula is known it is better.
Not here: two parameters at once (phases.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import BREAK
from gametheory_orders.games import CooperationGame, Outcome
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.solvers.solve import solve
from gametheory_orders.statics.numeric.breaks import (
    Break,
    Line,
    Sampled,
    check_interval,
    find_breaks,
)
from gametheory_orders.statics.numeric.facts import (
    FACTS,
    WATCHED,
    Facts,
    changes,
    check_watched,
    facts_of,
    in_words,
    no_answer,
)
from gametheory_orders.statics.outputs import check_output, read_output
from gametheory_orders.statics.parameters import find_parameter, parameter_value, vary

Settings = Mapping[str, float | str]


@dataclass(frozen=True)
class ParameterRegime:
    """A stretch of the parameter in which the same holds and the output is smooth.

    Parameters
    ----------
    low, high : float
        From where to where.
    facts : mapping of str to tuple of str
        What holds.
    first, last : float
        The output at both ends.
    slope : float
        Its derivative in the middle.
    elasticity : float
        Percent of the output for one percent of the parameter, there; NaN where either is 0.
    """

    low: float
    high: float
    facts: Facts
    first: float
    last: float
    slope: float
    elasticity: float


@dataclass(frozen=True)
class ParameterBoundary:
    """A place where the output jumps or bends, or something else starts or stops to hold.

    Parameters
    ----------
    low, high : float
        It lies between these two.
    kind : {"jump", "kink", "regime"}
        The output jumps, its slope does, or neither.
    before, after : float
        The output on both sides.
    slope_before, slope_after : float
        Its slopes.
    why : tuple of str
        What starts or stops to hold; empty if nothing that is watched.
    """

    low: float
    high: float
    kind: str
    before: float
    after: float
    slope_before: float
    slope_after: float
    why: tuple[str, ...]

    @property
    def at(self) -> float:
        """The middle of the bracket."""
        return 0.5 * (self.low + self.high)


@dataclass(frozen=True, eq=False)
class ParameterStudy(Result):
    """What one parameter does to one output.

    Parameters
    ----------
    issue, order : Issue, Order
        As given.
    parameter, output : str
        Full names.
    low, high : float
        The range.
    now : float or None
        The parameter's value in the model, if it has one and it lies in the range.
    settings : mapping
        What else was set.
    watch : tuple of str
        What makes a new regime.
    regimes : tuple of ParameterRegime
        In order.
    boundaries : tuple of ParameterBoundary
        Between them.
    points : tuple of (float, float)
        Everywhere the game was solved: parameter and output.
    tolerance : float
        Width of a boundary's bracket, as a share of the range.
    resolution : float
        Width of the grid's step: a regime narrower than this may have been missed.
    """

    issue: Issue
    order: Order
    parameter: str
    output: str
    low: float
    high: float
    now: float | None
    settings: Settings
    watch: tuple[str, ...]
    regimes: tuple[ParameterRegime, ...]
    boundaries: tuple[ParameterBoundary, ...]
    points: tuple[tuple[float, float], ...]
    tolerance: float
    resolution: float

    def table(self) -> Table:
        """Return one row a regime, with what begins or ends at its lower end."""
        rows = [
            [
                regime.low,
                regime.high,
                "; ".join(edge.why) or edge.kind if edge else "",
                in_words(regime.facts, self.watch),
                regime.first,
                regime.last,
                regime.slope,
                regime.elasticity,
            ]
            for edge, regime in zip((None, *self.boundaries), self.regimes, strict=True)
        ]
        columns = ["from", "to", "where", "what holds", "first", "last", "slope", "elasticity"]
        title = f"{self.output} by {self.parameter}: {self.issue.name} under {self.order.name}"
        return Table(columns, rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the study as plain values."""
        found: dict[str, Any] = plain(
            {
                "issue": self.issue.name,
                "order": self.order.name,
                "parameter": self.parameter,
                "output": self.output,
                "low": self.low,
                "high": self.high,
                "now": self.now,
                "settings": dict(self.settings),
                "tolerance": self.tolerance,
                "resolution": self.resolution,
                "solved": len(self.points),
                "regimes": [
                    {**vars(regime), "facts": dict(regime.facts)} for regime in self.regimes
                ],
                "boundaries": [{"at": edge.at, **vars(edge)} for edge in self.boundaries],
                "points": [{"parameter": x, "output": y} for x, y in self.points],
            }
        )
        return found


def parameter_study(
    issue: Issue,
    order: Order,
    parameter: str,
    low: float,
    high: float,
    *,
    output: str = "effectiveness",
    settings: Settings | None = None,
    watch: Sequence[str] = WATCHED,
    points: int = 65,
    tolerance: float = BREAK,
) -> ParameterStudy:
    """Return what a parameter does to an output: regimes, boundaries, slopes, elasticities.

    Parameters
    ----------
    issue, order : Issue, Order
        The model.
    parameter : str
        What is varied, as :func:`vary` names it.
    low, high : float
        From where to where.
    output : str
        One of :func:`~gametheory_orders.statics.outputs.output_names`.
    settings : mapping, optional
        Other parameters to be set first.
    watch : sequence of str
        Facts that make a new regime when they change: of members, agreement, blocked_by, binds,
        neediest, leavers, joiners, coerced, above, actions.
    points : int
        Of the grid on which changes are looked for.
    tolerance : float
        Width to which a boundary is bracketed, as a share of the range.

    Returns
    -------
    ParameterStudy
        Each boundary with its bracket, its kind, and what starts or stops to hold there. On both
        ends of every bracket the game was solved; inside a regime nothing was seen to change, on
        a grid whose step is ``resolution``.

    Raises
    ------
    ModelError
        For an unknown parameter, output or fact, a range upside down, or an end of the range
        that the model refuses.
    NoAnswer
        If there are more than 200 boundaries.

    Examples
    --------
    The patience from which on the six powers keep their agreement:

    >>> from gametheory_orders import load_issue, load_order
    >>> found = parameter_study(
    ...     load_issue("climate"), load_order("g6_consensus"), "patience", 0.5, 0.6, points=9
    ... )
    >>> [(round(edge.at, 4), edge.why) for edge in found.boundaries]
    [(0.5496, ('the agreement is kept', 'Russia stops binding'))]
    """
    check_interval(low, high, points, tolerance)
    watch, settings = check_watched(watch), dict(settings or {})
    parameter = find_parameter(issue, order, parameter).path
    now = _now(issue, order, settings, parameter, (low, high))
    check_output(issue.world.ids, output)
    sampler = Sampler(issue, order, settings, output, watch)
    for end in (low, high):
        vary(issue, order, {**settings, parameter: end})
    line = Line(lambda x: sampler({parameter: x}), low, high, points, tolerance)
    breaks = find_breaks(line)

    def facts(x: float) -> Facts:
        return sampler.facts({parameter: x})

    edges = [low, *(x for found in breaks for x in (found.low, found.high)), high]
    regimes = tuple(
        _regime(line, facts, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)
    )
    boundaries = tuple(
        _boundary(found, facts(found.low), facts(found.high), watch) for found in breaks
    )
    solved = tuple((x, line.value(x)) for x in sorted(line.known))
    return ParameterStudy(
        issue,
        order,
        parameter,
        output,
        float(low),
        float(high),
        now,
        settings,
        watch,
        regimes,
        boundaries,
        solved,
        tolerance,
        (high - low) / (points - 1),
    )


class Sampler:
    """Solves a model at settings, and reads one output and the watched facts."""

    def __init__(
        self, issue: Issue, order: Order, settings: Settings, output: str, watch: Sequence[str]
    ) -> None:
        self.issue, self.order, self.output, self.watch = issue, order, output, tuple(watch)
        self.settings = dict(settings)
        self._facts: dict[tuple[Any, ...], Facts] = {}
        self._found: dict[tuple[Any, ...], Sampled] = {}

    def solved(self, settings: Settings) -> Outcome:
        """Return the outcome at settings."""
        issue, order, how = vary(self.issue, self.order, {**self.settings, **settings})
        return solve(CooperationGame(issue, order), **how)

    def __call__(self, settings: Settings) -> Sampled:
        """Return the output (NaN where there is no solution) and the watched facts."""
        key = tuple(settings.items())
        if key in self._found:
            return self._found[key]
        try:
            outcome = self.solved(settings)
        except NoAnswer as error:
            value, self._facts[key] = math.nan, no_answer(str(error))
        else:
            value = read_output(outcome, self.output)
            if self.watch:
                # Who would leave or join takes longer than the output itself.
                self._facts[key] = facts_of(outcome)
        facts = self._facts.get(key, {})
        self._found[key] = value, tuple(facts.get(kind, ()) for kind in self.watch)
        return self._found[key]

    def facts(self, settings: Settings) -> Facts:
        """Return what holds at settings."""
        key = tuple(settings.items())
        if key not in self._facts:
            try:
                self._facts[key] = facts_of(self.solved(settings))
            except NoAnswer as error:
                self._facts[key] = no_answer(str(error))
        return self._facts[key]


def _now(
    issue: Issue, order: Order, settings: Settings, parameter: str, within: tuple[float, float]
) -> float | None:
    """Return the parameter's value in the model, None if it has no number or is out of range."""
    if any(find_parameter(issue, order, path).path == parameter for path in settings):
        raise ModelError("settings", f"{parameter!r}, which is varied", "other parameters")
    issue, order, _ = vary(issue, order, settings)
    try:
        value = parameter_value(issue, order, parameter)
    except ModelError:
        return None
    return value if within[0] <= value <= within[1] else None


def _boundary(
    found: Break, before: Facts, after: Facts, watch: tuple[str, ...]
) -> ParameterBoundary:
    """Return a break with what starts or stops to hold there: of what is watched, or else."""
    why = changes(before, after, watch) or changes(before, after, tuple(FACTS))
    return ParameterBoundary(**vars(found), why=why)


def _regime(
    line: Line, facts: Callable[[float], Facts], low: float, high: float
) -> ParameterRegime:
    """Return the regime between two boundaries, with slope and elasticity in its middle."""
    middle, h = 0.5 * (low + high), 1e-3 * (high - low)
    slope = math.nan
    if low < middle - 2 * h < middle - h < middle < high:
        near, far = (line.value(middle + k * h) - line.value(middle - k * h) for k in (1, 2))
        slope = (8 * near - far) / (12 * h)
    value = line.value(middle)
    elasticity = slope * middle / value if value and middle else math.nan
    return ParameterRegime(
        low, high, facts(middle), line.value(low), line.value(high), slope, elasticity
    )
