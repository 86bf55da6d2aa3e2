"""The shortfall account: which of the three rules is to blame for what is not reached.

Builds on solve and effectiveness. Each rule is relaxed to its ideal, alone and with the others;
with all three relaxed effectiveness is one. Not here: prices of single clauses.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import CooperationGame
from gametheory_orders.measures.effectiveness import NOTHING_AT_STAKE, effectiveness
from gametheory_orders.solvers.participation import stage_payoffs
from gametheory_orders.solvers.solve import deliver

RULES = ("participation", "decision", "enforcement")
Cell = frozenset[str]


@dataclass(frozen=True)
class Shortfall(Result):
    """The shortfall account of one order.

    Parameters
    ----------
    effectiveness : float
        Of the order as it stands, delivered.
    share : mapping of str to float
        Each rule's Shapley share of 1 - effectiveness; the three sum to it. A negative share
        means that the rule as it stands helps. ``decision_veto`` is the part of ``decision``
        that goes when only the veto is taken away.
    first_step, last_step : mapping of str to float
        What relaxing the rule alone adds to the order as it stands; what restoring it alone
        takes from the ideal.
    cells : mapping of str to float
        Effectiveness with each set of rules relaxed, by names joined with "+".
    why : str
        Why the account is undefined, if it is.
    """

    effectiveness: float
    share: Mapping[str, float]
    first_step: Mapping[str, float]
    last_step: Mapping[str, float]
    cells: Mapping[str, float] = field(default_factory=dict)
    why: str = ""

    def table(self) -> Table:
        """Return one row a rule."""
        rows = [
            [rule, self.first_step[rule], self.share[rule], self.last_step[rule]]
            for rule in (*RULES, "decision_veto")
        ]
        title = f"shortfall of effectiveness {self.effectiveness:.3f}"
        return Table(["rule", "first step", "share", "last step"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return shares, first and last steps."""
        out: dict[str, Any] = dict(self.share)
        if self.why:
            out |= {f"{name}_why": self.why for name in self.share}
        out["first_step"] = self._steps(self.first_step)
        out["last_step"] = self._steps(self.last_step)
        found: dict[str, Any] = plain(out)
        return found

    def _steps(self, steps: Mapping[str, float]) -> dict[str, Any]:
        return {**steps, **({f"{name}_why": self.why for name in steps} if self.why else {})}


def shortfall_account(game: CooperationGame, *, relax_class: bool = False, **how: Any) -> Shortfall:
    """Return the shortfall account of an order on an issue.

    Parameters
    ----------
    game : CooperationGame
        Issue and order.
    relax_class : bool
        Whether relaxing the decision also lifts "one level binds all".
    **how
        Patience, foresight and fallback as for :func:`~gametheory_orders.solve`.

    Returns
    -------
    Shortfall
        All NaN, with the reason, if nothing is at stake or a cell has no equilibrium.

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> account = shortfall_account(load_game("climate", "g6_consensus"))
    >>> [round(account.share[rule], 4) for rule in RULES]
    [0.3268, 0.2974, 0.1061]
    """
    cells: dict[Cell, float] = {}
    without_veto: dict[Cell, float] = {}
    relaxed: Cell = frozenset()
    try:
        for relaxed in _subsets():
            cells[relaxed] = _value(_relax(game, relaxed, relax_class), how)
            if math.isnan(cells[relaxed]):
                return _undefined(NOTHING_AT_STAKE)
        for relaxed in _subsets():
            if "decision" not in relaxed:
                freed = _relax(game, relaxed, relax_class, veto_only=True)
                same = freed.order.decision == _relax(game, relaxed, relax_class).order.decision
                without_veto[relaxed] = cells[relaxed] if same else _value(freed, how)
    except NoAnswer as error:
        return _undefined(f"{_words(relaxed)}: {error}")
    except ModelError as error:
        # A newcomer without a weight, for instance: the order as it stands is sound.
        return _undefined(f"{_words(relaxed)}: {error}")
    return _account(cells, without_veto)


def _account(cells: dict[Cell, float], without_veto: dict[Cell, float]) -> Shortfall:
    share = dict.fromkeys(RULES, 0.0)
    veto = 0.0
    for order in permutations(RULES):
        done: Cell = frozenset()
        for rule in order:
            share[rule] += (cells[done | {rule}] - cells[done]) / 6
            if rule == "decision":
                veto += (without_veto[done] - cells[done]) / 6
            done |= {rule}
    nothing: Cell = frozenset()
    everything: Cell = frozenset(RULES)
    first = {rule: cells[frozenset([rule])] - cells[nothing] for rule in RULES}
    last = {rule: cells[everything] - cells[everything - {rule}] for rule in RULES}
    before = everything - {"decision"}
    return Shortfall(
        cells[nothing],
        {**share, "decision_veto": veto},
        {**first, "decision_veto": without_veto[nothing] - cells[nothing]},
        {**last, "decision_veto": without_veto[before] - cells[before]},
        {"+".join(rule for rule in RULES if rule in key): value for key, value in cells.items()},
    )


def _undefined(why: str) -> Shortfall:
    nan = dict.fromkeys((*RULES, "decision_veto"), math.nan)
    return Shortfall(math.nan, nan, nan, nan, {}, why)


def _subsets() -> list[Cell]:
    return [frozenset(rule for j, rule in enumerate(RULES) if code >> j & 1) for code in range(8)]


def _relax(
    game: CooperationGame, relaxed: Cell, relax_class: bool, veto_only: bool = False
) -> CooperationGame:
    order, members = game.order, game.members
    # The decision first: the ideal one has no quota that would have to grow.
    if "decision" in relaxed:
        # Where one level for all cannot be the best, the ideal decision is not bound to one.
        order = order.with_decision_relaxed(relax_class or not game.issue.uniform_is_efficient)
    elif veto_only:
        order = order.with_veto_relaxed(game.world, members)
    if "participation" in relaxed:
        order = order.with_participation_relaxed(game.world, members)
    if "enforcement" in relaxed:
        order = order.with_enforcement_relaxed()
    return game.under(order)


def _value(game: CooperationGame, how: dict[str, Any]) -> float:
    return effectiveness(game, stage_payoffs(game, deliver(game, **how)))


def _words(relaxed: Cell) -> str:
    names = " and ".join(rule for rule in RULES if rule in relaxed)
    return f"with {names} relaxed" if names else "as it stands"
