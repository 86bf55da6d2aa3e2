"""Exercises on sharing what a coalition gains: Shapley value, core, who can object.

Builds on games.tu_game and the solvers of its solutions. Not here: bargaining (bargaining.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from gametheory_orders.classroom.exercises.answers import Choice, Number
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, fraction, listing
from gametheory_orders.games.tu_game import TUGame, tu_game
from gametheory_orders.solvers.core import in_core
from gametheory_orders.solvers.core_vertices import core_vertices
from gametheory_orders.solvers.shapley_value import shapley_value

TOPIC = "sharing gains"


def draw_gains(draw: Draw) -> tuple[tuple[str, ...], dict[tuple[str, ...], int], TUGame]:
    """Return three states, what pairs and all three can gain, and the game; alone they gain 0."""
    a, b, c = names = draw.states(3)
    pairs = draw.wholes(0, 12, 3)
    every = draw.whole(max(pairs) + 1, 20)
    groups: list[tuple[str, ...]] = [(a, b), (a, c), (b, c)]
    worth = dict(zip(groups, pairs, strict=True))
    worth[names] = every
    return names, worth, tu_game(names, worth, default=0)


def gains_text(worth: Mapping[tuple[str, ...], int]) -> str:
    """Return what coalitions gain, in words."""
    pairs = [f"{listing(group)} {gain}" for group, gain in worth.items() if len(group) == 2]
    every = next(gain for group, gain in worth.items() if len(group) == 3)
    return (
        "Three states can gain something together, and nothing alone. "
        f"Two of them gain: {'; '.join(pairs)}. All three together gain {every}, which they can "
        "divide as they like."
    )


@template(
    "shapley-value",
    "A fair division",
    four_c="coalition",
    topics=(TOPIC, "shapley value"),
    difficulty=2,
)
def fair(draw: Draw) -> Question:
    """Ask for one state's Shapley value in a game of three."""
    names, worth, game = draw_gains(draw)
    values = shapley_value(game).by_player
    state = draw.pick(names)
    value = neat(values[state], 12)
    every = worth[names]
    reject(len(set(values.values())) == 1 or value == Fraction(every, 3))
    others = [name for name in names if name != state]
    first, second = (
        worth[tuple(name for name in names if name in (state, other))] for other in others
    )
    last = every - worth[tuple(others)]
    return Question(
        [
            gains_text(worth),
            "Suppose the states come together one after the other, and each gets what it adds to "
            "what those before it gain. All orders are equally likely.",
            f"How much does {state} get on average? This is its Shapley value.",
        ],
        Number(value),
        [
            f"There are six orders. In two of them {state} comes first and adds 0.",
            f"In one it comes second after {others[0]} and adds {first}, in one second after "
            f"{others[1]} and adds {second}.",
            f"In two it comes last and adds {every} − {worth[tuple(others)]} = {last}.",
            f"On average (2 × 0 + {first} + {second} + 2 × {last})/6 = {both(value)}.",
        ],
        str(Fraction(every, 3)),
        "Equal shares would be right if the states were alike. They are not: what pairs can gain "
        "differs.",
        {"worth": {"+".join(group): gain for group, gain in worth.items()}, "state": state},
    )


@template(
    "most-in-the-core",
    "How much can one state ask for?",
    four_c="coalition",
    topics=(TOPIC, "core"),
    difficulty=2,
)
def most(draw: Draw) -> Question:
    """Ask for the most that one state can get in the core."""
    from gametheory_orders.foundations.errors import NoAnswer

    names, worth, game = draw_gains(draw)
    state = draw.pick(names)
    place = names.index(state)
    try:
        vertices = core_vertices(game).vertices
    except NoAnswer:
        vertices = ()
    reject(len(vertices) < 3)
    value = neat(max(Fraction(vertex[place]) for vertex in vertices), 1)
    others = tuple(name for name in names if name != state)
    every = worth[names]
    reject(value == every)
    return Question(
        [
            gains_text(worth),
            "A division of what all three gain is stable if no state and no pair could gain more "
            "by itself than the division gives it (it lies in the core).",
            f"What is the most that {state} can get in a stable division?",
        ],
        Number(value),
        [
            f"{listing(others)} can gain {worth[others]} by themselves, so they must get at least "
            "that together.",
            f"What is left for {state} is at most {every} − {worth[others]} = {fraction(value)}.",
            "A stable division that gives it so much: "
            + listing(_division(names, place, vertices, value))
            + ".",
        ],
        str(every),
        f"If {state} got everything, {listing(others)} would rather go together.",
        {"worth": {"+".join(group): gain for group, gain in worth.items()}, "state": state},
    )


def _division(
    names: tuple[str, ...], place: int, vertices: tuple[tuple[object, ...], ...], value: Fraction
) -> list[str]:
    for vertex in vertices:
        shares = [Fraction(share) for share in vertex]  # type: ignore[call-overload]
        if shares[place] == value:
            return [f"{name} {fraction(share)}" for name, share in zip(names, shares, strict=True)]
    return []


@template(
    "stable-division",
    "Which division holds?",
    four_c="coalition",
    topics=(TOPIC, "core"),
    difficulty=1,
)
def stable(draw: Draw) -> Question:
    """Ask which of four divisions lies in the core."""
    names, worth, game = draw_gains(draw)
    every = worth[names]
    divisions: list[tuple[int, int, int]] = []
    for _ in range(4):
        first = draw.whole(0, every)
        second = draw.whole(0, every - first)
        divisions.append((first, second, every - first - second))
    reject(len(set(divisions)) < 4)
    stable = [each for each in divisions if in_core(game, each)]
    reject(len(stable) != 1)

    def said(shares: tuple[int, ...]) -> str:
        return ", ".join(f"{name} {share}" for name, share in zip(names, shares, strict=True))

    options = tuple(said(each) for each in divisions)
    answer = Choice(said(stable[0]), options)
    objections = []
    for shares in divisions:
        by_name = dict(zip(names, shares, strict=True))
        for group, gain in worth.items():
            got = sum(by_name[name] for name in group)
            if got < gain:
                objections.append(
                    f"{said(shares)}: {listing(group)} get {got} and could gain {gain}."
                )
                break
    equal = min(
        (each for each in divisions if each not in stable), key=lambda each: max(each) - min(each)
    )
    return Question(
        [
            gains_text(worth),
            "A division is stable if no state and no pair could gain more by itself than the "
            "division gives it (it lies in the core).",
            "Which of these divisions is stable?",
        ],
        answer,
        [
            *objections,
            f"{said(stable[0])}: no pair could gain more by itself than it gets.",
        ],
        next(letter for letter, option in answer.lettered() if option == said(equal)),
        "This is the most equal one of the divisions that are not stable. Whether a division holds "
        "depends on what pairs could gain, not on how equal it is.",
        {"worth": {"+".join(group): gain for group, gain in worth.items()}, "options": divisions},
    )
