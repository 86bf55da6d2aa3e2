"""What is delivered by patience: the lines are the solver's, the kinks where who binds changes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.measures.by_patience import delivered_by_patience
from gametheory_orders.orders import FixedLevel, Joint, NoEnforcement, OpenEntry, Order, Reciprocity
from gametheory_orders.plots import plot, save
from making import climate, game, good


@pytest.fixture(scope="module")
def found() -> Any:
    names = ["g6_consensus", "g6_four_of_six", "charter_unanimity", "pledge_uniform"]
    return gto.delivered_by_patience("climate", names)


def test_lines_are_what_the_solver_delivers(found: Any) -> None:
    issue = climate()
    for line in found:
        for at in (0, 52, 58, 75, 99):
            played = gto.CooperationGame(issue, line.order)
            outcome = gto.solve(played, patience=found.patience[at])
            expected = gto.assess(outcome).effectiveness
            assert line.effectiveness[at] == pytest.approx(expected, abs=1e-12)


def test_the_last_kink_is_the_needed_patience_and_its_state(found: Any) -> None:
    # B5: G6 consensus .550 (Russia), charter by unanimity .703 (South Africa).
    for position, patience, state in ((0, 0.5496, "Russia"), (2, 0.703, "Safrica")):
        kink = found.lines[position].kinks[-1]
        assert kink.patience == pytest.approx(patience, abs=5e-4)
        assert (kink.before, kink.after, kink.jump) == (state, "kept as agreed", False)
    # Four of six is never kept as agreed; from .596 on it is China that holds it back.
    assert [kink.states for kink in found.lines[1].kinks] == [("Russia",), ("Russia", "China")]
    assert found.lines[3].kinks == ()
    assert len(set(found.lines[3].effectiveness)) == 1


def test_a_gap_in_the_kept_levels_is_a_jump_though_the_same_state_binds(found: Any) -> None:
    first, second, _ = found.lines[2].kinks
    assert first.jump
    assert second.jump
    assert second.before == second.after == "Safrica"
    assert second.above - second.below > 0.1
    order = found.lines[2].order
    levels = [
        gto.solve(gto.CooperationGame(climate(), order), patience=second.patience + step).level
        for step in (-1e-5, 1e-5)
    ]
    assert levels[1] > levels[0] + 1


def test_under_open_entry_the_line_falls_where_a_member_goes() -> None:
    # L5 with w = 2 d: all four stay up to w = 2 / 3, so that the line falls at patience 1 / 3.
    order = Order(OpenEntry(), Joint(), Reciprocity(), name="open")
    (line,) = delivered_by_patience(good([1.0] * 4), [order], patience=[0.3, 0.35, 0.6])
    fall = line.kinks[0]
    assert fall.patience == pytest.approx(1 / 3, abs=1e-6)
    assert fall.jump
    assert fall.below == pytest.approx(8 / 9, abs=1e-5)
    assert fall.above < 0.53


def test_wrong_grids_and_no_orders_are_refused() -> None:
    issue, order = good([1.0, 1.0]), game(good([1.0, 1.0]), Joint(), Reciprocity()).order
    for grid in ([0.5], [0.5, 0.5], [0.5, 0.4], [0.1, 1.0], [math.nan, 0.5], ["0.1", 0.2]):
        with pytest.raises(ModelError, match="patience"):
            delivered_by_patience(issue, [order], patience=grid)
    with pytest.raises(ModelError, match="at least one"):
        delivered_by_patience(issue, [])


def test_the_picture_names_who_binds_and_is_the_same_twice(found: Any, tmp_path: Any) -> None:
    ax = plot(found)
    names = {text.get_text() for text in ax.texts}
    assert {"Russia", "Safrica", "Russia, then China"} <= names
    assert ax.get_xlabel() == "patience, the same for all states"
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels[0] == "g6_consensus (concert)"
    save(found, tmp_path / "a.svg")
    save(found, tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    with pytest.raises(ModelError, match="picture"):
        plot(found, kind="plane")


def test_it_prints_and_goes_to_plain_values(found: Any) -> None:
    assert str(found).splitlines()[0] == "climate: delivered, by patience"
    record = found.to_dict()
    assert record["designs"][0]["kinks"][-1]["binds_below"] == "Russia"
    flat = game(good([1.0, 1.0]), FixedLevel(level=2.0), NoEnforcement()).order
    assert len(delivered_by_patience(good([1.0, 1.0]), [flat])) == 1
    assert np.isfinite(record["designs"][2]["effectiveness"]).all()
