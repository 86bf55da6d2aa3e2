"""What the four Cs deliver on random worlds: closed forms against the solver, and known values."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory_orders.issues import PublicGood
from gametheory_orders.statics.thumbs.conditions import CONDITIONS
from gametheory_orders.statics.thumbs.designs import (
    DESIGNS,
    FOUR,
    delivered,
    members_of,
    needed_at_best,
    order_of,
    solved,
)
from gametheory_orders.statics.thumbs.figures import (
    DISTRIBUTION,
    Figures,
    draw_chunk,
    equal_states,
    gravity,
)


@pytest.mark.parametrize("design", sorted({*DESIGNS} - {"coalition"}))
def test_a_closed_form_is_what_the_solver_finds(design: str) -> None:
    tried = 0
    for figures in [*draw_chunk(5, 0), *draw_chunk(5, 1)]:
        found = delivered(design, figures)
        for position in range(len(figures)):
            some = design in FOUR or members_of(design, figures)[position].any()
            if some and tried < 20 and position < 4:
                assert found[position] == pytest.approx(solved(design, figures, position), abs=1e-9)
                tried += 1
    assert tried == 20


def club_by_definition(issue: PublicGood) -> float:
    """Return the most that a set delivers which nobody gains by leaving or joining alone."""
    n, trade = issue.world.n, issue.trade
    assert trade is not None
    alone, best = issue.reference(), issue.first_best()
    values = {}
    for inside in itertools.product((False, True), repeat=n):
        mask = np.array(inside)
        values[inside] = issue.payoffs(np.where(mask, best, alone)) + trade.payoffs(mask, 0.05)
    stable = []
    for m, value in values.items():
        turned = [(*m[:i], not m[i], *m[i + 1 :]) for i in range(n)]
        if all(values[t][i] <= value[i] + 1e-9 for i, t in enumerate(turned)):
            stable.append(float(value.sum()))
    low, high = issue.payoffs(alone).sum(), issue.payoffs(best).sum()
    return float((max(stable) - low) / (high - low))


def test_a_club_is_the_best_of_all_stable_sets() -> None:
    between = 0
    for figures in draw_chunk(6, 0)[:2]:
        found = delivered("club", figures)
        for position in range(6):
            expected = club_by_definition(figures.issue(position))
            assert found[position] == pytest.approx(expected, abs=1e-9)
            between += 0.01 < expected < 0.99
    assert between


@pytest.mark.parametrize("n", [6, 9])
@pytest.mark.parametrize("patience", [0.05, 0.2, 0.45, 0.5, 0.8])
def test_equal_states(n: int, patience: float) -> None:
    """Pledges: weight 2 / (n - 1). A common level: weight 2 d below one half, then all."""
    found = {each: float(delivered(each, equal_states(n, patience))[0]) for each in FOUR}
    pledged, kept = 2 / (n - 1), min(2 * patience, 1.0)
    assert found["coalition"] == pytest.approx(pledged * (2 - pledged), abs=1e-6)
    assert found["charter"] == pytest.approx(kept * (2 - kept), abs=1e-9)
    assert found["club"] == 0.0
    assert found["concert"] < found["charter"]
    if not np.isclose(kept, pledged):
        assert (found["coalition"] > found["charter"]) == (patience < 1 / (n - 1))


shares = st.lists(st.floats(0.05, 1.0), min_size=4, max_size=8)


def _proportionate(sizes: list[float], patience: float) -> Figures:
    y = np.array([sizes]) / sum(sizes)
    n = y.shape[1]
    return Figures(y, y, y, np.full((1, n), patience), np.zeros((1, n, n)), y, y)


@given(sizes=shares)
def test_stakes_in_proportion_to_capacities_need_no_more_than_a_state_of_no_size(
    sizes: list[float],
) -> None:
    figures = _proportionate(sizes, 0.5)
    a = figures.stakes[0]
    crowding = float((a**2).sum())
    told = (1 - a) ** 2 / (2 * (1 - crowding - a * (1 - a)))
    assert needed_at_best(figures)[0] == pytest.approx(told, rel=1e-9)
    if crowding <= 0.5:
        assert (told <= 1 / (2 * (1 - crowding)) + 1e-12).all()


@given(sizes=shares, above=st.floats(1e-6, 0.2))
def test_a_charter_of_states_alike_in_care_reaches_all(sizes: list[float], above: float) -> None:
    crowding = float(sum((x / sum(sizes)) ** 2 for x in sizes))
    patience = 1 / (2 * (1 - crowding)) + above
    if patience < 1:
        figures = _proportionate(sizes, patience)
        assert CONDITIONS["alike_and_patient"](figures).all()
        assert delivered("charter", figures)[0] == pytest.approx(1.0, abs=1e-9)


values = st.lists(st.floats(0.1, 10.0), min_size=18, max_size=18)


@given(figures=values, n=st.integers(3, 6), bulk=st.floats(10.0, 2000.0), d=st.floats(0.4, 0.99))
def test_the_two_proved_rules_reach_the_first_best_in_any_world(
    figures: list[float], n: int, bulk: float, d: float
) -> None:
    s, k, y = np.array(figures).reshape(3, 6)[:, None, :n]
    # Care much more alike than size, so that the conditions hold now and then.
    s = y * s**0.2
    k = y * k**0.1
    ones = np.ones((1, n))
    volume = np.array([bulk * s.sum() ** 2])
    world = Figures(s, k, y, d * ones, gravity(y, volume), ones, ones)
    for name, design in (("willing_and_patient", "charter"), ("trade_pays_everyone", "club")):
        if CONDITIONS[name](world)[0]:
            assert delivered(design, world)[0] == pytest.approx(1.0, abs=1e-9), name


def test_random_worlds_are_drawn_as_stated() -> None:
    """The words of the distribution and its figures: 2,000 worlds."""
    drawn = [figures for chunk in range(20) for figures in draw_chunk(3, chunk)]
    count = {n: sum(len(f) for f in drawn if f.n == n) for n in (6, 7, 8, 9, 10)}
    assert sum(count.values()) == 2000
    assert min(count.values()) > 330
    patience = np.concatenate([f.patience[:, 0] for f in drawn])
    assert (patience.min(), patience.max()) == (
        pytest.approx(0, abs=0.01),
        pytest.approx(0.99, abs=0.01),
    )
    assert patience.mean() == pytest.approx(0.495, abs=0.03)
    ratio = np.concatenate([np.log(f.stakes / f.capability).ravel() for f in drawn])
    size = np.concatenate([np.log(f.capability).ravel() for f in drawn])
    # A normal number times an even spread from 0 to m has variance m^2 / 3.
    assert size.std() == pytest.approx(2 / 3**0.5, abs=0.06)
    assert ratio.std() == pytest.approx(0.6 / 3**0.5, abs=0.02)
    bulk = [
        np.log(f.imports.sum(axis=(1, 2)) / gravity(f.capability, np.ones(len(f))).sum(axis=(1, 2)))
        - np.log(f.joint * f.stakes.mean(axis=1))
        for f in drawn
    ]
    assert np.concatenate(bulk).mean() == pytest.approx(3.5, abs=0.1)
    assert np.concatenate(bulk).std() == pytest.approx(1.5, abs=0.1)
    assert "mean 3.5 and standard deviation 1.5" in DISTRIBUTION


def test_the_first_worlds_of_many_are_those_of_few() -> None:
    few, many = draw_chunk(4, 2, 30), draw_chunk(4, 2)
    assert sum(map(len, few)) == 30
    for some, whole in zip(few, many, strict=True):
        assert (some.stakes == whole.stakes[: len(some)]).all()


def test_a_design_is_an_order_of_its_c() -> None:
    figures = draw_chunk(1, 0)[0]
    for design in DESIGNS:
        assert order_of(design, figures).four_c == design.split("_")[0]
