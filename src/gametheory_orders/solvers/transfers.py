"""Transfers among members: which coalitions they can hold together, and how gains are shared.

Let v_i(S) be what i has if S is in. Members who share freely can hold S together iff what they
have in all covers what each would have outside, sum_i v_i(S) >= sum_i v_i(S - i): S is potentially
internally stable (Carraro, Eyckmans and Finus 2006, Review of International Organizations 1(4)).
For the linear-quadratic public good that is L2's sum. If also no S + j is, S is potentially
stable. Builds on entry_game.py. Not here: coalitions without transfers (stable_coalitions.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue, PublicGood
from gametheory_orders.solvers.entry_game import EntryGame, entry_game
from gametheory_orders.solvers.subsets import as_masks, in_batches

SHARING = ("almost_ideal", "equal_gains", "chander_tulkens")
MOST_STATES = 20


@dataclass(frozen=True, eq=False)
class SharedGains(Result):
    """How members share, and by how much each is then better off than after leaving.

    Parameters
    ----------
    rule : str
        How gains are shared.
    transfers : mapping of str to float
        What each member receives, if negative pays; they add up to zero.
    payoffs : mapping of str to float
        Of members, transfers included.
    margins : mapping of str to float
        By how much each member is then better off than after leaving.
    gains : mapping of str to float
        Payoffs of members less those without cooperation.
    """

    rule: str
    transfers: Mapping[str, float]
    payoffs: Mapping[str, float]
    margins: Mapping[str, float]
    gains: Mapping[str, float]

    def table(self) -> Table:
        """Return one row a member."""
        rows = [
            [state, self.transfers[state], self.gains[state], self.margins[state]]
            for state in self.transfers
        ]
        return Table(["state", "receives", "gain", "margin"], rows, f"sharing: {self.rule}")

    def to_dict(self) -> dict[str, Any]:
        """Return the shares as plain values."""
        found: dict[str, Any] = plain(
            {
                "rule": self.rule,
                "transfers": self.transfers,
                "payoffs": self.payoffs,
                "margins": self.margins,
                "gains": self.gains,
            }
        )
        return found


@dataclass(frozen=True, eq=False)
class TransferStable(Result):
    """The coalitions that transfers can hold.

    Parameters
    ----------
    game : EntryGame
        What everyone has for every set.
    codes : integer array
        Potentially internally stable sets of two or more, coded over the eligible states.
    stable_codes : integer array
        Those of them that no outsider can be paid to join and hold together.
    surplus, effectiveness : array, shape (len(codes),)
        What members have beyond what they would have outside; share of the possible gain.
    """

    game: EntryGame
    codes: np.ndarray
    stable_codes: np.ndarray
    surplus: np.ndarray
    effectiveness: np.ndarray

    def __len__(self) -> int:
        return len(self.codes)

    def members(self, position: int) -> tuple[str, ...]:
        """Return one of the coalitions by name."""
        mask = as_masks(self.codes[position], self.game.positions, len(self.game.eligible))
        return self.game.issue.world.members(mask)

    @property
    def best_position(self) -> int:
        """Position of the coalition with the largest E; of several the smallest code."""
        return int(np.argmax(np.nan_to_num(self.effectiveness, nan=-np.inf)))

    @property
    def best(self) -> tuple[str, ...]:
        """The coalition with the largest E that transfers can hold."""
        return self.members(self.best_position)

    def table(self) -> Table:
        """Return the ten with the largest E."""
        order = np.argsort(-self.effectiveness, kind="stable")[:10]
        rows = [
            [
                len(self.members(int(j))),
                float(self.effectiveness[j]),
                float(self.surplus[j]),
                ", ".join(self.members(int(j))),
            ]
            for j in order
        ]
        title = f"{len(self)} coalitions that transfers can hold; the best of them"
        return Table(["members", "E", "surplus", "who"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts and the best coalition as plain values."""
        best = None
        if len(self):
            position = self.best_position
            best = {
                "members": self.best,
                "size": len(self.best),
                "effectiveness": float(self.effectiveness[position]),
                "surplus": float(self.surplus[position]),
                "sharing": share_gains(self.game, self.best, "almost_ideal").to_dict(),
            }
        found: dict[str, Any] = plain(
            {
                "potentially_internally_stable": len(self.codes),
                "potentially_stable": len(self.stable_codes),
                "best": best,
            }
        )
        return found


def transfer_stable(
    source: CooperationGame | Issue | EntryGame,
    *,
    price: float | str | None = "joint",
    tariff: float = 0.0,
    reaction: str | None = None,
) -> TransferStable:
    """Return the coalitions that transfers among their members can hold together.

    Parameters
    ----------
    source, price, tariff, reaction
        As for :func:`gametheory_orders.solvers.stable_coalitions.stable_coalitions`; here members
        decide jointly unless a price is given.

    Raises
    ------
    ModelError
        If more than 20 states may be in.

    Examples
    --------
    Fifteen regions at US$ 25; without transfers only the EU and the US hold together, E = .084:

    >>> from gametheory_orders import load_issue
    >>> found = transfer_stable(load_issue("climate"))
    >>> len(found), found.best, round(float(found.effectiveness.max()), 4)
    (1185, ('EU', 'US', 'China'), 0.2975)
    """
    game = source if isinstance(source, EntryGame) else _game(source, price, tariff, reaction)
    m = len(game.positions)
    if m > MOST_STATES:
        found = f"transfers over {m} states"
        raise ModelError("concept", found, f'at most {MOST_STATES}; concept="open" takes 28')
    surplus, shares = potential_surplus(game)
    codes = np.arange(2**m, dtype=np.int64)
    slack = float(game.slack.max())
    holds = surplus >= -slack
    # One state alone needs nobody's money: coalitions are of two or more.
    holds &= codes & (codes - 1) != 0
    larger = np.zeros(2**m, dtype=bool)
    for bit in range(m):
        view = holds.reshape(-1, 2, 2**bit)
        larger.reshape(-1, 2, 2**bit)[:, 0] |= view[:, 1]
    kept = codes[holds]
    return TransferStable(game, kept, codes[holds & ~larger], surplus[kept], shares[kept])


