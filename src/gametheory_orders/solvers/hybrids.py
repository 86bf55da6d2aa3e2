"""Solve a hybrid: what its parts agree on, put together, and how much of it is kept.

Builds on composing.py and on the solver of each part. Parts form their memberships and decide as
they would alone; ``ratification`` and ``adoption`` let a second vote on what the first brings.
Not here: whether a composition is kept (composing.py), its assessment (measures).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import INDIFFERENT, LEVEL
from gametheory_orders.games import Agreement, CooperationGame, Outcome, Stage
from gametheory_orders.games.composed import Composed
from gametheory_orders.issues import PublicGood
from gametheory_orders.issues.zeros import zeros_between
from gametheory_orders.orders import VotedLevel
from gametheory_orders.orders.hybrid import Hybrid
from gametheory_orders.solvers.agreement import (
    LevelVote,
    above_nothing,
    agree,
    at_level,
    no_agreement,
    with_blockers,
)
from gametheory_orders.solvers.compliance import Concept, comply
from gametheory_orders.solvers.composing import (
    Parts,
    check_comparable,
    compose,
    holds,
    margins,
    needed,
)
from gametheory_orders.solvers.formation import form
from gametheory_orders.solvers.participation import Plan, payoffs_after_leaving


def parts_of(game: CooperationGame, patience: float | Mapping[str, float] | None = None) -> Parts:
    """Return a hybrid's parts as games of their own, each with its states' patience."""
    hybrid = game.order
    assert isinstance(hybrid, Hybrid)
    check_comparable(game, hybrid)
    games = tuple(game.under(part) for part in hybrid.parts)
    if hybrid.kind.parts:
        first, second = (each.members for each in games)
        if hybrid.combination == "ratification" and (first & ~second).any():
            state = game.names(first & ~second)[0]
            found = f"{state}, which proposes and is no member of {hybrid.parts[1].name!r}"
            raise ModelError("hybrid.orders[0].membership", found, "members of who ratifies")
    return Parts(game, games, np.array([each.patience(patience) for each in games]))


def solve_hybrid(
    game: CooperationGame, patience: float | Mapping[str, float] | None, concept: Concept
) -> Outcome:
    """Return the solution of an issue under a hybrid; see :func:`~gametheory_orders.solve`.

    Examples
    --------
    The powers propose a level for all, all ratify it, and at patience .9 most of it is kept:

    >>> from gametheory_orders import CooperationGame, load_issue, load_order
    >>> parts = [load_order("g6_consensus"), load_order("charter_unanimity")]
    >>> hybrid = Hybrid(parts=parts, combination="ratification", name="concert_ratified")
    >>> outcome = solve_hybrid(CooperationGame(load_issue("climate"), hybrid), 0.9, Concept())
    >>> round(outcome.level, 3), len(outcome.members)
    (13.143, 15)
    """
    parts = parts_of(game, patience)
    masks, formed = _memberships(parts, concept)
    agreements = _agreements(parts, masks)
    agreed = compose(parts, agreements)
    delivered = _delivered(parts, agreements, concept)
    broken = margins(parts, agreed) < -INDIFFERENT * game.scales
    faces = [
        _stage(parts, agreed, masks, None),
        _stage(parts, delivered, masks, concept),
    ]
    by_state = _patience(parts, masks)
    blocked = tuple(dict.fromkeys(state for each in agreements for state in each.blocked_by))
    faces[0] = replace(faces[0], agreement=replace(agreed, blocked_by=blocked))
    return Outcome(
        game,
        by_state,
        concept.foresight,
        concept.fallback,
        faces[0],
        faces[1],
        needed(parts, agreed),
        formed,
        _certificate(parts, agreed, delivered, faces[1]),
        None,
        game.names(broken),
    )


def deliver_hybrid(
    game: CooperationGame, patience: float | Mapping[str, float] | None, concept: Concept
) -> Composed:
    """Return only what a hybrid delivers: :func:`solve_hybrid` without participation."""
    parts = parts_of(game, patience)
    masks, _ = _memberships(parts, concept)
    return _delivered(parts, _agreements(parts, masks), concept)


Masks = tuple[np.ndarray, ...]


def _memberships(parts: Parts, concept: Concept) -> tuple[Masks, tuple[tuple[str, ...], ...]]:
    """Return who is in each part, formed as if it stood alone, and all stable memberships."""
    masks, stable = [], []
    for game, patience in zip(parts.games, parts.patience, strict=True):
        if not game.order.membership.endogenous:
            masks.append(game.members)
            continue
        plan = Plan(patience, concept, delivered=concept.foresight == "anticipate")
        formed = form(game, plan)
        masks.append(formed.shown)
        stable += [game.names(found) for found in formed.stable]
    overlap = np.sum(masks, axis=0) > 1
    for_good = any(game.order.membership.for_good for game in parts.games)
    if parts.hybrid.combination == "rivals" and overlap.any() and not for_good:
        state = parts.game.world.members(overlap)[0]
        raise ModelError(
            "hybrid.orders", f"{state} in two rival clubs", "each state in one at most"
        )
    return tuple(masks), tuple(stable)


def _agreements(parts: Parts, masks: Masks) -> list[Agreement]:
    """Return what each part agrees on."""
    combination = parts.hybrid.combination
    if combination == "ratification":
        first = no_agreement(parts.games[0], masks[0])
        return [first, _ratified(parts, masks)]
    found = [
        with_blockers(game, agree(game, mask))
        for game, mask in zip(parts.games, masks, strict=True)
    ]
    if combination == "adoption":
        found[1] = _adopted(parts, masks, found[0])
    return found


def _ratified(parts: Parts, masks: Masks) -> Agreement:
    """Return the level that the first part proposes and the second ratifies."""
    game = parts.games[1]
    proposing, ratifying = parts.games[0].order.decision, game.order.decision
    if not (isinstance(proposing, VotedLevel) and isinstance(ratifying, VotedLevel)):
        return agree(game, masks[1])
    if not (masks[0].any() and masks[1].any()):
        return no_agreement(game, masks[1])
    offer = LevelVote.of(proposing, game, masks[1])
    vote = LevelVote.of(ratifying, game, masks[1])
    levels = np.union1d(offer.candidates(), vote.candidates())
    if proposing.agenda == "closed":
        levels = np.union1d(levels, offer.curve.turning_points(_setter(offer, masks[0])))
        levels = levels[above_nothing(levels, offer.curve)]
    ballot = proposing.voting_rule(game.world, masks[0])
    house = ratifying.voting_rule(game.world, masks[1])
    views = offer.supports(levels) if proposing.agenda == "open" else offer.no_worse(levels)
    accepts = vote.no_worse(levels)
    wins = ballot.wins(views & ballot.voters) & house.wins(accepts & house.voters)
    value = levels
    if proposing.agenda == "closed":
        setter = _setter(offer, masks[0])
        value = offer.curve.comply(levels)[:, setter]
        wins &= value > offer.status_quo[setter] + offer.slack[setter]
    if not wins.any():
        return no_agreement(game, masks[1])
    pick = int(np.argmax(np.where(wins, value, -np.inf)))
    found = at_level(game, masks[1], float(levels[pick]), ratifying.floor)
    against = house.voters & ~accepts[pick]
    notes = {"ratified": True, "against": list(game.names(against))}
    return replace(found, supporters=accepts[pick] & masks[1], notes=notes)


def _setter(vote: LevelVote, proposers: np.ndarray) -> int:
    if vote.decision.setter is not None:
        return vote.world.index(vote.decision.setter, "decision.setter")
    return int(np.argmax(np.where(proposers, vote.peaks.level, -np.inf)))


def _adopted(parts: Parts, masks: Masks, standard: Agreement) -> Agreement:
    """Return the standard as an agreement of the second part, if enough of it are no worse off."""
    game, mask = parts.games[1], masks[1]
    rule = game.order.decision
    if not isinstance(rule, VotedLevel):
        return agree(game, mask)
    if standard.reached and standard.level is None:
        name = parts.hybrid.parts[0].name
        raise ModelError(
            "hybrid.orders[0].decision",
            f"{name!r}, whose members agree on no one level",
            "a rule that yields one level",
        )
    if standard.level is None or not mask.any():
        return no_agreement(game, mask)
    nothing = no_agreement(game, mask)
    without = compose(parts, [standard, nothing])
    found = at_level(game, mask, standard.level, rule.floor)
    adopted = compose(parts, [standard, found])
    house = rule.voting_rule(game.world, mask)
    short = without.worth - adopted.worth
    accepts = short <= rule.blocking_costs(game.world) + INDIFFERENT * game.scales
    notes = {
        "adopted": bool(house.wins(accepts & house.voters)),
        "against": list(game.names(house.voters & ~accepts)),
    }
    if not notes["adopted"]:
        return replace(nothing, notes=notes)
    return replace(found, supporters=accepts & mask, notes=notes)


def _delivered(parts: Parts, agreements: list[Agreement], concept: Concept) -> Composed:
    """Return what is kept of the parts' agreements.

    Where all parts fall together: what is agreed, if it is kept. Else the parts are settled in
    turn, each as deep as it is kept with those before it, and at last each once more with all
    others in place.
    """
    everything = compose(parts, agreements)
    together = parts.hybrid.punishment == "all"
    if holds(parts, everything):
        return everything
    if concept.foresight == "naive" and together:
        return compose(parts, [replace(each, reached=False) for each in agreements])
    # Floor first: the outermost circle; of an adoption, what the second part has adopted.
    turns = list(range(len(agreements)))
    if parts.hybrid.kind.parts or parts.hybrid.combination == "circles":
        turns.reverse()
    settled = [replace(each, reached=False) for each in agreements]
    for j in turns:
        settled = _settle(parts, settled, j, agreements[j], concept)
    for j in turns if together else ():
        before = settled
        settled = _settle(parts, settled, j, agreements[j], concept)
        if j == turns[0] and np.array_equal(settled[j].actions, before[j].actions):
            break
    return compose(parts, settled)


def _settle(
    parts: Parts, settled: list[Agreement], j: int, agreed: Agreement, concept: Concept
) -> list[Agreement]:
    """Return the settled agreements with part j as deep as it is kept beside the others."""

    def with_(each: Agreement) -> list[Agreement]:
        return [*settled[:j], each, *settled[j + 1 :]]

    if not agreed.reached or holds(parts, compose(parts, with_(agreed))):
        return with_(agreed)
    now = settled[j]
    if concept.foresight == "naive":
        return with_(replace(agreed, reached=False))
    game = parts.games[j]
    plan = Plan(parts.patience[j], concept, delivered=True)
    alone = comply(game, agreed, plan.patience, concept, payoffs_after_leaving(game, plan))
    least = max([each.level for each in (now, alone) if each.reached and each.level], default=0.0)
    if agreed.level is not None and concept.fallback == "deepest_kept":
        for level in _levels(parts, settled, j, agreed, with_):
            if level < least * (1 - LEVEL):
                break
            found = at_level(game, agreed.members, float(level), agreed.floor)
            found = replace(found, notes=agreed.notes)
            if holds(parts, compose(parts, with_(found))):
                return with_(found)
    for found in (now, alone):
        if found.reached and holds(parts, compose(parts, with_(found))):
            return with_(found)
    if agreed.level is not None and concept.fallback == "deepest_kept":
        for level in _levels(parts, settled, j, agreed, with_):
            found = at_level(game, agreed.members, float(level), agreed.floor)
            if holds(parts, compose(parts, with_(found))):
                return with_(replace(found, notes=agreed.notes))
    return with_(replace(agreed, reached=False))


def _levels(
    parts: Parts, settled: list[Agreement], j: int, agreed: Agreement, with_: Any
) -> np.ndarray:
    """Return the levels at which somebody may be indifferent, highest first."""
    game, members = parts.games[j], agreed.members
    assert agreed.level is not None
    edges = game.issue.level_edges(members, agreed.floor, agreed.level)
    if isinstance(game.issue, PublicGood):
        # Where the level overtakes what another part asks of a state.
        others = [each.actions[members] for k, each in enumerate(settled) if k != j]
        edges = np.union1d(
            edges, np.concatenate(others) / np.tile(game.issue.capacities[members], len(others))
        )
    edges = np.union1d(edges[edges <= agreed.level], [agreed.level])

    def value(levels: np.ndarray) -> np.ndarray:
        rows = []
        for level in levels:
            found = at_level(game, members, float(level), agreed.floor)
            rows.append(margins(parts, compose(parts, with_(found))))
        return np.array(rows)

    found = np.union1d(zeros_between(edges, value), edges)
    found = found[(found <= agreed.level * (1 + LEVEL)) & (found > edges[0])]
    return np.asarray(found[::-1])


def _patience(parts: Parts, masks: Masks) -> np.ndarray:
    """Return each state's patience in the first part that it is in, shape (n,)."""
    out = parts.game.patience()
    for mask, patience in reversed(list(zip(masks, parts.patience, strict=True))):
        out = np.where(mask, patience, out)
    return np.asarray(out)


