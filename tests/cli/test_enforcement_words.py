"""What the command says of enforcement: compliance, who is beyond reach, who breaks it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gametheory_orders.cli import run as fourcs

MODEL = """
[issue]
name = "pond"
family = "public_good"
[[state]]
id = "A"
stake = 2.0
capacity = 1.0
population = 1
[[state]]
id = "B"
stake = 1.0
capacity = 1.0
population = 1
[[state]]
id = "C"
stake = 0.5
capacity = 2.0
population = 1
[[order]]
name = "law"
four_c = "charter"
membership = { rule = "universal" }
decision = { rule = "fixed_level", level = 3.5 }
[[order.enforcement]]
rule = "reciprocity"
patience = 0.3
reversion = 3
monitoring = 0.8
[[order.enforcement]]
rule = "sanctions"
size = 2
body = { rule = "quota", quota = 2, veto = ["B"] }
proteges = { C = "B" }
"""


@pytest.fixture
def run(tmp_path: Path, capsys: Any) -> Any:
    path = tmp_path / "pond.toml"
    path.write_text(MODEL)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = fourcs([arguments[0], str(path), *arguments[1:]])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_solve_shows_what_breaking_the_agreement_brings(run: Any) -> None:
    code, out, _ = run("solve")
    assert code == 0
    for words in ("gain from", "defecting", "expected", "reversion", "beyond", "reach"):
        assert words in out
    assert "What is agreed would be broken by B and C." in " ".join(out.split())
    assert "No vote would sanction, whatever they do: B and C." in out


def test_json_has_the_compliance_of_each_member(run: Any) -> None:
    code, out, _ = run("solve", "--json")
    assert code == 0
    record = json.loads(out)
    assert record["beyond_reach"] == ["B", "C"]
    assert record["defectors"] == ["B", "C"]
    by_state = {each["state"]: each for each in record["compliance"]}
    a = by_state["A"]
    # A at price 3.5 and 2 alone: the gain is k (p - s)^2 / 2, the sanction is certain.
    assert a["gain_from_defecting"] == pytest.approx(1.125)
    assert a["expected_loss"] == 2
    assert a["keeps"] is True
    assert a["needed_patience"] == 0
    c = by_state["C"]
    assert c["needed_patience"] is None
    assert c["needed_patience_why"] == "infinite"
    assert "for 3 periods" in record["certificate"]["concept"]


def test_against_patience_needs_a_picture_and_knows_only_patience(run: Any, tmp_path: Path) -> None:
    code, _, err = run("compare", "--against", "patience")
    assert code == 2
    assert "--against" in err
    picture = tmp_path / "p.svg"
    code, _, err = run("compare", "--against", "tariff", "--plot", str(picture))
    assert code == 2
    assert "patience" in err
    code, out, _ = run("compare", "--against", "patience", "--plot", str(picture), "--json")
    assert code == 0
    assert picture.read_text()[:5] == "<?xml"
    record = json.loads(out)["by_patience"]
    assert [each["name"] for each in record["designs"]] == ["law"]
    assert len(record["patience"]) == len(record["designs"][0]["effectiveness"]) == 100
