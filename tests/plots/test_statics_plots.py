"""Pictures of studies: what is drawn is what was found, and labels keep apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex

import gametheory_orders as gto
from gametheory_orders.foundations.palette import FOUR_C_COLOURS
from gametheory_orders.plots import plot, save
from gametheory_orders.plots.statics import PHASE_COLOURS, said
from gametheory_orders.statics.numeric.cells import polygons

STAKES, CAPACITIES = np.array([1.0, 1.2, 1.5]), np.array([1.0, 0.8, 1.2])
GOOD = gto.PublicGood(
    gto.World(["A", "B", "C"], {"stake": STAKES, "capacity": CAPACITIES}), name="three"
)


def order(decision, name, four_c, enforcement=None):
    return gto.Order(gto.Universal(), decision, enforcement or gto.Binding(), name, four_c)


PLEDGE = order(gto.Pledge(weight=0.5), "pledge", "coalition")
LEVEL = order(gto.FixedLevel(level=2.5), "level", "club")
LOWEST = order(gto.Unanimity(), "lowest", "charter")
KEPT = order(gto.FixedLevel(level=2.5), "kept", "club", gto.Reciprocity())


@pytest.fixture(scope="module")
def plane():
    return gto.phase_diagram(
        GOOD, [PLEDGE, LEVEL, LOWEST], ("weight", 0.1, 0.9), ("level", 1.7, 3.6), points=7
    )


@pytest.fixture(scope="module")
def study():
    return gto.parameter_study(GOOD, KEPT, "patience", 0.1, 0.95, points=9, tolerance=1e-5)


def area(polygon):
    x, y = np.transpose(polygon)
    return 0.5 * abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))))


def test_the_plane_is_covered_once(plane):
    parts = [(label, area(p)) for cell in plane.cells for label, p in polygons(cell)]
    assert sum(size for _, size in parts) == pytest.approx(0.8 * 1.9, rel=1e-9)
    # The share of each phase against a fine grid of closed forms (L1, L4, L5).
    sigma, worst = STAKES.sum(), (CAPACITIES * (STAKES.sum() - STAKES) ** 2).sum()

    def value(price):
        return 1 - (CAPACITIES * (sigma - np.maximum(price, STAKES)) ** 2).sum() / worst

    lowest = value(CAPACITIES.sum() * (STAKES / CAPACITIES).min())
    ws, ps = np.linspace(0.1, 0.9, 401), np.linspace(1.7, 3.6, 401)
    pledge = (ws * (2 - ws))[None, :]
    level = np.array([value(p) for p in ps])[:, None]
    best = np.stack([pledge + 0 * level, level + 0 * pledge, lowest + 0 * (pledge + level)])
    for j, name in enumerate(("pledge", "level", "lowest")):
        share = sum(size for label, size in parts if label == name) / (0.8 * 1.9)
        assert share == pytest.approx((best.argmax(axis=0) == j).mean(), abs=0.006)


def test_phases_that_are_orders_have_the_colours_of_their_cs(plane):
    ax = plot(plane)
    drawn = {to_hex(c.get_facecolor()[0]) for c in ax.collections if isinstance(c, PolyCollection)}
    wanted = {FOUR_C_COLOURS[c].lower() for c in ("coalition", "club", "charter")}
    assert drawn == wanted
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert set(names) == {"pledge", "level", "lowest"}


def test_other_phases_have_no_colour_of_a_c():
    assert not set(PHASE_COLOURS) & set(FOUR_C_COLOURS.values())
    found = gto.phase_diagram(
        GOOD,
        KEPT,
        ("level", 2.0, 3.5),
        ("patience", 0.3, 0.95),
        what="agreement",
        points=5,
        formulas={("kept", "kept in part"): "d = d*(p)"},
    )
    ax = plot(found)
    assert "agreement under kept" in ax.get_title(loc="left")
    assert any(text.get_text() == "d = d*(p)" for text in ax.texts)
    drawn = {to_hex(c.get_facecolor()[0]) for c in ax.collections if isinstance(c, PolyCollection)}
    assert drawn <= {colour.lower() for colour in PHASE_COLOURS}


def test_a_study_shows_its_regimes_and_names_their_boundaries(study):
    ax = plot(study)
    assert len(ax.patches) == len(study.regimes)
    words = [text for text in ax.texts if text.get_text()]
    assert len(words) == len(study.boundaries) > 0
    assert words[-1].get_text().split("\n")[0] == f"{study.boundaries[-1].at:.4g}"
    boxes = [text.get_window_extent() for text in words]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    lines = [line for line in ax.lines if len(line.get_xdata()) > 2]
    drawn = {(x, y) for line in lines for x, y in zip(*line.get_data(), strict=True)}
    assert drawn <= set(study.points)


def test_tornado_bars_run_from_low_to_high():
    found = gto.tornado(GOOD, LEVEL, {"level": (2.0, 3.0), "scale.stake": (0.9, 1.1)}, steps=3)
    ax = plot(found)
    bars = sorted(ax.patches, key=lambda bar: bar.get_y())
    for one, pair in zip(found.bars, zip(bars[::2], bars[1::2], strict=True), strict=True):
        ends = sorted((one.at_low, one.at_high))
        drawn = [bar.get_x() + bar.get_width() for bar in pair]
        assert sorted(drawn) == pytest.approx(ends)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == [said(bar.parameter) for bar in found.bars]
    assert {text.get_text() for text in ax.texts} >= {"2", "3", "0.9", "1.1"}


def test_ranks_show_the_spread_and_who_leads(tmp_path):
    found = gto.ranks_under_ranges(GOOD, [PLEDGE, LEVEL], {"level": (1.9, 3.5)}, samples=8)
    ax = plot(found)
    leads = found.leads
    assert [text.get_text() for text in ax.texts] == [
        f"leads {leads[name]:.0%}" for name in found.names
    ]
    save(found, tmp_path / "ranks.svg")
    save(found, tmp_path / "again.svg")
    assert (tmp_path / "ranks.svg").read_bytes() == (tmp_path / "again.svg").read_bytes()


def test_only_one_picture_of_each(study):
    with pytest.raises(gto.ModelError, match="study"):
        plot(study, kind="phases")


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        ("patience.US", "patience of US"),
        ("enforcement.rate", "tariff, as a share"),
        ("scale.stake.US", "factor on stake of US"),
        ("patience", "patience"),
    ],
)
def test_parameters_in_words(parameter, words):
    assert said(parameter) == words
