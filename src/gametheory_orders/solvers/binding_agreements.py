"""Binding agreements in sequence: who is left to itself splits into coalitions of what sizes.

Equal states. One proposes a coalition, which forms for good; then those that are left go on. The
proposer picks the size with the largest payoff per member, foreseeing what the rest will do
(Ray and Vohra 1999, Games and Economic Behavior 26(2); Bloch 1996, same journal 14(1)); of equally
good sizes the largest. Not here: coalitions that can be left again (farsighted.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import INDIFFERENT

PerMember = Callable[[int, tuple[int, ...]], float]
"""From a coalition's size and all sizes, largest first, to the payoff of each of its members."""
MOST_STATES = 40
MOST_STATES_PUBLIC_GOOD = 2000


@dataclass(frozen=True)
class BindingAgreements(Result):
    """The coalitions that form.

    Parameters
    ----------
    formed : tuple of int
        Sizes in the order in which they form.
    effectiveness : float or None
        Of the linear-quadratic public good.
    """

    formed: tuple[int, ...]
    effectiveness: float | None = None

    concept = "binding agreements in sequence (Ray and Vohra 1999), equal sharing"

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sizes, largest first."""
        return tuple(sorted(self.formed, reverse=True))

    def table(self) -> Table:
        """Return one row a coalition, in the order in which they form."""
        rows = [[position + 1, size] for position, size in enumerate(self.formed)]
        return Table(["formed as", "size"], rows, self.concept)

    def to_dict(self) -> dict[str, Any]:
        """Return the sizes as plain values."""
        values = {"formed": self.formed, "sizes": self.sizes, "effectiveness": self.effectiveness}
        found: dict[str, Any] = plain({**values, "concept": self.concept})
        return found


def binding_agreements(n: int, per_member: PerMember | None = None) -> BindingAgreements:
    """Return the coalitions into which n equal states split.

    Parameters
    ----------
    n : int
        Number of states: up to 2,000 for the public good, else up to 40.
    per_member : callable, optional
        Payoff of each member of a coalition, from its size and all sizes. Without it the
        linear-quadratic public good in whole numbers, each coalition deciding jointly.

    Examples
    --------
    >>> found = binding_agreements(10)
    >>> found.sizes, round(found.effectiveness, 3)
    ((8, 2), 0.802)

    Cournot oligopoly of five firms (Bloch 1996; Ray and Vohra 1999): one stays alone first.

    >>> binding_agreements(5, lambda size, sizes: 1 / (size * (len(sizes) + 1) ** 2)).formed
    (1, 4)
    """
    most = MOST_STATES_PUBLIC_GOOD if per_member is None else MOST_STATES
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= most:
        raise ModelError("n", n, f"a whole number from 1 to {most}")
    if per_member is None:
        formed = _public_good(n)
        gap = sum(size * (n - size) ** 2 for size in formed)
        return BindingAgreements(formed, 1 - gap / (n * (n - 1) ** 2) if n > 1 else None)
    payoff = per_member

    @cache
    def rest(before: tuple[int, ...], left: int) -> tuple[int, ...]:
        """Return the sizes that still form, in their order."""
        best: tuple[float, tuple[int, ...]] | None = None
        for size in range(1, left + 1):
            after = tuple(sorted((*before, size), reverse=True))
            follow = (size, *(rest(after, left - size) if left > size else ()))
            value = float(payoff(size, tuple(sorted((*before, *follow), reverse=True))))
            slack = INDIFFERENT * abs(value)
            if best is None or value >= best[0] - slack:
                best = value, follow
        assert best is not None
        return best[1]

    return BindingAgreements(rest((), n))


def _public_good(n: int) -> tuple[int, ...]:
    """Return the split where a member of size s has sum of squares - s^2 / 2, in whole numbers.

    What others give adds the same to every choice, so the rest's split depends on its number only.
    """
    squares, first = [0], [0]
    for left in range(1, n + 1):
        # Twice the payoff: s^2 + 2 * (squares of those that follow).
        size = max(range(1, left + 1), key=lambda s: (s * s + 2 * squares[left - s], s))
        first.append(size)
        squares.append(size * size + squares[left - size])
    formed = []
    while n:
        formed.append(first[n])
        n -= first[n]
    return tuple(formed)
