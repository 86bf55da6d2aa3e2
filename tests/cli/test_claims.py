"""``fourcs claims``: one claim, a C, institutions; documents, a picture, one line a fault."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from gametheory_orders.cli.ledger import ledger_text
from gametheory_orders.cli.output import Canvas
from gametheory_orders.files.claims import claim_groups, load_claims
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.statics.claims.ledger import Claim, ClaimResult, Ledger


def test_one_claim_in_full(fourcs: Any) -> None:
    done = fourcs("claims", "104")
    assert (done.code, done.err) == (0, ""), "no progress where nobody looks"
    assert done.out.startswith("Claim 104 (coalition): holds if ...\n")
    for name in ("formal object", "prediction", "condition", "evidence", "counterexample"):
        assert f"\n{name} " in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_documents_say_the_same(fourcs: Any) -> None:
    found = json.loads(fourcs("claims", "71,104", "--json").out)
    assert found["schema"] == 1
    assert [each["id"] for each in found["claims"]] == [71, 104]
    assert found["counts"]["concert"]["holds_if"] == 1
    rows = list(csv.DictReader(io.StringIO(fourcs("claims", "104,71", "--csv").out)))
    for row, record in zip(rows, found["claims"], strict=True):
        assert int(row["id"]) == record["id"]
        for name in ("four_c", "claim", "verdict", "condition", "evidence"):
            assert row[name] == record[name]
        assert record["counterexample"]
        assert row["counterexample"]


def test_many_claims_are_one_a_line_by_c() -> None:
    def result(number: int, four_c: str, verdict: str) -> ClaimResult:
        words = f"what {number} says"
        return ClaimResult(Claim(number, four_c, "S", words, "o", "p"), verdict, "because")

    given = [(1, "all", "mixed"), (8, "charter", "holds"), (9, "charter", "fails")]
    text = ledger_text(
        Ledger(tuple(result(*each) for each in [*given, (36, "club", "holds")])), Canvas()
    )
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "charter 2 1 0 0 1 0" in lines
    assert "together 4 2 0 1 1 0" in lines
    assert lines.index("charter") < lines.index("8 holds what 8 says") < lines.index("club")
    assert "9 fails what 9 says" in lines


def test_institutions(fourcs: Any) -> None:
    found = json.loads(fourcs("claims", "institutions", "--json").out)
    by_name = {each["institution"]: each for each in found["institutions"]}
    assert by_name["nato"]["verdict"] == "agrees"
    assert sum(found["counts"].values()) == len(by_name)
    text = fourcs("claims", "institutions").out
    assert "5 can block alone" in text
    assert "psi" in text
    assert fourcs("claims", "institutions", "--csv").out.startswith("institution,C,stated,")
    done = fourcs("claims", "institutions", "--plot", "a.png")
    assert done.code == 2
    assert "--plot" in done.err


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("120", "did you mean '119'?"),
        ("999999999999", "did you mean '119'?"),
        ("71,500", "found 500"),
        ("chartre", "did you mean 'charter'?"),
        ("", "an empty text"),
        ("1.5", "a number, or one of"),
        ("104;71", "a number, or one of"),
    ],
)
def test_a_wrong_word_gets_one_line(fourcs: Any, which: str, said: str) -> None:
    done = fourcs("claims", which)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert done.err.startswith("claim: ")
    assert said in done.err


def test_picture_and_file(fourcs: Any, tmp_path: Path) -> None:
    done = fourcs(
        "claims", "11", "--plot", str(tmp_path / "a.svg"), "--output", str(tmp_path / "a.txt")
    )
    assert (done.code, done.out, done.err) == (0, "", "")
    assert "<svg" in (tmp_path / "a.svg").read_text()
    assert (tmp_path / "a.txt").read_text().startswith("Claim 11")


def test_progress_where_somebody_looks(
    fourcs: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert "1/1" in fourcs("claims", "11").err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert fourcs("claims", "11", "--quiet").err == ""


def test_groups_and_numbers_in_python() -> None:
    groups = claim_groups()
    assert set(groups["club"]) >= set(range(36, 56)), "claims of other parts belong to it too"
    assert set(groups["navigating"]) == set(range(111, 120))
    steps: list[tuple[int, int]] = []
    ledger = load_claims([104, 11, 104], progress=lambda done, of: steps.append((done, of)))
    assert [each.about.id for each in ledger] == [11, 104]
    assert steps == [(1, 2), (2, 2)]
    for wrong in (True, 1.5, [], [11, "x"], [None], float("nan"), "", "12"):
        with pytest.raises(ModelError, match="claim"):
            load_claims(wrong)  # type: ignore[arg-type]
