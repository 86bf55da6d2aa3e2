"""Pictures of linkage and of whom sanctions reach: what is drawn is what was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from gametheory_orders import ModelError, World, load_institution, quota_game
from gametheory_orders.plots import plot, save
from gametheory_orders.solvers.linkage import linkage
from gametheory_orders.solvers.sanction_remedies import AudienceCost, Override
from gametheory_orders.solvers.sanctions import sanction_reach

ISSUES = {"A": (1, 3), "B": (6, 2), "an issue with a name that goes on and on": (2, -1)}


def test_bars_begin_at_the_needed_patience() -> None:
    found = linkage(ISSUES)
    ax = plot(found)
    bars = [bar for bar in ax.patches if bar.get_height() == pytest.approx(0.5)]
    starts = [bar.get_x() for bar in bars]
    # The third issue is kept at no patience: it has words and no bar.
    wanted = [0.25, 0.75, float(found.pooled)]
    assert starts == pytest.approx(wanted)
    assert "never (needs 2.00)" in [text.get_text() for text in ax.texts]
    assert len(ax.get_yticklabels()) == 4


def test_bands_are_the_regimes() -> None:
    found = linkage(ISSUES)
    ax = plot(found)
    bands = [patch for patch in ax.patches if patch.get_height() == pytest.approx(1.0)]
    lows, widths = [b.get_x() for b in bands], [b.get_width() for b in bands]
    assert lows == pytest.approx([float(e.low) for e in found.regimes])
    assert widths == pytest.approx([float(e.high - e.low) for e in found.regimes])
    legend = ax.get_legend()
    assert legend is not None
    assert len(legend.get_texts()) == len({e.verdict for e in found.regimes})


def test_reach_bars_are_shares() -> None:
    remedies = [Override(), AudienceCost(3.0)]
    found = sanction_reach(load_institution("unsc"), size=2.0, remedies=remedies)
    ax = plot(found)
    widths = sorted(round(bar.get_width(), 9) for bar in ax.patches)
    shares = [
        round(100 * (found.share_beyond(of, each.name) or 0.0), 9)
        for each in found.schemes
        for of in ("states", "people", "capability")
    ]
    assert widths == sorted(shares)


def test_without_figures_only_states_are_drawn() -> None:
    found = sanction_reach(quota_game("ABC", 2, veto=["A"]), World("ABC", {}), size=1.0)
    assert [bar.get_width() for bar in plot(found).patches] == pytest.approx([100 / 3])


def test_words_do_not_cover_each_other() -> None:
    reach = sanction_reach(load_institution("unsc"), size=2.0, closeness=0.5, remedies=Override())
    for result in (linkage(ISSUES), reach):
        ax = plot(result)
        assert isinstance(ax.figure, Figure)
        ax.figure.draw_without_rendering()
        legend = ax.get_legend()
        assert legend is not None
        words = [ax._left_title, *legend.get_texts(), *ax.texts]  # type: ignore[attr-defined]
        boxes = [each.get_window_extent() for each in words]
        for i, one in enumerate(boxes):
            assert not any(one.overlaps(other) for other in boxes[i + 1 :])
            assert one.x1 <= ax.figure.bbox.x1


def test_files_and_wrong_kinds(tmp_path: Path) -> None:
    found = linkage(ISSUES)
    save(found, tmp_path / "one.svg")
    save(found, tmp_path / "two.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    with pytest.raises(ModelError, match="kind"):
        plot(found, kind="reach")
