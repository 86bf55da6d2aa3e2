"""What members agree on and keep, from the definitions, in fractions.

Builds on goods.py, terms.py and roots.py. Between two stakes all payoffs are parabolas in the
level: all places where somebody's view may change are found, and each is tried.
Not here: any code of the solvers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from gametheory_orders.foundations.tolerances import LEVEL, NEAR_TIE, NOTHING_ASKED
from gametheory_orders.referee.figures import NotCovered
from gametheory_orders.referee.goods import ZERO, Good, Numbers
from gametheory_orders.referee.roots import parabolas, zeros
from gametheory_orders.referee.terms import Terms

Margins = Callable[[Numbers, "Numbers | None"], dict[int, Fraction]]


@dataclass(frozen=True)
class Deal:
    """What a set of members agrees on, or keeps.

    Parameters
    ----------
    members : frozenset of int
        Who is in.
    actions : list of Fraction
        What everyone does.
    level : Fraction or None
        The level, where there is one.
    weights : list of Fraction or None
        Of pledges.
    reached : bool
        Whether there is an agreement.
    exact : bool
        Whether no root was rounded.
    supporters : frozenset of int or None
        Who supports the level.
    single_peaked : bool or None
        Whether every member has one preferred level only.
    blocked_by : frozenset of int
        Members whose support alone would change it.
    near_tie : bool or None
        Whether it would be another if indifference went a thousand times wider.
    """

    members: frozenset[int]
    actions: Numbers
    level: Fraction | None = None
    weights: Numbers | None = None
    reached: bool = True
    exact: bool = True
    supporters: frozenset[int] | None = None
    single_peaked: bool | None = None
    blocked_by: frozenset[int] = frozenset()
    near_tie: bool | None = None


def nothing(good: Good, members: frozenset[int]) -> Deal:
    """Return no agreement: everyone does what it does alone."""
    return Deal(members, list(good.alone), reached=False)


def at_level(good: Good, members: frozenset[int], level: Fraction, exact: bool = True) -> Deal:
    """Return the agreement at one level."""
    return Deal(members, good.at_level(members, level), level, exact=exact)


def at_weights(good: Good, members: frozenset[int], weights: Numbers, exact: bool = True) -> Deal:
    """Return the agreement at pledge weights."""
    inside = [w if i in members else ZERO for i, w in enumerate(weights)]
    return Deal(members, good.pledged(members, inside), weights=inside, exact=exact)


def agree(terms: Terms, members: frozenset[int], blockers: bool = False) -> Deal:
    """Return what the members agree on if compliance is assured; if asked, with who blocks."""
    good = terms.good
    if not members or terms.how == "nobody":
        return nothing(good, members)
    together = sum((good.stakes[i] for i in members), ZERO)
    if terms.how == "level" or (terms.how == "joint" and terms.one_level):
        return at_level(good, members, terms.level if terms.how == "level" else together)
    if terms.how == "joint":
        return Deal(members, good.joint(members), weights=[Fraction(1)] * good.n)
    if terms.how == "vote":
        return Vote(terms, members).rise(blockers)
    return _pledged(terms, members)


def _pledged(terms: Terms, members: frozenset[int]) -> Deal:
    """Return what the members pledge."""
    good = terms.good
    if isinstance(terms.weight, str):
        if terms.for_good:
            return at_weights(good, members, [Fraction(1)] * good.n)
        if terms.weight == "differentiated":
            raise NotCovered("pledges by state, which are the answer of a numerical program")
        return largest_weight(terms, members, Fraction(1), _leaving_with_weights(terms, members))
    weights = terms.weight if isinstance(terms.weight, list) else [terms.weight] * good.n
    return at_weights(good, members, weights)


class Vote:
    """A vote on a level that rises step by step."""

    def __init__(self, terms: Terms, members: frozenset[int]) -> None:
        self.terms, self.members, self.good = terms, members, terms.good
        self.side = side(terms, members)
        good = self.good
        self.lowest = min(good.stakes[i] for i in members)
        self.highest = sum((good.stakes[i] for i in members), ZERO)
        self.edges = edges(good, members, self.highest)
        self._seen: dict[Fraction, Numbers] = {}
        self.peaks: dict[int, tuple[Fraction, Fraction]] = {}
        self.single = True
        for i in sorted(members):
            self._peak(i)

    def comply(self, level: Fraction) -> Numbers:
        """Return everyone's payoff at a level, the members' side payments included."""
        if level not in self._seen:
            bare = self.good.payoffs(self.good.at_level(self.members, level))
            self._seen[level] = [a + b for a, b in zip(bare, self.side, strict=True)]
        return self._seen[level]

    def _peak(self, i: int) -> None:
        places = dict.fromkeys(self.edges)
        for low, high in pairwise(self.edges):
            (square, slope, _) = parabolas(lambda at: [self.comply(at)[i]], low, high)[0]
            if square < 0 and 0 < -slope / (2 * square) < 1:
                places[low - slope / (2 * square) * (high - low)] = None
        ordered = sorted(places)
        values = [self.comply(level)[i] for level in ordered]
        top = max(values)
        first = ordered[values.index(top)]
        self.peaks[i] = (first, top)
        steps = [b - a for a, b in pairwise(values) if a != b]
        falls = [step < 0 for step in steps]
        self.single = self.single and falls == sorted(falls)

    def supports(self, level: Fraction, wider: float = 1.0) -> frozenset[int]:
        """Return the members that support a level, with indifference so many times wider."""
        costs = self.terms.costs
        if costs is None:
            return self.members
        at = self.comply(level)
        found = set()
        for i in self.members:
            slack = costs[i] + Fraction(wider) * self.good.slack[i]
            peak, top = self.peaks[i]
            before = level <= peak * (1 + Fraction(LEVEL)) + Fraction(LEVEL) * self.highest
            if self.good.reference[i] - at[i] <= slack and (before or top - at[i] <= slack):
                found.add(i)
        return frozenset(found)

    def candidates(self) -> dict[Fraction, bool]:
        """Return the levels at which somebody's view may change, each with whether exact."""
        costs = self.terms.costs or [ZERO] * self.good.n
        found: dict[Fraction, bool] = dict.fromkeys(self.edges, True)
        found |= {peak: True for peak, _ in self.peaks.values()}
        voters = sorted(self.members)

        def views(level: Fraction) -> Numbers:
            at = self.comply(level)
            first = [at[i] + costs[i] - self.good.reference[i] for i in voters]
            return first + [at[i] + costs[i] - self.peaks[i][1] for i in voters if costs[i]]

        for low, high in pairwise(self.edges):
            for place, exact in zeros(views, low, high).items():
                found.setdefault(place, exact)
        least = self.lowest + Fraction(NOTHING_ASKED) * self.highest
        return {level: exact for level, exact in found.items() if level > least}

    def wins(self, yes: frozenset[int]) -> bool:
        """Say whether those in favour win."""
        assert self.terms.ballot is not None
        names = self.terms.names(self.members)
        return self.terms.ballot.wins(set(self.terms.names(yes)), names)

    def rise(self, blockers: bool) -> Deal:
        """Return the largest level that a winning coalition supports, and who blocks more."""
        levels = self.candidates()
        agreed = None
        for level in sorted(levels, reverse=True):
            yes = self.supports(level)
            if self.wins(yes):
                agreed = (level, yes)
                break
        deal = nothing(self.good, self.members)
        if agreed is not None:
            deal = at_level(self.good, self.members, agreed[0], levels[agreed[0]])
        if not blockers:
            return replace(deal, single_peaked=self.single)
        above = NOTHING_ASKED * self.highest + agreed[0] if agreed else ZERO
        higher = [level for level in levels if agreed is None or level > above]
        return Deal(
            deal.members,
            deal.actions,
            deal.level,
            reached=deal.reached,
            exact=deal.exact,
            supporters=agreed[1] if agreed else None,
            single_peaked=self.single,
            blocked_by=self._blockers(higher),
            near_tie=any(self.wins(self.supports(level, NEAR_TIE)) for level in higher),
        )

    def _blockers(self, higher: Sequence[Fraction]) -> frozenset[int]:
        assert self.terms.ballot is not None
        voters = self.terms.ballot.voters(self.terms.names(self.members))
        found: set[int] = set()
        for level in higher:
            yes = self.supports(level)
            for i in self.members - yes - found:
                if self.good.ids[i] in voters and self.wins(yes | {i}):
                    found.add(i)
        return frozenset(found)


