"""The four Cs as a first order for any issue, and which sliders an order has.

Builds on orders and games. Not here: what an order yields (session.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.measures.effectiveness import stake
from gametheory_orders.orders import (
    FixedLevel,
    Invitation,
    Joint,
    NoEnforcement,
    OpenEntry,
    Order,
    charter,
    club,
    coalition,
    concert,
)
from gametheory_orders.orders.decision import Consensus, Quota, Unanimity, VotedLevel
from gametheory_orders.orders.deterrence import Reciprocity

EAGER = ("stake", "benefit", "libdem", "capability", "gdp", "population", "capacity")
ABLE = ("capability", "cinc", "gdp", "weight", "population", "capacity", "stake")
GREAT_POWERS = 6
MANY_CHOOSE = 15
"""Of more states than this it is not tried which sets of them are stable."""


def presets(issue: Issue) -> dict[str, Order]:
    """Return those of charter, club, concert and coalition that fit an issue.

    Parameters
    ----------
    issue : Issue
        The charter has everyone in and two thirds decide; the club those above the mean of what
        they have at stake, by consensus; the concert the most capable, by consensus; the
        coalition is of whoever is willing.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> {name: order.decision.rule for name, order in presets(load_issue("climate")).items()}
    {'charter': 'quota', 'club': 'consensus', 'concert': 'consensus', 'coalition': 'pledge'}
    """
    found: dict[str, Order] = {}
    for order in _candidates(issue):
        if order.four_c in found:
            continue
        try:
            CooperationGame(issue, order)
        except ModelError:
            continue
        found[order.four_c] = replace(order, name=order.four_c)
    return found


def _candidates(issue: Issue) -> Iterator[Order]:
    world = issue.world
    title = "Charter: all states, two thirds decide"
    yield replace(charter(), title=title)
    for column in EAGER:
        if world.has(column):
            figures = world.columns[column]
            if 2 <= (figures > figures.mean()).sum() < world.n:
                title = f"Club: those above the mean in {column}, by consensus"
                yield replace(club(where=f"{column} > mean({column})"), title=title)
    count = min(GREAT_POWERS, max(2, world.n // 2))
    for column in ABLE:
        if world.has(column) and count < world.n:
            title = f"Concert: the first {count} in {column}, by consensus"
            yield replace(concert(count=count, by=column), title=title)
    yield replace(coalition(), title="Coalition: each pledges what it will keep")
    if world.n <= MANY_CHOOSE:
        willing = Order(OpenEntry(), Joint(), NoEnforcement(), four_c="coalition")
        yield replace(willing, title="Coalition: whoever wants to be in")
    rich = ("gdp", *ABLE)
    hub = next((world.ids[int(np.argmax(world.columns[c]))] for c in rich if world.has(c)), None)
    if hub is not None:
        membership = Invitation(hub=hub, reaction="keep")
        gathered = Order(membership, FixedLevel(level=1.0), NoEnforcement(), four_c="coalition")
        yield replace(gathered, title=f"Coalition: the willing whom {_name(issue, hub)} gathers")


def _name(issue: Issue, state: str) -> str:
    return issue.world.names.get(state, state)


@dataclass(frozen=True)
class Slider:
    """One control of an order.

    Parameters
    ----------
    value, low, high, step : float
        Where it stands and its range.
    why : str
        Why it does nothing for this order; empty if it does.
    """

    value: float
    low: float
    high: float
    step: float
    why: str = ""


def blocking_slider(issue: Issue, order: Order) -> Slider:
    """Return the range of the blocking cost, in the issue's numeraire.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> blocking_slider(load_issue("climate"), load_order("g6_consensus")).high
    10.0
    """
    possible = abs(stake(CooperationGame(issue, order)))
    high = _round_number(possible / 6) if np.isfinite(possible) and possible > 0 else 1.0
    cost = order.decision.blocking_cost if isinstance(order.decision, VotedLevel) else 0.0
    if not isinstance(order.decision, VotedLevel):
        return Slider(0.0, 0.0, high, high / 100, "nobody votes in this order")
    if not isinstance(cost, int | float) or not np.isfinite(cost):
        return Slider(0.0, 0.0, high, high / 100, "blocking costs differ by state in this order")
    return Slider(float(cost), 0.0, max(high, float(cost)), high / 100)


def _round_number(size: float) -> float:
    """Return the 1, 2 or 5 with zeros that is next to a size."""
    power = 10.0 ** np.floor(np.log10(size))
    return float(min((1.0, 2.0, 5.0, 10.0), key=lambda k: abs(k * power - size)) * power)


def quota_slider(issue: Issue, order: Order, members: int) -> Slider:
    """Return the votes that are needed, of those that an order has."""
    high = float(max(members, 1))
    decision = order.decision
    if isinstance(decision, VotedLevel) and decision.has_body:
        high = float(decision.voters(issue.world, CooperationGame(issue, order).members).sum())
    if type(decision) in (Consensus, Unanimity):
        return Slider(high, 1.0, high, 1.0)
    if type(decision) is not Quota:
        return Slider(high, 1.0, high, 1.0, "no count of votes decides in this order")
    if decision.weights is not None:
        return Slider(high, 1.0, high, 1.0, "votes are weighted in this order")
    game = CooperationGame(issue, order)
    needed = decision.voting_rule(issue.world, game.members).whole[1]
    return Slider(float(min(needed, high)), 1.0, high, 1.0)


def tariff_slider(issue: Issue, order: Order) -> Slider:
    """Return the tariff on outsiders, in percent."""
    from gametheory_orders.orders.enforcement import Tariff

    rule = order.enforced_by(Tariff)
    value = 100 * rule.rate if rule is not None else 0.0
    why = "" if issue.trade is not None else "this problem has no figures of trade"
    return Slider(value, 0.0, max(10.0, value), 0.5, why)


def patience_slider(order: Order) -> Slider:
    """Return the weight of tomorrow, from 0 to .99."""
    why = "" if order.enforced_by(Reciprocity) else "nothing in this order depends on it"
    return Slider(0.9, 0.0, 0.99, 0.01, why)
