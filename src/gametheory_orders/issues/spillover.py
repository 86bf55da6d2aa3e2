"""Spillovers on third parties: what an agreement does to those outside it, beyond the issue itself.

With a column ``spillover``, each outsider gets its figure (of any sign) for every unit by which
what is provided exceeds what is provided without cooperation: a pact that takes from those it
leaves out, or spreads to them. Builds on the protocol.
Not here: gains and losses that the family itself brings to all.
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.issues.protocol import Issue


def spills(issue: Issue) -> bool:
    """Say whether what members do spills over on those outside."""
    return "spillover" in issue.world.columns


def check_spillover(issue: Issue) -> None:
    """Raise if a figure is missing, or the family provides nothing that has a quantity."""
    if not spills(issue):
        return
    issue.world.column("spillover", "world.spillover")
    if np.isnan(issue.quantity(issue.reference())):
        wanted = "no spillover: what is done has no quantity, its tables say what it does to all"
        raise ModelError("world.spillover", f"a spillover on the family {issue.family!r}", wanted)


def spillover(issue: Issue, members: np.ndarray, actions: np.ndarray) -> np.ndarray:
    """Return what outsiders get besides, shape (..., n); 0 for members.

    Parameters
    ----------
    issue : Issue
        Whose world has a column ``spillover``; without it all is 0.
    members : bool array, shape (..., n)
        Who is in.
    actions : array, shape (..., n)
        What everyone does.

    Examples
    --------
    >>> from gametheory_orders import PublicGood, World
    >>> figures = {"stake": [1, 1, 0], "capacity": [1, 1, 1], "spillover": [0, 0, -0.5]}
    >>> issue = PublicGood(World(["A", "B", "C"], figures))
    >>> pact = np.array([True, True, False])
    >>> spillover(issue, pact, issue.joint_actions(pact)).tolist()
    [0.0, 0.0, -1.0]
    """
    shape = np.broadcast_shapes(np.shape(members), np.shape(actions))
    if not spills(issue):
        return np.zeros(shape)
    more = issue.quantity(actions) - issue.quantity(issue.reference())
    outside = ~np.broadcast_to(members, shape)
    return np.where(outside, issue.world.columns["spillover"] * np.asarray(more)[..., None], 0.0)
