"""Which orders, and which of the four Cs, are in front by what they deliver.

Builds on numpy and orders. Not here: where that changes (phases.py, advice).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gametheory_orders.foundations.tolerances import CONSENT
from gametheory_orders.orders import Order
from gametheory_orders.orders.order import FOUR_CS

Front = tuple[str, ...]
"""Names of the Cs in front, in their fixed order; none where nothing is gained."""


def in_front(values: np.ndarray) -> np.ndarray:
    """Say which of some effectivenesses are the largest, and above 0, shape (..., orders).

    An order without an answer (NaN) is as good as none: 0.

    Examples
    --------
    >>> in_front(np.array([0.2, 0.5, 0.5])).tolist(), in_front(np.array([0.0, np.nan])).tolist()
    ([False, True, True], [False, False])
    """
    filled = np.where(np.isnan(values), 0.0, values)
    slack = CONSENT * max(1.0, float(np.abs(filled).max(initial=0.0)))
    top = filled.max(axis=-1, keepdims=True)
    return np.asarray((filled >= top - slack) & (top > slack))


def cs_of(orders: Sequence[Order], front: np.ndarray) -> Front:
    """Return the Cs of the orders that are in front, in their fixed order."""
    have = {order.four_c for order, ahead in zip(orders, front, strict=True) if ahead}
    return tuple(c for c in FOUR_CS if c in have)