def edges(good: Good, members: frozenset[int], top: Fraction) -> Numbers:
    """Return the levels between which payoffs are parabolas, up to the top."""
    inside = {good.stakes[i] for i in members}
    return sorted({level for level in inside if level < top} | {top})


def side(terms: Terms, members: frozenset[int], inside: bool = True) -> Numbers:
    """Return side payments while an agreement is in force; of members only, or of all."""
    found = terms.good.tariffs(members, terms.tariff)
    return [x if i in members or not inside else ZERO for i, x in enumerate(found)]


def worth(terms: Terms, deal: Deal) -> Numbers:
    """Return everyone's payoffs under a deal."""
    if not deal.reached:
        return list(terms.good.reference)
    bare = terms.good.payoffs(deal.actions)
    extra = side(terms, deal.members, inside=False)
    return [a + b for a, b in zip(bare, extra, strict=True)]


def margins_of(terms: Terms, deal: Deal) -> Margins:
    """Return by how much each member prefers to keep what is done, given actions and weights."""
    good, members = terms.good, deal.members
    extra = side(terms, members)
    if terms.patience is not None:
        patience = terms.patience

        def keeping(actions: Numbers, weights: Numbers | None) -> dict[int, Fraction]:
            stay, once = good.payoffs(actions), good.broken(actions)
            return {
                i: stay[i]
                + extra[i]
                - (1 - patience[i]) * (once[i] + extra[i])
                - patience[i] * good.reference[i]
                for i in members
            }

        return keeping
    if terms.how == "pledge" and terms.reaction == "redecide":
        return _leaving_with_weights(terms, members)
    outside = after_leaving(terms, deal, delivered=True)

    def staying(actions: Numbers, weights: Numbers | None) -> dict[int, Fraction]:
        stay = good.payoffs(actions)
        return {i: stay[i] + extra[i] - outside[i] for i in members}

    return staying


