"""Functions of a few numbers told anew: another currency, a gift to everybody, twice the periods.

What relations a number of these has depends on what it counts, and so each function says
which of its numbers are paid, and which are what is had at each end of a choice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import strategies as st

import gametheory_orders as gto
from relations import Answer, Fact, Kind, Relation, Retold, Subject
from relations.spatial import Everywhere

NOISE, SEEN = Fraction(1, 10), Fraction(4, 5)


@dataclass(frozen=True)
class Numbers:
    """Four amounts in ascending order, a patience, and how many states or periods."""

    amounts: tuple[Fraction, ...]
    patience: Fraction
    count: int
    money: Fraction = Fraction(1)
    gift: Fraction = Fraction(0)

    def paid(self, k: int) -> Fraction:
        """Return an amount."""
        return self.amounts[k] * self.money

    def had(self, k: int) -> Fraction:
        """Return an amount that somebody ends up with, a gift included."""
        return self.amounts[k] * self.money + self.gift


@st.composite
def _numbers(draw: Any) -> Numbers:
    drawn = draw(st.lists(st.integers(1, 60), min_size=4, max_size=4, unique=True))
    amounts = tuple(Fraction(x, 3) for x in sorted(drawn))
    return Numbers(amounts, Fraction(draw(st.integers(1, 19)), 20), draw(st.integers(2, 8)))


def _money(case: Numbers, random: Random) -> Retold:
    unit = Fraction(random.choice([1, 3, 7]), random.choice([2, 5]))
    return Retold(replace(case, money=unit), money=unit)


def _gift(case: Numbers, random: Random) -> Retold:
    gift = Fraction(random.randint(1, 30), 7)
    return Retold(replace(case, gift=gift), given=Everywhere(gift))


def _trigger(case: Numbers) -> Any:
    """Punishment, reward and temptation are what one ends up with."""
    return gto.Trigger(case.had(2), case.had(3), case.had(0), false_alarm=NOISE, detection=SEEN)


def _at(*values: Any) -> Fact:
    return Fact(tuple({"value": x} for x in values), money=1, own=True)


def _number(function: Callable[[Numbers], Any]) -> Callable[[Numbers], Answer]:
    return lambda case: {"number": Fact(function(case))}


def _amount(function: Callable[[Numbers], Any]) -> Callable[[Numbers], Answer]:
    return lambda case: {"amount": _at(function(case))}


def _punishment(case: Numbers) -> Answer:
    found = gto.punishment_length(_trigger(case), case.patience)
    return {"periods": Fact(found.periods), "value": _at(found.value, found.bound)}


def _signal(case: Numbers) -> Any:
    kept, broken = (Fraction(9, 10), NOISE), (Fraction(1, 2), Fraction(1, 2))
    return gto.signal_patience(
        case.had(2), case.had(3), case.had(0), cooperating=kept, deviating=broken
    )


def _symmetric(case: Numbers) -> Answer:
    game = gto.MonitoredGame.of_two(
        case.had(2), case.had(3), case.had(0), false_alarm=NOISE, detection=SEEN
    )
    return {"payoffs": _at(*gto.symmetric_payoffs(game, case.patience).interval)}


def _club(case: Numbers) -> Answer:
    found = gto.club_size(float(40 * case.paid(1)), float(case.paid(0)))
    return {"sizes": Fact(found.sizes), "payoff": Fact(float(found.payoff), money=1)}


def _public(case: Numbers) -> Any:
    return gto.public_good_patience(case.paid(1), case.paid(3), case.count)


def _smallest(case: Numbers) -> Any:
    return gto.smallest_group(case.paid(1), case.paid(3), case.patience)


def _renegotiation(case: Numbers) -> Answer:
    found = gto.renegotiation_proof(case.paid(1), case.paid(3), case.count)
    return {"largest": Fact(found.largest), "needed": Fact(found.needed)}


def _even(case: Numbers) -> Answer:
    machine = gto.getting_even(case.paid(1), case.paid(3), case.count % 4 + 2, case.patience)
    return {
        "perfect": Fact(machine.subgame_perfect),
        "weakly": Fact(machine.subgame_perfect and gto.weakly_renegotiation_proof(machine)),
        "margin": Fact(machine.smallest_margin, money=1),
    }


def _trust(case: Numbers) -> Any:
    return gto.trust_threshold(case.had(1), case.had(2), case.count)


def _race(case: Numbers) -> Answer:
    found = gto.regulatory_race(case.had(2), case.paid(1), case.paid(0))
    return {"standard": _at(found.standard), "direction": Fact(found.direction)}


def _modules(case: Numbers) -> Any:
    surpluses = [case.paid(k) for k in (1, 2, 3)]
    return gto.modules_better(surpluses, case.paid(1), case.paid(0), Fraction(3, 10))


def _afford(case: Numbers) -> Any:
    return gto.participating_share(float(case.paid(3)), float(case.paid(0)), 1.3)


def _shirking(case: Numbers) -> tuple[Any, Any]:
    """What one has in and out of a coalition of k, in money and after a gift."""
    inside = lambda k: float(case.had(0) + case.money * k * (k - 1))  # noqa: E731
    outside = lambda k: float(case.had(0) + case.money * 2 * k * (k - 1))  # noqa: E731
    return inside, outside


def _farsighted(case: Numbers) -> Any:
    return gto.farsighted_sizes(case.count, *_shirking(case)).sizes


def _quota(case: Numbers) -> Answer:
    """Losses are in gains, so that both in another currency are the same number."""
    loss = case.paid(2) / case.paid(1)
    found = gto.self_enforcing_quota(case.count, Fraction(3, 5), loss, case.patience)
    return {
        "quota": Fact((found.quota, found.efficient_quota)),
        "needed": Fact(found.needed_patience),
    }


def _stable_strategies(case: Numbers) -> Any:
    """Doves and hawks: what is won, and what a fight costs."""
    prize, fight = case.paid(1), case.paid(3)
    table = [
        [prize / 2 + case.gift, case.gift],
        [prize + case.gift, (prize - fight) / 2 + case.gift],
    ]
    return gto.evolutionarily_stable(table)


def _volunteers(case: Numbers) -> Answer:
    """The volunteer's dilemma of three."""
    good, cost = case.paid(3), case.paid(1)
    issue = gto.NormalFormGame(
        tuple(_volunteer(i, good + case.gift, cost, case.gift) for i in range(3))
    )
    found = gto.symmetric_mixed(issue)
    return {
        "probabilities": Fact(tuple(float(x.probability) for x in found.equilibria)),
        "payoffs": _at(*(float(x.payoff) for x in found.equilibria)),
    }


