"""Delegation: when a principal lets an agent choose, how far, and how far a shared agent drifts.

Builds on gridlock.py: an agent of several principals is free inside their gridlock interval.
Not here: repeated contracts, or reputation.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.gridlock import GridlockInterval, gridlock_interval
from gametheory_orders.solvers.votes import AnyRule, read_number


def _number(value: Any, where: str, least: float | None = None) -> Any:
    found = read_number(value, where)
    if found is None or (least is not None and found < least):
        raise ModelError(where, value, "a number" if least is None else f"at least {least}")
    return found


@dataclass(frozen=True)
class Delegation(Result):
    """Whether a principal delegates, and what each choice costs it in expectation.

    Parameters
    ----------
    delegate : bool
        Whether delegating costs no more than keeping control.
    loss_delegated, loss_kept : number
        Expected quadratic losses.
    threshold : float
        The largest bias at which the principal delegates.
    """

    delegate: bool
    loss_delegated: Any
    loss_kept: Any
    threshold: float

    def table(self) -> Table:
        """Return the choice in one row."""
        row = [self.delegate, float(self.loss_delegated), float(self.loss_kept), self.threshold]
        columns = ["delegate", "loss if delegated", "loss if kept", "largest bias"]
        return Table(columns, [row], "delegation under uncertainty")

    def to_dict(self) -> dict[str, Any]:
        """Return the choice as plain values."""
        found: dict[str, Any] = plain(
            {
                "delegate": self.delegate,
                "loss_delegated": self.loss_delegated,
                "loss_kept": self.loss_kept,
                "threshold": self.threshold,
            }
        )
        return found


def delegation(bias: Any, half_width: Any) -> Delegation:
    """Return whether a principal delegates to a biased agent that sees the shock.

    Parameters
    ----------
    bias : number
        Distance of the agent's ideal point from the principal's.
    half_width : number
        R, above 0: the shock is uniform on [-R, R].

    Returns
    -------
    Delegation

    Notes
    -----
    With quadratic loss: a^2 if delegated, the shock's variance R^2/3 if not; so the principal
    delegates iff |a| <= R / sqrt(3), to close agents and under much uncertainty (the ally
    principle). Epstein and O'Halloran 1999, Delegating Powers; Bendor, Glazer and Hammond 2001,
    Annual Review of Political Science 4.

    Examples
    --------
    >>> found = delegation(1, 2)
    >>> found.delegate, found.loss_delegated, found.loss_kept
    (True, Fraction(1, 1), Fraction(4, 3))
    """
    a, width = _number(bias, "bias"), _number(half_width, "half_width")
    if width <= 0:
        raise ModelError("half_width", half_width, "a number above 0")
    delegated, kept = a * a, width * width / 3
    return Delegation(bool(delegated <= kept), delegated, kept, float(width) / math.sqrt(3))


@dataclass(frozen=True)
class Discretion(Result):
    """The range of actions that it is best to leave to an agent.

    Parameters
    ----------
    cap : number
        The largest action allowed: below it the agent does as it likes.
    loss : number
        The principal's expected quadratic loss.
    delegate : bool
        Whether the agent has any choice.
    """

    cap: Any
    loss: Any
    delegate: bool

    def table(self) -> Table:
        """Return the cap in one row."""
        row = [self.delegate, float(self.cap), float(self.loss)]
        return Table(["delegate", "cap", "loss"], [row], "optimal discretion")

    def to_dict(self) -> dict[str, Any]:
        """Return the cap as plain values."""
        found: dict[str, Any] = plain(
            {"cap": self.cap, "loss": self.loss, "delegate": self.delegate}
        )
        return found


def optimal_discretion(bias: Any) -> Discretion:
    """Return how much discretion is best for a principal whose agent sees the state.

    Parameters
    ----------
    bias : number
        a >= 0: in state w, uniform on [0, 1], the agent wants w + a and the principal w.

    Returns
    -------
    Discretion

    Notes
    -----
    The agent may choose any action up to 1 - a; the principal loses a^2 - 4 a^3 / 3. From
    a = 1/2 on nothing is delegated: the action is 1/2 and the loss 1/12. Holmstrom 1984, On the
    Theory of Delegation; Melumad and Shibano 1991, RAND Journal of Economics 22(2).

    Examples
    --------
    >>> found = optimal_discretion(Fraction(1, 5))
    >>> found.cap, found.loss
    (Fraction(4, 5), Fraction(11, 375))
    """
    a = _number(bias, "bias", 0)
    if a >= Fraction(1, 2):
        return Discretion(Fraction(1, 2), Fraction(1, 12), False)
    return Discretion(1 - a, a * a - 4 * a**3 / 3, True)


@dataclass(frozen=True, eq=False)
class AgencyDrift(Result):
    """How far an agent of several principals can go.

    Parameters
    ----------
    room : GridlockInterval
        Where no winning coalition of principals overrides it; its length is the room to drift.
    policy : number or None
        Where the agent goes, if its ideal point is given.
    drift : number or None
        Distance of that policy from the mandate.
    """

    room: GridlockInterval
    policy: Any
    drift: Any

    concept = "the agent moves first, the principals override if a winning coalition gains"

    def table(self) -> Table:
        """Return the room, the policy and the drift."""
        row = [
            float(self.room.low),
            float(self.room.high),
            float(self.room.length),
            None if self.policy is None else float(self.policy),
            None if self.drift is None else float(self.drift),
        ]
        columns = ["free from", "to", "room", "policy", "drift"]
        return Table(columns, [row], "drift of a collective agent")

    def to_dict(self) -> dict[str, Any]:
        """Return the drift as plain values."""
        found: dict[str, Any] = plain(
            {
                "room": self.room.to_dict(),
                "policy": self.policy,
                "drift": self.drift,
                "concept": self.concept,
            }
        )
        return found


def agency_drift(
    rule: AnyRule,
    ideal_points: Mapping[str, Any] | Sequence[Any] | np.ndarray,
    *,
    agent: Any = None,
    mandate: Any = None,
    monitoring: Any = 0,
    sanction: Any = 0,
    names: Sequence[str] | None = None,
    missing: str = "error",
) -> AgencyDrift:
    """Return how far an agent of several principals can drift, and how far it does.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``, int or str
        What overriding the agent needs.
    ideal_points : mapping or array, shape (n,)
        Of the principals.
    agent, mandate : number, optional
        The agent's ideal point, and what it was told to do; both or neither.
    monitoring, sanction : number
        Probability m in [0, 1] that drift is seen, and sanction Z >= 0 per unit of drift.
    names, missing
        As for :func:`gridlock_interval`.

    Returns
    -------
    AgencyDrift

    Notes
    -----
    Overriding by q of n leaves the agent free between the (n - q + 1)-th and the q-th ideal
    point. Inside, an agent b away from its mandate with quadratic loss gains g(x) = b^2 -
    (b - x)^2 by a drift of x and stops where g'(x) = m Z: at x = max(0, b - m Z / 2). Kiewiet and
    McCubbins 1991; Hawkins, Lake, Nielson and Tierney 2006, Delegation and Agency in
    International Organizations.

    Examples
    --------
    >>> principals = [0.0, 0.2, 0.35, 0.5, 0.6, 0.8, 1.0]
    >>> round(agency_drift(6, principals).room.length, 12)
    0.6
    >>> found = agency_drift(6, principals, agent=0.75, mandate=0.5, monitoring=0.5, sanction=0.4)
    >>> round(found.policy, 12)
    0.65
    """
    room = gridlock_interval(rule, ideal_points, names=names, missing=missing)
    if (agent is None) != (mandate is None):
        raise ModelError("mandate" if mandate is None else "agent", "none", "both, or neither")
    seen, harm = _number(monitoring, "monitoring", 0), _number(sanction, "sanction", 0)
    if seen > 1:
        raise ModelError("monitoring", monitoring, "a probability")
    if agent is None:
        return AgencyDrift(room, None, None)
    wish, told = _number(agent, "agent"), _number(mandate, "mandate")
    if not room.contains(told):
        wanted = "a policy that the principals do not override themselves"
        raise ModelError("mandate", mandate, wanted)
    away = abs(wish - told)
    kept = max(away * 0, away - seen * harm / 2)
    policy = told + kept if wish >= told else told - kept
    policy = min(max(policy, room.low), room.high)
    return AgencyDrift(room, policy, abs(policy - told))
