"""Which formula is in force: how an agreement follows from the rules, in letters.

Builds on model.py. At the figures of an issue one member is pivotal; here it is found, what it
implies is written down in letters, and with it the inequalities under which it stays in force.
Not here: what is kept of an agreement (kept.py), derivatives (derive.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.tolerances import NOT_ZERO, SAME_FORMULA
from gametheory_orders.orders.decision import FixedLevel, Joint, Pledge, VotedLevel
from gametheory_orders.solvers.agreement import LevelVote
from gametheory_orders.statics.symbolic.model import LetterGame, roots_of


@dataclass(frozen=True)
class Condition:
    """An inequality under which a formula stays in force.

    Parameters
    ----------
    words : str
        What it means.
    excess : sympy.Expr or None
        0 or more where it holds; None where it is no inequality.
    indifferent : int or None
        A member who is indifferent at the figures.
    """

    words: str
    excess: Any = None
    indifferent: int | None = None


@dataclass(frozen=True)
class Step:
    """One step of a derivation: words, and an equation."""

    words: str
    left: Any = None
    right: Any = None


@dataclass(frozen=True, eq=False)
class Piece:
    """An agreement in letters.

    Parameters
    ----------
    unknown : sympy.Symbol or None
        P for a level, w for a common weight; None where there is neither.
    formula : sympy.Expr or None
        What it is, in the other letters.
    constraint : sympy.Expr or None
        An expression in the unknown that is 0 there, where the formula is a root of it.
    binding : int or None
        The member whose peak or constraint it is.
    actions : list of sympy.Expr
        What all do, in the unknown and the other letters.
    bound : list of int
        Members whom it binds.
    kind : str
        What it is, in words.
    steps, conditions : lists
        How it was derived, and where it holds.
    """

    unknown: Any
    formula: Any
    constraint: Any
    binding: int | None
    actions: list[Any]
    bound: list[int]
    kind: str
    steps: list[Step] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)


def close(a: float, b: float, scale: float) -> bool:
    """Say whether two figures are the same."""
    return abs(a - b) <= SAME_FORMULA * max(scale, abs(a), abs(b), NOT_ZERO)


def agreed_piece(letters: LetterGame) -> Piece:
    """Return what the members agree on, in letters.

    Raises
    ------
    ModelError
        If the rule has no formula in letters.
    """
    agreement, decision = letters.outcome.agreed.agreement, letters.game.order.decision
    if not agreement.reached:
        return nothing(letters, "nothing is agreed")
    if isinstance(decision, VotedLevel):
        return _voted(letters, decision)
    if isinstance(decision, FixedLevel):
        return _named_level(letters)
    if isinstance(decision, Joint):
        return _joint(letters)
    if isinstance(decision, Pledge):
        return _pledged(letters, decision)
    raise ModelError("order.decision", decision.rule, "a rule with a formula in letters")


def nothing(letters: LetterGame, why: str) -> Piece:
    """Return the piece on which everyone is on its own."""
    words = f"At these figures {why}: everyone is on its own."
    return Piece(None, None, None, None, letters.reference(), [], why, [Step(words)])


def level_piece(
    letters: LetterGame, level: float, floor: bool, formula: Any, **about: Any
) -> Piece:
    """Return the piece of a level: who is bound at these figures, and under which conditions."""
    bound = letters.bound_at(level, floor)
    conditions = list(about.pop("conditions", []))
    for j in letters.members if floor else []:
        short = letters.level - letters.stakes[j]
        if j in bound:
            words = f"the level is not below the own price of {letters.names[j]}"
            conditions.append(Condition(words, short))
        else:
            words = f"{letters.names[j]} keeps its own, higher price"
            conditions.append(Condition(words, -short))
    actions = letters.at_level(bound, letters.level)
    return Piece(
        letters.level,
        formula,
        about.pop("constraint", None),
        about.pop("binding", None),
        actions,
        bound,
        about.pop("kind"),
        about.pop("steps", []),
        conditions,
    )


# --- what is agreed ------------------------------------------------------------------------------


def _named_level(letters: LetterGame) -> Piece:
    level = letters.outcome.agreed.agreement.level
    assert level is not None
    (symbol,) = (each for each in letters.figures if str(each) == "L")
    steps = [Step("The level is named, not voted on.", letters.level, symbol)]
    return level_piece(letters, level, True, symbol, kind="the named level", steps=steps)


def _joint(letters: LetterGame) -> Piece:
    import sympy

    agreement = letters.outcome.agreed.agreement
    members = letters.members
    total = sympy.Add(*(letters.stakes[j] for j in members))
    words = "The members' joint payoff is largest where the level is the sum of their stakes."
    joint = sympy.Add(
        *(letters.payoff(i, letters.at_level(members, letters.level)) for i in members)
    )
    (found,) = sympy.solve(sympy.diff(joint, letters.level), letters.level)
    level = float(sum(letters.figures[letters.stakes[j]] for j in members))
    assert sympy.expand(found - total) == 0
    assert agreement.level is None or close(level, agreement.level, level)
    steps = [Step(words, letters.level, total)]
    return level_piece(letters, level, False, total, kind="the joint optimum", steps=steps)


def _voted(letters: LetterGame, decision: VotedLevel) -> Piece:
    import sympy

    if decision.agenda != "open":
        raise ModelError("order.decision.agenda", decision.agenda, "an open agenda")
    agreement, floor = letters.outcome.agreed.agreement, decision.floor
    level = agreement.level
    assert level is not None
    vote = LevelVote.of(decision, letters.game, agreement.members)
    action = sympy.Symbol("q")
    alone = letters.own_action(letters.members[0])
    steps = [Step("Alone, a state's marginal benefit is its marginal cost, as for", action, alone)]
    about: dict[str, Any] = {}
    constraint, binding = None, None
    top = sympy.Add(*(letters.stakes[j] for j in letters.members))
    if close(level, letters.number(top), level):
        kind, formula = "the joint optimum", top
        words = "So many want more that the level rises to the joint optimum, the sum of stakes."
    else:
        binding = _pivot(letters, decision, vote, level)
        name = letters.names[binding]
        formula = peak_of(letters, binding, level, floor)
        kind = f"the level that {name} likes best"
        words = f"The level rises until it is what {name}, whose support is needed, likes best."
        if not close(letters.number(formula), level, level):
            constraint, words = _limit(letters, vote, binding, level, floor)
            formula = root_of(letters, constraint, level)
            kind = f"as far as {name} goes along"
    steps.append(Step(words, letters.level, formula))
    about = {"kind": kind, "steps": steps, "binding": binding, "constraint": constraint}
    conditions = _support(letters, decision, vote, level, formula)
    if formula != top:
        words = "the level is not beyond the joint optimum"
        conditions.append(Condition(words, top - letters.level))
    if constraint is not None and binding is not None:
        # The member that stops the level is just indifferent: that is its constraint, no tie.
        conditions = [each for each in conditions if each.indifferent != binding]
    about["conditions"] = conditions
    return level_piece(letters, level, floor, formula, **about)


def peak_of(letters: LetterGame, state: int, near: float, floor: bool) -> Any:
    """Return the level that a member likes best, on the piece of a given level."""
    import sympy

    actions = letters.at_level(letters.bound_at(near, floor), letters.level)
    slope = sympy.diff(letters.payoff(state, actions), letters.level)
    (found,) = sympy.solve(slope, letters.level)
    return found


def _pivot(letters: LetterGame, decision: VotedLevel, vote: LevelVote, level: float) -> int:
    """Return the member at whose peak, or at whose limit, the level stops."""
    voters = decision.voters(letters.game.world, vote.members)
    found = [
        int(j) for j in np.flatnonzero(voters) if close(float(vote.peaks.level[j]), level, level)
    ]
    if found:
        return found[0]
    at = vote.curve.comply(np.array([level]))[0]
    for j in np.flatnonzero(voters & np.isfinite(vote.costs)):
        beyond = vote.peaks.payoff[j] - at[j] - vote.costs[j]
        short = vote.status_quo[j] - at[j] - vote.costs[j]
        scale = float(letters.game.scales[j])
        if min(abs(beyond), abs(short)) <= SAME_FORMULA * scale:
            return int(j)
    raise NoAnswer("no member's peak or limit is at the level that is agreed", {"level": level})


def _limit(
    letters: LetterGame, vote: LevelVote, state: int, level: float, floor: bool
) -> tuple[Any, str]:
    """Return what is 0 at the level up to which a member does not block, and in words."""
    bound = letters.bound_at(level, floor)
    here = letters.at_level(bound, letters.level)
    name, cost = letters.names[state], letters.costs[state]
    at = float(vote.curve.comply(np.array([level]))[0, state])
    scale = float(letters.game.scales[state])
    if abs(vote.peaks.payoff[state] - at - vote.costs[state]) <= SAME_FORMULA * scale:
        liked = float(vote.peaks.level[state])
        peak = peak_of(letters, state, liked, floor)
        best = letters.at_level(letters.bound_at(liked, floor), peak)
        words = (
            f"{name} goes along beyond what it likes best until that costs it as much as a veto."
        )
        return letters.gain(state, here, best) + cost, words
    words = f"{name} goes along until it is worse off than on its own by what a veto costs."
    return letters.gain(state, here, letters.reference()) + cost, words


def root_of(letters: LetterGame, constraint: Any, value: float, unknown: Any = None) -> Any:
    """Return the root of a quadratic (or linear) constraint that is at a figure."""
    roots = roots_of(constraint, unknown or letters.level)
    best = min(roots, key=lambda root: abs(letters.number(root) - value))
    if not close(letters.number(best), value, value):
        raise NoAnswer("no root of the constraint is where it is solved for", value)
    return best


def _support(
    letters: LetterGame, decision: VotedLevel, vote: LevelVote, level: float, formula: Any
) -> list[Condition]:
    """Return who supports the level and who does not, as inequalities in P."""
    voters = decision.voters(letters.game.world, vote.members)
    supports = vote.supports(np.array([level]))[0]
    actions = letters.at_level(letters.bound_at(level, decision.floor), letters.level)
    found = [Condition("the same states are members, and the same sets of them win")]
    simple = bool(vote.peaks.single[vote.members].all())
    if not simple:
        found.append(Condition("of several peaks of a member's payoff the same is the highest"))
    for j in np.flatnonzero(voters & np.isfinite(vote.costs)).tolist():
        name, cost = letters.names[j], letters.costs[j]
        stays = letters.gain(j, actions, letters.reference()) + cost
        liked = _liked(letters, vote, j, decision.floor)
        follows = liked - letters.level
        if vote.costs[j] > 0 and vote.peaks.level[j] < level * (1 - SAME_FORMULA):
            near = letters.bound_at(float(vote.peaks.level[j]), decision.floor)
            follows = letters.gain(j, actions, letters.at_level(near, liked)) + cost
        if not supports[j]:
            against = stays if letters.number(stays, P=level) < 0 else follows
            found.append(Condition(f"{name} does not go along", -against))
            continue
        if liked != formula:
            found.append(Condition(f"{name} goes along", follows))
        if vote.costs[j] > 0 or not (simple and decision.floor):
            found.append(Condition(f"{name} does not lose more than a veto costs it", stays))
        scale = float(letters.game.scales[j])
        if vote.costs[j] > 0:
            for at in (-2, -1):
                if abs(letters.number(found[at].excess, P=level)) <= SAME_FORMULA * scale:
                    found[at] = replace(found[at], indifferent=j)
    return found


def _liked(letters: LetterGame, vote: LevelVote, state: int, floor: bool) -> Any:
    """Return the level that a member likes best, beyond the joint optimum if it could."""
    return peak_of(letters, state, float(vote.peaks.level[state]), floor)


def _pledged(letters: LetterGame, decision: Pledge) -> Piece:
    import sympy

    members, outcome = letters.members, letters.outcome
    weights = outcome.agreed.agreement.weights
    assert weights is not None
    words = "Each maximises its own benefit and w times the other members', less its cost."
    if isinstance(decision.weight, int | float):
        (symbol,) = (each for each in letters.figures if str(each) == "v")
        steps = [Step(words, letters.weight, symbol)]
        return weight_piece(letters, symbol, kind="the given weight", steps=steps)
    if decision.weight != "uniform":
        raise ModelError("order.decision.weight", decision.weight, 'a number, or "uniform"')
    common = float(weights[members[0]])
    if common >= 1 - SAME_FORMULA:
        steps = [Step("All pledge as if they were one.", letters.weight, sympy.Integer(1))]
        return weight_piece(letters, sympy.Integer(1), kind="full weight", steps=steps)
    return held_weight(
        letters, common, lambda i: letters.margin_of_staying(i, members, letters.weight), "stays"
    )


def weight_piece(letters: LetterGame, formula: Any, **about: Any) -> Piece:
    """Return the piece of a common pledge weight."""
    actions = letters.at_weight(letters.members, letters.weight)
    return Piece(
        letters.weight,
        formula,
        about.get("constraint"),
        about.get("binding"),
        actions,
        letters.members,
        about["kind"],
        about.get("steps", []),
        about.get("conditions", []),
    )


def held_weight(
    letters: LetterGame, common: float, margin: Callable[[int], Any], what: str
) -> Piece:
    """Return the largest common weight that all hold, from the member that binds."""
    import sympy

    w, members = letters.weight, letters.members
    margins = {i: margin(i) for i in members}
    binding = min(
        members,
        key=lambda i: abs(letters.number(margins[i], w=common)) / float(letters.game.scales[i]),
    )
    # A pledge of weight 0 asks for nothing: that root is divided out.
    constraint = sympy.expand(sympy.expand(margins[binding]) / w)
    formula = root_of(letters, constraint, common, w)
    name = letters.names[binding]
    steps = [Step(f"The weight can rise until {name} no longer {what}.", w, formula)]
    conditions = [
        Condition(f"{letters.names[i]} {what}", margins[i]) for i in members if i != binding
    ]
    return weight_piece(
        letters,
        formula,
        constraint=constraint,
        binding=binding,
        kind=f"the largest weight at which {name} {what}",
        steps=steps,
        conditions=conditions,
    )
