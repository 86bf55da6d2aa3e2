"""Plans for the Security Council side by side: power, gridlock, representation, and who gains.

Builds on institutions, power indices and expected gridlock. Definitions, all of them plain:

- *Expected power* of a state under a plan: the power of the seats that it holds or may come to
  hold (expected_seats.py). Over all states it sums to the power of all seats.
- *Gain*: expected power under the plan less expected power today. A state votes for the plan if
  its gain is not negative (one that is indifferent consents).
- *Amendment* (UN Charter, Article 108): two thirds of all states, all five permanent members of
  today among them.
- *Equity*: 1 less half the sum of distances between expected power and a target (equal for each
  state, by people, by the square root of people). *Efficiency*: the power to act, the share of
  all coalitions that win.

Gould and Rablen 2017 (Public Choice) and Strand and Rapkin 2010 (Simulation & Gaming) score plans
on equity and efficiency too; their own figures rest on definitions that are not used here, so
none of their numbers is reproduced. Not here: how a plan is read (files/institutions.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import EQUITY
from gametheory_orders.measures.expected_seats import (
    INDICES,
    expected_power,
    expected_worth,
    states_behind,
)
from gametheory_orders.measures.power import power_indices
from gametheory_orders.orders.institution import Institution
from gametheory_orders.orders.voting import SimpleGame, quota_game, vetoers
from gametheory_orders.orders.voting.type_grid import TypeGrid
from gametheory_orders.solvers.expected_gridlock import expected_gridlock

TARGETS = ("equal", "people", "sqrt_people")


@dataclass(frozen=True)
class SeatPower:
    """Power of the seats of one sort.

    Parameters
    ----------
    kind : str
        "permanent with veto", "permanent", "elected", "member".
    seats : int
        How many.
    shapley_shubik, banzhaf, banzhaf_absolute : Fraction
        Of each of them.
    """

    kind: str
    seats: int
    shapley_shubik: Fraction
    banzhaf: Fraction
    banzhaf_absolute: Fraction


@dataclass(frozen=True, eq=False)
class Reform(Result):
    """What one plan does.

    Parameters
    ----------
    name, title : str
        Of the plan.
    power : tuple of SeatPower
        By sort of seat, the strongest first.
    power_to_act : Fraction
        Share of coalitions that win.
    expected_gridlock : Fraction
        Expected length of the gridlock interval, ideal points uniform on [0, 1].
    vetoers : tuple of str
        Seats without which nothing passes.
    seats : int
        Of the council.
    represented : int
        States that sit, those in a bloc counted one by one.
    states : int
        Of the world.
    people : float or None
        Share of people that the named seats stand for; None if a seat is not named.
    people_expected : float
        The same, expected over who fills the seats that are not named.
    gains : mapping of str to Fraction
        By state, against today.
    index : str
        The index in which gains are counted.
    equity : mapping of str to float
        By target.
    in_favour : int
        States whose gain is not negative.
    needed : int
        Two thirds of the states.
    permanent_against : tuple of str
        Permanent members of today that would lose.
    """

    name: str
    title: str
    power: tuple[SeatPower, ...]
    power_to_act: Fraction
    expected_gridlock: Fraction
    vetoers: tuple[str, ...]
    seats: int
    represented: int
    states: int
    people: float | None
    people_expected: float
    gains: Mapping[str, Fraction]
    index: str
    equity: Mapping[str, float]
    in_favour: int
    needed: int
    permanent_against: tuple[str, ...]

    @property
    def efficiency(self) -> float:
        """The power to act as a number."""
        return float(self.power_to_act)

    @property
    def changes(self) -> bool:
        """Whether anybody gains or loses."""
        return any(self.gains.values())

    @property
    def passes(self) -> bool:
        """Whether the Charter can be amended so."""
        return self.in_favour >= self.needed and not self.permanent_against

    @property
    def gainers(self) -> tuple[str, ...]:
        """States that gain."""
        return tuple(state for state, gain in self.gains.items() if gain > 0)

    @property
    def losers(self) -> tuple[str, ...]:
        """States that lose."""
        return tuple(state for state, gain in self.gains.items() if gain < 0)

    def of(self, kind: str) -> SeatPower:
        """Return the power of one sort of seat."""
        for each in self.power:
            if each.kind == kind:
                return each
        raise unknown_name("kind", kind, [each.kind for each in self.power], "one sort of seat")

    def table(self) -> Table:
        """Return the power of each sort of seat."""
        rows = [
            [each.kind, each.seats, *(float(getattr(each, name)) for name in INDICES)]
            for each in self.power
        ]
        verdict = "the amendment " + ("passes" if self.passes else "does not pass")
        act, stuck = float(self.power_to_act), float(self.expected_gridlock)
        title = f"{self.title}: power to act {act:.4f}, expected gridlock {stuck:.3f}; " + (
            f"{self.in_favour} of {self.states} in favour, {verdict}" if self.changes else "today"
        )
        return Table(["seat", "seats", *INDICES], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the plan's figures as plain values; fractions as text."""
        found: dict[str, Any] = plain(
            {
                "name": self.name,
                "title": self.title,
                "seats": self.seats,
                "power": [
                    {
                        "kind": each.kind,
                        "seats": each.seats,
                        **{name: str(getattr(each, name)) for name in INDICES},
                    }
                    for each in self.power
                ],
                "power_to_act": self.efficiency,
                "power_to_act_exact": str(self.power_to_act),
                "expected_gridlock": float(self.expected_gridlock),
                "expected_gridlock_exact": str(self.expected_gridlock),
                "vetoers": self.vetoers,
                "represented": self.represented,
                "representation_states": self.represented / self.states,
                "representation_people": self.people,
                **({} if self.people is not None else {"representation_people_why": UNNAMED}),
                "representation_people_expected": self.people_expected,
                "equity": dict(self.equity),
                "efficiency": self.efficiency,
                "amendment": {
                    "index": self.index,
                    "in_favour": self.in_favour,
                    "needed": self.needed,
                    "permanent_against": self.permanent_against,
                    "passes": self.passes,
                    "gainers": len(self.gainers),
                    "losers": len(self.losers),
                },
                "gains": {state: float(gain) for state, gain in self.gains.items()},
            }
        )
        return found


