"""Documents that are no documents: one line, never a traceback.

Builds on documents of each kind, spoilt place by place. It is not: a test of what is found wrong
in figures (test_verify.py).
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

import gametheory_orders as gto

ODD: tuple[Any, ...] = (None, True, -1, 1e308, "", "x" * 300, [], [[]], {}, {"a": None})


def documents() -> dict[str, dict[str, Any]]:
    game = gto.NormalFormGame.from_arrays([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    return {
        "compare": gto.compare("spheres", ["spheres_concert"]).to_dict(),
        "power": gto.institution_power(gto.load_institution("g6")).to_dict(),
        "gridlock": gto.institution_gridlock(gto.load_institution("g6")).to_dict(),
        "coalitions": gto.stable_coalitions(gto.load_issue("climate")).to_dict(),
        "equilibria": gto.nash_equilibria(game).to_dict(),
    }


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value[:2]):
            found += places(item, (*path, index))
    return found


def spoilt(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    out = copy.deepcopy(document)
    at: Any = out
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return out


def outcome(document: dict[str, Any]) -> str:
    """Return the kind that was rechecked, or the error's words; anything else escapes."""
    try:
        return gto.verify(document).kind
    except (gto.ModelError, gto.NoAnswer) as error:
        return str(error)


@pytest.mark.parametrize("kind", ["power", "gridlock", "equilibria"])
def test_a_spoilt_document_is_told_in_one_line_or_found_wrong(kind: str) -> None:
    document = {"schema": 1, **documents()[kind]}
    found_places = places(document)
    assert len(found_places) > 10
    for number, path in enumerate(found_places):
        value = ODD[number % len(ODD)]
        told = outcome(spoilt(document, path, value))
        assert told == kind or "\n" not in told


@pytest.mark.parametrize("value", [None, 3, -0.0, [], object(), b"x"])
def test_what_is_no_file_and_no_document(value: object) -> None:
    with pytest.raises(gto.ModelError):
        gto.verify(value)
