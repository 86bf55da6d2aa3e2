"""Two rival clubs, and the states that may side with either or stay non-aligned.

Clubs A and B have leading powers of weight C_A and C_B, fixed in place. With W_X the weight of
club X, its leaders and members together, a state i of weight w_i has

    in A: b_A W_A - c_iA - d_iB W_B      in B: b_B W_B - c_iB - d_iA W_A      non-aligned: 0,

where b_X is what a club is worth to a member per unit of its weight, c_iX what siding with X costs
i, and d_iX how much i depends on X, which it loses by siding with the rival. An equilibrium is a
choice from which no state gains by moving alone. With b and d of zero or more there always is one:
the more side with A, the more A is worth (Topkis 1979, SIAM Journal on Control and Optimization
17(6)). States are given by types, so that only numbers count; all choices are gone through.
Builds on figures.py. Not here: what the clubs then agree on (coalition_structures.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.solvers.figures import read_amount, read_beside, read_figures
from gametheory_orders.solvers.subsets import in_batches

MOST_CHOICES = 2**22


@dataclass(frozen=True)
class Alignment:
    """One equilibrium: how many of each type side with A, with B, and stay non-aligned.

    Parameters
    ----------
    with_a, with_b, non_aligned : tuple of int
        By type.
    weight_a, weight_b : float
        Weights of the two clubs, leaders included.
    margin : float
        By how much the state closest to moving would lose by it.
    """

    with_a: tuple[int, ...]
    with_b: tuple[int, ...]
    non_aligned: tuple[int, ...]
    weight_a: float
    weight_b: float
    margin: float


@dataclass(frozen=True)
class RivalClubs(Result):
    """All equilibria of two rival clubs.

    Parameters
    ----------
    types : tuple of str
        Names of the types.
    alignments : tuple of Alignment
        All equilibria, the heaviest club A first.
    alone_a, alone_b : float
        The largest weight of each club if the other were not there.
    checked : int
        How many choices were gone through.
    """

    types: tuple[str, ...]
    alignments: tuple[Alignment, ...]
    alone_a: float
    alone_b: float
    checked: int

    concept = "no state gains by changing sides alone (Nash, all equilibria in pure strategies)"

    def __len__(self) -> int:
        return len(self.alignments)

    def __iter__(self) -> Iterator[Alignment]:
        return iter(self.alignments)

    def __getitem__(self, position: int) -> Alignment:
        return self.alignments[position]

    @property
    def complete(self) -> bool:
        """Whether these are all equilibria: all choices were gone through."""
        return True

    def _who(self, counts: Sequence[int]) -> str:
        found = zip(self.types, counts, strict=True)
        return ", ".join(name if n == 1 else f"{n} {name}" for name, n in found if n) or "-"

    def table(self) -> Table:
        """Return one row an equilibrium."""
        rows = [
            [
                each.weight_a,
                each.weight_b,
                self._who(each.with_a),
                self._who(each.with_b),
                self._who(each.non_aligned),
                each.margin,
            ]
            for each in self
        ]
        title = f"rival clubs: {len(self)} equilibria; without a rival A would have "
        title += f"{self.alone_a:g}, B {self.alone_b:g}"
        return Table(["weight A", "weight B", "A", "B", "non-aligned", "margin"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return all equilibria as plain values."""
        found: dict[str, Any] = plain(
            {
                "types": self.types,
                "concept": self.concept,
                "complete": self.complete,
                "checked": self.checked,
                "alone_a": self.alone_a,
                "alone_b": self.alone_b,
                "equilibria": [
                    {
                        "with_a": dict(zip(self.types, each.with_a, strict=True)),
                        "with_b": dict(zip(self.types, each.with_b, strict=True)),
                        "non_aligned": dict(zip(self.types, each.non_aligned, strict=True)),
                        "weight_a": each.weight_a,
                        "weight_b": each.weight_b,
                        "margin": each.margin,
                    }
                    for each in self
                ],
            }
        )
        return found