def _stage(parts: Parts, found: Composed, masks: Masks, concept: Concept | None) -> Stage:
    """Return a composition with what each state would have after leaving all parts."""
    game = parts.game
    n = game.world.n
    leave = np.full(n, np.nan)
    slack = INDIFFERENT * game.scales
    free = not any(each.order.membership.for_good for each in parts.games)
    if found.reached and free:
        for state in np.flatnonzero(found.members):
            leave[state] = _after_leaving(parts, found, masks, int(state), concept)
    gains = np.nan_to_num(leave - found.worth, nan=-np.inf) > slack
    worse = found.worth < game.reference_payoffs - slack
    return Stage(
        found,
        found.worth,
        leave,
        np.full(n, np.nan),
        leavers=game.names(gains),
        joiners=(),
        coerced=game.names(worse & ~gains),
    )


def _after_leaving(
    parts: Parts, found: Composed, masks: Masks, state: int, concept: Concept | None
) -> float:
    """Return what a state has after leaving all parts; each part reacts as its rule says."""
    after, games, cost = [], [], 0.0
    kept: dict[int, Agreement] = {}
    for j, (game, mask) in enumerate(zip(parts.games, masks, strict=True)):
        rest = mask.copy()
        rest[state] = False
        after.append(rest)
        rule = game.order.membership
        inside = bool(mask[state])
        changed = game
        if inside:
            cost += rule.exit_cost
            if not rule.endogenous:
                changed = game.under(game.order.after(game.world, mask, rest))
            if not rest.any() or rule.reaction == "dissolve":
                kept[j] = no_agreement(game, rest)
            elif rule.reaction == "keep":
                kept[j] = replace(found.parts[j], members=found.parts[j].members & rest)
        games.append(changed)
    less = replace(parts, games=tuple(games))
    agreements = _agreements(less, tuple(after))
    agreements = [kept.get(j, each) for j, each in enumerate(agreements)]
    if concept is None:
        return float(compose(less, agreements).worth[state] - cost)
    then = _delivered(less, agreements, concept)
    return float(then.worth[state] - cost)


