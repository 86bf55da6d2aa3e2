"""``fourcs advise``: the words, the documents, the pictures, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Fourcs = Callable[..., Any]
FEW = ("advise", "climate", "--orders", "g6_four_of_six,charter_unanimity", "--draws", "2")


def test_plain_words_come_first(fourcs: Fourcs) -> None:
    done = fourcs(*FEW, "--patience", "0.55:0.7")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("climate: Choose ")
    text = " ".join(done.out.split())
    assert "Below patience 0.602 the concert leads (g6_four_of_six)" in text
    assert "Safrica" in text
    assert "Uncertain: patience from 0.55 to 0.7" in text


def test_json_and_csv(fourcs: Fourcs) -> None:
    given = (*FEW, "--patience", "0.55:0.7", "--prior", "patience=0.6", "--seed", "5")
    found = json.loads(fourcs(*given, "--json").out)
    assert found["schema"] == 1
    assert found["ranges"] == {"patience": {"low": 0.55, "high": 0.7, "mode": 0.6}}
    assert (found["drawn"], found["seed"]) == (2, 5)
    assert {each["four_c"] for each in found["cs"]} == {"charter", "concert"}
    rows = list(csv.reader(io.StringIO(fourcs(*given, "--csv").out)))
    assert rows[0][:3] == ["order", "C", "largest regret"]
    regret = {each["name"]: each["largest_regret"] for each in found["orders"]}
    assert {row[0]: float(row[2]) for row in rows[1:]} == regret


SMALL = """
[issue]
name = "small"
family = "public_good"
technology = "sum"
[[state]]
id = "A"
stake = 1.0
capacity = 2.0
[[state]]
id = "B"
stake = 2.0
capacity = 1.0
[[state]]
id = "C"
stake = 1.0
capacity = 1.0
[[order]]
name = "all"
four_c = "charter"
membership = { rule = "universal" }
decision = { rule = "quota", quota = "majority" }
enforcement = { rule = "reciprocity" }
[[order]]
name = "two"
four_c = "concert"
membership = { rule = "fixed", members = ["A", "B"] }
decision = { rule = "consensus", blocking_cost = 0.0 }
enforcement = { rule = "reciprocity" }
"""


@pytest.mark.parametrize("more", [(), ("--against", "blocking_cost")])
def test_pictures(fourcs: Fourcs, tmp_path: Path, more: tuple[str, ...]) -> None:
    model, path = tmp_path / "small.toml", tmp_path / "advice.png"
    model.write_text(SMALL)
    inputs = ("--patience", "0.3:0.8", "--vary", "blocking_cost=0:2", "--draws", "2")
    assert fourcs("advise", str(model), *inputs, "--plot", str(path), *more).code == 0
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--patience", "0.5"), "--patience: found '0.5', expected a low and a high end"),
        (("--patience", "0.9:0.5"), "above the low end"),
        (("--patience", "0.5:1.5"), "patience"),
        (("--vary", "blocking_cost"), "expected NAME=LOW:HIGH"),
        (("--vary", "blocking_cots=0:1"), "did you mean"),
        (("--vary", "price=1:x"), "--vary price: found 1:x, expected a number"),
        (("--prior", "price=20"), "--prior"),
        (("--prior", "patience=2"), "--prior patience"),
        (("--draws", "3"), "--draws: found 3, expected a power of 2"),
        (("--seed", "-1"), "--seed"),
        (("--against", "price"), "expected --plot FILE beside it"),
        (("--against", "price", "--plot", "x.png"), "--against"),
        (("--orders", "g6_consensus"), "at least two"),
        (("--institutions", "nowhere"), "nowhere"),
        (("--json", "--csv"), "--csv"),
    ],
)
def test_what_is_wrong_is_one_line(fourcs: Fourcs, options: tuple[str, ...], said: str) -> None:
    done = fourcs(*FEW, *options)
    assert done.code == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert said in done.err


def test_an_institution_without_a_list_is_told(fourcs: Fourcs) -> None:
    done = fourcs(*FEW, "--institutions", "counter_piracy")
    assert done.code == 1
    assert "no members are listed" in done.err
