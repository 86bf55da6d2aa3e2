"""Sanctions that a body must vote: whom the law cannot reach, and what deterrence is left.

The game. A state breaks its promise and gains g at once; it is seen with a probability; the body
votes, those who are against vote no, the others yes with a probability each; if it passes the
defector loses the size of the sanction. What reciprocity takes, w in every later period, comes
on top. So a state keeps its promise iff d (g - x + w) >= g - x, with x = detection * size *
P(passes). Builds on sanction_votes.py, sanction_remedies.py. Not here: sanctions as the
enforcement rule of an order (orders/enforcement.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import ROUNDING
from gametheory_orders.orders.rule import number
from gametheory_orders.solvers.incentive import needed_patience
from gametheory_orders.solvers.sanction_remedies import (
    AudienceCost,
    ByState,
    OutsideCoalition,
    Override,
    Remedy,
    by_state,
    check_radius,
    check_remedies,
)
from gametheory_orders.solvers.sanction_votes import (
    Protects,
    SanctionBody,
    SanctionVote,
    care_of,
    read_body,
    read_protects,
    read_support,
)
from gametheory_orders.worlds import World

BODY_ALONE, TOGETHER = "the body alone", "all together"
SHARES = {"people": ("population",), "capability": ("capability", "cinc")}


@dataclass(frozen=True, eq=False)
class Deterrence:
    """What deters each state, under the body alone or with a remedy.

    Parameters
    ----------
    name : str
        "the body alone", a remedy's name, or "all together".
    reached : bool array, shape (n,)
        Whether any sanction on the state is possible.
    chance : array, shape (n,)
        Probability that a vote passes it.
    penalty : array, shape (n,)
        Expected loss of one who defects, not knowing whether it is seen.
    needed : array, shape (n,), or None
        Patience needed to keep the promise; None if gain and loss were not given.
    """

    name: str
    reached: np.ndarray
    chance: np.ndarray
    penalty: np.ndarray
    needed: np.ndarray | None


@dataclass(frozen=True, eq=False)
class SanctionReach(Result):
    """Whom sanctions reach, state by state.

    Parameters
    ----------
    world : World
        Who could defect.
    body : SanctionBody
        Who votes.
    protectors : tuple of tuple of str
        By state: seats that vote no on a sanction on it, itself among them.
    blocked_by : tuple of tuple of str
        By state: those whose yes alone would let the body act; empty also where several block.
    must_vote : tuple of tuple of str
        By state the body can act against: those it cannot do without.
    without : array, shape (n,), or None
        Patience needed with no sanction at all.
    schemes : tuple of Deterrence
        The body alone, each remedy, and all of them together if there are several.
    certificate : mapping
        How the answer was checked.
    """

    world: World
    body: SanctionBody
    protectors: tuple[tuple[str, ...], ...]
    blocked_by: tuple[tuple[str, ...], ...]
    must_vote: tuple[tuple[str, ...], ...]
    without: np.ndarray | None
    schemes: tuple[Deterrence, ...]
    certificate: Mapping[str, Any]

    concept = "votes are sincere and independent; a promise is kept under Nash reversion"

    def scheme(self, name: str) -> Deterrence:
        """Return what deters under the body alone, or with a remedy, by name."""
        for each in self.schemes:
            if each.name == name:
                return each
        raise unknown_name("scheme", name, [each.name for each in self.schemes], "one")

    def beyond(self, name: str = BODY_ALONE) -> tuple[str, ...]:
        """Return the states that no sanction can reach."""
        return self.world.members(~self.scheme(name).reached)

    def share_beyond(self, of: str = "states", name: str = BODY_ALONE) -> float | None:
        """Return the share of states, people or capability beyond reach; None if not known."""
        beyond = ~self.scheme(name).reached
        if of == "states":
            weights = self.world.columns.get("stands_for", np.ones(self.world.n))
        elif of in SHARES:
            column = next((c for c in SHARES[of] if self.world.has(c)), None)
            if column is None:
                return None
            weights = self.world.columns[column]
        else:
            raise unknown_name("of", of, ["states", *SHARES], "one")
        total = float(weights.sum())
        return float(weights[beyond].sum()) / total if total > 0 else None

    def summary(self) -> Table:
        """Return one row a scheme: who is beyond reach, and as shares of what."""
        rows = [
            [
                each.name,
                int((~each.reached).sum()),
                *(self.share_beyond(of, each.name) for of in ("states", *SHARES)),
                float(each.penalty.mean()),
            ]
            for each in self.schemes
        ]
        columns = ["scheme", "beyond reach", "of states", "of people", "of capability"]
        return Table(
            [*columns, "mean penalty"], rows, f"{self.body.game.name}: whom the law reaches"
        )

    def table(self) -> Table:
        """Return one row a state."""
        first, *rest = self.schemes
        columns = ["state", "against", "blocked by", "must vote", "passes", "penalty"]
        known = self.without is not None
        columns += ["alone", "sanctioned"] if known else []
        columns += [each.name for each in rest]
        rows = []
        for i, state in enumerate(self.world.ids):
            row: list[Any] = [state]
            row += [list(who[i]) for who in (self.protectors, self.blocked_by, self.must_vote)]
            row += [float(first.chance[i]), float(first.penalty[i])]
            if self.without is not None and first.needed is not None:
                row += [float(self.without[i]), float(first.needed[i])]
            for each in rest:
                figures = each.penalty if each.needed is None else each.needed
                row.append(float(figures[i]))
            rows.append(row)
        beyond = int((~first.reached).sum())
        shown = "needed patience" if known else "penalty"
        title = f"{self.body.game.name}: {beyond} of {self.world.n} beyond reach; {shown} by scheme"
        return Table(columns, rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return every state and scheme as plain values."""
        found: dict[str, Any] = plain(
            {
                "body": self.body.game.name,
                "seats": self.body.game.players,
                "states": [
                    {
                        "id": state,
                        "against": self.protectors[i],
                        "blocked_by": self.blocked_by[i],
                        "must_vote": self.must_vote[i],
                        **({} if self.without is None else {"needed_without": self.without[i]}),
                        "schemes": {each.name: _record(each, i) for each in self.schemes},
                    }
                    for i, state in enumerate(self.world.ids)
                ],
                "schemes": [
                    {
                        "name": each.name,
                        "beyond_reach": self.beyond(each.name),
                        **{
                            f"share_{of}": self.share_beyond(of, each.name)
                            for of in ("states", *SHARES)
                        },
                    }
                    for each in self.schemes
                ],
                "concept": self.concept,
                "certificate": self.certificate,
            }
        )
        return found


