"""The assessment of one outcome: effectiveness, legitimacy, the gap, the shortfall account.

Builds on the other measures. Not here: comparing several orders (compare.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import Outcome, Stage
from gametheory_orders.measures.agenda import Agenda, flexibility
from gametheory_orders.measures.effectiveness import (
    NO_GAIN_OF_MEMBERS,
    NO_QUANTITY,
    NOTHING_AT_STAKE,
    effectiveness,
    effectiveness_members,
    effectiveness_quantity,
    stake,
)
from gametheory_orders.measures.legitimacy import INDEX_WEIGHTS, Legitimacy, legitimacy
from gametheory_orders.measures.shortfall import RULES, Shortfall, shortfall_account
from gametheory_orders.measures.virtues import Virtues, virtues


@dataclass(frozen=True, eq=False)
class StageAssessment(Result):
    """Effectiveness, legitimacy and gap of one stage, as agreed or as delivered."""

    effectiveness: float
    effectiveness_quantity: float
    effectiveness_members: float
    level: float | None
    legitimacy: Legitimacy

    @property
    def gap(self) -> float:
        """Effectiveness minus the legitimacy index: negative is a talking shop."""
        return self.effectiveness - self.legitimacy.index

    def table(self) -> Table:
        """Return one row a measure."""
        rows: list[list[Any]] = [
            ["effectiveness", self.effectiveness],
            ["effectiveness, quantity", self.effectiveness_quantity],
            ["effectiveness, members", self.effectiveness_members],
            ["legitimacy", self.legitimacy.index],
            ["gap", self.gap],
        ]
        return Table(["measure", "value"], rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the measures; an undefined one is null with its reason beside it."""
        out: dict[str, Any] = {
            "effectiveness": self.effectiveness,
            "effectiveness_quantity": self.effectiveness_quantity,
            "effectiveness_members": self.effectiveness_members,
            "level": self.level,
            "legitimacy": self.legitimacy.to_dict(),
            "gap": self.gap,
        }
        if math.isnan(self.effectiveness):
            out["effectiveness_why"] = out["effectiveness_quantity_why"] = NOTHING_AT_STAKE
        elif math.isnan(self.effectiveness_quantity):
            out["effectiveness_quantity_why"] = NO_QUANTITY
        if math.isnan(self.effectiveness_members):
            out["effectiveness_members_why"] = NO_GAIN_OF_MEMBERS
        if math.isnan(self.gap):
            out["gap_why"] = out.get("effectiveness_why") or self.legitimacy.why["index"]
        found: dict[str, Any] = plain(out)
        return found


