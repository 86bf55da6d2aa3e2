"""Legitimacy as a vector: who is represented, who has power, who consents; and one index.

Builds on games and power.py. Effectiveness stays out of it, or the gap would count it twice. A
measure whose figure is missing is NaN with the reason beside it. A consent of one on a public
good is a property of public goods, where outsiders only gain, not of the order.
Not here: belief in legitimacy, which is not a matter of rules.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import CONSENT
from gametheory_orders.games import CooperationGame, Stage
from gametheory_orders.games.composed import Composed
from gametheory_orders.measures.hybrids import say_in
from gametheory_orders.measures.power import banzhaf_power
from gametheory_orders.worlds import World

INDEX_WEIGHTS: Mapping[str, float] = {
    "representation_units": 1 / 3,
    "representation_people": 1 / 3,
    "power_sqrt_people": 1 / 3,
}
"""Weights of the index's first factor; the second is consent_people, each to the power 1/2."""


@dataclass(frozen=True)
class Legitimacy(Result):
    """The legitimacy vector of one stage.

    Parameters
    ----------
    values : mapping of str to float or bool
        The measures by name; NaN where undefined.
    why : mapping of str to str
        Why a measure is undefined.
    weights : mapping of str to float
        The weights of the index.
    """

    values: Mapping[str, Any]
    why: Mapping[str, str]
    weights: Mapping[str, float]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def index(self) -> float:
        """The index L; NaN if a part of it is undefined."""
        return float(self.values["index"])

    def table(self) -> Table:
        """Return one row a measure."""
        rows = [[name, value, self.why.get(name, "")] for name, value in self.values.items()]
        return Table(["measure", "value", "remark"], rows, "legitimacy")

    def to_dict(self) -> dict[str, Any]:
        """Return the vector; an undefined measure is null with its reason beside it."""
        out: dict[str, Any] = {}
        for name, value in self.values.items():
            out[name] = value
            if name in self.why:
                out[f"{name}_why"] = self.why[name]
        out["index_weights"] = dict(self.weights)
        found: dict[str, Any] = plain(out)
        return found


def legitimacy(
    game: CooperationGame, stage: Stage, weights: Mapping[str, float] = INDEX_WEIGHTS
) -> Legitimacy:
    """Return the legitimacy vector of an agreement, as agreed or as delivered.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    stage : Stage
        Which agreement.
    weights : mapping of str to float
        Weights of the index's first factor, by measure; they sum to one.

    Examples
    --------
    >>> from gametheory_orders import load_game, solve
    >>> outcome = solve(load_game("climate", "g6_consensus"))
    >>> round(legitimacy(outcome.game, outcome.agreed).index, 2)
    0.68
    """
    members = stage.agreement.members
    values: dict[str, Any] = {}
    why: dict[str, str] = {}

    def enter(name: str, value: float, reason: str = "") -> None:
        values[name] = value
        if math.isnan(value):
            why[name] = reason

    shares = _shares(game)
    for name, (share, reason) in shares.items():
        enter(f"representation_{name}", _sum(share, members), reason)
    _power(game, stage, shares, enter, values)
    _consent(game, stage, shares, enter)
    _body(game, members, shares, enter)
    enter("authority", _authority(game, stage), "there are no members")
    index = legitimacy_index(values, weights)
    missing = [name for name in [*weights, "consent_people"] if math.isnan(values[name])]
    reason = f"{missing[0]} is undefined: {why.get(missing[0], '')}" if missing else ""
    enter("index", index, reason)
    return Legitimacy(values, why, dict(weights))


def legitimacy_index(
    values: Mapping[str, float], weights: Mapping[str, float] = INDEX_WEIGHTS
) -> float:
    """Return the index L: the root of a mean of shares times consent; NaN if one is undefined.

    Parameters
    ----------
    values : mapping of str to float
        The measures that the weights name, and ``consent_people``; each from 0 to 1.
    weights : mapping of str to float
        They sum to one.

    Examples
    --------
    >>> shares = dict.fromkeys(INDEX_WEIGHTS, 0.5)
    >>> round(legitimacy_index({**shares, "consent_people": 0.5}), 12)
    0.5
    """
    mean = sum(weight * float(values[name]) for name, weight in weights.items())
    return math.sqrt(mean * values["consent_people"])


Shares = dict[str, tuple[np.ndarray | None, str]]