def _record(each: Deterrence, i: int) -> dict[str, Any]:
    found = {"reached": each.reached[i], "passes": each.chance[i], "penalty": each.penalty[i]}
    return found if each.needed is None else {**found, "needed_patience": each.needed[i]}


@dataclass(frozen=True, eq=False)
class _Problem:
    """Everything that is given, read and checked."""

    body: SanctionBody
    care: np.ndarray
    protects: Mapping[str, np.ndarray]
    size: np.ndarray
    detection: float
    support: np.ndarray
    chances: Any
    ideal_point: str

    def against(self, remedies: Sequence[Remedy]) -> np.ndarray:
        """Return which seats vote no on which state, (seats, n)."""
        no = self.care > 0
        for remedy in remedies:
            if isinstance(remedy, AudienceCost):
                costs = remedy.by_seat(self.body)[:, None]
                pays = self.body.can_veto[:, None] & (self.care * self.size <= costs)
                no = no & ~pays
        return np.asarray(no)

    def siding(self, no: np.ndarray) -> np.ndarray:
        """Return which states side with which, (n, n): themselves, protectors, those against."""
        world = self.body.world
        out = np.eye(world.n, dtype=bool)
        for protector, shares in self.protects.items():
            if protector in world.ids:
                out[world.index(protector)] |= shares > 0
        for seat, player in enumerate(self.body.game.players):
            if player in world.ids:
                out[world.index(player)] |= no[seat]
        return out

    def second_vote(self, remedy: Override) -> SanctionVote:
        """Return the vote of the body that may override."""
        house = remedy.read(self.body.world)
        every = np.ones(house.game.n, dtype=bool)
        care = care_of(
            house, self.protects, house.closeness(remedy.closeness, self.ideal_point, every)
        )
        no = care > 0
        # Who is against in the first vote is against in the second.
        first = self.care > 0
        for seat, player in enumerate(self.body.game.players):
            if player in house.game.players:
                no[house.game.index(player)] |= first[seat]
        if isinstance(self.chances, Mapping):
            known = {seat: p for seat, p in self.chances.items() if seat in house.game.players}
            return SanctionVote(house, no, read_support(known, house.game))
        return SanctionVote(house, no, read_support(self.chances, house.game))

    def deter(self, name: str, remedies: Sequence[Remedy], promise: Any) -> Deterrence:
        """Return what deters with some remedies in force."""
        no = self.against(remedies)
        vote = SanctionVote(self.body, no, self.support)
        reached, chance = vote.possible, vote.chance
        for remedy in remedies:
            if isinstance(remedy, Override):
                second = self.second_vote(remedy)
                reached = reached | second.possible
                chance = 1 - (1 - chance) * (1 - second.chance)
        effect = chance
        for remedy in remedies:
            if isinstance(remedy, OutsideCoalition):
                world = self.body.world
                strength = remedy.strength(world, remedy.willing(world, self.siding(self.care > 0)))
                reached = reached | (strength > 0)
                effect = effect + (1 - effect) * strength
        penalty = self.detection * self.size * effect
        return Deterrence(name, reached, chance, penalty, _needed(promise, penalty))


