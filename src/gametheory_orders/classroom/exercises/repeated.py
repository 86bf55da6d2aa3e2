"""Exercises on agreements that are repeated: patience, punishment, what ends and what is unseen.

Builds on solvers.critical_patience and solvers.repeated. Not here: several issues (patience.py).
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.classroom.exercises.answers import Number
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.tables import Payoffs, table_game
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, decimal, fraction, plural, worked
from gametheory_orders.solvers.critical_patience import critical_patience

TOPIC = "repeated games"
WEIGHT = (
    "A state's patience is the weight it gives to what it gets in the next period, compared with "
    "this one: a number from 0 to 1, the same from each period to the next."
)


def draw_dilemma(draw: Draw) -> tuple[int, int, int]:
    """Return temptation, reward and punishment of a dilemma in which cooperation is best."""
    temptation, reward, punishment = sorted(draw.wholes(1, 12, 3, distinct=True), reverse=True)
    reject(temptation >= 2 * reward)
    return temptation, reward, punishment


@template(
    "critical-patience",
    "How much patience an agreement takes",
    four_c="concert",
    topics=(TOPIC, "patience", "reciprocity", "prisoners dilemma"),
    difficulty=2,
)
def critical(draw: Draw) -> Question:
    """Ask for the critical patience of a prisoners' dilemma with Nash reversion."""
    temptation, reward, punishment = draw_dilemma(draw)
    rows: Payoffs = ((reward, 0), (temptation, punishment))
    columns: Payoffs = ((reward, temptation), (0, punishment))
    row, column = draw.states(2)
    stage = table_game(rows, columns, (row, column), (("keep", "break"),) * 2)
    needed = critical_patience(stage, ("keep", "keep"))
    value = neat(needed[row])
    gain, loss = temptation - reward, reward - punishment
    wrong = Fraction(gain, loss)
    reject(gain == loss)
    return Question(
        [
            f"{row} and {column} may keep an agreement or break it, in every period for ever. If "
            f"both keep it, each gets {reward} in that period; if both break it, {punishment}. If "
            f"only one breaks it, that state gets {temptation} and the other 0.",
            f"{WEIGHT} Both keep the agreement until one breaks it; from the next period on both "
            "break it for ever.",
            "What is the least patience with which neither gains by breaking the agreement?",
        ],
        Number(value),
        [
            f"Breaking brings {temptation} − {reward} = {gain} more at once.",
            f"In every later period it costs {reward} − {punishment} = {loss}. With patience d all "
            f"later periods together weigh d/(1 − d).",
            f"Breaking does not pay if {gain} is at most {loss} × d/(1 − d), which is d at least "
            f"{worked(f'{gain}/({gain} + {loss})', value)}.",
        ],
        str(wrong),
        "This is the weight that all later periods together need, not the weight of the next one.",
        {"temptation": temptation, "reward": reward, "punishment": punishment},
    )


