"""Pictures of results: the plane, shortfall accounts, actions, power, gridlock.

Builds on measures, games and matplotlib, which is imported only when a picture is made.
Not here: the figures themselves (measures), or a window: nothing is shown, only drawn.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.games.outcome import Outcome
from gametheory_orders.measures.assess import Assessment
from gametheory_orders.measures.compare import Comparison
from gametheory_orders.measures.institutions import InstitutionPower
from gametheory_orders.plots.actions import draw_actions
from gametheory_orders.plots.bars import draw_shortfall
from gametheory_orders.plots.coalitions import (
    TARIFFS_HEIGHT,
    draw_gains,
    draw_tariffs,
    gains_height,
    has_tariffs,
)
from gametheory_orders.plots.common import DPI, ENDINGS, PLANE_HEIGHT, WIDTH, Finish, assessments_of
from gametheory_orders.plots.gridlock import HEIGHT as GRIDLOCK_HEIGHT
from gametheory_orders.plots.gridlock import draw_gridlock
from gametheory_orders.plots.plane import draw_plane
from gametheory_orders.plots.power import HEIGHT as POWER_HEIGHT
from gametheory_orders.plots.power import draw_power
from gametheory_orders.plots.statics import (
    PHASES_HEIGHT,
    STUDY_HEIGHT,
    bars_height,
    draw_phases,
    draw_ranks,
    draw_study,
    draw_tornado,
)
from gametheory_orders.solvers.gridlock import GridlockInterval
from gametheory_orders.solvers.stable_coalitions import StableCoalitions
from gametheory_orders.solvers.tariff_regimes import TariffRegimes
from gametheory_orders.statics.numeric.phases import PhaseDiagram
from gametheory_orders.statics.numeric.ranks import RankSurvival
from gametheory_orders.statics.numeric.study import ParameterStudy
from gametheory_orders.statics.numeric.tornado import Tornado

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


__all__ = ["plot", "save"]

STUDIES: dict[type, str] = {
    ParameterStudy: "study",
    PhaseDiagram: "phases",
    Tornado: "tornado",
    RankSurvival: "ranks",
}


def plot(result: object, ax: Axes | None = None, *, kind: str | None = None) -> Axes:
    """Draw a result.

    Parameters
    ----------
    result : Comparison, Assessment, Outcome, InstitutionPower, GridlockInterval, \
