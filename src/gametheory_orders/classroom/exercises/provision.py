"""Exercises on goods that do not add up: weakest links, best shots, critical masses.

Builds on issues.goods and solvers.pure_nash. Not here: goods that are a sum (goods.py).
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np

from gametheory_orders.classroom.exercises.answers import Names, Number
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import fraction, listing
from gametheory_orders.issues import public_good
from gametheory_orders.issues.goods.best_shot import BestShotGood
from gametheory_orders.worlds import World

TOPIC = "public goods"


def draw_good(draw: Draw, size: int) -> tuple[dict[str, int], dict[str, int]]:
    """Return benefits and capacities by state."""
    names = draw.states(size)
    return (
        dict(zip(names, draw.wholes(1, 9, size), strict=True)),
        dict(zip(names, draw.wholes(1, 6, size), strict=True)),
    )


def world_of(stakes: dict[str, int], capacities: dict[str, int]) -> World:
    """Return the world of these figures."""
    return World(
        tuple(stakes),
        {
            "stake": np.array([*stakes.values()], float),
            "capacity": np.array([*capacities.values()], float),
        },
    )


@template(
    "weakest-link",
    "As strong as the weakest link",
    four_c="charter",
    topics=(TOPIC, "weakest link", "equilibria"),
    difficulty=2,
)
def weakest(draw: Draw) -> Question:
    """Ask for the highest level in equilibrium of a weakest-link good."""
    stakes, capacities = draw_good(draw, draw.whole(3, 5))
    issue = public_good(world_of(stakes, capacities), technology="weakest_link", selection="best")
    value = neat(float(issue.reference().min()))
    own = {state: stakes[state] * capacities[state] for state in stakes}
    order = sorted(own.values())
    reject(order[0] == order[1])
    return Question(
        [
            "An epidemic is held back only as far as the state with the smallest effort holds it "
            "back. Every unit of that smallest effort brings each state the benefit shown. An "
            "effort of q costs a state q × q/(2 × c), where c is its capacity.",
            "There are many Nash equilibria, in each of which all make the same effort.",
            "How large is the effort in the one with the largest effort?",
        ],
        Number(value),
        [
            "If all others make at least its effort, a state raises its own until one more unit "
            "costs what it brings: up to benefit × capacity.",
            f"This is {listing([f'{n} for {state}' for state, n in own.items()])}.",
            f"Beyond the smallest of these, {fraction(value)}, that state does not go along, and "
            "more effort by the others would be wasted.",
        ],
        str(order[-1]),
        "The state that could do most does not decide: what it does beyond the smallest effort "
        "brings nothing.",
        {"stakes": stakes, "capacities": capacities},
        ("state", "benefit of a unit", "capacity"),
        [(state, str(stakes[state]), str(capacities[state])) for state in stakes],
    )


@template(
    "best-shot",
    "One of us will do",
    four_c="coalition",
    topics=(TOPIC, "best shot", "free riding"),
    difficulty=3,
)
def best(draw: Draw) -> Question:
    """Ask which states can be the only provider of a best-shot good in equilibrium."""
    stakes, capacities = draw_good(draw, 4)
    issue = public_good(world_of(stakes, capacities), technology="best_shot")
    assert isinstance(issue, BestShotGood)
    equilibria = [np.asarray(profile) for profile in issue.equilibria()]
    names = tuple(stakes)
    found = frozenset(names[int(np.argmax(profile))] for profile in equilibria)
    own = {state: stakes[state] * capacities[state] for state in names}
    most = max(own.values())
    reject(any((profile > 0).sum() != 1 for profile in equilibria))
    reject(any(2 * level == most for level in own.values()) or len(found) in (1, 4))
    top = [state for state in names if own[state] == most]
    return Question(
        [
            "A danger is averted as far as the largest effort goes. Every unit of the largest "
            "effort brings each state the benefit shown, and smaller efforts add nothing. An "
            "effort of q costs a state q × q/(2 × c), where c is its capacity.",
            "In every Nash equilibrium exactly one state makes an effort. If another state would "
            "neither gain nor lose by making one, it makes none.",
            "Which states can be the one?",
        ],
        Names(found, names),
        [
            "A state that acts alone makes the effort benefit × capacity: "
            f"{listing([f'{n} for {state}' for state, n in own.items()])}.",
            "Another state has nothing from a small effort of its own. With its own best effort b "
            "in place of a the good grows by b − a. This is worth its cost only if b is more "
            "than 2 × a.",
            f"The largest effort is {most}. So a state can be the one if its effort is at least "
            f"half of that: {listing([n for n in names if n in found])}.",
        ],
        ", ".join(top),
        "Not only the state that would do most can be the one. If another one does enough, it "
        "leaves it at that.",
        {"stakes": stakes, "capacities": capacities},
        ("state", "benefit of a unit", "capacity"),
        [(state, str(stakes[state]), str(capacities[state])) for state in names],
    )


@template(
    "critical-mass",
    "A critical mass",
    four_c="coalition",
    topics=(TOPIC, "equilibria", "threshold"),
    difficulty=2,
)
def mass(draw: Draw) -> Question:
    """Ask for the number of equilibria of a project with a critical mass."""
    from gametheory_orders.games.normal_form import NormalFormGame
    from gametheory_orders.solvers.pure_nash import pure_nash

    size = draw.whole(3, 6)
    needed = draw.whole(2, size - 1)
    cost = draw.whole(1, 6)
    gain = draw.whole(cost + 1, 12)

    def payoffs(*joins: int) -> tuple[int, ...]:
        return tuple((gain if sum(joins) >= needed else 0) - cost * each for each in joins)

    game = NormalFormGame.from_function(payoffs, [("stay out", "join")] * size)
    found = len(tuple(pure_nash(game)))
    return Question(
        [
            f"{size} states choose at the same time whether to join a project. Joining costs "
            f"{cost}. If at least {needed} join, all {size} gain {gain} each, those that stayed "
            "out too; otherwise nobody gains anything.",
            "How many Nash equilibria in pure strategies are there? Count those with other members "
            "as different.",
        ],
        Number(Fraction(found)),
        [
            "If nobody joins, no state can reach the critical mass alone: this is an equilibrium.",
            f"If some join but fewer than {needed}, they pay for nothing: those that have joined "
            "would rather stay out.",
            f"If exactly {needed} join, each of them is needed and gains {gain} − {cost} = "
            f"{gain - cost} by joining: these are equilibria, as many as there are ways to choose "
            f"{needed} of {size}, which is {comb(size, needed)}.",
            f"If more join, each of them would rather stay out. Together {found}.",
        ],
        str(comb(size, needed)),
        "This forgets the equilibrium in which nobody joins.",
        {"size": size, "needed": needed, "gain": gain, "cost": cost},
    )
