"""One good file of each kind that the program reads, and the command that reads it.

Builds on: broken_models.py, and the good texts of the tests of each reader. Used by the tests that
break them. It is not: a list of faults (fuzzing/ has them).
"""

from __future__ import annotations

import contextlib
import io
import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import typer

from broken_models import GOOD as POND
from gametheory_orders.cli import run

PATH = "PATH"
"""Stands for the file in a command."""

ACTIONS = """
[issue]
name = "siege"
family = "collective_action"
result = "threshold"
threshold = 0.5
numeraire = "points"
[parameters]
norm = 2.0
[columns]
benefit = "made up"
cost = "made up"
weight = "made up"
[derived]
weight = "capability / total(capability)"
[[state]]
id = "A"
capability = 3.0
benefit = 2.0
cost = 0.5
[[state]]
id = "B"
capability = 2.0
benefit = 1.0
cost = 0.5
[[state]]
id = "C"
capability = 1.0
benefit = 0.5
cost = 1.0
[[order]]
name = "pact"
four_c = "coalition"
membership = { rule = "open" }
decision = { rule = "unanimity" }
enforcement = { rule = "binding" }
"""
LINE = """
[issue]
name = "line"
family = "spatial_policy"
status_quo = 0.2
[columns]
ideal_point = "made up"
[[state]]
id = "A"
ideal_point = 0.0
[[state]]
id = "B"
ideal_point = 0.5
[[state]]
id = "C"
ideal_point = 1.0
[[order]]
name = "vote"
four_c = "charter"
membership = { rule = "universal" }
decision = { rule = "quota", quota = 2 }
enforcement = { rule = "binding" }
"""
MATRIX = """
[issue]
name = "hunt"
family = "matrix_game"
numeraire = "points"
[[player]]
name = "A"
actions = ["stag", "hare"]
capability = 1.0
payoffs = [[4, 0], [3, 2]]
[[player]]
name = "B"
actions = ["stag", "hare"]
population = 2.0
payoffs = [[4, 3], [0, 2]]
[[order]]
name = "pact"
four_c = "concert"
membership = { rule = "universal" }
decision = { rule = "consensus" }
enforcement = { rule = "reciprocity", patience = 0.9 }
"""
ORDER = """
[order]
name = "alone"
four_c = "club"
title = "A club of the keen"
source = "made up"
membership = { rule = "criterion", where = "stake >= 1" }
decision = { rule = "quota", quota = "2/3", weights = "population" }
enforcement = { rule = "reciprocity", patience = 0.8 }
"""
HYBRID = """
[[order]]
name = "floor"
four_c = "charter"
membership = { rule = "universal" }
decision = { rule = "unanimity" }
enforcement = { rule = "reciprocity", patience = 0.8 }
[[order]]
name = "top"
four_c = "club"
membership = { rule = "fixed", members = ["A", "B"] }
decision = { rule = "joint" }
enforcement = { rule = "binding" }
[[hybrid]]
name = "both"
rule = "two_tracks"
title = "A floor and a top"
orders = ["floor", "top"]
"""
WORLD = """
[world]
name = "isles"
title = "Three isles"
source = "made up"
table = "isles.csv"
[columns]
stake = "made up"
capacity = "made up"
gdp = "made up"
[texts]
sea = "where it lies"
[blocs]
stake = "sum"
"""
ISLES = """id,name,sea,stake,capacity,gdp
A,Aland,north,2,1,10
B,Beland,north,1,1,
C,Celand,x,0.5,2,3
"""
ON_ISLES = (
    '[issue]\nname = "isles"\nfamily = "public_good"\nworld = "w.toml"\n'
    + POND[POND.index('[[order]]\nname = "two"') :]
)
INSTITUTION = """
[institution]
name = "lake"
title = "A lake"
four_c = "club"
year = 2020
count = 2
source = "a test"
membership = { rule = "fixed", members = ["FRA", "CHE"] }
decision = { rule = "consensus" }
enforcement = { rule = "none" }
[institution.in_words]
membership = "two"
decision = "both"
enforcement = "none"
"""
COUNCIL = """
[institution]
name = "seats"
title = "Seats"
four_c = "charter"
source = "a test"
decision = { rule = "quota", quota = 3, veto = ["USA"] }
enforcement = { rule = "reciprocity" }
[institution.in_words]
membership = "one for good, three elected"
decision = "three of four"
enforcement = "none"
[[seat]]
kind = "permanent"
holders = ["USA"]
[[seat]]
kind = "elected"
name = "elected Africa"
count = 3
open_to = ["Africa"]
"""
STUDY = """
[study]
name = "lake"
issue = "pond.toml"
orders = ["two"]
outputs = ["level"]
seed = 3
chunk = 10
[[parameter]]
name = "patience"
values = [0.5, 0.9]
[[parameter]]
name = "stake.A"
low = 1
high = 2.0
steps = 2
[design]
kind = "grid"
[[table]]
name = "by-patience"
output = "level"
across = "patience"
"""
NFG = 'NFG 1 R "game" { "A" "B" } { { "x" "y" } { "l" "r" } } "" 1 2 3 4 5 6 7 8'
OUTCOMES = (
    'NFG 1 R "o" { "A" "B" }\n{ { "x" "y" } { "l" "r" } }\n""\n'
    '{ { "one" 1, 2 } { "two" 1/3, -.5 } }\n1 2 0 1'
)
EFG = """EFG 2 R "game" { "A" "B" } ""
p "" 1 1 "h" { "x" "y" } 0
c "" 1 "" { "u" 1/4 "d" 3/4 } 0
t "" 1 "" { 1, 2 }
t "" 2 "" { 3, 4 }
p "" 2 1 "k" { "l" "r" } 0
t "" 1
t "" 3 "end" { 1/2, 0.25 }
"""
LONG_TABLE = "A,B,payoff of A,payoff of B\nx,l,1,2\nx,r,0.5,3\ny,l,1/3,4\ny,r,0,1\n"
PAIRS = 'A \\ B,stag,hare\nstag,"4, 4","0, 3"\nhare,"3, 0","2, 2"\n'
ANSWERS = "student,1,2\nAda,0.5,yes\nBo,,1/3\n"
LONG_ANSWERS = "student,number,answer\nAda,1,0.5\nAda,2,yes\nBo,2,1/3\n"


