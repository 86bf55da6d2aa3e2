"""What all shared goods have in common: s_i * value(G) less the cost of what each contributes.

Builds on the protocol, benefit.py and cost.py. Reads and checks the figures; holds payoffs,
levels as curves, and replies of several states at once. Each technology (how G comes about)
has its file beside this one. Not here: any technology, or the linear-quadratic sum
(public_good.py), whose answers are closed forms.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from gametheory_orders.foundations.checks import LARGEST, is_number
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.issues.goods.benefit import (
    Benefit,
    DamageBenefit,
    LinearBenefit,
    LogBenefit,
    QuadraticBenefit,
)
from gametheory_orders.issues.goods.cost import (
    Cost,
    CubicCost,
    IncomeCost,
    LinearCost,
    PowerCost,
    TwoStepCost,
)
from gametheory_orders.issues.goods.peaks import highest_points
from gametheory_orders.issues.goods.roots import beyond, falling_root
from gametheory_orders.issues.levels import LevelCurve, SampledCurve
from gametheory_orders.issues.protocol import Issue

BENEFITS = ("linear", "quadratic", "damage", "log")
COSTS = ("quadratic", "power", "cubic", "linear", "two_step", "income")
TIMINGS = ("simultaneous", "coalition_first")
SELECTIONS = ("worst", "best")
MOST_CURVES = 64
_NEEDED = {
    "quadratic": ("capacity",),
    "power": ("capacity",),
    "cubic": ("capacity", "cubic"),
    "linear": ("unit_cost", "limit"),
    "two_step": ("capacity", "unit_cost", "dear_cost", "limit"),
    "income": ("income",),
}


@dataclass(frozen=True, eq=False)
class SharedGood(Issue):
    """A good that all share: state i has s_i * value(G) - cost_i(q_i), with q_i >= 0.

    Parameters
    ----------
    world : World
        With a column ``stake`` (0 or more). Which others a cost needs: ``capacity`` (quadratic,
        power, cubic, two_step), ``cubic``, ``unit_cost`` (linear, two_step; else 1 if missing),
        ``dear_cost`` (two_step), ``income`` (income), ``limit`` (linear, two_step; else none).
    benefit : {"linear", "quadratic", "damage", "log"}
        What the good is worth per unit of stake: G; a G - G^2 / 2; -(E - G)^h / h; ln G.
    cost : {"quadratic", "power", "cubic", "linear", "two_step", "income"}
        What contributing costs: see :mod:`gametheory_orders.issues.goods.cost`.
    satiation : float, optional
        a of the quadratic benefit.
    baseline : float, optional
        E of the damage; by default the sum of all limits.
    damage_exponent : float
        h of the damage, above 1.
    exponent : float, optional
        Of the power cost, above 1.
    timing : {"simultaneous", "coalition_first"}
        Whether members who maximise jointly act together with those outside, or first,
        foreseeing their replies.
    selection : {"worst", "best"}
        Which of several Nash equilibria is played without an agreement and by those outside:
        the one with the smallest or with the largest sum of payoffs.
    **common
        See :class:`~gametheory_orders.issues.protocol.Issue`.

    Raises
    ------
    ModelError
        If a figure is missing or wrong, or forms do not fit together.
    """

    benefit: str = "linear"
    cost: str = "quadratic"
    satiation: float | None = None
    baseline: float | None = None
    damage_exponent: float = 2.0
    exponent: float | None = None
    timing: str = "simultaneous"
    selection: str = "worst"

    family: ClassVar[str] = "public_good"
    needs: ClassVar[tuple[str, ...]] = ("stake",)
    technology: ClassVar[str]

    def __post_init__(self) -> None:
        for key, valid in (
            ("benefit", BENEFITS),
            ("cost", COSTS),
            ("timing", TIMINGS),
            ("selection", SELECTIONS),
        ):
            if getattr(self, key) not in valid:
                raise unknown_name(f"issue.{key}", getattr(self, key), valid, "one")
        self._figures("stake", 0.0)
        object.__setattr__(self, "_cost", self._read_cost())
        object.__setattr__(self, "_benefit", self._read_benefit())

    @property
    def outsiders_act(self) -> str:
        """When those outside act, in words, if members maximise jointly."""
        if self.timing == "coalition_first":
            return "members who act as one move first, outsiders reply"
        return "outsiders act at the same time"

    # --- figures -------------------------------------------------------------------------------

    def _figures(self, column: str, least: float | None = None) -> np.ndarray:
        """Return a column, at least ``least`` or, without it, above 0."""
        values = self.world.column(column, f"world.{column}")
        bad = values < least if least is not None else values <= 0
        if bad.any():
            state = int(np.flatnonzero(bad)[0])
            wanted = "0 or more" if least is not None else "above 0"
            where = f"state {self.world.ids[state]}.{column}"
            raise ModelError(where, float(values[state]), wanted)
        return np.asarray(values, dtype=float)

    def _given(self, column: str, otherwise: float) -> np.ndarray:
        if self.world.has(column):
            return self._figures(column)
        if column in self.world.columns:
            # Some states have a figure: the others' must not be made up.
            return self._figures(column)
        return np.full(self.n, otherwise)

    def _read_cost(self) -> Cost:
        limit = self._given("limit", np.inf)
        if self.cost == "income":
            income = self._figures("income")
            return IncomeCost(np.minimum(income, limit), income, self._given("unit_cost", 1.0))
        if self.cost in ("linear", "two_step"):
            limit = self._figures("limit")
            unit_cost = self._figures("unit_cost")
            if self.cost == "linear":
                return LinearCost(limit, unit_cost)
            capacity, dear = self._figures("capacity"), self._figures("dear_cost")
            for what, wrong in (("dear_cost", dear <= unit_cost), ("limit", limit < capacity)):
                if wrong.any():
                    where = f"state {self.world.ids[int(np.argmax(wrong))]}.{what}"
                    found = float(self.world.columns[what][int(np.argmax(wrong))])
                    wanted = "above unit_cost" if what == "dear_cost" else "capacity or more"
                    raise ModelError(where, found, wanted)
            return TwoStepCost(limit, capacity, unit_cost, dear)
        capacity = self._figures("capacity")
        if self.cost == "cubic":
            return CubicCost(limit, capacity, self._figures("cubic", 0.0))
        exponent = 2.0
        if self.cost == "power":
            exponent = _number("issue.exponent", self.exponent, 1.0)
        elif self.exponent is not None:
            raise ModelError("issue.exponent", self.exponent, 'cost = "power" beside it')
        return PowerCost(limit, capacity, self._given("unit_cost", 1.0), exponent)

    def _read_benefit(self) -> Benefit:
        for key, form in (("satiation", "quadratic"), ("baseline", "damage")):
            if getattr(self, key) is not None and self.benefit != form:
                raise ModelError(
                    f"issue.{key}", getattr(self, key), f'benefit = "{form}" beside it'
                )
        if self.benefit != "damage" and self.damage_exponent != 2:
            found = self.damage_exponent
            raise ModelError("issue.damage_exponent", found, 'benefit = "damage" beside it')
        if self.benefit == "quadratic":
            return QuadraticBenefit(_number("issue.satiation", self.satiation, 0.0))
        if self.benefit == "log":
            return LogBenefit()
        if self.benefit == "linear":
            return LinearBenefit()
        total = float(self._cost.limit.sum())
        if self.baseline is None and not np.isfinite(total):
            raise ModelError(
                "issue.baseline", "none", "a number above 0, or the column limit to add up"
            )
        baseline = total if self.baseline is None else self.baseline
        baseline = _number("issue.baseline", baseline, 0.0)
        return DamageBenefit(baseline, _number("issue.damage_exponent", self.damage_exponent, 1.0))

    def refuse_log(self) -> None:
        """Raise if the good is worth minus infinity when nobody contributes."""
        if self.benefit == "log":
            raise ModelError("issue.benefit", '"log"', 'another, or technology = "sum"')

    _cost: ClassVar[Cost]
    _benefit: ClassVar[Benefit]

    @property
    def costs(self) -> Cost:
        """The costs of contributing, by state."""
        return self._cost

    @property
    def curve(self) -> Benefit:
        """What the good is worth per unit of stake."""
        return self._benefit

    @property
    def stakes(self) -> np.ndarray:
        """What scales each state's benefit, shape (n,)."""
        return self.world.columns["stake"]

    @cached_property
    def figures(self) -> np.ndarray:
        """All figures that payoffs depend on, shape (columns, n): equal columns, equal states."""
        names = (
            "stake", "capacity", "cubic", "unit_cost", "dear_cost", "income", "limit", "loss",
        )  # fmt: skip
        return np.array([self.world.columns[c] for c in names if self.world.has(c)])

    # --- payoffs -------------------------------------------------------------------------------

    def payoffs(self, actions: np.ndarray) -> np.ndarray:
        """Return s_i * value(G) - cost_i(q_i), shape (..., n)."""
        actions = np.asarray(actions, dtype=float)
        worth = self._benefit.value(self.quantity(actions))[..., None]
        with np.errstate(invalid="ignore"):
            gross = np.where(self.stakes > 0, self.stakes * worth, 0.0)
        return np.asarray(gross - self._cost.of(actions))

    def first_best(self) -> np.ndarray:
        """Return the actions that maximise the sum of payoffs, shape (n,)."""
        return self.joint_actions(np.ones(self.n, dtype=bool))

    def weights_on_good(self, members: np.ndarray, weights: np.ndarray | float) -> np.ndarray:
        """Return s_i + w_i (sigma_S - s_i) for members, s_i outside, shape (..., n)."""
        joint = np.where(members, self.stakes, 0.0).sum(axis=-1)[..., None]
        return np.where(members, self.stakes + weights * (joint - self.stakes), self.stakes)

    def price_of(self, weights: np.ndarray, slope: np.ndarray) -> np.ndarray:
        """Return weights * slope: the marginal cost up to which contributing pays."""
        # A weight of zero on a slope without bound (the first unit of a log) is zero.
        with np.errstate(invalid="ignore"):
            return np.where(weights > 0, weights * slope, 0.0)

    def smooth_reply(self, costs: Cost, stakes: np.ndarray, rest: np.ndarray) -> np.ndarray:
        """Return what is best to add to the rest of a sum, elementwise, thresholds aside."""

        def wanted(own: np.ndarray) -> np.ndarray:
            price = self.price_of(stakes, self.curve.slope(rest + own))
            return np.asarray(costs.supply(price))

        if self.curve.constant:
            return wanted(np.zeros(rest.shape))

        def excess(own: np.ndarray) -> np.ndarray:
            return np.asarray(wanted(own) - own)

        return falling_root(excess, np.zeros(rest.shape), beyond(excess, np.zeros(rest.shape)))

    def leaving_payoffs(self, members: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return each member's payoff if it alone leaves and the rest pledge on, shape (n,)."""
        states = np.flatnonzero(members)
        rests = np.repeat(np.asarray(members)[None], len(states), axis=0)
        rests[np.arange(len(states)), states] = False
        after = self.payoffs(self.pledge_actions(rests, weights))
        out = np.zeros(self.n)
        out[states] = after[np.arange(len(states)), states]
        return out

    @abstractmethod
    def equilibria(self) -> tuple[np.ndarray, ...]:
        """Return the Nash equilibria without cooperation, the reference first.

        Where there is a continuum, its ends.
        """

    # --- levels --------------------------------------------------------------------------------

    def level_curve(
        self, members: np.ndarray, floor: bool = True, up_to: float | None = None
    ) -> LevelCurve:
        """Return the payoffs along a uniform level, sampled in one go for all states."""
        key = (np.asarray(members).tobytes(), floor, up_to)
        if key not in self._curves:
            if len(self._curves) >= MOST_CURVES:
                self._curves.clear()
            self._curves[key] = self._level_curve(members, floor, up_to)
        return self._curves[key]

    @cached_property
    def _curves(self) -> dict[tuple[bytes, bool, float | None], LevelCurve]:
        """Curves that were asked for before: voting and keeping look at the same ones."""
        return {}

    def _level_curve(self, members: np.ndarray, floor: bool, up_to: float | None) -> LevelCurve:
        edges = self.level_edges(members, floor, up_to)

        def comply(levels: np.ndarray) -> np.ndarray:
            return self.payoffs(self.level_actions(members, levels, floor))

        def defect(levels: np.ndarray) -> np.ndarray:
            return self.deviation_payoffs(self.level_actions(members, levels, floor))

        def preferred() -> np.ndarray:
            return highest_points(comply, curve.grid, curve.grid <= self_highest)

        # As in the protocol's own search, a peak lies up to the joint level.
        self_highest = self.level_breakpoints(members, floor)[-1]
        curve = SampledCurve(edges, comply, defect, preferred)
        return curve


def columns_needed(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns of the world without which a cost and technology make no good.

    Examples
    --------
    >>> columns_needed({"cost": "linear"})
    ('stake', 'unit_cost', 'limit')
    """
    cost = settings.get("cost", "quadratic")
    return ("stake", *_NEEDED.get(cost if isinstance(cost, str) else "", ()))


def _number(where: str, value: object, above: float) -> float:
    """Return a finite number above a bound, or raise."""
    if not is_number(value) or not above < value <= LARGEST:  # type: ignore[operator]
        found = "none" if value is None else value
        raise ModelError(where, found, f"a number above {above:g}")
    return float(value)  # type: ignore[arg-type]
