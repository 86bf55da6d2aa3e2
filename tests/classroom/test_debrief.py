"""What a class played, read back: oTree's wide CSV, a plain one, and files that are wrong."""

from __future__ import annotations

import csv
import json
import re

import numpy as np
import pytest

from gametheory_orders import ModelError, debrief, load_game, read_play, solve
from gametheory_orders.classroom.debrief import Debrief
from gametheory_orders.classroom.played import MOST_BYTES, Move, Play

PLAIN = "round,state,score,member,vote,blocked,broke,deal\n"


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def wide(path, people, rounds):
    """Write a file as oTree does: one row a participant, blocks of columns by round."""
    fields = ("state", "member", "vote", "blocked", "broke", "score", "finished")
    header = ["participant.code", "session.code"]
    for number in range(1, rounds + 1):
        header += [f"cooperation.{number}.player.{field}" for field in fields]
        header += [f"cooperation.{number}.group.{f}" for f in ("id_in_subsession", "deal", "total")]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for code, blocks in people.items():
            writer.writerow([code, "s1", *[cell for block in blocks for cell in block]])
    return path


def test_the_models_own_answer_has_no_distance_to_itself(tmp_path):
    outcome = solve(load_game("climate", "g6_consensus"))
    rows = "".join(
        f"1,{s},{v!r},{int(s in outcome.members)},,0,0,1\n" for s, v in outcome.payoffs.items()
    )
    found = debrief(read_play(written(tmp_path / "x.csv", PLAIN + rows)), "climate", "g6_consensus")
    (only,) = found.rounds
    assert only.effectiveness == pytest.approx(found.effectiveness)
    assert only.gain == pytest.approx(only.expected_gain)
    assert (only.vetoed, only.left, only.broke, only.deal) == ((), (), (), True)
    assert found.gap(only) == pytest.approx(found.effectiveness - found.legitimacy)


def test_effectiveness_is_the_share_of_the_possible_gain(tmp_path):
    """From the definition: half of the way from no cooperation to the first best."""
    game = load_game("climate", "g6_consensus")
    middle = (game.reference_payoffs + game.first_best_payoffs) / 2
    moves = [Move("1", 1, s, float(v)) for s, v in zip(game.world.ids, middle, strict=True)]
    (only,) = debrief(Play(tuple(moves)), "climate", "g6_consensus").rounds
    assert only.effectiveness == pytest.approx(0.5)
    assert only.gain == pytest.approx(float(np.sum(middle - game.reference_payoffs)))
    (part,) = debrief(Play(tuple(moves[:3])), "climate", "g6_consensus").rounds
    assert part.effectiveness is None


def test_who_vetoed_left_and_broke_the_deal(tmp_path):
    text = PLAIN + (
        "1,US,1,1,yes,0,0,0\n1,China,2,1,no,1,0,0\n1,EU,3,1,yes,0,0,0\n"
        "2,US,1,1,yes,0,1,1\n2,China,2,0,,0,0,1\n2,EU,3,1,yes,0,0,1\n"
    )
    found = debrief(read_play(written(tmp_path / "x.csv", text)), "climate", "g6_consensus")
    first, second = found.rounds
    assert (first.vetoed, first.broke, first.deal) == (("China",), (), False)
    assert (second.left, second.broke, second.deal) == (("China",), ("US",), True)
    said = " ".join(found.sentences())
    assert "There was a deal in 1 of 2 rounds." in said
    assert "China (1)" in said
    assert "US (1)" in said


