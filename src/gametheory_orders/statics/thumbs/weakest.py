"""The four Cs where the good is as large as the smallest contribution, in closed form, no trade.

Builds on figures.py. States that do not agree give nothing (the worst of the equilibria), and a
level that all give brings state i s_i m - m^2 / (2 k_i), most at m = k_i s_i.
Not here: the solver for any such good (issues/goods/weakest_link.py), which the tests compare.
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.statics.thumbs.figures import Figures


def weakest_delivers(design: str, figures: Figures) -> np.ndarray:
    """Return the effectiveness that one of the four Cs delivers, shape (worlds,).

    Parameters
    ----------
    design : {"charter", "club", "concert", "coalition"}
        Which of them.
    figures : Figures
        The worlds, of more states than a concert has; trade does not count.

    Notes
    -----
    A state that is asked for m above its own best level k s keeps it at patience d if and only if
    m <= (1 + sqrt(d)) k s, and gives up to 2 k s rather than have nothing. So the charter reaches
    the lowest of what two thirds prefer, of what each keeps, and of the best level; pledges reach
    the lower of the best level and 2 k s; the club, which asks for the best level, reaches it or
    nothing; the concert, which leaves somebody out, nothing.

    Examples
    --------
    >>> from gametheory_orders.statics.thumbs.figures import equal_states
    >>> world = equal_states(6, 0.5)
    >>> [float(weakest_delivers(each, world)[0]) for each in ("coalition", "concert")]
    [1.0, 0.0]
    """
    own = figures.capacities * figures.stakes
    best = figures.joint / (1 / figures.capacities).sum(axis=1)
    least = own.min(axis=1)
    if design == "coalition":
        level = np.minimum(2 * least, best)
    elif design == "charter":
        kept = ((1 + np.sqrt(figures.patience)) * own).min(axis=1)
        level = np.minimum(np.minimum(_voted(own), best), kept)
    elif design == "club":
        level = np.where(best <= 2 * least, best, 0.0)
    else:
        level = np.zeros(len(figures))
    return np.asarray(1 - (1 - level / best) ** 2)


def _voted(own: np.ndarray) -> np.ndarray:
    """Return the highest level that two thirds prefer to any lower one, shape (worlds,)."""
    n = own.shape[1]
    votes = -(-2 * n // 3)
    return np.asarray(-np.sort(-own, axis=1)[:, votes - 1])
