"""Exercises on mixing: probabilities in equilibrium, crises, volunteers, inspections.

Builds on solvers.nash and solvers.symmetric_mixed. Not here: pure equilibria (tables.py).
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.classroom.exercises.answers import Number, Numbers
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.tables import (
    Payoffs,
    draw_table,
    shown,
    table_game,
    table_text,
)
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, worked
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.nash import nash_equilibria
from gametheory_orders.solvers.symmetric_mixed import symmetric_mixed

TOPIC = "mixed equilibria"


@template(
    "mixed-equilibrium",
    "When each must keep the other guessing",
    four_c="all",
    topics=(TOPIC, "equilibria", "nash"),
    difficulty=2,
)
def mixed(draw: Draw) -> Question:
    """Ask for the mixed equilibrium of a table without a pure one."""
    names = (("top", "bottom"), ("left", "right"))
    rows, columns = draw_table(draw, 2, 2)
    ups = [rows[0][j] > rows[1][j] for j in (0, 1)]
    lefts = [columns[i][0] > columns[i][1] for i in (0, 1)]
    # Without a pure equilibrium each wants to follow or to evade, one of each kind.
    reject(ups[0] == ups[1] or lefts[0] == lefts[1] or ups[0] == lefts[0])
    row, column = draw.states(2)
    found = nash_equilibria(rows, columns, players=(row, column), actions=names)
    reject(len(found) != 1)
    (((first, _), (left, _)),) = tuple(found)
    reject(first in (0, 1) or Fraction(first) == Fraction(left))
    p, q = neat(first, 20), neat(left, 20)
    head, body = shown(rows, columns, *names, f"{row}, {column}")
    (a, b), (c, d) = columns
    (e, f), (g, h) = rows
    return Question(
        [
            table_text(row, column),
            "There is no equilibrium in pure strategies, and exactly one in which both mix.",
            f"With which probability does {row} choose top, and with which does {column} choose "
            "left? Give them in this order.",
        ],
        Numbers((p, q)),
        [
            f"{row} chooses top with a probability p that makes {column} indifferent between left "
            f"and right: {a} × p + {c} × (1 − p) = {b} × p + {d} × (1 − p), so p = {both(p)}.",
            f"{column} chooses left with a probability q that makes {row} indifferent between top "
            f"and bottom: {e} × q + {f} × (1 − q) = {g} × q + {h} × (1 − q), so q = {both(q)}.",
        ],
        f"{q}; {p}",
        "These are the two probabilities exchanged. A state's probability makes the other state "
        "indifferent, and so is worked out from the other's payoffs, not from its own.",
        {"rows": rows, "columns": columns},
        head,
        body,
    )


@template(
    "crisis",
    "A crisis between two powers",
    four_c="concert",
    topics=(TOPIC, "chicken", "crisis"),
    difficulty=2,
)
def crisis(draw: Draw) -> Question:
    """Ask how likely a clash is in the mixed equilibrium of chicken."""
    prize, clash = draw.whole(1, 6), draw.whole(2, 12)
    names = (("stand firm", "give way"),) * 2
    rows: Payoffs = ((-clash, prize), (0, 0))
    columns: Payoffs = ((-clash, 0), (prize, 0))
    row, column = draw.states(2)
    game = table_game(rows, columns, (row, column), names)
    inner = [each for each in symmetric_mixed(game).equilibria if 0 < each.probability < 1]
    reject(len(inner) != 1 or prize == clash)
    # The probability is that of the second action.
    firm = 1 - neat(inner[0].probability, 20)
    value = firm**2
    reject(value.denominator > 400 or value < Fraction(1, 100))
    head, body = shown(rows, columns, *names, f"{row}, {column}")
    return Question(
        [
            table_text(row, column),
            "In one equilibrium both mix with the same probabilities, each for itself.",
            "How likely is it in this equilibrium that both stand firm?",
        ],
        Number(value),
        [
            f"Let the other stand firm with probability p. Standing firm brings −{clash} × p + "
            f"{prize} × (1 − p), and giving way 0.",
            f"They are equal at p = {prize}/({prize} + {clash}) = {both(firm)}.",
            f"Both stand firm with probability p × p = {both(value)}.",
        ],
        str(firm),
        "This is the probability that one of them stands firm. For a clash both must.",
        {"prize": prize, "clash": clash},
        head,
        body,
    )


@template(
    "volunteer",
    "Somebody should do it",
    four_c="coalition",
    topics=(TOPIC, "best shot", "free riding", "volunteers"),
    difficulty=3,
)
def volunteer(draw: Draw) -> Question:
    """Ask how likely it is that nobody acts in a volunteer's dilemma of three."""
    root = Fraction(draw.whole(1, 5), draw.whole(2, 6))
    reject(root >= 1)
    share = root**2
    gain = share.denominator * draw.whole(1, 4)
    cost = int(share * gain)
    reject(gain > 72)

    def payoffs(*acts: int) -> tuple[int, ...]:
        return tuple((gain if any(acts) else 0) - cost * act for act in acts)

    game = NormalFormGame.from_function(payoffs, [("wait", "act")] * 3)
    inner = [each for each in symmetric_mixed(game).equilibria if 0 < each.probability < 1]
    reject(len(inner) != 1)
    waits = 1 - neat(inner[0].probability, 30)
    value = waits**3
    reject(not Fraction(1, 100) < value)
    return Question(
        [
            "Three states see a danger that one of them alone can avert, by acting at a cost of "
            f"{cost}. If at least one acts, each of the three gains {gain}; one that acts still "
            "bears its cost. If nobody acts, all get 0. They choose at the same time.",
            "In one equilibrium all three act with the same probability, strictly between 0 and 1.",
            "How likely is it in this equilibrium that nobody acts?",
        ],
        Number(value),
        [
            f"A state that acts gets {gain} − {cost} = {gain - cost}. One that waits gets {gain} "
            "unless both others wait too.",
            f"If each waits with probability w, waiting brings {gain} × (1 − w × w). Both are "
            f"equal if w × w = {cost}/{gain}, so w = {both(waits)}.",
            f"All three wait with probability w × w × w = {both(value)}.",
        ],
        str(share),
        "This is the probability that the two others wait. That nobody acts needs the third one "
        "to wait as well.",
        {"gain": gain, "cost": cost},
    )