UNNAMED = "some seats are not named"


@dataclass(frozen=True, eq=False)
class ReformComparison(Result):
    """Plans side by side; the first is the council of today.

    Parameters
    ----------
    reforms : tuple of Reform
        In the order asked for.
    """

    reforms: tuple[Reform, ...]

    def __getitem__(self, name: str) -> Reform:
        for reform in self.reforms:
            if reform.name == name:
                return reform
        raise unknown_name("plan", name, [reform.name for reform in self.reforms], "one")

    def dominate(self, target: str = "sqrt_people") -> tuple[str, ...]:
        """Return the plans that are no worse than today in equity and efficiency, better in one.

        Parameters
        ----------
        target : {"equal", "people", "sqrt_people"}
            Of equity.
        """
        if target not in TARGETS:
            raise unknown_name("target", target, TARGETS, "one")
        today, *plans = self.reforms
        base = today.equity[target], today.power_to_act
        return tuple(
            plan.name
            for plan in plans
            if plan.equity[target] >= base[0] - EQUITY
            and plan.power_to_act >= base[1]
            and (plan.equity[target] > base[0] + EQUITY or plan.power_to_act > base[1])
        )

    def table(self) -> Table:
        """Return one row a plan."""
        heads = ["plan", "seats", "vetoers", "veto seat", "elected seat", "power to act"]
        heads += ["gridlock", "people", "equity", "in favour", "against of the five", "passes"]
        rows = []
        for each in self.reforms:
            elected = [float(p.shapley_shubik) for p in each.power if p.kind == "elected"]
            veto = [float(p.shapley_shubik) for p in each.power if p.kind.endswith("veto")]
            rows.append(
                [
                    each.name,
                    each.seats,
                    len(each.vetoers),
                    veto[0] if veto else None,
                    elected[0] if elected else None,
                    each.efficiency,
                    float(each.expected_gridlock),
                    each.people_expected,
                    each.equity["sqrt_people"],
                    *_verdict(each),
                ]
            )
        index = self.reforms[0].index.replace("_", " ")
        return Table(heads, rows, f"Plans for the council; gains counted in {index}")

    def to_dict(self) -> dict[str, Any]:
        """Return every plan's figures as plain values."""
        return {
            "reforms": [each.to_dict() for each in self.reforms],
            "dominate_today": {target: list(self.dominate(target)) for target in TARGETS},
        }


def _verdict(reform: Reform) -> tuple[int | None, list[str] | str, bool | None]:
    """Return who is in favour, who of the five against, and the result; nothing for no change."""
    if not reform.changes:
        return None, "-", None
    return reform.in_favour, list(reform.permanent_against) or "none", reform.passes


