"""The worlds that rules of thumb are tried on: what they are made of, and how they are drawn.

Each is a linear-quadratic public good with trade between the states. Builds on issues and games.
This is the one place that says how random worlds are distributed. Not here: any order or rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue, PublicGood, TradeLinks
from gametheory_orders.issues.goods.weakest_link import WeakestLinkGood
from gametheory_orders.orders import Joint, Order, Reciprocity, Universal
from gametheory_orders.orders.enforcement import check_patience
from gametheory_orders.worlds import World

SIZES = (6, 7, 8, 9, 10)
"""Numbers of states, equally likely."""
PER_CHUNK = 100
"""Worlds drawn from one stream, so that the first of many are those of few."""
TARIFF = 0.05
"""The club's tariff, as a share of imports."""
_SETTINGS = ("benefit", "cost", "timing", "selection")
DISTRIBUTION = (
    "6 to 10 states, each number equally likely. In each world three spreads are drawn evenly: of "
    "size from 0 to 2, of care and of ease from 0 to .6. A state's size, care and ease are then "
    "exp(spread x a standard normal number), its stake is size x care, its capacity size x ease, "
    "its capability its size. Patience, the same for all states of a world, is drawn evenly from 0 "
    "to .99. Imports of i from j are volume x size of i x size of j / all sizes, none from itself; "
    "the volume is the sum of all stakes times exp(normal number with mean 3.5 and standard "
    "deviation 1.5) x the mean stake. All draws are independent."
)
"""How random worlds are drawn, in words; :func:`draw_worlds` does it."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Worlds with the same number of states, as arrays.

    Parameters
    ----------
    stakes, capacities, capability : array, shape (worlds, n)
        By state.
    patience : array, shape (worlds, n)
        In [0, 1).
    imports : array, shape (worlds, n, n)
        Imports of the row from the column; zeros where there is no trade.
    gain, loss : array, shape (worlds, n)
        See :class:`~gametheory_orders.TradeLinks`.

    Examples
    --------
    >>> one = equal_states(4, patience=0.5)
    >>> one.joint.tolist(), one.willing.tolist()
    ([4.0], [[1.0, 1.0, 1.0, 1.0]])
    """

    stakes: np.ndarray
    capacities: np.ndarray
    capability: np.ndarray
    patience: np.ndarray
    imports: np.ndarray
    gain: np.ndarray
    loss: np.ndarray

    @property
    def n(self) -> int:
        """Number of states."""
        return int(self.stakes.shape[1])

    def __len__(self) -> int:
        return len(self.stakes)

    @cached_property
    def joint(self) -> np.ndarray:
        """The price that is best for all together, shape (worlds,)."""
        return np.asarray(self.stakes.sum(axis=1))

    @cached_property
    def willing(self) -> np.ndarray:
        """Each state's preferred common price as a share of the best one, shape (worlds, n)."""
        whole = self.capacities.sum(axis=1) / self.joint
        return np.asarray(self.stakes / self.capacities * whole[:, None])

    @cached_property
    def burdens(self) -> np.ndarray:
        """What the best price costs each state beyond its own optimum, shape (worlds, n)."""
        return np.asarray(0.5 * self.capacities * (self.joint[:, None] - self.stakes) ** 2)

    @cached_property
    def tariff_pays(self) -> np.ndarray:
        """What a state gains at least by being in a club with tariff, shape (worlds, n).

        Levied on whoever is outside, or spared by whoever is inside.
        """
        levied = (TARIFF * self.gain - TARIFF**2 * self.loss)[:, :, None] * self.imports
        spared = TARIFF * np.swapaxes(self.gain[:, :, None] * self.imports, 1, 2)
        return np.asarray(np.minimum(levied, spared).sum(axis=2))

    def only(self, chosen: np.ndarray) -> Figures:
        """Return some of the worlds, from a mask or positions."""
        each = (getattr(self, name) for name in self.__dataclass_fields__)
        return Figures(*(array[chosen] for array in each))

    def issue(self, position: int) -> PublicGood:
        """Return one of the worlds as an issue of the toolkit."""
        ids = tuple(f"S{state + 1}" for state in range(self.n))
        columns = {
            "stake": self.stakes[position],
            "capacity": self.capacities[position],
            "capability": self.capability[position],
            "patience": self.patience[position],
        }
        links = TradeLinks(self.imports[position], self.gain[position], self.loss[position])
        return PublicGood(World(ids, columns), trade=links)


def equal_states(n: int, patience: float) -> Figures:
    """Return one world of n equal states without trade.

    Examples
    --------
    >>> equal_states(4, patience=0.5).burdens.tolist()
    [[4.5, 4.5, 4.5, 4.5]]
    """
    ones = np.ones((1, n))
    return Figures(ones, ones, ones, patience * ones, np.zeros((1, n, n)), ones, ones)


