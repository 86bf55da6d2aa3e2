"""What the documents of ``fourcs power`` and ``fourcs gridlock`` should say.

Builds on ballots.py; reads the institution's rules from its file. Not here: any index or interval
of the measures and solvers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory_orders.files.institutions import load_institution, load_reform
from gametheory_orders.files.sources import bundled
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.orders.institution import Institution
from gametheory_orders.orders.voting.quotas import quota_needed
from gametheory_orders.referee.ballots import (
    MOST_AT_ONCE,
    Ballot,
    Counted,
    as_written,
    ballot_of,
    winning,
)
from gametheory_orders.referee.ballots import count as count_coalitions
from gametheory_orders.referee.figures import Figure, Given, LeftOut, NotCovered
from gametheory_orders.referee.roots import square_root

Tree = dict[str, Any]


def power(document: Mapping[str, Any], source: str) -> Tree:
    """Return what a document of ``fourcs power`` should say."""
    institution = _institution(source)
    ids = list(institution.ids)
    try:
        ballot = _ballot(institution, document)
        found = count_coalitions(ballot, ids, ids)
    except NotCovered as error:
        return {key: LeftOut(str(error)) for key in document if key not in ("model", "source")}
    whole = 2**found.n
    voters = ballot.voters(ids)
    vetoers = [s for s in ids if s in voters and not ballot.wins(set(voters) - {s}, ids)]
    out = _head(institution)
    if "quota" in document:
        out["quota"] = Given()
    records = document.get("members")
    if not isinstance(records, list):
        raise ModelError("members", "something else", "a list of records")
    columns = _columns(found, ballot, ids)
    out |= {
        "members": _members(institution, ballot, records, columns),
        "winning_coalitions": Figure(Fraction(found.winning)),
        "power_to_act": Figure(Fraction(found.winning, whole)),
        "power_to_act_exact": Figure(Fraction(found.winning, whole)),
        **_smallest(document, ballot, ids),
        "exact": Figure(True),
        "error": Figure(0),
        "vetoers": Figure(vetoers, anyorder=True),
    }
    return {key: value for key, value in out.items() if key in document or key in MUST}


MUST = ("institution", "members", "vetoers")


def _institution(source: str) -> Institution:
    if source in bundled("reforms") and source not in bundled("institutions"):
        return load_reform(source)
    return load_institution(source)


def _head(institution: Institution) -> Tree:
    return {
        "schema": Figure(1),
        "model": Given(),
        "institution": Figure(institution.name),
        "title": Figure(institution.title),
        "four_c": Figure(institution.four_c),
        "year": Figure(institution.year),
    }


def _ballot(institution: Institution, document: Mapping[str, Any]) -> Ballot:
    """Return the institution's vote, with the quota that was asked for."""
    if institution.decision is None or institution.members is None:
        raise ModelError(institution.name, "nobody votes", "an institution with a vote")
    members = institution.members
    ballot = ballot_of(institution.decision, members.columns, members.ids)
    asked = document.get("quota")
    if asked is None:
        return ballot
    if ballot.parts:
        raise NotCovered("another quota of several votes joined")
    # Read once as a check that it is a quota at all.
    quota_needed(asked, Fraction(1), "quota")
    return replace(ballot, quota=asked if isinstance(asked, str) else as_written(asked))


def _columns(
    found: Counted, ballot: Ballot, ids: Sequence[str]
) -> dict[str, list[Fraction] | LeftOut]:
    """Return each index by its name in the document."""
    whole = 2**found.n
    losing = whole - found.winning
    out: dict[str, list[Fraction] | LeftOut] = {
        "banzhaf_swings": [Fraction(s) for s in found.swings],
        "banzhaf": found.banzhaf,
        "banzhaf_absolute": [Fraction(2 * s, whole) for s in found.swings],
        "coleman_prevent": [Fraction(s, found.winning or 1) for s in found.swings],
        "coleman_initiate": [Fraction(s, losing) for s in found.swings],
    }
    try:
        out["shapley_shubik"] = found.shapley
    except NotCovered as error:
        out["shapley_shubik"] = LeftOut(str(error))
    names = ("deegan_packel", "holler", "public_good_index")
    if found.n > MOST_AT_ONCE:
        return out | {name: LeftOut(f"all coalitions of {found.n} voters") for name in names}
    packel, holding, _ = _minimal(ballot, ids)
    whole_held = sum(holding)
    holler = [Fraction(h, whole_held or 1) for h in holding]
    held = [Fraction(h) for h in holding]
    return out | {"deegan_packel": packel, "holler": holler, "public_good_index": held}


def _minimal(ballot: Ballot, ids: Sequence[str]) -> tuple[list[Fraction], list[int], int]:
    """Return the Deegan-Packel index, in how many minimal winning coalitions each is, and all."""
    wins = winning(ballot, ids, ids)
    n = len(ids)
    minimal = wins.copy()
    codes = np.arange(2**n)
    for i in range(n):
        inside = codes >> i & 1 == 1
        minimal[inside] &= ~wins[codes[inside] ^ (1 << i)]
    packel, holler = [Fraction(0)] * n, [0] * n
    chosen = codes[minimal].tolist()
    by_size: dict[tuple[int, int], int] = {}
    for code in chosen:
        size = code.bit_count()
        for i in range(n):
            if code >> i & 1:
                holler[i] += 1
                by_size[i, size] = by_size.get((i, size), 0) + 1
    for (i, size), times in by_size.items():
        packel[i] += Fraction(times, size * len(chosen))
    return packel, holler, len(chosen)


