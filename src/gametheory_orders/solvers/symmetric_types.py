"""Stable coalitions of many states of a few types: how many of each type are in, exactly.

States that may change places without changing anybody's payoffs are of one type. Then only the
counts (c_1, ..., c_T) matter: prod (n_t + 1) of them in place of 2^n sets, 193 states included.
A count is stable if no member of any type gains by leaving and no outsider by joining.
Builds on entry_game.py: by the closed form of the linear-quadratic public good, or from the
payoffs of one set for each count, for any public good whose figures are equal within a type.
Not here: states that all differ (stable_coalitions.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import comb, prod
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.issues.goods import SharedGood
from gametheory_orders.solvers.entry_game import EntryGame, entry_game
from gametheory_orders.solvers.quadratic_advantage import QuadraticAdvantage

CONCEPTS = ("open", "internal", "external")
MOST_COUNTS = 20_000_000
MOST_COUNTS_BY_PAYOFFS = 100_000
SETS_AT_ONCE = 512
BATCH = 65_536

Margins = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
"""From counts by type to what a member gains by staying, and an outsider by staying out."""


@dataclass(frozen=True)
class TypeCount(Result):
    """One stable number of members by type.

    Parameters
    ----------
    counts : tuple of int
        Members of each type.
    coalitions : int
        How many sets of states have these counts.
    effectiveness : float
        Share of the possible gain.
    margins, outside_margins : tuple of float or None
        By how much a member of each type, and an outsider of it, is better off than after
        changing sides; None where there is no such state.
    """

    counts: tuple[int, ...]
    coalitions: int
    effectiveness: float
    margins: tuple[float | None, ...]
    outside_margins: tuple[float | None, ...]

    @property
    def size(self) -> int:
        """Number of members."""
        return sum(self.counts)

    def table(self) -> Table:
        """Return one row a type."""
        columns = zip(self.counts, self.margins, self.outside_margins, strict=True)
        rows = [[position + 1, *row] for position, row in enumerate(columns)]
        title = f"{self.size} members, E = {self.effectiveness:.3f}"
        return Table(["type", "in", "margin", "margin outside"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as plain values."""
        found: dict[str, Any] = plain(
            {
                "counts": self.counts,
                "size": self.size,
                # May be astronomically large: as text, like all such numbers.
                "coalitions": str(self.coalitions),
                "effectiveness": self.effectiveness,
                "margins": self.margins,
                "outside_margins": self.outside_margins,
            }
        )
        return found


@dataclass(frozen=True)
class StableTypes(Result):
    """All stable numbers of members by type, fewest members first.

    Parameters
    ----------
    types : tuple of tuples of str
        The states of each type.
    concept : str
        What stability means.
    stable : tuple of TypeCount
        All of them.
    checked : int
        How many counts were gone through.
    """

    types: tuple[tuple[str, ...], ...]
    concept: str
    stable: tuple[TypeCount, ...]
    checked: int

    def __len__(self) -> int:
        return len(self.stable)

    def __iter__(self) -> Iterator[TypeCount]:
        return iter(self.stable)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The stable numbers of members, ascending, each once."""
        return tuple(sorted({each.size for each in self}))

    @property
    def best(self) -> TypeCount:
        """The one with the largest E, of several the smallest."""
        return max(self.stable, key=lambda each: np.nan_to_num(each.effectiveness))

    def table(self) -> Table:
        """Return one row a stable count."""
        rows = [[each.size, each.effectiveness, str(each.counts)] for each in self]
        title = f"{self.concept}: types of {', '.join(str(len(each)) for each in self.types)}"
        return Table(["members", "E", "by type"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return types and counts as plain values."""
        found: dict[str, Any] = plain(
            {
                "types": self.types,
                "concept": self.concept,
                "checked": self.checked,
                "stable": [each.to_dict() for each in self],
            }
        )
        return found


