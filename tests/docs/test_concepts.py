"""Every public solver and measure has one card, complete, and none stands for nothing.

Builds on docs/reference/concepts and the package's list of public names.
It is not: a test of what the cards say; their formulas are tested where the solvers are.
"""

from __future__ import annotations

import importlib.util
import inspect
from pathlib import Path

import pytest

import gametheory_orders

DOCS = Path(__file__).resolve().parents[2] / "docs"
ROOMS = ("solvers", "measures", "statics")


def _extension():
    pytest.importorskip("sphinx", reason="the cards are printed by the docs' own extension")
    spec = importlib.util.spec_from_file_location(
        "concept_cards", DOCS / "_ext" / "concept_cards.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _groups() -> dict[str, dict]:
    import tomllib

    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in (DOCS / "reference" / "concepts").glob("*.toml")
    }


def _cards() -> list[tuple[str, str, dict]]:
    return [
        (group, name, card)
        for group, held in _groups().items()
        for name, card in held.items()
        if isinstance(card, dict)
    ]


def _public() -> set[str]:
    return {
        name
        for room, names in gametheory_orders._ROOMS.items()
        if room.split(".")[0] in ROOMS
        for name in names
        if not inspect.isclass(getattr(gametheory_orders, name))
    }


def test_every_public_solver_and_measure_has_a_card():
    missing = _public() - {name for _, name, _ in _cards()}
    assert not missing, f"write a card in docs/reference/concepts for {sorted(missing)}"


def test_no_card_twice_and_none_for_nothing():
    names = [name for _, name, _ in _cards()]
    assert len(names) == len(set(names))
    unknown = set(names) - set(gametheory_orders.__all__)
    assert not unknown, f"cards without a function: {sorted(unknown)}"


@pytest.mark.parametrize(("group", "name", "card"), _cards(), ids=lambda each: str(each)[:30])
def test_a_card_is_complete(group, name, card):
    assert set(card) == {"formula", "assumes", "source", "not_for", "page"}
    assert all(isinstance(text, str) and text.strip() for text in card.values())
    page = DOCS / card["page"]
    assert page.is_file(), f"{name}: no page {card['page']}"
    assert (DOCS / "reference" / "concepts" / f"{group}.md").is_file()


def test_cards_print_what_the_docstring_says():
    module = _extension()
    for group in module.groups().values():
        text = "\n".join(module.lines(group))
        for name in module.cards(group):
            assert f"## `{name}`" in text
            assert module.says(name) in text
