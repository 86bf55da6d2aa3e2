"""An institution: an order with a name in the world, its seats, its count and its source.

Builds on order.py, voting and worlds. Institutions are data (models/institutions); this says
what one is. Not here: reading files (files/institutions.py), power (measures).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.orders.decision import Decision, Quota, Unanimity, VotedLevel
from gametheory_orders.orders.enforcement import Enforcement
from gametheory_orders.orders.membership import Membership
from gametheory_orders.orders.order import FOUR_CS, Order
from gametheory_orders.orders.voting import SimpleGame
from gametheory_orders.orders.voting.rules import BallotRule
from gametheory_orders.orders.voting.simple_game import simple_game_of
from gametheory_orders.worlds import World

SEAT_KINDS = ("member", "permanent", "elected")


@dataclass(frozen=True)
class Seat:
    """One seat of an institution.

    Parameters
    ----------
    id : str
        Of the state or bloc that holds it, or a name of its own.
    kind : {"member", "permanent", "elected"}
        How it is held.
    named : bool
        Whether it is known who holds it.
    open_to : tuple of str
        Continents whose states may hold a seat that is not named; empty means all.

    Examples
    --------
    >>> Seat("Africa 1", "elected", named=False, open_to=("Africa",)).kind
    'elected'
    """

    id: str
    kind: str = "member"
    named: bool = True
    open_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in SEAT_KINDS:
            raise unknown_name("seat.kind", self.kind, SEAT_KINDS, "one")


@dataclass(frozen=True, eq=False)
class Institution(Result):
    """An institution as its members, its three rules and what is known of it.

    Parameters
    ----------
    name, title : str
        Name in files, and shown to the reader.
    four_c : {"charter", "club", "concert", "coalition"}
        Which of the four Cs it is an instance of.
    within : World
        The states among which it stands.
    enforcement : sequence of Enforcement
        What makes members keep what they agreed.
    members : World or None
        One row a seat, in the order of the seats; None where no list is known.
    seats : tuple of Seat
        As many as there are rows.
    membership : Membership or None
        Who is in, by rule; None where no list is known.
    decision : Decision or None
        How members agree; None where there is no rule of decision at all.
    year, count : int or None
        Of which year the list is, and the number of members as the source states it.
    count_stated : str
        The count in the source's words, where it is no exact number.
    nobody_votes : str
        Why there is no vote; empty where there is one.
    no_list : str
        Why no members are listed; empty where they are.
    blocs : mapping of str to tuple of str
        The states behind a seat that is held by a bloc.
    special_majorities : tuple of str
        Further quotas in use.
    in_words : mapping of str to str
        Membership, decision and enforcement in plain words.
    source, remarks : str
        Where it is from, and what a reader should know.

    Examples
    --------
    >>> from gametheory_orders.files import load_institution
    >>> council = load_institution("unsc")
    >>> council.count, council.simple_game().n, len(council.of_kind("permanent"))
    (15, 15, 5)
    """

    name: str
    four_c: str
    within: World
    enforcement: tuple[Enforcement, ...]
    title: str = ""
    members: World | None = None
    seats: tuple[Seat, ...] = ()
    membership: Membership | None = None
    decision: Decision | None = None
    year: int | None = None
    count: int | None = None
    count_stated: str = ""
    nobody_votes: str = ""
    no_list: str = ""
    blocs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    special_majorities: tuple[str, ...] = ()
    in_words: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    remarks: str = ""

    def __post_init__(self) -> None:
        if self.four_c not in FOUR_CS:
            raise unknown_name("institution.four_c", self.four_c, FOUR_CS, "one")
        votes = isinstance(self.decision, VotedLevel)
        if votes == bool(self.nobody_votes):
            found = "a rule that is voted on" if votes else "no vote and no reason"
            raise ModelError("institution.nobody_votes", found, "a reason iff nobody votes")
        if (self.members is None) != bool(self.no_list):
            found = "no members and no reason" if self.members is None else "members and a reason"
            raise ModelError("institution.no_list", found, "a reason iff no members are listed")
        if self.members is not None and self.members.ids != tuple(s.id for s in self.seats):
            raise ModelError("institution.seats", "other ids than the members'", "one seat a row")
        if self.members is not None and isinstance(self.decision, VotedLevel):
            self.decision.check(self.members, np.ones(self.members.n, dtype=bool))

    @property
    def ids(self) -> tuple[str, ...]:
        """Identifiers of the members; empty where no list is known."""
        return () if self.members is None else self.members.ids

    @property
    def somebody_votes(self) -> bool:
        """Whether members decide by a vote."""
        return isinstance(self.decision, VotedLevel)

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Return the seats that are held in one way: "member", "permanent" or "elected"."""
        return tuple(seat.id for seat in self.seats if seat.kind == kind)

    @property
    def order(self) -> Order:
        """The institution as an order over its members.

        Raises
        ------
        NoAnswer
            If no members are listed, or there is no rule of decision.
        """
        if self.membership is None or self.members is None:
            raise NoAnswer(f"{self.name}: no members are listed: {self.no_list}")
        if self.decision is None:
            raise NoAnswer(f"{self.name}: no rule of decision: {self.nobody_votes}")
        return Order(
            self.membership,
            self.decision,
            self.enforcement,
            self.name,
            self.four_c,
            self.title,
            self.source,
        )

    def voting_rule(self, quota: int | float | str | None = None) -> BallotRule:
        """Return who wins with whom, on the rows of ``members``.

        Parameters
        ----------
        quota : int, float or str, optional
            In place of the institution's own: a sum of votes, a share, or "majority".

        Raises
        ------
        NoAnswer
            If nobody votes, or no members are listed.
        ModelError
            If the quota cannot be met, or the rule has several quotas.
        """
        if not isinstance(self.decision, VotedLevel):
            raise NoAnswer(f"{self.name}: nobody votes: {self.nobody_votes}")
        if self.members is None:
            raise NoAnswer(f"{self.name}: no members are listed: {self.no_list}")
        decision: VotedLevel = self.decision
        everyone = np.ones(self.members.n, dtype=bool)
        if quota is not None:
            try:
                decision = _with_quota(decision, quota)
                decision.check(self.members, everyone)
            except ModelError as error:
                where = error.where.replace("decision.", "", 1)
                raise ModelError(where, error.found, error.expected, error.nearest) from None
        return decision.voting_rule(self.members, everyone)

    def simple_game(self, quota: int | float | str | None = None) -> SimpleGame:
        """Return the simple game that the members play; the quota as for ``voting_rule``.

        Examples
        --------
        >>> from gametheory_orders.files import load_institution
        >>> load_institution("imf").simple_game("85%").wins(["USA"])
        False
        """
        return simple_game_of(self.voting_rule(quota), self.ids, self.name)

    @property
    def represented(self) -> tuple[str, ...]:
        """The states that sit, by themselves or in a bloc, in the world's order."""
        inside = {seat.id for seat in self.seats if seat.named}
        inside |= {
            state for bloc, states in self.blocs.items() if bloc in inside for state in states
        }
        return tuple(state for state in self.within.ids if state in inside)

    def share(self, column: str | None = None) -> float | None:
        """Return the represented states' share of all: of states, or of a column's sum.

        None where a seat is not named, or a figure of one of the represented states is missing;
        blanks of other states count as nothing, so a share with blanks is an upper bound.
        """
        if self.members is None or not all(seat.named for seat in self.seats):
            return None
        chosen = self.within.mask(self.represented)
        if column is None:
            return float(chosen.mean())
        if column not in self.within.columns:
            raise unknown_name("column", column, self.within.columns, "a column")
        figures = self.within.columns[column]
        total = float(np.nansum(figures))
        share = float(figures[chosen].sum()) / total if total else float("nan")
        return None if np.isnan(share) else share

    def table(self) -> Table:
        """Return what is known, one row a fact."""
        count = self.count_stated or self.count
        rows: list[list[Any]] = [
            ["kind", self.four_c],
            ["members", str(count) if count else "-"],
            ["listed", str(len(self.ids)) if self.ids else f"no: {self.no_list}"],
            *([slot, self.in_words[slot]] for slot in self.in_words),
            *([["nobody votes", self.nobody_votes]] if self.nobody_votes else []),
            ["source", self.source],
            *([["remarks", self.remarks]] if self.remarks else []),
        ]
        return Table(["", ""], rows, f"{self.title or self.name}{_of_year(self.year)}")

    def to_dict(self) -> dict[str, Any]:
        """Return the institution as plain values."""
        found: dict[str, Any] = plain(
            {
                "name": self.name,
                "title": self.title,
                "four_c": self.four_c,
                "year": self.year,
                "count": self.count,
                "count_stated": self.count_stated or None,
                "members": list(self.ids),
                "seats": [
                    {"id": seat.id, "kind": seat.kind, "named": seat.named} for seat in self.seats
                ],
                "blocs": {bloc: list(states) for bloc, states in self.blocs.items()},
                "no_list": self.no_list or None,
                "membership": None if self.membership is None else self.membership.settings(),
                "decision": None if self.decision is None else self.decision.settings(),
                "enforcement": [rule.settings() for rule in self.enforcement],
                "nobody_votes": self.nobody_votes or None,
                "special_majorities": list(self.special_majorities),
                "in_words": dict(self.in_words),
                "source": self.source,
                "remarks": self.remarks,
            }
        )
        return {key: value for key, value in found.items() if value is not None}


def _with_quota(decision: VotedLevel, quota: int | float | str) -> VotedLevel:
    if isinstance(decision, Quota):
        return replace(decision, quota=quota)
    if isinstance(decision, Unanimity):
        return Quota(quota=quota, body=decision.body)
    raise ModelError("quota", quota, f"none: the rule {decision.rule!r} has several quotas")


def _of_year(year: int | None) -> str:
    return f", {year}" if year else ""
