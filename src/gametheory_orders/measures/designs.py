"""The designs of an issue, each solved and judged, and the frontier that they make.

Builds on design_space.py, design_keys.py and the solvers. Designs that are one and the same are
solved once, and what given members agree on is worked out once for all that could enforce it.
The shortfall account is left out. Not here: what would have to change (better_designs.py).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.checks import is_among
from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.tolerances import SAME_DESIGN
from gametheory_orders.games import Agreement, CooperationGame, Stage
from gametheory_orders.issues import Issue
from gametheory_orders.measures.design_keys import (
    MOST_LEAVERS,
    agreement_key,
    design_key,
    leaving_matters,
)
from gametheory_orders.measures.design_space import DesignSpace, kind_of
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.measures.legitimacy import INDEX_WEIGHTS, legitimacy
from gametheory_orders.measures.power.probability import criticality
from gametheory_orders.orders import Order
from gametheory_orders.orders.enforcement import check_patience
from gametheory_orders.orders.rule import number
from gametheory_orders.orders.voting.formula import ALWAYS, simplified
from gametheory_orders.solvers.club_advantage import order_advantage
from gametheory_orders.solvers.compliance import FALLBACKS, Concept
from gametheory_orders.solvers.formation import form
from gametheory_orders.solvers.participation import Plan, settle, stage, stage_payoffs

CONCEPTS: Mapping[str, str] = {
    "assured": "compliance assumed",
    "self_enforcing": "what members keep at their patience",
    "participation_stable": "kept, and nobody would leave or join alone",
}
COMPONENTS = (
    "index",
    "representation_units",
    "representation_states",
    "representation_people",
    "representation_affected",
    "power_states",
    "power_people",
    "power_sqrt_people",
    "consent_units",
    "consent_states",
    "consent_people",
    "authority",
)
MOST_CHOOSING = 6


@dataclass(frozen=True, eq=False)
class Design:
    """One design, solved and judged.

    Parameters
    ----------
    order : Order
        Its three rules, under its name.
    members : tuple of str
        Who is in.
    effectiveness : float
        Under the concept asked for.
    legitimacy : mapping of str to float
        The components of legitimacy, and the index; NaN where undefined.
    level : float or None
        What is agreed or kept, where it is one level.
    leavers, joiners : tuple of str
        Who would leave, or join; empty unless looked at.
    same : tuple of str
        Other combinations of rules that come to the same design.
    """

    order: Order
    members: tuple[str, ...]
    effectiveness: float
    legitimacy: Mapping[str, float]
    level: float | None
    leavers: tuple[str, ...] = ()
    joiners: tuple[str, ...] = ()
    same: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name."""
        return self.order.name

    @property
    def four_c(self) -> str:
        """Which of the four Cs it is, or is nearest to."""
        return self.order.four_c

    @property
    def stands(self) -> bool:
        """Whether nobody was found who would leave or join."""
        return not self.leavers and not self.joiners

    def to_dict(self) -> dict[str, Any]:
        """Return the design as plain values."""
        return {
            "name": self.name,
            "four_c": self.four_c,
            "members": list(self.members),
            "size": len(self.members),
            "effectiveness": self.effectiveness,
            "legitimacy": dict(self.legitimacy),
            "level": self.level,
            "leavers": list(self.leavers),
            "joiners": list(self.joiners),
            "same": list(self.same),
        }


