"""Institutions and reform plans from files: seats, blocs, three rules, count and source.

Builds on sources.py, schema.py, worlds.py and orders.py. Not here: what they amount to (measures).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import Field

from gametheory_orders.files.orders import build_rule
from gametheory_orders.files.schema import Table, Text, check, said
from gametheory_orders.files.sources import bundled, find, read_toml, shown_path
from gametheory_orders.files.worlds import load_world
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.orders import DECISIONS, ENFORCEMENTS, MEMBERSHIPS, Decision, VotedLevel
from gametheory_orders.orders.combined import CombinedVote
from gametheory_orders.orders.enforcement import Enforcement
from gametheory_orders.orders.institution import Institution, Seat
from gametheory_orders.orders.membership import Fixed, Membership
from gametheory_orders.worlds import World, aggregate, select

_TEXT = "a text"
_RULE = 'a rule as a table, such as { rule = "consensus" }'
MOST_SEATS = 1000


class SeatTable(Table):
    """``[[seat]]``: seats of one sort, with holders or a name and a count."""

    kind: Literal["member", "permanent", "elected"] = Field(
        description='one of: "member", "permanent", "elected"'
    )
    holders: list[Text] = Field([], description="a list of ids of states")
    name: Text | None = Field(None, description="a name for seats without holders, as text")
    count: int | None = Field(None, ge=1, le=MOST_SEATS, description="a whole number of seats")
    open_to: list[Text] = Field([], description="a list of continents, as text")


class WordsTable(Table):
    """``[institution.in_words]``: the three rules in plain words."""

    membership: Text = Field(description=_TEXT)
    decision: Text = Field(description=_TEXT)
    enforcement: Text = Field(description=_TEXT)


class InstitutionTable(Table):
    """``[institution]``."""

    name: Text = Field(description="the institution's name, as text")
    title: Text = Field(description=_TEXT)
    four_c: Text = Field(description='one of: "charter", "club", "concert", "coalition"')
    year: int | None = Field(None, description="a year, as a whole number")
    count: int | None = Field(None, ge=1, description="a whole number of members")
    count_stated: str = Field("", description="the count in the source's words, as text")
    world: Text = Field("states", description="the name or path of a world")
    source: Text = Field(description=_TEXT)
    remarks: str = Field("", description=_TEXT)
    nobody_votes: str = Field("", description="why there is no vote, as text")
    no_list: str = Field("", description="why no members are listed, as text")
    special_majorities: list[Text] = Field([], description='a list of quotas, such as "70%"')
    blocs: dict[str, Text] = Field({}, description="the institution whose members form the bloc")
    membership: dict[str, Any] | None = Field(None, description=_RULE)
    decision: dict[str, Any] = Field(description=_RULE)
    enforcement: dict[str, Any] = Field(description=_RULE)
    in_words: WordsTable = Field(description="a table of membership, decision, enforcement")


class InstitutionFile(Table):
    """A file of one institution."""

    institution: InstitutionTable = Field(description="an [institution] table")
    seat: list[SeatTable] = Field([], description="[[seat]] tables")


def load_institution(source: str | Path | Institution) -> Institution:
    """Load an institution, bundled or from a file.

    Parameters
    ----------
    source : str, path or Institution
        Name of a bundled institution, or path of a file; an Institution is returned as it is.

    Raises
    ------
    ModelError
        If there is no such institution, or its file is wrong.

    Examples
    --------
    >>> load_institution("g6").ids
    ('USA', 'CHN', 'EU', 'RUS', 'JPN', 'IND')
    """
    if isinstance(source, Institution):
        return source
    return read_institution(find(source, "institutions"))


def load_reform(source: str | Path) -> Institution:
    """Load a plan for the Security Council, bundled or from a file.

    Parameters
    ----------
    source : str or path
        Name of a bundled plan, or path of a file in the shape of an institution's.

    Examples
    --------
    >>> plan = load_reform("g4")
    >>> len(plan.ids), len(plan.of_kind("permanent"))
    (25, 11)
    """
    return read_institution(find(source, "reforms"))


def institution_names() -> tuple[str, ...]:
    """Return the names of the bundled institutions.

    Examples
    --------
    >>> "paris_agreement" in institution_names()
    True
    """
    return tuple(bundled("institutions"))


def read_institution(path: Path) -> Institution:
    """Read an institution's file."""
    where = shown_path(path)
    file = check(read_toml(path, "a TOML file of an institution"), InstitutionFile, where)
    try:
        return _build(file)
    except ModelError as error:
        raise error if ": " in error.where else error.at(where) from None


