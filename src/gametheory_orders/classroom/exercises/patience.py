"""Exercises on who holds out: groups, states that differ, several issues at once.

Builds on solvers.repeated and solvers.linkage. Not here: one dilemma of two (repeated.py).
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.classroom.exercises.answers import Choice, Names, Number
from gametheory_orders.classroom.exercises.drawing import Draw, neat, reject
from gametheory_orders.classroom.exercises.repeated import WEIGHT
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, decimal, listing, worked

TOPIC = "patience"


@template(
    "patience-of-a-group",
    "A group that provides together",
    four_c="coalition",
    topics=(TOPIC, "repeated games", "coalition size", "public goods"),
    difficulty=3,
)
def group(draw: Draw) -> Question:
    """Ask for the critical patience of a group that provides a linear public good."""
    from gametheory_orders.solvers.repeated import public_good_patience

    size, benefit = draw.whole(3, 10), draw.whole(1, 6)
    cost = draw.whole(benefit + 1, benefit * size - 1)
    needed = public_good_patience(benefit, cost, size)
    value = neat(needed, 60)
    reject(not 0 < value < 1)
    wrong = Fraction(cost - benefit, cost)
    reject(wrong == value)
    return Question(
        [
            f"In every period each of {size} states may provide something at a cost of {cost} to "
            f"itself. Whatever one state provides brings every state, itself included, {benefit}.",
            f"{WEIGHT} All {size} provide until one does not; from the next period on nobody does, "
            "for ever.",
            "What is the least patience with which no state gains by not providing?",
        ],
        Number(value),
        [
            f"A state that does not provide saves {cost} and loses the {benefit} that its own part "
            f"brings it: it gains {cost - benefit} at once.",
            f"Later it loses in every period what it had from the agreement: {size} × {benefit} − "
            f"{cost} = {size * benefit - cost}.",
            f"So patience must be at least {cost - benefit}/({cost - benefit} + "
            f"{size * benefit - cost}) = "
            f"{worked(f'{cost - benefit}/{benefit * (size - 1)}', value)}.",
        ],
        str(wrong),
        "This forgets that all the others stop providing too: what is lost later is not the "
        "state's own part, but the whole agreement.",
        {"size": size, "benefit": benefit, "cost": cost},
    )


@template(
    "who-would-break-it",
    "Who would break the agreement?",
    four_c="concert",
    topics=(TOPIC, "repeated games", "reciprocity"),
    difficulty=1,
)
def breakers(draw: Draw) -> Question:
    """Ask which states break an agreement at a given patience."""
    from gametheory_orders.solvers.repeated import Trigger, trigger_patience

    names = draw.states(4)
    gains, losses = draw.wholes(1, 12, 4), draw.wholes(1, 12, 4)
    patience = Fraction(draw.whole(5, 9), 10)
    needed = {
        name: neat(trigger_patience(Trigger(loss, loss + gain, 0)))
        for name, gain, loss in zip(names, gains, losses, strict=True)
    }
    found = frozenset(name for name in names if needed[name] > patience)
    wrong = [n for n, gain, loss in zip(names, gains, losses, strict=True) if gain > loss]
    weight = patience / (1 - patience)
    reject(not found or len(found) == 4 or not wrong or set(wrong) == found)
    reject(any(abs(value - patience) < Fraction(1, 100) for value in needed.values()))
    return Question(
        [
            "Four states keep an agreement in every period, for ever. Breaking it brings a state "
            "something at once, and costs it something in every later period, since then nobody "
            "keeps it any more.",
            f"{WEIGHT} Here it is {decimal(patience)} for all four.",
            "Which states gain by breaking the agreement?",
        ],
        Names(found, names),
        [
            f"With patience {decimal(patience)} all later periods together weigh "
            f"{worked(f'{decimal(patience)}/{decimal(1 - patience)}', weight)}.",
            "What a state loses later, weighed so: "
            + listing(
                [
                    f"{name} {decimal(loss * weight, 2)} against a gain of {gain}"
                    for name, gain, loss in zip(names, gains, losses, strict=True)
                ]
            )
            + ".",
            f"The gain is larger for {listing([name for name in names if name in found])}.",
        ],
        ", ".join(wrong),
        "This compares the gain with the loss of a single later period. All later periods count.",
        {
            "gains": dict(zip(names, gains, strict=True)),
            "losses": dict(zip(names, losses, strict=True)),
            "patience": patience,
        },
        ("state", "gain at once", "loss in every later period"),
        [(n, str(g), str(x)) for n, g, x in zip(names, gains, losses, strict=True)],
    )


@template(
    "linked-issues",
    "Two issues under one handshake",
    four_c="concert",
    topics=(TOPIC, "linkage", "repeated games"),
    difficulty=2,
)
def linked(draw: Draw) -> Question:
    """Ask for the patience that two linked issues need together."""
    from gametheory_orders.solvers.linkage import linkage

    (g1, l1), (g2, l2) = draw.wholes(1, 9, 2), draw.wholes(1, 9, 2)
    found = linkage({"trade": (g1, l1), "arms": (g2, l2)})
    value = neat(found.pooled)
    apart = [neat(each.needed) for each in found.issues]
    reject(abs(apart[0] - apart[1]) < Fraction(1, 10))
    return Question(
        [
            "Two equal states keep agreements on trade and on arms, in every period, for ever. "
            f"Breaking the one on trade brings {g1} at once and costs {l1} in every later period. "
            f"Breaking the one on arms brings {g2} at once and costs {l2} in every later period.",
            f"{WEIGHT} The states link the two: whoever breaks one agreement loses both, and so "
            "would break both at once.",
            "What is the least patience with which both agreements are kept?",
        ],
        Number(value),
        [
            f"Breaking both brings {g1} + {g2} = {g1 + g2} at once.",
            f"It costs {l1} + {l2} = {l1 + l2} in every later period.",
            f"So patience must be at least "
            f"{worked(f'{g1 + g2}/({g1 + g2} + {l1 + l2})', value)}. Apart, trade needs "
            f"{both(apart[0])} and arms {both(apart[1])}.",
        ],
        str(max(apart)),
        "This is what the harder of the two needs alone. Linked, the easier one lends it what it "
        "has to spare.",
        {"trade": (g1, l1), "arms": (g2, l2)},
    )


@template(
    "link-or-separate",
    "Link or keep apart?",
    four_c="concert",
    topics=(TOPIC, "linkage"),
    difficulty=3,
)
def link_or_not(draw: Draw) -> Question:
    """Ask what is best at a given patience: linking two issues or keeping them apart."""
    from gametheory_orders.solvers.linkage import linkage

    (g1, l1), (g2, l2) = draw.wholes(1, 9, 2), draw.wholes(1, 9, 2)
    patience = Fraction(draw.whole(2, 18), 20)
    found = linkage({"trade": (g1, l1), "arms": (g2, l2)})
    needs = {each.name: neat(each.needed) for each in found.issues}
    pooled = neat(found.pooled)
    every = (*needs.values(), pooled)
    reject(any(abs(need - patience) < Fraction(1, 40) for need in every))
    reject(abs(needs["trade"] - needs["arms"]) < Fraction(1, 10))
    verdict = found.at(float(patience)).verdict
    options = (
        "Linked, both are kept; apart, only one of them.",
        "Linked, neither is kept; apart, one of them.",
        "Linked or apart, both are kept.",
        "Linked or apart, neither is kept.",
    )
    kinds = ("link", "compartmentalise", "either", "nothing")
    right = options[kinds.index(verdict)]
    # Where linkage makes no difference there is less to learn: ask it seldom.
    reject(verdict in ("either", "nothing") and draw.whole(0, 3) > 0)
    answer = Choice(right, options)
    wrong = options[1] if verdict == "link" else options[0]
    kept = [name for name, need in needs.items() if need <= patience]
    return Question(
        [
            "Two equal states may keep agreements on trade and on arms, in every period, for ever. "
            f"Breaking the one on trade brings {g1} at once and costs {l1} in every later period; "
            f"breaking the one on arms brings {g2} and costs {l2}.",
            f"{WEIGHT} Here it is {decimal(patience)}. If the two are linked, whoever breaks one "
            "loses both, and so would break both at once.",
            "What is kept?",
        ],
        answer,
        [
            f"Apart, trade needs {g1}/({g1} + {l1}) = {both(needs['trade'])} and arms "
            f"{g2}/({g2} + {l2}) = {both(needs['arms'])}: kept "
            f"{'is ' + kept[0] if len(kept) == 1 else 'are both' if kept else 'is neither'}.",
            f"Linked, both together need {g1 + g2}/({g1 + g2} + {l1 + l2}) = {both(pooled)}: "
            f"{'both are' if pooled <= patience else 'neither is'} kept.",
        ],
        next(letter for letter, option in answer.lettered() if option == wrong),
        "If the two are linked, what counts is the sum of the gains against the sum of the "
        "losses: the easier agreement lends what it has to spare, which may or may not be enough.",
        {"trade": (g1, l1), "arms": (g2, l2), "patience": patience, "options": options},
    )