def compare_reforms(
    today: Institution, plans: Sequence[Institution], *, index: str = "shapley_shubik"
) -> ReformComparison:
    """Return what each plan does to power, gridlock, representation, and whether it can pass.

    Parameters
    ----------
    today : Institution
        The council as it is; its permanent seats are named.
    plans : sequence of Institution
        The plans, among the same states.
    index : {"shapley_shubik", "banzhaf", "banzhaf_absolute"}
        In which gains are counted: shares of all power, or the probability of deciding.

    Raises
    ------
    ModelError
        If the index is unknown, states differ, or nobody can fill a seat.

    Examples
    --------
    >>> from gametheory_orders.files import load_reform
    >>> found = compare_reforms(load_reform("today"), [load_reform("no_veto")])
    >>> str(found["today"].of("permanent with veto").shapley_shubik)
    '421/2145'
    >>> found["no_veto"].in_favour, found["no_veto"].permanent_against
    (188, ('CHN', 'FRA', 'GBR', 'RUS', 'USA'))
    """
    if index not in INDICES:
        raise unknown_name("index", index, INDICES, "one")
    for plan in plans:
        if plan.within.ids != today.within.ids:
            raise ModelError(plan.name, "other states than today's", "plans for the same states")
    base = expected_power(today, index)
    permanent = [seat.id for seat in today.seats if seat.kind == "permanent"]
    return ReformComparison(tuple(_judge(plan, base, permanent, index) for plan in (today, *plans)))


def _judge(
    plan: Institution, base: Mapping[str, Fraction], permanent: Sequence[str], index: str
) -> Reform:
    game = plan.simple_game()
    indices = power_indices(game, ("shapley_shubik", "banzhaf"))
    veto = vetoers(game)
    power = [Fraction(value) for value in indices.columns[index]]
    expected = expected_worth(plan, power)
    gains = {state: value - base[state] for state, value in expected.items()}
    n = plan.within.n
    amendment = quota_game(plan.within.ids, "2/3", veto=permanent)
    in_favour = [state for state, gain in gains.items() if gain >= 0]
    against = tuple(state for state in permanent if gains[state] < 0)
    chance = expected_worth(plan, [Fraction(states_behind(plan, seat)) for seat in plan.seats])
    people = plan.within.column("population")
    result = Reform(
        plan.name,
        plan.title or plan.name,
        _by_kind(plan, indices.columns, veto),
        Fraction(indices.figures["power_to_act"]),
        expected_gridlock(plan.voting_rule(), types=_types(game)),
        veto,
        len(plan.seats),
        sum(states_behind(plan, seat) for seat in plan.seats),
        n,
        plan.share("population"),
        float(np.array([float(c) for c in chance.values()]) @ people / people.sum()),
        gains,
        index,
        _equity(expected, people),
        len(in_favour),
        math.ceil(Fraction(2 * n, 3)),
        against,
    )
    assert bool(amendment.wins(in_favour)) == result.passes
    return result


def _types(game: SimpleGame) -> list[int]:
    labels = [0] * game.n
    for label, group in enumerate(TypeGrid([game.formula], range(game.n)).types):
        for i in group:
            labels[i] = label
    return labels


def _by_kind(
    plan: Institution, columns: Mapping[str, Sequence[Any]], veto: Sequence[str]
) -> tuple[SeatPower, ...]:
    found: dict[tuple[str, tuple[Fraction, ...]], int] = {}
    for i, seat in enumerate(plan.seats):
        kind = f"{seat.kind} with veto" if seat.id in veto else seat.kind
        key = kind, tuple(Fraction(columns[name][i]) for name in INDICES)
        found[key] = found.get(key, 0) + 1
    rows = [SeatPower(kind, seats, *figures) for (kind, figures), seats in found.items()]
    return tuple(sorted(rows, key=lambda each: -each.shapley_shubik))


def _equity(expected: Mapping[str, Fraction], people: np.ndarray) -> dict[str, float]:
    power = np.array([float(value) for value in expected.values()])
    power = power / power.sum()
    out = {}
    for name, weights in zip(TARGETS, (np.ones(len(people)), people, np.sqrt(people)), strict=True):
        out[name] = float(1 - np.abs(power - weights / weights.sum()).sum() / 2)
    return out
