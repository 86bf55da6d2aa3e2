"""Some five hundred broken files, each told in one line that says where.

Builds on: good_files.py (a good file of each kind). Every value of every good file is replaced by
what cannot stand there, every key misspelt, and each text file broken in the ways of a careless
hand. It is not: a random search (test_mutations.py), nor the wording (the tests of each reader).
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broken_models import BROKEN
from good_files import ISLES, Kind, at, fault, kinds, leaves, toml

TREES = sorted(
    name for name, kind in kinds().items() if kind.tree is not None and name != "manifest"
)
LEAST = 300
"""How many broken files there must be, by the rule of the project."""


def _spoilt(value: Any) -> Iterator[tuple[str, Any]]:
    """Return what cannot stand where this value does."""
    yield "a date", _Date()
    if isinstance(value, bool):
        yield "a text", "yes"
    elif isinstance(value, int | float):
        yield from (("nan", float("nan")), ("inf", float("inf")), ("huge", 10**120))
        yield from (("a text", "many"), ("true", True), ("lists", [[[]]]))
    elif isinstance(value, str):
        yield from (("a number", 7.5), ("true", True), ("lists", [[[]]]))
    elif isinstance(value, list):
        yield from (("a list with a date", [_Date()]), ("true", True), ("lists", [[[]]]))


class _Date:
    """A TOML value that no file of ours has."""

    def __repr__(self) -> str:
        return "1979-05-27"


def _named(path: tuple[Any, ...]) -> str:
    """Return the last key on a path: what a message must name."""
    return str(next(step for step in reversed(path) if isinstance(step, str)))


def _tree_faults(kind: Kind) -> Iterator[tuple[str, str, str]]:
    """Return broken versions of a file of tables: what is wrong, the text, what must be named."""
    paths = [path for path in leaves(kind.tree) if path]
    for path in paths:
        for what, value in _spoilt(at(kind.tree, path)):
            tree = copy.deepcopy(kind.tree)
            at(tree, path[:-1])[path[-1]] = value
            yield f"{what} at {path}", toml(tree), _named(path)
    for path in dict.fromkeys(path[:-1] for path in paths):
        if not isinstance(at(kind.tree, path), dict):
            continue
        tree = copy.deepcopy(kind.tree)
        at(tree, path)["no such key"] = _Date()
        yield f"an unknown key at {path}", toml(tree), "no such key"


TREE_FAULTS = {
    name: list(_tree_faults(kinds()[name])) for name in TREES if kinds()[name].ending == "toml"
}


def told(kind: Kind, text: str | bytes, folder: Path) -> list[str]:
    """Return the line of each command that refuses a broken file; fail if none of them does.

    A command need not refuse what it does not read, nor one that sees an order without its world.
    """
    lines = []
    for command, done in kind.read(kind.write(folder, text)):
        wrong = fault(done)
        assert wrong is None, f"{command[0]}: {wrong}"
        if done.code == 2:
            assert done.out == ""
            lines.append(done.err)
    assert lines, f"no command refuses it: {text!r}"
    return lines


@pytest.mark.parametrize("name", sorted(TREE_FAULTS))
def test_every_value_of_every_file_spoilt(name: str, tmp_path: Path) -> None:
    taken = []
    for what, text, key in TREE_FAULTS[name]:
        try:
            for line in told(kinds()[name], text, tmp_path):
                assert key in line, f"{key!r} is not named: {line}"
        except AssertionError as error:
            taken.append(f"{what}: {error}")
    assert not taken, "\n".join(taken)


# --- files that are no tables ----------------------------------------------------------

# By kind: what stands in the good file, what a careless hand writes instead, what must be said.
SLIPS: dict[str, list[tuple[str, str, str]]] = {
    "nfg": [
        ("NFG", "NGF", "line 1"),
        (" 1 R", " 2 R", "'2'"),
        (" R ", " X ", "'X'"),
        ('"game"', "game", "title"),
        ('{ "A" "B" }', "{ }", "no names"),
        ('{ "A" "B" }', '{ "A" "A" }', "'A' twice"),
        ('{ "A" "B" }', '{ "A" B }', "'B'"),
        ('{ "A" "B" }', '{ "A" }', "line 1"),
        ('{ "x" "y" }', "{ }", "no names"),
        ('{ "x" "y" }', '{ "x" "x" }', "'x' twice"),
        ('{ "x" "y" }', '{ "x" "y" "z" }', "the end of the file"),
        ("{ {", "{", "line 1"),
        ("} }", "}", "line 1"),
        ('"" 1', '" 1', "quote"),
        (" 8", "", "the end of the file"),
        (" 8", " 8 9", "'9'"),
        (" 8", " eight", "'eight'"),
        (" 8", " nan", "'nan'"),
        (" 8", " inf", "'inf'"),
        (" 8", " 1/0", "'1/0'"),
        (" 8", " 1e999", "'1e999'"),
        (" 8", " 1e-99999999", "'1e-99999999'"),
        (" 8", " 0x10", "'0x10'"),
        (" 8", ' "8"', "'8'"),
        (" 8", " " + "9" * 5000, "number"),
        (" 8", " --8", "'--8'"),
        (" 8", " 8.8.8", "'8.8.8'"),
    ],
    "nfg outcomes": [
        (", 2", "", "1 payoffs"),
        (", 2", ", 2, 3", "3 payoffs"),
        ("1/3", "1/0", "'1/0'"),
        ("1 2 0 1", "1 2 0", "the end of the file"),
        ("1 2 0 1", "1 2 0 7", "outcome 7"),
        ("1 2 0 1", "1 2 0 -1", "'-1'"),
        ("1 2 0 1", "1 2 0 1.5", "'1.5'"),
        ("1 2 0 1", "1 2 0 1 1", "'1'"),
        ('"one"', "one", "line 4"),
        ("{ { \"one\"", "{ \"one\"", "line 4"),
    ],
    "efg": [
        ("EFG 2", "EFG 1", "'1'"),
        ('"h"', "h", "line 2"),
        ('p "" 1 1', 'p "" 0 1', "player 0"),
        ('p "" 1 1', 'p "" -1 1', "'-1'"),
        ('p "" 1 1', 'p "" 3 1', "player 3"),
        ('p "" 1 1', 'p "" 1', "line 2"),
        ('p "" 1 1', 'q "" 1 1', "'q'"),
        ('p "" 1 1', 'p 1 1', "line 2"),
        ('{ "x" "y" }', '{ "x" "x" }', "'x' twice"),
        ('{ "x" "y" }', "{ }", "line 2"),
        ('{ "x" "y" }', '{ "x" "y" "z" }', "the end of the file"),
        ("1/4", "-1/4", "probabilities"),
        ("1/4", "1/2", "probabilities"),
        ("1/4", "0.25e400", "'0.25e400'"),
        ("1/4", "quarter", "'quarter'"),
        ("1/4", "nan", "'nan'"),
        ("{ 1, 2 }", "{ 1 }", "1 payoffs"),
        ("{ 1, 2 }", "{ 1, 2, 3 }", "3 payoffs"),
        ("{ 1, 2 }", "{ 1, two }", "'two'"),
        ("{ 1, 2 }", "{ 1, 2", "line 5"),
        ('t "" 3 "end" { 1/2, 0.25 }\n', "", "the end of the file"),
        ("{ 1/2, 0.25 }", '{ 1/2, 0.25 } t "" 0', "the end of the file"),
        ("{ 1/2, 0.25 }", "", "outcome 3"),
        ('{ "A" "B" }', '{ "A" "A" }', "'A' twice"),
    ],
    "long table": [
        ("payoff of B", "payoff of C", "row 1"),
        ("payoff of B", "B's payoff", "row 1"),
        ("payoff of B", "payoff of A", "row 1"),
        ("A,B,", "A,A,", "row 1"),
        ("x,l,1,2\n", "x,l,1\n", "row 2"),
        ("x,l,1,2\n", "x,l,1,2,3\n", "row 2"),
        ("x,l,1,2\n", "", "x, l"),
        ("x,l,1,2\n", "x,l,1,2\nx,l,1,2\n", "row 3"),
        ("x,l,1,2\n", "x,l,one,2\n", "row 2"),
        ("x,l,1,2\n", "x,l,,2\n", "row 2"),
        ("x,l,1,2\n", "x,l,nan,2\n", "row 2"),
        ("x,l,1,2\n", "x,l,inf,2\n", "row 2"),
        ("x,l,1,2\n", "x,l,1e999,2\n", "row 2"),
        ("x,l,1,2\n", "x,l,1/0,2\n", "row 2"),
        ("x,l,1,2\n", "x,,1,2\n", "row 2"),
        ("x,l,1,2\n", 'x,"l,1,2\n', "any.csv"),
        ("x,l,1,2\nx,r,0.5,3\ny,l,1/3,4\ny,r,0,1\n", "", "row 2"),
    ],
    "pairs": [
        ('"4, 4"', "4", "row 2"),
        ('"4, 4"', '"4, 4, 4"', "row 2"),
        ('"4, 4"', '"4, four"', "row 2"),
        ('"4, 4"', '""', "row 2"),
        ('"4, 4"', '"4, nan"', "row 2"),
        ('"4, 4"', '"4, 1/0"', "row 2"),
        ('"4, 4"', '"1e-99999999, 0"', "row 2"),
        (',"0, 3"', "", "row 2"),
        ("stag,hare", "stag,stag", "row 1"),
        ("hare,\"3", "stag,\"3", "'stag'"),
        ("A \\ B", "A \\ A", "'A'"),
        ('stag,"4, 4","0, 3"\nhare,"3, 0","2, 2"\n', "", "any.csv"),
    ],
    "world table": [
        ("id,", "ids,", "'id'"),
        ("stake", "stakes", "'stakes'"),
        ("sea", "ocean", "'ocean'"),
        ("gdp", "stake", "'stake' a second time"),
        ("A,Aland", "B,Aland", "'B'"),
        ("A,Aland", ",Aland", "any.csv"),
        ("north,2,1", "north,two,1", "row 2, column stake"),
        ("north,2,1", "north,nan,1", "row 2, column stake"),
        ("north,2,1", "north,-2,1", "column stake"),
        ("north,2,1", "north,1e300,1", "row 2, column stake"),
        ("north,2,1", "north,2,0", "column capacity"),
        ("north,2,1", "north,2", "row 2"),
        ("north,2,1", "north,2,1,1", "row 2"),
        ("north,2,1", 'north,"2,1', "any.csv"),
        (ISLES.split("\n", 1)[1], "", "no states"),
    ],
    "answers": [
        ("student", "pupil", "heading"),
        ("student,1,2", "student,1,1", "heading"),
        ("student,1,2", "student,1,3", "heading"),
        ("student,1,2", "student,1,", "heading"),
        ("student,1,2", "student;1;2;3", "heading"),
        ("student,1,2\n", "", "heading"),
        ("Ada,0.5,yes", "Ada,0.5", "line 2"),
        ("Ada,0.5,yes", "Ada,0.5,yes,no", "line 2"),
        ("Ada,0.5,yes", ",0.5,yes", "line 2"),
        ("Ada,", "Bo,", "line 3"),
        ("Ada,", "A" * 5000 + ",", "line 2"),
        ("Ada,", "A\x00da,", "line 2"),
        ("Ada,0.5", 'Ada,"0.5', "line"),
        ("Ada,0.5", 'Ada,"0.5"x', "line 2"),
    ],
    "long answers": [
        ("answer", "answers", "heading"),
        ("number,answer", "number,answer,mark", "mark"),
        ("Ada,1,0.5", "Ada,0,0.5", "line 2"),
        ("Ada,1,0.5", "Ada,one,0.5", "line 2"),
        ("Ada,1,0.5", "Ada,1", "line 2"),
        ("Ada,1,0.5", "Ada,2,0.5", "line 3"),
        ("Ada,1,0.5", ",1,0.5", "line 2"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SLIPS))
def test_slips_in_files_of_other_kinds(name: str, tmp_path: Path) -> None:
    taken = []
    for old, new, said in SLIPS[name]:
        assert old in kinds()[name].text, old
        text = kinds()[name].text.replace(old, new, 1)
        try:
            for line in told(kinds()[name], text, tmp_path):
                assert said in line, f"{said!r} is not named: {line}"
        except AssertionError as error:
            taken.append(f"{old!r} -> {new[:40]!r}: {error}")
    assert not taken, "\n".join(taken)


@pytest.mark.parametrize("name", ["nfg", "nfg outcomes", "efg", "key"])
def test_a_file_cut_short_is_told_wherever_it_ends(name: str, tmp_path: Path) -> None:
    text = kinds()[name].text.rstrip()
    ends = range(0, len(text) - 1, max(1, len(text) // 40))
    for end in ends:
        for line in told(kinds()[name], text[:end], tmp_path):
            assert re.search(r"any\.(nfg|efg|json)", line)


# --- answer keys and manifests ---------------------------------------------------------


def _json_faults(kind: Kind) -> Iterator[tuple[str, str]]:
    values: list[Any] = [None, True, [[[]]], {"x": {}}, 10**400, float("nan"), "", "\ud800"]
    for path in [path for path in leaves(kind.tree) if path]:
        for value in values:
            tree = copy.deepcopy(kind.tree)
            at(tree, path[:-1])[path[-1]] = value
            yield f"{value!r:.20} at {path}", json.dumps(tree)
    for path in dict.fromkeys(path[:-1] for path in leaves(kind.tree) if path):
        for key in list(at(kind.tree, path)) if isinstance(at(kind.tree, path), dict) else []:
            tree = copy.deepcopy(kind.tree)
            del at(tree, path)[key]
            yield f"no {key!r} at {path}", json.dumps(tree)


@pytest.mark.parametrize("name", ["key", "manifest"])
def test_spoilt_json_is_taken_or_told(name: str, tmp_path: Path) -> None:
    taken, refused = [], 0
    for what, text in _json_faults(kinds()[name]):
        path = kinds()[name].write(tmp_path, text)
        for _, done in kinds()[name].read(path):
            wrong = fault(done)
            refused += done.code == 2
            if wrong is not None:
                taken.append(f"{what}: {wrong}")
    assert not taken, "\n".join(taken)
    assert refused > 50


def test_there_are_as_many_as_the_rules_of_the_project_ask() -> None:
    texts = {case.text for case in BROKEN}
    texts |= {text for faults in TREE_FAULTS.values() for _, text, _ in faults}
    texts |= {
        kinds()[name].text.replace(old, new, 1)
        for name, slips in SLIPS.items()
        for old, new, _ in slips
    }
    assert len(texts) >= LEAST
