"""``fourcs coalitions``: promised fields, exit codes, files.

Not here: the figures (tests/literature) and the definitions (tests/solvers).
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gametheory_orders.cli import main


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def fourcs(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as caught:
            main(["coalitions", *arguments])
        out, err = capsys.readouterr()
        return Done(int(caught.value.code or 0), out, err)

    return run


def strict(text: str) -> Any:
    def refuse(token: str) -> None:
        raise AssertionError(token)

    return json.loads(text, parse_constant=refuse)


def test_the_promised_document(fourcs: Any) -> None:
    """contract.md: concept, stable, each with members, size, effectiveness and margins."""
    done = fourcs("climate", "--price", "25", "--tariff", "0.02", "--json")
    found = strict(done.out)
    assert (done.code, done.err) == (0, "")
    assert (found["schema"], found["concept"]) == (1, "open")
    (club,) = found["stable"]
    assert club["size"] == len(club["members"]) == len(club["margins"]) == 13
    assert club["effectiveness"] == pytest.approx(0.918, abs=5e-4)
    assert sorted(club["outside_margins"]) == ["India", "Safrica"]


def test_the_default_price_is_the_issues_own(fourcs: Any) -> None:
    default = strict(fourcs("climate", "--json").out)
    assert default == strict(fourcs("climate", "--price", "25", "--json").out)
    assert (default["price"], default["tariff"]) == (pytest.approx(25.0), 0.0)
    (nobody,) = default["stable"]
    assert (nobody["members"], nobody["size"]) == ([], 0)


def test_jointly_and_with_transfers(fourcs: Any) -> None:
    found = strict(fourcs("climate", "--price", "joint", "--transfers", "--json").out)
    assert [each["size"] for each in found["stable"]] == [0, 2]
    held = found["transfers"]
    assert held["potentially_internally_stable"] == 1185
    assert sorted(held["best"]["members"]) == ["China", "EU", "US"]
    assert held["best"]["effectiveness"] == pytest.approx(0.2975, abs=5e-5)
    shared = held["best"]["sharing"]
    assert sum(shared["transfers"].values()) == pytest.approx(0.0, abs=1e-9)


def test_csv_has_one_row_a_coalition(fourcs: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(fourcs("climate", "--price", "joint", "--csv").out)))
    assert [row["size"] for row in rows] == ["0", "2"]
    assert float(rows[1]["margins.EU"]) > 0
    many = fourcs("climate", "--price", "joint", "--transfers", "--csv").out
    assert len(list(csv.DictReader(io.StringIO(many)))) == 1185


def test_nothing_stable_exits_with_one_and_a_witness(fourcs: Any) -> None:
    how = ["climate", "--price", "50", "--tariff", "0.02", "--concept", "strong"]
    done = fourcs(*how, "--json")
    found = strict(done.out)
    assert done.code == 1
    assert found["stable"] == []
    (group,) = found["witness"]["deviations"]
    assert group["join"]
    assert all(gain > 0 for gain in group["gains"].values())
    assert done.err.count("\n") == 1
    plain = fourcs(*how)
    assert plain.code == 1
    assert "join, each gaining" in plain.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["climate", "--price", "much"], "--price: found 'much', expected a number above 0, or"),
        (["climate", "--price", "0"], "--price: found 0.0"),
        (["climate", "--price", "nan"], "--price"),
        (["climate", "--price", "inf"], "--price"),
        (["climate", "--tariff", "-1"], "--tariff: found -1.0, expected a share"),
        (["climate", "--tariff", "nan"], "--tariff"),
        (["climate", "--concept", "opne"], "did you mean 'open'"),
        (["climate", "--concept", "farsighted"], "farsighted_sizes"),
        (["climate", "--concept", "coalition_proof"], '"strong" takes 20'),
        (["climate", "--reaction", "stay"], "--reaction"),
        (["climat"], "did you mean 'climate'"),
        (["climate", "--json", "--csv"], "not both"),
    ],
)
def test_wrong_input_is_one_line(fourcs: Any, arguments: list[str], words: str) -> None:
    done = fourcs(*arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert done.err.count("\n") == 1


def test_the_screen_says_who_is_in_and_what_it_means(fourcs: Any) -> None:
    text = fourcs("climate", "--tariff", "0.02").out
    assert "13 members, E = 0.918" in text
    assert "Outside: India, Safrica" in text
    assert "Worse off than without cooperation" in text
    assert "nobody joins" in fourcs("climate").out
    many = fourcs("climate", "--price", "joint", "--concept", "internal").out
    assert "--csv has all" in many or "members" in many
    held = fourcs("climate", "--price", "joint", "--transfers").out
    assert "With transfers 1185 coalitions" in held
    assert "China 1.772 receives" in held


def test_a_small_issue_with_foresight(fourcs: Any, tmp_path: Path) -> None:
    lines = ['[issue]\nname = "four"\nfamily = "public_good"\n']
    lines += [f'[[state]]\nid = "{name}"\nstake = 1.0\ncapacity = 1.0\n' for name in "ABCD"]
    file = tmp_path / "four.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    done = fourcs(str(file), "--price", "joint", "--concept", "farsighted", "--json")
    found = strict(done.out)
    assert sorted({each["size"] for each in found["stable"]}) == [2, 3, 4]
    refused = fourcs(str(file), "--tariff", "0.1")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "no trade figures" in refused.err


def test_files(fourcs: Any, tmp_path: Path) -> None:
    document, picture = tmp_path / "found.json", tmp_path / "found.svg"
    done = fourcs(
        "climate", "--tariff", "0.02", "--json", "--output", str(document), "--plot", str(picture)
    )
    assert (done.code, done.out) == (0, "")
    assert strict(document.read_text())["stable"][0]["size"] == 13
    assert picture.read_text().startswith("<?xml")
