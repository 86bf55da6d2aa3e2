"""``fourcs exercise`` and ``fourcs grade``: sheets, keys, lists, files, one line a fault."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from gametheory_orders.classroom.sheets import exercise_sheet, write_sheet


def test_questions_only_unless_the_key_is_asked_for(fourcs: Any) -> None:
    done = fourcs("exercise", "risk-dominance", "--seed", "3")
    assert (done.code, done.err) == (0, "")
    assert done.out == write_sheet(exercise_sheet("risk-dominance", 3, 1))
    assert "Answer" not in done.out
    key = fourcs("exercise", "risk-dominance", "--seed", "3", "--key")
    assert "**Answer:**" in key.out
    assert key.out.startswith("# Answer key: risk-dominance\n")


@pytest.mark.parametrize("form", ["md", "tex", "html", "moodle", "ipynb"])
def test_every_format_to_a_file_and_again_the_same(fourcs: Any, form: str, tmp_path: Path) -> None:
    words = ("exercise", "vetoes", "--seed", "7", "--number", "4", "--format", form)
    for name, option in (("one", "--out"), ("two", "--output")):
        done = fourcs(*words, option, str(tmp_path / name))
        assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert fourcs(*words).out == (tmp_path / "one").read_text(encoding="utf-8")


def test_the_list(fourcs: Any) -> None:
    found = json.loads(fourcs("exercise", "--list", "--json").out)
    assert found["schema"] == 1
    assert len(found["templates"]) >= 40
    assert {"id", "topics", "difficulty"} <= set(found["templates"][0])
    some = fourcs("exercise", "--list", "club").out
    assert "tariff-against-exit" in some
    assert "banzhaf-index" not in some
    every = {topic for each in found["templates"] for topic in each["topics"]}
    asked = "voting power,vetoes,gridlock,agenda setting,nash,risk dominance,repeated games"
    asked += ",patience,free riding,coalition size,tariffs,pledges,linkage,effectiveness"
    asked += ",legitimacy,gap,frontier,shortfall account,core,best shot,weakest link"
    assert set(asked.split(",")) <= every


def test_grading_from_the_key(fourcs: Any, tmp_path: Path) -> None:
    key, answers = tmp_path / "key.json", tmp_path / "answers.csv"
    words = ("exercise", "equilibria", "--seed", "2", "--number", "3")
    assert fourcs(*words, "--key", "--json", "--output", str(key)).code == 0
    sheet = exercise_sheet("equilibria", 2, 3)
    right = [each.answer.typed() for each in sheet.exercises]
    with answers.open("w", newline="") as stream:
        csv.writer(stream).writerows(
            [["student", 1, 2, 3], ["Ada", *right], ["Bo", right[0], sheet.exercises[1].wrong, ""]]
        )
    shown = fourcs("grade", str(answers), "--key", str(key))
    assert (shown.code, shown.err) == (0, "")
    assert "Bo, 3: No answer." in shown.out
    assert "Ada, " not in shown.out
    found = json.loads(fourcs("grade", str(answers), "--key", str(key), "--json").out)
    assert found["schema"] == 1
    assert found["students"][0]["points"] == 3
    rows = list(csv.DictReader(io.StringIO(
        fourcs("grade", str(answers), "--key", str(key), "--csv").out)))  # fmt: skip
    assert [row["points"] for row in rows[:3]] == ["1.0"] * 3
    bare = tmp_path / "bare.json"
    assert fourcs(*words, "--json", "--output", str(bare)).code == 0
    done = fourcs("grade", str(answers), "--key", str(bare))
    assert (done.code, done.out) == (2, "")
    assert "--key" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("exercise",), "a topic, an id, or all"),
        (("exercise", "vetos"), "did you mean 'vetoes'"),
        (("exercise", "vetoes", "--format", "pdf"), "format"),
        (("exercise", "vetoes", "--format", "md", "--json"), "not both"),
        (("exercise", "vetoes", "--seed", "-1"), "seed"),
        (("exercise", "vetoes", "--seed", "x"), "--seed"),
        (("exercise", "vetoes", "--number", "0"), "number"),
        (("exercise", "vetoes", "--number", "201"), "number"),
        (("exercise", "vetoes", "--out", "/no/such/folder/a.md"), "folder"),
        (("grade", "answers.csv"), "--key"),
        (("grade", "none.csv", "--key", "none.json"), "no such file"),
    ],
)
def test_faults_are_one_line(fourcs: Any, words: tuple[str, ...], said: str) -> None:
    done = fourcs(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_a_command_killed_half_way_loses_nothing(tmp_path: Path) -> None:
    """What stood in the file is there until the new sheet is whole."""
    target = tmp_path / "sheet.md"
    target.write_text("the old sheet\n")
    words = [sys.executable, "-m", "gametheory_orders", "exercise", "all", "--number", "120"]
    whole = write_sheet(exercise_sheet("all", 0, 120))
    for wait in (0.2, 0.8, 1.6):
        run = subprocess.Popen([*words, "--out", str(target)], env=dict(os.environ))
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert target.read_text(encoding="utf-8") in ("the old sheet\n", whole)
    subprocess.run([*words, "--out", str(target)], check=True, env=dict(os.environ))
    assert target.read_text(encoding="utf-8") == whole
