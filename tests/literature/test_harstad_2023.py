"""Pledges as weights on the others, after Harstad 2023, Pledge-and-review bargaining.

His result is that pledges amount to such weights; the numbers are theory B4.2, for the climate
issue at US$ 25 a ton, in the reduced form L5. No replication.
"""

from __future__ import annotations

import pytest

from gametheory_orders import load_issue
from gametheory_orders.solvers.pledge_review import self_enforcing_weights


@pytest.fixture(scope="module")
def found():
    return self_enforcing_weights(load_issue("climate"))


@pytest.mark.parametrize(
    ("state", "limit"),
    [
        ("Safrica", 0.0049),
        ("Eurasia", 0.018),
        ("Canada", 0.043),
        ("Russia", 0.055),
        ("SSA", 0.073),
        ("Brazil", 0.075),
        ("China", 0.166),
        ("India", 0.176),
        ("US", 0.469),
        ("EU", 0.922),
    ],
)
def test_limits(found, state, limit) -> None:
    assert found.limits[state] == pytest.approx(limit, abs=6e-4)


@pytest.mark.parametrize(
    ("state", "weight"),
    [
        ("EU", 0.417),
        ("US", 0.303),
        ("Mideast", 0.229),
        ("China", 0.191),
        ("India", 0.193),
        ("Safrica", 0.033),
    ],
)
def test_weights_by_state(found, state, weight) -> None:
    assert found.by_state[state] == pytest.approx(weight, abs=6e-4)


def test_what_nationally_determined_is_worth(found) -> None:
    assert found.common == pytest.approx(0.0049, abs=5e-5)
    assert found.effectiveness_common == pytest.approx(0.0098, abs=5e-5)
    assert found.effectiveness_by_state == pytest.approx(0.3556, abs=5e-5)
    assert round(found.effectiveness_by_state / found.effectiveness_common) == 36
    assert found.certificate["holds"]
