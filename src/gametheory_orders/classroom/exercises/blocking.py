"""Exercises on vetoes: who can block alone, who together, whom sanctions cannot reach.

Builds on orders.voting, measures.power and solvers.sanctions. Not here: gridlock (gridlock.py).
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.classroom.exercises.answers import Choice, Names, Number
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.power import council_text, draw_council
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, fraction, listing, plural
from gametheory_orders.measures.power import shapley_shubik
from gametheory_orders.orders.voting import minimal_blocking, quota_game, vetoers, weighted_game

TOPIC = "vetoes"


@template(
    "who-has-a-veto",
    "Who can block alone?",
    four_c="charter",
    topics=(TOPIC, "blocking"),
    difficulty=1,
)
def veto_by_weight(draw: Draw) -> Question:
    """Ask who can block alone in a council of weighted votes."""
    votes, quota = draw_council(draw, draw.whole(3, 5), 7)
    found = frozenset(vetoers(weighted_game(votes, quota)))
    every = sum(votes.values())
    largest = max(votes, key=lambda state: votes[state])
    reject(not found or len(found) == len(votes))
    wrong = [state for state in votes if 2 * votes[state] > every]
    if set(wrong) == found or not wrong:
        wrong = [largest] if found != {largest} else list(votes)[:2]
    return Question(
        [
            council_text(votes, quota),
            "No veto is written down. Which states can nevertheless stop any proposal alone, by "
            "not being in favour?",
        ],
        Names(found, tuple(votes)),
        [
            f"All votes together are {every}. A state can block alone if the others together "
            f"have less than {quota} votes.",
            "Without each state the others have: "
            + listing([f"{every - count} without {state}" for state, count in votes.items()])
            + ".",
            f"This is less than {quota} without {listing([s for s in votes if s in found], 'or')}.",
        ],
        ", ".join(wrong),
        f"To block, a state needs neither half of the votes nor more than the others have: it "
        f"is enough that the others cannot reach {quota} without it.",
        {"votes": votes, "quota": quota},
    )


@template(
    "blocking-without-veto",
    "Blocking without a veto",
    four_c="charter",
    topics=(TOPIC, "blocking"),
    difficulty=2,
)
def block_together(draw: Draw) -> Question:
    """Ask how many states without a veto it takes to block."""
    size = draw.whole(7, 16)
    vetoes = draw.whole(2, 5)
    quota = draw.whole(size // 2 + 1, size - 2)
    reject(quota <= vetoes or size - vetoes < 4)
    names = [f"P{place}" for place in range(size)]
    game = quota_game(names, quota, veto=names[:vetoes])
    blocking = [group for group in minimal_blocking(game) if not set(group) & set(names[:vetoes])]
    reject(not blocking)
    found = min(len(group) for group in blocking)
    return Question(
        [
            f"A council has {size} states with one vote each, {vetoes} of them with a veto. A "
            f"proposal needs {quota} votes in favour, those of every state with a "
            "veto among them.",
            "How many states without a veto are needed, at the least, to stop a proposal that all "
            "the other states are in favour of?",
        ],
        Number(Fraction(found)),
        [
            f"If so many states are against it that {quota} votes can no longer be reached, the "
            "proposal fails.",
            f"With {found} against, {size - found} are in favour: less than {quota}. With "
            f"{found - 1} against, {size - found + 1} are in favour, which is enough.",
            f"So it takes {found} of the {size - vetoes} states without a veto.",
        ],
        str(quota),
        f"{quota} votes are needed to pass. To stop a proposal it is enough to leave its "
        f"supporters one vote short: {size} − {quota} + 1.",
        {"size": size, "quota": quota, "vetoes": vetoes},
    )


@template(
    "power-of-a-veto",
    "What a veto is worth",
    four_c="charter",
    topics=(TOPIC, "voting power", "shapley-shubik"),
    difficulty=3,
)
def veto_power(draw: Draw) -> Question:
    """Ask for the Shapley-Shubik index of a vetoer in a council of one vote each."""
    size = draw.whole(3, 6)
    vetoes = draw.whole(1, 2)
    quota = draw.whole(vetoes + 1, size - 1) if vetoes + 1 < size else 0
    reject(not quota)
    names = draw.states(size)
    seats = sorted(draw.sample(names, vetoes))
    state, without = seats[0], next(name for name in reversed(names) if name not in seats)
    power = shapley_shubik(quota_game(names, quota, veto=seats))
    mine, other = neat(power[state]), neat(power[without])
    holders = listing(seats)
    return Question(
        [
            f"The {size} states {listing(names)} have one vote each in a council. A proposal "
            f"passes with at least {quota} votes in favour, {'that' if vetoes == 1 else 'those'} "
            f"of {holders} among them: "
            f"{'this state has a veto' if vetoes == 1 else 'these states have a veto'}.",
            "Suppose the states come out in favour one after the other, and every order is "
            "equally likely. The state with which the proposal can pass for the first time is "
            "pivotal.",
            f"In what share of all orders is {state} pivotal? This is its Shapley-Shubik index.",
        ],
        Number(mine),
        [
            f"It is easiest to begin with a state without a veto, such as {without}. It is "
            f"pivotal if it comes exactly at place {quota}, with {holders} before it.",
            f"The chance of this is {both(other)}.",
            f"The {plural(size - vetoes, 'state')} without a veto "
            f"{'has' if size - vetoes == 1 else 'have together'} "
            f"{fraction((size - vetoes) * other)}; the rest, {fraction(vetoes * mine)}, "
            f"{'is' if vetoes == 1 else 'is shared equally by'} {holders}"
            f"{chr(39) + 's' if vetoes == 1 else ''}.",
            f"So {state} has {both(mine)}.",
        ],
        str(Fraction(1, size)),
        "With one vote each all would have the same power only without a veto. Here a proposal "
        "that has its votes still waits for the states with a veto.",
        {"size": size, "quota": quota, "vetoes": vetoes},
    )


@template(
    "beyond-the-law",
    "Whom sanctions cannot reach",
    four_c="charter",
    topics=(TOPIC, "sanctions", "enforcement"),
    difficulty=1,
)
def beyond_reach(draw: Draw) -> Question:
    """Ask which states are beyond a council's sanctions, vetoers and their proteges."""
    import numpy as np

    from gametheory_orders.solvers.sanctions import sanction_reach
    from gametheory_orders.worlds import World

    names = draw.states(6)
    vetoes = draw.whole(1, 2)
    quota = draw.whole(vetoes + 1, 4)
    shielded = sorted(draw.sample(names[vetoes:], draw.whole(1, 2)))
    protector = draw.pick(names[:vetoes])
    friend = draw.pick([name for name in names[vetoes:] if name not in shielded])
    left = [name for name in names[vetoes:] if name not in shielded and name != friend]
    ward = draw.pick(left)
    council = quota_game(names, quota, veto=names[:vetoes])
    found = frozenset(
        sanction_reach(
            council,
            World(names, {"stake": np.ones(len(names))}),
            size=1,
            protects={protector: list(shielded), friend: [ward]},
        ).beyond()
    )
    reject(ward in found or friend in found)
    holders = listing(names[:vetoes])
    return Question(
        [
            f"{listing(names)} have one vote each in a council. Sanctions on a state need {quota} "
            f"votes in favour, and {holders} {'has' if vetoes == 1 else 'each have'} a veto.",
            "A state on which sanctions are proposed votes against them. So does a state that "
            "protects it. All others vote in favour.",
            f"{protector} protects {listing(shielded)}. {friend} protects {ward}.",
            "On which states can sanctions never be imposed?",
        ],
        Names(found, names),
        [
            f"{holders} can veto sanctions on {'itself' if vetoes == 1 else 'themselves'}.",
            f"{protector} vetoes sanctions on {listing(shielded)} too.",
            f"{friend} has no veto: against {ward} there are still {len(names) - 2} votes, and "
            f"{quota} are enough.",
        ],
        ", ".join(names[:vetoes]),
        "A veto protects not only the state that has it, but everyone it chooses to protect.",
        {
            "states": names,
            "quota": quota,
            "vetoes": vetoes,
            "protects": {protector: shielded, friend: [ward]},
        },
    )