def _leaving_with_weights(terms: Terms, members: frozenset[int]) -> Margins:
    good = terms.good

    def staying(actions: Numbers, weights: Numbers | None) -> dict[int, Fraction]:
        assert weights is not None
        stay = good.payoffs(actions)
        here = side(terms, members)
        out = {}
        for i in members:
            rest = members - {i}
            gone = good.payoffs(good.pledged(rest, weights))[i]
            gone += side(terms, rest, inside=False)[i] if rest else ZERO
            out[i] = stay[i] + here[i] - gone + terms.exit_cost
        return out

    return staying


def largest_weight(terms: Terms, members: frozenset[int], top: Fraction, margins: Margins) -> Deal:
    """Return the largest common weight at which all keep their pledges."""
    good = terms.good

    def along(weight: Fraction) -> Numbers:
        deal = at_weights(good, members, [weight] * good.n)
        found = margins(deal.actions, deal.weights)
        return [found[i] for i in sorted(members)]

    places = {top: True, **zeros(along, ZERO, top)}
    for weight in sorted(places, reverse=True):
        slack = [-good.slack[i] for i in sorted(members)]
        if all(a >= b for a, b in zip(along(weight), slack, strict=True)):
            return at_weights(good, members, [weight] * good.n, places[weight])
    return at_weights(good, members, [ZERO] * good.n)


def breakers(terms: Terms, deal: Deal) -> frozenset[int]:
    """Return the members that would not keep a deal."""
    if not deal.reached or terms.assured:
        return frozenset()
    found = margins_of(terms, deal)(deal.actions, deal.weights)
    return frozenset(i for i in deal.members if found[i] < -terms.good.slack[i])


def deliver(terms: Terms, deal: Deal) -> Deal:
    """Return what is kept of a deal."""
    if not breakers(terms, deal):
        return deal
    if terms.foresight == "naive":
        return nothing(terms.good, deal.members)
    if terms.fallback != "deepest_kept":
        raise NotCovered(f"the fallback {terms.fallback!r}")
    margins = margins_of(terms, deal)
    if deal.level is not None:
        return _deepest(terms, deal, margins)
    if not _common(terms):
        raise NotCovered("the best pledges by state, which are the answer of a numerical program")
    assert deal.weights is not None
    top = min(deal.weights[i] for i in deal.members)
    found = largest_weight(terms, deal.members, top, margins)
    return found if any(found.weights or ()) else nothing(terms.good, deal.members)


def _common(terms: Terms) -> bool:
    if terms.how == "joint":
        return terms.one_level
    return terms.weight == "uniform" or isinstance(terms.weight, Fraction)


def _deepest(terms: Terms, deal: Deal, margins: Margins) -> Deal:
    """Return the deepest level up to the agreed one that all members keep."""
    good, members = terms.good, deal.members
    assert deal.level is not None
    states = sorted(members)

    def along(level: Fraction) -> Numbers:
        found = margins(good.at_level(members, level), None)
        return [found[i] for i in states]

    together = sum((good.stakes[i] for i in members), ZERO)
    least = min(good.stakes[i] for i in members)
    least += Fraction(NOTHING_ASKED) * max(together, deal.level)
    borders = edges(good, members, deal.level)
    # From the top piece down: the first level that is kept is the deepest.
    for low, high in reversed(list(pairwise([min(least, borders[0]), *borders]))):
        places = {high: True, low: True, **zeros(along, low, high)}
        for level in sorted(places, reverse=True):
            if level <= least:
                break
            if all(m >= -good.slack[i] for i, m in zip(states, along(level), strict=True)):
                return at_level(good, members, level, places[level])
    return nothing(good, members)


def after_leaving(terms: Terms, deal: Deal, delivered: bool) -> dict[int, Fraction]:
    """Return what each member has after leaving: the rest decide anew, or dissolve."""
    good, out = terms.good, {}
    for i in deal.members:
        rest = deal.members - {i}
        if not rest or terms.reaction == "dissolve":
            gone = good.reference[i]
        elif terms.how == "pledge":
            assert deal.weights is not None
            weights = [w if j in rest else ZERO for j, w in enumerate(deal.weights)]
            gone = good.payoffs(good.pledged(rest, weights))[i]
            gone += side(terms, rest, inside=False)[i]
        else:
            then = terms.after(deal.members, rest)
            found = agree(then, rest)
            if delivered and terms.deters:
                found = deliver(then, found)
            gone = worth(then, found)[i]
        out[i] = gone - terms.exit_cost
    return out
