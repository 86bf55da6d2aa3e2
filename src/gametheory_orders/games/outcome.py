"""What comes out of a cooperation game: agreements, stages, the outcome with its certificate.

Builds on cooperation.py. Frozen records that only present themselves.
Not here: how they are found (solvers) or judged (measures).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games.cooperation import CooperationGame


@dataclass(frozen=True, eq=False)
class Agreement:
    """What a set of members agrees on.

    Parameters
    ----------
    members : bool array, shape (n,)
        Who agreed.
    actions : array, shape (n,)
        What everyone does if it is kept, outsiders included.
    level : float or None
        The uniform level, where there is one.
    weights : array, shape (n,), or None
        Pledge weights, where members pledge.
    reached : bool
        Whether there is an agreement; if not, actions are the reference.
    floor : bool
        Whether members above the level keep their own.
    supporters : bool array, shape (n,), or None
        Who supports the level, where members vote.
    blocked_by : tuple of str
        Members whose support alone would change what is agreed.
    notes : mapping
        What else the certificate says of it.
    exempt : bool array, shape (n,), or None
        Members freed from the agreement.
    in_force : array, shape (n,), or None
        Share of the future, as each state counts it, in which no false alarm has suspended the
        agreement; None where there are none.
    """

    members: np.ndarray
    actions: np.ndarray
    level: float | None = None
    weights: np.ndarray | None = None
    reached: bool = True
    floor: bool = True
    supporters: np.ndarray | None = None
    blocked_by: tuple[str, ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)
    exempt: np.ndarray | None = None
    in_force: np.ndarray | None = None


@dataclass(frozen=True)
class Compliance:
    """What one member gains and loses by breaking what was agreed.

    Parameters
    ----------
    state : str
        The member.
    gain : float
        What breaking it once brings at once, transfers forgone included.
    expected_loss : float
        What sanctions and lost reputation can be expected to cost it at once.
    loss_from_reversion : float or None
        What it then loses in each period without the agreement; None without reciprocity.
    needed_patience, patience : float or None
        What keeping it takes, and what there is; None without reciprocity.
    margin : float or None
        By how much it prefers keeping the agreement; of leaving, where nothing else is enforced;
        None if it has one action only, and so nothing to break.
    keeps : bool
        Whether it keeps the agreement.
    beyond_reach : bool
        Whether the order's sanctions cannot reach it.
    """

    state: str
    gain: float
    expected_loss: float
    loss_from_reversion: float | None
    needed_patience: float | None
    patience: float | None
    margin: float | None
    keeps: bool
    beyond_reach: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values."""
        reciprocal = ("loss_from_reversion", "needed_patience", "patience")
        why = "the order is not enforced by reciprocity"
        nothing = {f"{name}_why": why for name in reciprocal if self.patience is None}
        if self.margin is None:
            nothing["margin_why"] = "the state has one action only"
        found: dict[str, Any] = plain(
            {
                **nothing,
                "state": self.state,
                "gain_from_defecting": self.gain,
                "expected_loss": self.expected_loss,
                "loss_from_reversion": self.loss_from_reversion,
                "needed_patience": self.needed_patience,
                "patience": self.patience,
                "margin": self.margin,
                "keeps": self.keeps,
                "beyond_reach": self.beyond_reach,
            }
        )
        return found


@dataclass(frozen=True, eq=False)
class Stage:
    """One of the two faces of an outcome: as agreed, or as delivered.

    Parameters
    ----------
    agreement : Agreement
        What is done.
    payoffs : array, shape (n,)
        Payoffs, side payments included.
    leave_payoffs : array, shape (n,)
        What each member would have after leaving; NaN for outsiders.
    join_payoffs : array, shape (n,)
        What each outsider would have after joining; NaN for members, and where entry is closed.
    leavers, joiners, coerced : tuple of str
        Who would gain by leaving, by joining; who is worse off than in the status quo without
        a better move.
    """

    agreement: Agreement
    payoffs: np.ndarray
    leave_payoffs: np.ndarray
    join_payoffs: np.ndarray
    leavers: tuple[str, ...]
    joiners: tuple[str, ...]
    coerced: tuple[str, ...]

    @property
    def stable(self) -> bool:
        """Whether nobody would leave, and nobody who may would join."""
        return not self.leavers and not self.joiners


