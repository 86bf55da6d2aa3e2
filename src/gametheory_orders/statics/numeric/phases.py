"""Phase diagrams: what holds where in the plane of two parameters, and the boundaries between.

Which order leads, who blocks, who is in, what is kept: a label for each point. Boundaries are known
to a tolerance along the lines of a grid. A region that no point of the grid touches is missed.
Builds on facts.py and cells.py. Not here: one parameter at a time (study.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, nearest_name, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import CONSENT
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.statics.numeric.breaks import check_interval
from gametheory_orders.statics.numeric.cells import Cell, Pair, Point, Tracer
from gametheory_orders.statics.numeric.facts import FACTS, UNSOLVED
from gametheory_orders.statics.numeric.fronts import cs_of, in_front
from gametheory_orders.statics.numeric.study import Sampler, Settings
from gametheory_orders.statics.outputs import check_output
from gametheory_orders.statics.parameters import find_parameter, vary

LEADER = "leader"
LEADING_C = "leading_c"
NOTHING = "nothing is gained"
LEADING = (LEADER, LEADING_C)
TIED = "no difference"
UNDEFINED = "no solution"


@dataclass(frozen=True)
class PhaseBoundary:
    """The boundary between two labels.

    Parameters
    ----------
    between : tuple of two str
        The labels.
    points : array, shape (points, 2)
        Where the lines of the grid cross it, first parameter first.
    segments : array, shape (segments, 2, 2)
        Straight pieces that join them.
    formula : str
        Its formula where one was given, else "".
    """

    between: Pair
    points: np.ndarray
    segments: np.ndarray
    formula: str = ""


@dataclass(frozen=True, eq=False)
class PhaseDiagram(Result):
    """Labels in the plane of two parameters.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    orders : tuple of Order
        One, or those among which one leads.
    parameters : tuple of two str
        Across and up.
    across, up : array
        Values of the grid.
    labels : array of str, shape (up, across)
        What holds at the grid's points.
    what : str
        What the labels are: "leader", "leading_c", or a kind of fact.
    output : str
        By which the leader is chosen.
    cells : tuple of Cell
        The plane in rectangles, smaller where boundaries bend or meet.
    boundaries : tuple of PhaseBoundary
        Between labels.
    tolerance : float
        Width of a bracket on the grid's lines, as a share of the range.
    solved : int
        Points at which the model was solved.
    """

    issue: Issue
    orders: tuple[Order, ...]
    parameters: Pair
    across: np.ndarray
    up: np.ndarray
    labels: np.ndarray
    what: str
    output: str
    cells: tuple[Cell, ...]
    boundaries: tuple[PhaseBoundary, ...]
    tolerance: float
    solved: int

    @property
    def phases(self) -> tuple[str, ...]:
        """The labels that occur, the most frequent first."""
        names, counts = np.unique(self.labels, return_counts=True)
        order = sorted(range(len(names)), key=lambda j: (-counts[j], names[j]))
        return tuple(str(names[j]) for j in order)

    def table(self) -> Table:
        """Return one row a label: its share of the grid, and what it borders on."""
        rows = []
        for name in self.phases:
            beside = [
                other
                for edge in self.boundaries
                for other in edge.between
                if name in edge.between and other != name
            ]
            share = float((self.labels == name).mean())
            rows.append([name, share, "; ".join(dict.fromkeys(beside))])
        title = f"{self.what} on {self.issue.name}, by {' and '.join(self.parameters)}"
        return Table([self.what, "share of the grid", "borders on"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return grid, labels and boundaries as plain values."""
        found: dict[str, Any] = plain(
            {
                "issue": self.issue.name,
                "orders": [order.name for order in self.orders],
                "parameters": self.parameters,
                "what": self.what,
                "output": self.output,
                "across": self.across,
                "up": self.up,
                "labels": self.labels,
                "boundaries": [vars(edge) for edge in self.boundaries],
                "tolerance": self.tolerance,
                "solved": self.solved,
            }
        )
        return found