StableCoalitions, TariffRegimes, ParameterStudy, PhaseDiagram, Tornado or RankSurvival
        What is drawn.
    ax : matplotlib Axes, optional
        Where; without it a figure is made, which is ``ax.figure`` of what is returned. Labels
        are placed for the size that the axes have now.
    kind : str, optional
        Of a comparison "plane" (default: each order by legitimacy and effectiveness) or
        "shortfall" (what each delivers, and the rules to which the rest is lost); of an
        assessment "shortfall" (default) or "actions"; of an outcome "actions"; of stable
        coalitions "gains" (default: who gains inside and outside the most effective one) or
        "tariffs" (size and effectiveness by tariff).

    Returns
    -------
    matplotlib Axes
        Drawn on, not shown.

    Raises
    ------
    ModelError
        If the result has no such picture.

    Examples
    --------
    >>> from gametheory_orders import compare
    >>> ax = plot(compare("climate", ["g6_consensus", "club_joint"]))
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('legitimacy L', 'effectiveness E, as delivered')
    """
    kind = _kind(result, kind)
    if ax is None:
        from matplotlib.figure import Figure

        size = (WIDTH, _height(result, kind))
        figure = Figure(size, dpi=DPI, layout="constrained")
        ax = figure.add_subplot()
        finish = _begin(result, kind, ax)
        _freeze(figure)
    else:
        finish = _begin(result, kind, ax)
        ax.figure.canvas.figure.draw_without_rendering()
    finish()
    return ax


def save(result: object, path: str | os.PathLike[str], *, kind: str | None = None) -> None:
    """Write the picture of a result to a file, the same bytes each time.

    Parameters
    ----------
    result : Comparison, Assessment or Outcome
        What is drawn; of a comparison both pictures, unless one is named, and of stable
        coalitions where there is trade.
    path : str or path
        Ends in .png, .svg or .pdf.
    kind : str, optional
        As for :func:`plot`.

    Raises
    ------
    ModelError
        If the ending is another, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from gametheory_orders import compare
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(compare("climate", ["g6_consensus"]), Path(folder, "climate.svg"))
    ...     Path(folder, "climate.svg").read_text()[:5]
    '<?xml'
    """
    import matplotlib.style

    path = Path(path)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ModelError(str(path), ending or "no ending", f"an ending of: {', '.join(ENDINGS)}")
    kinds: tuple[str, ...] = (
        ("plane", "shortfall")
        if isinstance(result, Comparison) and kind is None
        else (_kind(result, kind),)
    )
    if kind is None and isinstance(result, StableCoalitions) and has_tariffs(result):
        kinds = ("tariffs", "gains")
    # Whatever style the reader has set, the file is the same; and it carries no date.
    dateless = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}, ".png": {"Software": None}}
    with matplotlib.style.context("default"), matplotlib.rc_context({"svg.hashsalt": "fourcs"}):
        written = io.BytesIO()
        figure = _figure(result, kinds)
        figure.savefig(written, format=ending[1:], dpi=DPI, metadata=dateless[ending])
    try:
        path.write_bytes(written.getvalue())
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise ModelError(str(path), found, "a file that can be written") from None


def _figure(result: object, kinds: Sequence[str]) -> Figure:
    from matplotlib.figure import Figure

    heights = [_height(result, kind) for kind in kinds]
    figure = Figure((WIDTH, sum(heights)), dpi=DPI, layout="constrained")
    # Subfigures, or the long names beside the bars would narrow the plane as well.
    parts = np.atleast_1d(np.asarray(figure.subfigures(len(kinds), 1, height_ratios=heights)))
    ends = [
        _begin(result, kind, part.add_subplot()) for kind, part in zip(kinds, parts, strict=True)
    ]
    _freeze(figure)
    for finish in ends:
        finish()
    return figure


def _kind(result: object, kind: str | None) -> str:
    """Return the picture that is meant, the first of those that the result has by default."""
    if isinstance(result, Comparison):
        kinds: tuple[str, ...] = ("plane", "shortfall")
        if not result.assessments:
            raise ModelError("result", "a comparison of no orders", "at least one order")
    elif isinstance(result, Assessment):
        kinds = ("shortfall", "actions")
    elif isinstance(result, Outcome):
        kinds = ("actions",)
    elif isinstance(result, InstitutionPower):
        kinds = ("power",)
    elif isinstance(result, GridlockInterval):
        kinds = ("gridlock",)
    elif isinstance(result, StableCoalitions):
        kinds = ("gains", "tariffs") if has_tariffs(result) else ("gains",)
    elif isinstance(result, TariffRegimes):
        kinds = ("tariffs",)
    elif isinstance(result, tuple(STUDIES)):
        kinds = (next(kind for of, kind in STUDIES.items() if isinstance(result, of)),)
    else:
        wanted = (
            "a Comparison, Assessment, Outcome, InstitutionPower, GridlockInterval, "
            "StableCoalitions, TariffRegimes, ParameterStudy, PhaseDiagram, Tornado or RankSurvival"
        )
        raise ModelError("result", type(result).__name__, wanted)
    if kind is None:
        return kinds[0]
    if kind not in kinds:
        raise unknown_name("kind", kind, kinds, "a picture")
    return kind


def _height(result: Any, kind: str) -> float:
    fixed = {
        "plane": PLANE_HEIGHT,
        "tariffs": TARIFFS_HEIGHT,
        "power": POWER_HEIGHT,
        "gridlock": GRIDLOCK_HEIGHT,
        "study": STUDY_HEIGHT,
        "phases": PHASES_HEIGHT,
    }
    if kind in fixed:
        return fixed[kind]
    if kind == "gains":
        return gains_height(result)
    if kind in ("tornado", "ranks"):
        return bars_height(len(result.bars if kind == "tornado" else result.orders))
    if kind == "actions":
        outcome = result.outcome if isinstance(result, Assessment) else result
        return min(1.7 + 0.30 * len(outcome.game.world.ids), 100.0)
    return min(2.2 + 0.34 * len(assessments_of(result)), 100.0)


def _begin(result: Any, kind: str, ax: Axes) -> Finish:
    """Draw all but what has to be measured; return what draws the rest."""
    draw: dict[str, Callable[[Axes, Any], Finish]] = {
        "plane": draw_plane,
        "shortfall": draw_shortfall,
        "power": draw_power,
        "gridlock": draw_gridlock,
        "gains": draw_gains,
        "tariffs": draw_tariffs,
        "actions": draw_actions,
        "study": draw_study,
        "phases": draw_phases,
        "tornado": draw_tornado,
        "ranks": draw_ranks,
    }
    if kind == "actions" and isinstance(result, Assessment):
        result = result.outcome
    return draw[kind](ax, result)


def _freeze(figure: Figure) -> None:
    """Lay the figure out, and keep it so: labels are placed for the sizes of now."""
    engine: Any = figure.get_layout_engine()
    engine.set(w_pad=0.12, h_pad=0.12)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
