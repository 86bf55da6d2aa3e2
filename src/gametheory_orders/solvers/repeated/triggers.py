"""Trigger strategies: cooperate, and after a bad signal punish for a number of periods.

Builds on patience.py. One deviation, one punishment payoff, and a bad signal that comes by mistake
(false alarm) or after a deviation (detection); perfect monitoring is 0 and 1. Not here: the best of
all equilibria (strongly_symmetric.py).

With R, D and P for reward, temptation and punishment, p and q for false alarm and detection, and T
periods of P after a bad signal, cooperation is worth v with v - P = (1 - d)(R - P) /
(1 - d (1 - p) - p d^(T + 1)). A deviation does not pay iff (1 - d)(D - R) <= d (q - p)(1 - d^T)
(v - P), which is K (d + ... + d^T) >= D - R with K = (q - p)(R - P) - p (D - R).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table
from gametheory_orders.games.nodes import as_json
from gametheory_orders.solvers.repeated.patience import Number, rational, share, whole

MOST_PERIODS = 10_000


@dataclass(frozen=True)
class Trigger:
    """What is at stake for one player, and how well a deviation is seen.

    Parameters
    ----------
    reward, temptation, punishment : numbers
        Payoffs in a period in which all cooperate, in which it alone deviates, and in which it is
        punished; temptation above reward above punishment.
    false_alarm, detection : numbers
        Chances of a bad signal if all cooperate and if one deviates; the second is larger.

    Raises
    ------
    ModelError
        If payoffs or chances are not ordered so, or not finite.

    Examples
    --------
    >>> Trigger(2, 3, 0, false_alarm=0.1, detection=0.5).likelihood_ratio
    Fraction(5, 1)
    """

    reward: Fraction
    temptation: Fraction
    punishment: Fraction
    false_alarm: Fraction = Fraction(0)
    detection: Fraction = Fraction(1)

    def __init__(
        self,
        reward: Number,
        temptation: Number,
        punishment: Number,
        *,
        false_alarm: Number = 0,
        detection: Number = 1,
    ) -> None:
        found = {
            "reward": rational(reward, "reward"),
            "temptation": rational(temptation, "temptation"),
            "punishment": rational(punishment, "punishment"),
            "false_alarm": share(false_alarm, "false_alarm"),
            "detection": share(detection, "detection"),
        }
        if found["temptation"] <= found["reward"]:
            raise ModelError("temptation", temptation, f"more than the reward, {reward}")
        if found["punishment"] >= found["reward"]:
            raise ModelError("punishment", punishment, f"less than the reward, {reward}")
        if found["false_alarm"] >= found["detection"]:
            expected = f"more than the false alarm, {false_alarm}"
            raise ModelError("detection", detection, expected)
        for key, value in found.items():
            object.__setattr__(self, key, value)

    @property
    def gain(self) -> Fraction:
        """What a deviation gains in its period."""
        return self.temptation - self.reward

    @property
    def deterrence(self) -> Fraction:
        """K: what a bad signal in the next period would cost a deviator, less false alarms."""
        spread = self.detection - self.false_alarm
        return spread * (self.reward - self.punishment) - self.false_alarm * self.gain

    @property
    def likelihood_ratio(self) -> Fraction | float:
        """How many times likelier a bad signal is after a deviation."""
        return self.detection / self.false_alarm if self.false_alarm else math.inf


def trigger_patience(trigger: Trigger, periods: int | None = None) -> Fraction | float:
    """Return the least patience at which a trigger strategy keeps cooperation.

    Parameters
    ----------
    trigger : Trigger
        Payoffs and signals.
    periods : int, optional
        How long a bad signal is punished; without it for ever (the grim trigger).

    Returns
    -------
    Fraction or float
        Exact for the grim trigger and one period; infinity if no patience is enough.

    Source: Green and Porter, Econometrica 52 (1984), in the form of two actions.

    Examples
    --------
    >>> trigger_patience(Trigger(3, 5, 1)), round(trigger_patience(Trigger(3, 5, 1), 2), 6)
    (Fraction(1, 2), 0.618034)
    >>> trigger_patience(Trigger(2, 3, 0, false_alarm=0.1, detection=0.5))
    Fraction(10, 17)
    """
    _check(trigger)
    gain, bite = trigger.gain, trigger.deterrence
    if periods is None:
        return gain / (gain + bite) if bite > 0 else math.inf
    length = whole(periods, "periods", 1, MOST_PERIODS)
    if bite * length <= gain:
        return math.inf
    if length == 1:
        return gain / bite
    from scipy.optimize import brentq

    need = float(gain / bite)

    def short(d: float) -> float:
        total = length if d == 1 else d * (1 - d**length) / (1 - d)
        return float(total - need)

    return float(brentq(short, 0.0, 1.0, xtol=1e-15, rtol=1e-14))


@dataclass(frozen=True, eq=False)
class PunishmentLength(Result):
    """The punishment that costs least and still deters.

    Parameters
    ----------
    trigger : Trigger
        Payoffs and signals.
    patience : Fraction
        Of everybody.
    periods : int or None
        The shortest punishment that deters; None for punishment for ever.
    value : Fraction
        What cooperation with it pays on average.
    bound : Fraction
        The most that any strongly symmetric equilibrium with this signal pays (Abreu, Milgrom,
        Pearce 1991), however patient the players are.
    margin : Fraction
        What the best one-shot deviation from cooperation loses.
    """

    trigger: Trigger
    patience: Fraction
    periods: int | None
    value: Fraction
    bound: Fraction
    margin: Fraction

    concept = "public perfect equilibria in trigger strategies"

    def table(self) -> Table:
        """Return periods, value, bound and margin in one row."""
        row = [
            "for ever" if self.periods is None else self.periods,
            float(self.value),
            float(self.bound),
            float(self.margin),
        ]
        title = f"shortest punishment that deters at patience {self.patience}"
        return Table(["periods", "value", "bound", "margin"], [row], title)

    def to_dict(self) -> dict[str, Any]:
        """Return the punishment as plain values, fractions as strings."""
        return {
            "concept": self.concept,
            "patience": as_json(self.patience),
            "periods": self.periods,
            "value": as_json(self.value),
            "bound": as_json(self.bound),
            "margin": as_json(self.margin),
        }


def trigger_value(trigger: Trigger, patience: Number, periods: int | None = None) -> Fraction:
    """Return what cooperation pays on average if bad signals are punished so long.

    Parameters
    ----------
    trigger : Trigger
        Payoffs and signals.
    patience : number
        In [0, 1).
    periods : int, optional
        Without it for ever.

    Examples
    --------
    >>> noisy = Trigger(2, 3, 0, false_alarm=0.1, detection=0.5)
    >>> round(float(trigger_value(noisy, 0.6, 6)), 5), round(float(trigger_value(noisy, 0.8, 2)), 5)
    (1.74978, 1.74825)
    """
    _check(trigger)
    d = share(patience, "patience", one=False)
    length = None if periods is None else whole(periods, "periods", 1, MOST_PERIODS)
    p = trigger.false_alarm
    back = Fraction(0) if length is None else p * d ** (length + 1)
    gained = (1 - d) * (trigger.reward - trigger.punishment) / (1 - d * (1 - p) - back)
    return trigger.punishment + gained


def punishment_length(trigger: Trigger, patience: Number) -> PunishmentLength:
    """Return the shortest punishment that deters, which is the best one.

    Every period of punishment costs as much again after each false alarm, so that the shortest
    that deters pays most; with perfect monitoring all that deter pay the same.

    Parameters
    ----------
    trigger : Trigger
        Payoffs and signals.
    patience : number
        In [0, 1).

    Raises
    ------
    NoAnswer
        If not even punishment for ever deters.

    Source: Porter, Journal of Economic Theory 29 (1983).

    Examples
    --------
    >>> noisy = Trigger(2, 3, 0, false_alarm=0.1, detection=0.5)
    >>> punishment_length(noisy, 0.6).periods, punishment_length(noisy, 0.8).periods
    (6, 2)
    """
    _check(trigger)
    d = share(patience, "patience", one=False)
    needed = trigger_patience(trigger)
    if d < needed:
        shown = "no patience is enough" if math.isinf(needed) else f"{float(needed):.6g} is needed"
        raise NoAnswer(
            f"no punishment deters at patience {float(d):g}: {shown}",
            {"patience": as_json(d), "needed": None if math.isinf(needed) else as_json(needed)},
        )
    length = _shortest(trigger, d)
    value = trigger_value(trigger, d, length)
    lost = Fraction(1) if length is None else 1 - d**length
    spread = trigger.detection - trigger.false_alarm
    margin = d * spread * lost * (value - trigger.punishment) - (1 - d) * trigger.gain
    if margin < 0:
        raise AssertionError(f"a deviation gains {-margin}")
    return PunishmentLength(trigger, d, length, value, monitoring_bound(trigger), margin)


def _shortest(trigger: Trigger, d: Fraction) -> int | None:
    """Return the least T with K (d + ... + d^T) >= gain, None if only T without end does."""
    # d + ... + d^T = d (1 - d^T) / (1 - d), so that d^T must be at most what is left here.
    left = 1 - trigger.gain * (1 - d) / (trigger.deterrence * d)
    if left <= 0:
        return None
    guess = max(1, math.floor(math.log(left) / math.log(d)) - 1) if left < 1 else 1
    length = guess
    while d**length > left:
        length += 1
        if length > MOST_PERIODS:
            return None
    return length


def monitoring_bound(trigger: Trigger) -> Fraction:
    """Return the most that cooperation pays with a noisy signal, at any patience.

    R - (D - R) / (l - 1), where l is how many times likelier a bad signal is after a deviation.

    Source: Abreu, Milgrom and Pearce, Econometrica 59 (1991).

    Examples
    --------
    >>> monitoring_bound(Trigger(2, 3, 0, false_alarm=0.1, detection=0.5))
    Fraction(7, 4)
    """
    _check(trigger)
    p, q = trigger.false_alarm, trigger.detection
    # (D - R) / (q / p - 1), written so that p = 0 costs nothing.
    return max(trigger.punishment, trigger.reward - trigger.gain * p / (q - p))


def signal_patience(
    reward: Number,
    temptation: Number,
    punishment: Number,
    *,
    cooperating: Sequence[Number],
    deviating: Sequence[Number],
) -> Fraction | float:
    """Return the least patience at which some use of a public signal keeps cooperation.

    Each signal may lead to punishment for ever, by a public lot if need be. Of a signal y with
    chances a(y) if all cooperate and b(y) if one deviates, punishing it helps iff
    b(y) (R - P) > a(y) (D - P).

    Parameters
    ----------
    reward, temptation, punishment : numbers
        As for :class:`Trigger`.
    cooperating, deviating : sequences of numbers
        Chances of each signal if all cooperate, and if one deviates.

    Returns
    -------
    Fraction or float
        Infinity if no patience is enough. It never falls if the signal is garbled, so it respects
        Blackwell's order; other notions of precision it need not respect.

    Source: Kandori, Review of Economic Studies 59 (1992), for the order.

    Examples
    --------
    Two signals, then the same with a third that says how bad it looks:

    >>> signal_patience(2, 3, 0, cooperating=[0.9, 0.1], deviating=[0.5, 0.5])
    Fraction(10, 17)
    >>> signal_patience(2, 3, 0, cooperating=[0.9, 0.08, 0.02], deviating=[0.5, 0.1, 0.4])
    Fraction(50, 87)
    """
    # The ranges of the payoffs are the trigger's; its signals are not used.
    payoffs = Trigger(reward, temptation, punishment)
    good = [share(x, f"cooperating[{y}]") for y, x in enumerate(cooperating)]
    bad = [share(x, f"deviating[{y}]") for y, x in enumerate(deviating)]
    for where, chances in (("cooperating", good), ("deviating", bad)):
        if sum(chances) != 1:
            found = f"a sum of {float(sum(chances)):g}"
            raise ModelError(where, found, "probabilities that add up to 1")
    if len(good) != len(bad):
        raise ModelError("deviating", f"{len(bad)} signals", f"{len(good)}, as cooperating")
    stake = payoffs.reward - payoffs.punishment
    lure = payoffs.temptation - payoffs.punishment
    bite = sum(
        (max(Fraction(0), b * stake - a * lure) for a, b in zip(good, bad, strict=True)),
        Fraction(0),
    )
    return payoffs.gain / (payoffs.gain + bite) if bite else math.inf


def _check(trigger: Any) -> None:
    if not isinstance(trigger, Trigger):
        raise ModelError("trigger", type(trigger).__name__, "a Trigger")
