"""Benoit and Krishna 1985, Econometrica 53: a known end does not bar cooperation.

It takes a second equilibrium of the stage game to reward or punish with at the end. The game is in
the spirit of theirs, its numbers worked out by hand.
"""

from __future__ import annotations

import gametheory_orders as gto


def test_two_equilibria_make_the_first_of_two_periods_cooperative():
    stage = gto.NormalFormGame(
        ([[4, 0, 0], [5, 3, 0], [0, 0, 1]], [[4, 5, 0], [0, 3, 0], [0, 0, 1]]),
        actions=(("cooperate", "good", "bad"),) * 2,
    )
    found = gto.finite_horizon(stage, 2)
    assert ("cooperate", "cooperate") in found.playable[1]
    best = max(x + y for x, y in found.vertices[1])
    assert best == 4 + 3  # (4, 4) now and (3, 3) at the end, on average, for both


def test_one_equilibrium_does_not():
    dilemma = gto.NormalFormGame(([[4, 0], [5, 1]], [[4, 5], [0, 1]]))
    assert gto.finite_horizon(dilemma, 60).unravels
