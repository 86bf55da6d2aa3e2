"""``fourcs equilibria``: every format, the promised JSON, and faults in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gametheory_orders.cli import main

NFG = """NFG 1 R "both found" { "A" "B" } { { "1" "2" } { "1" "2" } }
-3 2 -3 4 3 7 5 2
"""
EFG = """EFG 2 R "entry" { "entrant" "store" } ""
p "" 1 1 "" { "out" "in" } 0
t "" 1 "" { 1, 5 }
p "" 2 1 "" { "fight" "share" } 0
t "" 2 "" { 0, 0 }
t "" 3 "" { 2, 2 }
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(list(arguments))
    except SystemExit as stop:
        code = int(stop.code or 0)
    out = capsys.readouterr()
    return int(code or 0), out.out, out.err


def test_json_is_as_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The game of issue 7: two extreme equilibria and the continuum between them."""
    (tmp_path / "g.nfg").write_text(NFG)
    code, out, err = run(capsys, "equilibria", str(tmp_path / "g.nfg"), "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["schema"] == 1
    assert found["players"] == [
        {"name": "A", "actions": ["1", "2"]},
        {"name": "B", "actions": ["1", "2"]},
    ]
    assert found["complete"] is True
    assert found["exact"] is True
    assert sorted(found["equilibria"]) == [[["0", "1"], ["1", "0"]], [["2/7", "5/7"], ["1", "0"]]]
    assert len(found["components"]) == 1


def test_other_formats_and_outputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "g.efg").write_text(EFG)
    code, out, _ = run(capsys, "equilibria", str(tmp_path / "g.efg"))
    assert code == 0
    assert "subgame-perfect" in out
    assert "store at 1: share" in out
    (tmp_path / "g.csv").write_text('A\\B,l,r\nu,"1, 2","0, 0"\nd,"0, 0","2, 1"\n')
    picture = tmp_path / "g.png"
    code, out, _ = run(
        capsys, "equilibria", str(tmp_path / "g.csv"), "--csv", "--plot", str(picture)
    )
    assert code == 0
    assert len(out.splitlines()) == 4
    assert picture.stat().st_size > 10_000
    table = "A,B,C,payoff of A,payoff of B,payoff of C\n"
    table += "".join(f"{a},{b},{c},{a},{b},{c}\n" for a in "01" for b in "01" for c in "01")
    (tmp_path / "three.csv").write_text(table)
    code, out, _ = run(capsys, "equilibria", str(tmp_path / "three.csv"), "--json")
    assert code == 0
    assert json.loads(out)["complete"] is False
    assert json.loads(out)["equilibria"] == [[["0", "1"]] * 3]
    code, out, err = run(
        capsys, "equilibria", str(tmp_path / "three.csv"), "--plot", str(tmp_path / "p.png")
    )
    assert (code, out) == (2, "")
    assert "two players" in err


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("g.xlsx", "", "a file that ends in .nfg, .efg, .csv, .toml"),
        ("g.nfg", NFG[:-3], "the end of the file"),
        ("g.efg", EFG.replace("0, 0", "0"), "line 5: found 1 payoffs, expected 2"),
        ("g.csv", "A\\B,l\nu,x\n", "two payoffs"),
        ("g.toml", "[issue]\nname = 'x'\n", "matrix_game"),
        ("missing.nfg", None, "no such file"),
    ],
)
def test_faults_are_one_line_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    code, out, err = run(capsys, "equilibria", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
