"""The outputs of a study, by name: each is one number of an outcome.

Builds on measures. A further output is one function with the decorator. Not here: parameters
(parameters.py), or what is not a number (who blocks, who is in: numeric/facts.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.registry import Registry
from gametheory_orders.games import CooperationGame, Outcome, Stage
from gametheory_orders.measures.assess import Assessment
from gametheory_orders.measures.effectiveness import (
    NO_GAIN_OF_MEMBERS,
    NO_QUANTITY,
    NOTHING_AT_STAKE,
    effectiveness,
    effectiveness_members,
    effectiveness_quantity,
    stake,
)
from gametheory_orders.measures.legitimacy import Legitimacy, legitimacy
from gametheory_orders.measures.shortfall import RULES, Shortfall, shortfall_account

AGREED = "agreed."
"""Put before a name: as agreed, with compliance assumed; without it, as delivered."""
NOT_NUMBERS = (
    "binding_state",
    "blocked_by",
    "leavers",
    "joiners",
    "coerced",
    "defectors",
    "certificate",
    "name",
    "four_c",
)
LEGITIMACY = (
    "representation_units",
    "representation_states",
    "representation_people",
    "representation_affected",
    "power_states",
    "power_people",
    "power_sqrt_people",
    "veto_share",
    "consent_units",
    "consent_states",
    "consent_people",
    "consent_exit_members",
    "consent_exit_outsiders",
    "authority",
)


@dataclass(frozen=True, eq=False)
class Reading:
    """One stage of an outcome, from which outputs are read; costly parts are made once.

    Parameters
    ----------
    outcome : Outcome
        From :func:`~gametheory_orders.solve`.
    assessment : Assessment or None
        Its assessment, if there is one already.
    """

    outcome: Outcome
    assessment: Assessment | None = None

    @property
    def game(self) -> CooperationGame:
        """The game that was solved."""
        return self.outcome.game

    def stage(self, agreed: bool) -> Stage:
        """Return what was agreed, or what is delivered."""
        return self.outcome.agreed if agreed else self.outcome.delivered

    @cached_property
    def _legitimacy(self) -> dict[bool, Legitimacy]:
        return {}

    def legitimacy(self, agreed: bool) -> Legitimacy:
        """Return the legitimacy vector of a stage."""
        if self.assessment is not None:
            return (self.assessment.agreed if agreed else self.assessment.delivered).legitimacy
        if agreed not in self._legitimacy:
            self._legitimacy[agreed] = legitimacy(self.game, self.stage(agreed))
        return self._legitimacy[agreed]

    @cached_property
    def shortfall(self) -> Shortfall:
        """The shortfall account."""
        if self.assessment is not None:
            return self.assessment.shortfall
        outcome, ids = self.outcome, self.game.world.ids
        return shortfall_account(
            self.game,
            patience=dict(zip(ids, outcome.patience.tolist(), strict=True)),
            foresight=outcome.foresight,
            fallback=outcome.fallback,
        )


Reader = Callable[[Reading, bool], float]
OUTPUTS: Registry[Reader] = Registry("output")
"""Outputs that need no state; see also :data:`BY_STATE`."""
BY_STATE: Registry[Callable[[Reading, bool, int], float]] = Registry("output by state")
WHY = {
    "effectiveness": NOTHING_AT_STAKE,
    "effectiveness_quantity": NO_QUANTITY,
    "effectiveness_members": NO_GAIN_OF_MEMBERS,
    "level": "nothing binds all at one level",
    "needed_patience": "the order is not enforced by reciprocity",
}


@OUTPUTS.add("effectiveness")
def _effectiveness(reading: Reading, agreed: bool) -> float:
    return effectiveness(reading.game, reading.stage(agreed).payoffs)


@OUTPUTS.add("effectiveness_quantity")
def _quantity(reading: Reading, agreed: bool) -> float:
    return effectiveness_quantity(reading.game, reading.stage(agreed).agreement.actions)


@OUTPUTS.add("effectiveness_members")
def _of_members(reading: Reading, agreed: bool) -> float:
    stage = reading.stage(agreed)
    return effectiveness_members(reading.game, stage.payoffs, stage.agreement.members)


@OUTPUTS.add("legitimacy")
def _index(reading: Reading, agreed: bool) -> float:
    return reading.legitimacy(agreed).index


@OUTPUTS.add("gap")
def _gap(reading: Reading, agreed: bool) -> float:
    return _effectiveness(reading, agreed) - _index(reading, agreed)


@OUTPUTS.add("level")
def _level(reading: Reading, agreed: bool) -> float:
    level = reading.stage(agreed).agreement.level
    return math.nan if level is None else float(level)


@OUTPUTS.add("members")
def _members(reading: Reading, agreed: bool) -> float:
    return float(reading.stage(agreed).agreement.members.sum())


@OUTPUTS.add("needed_patience")
def _needed(reading: Reading, agreed: bool) -> float:
    needed = reading.outcome.needed_patience
    return math.nan if needed is None else float(needed)


@OUTPUTS.add("stake")
def _stake(reading: Reading, agreed: bool) -> float:
    return stake(reading.game)


@OUTPUTS.add("welfare")
def _welfare(reading: Reading, agreed: bool) -> float:
    return float(reading.stage(agreed).payoffs.sum())


def _component(name: str) -> Reader:
    return lambda reading, agreed: float(reading.legitimacy(agreed)[name])


def _share(rule: str) -> Reader:
    return lambda reading, agreed: float(reading.shortfall.share[rule])


for _name in LEGITIMACY:
    OUTPUTS.add(_name)(_component(_name))
for _name in (*RULES, "decision_veto"):
    OUTPUTS.add(f"shortfall.{_name}")(_share(_name))


@BY_STATE.add("payoff")
def _payoff(reading: Reading, agreed: bool, state: int) -> float:
    return float(reading.stage(agreed).payoffs[state])


@BY_STATE.add("gain")
def _gain(reading: Reading, agreed: bool, state: int) -> float:
    return float(reading.stage(agreed).payoffs[state] - reading.game.reference_payoffs[state])


@BY_STATE.add("action")
def _action(reading: Reading, agreed: bool, state: int) -> float:
    return float(reading.stage(agreed).agreement.actions[state])


def output_names() -> tuple[str, ...]:
    """Return the names of all outputs; those by state with ``<state>`` behind them.

    Examples
    --------
    >>> output_names()[:3], output_names()[-1]
    (('effectiveness', 'effectiveness_quantity', 'effectiveness_members'), 'action.<state>')
    """
    return (*OUTPUTS, *(f"{name}.<state>" for name in BY_STATE))


def check_output(game_or_ids: CooperationGame | Iterable[str], name: object) -> str:
    """Return an output's name, or raise if there is none of that name.

    Parameters
    ----------
    game_or_ids : CooperationGame or sequence of str
        A game, or the ids of its states.
    name : str
        Such as "effectiveness", "agreed.level", "payoff.Russia".

    Raises
    ------
    ModelError
        If there is no such output, it is not a number, or the state is unknown.

    Examples
    --------
    >>> check_output(["US", "EU"], "gain.US")
    'gain.US'
    """
    ids = game_or_ids.world.ids if isinstance(game_or_ids, CooperationGame) else game_or_ids
    if not isinstance(name, str):
        raise ModelError("output", name, "the name of an output, as text")
    bare = name.removeprefix(AGREED)
    kind, _, state = bare.partition(".")
    if bare in OUTPUTS:
        return name
    if kind in BY_STATE:
        if state not in ids:
            raise unknown_name(f"output {kind}", state or "no state", ids, f"{kind}.<state>, one")
        return name
    if kind in NOT_NUMBERS:
        numbers = "an output that is a number; studies name who blocks and who binds by themselves"
        raise ModelError("output", f"{name!r}, which is not a number", numbers)
    raise unknown_name("output", name, output_names(), "one output")


def read_output(found: Outcome | Assessment | Reading, name: str) -> float:
    """Return one output of an outcome.

    Parameters
    ----------
    found : Outcome, Assessment or Reading
        What was solved.
    name : str
        Of the output; "agreed." before it for what was agreed in place of what is delivered.

    Returns
    -------
    float
        NaN where it is undefined (:func:`why_undefined` says why), infinite for a needed
        patience that none is enough for.

    Examples
    --------
    >>> from gametheory_orders import load_game, solve
    >>> outcome = solve(load_game("climate", "g6_consensus"))
    >>> round(read_output(outcome, "effectiveness"), 4), read_output(outcome, "members")
    (0.2697, 6.0)
    """
    reading = _reading(found)
    bare = check_output(reading.game, name).removeprefix(AGREED)
    agreed = name.startswith(AGREED)
    if bare in OUTPUTS:
        return OUTPUTS.get(bare, "output")(reading, agreed)
    kind, _, state = bare.partition(".")
    return BY_STATE.get(kind, "output")(reading, agreed, reading.game.world.index(state))


def read_outputs(found: Outcome | Assessment, names: Iterable[str]) -> dict[str, float]:
    """Return several outputs of one outcome by name; what they share is worked out once.

    Examples
    --------
    >>> from gametheory_orders import load_game, solve
    >>> outcome = solve(load_game("climate", "g6_consensus"))
    >>> {k: round(v, 2) for k, v in read_outputs(outcome, ["gap", "agreed.level"]).items()}
    {'gap': -0.41, 'agreed.level': 8.99}
    """
    reading = _reading(found)
    return {name: read_output(reading, name) for name in names}


def why_undefined(found: Outcome | Assessment, name: str) -> str:
    """Return why an output is NaN, "" if it is not.

    Examples
    --------
    >>> from gametheory_orders import load_game, solve
    >>> why_undefined(solve(load_game("climate", "pledge_uniform")), "needed_patience")
    'the order is not enforced by reciprocity'
    """
    reading = _reading(found)
    if not math.isnan(read_output(reading, name)):
        return ""
    bare = name.removeprefix(AGREED)
    if bare.startswith("shortfall."):
        return reading.shortfall.why
    if bare in ("legitimacy", "gap") or bare in LEGITIMACY:
        why = reading.legitimacy(name.startswith(AGREED)).why
        return why.get("index" if bare in ("legitimacy", "gap") else bare, NOTHING_AT_STAKE)
    return WHY.get(bare, "undefined")


def _reading(found: Outcome | Assessment | Reading) -> Reading:
    if isinstance(found, Reading):
        return found
    if isinstance(found, Assessment):
        return Reading(found.outcome, found)
    if not isinstance(found, Outcome):
        raise ModelError("outcome", type(found).__name__, "an Outcome or an Assessment")
    return Reading(found)
