"""Enforcement rules that act on a member that breaks its word: reciprocity, sanctions, review.

Builds on enforcement.py and decision.py. A rule says what a defector must expect at once
(``losses``) and, for reciprocity, what follows. Not here: who would break which agreement
(solvers/compliance.py), and rules on outsiders (enforcement.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.tolerances import INDIFFERENT
from gametheory_orders.orders.decision import DECISIONS, Decision, VotedLevel
from gametheory_orders.orders.enforcement import ENFORCEMENTS, Enforcement
from gametheory_orders.orders.figures import (
    CHANCE,
    LOSS,
    PATIENCE,
    SHARE,
    Figures,
    check_figures,
    figures,
)
from gametheory_orders.worlds import World

REVERSIONS = ("nash", "dissolve", "renegotiation_proof")
SIGNAL = ("detection", "false_alarm")


class Weights(NamedTuple):
    """The margin of keeping an agreement: keep * C_i - break_ * D_i + revert * P_i, each (n,)."""

    keep: np.ndarray
    break_: np.ndarray
    revert: np.ndarray


@ENFORCEMENTS.add("reciprocity")
@dataclass(frozen=True)
class Reciprocity(Enforcement):
    """Members keep their word because the others would stop keeping theirs.

    Parameters
    ----------
    patience : float, str or mapping of str to float, optional
        Weight of tomorrow's payoff against today's, in [0, 1): one number, a column, or by state.
    reversion : {"nash", "dissolve", "renegotiation_proof"} or int
        What follows a defection that is seen. "nash": everyone on its own for ever, in the worst
        equilibrium without cooperation. "dissolve": the agreement ends, and all do what is best
        for themselves from what they do now; the same where that equilibrium is the only one. A
        number: that many periods alone, then back. "renegotiation_proof": one period in which
        the defector does its part and the others act alone, then back; no punisher may be worse
        off in it than if all forgave.
    monitoring : float, str or mapping
        Chance that a defection is seen, in (0, 1]: one number, a column, or by state. Or a table
        of ``detection`` (such a figure) and ``false_alarm``: the chance that a defection is seen
        though there was none, which then sets off the same.

    Notes
    -----
    With patience d, chance of detection q, false alarm f, and g = d + ... + d^T for T periods
    (d / (1 - d) for ever), a member keeps its word iff (C - P) (1 + q g) >= (D - P) (1 + f g):
    C when all comply, D when it alone defects, P the reversion. Friedman 1971, Review of Economic
    Studies 38; with false alarms Green and Porter 1984, Econometrica 52. Renegotiation:
    Farrell and Maskin 1989, Games and Economic Behavior 1; Barrett 1999, Journal of Theoretical
    Politics 11.

    Examples
    --------
    >>> Reciprocity(patience=0.9).settings()
    {'rule': 'reciprocity', 'patience': 0.9}
    >>> Reciprocity(reversion=3).periods
    3
    """

    patience: float | str | Mapping[str, float] | None = None
    reversion: str | int = "nash"
    monitoring: float | str | Mapping[str, Any] = 1.0
    rule: ClassVar[str] = "reciprocity"
    deters: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.patience is not None:
            check_figures(self.patience, "enforcement.patience", PATIENCE)
        self._check_reversion()
        for key in self.monitoring if isinstance(self.monitoring, Mapping) else ():
            if self._is_signal and key not in SIGNAL:
                raise unknown_name(f"enforcement.monitoring.{key}", key, SIGNAL, "one key")
        check_figures(self._detection, self._where, CHANCE)
        alarm = SHARE.number(self.false_alarm, "enforcement.monitoring.false_alarm")
        entries = self._detection
        seen = min(entries.values()) if isinstance(entries, Mapping) and entries else entries
        if isinstance(seen, int | float) and alarm >= seen:
            expected = f"less than the chance of detection, {float(seen):g}"
            raise ModelError("enforcement.monitoring.false_alarm", alarm, expected)
        noisy = self.false_alarm > 0 or self._detection != 1.0
        if self.reversion == "renegotiation_proof" and noisy:
            raise ModelError(
                "enforcement.monitoring", "noise", 'none under reversion = "renegotiation_proof"'
            )

    def _check_reversion(self) -> None:
        kind = self.reversion
        if isinstance(kind, str):
            if kind not in REVERSIONS:
                raise unknown_name("enforcement.reversion", kind, REVERSIONS, "a number, or one")
        elif isinstance(kind, bool) or not isinstance(kind, int) or kind < 1:
            expected = f"periods as a whole number of 1 or more, or one of: {', '.join(REVERSIONS)}"
            raise ModelError("enforcement.reversion", kind, expected)

    @property
    def _is_signal(self) -> bool:
        return isinstance(self.monitoring, Mapping) and bool(set(SIGNAL) & set(self.monitoring))

    @property
    def _where(self) -> str:
        return "enforcement.monitoring" + ".detection" * self._is_signal

    @property
    def _detection(self) -> Any:
        if isinstance(self.monitoring, Mapping) and self._is_signal:
            return self.monitoring.get("detection", 1.0)
        return self.monitoring

    @property
    def false_alarm(self) -> float:
        """Chance that a defection is seen though there was none."""
        if isinstance(self.monitoring, Mapping) and self._is_signal:
            found: float = self.monitoring.get("false_alarm", 0.0)
            return found
        return 0.0

    @property
    def periods(self) -> float:
        """Length of the punishment; infinite if there is no return."""
        return self.reversion if isinstance(self.reversion, int) else math.inf

    def detection(self, world: World, members: np.ndarray | None = None) -> np.ndarray:
        """Return the chance that a defection of each state is seen, shape (n,)."""
        return figures(self._detection, world, self._where, CHANCE, members)

    def check_members(self, world: World, members: np.ndarray, decision: Decision) -> None:
        """Raise if a column or state does not exist, or a member is seen less than false alarms."""
        if self.patience is not None:
            figures(self.patience, world, "enforcement.patience", PATIENCE)
        seen = self.detection(world, members)[members]
        if seen.size and self.false_alarm >= seen.min():
            expected = f"less than the chance of detection, {float(seen.min()):g}"
            raise ModelError("enforcement.monitoring.false_alarm", self.false_alarm, expected)
        if self.reversion == "renegotiation_proof" and decision.agreement_class != "uniform":
            raise ModelError(
                "enforcement.reversion", f"{self.reversion} beside {decision.rule}", "one level"
            )

    def weights(self, world: World, patience: np.ndarray) -> Weights:
        """Return the margin of keeping an agreement, in payoffs of a period, from patience."""
        seen, alarm = np.nan_to_num(self.detection(world), nan=1.0), self.false_alarm
        # Of a punishment that begins tomorrow, the part that is over after T periods comes back.
        part = patience * (1.0 - (patience**self.periods))
        lasts = (1 - patience) / ((1 - patience) + alarm * part)
        keep = lasts * ((1 - patience) + seen * part) + 0.0
        exact = (alarm == 0.0) & (seen == 1.0) & math.isinf(self.periods)
        keep = np.where(exact, 1.0, keep)
        revert = np.where(exact, patience, lasts * part * (seen - alarm))
        return Weights(keep, 1 - patience, revert)

    def in_force(self, patience: np.ndarray) -> np.ndarray | None:
        """Return the share of the future, as each counts it, without a false alarm's punishment.

        Shape (n,); None where there are no false alarms, so that it is all of it.
        """
        if self.false_alarm == 0.0:
            return None
        part = patience * (1.0 - (patience**self.periods))
        return np.asarray((1 - patience) / ((1 - patience) + self.false_alarm * part))

    def needed_patience(
        self, world: World, gain: np.ndarray, loss: np.ndarray, slack: np.ndarray
    ) -> np.ndarray:
        """Return the patience at which each state is indifferent, shape (n,).

        Parameters
        ----------
        world : World
            Whose states.
        gain : array, shape (n,)
            D - C, what breaking the agreement brings at once.
        loss : array, shape (n,)
            D - P, what the defector then loses in each period, its gain included.
        slack : array, shape (n,)
            Gains and losses up to which a state counts as indifferent.

        Returns
        -------
        array, shape (n,)
            0 without a gain; infinite if no patience below 1 is enough and none above is defined.
        """
        seen, alarm = np.nan_to_num(self.detection(world), nan=1.0), self.false_alarm
        worth = loss - gain
        if math.isinf(self.periods):
            bite = (1 - alarm) * loss - (1 - seen) * worth
            with np.errstate(all="ignore"):
                found = np.where(bite > slack, gain / bite, np.inf)
        else:
            bite = seen * worth - alarm * loss
            with np.errstate(all="ignore"):
                sums = np.where(bite > slack, gain / bite, np.inf)
            found = np.array([_patience_of_sum(each, int(self.periods)) for each in sums.tolist()])
        return np.asarray(np.where(gain > slack, found, 0.0))


def _patience_of_sum(total: float, periods: int) -> float:
    """Return the d with d + ... + d^periods = total; infinite if it is not below 1."""
    if total >= periods * (1 - INDIFFERENT):
        return math.inf
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if sum_of_powers(middle, periods) >= total:
            high = middle
        else:
            low = middle
    return high


def sum_of_powers(patience: float, periods: int) -> float:
    """Return d + d^2 + ... + d^periods.

    Examples
    --------
    >>> sum_of_powers(0.5, 2)
    0.75
    """
    return patience * (1 - patience**periods) / (1 - patience) if patience < 1 else float(periods)


@ENFORCEMENTS.add("sanctions")
@dataclass(frozen=True)
class Sanctions(Enforcement):
    """A member that breaks its word is punished if it is seen and a fresh vote agrees.

    Parameters
    ----------
    size : float, str or mapping of str to float
        What a sanction costs the defector, in the payoff's units: one number, a column, by state.
    detection : float, str or mapping of str to float
        Chance that a defection is seen, in (0, 1].
    body : VotedLevel or mapping, optional
        The rule that decides on a sanction, as a decision rule or in a file's keys; by default
        the order's own, which then must be a vote.
    proteges : mapping of str to str
        Who is protected by whom: the protector votes against sanctions on it.

    Notes
    -----
    All who vote agree but the defector and whoever protects it. So a vetoer of the body and its
    proteges are never punished. Where blocking costs (``blocking_cost`` of the body), a defector
    that would lose less by the sanction than by blocking lets it pass.

    Examples
    --------
    >>> from gametheory_orders.orders import Quota
    >>> rule = Sanctions(size=5.0, body=Quota(quota=2, veto=["A"]), proteges={"C": "A"})
    >>> world, everyone = World(list("ABCD"), {}), np.ones(4, dtype=bool)
    >>> rule.losses(world, everyone, rule.body).tolist()
    [0.0, 5.0, 0.0, 5.0]
    """

    size: float | str | Mapping[str, float] = math.nan
    detection: float | str | Mapping[str, float] = 1.0
    body: VotedLevel | Mapping[str, Any] | None = None
    proteges: Mapping[str, str] | None = None
    rule: ClassVar[str] = "sanctions"
    deters: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_figures(self.size, "enforcement.size", LOSS)
        check_figures(self.detection, "enforcement.detection", CHANCE)
        if self.body is not None:
            object.__setattr__(self, "body", _voting_body(self.body))
        wrong = self.proteges
        if wrong is not None and not isinstance(wrong, Mapping):
            raise ModelError("enforcement.proteges", wrong, 'a table, such as { SYR = "RUS" }')
        for state, protector in (self.proteges or {}).items():
            if not isinstance(protector, str):
                where = f"enforcement.proteges.{state}"
                raise ModelError(where, protector, "the id of a state, as text")

    def settings(self) -> dict[str, Any]:
        """Return the rule as a model file would write it, its body included."""
        found = super().settings()
        if isinstance(self.body, VotedLevel):
            found["body"] = self.body.settings()
        return found

    def body_of(self, decision: Decision) -> VotedLevel | None:
        """Return who votes on a sanction: the body, else the order's own rule if it is a vote."""
        own = self.body if self.body is not None else decision
        return own if isinstance(own, VotedLevel) else None

    def reached(self, world: World, members: np.ndarray, decision: Decision) -> np.ndarray:
        """Say which members a vote would sanction if they broke their word, shape (n,)."""
        out = np.zeros(world.n, dtype=bool)
        body = self.body_of(decision)
        if body is None or not body.can_decide(world, members):
            return out
        rule = body.voting_rule(world, members)
        sizes = np.nan_to_num(figures(self.size, world, "enforcement.size", LOSS))
        costs = body.blocking_costs(world)
        for state in np.flatnonzero(members):
            agrees = rule.voters.copy()
            # Blocking that costs more than the sanction is not worth it.
            agrees[state] &= sizes[state] <= costs[state] if costs[state] else False
            protector = (self.proteges or {}).get(world.ids[state])
            if protector is not None:
                agrees[world.index(protector, "enforcement.proteges")] = False
            out[state] = bool(rule.wins(agrees))
        return out

    def losses(self, world: World, members: np.ndarray, decision: Decision) -> np.ndarray:
        """Return detection * size for the members that a vote would sanction, shape (n,)."""
        reached = self.reached(world, members, decision)
        sizes = figures(self.size, world, "enforcement.size", LOSS)
        seen = figures(self.detection, world, "enforcement.detection", CHANCE)
        return np.where(reached, np.nan_to_num(sizes * seen), 0.0)

    def check_members(self, world: World, members: np.ndarray, decision: Decision) -> None:
        """Raise if nobody votes on sanctions, or a named state or column does not exist."""
        figures(self.size, world, "enforcement.size", LOSS, members)
        figures(self.detection, world, "enforcement.detection", CHANCE, members)
        for state, protector in (self.proteges or {}).items():
            world.index(state, "enforcement.proteges")
            world.index(protector, f"enforcement.proteges.{state}")
        if self.body is None:
            return
        assert isinstance(self.body, VotedLevel)
        try:
            self.body.check(world, members)
        except ModelError as error:
            raise _in_body(error) from None

    def fixed_to(self, decision: Decision) -> Sanctions:
        """Return the rule with the order's own vote as its body, where it has none."""
        body = self.body_of(decision)
        return self if self.body is not None or body is None else replace(self, body=body)

    def resized(self, world: World, before: np.ndarray, after: np.ndarray) -> Sanctions:
        """Return the rule whose body has the members that are left."""
        if not isinstance(self.body, VotedLevel):
            return self
        body = self.body.resized(world, before, after)
        assert isinstance(body, VotedLevel)
        return replace(self, body=body)