def build_decision(settings: Mapping[str, Any], place: str) -> Decision | None:
    """Return a decision rule; "all" and "any" hold a list of rules, "none" is no rule.

    Examples
    --------
    >>> both = [{"rule": "quota", "quota": 2}, {"rule": "unanimity", "body": ["A"]}]
    >>> build_decision({"rule": "all", "of": both}, "decision").rule
    'all'
    """
    rule = settings.get("rule")
    if rule == "none":
        if len(settings) > 1:
            raise ModelError(place, "keys beside it", 'nothing beside rule = "none"')
        return None
    if isinstance(rule, str) and rule not in DECISIONS:
        raise unknown_name(f"{place}.rule", rule, [*DECISIONS, "none"], "one decision rule")
    kind = DECISIONS.get(rule, f"{place}.rule") if rule is not None else Decision
    if not issubclass(kind, CombinedVote):
        return build_rule(DECISIONS, settings, place)
    for key in settings:
        if key not in ("rule", "of"):
            raise unknown_name(f"{place}.{key}", key, ["rule", "of"], "one key")
    listed = settings.get("of")
    if not isinstance(listed, list) or len(listed) < 2:
        found = said(listed) if listed is not None else "nothing"
        raise ModelError(f"{place}.of", found, "a list of at least two rules")
    parts: list[VotedLevel] = []
    for position, item in enumerate(listed):
        here = f"{place}.of[{position}]"
        if not isinstance(item, Mapping):
            raise ModelError(here, said(item), _RULE)
        part = build_decision(item, here)
        if not isinstance(part, VotedLevel):
            raise ModelError(here, said(item.get("rule")), "a rule that is voted on")
        parts.append(part)
    return kind(of=tuple(parts))


def _build(file: InstitutionFile) -> Institution:
    table = file.institution
    within = load_world(table.world)
    blocs = {bloc: _bloc(bloc, source, within) for bloc, source in table.blocs.items()}
    decision = build_decision(table.decision, "institution.decision")
    enforcement: Enforcement = build_rule(
        ENFORCEMENTS, table.enforcement, "institution.enforcement"
    )
    membership, seats = _members(file, within, blocs)
    members = _rows(seats, within, blocs) if seats else None
    listed = {seat.id for seat in seats}
    for bloc in blocs:
        if bloc not in listed:
            raise ModelError(f"institution.blocs.{bloc}", "a bloc without a seat", "a seat for it")
    try:
        return Institution(
            name=table.name,
            four_c=table.four_c,
            within=within,
            enforcement=(enforcement,),
            title=table.title,
            members=members,
            seats=seats,
            membership=membership,
            decision=decision,
            year=table.year,
            count=table.count,
            count_stated=table.count_stated,
            nobody_votes=table.nobody_votes,
            no_list=table.no_list,
            blocs=blocs,
            special_majorities=tuple(table.special_majorities),
            in_words=table.in_words.model_dump(),
            source=table.source,
            remarks=table.remarks,
        )
    except ModelError as error:
        if error.where.startswith("decision"):
            raise error.__class__(
                f"institution.{error.where}", error.found, error.expected, error.nearest
            ) from None
        raise


def _bloc(bloc: str, source: str, within: World) -> tuple[str, ...]:
    if bloc in within.ids:
        raise ModelError(f"institution.blocs.{bloc}", "the id of a state", "a name of its own")
    names = bundled("institutions")
    if source not in names:
        raise unknown_name(f"institution.blocs.{bloc}", source, names, "an institution")
    return read_institution(names[source]).ids


