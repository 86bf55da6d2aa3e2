"""Exercises on measures: effectiveness, representation, legitimacy, the gap, the frontier.

Builds on the measures. Not here: why an order falls short (accounts.py).
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import numpy as np

from gametheory_orders.classroom.exercises.answers import Names, Number, Numbers
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, decimal, fraction, listing, total
from gametheory_orders.measures.frontier import frontier
from gametheory_orders.measures.legitimacy import legitimacy, legitimacy_index

TOPIC = "effectiveness"


def is_square(value: Fraction) -> bool:
    """Say whether a number is the square of a fraction."""
    top, bottom = value.numerator, value.denominator
    return top >= 0 and isqrt(top) ** 2 == top and isqrt(bottom) ** 2 == bottom


@template(
    "effectiveness",
    "How much of the possible gain?",
    four_c="all",
    topics=(TOPIC, "measures"),
    difficulty=2,
)
def effective(draw: Draw) -> Question:
    """Ask for the effectiveness of a common level of contributions."""
    from gametheory_orders.classroom.exercises.goods import public_good_of
    from gametheory_orders.games import CooperationGame
    from gametheory_orders.measures.effectiveness import effectiveness
    from gametheory_orders.orders import Binding, FixedLevel, Order, Universal

    size, stake = draw.whole(2, 5), draw.whole(1, 3)
    joint = size * stake
    level = draw.whole(stake + 1, joint + 3)
    reject(level == joint)
    issue = public_good_of([stake] * size, [1] * size)
    order = Order(Universal(), FixedLevel(level=float(level)), Binding())
    payoffs = issue.payoffs(np.full(size, float(level)))
    value = neat(effectiveness(CooperationGame(issue, order), payoffs), 100)
    reject(not Fraction(1, 50) < value)

    def each(q: int) -> Fraction:
        return Fraction(2 * stake * size * q - q * q, 2)

    wrong = Fraction(level, joint)
    return Question(
        [
            f"{size} equal states contribute to a common good. A contribution of q costs a state "
            f"q × q/2, and every unit that anyone contributes brings each state {stake}. Without "
            f"an order each contributes what is best for itself. An order makes each contribute "
            f"{level}.",
            "The effectiveness of an order is the share it delivers of the possible gain: what all "
            "gain compared with no order, divided by what all would gain if the sum of payoffs "
            "were as large as it can be.",
            "How effective is the order?",
        ],
        Number(value),
        [
            f"If all contribute q, each gets {stake * size} × q − q × q/2.",
            f"Without an order each contributes {stake} and gets {fraction(each(stake))}. The sum "
            f"is largest if each contributes {joint}; then each gets {fraction(each(joint))}.",
            f"Under the order each gets {fraction(each(level))}.",
            f"The share is ({fraction(each(level))} − {fraction(each(stake))})/"
            f"({fraction(each(joint))} − {fraction(each(stake))}) = {both(value)}.",
        ],
        str(wrong),
        f"This compares contributions, {level} with {joint}. Effectiveness compares what states "
        "gain, beyond what they have without an order.",
        {"size": size, "stake": stake, "level": level},
    )


@template(
    "who-is-represented",
    "States or people?",
    four_c="club",
    topics=("legitimacy", "representation", "measures"),
    difficulty=1,
)
def represented(draw: Draw) -> Question:
    """Ask which share of states and of people the members of an order are."""
    from gametheory_orders.classroom.exercises.goods import public_good_of
    from gametheory_orders.games import CooperationGame
    from gametheory_orders.orders import Binding, Fixed, FixedLevel, Order
    from gametheory_orders.solvers.solve import solve
    from gametheory_orders.worlds import World

    size = draw.whole(5, 8)
    names = draw.states(size)
    people = dict(zip(names, draw.wholes(1, 30, size), strict=True))
    members = tuple(sorted(draw.sample(names, draw.whole(2, size - 2))))
    ones = np.ones(size)
    columns = {"stake": ones, "capacity": ones, "population": np.array([*people.values()], float)}
    issue = type(public_good_of([1], [1]))(World(names, columns))
    order = Order(Fixed(members=members), FixedLevel(level=2.0), Binding())
    game = CooperationGame(issue, order)
    values = legitimacy(game, solve(game).delivered).values
    states = neat(float(values["representation_states"]))
    persons = neat(float(values["representation_people"]), 100)
    reject(abs(states - persons) < Fraction(1, 20))
    inside = sum(people[name] for name in members)
    every = sum(people.values())
    return Question(
        [
            "States have the people shown, in millions.",
            f"{listing(members)} form a club.",
            "Which share of the states are its members, and which share of the people do they "
            "stand for? Give the two in this order.",
        ],
        Numbers((states, persons)),
        [
            f"{len(members)} of {size} states: {both(states)}.",
            f"{total([people[name] for name in members])} = {inside} of {every} million people: "
            f"{both(persons)}.",
        ],
        f"{persons}; {states}",
        "These are the two shares exchanged. How representative an order is depends on whether "
        "one counts states or people.",
        {"people": people, "members": members},
        ("state", "people (millions)"),
        [(name, str(people[name])) for name in names],
    )


@template(
    "the-gap",
    "Effective or legitimate?",
    four_c="all",
    topics=("gap", "legitimacy", "measures"),
    difficulty=2,
)
def gap(draw: Draw) -> Question:
    """Ask for the gap between effectiveness and the index of legitimacy."""
    states, people, power = (Fraction(n, 20) for n in draw.wholes(2, 20, 3))
    consent = Fraction(draw.whole(2, 20), 20)
    effect = Fraction(draw.whole(1, 19), 20)
    mean = (states + people + power) / 3
    reject(not is_square(mean * consent) or mean * consent in (0, 1))
    values = {
        "representation_units": float(states),
        "representation_people": float(people),
        "power_sqrt_people": float(power),
        "consent_people": float(consent),
    }
    index = neat(legitimacy_index(values), 100)
    value = effect - index
    reject(value == 0)
    return Question(
        [
            f"An order delivers {decimal(effect)} of the possible gain: this is its effectiveness. "
            f"Its members are {decimal(states)} of the states and stand for {decimal(people)} of "
            f"the people. Its votes are as they should be to the extent of {decimal(power)} (1 "
            f"would be perfect). States with {decimal(consent)} of the people are no worse off "
            "than without it.",
            "The index of legitimacy is the square root of a product: the mean of the first three "
            "of these shares (states, people, votes) times the last (consent). The gap is "
            "effectiveness less legitimacy.",
            "How large is the gap? Mind its sign.",
        ],
        Number(value),
        [
            f"The mean is ({decimal(states)} + {decimal(people)} + {decimal(power)})/3 = "
            f"{both(mean)}.",
            f"Times {decimal(consent)} it is {both(mean * consent)}, with the square root "
            f"{both(index)}: the index of legitimacy.",
            f"The gap is {decimal(effect)} − {fraction(index)} = {both(value)}: the order is more "
            f"{'effective than legitimate' if value > 0 else 'legitimate than effective'}.",
        ],
        str(-value),
        "This is legitimacy less effectiveness. A negative gap is that of a talking shop, a "
        "positive one that of an order that delivers without being accepted.",
        {
            "states": states,
            "people": people,
            "power": power,
            "consent": consent,
            "effectiveness": effect,
        },
    )


@template(
    "reading-a-frontier",
    "Which orders are on the frontier?",
    four_c="all",
    topics=("frontier", "legitimacy", "measures"),
    difficulty=1,
)
def on_frontier(draw: Draw) -> Question:
    """Ask which orders are not beaten in effectiveness and legitimacy at once."""
    names = ("charter", "club", "concert", "coalition", "assembly", "council")
    effect = dict(zip(names, draw.wholes(1, 19, 6, distinct=True), strict=True))
    legit = dict(zip(names, draw.wholes(1, 19, 6, distinct=True), strict=True))
    places = frontier([effect[n] / 20 for n in names], [legit[n] / 20 for n in names])
    found = frozenset(names[place] for place in places)
    reject(not 2 <= len(found) <= 4)
    ends = {max(names, key=lambda n: effect[n]), max(names, key=lambda n: legit[n])}
    middle = [n for n in names if n in found and n not in ends]
    wrong = ends if ends != found else {*ends, max(set(names) - found, key=lambda n: effect[n])}
    beaten = []
    for name in names:
        better = [n for n in names if effect[n] > effect[name] and legit[n] > legit[name]]
        if better:
            beaten.append(f"{name} is beaten by {better[0]}")
    return Question(
        [
            "Six orders for the same problem have the effectiveness and the legitimacy shown. An "
            "order is on the frontier if no other one is better in both.",
            "Which orders are on the frontier?",
        ],
        Names(found, names),
        [
            f"Not on the frontier: {'; '.join(beaten)}.",
            f"All others are on it: {listing([n for n in names if n in found])}.",
        ],
        ", ".join(n for n in names if n in wrong),
        "These are only the most effective and the most legitimate order. Between them may lie "
        f"others that nothing beats in both: here {listing(middle)}."
        if middle
        else "It is not enough to come close: an order that another one beats in both is not on "
        "the frontier.",
        {
            "effect": {n: Fraction(effect[n], 20) for n in names},
            "legit": {n: Fraction(legit[n], 20) for n in names},
        },
        ("order", "effectiveness", "legitimacy"),
        [(n, decimal(Fraction(effect[n], 20)), decimal(Fraction(legit[n], 20))) for n in names],
    )
