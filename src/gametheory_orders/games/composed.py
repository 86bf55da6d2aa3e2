"""What several orders together bring about: one profile of actions, and whose rule set each.

Builds on outcome.py. A frozen record that only presents itself.
Not here: how it is found (solvers/hybrids.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gametheory_orders.games.outcome import Agreement


@dataclass(frozen=True, eq=False)
class Composed(Agreement):
    """An agreement made of the agreements of a hybrid's parts.

    Parameters
    ----------
    parts : tuple of Agreement
        What each part agrees on, or keeps, in the order of the hybrid.
    set_by : int array, shape (n,)
        The part whose rule says what a state does; -1 where none does.
    worth : array, shape (n,)
        Everyone's payoffs, side payments of all parts included.
    """

    parts: tuple[Agreement, ...] = ()
    set_by: np.ndarray = field(default_factory=lambda: np.array(-1))
    worth: np.ndarray = field(default_factory=lambda: np.array(0.0))
