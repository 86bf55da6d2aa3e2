"""A strategy profile as a finite automaton, and the check that it is subgame perfect.

Builds on games. In each state all play given actions; what comes next is drawn by a public lot if
all did, and is a given state if one player did not. No one-shot deviation gains in any state
iff the automaton is subgame perfect (Blackwell 1965). Not here: finding automata.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.checks import finite, listed, tabled
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.games.nodes import as_json
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.elimination import solve_exactly


@dataclass(frozen=True, eq=False)
class Automaton(Result):
    """A public strategy profile of a repeated game.

    Parameters
    ----------
    stage : NormalFormGame
        What is played in each period; floats count as the binary fractions that they are.
    patience : tuple of Fraction
        Of each player.
    profiles : tuple of tuples of int
        The actions played in each state, by position.
    follow : tuple of mappings from state to Fraction
        Probabilities of the next state if all played these actions.
    punish : tuple of tuples of int
        The next state if this player alone did not, by state and player.

    Raises
    ------
    ModelError
        If probabilities do not add up to one, or a state does not exist.

    Examples
    --------
    Cooperate until somebody does not; at one half each is indifferent:

    >>> stage = NormalFormGame(([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    >>> grim = Automaton(
    ...     stage, (Fraction(1, 2),) * 2, ((0, 0), (1, 1)), ({0: 1}, {1: 1}), ((1, 1), (1, 1)))
    >>> grim.values[0], grim.smallest_margin, grim.subgame_perfect
    ((Fraction(3, 1), Fraction(3, 1)), Fraction(0, 1), True)
    """

    stage: NormalFormGame
    patience: tuple[Fraction, ...]
    profiles: tuple[tuple[int, ...], ...]
    follow: tuple[Mapping[int, Fraction | int], ...]
    punish: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        _check_lists(self)
        size, n = len(self.profiles), self.stage.n
        if len(self.follow) != size or len(self.punish) != size:
            raise ModelError("follow", f"{len(self.follow)} rows", f"one for each of {size} states")
        for k, (row, after) in enumerate(zip(self.follow, self.punish, strict=True)):
            if sum(row.values()) != 1 or min(row.values()) < 0:
                raise ModelError(f"follow[{k}]", dict(row), "probabilities that add up to one")
            if len(after) != n or not all(0 <= state < size for state in (*row, *after)):
                raise ModelError(f"punish[{k}]", after, f"states from 0 to {size - 1}")
        values = _values(self)
        object.__setattr__(self, "_values", values)
        object.__setattr__(self, "_margins", _margins(self, values))

    @property
    def values(self) -> tuple[tuple[Fraction, ...], ...]:
        """Everyone's average discounted payoff from each state on."""
        found: tuple[tuple[Fraction, ...], ...] = self._values  # type: ignore[attr-defined]
        return found

    @property
    def margins(self) -> tuple[tuple[Fraction | None, ...], ...]:
        """What each player loses by its best one-shot deviation, by state and player.

        None for a player who has no other action.
        """
        found: tuple[tuple[Fraction | None, ...], ...] = self._margins  # type: ignore[attr-defined]
        return found

    @property
    def smallest_margin(self) -> Fraction:
        """The least that anyone loses by a one-shot deviation anywhere; negative if one gains."""
        every = (m for row in self.margins for m in row if m is not None)
        return min(every, default=Fraction(0))

    @property
    def subgame_perfect(self) -> bool:
        """Whether nobody gains by a one-shot deviation in any state."""
        return self.smallest_margin >= 0

    def table(self) -> Table:
        """Return one row a state: actions, payoffs, smallest margin."""
        rows = [
            [
                k,
                ", ".join(
                    names[s] for names, s in zip(self.stage.actions, self.profiles[k], strict=True)
                ),
                *map(float, self.values[k]),
                float(min((m for m in self.margins[k] if m is not None), default=Fraction(0))),
            ]
            for k in range(len(self.profiles))
        ]
        payoffs = [f"payoff of {name}" for name in self.stage.players]
        return Table(["state", "actions", *payoffs, "margin"], rows, "automaton")

    def to_dict(self) -> dict[str, Any]:
        """Return states, transitions, payoffs and margins as plain values."""
        return {
            "patience": list(map(as_json, self.patience)),
            "smallest_margin": as_json(self.smallest_margin),
            "states": [
                {
                    "actions": [
                        names[s]
                        for names, s in zip(self.stage.actions, self.profiles[k], strict=True)
                    ],
                    "payoffs": list(map(as_json, self.values[k])),
                    "follow": {str(i): as_json(w) for i, w in self.follow[k].items()},
                    "punish": list(self.punish[k]),
                }
                for k in range(len(self.profiles))
            ],
        }


def _check_lists(machine: Automaton) -> None:
    """Raise unless all are lists of numbers of the right kind; what they add up to comes after."""
    for name in ("patience", "profiles", "follow", "punish"):
        object.__setattr__(machine, name, listed(getattr(machine, name), name))
    n, size = machine.stage.n, len(machine.profiles)
    wanted = f"{n} numbers from 0 up to, not including, 1"
    if len(machine.patience) != n:
        raise ModelError("patience", machine.patience, wanted)
    for each in machine.patience:
        if not 0 <= finite(each, "patience", wanted) < 1:
            raise ModelError("patience", machine.patience, wanted)
    for k, profile in enumerate(machine.profiles):
        if machine.stage.cell(listed(profile, f"profiles[{k}]")) != tuple(profile):
            raise ModelError(f"profiles[{k}]", profile, "the numbers of actions")
    states = f"states from 0 to {size - 1}"
    for k, row in enumerate(machine.follow):
        for state, chance in tabled(row, f"follow[{k}]", "probabilities by state").items():
            finite(chance, f"follow[{k}]", "probabilities that add up to one")
            if type(state) is not int:
                raise ModelError(f"follow[{k}]", state, states)
    for k, after in enumerate(machine.punish):
        for state in listed(after, f"punish[{k}]", states):
            if type(state) is not int:
                raise ModelError(f"punish[{k}]", after, states)


def _values(machine: Automaton) -> tuple[tuple[Fraction, ...], ...]:
    """Solve v = (1 - d) g + d (lot over v), one player at a time."""
    size = len(machine.profiles)
    columns = []
    for payoffs, d in zip(machine.stage.exact, machine.patience, strict=True):
        rows = [
            [Fraction(int(i == k)) - d * machine.follow[k].get(i, 0) for i in range(size)]
            for k in range(size)
        ]
        today = [(1 - d) * payoffs[machine.profiles[k]] for k in range(size)]
        found = solve_exactly(rows, today)
        assert found is not None  # patience below one makes the system contract
        columns.append(found)
    return tuple(zip(*columns, strict=True))


def _margins(
    machine: Automaton, values: Sequence[Sequence[Fraction]]
) -> tuple[tuple[Fraction | None, ...], ...]:
    out = []
    for k, cell in enumerate(machine.profiles):
        row: list[Fraction | None] = []
        for i, (payoffs, d) in enumerate(zip(machine.stage.exact, machine.patience, strict=True)):
            after = d * values[machine.punish[k][i]][i]
            others = [
                (1 - d) * payoffs[(*cell[:i], s, *cell[i + 1 :])] + after
                for s in range(machine.stage.shape[i])
                if s != cell[i]
            ]
            row.append(values[k][i] - max(others) if others else None)
        out.append(tuple(row))
    return tuple(out)