@dataclass(frozen=True, eq=False)
class Judge:
    """How designs are solved and judged, with what is remembered between them.

    Parameters
    ----------
    issue : Issue
        What is at stake.
    concept : str
        One of CONCEPTS.
    patience, fallback
        As for :func:`~gametheory_orders.solve`.
    acceptance : float or None
        The probability with which each member accepts; effectiveness is then what can be
        expected. None: all accept what their rule makes them accept.
    weights : mapping of str to float
        Weights of the legitimacy index.
    """

    issue: Issue
    concept: str = "self_enforcing"
    patience: float | Mapping[str, float] | None = None
    fallback: str = "deepest_kept"
    acceptance: float | None = None
    weights: Mapping[str, float] = field(default_factory=lambda: INDEX_WEIGHTS)
    agreements: dict[Hashable, dict[bytes, Agreement]] = field(default_factory=dict)
    known: dict[Hashable, Hashable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not is_among(self.concept, CONCEPTS):
            raise unknown_name("concept", self.concept, CONCEPTS, "one")
        if not is_among(self.fallback, FALLBACKS):
            raise unknown_name("fallback", self.fallback, FALLBACKS, "one")
        if self.patience is not None:
            check_patience(self.patience)
        if self.acceptance is not None:
            number(self.acceptance, "acceptance", 0.0, 1.0, "a probability from 0 to 1")

    def game(self, order: Order) -> CooperationGame:
        """Return the issue under an order.

        Raises
        ------
        ModelError
            If they do not fit.
        """
        return CooperationGame(self.issue, order)

    def key(self, game: CooperationGame) -> Hashable:
        """Return what tells the game from others under the concept."""
        return design_key(game, self.concept, self.known)

    def judge(self, game: CooperationGame) -> Design:
        """Return a design, solved and judged.

        Raises
        ------
        ModelError
            If too many states choose whether to be in.
        NoAnswer
            If no membership is stable.
        """
        plan = Plan(
            game.patience(self.patience),
            Concept(fallback=self.fallback),
            delivered=self.concept != "assured",
            agreements=self.agreements.setdefault(agreement_key(game), {}),
        )
        members = game.members
        if game.order.membership.endogenous:
            members = form(game, plan).shown
        agreement = settle(game, members, plan)
        if self.concept == "participation_stable":
            face = stage(game, agreement, plan)
        else:
            unknown = np.full(game.world.n, math.nan)
            payoffs = stage_payoffs(game, agreement)
            face = Stage(agreement, payoffs, unknown, unknown, (), (), ())
        found = legitimacy(game, face, self.weights)
        reached = effectiveness(game, face.payoffs) * self.chance(game, members)
        four_c = game.order.four_c
        if game.order.membership.endogenous and four_c == "charter":
            four_c = kind_of(game.order, members)
        return Design(
            replace(game.order, four_c=four_c),
            game.names(members),
            reached,
            {name: float(found[name]) for name in COMPONENTS},
            agreement.level if agreement.reached else None,
            face.leavers,
            face.joiners,
        )

    def chance(self, game: CooperationGame, members: np.ndarray) -> float:
        """Return the probability that what is decided comes about, if each accepts by chance.

        A winning set of voters has to accept; where members decide jointly or act on a fixed
        level each has to, and where they pledge nobody has to.
        """
        if self.acceptance is None or game.order.decision.rule == "pledge":
            return 1.0
        votes = game.order.votes
        if votes is None:
            return float(self.acceptance ** int(members.sum()))
        rule = votes.voting_rule(game.world, members)
        if (rule.vetoers == rule.voters).all():
            return float(self.acceptance ** int(rule.voters.sum()))
        formula = simplified(rule.formula)
        if formula == ALWAYS:
            return 1.0
        each = [Fraction(self.acceptance).limit_denominator(10**6)] * game.world.n
        return float(criticality(formula, each)[0])

    def check_searchable(self, game: CooperationGame) -> None:
        """Raise where very many sets of members would have to be solved one by one."""
        order = game.order
        if not order.membership.endogenous:
            inside = int(game.members.sum())
            if inside > MOST_LEAVERS and leaving_matters(order, self.concept):
                found = f"{inside} members whose leaving plays a part"
                expected = f"at most {MOST_LEAVERS} in a search of designs"
                raise ModelError("membership", found, expected)
            return
        held = order.deters and self.concept != "assured"
        fast = order_advantage(game.issue, order) is not None
        fast &= order.membership.reaction == "redecide" and not held
        choosing = int(game.members.sum())
        if not fast and choosing > MOST_CHOOSING:
            found = f"{choosing} states that choose to be in, under {order.decision.rule!r}"
            raise ModelError("membership", found, f"at most {MOST_CHOOSING} in a search of designs")


@dataclass(frozen=True, eq=False)
class Solved:
    """The designs of a space, solved, and where each combination of rules is found.

    Parameters
    ----------
    designs : tuple of Design
        Each once.
    at : mapping of (int, int, int) to int
        The design that each combination comes to.
    left_out : mapping of (int, int, int) to str
        Why a combination has none.
    """

    designs: tuple[Design, ...]
    at: Mapping[tuple[int, int, int], int]
    left_out: Mapping[tuple[int, int, int], str]

    def of(self, at: tuple[int, int, int]) -> Design | None:
        """Return the design of a combination, if it has one."""
        return self.designs[self.at[at]] if at in self.at else None


def solve_designs(
    space: DesignSpace, judge: Judge, named: Mapping[tuple[int, int, int], Order]
) -> Solved:
    """Solve and judge every design of a space once.

    Parameters
    ----------
    space : DesignSpace
        The designs.
    judge : Judge
        How.
    named : mapping of (int, int, int) to Order
        Orders that stand at a combination under their own name.

    Examples
    --------
    >>> from gametheory_orders import Joint, Largest, NoEnforcement, PublicGood, World
    >>> from gametheory_orders.measures.design_space import design_space
    >>> issue = PublicGood(World(list("ABC"), {"stake": [1.0] * 3, "capacity": [1.0] * 3}))
    >>> sizes = [Largest(by="stake", count=k) for k in (1, 2, 3)]
    >>> space = design_space(issue, memberships=sizes, decisions=[Joint()], enforcements=[
    ...     NoEnforcement()])
    >>> found = solve_designs(space, Judge(issue, "assured"), {})
    >>> [round(design.effectiveness, 3) for design in found.designs]
    [0.0, 0.5, 1.0]
    """
    positions: dict[Hashable, int] = {}
    designs: list[Design] = []
    same: dict[int, list[str]] = {}
    at: dict[tuple[int, int, int], int] = {}
    left_out: dict[tuple[int, int, int], str] = {}
    ahead = [place for place in space.combinations() if place in named]
    for place in [*ahead, *(each for each in space.combinations() if each not in named)]:
        try:
            order = named[place] if place in named else space.order(place)
            game = judge.game(order)
            if place not in named:
                judge.check_searchable(game)
            key = judge.key(game)
            if key in positions:
                at[place] = positions[key]
                same.setdefault(positions[key], []).append(order.name)
                continue
            design = judge.judge(game)
        except (ModelError, NoAnswer) as error:
            if place in named:
                raise
            left_out[place] = str(error)
            continue
        at[place] = positions[key] = len(designs)
        designs.append(design)
    full = tuple(replace(each, same=tuple(same.get(j, ()))) for j, each in enumerate(designs))
    return Solved(full, at, left_out)


def points(designs: Sequence[Design], component: str) -> tuple[list[float], list[float]]:
    """Return effectiveness and a component of legitimacy; undefined where a design falls apart."""
    effect = [each.effectiveness if each.stands else math.nan for each in designs]
    return effect, [each.legitimacy[component] for each in designs]


def equally_good(one: Design, other: Design, component: str) -> bool:
    """Say whether two designs are at one point."""
    apart = abs(one.effectiveness - other.effectiveness)
    beside = abs(one.legitimacy[component] - other.legitimacy[component])
    return apart <= SAME_DESIGN and beside <= SAME_DESIGN


__all__ = [
    "COMPONENTS",
    "CONCEPTS",
    "Design",
    "Judge",
    "Solved",
    "equally_good",
    "points",
    "solve_designs",
]