def _volunteer(i: int, good: Fraction, cost: Fraction, nothing: Fraction) -> Any:
    import numpy as np

    table = np.empty((2, 2, 2), dtype=object)
    for cell in np.ndindex(2, 2, 2):
        table[cell] = (good if any(cell) else nothing) - (cost if cell[i] else 0)
    return table


RELATIONS = (
    Relation("money", "what is paid in another currency", _money),
    Relation("gift", "everybody has more of the same, whatever they do", _gift),
)
SUBJECTS = (
    Subject("trigger_patience", _number(lambda case: gto.trigger_patience(_trigger(case)))),
    Subject(
        "trigger_value", _amount(lambda case: gto.trigger_value(_trigger(case), case.patience))
    ),
    Subject("monitoring_bound", _amount(lambda case: gto.monitoring_bound(_trigger(case)))),
    Subject("punishment_length", _punishment),
    Subject("signal_patience", _number(_signal)),
    Subject("symmetric_payoffs", _symmetric),
    Subject("club_size", _club),
    Subject("public_good_patience", _number(_public)),
    Subject("smallest_group", _number(_smallest)),
    Subject("renegotiation_proof", _renegotiation),
    Subject("getting_even, weakly_renegotiation_proof", _even),
    Subject(
        "trust_threshold",
        _number(_trust),
        exceptions={
            "gift": "the ratio of what the safe and the joint action bring is the threshold"
        },
    ),
    Subject("regulatory_race", _race),
    Subject("modules_better", _number(_modules)),
    Subject("participating_share", _number(_afford)),
    Subject("farsighted_sizes", _number(_farsighted)),
    Subject("self_enforcing_quota", _quota),
    Subject("evolutionarily_stable", _number(_stable_strategies)),
    Subject("symmetric_mixed", _volunteers, 1e-7),
)
KIND = Kind("numbers", _numbers(), RELATIONS, SUBJECTS)