def _smallest(document: Mapping[str, Any], ballot: Ballot, ids: Sequence[str]) -> Tree:
    """Return how many winning coalitions are minimal, if the document says it."""
    name = "minimal_winning_coalitions"
    if name not in document:
        return {}
    if len(ids) > MOST_AT_ONCE:
        return {name: LeftOut(f"all coalitions of {len(ids)} voters")}
    return {name: Figure(Fraction(_minimal(ballot, ids)[2]))}


def _members(
    institution: Institution,
    ballot: Ballot,
    records: Sequence[Any],
    columns: Mapping[str, list[Fraction] | LeftOut],
) -> list[Tree]:
    assert institution.members is not None
    ids = institution.ids
    people = _people(institution)
    first = records[0] if records and isinstance(records[0], Mapping) else {}
    main = next((n for n in ("banzhaf", "shapley_shubik", *columns) if n in first), "")
    out = []
    for i, state in enumerate(ids):
        own: Tree = {"id": Figure(state), "population": Figure(people[i])}
        for name, values in columns.items():
            if isinstance(values, LeftOut):
                own[name] = values
                continue
            # Text beside a number is the same figure as a fraction.
            own[name] = own[f"{name}_exact"] = Figure(values[i])
        own["weight"] = _weight(ballot, state)
        own |= _over(columns.get(main), i, people)
        out.append({key: value for key, value in own.items() if key in first})
    return out


def _weight(ballot: Ballot, state: str) -> Any:
    if ballot.parts:
        return Figure(None)
    if ballot.body is not None and state not in ballot.body:
        return Figure(0)
    return Figure(ballot.weight(state))


def _people(institution: Institution) -> list[Fraction | None]:
    assert institution.members is not None
    column = institution.members.columns.get("population")
    if column is None:
        return [None] * len(institution.ids)
    return [None if np.isnan(x) else Fraction(float(x)) for x in column]


def _over(values: Any, i: int, people: Sequence[Fraction | None]) -> Tree:
    """Return a member's power over an equal share, a share by people, by their root."""
    if not isinstance(values, list) or not sum(values):
        left = LeftOut("the index that it compares is not rechecked")
        return {f"over_{name}": left for name in ("equality", "people", "sqrt_people")}
    share = values[i] / sum(values)
    out: Tree = {"over_equality": Figure(share * len(values))}
    heads = [x for x in people if x is not None]
    if len(heads) < len(people):
        return out | {"over_people": Figure(None), "over_sqrt_people": Figure(None)}
    roots = [square_root(x)[0] for x in heads]
    out["over_people"] = Figure(share * sum(heads) / heads[i])
    out["over_sqrt_people"] = Figure(share * sum(roots) / roots[i], False)
    return out


def gridlock(document: Mapping[str, Any], source: str) -> Tree:
    """Return what a document of ``fourcs gridlock`` should say.

    A status quo is stuck if neither those to its right nor those to its left win.
    """
    institution = _institution(source)
    try:
        ballot = _ballot(institution, document)
    except NotCovered as error:
        return {key: LeftOut(str(error)) for key in document if key != "model"}
    assert institution.members is not None
    ids = list(institution.ids)
    column = institution.members.columns.get("ideal_point")
    if column is None:
        raise ModelError(institution.name, "no ideal points", "a column ideal_point")
    voters = set(ballot.voters(ids))
    points = {s: Fraction(float(x)) for s, x in zip(ids, column, strict=True) if not np.isnan(x)}
    if not voters <= set(points) or document.get("blocking_cost"):
        why = "blocking costs" if document.get("blocking_cost") else "voters without a position"
        return {key: LeftOut(why) for key in document if key != "model"}
    points = {state: at for state, at in points.items() if state in voters}
    places = sorted(set(points.values()))

    def right(at: Fraction) -> bool:
        return ballot.wins({s for s, x in points.items() if x > at}, ids)

    def left(at: Fraction) -> bool:
        return ballot.wins({s for s, x in points.items() if x < at}, ids)

    out = _head(institution) | {"quota": Given()}
    if not ballot.wins(voters, ids):
        return out | {key: LeftOut("nobody can ever win") for key in document if key not in out}
    low = next(at for at in places if not right(at))
    high = next(at for at in reversed(places) if not left(at))
    empty = low > high
    return out | {
        "low": Figure(low),
        "high": Figure(high),
        "length": Figure(Fraction(0) if empty else high - low),
        "spread": Figure(places[-1] - places[0]),
        "empty": Figure(empty),
        "low_held_by": _held(points, low),
        "high_held_by": _held(points, high),
        "ideal_points": {state: Figure(at) for state, at in points.items()},
        "blocking_cost": {},
        "dropped": Figure([]),
        "exact": LeftOut("how the solver worked"),
        "remarks": Given(),
    }


def _held(points: Mapping[str, Fraction], at: Fraction) -> Any:
    there = [state for state, x in points.items() if x == at]
    if len(there) > 1:
        return LeftOut("several voters stand there")
    return Figure(there)