def _needed(promise: tuple[np.ndarray, np.ndarray] | None, penalty: np.ndarray) -> Any:
    if promise is None:
        return None
    pairs = zip((promise[0] - penalty).tolist(), promise[1].tolist(), strict=True)
    return np.array([needed_patience(gain, loss) for gain, loss in pairs], dtype=float)


def sanction_reach(
    body: object,
    world: World | None = None,
    *,
    size: ByState,
    detection: float = 1.0,
    gain: ByState | None = None,
    loss: ByState | None = None,
    protects: Protects | None = None,
    closeness: float | None = None,
    support: float | Mapping[str, float] = 1.0,
    remedies: Sequence[Remedy] | Remedy = (),
    ideal_point: str = "ideal_point",
) -> SanctionReach:
    """Return which states a body's sanctions cannot reach, and what deterrence is left.

    Parameters
    ----------
    body : SimpleGame, Institution or decision rule
        Who must vote for a sanction.
    world : World, optional
        All who could defect; by default an institution's own world.
    size : number, column name, or mapping of str to number
        What a sanction costs the defector, in units of its payoff; 0 or more.
    detection : float
        Probability that a defection is seen, in [0, 1].
    gain, loss : number, column name, or mapping of str to number; optional
        What breaking the promise brings at once (0 or more), and what reciprocity takes in each
        later period. Needed patience is reported if both are given.
    protects : mapping of str to list of str, or to mapping of str to share; optional
        Whom each protector shields, and how much of the sanction it feels (1 by default).
    closeness : float, optional
        Members that can veto also protect states with ideal points closer than this.
    support : number or mapping of str to number
        Probability that a seat which is not against votes yes (1 where a table has none).
    remedies : sequence of Override, AudienceCost, OutsideCoalition
        What to compare with the body alone, each by itself and all together.
    ideal_point : str
        Column of ideal points. A state without one is close to nobody.

    Returns
    -------
    SanctionReach

    Raises
    ------
    ModelError
        If a figure is out of range, or a name is not known.

    Notes
    -----
    Patrick 2023, section Charter: the Council is powerless against its permanent members. That a
    party to a dispute abstains holds under Chapter VI of the UN Charter only, and sanctions are
    taken under Chapter VII: here the defector votes no.

    Examples
    --------
    >>> from gametheory_orders import load_institution
    >>> council = load_institution("unsc")
    >>> found = sanction_reach(council, size=2, gain=1, loss=1, protects={"RUS": ["SYR", "BLR"]})
    >>> found.beyond()
    ('BLR', 'CHN', 'FRA', 'GBR', 'RUS', 'SYR', 'USA')
    >>> found.blocked_by[found.world.index("SYR")]
    ('RUS',)
    """
    seats = read_body(body, world)
    number(detection, "detection", 0.0, 1.0, "a probability from 0 to 1")
    check_radius(closeness, "closeness")
    sizes = by_state(seats.world, size, "size")
    if (sizes < 0).any():
        raise ModelError("size", float(sizes.min()), "a number of 0 or more")
    shields = read_protects(protects, seats.world)
    for name in shields:
        if name not in seats.world.ids and name not in seats.game.players:
            known = dict.fromkeys((*seats.game.players, *seats.world.ids))
            raise unknown_name("protects", name, known, "a seat or state")
    near = seats.closeness(closeness, ideal_point, seats.can_veto)
    problem = _Problem(
        seats,
        care_of(seats, shields, near),
        shields,
        sizes,
        float(detection),
        read_support(support, seats.game),
        support,
        ideal_point,
    )
    promise = _promise(seats.world, gain, loss)
    listed = check_remedies(remedies)
    plans: list[tuple[str, Sequence[Remedy]]] = [(BODY_ALONE, ())]
    plans += [(remedy.name, (remedy,)) for remedy in listed]
    if len(listed) > 1:
        plans.append((TOGETHER, listed))
    schemes = tuple(problem.deter(name, chosen, promise) for name, chosen in plans)
    vote = SanctionVote(seats, problem.against(()), problem.support)
    n = range(seats.world.n)
    return SanctionReach(
        seats.world,
        seats,
        tuple(seats.game.named(vote.against[:, i]) for i in n),
        tuple(vote.blocked_by(i) for i in n),
        tuple(vote.must_vote(i) for i in n),
        _needed(promise, np.zeros(seats.world.n)),
        schemes,
        _certify(vote, schemes),
    )