def stable_types(
    source: CooperationGame | Issue,
    concept: str = "open",
    *,
    price: float | str | None = None,
    tariff: float = 0.0,
) -> StableTypes:
    """Return all stable coalitions of states of a few types, by how many of each are in.

    Parameters
    ----------
    source, price, tariff
        As for :func:`~gametheory_orders.solvers.stable_coalitions.stable_coalitions`.
    concept : {"open", "internal", "external"}
        What has to be stable.

    Raises
    ------
    ModelError
        If there is no closed form, or there are too many counts.
    NoAnswer
        If no count is stable.

    Examples
    --------
    Equal states: three hold together among 193 as well as among ten (theory L3).

    >>> from gametheory_orders import PublicGood, World
    >>> ids = [f"S{i}" for i in range(193)]
    >>> world = World(ids, {"stake": [1.0] * 193, "capacity": [1.0] * 193})
    >>> found = stable_types(PublicGood(world), price="joint")
    >>> found.sizes, round(found.best.effectiveness, 6), found.best.coalitions
    ((0, 2, 3), 0.000322, 1179616)
    """
    if concept not in CONCEPTS:
        raise unknown_name("concept", concept, CONCEPTS, "one")
    game = entry_game(source, price=price, tariff=tariff)
    closed = game.joining is not None and game.staying is not None
    if not closed and (game.one_by_one or not isinstance(game.issue, SharedGood)):
        found = f"{game.issue.family} under {game.price!r}"
        raise ModelError("source", found, "a public good at a price, jointly or by pledges")
    types = types_of(game)
    numbers = [len(each) for each in types]
    total = prod(number + 1 for number in numbers)
    most = MOST_COUNTS if closed else MOST_COUNTS_BY_PAYOFFS
    if total > most:
        shown = f"{total} counts of {len(types)} types"
        raise ModelError("source", shown, f"at most {most}: fewer types, or fewer states")
    firsts = np.array([each[0] for each in types])
    margins = _by_forms(game, types) if closed else _by_payoffs(game, types)
    slack = game.slack[firsts]
    kept = []
    for start in range(0, total, BATCH):
        counts = _counts(np.arange(start, min(start + BATCH, total)), numbers)
        stays, enters = margins(counts)
        fine = np.ones(len(counts), dtype=bool)
        if concept != "external":
            fine &= (stays + game.exit_cost >= -slack).all(axis=1)
        if concept != "internal":
            fine &= (enters >= -slack).all(axis=1)
        kept.append(counts[fine])
    stable = np.concatenate(kept)
    if not len(stable):
        raise NoAnswer(f"no coalition is stable ({concept}) on {game.issue.name!r}", None)
    stays, enters = margins(stable)
    stays = stays + game.exit_cost
    listed = [
        _described(game, types, stable[row], stays[row], enters[row]) for row in range(len(stable))
    ]
    listed.sort(key=lambda each: (each.size, tuple(-c for c in each.counts)))
    ids = game.issue.world.ids
    named = tuple(tuple(ids[i] for i in each) for each in types)
    return StableTypes(named, concept, tuple(listed), total)


def types_of(game: EntryGame) -> list[list[int]]:
    """Return the eligible states by type, each type by the positions of its states.

    Two states are of one type if exchanging them leaves all advantages and stakes as they are.

    Examples
    --------
    >>> from gametheory_orders import PublicGood, World
    >>> world = World("ABC", {"stake": [1.0, 2.0, 1.0], "capacity": [1.0, 1.0, 1.0]})
    >>> types_of(entry_game(PublicGood(world), price="joint"))
    [[0, 2], [1]]
    """
    forms = [form for form in (game.joining, game.staying) if form is not None]
    if not forms:
        assert isinstance(game.issue, SharedGood)
        figures = game.issue.figures.T
        groups: dict[bytes, list[int]] = {}
        for state in game.positions.tolist():
            groups.setdefault(figures[state].tobytes(), []).append(state)
        return list(groups.values())
    types: list[list[int]] = []
    for state in game.positions.tolist():
        for known in types:
            if all(_exchangeable(form, known[0], state, game.positions) for form in forms):
                known.append(state)
                break
        else:
            types.append([state])
    return types


def _exchangeable(form: QuadraticAdvantage, i: int, j: int, positions: np.ndarray) -> bool:
    own = (form.constant, form.square, form.stakes)
    if any(values[i] != values[j] for values in own):
        return False
    rest = positions[(positions != i) & (positions != j)]
    linear = form.linear
    return bool(
        linear[i, j] == linear[j, i]
        and (linear[i, rest] == linear[j, rest]).all()
        and (linear[rest, i] == linear[rest, j]).all()
    )


