"""Gambit's files: round trips on random games, both variants, and bad input in one line."""

from __future__ import annotations

import contextlib
import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game_making import normal_games, pure_equilibria, trees
from gametheory_orders.files.gambit import (
    parse_efg,
    parse_nfg,
    read_efg,
    read_nfg,
    write_efg,
    write_nfg,
)
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.extensive_form import ExtensiveFormGame
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.pure_nash import pure_nash

NFG = 'NFG 1 R "game" { "A" "B" } { { "x" "y" } { "l" "r" } } "" 1 2 3 4 5 6 7 8'
EFG = """EFG 2 R "game" { "A" "B" } ""
p "" 1 1 "h" { "x" "y" } 0
c "" 1 "" { "u" 1/4 "d" 3/4 } 0
t "" 1 "" { 1, 2 }
t "" 2 "" { 3, 4 }
p "" 2 1 "k" { "l" "r" } 0
t "" 1
t "" 3 "end" { 1/2, 0.25 }
"""


@given(normal_games(named=True))
def test_nfg_round_trip_keeps_payoffs_names_and_equilibria(game: NormalFormGame) -> None:
    again = parse_nfg(write_nfg(game))
    assert again == game
    assert pure_nash(again).cells == tuple(pure_equilibria(game))


@given(normal_games(payoffs=st.floats(-1e6, 1e6)))
def test_floats_come_back_as_the_decimals_they_are_written_as(game: NormalFormGame) -> None:
    again = parse_nfg(write_nfg(game))
    for one, two in zip(again.floats, game.floats, strict=True):
        assert one.tolist() == two.tolist()


@given(trees(players=2, depth=4))
def test_efg_round_trip_keeps_the_tree(game: ExtensiveFormGame) -> None:
    assert parse_efg(write_efg(game)) == game


def test_first_player_changes_fastest() -> None:
    game = parse_nfg(NFG)
    assert game.payoff(("y", "l")) == (3, 4)
    assert game.payoff(("x", "r")) == (5, 6)
    assert game.title == "game"


def test_the_outcome_variant_with_commas_and_a_null_outcome() -> None:
    text = """NFG 1 R "o" { "A" "B" }
    { { "x" "y" } { "l" "r" } }
    ""
    { { "one" 1, 2 } { "two" 1/3, -.5 } }
    1 2 0 1"""
    game = parse_nfg(text)
    assert game.payoff(("y", "l")) == (Fraction(1, 3), Fraction(-1, 2))
    assert game.payoff(("x", "r")) == (0, 0)


def test_numbers_of_strategies_stand_for_names() -> None:
    game = parse_nfg('NFG 1 D "n" { "A" "B" } { 2 1 } 1.5 2 3e0 4')
    assert game.actions == (("1", "2"), ("1",))
    assert game.payoff((0, 0)) == (Fraction(3, 2), 2)


def test_efg_shares_outcomes_and_reads_all_numbers_exactly() -> None:
    game = parse_efg(EFG)
    assert game.nodes[1].probabilities == (Fraction(1, 4), Fraction(3, 4))
    assert game.nodes[5].payoffs == (1, 2)
    assert game.nodes[6].payoffs == (Fraction(1, 2), Fraction(1, 4))
    assert game.information_sets == {(0, "h"): (0,), (1, "k"): (4,)}


def test_payoffs_before_the_end_are_added_to_those_after() -> None:
    game = parse_efg(
        'EFG 2 R "" { "A" } p "" 1 1 "" { "x" "y" } 1 "fee" { -1 } t "" 0 t "" 2 "" { 5 }'
    )
    assert [node.payoffs for node in game.nodes[1:]] == [(-1,), (4,)]


