"""Small studies for the tests of sweeps."""

from __future__ import annotations

from typing import Any

import numpy as np

import gametheory_orders as gto
from gametheory_orders.statics.sweeps import Axis, Design, Study, run_sweep


def small(**how: Any) -> Study:
    """Return 24 points under two orders in six chunks, all in closed form."""
    names = how.pop("orders", ("g6_consensus", "charter_majority"))
    keys: dict[str, Any] = {
        "outputs": ("effectiveness", "level", "needed_patience"),
        "name": "small",
        "seed": 7,
        "chunk": 4,
        **how,
    }
    axes = keys.pop("axes", (Axis("patience", low=0.3, high=0.95), Axis("price", low=5.0, high=50)))
    design = keys.pop("design", Design("latin_hypercube", 24))
    orders = tuple(gto.load_order(name) for name in names)
    return Study(gto.load_issue("climate"), orders, axes, design, **keys)


def same(a: Any, b: Any) -> bool:
    """Say whether two tables are the same to the last bit."""
    bits = a.values.view(np.int64), b.values.view(np.int64)
    return np.array_equal(*bits) and np.array_equal(a.why, b.why) and a.reasons == b.reasons


MANY = 40


def many() -> Study:
    """Return a study of forty chunks, each quick: something to be killed in."""
    axes = (Axis("patience", low=0.3, high=0.9, steps=MANY),)
    return small(axes=axes, design=Design(), chunk=1, orders=("g6_consensus",))


def work_on_many(folder: str) -> None:
    """Work it out; run in a process of its own."""
    run_sweep(many(), folder)