def _by_type(form: QuadraticAdvantage, types: list[list[int]]) -> QuadraticAdvantage:
    """Return the coefficients between types; within one, between two of its states."""
    firsts = np.array([each[0] for each in types])
    small = form.among(firsts)
    linear = small.linear.copy()
    for position, each in enumerate(types):
        linear[position, position] = form.linear[each[0], each[1]] if len(each) > 1 else 0.0
    return QuadraticAdvantage(small.constant, linear, small.square, small.stakes)


def _counts(codes: np.ndarray, numbers: list[int]) -> np.ndarray:
    """Return counts by type, (len(codes), T), the first type fastest."""
    out = np.empty((len(codes), len(numbers)), dtype=np.int64)
    for position, number in enumerate(numbers):
        codes, out[:, position] = np.divmod(codes, number + 1)
    return out


def _by_forms(game: EntryGame, types: list[list[int]]) -> Margins:
    """Return margins from counts by the closed forms."""
    assert game.joining is not None
    assert game.staying is not None
    staying, joining = _by_type(game.staying, types), _by_type(game.joining, types)
    numbers = [len(each) for each in types]
    return lambda counts: _margins(staying, joining, counts, numbers)


def _by_payoffs(game: EntryGame, types: list[list[int]]) -> Margins:
    """Return margins from counts by the payoffs of one set of states for each count."""
    numbers = np.array([len(each) for each in types])
    strides = np.cumprod([1, *(numbers[:-1] + 1)])
    counts = _counts(np.arange(int(np.prod(numbers + 1))), numbers.tolist())
    found = []
    for start in range(0, len(counts), SETS_AT_ONCE):
        members = np.stack(
            [_first_of(types, c, len(game.eligible)) for c in counts[start : start + SETS_AT_ONCE]]
        )
        payoffs = game.payoffs(members)
        # Within a type the first is in if anyone is, and the last is out if anyone is.
        ends = [np.array([each[end] for each in types]) for end in (0, -1)]
        found.append(np.stack([payoffs[:, end] for end in ends]))
    inside, outside = np.concatenate(found, axis=1)

    def margins(wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        codes = wanted @ strides
        stays = np.full(wanted.shape, np.inf)
        enters = np.full(wanted.shape, np.inf)
        for t, number in enumerate(numbers):
            has, lacks = wanted[:, t] > 0, wanted[:, t] < number
            stays[has, t] = inside[codes[has], t] - outside[codes[has] - strides[t], t]
            enters[lacks, t] = outside[codes[lacks], t] - inside[codes[lacks] + strides[t], t]
        return stays, enters

    return margins


def _first_of(types: list[list[int]], counts: np.ndarray, n: int) -> np.ndarray:
    """Return the set with the first states of each type, shape (n,)."""
    members = np.zeros(n, dtype=bool)
    for each, count in zip(types, counts, strict=True):
        members[each[:count]] = True
    return members


def _margins(
    staying: QuadraticAdvantage,
    joining: QuadraticAdvantage,
    counts: np.ndarray,
    numbers: list[int],
) -> tuple[np.ndarray, np.ndarray]:
    """Return margins of members, before exit costs, and of outsiders; infinite without any."""
    stays = np.full(counts.shape, np.inf)
    enters = np.full(counts.shape, np.inf)
    for t, number in enumerate(numbers):
        inside = counts[:, t] > 0
        others = counts[inside].copy()
        others[:, t] -= 1
        stays[inside, t] = _advantage(staying, t, others)
        outside = counts[:, t] < number
        enters[outside, t] = -_advantage(joining, t, counts[outside])
    return stays, enters


def _advantage(form: QuadraticAdvantage, t: int, others: np.ndarray) -> np.ndarray:
    found = form.constant[t] + others @ form.linear[t]
    return np.asarray(found - form.square[t] * (others @ form.stakes) ** 2)


def _described(
    game: EntryGame,
    types: list[list[int]],
    counts: np.ndarray,
    stays: np.ndarray,
    enters: np.ndarray,
) -> TypeCount:
    members = _first_of(types, counts, len(game.eligible))
    share = float(game.effectiveness(game.payoffs(members[None]))[0])
    return TypeCount(
        tuple(counts.tolist()),
        prod(comb(len(each), int(count)) for each, count in zip(types, counts, strict=True)),
        share,
        tuple(float(x) if np.isfinite(x) else None for x in stays),
        tuple(float(x) if np.isfinite(x) else None for x in enters),
    )
