"""Exercises on pledges: how large, how many states, and whether they are kept.

Builds on solvers.pledge_review, breadth_depth and review_precision.
Not here: coalitions that decide jointly (goods.py).
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.classroom.exercises.answers import Names, Number
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.goods import public_good_of
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, decimal, fraction, listing

TOPIC = "pledges"


def pledge_text(size: int, stake: int) -> str:
    """Return the good and what a pledge is, in words."""
    return (
        f"{size} equal states may contribute to a common good. A contribution of q costs a state "
        f"q × q/2. Every unit that anyone contributes brings each state {stake}. A state that "
        "pledges with weight w contributes as if it counted, besides its own benefit of a unit, w "
        "times the benefit of the other states that pledge."
    )


@template(
    "largest-pledge",
    "The largest pledge that holds",
    four_c="coalition",
    topics=(TOPIC, "free riding", "participation"),
    difficulty=3,
)
def largest(draw: Draw) -> Question:
    """Ask for the largest common weight at which nobody withdraws its pledge."""
    from gametheory_orders.solvers.pledge_review import self_enforcing_weights

    size, stake = draw.whole(3, 12), draw.whole(1, 5)
    found = self_enforcing_weights(public_good_of([stake] * size, [1] * size))
    value = neat(found.common)
    reject(value >= 1)
    return Question(
        [
            pledge_text(size, stake),
            f"All {size} pledge with the same weight w. A state that withdraws contributes what "
            "is best for itself; the others keep to w, which now counts one state less.",
            "What is the largest w at which no state gains by withdrawing?",
        ],
        Number(value),
        [
            f"With the pledge each contributes {stake} × (1 + {size - 1} × w), which is "
            f"{stake * (size - 1)} × w more than alone.",
            f"Withdrawing saves half of the square of that in cost beyond the own benefit: "
            f"({stake * (size - 1)} × w) × ({stake * (size - 1)} × w)/2.",
            f"It makes each of the other {size - 1} contribute {stake} × w less, which costs the "
            f"state {stake} × {size - 1} × {stake} × w.",
            f"The first is not larger than the second up to w = 2/{size - 1}"
            f"{'' if Fraction(2, size - 1).denominator == size - 1 else ' = ' + fraction(value)}.",
        ],
        str(Fraction(1)),
        "With w = 1 all contribute what is best for all together. Then withdrawing pays as soon as "
        "there are more than three.",
        {"size": size, "stake": stake},
    )


@template(
    "breadth-of-pledges",
    "Broad or deep",
    four_c="coalition",
    topics=(TOPIC, "coalition size", "participation"),
    difficulty=3,
)
def breadth(draw: Draw) -> Question:
    """Ask how many equal states can keep a pledge of a given weight."""
    from gametheory_orders.solvers.breadth_depth import most_members

    size, stake = draw.whole(8, 20), draw.whole(2, 5)
    weight = Fraction(draw.whole(2, 9), 10)
    found = most_members(size, weight)
    reject(found >= size or (2 / weight).denominator == 1)
    wrong = int(2 / weight)
    return Question(
        [
            pledge_text(size, stake),
            f"Those that pledge do so with weight w = {decimal(weight)}. A state that withdraws "
            "contributes what is best for itself; the others keep to w, which now counts one state "
            "less.",
            "How many states can pledge, at the most, without any of them gaining by withdrawing?",
        ],
        Number(Fraction(found)),
        [
            f"If m states pledge, each contributes {stake} × (m − 1) × w more than alone. "
            "Withdrawing saves half of the square of this.",
            f"It makes each of the other m − 1 contribute {stake} × w less, which costs {stake} × "
            f"{stake} × (m − 1) × w.",
            f"No state gains by withdrawing if (m − 1) × w is at most 2, so m is at most 1 + 2/w = "
            f"{decimal(1 + 2 / weight, 2)}: {found} states.",
        ],
        str(wrong),
        "This is 2/w and leaves the state itself out: there are at most 2/w others.",
        {"size": size, "stake": stake, "weight": weight},
    )


@template(
    "depth-of-pledges",
    "What pledges deliver",
    four_c="coalition",
    topics=(TOPIC, "effectiveness"),
    difficulty=3,
)
def depth(draw: Draw) -> Question:
    """Ask for the effectiveness of a common pledge of all states."""
    from gametheory_orders.solvers.breadth_depth import pledged_effectiveness

    size = draw.whole(3, 8)
    weight = Fraction(draw.whole(1, 9), 10)
    value = neat(pledged_effectiveness(size, size, weight), 100)
    return Question(
        [
            pledge_text(size, 1),
            f"All {size} pledge with weight w = {decimal(weight)}. Let the possible gain be what "
            "all states together gain if the sum of all payoffs is made as large as it can be, "
            "compared with no pledges at all.",
            "Which share of the possible gain do the pledges deliver?",
        ],
        Number(value),
        [
            f"Alone each contributes 1, jointly {size}, and with the pledge 1 + {size - 1} × "
            f"{decimal(weight)} = {decimal(1 + (size - 1) * weight)}.",
            f"The sum of all payoffs falls short of the largest, for every state, by half of the "
            f"square of what it falls short of {size}: alone by {size - 1}, with the pledge by "
            f"{decimal((size - 1) * (1 - weight))}.",
            f"What is left to gain is a share of ({decimal((size - 1) * (1 - weight))}/{size - 1}) "
            f"squared, which is {decimal(1 - weight)} × {decimal(1 - weight)} = "
            f"{decimal((1 - weight) ** 2)}; delivered is the rest, {both(value)}.",
        ],
        str(weight),
        "This is how far contributions go from what they are alone to what is best. The first "
        "units bring most: the gain goes further than the contributions.",
        {"size": size, "weight": weight},
    )


@template(
    "pledge-and-review",
    "Named and shamed",
    four_c="coalition",
    topics=(TOPIC, "review", "enforcement"),
    difficulty=1,
)
def review(draw: Draw) -> Question:
    """Ask who keeps its pledge under review of a given precision."""
    from gametheory_orders.solvers.review_precision import review_precision

    names = draw.states(5)
    costs = dict(zip(names, draw.wholes(1, 12, 5), strict=True))
    reputation = draw.whole(6, 20)
    precision = Fraction(draw.whole(2, 9), 10)
    kept = [name for name in names if costs[name] < precision * reputation]
    wrong = [name for name in names if costs[name] <= reputation]
    reject(not 1 <= len(kept) <= 4 or wrong == kept)
    reject(any(cost == precision * reputation for cost in costs.values()))
    needed = review_precision(costs, reputation, 1).thresholds
    keeps = frozenset(
        name for name in names if (least := needed[name]) is not None and least <= precision
    )
    return Question(
        [
            "Each of five states has made a pledge. To keep it costs a state what is shown. If it "
            f"does not keep it, this comes to light with probability {decimal(precision)}, and "
            f"then costs its reputation {reputation}. Each does what costs it less.",
            "Which states keep their pledge?",
        ],
        Names(keeps, names),
        [
            f"Not keeping it costs {decimal(precision)} × {reputation} = "
            f"{decimal(precision * reputation)} on average.",
            f"Keeping it costs less than that for {listing([n for n in names if n in keeps])}.",
        ],
        ", ".join(wrong),
        "This takes it for certain that a broken pledge comes to light.",
        {"costs": costs, "reputation": reputation, "precision": precision},
        ("state", "cost of keeping the pledge"),
        [(name, str(costs[name])) for name in names],
    )
