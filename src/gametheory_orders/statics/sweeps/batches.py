"""What comes out at many points: in closed form where there is one, else solved one by one.

Builds on closed_forms.py, parameters.py and outputs.py. Points of a chunk that differ in figures
only are worked out together; a point whose answer is not sure is solved on its own, and a point
drawn by the chunk's seed is solved a second time as a check. Not here: files (chunks.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.tolerances import AGREES
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.orders import Fixed, FixedLevel, Order, Pledge, Universal
from gametheory_orders.solvers.solve import solve
from gametheory_orders.statics.closed_forms import ClosedForm, Solved, closed_form, has_output
from gametheory_orders.statics.outputs import AGREED, WHY, read_outputs, why_undefined
from gametheory_orders.statics.parameters import Parameter, find_parameter, vary
from gametheory_orders.statics.sweeps.design import Points
from gametheory_orders.statics.sweeps.figures import Figures
from gametheory_orders.statics.sweeps.study import Study

DEFINED, INFINITE = "", "infinite"
AT_ONCE = 512
"""Games worked out together: more would no longer fit into the processor's memory."""
PATIENCE = ("patience", "enforcement.patience")
VALUE = ("decision.level", "decision.weight")


@dataclass(frozen=True, eq=False)
class ChunkValues:
    """The outputs at the points of a chunk.

    Parameters
    ----------
    values : array, shape (points, orders, outputs)
        NaN where undefined, infinite for a patience that none is enough for.
    why : uint8 array, same shape
        Positions in ``reasons``; 0 where the value is a number.
    reasons : tuple of str
        Why figures are undefined; the first is "".
    solved : int
        How many games were solved one by one.
    """

    values: np.ndarray
    why: np.ndarray
    reasons: tuple[str, ...]
    solved: int


class _Filling:
    """Values of a chunk while they are being filled in."""

    def __init__(self, study: Study, points: Points) -> None:
        self.study, self.points = study, points
        shape = (points.size, len(study.orders), len(study.outputs))
        self.values = np.full(shape, np.nan)
        self.why = np.zeros(shape, dtype=np.uint8)
        self.reasons = {DEFINED: 0}
        self.solved = 0

    def reason(self, text: str) -> int:
        return self.reasons.setdefault(text, min(len(self.reasons), 255))

    def done(self) -> ChunkValues:
        infinite = np.isinf(self.values)
        if infinite.any():
            self.why[infinite] = self.reason(INFINITE)
        return ChunkValues(self.values, self.why, tuple(self.reasons), self.solved)


def work_out(study: Study, points: Points, start: int, index: int) -> ChunkValues:
    """Return the outputs of a study at some of its points.

    Parameters
    ----------
    study : Study
        What is asked.
    points : Points
        Those of the chunk.
    start : int
        Position of the first of them in the study; named in errors.
    index : int
        Number of the chunk, which its seed depends on.

    Raises
    ------
    ModelError
        If the model cannot be at a point, or a closed form and the solver differ.
    """
    filling = _Filling(study, points)
    draw = np.random.default_rng(study.seed_of(1, index))
    for j, order in enumerate(study.orders):
        checked = int(draw.integers(points.size))
        alone = _in_closed_form(filling, j, order, start)
        if not alone[checked]:
            _check(filling, j, order, (checked, start))
        for point in np.flatnonzero(alone):
            _solve_one(filling, j, order, (int(point), start))
    return filling.done()


def _solve_one(filling: _Filling, j: int, order: Order, where: tuple[int, int]) -> None:
    """Solve one point on its own and enter its outputs."""
    point, start = where
    study = filling.study
    filling.solved += 1
    try:
        found = _outcome(study, order, filling.points.settings(point), start + point)
    except NoAnswer as error:
        filling.why[point, j] = filling.reason(str(error))
        return
    for c, (name, value) in enumerate(read_outputs(found, study.outputs).items()):
        filling.values[point, j, c] = value
        if math.isnan(value):
            filling.why[point, j, c] = filling.reason(why_undefined(found, name))


def _outcome(study: Study, order: Order, settings: Mapping[str, Any], point: int) -> Any:
    try:
        issue, varied, how = vary(study.issue, order, settings)
        return solve(CooperationGame(issue, varied), **how)
    except ModelError as error:
        at = ", ".join(f"{name} = {value}" for name, value in settings.items())
        raise error.at(f"point {point} ({at}), order {order.name!r}") from None


