"""Holds one subject against one relation, or looks for the counterexample that is claimed.

Builds on relations. A module of tests makes its test with :func:`make_tests`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from relations import Kind, Relation, Subject, broken, told

SEEDS = st.integers(0, 10**6)
OFTEN, LOOKED_AT = 20, 400


def hold(kind: Kind, subject: Subject, relation: Relation, examples: int) -> None:
    """Raise if the relation fails where it is said to hold, or holds where it is said to fail."""
    if relation.name in subject.exceptions:
        counterexample(kind, subject, relation)
        return

    answers: list[bool] = []

    @settings(max_examples=examples)
    @given(case=kind.cases, seed=SEEDS)
    def holds(case: object, seed: int) -> None:
        differs = broken(subject, relation, case, seed)
        assert differs is None, f"{subject.name}, {relation.name}: {differs}"
        answers.append(not {"refused", "no answer"} & set(told(subject, case)))

    holds()
    assert any(answers), f"{subject.name} has no answer to any of {len(answers)} problems"


def counterexample(kind: Kind, subject: Subject, relation: Relation) -> tuple[object, int]:
    """Return a problem for which the relation fails; raises where there is none in sight."""
    how = settings(
        max_examples=LOOKED_AT,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    pairs = st.tuples(kind.cases, SEEDS)
    return find(pairs, lambda pair: broken(subject, relation, *pair) is not None, settings=how)


def make_tests(*kinds: Kind) -> tuple[Callable[..., None], Callable[..., None]]:
    """Return the test of every pair of the kinds, and the long one."""

    def each(long: bool) -> pytest.MarkDecorator:
        triples = [(kind, *pair) for kind in kinds for pair in kind.pairs(long)]
        names = [f"{x.name}-{relation.name}".replace(" ", "_") for _, x, relation in triples]
        return pytest.mark.parametrize(("kind", "subject", "relation"), triples, ids=names)

    @each(long=False)
    def few(kind: Kind, subject: Subject, relation: Relation) -> None:
        hold(kind, subject, relation, kind.few)

    @pytest.mark.long
    @each(long=True)
    def many(kind: Kind, subject: Subject, relation: Relation) -> None:
        hold(kind, subject, relation, OFTEN * kind.few)

    return few, many