def phase_diagram(
    issue: Issue,
    orders: Order | Sequence[Order],
    across: tuple[str, float, float],
    up: tuple[str, float, float],
    *,
    what: str = LEADER,
    output: str = "effectiveness",
    settings: Settings | None = None,
    points: int = 17,
    tolerance: float = 1e-4,
    formulas: Mapping[Pair, str] | None = None,
) -> PhaseDiagram:
    """Return what holds where in the plane of two parameters.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    orders : Order or sequence of Order
        Several if ``what`` is "leader" or "leading_c", else one.
    across, up : tuple of str, float, float
        Parameter, low and high end.
    what : str
        "leader": the order with the largest output; "leading_c": the C of that order, where
        something is gained; or a kind of fact: members, agreement, blocked_by, binds, neediest,
        leavers.
    output : str
        By which the leader is chosen.
    settings : mapping, optional
        Other parameters to be set first.
    points : int
        Of the grid, on each side.
    tolerance : float
        Width to which boundaries are bracketed on the grid's lines, as a share of the range.
    formulas : mapping of pairs of labels to str, optional
        Formulas of boundaries that are known in closed form, to be shown beside them.

    Raises
    ------
    ModelError
        For unknown names, ranges upside down or out of bounds, one order where several are
        needed, several where one is.
    NoAnswer
        If labels change at more than 500 places on one edge of the grid.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> found = phase_diagram(
    ...     load_issue("climate"),
    ...     load_order("g6_consensus"),
    ...     ("patience", 0.5, 0.6),
    ...     ("price", 20.0, 30.0),
    ...     what="agreement",
    ...     points=5,
    ... )
    >>> found.phases, {round(float(x), 3) for x, _ in found.boundaries[0].points}
    (('kept', 'kept in part'), {0.55})
    """
    chosen = (orders,) if isinstance(orders, Order) else tuple(orders)
    _check(issue, chosen, what, output)
    check_interval(across[1], across[2], points, tolerance)
    check_interval(up[1], up[2], points, tolerance)
    names = tuple(_name(issue, chosen, path) for path in (across[0], up[0]))
    if names[0] == names[1]:
        raise ModelError("up", f"{names[0]!r} a second time", "another parameter")
    asked = {"what": what, "output": output}
    plane = _Plane(issue, chosen, (names[0], names[1]), settings=dict(settings or {}), **asked)
    for corner in ((a, b) for a in across[1:] for b in up[1:]):
        plane.check(corner)
    xs, ys = (np.linspace(low, high, points) for low, high in (across[1:], up[1:]))
    labels = np.array([[plane.label(x, y) for x in xs.tolist()] for y in ys.tolist()], dtype=object)
    widths = tolerance * (across[2] - across[1]), tolerance * (up[2] - up[1])
    cells = Tracer(plane.label, widths).cells(xs.tolist(), ys.tolist())
    return PhaseDiagram(
        issue,
        chosen,
        (names[0], names[1]),
        xs,
        ys,
        labels.astype(str),
        what,
        output,
        tuple(cells),
        _boundaries(cells, formulas or {}),
        tolerance,
        len(plane.known),
    )


class _Plane:
    """The label of every point, each worked out once."""

    def __init__(
        self,
        issue: Issue,
        orders: tuple[Order, ...],
        names: Pair,
        *,
        what: str,
        output: str,
        settings: dict[str, float | str],
    ) -> None:
        self.names, self.what, self.orders = names, what, orders
        watch = () if what in LEADING else (what,)
        self.samplers = [Sampler(issue, o, _own(issue, o, settings), output, watch) for o in orders]
        self.has = [[_has(issue, o, name) for name in names] for o in orders]
        self.known: dict[tuple[float, float], str] = {}

    def settings(self, j: int, point: Sequence[float]) -> dict[str, float]:
        """Return what is to be set for an order at a point."""
        triples = zip(self.names, point, self.has[j], strict=True)
        return {name: float(x) for name, x, has in triples if has}

    def check(self, point: tuple[float, float]) -> None:
        """Raise if the model refuses a point."""
        for j, sampler in enumerate(self.samplers):
            vary(sampler.issue, sampler.order, {**sampler.settings, **self.settings(j, point)})

    def label(self, x: float, y: float) -> str:
        """Return the label at a point."""
        if (x, y) not in self.known:
            self.known[x, y] = self._label((x, y))
        return self.known[x, y]

    def _label(self, point: tuple[float, float]) -> str:
        found = [sampler(self.settings(j, point)) for j, sampler in enumerate(self.samplers)]
        if self.what not in LEADING:
            facts = self.samplers[0].facts(self.settings(0, point))
            if facts.get("agreement", ("",))[0].startswith(UNSOLVED):
                return UNDEFINED
            return ", ".join(facts[self.what]) or "nobody"
        values = np.array([value for value, _ in found])
        if self.what == LEADING_C:
            return " = ".join(cs_of(self.orders, in_front(values))) or NOTHING
        if np.isnan(values).all():
            return UNDEFINED
        values = np.where(np.isnan(values), -np.inf, values)
        slack = CONSENT * max(1.0, float(np.abs(values[np.isfinite(values)]).max()))
        front = np.flatnonzero(values >= values.max() - slack)
        return self.orders[int(front[0])].name if len(front) == 1 else _tie(self.orders, front)


