"""Pictures of results: the plane, shortfall accounts, actions, power, gridlock, payoff sets.

Builds on measures, games and matplotlib, which is imported only when a picture is made.
Not here: the figures themselves (measures), or a window: nothing is shown, only drawn.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.measures.compare import Comparison
from gametheory_orders.plots.common import DPI, WIDTH
from gametheory_orders.plots.registry import Picture, drawable, pictures_of
from gametheory_orders.plots.saving import picture_path, save_figure
from gametheory_orders.solvers.stable_coalitions import StableCoalitions

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


__all__ = ["plot", "save"]

MODULES = (
    "plane",
    "bars",
    "actions",
    "by_patience",
    "power",
    "gridlock",
    "coalitions",
    "core",
    "linkage",
    "payoff_set",
    "sanctions",
    "statics",
    "claims",
    "frontier",
    "advice",
)
"""The files of pictures. Of two in which a result has one, the first holds its default."""
for _name in MODULES:
    importlib.import_module(f"gametheory_orders.plots.{_name}")


def plot(result: object, ax: Axes | None = None, *, kind: str | None = None) -> Axes:
    """Draw a result.

    Parameters
    ----------
    result : Comparison, Assessment, Outcome, StableCoalitions and others
        What is drawn: most results have a picture.
    ax : matplotlib Axes, optional
        Where; without it a figure is made, which is ``ax.figure`` of what is returned. Labels
        are placed for the size that the axes have now.
    kind : str, optional
        Of a comparison "plane" (default: each order by legitimacy and effectiveness) or
        "shortfall" (what each delivers, and the rules to which the rest is lost); of an
        assessment "shortfall" (default) or "actions"; of an outcome "actions"; of stable
        coalitions "gains" (default: who gains inside and outside the most effective one),
        "tariffs" (size and effectiveness by tariff) or "lattice" (sets by size, the stable ones
        marked); of a TU game of three players "core".

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
    chosen = _picture(result, kind)
    if ax is None:
        from matplotlib.figure import Figure

        size = (WIDTH, chosen.height(result))
        figure = Figure(size, dpi=DPI, layout="constrained")
        ax = figure.add_subplot()
        finish = chosen.draw(ax, result)
        _freeze(figure)
    else:
        finish = chosen.draw(ax, result)
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
    >>> from pathlib import Path
    >>> from gametheory_orders import compare
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(compare("climate", ["g6_consensus"]), Path(folder, "climate.svg"))
    ...     Path(folder, "climate.svg").read_text()[:5]
    '<?xml'
    """
    import matplotlib.style

    target = picture_path(path)
    chosen = _saved(result, kind)
    # Whatever style the reader has set, the file is the same.
    with matplotlib.style.context("default"), matplotlib.rc_context({"svg.hashsalt": "fourcs"}):
        save_figure(_figure(result, chosen), target)


def _figure(result: object, chosen: Sequence[Picture]) -> Figure:
    from matplotlib.figure import Figure

    heights = [each.height(result) for each in chosen]
    figure = Figure((WIDTH, sum(heights)), dpi=DPI, layout="constrained")
    # Subfigures, or the long names beside the bars would narrow the plane as well.
    parts = np.atleast_1d(np.asarray(figure.subfigures(len(chosen), 1, height_ratios=heights)))
    ends = [each.draw(part.add_subplot(), result) for each, part in zip(chosen, parts, strict=True)]
    _freeze(figure)
    for finish in ends:
        finish()
    return figure


def _saved(result: object, kind: str | None) -> list[Picture]:
    """Return the pictures that a file holds, one above the other."""
    if kind is None and isinstance(result, Comparison):
        return [_picture(result, each) for each in ("plane", "shortfall")]
    if kind is None and isinstance(result, StableCoalitions):
        found = {each.kind: each for each in pictures_of(result)}
        return [found[each] for each in ("tariffs", "gains") if each in found]
    return [_picture(result, kind)]


def _picture(result: object, kind: str | None) -> Picture:
    """Return the picture that is meant, the first of those that the result has by default."""
    if isinstance(result, Comparison) and not result.assessments:
        raise ModelError("result", "a comparison of no orders", "at least one order")
    found = {each.kind: each for each in pictures_of(result)}
    if not found:
        wanted = f"a result that has a picture, of: {', '.join(drawable())}"
        raise ModelError("result", type(result).__name__, wanted)
    if kind is None:
        return next(iter(found.values()))
    if kind not in found:
        raise unknown_name("kind", kind, found, "a picture")
    return found[kind]


def _freeze(figure: Figure) -> None:
    """Lay the figure out, and keep it so: labels are placed for the sizes of now."""
    engine: Any = figure.get_layout_engine()
    engine.set(w_pad=0.12, h_pad=0.12)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
