"""The figures that judge a deal, from their definitions: effectiveness, legitimacy, shortfall.

Builds on bargains.py, memberships.py and ballots.py. Not here: any code of the measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations
from typing import Any

from gametheory_orders.foundations.tolerances import CONSENT, STAKE
from gametheory_orders.referee.ballots import Ballot, count
from gametheory_orders.referee.bargains import Deal, after_leaving, agree, deliver, worth
from gametheory_orders.referee.figures import Figure, LeftOut, NotCovered
from gametheory_orders.referee.goods import ZERO, Good
from gametheory_orders.referee.memberships import shown_set, stable_sets, worth_of
from gametheory_orders.referee.roots import square_root
from gametheory_orders.referee.terms import Terms
from gametheory_orders.worlds import World

RULES = ("participation", "decision", "enforcement")
CAPABILITY = ("capability", "cinc", "gdp")
Tree = dict[str, Any]


@dataclass(frozen=True)
class Face:
    """A deal with everyone's payoffs and what each could have by changing sides.

    Parameters
    ----------
    terms : Terms
        The rules.
    deal : Deal
        What is agreed, or kept.
    payoffs : list of Fraction
        Everyone's.
    leave, join : mapping of int to Fraction
        Payoffs after leaving, and after joining.
    """

    terms: Terms
    deal: Deal
    payoffs: list[Fraction]
    leave: Mapping[int, Fraction]
    join: Mapping[int, Fraction]

    @property
    def leavers(self) -> list[int]:
        """Who would gain by leaving."""
        return self._gains(self.leave)

    @property
    def joiners(self) -> list[int]:
        """Who would gain by joining."""
        return self._gains(self.join)

    @property
    def coerced(self) -> list[int]:
        """Who is worse off than without cooperation, and has no better move."""
        good = self.terms.good
        moves = set(self.leavers) | set(self.joiners)
        return [
            i
            for i in range(good.n)
            if self.payoffs[i] < good.reference[i] - good.slack[i] and i not in moves
        ]

    def _gains(self, moves: Mapping[int, Fraction]) -> list[int]:
        slack = self.terms.good.slack
        return [i for i, there in sorted(moves.items()) if there - self.payoffs[i] > slack[i]]


def face_of(terms: Terms, deal: Deal, delivered: bool) -> Face:
    """Return a deal with what everyone could have instead."""
    leave: Mapping[int, Fraction] = {}
    if deal.reached and not terms.for_good:
        leave = after_leaving(terms, deal, delivered)
    join = {}
    if terms.open:
        for i in terms.eligible - deal.members:
            larger = agree(terms, deal.members | {i})
            join[i] = worth(terms, deliver(terms, larger) if delivered else larger)[i]
    return Face(terms, deal, worth(terms, deal), leave, join)


def members_of(terms: Terms) -> tuple[frozenset[int], list[frozenset[int]]]:
    """Return who is in, and under open entry all stable memberships."""
    if not terms.open:
        return terms.eligible, []
    if terms.deters:
        raise NotCovered("open entry beside reciprocity")
    found, value = stable_sets(terms)
    return shown_set(found, value), found


def outcome_of(terms: Terms, blockers: bool = False) -> tuple[Deal, Deal, list[frozenset[int]]]:
    """Return what is agreed, what is kept, and the stable memberships."""
    members, stable = members_of(terms)
    deal = agree(terms, members, blockers)
    return deal, deliver(terms, deal), stable


def effectiveness(good: Good, payoffs: Sequence[Fraction]) -> Fraction | None:
    """Return the share of what there is to be gained that is gained; None if nothing is."""
    if good.stake <= Fraction(STAKE) * good.scale:
        return None
    return (sum(payoffs, ZERO) - sum(good.reference, ZERO)) / good.stake


def measures(face: Face, world: World, weights: Mapping[str, Any]) -> Tree:
    """Return the measures of one face: a part of the record of a design."""
    good, deal = face.terms.good, face.deal
    exact = deal.exact
    found = effectiveness(good, face.payoffs)
    quantity = members = None
    if found is not None:
        alone = sum(good.alone, ZERO)
        best = sum(good.joint(good.everyone), ZERO)
        if abs(best - alone) > Fraction(STAKE) * abs(best):
            quantity = (sum(deal.actions, ZERO) - alone) / (best - alone)
    if deal.members:
        top = good.payoffs(good.joint(deal.members))
        most = sum((top[i] - good.reference[i] for i in deal.members), ZERO)
        if most > Fraction(STAKE) * good.scale:
            own = sum((face.payoffs[i] - good.reference[i] for i in deal.members), ZERO)
            members = own / most
    values = legitimacy(face, world, weights)
    index = values["index"].value
    gap = None if found is None or index is None else found - index
    return {
        "effectiveness": Figure(found, exact),
        "effectiveness_quantity": Figure(quantity, exact),
        "effectiveness_members": Figure(members, exact),
        "level": Figure(deal.level, exact),
        "legitimacy": values,
        "gap": Figure(gap, False),
    }


def moves(face: Face) -> Tree:
    """Return who would change sides: the other part of a face's record."""
    names = face.terms.good.ids

    def named(states: list[int]) -> Figure:
        return Figure([names[i] for i in states], face.deal.exact, anyorder=True)

    return {
        "stable_participation": Figure(not face.leavers and not face.joiners, face.deal.exact),
        "leavers": named(face.leavers),
        "joiners": named(face.joiners),
        "coerced": named(face.coerced),
    }


