"""What a check of a claim is: a function that runs the model and says what it found.

Builds on foundations. A check is entered once, where it is defined, with the number of its claim
and with a planted variant of the model under which its verdict must come out otherwise: a check
that cannot fail is no check. Bundled models reach it through ``Models``, as files stand above.
Not here: the claims' words (models/claims) and their table (ledger.py).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.orders.institution import Institution
from gametheory_orders.worlds import World

MODULES = (
    "framing",
    "charter",
    "charter_agents",
    "charter_powers",
    "charter_council",
    "charter_reform",
    "club",
    "club_outside",
    "concert",
    "concert_limits",
    "coalition",
    "coalition_means",
    "coalition_limits",
    "coalition_justice",
    "modest_size",
    "navigating",
)
"""The files of checks, as the claims are grouped in the paper and under models/claims."""
VERDICTS = ("holds", "holds_if", "mixed", "fails", "not_formalised")


class Models(Protocol):
    """Where a check gets the bundled models from."""

    def issue(self, name: str) -> Issue:
        """Return a bundled issue."""

    def order(self, name: str) -> Order:
        """Return a bundled order."""

    def institution(self, name: str) -> Institution:
        """Return a bundled institution."""

    def reform(self, name: str) -> Institution:
        """Return a bundled plan for the Security Council."""

    def world(self, name: str) -> World:
        """Return a bundled world."""


@dataclass(frozen=True)
class Finding:
    """What a check found.

    Parameters
    ----------
    verdict : {"holds", "holds_if", "mixed", "fails"}
        Whether the claim is true in the model: always, under a condition, in part, or not.
    evidence : str
        What was computed, with its figures, in a sentence or two.
    condition : str
        Under which the claim holds; needed for "holds_if".
    counterexample : mapping, optional
        Where it fails: parameters and what comes out; needed for "fails" and "holds_if".
    """

    verdict: str
    evidence: str
    condition: str = ""
    counterexample: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS[:-1]:
            raise ValueError(f"verdict {self.verdict!r}")
        if not self.evidence:
            raise ValueError("a finding without evidence")
        if self.verdict == "holds_if" and not self.condition:
            raise ValueError("holds_if without its condition")
        if self.verdict in ("holds_if", "fails") and not self.counterexample:
            raise ValueError(f"{self.verdict} without a counterexample")


Run = Callable[..., Finding]
"""From ``Models`` and the check's own keywords to what is found."""


@dataclass(frozen=True)
class Check:
    """A check as it is entered.

    Parameters
    ----------
    claim : int
        Number of the claim.
    run : callable
        Takes Models, and keywords that have defaults: the model as the claim has it.
    planted : mapping
        Keywords under which the verdict must be another one.
    """

    claim: int
    run: Run
    planted: Mapping[str, Any]

    def __call__(self, models: Models) -> Finding:
        """Run the check on the model as the claim has it."""
        return self.run(models)

    def flipped(self, models: Models) -> Finding:
        """Run it on the planted variant."""
        return self.run(models, **self.planted)


CHECKS: dict[int, Check] = {}


def all_checks() -> Mapping[int, Check]:
    """Return every check by the number of its claim; importing their files enters them."""
    for name in MODULES:
        importlib.import_module(f"gametheory_orders.statics.claims.{name}")
    return CHECKS


def check(claim: int, **planted: Any) -> Callable[[Run], Run]:
    """Return a decorator that enters a check under the number of its claim.

    Parameters
    ----------
    claim : int
        Number of the claim.
    **planted
        Keywords of the planted variant; at least one.

    Examples
    --------
    ``@check(11, vetoers=0)`` above ``def paralysis(models, vetoers=5)`` enters a check whose
    verdict must change if nobody has a veto.
    """
    if not planted:
        raise RuntimeError(f"claim {claim}: a check without a planted variant")

    def enter(run: Run) -> Run:
        if claim in CHECKS:
            raise RuntimeError(f"claim {claim} is checked twice")
        CHECKS[claim] = Check(claim, run, planted)
        return run

    return enter
