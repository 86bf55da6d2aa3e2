"""Payoff tables as CSV, frames and TOML: round trips and bad input."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from game_making import normal_games
from gametheory_orders.files.tables import (
    PREFIX,
    from_frame,
    read_matrix_game,
    read_table,
    write_table,
)
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.normal_form import NormalFormGame

TOML = """[issue]
name = "hunt"
family = "matrix_game"
[[player]]
name = "A"
actions = ["stag", "hare"]
payoffs = [[4, 0], [3, 0.1]]
[[player]]
name = "B"
actions = ["stag", "hare"]
payoffs = [[4, 3], [0, 2]]
"""


def plain(game: NormalFormGame) -> bool:
    return not any(name.startswith(PREFIX) for name in game.players)


@given(normal_games(named=True).filter(plain))
def test_csv_round_trip_keeps_payoffs_and_names(tmp_path_factory, game) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("tables") / "game.csv"
    write_table(game, path)
    assert read_table(path) == game


@given(normal_games(named=True).filter(plain))
def test_frame_round_trip_keeps_payoffs_and_names(game: NormalFormGame) -> None:
    assert from_frame(game.to_frame()) == game


def test_a_spreadsheet_of_pairs(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("US \\ China,open,closed\nopen,3; 3,0; 5\nclosed,(5; 0),1/2; 0.1\n")
    game = read_table(path)
    assert game.players == ("US", "China")
    assert game.payoff(("closed", "closed")) == (Fraction(1, 2), Fraction(1, 10))
    path.write_text("game,open\nopen,3; 3\n")
    assert read_table(path).players == ("1", "2")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a CSV table with a heading"),
        ("A,B\n", "a matrix of pairs"),
        ("A\\B,x\nu,3\n", "row 2, column x: found '3', expected two payoffs"),
        ("A\\B,x\nu,3; nan\n", "row 2, column x: found 'nan', expected a number"),
        ("A\\B,x\nu,3; three\n", "found 'three'"),
        ("A\\B,x,y\nu,3; 3\n", "row 2: found 2 cells, expected 3"),
        ("A\\B,x\nu,1;2\nu,1;2\n", "'u' twice"),
        ("A,payoff of B\nx,1\n", "row 1"),
        ("A,payoff of A\n", "row 2: found nothing"),
        ("A,payoff of A\nx,1\nx,2\n", "row 3: found x a second time"),
        ("A,payoff of A\n,1\n", "row 2, column A: found nothing"),
        ("A,payoff of A\nx,inf\n", "row 2, column payoff of A: found 'inf'"),
        ("A,B,payoff of A,payoff of B\nx,l,1,2\ny,r,1,2\n", "no row for x, r"),
    ],
)
def test_bad_tables_are_told_with_their_row(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(ModelError) as error:
        read_table(path)
    assert message in str(error.value)
    assert "bad.csv" in str(error.value)


def test_toml_numbers_are_exact(tmp_path: Path) -> None:
    path = tmp_path / "hunt.toml"
    path.write_text(TOML)
    game = read_matrix_game(path)
    assert game.payoff((1, 1)) == (Fraction(1, 10), 2)
    assert game.title == "hunt"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("matrix_game", "public_good", "issue.family: found public_good"),
        ('name = "hunt"', 'nmae = "hunt"', "issue.nmae"),
        ("[[4, 0], [3, 0.1]]", "[[4, 0], [3]]", "payoffs[0]"),
        ("[[4, 0], [3, 0.1]]", '[[4, 0], [3, "1"]]', "a finite number"),
        ("[[4, 0], [3, 0.1]]", "[[4, 0], [3, nan]]", "a finite number"),
        ("[[4, 0], [3, 0.1]]", "[]", "payoffs[0]"),
        ('actions = ["stag", "hare"]', "actions = []", "player[0].actions: found none"),
        ('actions = ["stag", "hare"]', 'actions = "stag"', "player[0].actions"),
        ('name = "B"', 'name = "A"', "'A' twice"),
        ('name = "A"\n', "", "player[0].name: found nothing"),
        ('name = "A"\n', 'name = "A"\nage = 3\n', "player[0].age"),
        ("[[player]]", "[[players]]", "did you mean 'player'"),
    ],
)
def test_bad_toml_is_told_with_its_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TOML
    path = tmp_path / "bad.toml"
    path.write_text(TOML.replace(old, new, 1))
    with pytest.raises(ModelError) as error:
        read_matrix_game(path)
    assert message in str(error.value)
    assert "bad.toml" in str(error.value)