def shares(world: World, column: str) -> list[Fraction] | None:
    """Return each state's share of a column; None if a figure is missing."""
    if column not in world.columns:
        return None
    values = [float(x) for x in world.columns[column]]
    if any(not x >= 0 for x in values) or not sum(values) > 0:
        return None
    exact = [Fraction(x) for x in values]
    whole = sum(exact, ZERO)
    return [x / whole for x in exact]


def legitimacy(face: Face, world: World, weights: Mapping[str, Any]) -> Tree:
    """Return the legitimacy vector from its definitions."""
    terms, deal, good = face.terms, face.deal, face.terms.good
    n, members = good.n, deal.members
    parts: dict[str, list[Fraction] | None] = {
        "units": [Fraction(1, n)] * n,
        "states": shares(world, "stands_for"),
        "people": shares(world, "population"),
        "affected": shares(world, "stake"),
    }
    if "stands_for" not in world.columns:
        parts["states"] = parts["units"]
    out: Tree = {
        f"representation_{name}": Figure(_sum(part, members)) for name, part in parts.items()
    }
    voters, power, vetoers = _power(terms, members)
    people = parts["people"]
    root = None
    if people is not None:
        roots = [square_root(x)[0] for x in people]
        whole = sum(roots, ZERO)
        root = [x / whole for x in roots]
    for name, target in (("states", parts["states"]), ("people", people), ("sqrt_people", root)):
        value = None
        if target is not None:
            value = sum((min(a, b) for a, b in zip(power, target, strict=True)), ZERO)
        out[f"power_{name}"] = Figure(value, name != "sqrt_people")
    out["power_by_convention"] = Figure(terms.ballot is None)
    out["veto_share"] = Figure(sum((power[i] for i in vetoers), ZERO))
    out |= _consent(face, parts)
    if terms.ballot is not None and terms.ballot.body is not None:
        for name, part in parts.items():
            out[f"representation_body_{name}"] = Figure(_sum(part, voters))
    out["authority"] = Figure(_authority(face, voters), deal.exact)
    out["index_weights"] = {name: Figure(Fraction(value)) for name, value in weights.items()}
    consent = out["consent_people"].value
    factors = [out[name].value for name in weights]
    index = None
    if consent is not None and all(factor is not None for factor in factors):
        mean = sum((Fraction(w) * f for w, f in zip(weights.values(), factors, strict=True)), ZERO)
        index = square_root(mean * consent)[0]
    out["index"] = Figure(index, False)
    return out


def _sum(part: list[Fraction] | None, states: frozenset[int]) -> Fraction | None:
    return None if part is None else sum((part[i] for i in states), ZERO)


def _power(
    terms: Terms, members: frozenset[int]
) -> tuple[frozenset[int], list[Fraction], list[int]]:
    """Return who votes, each state's power, and who can block alone."""
    good = terms.good
    if terms.ballot is None or not members:
        each = Fraction(1, max(len(members), 1))
        power = [each if i in members else ZERO for i in range(good.n)]
        return frozenset(), power, []
    names = terms.names(members)
    ballot: Ballot = terms.ballot
    voters = ballot.voters(names)
    counted = count(ballot, names, voters)
    by_name = dict(zip(voters, counted.banzhaf, strict=True))
    power = [by_name.get(state, ZERO) for state in good.ids]
    vetoers = [
        i
        for i, state in enumerate(good.ids)
        if state in voters and not ballot.wins(set(voters) - {state}, names)
    ]
    return frozenset(i for i, s in enumerate(good.ids) if s in voters), power, vetoers


def _fine(face: Face) -> frozenset[int]:
    """Return who is no worse off than without cooperation."""
    good, slack = face.terms.good, Fraction(CONSENT)
    return frozenset(
        i for i in range(good.n) if face.payoffs[i] >= good.reference[i] - slack * good.scales[i]
    )