def _members(
    file: InstitutionFile, within: World, blocs: Mapping[str, tuple[str, ...]]
) -> tuple[Membership | None, tuple[Seat, ...]]:
    """Return the membership rule and the seats; neither if no list is known."""
    settings = file.institution.membership
    if file.seat:
        if settings is not None:
            found = "a membership rule beside [[seat]] tables"
            raise ModelError("institution.membership", found, "one of the two, not both")
        seats = _seats(file.seat, within, blocs)
        return Fixed(members=tuple(seat.id for seat in seats)), seats
    if settings is None:
        return None, ()
    rule = build_rule(MEMBERSHIPS, settings, "institution.membership")
    if isinstance(rule, Fixed):
        ids = rule.members
        for position, state in enumerate(ids):
            _known(state, f"institution.membership.members[{position}]", within, blocs)
    else:
        ids = within.members(rule.eligible(within))
    return rule, tuple(Seat(state) for state in ids)


def _known(state: str, where: str, within: World, blocs: Mapping[str, tuple[str, ...]]) -> None:
    if state not in within.ids and state not in blocs:
        raise unknown_name(where, state, [*within.ids, *blocs], "a state or a bloc")


def _seats(
    tables: list[SeatTable], within: World, blocs: Mapping[str, tuple[str, ...]]
) -> tuple[Seat, ...]:
    seats: list[Seat] = []
    continents = sorted(set(within.texts.get("continent", ())))
    for position, table in enumerate(tables):
        where = f"seat[{position}]"
        for place, continent in enumerate(table.open_to):
            if continent not in continents:
                at = f"{where}.open_to[{place}]"
                raise unknown_name(at, continent, continents, "a continent")
        open_to = tuple(table.open_to)
        if table.holders:
            if table.name is not None or table.count not in (None, len(table.holders)):
                raise ModelError(where, "holders beside a name or count", "one of the two")
            for place, state in enumerate(table.holders):
                _known(state, f"{where}.holders[{place}]", within, blocs)
            seats += [Seat(state, table.kind, True, open_to) for state in table.holders]
        elif table.name is None or table.count is None:
            raise ModelError(where, "neither holders nor name and count", "holders, or both")
        else:
            ids = [f"{table.name} {number}" for number in range(1, table.count + 1)]
            seats += [Seat(seat, table.kind, False, open_to) for seat in ids]
    ids = [seat.id for seat in seats]
    for seat in ids:
        if ids.count(seat) > 1:
            raise ModelError("seat", f"{seat!r} a second time", "each seat once")
    return tuple(seats)


def _rows(seats: tuple[Seat, ...], within: World, blocs: Mapping[str, tuple[str, ...]]) -> World:
    """Return one row a seat: a state's figures, a bloc's, or none.

    A bloc counts its members that do not sit themselves, so that nobody's people are counted
    twice; its means (an ideal point) are those of all its members.
    """
    seated = {seat.id for seat in seats if seat.named}
    columns: dict[str, list[float]] = {key: [] for key in [*within.columns, "stands_for"]}
    texts: dict[str, list[str]] = {key: [] for key in within.texts}
    names = {}
    for seat in seats:
        if seat.id in within.ids:
            source = select(within, [seat.id]).with_columns({"stands_for": [1.0]})
            figures = {key: float(values[0]) for key, values in source.columns.items()}
            words = {key: values[0] for key, values in source.texts.items()}
            names[seat.id] = within.names.get(seat.id, seat.id)
        elif seat.id in blocs:
            figures, words = _bloc_row(seat.id, blocs[seat.id], seated, within)
        else:
            figures = {key: np.nan for key in columns} | {"stands_for": 1.0}
            words = {key: "" for key in texts}
        for key, column in columns.items():
            column.append(figures[key])
        for key, text in texts.items():
            text.append(words[key])
    return World(
        tuple(seat.id for seat in seats),
        {key: np.array(values) for key, values in columns.items()},
        within.name,
        names,
        within.sources,
        texts={key: tuple(values) for key, values in texts.items()},
        blocs=within.blocs,
    )


def _bloc_row(
    bloc: str, states: tuple[str, ...], seated: set[str], within: World
) -> tuple[dict[str, float], dict[str, str]]:
    rest = [state for state in states if state not in seated]
    if not rest:
        raise ModelError(f"institution.blocs.{bloc}", "nobody but members", "others to stand for")
    whole = aggregate(select(within, states), {bloc: states})
    part = aggregate(select(within, rest), {bloc: rest})
    figures = {
        key: float(
            (part if key == "stands_for" or within.blocs.get(key) == "sum" else whole).columns[key][
                0
            ]
        )
        for key in whole.columns
    }
    return figures, {key: words[0] for key, words in whole.texts.items()}