def test_otrees_wide_file_is_read(tmp_path):
    people = {
        "p1": [
            ["US", 1, "yes", 0, 0, 4.5, 1, 1, 0, 30.0],
            ["US", 1, "yes", 0, 1, 5.5, 1, 1, 1, 40.0],
        ],
        "p2": [
            ["China", 1, "no", 1, 0, 2.0, 1, 1, 0, 30.0],
            ["China", 1, "yes", 0, 0, 1.0, 1, 1, 1, 40.0],
        ],
        "gone": [
            ["EU", 1, "yes", 0, 0, 3.0, 1, 1, 0, 30.0],
            ["EU", 1, "", 0, 0, 0.0, 0, 1, 0, 0.0],
        ],
    }
    play = read_play(wide(tmp_path / "wide.csv", people, 2))
    assert [(m.round, m.state, m.score, m.total) for m in play.moves] == [
        (1, "US", 4.5, 30.0),
        (1, "China", 2.0, 30.0),
        (1, "EU", 3.0, 30.0),
        (2, "US", 5.5, 40.0),
        (2, "China", 1.0, 40.0),
    ]
    assert {move.group for move in play.moves} == {"s1-1"}
    game = load_game("climate", "g6_consensus")
    first, second = debrief(play, "climate", "g6_consensus").rounds
    alone, best = game.reference_payoffs.sum(), game.first_best_payoffs.sum()
    assert first.effectiveness == pytest.approx((30.0 - alone) / (best - alone))
    assert (first.vetoed, second.broke) == (("China",), ("US",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "found nothing"),
        ("round,state\n1,US\n", "no column 'score'"),
        ("round,state,score\n", "no moves"),
        ("round,state,score\n1,US,nan\n", "row 2, score: found 'nan', expected a finite number"),
        ("round,state,score\n1,US,1e999\n", "expected a finite number"),
        ("round,state,score\n1,US,\n", "score: found nothing"),
        ("round,state,score\n1,US,=1+1\n", "found '=1+1'"),
        ("round,state,score\n0,US,1\n", "round: found '0'"),
        ("round,state,score\n٣,US,1\n", "a whole number of 1 or more"),
        ("round,state,score\n-1,US,1\n", "round: found '-1'"),
        ("round,state,score\n1,,1\n", "state: found nothing"),
        ("round,state,score\n1,US,1\n1,US,2\n", "'US' twice in round 1"),
        ("round,state,score\n1,US\n", "2 cells in row 2"),
        ("round,state,score,score\n1,US,1,2\n", "the column 'score' twice"),
        ("round,state,score,broke\n1,US,1,maybe\n", "broke: found 'maybe', expected 1 or 0"),
        ("round,state,score,vote\n1,US,1,perhaps\n", "yes, no, abstain or nothing"),
        ('round,state,score\n1,"US,1\n', "expected a CSV"),
        ("a.1.player.state,a.1.player.vote\nUS,yes\n", "no 'score' of round 1"),
        ("a.1.player.state,a.1.player.score\n,\n", "no moves"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path, text, told):
    with pytest.raises(ModelError) as caught:
        read_play(written(tmp_path / "x.csv", text))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_are_none(tmp_path):
    (tmp_path / "bytes.csv").write_bytes(b"round,state,score\n1,\xff\xfe,1\n")
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for name, told in (("none.csv", "No such file"), ("bytes.csv", "UTF-8"), ("large.csv", "MB")):
        with pytest.raises(ModelError, match=told):
            read_play(tmp_path / name)
    with pytest.raises(ModelError, match="can be read"):
        read_play(tmp_path)
    with pytest.raises(ModelError, match="the path of a CSV"):
        read_play(None)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="the path of a CSV"):
        read_play("a\0b")


def test_a_state_that_the_issue_does_not_know_is_named():
    with pytest.raises(ModelError, match="did you mean 'China'"):
        debrief(Play((Move("1", 1, "Chnia", 1.0),), "x.csv"), "climate", "g6_consensus")
    with pytest.raises(ModelError, match="what read_play returns"):
        debrief([], "climate", "g6_consensus")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def shown() -> Debrief:
    moves = (Move("<b>|x", 1, "US", 1.0, True, True, False, False, "no"),)
    return debrief(Play(moves, "x.csv"), "climate", "g6_consensus")


def test_the_sheet_in_each_form(shown):
    assert "<b>|x" in shown.sheet()
    page = shown.sheet("html")
    assert "&lt;b&gt;|x" in page
    assert "<b>" not in page
    marked = shown.sheet("md")
    rows = [line for line in marked.splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    assert "\\<b\\>\\|x" in marked
    with pytest.raises(ModelError, match="text, md, html"):
        shown.sheet("pdf")


def test_records_and_json_hold_the_same(shown):
    found = json.loads(json.dumps(shown.to_dict(), allow_nan=False))
    assert found["rounds"] == json.loads(json.dumps(shown.records()))
    assert found["rounds"][0]["vetoed"] == ["US"]
    assert found["rounds"][0]["effectiveness"] is None
