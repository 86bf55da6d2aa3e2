"""Characteristic functions: what a coalition is worth depends on what the others then do.

alpha: what it can be sure of whatever the others do. beta: what the others cannot keep it from.
gamma: the others play for themselves, each alone (Chander and Tulkens 1997). delta: the others
stay together as one coalition. Worths are sums of members' payoffs, not of gains.
For the linear-quadratic public good all 2^n follow in closed form. With T = N - S:

    alpha = beta = K_S sigma_S^2 / 2                                      (the others give nothing)
    gamma = sigma_S (K_S sigma_S + sum over T of k_j s_j) - K_S sigma_S^2 / 2
    delta = sigma_S (K_S sigma_S + K_T sigma_T) - K_S sigma_S^2 / 2

Builds on coalition_equilibrium.py and entry_game.py. Not here: worths that depend on how exactly
the others split (partition_function.py).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.checks import is_among
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.tolerances import NOT_ZERO
from gametheory_orders.games import CooperationGame, NormalFormGame
from gametheory_orders.games.tu_game import Number, TUGame
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.solvers.coalition_equilibrium import (
    is_linear_quadratic,
    joint_reply,
    need_contributions,
    others_only_help,
    partition_payoffs,
)
from gametheory_orders.solvers.entry_game import entry_game
from gametheory_orders.solvers.subsets import as_masks, in_batches, subset_sums

KINDS = ("alpha", "beta", "gamma", "delta")
MOST_STATES = 20
MOST_BY_PROTOCOL = 16
MOST_ONE_BY_ONE = 10
INSTEAD = "stable_types takes any number of states of a few types"


def characteristic_function(
    source: Issue | CooperationGame | NormalFormGame, kind: str = "gamma"
) -> TUGame:
    """Return the TU game of an issue, a cooperation game or a normal form.

    Parameters
    ----------
    source : Issue, CooperationGame or NormalFormGame
        A public good: coalitions maximise the sum of their payoffs, in the issue's numeraire. A
        cooperation game: a coalition decides under the order's own rule, as agreed, and the others
        play for themselves ("gamma" only). A normal form: "alpha" and "beta" in pure actions.
    kind : {"gamma", "alpha", "beta", "delta"}
        What a coalition expects of the others.

    Raises
    ------
    ModelError
        If the kind does not fit the source, or there are too many states: 20 for the
        linear-quadratic public good; 16 (gamma) or 10 where each coalition is solved by itself.
    NoAnswer
        If a family's equilibrium among coalitions cannot be found.

    Notes
    -----
    Contributions of a public good are 0 or more, so that the others can do no worse than give
    nothing: alpha and beta are then the same. Where others can harm by acting more, both are
    refused. Sources: von Neumann and Morgenstern 1944; Aumann and Peleg 1960, Bulletin of the
    American Mathematical Society 66; Chander and Tulkens 1997, International Journal of Game
    Theory 26.

    Examples
    --------
    Three equal states: a pair has 5 if the third acts alone, which gives 1.

    >>> from gametheory_orders import PublicGood, World
    >>> issue = PublicGood(World("ABC", {"stake": [1.0] * 3, "capacity": [1.0] * 3}))
    >>> for kind in KINDS:
    ...     game = characteristic_function(issue, kind)
    ...     print(kind, game.value("A"), game.value("AB"), game.value("ABC"))
    alpha 0.5 4.0 13.5
    beta 0.5 4.0 13.5
    gamma 2.5 6.0 13.5
    delta 4.5 6.0 13.5
    """
    if not is_among(kind, KINDS):
        raise unknown_name("kind", kind, KINDS, "one")
    if isinstance(source, NormalFormGame):
        return _of_normal_form(source, kind)
    if isinstance(source, CooperationGame):
        return _of_order(source, kind)
    if not isinstance(source, Issue):
        wanted = "an Issue, a CooperationGame or a NormalFormGame"
        raise ModelError("source", type(source).__name__, wanted)
    need_contributions(source)
    _at_most(source.n, MOST_STATES)
    if is_linear_quadratic(source):
        assert isinstance(source, PublicGood)
        worths = _linear_quadratic(source, kind)
    else:
        worths = _by_protocol(source, kind)
    return TUGame(source.world.ids, worths, f"{source.name}, {kind}")


def _at_most(n: int, most: int) -> None:
    if n > most:
        raise ModelError("source", f"{n} states", f"at most {most} here; {INSTEAD}")


def _linear_quadratic(issue: PublicGood, kind: str) -> np.ndarray:
    stakes, capacities = issue.stakes, issue.capacities
    sigma, capacity = subset_sums(stakes), subset_sums(capacities)
    own = capacity * sigma
    if kind in ("alpha", "beta"):
        return np.asarray(0.5 * own * sigma)
    if kind == "gamma":
        alone = subset_sums(stakes * capacities)
        others = alone[-1] - alone
    else:
        # The complement of code c is the code as far from the other end.
        others = own[::-1]
    worths = sigma * (0.5 * own + others)
    worths[0] = 0.0
    return np.asarray(worths)


def _by_protocol(issue: Issue, kind: str) -> np.ndarray:
    n = issue.n
    _at_most(n, MOST_BY_PROTOCOL if kind == "gamma" else MOST_ONE_BY_ONE)
    codes = np.arange(2**n, dtype=np.int64)
    everyone = np.arange(n)
    worths = np.zeros(2**n)
    if kind == "gamma":
        for some in in_batches(codes):
            members = as_masks(some, everyone, n)
            payoffs = issue.payoffs(issue.joint_actions(members))
            worths[some] = np.where(members, payoffs, 0.0).sum(axis=1)
    elif kind == "delta":
        for code in codes[1:]:
            members = as_masks(code, everyone, n)
            worths[code] = partition_payoffs(issue, members.astype(int))[members].sum()
    else:
        if not others_only_help(issue):
            raise ModelError("kind", kind, '"gamma" or "delta": here others can harm by acting')
        scale = max(float(np.abs(issue.first_best()).max()), NOT_ZERO)
        for code in codes[1:]:
            members = as_masks(code, everyone, n)
            actions = np.zeros(n)
            actions[members] = joint_reply(issue, members, actions, scale)
            worths[code] = issue.payoffs(actions)[members].sum()
    worths[0] = 0.0
    return worths


def _of_order(game: CooperationGame, kind: str) -> TUGame:
    if kind != "gamma":
        raise ModelError("kind", kind, '"gamma" under an order; the others under an issue')
    entry = entry_game(game)
    m = len(entry.positions)
    _at_most(m, MOST_ONE_BY_ONE if entry.one_by_one else MOST_BY_PROTOCOL)
    if not m:
        raise ModelError("source", "an order of nobody", "at least one member")
    worths = np.zeros(2**m)
    for some in in_batches(np.arange(2**m, dtype=np.int64)):
        members = as_masks(some, entry.positions, game.world.n)
        worths[some] = np.where(members, entry.payoffs(members), 0.0).sum(axis=1)
    worths[0] = 0.0
    players = tuple(game.world.ids[i] for i in entry.positions)
    return TUGame(players, worths, f"{game.issue.name}, {kind}")


def _of_normal_form(game: NormalFormGame, kind: str) -> TUGame:
    if kind not in ("alpha", "beta"):
        wanted = '"alpha" or "beta": a normal form may have many equilibria among coalitions'
        raise ModelError("kind", kind, wanted)
    n = game.n
    _at_most(n, MOST_ONE_BY_ONE)
    worths: list[Number] = [0]
    for code in range(1, 2**n):
        inside = [i for i in range(n) if code >> i & 1]
        outside = [i for i in range(n) if not code >> i & 1]
        total = sum((game.payoffs[i] for i in inside[1:]), game.payoffs[inside[0]])
        own = int(np.prod([game.shape[i] for i in inside]))
        table = np.transpose(total, inside + outside).reshape(own, -1)
        worth = table.min(axis=1).max() if kind == "alpha" else table.max(axis=0).min()
        worths.append(worth.item() if isinstance(worth, np.generic) else worth)
    return TUGame(game.players, worths, f"{game.title or 'game'}, {kind}")  # type: ignore[arg-type]
