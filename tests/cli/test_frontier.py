"""``fourcs frontier``: fields, exit codes, files, and where orders stand.

Builds on a small model file. It is not: a test of what is found (tests/measures).
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gametheory_orders.cli import main

MODEL = """
[issue]
name = "small"
family = "public_good"
[[state]]
id = "A"
stake = 1.0
capacity = 2.0
population = 4.0
[[state]]
id = "B"
stake = 2.0
capacity = 1.0
population = 2.0
[[state]]
id = "C"
stake = 4.0
capacity = 1.0
population = 1.0
[[order]]
name = "pair"
four_c = "concert"
membership = { rule = "fixed", members = ["B", "C"] }
decision = { rule = "consensus" }
enforcement = { rule = "reciprocity" }
[[order]]
name = "all"
four_c = "charter"
membership = { rule = "universal" }
decision = { rule = "unanimity" }
enforcement = { rule = "reciprocity" }
"""


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def model(tmp_path: Path) -> str:
    path = tmp_path / "small.toml"
    path.write_text(MODEL, encoding="utf-8")
    return str(path)


@pytest.fixture
def fourcs(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as caught:
            main(["frontier", *arguments])
        out, err = capsys.readouterr()
        return Done(int(caught.value.code or 0), out, err)

    return run


def strict(text: str) -> Any:
    def refuse(token: str) -> None:
        raise AssertionError(token)

    return json.loads(text, parse_constant=refuse)


def test_the_document_names_its_concept_and_its_parts(fourcs: Any, model: str) -> None:
    done = fourcs(model, "--json", "--concept", "assured")
    assert done.code == 0
    found = strict(done.out)
    assert (found["schema"], found["concept"], found["component"]) == (1, "assured", "index")
    assert {each["name"] for each in found["orders"]} == {"pair", "all"}
    names = [design["name"] for design in found["designs"]]
    assert (
        len(names) == len(set(names)) == found["combinations"] - found["merged"] - found["left_out"]
    )
    assert found["frontiers"]["index"] == [each["name"] for each in found["frontier"]]
    assert {"consent_people", "representation_units", "authority"} < set(found["frontiers"])
    for order in found["orders"]:
        assert order["on_frontier"] == (order["nearest"] is None)
        assert order["distance"] >= 0


def test_the_table_has_every_design_and_says_which_are_on_it(fourcs: Any, model: str) -> None:
    rows = list(csv.DictReader(io.StringIO(fourcs(model, "--csv").out)))
    found = strict(fourcs(model, "--json").out)
    assert [row["name"] for row in rows] == [each["name"] for each in found["designs"]]
    on = [row["name"] for row in rows if row["on_frontier"] in ("True", "true")]
    assert set(on) == {each["name"] for each in found["frontier"]}


def test_in_words(fourcs: Any, model: str) -> None:
    done = fourcs(model, "--floor", "consent_people=1,representation_units=0.6")
    assert done.code == 0
    assert "what members keep at their patience; L is the index of legitimacy" in done.out
    assert "designs improve on no cooperation" in done.out.replace("\n  ", " ")
    assert "The most effective with consent_people of at least 1" in done.out
    assert "on the frontier" in done.out


def test_another_component(fourcs: Any, model: str) -> None:
    done = fourcs(model, "--component", "consent_people")
    assert "L is consent people" in done.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--concept", "kept"), "--concept: found kept, expected one of: assured"),
        (("--component", "consent"), "--component: found consent"),
        (("--floor", "index"), "--floor: found 'index', expected pairs"),
        (("--floor", "index=much"), "--floor index: found 'much'"),
        (("--floor", "index=2"), "--floor: found 2.0"),
        (("--floor", "index=nan"), "--floor: found nan"),
        (("--patience", "1"), "--patience: found 1"),
        (("--json", "--csv"), "--json: found --csv beside it"),
        (("--orders", "no_such_order"), "no_such_order"),
    ],
)
def test_wrong_options_are_told_in_one_line(
    fourcs: Any, model: str, options: tuple[str, ...], words: str
) -> None:
    done = fourcs(model, *options)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert done.err.count("\n") == 1


def test_floors_that_nothing_reaches_are_no_answer(fourcs: Any, model: str) -> None:
    done = fourcs(model, "--floor", "power_people=1", "--json")
    assert done.code == 1
    assert strict(done.out)["witness"]["most"]["power_people"] < 1


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_picture_is_written(fourcs: Any, model: str, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"frontier.{ending}"
    assert fourcs(model, "--plot", str(path)).code == 0
    assert path.stat().st_size > 5000
