"""Outside options: a superpower that can act alone bargains with a vetoer, on a line.

The status quo 0 is the vetoer's ideal point, the superpower's is 1, loss is linear, and acting
alone brings 1 at a cost c to the superpower (Voeten 2001). Builds on foundations only.
Not here: many vetoers (gridlock.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.votes import read_number

PROPOSERS = ("vetoer", "superpower")


@dataclass(frozen=True)
class OutsideOption(Result):
    """What a multilateral body decides in the shadow of unilateral action.

    Parameters
    ----------
    policy : number
        What is proposed, and accepted unless the superpower prefers to act alone.
    bargaining_range : tuple of (low, high), or None
        Policies that both prefer to unilateral action; None without an outside option.
    unilateral : number
        Probability of unilateral action.
    proposer : str
        Who makes the offer.
    """

    policy: Any
    bargaining_range: tuple[Any, Any] | None
    unilateral: Any
    proposer: str

    concept = "subgame perfect: one take-it-or-leave-it offer; whoever is indifferent accepts"

    def table(self) -> Table:
        """Return the outcome in one row."""
        row = [self.proposer, float(self.policy), float(self.unilateral)]
        columns = ["proposer", "policy offered", "unilateral action"]
        return Table(columns, [row], "bargaining with an outside option")

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain values."""
        found: dict[str, Any] = plain(
            {
                "policy": self.policy,
                "bargaining_range": self.bargaining_range,
                "unilateral": self.unilateral,
                "proposer": self.proposer,
                "concept": self.concept,
            }
        )
        return found


def outside_option(cost: Any, proposer: str = "vetoer") -> OutsideOption:
    """Return what is agreed when the superpower can act alone at a known cost.

    Parameters
    ----------
    cost : number or None
        Of acting alone, in the loss's units, 0 or more; None if it cannot.
    proposer : {"vetoer", "superpower"}
        Who makes the one offer.

    Returns
    -------
    OutsideOption

    Notes
    -----
    Voeten 2001, American Political Science Review 95(4): both accept what lies in [1 - c, 1].
    With a cost of 1 or more the threat is empty and the vetoer's status quo stands.

    Examples
    --------
    >>> outside_option(0.4).policy, outside_option(0.4, "superpower").policy
    (0.6, Fraction(1, 1))
    """
    if proposer not in PROPOSERS:
        raise unknown_name("proposer", proposer, PROPOSERS, "one")
    nothing = Fraction(0)
    if cost is None:
        return OutsideOption(nothing, None, nothing, proposer)
    found = read_number(cost, "cost")
    if found is None or found < 0:
        raise ModelError("cost", cost, "a number of 0 or more, or None")
    if found >= 1:  # acting alone is not worth it: no threat
        return OutsideOption(nothing, None, nothing, proposer)
    ends = (1 - found, Fraction(1))
    return OutsideOption(ends[0] if proposer == "vetoer" else ends[1], ends, nothing, proposer)


def private_outside_option(largest_cost: Any = 1) -> OutsideOption:
    """Return what the vetoer offers when it does not know what acting alone costs.

    Parameters
    ----------
    largest_cost : number
        The cost is uniform between 0 and this; above 0.

    Returns
    -------
    OutsideOption
        With the probability that the offer is refused and the superpower acts alone.

    Notes
    -----
    An offer x is accepted iff 1 - x <= c. The vetoer maximises (1 - x) P(accepted): with a
    largest cost C it offers max(0, 1 - C/2). Uncertainty brings unilateral action that both
    could have avoided. Derived from the model of Voeten 2001.

    Examples
    --------
    >>> found = private_outside_option()
    >>> found.policy, found.unilateral
    (Fraction(1, 2), Fraction(1, 2))
    """
    largest = read_number(largest_cost, "largest_cost")
    if largest is None or largest <= 0:
        raise ModelError("largest_cost", largest_cost, "a number above 0")
    policy = max(Fraction(0), 1 - largest / 2)
    return OutsideOption(policy, None, (1 - policy) / largest, "vetoer")
