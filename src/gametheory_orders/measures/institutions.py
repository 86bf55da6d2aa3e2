"""What an institution can decide: power of its members, and what it cannot change.

Builds on institutions, power indices and the gridlock interval. A figure that a missing column
would be needed for is None with the reason. Not here: reform plans (reform.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.measures.power import PowerIndices, banzhaf, power_indices, representation
from gametheory_orders.orders.institution import Institution
from gametheory_orders.orders.voting import vetoers
from gametheory_orders.solvers.gridlock import GridlockInterval, gridlock_interval

USUAL = ("shapley_shubik", "banzhaf", "coleman")
Quota = int | float | str | None


@dataclass(frozen=True, eq=False)
class InstitutionPower(Result):
    """Power of an institution's members, and who has more than a target would give.

    Parameters
    ----------
    institution : Institution
        Whose members vote.
    indices : PowerIndices
        By member.
    vetoers : tuple of str
        Members without whom nothing passes.
    over : mapping of str to mapping of str to float
        By target (equality, people, sqrt_people) and member: normalised Banzhaf power over the
        target's share.
    over_why : str
        Why people are no target, if they are not.
    quota : int, float, str or None
        In place of the institution's own, if given.
    """

    institution: Institution
    indices: PowerIndices
    vetoers: tuple[str, ...]
    over: Mapping[str, Mapping[str, float]]
    over_why: str = ""
    quota: Quota = None

    @property
    def population(self) -> dict[str, float | None]:
        """People by member; None where no figure is known."""
        members = self.institution.members
        assert members is not None
        if "population" not in members.columns:
            return dict.fromkeys(members.ids)
        return {
            state: None if math.isnan(figure) else float(figure)
            for state, figure in zip(members.ids, members.columns["population"], strict=True)
        }

    def table(self) -> Table:
        """Return one row a member: its power, and power over each target."""
        inner = self.indices.table()
        targets = list(self.over)
        heads = ["member", *inner.columns[1:], *(f"over {name}" for name in targets)]
        rows = [[*row, *(self.over[name][row[0]] for name in targets)] for row in inner.rows]
        title = self.institution.title or self.institution.name
        return Table(heads, rows, f"{title}: power of {len(rows)} members")

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values: fractions and large integers as text."""
        found = self.indices.to_dict()
        members = found.pop("members")
        people = self.population
        for member in members:
            name = member["id"]
            if "weight" not in member:
                member |= {"weight": None, "weight_why": "the rule has several weights"}
            member["population"] = people[name]
            if people[name] is None:
                member["population_why"] = "no figure is known"
            for target in ("equality", "people", "sqrt_people"):
                member[f"over_{target}"] = self.over.get(target, {}).get(name)
                if target not in self.over:
                    member[f"over_{target}_why"] = self.over_why
        found.pop("game")
        document: dict[str, Any] = plain(
            {
                "institution": self.institution.name,
                "title": self.institution.title,
                "four_c": self.institution.four_c,
                **_said(year=self.institution.year, quota=self.quota),
                "members": members,
                **found,
                "vetoers": self.vetoers,
                "source": self.institution.source,
            }
        )
        return document


def institution_power(
    institution: Institution, quota: Quota = None, indices: Sequence[str] = USUAL
) -> InstitutionPower:
    """Return the voting power of an institution's members.

    Parameters
    ----------
    institution : Institution
        Whose members vote.
    quota : int, float or str, optional
        In place of the institution's own.
    indices : sequence of str
        As for ``power_indices``.

    Raises
    ------
    NoAnswer
        If nobody votes, or no members are listed.
    ModelError
        If the quota cannot be met, or there is no such index.

    Examples
    --------
    >>> from gametheory_orders.files import load_institution
    >>> found = institution_power(load_institution("unsc"))
    >>> str(found.indices["USA"]), round(found.over["people"]["MLT"], 1)
    ('421/2145', 76.9)
    """
    game = institution.simple_game(quota)
    found = power_indices(game, indices)
    people = institution.members.columns.get("population") if institution.members else None
    heads, why = None, "no population in this world"
    if people is not None:
        missing = [state for state, p in zip(game.players, people, strict=True) if math.isnan(p)]
        why = f"no population of {missing[0]}" if missing else ""
        heads = None if missing else dict(zip(game.players, map(float, people), strict=True))
    over: dict[str, dict[str, float]] = {}
    if found.figures["winning_coalitions"]:
        ratios = representation(banzhaf(game), heads)
        over = {target: ratios.of(target) for target in ratios.ratios}
    return InstitutionPower(institution, found, vetoers(game), over, why, quota)


@dataclass(frozen=True, eq=False)
class InstitutionGridlock(Result):
    """What an institution cannot change, on the line of ideal points.

    Parameters
    ----------
    institution : Institution
        Whose members vote.
    interval : GridlockInterval
        The status quos that are stuck, and who holds the ends.
    quota : int, float, str or None
        In place of the institution's own, if given.
    """

    institution: Institution
    interval: GridlockInterval
    quota: Quota = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader has to know: blocs, and members without a figure."""
        out = [
            f"{bloc} is the mean of its {len(states)} members' ideal points."
            for bloc, states in self.institution.blocs.items()
        ]
        if self.interval.dropped:
            out.append(
                f"Left out, with no ideal point: {', '.join(self.interval.dropped)}; "
                "the quota keeps its share of those who remain."
            )
        return tuple(out)

    def table(self) -> Table:
        """Return the two ends and who holds them."""
        inner = self.interval.table()
        title = self.institution.title or self.institution.name
        return Table(inner.columns, inner.rows, f"{title}: {inner.title}")

    def to_dict(self) -> dict[str, Any]:
        """Return the interval as plain values."""
        return {
            "institution": self.institution.name,
            "title": self.institution.title,
            "four_c": self.institution.four_c,
            **_said(year=self.institution.year, quota=self.quota),
            **self.interval.to_dict(),
            "remarks": list(self.remarks),
            "ideal_point_source": self.institution.within.sources.get("ideal_point", ""),
            "source": self.institution.source,
        }


def institution_gridlock(institution: Institution, quota: Quota = None) -> InstitutionGridlock:
    """Return what an institution cannot change on the line of ideal points.

    Parameters
    ----------
    institution : Institution
        Whose members vote; one without an ideal point is left out and named.
    quota : int, float or str, optional
        In place of the institution's own.

    Raises
    ------
    NoAnswer
        If nobody votes, seats are not named, or no ideal points are known.

    Examples
    --------
    >>> from gametheory_orders.files import load_institution
    >>> found = institution_gridlock(load_institution("p5")).interval
    >>> round(float(found.length), 2), found.low_held_by, found.high_held_by
    (3.53, ('CHN',), ('USA',))
    """
    rule = institution.voting_rule(quota)
    assert institution.members is not None
    unnamed = [seat.id for seat in institution.seats if not seat.named]
    if unnamed:
        raise NoAnswer(f"{institution.name}: it is not known who holds {unnamed[0]!r}")
    points = institution.members.columns.get("ideal_point")
    if points is None or all(math.isnan(point) for point in points):
        raise NoAnswer(f"{institution.name}: its members have no ideal points")
    at = {
        state: None if math.isnan(point) else float(point)
        for state, point in zip(institution.ids, points, strict=True)
    }
    interval = gridlock_interval(rule, at, names=institution.ids, missing="drop")
    return InstitutionGridlock(institution, interval, quota)


def _said(**facts: Any) -> dict[str, Any]:
    return {name: fact for name, fact in facts.items() if fact is not None}
