"""Exercises on a public good that adds up: free riding, who leaves, what holds a coalition.

Builds on issues.PublicGood and solvers.entry_game. Not here: goods that are no sum (provision.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from gametheory_orders.classroom.exercises.answers import Names, Number, Numbers
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, fraction, listing, total, worked
from gametheory_orders.foundations.tolerances import EXERCISE_TIE
from gametheory_orders.issues import PublicGood
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.worlds import World

TOPIC = "free riding"


def public_good_of(stakes: Sequence[int], capacities: Sequence[int]) -> PublicGood:
    """Return the linear-quadratic public good of these figures."""
    names = tuple(f"S{place}" for place in range(len(stakes)))
    columns = {"stake": np.array(stakes, float), "capacity": np.array(capacities, float)}
    return PublicGood(World(names, columns))


def good_text(stakes: Mapping[str, int]) -> str:
    """Return the good in words, at a cost of half the square."""
    return (
        "Each state may contribute to a common good. A contribution of q costs the state q × q/2. "
        "Every unit that anyone contributes brings each state a benefit: "
        f"{listing([f'{state} {stake}' for state, stake in stakes.items()])}."
    )


@template(
    "free-riding",
    "What is provided without an agreement",
    four_c="all",
    topics=(TOPIC, "public goods", "effectiveness"),
    difficulty=2,
)
def alone(draw: Draw) -> Question:
    """Ask which share of the joint total states provide on their own."""
    size = draw.whole(2, 4)
    names = draw.states(size)
    stakes, capacities = draw.wholes(1, 6, size), draw.wholes(1, 5, size)
    issue = public_good_of(stakes, capacities)
    value = neat(float(issue.reference().sum() / issue.first_best().sum()), 100)
    joint = sum(stakes)
    own = [s * k for s, k in zip(stakes, capacities, strict=True)]
    best = [joint * k for k in capacities]
    wrong = Fraction(1, size)
    reject(wrong == value)
    return Question(
        [
            "Each state may contribute to a common good. A contribution of q costs a state "
            "q × q/(2 × c), where c is its capacity. Every unit that anyone contributes brings "
            "each state the benefit shown.",
            "Without an agreement each contributes what is best for itself. Jointly they would "
            "contribute what makes the sum of all payoffs largest.",
            "Which share of the joint total is contributed without an agreement?",
        ],
        Number(value),
        [
            "Alone a state contributes until one more unit costs it as much as it benefits itself: "
            f"benefit × capacity. Together this is {total(own)} = {sum(own)}.",
            f"Jointly each contributes until one more unit costs what it benefits all, {joint}: "
            f"{joint} × capacity. Together this is {total(best)} = {sum(best)}.",
            f"The share is {worked(f'{sum(own)}/{sum(best)}', value)}.",
        ],
        str(wrong),
        f"One divided by the number of states, {size}, would be right only if all had the same "
        "capacity.",
        {"stakes": stakes, "capacities": capacities},
        ("state", "benefit of a unit", "capacity"),
        [(n, str(s), str(k)) for n, s, k in zip(names, stakes, capacities, strict=True)],
    )


@template(
    "exit-penalty",
    "What holds a coalition together",
    four_c="club",
    topics=(TOPIC, "coalition size", "participation"),
    difficulty=3,
)
def penalty(draw: Draw) -> Question:
    """Ask for the smallest penalty on leaving that keeps a coalition of equal states."""
    size = draw.whole(4, 8)
    inside = draw.whole(4, size)
    stake = draw.whole(1, 4)
    game = entry_game(public_good_of([stake] * size, [1] * size), price="joint")
    members = np.arange(size) < inside
    stay, _ = game.margins(members)
    value = neat(-float(stay[0]))
    reject(value <= 0)
    joint, rest = inside * stake, (inside - 1) * stake
    lost = joint + (inside - 1) * (joint - rest) - stake
    saved = Fraction(joint**2 - stake**2, 2)
    wrong = saved - stake * (joint - stake)
    reject(wrong == value or wrong <= 0)
    return Question(
        [
            f"{size} equal states may contribute to a common good. A contribution of q costs a "
            f"state q × q/2. Every unit that anyone contributes brings each state {stake}.",
            f"{'All' if inside == size else inside} of them form a coalition: each member "
            "contributes what makes the sum of the members' payoffs largest. A state outside "
            "contributes what is best for itself. If a member leaves, the rest decide anew in the "
            "same way.",
            "How large must a penalty on leaving be, at the least, for no member to gain by "
            "leaving?",
        ],
        Number(value),
        [
            f"A member contributes {inside} × {stake} = {joint}. After one has left, the other "
            f"{inside - 1} contribute {rest} each, and the leaver {stake}.",
            f"Leaving saves {joint} × {joint}/2 − {stake} × {stake}/2 = {fraction(saved)} of cost.",
            f"The total falls by {joint} − {stake} from the leaver and by {inside - 1} × {stake} "
            f"from the rest, {lost} in all, which costs the leaver {stake} × {lost} = "
            f"{stake * lost}.",
            f"Leaving gains {fraction(saved)} − {stake * lost} = {both(value)}: so large must the "
            "penalty be.",
        ],
        str(wrong),
        "This takes what the others contribute as given. After an exit they have less to gain "
        "from each other, and contribute less too.",
        {"size": size, "inside": inside, "stake": stake},
    )


@template(
    "stable-size",
    "How large can a coalition be?",
    four_c="coalition",
    topics=(TOPIC, "coalition size", "participation"),
    difficulty=3,
)
def stable(draw: Draw) -> Question:
    """Ask for the largest coalition of equal states that nobody leaves at a cost of exit."""
    size, stake = draw.whole(6, 12), draw.whole(1, 3)
    cost = draw.whole(0, 12)
    game = entry_game(public_good_of([stake] * size, [1] * size), price="joint")
    game = replace(game, exit_cost=float(cost))
    gains = {
        inside: -float(game.margins(np.arange(size) < inside)[0][0])
        for inside in range(2, size + 1)
    }
    reject(any(abs(gain) < EXERCISE_TIE for inside, gain in gains.items() if inside != 3 or cost))
    kept = [inside for inside, gain in gains.items() if gain <= EXERCISE_TIE]
    largest = max(kept)
    reject(largest == size or kept != list(range(2, largest + 1)))

    def gain(inside: int) -> Fraction:
        return Fraction(stake**2 * (inside - 1) * (inside - 3), 2)

    return Question(
        [
            f"{size} equal states may contribute to a common good. A contribution of q costs a "
            f"state q × q/2. Every unit that anyone contributes brings each state {stake}.",
            "Some of them may form a coalition: each member contributes what makes the sum of the "
            "members' payoffs largest. A state outside contributes what is best for itself. If a "
            "member leaves, the rest decide anew in the same way, and "
            + (f"leaving costs it {cost}." if cost else "leaving costs it nothing."),
            "How many members can the coalition have, at the most, without any of them gaining by "
            "leaving? A member that neither gains nor loses stays.",
        ],
        Number(Fraction(largest)),
        [
            f"In a coalition of m each contributes {stake} × m. Leaving saves {stake * stake} × "
            f"(m × m − 1)/2 of cost, and loses {stake} for every unit by which the total falls: "
            f"{stake} × (m − 1) from the leaver and as much from the rest.",
            f"So leaving gains {stake * stake} × (m − 1) × (m − 3)/2 before its own cost.",
            f"For m = {largest} this is {fraction(gain(largest))}, for m = {largest + 1} it is "
            f"{fraction(gain(largest + 1))}. Leaving costs {cost}.",
            f"So the coalition has {largest} members at the most.",
        ],
        str(size),
        "All would be best off together, but each of them better still outside: the larger the "
        "coalition, the more a member gains by leaving.",
        {"size": size, "stake": stake, "cost": cost},
    )


@template(
    "who-leaves",
    "Who would rather be outside?",
    four_c="coalition",
    topics=(TOPIC, "participation", "coalition size"),
    difficulty=3,
)
def leavers(draw: Draw) -> Question:
    """Ask which members of a coalition of unequal states gain by leaving."""
    size = draw.whole(3, 4)
    names = draw.states(size)
    stakes = draw.wholes(1, 9, size)
    game = entry_game(public_good_of(stakes, [1] * size), price="joint")
    stay, _ = game.margins(np.ones(size, bool))
    reject(bool((abs(stay) < EXERCISE_TIE).any()))
    found = frozenset(name for name, margin in zip(names, stay, strict=True) if margin < 0)
    reject(not found or len(found) == size)
    joint = sum(stakes)
    by_name = dict(zip(names, stakes, strict=True))
    # Leaver i: cost saved less benefit lost, with the rest charging joint - s_i.
    saved = {n: Fraction(joint**2 - s**2, 2) for n, s in by_name.items()}
    lost = {n: s * ((joint - s) + (size - 1) * s) for n, s in by_name.items()}
    wrong = [n for n, s in by_name.items() if s == max(stakes)]
    reject(set(wrong) == found)
    return Question(
        [
            good_text(by_name),
            "All of them form a coalition, in which each contributes what makes the sum of all "
            "payoffs largest. A state that leaves contributes what is best for itself, and the "
            "others then what makes the sum of their own payoffs largest.",
            "Which states gain by leaving, if all others stay?",
        ],
        Names(found, names),
        [
            f"In the coalition each contributes the sum of all benefits, {joint}.",
            f"A state with benefit s that leaves contributes s, and each of the other {size - 1} "
            f"contributes {joint} − s.",
            "What leaving saves, and what it loses since the total is smaller: "
            + listing([f"{n} {fraction(saved[n])} and {lost[n]}" for n in names])
            + ".",
            f"Leaving saves more than it loses for {listing([n for n in names if n in found])}.",
        ],
        ", ".join(wrong),
        "The state with the largest benefit loses most if the total falls. Those with small "
        "benefits bear the same cost for less.",
        {"stakes": by_name},
    )


@template(
    "consensus-or-majority-level",
    "How deep an agreement goes",
    four_c="concert",
    topics=("consensus", "majority", "public goods"),
    difficulty=3,
)
def levels(draw: Draw) -> Question:
    """Ask what consensus and a majority agree on, one level for all."""
    from gametheory_orders.games import CooperationGame
    from gametheory_orders.orders import Binding, Order, Quota, Unanimity, Universal
    from gametheory_orders.solvers.solve import solve

    size = draw.pick((3, 5))
    names = draw.states(size)
    stakes = dict(zip(names, sorted(draw.wholes(2, 9, size, distinct=True)), strict=True))
    order = list(stakes.values())
    half = size // 2 + 1
    # Below these figures other rules of the vote would bind as well.
    reject(size * order[0] < order[-1] or size * order[size - half] > sum(order))
    issue = public_good_of(order, [1] * size)
    found = []
    for rule in (Unanimity(), Quota(quota=half)):
        outcome = solve(CooperationGame(issue, Order(Universal(), rule, Binding())))
        found.append(neat(outcome.agreed.agreement.level or 0.0))
    low, middle = found
    reject(low != size * order[0] or middle != size * order[size - half])
    return Question(
        [
            good_text(stakes),
            f"They agree on one contribution, the same for all {size}. The level is raised step by "
            "step as long as enough states are in favour; each is in favour up to the level that "
            "is best for itself.",
            f"How high is the level if all {size} must be in favour, and how high if {half} are "
            "enough? Give the two in this order.",
        ],
        Numbers((low, middle)),
        [
            f"If all contribute q, a state with benefit s has s × {size} × q − q × q/2. This is "
            f"largest at q = {size} × s.",
            "So the best levels are "
            + listing([f"{size * stake} for {name}" for name, stake in stakes.items()])
            + ".",
            f"All are in favour up to the lowest of them, {fraction(low)}; {half} are in favour up "
            f"to {fraction(middle)}.",
        ],
        f"{order[0]}; {order[size - half]}",
        "These are the contributions that the states would choose alone. In a vote on one level "
        f"for all each unit that a state pays brings {size} units.",
        {"stakes": stakes},
    )
