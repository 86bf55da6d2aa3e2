"""Stable coalitions: sets of members that nobody wants to leave, and nobody can and wants to join.

Let v_i(S) be what i has if S is in. S is internally stable if no i in S gains by leaving, and
externally stable if no eligible j outside gains by joining (d'Aspremont, Jacquemin, Gabszewicz and
Weymark 1983, Canadian Journal of Economics 16(1)). "open": both. "exclusive": internal, and no j
outside both gains by joining and is let in by the members. Gains within the tolerance count as
none. All sets are gone through; each that is found is checked again from its payoffs.
Builds on entry_game.py and quadratic_advantage.py. Not here: moves by groups
(group_deviations.py), farsighted members (farsighted.py), many equal states (symmetric_types.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, NoAnswer, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.orders.entry_vote import share_of
from gametheory_orders.solvers.admission import entered
from gametheory_orders.solvers.clause import MOST_STATES_WITH_CLAUSE, clause_codes
from gametheory_orders.solvers.cycle_of_moves import cycle_of_moves
from gametheory_orders.solvers.entry_game import EntryGame, entry_game
from gametheory_orders.solvers.group_deviations import (
    coalition_proof_codes,
    group_moves,
    strong_codes,
)
from gametheory_orders.solvers.largest_consistent_set import consistent_codes
from gametheory_orders.solvers.quadratic_advantage import Test, matching_codes
from gametheory_orders.solvers.subsets import as_masks, in_batches

SINGLE = ("open", "exclusive", "internal", "external")
CONCEPTS = (*SINGLE, "strong", "coalition_proof", "farsighted")
MOST_STATES = 28
MOST_LISTED = 2**16
"""Stable sets that are described in full: margins of more would fill the memory."""
MOST_STATES_IN_BATCHES = 18
MOST_STATES_ONE_BY_ONE = 14


@dataclass(frozen=True, eq=False)
class StableCoalition(Result):
    """One stable set of members, and by how much each state stays where it is.

    Parameters
    ----------
    members : tuple of str
        Who is in, in the world's order.
    effectiveness : float
        Share of the possible gain, tariffs included; NaN if nothing is at stake.
    margins : mapping of str to float
        By how much each member is better off than after leaving.
    outside_margins : mapping of str to float
        By how much each eligible outsider is better off than after joining.
    gains : mapping of str to float
        Payoffs of all states less those without cooperation.
    ties : tuple of str
        States that are indifferent between in and out.
    """

    members: tuple[str, ...]
    effectiveness: float
    margins: Mapping[str, float]
    outside_margins: Mapping[str, float]
    gains: Mapping[str, float]
    ties: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Number of members."""
        return len(self.members)

    def table(self) -> Table:
        """Return each state's place, margin and gain."""
        rows = [
            [state, state in self.margins, self._margin(state), gain]
            for state, gain in self.gains.items()
        ]
        title = f"{self.size} member{'s' * (self.size != 1)}, E = {self.effectiveness:.3f}"
        return Table(["state", "in", "margin", "gain"], rows, title)

    def _margin(self, state: str) -> float | None:
        return self.margins.get(state, self.outside_margins.get(state))

    def to_dict(self) -> dict[str, Any]:
        """Return the coalition as plain values."""
        found: dict[str, Any] = plain(
            {
                "members": self.members,
                "size": self.size,
                "effectiveness": self.effectiveness,
                "margins": self.margins,
                "outside_margins": self.outside_margins,
                "gains": self.gains,
                "ties": self.ties,
            }
        )
        return found


