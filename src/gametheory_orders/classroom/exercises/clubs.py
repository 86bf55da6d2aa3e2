"""Exercises on clubs: how large, whom a tariff keeps in, who belongs.

Builds on solvers.club_size and entry_game, and on orders. Not here: pledges (pledges.py).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from gametheory_orders.classroom.exercises.answers import Names, Number
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, decimal, fraction, listing, plural
from gametheory_orders.foundations.tolerances import EXERCISE_TIE
from gametheory_orders.issues import PublicGood, TradeLinks
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.worlds import World

TOPIC = "clubs"


@template(
    "club-size",
    "The best size of a club",
    four_c="club",
    topics=(TOPIC, "coalition size"),
    difficulty=2,
)
def best_size(draw: Draw) -> Question:
    """Ask for the best size of a club that shares a fixed cost and crowds."""
    from gametheory_orders.solvers.club_size import club_size

    crowding = draw.whole(1, 4)
    fixed = draw.whole(6, 150)
    found = club_size(fixed, crowding)
    reject(len(found.sizes) != 1 or not 3 <= found.size <= 9)
    size = found.size

    def cost(members: int) -> Fraction:
        return Fraction(fixed, members) + crowding * members

    near = [size - 1, size, size + 1]
    wrong = fixed // crowding
    return Question(
        [
            f"A club of states keeps up a common facility. It costs {fixed} in all, which the "
            f"members share equally. Every member crowds it a little: in a club of m members each "
            f"bears {crowding} × m on top of its share of the cost.",
            "With how many members does each of them bear least?",
        ],
        Number(Fraction(size)),
        [
            f"In a club of m each bears {fixed}/m + {crowding} × m.",
            "Around the best size: "
            + listing([f"{decimal(cost(m), 2)} with {m} members" for m in near])
            + ".",
            f"One more member lowers the share of the cost by {fixed}/(m × (m + 1)); it pays until "
            f"this is less than {crowding}. The best is {size}.",
        ],
        str(wrong),
        f"This is where a member's share of the cost, {fixed}/m, has come down to {crowding}. A "
        "new member does not take over a whole share: it lowers everybody's share a little.",
        {"fixed": fixed, "crowding": crowding},
    )


@template(
    "tariff-against-exit",
    "A tariff that deters exit",
    four_c="club",
    topics=(TOPIC, "tariffs", "participation", "free riding"),
    difficulty=3,
)
def tariff(draw: Draw) -> Question:
    """Ask for the smallest tariff that keeps a member in a club with a fixed price."""
    size, price = draw.whole(3, 6), draw.whole(3, 10)
    stake = draw.whole(1, price - 1)
    exports = 10 * draw.whole(5, 40)
    names = tuple(f"S{place}" for place in range(size))
    imports = np.zeros((size, size))
    imports[1:, 0] = exports / (size - 1)
    links = TradeLinks(imports, np.ones(size), np.zeros(size))
    columns = {"stake": np.full(size, float(stake)), "capacity": np.ones(size)}
    members = np.ones(size, bool)
    issue = PublicGood(World(names, columns), trade=links)
    stay = _stay(issue, price, members, 0.0)
    gain = neat(-stay)
    reject(gain <= 0)
    value = neat(gain / exports, 1000)
    reject(not Fraction(1, 50) < value < Fraction(1, 2))
    reject(abs(_stay(issue, price, members, float(value))) > EXERCISE_TIE)
    state = draw.pick(draw.states(6))
    saved = Fraction(price**2 - stake**2, 2)
    lost = stake * (price - stake)
    wrong = saved / exports
    tolerance = Fraction(1, 1000)
    return Question(
        [
            f"In a climate club every member cuts its emissions by {price} units. A cut of q costs "
            f"a state q × q/2, and every unit that anyone cuts brings each state {stake}. A state "
            "outside the club cuts what is best for itself.",
            f"{state} thinks of leaving, while all others stay and go on as before. Its exports to "
            f"the members are worth {exports}. The club would put a tariff on them, which costs "
            f"{state} the tariff rate times {exports}.",
            f"What is the least tariff rate that keeps {state} in?",
        ],
        Number(value, tolerance),
        [
            f"Outside {state} would cut {plural(stake, 'unit')}: then one more unit costs as much "
            "as it brings it.",
            f"Leaving saves {price} × {price}/2 − {stake} × {stake}/2 = {fraction(saved)} of cost.",
            f"It would cut {plural(price - stake, 'unit')} less and lose {stake} × {price - stake} "
            f"= {lost} of its own benefit. So leaving gains {fraction(saved)} − {lost} = "
            f"{fraction(gain)}.",
            f"The tariff keeps {state} in if its rate times {exports} is at least "
            f"{fraction(gain)}: from {both(value)} on.",
        ],
        str(wrong),
        f"This forgets that {state} also loses its own benefit from the units that it no longer "
        "cuts.",
        {"price": price, "stake": stake, "exports": exports},
    )


def _stay(issue: PublicGood, price: int, members: np.ndarray, rate: float) -> float:
    """Return by how much the first state is better off staying, at a level and a tariff."""
    from gametheory_orders.games import CooperationGame
    from gametheory_orders.orders import FixedLevel, OpenEntry, Order, Tariff

    order = Order(OpenEntry(), FixedLevel(level=float(price)), Tariff(rate=rate))
    stay, _ = entry_game(CooperationGame(issue, order)).margins(members)
    return float(stay[0])


@template(
    "criterion-club",
    "Who belongs to the club?",
    four_c="club",
    topics=(TOPIC, "membership", "capability"),
    difficulty=1,
)
def admission(draw: Draw) -> Question:
    """Ask who meets the two conditions of a club."""
    from gametheory_orders.orders import Criterion

    names = draw.states(6)
    worth = dict(zip(names, draw.wholes(1, 9, 6), strict=True))
    able = dict(zip(names, draw.wholes(1, 9, 6), strict=True))
    floor, power = draw.whole(3, 6), draw.whole(3, 6)
    columns = {
        "solidarity": np.array([*worth.values()], float),
        "capability": np.array([*able.values()], float),
    }
    rule = Criterion(where=f"solidarity >= {floor} and capability >= {power}")
    inside = rule.eligible(World(names, columns))
    found = frozenset(name for name, is_in in zip(names, inside, strict=True) if is_in)
    either = [n for n in names if worth[n] >= floor or able[n] >= power]
    reject(not 2 <= len(found) <= 4 or set(either) == found)
    share = Fraction(sum(able[name] for name in found), sum(able.values()))
    return Question(
        [
            "A club takes in states that are both like-minded and able: those whose agreement with "
            f"its principles is at least {floor} and whose capability is at least {power}.",
            "Which states are members?",
        ],
        Names(found, names),
        [
            f"At least {floor} in agreement: {listing([n for n in names if worth[n] >= floor])}.",
            f"At least {power} in capability: {listing([n for n in names if able[n] >= power])}.",
            f"On both lists: {listing([n for n in names if n in found])}. They have "
            f"{both(share)} of all capability.",
        ],
        ", ".join(either),
        "These meet one of the two conditions. A club that asks for both is smaller.",
        {"worth": worth, "able": able, "floor": floor, "power": power},
        ("state", "agreement", "capability"),
        [(name, str(worth[name]), str(able[name])) for name in names],
    )