def _consent(face: Face, parts: Mapping[str, list[Fraction] | None]) -> Tree:
    good, deal, fine = face.terms.good, face.deal, _fine(face)
    exact = deal.exact
    out: Tree = {
        f"consent_{name}": Figure(_sum(parts[name], fine), exact)
        for name in ("units", "states", "people")
    }
    inside: Fraction | None = None
    if deal.members:
        slack = Fraction(CONSENT)
        stay = [
            face.payoffs[i] >= there - slack * good.scales[i] for i, there in face.leave.items()
        ]
        inside = Fraction(sum(stay), len(stay)) if stay else Fraction(1)
    outsiders = good.everyone - deal.members
    outside = Fraction(len(outsiders & fine), len(outsiders)) if outsiders else None
    out["consent_exit_members"] = Figure(inside, exact)
    out["consent_exit_outsiders"] = Figure(outside, exact)
    return out


def _authority(face: Face, voters: frozenset[int]) -> Fraction | None:
    terms, members = face.terms, face.deal.members
    if not members:
        return None
    fine = _fine(face)
    if terms.ballot is not None:
        say = voters | fine
    else:
        say = members if terms.open or terms.how == "pledge" else fine
    return Fraction(len(say & members), len(members))


def virtues(face: Face, world: World) -> Tree:
    """Return capability, solidarity and the share of the voters who support what is agreed."""
    deal, terms = face.deal, face.terms
    column = next((name for name in CAPABILITY if world.has(name)), None)
    held = None if column is None else shares(world, column)
    unity = None
    if terms.ballot is not None and deal.supporters is not None:
        voters = set(terms.ballot.voters(terms.names(deal.members)))
        yes = sum(terms.good.ids[i] in voters for i in deal.supporters)
        unity = Fraction(yes, len(voters))
    return {
        "capability": Figure(_sum(held, deal.members)),
        "solidarity": Figure(_closeness(world, deal.members)),
        "solidarity_votes": Figure(unity, deal.exact),
        "flexibility": LeftOut("it is of a whole agenda of issues"),
    }


def _closeness(world: World, members: frozenset[int]) -> Fraction | None:
    if not world.has("ideal_point") or len(members) < 2:
        return None
    points = [Fraction(float(x)) for x in world.columns["ideal_point"]]
    whole = _apart(points)
    return None if not whole else 1 - _apart([points[i] for i in sorted(members)]) / whole


def _apart(points: list[Fraction]) -> Fraction:
    n = len(points)
    whole = sum((abs(a - b) for a in points for b in points), ZERO)
    return whole / (n * (n - 1))


def shortfall(terms: Terms) -> Tree:
    """Return the shortfall account: each rule relaxed alone, and with the others."""
    cells: dict[frozenset[str], Fraction] = {}
    unveto: dict[frozenset[str], Fraction] = {}
    for code in range(8):
        relaxed = frozenset(rule for j, rule in enumerate(RULES) if code >> j & 1)
        cells[relaxed] = _cell(_relaxed(terms, relaxed))
        if "decision" not in relaxed:
            unveto[relaxed] = _cell(_relaxed(terms.without_veto(), relaxed))
    share, veto = dict.fromkeys(RULES, ZERO), ZERO
    for order in permutations(RULES):
        done: frozenset[str] = frozenset()
        for rule in order:
            share[rule] += (cells[done | {rule}] - cells[done]) / 6
            if rule == "decision":
                veto += (unveto[done] - cells[done]) / 6
            done |= {rule}
    nobody: frozenset[str] = frozenset()
    everything = frozenset(RULES)
    first = {rule: cells[frozenset([rule])] - cells[nobody] for rule in RULES}
    last = {rule: cells[everything] - cells[everything - {rule}] for rule in RULES}
    before = everything - {"decision"}
    return {
        **_figures({**share, "decision_veto": veto}),
        "first_step": _figures({**first, "decision_veto": unveto[nobody] - cells[nobody]}),
        "last_step": _figures({**last, "decision_veto": unveto[before] - cells[before]}),
    }


def _figures(values: Mapping[str, Fraction]) -> Tree:
    return {name: Figure(value, False) for name, value in values.items()}


def _relaxed(terms: Terms, relaxed: frozenset[str]) -> Terms:
    if "decision" in relaxed:
        terms = terms.jointly()
    if "participation" in relaxed:
        terms = terms.everyone_in()
    if "enforcement" in relaxed:
        terms = replace(terms, patience=None, binding=True)
    return terms


def _cell(terms: Terms) -> Fraction:
    deal = outcome_of(terms)[1]
    found = effectiveness(terms.good, worth(terms, deal))
    if found is None:
        raise NotCovered("nothing is at stake")
    return found


__all__ = ["Face", "face_of", "measures", "moves", "outcome_of", "shortfall", "worth_of"]
