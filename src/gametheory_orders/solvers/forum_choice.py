"""Stay, shift or create: what a state does about a forum that no longer suits it.

Builds on figures.py. A state stays at the worth of the forum it is in, shifts to one there is, at
a cost, or creates a new one, at a larger cost (contested multilateralism).
Not here: what a forum decides (hybrids.py), whether others follow (forum_game.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.solvers.figures import read_amount, read_beside, read_figures

STAY, SHIFT, CREATE = "stay", "shift", "create"


@dataclass(frozen=True)
class StateChoice:
    """What one state does, and where it would do otherwise.

    Parameters
    ----------
    state : str
        The state.
    choice : {"stay", "shift", "create"}
        A state that is indifferent stays, and shifts rather than creates.
    forum : str or None
        Where it shifts to.
    gain : Fraction
        Over staying.
    shift_up_to, create_up_to : Fraction or None
        It shifts, or creates, iff that costs less; None without a forum to shift to.
    """

    state: str
    choice: str
    forum: str | None
    gain: Fraction
    shift_up_to: Fraction | None
    create_up_to: Fraction


@dataclass(frozen=True)
class ForumChoice(Result):
    """What each state does about a forum: stay, shift or create.

    Parameters
    ----------
    choices : tuple of StateChoice
        In the order given.
    """

    choices: tuple[StateChoice, ...]
    concept = "each state alone picks what is worth most to it; whoever is indifferent stays"

    def __getitem__(self, state: str) -> StateChoice:
        for each in self.choices:
            if each.state == state:
                return each
        raise KeyError(state)

    @property
    def triggers(self) -> tuple[str, ...]:
        """The states that do not stay, whoever gains most first."""
        moving = [each for each in self.choices if each.choice != STAY]
        return tuple(each.state for each in sorted(moving, key=lambda each: -each.gain))

    def table(self) -> Table:
        """Return one row a state."""
        rows = [
            [
                each.state,
                each.choice,
                each.forum or "",
                float(each.gain),
                None if each.shift_up_to is None else float(each.shift_up_to),
                float(each.create_up_to),
            ]
            for each in self.choices
        ]
        columns = ["state", "does", "goes to", "gain", "shifts up to", "creates up to"]
        return Table(columns, rows, "stay, shift or create")

    def to_dict(self) -> dict[str, Any]:
        """Return the choices as plain values."""
        found: dict[str, Any] = plain(
            {
                "concept": self.concept,
                "triggers": self.triggers,
                "states": [
                    {
                        "state": each.state,
                        "choice": each.choice,
                        "forum": each.forum,
                        "gain": str(each.gain),
                        "shift_up_to": None if each.shift_up_to is None else str(each.shift_up_to),
                        "create_up_to": str(each.create_up_to),
                    }
                    for each in self.choices
                ],
            }
        )
        return found


def forum_choice(
    stay: Any,
    shift: Mapping[str, Any],
    create: Any,
    *,
    shift_cost: Any = 0,
    create_cost: Any = 0,
) -> ForumChoice:
    """Return whether each state stays, shifts or creates.

    Parameters
    ----------
    stay : mapping of str to number, or sequence of numbers
        What the present forum is worth to each state.
    shift : mapping of str to figures
        What each other forum is worth: one number for all states, or one for each.
    create : number or figures
        What a new forum would be worth.
    shift_cost, create_cost : number or figures
        Of moving to a forum that is there; of setting one up.

    Raises
    ------
    ModelError
        If a figure is missing, not finite, or a cost negative.

    Source: Morse and Keohane, Contested multilateralism, Review of International Organizations 9
    (2014), in form.

    Examples
    --------
    >>> found = forum_choice([0.3], {"other": 0.5}, 0.8, shift_cost=0.1, create_cost=0.45)
    >>> found.choices[0].choice, str(found.choices[0].gain), str(found.choices[0].create_up_to)
    ('shift', '1/10', '2/5')
    """
    states, worth = read_figures(stay, "stay")
    if not isinstance(shift, Mapping):
        raise ModelError("shift", type(shift).__name__, "a table by forum")
    others = {name: read_beside(each, f"shift.{name}", states) for name, each in shift.items()}
    new = read_beside(create, "create", states)
    moving = read_beside(shift_cost, "shift_cost", states, 0)
    making = read_beside(create_cost, "create_cost", states, 0)
    choices = []
    for i, state in enumerate(states):
        best = max(others, key=lambda name, i=i: others[name][i], default=None)  # type: ignore[misc]
        options = {STAY: worth[i]}
        if best is not None:
            options[SHIFT] = others[best][i] - moving[i]
        options[CREATE] = new[i] - making[i]
        choice = max(options, key=lambda name: options[name])
        no_create = max(value for name, value in options.items() if name != CREATE)
        choices.append(
            StateChoice(
                state,
                choice,
                best if choice == SHIFT else None,
                options[choice] - worth[i],
                None if best is None else others[best][i] - max(worth[i], options[CREATE]),
                new[i] - no_create,
            )
        )
    return ForumChoice(tuple(choices))


@dataclass(frozen=True)
class ForumShopping(Result):
    """Which forum a sponsor asks for its endorsement.

    Parameters
    ----------
    case : Fraction
        What users gain on average by adopting, before anybody has looked.
    bias : Fraction or None
        How good it must look for the chosen forum to endorse it; None if none is believed.
    success : Fraction
        Probability that it is endorsed, and so adopted.
    users : Fraction
        What users gain, as expected before.
    believed : tuple of Fraction
        Biases of the forums whose endorsement users follow, where forums were named.
    """

    case: Fraction
    bias: Fraction | None
    success: Fraction
    users: Fraction
    believed: tuple[Fraction, ...] = ()
    concept = "the sponsor picks the most lenient forum that users still believe"

    def table(self) -> Table:
        """Return the choice in one row."""
        bias = None if self.bias is None else float(self.bias)
        row = [float(self.case), bias, float(self.success), float(self.users)]
        return Table(["case", "bias", "success", "users gain"], [row], "forum shopping")

    def to_dict(self) -> dict[str, Any]:
        """Return the choice as plain values."""
        found: dict[str, Any] = plain(
            {
                "concept": self.concept,
                "case": str(self.case),
                "bias": None if self.bias is None else str(self.bias),
                "success": str(self.success),
                "users": str(self.users),
                "believed": [str(each) for each in self.believed],
            }
        )
        return found


def forum_shopping(case: Any, forums: Any = None) -> ForumShopping:
    """Return the forum that a sponsor picks: the most lenient one that users believe.

    Users gain case + b, with b even on [-1, 1] and seen by the forum alone. A forum of bias t
    endorses iff b >= t; users then adopt iff case + (1 + t) / 2 >= 0.

    Parameters
    ----------
    case : number
        From -1 to 1; the weaker the case, the tougher the forum.
    forums : figures, optional
        Biases, each in [-1, 1], of the forums there are; by default one for every bias.

    Source: Lerner and Tirole, A model of forum shopping, American Economic Review 96 (2006), in
    form.

    Examples
    --------
    >>> [(str(forum_shopping(a).bias), str(forum_shopping(a).success)) for a in (-0.2, -0.4, -0.8)]
    [('-3/5', '4/5'), ('-1/5', '3/5'), ('3/5', '1/5')]
    """
    a = read_amount(case, "case", -1)
    if a > 1:
        raise ModelError("case", case, "a number from -1 to 1")
    if forums is None:
        bias = max(Fraction(-1), -1 - 2 * a)
        return ForumShopping(a, bias, *_worth(a, bias))
    _, biases = read_figures(forums, "forums", -1)
    for each in biases:
        if each > 1:
            raise ModelError("forums", float(each), "a number from -1 to 1")
    believed = tuple(sorted(t for t in biases if a + (1 + t) / 2 >= 0))
    if not believed:
        # Nobody follows any endorsement; users adopt unasked iff the case is good by itself.
        return ForumShopping(a, None, Fraction(0), Fraction(0))
    return ForumShopping(a, believed[0], *_worth(a, believed[0]), believed)


def _worth(case: Fraction, bias: Fraction) -> tuple[Fraction, Fraction]:
    success = (1 - bias) / 2
    return success, success * (case + (1 + bias) / 2)
