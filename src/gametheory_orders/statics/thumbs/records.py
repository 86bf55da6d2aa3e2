"""What a rule of thumb is, what it came to on random worlds, and where it went wrong most.

Builds on foundations. Not here: how rules are tried (evaluation.py) or read (files/thumbs.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gametheory_orders.foundations.results import Result, Table, plain

KINDS = ("proved", "derived", "measured", "folk")
"""Always right, right for simple worlds, found by trying, and said by many."""
GOODS = {
    "sum": "a good that is the sum of what states do",
    "weakest_link": "a good as large as the smallest part",
}
WEAK = 0.6
"""Share of worlds below which a rule is not to be followed."""


@dataclass(frozen=True)
class Tally:
    """What a rule came to on random worlds.

    Parameters
    ----------
    worlds, seed : int
        How many were drawn, and from which seed.
    holds, best : int
        In how many its condition held, and in how many of those its choice was best.
    mean_regret, worst_regret : float
        Effectiveness lost against the best choice; NaN if the condition never held.
    """

    worlds: int
    seed: int
    holds: int
    best: int
    mean_regret: float
    worst_regret: float

    @property
    def share(self) -> float:
        """Share of the worlds meeting the condition in which the choice was best."""
        return self.best / self.holds if self.holds else float("nan")

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values, with the share."""
        kept = {name: getattr(self, name) for name in self.__dataclass_fields__}
        found: dict[str, Any] = plain({**kept, "share": self.share})
        return found


@dataclass(frozen=True)
class Failure:
    """A world in which a rule's choice is not the best.

    Parameters
    ----------
    technology : {"sum", "weakest_link"}
        How the good comes about there.
    inside : bool
        Whether the condition holds there. If nothing was ever lost inside, the world is one where
        patience a tenth higher and a quarter more trade would make it hold, or the good another.
    world : mapping
        ``capability``, ``stake``, ``capacity`` by state; ``patience``; ``trade``, its volume.
    delivered : mapping of str to float
        Effectiveness of the rule's choice and of the three other Cs.
    best : str
        Which of them leads.
    regret : float
        Effectiveness lost.
    """

    technology: str
    inside: bool
    world: Mapping[str, Any]
    delivered: Mapping[str, float]
    best: str
    regret: float

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values."""
        kept = {name: getattr(self, name) for name in self.__dataclass_fields__}
        found: dict[str, Any] = plain(kept)
        return found


@dataclass(frozen=True)
class RuleOfThumb(Result):
    """A rule of thumb: under which condition which C, and how far it can be trusted.

    Parameters
    ----------
    id : str
        Its name.
    four_c : {"charter", "club", "concert", "coalition"}
        What it chooses.
    design : str
        As which order; the C itself, or a variant that then takes its place among the four.
    technology : {"sum", "weakest_link"}
        Which goods it is for: the sum of what states do, or the smallest part.
    kind : {"proved", "derived", "measured", "folk"}
        Proved for every world; derived for simple worlds and tried on others; only tried; a saying
        that was tried and fails.
    sentence : str
        The rule in plain words.
    condition : str
        When it applies, in the model's figures.
    derivation : str
        Why, and where the reasons end.
    results : tuple of str
        Named results that it rests on.
    tally : Tally
        Of the stored trial.
    failure : Failure
        Its worst failure there.
    """

    id: str
    four_c: str
    design: str
    technology: str
    kind: str
    sentence: str
    condition: str
    derivation: str
    results: tuple[str, ...]
    tally: Tally
    failure: Failure

    @property
    def weak(self) -> bool:
        """Whether it chooses best in less than six of ten worlds."""
        return self.tally.share < WEAK

    def table(self) -> Table:
        """Return the record, one row a field."""
        tally = self.tally
        rows = [
            ["rule", self.sentence],
            ["when", self.condition],
            ["choose", f"{self.four_c} ({self.design})"],
            ["for", GOODS[self.technology]],
            ["kind", self.kind],
            ["why", self.derivation],
            ["rests on", ", ".join(self.results) or "-"],
            ["applied in", f"{tally.holds} of {tally.worlds} random worlds"],
            ["best in", f"{tally.share:.3f} of those"],
            ["regret", f"mean {tally.mean_regret:.3f}, worst {tally.worst_regret:.3f}"],
            ["fails", _told(self.failure, self.technology)],
        ]
        return Table(["", ""], rows, f"rule of thumb {self.id}")

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values."""
        words = ["id", "four_c", "design", "technology", "kind", "sentence", "condition"]
        words += ["derivation", "results"]
        return {
            **{name: plain(getattr(self, name)) for name in words},
            "weak": self.weak,
            "tally": self.tally.to_dict(),
            "failure": self.failure.to_dict(),
        }

    def record(self) -> dict[str, Any]:
        """Return one flat record, without the world of the failure."""
        words = ("id", "four_c", "design", "technology", "kind", "sentence", "condition")
        flat = {name: getattr(self, name) for name in words}
        return {**flat, "weak": self.weak, **self.tally.to_dict()}