def _voting_body(given: object) -> VotedLevel:
    """Return the body of a sanction, read from a mapping if need be."""
    where = "enforcement.body"
    if isinstance(given, Mapping):
        settings = dict(given)
        if "rule" not in settings:
            names = ", ".join(DECISIONS)
            raise ModelError(f"{where}.rule", "no rule", f"one decision rule of: {names}")
        kind = DECISIONS.get(settings.pop("rule"), f"{where}.rule")
        keys = kind.keys()
        for key in settings:
            if key not in keys:
                raise unknown_name(f"{where}.{key}", key, ["rule", *keys], "one key")
        try:
            given = kind(**settings)
        except ModelError as error:
            raise _in_body(error) from None
    if not isinstance(given, VotedLevel):
        votes = [name for name, kind in DECISIONS.items() if issubclass(kind, VotedLevel)]
        found = getattr(given, "rule", given)
        raise ModelError(where, found, f"a voting rule as a table, one of: {', '.join(votes)}")
    return given


def _in_body(error: ModelError) -> ModelError:
    where = "enforcement.body" + error.where.removeprefix("decision")
    return ModelError(where, error.found, error.expected, error.nearest)


@ENFORCEMENTS.add("review")
@dataclass(frozen=True)
class Review(Enforcement):
    """What members do is reviewed with noise, and a shortfall that is seen costs reputation.

    Parameters
    ----------
    precision : float, str or mapping of str to float
        Chance that a shortfall is seen, in (0, 1]: one number, a column, or by state.
    reputation : float, str or mapping of str to float
        What a seen shortfall costs a member, in the payoff's units, however large it is.

    Examples
    --------
    >>> rule = Review(precision=0.5, reputation={"A": 2.0, "B": 0.0})
    >>> rule.losses(World(["A", "B"], {}), np.ones(2, dtype=bool), None).tolist()
    [1.0, 0.0]
    """

    precision: float | str | Mapping[str, float] = 1.0
    reputation: float | str | Mapping[str, float] = math.nan
    rule: ClassVar[str] = "review"
    deters: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_figures(self.precision, "enforcement.precision", CHANCE)
        check_figures(self.reputation, "enforcement.reputation", LOSS)

    def losses(self, world: World, members: np.ndarray, decision: Decision) -> np.ndarray:
        """Return precision * reputation of the members, shape (n,)."""
        seen = figures(self.precision, world, "enforcement.precision", CHANCE)
        cost = figures(self.reputation, world, "enforcement.reputation", LOSS)
        return np.where(members, np.nan_to_num(seen * cost), 0.0)

    def check_members(self, world: World, members: np.ndarray, decision: Decision) -> None:
        """Raise if a named state or column does not exist, or a member has no figure."""
        figures(self.precision, world, "enforcement.precision", CHANCE, members)
        figures(self.reputation, world, "enforcement.reputation", LOSS, members)


__all__ = ["REVERSIONS", "Figures", "Reciprocity", "Review", "Sanctions", "Weights"]
