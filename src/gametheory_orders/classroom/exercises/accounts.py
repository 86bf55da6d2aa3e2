"""Exercises on the shortfall account: which rule keeps an order from the first best.

Builds on solvers.shapley_value, whose average the account is. Not here: the account of a solved
order (measures.shortfall).
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.classroom.exercises.answers import Choice, Number
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import decimal, fraction
from gametheory_orders.games.tu_game import tu_game
from gametheory_orders.solvers.shapley_value import shapley_value

RULES = ("participation", "decision", "enforcement")
ACCOUNT = (
    "An order has three rules: who takes part, how they decide, and what makes them keep to it. "
    "Each can be replaced by an ideal one: everybody takes part, they decide what is best for all "
    "together, and what is agreed is kept. The table shows the share of the possible gain that the "
    "order delivers, in percent, with the rules named made ideal."
)


def draw_cells(draw: Draw) -> dict[tuple[str, ...], int]:
    """Return effectiveness in percent by the rules made ideal; with all three it is 100."""
    a, b, c = RULES
    start = draw.whole(1, 8)
    singles = [start + draw.whole(0, 6) for _ in range(3)]
    pairs = [
        max(singles[i], singles[j]) + draw.whole(0, 19 - max(singles[i], singles[j]))
        for i, j in ((0, 1), (0, 2), (1, 2))
    ]
    cells = [start, *singles, *pairs, 20]
    keys: list[tuple[str, ...]] = [(), (a,), (b,), (c,), (a, b), (a, c), (b, c), RULES]
    return {key: 5 * cell for key, cell in zip(keys, cells, strict=True)}


def cell_rows(cells: dict[tuple[str, ...], int]) -> list[tuple[str, str]]:
    """Return the table of the cells."""
    return [
        ("none" if not key else "all three" if key == RULES else " and ".join(key), str(value))
        for key, value in cells.items()
    ]


@template(
    "shortfall-account",
    "Which rule is to blame?",
    four_c="all",
    topics=("shortfall account", "shapley value", "measures"),
    difficulty=3,
)
def account(draw: Draw) -> Question:
    """Ask for one rule's share of the shortfall."""
    cells = draw_cells(draw)
    rule = draw.pick(RULES)
    start = cells[()]
    game = tu_game(RULES, {key: value - start for key, value in cells.items() if key})
    value = neat(shapley_value(game).by_player[rule], 6)
    first = cells[(rule,)] - start
    others = [each for each in RULES if each != rule]
    reject(value <= 0)
    steps = [
        cells[tuple(each for each in RULES if each in (*before, rule))] - cells[before]
        for before in ((), (others[0],), (others[1],), tuple(others))
    ]
    return Question(
        [
            ACCOUNT,
            "Make the rules ideal one after the other, in each of the six possible orders. A "
            "rule's share of the shortfall is what it adds, on average over the six orders.",
            f"How many percentage points is the share of {rule}?",
        ],
        Number(value),
        [
            f"First of three, {rule} adds {fraction(steps[0])}; this is so in two orders.",
            f"After {others[0]} alone it adds {fraction(steps[1])}, after {others[1]} alone "
            f"{fraction(steps[2])}; each in one order.",
            f"Last of three it adds {fraction(steps[3])}; this is so in two orders.",
            f"On average (2 × {fraction(steps[0])} + {fraction(steps[1])} + {fraction(steps[2])} + "
            f"2 × {fraction(steps[3])})/6 = {fraction(value)}"
            f"{'' if value.denominator == 1 else f', about {decimal(value, 2)}'}. "
            f"All shares add up to the shortfall, 100 − {start} = {100 - start}.",
        ],
        str(first),
        f"This is what {rule} adds if it alone is made ideal. What a rule adds depends on what the "
        "others are like.",
        {"cells": {"+".join(key): value for key, value in cells.items()}, "rule": rule},
        ("rules made ideal", "delivered (percent)"),
        cell_rows(cells),
    )


@template(
    "first-repair",
    "Where to begin?",
    four_c="all",
    topics=("shortfall account", "measures"),
    difficulty=1,
)
def repair(draw: Draw) -> Question:
    """Ask which rule, made ideal alone, helps most."""
    cells = draw_cells(draw)
    start = cells[()]
    gains = {rule: Fraction(cells[(rule,)] - start) for rule in RULES}
    last = {rule: 100 - cells[tuple(each for each in RULES if each != rule)] for rule in RULES}
    best = max(RULES, key=lambda rule: gains[rule])
    reject(sorted(gains.values())[-1] == sorted(gains.values())[-2])
    wrong = max(RULES, key=lambda rule: last[rule])
    reject(wrong == best)
    answer = Choice(best, RULES)
    return Question(
        [
            ACCOUNT,
            "Only one of the three rules can be made ideal for now. Which one helps most?",
        ],
        answer,
        [
            f"Without any change the order delivers {start} percent.",
            "Made ideal alone, "
            + ", ".join(f"{rule} adds {fraction(gains[rule])}" for rule in RULES)
            + f": most by {best}.",
        ],
        next(letter for letter, option in answer.lettered() if option == wrong),
        f"{wrong.capitalize()} adds most when the two other rules are ideal already. Alone it "
        f"adds {fraction(gains[wrong])}.",
        {"cells": {"+".join(key): value for key, value in cells.items()}},
        ("rules made ideal", "delivered (percent)"),
        cell_rows(cells),
    )
