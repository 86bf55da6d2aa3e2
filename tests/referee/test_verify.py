"""The referee on saved results: good ones hold, and a change in any figure is found.

Builds on documents of the command line. It is not: a test of the solvers.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from gametheory_orders.cli import main
from gametheory_orders.referee import verify
from gametheory_orders.referee.figures import Check, check_document
from gametheory_orders.referee.verify import KINDS

WORLD = """
[issue]
name = "five"
family = "public_good"
technology = "sum"
numeraire = "bn"
{states}
[[order]]
name = "all"
four_c = "charter"
membership = {{ rule = "universal" }}
decision = {{ rule = "quota", quota = 3, veto = ["A"] }}
enforcement = {{ rule = "reciprocity", patience = 0.45 }}
[[order]]
name = "pair"
four_c = "coalition"
membership = {{ rule = "fixed", members = ["D", "E"] }}
decision = {{ rule = "joint" }}
enforcement = {{ rule = "none" }}
[[order]]
name = "open"
four_c = "club"
membership = {{ rule = "open" }}
decision = {{ rule = "joint" }}
enforcement = {{ rule = "none" }}
[[order]]
name = "pledges"
four_c = "coalition"
membership = {{ rule = "universal" }}
decision = {{ rule = "pledge", weight = "uniform" }}
enforcement = {{ rule = "none" }}
[[order]]
name = "talks"
four_c = "concert"
membership = {{ rule = "largest", by = "population", count = 4 }}
decision = {{ rule = "consensus", blocking_cost = 0.5 }}
enforcement = {{ rule = "binding" }}
"""
FIGURES = [(1.0, 2.0, 3), (2.0, 1.0, 1), (2.5, 1.5, 8), (3.0, 0.5, 2), (5.0, 1.25, 9)]
STATES = "".join(
    f'[[state]]\nid = "{name}"\nstake = {s}\ncapacity = {k}\npopulation = {p}\n'
    for name, (s, k, p) in zip("ABCDE", FIGURES, strict=True)
)
NFG = """NFG 1 R "bait" { "Row" "Col" } { 3 2 }
1 1 0 0 3 2 0 0 2 2 1 3
"""
CASES = ("compare", "solve", "power", "gridlock", "coalitions", "equilibria")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One saved result for each command."""
    folder = tmp_path_factory.mktemp("saved")
    model, game = folder / "five.toml", folder / "bait.nfg"
    model.write_text(WORLD.format(states=STATES))
    game.write_text(NFG)
    commands = {
        "compare": ["compare", str(model)],
        "solve": ["solve", str(model), "--order", "all"],
        "power": ["power", "p5_plus_1", "--indices", "shapley_shubik,banzhaf,coleman,holler"],
        "gridlock": ["gridlock", "g6"],
        "coalitions": ["coalitions", str(model), "--price", "9"],
        "equilibria": ["equilibria", str(game)],
    }
    commands["power"] = ["power", "unsc", "--indices", "shapley_shubik,banzhaf,coleman,holler"]
    out = {}
    for name, arguments in commands.items():
        out[name] = folder / f"{name}.json"
        with pytest.raises(SystemExit) as done:
            main([*arguments, "--json", "--output", str(out[name])])
        assert not done.value.code
    return out


@pytest.mark.parametrize("kind", CASES)
def test_a_saved_result_holds(kind: str, documents: dict[str, Path]) -> None:
    found = verify(documents[kind])
    assert (found.kind, found.differences) == (kind, ())
    assert found.holds
    assert found.count("exact") > 10


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the places of all figures: numbers, fractions as text, yes or no."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from leaves(item, (*path, position))
    elif isinstance(value, bool | int | float) or _is_fraction(value):
        yield path


def _is_fraction(value: Any) -> bool:
    try:
        Fraction(value)
    except (ValueError, TypeError):
        return False
    return True