@dataclass(frozen=True, eq=False)
class Assessment(Result):
    """The assessment of an outcome.

    Parameters
    ----------
    outcome : Outcome
        What is assessed.
    agreed, delivered : StageAssessment
        With compliance assumed, and as kept.
    shortfall : Shortfall
        Which rule is to blame for the rest.
    stake : float
        What is to be gained in all, in the issue's numeraire.
    virtues : Virtues
        Capability, solidarity and flexibility of what is delivered.
    view : mapping of str to float, or None
        One state's own view: its gain, what leaving would change, its power.
    """

    outcome: Outcome
    agreed: StageAssessment
    delivered: StageAssessment
    shortfall: Shortfall
    stake: float
    virtues: Virtues
    view: Mapping[str, Any] | None = None

    @property
    def effectiveness(self) -> float:
        """Delivered effectiveness."""
        return self.delivered.effectiveness

    @property
    def legitimacy(self) -> Legitimacy:
        """Delivered legitimacy."""
        return self.delivered.legitimacy

    @property
    def gap(self) -> float:
        """Delivered effectiveness minus legitimacy."""
        return self.delivered.gap

    def table(self) -> Table:
        """Return agreed and delivered measures side by side, then the shortfall account."""
        rows: list[list[Any]] = [
            [name, value, other]
            for (name, value), (_, other) in zip(
                self.agreed.table().rows, self.delivered.table().rows, strict=True
            )
        ]
        rows += [[f"shortfall: {rule}", None, self.shortfall.share[rule]] for rule in RULES]
        if self.view is not None:
            rows += [
                [f"{self.view['state']}: {name}", None, value]
                for name, value in self.view.items()
                if isinstance(value, float)
            ]
        title = f"{self.outcome.game.order.name} on {self.outcome.game.issue.name}"
        title += f"; stake {self.stake:.2f} {self.outcome.game.issue.numeraire}"
        return Table(["measure", "agreed", "delivered"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the design record that ``fourcs compare --json`` prints."""
        outcome = self.outcome
        record: dict[str, Any] = {
            "name": outcome.game.order.name,
            "title": outcome.game.order.title,
            "four_c": outcome.game.order.four_c,
            "class": outcome.game.order.decision.agreement_class,
            "members": list(outcome.members),
            "agreed": self.agreed.to_dict(),
            "delivered": self.delivered.to_dict(),
            **self.delivered.to_dict(),
            "patience": outcome.uniform_patience,
            "needed_patience": outcome.needed_patience,
            "needed_by_state": dict(outcome.needed),
            "binding_state": outcome.binding_state,
            "stable_participation": outcome.delivered.stable,
            "leavers": list(outcome.delivered.leavers),
            "joiners": list(outcome.delivered.joiners),
            "coerced": list(outcome.delivered.coerced),
            "shortfall": self.shortfall.to_dict(),
            "virtues": self.virtues.to_dict(),
            "blocked_by": list(outcome.blocked_by),
            "compliance": [each.to_dict() for each in outcome.compliance],
            "defectors": list(outcome.defectors),
            "beyond_reach": list(outcome.beyond_reach),
            "certificate": dict(outcome.certificate),
        }
        for name in ("agreed", "delivered"):
            face: Stage = getattr(outcome, name)
            record[name] |= {
                "stable_participation": face.stable,
                "leavers": list(face.leavers),
                "joiners": list(face.joiners),
                "coerced": list(face.coerced),
            }
        if outcome.needed_patience is None:
            record["needed_patience_why"] = "the order is not enforced by reciprocity"
        elif math.isinf(outcome.needed_patience):
            record["needed_patience_why"] = "kept at no patience"
        record |= self._special()
        found: dict[str, Any] = plain(record)
        return found

    def _special(self) -> dict[str, Any]:
        """Return what only some concepts have: exemptions, first period, other memberships."""
        outcome = self.outcome
        out: dict[str, Any] = {}
        exempt = outcome.delivered.agreement.exempt
        if outcome.fallback == "exempt":
            out["exempt"] = [] if exempt is None else list(outcome.game.world.members(exempt))
        if outcome.first_period is not None:
            out["first_period_effectiveness"] = effectiveness(outcome.game, outcome.first_period)
        if outcome.game.order.membership.endogenous:
            out["stable_memberships"] = [list(found) for found in outcome.stable_memberships]
        if outcome.admission_steps:
            out["admission_steps"] = [step.to_dict() for step in outcome.admission_steps]
        if self.view is not None:
            out["view"] = dict(self.view)
        return out


def assess(
    outcome: Outcome,
    *,
    view: str | None = None,
    weights: Mapping[str, float] = INDEX_WEIGHTS,
    relax_class: bool = False,
    agenda: Agenda | None = None,
) -> Assessment:
    """Assess an outcome.

    Parameters
    ----------
    outcome : Outcome
        From :func:`~gametheory_orders.solve`.
    view : str, optional
        A state whose own view is added.
    weights : mapping of str to float
        Weights of the legitimacy index.
    relax_class : bool
        Whether the shortfall account may lift "one level binds all".
    agenda : Agenda, optional
        Issues over the same states, on which flexibility is judged.

    Examples
    --------
    >>> from gametheory_orders import load_game, solve
    >>> found = assess(solve(load_game("climate", "g6_consensus")))
    >>> round(found.effectiveness, 4), round(found.gap, 2)
    (0.2697, -0.41)
    """
    game = outcome.game
    how: dict[str, Any] = {
        "patience": dict(zip(game.world.ids, outcome.patience.tolist(), strict=True)),
        "foresight": outcome.foresight,
        "fallback": outcome.fallback,
    }
    over = None
    if agenda is not None:
        patience, fallback = how["patience"], outcome.fallback
        over = flexibility(agenda, game.order, patience=patience, fallback=fallback).value
    account = shortfall_account(game, relax_class=relax_class, **how)
    faces = [
        StageAssessment(
            effectiveness(game, face.payoffs),
            effectiveness_quantity(game, face.agreement.actions),
            effectiveness_members(game, face.payoffs, face.agreement.members),
            face.agreement.level,
            legitimacy(game, face, weights),
        )
        for face in (outcome.agreed, outcome.delivered)
    ]
    return Assessment(
        outcome,
        faces[0],
        faces[1],
        account,
        stake(game),
        virtues(game, outcome.delivered, over),
        None if view is None else _view(outcome, view),
    )


def _view(outcome: Outcome, state: str) -> dict[str, Any]:
    """Return one state's gain, what leaving or joining would bring it, and its power."""
    from gametheory_orders.measures.power import banzhaf_power

    game = outcome.game
    i = game.world.index(state, "view")
    face = outcome.delivered
    inside = bool(face.agreement.members[i])
    move = face.leave_payoffs[i] if inside else face.join_payoffs[i]
    power = math.nan
    if game.order.votes is not None:
        rule = game.order.votes.voting_rule(game.world, face.agreement.members)
        power = float(banzhaf_power(rule)[i])
    return {
        "state": state,
        "member": inside,
        "gain": float(face.payoffs[i] - game.reference_payoffs[i]),
        "gain_at_first_best": float(game.first_best_payoffs[i] - game.reference_payoffs[i]),
        "gain_from_own_move": float(move - face.payoffs[i]),
        "power": power,
    }
