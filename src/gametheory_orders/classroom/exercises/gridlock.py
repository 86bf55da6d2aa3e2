"""Exercises on a line: what a body cannot change, what beats the status quo, who sets the agenda.

Builds on solvers.gridlock, winset and agenda. Not here: voting power (power.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from gametheory_orders.classroom.exercises.answers import Choice, Names, Number, Numbers
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import decimal, fraction, listing, plural
from gametheory_orders.orders.voting import quota_game
from gametheory_orders.solvers.agenda import agenda_setter
from gametheory_orders.solvers.gridlock import gridlock_interval
from gametheory_orders.solvers.winset import LineWinset, winset

TOPIC = "gridlock"
LINE = (
    "Policies are points on a line. Each state has a favourite point, and of two policies prefers "
    "the one that is nearer to it."
)


def draw_line(draw: Draw, states: int, high: int = 20) -> dict[str, int]:
    """Return different favourite points by state, in the order of the line."""
    return dict(
        zip(draw.states(states), sorted(draw.wholes(0, high, states, distinct=True)), strict=True)
    )


def line_text(points: Mapping[str, int]) -> str:
    """Return the favourite points in words."""
    return f"The favourites: {listing([f'{state} {point}' for state, point in points.items()])}."


@template(
    "gridlock-interval",
    "What cannot be changed",
    four_c="charter",
    topics=(TOPIC, "majority"),
    difficulty=2,
)
def interval(draw: Draw) -> Question:
    """Ask for the ends of the gridlock interval under a quota."""
    size = draw.whole(4, 7)
    points = draw_line(draw, size)
    quota = draw.whole(size // 2 + 1, size - 1)
    found = gridlock_interval(quota_game(list(points), quota), points)
    low, high = neat(found.low), neat(found.high)
    reject(low == high)
    order = list(points.values())
    return Question(
        [
            LINE,
            line_text(points),
            f"A change of the status quo needs {quota} of the {size} votes. A status quo is safe "
            "if no other policy is preferred to it by so many states.",
            "Give the two ends of the set of safe status quos: first the lower, then the upper.",
        ],
        Numbers((low, high)),
        [
            f"A status quo can be moved up if {quota} states have their favourite above it. The "
            f"{quota} highest favourites begin at {fraction(low)}: below {fraction(low)} nothing "
            "is safe.",
            f"A status quo can be moved down if {quota} states have their favourite below it. The "
            f"{quota} lowest favourites end at {fraction(high)}: above it nothing is safe.",
            f"Between {fraction(low)} and {fraction(high)}, both included, fewer than {quota} "
            "states agree on a direction.",
        ],
        f"{order[0]}; {order[-1]}",
        "These are the outermost favourites. They are the ends only if all states must agree.",
        {"points": points, "quota": quota},
    )


@template(
    "gridlock-with-vetoes",
    "Gridlock with a veto",
    four_c="charter",
    topics=(TOPIC, "vetoes"),
    difficulty=2,
)
def interval_with_veto(draw: Draw) -> Question:
    """Ask for the length of the gridlock interval with vetoers."""
    size = draw.whole(5, 7)
    points = draw_line(draw, size)
    quota = draw.whole(size // 2 + 1, size - 2)
    holders = tuple(sorted(draw.sample(list(points), 2)))
    found = gridlock_interval(quota_game(list(points), quota, veto=holders), points)
    plain = gridlock_interval(quota_game(list(points), quota), points)
    length = neat(found.length)
    reject(plain.length in (found.length, 0))
    mine = [points[state] for state in holders]
    return Question(
        [
            LINE,
            line_text(points),
            f"A change of the status quo needs {quota} of the {size} votes, and those of "
            f"{listing(holders)}, which have a veto each. A status quo is safe if no other policy "
            "can win against it.",
            "How long is the interval of safe status quos: its upper end less its lower end?",
        ],
        Number(length),
        [
            f"Policy moves up if {quota} states and both with a veto have their favourite above "
            f"the status quo. {quota} states have it above what is below {fraction(plain.low)}, "
            f"the two with a veto above what is below {min(mine)}: so it moves up from below "
            f"{fraction(found.low)}.",
            f"In the same way it moves down from above {fraction(plain.high)} by votes, from above "
            f"{max(mine)} by the vetoes: so from above {fraction(found.high)}.",
            f"From {fraction(found.low)} to {fraction(found.high)} it is {fraction(length)}.",
        ],
        str(neat(plain.length)),
        "This leaves the vetoes out: a status quo between the states with a veto is safe, however "
        "many votes there are against it.",
        {"points": points, "quota": quota, "vetoers": holders},
    )


@template(
    "blocking-at-a-cost",
    "When blocking costs something",
    four_c="concert",
    topics=(TOPIC, "consensus", "blocking"),
    difficulty=3,
)
def costly_blocking(draw: Draw) -> Question:
    """Ask how a cost of blocking shrinks what consensus cannot change."""
    size = draw.whole(3, 5)
    points = draw_line(draw, size, 24)
    cost = draw.whole(1, 5)
    order = list(points.values())
    spread = order[-1] - order[0]
    reject(spread <= 2 * cost)
    found = gridlock_interval("unanimity", points, blocking_cost=cost)
    low, high = neat(found.low), neat(found.high)
    return Question(
        [
            "Policies are points on a line. Each state has a favourite point and loses one unit "
            "for each unit of distance between it and the policy.",
            line_text(points),
            "The states decide by consensus: a small step up or down is taken unless some state "
            f"blocks it. Blocking costs {plural(cost, 'unit')}, so that a state lets a policy pass "
            f"as long as the policy has gone past its favourite by at most {cost}.",
            "Between which two points can policy not be moved? Give the lower end, then the upper.",
        ],
        Numbers((low, high)),
        [
            f"Moving up is stopped first by the state with the lowest favourite, {order[0]}. It "
            f"lets policies up to {order[0]} + {cost} = {fraction(low)} pass: below that point "
            "policy moves up.",
            f"Moving down is stopped first by the state with the highest favourite, {order[-1]}. "
            f"It lets policies down to {order[-1]} − {cost} = {fraction(high)} pass.",
            f"What lies between {fraction(low)} and {fraction(high)} stays.",
        ],
        f"{order[0]}; {order[-1]}",
        "This is consensus when blocking is free. A cost of blocking takes its own length off at "
        "both ends.",
        {"points": points, "cost": cost},
    )


@template(
    "beating-the-status-quo",
    "What beats the status quo",
    four_c="all",
    topics=("agenda setting", "majority", "winset"),
    difficulty=2,
)
def beating(draw: Draw) -> Question:
    """Ask for the ends of the winset of a status quo on a line."""
    size = draw.pick((3, 5))
    points = draw_line(draw, size)
    order = list(points.values())
    status_quo = draw.whole(0, 20)
    median = order[size // 2]
    reject(status_quo == median)
    found = winset("majority", points, status_quo)
    assert isinstance(found, LineWinset)
    reject(len(found.intervals) != 1)
    low, high = (neat(end) for end in found.intervals[0])
    far = 2 * median - status_quo
    outer = order[-1] if status_quo < median else order[0]
    wrong = sorted((status_quo, outer))
    return Question(
        [
            LINE,
            line_text(points),
            f"The status quo is {status_quo}. More than half of the states must prefer a policy "
            "to the status quo for it to win.",
            "Between which two points do the policies lie that win against the status quo? Give "
            "the lower end, then the upper.",
        ],
        Numbers((low, high)),
        [
            f"The state in the middle has its favourite at {median}, and it decides: if it is in "
            "favour, so are all states on one side of it, which makes a majority; if it is "
            "against, so are all on the other side.",
            f"It prefers what is nearer to {median} than {status_quo} is: up to the same distance, "
            f"{abs(median - status_quo)}, on the other side, which is {fraction(far)}.",
            f"The ends are {fraction(low)} and {fraction(high)}.",
        ],
        f"{wrong[0]}; {wrong[1]}",
        "The policies that win do not reach to the outermost favourite: they end where the state "
        "in the middle is as far from the policy as from the status quo.",
        {"points": points, "status_quo": status_quo},
    )


@template(
    "agenda-setter",
    "The power to propose",
    four_c="concert",
    topics=("agenda setting", "majority"),
    difficulty=2,
)
def setter(draw: Draw) -> Question:
    """Ask what a setter proposes under a closed rule."""
    size = draw.pick((3, 5))
    points = draw_line(draw, size)
    order = list(points.values())
    median = order[size // 2]
    status_quo = draw.whole(0, 20)
    proposer = draw.pick([state for state in points if points[state] != median])
    ideal = points[proposer]
    found = agenda_setter("majority", points, proposer, status_quo)
    policy, far = neat(found.policy), 2 * median - status_quo
    reject(policy in (ideal, status_quo) or status_quo == median)
    return Question(
        [
            LINE,
            line_text(points),
            f"The status quo is {status_quo}. {proposer} alone may make one proposal. It passes "
            "if more than half of the states are in favour; a state that likes it as much as the "
            "status quo is in favour. Otherwise the status quo stays.",
            f"Which policy does {proposer} propose?",
        ],
        Number(policy),
        [
            f"The state in the middle, with favourite {median}, decides whether there is a "
            "majority.",
            f"It is {abs(median - status_quo)} away from the status quo, and accepts everything "
            f"that is no further away: from {fraction(min(status_quo, far))} to "
            f"{fraction(max(status_quo, far))}.",
            f"Of these {proposer} takes the one nearest to its favourite {ideal}: "
            f"{fraction(policy)}.",
        ],
        str(median),
        f"{median} is the favourite of the state in the middle. It would be the outcome if anyone "
        "could propose; whoever alone may propose can do better.",
        {"points": points, "status_quo": status_quo, "setter": proposer},
    )


@template(
    "consensus-or-majority",
    "Consensus, majority, and a proposal",
    four_c="concert",
    topics=("consensus", "majority", "gridlock"),
    difficulty=1,
)
def vote(draw: Draw) -> Question:
    """Ask under which rules a proposal is adopted."""
    size = draw.pick((5, 7))
    points = draw_line(draw, size)
    status_quo, proposal = draw.wholes(0, 20, 2, distinct=True)
    away = {s: abs(p - status_quo) - abs(p - proposal) for s, p in points.items()}
    reject(0 in away.values())
    half, most = size // 2 + 1, size - 1
    options = (
        "under none of the three rules",
        f"only with {half} votes",
        f"with {half} votes and with {most} votes, but not by consensus",
        "under all three rules",
    )
    from gametheory_orders.orders.voting import unanimity_game

    names = list(points)
    rules = (quota_game(names, half), quota_game(names, most), unanimity_game(names))
    wins = sum(
        isinstance(found := winset(rule, points, status_quo), LineWinset)
        and found.contains(proposal)
        for rule in rules
    )
    in_favour = [state for state in points if away[state] > 0]
    up = proposal > status_quo
    beyond = sum(p >= proposal if up else p <= proposal for p in points.values())
    wrong = options[sum(beyond >= needed for needed in (half, most, size))]
    reject(wrong == options[wins])
    answer = Choice(options[wins], options)
    return Question(
        [
            LINE,
            line_text(points),
            f"The status quo is {status_quo}, and somebody proposes {proposal}. Every state votes "
            f"for what it prefers. The vote may be taken with {half} of {size} votes needed, with "
            f"{most} of {size}, or by consensus, which needs all {size}.",
            "Under which rules is the proposal adopted?",
        ],
        answer,
        [
            f"A state is in favour if its favourite is nearer to {proposal} than to {status_quo}: "
            f"on its side of {decimal(Fraction(status_quo + proposal, 2))}, half way "
            "between them.",
            f"In favour: {listing(in_favour)}, {len(in_favour)} of {size}.",
            f"So the proposal is adopted {options[wins]}.",
        ],
        next(key for key, option in answer.lettered() if option == wrong),
        "A state need not have its favourite beyond the proposal to be in favour: count the "
        "favourites on the proposal's side of the point half way between the two policies.",
        {"points": points, "status_quo": status_quo, "proposal": proposal, "options": options},
    )


@template(
    "who-loses",
    "Who is against it?",
    four_c="all",
    topics=("consent", "gridlock"),
    difficulty=1,
)
def losers(draw: Draw) -> Question:
    """Ask which states a move of the status quo makes worse off."""
    import numpy as np

    from gametheory_orders.issues import SpatialPolicy
    from gametheory_orders.worlds import World

    points = draw_line(draw, draw.whole(4, 6))
    status_quo, proposal = draw.wholes(0, 20, 2, distinct=True)
    reject(any(abs(p - status_quo) == abs(p - proposal) for p in points.values()))
    names = tuple(points)
    issue = SpatialPolicy(
        World(names, {"ideal_point": np.array([*points.values()], float)}),
        status_quo=float(status_quo),
    )
    now = issue.payoffs(issue.everywhere(float(status_quo)))
    then = issue.payoffs(issue.everywhere(float(proposal)))
    found = frozenset(name for name, a, b in zip(names, now, then, strict=True) if b < a)
    reject(not found or len(found) == len(names))
    up = proposal > status_quo
    wrong = [s for s, p in points.items() if (p < proposal if up else p > proposal)]
    reject(not wrong or set(wrong) == found)
    return Question(
        [
            LINE,
            line_text(points),
            f"The status quo {status_quo} is to be replaced by {proposal}.",
            "Which states are worse off after the change?",
        ],
        Names(found, names),
        [
            "Distance to the status quo and to the proposal: "
            + "; ".join(
                f"{s} {abs(p - status_quo)} and {abs(p - proposal)}" for s, p in points.items()
            )
            + ".",
            f"Further away than before: {listing([s for s in names if s in found])}.",
        ],
        ", ".join(wrong),
        "A state may gain although the policy goes past its favourite: what counts is which of "
        "the two policies is nearer.",
        {"points": points, "status_quo": status_quo, "proposal": proposal},
    )