def _game(
    source: CooperationGame | Issue, price: float | str | None, tariff: float, reaction: str | None
) -> EntryGame:
    if isinstance(source, CooperationGame) and price == "joint":
        price = None
    return entry_game(source, price=price, tariff=tariff, reaction=reaction)


def potential_surplus(game: EntryGame) -> tuple[np.ndarray, np.ndarray]:
    """Return what members have beyond what each would have outside, for every set, and E.

    Returns
    -------
    surplus, effectiveness : arrays, shape (2^m,)
        By code over the eligible states.

    Examples
    --------
    >>> from gametheory_orders import PublicGood, World
    >>> world = World("AB", {"stake": [1.0, 2.0], "capacity": [1.0, 1.0]})
    >>> surplus, shares = potential_surplus(entry_game(PublicGood(world), price="joint"))
    >>> surplus.tolist(), shares.tolist()
    ([0.0, 0.0, 0.0, 2.5], [0.0, 0.0, 0.0, 1.0])
    """
    codes = np.arange(2 ** len(game.positions), dtype=np.int64)
    surplus, shares = np.empty(len(codes)), np.empty(len(codes))
    for batch in in_batches(codes):
        members = as_masks(batch, game.positions, len(game.eligible))
        payoffs = game.payoffs(members)
        stays = payoffs - game.after_leaving(members)
        surplus[batch] = np.nansum(stays, axis=1)
        shares[batch] = game.effectiveness(payoffs)
    return surplus, shares


def share_gains(
    game: EntryGame,
    members: tuple[str, ...],
    rule: str = "almost_ideal",
    weights: Mapping[str, float] | None = None,
) -> SharedGains:
    """Return transfers among the members of a coalition under a sharing rule.

    Parameters
    ----------
    game : EntryGame
        What everyone has for every set.
    members : tuple of str
        The coalition.
    rule : {"almost_ideal", "equal_gains", "chander_tulkens"}
        "almost_ideal": each has what it would have outside and a part of the surplus (Eyckmans
        and Finus 2004, FEEM working paper 155), so that all stay if any sharing makes them stay.
        "equal_gains": the same gain over no cooperation for each. "chander_tulkens": each bears
        costs above those without cooperation in proportion to its stake (Chander and Tulkens
        1997, International Journal of Game Theory 26(3)).
    weights : mapping of str to float, optional
        Parts of the surplus, under "almost_ideal"; by default equal.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> game = entry_game(load_issue("climate"), price="joint")
    >>> found = share_gains(game, ("EU", "US", "China"))
    >>> {state: round(margin, 3) for state, margin in found.margins.items()}
    {'EU': 0.008, 'US': 0.008, 'China': 0.008}
    """
    if rule not in SHARING:
        raise unknown_name("rule", rule, SHARING, "one")
    if weights is not None and rule != "almost_ideal":
        raise ModelError("weights", f"weights under {rule!r}", "almost_ideal, or none")
    world = game.issue.world
    inside = world.mask(members)
    if not inside.any():
        raise ModelError("members", "nobody", "one state or more")
    payoffs = game.payoffs(inside[None])[0]
    outside = game.after_leaving(inside[None])[0]
    total = float(payoffs[inside].sum())
    if rule == "almost_ideal":
        part = world.by_state(weights if weights is not None else 1.0, "weights")
        if (part[inside] < 0).any() or part[inside].sum() <= 0:
            raise ModelError("weights", "a negative one, or only zeros", "0 or more, not all 0")
        surplus = total - float(outside[inside].sum())
        shared = outside + surplus * part / part[inside].sum()
    elif rule == "equal_gains":
        gain = total - float(game.reference[inside].sum())
        shared = game.reference + gain / inside.sum()
    else:
        shared = payoffs + _chander_tulkens(game, inside, payoffs)
    rows = {
        "transfers": shared - payoffs,
        "payoffs": shared,
        "margins": shared - outside,
        "gains": shared - game.reference,
    }
    ids = world.members(inside)
    by_state = {
        name: dict(zip(ids, values[inside].tolist(), strict=True)) for name, values in rows.items()
    }
    return SharedGains(rule, **by_state)


def _chander_tulkens(game: EntryGame, inside: np.ndarray, payoffs: np.ndarray) -> np.ndarray:
    """Return L8's transfers among members: costs above Nash, borne by stake."""
    issue = game.issue
    if not isinstance(issue, PublicGood):
        raise ModelError("rule", "chander_tulkens", "equal_gains or almost_ideal on this family")
    s, k = issue.stakes, issue.capacities
    price = np.where(inside, s[inside].sum(), s)
    costs = k * (price**2 - s**2) / 2
    weights = s / s[inside].sum() if s[inside].any() else np.full(issue.n, 1 / inside.sum())
    return np.asarray(np.where(inside, costs - weights * costs[inside].sum(), 0.0))
