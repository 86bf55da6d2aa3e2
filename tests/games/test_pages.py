"""Tables and diagrams: every writer shows every payoff and marks exactly the best responses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game_making import normal_games, trees
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import pages
from gametheory_orders.games.extensive_form import ExtensiveFormGame
from gametheory_orders.games.normal_form import NormalFormGame


@given(normal_games(payoffs=st.integers(-9, 9)))
def test_marks_are_the_best_responses(game: NormalFormGame) -> None:
    wanted = sum(
        game.payoffs[i].item(cell)
        == max(game.payoffs[i].item((*cell[:i], k, *cell[i + 1 :])) for k in range(game.shape[i]))
        for i in range(game.n)
        for cell in game.profiles()
    )
    assert pages.payoff_text(game).count("^") == wanted
    assert pages.payoff_markdown(game).count("<u>") == wanted
    assert pages.payoff_html(game).count("<u>") == wanted
    assert pages.payoff_latex(game).count(r"\underline") == wanted


@given(normal_games(named=True))
def test_odd_names_do_not_break_the_writers(game: NormalFormGame) -> None:
    cells = game.payoffs[0].size
    if game.n == 2:
        lines = pages.payoff_markdown(game).splitlines()
        assert len(lines) == game.shape[0] + 2
        for line in lines[2:]:
            assert len(re.findall(r"(?<!\\)\|", line)) == game.shape[1] + 2
    assert pages.payoff_html(game).count("<td>") == cells
    assert "<script" not in pages.payoff_html(game)


@given(trees(players=2, depth=3))
def test_diagrams_have_every_node_and_branch(game: ExtensiveFormGame) -> None:
    branches = len(game.nodes) - 1
    assert pages.tree_mermaid(game).count("-->") == branches
    solid = [line for line in pages.tree_graphviz(game).splitlines() if "->" in line]
    assert len([line for line in solid if "dashed" not in line]) == branches


def test_names_are_escaped() -> None:
    game = NormalFormGame.from_arrays([[1]], players=("A|<b>", "B_&"), actions=(("x\\",), ("y*",)))
    assert "A\\|&lt;b&gt;" in pages.payoff_markdown(game)
    assert "A|&lt;b&gt;" in pages.payoff_html(game)
    assert r"B\_\&" in pages.payoff_latex(game)


def test_too_large_a_table_is_refused() -> None:
    with pytest.raises(ModelError, match="to be shown"):
        pages.payoff_text(NormalFormGame.from_arrays([[0] * 101] * 101))
