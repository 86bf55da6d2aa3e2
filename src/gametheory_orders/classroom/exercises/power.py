"""Exercises on voting power: who decides, how often, and who never does.

Builds on measures.power and orders.voting. Not here: vetoes and blocking (blocking.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations

from gametheory_orders.classroom.exercises.answers import Names, Number
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, fraction, listing, plural
from gametheory_orders.measures.power import banzhaf, power_to_act, shapley_shubik
from gametheory_orders.orders.voting import dummies, minimal_winning, quota_game, weighted_game

TOPIC = "voting power"


def draw_council(draw: Draw, states: int, most: int = 6) -> tuple[dict[str, int], int]:
    """Return votes by state and a quota of more than half of the votes, not of all."""
    names = draw.states(states)
    votes = dict(zip(names, sorted(draw.wholes(1, most, states), reverse=True), strict=True))
    every = sum(votes.values())
    reject(every // 2 + 1 > every - 1)
    return votes, draw.whole(every // 2 + 1, every - 1)


def council_text(votes: Mapping[str, int], quota: int) -> str:
    """Return the council in words."""
    held = listing([f"{state} has {plural(count, 'vote')}" for state, count in votes.items()])
    return f"In a council {held}. A proposal passes if states in favour have {quota} votes or more."


def passing(votes: Mapping[str, int], quota: int) -> list[tuple[str, ...]]:
    """Return the groups of states that can pass a proposal, small ones first."""
    return [
        group
        for size in range(1, len(votes) + 1)
        for group in combinations(votes, size)
        if sum(votes[state] for state in group) >= quota
    ]


def grouped(groups: list[tuple[str, ...]]) -> str:
    """Return groups of states in brackets."""
    return ", ".join(f"({', '.join(group)})" for group in groups) or "none"


@template(
    "shapley-shubik-index",
    "Who is pivotal?",
    four_c="charter",
    topics=(TOPIC, "shapley-shubik"),
    difficulty=2,
)
def pivotal(draw: Draw) -> Question:
    """Ask for one state's Shapley-Shubik index in a council of three or four."""
    votes, quota = draw_council(draw, draw.whole(3, 4))
    power = shapley_shubik(weighted_game(votes, quota))
    state = draw.pick(list(votes))
    value, share = neat(power[state]), Fraction(votes[state], sum(votes.values()))
    reject(value in (0, 1) or len(set(power)) == 1)
    orders = {3: 6, 4: 24}[len(votes)]
    return Question(
        [
            council_text(votes, quota),
            "Suppose the states come out in favour one after the other, and every order is "
            "equally likely. The state whose votes bring the total to the quota is pivotal.",
            f"In what share of all orders is {state} pivotal? This is its Shapley-Shubik index.",
        ],
        Number(value),
        [
            f"{plural(len(votes), 'state')} can come in {orders} different orders.",
            f"{state} is pivotal if the states before it have together less than {quota} votes, "
            f"and at least {quota} once its own {plural(votes[state], 'vote')} "
            f"{'is' if votes[state] == 1 else 'are'} added.",
            f"This is so in {value * orders} of the {orders} orders: {both(value)}.",
            "All indices: "
            + listing([f"{name} {fraction(Fraction(power[name]))}" for name in votes])
            + ". They add up to 1.",
        ],
        str(share),
        f"This is {state}'s share of the votes. Power is not the share of votes: it depends on "
        "which groups of states reach the quota.",
        {"votes": votes, "quota": quota, "state": state},
    )


@template(
    "banzhaf-index",
    "Whose vote makes the difference?",
    four_c="charter",
    topics=(TOPIC, "banzhaf"),
    difficulty=2,
)
def swings(draw: Draw) -> Question:
    """Ask for one state's normalised Banzhaf index."""
    votes, quota = draw_council(draw, draw.whole(3, 4))
    power = banzhaf(weighted_game(votes, quota))
    counts = {name: int(count) for name, count in power.of("banzhaf_swings").items()}
    state = draw.pick(list(votes))
    value, every = neat(power[state]), sum(counts.values())
    reject(value in (0, 1) or len(set(counts.values())) == 1)
    half = 2 ** (len(votes) - 1)
    critical = [
        group
        for group in passing(votes, quota)
        if state in group and sum(votes[name] for name in group) - votes[state] < quota
    ]
    return Question(
        [
            council_text(votes, quota),
            "A state is critical in a group of states that can pass a proposal if the group "
            "could not pass it without that state. Count for each state the groups in which it "
            "is critical.",
            f"What is {state}'s share of all these counts together? This is its normalised "
            "Banzhaf index.",
        ],
        Number(value),
        [
            f"{state} is critical in {plural(len(critical), 'group')}: {grouped(critical)}.",
            f"The counts of all states: {listing([f'{name} {counts[name]}' for name in votes])}. "
            f"Together {every}.",
            f"{counts[state]} out of {every} is {both(value)}.",
        ],
        str(Fraction(counts[state], half)),
        f"This divides by the {half} groups that the other states can form (the absolute Banzhaf "
        "index), not by the counts of all states.",
        {"votes": votes, "quota": quota, "state": state},
    )