@dataclass(frozen=True)
class Kind:
    """One kind of file: a good one, what stands beside it, and the commands that read it."""

    name: str
    ending: str
    text: str
    commands: tuple[tuple[str, ...], ...]
    beside: dict[str, str] = field(default_factory=dict)

    @property
    def tree(self) -> Any:
        """Return the good file as tables; None if it is no TOML or JSON."""
        if self.ending == "toml":
            return tomllib.loads(self.text)
        return json.loads(self.text) if self.ending == "json" else None

    def write(self, folder: Path, text: str | bytes) -> Path:
        """Write a file of this kind, and what it needs beside it."""
        for name, other in self.beside.items():
            (folder / name).write_text(other, encoding="utf-8")
        stem = "manifest" if self.name == "manifest" else "any"
        path = folder / f"{stem}.{self.ending}"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        return path

    def read(self, path: Path) -> Iterator[tuple[tuple[str, ...], Done]]:
        """Run each command on the file."""
        named = {PATH: str(path), "FOLDER": str(path.parent)}
        for command in self.commands:
            words = [
                named.get(word, word.replace("FOLDER/", f"{path.parent}/")) for word in command
            ]
            yield command, fourcs(*words)


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


_built = cache(typer.main.get_command)


def fourcs(*words: str) -> Done:
    """Run the command in this process; its parser, most of a short run, is built once."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch("typer.main.get_command", _built),
    ):
        code = run(words)
    return Done(code, out.getvalue(), err.getvalue())


def fault(done: Done) -> str | None:
    """Return what is wrong with how a command ended on whatever file; None if nothing is."""
    if done.code not in (0, 1, 2):
        return f"exit {done.code}: {done.err}"
    if "Traceback" in done.err + done.out:
        return f"a traceback: {done.err}"
    if done.code == 0:
        return None
    if done.err.count("\n") != 1 or not done.err.strip():
        return f"not one line: {done.err!r}"
    if done.code == 2 and not (": found " in done.err and ", expected " in done.err):
        return f"a line without a place: {done.err!r}"
    return None


def toml(tree: dict[str, Any]) -> str:
    """Return tables as TOML, one line a table."""
    return "".join(f"{json.dumps(key)} = {_value(value)}\n" for key, value in tree.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


@cache
def _key() -> str:
    done = fourcs("exercise", "equilibria", "--seed", "2", "--number", "2", "--key", "--json")
    assert done.code == 0, done.err
    return done.out


_MANIFEST = {
    "study": "lake",
    "file": "inputs/study.toml",
    "inputs": [{"path": "inputs/study.toml", "sha256": "0" * 64}],
    "outputs": [{"path": "results.csv", "sha256": "0" * 64}],
    "versions": {"python": "3.11"},
}
_MODEL = (("check", PATH), ("compare", PATH, "--json"))
_ON_POND = (("check", PATH), ("compare", "FOLDER/pond.toml", "--orders", PATH, "--json"))
_EQUILIBRIA = (("equilibria", PATH, "--json"),)


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds of files by name."""
    isles = {"isles.csv": ISLES}
    pond = {"pond.toml": POND}
    key = {"key.json": _key()}
    found = [
        Kind("public good", "toml", POND, _MODEL),
        Kind("collective action", "toml", ACTIONS, _MODEL),
        Kind("spatial policy", "toml", LINE, _MODEL),
        Kind("matrix game", "toml", MATRIX, (*_MODEL, *_EQUILIBRIA)),
        Kind("order", "toml", ORDER, _ON_POND, pond),
        Kind("hybrid", "toml", HYBRID, _ON_POND, pond),
        Kind("world", "toml", WORLD, (("check", PATH),), isles),
        Kind("world table", "csv", ISLES, (
            ("check", "FOLDER/w.toml"), ("compare", "FOLDER/m.toml", "--json")),
            {"w.toml": WORLD.replace("isles.csv", "any.csv"), "m.toml": ON_ISLES}),
        Kind("institution", "toml", INSTITUTION, (("check", PATH), ("power", PATH, "--json"))),
        Kind("council", "toml", COUNCIL, (("power", PATH, "--json"),)),
        Kind("study", "toml", STUDY, (("sweep", PATH, "--json"),), pond),
        Kind("nfg", "nfg", NFG, _EQUILIBRIA),
        Kind("nfg outcomes", "nfg", OUTCOMES, _EQUILIBRIA),
        Kind("efg", "efg", EFG, _EQUILIBRIA),
        Kind("long table", "csv", LONG_TABLE, _EQUILIBRIA),
        Kind("pairs", "csv", PAIRS, _EQUILIBRIA),
        Kind("answers", "csv", ANSWERS, (("grade", PATH, "--key", "FOLDER/key.json"),), key),
        Kind("long answers", "csv", LONG_ANSWERS, (
            ("grade", PATH, "--key", "FOLDER/key.json", "--json"),), key),
        Kind("key", "json", _key(), (("grade", "FOLDER/a.csv", "--key", PATH),), {
            "a.csv": ANSWERS}),
        Kind("manifest", "json", json.dumps(_MANIFEST), (("replicate", "FOLDER", "--quiet"),)),
    ]  # fmt: skip
    return {kind.name: kind for kind in found}


Breaker = Callable[[Any], Any]


def leaves(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Walk the paths of all values that are no tables or lists, and of lists of plain values."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, (*path, key))
    elif isinstance(tree, list) and tree and isinstance(tree[0], dict | list):
        for place, value in enumerate(tree):
            yield from leaves(value, (*path, place))
    else:
        yield path


def at(tree: Any, path: tuple[Any, ...]) -> Any:
    """Return the value at a path."""
    for step in path:
        tree = tree[step]
    return tree