def gravity(size: np.ndarray, volume: np.ndarray) -> np.ndarray:
    """Return imports between states of some sizes, shape (worlds, n, n)."""
    both = size[:, :, None] * size[:, None, :]
    found = volume[:, None, None] * both / size.sum(axis=1)[:, None, None]
    return np.asarray(found * (1 - np.eye(size.shape[1])))


def draw_chunk(seed: int, chunk: int, count: int = PER_CHUNK) -> list[Figures]:
    """Return the first worlds of one chunk, by number of states; see ``DISTRIBUTION``.

    Examples
    --------
    >>> sum(map(len, draw_chunk(1, 0))), [each.n for each in draw_chunk(1, 0)]
    (100, [6, 7, 8, 9, 10])
    """
    rng = np.random.default_rng([seed, chunk])
    most = max(SIZES)
    number = rng.choice(SIZES, PER_CHUNK)
    spread = rng.uniform(size=(3, PER_CHUNK, 1)) * np.array([2.0, 0.6, 0.6])[:, None, None]
    size, care, ease = np.exp(spread * rng.normal(size=(3, PER_CHUNK, most)))
    patience = rng.uniform(0.0, 0.99, PER_CHUNK)
    bulk = np.exp(rng.normal(3.5, 1.5, PER_CHUNK))
    out = []
    for n in SIZES:
        chosen = np.flatnonzero(number[:count] == n)
        if not chosen.size:
            continue
        y = size[chosen, :n]
        stakes, ones = y * care[chosen, :n], np.ones((len(chosen), n))
        volume = bulk[chosen] * stakes.sum(axis=1) * stakes.mean(axis=1)
        patient = patience[chosen, None] * ones
        capacities = y * ease[chosen, :n]
        out.append(Figures(stakes, capacities, y, patient, gravity(y, volume), ones, ones))
    return out


def figures_of(
    issue: Issue, patience: float | Mapping[str, float] | None = None
) -> tuple[Figures, str]:
    """Return an issue's figures, and its technology.

    Parameters
    ----------
    issue : Issue
        The linear-quadratic public good, a sum or a weakest link.
    patience : float or mapping of str to float, optional
        By default the world's column, else 0.9.

    Raises
    ------
    ModelError
        If the issue is another one, has fewer than two states or nothing at stake, or patience is
        not in [0, 1).

    Notes
    -----
    Without a column ``capability`` what a state does alone stands for it.
    """
    technology = technology_of(issue)
    if technology is None:
        raise ModelError("issue", issue.family, "a linear-quadratic public good, or weakest link")
    columns = issue.world.columns
    stakes, capacities = columns["stake"], columns["capacity"]
    n = issue.world.n
    if n < 2 or not stakes.any():
        raise ModelError("issue", f"{n} states", "two states or more with something at stake")
    if patience is not None:
        check_patience(patience)
    order = Order(Universal(), Joint(), Reciprocity())
    by_state = CooperationGame(issue, order).patience(patience)
    capability = capacities * stakes
    if issue.world.has("capability"):
        capability = issue.world.columns["capability"]
    links = issue.trade or TradeLinks(np.zeros((n, n)), np.ones(n), np.ones(n))
    figures = (stakes, capacities, capability, by_state)
    trade = (links.imports, links.gain, links.loss)
    arrays = (np.asarray(each, dtype=float)[None] for each in (*figures, *trade))
    return Figures(*arrays), technology


def technology_of(issue: Issue) -> str | None:
    """Return which of the goods that rules of thumb are for an issue is, None if it is neither.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> technology_of(load_issue("climate")), technology_of(load_issue("rice"))
    ('sum', None)
    """
    if type(issue) is PublicGood:
        return "sum"
    if type(issue) is not WeakestLinkGood:
        return None
    plain = WeakestLinkGood(issue.world)
    same = (getattr(issue, key) == getattr(plain, key) for key in _SETTINGS)
    further = {"limit", "unit_cost"} & set(issue.world.columns)
    return "weakest_link" if all(same) and not further else None


def stored_world(values: Mapping[str, Sequence[Any]]) -> Figures:
    """Return the world of a stored failure from its numbers: a volume of trade, else by state."""
    size, stake, capacity = (
        np.array([values[key]], dtype=float) for key in ("capability", "stake", "capacity")
    )
    ones = np.ones(size.shape)
    patience, volume = (np.array([values[key]], dtype=float) for key in ("patience", "trade"))
    return Figures(
        stake, capacity, size, patience[:, None] * ones, gravity(size, volume), ones, ones
    )