def changed(value: Any) -> Any:
    """Return a figure changed by one percent; zero, and what is zero but for rounding, by 0.01."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return str(Fraction(value) * Fraction(101, 100) or Fraction(1, 100))
    return value * 1.01 if abs(value) > 1e-9 else 0.01


def place(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        document = document[key]
    return document


ASKED = ("patience", "price", "tariff", "quota", "equilibria")
"""Figures that the referee reads from the document: what was asked, and what is to be checked."""


@pytest.mark.parametrize("kind", CASES)
def test_every_figure_that_is_changed_is_found_or_listed(
    kind: str, documents: dict[str, Path]
) -> None:
    """Each figure by one percent: a difference is named, or the place is said not to be checked."""
    good = json.loads(documents[kind].read_text())
    model = good["model"]["name"]
    referee = next(each for name, _, _, each in KINDS if name == kind)
    expected = referee(Watched(good), model)
    missed = []
    for path in leaves(good):
        if path[0] in ("schema", "model"):
            continue
        bad = copy.deepcopy(good)
        place(bad, path)[path[-1]] = changed(place(bad, path)[path[-1]])
        if any(key in ASKED for key in path):
            checks = verify(bad).checks
        else:
            checks = tuple(check_document(bad, expected))
        status = {check.status for check in checks if _covers(check, path)}
        if not any(check.status == "differs" for check in checks) and status != {"not rechecked"}:
            missed.append(path)
    assert missed == []


def _covers(check: Check, path: tuple[Any, ...]) -> bool:
    """Say whether a check is about a place or a part of the document that holds it."""
    where = re.sub(r"\[[^]]*\]", "", check.path)
    keys = ".".join(key for key in path if isinstance(key, str))
    return keys == where or keys.startswith(where + ".")


class Watched(dict[str, Any]):
    """A document of which the referee may read only what was asked."""

    allowed = (*ASKED, "model", "designs", "members", "stable", "name", "view", "foresight")
    allowed += ("fallback", "concept", "reaction", "blocking_cost", "first_period_effectiveness")

    def get(self, key: str, default: Any = None) -> Any:
        """Return an entry that may be read."""
        assert key in self.allowed, key
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        assert key in self.allowed, key
        return super().__getitem__(key)


def test_names_that_are_changed_are_found(documents: dict[str, Path]) -> None:
    good = json.loads(documents["compare"].read_text())
    for key in ("members", "leavers", "blocked_by"):
        bad = copy.deepcopy(good)
        bad["designs"][0][key] = ["A"] if bad["designs"][0][key] != ["A"] else ["B"]
        found = verify(bad).differences
        assert [check.path for check in found] == [f"designs[all].{key}"]


def test_an_equilibrium_left_out_or_made_up_is_found(documents: dict[str, Path]) -> None:
    good = json.loads(documents["equilibria"].read_text())
    fewer = copy.deepcopy(good)
    del fewer["equilibria"][0]
    del fewer["payoffs"][0]
    assert not verify(fewer).holds
    more = copy.deepcopy(good)
    more["equilibria"].append([["1/3", "1/3", "1/3"], ["1/2", "1/2"]])
    assert not verify(more).holds


def test_a_stable_set_left_out_is_found(documents: dict[str, Path]) -> None:
    bad = json.loads(documents["coalitions"].read_text())
    del bad["stable"][0]
    assert verify(bad).differences[0].path == "stable"


def test_another_model_is_found(documents: dict[str, Path], tmp_path: Path) -> None:
    """A figure of the world changed by a millionth shows in the result."""
    other = tmp_path / "other.toml"
    other.write_text(WORLD.format(states=STATES.replace("stake = 2.5", "stake = 2.5000025")))
    found = verify(documents["compare"], other)
    assert any(check.path == "stake" for check in found.differences)


def test_a_model_that_was_edited_since_is_named(tmp_path: Path) -> None:
    model, saved = tmp_path / "m.toml", tmp_path / "m.json"
    model.write_text(WORLD.format(states=STATES))
    with pytest.raises(SystemExit):
        main(["solve", str(model), "--order", "pair", "--json", "--output", str(saved)])
    model.write_text(model.read_text() + "\n# a remark\n")
    assert [check.path for check in verify(saved).differences] == ["model.sha256"]
    assert verify(saved, model).holds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "JSON document"),
        ("[]", "a document of fourcs"),
        ('{"schema": 1, "a": NaN}', "a finite number"),
        ('{"schema": 1}', "the JSON of one of"),
        ('{"schema": 2, "issue": 1}', "schema"),
        ('{"schema": 1, "institution": "unsc", "members": 3, "winning_coalitions": 1}', "members"),
    ],
)
def test_another_file_is_refused_in_one_line(
    text: str, said: str, tmp_path: Path, fourcs: Any
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text)
    done = fourcs("verify", str(path))
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_the_command_says_what_differs(documents: dict[str, Path], fourcs: Any) -> None:
    done = fourcs("verify", str(documents["solve"]), "--json")
    assert (done.code, json.loads(done.out)["holds"]) == (0, True)
    bad = json.loads(documents["solve"].read_text())
    bad["gap"] += 0.001
    path = documents["solve"].with_name("bad.json")
    path.write_text(json.dumps(bad))
    done = fourcs("verify", str(path))
    assert done.code == 1
    assert "gap" in done.out
    assert "1 figures differ" in done.err or "1 figure differs" in done.err