@template(
    "enlarging-a-council",
    "One more seat",
    four_c="charter",
    topics=(TOPIC, "voting power", "reform"),
    difficulty=2,
)
def enlarging(draw: Draw) -> Question:
    """Ask which of three reforms makes a council act most often."""
    from gametheory_orders.measures.power import power_to_act

    size = draw.whole(5, 9)
    vetoes = draw.whole(1, 2)
    quota = draw.whole(size // 2 + 1, size - 1)
    reject(quota <= vetoes + 1)

    def acts(n: int, needed: int, holders: int) -> Fraction:
        states = [f"P{place}" for place in range(n)]
        return power_to_act(quota_game(states, needed, veto=states[:holders]))

    plans = {
        "one more state with a veto, and one more vote needed": acts(
            size + 1, quota + 1, vetoes + 1
        ),
        "one more state without a veto, and one more vote needed": acts(
            size + 1, quota + 1, vetoes
        ),
        "one more state without a veto, and as many votes needed as before": acts(
            size + 1, quota, vetoes
        ),
        "no new state, and one more vote needed": acts(size, quota + 1, vetoes),
    }
    options = draw.shuffled(list(plans))
    best = max(options, key=lambda plan: plans[plan])
    second = sorted(plans.values())[-2]
    reject(plans[best] - second < Fraction(1, 200))
    wrong = next(plan for plan in options if "with a veto" in plan)
    return Question(
        [
            f"A council has {size} states with one vote each, {vetoes} of them with a veto. A "
            f"proposal passes with {quota} votes in favour, those of every state with a veto "
            "among them. Each state is for or against, and all combinations of votes are equally "
            "likely.",
            "Which plan gives the largest chance that a proposal passes?",
        ],
        Choice(best, options),
        [
            "The chance under each plan: "
            + "; ".join(f"{plan}: {both(plans[plan])}" for plan in options)
            + ".",
            f"The largest is that of: {best}.",
        ],
        next(key for key, option in Choice(best, options).lettered() if option == wrong),
        "A new state with a veto halves the chance at once: it must be in favour each time.",
        {"size": size, "quota": quota, "vetoes": vetoes, "options": options},
    )
