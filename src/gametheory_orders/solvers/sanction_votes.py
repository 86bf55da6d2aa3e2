"""Who would vote against a sanction: the one it is for, and those that protect it.

Protection is named, or follows from closeness: a member that can veto protects whoever stands
closer to it than a radius. Care says how much of a sanction a voter feels as its own: 1 for the
defector, 1 - distance / radius by closeness. Builds on passing.py.
Not here: remedies and what deterrence is left (sanction_remedies.py, sanctions.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.orders.decision import VotedLevel
from gametheory_orders.orders.institution import Institution
from gametheory_orders.orders.rule import number
from gametheory_orders.orders.voting import SimpleGame, vetoers
from gametheory_orders.orders.voting.simple_game import simple_game_of
from gametheory_orders.solvers.passing import passing_chances
from gametheory_orders.worlds import World

Protects = Mapping[str, Iterable[str] | Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class SanctionBody:
    """A body that votes on sanctions against the states of a world.

    Parameters
    ----------
    game : SimpleGame
        Who wins with whom.
    world : World
        All who could defect.
    blocs : mapping of str to sequence of str
        The states behind a seat that a bloc holds.
    """

    game: SimpleGame
    world: World
    blocs: Mapping[str, Sequence[str]]

    @cached_property
    def own(self) -> np.ndarray:
        """Whether a seat is a state's own or its bloc's, shape (seats, n)."""
        out = np.zeros((self.game.n, self.world.n), dtype=bool)
        for seat, player in enumerate(self.game.players):
            for state in self.blocs.get(player, (player,)):
                if state in self.world.ids:
                    out[seat, self.world.index(state)] = True
        return out

    @cached_property
    def can_veto(self) -> np.ndarray:
        """Seats without which nothing passes, shape (seats,)."""
        return self.game.mask(vetoers(self.game))

    def closeness(self, radius: float | None, ideal_point: str, seats: np.ndarray) -> np.ndarray:
        """Return 1 - distance / radius where positive, shape (seats, n); 0 if unknown."""
        out = np.zeros((self.game.n, self.world.n))
        if radius is None:
            return out
        if ideal_point not in self.world.columns:
            raise unknown_name("ideal_point", ideal_point, self.world.columns, "a column")
        points = self.world.columns[ideal_point]
        # A seat stands where its state does; a bloc where its members do on average.
        known = [points[own] for own in self.own]
        at = np.array([own.mean() if own.size else np.nan for own in known])
        near = 1.0 - np.abs(at[:, None] - points) / radius
        out[seats] = np.nan_to_num(np.maximum(near, 0.0), nan=0.0)[seats]
        return out


def read_body(body: object, world: World | None, where: str = "body") -> SanctionBody:
    """Return a body from a simple game, an institution, or a decision rule over a world.

    Raises
    ------
    ModelError
        If it is none of these, has no world to sanction, or nobody of it is in the world.
    """
    blocs: Mapping[str, Sequence[str]] = {}
    if isinstance(body, Institution):
        world, blocs, game = world or body.within, body.blocs, body.simple_game()
    elif world is None:
        raise ModelError("world", "none", "a world, as the body does not bring one")
    elif isinstance(body, SimpleGame):
        game = body
    elif isinstance(body, VotedLevel):
        everyone = np.ones(world.n, dtype=bool)
        body.check(world, everyone)
        game = simple_game_of(body.voting_rule(world, everyone), world.ids, body.rule)
    else:
        wanted = 'a simple game, a decision rule or an institution (load_institution("unsc"))'
        raise ModelError(where, body if isinstance(body, str) else type(body).__name__, wanted)
    if not isinstance(world, World):
        raise ModelError("world", type(world).__name__, "a World")
    found = SanctionBody(game, world, blocs)
    if not found.own.any():
        raise ModelError(where, f"{game.players[0]}, ...", "seats held by states of the world")
    return found


def read_protects(protects: Protects | None, world: World) -> dict[str, np.ndarray]:
    """Return how much each named protector cares for each state, shape (n,) each."""
    out: dict[str, np.ndarray] = {}
    if protects is not None and not isinstance(protects, Mapping):
        raise ModelError("protects", type(protects).__name__, "a table of protectors")
    for protector, given in (protects or {}).items():
        if isinstance(given, str) or not isinstance(given, Iterable):
            raise ModelError(f"protects.{protector}", given, "a list of states, or a table")
        table = given if isinstance(given, Mapping) else dict.fromkeys(given, 1.0)
        care = np.zeros(world.n)
        for state, share in table.items():
            where = f"protects.{protector}.{state}"
            found = number(share, where, 0.0, 1.0, "a share above 0 and up to 1")
            if not found:
                raise ModelError(where, share, "a share above 0 and up to 1")
            care[world.index(state, f"protects.{protector}")] = found
        out[protector] = care
    return out


def care_of(
    body: SanctionBody,
    protects: Mapping[str, np.ndarray],
    near: np.ndarray,
) -> np.ndarray:
    """Return how much of a sanction on each state each seat feels as its own, (seats, n)."""
    care = np.maximum(near, body.own.astype(float))
    for protector, shares in protects.items():
        if protector in body.game.players:
            seat = body.game.index(protector)
            care[seat] = np.maximum(care[seat], shares)
    return np.asarray(care)


@dataclass(frozen=True, eq=False)
class SanctionVote:
    """A vote on a sanction against each state.

    Parameters
    ----------
    body : SanctionBody
        Who votes.
    against : bool array, shape (seats, n)
        Which seats vote no on which state.
    support : array, shape (seats,)
        Probability of a yes of those who do not.
    """

    body: SanctionBody
    against: np.ndarray
    support: np.ndarray

    @cached_property
    def possible(self) -> np.ndarray:
        """Whether those who are not against could pass it, shape (n,)."""
        # The rule is monotone: if all of them do not win, no part of them does.
        return np.asarray(self.body.game.wins(~self.against.T), dtype=bool)

    @cached_property
    def chance(self) -> np.ndarray:
        """Probability that it passes, shape (n,)."""
        return passing_chances(self.body.game, np.where(self.against.T, 0.0, self.support))

    def blocked_by(self, state: int) -> tuple[str, ...]:
        """Return those whose yes alone would let a blocked sanction pass."""
        if self.possible[state]:
            return ()
        no = self.against[:, state]
        yes = ~no | np.eye(len(no), dtype=bool)
        return self.body.game.named(np.asarray(self.body.game.wins(yes)) & no)

    def must_vote(self, state: int) -> tuple[str, ...]:
        """Return those whose yes is needed for a sanction that can pass."""
        if not self.possible[state]:
            return ()
        willing = ~self.against[:, state]
        without = willing & ~np.eye(len(willing), dtype=bool)
        return self.body.game.named(willing & ~np.asarray(self.body.game.wins(without)))


def read_support(support: Any, game: SimpleGame) -> np.ndarray:
    """Return the probability of each seat's yes, shape (seats,), from a number or a table."""
    wanted = "a probability from 0 to 1"
    if not isinstance(support, Mapping):
        return np.full(game.n, number(support, "support", 0.0, 1.0, wanted))
    out = np.ones(game.n)
    for seat, chance in support.items():
        where = f"support.{seat}"
        out[game.index(seat, "support")] = number(chance, where, 0.0, 1.0, wanted)
    return out
