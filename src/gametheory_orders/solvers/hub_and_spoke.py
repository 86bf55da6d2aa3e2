"""Hub and spokes: one state contracts with each of the others, and they with nobody else.

A contract between the hub and state i is worth v_i to the two together, costs f to keep up, and i
has o_i without it. The hub has all the power to make offers (weight 1: take it or leave it) or
shares the gain (weight 1/2: equally, as in Nash's bargaining). A contract is signed iff there is
something to share, v_i - f >= o_i; of n states the hub needs n - 1 links, where everybody with
everybody needs n (n - 1) / 2.
Builds on figures.py. Not here: contracts that change what others are worth (entry_game.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.figures import read_amount, read_beside, read_figures


@dataclass(frozen=True)
class HubAndSpoke(Result):
    """What the hub and each spoke make of their contracts.

    Parameters
    ----------
    spokes : tuple of str
        All states but the hub.
    signed : tuple of str
        Those with a contract.
    hub_gain : Fraction
        What the hub has of all contracts.
    gains : tuple of Fraction
        By how much each spoke is better off than without a contract.
    smallest_margin : Fraction
        Least |v_i - f - o_i|: how close the closest contract is to being signed or not.
    link_cost : Fraction
        What a link costs.
    """

    spokes: tuple[str, ...]
    signed: tuple[str, ...]
    hub_gain: Fraction
    gains: tuple[Fraction, ...]
    smallest_margin: Fraction
    link_cost: Fraction

    concept = "bilateral contracts, signed iff the two gain together; shared by weight"

    @property
    def links(self) -> int:
        """Links of a hub with all spokes."""
        return len(self.spokes)

    @property
    def links_of_all(self) -> int:
        """Links of everybody with everybody."""
        n = len(self.spokes) + 1
        return n * (n - 1) // 2

    @property
    def hub_share(self) -> float:
        """The hub's share of all that is gained; NaN if nothing is."""
        total = self.hub_gain + sum(self.gains)
        return float(self.hub_gain / total) if total else float("nan")

    @property
    def saved(self) -> float:
        """What fewer links than everybody with everybody save."""
        return float(self.link_cost * (self.links_of_all - self.links))

    def table(self) -> Table:
        """Return one row a spoke."""
        rows = [
            [state, state in self.signed, float(gain)]
            for state, gain in zip(self.spokes, self.gains, strict=True)
        ]
        title = f"{len(self.signed)} contracts, {self.links} links v {self.links_of_all}; "
        title += f"the hub gains {float(self.hub_gain):.3f}"
        return Table(["state", "signs", "gain"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return contracts and gains as plain values."""
        gains = [float(gain) for gain in self.gains]
        found: dict[str, Any] = plain(
            {
                "signed": self.signed,
                "gains": dict(zip(self.spokes, gains, strict=True)),
                "hub_gain": float(self.hub_gain),
                "hub_share": self.hub_share,
                "links": self.links,
                "links_of_all": self.links_of_all,
                "saved": self.saved,
                "concept": self.concept,
                "smallest_margin": float(self.smallest_margin),
            }
        )
        return found


def hub_and_spoke(
    worth: Mapping[str, Any] | Sequence[Any],
    outside: Any = 0.0,
    *,
    link_cost: float = 0.0,
    hub_weight: float = 1.0,
) -> HubAndSpoke:
    """Return which states contract with a hub, and who gains by it.

    Parameters
    ----------
    worth : mapping of str to number, or sequence, shape (n - 1,)
        What a contract with each state is worth to the hub and it together.
    outside : number, mapping or sequence
        What each state has without a contract.
    link_cost : float
        What keeping up one link costs.
    hub_weight : float
        The hub's share of each contract's gain, from 0 to 1; 1: take it or leave it.

    Raises
    ------
    ModelError
        If a figure is wrong.

    Examples
    --------
    >>> found = hub_and_spoke({"A": 5, "B": 3, "C": 1}, {"A": 1, "B": 1, "C": 2}, link_cost=0.5)
    >>> found.signed, float(found.hub_gain), found.links, found.links_of_all
    (('A', 'B'), 5.0, 3, 6)
    >>> hub_and_spoke([1.0] * 192).links, hub_and_spoke([1.0] * 192).links_of_all
    (192, 18528)
    """
    names, values = read_figures(worth, "worth")
    without = read_beside(outside, "outside", names)
    cost = read_amount(link_cost, "link_cost", 0.0)
    weight = read_amount(hub_weight, "hub_weight", 0.0)
    if weight > 1:
        raise ModelError("hub_weight", hub_weight, "a number from 0 to 1")
    over = [v - cost - o for v, o in zip(values, without, strict=True)]
    shared = [max(each, Fraction(0)) for each in over]
    return HubAndSpoke(
        names,
        tuple(name for name, each in zip(names, over, strict=True) if each >= 0),
        sum((weight * each for each in shared), Fraction(0)),
        tuple((1 - weight) * each for each in shared),
        min(abs(each) for each in over),
        cost,
    )
