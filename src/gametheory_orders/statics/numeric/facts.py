"""What holds in an outcome beside its numbers, and in words what differs between two outcomes.

Who is a member, what becomes of the agreement, who blocks, whose constraint binds. Two outcomes
with the same facts are in the same regime. Builds on games and solvers.
Not here: where facts change (breaks.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gametheory_orders.foundations.errors import unknown_name
from gametheory_orders.foundations.tolerances import CONSENT, INDIFFERENT
from gametheory_orders.games import Outcome
from gametheory_orders.issues.discrete import FiniteActions
from gametheory_orders.orders import Pledge
from gametheory_orders.solvers.compliance import needed_patience

Facts = Mapping[str, tuple[str, ...]]

WATCHED = ("members", "agreement", "blocked_by", "binds")
"""What makes two regimes different, unless something else is asked for."""
KEPT, IN_PART, NOT_KEPT, NOTHING = "kept", "kept in part", "not kept", "no agreement"
UNSOLVED = "no solution"


@dataclass(frozen=True)
class Fact:
    """One kind of fact: how it is said, and how it is said to begin and to end.

    Parameters
    ----------
    said : str
        As a heading.
    begins, ends : str
        Of states: with {} for their names.
    """

    said: str
    begins: str = ""
    ends: str = ""


FACTS: Mapping[str, Fact] = {
    "members": Fact("members", "{} in", "{} out"),
    "agreement": Fact("what is agreed is"),
    "blocked_by": Fact("blocked by", "{} starts to block", "{} stops blocking"),
    "binds": Fact("held back by", "{} starts to bind", "{} stops binding"),
    "neediest": Fact("needs the most patience", "{} needs the most patience now", ""),
    "leavers": Fact("would leave", "{} would leave", "{} would stay"),
    "joiners": Fact("would join", "{} would join", "{} would not join"),
    "coerced": Fact("coerced", "{} is coerced", "{} is not coerced"),
    "above": Fact("do more by themselves", "{} does more by itself", "{} is bound by the level"),
    "actions": Fact("do", "{}", ""),
}
"""All kinds of facts; "above" and "actions" explain bends and jumps."""


def facts_of(outcome: Outcome) -> Facts:
    """Return what holds in an outcome.

    Parameters
    ----------
    outcome : Outcome
        From :func:`~gametheory_orders.solve`.

    Returns
    -------
    mapping of str to tuple of str
        By kind of fact (see :data:`FACTS`): mostly states, in the order of the world.

    Examples
    --------
    >>> from gametheory_orders import load_game, solve
    >>> found = facts_of(solve(load_game("climate", "g6_consensus"), patience=0.5))
    >>> found["agreement"], found["blocked_by"], found["binds"]
    (('kept in part',), ('China',), ('Russia',))
    """
    game = outcome.game
    agreed, delivered = outcome.agreed.agreement, outcome.delivered.agreement
    members = delivered.members
    if not agreed.reached:
        kept = NOTHING
    elif not delivered.reached:
        kept = NOT_KEPT
    else:
        same = np.array_equal(agreed.actions, delivered.actions)
        kept = KEPT if same and not outcome.defectors else IN_PART
    finite = isinstance(game.issue, FiniteActions)
    own = delivered.actions == game.issue.reference()
    above = members & own & (delivered.reached and not finite and delivered.level is not None)
    actions: tuple[str, ...] = ()
    if finite:
        shown = [game.issue.shown_action(i, a) for i, a in enumerate(delivered.actions)]
        actions = tuple(f"{s}: {a}" for s, a in zip(game.world.ids, shown, strict=True))
    neediest = outcome.binding_state
    return {
        "members": game.world.members(members),
        "agreement": (kept,),
        "blocked_by": _sorted(outcome, outcome.blocked_by),
        "binds": _binding(outcome, kept),
        "neediest": () if neediest is None else (neediest,),
        "leavers": _sorted(outcome, outcome.delivered.leavers),
        "joiners": _sorted(outcome, outcome.delivered.joiners),
        "coerced": _sorted(outcome, outcome.delivered.coerced),
        "above": game.world.members(above),
        "actions": actions,
    }


def check_watched(watch: Sequence[str]) -> tuple[str, ...]:
    """Return kinds of facts, or raise with the nearest name if one does not exist."""
    names = (watch,) if isinstance(watch, str) else tuple(watch)
    for name in names:
        if name not in FACTS:
            raise unknown_name("watch", name, FACTS, "one")
    return names


def changes(before: Facts, after: Facts, kinds: Sequence[str] = WATCHED) -> tuple[str, ...]:
    """Return in words what is different in a second set of facts.

    Examples
    --------
    >>> changes({"blocked_by": ("China",)}, {"blocked_by": ("Russia",)}, ["blocked_by"])
    ('Russia starts to block', 'China stops blocking')
    """
    unsolved = [f.get("agreement", ("",))[0].startswith(UNSOLVED) for f in (before, after)]
    if any(unsolved) and "agreement" in kinds:
        return () if all(unsolved) else ("no solution" if unsolved[1] else "there is a solution",)
    out: list[str] = []
    for kind in kinds:
        old, new = before.get(kind, ()), after.get(kind, ())
        if old == new:
            continue
        fact = FACTS[kind]
        if kind == "agreement":
            out.append(_agreement(old, new))
            continue
        for names, said in (
            ([s for s in new if s not in old], fact.begins),
            ([s for s in old if s not in new], fact.ends),
        ):
            if names and said:
                out.append(_plural(said.format(_list(names)), len(names)))
    return tuple(out)


def in_words(facts: Facts, kinds: Sequence[str] = WATCHED) -> str:
    """Return facts in one line.

    Examples
    --------
    >>> in_words({"agreement": ("kept",), "blocked_by": ("China",), "members": ("US", "China")})
    '2 members; what is agreed is kept; blocked by China'
    """
    if facts.get("agreement", ("",))[0].startswith(UNSOLVED):
        return facts["agreement"][0]
    out = []
    for kind in kinds:
        names = facts.get(kind, ())
        if kind == "members":
            out.append(f"{len(names)} member{'s' * (len(names) != 1)}" if names else "no members")
        elif kind == "agreement" and names == (NOTHING,):
            out.append("nothing is agreed")
        elif names:
            out.append(f"{FACTS[kind].said} {_list(names)}")
    return "; ".join(out)


def no_answer(message: str) -> Facts:
    """Return the facts where there is no solution."""
    return {"agreement": (f"{UNSOLVED}: {message}",)}


def _agreement(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    words = {
        KEPT: "the agreement is kept",
        IN_PART: "the agreement is kept in part only",
        NOT_KEPT: "the agreement is not kept",
        NOTHING: "nothing is agreed any more",
    }
    found = "".join(new)
    return words.get(found, found or "".join(old))


def _binding(outcome: Outcome, kept: str) -> tuple[str, ...]:
    """Return the members whose wish to defect or to leave limits what is delivered."""
    game, delivered = outcome.game, outcome.delivered.agreement
    decision = game.order.decision
    limits = isinstance(decision, Pledge) and decision.self_enforcing and kept == KEPT
    if kept not in (IN_PART, NOT_KEPT) and not limits:
        return ()
    if kept == NOT_KEPT:
        return _sorted(outcome, outcome.defectors)
    if game.order.reciprocal:
        excess = needed_patience(game, delivered) - outcome.patience
    else:
        with np.errstate(all="ignore"):
            excess = (outcome.delivered.leave_payoffs - outcome.delivered.payoffs) / game.scales
    excess = np.where(delivered.members & np.isfinite(excess), excess, -np.inf)
    most = float(excess.max(initial=-np.inf))
    if most < -CONSENT:
        # The next deeper agreement that is kept is further off: nobody is indifferent.
        return ()
    # Where weights are chosen one by one many bind at once, up to the program's rounding.
    slack = (
        CONSENT if kept == KEPT and decision.agreement_class == "differentiated" else INDIFFERENT
    )
    tight = excess >= most - slack
    return game.world.members(delivered.members & tight)


def _sorted(outcome: Outcome, states: Sequence[str]) -> tuple[str, ...]:
    return tuple(state for state in outcome.game.world.ids if state in states)


def _list(names: Sequence[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _plural(said: str, count: int) -> str:
    """Return a sentence about one state as one about several, if there are several."""
    if count == 1:
        return said
    for one, many in (
        (" starts to ", " start to "),
        (" stops ", " stop "),
        (" needs ", " need "),
        (" is ", " are "),
        (" does more by itself", " do more by themselves"),
    ):
        said = said.replace(one, many)
    return said
