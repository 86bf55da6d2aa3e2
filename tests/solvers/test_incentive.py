"""One promise and one temptation; and how every result about promises shows itself."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gametheory_orders as gto
from gametheory_orders import ModelError
from gametheory_orders.solvers.incentive import needed_patience, read_exact, read_share


@given(st.integers(0, 20), st.integers(-20, 20), st.integers(0, 19))
def test_kept_from_the_needed_patience_on(gain: int, loss: int, twentieths: int) -> None:
    loss, d = max(loss, -gain), Fraction(twentieths, 20)
    # Keep 0 for ever, or gain once and then lose.
    keeps = gain == 0 or (1 - d) * gain - d * loss <= 0
    assert (needed_patience(gain, loss) <= d) == keeps
    assert float(needed_patience(float(gain), float(loss))) == pytest.approx(
        float(needed_patience(gain, loss))
    )


def test_never() -> None:
    assert math.isinf(needed_patience(1, -1))
    assert needed_patience(1, 0) == 1


@pytest.mark.parametrize("wrong", [float("nan"), True])
def test_what_is_no_number_is_told(wrong: Any) -> None:
    with pytest.raises(ModelError):
        needed_patience(wrong, 1)
    with pytest.raises(ModelError):
        read_exact(wrong, "gain")


@pytest.mark.parametrize("wrong", ["1/0", "half", None, -0.1, 1.1, [0.5]])
def test_what_is_no_share_is_told(wrong: Any) -> None:
    with pytest.raises(ModelError, match="reliability"):
        read_share(wrong, "reliability")


RESULTS = {
    "sanction_reach": lambda: gto.sanction_reach(
        gto.load_institution("unsc"), size=2.0, gain=1.0, loss=0.0, remedies=gto.Override()
    ),
    "linkage": lambda: gto.linkage({"A": (1, 3), "B": (2, -2)}),
    "best_partition": lambda: gto.best_partition({"A": (1, 3), "B": (2, -2)}, 0.1),
    "self_enforcing_weights": lambda: gto.self_enforcing_weights(gto.load_issue("climate")),
    "ratchet": lambda: gto.ratchet(gto.load_issue("climate"), start=0.001, share=0.5),
    "breadth_depth": lambda: gto.breadth_depth(4),
    "review_precision": lambda: gto.review_precision({"A": 1, "B": 9}, 2, 3),
    "hedging": lambda: gto.hedging({"A": (1, 1, 1)}, 0.2),
    "leaders_choice": lambda: gto.leaders_choice({"A": (1, 1, 1)}, cost=1),
    "mobilisation": lambda: gto.mobilisation({"A": 1}, start=1, growth=1, periods=3),
    "self_enforcing_quota": lambda: gto.self_enforcing_quota(5, 0.6, 1, 0.5),
    "grandfathered_quota": lambda: gto.grandfathered_quota({"A": 0.5, "B": 0.99}, 0.6, 1),
}


@pytest.mark.parametrize("name", RESULTS)
def test_results_are_frozen_shown_and_strict(name: str) -> None:
    found: Any = RESULTS[name]()
    text = json.dumps(found.to_dict(), allow_nan=False)
    assert json.loads(text)["concept" if "concept" in text else "schemes"]
    table = found.table()
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert len(found.to_frame()) == len(table.rows)
    assert found.concept
    assert str(found).splitlines()[0] == table.title
    with pytest.raises(AttributeError):
        found.concept = "another"
