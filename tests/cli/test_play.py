"""``fourcs play`` and ``fourcs debrief``: a project and its debrief, one line a fault."""

from __future__ import annotations

import json

import pytest


def test_play_writes_a_project(fourcs, tmp_path):
    out = tmp_path / "app"
    done = fourcs(
        "play", "climate", "--order", "g6_consensus", "--out", str(out), "--states", "US,China"
    )
    assert (done.code, done.err) == (0, "")
    assert "13 states played by the computer" in done.out
    assert (out / "settings.py").is_file()
    again = fourcs("play", "climate", "--order", "g6_consensus", "--out", str(out))
    assert again.code == 2
    assert again.err.count("\n") == 1
    assert "a new or an empty folder" in again.err


def test_play_as_json(fourcs, tmp_path):
    out = str(tmp_path / "app")
    done = fourcs(
        "play", "spheres", "--order", "spheres_concert", "--out", out, "--rounds", "2", "--json"
    )
    found = json.loads(done.out)
    assert found["seats"] == ["East", "West", "North", "Centre", "South"]
    assert (found["rounds"], found["robots"]) == (2, [])


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--states", "US,,EU"], "--states"),
        (["--states", "US,Chnia"], "did you mean 'China'"),
        (["--rounds", "0"], "rounds: found 0"),
        (["--order", "g7_consensus"], "g6_consensus"),
    ],
)
def test_play_tells_what_is_wrong(fourcs, tmp_path, more, told):
    order = [] if "--order" in more else ["--order", "g6_consensus"]
    done = fourcs("play", "climate", *order, "--out", str(tmp_path / "app"), *more)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert done.err.count("\n") == 1


def test_debrief_in_each_form(fourcs, tmp_path):
    file = tmp_path / "played.csv"
    file.write_text("round,state,score,broke\n1,US,1,0\n1,China,2,1\n")
    asked = ("debrief", str(file), "--model", "climate", "--order", "g6_consensus")
    assert "Broke the deal" in fourcs(*asked).out
    assert fourcs(*asked, "--format", "md").out.startswith("# climate")
    assert fourcs(*asked, "--format", "html").out.startswith("<!DOCTYPE html>")
    assert json.loads(fourcs(*asked, "--json").out)["rounds"][0]["broke"] == ["China"]
    assert fourcs(*asked, "--csv").out.splitlines()[0].startswith("group,round,")
    wrong = fourcs(*asked, "--format", "pdf")
    assert (wrong.code, wrong.out) == (2, "")
    missing = fourcs(
        "debrief", str(tmp_path / "none.csv"), "--model", "climate", "--order", "g6_consensus"
    )
    assert (missing.code, missing.err.count("\n")) == (2, 1)
