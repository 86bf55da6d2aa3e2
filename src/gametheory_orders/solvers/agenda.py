"""The agenda setter: one take-it-or-leave-it offer against a status quo, on a line.

Builds on winset.py. Not here: bargaining with many proposers (bargaining.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.votes import AnyRule, read_number
from gametheory_orders.solvers.winset import LineWinset, winset


@dataclass(frozen=True, eq=False)
class AgendaOutcome(Result):
    """What a monopoly agenda setter brings about.

    Parameters
    ----------
    policy : number
        What is decided.
    setter, status_quo : number
        The setter's ideal point; what stands if the offer is refused.
    accepted : tuple of (low, high)
        The offers that pass, ends included (whoever is indifferent accepts).
    binding : tuple of str
        The pivots that keep the setter from its ideal point; empty if nobody does.
    """

    policy: Any
    setter: Any
    status_quo: Any
    accepted: tuple[Any, Any]
    binding: tuple[str, ...]

    concept = "subgame perfect: the setter's best offer that a winning coalition accepts"

    @property
    def gridlocked(self) -> bool:
        """Whether the status quo stays although the setter wants another policy."""
        return bool(self.policy == self.status_quo != self.setter)

    def table(self) -> Table:
        """Return the outcome in one row."""
        row = [
            float(self.setter),
            float(self.status_quo),
            float(self.accepted[0]),
            float(self.accepted[1]),
            float(self.policy),
            list(self.binding),
        ]
        columns = ["setter", "status quo", "accepted from", "to", "policy", "bound by"]
        return Table(columns, [row], "agenda setter")

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain values."""
        found: dict[str, Any] = plain(
            {
                "policy": self.policy,
                "setter": self.setter,
                "status_quo": self.status_quo,
                "accepted": self.accepted,
                "binding": self.binding,
                "gridlocked": self.gridlocked,
                "concept": self.concept,
            }
        )
        return found


def agenda_setter(
    rule: AnyRule,
    ideal_points: Mapping[str, Any] | Sequence[Any] | np.ndarray,
    setter: Any,
    status_quo: Any,
    *,
    names: Sequence[str] | None = None,
    missing: str = "error",
) -> AgendaOutcome:
    """Return what a monopoly agenda setter offers, and gets.

    Parameters
    ----------
    rule : object with ``voters`` and ``wins``, int or str
        Under which the offer is accepted.
    ideal_points : mapping or array, shape (n,)
        Of the members.
    setter : number or str
        Its ideal point, or the name of a member.
    status_quo : number
        What stands if the offer is refused.
    names : sequence of str, optional
        Of the members, if ideal points are an array.
    missing : {"error", "drop"}
        What to do about voters without an ideal point.

    Returns
    -------
    AgendaOutcome

    Notes
    -----
    With one pivot m the policy is the setter's ideal point A, cut off at the ends of
    [min(s, 2m - s), max(s, 2m - s)]. Romer and Rosenthal 1978, Public Choice 33(4).

    Examples
    --------
    >>> round(agenda_setter("majority", [0.4], setter=1.0, status_quo=0.1).policy, 12)
    0.7
    """
    beats = winset(rule, ideal_points, status_quo, names=names, missing=missing)
    if not isinstance(beats, LineWinset):
        raise ModelError("ideal_points", "several dimensions", "one number a member")
    if isinstance(setter, str):
        known = dict(ideal_points) if isinstance(ideal_points, Mapping) else {}
        if names is not None and not isinstance(ideal_points, Mapping):
            known = dict(zip(names, ideal_points, strict=True))
        if setter not in known:
            raise unknown_name("setter", setter, known, "a member")
        setter = known[setter]
    ideal = read_number(setter, "setter")
    if ideal is None:
        raise ModelError("setter", "no ideal point", "a number")
    low, high = beats.bounds
    policy = min(max(ideal, low), high)
    binding: tuple[str, ...] = ()
    for (start, end), who in zip(beats.intervals, beats.pivots, strict=True):
        if policy != ideal and policy in (start, end) and policy != beats.status_quo:
            binding = who
    return AgendaOutcome(policy, ideal, beats.status_quo, (low, high), binding)