def _certificate(
    parts: Parts, agreed: Composed, delivered: Composed, face: Stage
) -> dict[str, Any]:
    found = margins(parts, delivered)
    finite = found[np.isfinite(found)]
    slack = INDIFFERENT * parts.game.scales
    checked = []
    if finite.size:
        checked.append(
            {
                "deviation": "one-shot breach of one or more parts by a member",
                "number": int(finite.size),
                "smallest_margin": float(finite.min()),
                "holds": holds(parts, delivered),
            }
        )
    leaving = delivered.worth - face.leave_payoffs
    if not np.isnan(leaving).all():
        open_to = ~np.isnan(leaving)
        checked.append(
            {
                "deviation": "leaving all parts alone",
                "number": int(open_to.sum()),
                "smallest_margin": float(leaving[open_to].min()),
                "holds": bool((leaving[open_to] >= -slack[open_to]).all()),
            }
        )
    names = [part.name for part in parts.hybrid.parts]
    ends = "all parts end" if parts.hybrid.punishment == "all" else "the broken parts end"
    levels = {
        name: each.level for name, each in zip(names, delivered.parts, strict=True) if each.reached
    }
    notes = {key: value for each in agreed.parts for key, value in each.notes.items()}
    return {
        "concept": f"{parts.hybrid.kind.says}; kept if no member gains by breaking one or more "
        f"parts once, after which {ends}; else the parts are deepened in turn as far as they are",
        "timing": "membership part by part, then decisions, then compliance in all parts at once",
        "reaction": "redecide, unless a part's rule says otherwise",
        "tie_break": "an indifferent state joins, stays, complies and does not block",
        "checked": checked,
        "exact": False,
        "smallest_margin": float(finite.min()) if finite.size else None,
        "holds": holds(parts, delivered),
        "levels": levels,
        **notes,
    }