def rival_clubs(
    weights: Mapping[str, Any] | Sequence[Any],
    *,
    cost: tuple[Any, Any] = (0.0, 0.0),
    dependence: tuple[Any, Any] = (0.0, 0.0),
    benefit: tuple[float, float] = (1.0, 1.0),
    leaders: tuple[float, float] = (0.0, 0.0),
    counts: Sequence[int] | None = None,
) -> RivalClubs:
    """Return all equilibria of two rival clubs and those who may stay non-aligned.

    Parameters
    ----------
    weights : mapping of str to number, or sequence, shape (types,)
        Weight of a state of each type.
    cost : pair of numbers, mappings or sequences
        What siding with A, and with B, costs a state.
    dependence : pair of numbers, mappings or sequences
        What a state loses per unit of weight of A if it sides with B, and of B if with A.
    benefit : pair of numbers
        What each club is worth to a member per unit of its weight.
    leaders : pair of numbers
        Weights of the leading powers.
    counts : sequence of int, shape (types,), optional
        States of each type; by default one each.

    Raises
    ------
    ModelError
        If a figure is wrong, or there are more than some four million choices.

    Examples
    --------
    Four allies lean to A and a partner to B; the broker depends on both. Either A has everyone,
    or the partner holds to B and the broker stays between:

    >>> lean = {"ally": 1, "broker": 7, "partner": 9}, {"ally": 9, "broker": 7, "partner": 0}
    >>> need = {"ally": 0.5, "broker": 1, "partner": 0.5}
    >>> found = rival_clubs({"ally": 1, "broker": 2, "partner": 1}, cost=lean,
    ...     dependence=(need, need), leaders=(6, 5), counts=[4, 1, 1])
    >>> [(each.with_a, each.with_b, each.non_aligned) for each in found]
    [((4, 1, 1), (0, 0, 0), (0, 0, 0)), ((4, 0, 0), (0, 0, 1), (0, 1, 0))]
    >>> found.alone_a, found[1].weight_a
    (13.0, 10.0)
    """
    model = _Model.read(weights, cost, dependence, benefit, leaders, counts)
    total = prod((count + 1) * (count + 2) // 2 for count in model.counts)
    if total > MOST_CHOICES:
        raise ModelError(
            "counts", f"{total} choices", f"at most {MOST_CHOICES}: fewer states, or fewer types"
        )
    found = [each for rows in in_batches(np.arange(total), 2**15) for each in model.stable(rows)]
    found.sort(key=lambda each: (-each.weight_a, each.weight_b, each.with_a, each.with_b))
    assert found, "Topkis 1979: an equilibrium exists"
    alone = (model.alone(0), model.alone(1))
    return RivalClubs(model.names, tuple(found), *alone, total)


@dataclass(frozen=True, eq=False)
class _Model:
    names: tuple[str, ...]
    counts: tuple[int, ...]
    weights: np.ndarray
    cost: np.ndarray
    dependence: np.ndarray
    benefit: np.ndarray
    leaders: np.ndarray

    @classmethod
    def read(cls, *given: Any) -> _Model:
        weights, cost, dependence, benefit, leaders, counts = given
        names, found = read_figures(weights, "weights", 0.0)
        pairs = {"cost": cost, "dependence": dependence, "benefit": benefit, "leaders": leaders}
        for where, pair in pairs.items():
            if isinstance(pair, str | Mapping) or not isinstance(pair, Sequence) or len(pair) != 2:
                raise ModelError(where, pair, "a pair: of A, and of B")
        by_type = {
            where: [
                read_beside(pairs[where][side], f"{where}[{side}]", names, low) for side in (0, 1)
            ]
            for where, low in (("cost", None), ("dependence", 0.0))
        }
        single = {
            where: [read_amount(pairs[where][side], f"{where}[{side}]", 0.0) for side in (0, 1)]
            for where in ("benefit", "leaders")
        }
        many = [1] * len(names) if counts is None else list(counts)
        if len(many) != len(names):
            raise ModelError("counts", f"{len(many)} counts", f"{len(names)}, one for every type")
        for place, count in enumerate(many):
            if isinstance(count, bool) or not isinstance(count, int) or count < 1:
                raise ModelError(f"counts[{place}]", count, "a whole number of 1 or more")
        return cls(
            names,
            tuple(many),
            np.array([float(x) for x in found]),
            np.array(by_type["cost"], dtype=float),
            np.array(by_type["dependence"], dtype=float),
            np.array(single["benefit"], dtype=float),
            np.array(single["leaders"], dtype=float),
        )

    def sides(self, rows: np.ndarray) -> np.ndarray:
        """Return how many of each type side with A and with B, shape (2, rows, types)."""
        out = np.zeros((2, len(rows), len(self.counts)), dtype=np.int64)
        for place, count in enumerate(self.counts):
            pairs = np.array([(a, b) for a in range(count + 1) for b in range(count + 1 - a)])
            rows, digit = np.divmod(rows, len(pairs))
            out[:, :, place] = pairs[digit].T
        return out

    def worth(self, side: int, own: np.ndarray, rival: np.ndarray) -> np.ndarray:
        """Return what siding is worth to each type, (rows, types), given the clubs' weights."""
        return np.asarray(
            self.benefit[side] * own - self.cost[side] - self.dependence[1 - side] * rival
        )

    def stable(self, rows: np.ndarray) -> list[Alignment]:
        """Return the equilibria among choices, with margins."""
        sided = self.sides(rows)
        weight = [(self.leaders[s] + sided[s] @ self.weights)[:, None] for s in (0, 1)]
        nobody = np.asarray(self.counts) - sided.sum(axis=0)
        margin = np.full(sided.shape[1:], np.inf)
        zero = np.zeros(1)
        for side in (0, 1):
            own, rival = weight[side], weight[1 - side]
            here = self.worth(side, own, rival)
            change = self.worth(1 - side, rival + self.weights, own - self.weights)
            stay = here - np.maximum(change, zero)
            margin = np.where(sided[side] > 0, np.minimum(margin, stay), margin)
            join = self.worth(side, own + self.weights, rival)
            margin = np.where(nobody > 0, np.minimum(margin, -join), margin)
        scale = self.scale()
        least = margin.min(axis=1)
        return [
            Alignment(
                tuple(sided[0, row].tolist()),
                tuple(sided[1, row].tolist()),
                tuple(nobody[row].tolist()),
                float(weight[0][row, 0]),
                float(weight[1][row, 0]),
                float(least[row]),
            )
            for row in np.flatnonzero(least >= -INDIFFERENT * scale)
        ]

    def scale(self) -> float:
        """Return the largest payoff there could be, for the tolerance."""
        most = self.leaders.max() + float(self.weights @ np.asarray(self.counts))
        rates = max(self.benefit.max(), self.dependence.max())
        return float(rates * most + np.abs(self.cost).max()) or 1.0

    def alone(self, side: int) -> float:
        """Return the largest weight a club could have if the other were not there.

        The largest equilibrium: from everybody in, whoever loses leaves, until nobody does.
        """
        inside = np.asarray(self.counts)
        while True:
            weight = self.leaders[side] + float(inside @ self.weights)
            worth = self.worth(side, np.array(weight), np.zeros(1))
            loses = (worth < -INDIFFERENT * self.scale()) & (inside > 0)
            if not loses.any():
                return float(weight)
            inside = np.where(loses, inside - 1, inside)
