"""The four Cs on a weakest link: closed forms against the solver in small worlds."""

from __future__ import annotations

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.measures.effectiveness import effectiveness
from gametheory_orders.solvers.solve import deliver
from gametheory_orders.statics.thumbs.designs import FOUR, delivered
from gametheory_orders.statics.thumbs.figures import Figures, draw_chunk
from gametheory_orders.statics.thumbs.weakest import weakest_delivers


def _world(n: int, spread: float, seed: int) -> Figures:
    rng = np.random.default_rng(seed)
    s, k = np.exp(spread * rng.normal(size=(2, 1, n)))
    ones = np.ones((1, n))
    patience = rng.uniform(0, 0.99) * ones
    return Figures(s, k, s * k, patience, np.zeros((1, n, n)), ones, ones)


def _solved(order: gto.Order, figures: Figures) -> float:
    columns = {
        "stake": figures.stakes[0],
        "capacity": figures.capacities[0],
        "capability": figures.capability[0],
    }
    world = gto.World(tuple("ABCDEFGH"[: figures.n]), columns)
    game = gto.CooperationGame(gto.public_good(world, technology="weakest_link"), order)
    found = deliver(game, patience=float(figures.patience[0, 0]))
    return effectiveness(game, game.payoffs(found.actions, found.members))


@pytest.mark.parametrize(
    ("n", "spread", "seed"), [(4, 0.8, 1), (5, 0.25, 2), (6, 0.8, 3), (7, 0.3, 4)]
)
def test_votes_and_clubs(n: int, spread: float, seed: int) -> None:
    figures = _world(n, spread, seed)
    best = float(figures.joint[0] / (1 / figures.capacities[0]).sum())
    club = gto.club(entry="open", level=best, enforcement=gto.NoEnforcement())
    orders = {"charter": gto.charter(), "club": club, "concert": gto.concert(count=n - 1)}
    for name, order in orders.items():
        expected = weakest_delivers(name, figures)[0]
        assert _solved(order, figures) == pytest.approx(expected, abs=1e-6), name


@pytest.mark.parametrize(("spread", "seed"), [(0.8, 1), (0.8, 5), (0.2, 6)])
def test_pledges(spread: float, seed: int) -> None:
    figures = _world(3, spread, seed)
    expected = weakest_delivers("coalition", figures)[0]
    assert _solved(gto.coalition(), figures) == pytest.approx(expected, abs=1e-5)


def test_pledges_are_never_beaten() -> None:
    for chunk in range(5):
        for figures in draw_chunk(9, chunk):
            found = {each: delivered(each, figures, "weakest_link") for each in FOUR}
            for each in ("charter", "club", "concert"):
                assert (found["coalition"] >= found[each] - 1e-12).all()
            assert (found["charter"] > found["concert"]).all()
