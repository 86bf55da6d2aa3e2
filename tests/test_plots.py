"""Pictures: every design is drawn, labels keep apart, files are the same twice."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest

from gametheory_orders import ModelError, World, charter, club, coalition, concert, solve
from gametheory_orders.foundations.palette import (
    FOUR_C_COLOURS,
    FOUR_C_MARKERS,
    FOUR_C_TEXT_COLOURS,
    RULE_COLOURS,
)
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import PublicGood
from gametheory_orders.measures.compare import Comparison, compare_orders
from gametheory_orders.plots import plot, save

SHARES = ("participation", "decision", "enforcement", "decision_veto")


@pytest.fixture(scope="module")
def small():
    columns = {"stake": [1, 2, 3, 4], "capacity": [1, 1, 2, 2], "population": [1, 2, 3, 4]}
    issue = PublicGood(World(["A", "B", "C", "D"], columns, "four"), name="small")
    orders = [
        charter(name="all_agree"),
        club(members=["B", "C", "D"], name="three"),
        concert(members=["C", "D"], name="two"),
        coalition(members=["A", "D"], name="pair"),
    ]
    return compare_orders(issue, orders)


@pytest.fixture(scope="module")
def climate():
    from gametheory_orders import compare

    return compare("climate")


def design(like, name, *, four_c="club", at=(0.5, 0.5), agreed=None, share=(0.2, 0.2, 0.1, 0.1)):
    """Return an assessment with chosen figures: (L, E) delivered and agreed, and shares."""

    def stage(legitimacy, effectiveness):
        old = like.delivered.legitimacy
        values = {**old.values, "index": legitimacy}
        new = dataclasses.replace(old, values=values, why={"index": "no column population"})
        return dataclasses.replace(like.delivered, effectiveness=effectiveness, legitimacy=new)

    order = dataclasses.replace(like.outcome.game.order, name=name, four_c=four_c)
    outcome = dataclasses.replace(like.outcome, game=like.outcome.game.under(order))
    account = dataclasses.replace(
        like.shortfall,
        share=dict(zip(SHARES, share, strict=True)),
        why="no stable membership" if math.isnan(sum(share)) else "",
    )
    return dataclasses.replace(
        like,
        outcome=outcome,
        agreed=stage(*(agreed or at)),
        delivered=stage(*at),
        shortfall=account,
    )


def several(small, *designs):
    return dataclasses.replace(small, assessments=tuple(designs))


def random_comparison(small, seed, count, spread=1.0):
    rng = np.random.default_rng(seed)
    found = []
    for j in range(count):
        at = tuple(0.9 * (1 - spread) + spread * rng.random(2))
        agreed = (at[0], at[1] + 0.1) if rng.random() < 0.3 else at
        share = rng.normal(size=4)
        four_c = list(FOUR_C_COLOURS)[rng.integers(4)]
        name = f"design_{j}" + "_long" * int(rng.integers(4))
        found.append(design(small["two"], name, four_c=four_c, at=at, agreed=agreed, share=share))
    return several(small, *found)


def texts(ax):
    return [text for text in ax.texts if text.get_text()]


def overlapping(ax):
    """Return pairs of texts inside the axes whose rendered boxes meet."""
    from matplotlib.text import Text

    ax.figure.draw_without_rendering()  # annotations know where they are only once drawn
    # Of an annotation the words alone: its own extent would take in the arrow.
    boxes = [(t.get_text(), Text.get_window_extent(t)) for t in texts(ax)]
    return [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if one.overlaps(two)]


def dots(ax, names):
    return {line.get_label(): line for line in ax.lines if line.get_label() in names}


def names_of(comparison):
    return [found.outcome.game.order.name for found in comparison]


def check_plane(comparison):
    ax = plot(comparison)
    names = names_of(comparison)
    assert overlapping(ax) == []
    assert set(dots(ax, names)) == set(names)
    assert set(names) <= {text.get_text() for text in texts(ax)}
    frame = ax.bbox
    for text in texts(ax):
        box = text.get_window_extent()
        assert frame.x0 <= box.x0, text.get_text()
        assert box.x1 <= ax.figure.bbox.x1, text.get_text()
    return ax


def test_labels_of_the_climate_designs_keep_apart(climate):
    assert len(climate) == 13
    check_plane(climate)


@pytest.mark.parametrize(
    ("seed", "count", "spread"), [(0, 5, 1), (1, 13, 1), (2, 30, 1), (3, 30, 0.1)]
)
def test_labels_of_random_designs_keep_apart(small, seed, count, spread):
    comparison = random_comparison(small, seed, count, spread)
    check_plane(comparison)
    assert overlapping(plot(comparison, kind="shortfall")) == []


def test_the_check_for_overlap_can_fail(small):
    ax = plot(small)
    first = texts(ax)[-1]
    again = ax.annotate(
        first.get_text(), first.xy, first.get_position(), textcoords="offset points"
    )
    again.set(ha="center", va="center", fontsize=first.get_fontsize())
    assert overlapping(ax)


def test_designs_stand_where_their_figures_say(small):
    ax = plot(small)
    for name, dot in dots(ax, names_of(small)).items():
        found = small[name]
        assert dot.get_xdata()[0] == found.legitimacy.index
        assert dot.get_ydata()[0] == found.effectiveness


@pytest.mark.parametrize("kind", ["plane", "shortfall"])
def test_each_c_has_its_own_fixed_look(small, kind):
    from matplotlib.colors import same_color

    assert FOUR_C_COLOURS == {
        "charter": "#0072B2",
        "club": "#E69F00",
        "concert": "#009E73",
        "coalition": "#CC79A7",
    }
    assert len({*FOUR_C_COLOURS.values(), *RULE_COLOURS.values()}) == 7
    ax = plot(small, kind=kind)
    for row, found in enumerate(small):
        four_c = found.outcome.game.order.four_c
        name = found.outcome.game.order.name
        if kind == "plane":
            dot = dots(ax, [name])[name]
            assert same_color(dot.get_color(), FOUR_C_COLOURS[four_c])
            assert dot.get_marker() == FOUR_C_MARKERS[four_c]
        else:
            label = ax.get_yticklabels()[row]
            assert label.get_text() == name
            assert same_color(label.get_color(), FOUR_C_TEXT_COLOURS[four_c])


def luminance(colour):
    from matplotlib.colors import to_rgb

    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def test_greys_keep_apart_from_every_c_without_colour():
    for grey in RULE_COLOURS.values():
        for colour in FOUR_C_COLOURS.values():
            light, dark = sorted([luminance(grey), luminance(colour)], reverse=True)
            # 1.1 at least: the nearest are club and decision, whose hues differ for everyone.
            assert (light + 0.05) / (dark + 0.05) > 1.1
    for colour in FOUR_C_TEXT_COLOURS.values():
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def bars(ax, row):
    """Return the pieces of one row, without the hatching laid over them."""
    pieces = [p for p in ax.patches if p.get_y() < row < p.get_y() + p.get_height()]
    return [(p.get_x(), p.get_width()) for p in pieces if p.get_fill()]


def test_bars_of_the_account_sum_to_one(small):
    ax = plot(small, kind="shortfall")
    for row in range(len(small)):
        assert math.isclose(sum(width for _, width in bars(ax, row)), 1.0, abs_tol=1e-9)


def test_negative_shares_and_negative_effectiveness_go_left_of_zero(small):
    like = small["two"]
    helping = design(like, "helping", at=(0.5, 0.3), share=(0.6, -0.2, 0.3, 0.0))
    harmful = design(like, "harmful", at=(0.5, -0.5), share=(0.5, 0.5, 0.5, 0.5))
    ax = plot(several(small, helping, harmful), kind="shortfall")
    assert min(x + width for x, width in bars(ax, 0)) == pytest.approx(-0.2)
    assert max(x + width for x, width in bars(ax, 0)) == pytest.approx(1.2)
    assert bars(ax, 1)[0] == (0.0, -0.5)
    assert ax.get_xlim()[0] < -0.5
    assert "left of zero" in ax.get_xlabel()


def test_only_the_part_of_the_veto_is_hatched(small):
    found = design(small["two"], "veto", at=(0.5, 0.4), share=(0.1, 0.4, 0.1, 0.3))
    ax = plot(several(small, found), kind="shortfall")
    assert [round(p.get_width(), 9) for p in ax.patches if p.get_hatch()] == [0.3]


def test_what_is_undefined_is_said_and_not_drawn(small):
    nan = math.nan
    lost = design(small["two"], "lost", at=(0.5, nan), share=(nan,) * 4)
    known = design(small["two"], "known", at=(0.5, 0.4))
    comparison = several(small, lost, known)
    ax = plot(comparison)
    assert set(dots(ax, ["lost", "known"])) == {"known"}
    assert "not placed: lost" in ax.get_xlabel()
    ax = plot(comparison, kind="shortfall")
    assert bars(ax, 0) == []
    assert any(text.get_text().startswith("undefined: no stable") for text in texts(ax))
    plot(several(small, lost))


def test_designs_at_one_point_are_all_seen(small):
    like = small["two"]
    twins = [design(like, f"twin_{j}", at=(0.4, 0.4)) for j in range(3)]
    ax = check_plane(several(small, *twins))
    sizes = [dot.get_markersize() for dot in dots(ax, [f"twin_{j}" for j in range(3)]).values()]
    assert sizes == sorted(set(sizes), reverse=True)


def test_what_was_agreed_is_hollow_and_linked_to_what_is_delivered(small):
    moved = design(small["two"], "moved", at=(0.5, 0.4), agreed=(0.5, 0.8))
    kept = design(small["two"], "kept", at=(0.3, 0.2))
    ax = plot(several(small, moved, kept))
    hollow = [line for line in ax.lines if line.get_markerfacecolor() == "none"]
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in hollow] == [(0.5, 0.8)]


def test_names_are_taken_as_they_are(small):
    odd = "price of $5 and $6, " + "x" * 80
    found = several(small, design(small["two"], odd))
    for kind in ("plane", "shortfall"):
        ax = plot(found, kind=kind)
        ax.figure.draw_without_rendering()
    label = ax.get_yticklabels()[0].get_text()
    assert label.startswith("price of $5 and")
    assert len(label) <= 34


def test_actions_tell_members_from_outsiders(small):
    outcome = small["two"].outcome
    ax = plot(outcome)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A", "B", "C", "D"]
    colours = [label.get_color() for label in ax.get_yticklabels()]
    assert colours[0] == colours[1] != colours[2] == colours[3]
    widths = {round(p.get_y() + p.get_height() / 2): p.get_width() for p in ax.patches}
    assert [widths[row] for row in range(4)] == pytest.approx(list(outcome.actions.values()))


def test_an_assessment_has_its_bar_and_its_actions(small):
    assert len(plot(small["two"]).get_yticklabels()) == 1
    assert len(plot(small["two"], kind="actions").get_yticklabels()) == 4


def test_given_axes_are_drawn_on(small):
    from matplotlib.figure import Figure

    axes = Figure((12, 5)).subplots(1, 2)
    assert plot(small, axes[0]) is axes[0]
    assert plot(small, ax=axes[1], kind="shortfall") is axes[1]


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
@pytest.mark.parametrize("kind", [None, "plane"])
def test_files_are_written_and_the_same_twice(small, tmp_path, ending, kind):
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending]
    for name in ("one", "two"):
        save(small, tmp_path / f"{name}.{ending}", kind=kind)
    one, two = (tmp_path / f"{name}.{ending}" for name in ("one", "two"))
    assert one.read_bytes().startswith(start)
    assert one.read_bytes() == two.read_bytes()


def test_a_reader_s_own_style_does_not_change_the_file(small, tmp_path):
    import matplotlib

    save(small, tmp_path / "one.svg")
    with matplotlib.rc_context({"font.size": 30, "axes.grid": True}):
        save(small, tmp_path / "two.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


@pytest.mark.parametrize("name", ["picture.bmp", "picture", "missing/picture.png"])
def test_a_file_that_cannot_be_written_is_one_line(small, tmp_path, name):
    with pytest.raises(ModelError) as caught:
        save(small, tmp_path / name)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)
    assert not (tmp_path / name).exists()


def test_other_results_and_kinds_are_refused(small):
    with pytest.raises(ModelError, match="did you mean 'plane'"):
        plot(small, kind="plain")
    with pytest.raises(ModelError, match="found list"):
        plot([small])
    with pytest.raises(ModelError, match="at least one"):
        plot(Comparison(small.issue, (), 0.9, "anticipate", "deepest_kept"))
    with pytest.raises(ModelError, match="kind"):
        plot(solve(CooperationGame(small.issue, small["two"].outcome.game.order)), kind="plane")


def test_importing_the_package_and_plots_loads_no_matplotlib():
    code = (
        "import sys, gametheory_orders, gametheory_orders.plots; print('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
