"""What could be done about a veto on sanctions: override, a price of the veto, going outside.

Each remedy is one frozen record of what it changes. Builds on sanction_votes.py.
Not here: what deterrence it leaves (sanctions.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.orders.rule import number
from gametheory_orders.orders.voting import quota_game
from gametheory_orders.solvers.sanction_votes import SanctionBody, read_body
from gametheory_orders.worlds import World

ByState = float | str | Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Override:
    """A second vote, by another body, when the first does not pass a sanction.

    Parameters
    ----------
    body : SimpleGame, Institution or decision rule, optional
        Who votes again; by default two thirds of all states, one vote each.
    closeness : float, optional
        Any of its members closer to the defector than this votes no. Without it only the
        defector and those that protect it do.
    name : str
        Shown to the reader.

    Examples
    --------
    >>> Override(closeness=0.5).name
    'override'
    """

    body: Any = None
    closeness: float | None = None
    name: str = "override"

    def __post_init__(self) -> None:
        check_radius(self.closeness, "override.closeness")

    def read(self, world: World) -> SanctionBody:
        """Return the second body over the world."""
        body = quota_game(world.ids, "2/3", name="assembly") if self.body is None else self.body
        return read_body(body, world, "override.body")


@dataclass(frozen=True, eq=False)
class AudienceCost:
    """What the use of a veto costs at home and abroad.

    A member that can veto blocks only if its own loss from the sanction is larger than this.

    Parameters
    ----------
    cost : number or mapping of str to number
        In the units of the sanction's size; by vetoer if a table (0 for those it leaves out).
    name : str
        Shown to the reader.

    Examples
    --------
    >>> AudienceCost(2.0).cost
    2.0
    """

    cost: float | Mapping[str, float]
    name: str = "audience cost"

    def __post_init__(self) -> None:
        table = self.cost if isinstance(self.cost, Mapping) else {"": self.cost}
        for seat, cost in table.items():
            where = f"audience_cost.{seat}" if seat else "audience_cost"
            found = number(cost, where, 0.0)
            if not np.isfinite(found):
                raise ModelError(where, cost, "a finite number")

    def by_seat(self, body: SanctionBody) -> np.ndarray:
        """Return the cost of each seat's veto, shape (seats,)."""
        if not isinstance(self.cost, Mapping):
            return np.full(body.game.n, float(self.cost))
        out = np.zeros(body.game.n)
        for seat, cost in self.cost.items():
            out[body.game.index(seat, "audience_cost")] = cost
        return out


@dataclass(frozen=True, eq=False)
class OutsideCoalition:
    """Sanctions by the willing, without the body's vote, where the body does not pass any.

    A state takes part if what that is worth to it exceeds what it has at stake with the
    defector (indifferent states stay out: here taking part is the costly act). The sanction has
    the share of the world's capability that takes part, and none below the threshold.

    Parameters
    ----------
    benefit : number, column name, or mapping of str to number
        Worth of taking part.
    exposure : number, column name, mapping of str to number, or array of shape (n, n)
        What a sanction costs the state of the row, if on the state of the column; otherwise the
        same on anyone.
    capability : str
        Column whose share is the coalition's strength.
    threshold : float
        Share below which it has no effect.
    name : str
        Shown to the reader.

    Examples
    --------
    >>> OutsideCoalition(benefit=2.0, exposure=1.0, threshold=0.4).threshold
    0.4
    """

    benefit: ByState
    exposure: ByState | np.ndarray
    capability: str = "cinc"
    threshold: float = 0.0
    name: str = "coalition outside"

    def __post_init__(self) -> None:
        number(self.threshold, "coalition.threshold", 0.0, 1.0, "a share from 0 to 1")

    def margins(self, world: World) -> np.ndarray:
        """Return what taking part brings the state of the row against that of the column."""
        benefit = by_state(world, self.benefit, "coalition.benefit")
        exposure: np.ndarray
        if isinstance(self.exposure, np.ndarray):
            exposure = np.asarray(self.exposure, dtype=float)
            if exposure.shape != (world.n, world.n):
                wanted = f"shape {(world.n, world.n)}"
                raise ModelError("coalition.exposure", f"shape {exposure.shape}", wanted)
            if not np.isfinite(exposure).all():
                raise ModelError("coalition.exposure", "nan or infinity", "finite numbers")
        else:
            exposure = by_state(world, self.exposure, "coalition.exposure")[:, None]
        return np.asarray(np.broadcast_to(benefit[:, None] - exposure, (world.n, world.n)))

    def willing(self, world: World, against: np.ndarray) -> np.ndarray:
        """Return who takes part (row) against whom (column), bool of shape (n, n).

        ``against`` says who (row) is on the side of whom (column).
        """
        return np.asarray((self.margins(world) > 0) & ~against)

    def strength(self, world: World, willing: np.ndarray) -> np.ndarray:
        """Return the share of the size that a sanction on each state has, shape (n,)."""
        weights = world.column(self.capability, "coalition.capability")
        if (weights < 0).any() or not weights.sum() > 0:
            raise ModelError("coalition.capability", "figures below 0, or all 0", "shares")
        share = weights @ willing / weights.sum()
        return np.asarray(np.where(share >= self.threshold, share, 0.0))


Remedy = Override | AudienceCost | OutsideCoalition


def check_radius(radius: object, where: str) -> None:
    """Raise unless a radius is None or a finite number above 0."""
    if radius is None:
        return
    found = number(radius, where, 0.0, wanted="a number above 0")
    if not 0 < found < np.inf:
        raise ModelError(where, radius, "a number above 0")


def by_state(world: World, value: object, where: str) -> np.ndarray:
    """Return a number, a column of the world, or a table of every state, shape (n,)."""
    if isinstance(value, str):
        return world.column(value, where)
    if isinstance(value, Mapping):
        found = world.by_state(value, where, np.nan)
        if np.isnan(found).any():
            state = world.ids[int(np.flatnonzero(np.isnan(found))[0])]
            raise ModelError(where, f"none for {state}", "a number for every state")
        return found
    return world.by_state(value, where)


def check_remedies(remedies: object) -> tuple[Remedy, ...]:
    """Return the remedies as a tuple, or raise if one is none or two share a name."""
    listed = (remedies,) if isinstance(remedies, Remedy) else remedies
    if not isinstance(listed, list | tuple):
        raise ModelError("remedies", type(remedies).__name__, "a list of remedies")
    names: list[str] = []
    for position, remedy in enumerate(listed):
        if not isinstance(remedy, Remedy):
            kinds = ["Override", "AudienceCost", "OutsideCoalition"]
            found = type(remedy).__name__
            raise unknown_name(f"remedies[{position}]", found, kinds, "one")
        if remedy.name in names:
            raise ModelError(f"remedies[{position}].name", remedy.name, "a name of its own")
        names.append(remedy.name)
    return tuple(listed)