def _promise(world: World, gain: ByState | None, loss: ByState | None) -> Any:
    if gain is None or loss is None:
        if gain is not loss:
            raise ModelError("gain" if gain is None else "loss", "none", "both gain and loss")
        return None
    gains, losses = by_state(world, gain, "gain"), by_state(world, loss, "loss")
    if (gains < 0).any():
        raise ModelError("gain", float(gains.min()), "a number of 0 or more")
    return gains, losses


def _certify(vote: SanctionVote, schemes: Sequence[Deterrence]) -> dict[str, Any]:
    """Return the checks: blocks block, votes pass, and no remedy makes deterrence worse."""
    first = schemes[0]
    opponents = [vote.body.game.named(no) for no in vote.against.T]
    # Those against hold a blocking coalition exactly where the body is stuck.
    dual = vote.body.game.dual()
    stuck = np.array([bool(who) and dual.wins(list(who)) for who in opponents])
    same = bool((stuck == ~first.reached).all())
    worse = min(float((each.penalty - first.penalty).min()) for each in schemes)
    checks = {
        "blocking_coalition_iff_beyond_reach": same,
        "chance_zero_where_beyond_reach": bool((first.chance[~first.reached] == 0).all()),
        "smallest_gain_of_a_remedy": worse,
    }
    holds = same and checks["chance_zero_where_beyond_reach"] and worse >= -ROUNDING
    return {"holds": bool(holds), **checks, "states_checked": len(stuck)}