@template(
    "states-without-power",
    "Votes that never matter",
    four_c="charter",
    topics=(TOPIC, "dummies"),
    difficulty=2,
)
def powerless(draw: Draw) -> Question:
    """Ask which states never make a difference, though they have votes."""
    votes, quota = draw_council(draw, draw.whole(4, 5), 9)
    game = weighted_game(votes, quota)
    none = frozenset(dummies(game))
    needed = list(minimal_winning(game))
    reject(not none or len(none) > 2 or len(needed) < 2)
    least = min(votes.values())
    fewest = [state for state, count in votes.items() if count == least]
    wrong = (
        fewest
        if set(fewest) != none
        else [*fewest, next(s for s in reversed(votes) if s not in none)]
    )
    return Question(
        [
            council_text(votes, quota),
            "Which states can never make a difference: whatever the others do, a proposal that "
            "passes with such a state would pass without it?",
        ],
        Names(none, tuple(votes)),
        [
            "A smallest passing group can pass a proposal, and no longer can if any one of its "
            f"states leaves it. Here these are: {grouped(needed)}.",
            f"A state that is in none of them never makes a difference: "
            f"{listing([name for name in votes if name in none])}.",
        ],
        ", ".join(wrong),
        "Few votes do not mean no power, nor many votes some power: what counts is whether the "
        "state is needed in some group that just reaches the quota.",
        {"votes": votes, "quota": quota},
    )


@template(
    "smallest-passing-groups",
    "How many ways to pass?",
    four_c="charter",
    topics=(TOPIC, "coalitions"),
    difficulty=1,
)
def smallest_groups(draw: Draw) -> Question:
    """Ask for the number of minimal winning coalitions."""
    votes, quota = draw_council(draw, draw.whole(3, 5), 5)
    groups = sorted(minimal_winning(weighted_game(votes, quota)), key=lambda g: (len(g), g))
    every = passing(votes, quota)
    reject(len(groups) < 2 or len(groups) > 6 or len(every) == len(groups))
    return Question(
        [
            council_text(votes, quota),
            "Call a group of states a smallest passing group if it can pass a proposal, and no "
            "longer could if any one of its states left it.",
            "How many smallest passing groups are there?",
        ],
        Number(Fraction(len(groups))),
        [
            f"{plural(len(every), 'group')} of states can pass a proposal.",
            "Strike those that still pass without one of their states.",
            f"What remains: {grouped(groups)}, which makes {len(groups)}.",
        ],
        str(len(every)),
        "This counts all groups that can pass a proposal, also those with states they could do "
        "without.",
        {"votes": votes, "quota": quota},
    )


@template(
    "power-to-act",
    "How often does a council decide?",
    four_c="charter",
    topics=(TOPIC, "vetoes", "power to act"),
    difficulty=2,
)
def acting(draw: Draw) -> Question:
    """Ask for Coleman's power to act of a small council with vetoes."""
    size = draw.whole(4, 7)
    vetoes = draw.whole(1, 2)
    quota = draw.whole(max(size // 2 + 1, vetoes + 1), size - 1)
    names = draw.states(size)
    holders = sorted(draw.sample(names, vetoes))
    value = power_to_act(quota_game(names, quota, veto=holders))
    others, every = size - vetoes, 2**size
    least = quota - vetoes
    ways = int(value * every)
    without = power_to_act(quota_game(names, quota))
    return Question(
        [
            f"A council has {size} states with one vote each. A proposal passes with at least "
            f"{quota} votes in favour, {'that' if vetoes == 1 else 'those'} of "
            f"{listing(holders)} among them: "
            f"{'this state has a veto' if vetoes == 1 else 'these states have a veto'}.",
            "Each state is for or against, and all combinations of votes are equally likely.",
            "In what share of all combinations does a proposal pass? This is the power to act of "
            "the council.",
        ],
        Number(neat(value, 128)),
        [
            f"{size} states can vote in 2 to the power of {size}, or {every}, ways.",
            f"{listing(holders)} must be in favour, and with "
            f"{'it' if vetoes == 1 else 'them'} at least {least} of the other {others}.",
            f"There are {ways} ways in which at least {least} of {others} are in favour.",
            f"{ways} out of {every} is {both(value)}.",
        ],
        str(without),
        f"This is the share with {quota} of {size} votes and no veto. A veto makes a council act "
        "less often.",
        {"size": size, "quota": quota, "vetoes": vetoes},
    )
