"""Exercises on dividing what is gained: proposals under a vote, cheapest partners.

Builds on solvers.bargaining and solvers.posse. Not here: shares by formula (sharing.py).
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.classroom.exercises.answers import Names, Number
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, decimal, fraction, listing

TOPIC = "bargaining"


@template(
    "proposer-share",
    "The proposer's share",
    four_c="concert",
    topics=(TOPIC, "agenda setting", "majority"),
    difficulty=3,
)
def proposer(draw: Draw) -> Question:
    """Ask what the proposer keeps in Baron and Ferejohn's bargaining."""
    from gametheory_orders.solvers.bargaining import bargaining_equilibrium

    size = draw.whole(3, 7)
    quota = draw.whole(size // 2 + 1, size)
    patience = Fraction(draw.whole(5, 9), 10)
    found = bargaining_equilibrium(quota, size, patience=float(patience))
    shares = {neat(float(share), 100) for share in found.proposer_shares}
    reject(len(shares) != 1)
    (kept,) = shares
    each = patience / size
    rule = "all of them" if quota == size else f"{quota} of them, its proposer included,"
    return Question(
        [
            f"{size} states divide a gain of 1. In every round one of them, each equally likely, "
            f"proposes a division. If {rule} vote in favour, it holds and the bargaining ends. "
            "Otherwise a round passes, the next proposer is drawn, and so on.",
            f"A gain of 1 in the next round is worth {decimal(patience)} today. A state votes in "
            "favour if it gets at least what waiting is worth to it. All states behave alike, and "
            "in the same way in every round.",
            "Which share does the first proposer keep?",
        ],
        Number(kept),
        [
            f"Before a proposer is drawn all are alike and expect 1/{size} each, since the first "
            "proposal passes.",
            f"Waiting is therefore worth {decimal(patience)} × 1/{size} = {both(each)}: for this a "
            "state votes in favour.",
            f"The proposer needs {quota - 1} other votes and pays {quota - 1} × {fraction(each)} = "
            f"{fraction((quota - 1) * each)}.",
            f"It keeps 1 − {fraction((quota - 1) * each)} = {both(kept)}.",
        ],
        str(Fraction(1, quota)),
        f"This divides equally among the {quota} who vote in favour. The others accept less, since "
        + ("waiting costs them." if quota == size else "they may be left out of the next round."),
        {"size": size, "quota": quota, "patience": patience},
    )


@template(
    "cheapest-posse",
    "A coalition of the willing",
    four_c="coalition",
    topics=(TOPIC, "coalitions", "capability"),
    difficulty=2,
)
def willing(draw: Draw) -> Question:
    """Ask for the cheapest group of states that is capable enough."""
    from itertools import combinations

    from gametheory_orders.solvers.posse import posse

    names = draw.states(5)
    strength = dict(zip(names, draw.wholes(2, 9, 5), strict=True))
    price = dict(zip(names, draw.wholes(2, 12, 5), strict=True))
    needed = draw.whole(10, sum(strength.values()) - 3)
    found = posse(strength, price, float(needed))
    able = [
        group
        for size in range(1, 6)
        for group in combinations(names, size)
        if sum(strength[name] for name in group) >= needed
    ]
    costs = sorted(sum(price[name] for name in group) for group in able)
    reject(len(costs) < 4 or costs[0] == costs[1] or len(found.members) > 4)
    strongest: list[str] = []
    for name in sorted(names, key=lambda name: -strength[name]):
        if sum(strength[each] for each in strongest) < needed:
            strongest.append(name)
    members = [name for name in names if name in found.members]
    return Question(
        [
            f"A leader wants to gather states whose capability together is at least {needed}. "
            "Each state wants to be paid a price to take part, and has the capability shown.",
            "Which states make up the cheapest group that is capable enough?",
        ],
        Names(frozenset(members), names),
        [
            f"{len(able)} of the 31 groups have a capability of {needed} or more.",
            f"The cheapest is {listing(members)}: capability "
            f"{sum(strength[name] for name in members)}, price {costs[0]}.",
            f"The next cheapest costs {costs[1]}.",
        ],
        ", ".join(strongest),
        "This takes the strongest states until they are enough. Who is worth asking depends on the "
        "price as well.",
        {"strength": strength, "price": price, "needed": needed},
        ("state", "capability", "price"),
        [(name, str(strength[name]), str(price[name])) for name in names],
    )