@template(
    "inspection",
    "Inspect or trust",
    four_c="charter",
    topics=(TOPIC, "review", "enforcement"),
    difficulty=2,
)
def inspection(draw: Draw) -> Question:
    """Ask how often a state cheats in the equilibrium of an inspection game."""
    cost = draw.whole(1, 4)
    harm = draw.whole(cost + 1, 10)
    gain = draw.whole(1, 6)
    fine = draw.whole(1, 10)
    agency, state = "the agency", draw.states(1)[0]
    names = (("inspect", "trust"), ("cheat", "comply"))
    rows: Payoffs = ((-cost, -cost), (-harm, 0))
    columns: Payoffs = ((-fine, 0), (gain, 0))
    found = nash_equilibria(rows, columns, players=(agency, state), actions=names)
    reject(len(found) != 1)
    (((inspects, _), (cheats, _)),) = tuple(found)
    p, q = neat(cheats, 20), neat(inspects, 20)
    reject(p == q)
    return Question(
        [
            f"{state} has promised something and may comply or cheat. An agency may inspect it, "
            f"which costs the agency {cost}, or trust it. They choose at the same time.",
            f"If {state} cheats and is inspected, it is found out and loses {fine}, and no harm "
            f"is done. If it cheats and is trusted, it gains {gain}, and the agency bears a harm "
            f"of {harm}. If it complies, it gets 0, and the agency bears no more than the cost of "
            "an inspection.",
            f"In equilibrium both mix. With which probability does {state} cheat?",
        ],
        Number(p),
        [
            f"The agency mixes only if both choices cost it the same: {cost} if it inspects, and "
            f"{harm} × p if it trusts a state that cheats with probability p.",
            f"They are equal at p = {worked(f'{cost}/{harm}', p)}.",
            f"The agency inspects with probability {both(q)}, which makes {state} indifferent.",
        ],
        str(q),
        f"This is how often the agency inspects. How often {state} cheats depends on the agency's "
        "cost and harm, since it must make the agency indifferent.",
        {"cost": cost, "harm": harm, "gain": gain, "fine": fine},
    )


@template(
    "needed-trust",
    "How much trust joining takes",
    four_c="coalition",
    topics=("stag hunt", "risk dominance", "trust"),
    difficulty=1,
)
def trust(draw: Draw) -> Question:
    """Ask for the least probability that all others join at which joining pays."""
    from gametheory_orders.solvers.repeated import trust_threshold

    joint = draw.whole(4, 20)
    safe = draw.whole(1, joint - 1)
    value = neat(trust_threshold(safe, joint, 2), 40)
    reject(value == Fraction(1, 2))
    wrong = Fraction(joint - safe, joint)
    return Question(
        [
            f"Two states may take part in a project that succeeds only if both do. Then each gets "
            f"{joint}. A state that takes part alone gets 0. One that stays out gets {safe} for "
            "certain.",
            "How likely must a state hold it, at the least, that the other takes part, for taking "
            "part to be no worse than staying out?",
        ],
        Number(value),
        [
            f"If the other takes part with probability p, taking part brings {joint} × p.",
            f"Staying out brings {safe}.",
            f"Taking part is no worse if p is at least {worked(f'{safe}/{joint}', value)}.",
        ],
        str(wrong),
        "This is the chance of failure that a state can bear, not the chance of success that it "
        "needs.",
        {"joint": joint, "safe": safe},
    )