@dataclass(frozen=True, eq=False)
class StableCoalitions(Result):
    """All stable sets of members, from the smallest to the largest.

    Parameters
    ----------
    game : EntryGame
        What everyone has for every set.
    concept : str
        What stability means here.
    coalitions : tuple of StableCoalition
        All of them.
    checked : int
        How many sets were gone through.
    smallest_margin : float
        Of all moves that the concept excludes, over all stable sets; NaN if there are none.
    """

    game: EntryGame
    concept: str
    coalitions: tuple[StableCoalition, ...]
    checked: int
    smallest_margin: float

    def __len__(self) -> int:
        return len(self.coalitions)

    def __iter__(self) -> Iterator[StableCoalition]:
        return iter(self.coalitions)

    def __getitem__(self, position: int) -> StableCoalition:
        return self.coalitions[position]

    @property
    def best(self) -> StableCoalition:
        """The one with the largest E; of several the smallest, then the world's first states."""
        return max(self.coalitions, key=lambda each: np.nan_to_num(each.effectiveness))

    def table(self) -> Table:
        """Return size, effectiveness and the least margin of each."""
        rows = [
            [
                each.size,
                each.effectiveness,
                min(each.margins.values(), default=None),
                ", ".join(each.members) or "nobody",
            ]
            for each in self
        ]
        price = self.game.price
        shown = f"price {price:g}" if isinstance(price, float) else price
        title = f"{self.concept}: {self.game.issue.name}, {shown}, tariff {self.game.tariff:g}"
        return Table(["members", "E", "least margin", "who"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return all as plain values."""
        found: dict[str, Any] = plain(
            {
                "issue": self.game.issue.name,
                "numeraire": self.game.issue.numeraire,
                "stake": self.game.stake,
                "concept": self.concept,
                "price": self.game.price,
                "tariff": self.game.tariff,
                "reaction": self.game.reaction,
                "timing": self.game.issue.outsiders_act,
                "checked": self.checked,
                "smallest_margin": self.smallest_margin,
                "stable": [each.to_dict() for each in self],
            }
        )
        return found


def stable_coalitions(
    source: CooperationGame | Issue,
    concept: str = "open",
    *,
    price: float | str | None = None,
    tariff: float = 0.0,
    reaction: str | None = None,
    admission: str = "unanimity",
) -> StableCoalitions:
    """Return all stable coalitions of an issue at a price, or of an issue under an order.

    Parameters
    ----------
    source : Issue or CooperationGame
        An issue: members charge a price and levy a tariff. A game: members decide under the
        order's own rule, and the order's tariff, exit cost and reaction hold.
    concept : {"open", "exclusive", "internal", "external", "strong", "coalition_proof", \
"farsighted"}
        What has to be stable. "strong" and "coalition_proof" are against moves by groups (see
        :mod:`~gametheory_orders.solvers.group_deviations`); "farsighted" is the largest
        consistent set of moves by groups (see
        :mod:`~gametheory_orders.solvers.largest_consistent_set`).
    price : float or "joint", optional
        Of an issue. A number scales stakes so that they add up to it, and members charge it;
        "joint": members charge the sum of their stakes. By default the sum of all stakes.
    tariff : float
        Of an issue: levied by members on imports from outside, a share.
    reaction : {"redecide", "keep", "dissolve"}, optional
        What the rest do when a member leaves; by default "redecide", or the order's.
    admission : str
        Under "exclusive": how many members must not lose for a newcomer to be let in,
        "unanimity", "majority" or a share such as "2/3". Of a game whose order has an admission
        vote of its own, that one is not looked at.

    Returns
    -------
    StableCoalitions
        Every stable set, the empty one too, each with its margins.

    Raises
    ------
    ModelError
        If a name is wrong, there are too many states to enumerate, or too many stable sets.
    NoAnswer
        If no set is stable; the witness is a cycle of moves, each the mover's gain.

    Notes
    -----
    For the linear-quadratic public good the advantage of staying is quadratic in who else is in,
    and all 2^n sets are gone through in chunks (n up to 28); otherwise payoffs are computed for
    each set (n up to 18, or 14 where each takes a solution of its own).

    Examples
    --------
    The climate club of Nordhaus 2015 at US$ 25 and a tariff of two percent:

    >>> from gametheory_orders import load_issue
    >>> (club,) = stable_coalitions(load_issue("climate"), price=25.0, tariff=0.02)
    >>> club.size, round(club.effectiveness, 3), sorted(club.outside_margins)
    (13, 0.918, ['India', 'Safrica'])
    """
    if concept not in CONCEPTS:
        raise unknown_name("concept", concept, CONCEPTS, "one")
    share_of(admission, "admission")
    game = entry_game(source, price=price, tariff=tariff, reaction=reaction)
    codes = stable_codes(game, concept, admission)
    if not len(codes):
        raise NoAnswer(
            f"no coalition is stable ({concept}) on {game.issue.name!r}",
            _witness(game, concept, admission),
        )
    if len(codes) > MOST_LISTED:
        raise ModelError(
            "concept",
            f"{len(codes)} stable coalitions ({concept})",
            f"at most {MOST_LISTED} to list with margins; stable_codes returns all, as numbers",
        )
    coalitions, least = describe(game, codes, concept)
    return StableCoalitions(game, concept, coalitions, 2 ** len(game.positions), least)


def stable_codes(game: EntryGame, concept: str, admission: str = "unanimity") -> np.ndarray:
    """Return the codes of the stable sets over the eligible states, ascending.

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> stable_codes(entry_game(load_issue("climate"), price=12.5), "open").tolist()
    [0]
    """
    if concept == "strong":
        return strong_codes(game, stable_codes(game, "open"))
    if concept == "coalition_proof":
        return coalition_proof_codes(game)
    if concept == "farsighted":
        if game.reaction != "redecide":
            raise ModelError("reaction", game.reaction, "redecide, for 'farsighted'")
        return np.array(sorted(consistent_codes(game)[0]), dtype=np.int64)
    m = len(game.positions)
    if game.without_clause is not None and concept == "open" and m <= MOST_STATES_WITH_CLAUSE:
        return clause_codes(game)
    closed = game.joining is not None and game.staying is not None
    most = MOST_STATES_ONE_BY_ONE if game.one_by_one else MOST_STATES_IN_BATCHES
    most = MOST_STATES if closed else most
    if m > most:
        raise ModelError(
            "concept",
            f"{concept!r} over {m} states",
            f"at most {most} here; gametheory_orders.solvers.symmetric_types takes any number "
            "of states of a few types",
        )
    codes = _by_closed_form(game, concept) if closed else _by_payoffs(game, concept)
    if concept == "exclusive":
        kept = [c[~entered(game, c, admission)] for c in in_batches(codes)]
        codes = np.concatenate(kept) if kept else codes
    if game.in_force is not None:
        # What is not in force is no treaty, and nobody is in it.
        held = game.in_force(as_masks(codes, game.positions, len(game.eligible)))
        codes = codes[held | (codes == 0)]
    return codes


def _witness(game: EntryGame, concept: str, admission: str) -> dict[str, Any]:
    """Return a cycle of single moves, or the groups that leave what single states would not."""
    if concept in SINGLE:
        return {"cycle": cycle_of_moves(game, concept, admission)}
    alone = stable_codes(game, "open")
    if not len(alone):
        return {"cycle": cycle_of_moves(game, "open")}
    return {"deviations": group_moves(game, alone)}


def _by_closed_form(game: EntryGame, concept: str) -> np.ndarray:
    assert game.joining is not None
    assert game.staying is not None
    positions = game.positions
    joining = game.joining.among(positions)
    same = game.staying is game.joining
    staying = joining if same else game.staying.among(positions)
    slack = game.slack[positions]
    endless = np.full(len(positions), np.inf)
    least = -endless if concept == "external" else -slack - game.exit_cost
    most = slack if concept in ("open", "external") else endless
    return matching_codes(Test(staying, joining, least, most))


def _by_payoffs(game: EntryGame, concept: str) -> np.ndarray:
    """Return the codes from the payoffs of every set."""
    m, n = len(game.positions), len(game.eligible)
    size = 256 if game.one_by_one else 4096
    everything = np.arange(2**m, dtype=np.int64)
    # Each set is solved once, and looked up when somebody moves into it.
    payoffs = np.concatenate([game.table(codes) for codes in in_batches(everything, size)])
    game = _looked_up(game, payoffs)
    found = []
    for codes in in_batches(everything, size):
        members = as_masks(codes, game.positions, n)
        stays, enters = game.margins(members)
        stable = np.ones(len(codes), dtype=bool)
        if concept != "external":
            stable &= (np.nan_to_num(stays, nan=np.inf) >= -game.slack).all(axis=1)
        if concept in ("open", "external"):
            stable &= (np.nan_to_num(enters, nan=np.inf) >= -game.slack).all(axis=1)
        found.append(codes[stable])
    return np.concatenate(found)


def _looked_up(game: EntryGame, payoffs: np.ndarray) -> EntryGame:
    weights = np.zeros(len(game.eligible), dtype=np.int64)
    weights[game.positions] = 1 << np.arange(len(game.positions))
    return replace(game, payoffs=lambda members: payoffs[members @ weights])


def describe(
    game: EntryGame, codes: np.ndarray, concept: str
) -> tuple[tuple[StableCoalition, ...], float]:
    """Return stable sets in full, smallest first, and the smallest margin the concept asks for.

    Margins are computed anew from payoffs, whatever found the sets.
    """
    ids, found = game.issue.world.ids, []
    least = np.inf
    for batch in in_batches(codes):
        members = as_masks(batch, game.positions, len(game.eligible))
        payoffs = game.payoffs(members)
        stays, enters = game.margins(members)
        shares = game.effectiveness(payoffs)
        for row, inside in enumerate(members):
            margins = np.where(inside, stays[row], enters[row])
            known = np.flatnonzero(~np.isnan(margins))
            asked = stays[row] if concept == "internal" else margins
            asked = enters[row] if concept == "external" else asked
            asked = stays[row] if concept == "exclusive" else asked
            asked = np.full(len(inside), np.nan) if concept == "farsighted" else asked
            least = min(least, float(np.nan_to_num(asked, nan=np.inf).min(initial=np.inf)))
            found.append(
                StableCoalition(
                    tuple(ids[i] for i in np.flatnonzero(inside)),
                    float(shares[row]),
                    {ids[i]: float(margins[i]) for i in known if inside[i]},
                    {ids[i]: float(margins[i]) for i in known if not inside[i]},
                    dict(zip(ids, (payoffs[row] - game.reference).tolist(), strict=True)),
                    tuple(ids[i] for i in known if abs(margins[i]) <= game.slack[i]),
                )
            )
    rank = {state: position for position, state in enumerate(ids)}
    found.sort(key=lambda each: (each.size, [rank[state] for state in each.members]))
    return tuple(found), least if np.isfinite(least) else float("nan")