def _check(filling: _Filling, j: int, order: Order, where: tuple[int, int]) -> None:
    """Solve a point again that was worked out in closed form; raise if the two differ."""
    point, start = where
    settings = filling.points.settings(point)
    found = _outcome(filling.study, order, settings, start + point)
    scale = max(float(np.abs(found.delivered.payoffs).max()), 1.0)
    for c, (name, value) in enumerate(read_outputs(found, filling.study.outputs).items()):
        mine = float(filling.values[point, j, c])
        same = mine == value or (math.isnan(mine) and math.isnan(value))
        size = scale if name.rpartition(AGREED)[2].startswith("gain.") else max(abs(value), 1.0)
        if not same and not abs(mine - value) <= AGREES * size:
            raise ModelError(
                f"point {start + point}, order {order.name!r}, {name}",
                f"{mine!r} in closed form",
                f"{value!r} as solved (please report it)",
            )


def _in_closed_form(filling: _Filling, j: int, order: Order, start: int) -> np.ndarray:
    """Enter what closed forms give; return which points are left to solve, shape (points,)."""
    study, points = filling.study, filling.points
    alone = np.ones(points.size, dtype=bool)
    if type(study.issue) is not PublicGood or not all(map(has_output, study.outputs)):
        return alone
    split = _split(study.issue, order, points)
    if split is None:
        return alone
    together, apart = split
    for group in _groups(points, apart):
        settings = {path: points.columns[points.names.index(path)][group[0]] for path in apart}
        try:
            issue, varied, how = vary(study.issue, order, settings)
            form = closed_form(CooperationGame(issue, varied), how)
        except ModelError:
            # Told with its point where it is solved.
            continue
        if form is not None and _figures_fit(varied, together):
            _fill_group(filling, j, (form, how), (together, group), alone)
    return alone


def _split(
    issue: Issue, order: Order, points: Points
) -> tuple[dict[str, Parameter], list[str]] | None:
    """Return the parameters that become arrays, and the paths whose values split the points."""
    together: dict[str, Parameter] = {}
    apart: list[str] = []
    for path, column in zip(points.names, points.columns, strict=True):
        parameter = find_parameter(issue, order, path)
        slot = parameter.name.partition(".")[0]
        numbers = not any(isinstance(value, str) for value in column)
        figures = slot in ("parameters", "column", "scale")
        value = parameter.name in VALUE and parameter.state is None
        if numbers and (figures or parameter.name in PATIENCE or value):
            together[path] = parameter
        else:
            apart.append(path)
    return together, apart


def _groups(points: Points, apart: Sequence[str]) -> list[np.ndarray]:
    """Return the positions of points that share the values of some parameters."""
    columns = [points.columns[points.names.index(path)] for path in apart]
    found: dict[tuple[Any, ...], list[int]] = {}
    for point in range(points.size):
        key = tuple((type(column[point]).__name__, column[point]) for column in columns)
        found.setdefault(key, []).append(point)
    return [np.array(each) for each in found.values()]


def _figures_fit(order: Order, together: Mapping[str, Parameter]) -> bool:
    """Say whether what becomes arrays leaves members and votes as they are, and has a meaning."""
    names = {parameter.name for parameter in together.values()}
    decision: Any = order.decision
    if "decision.level" in names and type(decision) is not FixedLevel:
        return False
    if "decision.weight" in names and not (
        type(decision) is Pledge and isinstance(decision.weight, int | float)
    ):
        return False
    if not any(name.partition(".")[0] in ("parameters", "column", "scale") for name in names):
        return True
    by_column = isinstance(getattr(decision, "weights", None), str)
    patience = any(isinstance(getattr(rule, "patience", None), str) for rule in order.rules)
    return type(order.membership) in (Universal, Fixed) and not by_column and not patience


def _fill_group(
    filling: _Filling,
    j: int,
    solver: tuple[ClosedForm, Mapping[str, Any]],
    which: tuple[Mapping[str, Parameter], np.ndarray],
    alone: np.ndarray,
) -> None:
    """Enter the outputs of the points of a group; mark those that are sure as done."""
    form, how = solver
    together, group = which
    points = filling.points
    for start in range(0, len(group), AT_ONCE):
        block = group[start : start + AT_ONCE]
        columns = {
            parameter: np.array([points.columns[points.names.index(path)][i] for i in block], float)
            for path, parameter in together.items()
        }
        figures = Figures.of(form.game, how, columns, len(block))
        if figures is None:
            return
        block = block[figures.fine]
        if not block.size:
            continue
        found = figures.solved(form)
        alone[block[found.sure]] = False
        _enter(filling, j, (block, found), form.game.world.ids)


def _enter(
    filling: _Filling, j: int, what: tuple[np.ndarray, Solved], ids: tuple[str, ...]
) -> None:
    block, found = what
    sure = found.sure
    for c, name in enumerate(filling.study.outputs):
        got = found.output(name, ids)
        filling.values[block[sure], j, c] = got[sure]
        undefined = np.isnan(got) & sure
        if undefined.any():
            bare = name.removeprefix(AGREED)
            filling.why[block[undefined], j, c] = filling.reason(WHY.get(bare, "undefined"))
