"""``fourcs statics``: fields, exit codes, files, and text that is never evaluated.

Builds on the named results. It is not: a test of their proofs (tests/statics).
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gametheory_orders.cli import main
from gametheory_orders.statics import named_results


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def fourcs(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as caught:
            main(["statics", *arguments])
        out, err = capsys.readouterr()
        return Done(int(caught.value.code or 0), out, err)

    return run


def strict(text: str) -> Any:
    def refuse(token: str) -> None:
        raise AssertionError(token)

    return json.loads(text, parse_constant=refuse)


def test_all_results_are_listed(fourcs: Any) -> None:
    names = [each.id for each in named_results()]
    done = fourcs()
    assert done.code == 0
    assert [name for name in names if f"  {name} " not in done.out] == []
    listed = strict(fourcs("--json").out)
    assert listed["schema"] == 1
    assert [each["id"] for each in listed["statics"]] == names
    rows = list(csv.DictReader(io.StringIO(fourcs("--csv").out)))
    assert [row["name"] for row in rows] == names


def test_one_result_in_words(fourcs: Any) -> None:
    done = fourcs("outside_option")
    assert done.code == 0
    assert "x = 1 - c" in done.out
    assert "With more cost of acting alone it falls: proved symbolically" in done.out
    assert "Voeten 2001" in done.out


def test_one_result_as_a_document(fourcs: Any) -> None:
    found = strict(fourcs("deep_coalition", "--json").out)
    assert found["schema"] == 1
    assert found["id"] == "deep_coalition"
    assert {each["status"] for each in found["statics"]} == {"proved symbolically"}
    assert found["statics"][0]["certificate"]["factors"]
    rows = list(csv.DictReader(io.StringIO(fourcs("deep_coalition", "--csv").out)))
    assert [row["it"] for row in rows] == ["rises", "rises", "falls", "falls"]


def test_an_enumeration_says_how_many_cases(fourcs: Any) -> None:
    out = " ".join(fourcs("farsighted_step").out.split())
    assert "proved by exact enumeration (1999 cases in exact numbers" in out


@pytest.mark.parametrize(("form", "sign"), [("markdown", "### "), ("latex", r"\begin{equation}")])
def test_papers_get_formulas(fourcs: Any, form: str, sign: str, tmp_path: Path) -> None:
    done = fourcs("outside_option", "--format", form, "--output", str(tmp_path / "x"))
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "x").read_text(encoding="utf-8").startswith(sign)


def test_an_issue_is_derived(fourcs: Any) -> None:
    how = ("climate", "--order", "g6_consensus", "--patience", "0.52")
    done = fourcs(*how)
    assert done.code == 0
    assert done.out.startswith("climate under g6_consensus: the deepest level that Russia keeps")
    assert "With more patience it rises: proved symbolically." in done.out
    found = strict(fourcs(*how, "--json").out)
    assert found["sign"]["sign"] == "+"
    assert found["quantities"][0]["name"] == "level"
    level, solved = (found["quantities"][0][key] for key in ("value", "solved"))
    assert abs(level - solved) < 1e-9
    assert found["figures"]["d"] == 0.52
    rows = list(csv.DictReader(io.StringIO(fourcs(*how, "--csv").out)))
    assert float(rows[0]["by formula"]) == level


def test_nothing_that_is_kept_is_told_too(fourcs: Any) -> None:
    done = fourcs("climate", "--order", "g6_consensus", "--patience", "0.3")
    assert done.code == 0
    assert "nothing above no cooperation is kept" in done.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("deep_coaliton",), "did you mean 'deep_coalition'?"),
        (("__import__('os').system('id')",), "one named result"),
        (("deep_coalition", "--format", "latx"), "did you mean 'latex'?"),
        (("deep_coalition", "--format", "latex", "--json"), "--json"),
        (("deep_coalition", "--json", "--csv"), "one of the two"),
        (("deep_coalition", "--patience", "0.5"), "--order"),
        (("deep_coalition", "--parameter", "k"), "--order"),
        (("--order", "g6_consensus"), "the name of an issue"),
        (("climat", "--order", "g6_consensus"), "did you mean 'climate'?"),
        (("climate", "--order", "g6_consensuss"), "did you mean 'g6_consensus'?"),
        (("climate", "--order", "g6_consensus", "--parameter", "stake.Rusia"), "stake.Russia"),
        (("climate", "--order", "g6_consensus", "--patience", "1"), "--patience"),
        (("climate", "--order", "club_tariff_2"), "order"),
        (("spheres", "--order", "g6_consensus"), "linear-quadratic"),
        (("deep_coalition", "--output", "/no/such/folder/x"), "no such folder"),
    ],
)
def test_wrong_input_is_told_in_one_line(
    fourcs: Any, arguments: tuple[str, ...], words: str
) -> None:
    done = fourcs(*arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
