"""What everyone does when the world splits into coalitions, each of which decides jointly.

A Nash equilibrium among coalitions: none can raise the sum of its members' payoffs by other actions
of its own. In the linear-quadratic public good every member of S charges sigma_S whatever the
others do. Other families are solved by numerical replies in turn, and each answer is checked.
Builds on issues. Not here: which partition forms (coalition_structures.py, binding_agreements.py).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.tolerances import NOT_ZERO, PROGRAM, REPLY, STEP, payoff_scale
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.solvers.coalition_structures import structure_payoffs

MOST_ROUNDS = 200
TRIALS = 24
STEPS = (0.1, 0.01, 0.001)
"""Moves of a coalition that are tried on every answer, as shares of its actions."""


def is_linear_quadratic(issue: Issue) -> bool:
    """Say whether payoffs are s_i Q - q_i^2 / (2 k_i), by trying out actions.

    Examples
    --------
    >>> from gametheory_orders import World
    >>> is_linear_quadratic(PublicGood(World("AB", {"stake": [1.0, 3.0], "capacity": [1.0, 2.0]})))
    True
    """
    if not isinstance(issue, PublicGood):
        return False
    actions = _trials(issue)
    q = actions.sum(axis=-1, keepdims=True)
    expected = issue.stakes * q - actions**2 / (2 * issue.capacities)
    found = issue.payoffs(actions)
    return bool(np.abs(found - expected).max() <= PROGRAM * payoff_scale(expected))


def need_contributions(issue: Issue) -> None:
    """Raise unless actions are contributions of 0 or more to a public good."""
    if issue.family != "public_good":
        raise ModelError("issue", f"family {issue.family!r}", "public_good, or a normal form")


def others_only_help(issue: Issue) -> bool:
    """Say whether nobody is ever worse off if another contributes more, by trying out actions.

    Then the worst that others can do to a coalition is to contribute nothing, whatever it does.
    """
    actions = _trials(issue, 10.0)
    here = issue.payoffs(actions)
    slack = PROGRAM * payoff_scale(here)
    for state in range(issue.n):
        more = actions.copy()
        more[:, state] = 1.5 * more[:, state] + 0.1 * actions.mean()
        loss = np.delete(here - issue.payoffs(more), state, axis=1)
        if loss.size and loss.max() > slack:
            return False
    return True


def _trials(issue: Issue, most: float = 1.5) -> np.ndarray:
    """Return random actions up to so many times what is best for all, shape (TRIALS, n)."""
    top = np.maximum(np.abs(issue.first_best()), np.abs(issue.reference()))
    top = np.maximum(top, 0.1 * max(float(top.max()), NOT_ZERO))
    shares = np.random.default_rng(1997).uniform(0, most, (TRIALS, issue.n))
    return np.asarray(shares * top)


def partition_payoffs(issue: Issue, labels: np.ndarray) -> np.ndarray:
    """Return payoffs when each coalition of a partition decides jointly, shape (..., n).

    Parameters
    ----------
    issue : Issue
        What is at stake.
    labels : integer array, shape (..., n)
        Each state's coalition.

    Raises
    ------
    ModelError
        If the family is no public good.
    NoAnswer
        If replies in turn do not settle, or a coalition still gains.

    Examples
    --------
    >>> from gametheory_orders import World
    >>> issue = PublicGood(World("ABC", {"stake": [1.0] * 3, "capacity": [1.0] * 3}))
    >>> partition_payoffs(issue, np.array([0, 0, 1])).tolist()
    [3.0, 3.0, 4.5]
    """
    need_contributions(issue)
    labels = np.asarray(labels)
    if labels.shape[-1:] != (issue.n,):
        raise ModelError("labels", f"shape {labels.shape}", f"the last axis {issue.n} long")
    if is_linear_quadratic(issue):
        assert isinstance(issue, PublicGood)
        return structure_payoffs(issue, labels)
    flat = labels.reshape(-1, issue.n)
    found = [issue.payoffs(equilibrium_actions(issue, each)) for each in flat]
    return np.reshape(found, labels.shape)


def equilibrium_actions(issue: Issue, labels: np.ndarray) -> np.ndarray:
    """Return the actions of one partition by replies in turn, shape (n,), checked.

    Actions are 0 or more. The labels are each state's coalition.
    """
    blocks = [labels == label for label in dict.fromkeys(labels.tolist())]
    actions = np.array(issue.reference(), dtype=float)
    scale = max(float(np.abs(issue.first_best()).max()), float(np.abs(actions).max()), NOT_ZERO)
    for _ in range(MOST_ROUNDS):
        before = actions.copy()
        for members in blocks:
            actions[members] = joint_reply(issue, members, actions, scale)
        if np.abs(actions - before).max() <= REPLY * scale:
            break
    else:
        raise NoAnswer(f"{issue.name}: replies of the coalitions do not settle", labels.tolist())
    for members in blocks:
        gain = _gain(issue, members, actions, scale)
        if gain > REPLY * payoff_scale(issue.payoffs(actions)):
            raise NoAnswer(f"{issue.name}: a coalition still gains {gain:.3g}", labels.tolist())
    return actions


def joint_reply(issue: Issue, members: np.ndarray, actions: np.ndarray, scale: float) -> np.ndarray:
    """Return the members' actions that maximise the sum of their payoffs, the others' given."""
    from scipy.optimize import minimize

    inside = np.flatnonzero(members)

    def joint(x: np.ndarray) -> np.ndarray:
        tried = np.broadcast_to(actions, (*x.shape[:-1], issue.n)).copy()
        tried[..., inside] = x * scale
        return np.asarray(-issue.payoffs(tried)[..., inside].sum(axis=-1))

    size = payoff_scale(issue.payoffs(actions), issue.payoffs(issue.first_best()))

    def with_slope(x: np.ndarray) -> tuple[float, np.ndarray]:
        step = STEP
        ways = np.eye(len(inside)) * step
        up, down = joint(x + ways), joint(np.maximum(x - ways, 0.0))
        width = step + np.minimum(x, step)
        return float(joint(x)) / size, (up - down) / width / size

    best: np.ndarray | None = None
    value = np.inf
    for start in (actions[inside], issue.joint_actions(members)[inside]):
        found = minimize(
            with_slope,
            np.maximum(start, 0.0) / scale,
            jac=True,
            method="L-BFGS-B",
            bounds=[(0.0, None)] * len(inside),
            options={"ftol": 1e-15, "gtol": 1e-12, "maxiter": 500},
        )
        if found.fun < value:
            best, value = found.x, float(found.fun)
    assert best is not None
    return np.asarray(best * scale)


def _gain(issue: Issue, members: np.ndarray, actions: np.ndarray, scale: float) -> float:
    """Return the most that a coalition gains from moves of one member or of all alike."""
    inside = np.flatnonzero(members)
    here = float(issue.payoffs(actions)[inside].sum())
    most = 0.0
    for way in [*np.eye(len(inside)), np.ones(len(inside))]:
        for step in STEPS:
            for sign in (1.0, -1.0):
                tried = actions.copy()
                tried[inside] = np.maximum(tried[inside] + sign * step * scale * way, 0.0)
                most = max(most, float(issue.payoffs(tried)[inside].sum()) - here)
    return most