def _told(failure: Failure, technology: str) -> str:
    n = len(failure.world["stake"])
    each = ", ".join(f"{name} {value:.3f}" for name, value in failure.delivered.items())
    where = "" if failure.inside else "never under its condition; just outside it, "
    if not failure.inside and failure.technology != technology:
        where = f"never; but for {GOODS[failure.technology]}, "
    return f"{where}{n} states, patience {failure.world['patience']:g}: {each}"


@dataclass(frozen=True)
class RulesOfThumb(Result):
    """Rules of thumb, those that can be trusted most first."""

    rules: tuple[RuleOfThumb, ...]
    title: str = "when which C: rules of thumb"

    def __iter__(self) -> Iterator[RuleOfThumb]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __getitem__(self, name: str) -> RuleOfThumb:
        for each in self.rules:
            if each.id == name:
                return each
        raise KeyError(name)

    def table(self) -> Table:
        """Return one row a rule."""
        rows = [
            [
                each.id,
                each.four_c,
                each.kind,
                each.tally.holds,
                each.tally.share,
                each.tally.mean_regret,
                each.tally.worst_regret,
            ]
            for each in self
        ]
        heads = ["rule", "choose", "kind", "applied", "best in", "mean regret", "worst"]
        return Table(heads, rows, self.title)

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record a rule."""
        return [each.record() for each in self]

    def to_dict(self) -> dict[str, Any]:
        """Return all records."""
        return {"schema": 1, "rules": [each.to_dict() for each in self]}


@dataclass(frozen=True)
class Checked(Result):
    """Rules of thumb tried anew.

    Parameters
    ----------
    tallies : mapping of str to Tally
        By rule.
    failures : mapping of str to Failure or None
        The worst of each; None where nothing was lost.
    """

    tallies: Mapping[str, Tally]
    failures: Mapping[str, Failure | None] = field(default_factory=dict)

    def table(self) -> Table:
        """Return one row a rule."""
        rows = [
            [name, each.holds, each.best, each.share, each.mean_regret, each.worst_regret]
            for name, each in self.tallies.items()
        ]
        some = next(iter(self.tallies.values()))
        title = f"rules of thumb on {some.worlds} random worlds, seed {some.seed}"
        return Table(["rule", "applied", "best", "share", "mean regret", "worst"], rows, title)

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record a rule."""
        return [{"id": name, **each.to_dict()} for name, each in self.tallies.items()]

    def to_dict(self) -> dict[str, Any]:
        """Return the tallies and failures as plain values."""
        found = []
        for name, tally in self.tallies.items():
            worst = self.failures.get(name)
            failure = None if worst is None else worst.to_dict()
            found.append({"id": name, **tally.to_dict(), "failure": failure})
        return {"schema": 1, "rules": found}
