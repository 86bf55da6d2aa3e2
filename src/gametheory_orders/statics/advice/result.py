"""The advice: regret, chances to lead, what survives, and the plain words.

Builds on ranks.py (what each order delivers at each point of the box) and switches.py.
Not here: how points are chosen (advise.py), how it is put in words (words.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import CONSENT
from gametheory_orders.issues import Issue
from gametheory_orders.orders.order import FOUR_CS
from gametheory_orders.statics.advice.switches import Switch
from gametheory_orders.statics.numeric.fronts import in_front
from gametheory_orders.statics.numeric.ranks import RankSurvival

CONCEPT = (
    "delivered effectiveness of each order; regret is what the best order of those compared would "
    "have delivered more at the same inputs; chosen is the least largest regret over all points "
    "that were tried (corners of the box, the model as it is, and Sobol points of the priors)"
)


@dataclass(frozen=True, eq=False)
class Advice(Result):
    """Which order and which C to choose on an issue when inputs are uncertain.

    Parameters
    ----------
    survival : RankSurvival
        What each order delivers at each point of the box.
    base : array, shape (orders,)
        What each delivers in the model as it is, in the order of ``survival.orders``.
    switches : tuple of Switch
        Where the leading C changes along one input, the others as they are.

    Notes
    -----
    An order without a stable membership at some inputs counts as no order there: 0.
    """

    survival: RankSurvival
    base: np.ndarray
    switches: tuple[Switch, ...]

    @property
    def issue(self) -> Issue:
        """What is at stake."""
        return self.survival.issue

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the orders, best first in the model as it is."""
        return self.survival.names

    @property
    def cs(self) -> tuple[str, ...]:
        """The Cs that have an order here."""
        have = {order.four_c for order in self.survival.orders}
        return tuple(c for c in FOUR_CS if c in have)

    @cached_property
    def values(self) -> np.ndarray:
        """Effectiveness at all points, the model as it is first, shape (points, orders)."""
        stacked = np.vstack([self.base, self.survival.values])
        return np.where(np.isnan(stacked), 0.0, stacked)

    @cached_property
    def drawn(self) -> np.ndarray:
        """The rows of ``values`` that follow the priors."""
        return np.asarray(self.values[-self.survival.drawn :])

    @property
    def slack(self) -> float:
        """Closer than this, two orders are tied."""
        return CONSENT * max(1.0, float(np.abs(self.values).max()))

    @cached_property
    def regret(self) -> np.ndarray:
        """What the best order would have delivered more, shape (points, orders)."""
        return np.asarray(self.values.max(axis=1, keepdims=True) - self.values)

    @property
    def largest_regret(self) -> Mapping[str, float]:
        """The largest regret of each order over all points."""
        return dict(zip(self.names, self.regret.max(axis=0).tolist(), strict=True))

    @property
    def mean_regret(self) -> Mapping[str, float]:
        """The expected regret of each order under the priors."""
        mean = self.regret[-self.survival.drawn :].mean(axis=0)
        return dict(zip(self.names, mean.tolist(), strict=True))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The orders with the least largest regret; several are tied."""
        worst = self.largest_regret
        least = min(worst.values())
        return tuple(name for name in self.names if worst[name] <= least + self.slack)

    @property
    def leads(self) -> Mapping[str, float]:
        """Prior probability that each order is in front; ties count for all in front."""
        return dict(zip(self.names, in_front(self.drawn).mean(axis=0).tolist(), strict=True))

    def of(self, four_c: str) -> np.ndarray:
        """Return which orders belong to a C, shape (orders,)."""
        return np.array([order.four_c == four_c for order in self.survival.orders])

    @property
    def best_of(self) -> Mapping[str, str]:
        """The order of each C with the least largest regret; then the least mean regret."""
        worst, mean = self.largest_regret, self.mean_regret
        found = {}
        for c in self.cs:
            own = [name for name, mine in zip(self.names, self.of(c), strict=True) if mine]
            least = min(worst[name] for name in own)
            tied = [name for name in own if worst[name] <= least + self.slack]
            found[c] = min(tied, key=lambda name: mean[name])
        return found

    @property
    def c_leads(self) -> Mapping[str, float]:
        """Prior probability that an order of each C is in front; ties count for all in front."""
        front = in_front(self.drawn)
        return {c: float(front[:, self.of(c)].any(axis=1).mean()) for c in self.cs}

    @property
    def c_tied(self) -> float:
        """Prior probability that orders of two or more Cs are in front together."""
        front = in_front(self.drawn)
        count = sum(front[:, self.of(c)].any(axis=1).astype(int) for c in self.cs)
        return float((np.asarray(count) > 1).mean())

    @property
    def c_values(self) -> Mapping[str, np.ndarray]:
        """What each C delivers at each point when its best order there is taken."""
        return {c: self.values[:, self.of(c)].max(axis=1) for c in self.cs}

    @property
    def c_regret(self) -> Mapping[str, float]:
        """The largest regret of each C when its best order at each point is taken."""
        best = self.values.max(axis=1)
        return {c: float((best - values).max()) for c, values in self.c_values.items()}

    @property
    def c_survives(self) -> tuple[tuple[str, str], ...]:
        """Pairs of Cs of which the first, at its best, is nowhere behind and somewhere ahead."""
        values, slack = self.c_values, self.slack
        return tuple(
            (a, b)
            for a in self.cs
            for b in self.cs
            if a != b
            and (values[a] >= values[b] - slack).all()
            and (values[a] > values[b] + slack).any()
        )

    @property
    def nothing_helps(self) -> float:
        """Share of all points at which no order improves on non-cooperation."""
        return float((self.values.max(axis=1) <= self.slack).mean())

    @property
    def all_help(self) -> float:
        """Share of all points at which every order improves on non-cooperation."""
        return float((self.values.min(axis=1) > self.slack).mean())

    @property
    def all_tied(self) -> float:
        """Share of all points at which all orders deliver the same."""
        spread = self.values.max(axis=1) - self.values.min(axis=1)
        return float((spread <= self.slack).mean())

    @property
    def words(self) -> tuple[str, ...]:
        """The advice in plain words, the choice first."""
        from gametheory_orders.statics.advice.words import advice_words

        return advice_words(self)

    def table(self) -> Table:
        """Return one row an order, the least largest regret first."""
        worst, mean, leads = self.largest_regret, self.mean_regret, self.leads
        four_c = {order.name: order.four_c for order in self.survival.orders}
        least = dict(zip(self.names, self.values.min(axis=0).tolist(), strict=True))
        most = dict(zip(self.names, self.values.max(axis=0).tolist(), strict=True))
        base = dict(zip(self.names, self.base.tolist(), strict=True))
        rows = [
            [name, four_c[name], worst[name], mean[name], leads[name], base[name], least[name],
             most[name]]
            for name in sorted(self.names, key=lambda name: (round(worst[name], 9), mean[name]))
        ]  # fmt: skip
        columns = ["order", "C", "largest regret", "mean regret", "leads", "as it is", "least",
                   "most"]  # fmt: skip
        title = f"{self.issue.name}: what to choose, at {len(self.values)} points of the box"
        return Table(columns, rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return the document that ``fourcs advise --json`` prints."""
        survival = self.survival
        worst, mean, leads = self.largest_regret, self.mean_regret, self.leads
        base = dict(zip(self.names, self.base.tolist(), strict=True))
        found: dict[str, Any] = plain(
            {
                "schema": 1,
                "issue": self.issue.name,
                "numeraire": self.issue.numeraire,
                "concept": CONCEPT,
                "words": self.words,
                "chosen": self.chosen,
                "ranges": {name: each.to_dict() for name, each in survival.ranges.items()},
                "drawn": survival.drawn,
                "seed": survival.seed,
                "points": len(self.values),
                "cs": [
                    {
                        "four_c": c,
                        "order": self.best_of[c],
                        "largest_regret": self.c_regret[c],
                        "largest_regret_of_order": worst[self.best_of[c]],
                        "leads": self.c_leads[c],
                    }
                    for c in self.cs
                ],
                "tied": self.c_tied,
                "survives": self.c_survives,
                "orders": [
                    {
                        "name": order.name,
                        "four_c": order.four_c,
                        "largest_regret": worst[order.name],
                        "mean_regret": mean[order.name],
                        "leads": leads[order.name],
                        "base": base[order.name],
                    }
                    for order in survival.orders
                ],
                "orders_survive": survival.unrefuted,
                "no_order_helps": self.nothing_helps,
                "all_orders_help": self.all_help,
                "switches": [each.to_dict() for each in self.switches],
            }
        )
        return found