def _shares(game: CooperationGame) -> Shares:
    """Return each state's share of units, states, people and those affected."""
    world = game.world
    out: Shares = {"units": (np.full(world.n, 1 / world.n), "")}
    if "stands_for" in world.columns:
        out["states"] = _share(world, "stands_for")
    else:
        out["states"] = out["units"]
    out["people"] = _share(world, "population")
    affected = game.issue.affected()
    if affected is None:
        out["affected"] = None, "nothing says how much each state is affected"
    else:
        out["affected"] = _share(world.with_columns({"stake": affected}), "stake")
    return out


def _share(world: World, column: str) -> tuple[np.ndarray | None, str]:
    if column not in world.columns:
        return None, f"the world has no column {column!r}"
    values = world.columns[column]
    if np.isnan(values).any():
        state = world.ids[int(np.flatnonzero(np.isnan(values))[0])]
        return None, f"no figure for {state} in column {column!r}"
    if (values < 0).any() or not values.sum() > 0:
        return None, f"column {column!r} does not add up to shares"
    return values / values.sum(), ""


def _sum(share: np.ndarray | None, mask: np.ndarray) -> float:
    return math.nan if share is None else math.fsum(share[mask])


def _power(
    game: CooperationGame, stage: Stage, shares: Shares, enter: Any, values: dict[str, Any]
) -> None:
    """Enter one minus the distance between power and its targets, and the vetoers' share."""
    voted, members = game.order.votes, stage.agreement.members
    count = int(members.sum())
    by_convention = voted is None
    vetoers = np.zeros(game.world.n, dtype=bool)
    if isinstance(stage.agreement, Composed) and stage.agreement.reached:
        say = say_in(game, stage.agreement)
        power, vetoers = say.power, say.vetoers
        by_convention = say.by_convention
    elif voted is None or not count:
        power = np.where(members, 1 / max(count, 1), 0.0)
    else:
        rule = voted.voting_rule(game.world, members)
        power = np.array([float(share) for share in banzhaf_power(rule)])
        vetoers = rule.vetoers
    people = shares["people"][0]
    root = None if people is None else np.sqrt(people) / np.sqrt(people).sum()
    targets = {
        "states": shares["states"],
        "people": shares["people"],
        "sqrt_people": (root, shares["people"][1]),
    }
    for name, (target, reason) in targets.items():
        value = math.nan if target is None else math.fsum(np.minimum(power, target))
        enter(f"power_{name}", value, reason)
    values["power_by_convention"] = by_convention
    enter("veto_share", math.fsum(power[vetoers]))


def _consent(game: CooperationGame, stage: Stage, shares: Shares, enter: Any) -> None:
    slack = CONSENT * game.scales
    fine = stage.payoffs >= game.reference_payoffs - slack
    for name in ("units", "states", "people"):
        share, reason = shares[name]
        enter(f"consent_{name}", _sum(share, fine), reason)
    members = stage.agreement.members
    inside = members & ~np.isnan(stage.leave_payoffs)
    if members.any():
        stays = stage.payoffs[inside] >= stage.leave_payoffs[inside] - slack[inside]
        value = float(stays.mean()) if inside.any() else 1.0
        enter("consent_exit_members", value)
    else:
        enter("consent_exit_members", math.nan, "there are no members")
    outside = ~members
    if outside.any():
        enter("consent_exit_outsiders", float(fine[outside].mean()))
    else:
        enter("consent_exit_outsiders", math.nan, "there are no outsiders")


def _body(game: CooperationGame, members: np.ndarray, shares: Shares, enter: Any) -> None:
    """Enter the representation of the deciding body, where it differs from the members."""
    voted = game.order.votes
    if voted is None or not voted.has_body:
        return
    voters = voted.voters(game.world, members)
    for name, (share, reason) in shares.items():
        enter(f"representation_body_{name}", _sum(share, voters), reason)


def _authority(game: CooperationGame, stage: Stage) -> float:
    """Return the share of those bound who have a vote, or consent."""
    members = stage.agreement.members
    if not members.any():
        return math.nan
    voted = game.order.votes
    fine = stage.payoffs >= game.reference_payoffs - CONSENT * game.scales
    if isinstance(stage.agreement, Composed) and stage.agreement.reached:
        has_say = say_in(game, stage.agreement).heard | fine
    elif voted is None:
        # Nobody votes: members of their own choosing consent to the rule by taking part.
        chose = game.order.membership.endogenous or game.order.decision.rule == "pledge"
        has_say = members if chose else members & fine
    else:
        has_say = voted.voters(game.world, members) | fine
    return float((has_say & members).sum() / members.sum())