def _tie(orders: tuple[Order, ...], front: np.ndarray) -> str:
    if len(front) == len(orders):
        return TIED
    return " = ".join(orders[int(j)].name for j in front)


def _check(issue: Issue, orders: tuple[Order, ...], what: str, output: str) -> None:
    check_output(issue.world.ids, output)
    kinds = [*LEADING, *FACTS]
    if what not in kinds:
        raise unknown_name("what", what, kinds, "one")
    if what in LEADING and len(orders) < 2:
        raise ModelError("orders", f"{len(orders)} order", "several, of which one leads")
    if what not in LEADING and len(orders) != 1:
        raise ModelError("orders", f"{len(orders)} orders", f"one, to see its {what}")
    names = [order.name for order in orders]
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ModelError("orders", f"{name!r} a second time", "orders of different names")


def _name(issue: Issue, orders: tuple[Order, ...], path: str) -> str:
    """Return the full name of a parameter that at least one of the orders has."""
    failed: list[ModelError] = []
    for order in orders:
        try:
            return find_parameter(issue, order, path).path
        except ModelError as error:
            failed.append(error)
    near = nearest_name(str(path), [error.nearest for error in failed if error.nearest])
    raise next((error for error in failed if error.nearest == near), failed[0])


def _has(issue: Issue, order: Order, name: str) -> bool:
    try:
        find_parameter(issue, order, name)
    except ModelError:
        return False
    return True


def _own(issue: Issue, order: Order, settings: Settings) -> dict[str, float | str]:
    return {path: value for path, value in settings.items() if _has(issue, order, path)}


def _boundaries(cells: Sequence[Cell], formulas: Mapping[Pair, str]) -> tuple[PhaseBoundary, ...]:
    """Return all boundaries with what the cells know of them."""
    points: dict[Pair, dict[Point, None]] = {}
    segments: dict[Pair, list[tuple[Point, Point]]] = {}
    for cell in cells:
        for pair, at in cell.crossings:
            points.setdefault(pair, {})[at] = None
        for pair, piece in cell.pieces:
            segments.setdefault(pair, []).append(piece)
    return tuple(
        PhaseBoundary(
            pair,
            np.array(list(found)),
            np.reshape(np.array(segments.get(pair, []), dtype=float), (-1, 2, 2)),
            formulas.get(pair, formulas.get((pair[1], pair[0]), "")),
        )
        for pair, found in sorted(points.items())
    )


def boundary_error(diagram: PhaseDiagram, pair: Pair, formula: Callable[[float], float]) -> float:
    """Return the largest distance between a boundary's points and a formula, up against across.

    Parameters
    ----------
    diagram : PhaseDiagram
        With the boundary.
    pair : tuple of two str
        Which boundary.
    formula : callable
        From the parameter across to the one up.

    Raises
    ------
    ModelError
        If there is no such boundary.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> found = phase_diagram(
    ...     load_issue("climate"), load_order("g6_consensus"), ("price", 20.0, 30.0),
    ...     ("patience", 0.5, 0.6), what="agreement", points=5, tolerance=1e-6,
    ... )
    >>> boundary_error(found, ("kept", "kept in part"), lambda price: 0.5496374) < 1e-6
    True
    """
    for edge in diagram.boundaries:
        if set(edge.between) == set(pair):
            return max(math.fabs(y - formula(x)) for x, y in edge.points.tolist())
    known = [" | ".join(edge.between) for edge in diagram.boundaries]
    raise unknown_name("boundary", " | ".join(pair), known, "one")
