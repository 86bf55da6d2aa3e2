"""Builds the public good that settings describe: the closed form where there is one.

Builds on the technologies beside this file. Not here: reading files (files).
"""

from __future__ import annotations

from typing import Any

from gametheory_orders.foundations.checks import is_among
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.issues.goods.best_shot import BestShotGood
from gametheory_orders.issues.goods.shared_good import (
    BENEFITS,
    COSTS,
    SELECTIONS,
    TIMINGS,
    SharedGood,
)
from gametheory_orders.issues.goods.sum_good import SumGood
from gametheory_orders.issues.goods.threshold import ThresholdGood
from gametheory_orders.issues.goods.weakest_link import WeakestLinkGood
from gametheory_orders.issues.protocol import Issue
from gametheory_orders.issues.public_good import PublicGood
from gametheory_orders.issues.rivalrous_good import RivalrousGood
from gametheory_orders.issues.rivalry import rivalry_weights
from gametheory_orders.worlds import World

TECHNOLOGIES: dict[str, type[SharedGood]] = {
    "sum": SumGood,
    "weakest_link": WeakestLinkGood,
    "best_shot": BestShotGood,
    "threshold": ThresholdGood,
}
_CHOICES = {
    "technology": tuple(TECHNOLOGIES),
    "benefit": BENEFITS,
    "cost": COSTS,
    "timing": TIMINGS,
    "selection": SELECTIONS,
}


def public_good(world: World, *, technology: str = "sum", **settings: Any) -> Issue:
    """Return the public good over a world that the settings describe.

    Parameters
    ----------
    world : World
        With the columns that the cost needs.
    technology : {"sum", "weakest_link", "best_shot", "threshold"}
        How the good comes about: the sum of all contributions, the smallest, the largest, or a
        sum that counts from a threshold on.
    **settings
        ``benefit``, ``cost``, ``satiation``, ``baseline``, ``damage_exponent``, ``exponent``,
        ``timing``, ``selection`` as for :class:`~gametheory_orders.issues.goods.SharedGood`;
        ``threshold`` and ``below`` as for :class:`~gametheory_orders.issues.goods.ThresholdGood`;
        and name, title and the like as for any issue.

    Raises
    ------
    ModelError
        If a setting or a figure is wrong or missing.

    Examples
    --------
    The treaty game of Barrett (1994): without a treaty ten states abate 80, together 97.561.

    >>> from gametheory_orders.worlds import World
    >>> figures = {"stake": [0.1] * 10, "capacity": [4.0] * 10}
    >>> world = World(list("ABCDEFGHIJ"), figures)
    >>> good = public_good(world, benefit="quadratic", satiation=100.0)
    >>> round(float(good.reference().sum()), 3), round(float(good.first_best().sum()), 3)
    (80.0, 97.561)
    """
    if not is_among(technology, TECHNOLOGIES):
        raise unknown_name("issue.technology", technology, TECHNOLOGIES, "one")
    for key in ("threshold", "below"):
        if key in settings and technology != "threshold":
            raise ModelError(f"issue.{key}", settings[key], 'technology = "threshold" beside it')
    for key, valid in _CHOICES.items():
        if key in settings and not is_among(settings[key], valid):
            raise unknown_name(f"issue.{key}", settings[key], valid, "one")
    if rivalry_weights(world) is not None:
        return _among_rivals(world, technology, settings)
    if technology == "sum" and _is_linear_quadratic(world, settings):
        return PublicGood(world, **_common(settings))
    return TECHNOLOGIES[technology](world, **settings)


def _common(settings: dict[str, Any]) -> dict[str, Any]:
    left_out = ("benefit", "cost", "timing", "selection")
    return {key: value for key, value in settings.items() if key not in left_out}


def _among_rivals(world: World, technology: str, settings: dict[str, Any]) -> Issue:
    if technology != "sum" or not _is_linear_quadratic(world, settings):
        wanted = "no rivalry here: a sum with linear benefit and quadratic cost has it"
        raise ModelError("world.rivalry", "rivalry in another public good", wanted)
    return RivalrousGood(world, **_common(settings))


def _is_linear_quadratic(world: World, settings: dict[str, Any]) -> bool:
    """Say whether everything has a closed form, so that neither timing nor selection matters."""
    forms = settings.get("benefit", "linear"), settings.get("cost", "quadratic")
    further = {"satiation", "baseline", "damage_exponent", "exponent"} & set(settings)
    plain = "limit" not in world.columns and "unit_cost" not in world.columns
    return forms == ("linear", "quadratic") and plain and not further
