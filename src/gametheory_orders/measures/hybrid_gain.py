"""Whether a hybrid beats the best pure order, and from which rule the gain comes.

Builds on compare.py and the shortfall account. Two accounts of the same issue differ by rule, and
the differences sum to the gain. Not here: solving the hybrid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.foundations.tolerances import CONSENT
from gametheory_orders.measures.compare import Comparison
from gametheory_orders.measures.shortfall import RULES
from gametheory_orders.orders.hybrid import Hybrid


@dataclass(frozen=True)
class HybridGain(Result):
    """What a hybrid delivers more than the best of the orders it is held against.

    Parameters
    ----------
    hybrid, part : str
        Names of the hybrid and of the best of the others.
    effectiveness, effectiveness_part : float
        Delivered.
    by_rule : mapping of str to float
        The gain by rule: what the other loses to a rule less what the hybrid loses to it. They
        sum to the gain.
    """

    hybrid: str
    part: str
    effectiveness: float
    effectiveness_part: float
    by_rule: dict[str, float]

    @property
    def gain(self) -> float:
        """Delivered effectiveness of the hybrid less that of the other."""
        return self.effectiveness - self.effectiveness_part

    @property
    def beats(self) -> bool:
        """Whether the hybrid delivers more, by more than rounding."""
        return self.gain > CONSENT

    @property
    def rule(self) -> str:
        """The rule from which most of the gain comes."""
        return max(self.by_rule, key=lambda name: self.by_rule[name])

    def table(self) -> Table:
        """Return one row a rule."""
        rows = [[name, value] for name, value in self.by_rule.items()]
        title = f"{self.hybrid} against {self.part}: {self.gain:+.3f}"
        return Table(["rule", "gain"], [*rows, ["in all", self.gain]], title)

    def to_dict(self) -> dict[str, Any]:
        """Return the gain and where it comes from."""
        found: dict[str, Any] = plain(
            {
                "hybrid": self.hybrid,
                "part": self.part,
                "effectiveness": self.effectiveness,
                "effectiveness_part": self.effectiveness_part,
                "gain": self.gain,
                "beats": self.beats,
                "by_rule": self.by_rule,
            }
        )
        return found


def hybrid_gain(comparison: Comparison, hybrid: str) -> HybridGain:
    """Return what a hybrid delivers more than the best pure order of a comparison, by rule.

    Parameters
    ----------
    comparison : Comparison
        Of the hybrid and at least one order that is none.
    hybrid : str
        The hybrid's name.

    Raises
    ------
    ModelError
        If the name is not that of a hybrid in the comparison, or no order is beside it.

    Examples
    --------
    >>> from gametheory_orders import compare
    >>> found = compare("climate", ["climate_two_tracks", "charter_unanimity", "club_joint"])
    >>> gain = hybrid_gain(found, "climate_two_tracks")
    >>> gain.part, round(gain.gain, 3), gain.rule
    ('charter_unanimity', 0.023, 'decision')
    """
    hybrids = [each for each in comparison if isinstance(each.outcome.game.order, Hybrid)]
    pure = [each for each in comparison if not isinstance(each.outcome.game.order, Hybrid)]
    names = [each.outcome.game.order.name for each in hybrids]
    if hybrid not in names:
        raise unknown_name("hybrid", hybrid, names, "a hybrid")
    if not pure:
        raise ModelError("comparison", "no order beside the hybrids", "at least one")
    one = hybrids[names.index(hybrid)]
    best = max(pure, key=lambda each: each.effectiveness)
    return HybridGain(
        hybrid,
        best.outcome.game.order.name,
        one.effectiveness,
        best.effectiveness,
        {rule: best.shortfall.share[rule] - one.shortfall.share[rule] for rule in RULES},
    )