def test_equal_names_of_information_sets_are_kept_apart() -> None:
    text = """EFG 2 R "" { "A" "B" } ""
    p "" 1 1 "h" { "x" "y" } 0
    p "" 2 1 "h" { "l" } 0
    t "" 1 "" { 1, 2 }
    p "" 2 2 "h" { "l" } 0
    t "" 2 "" { 3, 4 }"""
    game = parse_efg(text)
    assert len(game.information_sets) == 3
    assert parse_efg(write_efg(game)) == game


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "found the end of the file"),
        ("hello", "line 1: found 'hello', expected a file that starts with NFG 1"),
        ("NFG 2 R", "found '2'"),
        ("NFG 1 Q", "found 'Q'"),
        ("NFG 1 R title", "expected the title of the game"),
        ('NFG 1 R "t" { }', "no names"),
        ('NFG 1 R "t" { "A" 3 }', "found '3'"),
        ('NFG 1 R "t" { "A" "B', "a quote that is not closed"),
        (NFG[:-2], "the end of the file, expected a number"),
        (NFG + " 9", "found '9', expected the end of the file"),
        (NFG.replace("7", "nan"), "line 1: found 'nan', expected a number"),
        (NFG.replace("7", "1e999999999"), "expected a number"),
        (NFG.replace("7", "1/0"), "found '1/0'"),
        (NFG.replace("7", "__import__('os')"), "expected a number"),
        (NFG.replace('"x" "y"', '"x" "x"'), "'x' twice"),
        (NFG.replace('{ "l" "r" }', "{ }"), "no names"),
        ('NFG 1 R "t" { "A" "B" } { 0 2 }', "1 or more each"),
        ('NFG 1 R "t" { "A" "B" } { 99999 99999 } 1', "at most"),
        ('NFG 1 R "t" { "A" "B" } { 900 900 } 1', "too short"),
        ('NFG 1 R "t" { "A" "B" } { { "x" } { "y" } } { { "o" 1 } } 1', "1 payoffs, expected 2"),
        ('NFG 1 R "t" { "A" "B" } { { "x" } { "y" } } { { "o" 1 2 } } 2', "outcome 2"),
        ("{" * 100_000, "found '{'"),
    ],
)
def test_bad_nfg_is_told_in_one_line(text: str, message: str) -> None:
    with pytest.raises(ModelError) as error:
        parse_nfg(text, "bad.nfg")
    assert message in str(error.value)
    assert str(error.value).startswith("bad.nfg")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("p ", "q ", "line 2: found 'q', expected a node: c, p or t"),
        ("1/4", "1/2", "line 3: found probabilities that sum to 1.25"),
        ("1/4", "-1/4", "line 3: found probabilities that sum to 0.5"),
        ("{ 3, 4 }", "{ 3 }", "line 5: found 1 payoffs, expected 2"),
        ('t "" 1\n', 't "" 9\n', "line 7: found outcome 9 without payoffs"),
        ('"k" { "l" "r" }', "", "line 6: found information set 1 without actions"),
        ('p "" 2 1', 'p "" 3 1', "line 6: found player 3"),
        ('p "" 2 1', 'p "" two 1', "line 6: found 'two'"),
        ('{ "l" "r" }', '{ "l" "l" }', "action 'l' twice"),
        ("{ 1/2, 0.25 }\n", "", "line 8: found outcome 3 without payoffs"),
        ("{ 3, 4 }", '{ 3, "4" }', "line 5: found '4', expected a number"),
        ('t "" 3 "end" { 1/2, 0.25 }\n', "", "line 8: found the end of the file"),
        ("{ 1/2, 0.25 }", '{ 1/2, 0.25 } t "" 0', "expected the end of the file"),
    ],
)
def test_bad_efg_is_told_with_its_line(old: str, new: str, message: str) -> None:
    assert old in EFG
    with pytest.raises(ModelError) as error:
        parse_efg(EFG.replace(old, new, 1), "bad.efg")
    assert message in str(error.value)
    assert str(error.value).startswith("bad.efg")


def test_imperfect_recall_is_named() -> None:
    text = """EFG 2 R "" { "A" } ""
    p "" 1 1 "first" { "x" "y" } 0
    p "" 1 2 "second" { "l" "r" } 0
    t "" 1 "" { 1 }
    t "" 2 "" { 2 }
    p "" 1 2 "second" { "l" "r" } 0
    t "" 3 "" { 3 }
    t "" 4 "" { 4 }"""
    with pytest.raises(ModelError, match="'second' of A: found imperfect recall"):
        parse_efg(text)


def test_every_truncation_and_many_corruptions_raise_or_read() -> None:
    dice = random.Random(7)
    for text, parse in ((NFG, parse_nfg), (EFG, parse_efg)):
        for end in range(len(text.rstrip()) - 1):
            with pytest.raises(ModelError):
                parse(text[:end])
        for _ in range(300):
            at = dice.randrange(len(text))
            broken = text[:at] + dice.choice('{}"\\ 0-/.,xtpc\0é') + text[at + 1 :]
            with contextlib.suppress(ModelError):
                parse(broken)


def test_a_tree_of_ten_thousand_levels_is_read() -> None:
    lines = ['EFG 2 R "" { "A" } ""']
    for k in range(10_000):
        lines += [f'p "" 1 {k + 1} "" {{ "x" "y" }} 0', 't "" 1 "" { 1 }']
    game = parse_efg("\n".join([*lines, 't "" 1']))
    assert game.depth == 10_000


def test_files_are_written_and_read(tmp_path: Path) -> None:
    game = parse_nfg(NFG)
    write_nfg(game, tmp_path / "g.nfg")
    assert read_nfg(tmp_path / "g.nfg") == game
    tree = parse_efg(EFG)
    write_efg(tree, tmp_path / "g.efg")
    assert read_efg(tmp_path / "g.efg") == tree
    with pytest.raises(ModelError, match="can be written"):
        write_nfg(game, tmp_path)
    with pytest.raises(ModelError, match="no such file"):
        read_nfg(tmp_path / "none.nfg")
    (tmp_path / "bytes.efg").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelError, match="UTF-8"):
        read_efg(tmp_path / "bytes.efg")


def test_a_file_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.nfg"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(ModelError, match=r"found 200 MB, expected a \.nfg file of at most 20 MB"):
        read_nfg(path)
