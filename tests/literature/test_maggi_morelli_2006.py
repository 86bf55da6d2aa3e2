"""A reduced form after Maggi and Morelli 2006, American Economic Review 96(4); no replication."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import pytest

from gametheory_orders import ModelError
from gametheory_orders.solvers.self_enforcing_voting import (
    grandfathered_quota,
    quota_value,
    self_enforcing_quota,
)


@pytest.mark.parametrize(
    ("loss", "quota", "to_unanimity", "to_nothing"),
    [(1, 3, 0.8166, 0.7678), (2, 4, 0.9507, 0.9168)],
)
def test_needed_patience(loss: int, quota: int, to_unanimity: float, to_nothing: float) -> None:
    found = self_enforcing_quota(5, 0.6, loss, 0.5)
    assert found.efficient_quota == quota
    assert float(found.needed_patience) == pytest.approx(to_unanimity, abs=5e-5)
    other = self_enforcing_quota(5, 0.6, loss, 0.5, "nothing")
    assert float(other.needed_patience) == pytest.approx(to_nothing, abs=5e-5)


def test_values() -> None:
    assert float(quota_value(5, 3, 0.6, 1)) == pytest.approx(0.3024)
    assert float(quota_value(5, 5, 0.6, 1)) == pytest.approx(0.07776)


def test_the_answer_is_bang_bang() -> None:
    quotas = [self_enforcing_quota(5, 0.6, 1, j / 100).quota for j in range(100)]
    assert set(quotas) == {3, 5}
    assert quotas == sorted(quotas, reverse=True)


@pytest.mark.parametrize("n", [3, 5, 8])
@pytest.mark.parametrize("loss", [0.5, 1, 2])
def test_the_efficient_quota_is_the_best_of_all(n: int, loss: float) -> None:
    best = max(quota_value(n, q, 0.6, loss) for q in range(1, n + 1))
    assert self_enforcing_quota(n, 0.6, loss, 0.5).value == best


def test_a_probability_outside_is_told() -> None:
    with pytest.raises(ModelError, match="probability"):
        self_enforcing_quota(5, 1.2, 1, 0.5)


# Forgiveness and grandfathered vetoes are not in the paper: derived, and held to the definition.


@pytest.mark.parametrize("forgiveness", [0, 0.1, 0.5, 0.9, 1])
@pytest.mark.parametrize("punishment", ["unanimity", "nothing"])
def test_forgiveness_from_the_definition(forgiveness: float, punishment: str) -> None:
    loss, quota = 1.0, 3
    keep, after = float(quota_value(5, quota, 0.6, 1)), 0.0
    if punishment == "unanimity":
        after = float(quota_value(5, 5, 0.6, 1))
    found = self_enforcing_quota(5, 0.6, 1, 0.5, punishment, forgiveness=forgiveness)

    def gain(d: float) -> float:
        # Value of being punished, by iteration: each period it ends with the given probability.
        punished = after
        for _ in range(20_000):
            then = forgiveness * keep + (1 - forgiveness) * punished
            punished = (1 - d) * after + d * then
        return (1 - d) * loss - d * (keep - punished)

    needed = float(found.needed_patience)
    if needed >= 1:
        assert gain(0.99) > 0
    else:
        assert gain(needed - 1e-3) > 0 > gain(min(needed + 1e-3, 0.9999))


def test_whoever_is_always_forgiven_keeps_only_unanimity() -> None:
    needed = [
        self_enforcing_quota(5, 0.6, 1, 0.9, forgiveness=j / 10).needed_patience for j in range(11)
    ]
    assert needed == sorted(needed)
    assert needed[-1] > 1
    assert self_enforcing_quota(5, 0.6, 1, 0.999, forgiveness=1).quota == 5


def rule_values(n: int, vetoes: int, quota: int, p: Fraction, loss: Fraction) -> list[Fraction]:
    """Value of a rule to each member, over all profiles of who gains; vetoers come first."""
    out = [Fraction(0)] * n
    for gains in itertools.product([True, False], repeat=n):
        if sum(gains) < quota or not all(gains[:vetoes]):
            continue
        weight = p ** sum(gains) * (1 - p) ** (n - sum(gains))
        out = [v + weight * (1 if g else -loss) for v, g in zip(out, gains, strict=True)]
    return out


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("loss", [Fraction(1, 2), Fraction(1), Fraction(2)])
@pytest.mark.parametrize("punishment", ["unanimity", "nothing"])
def test_grandfathered_rules_of_all(n: int, loss: Fraction, punishment: str) -> None:
    p = Fraction(3, 5)
    rng = random.Random(7 * n)
    for _ in range(6):
        patience = sorted(Fraction(rng.randint(0, 99), 100) for _ in range(n))
        after = rule_values(n, 0, n, p, loss)[0] if punishment == "unanimity" else Fraction(0)
        best = Fraction(-1)
        for vetoes, quota in itertools.product(range(n + 1), range(1, n + 1)):
            values = rule_values(n, vetoes, quota, p, loss)
            # Outvoted without a veto: is refusing worth it?
            tempted = range(vetoes, n) if quota < n else range(0)
            if all(
                (1 - d) * loss <= d * (values[i] - after) for i in tempted for d in [patience[i]]
            ):
                best = max(best, sum(values, Fraction(0)) / n)
        table = {f"M{i}": d for i, d in enumerate(patience)}
        found = grandfathered_quota(table, p, loss, punishment)
        assert found.value == best
        values = rule_values(n, len(found.grandfathered), found.quota, p, loss)
        assert found.value == sum(values, Fraction(0)) / n
        assert set(found.grandfathered) == {f"M{i}" for i in range(len(found.grandfathered))}


def test_a_veto_for_the_impatient_saves_the_quota_for_the_others() -> None:
    table = {"A": 0.5, "B": 0.95, "C": 0.95, "D": 0.95, "E": 0.95}
    found = grandfathered_quota(table, 0.6, 1)
    assert found.grandfathered == ("A",)
    assert quota_value(5, 5, 0.6, 1) < found.value < quota_value(5, 3, 0.6, 1)
    assert found.value_grandfathered > found.value_ordinary
    assert found.to_dict()["quota"] == found.quota == found.table().rows[0][0]
    patient = grandfathered_quota(dict.fromkeys("ABCDE", 0.9), 0.6, 1)
    assert (patient.quota, patient.grandfathered) == (3, ())
    assert patient.value_grandfathered is None


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: grandfathered_quota({}, 0.6, 1),
        lambda: quota_value(0, 0, 0.6, 1),
        lambda: quota_value(3, 4, 0.6, 1),
        lambda: grandfathered_quota({"A": 1.0}, 0.6, 1),
        lambda: grandfathered_quota({"A": 0.5}, 0, 1),
        lambda: grandfathered_quota({"A": 0.5}, 0.6, 0),
        lambda: grandfathered_quota({"A": 0.5}, 0.6, 1, "court"),
        lambda: grandfathered_quota({f"M{i}": 0.5 for i in range(61)}, 0.6, 1),
        lambda: self_enforcing_quota(5, 0.6, 1, 0.5, forgiveness=1.5),
        lambda: self_enforcing_quota(5, 0.6, 1, True),
    ],
)
def test_bad_input_is_told(wrong: Any) -> None:
    with pytest.raises(ModelError):
        wrong()
