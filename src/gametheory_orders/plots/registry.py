"""Which result has which pictures: each is entered once, where it is drawn.

Builds on foundations. A picture says what it shows, how high it is, and when there is one.
Not here: any picture, or the figure around it (__init__.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from gametheory_orders.plots.common import Finish

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Draw = Callable[["Axes", Any], Finish]
D = TypeVar("D", bound=Callable[..., Finish])


@dataclass(frozen=True)
class Picture:
    """One kind of picture.

    Parameters
    ----------
    kind : str
        Its name, as :func:`~gametheory_orders.plot` takes it.
    shows : tuple of types
        Results that have it.
    draw : callable
        Draws all but what has to be measured on axes, and returns what draws the rest.
    height : callable
        Its height in inches, by result.
    when : callable
        Whether a result of those types has it.
    """

    kind: str
    shows: tuple[type, ...]
    draw: Draw
    height: Callable[[Any], float]
    when: Callable[[Any], bool]


PICTURES: list[Picture] = []


def picture(
    kind: str,
    *shows: type,
    height: float | Callable[[Any], float],
    when: Callable[[Any], bool] = lambda _: True,
) -> Callable[[D], D]:
    """Return a decorator that enters a drawing function as a picture of some results.

    The first picture entered for a result is the one that it is drawn as by default.
    """

    def enter(draw: D) -> D:
        tall = height if callable(height) else lambda _: height
        PICTURES.append(Picture(kind, shows, draw, tall, when))
        return draw

    return enter


def pictures_of(result: object) -> list[Picture]:
    """Return the pictures that a result has, its default first."""
    return [each for each in PICTURES if isinstance(result, each.shows) and each.when(result)]


def drawable() -> list[str]:
    """Return the names of all types of results that have a picture."""
    return list(dict.fromkeys(kind.__name__ for each in PICTURES for kind in each.shows))
