"""Who sits at the table: which states are played by people, and what their joining means.

Builds on games and solvers. The other states are played by robots that keep to the model's
answer. Not here: what the seats may do (plan.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import CooperationGame, Outcome
from gametheory_orders.orders import Invitation, MinimumParticipation, OpenEntry

MOST_SEATS = 16
MOST_JOINING = 8
"""Seats where each chooses whether to be in: what holds is written down for every set of them."""
PLAYED_ENTRIES = (OpenEntry, MinimumParticipation, Invitation)


def seats_of(game: CooperationGame, states: Sequence[str] | None) -> tuple[int, ...]:
    """Return the positions of the states that people play, in the order of the world.

    Without names: all who may be in if they fit, else those who vote, else the most affected.

    Raises
    ------
    ModelError
        If a name is unknown or twice, or there are too many or too few seats.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> game = load_game("aggression", "aggression_charter")
    >>> [game.world.ids[i] for i in seats_of(game, None)][:3]
    ['ALB', 'ARE', 'BRA']
    >>> len(seats_of(game, ["USA", "RUS"]))
    2
    """
    most = MOST_JOINING if game.order.membership.endogenous else MOST_SEATS
    if states is None:
        return tuple(int(i) for i in np.flatnonzero(_by_default(game, most)))
    if isinstance(states, str) or not isinstance(states, Sequence):
        raise ModelError("states", states, "a list of names of states")
    seen: set[int] = set()
    for position, state in enumerate(states):
        found = game.world.index(state, f"states[{position}]")
        if found in seen:
            raise ModelError(f"states[{position}]", f"{state!r} a second time", "each once")
        seen.add(found)
    if not 2 <= len(seen) <= most:
        why = " (each chooses whether to be in)" if most == MOST_JOINING else ""
        raise ModelError("states", f"{len(seen)} states", f"from 2 to {most} seats{why}")
    return tuple(sorted(seen))


def _by_default(game: CooperationGame, most: int) -> np.ndarray:
    may, votes = game.members, game.order.votes
    if game.world.n <= most:
        return np.ones(game.world.n, dtype=bool)
    if votes is not None and 2 <= votes.voters(game.world, may).sum() <= most:
        return np.asarray(votes.voters(game.world, may))
    if 2 <= may.sum() <= most:
        return may
    affected = game.issue.affected()
    size = np.ones(game.world.n) if affected is None else np.nan_to_num(affected)
    order = np.argsort(np.where(may, -size, np.inf), kind="stable")
    found = np.zeros(game.world.n, dtype=bool)
    found[order[:most]] = True
    return found


def check_entry(game: CooperationGame) -> None:
    """Raise if the way in has no stage that can be played."""
    membership = game.order.membership
    if membership.endogenous and not isinstance(membership, PLAYED_ENTRIES):
        fits = "open, minimum, invitation, or members named in advance"
        raise ModelError("order.membership.rule", f"{membership.rule!r} in an app", fits)
    if membership.endogenous and membership.exit_cost:
        found = f"{membership.exit_cost:g} in an app"
        raise ModelError("order.membership.exit_cost", found, "0: people come and go each round")


def hub_of(game: CooperationGame) -> int | None:
    """Return the position of the state that invites, if one does."""
    membership = game.order.membership
    if not isinstance(membership, Invitation):
        return None
    return game.world.index(membership.hub, "membership.hub")


def memberships(
    game: CooperationGame, seats: Sequence[int], outcome: Outcome
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield who is in, shape (n,), for every way the seats may choose; the robots as solved.

    The key is a text of 0 and 1, one for each seat; empty where nobody chooses.
    """
    if not game.order.membership.endogenous:
        yield "", game.members
        return
    solved = outcome.agreed.agreement.members
    hub = hub_of(game)
    for bits in itertools.product((0, 1), repeat=len(seats)):
        members = solved.copy()
        members[list(seats)] = np.array(bits, dtype=bool)
        members &= game.members
        if hub is not None and not members[hub]:
            members[:] = False
        yield "".join(map(str, bits)), members