@dataclass(frozen=True)
class AdmissionStep:
    """One step of sequential admission: who was asked, and what is agreed after it.

    Parameters
    ----------
    states : tuple of str
        The founders, or the state that was asked.
    level : float or None
        What is then agreed, where it is one level.
    quantity : float
        The sum of all actions then.
    enters : bool
        Whether it came in.
    gain : float
        What coming in brings it; NaN for the founders.
    wants : bool
        Whether it wanted in.
    votes, voters : int
        Members who would not lose by it, and members.
    """

    states: tuple[str, ...]
    level: float | None
    quantity: float
    enters: bool
    gain: float = float("nan")
    wants: bool = True
    votes: int = 0
    voters: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the step as plain values; of the founders without a vote."""
        out: dict[str, Any] = {"states": list(self.states), "enters": self.enters}
        if self.voters:
            out |= {"wants": self.wants, "gain": self.gain}
            out |= {"votes": self.votes, "voters": self.voters}
        return {**out, "level": self.level, "quantity": self.quantity}


@dataclass(frozen=True, eq=False)
class Outcome(Result):
    """The solution of a cooperation game.

    Parameters
    ----------
    game : CooperationGame
        What was solved.
    patience : array, shape (n,)
        Patience by state.
    foresight, fallback : str
        The concepts used.
    agreed, delivered : Stage
        The agreement with compliance assumed, and what is kept.
    needed : mapping of str to float
        Needed patience by member; empty where enforcement is not reciprocity.
    stable_memberships : tuple of tuples of str
        Where states choose, all memberships that are stable.
    certificate : mapping
        Solution concept, what was checked, the smallest margin.
    first_period : array, shape (n,), or None
        Under naive foresight, payoffs of the first period, when only defectors defect.
    defectors : tuple of str
        Members who would not keep what is agreed.
    admission_steps : tuple of AdmissionStep
        Under sequential admission, who was asked when, and what was then agreed.
    compliance : tuple of Compliance
        What each member gains and loses by breaking what is agreed.
    """

    game: CooperationGame
    patience: np.ndarray
    foresight: str
    fallback: str
    agreed: Stage
    delivered: Stage
    needed: Mapping[str, float]
    stable_memberships: tuple[tuple[str, ...], ...]
    certificate: Mapping[str, Any]
    first_period: np.ndarray | None = None
    defectors: tuple[str, ...] = ()
    admission_steps: tuple[AdmissionStep, ...] = ()
    compliance: tuple[Compliance, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """The members, in the order of the world."""
        return self.game.names(self.delivered.agreement.members)

    @property
    def level(self) -> float | None:
        """The delivered level; None where there is none."""
        return self.delivered.agreement.level

    @property
    def actions(self) -> dict[str, float]:
        """Delivered actions by state."""
        actions = self.delivered.agreement.actions.tolist()
        return dict(zip(self.game.world.ids, actions, strict=True))

    @property
    def payoffs(self) -> dict[str, float]:
        """Delivered payoffs by state."""
        return dict(zip(self.game.world.ids, self.delivered.payoffs.tolist(), strict=True))

    @property
    def needed_patience(self) -> float | None:
        """Patience that the agreed actions need: the largest over members, None if undefined."""
        return max(self.needed.values(), default=0.0) if self.game.order.reciprocal else None

    @property
    def binding_state(self) -> str | None:
        """The member that needs the most patience, None if nobody needs any."""
        needed = self.needed_patience
        if not needed:
            return None
        return next(state for state, value in self.needed.items() if value == needed)

    @property
    def beyond_reach(self) -> tuple[str, ...]:
        """Members whom the order's sanctions cannot reach."""
        members = self.agreed.agreement.members
        return self.game.names(self.game.order.beyond_reach(self.game.world, members))

    @property
    def blocked_by(self) -> tuple[str, ...]:
        """Members whose support alone would change what is agreed."""
        return self.agreed.agreement.blocked_by

    @property
    def uniform_patience(self) -> float | dict[str, float]:
        """Patience as one number if all states share it, else by state."""
        values = self.patience.tolist()
        if len(set(values)) == 1:
            return float(values[0])
        return dict(zip(self.game.world.ids, values, strict=True))

    def compliance_table(self) -> Table:
        """Return one row a member: what it gains and loses by breaking what is agreed."""
        rows = [
            [
                each.state,
                each.gain,
                each.expected_loss,
                each.loss_from_reversion,
                each.needed_patience,
                each.keeps,
                each.beyond_reach,
            ]
            for each in self.compliance
        ]
        columns = ["state", "gain from defecting", "expected loss", "loss from reversion"]
        columns += ["needed patience", "keeps", "beyond reach"]
        return Table(columns, rows, f"{self.game.issue.name} under {self.game.order.name}")

    def table(self) -> Table:
        """Return one row a state: in or out, agreed and delivered actions, payoff, patience."""
        world, issue = self.game.world, self.game.issue
        reference = self.game.reference_payoffs
        rows = []
        for i, state in enumerate(world.ids):
            inside = bool(self.delivered.agreement.members[i])
            rows.append(
                [
                    state,
                    inside,
                    issue.shown_action(i, self.agreed.agreement.actions[i]),
                    issue.shown_action(i, self.delivered.agreement.actions[i]),
                    float(self.delivered.payoffs[i] - reference[i]),
                    self.needed.get(state),
                    state in self.delivered.leavers,
                ]
            )
        members = self.delivered.agreement.members
        level = (
            "no agreement"
            if not self.delivered.agreement.reached
            else ("" if self.level is None else issue.shown_level(members, self.level))
        )
        title = f"{self.game.issue.name} under {self.game.order.name}" + (level and f": {level}")
        columns = [
            "state",
            "member",
            "agreed",
            "delivered",
            "gain",
            "needed patience",
            "would leave",
        ]
        return Table(columns, rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain values."""
        steps = [step.to_dict() for step in self.admission_steps]
        found: dict[str, Any] = plain(
            {
                "name": self.game.order.name,
                "four_c": self.game.order.four_c,
                "members": self.members,
                "level": self.level,
                "needed_patience": self.needed_patience,
                "binding_state": self.binding_state,
                "stable_participation": self.delivered.stable,
                "leavers": self.delivered.leavers,
                "joiners": self.delivered.joiners,
                "coerced": self.delivered.coerced,
                "blocked_by": self.blocked_by,
                "actions": self.actions,
                "payoffs": self.payoffs,
                "compliance": [each.to_dict() for each in self.compliance],
                "beyond_reach": self.beyond_reach,
                "defectors": self.defectors,
                "certificate": self.certificate,
                **({"admission_steps": steps} if steps else {}),
            }
        )
        return found
