"""The list of all templates, and the choice among them by name, topic or C.

Builds on the subjects' files, which it imports when it is asked. Not here: any template.
"""

from __future__ import annotations

import importlib

from gametheory_orders.classroom.exercises.template import TEMPLATES, Template
from gametheory_orders.foundations.errors import unknown_name

MODULES = (
    "power",
    "blocking",
    "gridlock",
    "bargaining",
    "tables",
    "mixed",
    "repeated",
    "patience",
    "goods",
    "provision",
    "clubs",
    "pledges",
    "sharing",
    "measures",
    "accounts",
)
"""Files of templates beside this one, in the order of the list."""

FOUR_CS = ("charter", "club", "concert", "coalition")


def templates() -> tuple[Template, ...]:
    """Return all templates.

    Examples
    --------
    >>> templates()[0].id
    'shapley-shubik-index'
    """
    rooms = [f"gametheory_orders.classroom.exercises.{name}" for name in MODULES]
    for room in rooms:
        importlib.import_module(room)

    def place(entry: Template) -> int:
        # Whatever was imported first: the list has the order of the files, others come last.
        home = entry.draw.__module__
        return rooms.index(home) if home in rooms else len(rooms)

    return tuple(sorted((entry for _, entry in TEMPLATES.items()), key=place))


def choose_templates(which: str) -> tuple[Template, ...]:
    """Return the templates that a word means: an id, a topic, a C, or all.

    Raises
    ------
    ModelError
        If there is nothing of that name.

    Examples
    --------
    >>> [each.id for each in choose_templates("risk dominance")]
    ['risk-dominance', 'needed-trust']
    """
    every = templates()
    word = which.strip().casefold() if isinstance(which, str) else None
    if word == "all":
        return every
    found = tuple(each for each in every if each.id == word)
    found = found or tuple(each for each in every if word in each.topics)
    found = found or tuple(each for each in every if each.four_c == word and word in FOUR_CS)
    if found:
        return found
    names = [each.id for each in every]
    topics = dict.fromkeys(topic for each in every for topic in each.topics)
    raise unknown_name("exercise", which, ["all", *FOUR_CS, *topics, *names], "an id or topic")