@template(
    "length-of-punishment",
    "How long to punish",
    four_c="concert",
    topics=(TOPIC, "punishment", "reciprocity"),
    difficulty=3,
)
def length(draw: Draw) -> Question:
    """Ask for the shortest punishment that deters."""
    from gametheory_orders.foundations.errors import NoAnswer
    from gametheory_orders.solvers.repeated import Trigger, punishment_length

    temptation, reward, punishment = draw_dilemma(draw)
    patience = Fraction(draw.whole(4, 9), 10)
    try:
        periods = punishment_length(Trigger(reward, temptation, punishment), patience).periods
    except NoAnswer:
        periods = None
    reject(periods is None or not 2 <= periods <= 6)
    assert periods is not None
    gain, loss = temptation - reward, reward - punishment
    sums = [sum((patience**t for t in range(1, n + 1)), Fraction(0)) for n in range(periods + 1)]
    plain = -(-gain // loss)
    reject(plain == periods or loss * sums[periods] == gain)
    return Question(
        [
            f"In every period states keep an agreement, which brings each {reward}. A state that "
            f"breaks it gets {temptation} in that period. Then it is punished for some periods, in "
            f"each of which it gets {punishment}; after that the agreement is kept again.",
            f"{WEIGHT} Here it is {decimal(patience)}.",
            "How many periods of punishment are needed, at the least, for breaking not to pay?",
        ],
        Number(Fraction(periods)),
        [
            f"Breaking brings {gain} more at once, and costs {loss} in each period of punishment.",
            f"Weighed by patience, {plural(periods - 1, 'period')} of punishment "
            f"cost{'s' if periods == 2 else ''} {loss} × {decimal(sums[periods - 1])} = "
            f"{decimal(loss * sums[periods - 1])}, which is less than {gain}.",
            f"{periods} periods cost {loss} × {decimal(sums[periods])} = "
            f"{decimal(loss * sums[periods])}, which is more than {gain}.",
        ],
        str(plain),
        f"This divides {gain} by {loss} and forgets that later periods count for less.",
        {
            "temptation": temptation,
            "reward": reward,
            "punishment": punishment,
            "patience": patience,
        },
    )


@template(
    "agreement-that-may-end",
    "An agreement that may end",
    four_c="concert",
    topics=(TOPIC, "patience"),
    difficulty=3,
)
def ending(draw: Draw) -> Question:
    """Ask how likely an agreement may be to end each period and still be kept."""
    from gametheory_orders.solvers.repeated import effective_patience

    temptation, reward, punishment = draw_dilemma(draw)
    rows: Payoffs = ((reward, 0), (temptation, punishment))
    columns: Payoffs = ((reward, temptation), (0, punishment))
    stage = table_game(rows, columns, draw.states(2), (("keep", "break"),) * 2)
    needed = neat(next(iter(critical_patience(stage, ("keep", "keep")).values())))
    patience = Fraction(draw.whole(6, 19), 20)
    reject(needed >= patience)
    value = neat(1 - needed / patience)
    reject(effective_patience(patience, value) != needed or value > Fraction(9, 10))
    return Question(
        [
            f"In every period two states keep an agreement, which brings each {reward}. A state "
            f"that breaks it gets {temptation} in that period, and from then on each gets "
            f"{punishment}.",
            f"What comes in the next period, if there is one, counts {decimal(patience)} times as "
            "much as the same today. After each period everything may end, with a probability "
            "that is always the same; what would come after that counts nothing.",
            "How large may this probability be, at the most, for the agreement to be kept?",
        ],
        Number(value),
        [
            f"Breaking brings {temptation - reward} at once and costs {reward - punishment} in "
            f"each later period: the next period must count at least "
            f"{temptation - reward}/({temptation - reward} + {reward - punishment}) = "
            f"{both(needed)}.",
            f"If everything ends with probability h, the next period counts {decimal(patience)} × "
            "(1 − h).",
            f"So 1 − h is at least {both(needed / patience)}, and h at most {both(value)}.",
        ],
        str(patience - needed),
        f"This is {decimal(patience)} less the needed patience. The chance that the game goes on "
        "multiplies patience, it is not taken off it.",
        {
            "temptation": temptation,
            "reward": reward,
            "punishment": punishment,
            "patience": patience,
        },
    )


@template(
    "breach-that-may-pass-unseen",
    "A breach that may not be seen",
    four_c="charter",
    topics=(TOPIC, "patience", "review"),
    difficulty=3,
)
def unseen(draw: Draw) -> Question:
    """Ask for the critical patience when a breach is seen only sometimes."""
    from gametheory_orders.solvers.repeated import Trigger, trigger_patience

    temptation, reward, punishment = draw_dilemma(draw)
    seen = Fraction(draw.whole(2, 9), 10)
    needed = trigger_patience(Trigger(reward, temptation, punishment, detection=seen))
    value = neat(needed)
    sure = neat(trigger_patience(Trigger(reward, temptation, punishment)))
    gain, loss = temptation - reward, reward - punishment
    reject(value >= 1)
    return Question(
        [
            f"In every period states keep an agreement, which brings each {reward}. A state that "
            f"breaks it gets {temptation} in that period. The breach is seen with probability "
            f"{decimal(seen)}; then the state gets {punishment} in each later period. If it is not "
            "seen, all goes on as if nothing had happened. Nobody is ever wrongly accused.",
            WEIGHT,
            "What is the least patience with which breaking the agreement does not pay?",
        ],
        Number(value),
        [
            f"Breaking brings {gain} more at once. With probability {decimal(seen)} it costs "
            f"{loss} in each later period, which is {fraction(seen * loss)} on average.",
            f"With patience d all later periods weigh d/(1 − d): {gain} is at most "
            f"{fraction(seen * loss)} × d/(1 − d).",
            f"So d is at least {gain}/({gain} + {fraction(seen * loss)}) = {both(value)}.",
        ],
        str(sure),
        "This would be enough if every breach were seen. What is seen only sometimes deters less.",
        {
            "temptation": temptation,
            "reward": reward,
            "punishment": punishment,
            "seen": seen,
        },
    )
