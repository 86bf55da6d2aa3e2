"""What each state may expect of an institution's seats, held by name or filled by lot.

A state that holds a seat has what the seat is worth; the members of a bloc share theirs equally.
A seat that is not named is open to the states of its continents that hold none: each takes it
with equal probability, permanent seats being filled first. So what all states expect sums to
what all seats are worth. Builds on institutions and power indices.
Not here: comparing plans (reform.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.measures.power import power_indices
from gametheory_orders.orders.institution import Institution, Seat
from gametheory_orders.worlds import World

INDICES = ("shapley_shubik", "banzhaf", "banzhaf_absolute")


def expected_power(plan: Institution, index: str = "shapley_shubik") -> dict[str, Fraction]:
    """Return each state's expected power under a plan (see the top of this file).

    Parameters
    ----------
    plan : Institution
        Whose members vote.
    index : {"shapley_shubik", "banzhaf", "banzhaf_absolute"}
        Shares of all power, or the probability of deciding.

    Examples
    --------
    >>> from gametheory_orders.files import load_reform
    >>> power = expected_power(load_reform("today"))
    >>> str(power["USA"]), str(sum(power.values()))
    ('421/2145', '1')
    """
    if index not in INDICES:
        raise unknown_name("index", index, INDICES, "one")
    columns = power_indices(plan.simple_game(), ("shapley_shubik", "banzhaf")).columns
    power = [Fraction(value) for value in columns[index]]
    return expected_worth(plan, power)


def expected_worth(plan: Institution, worth: Sequence[Fraction]) -> dict[str, Fraction]:
    """Return what each state expects of seats that are worth something to whoever holds them."""
    world = plan.within
    out = dict.fromkeys(world.ids, Fraction(0))
    seated: set[str] = set()
    for seat, value in zip(plan.seats, worth, strict=True):
        if seat.named:
            holders = plan.blocs.get(seat.id, (seat.id,))
            free = [state for state in holders if state not in _own_seats(plan)]
            free = free or list(holders)
            seated.update(free)
            for state in free:
                out[state] += value / len(free)
    # Chance that a state still holds no seat, once those before have been filled.
    without = {state: Fraction(int(state not in seated)) for state in world.ids}
    for kind in ("permanent", "member", "elected"):
        groups: dict[tuple[str, ...], list[Fraction]] = {}
        for seat, value in zip(plan.seats, worth, strict=True):
            if not seat.named and seat.kind == kind:
                groups.setdefault(seat.open_to, []).append(value)
        shares = {open_to: _open(world, open_to, without) for open_to in groups}
        for open_to, values in groups.items():
            room = sum(shares[open_to].values(), Fraction(0))
            if room < len(values):
                found = f"{len(values)} {kind} seats for {room} states"
                raise ModelError(plan.name, found, "as many states that hold no seat")
            for state, chance in shares[open_to].items():
                out[state] += chance / room * sum(values, Fraction(0))
                without[state] -= chance / room * len(values)
    return out


def _own_seats(plan: Institution) -> set[str]:
    return {seat.id for seat in plan.seats if seat.named and seat.id not in plan.blocs}


def _open(
    world: World, open_to: Sequence[str], without: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    continents = world.texts.get("continent", ("",) * world.n)
    return {
        state: without[state]
        for state, continent in zip(world.ids, continents, strict=True)
        if without[state] and (not open_to or continent in open_to)
    }


def states_behind(plan: Institution, seat: Seat) -> int:
    """Return how many states sit behind a seat."""
    states = plan.blocs.get(seat.id, ())
    return len([state for state in states if state not in _own_seats(plan)]) or 1
