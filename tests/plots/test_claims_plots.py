"""The picture of the verdicts: a tile a claim, told apart without colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from gametheory_orders import ModelError, plot
from gametheory_orders.plots import save
from gametheory_orders.statics.claims.checks import VERDICTS
from gametheory_orders.statics.claims.ledger import Claim, ClaimResult, Ledger

CS = ("all", "charter", "club", "concert", "coalition")


def ledger(count: int) -> Ledger:
    return Ledger(
        tuple(
            ClaimResult(Claim(i + 1, CS[i % 5], "S", "c", "o", "p"), VERDICTS[i % 4], "e")
            for i in range(count)
        )
    )


def test_each_claim_has_its_tile_and_each_verdict_its_look() -> None:
    ax = plot(ledger(119))
    numbers = [text.get_text() for text in ax.texts if text.get_text().isdecimal()]
    assert sorted(map(int, numbers)) == list(range(1, 120))
    assert len(ax.patches) == 119
    looks = {
        (patch.get_hatch(), patch.get_linewidth(), patch.get_facecolor() == patch.get_edgecolor())
        for patch in ax.patches
    }
    assert len(looks) == 4, "hatch, edge and fill tell verdicts apart where colour does not"
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert "holds (30)" in labels
    assert "fails (29)" in labels
    # Tiles of a C stand in rows, those that hold first; none lies on another.
    corners = {(round(p.get_x(), 3), round(p.get_y(), 3)) for p in ax.patches}
    assert len(corners) == 119


def test_the_file_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        save(ledger(7), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_a_ledger_of_nothing_has_no_picture() -> None:
    with pytest.raises(ModelError):
        plot(Ledger(()))
