"""Decision rules made of decision rules: all of them, any of them, one body after the other.

Builds on decision.py and voting. A part says who votes and who wins (quota, weights, veto, body);
agenda, setter, floor and blocking costs belong to the whole.
Not here: single votes (decision.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.orders.decision import DECISIONS, Decision, VotedLevel
from gametheory_orders.orders.voting.formula import Every, Formula, Some
from gametheory_orders.orders.voting.rules import BallotRule, CombinedRule
from gametheory_orders.worlds import World

OF_THE_WHOLE = ("agenda", "setter", "floor", "blocking_cost")


@dataclass(frozen=True)
class CombinedVote(VotedLevel):
    """Several votes on one level.

    Parameters
    ----------
    of : sequence of VotedLevel, or of mappings as in a model file
        The votes, at least two. One without a body of its own has that of the whole.
    """

    of: tuple[VotedLevel, ...] = ()

    joined_by: ClassVar[type[Every] | type[Some]] = Every

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.of, str) or not isinstance(self.of, list | tuple):
            raise ModelError("decision.of", self.of, "a list of voting rules")
        parts = tuple(_part(part, f"decision.of[{i}]") for i, part in enumerate(self.of))
        if len(parts) < 2:
            raise ModelError("decision.of", f"{len(parts)} rules", "at least two voting rules")
        object.__setattr__(self, "of", parts)

    def settings(self) -> dict[str, Any]:
        """Return the rule as a model file would write it, its parts included."""
        return {**super().settings(), "of": [part.settings() for part in self.of]}

    @property
    def parts(self) -> tuple[VotedLevel, ...]:
        """The votes, each with its body."""
        return tuple(
            replace(part, body=self.body) if part.body is None and not part.has_body else part
            for part in self.of
        )

    @property
    def has_body(self) -> bool:
        """Whether a body votes in place of all members, in one of the votes at least."""
        return any(part.has_body for part in self.parts)

    def voters(self, world: World, members: np.ndarray) -> np.ndarray:
        """Return the members who vote in at least one of the votes, shape (n,)."""
        return np.asarray(np.any([p.voters(world, members) for p in self.parts], axis=0))

    def voting_rule(self, world: World, members: np.ndarray) -> BallotRule:
        """Return the votes joined, on the n states of the world."""
        rules = self._each(lambda part: part.voting_rule(world, members))
        formula: Formula = type(self).joined_by(tuple(rule.formula for rule in rules))
        return CombinedRule(self.voters(world, members), formula)

    def check(self, world: World, members: np.ndarray) -> None:
        """Raise if one of the votes names states that are not members, or cannot be met."""
        super().check(world, members)
        self._each(lambda part: part.check(world, members))

    def without_veto(self, world: World, members: np.ndarray) -> Decision:
        """Return the rule with each vote's veto taken away.

        A vote that needs everybody becomes one of the willing: under "all" it falls away, under
        "any" nothing else is needed.
        """
        freed = self._each(lambda part: part.without_veto(world, members))
        kept = [part for part in freed if isinstance(part, VotedLevel) and not part.of_the_willing]
        willing = len(kept) < len(freed)
        if not kept or (willing and type(self).joined_by is Some):
            return replace(self, blocking_cost=math.inf)
        if len(kept) == 1:
            whole = {name: getattr(self, name) for name in OF_THE_WHOLE}
            return replace(kept[0], **whole)
        return replace(self, of=tuple(kept))

    def resized(self, world: World, before: np.ndarray, after: np.ndarray) -> Decision:
        """Return the rule after the membership has changed: each vote resized."""
        parts = tuple(self._each(lambda part: part.resized(world, before, after)))
        stays = world.members(after)
        body = self.body and tuple(state for state in self.body if state in stays)
        setter = self.setter if self.setter in stays else None
        return replace(self, of=parts, body=body, setter=setter)

    def _each(self, ask: Any) -> list[Any]:
        out = []
        for i, part in enumerate(self.parts):
            try:
                out.append(ask(part))
            except ModelError as error:
                where = error.where.removeprefix("decision").lstrip(".")
                inner = ModelError(where, error.found, error.expected, error.nearest)
                raise ModelError(
                    f"decision.of[{i}]{'.' * bool(inner.where)}{inner.where}",
                    inner.found,
                    inner.expected,
                    inner.nearest,
                ) from None
        return out


def _part(given: object, where: str) -> VotedLevel:
    """Return one vote, read from a mapping if need be."""
    if isinstance(given, Mapping):
        settings = dict(given)
        kind = DECISIONS.get(settings.pop("rule", None), f"{where}.rule")
        known = kind.keys()
        for key in settings:
            if key not in known:
                raise unknown_name(f"{where}.{key}", key, known, "one key")
        try:
            given = kind(**settings)
        except ModelError as error:
            raise ModelError(
                error.where.replace("decision", where, 1),
                error.found,
                error.expected,
                error.nearest,
            ) from None
    if not isinstance(given, VotedLevel):
        found = getattr(given, "rule", given)
        votes = [name for name, kind in DECISIONS.items() if issubclass(kind, VotedLevel)]
        raise ModelError(where, found, f"a voting rule, one of: {', '.join(votes)}")
    defaults = {item.name: item.default for item in fields(VotedLevel)}
    for name in OF_THE_WHOLE:
        if getattr(given, name) != defaults[name]:
            raise ModelError(f"{where}.{name}", getattr(given, name), "it beside the whole rule")
    return given


@DECISIONS.add("all")
@dataclass(frozen=True)
class AllOf(CombinedVote):
    """Several votes that must all be won: a double majority, of states and of people.

    Examples
    --------
    >>> from gametheory_orders.orders import Quota
    >>> world = World(["A", "B", "C"], {"population": [8.0, 1.0, 1.0]})
    >>> double = AllOf(of=[Quota(quota=2), Quota(quota="65%", weights="population")])
    >>> double.voting_rule(world, np.ones(3, bool)).vetoers.tolist()
    [True, False, False]
    """

    rule: ClassVar[str] = "all"


@DECISIONS.add("any")
@dataclass(frozen=True)
class AnyOf(CombinedVote):
    """Several votes of which any one is enough.

    Examples
    --------
    >>> from gametheory_orders.orders import Quota
    >>> world = World(["A", "B", "C"], {"population": [8.0, 1.0, 1.0]})
    >>> either = AnyOf(of=[Quota(quota=3), Quota(quota="65%", weights="population")])
    >>> either.voting_rule(world, np.ones(3, bool)).wins(np.eye(3) > 0).tolist()
    [True, False, False]
    """

    rule: ClassVar[str] = "any"
    joined_by: ClassVar[type[Every] | type[Some]] = Some


@DECISIONS.add("then")
@dataclass(frozen=True)
class Then(CombinedVote):
    """One body after the other: a council decides, then an assembly, and both must agree.

    Examples
    --------
    >>> from gametheory_orders.orders import Quota
    >>> world = World(["A", "B", "C"], {})
    >>> both = Then(of=[Quota(quota=2, body=["A", "B"]), Quota(quota="majority")])
    >>> both.voting_rule(world, np.ones(3, bool)).vetoers.tolist()
    [True, True, False]
    """

    rule: ClassVar[str] = "then"

    def __post_init__(self) -> None:
        super().__post_init__()
        if all(part.body is None and not part.has_body for part in self.of):
            raise ModelError("decision.of", "no body", 'body = [...] for one of them; or "all"')
