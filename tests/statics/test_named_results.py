"""Named results: each agrees with the solvers, each sign is proved and holds at random points.

The registry drives the tests: a result without an oracle, or a claim without a proof, fails.
"""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy

from gametheory_orders import ModelError
from gametheory_orders.statics import named_result, named_results
from gametheory_orders.statics.symbolic import accepts
from gametheory_orders.statics.symbolic.proofs import ENUMERATED, NUMERIC, PROVED, STATUSES
from gametheory_orders.statics.symbolic.results import NamedResult
from statics_oracles import ORACLES

RESULTS = {each.id: each for each in named_results()}
NAMES = sorted(RESULTS)
FAST, MANY = 50, 1000


def numbers_of(result: NamedResult) -> Any:
    symbols = [each.symbol for each in result.domain]
    return sympy.lambdify(symbols, result.formula, "math")


def agrees(name: str, draws: int) -> None:
    result = RESULTS[name]
    formula, letters = numbers_of(result), [each.letter for each in result.variables]
    rng = np.random.default_rng(7)
    for _ in range(draws):
        case = ORACLES[name](rng)
        assert set(case.letters) == set(letters)
        found = case.read(formula(*(float(case.letters[each]) for each in letters)))
        scale = max(abs(case.expected), 1e-3)
        assert abs(found - case.expected) <= case.tolerance * scale, (case, found)


@pytest.mark.parametrize("name", NAMES)
def test_a_result_agrees_with_the_solvers(name: str) -> None:
    agrees(name, FAST)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_result_agrees_with_the_solvers_on_a_thousand_draws(name: str) -> None:
    agrees(name, MANY)


def test_every_result_has_an_oracle_and_no_oracle_stands_alone() -> None:
    assert set(ORACLES) == set(RESULTS)


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_is_proved(name: str) -> None:
    for claim, proof in zip(RESULTS[name].claims, RESULTS[name].statics(), strict=True):
        assert proof.status in STATUSES
        assert proof.sign == claim.sign
        if proof.status == PROVED:
            assert proof.certificate is not None
            assert proof.certificate.sign == claim.sign
        else:
            assert (claim.box is not None) == (proof.status == ENUMERATED)
            assert proof.certificate is None


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_every_certificate_is_accepted_again(name: str) -> None:
    for proof in RESULTS[name].statics():
        assert proof.certificate is None or accepts(proof.certificate)


def test_most_signs_are_proved_symbolically() -> None:
    proofs = [proof for each in RESULTS.values() for proof in each.statics()]
    counts = {status: sum(p.status == status for p in proofs) for status in STATUSES}
    assert counts[PROVED] >= 180
    assert counts[ENUMERATED] >= 5
    assert counts[NUMERIC] == 0


SIGN = {"+": (1,), "-": (-1,), "0": (0,), ">=0": (0, 1), "<=0": (0, -1)}


@pytest.mark.parametrize("name", NAMES)
def test_a_sign_holds_where_the_formula_is_moved_a_little(name: str) -> None:
    """Not from the derivative: from the formula at two points, in numbers of 60 digits."""
    result = RESULTS[name]
    rng = np.random.default_rng(3)
    for claim in result.claims:
        if claim.box is not None or claim.way == "value":
            continue
        where = result.domain if not claim.where else _domain_of(claim)
        step = Fraction(1) if claim.way == "difference" else Fraction(1, 10**9)
        place = where.stepped(claim.letter) if claim.way == "difference" else where
        symbols = [each.symbol for each in where]
        formula = sympy.lambdify(symbols, result.build(where.letters), "mpmath")
        for _ in range(5):
            point = place.draw(rng, result.whole if claim.way == "difference" else ())
            moved = {**point, claim.letter: point[claim.letter] + step}
            with mpmath.workdps(60):
                before, after = (
                    formula(
                        *(
                            mpmath.mpf(at[str(x)].numerator) / at[str(x)].denominator
                            for x in symbols
                        )
                    )
                    for at in (point, moved)
                )
                change = after - before
                way = 0 if abs(change) < mpmath.mpf("1e-40") else int(mpmath.sign(change))
            assert way in SIGN[claim.sign], (claim, point, change)


def _domain_of(claim: Any) -> Any:
    from gametheory_orders.statics.symbolic import domain

    return domain(*claim.where)


@pytest.mark.parametrize("name", NAMES)
def test_a_result_shows_itself(name: str) -> None:
    result = RESULTS[name]
    markdown, latex = result.to_markdown(), result.to_latex()
    assert markdown.count("$") % 2 == 0
    assert sympy.latex(result.formula) in markdown
    assert sympy.latex(result.formula) in latex
    assert latex.count("{") == latex.count("}")
    found = result.to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert len(found["statics"]) == len(result.claims)
    assert found["source"].strip()
    assert all(each["name"].strip() and each["domain"] for each in found["symbols"])
    assert len(str(result).splitlines()) == 2 + len(result.claims)


def test_a_value_is_exact_where_it_can_be() -> None:
    found = named_result("deep_coalition")
    assert found.at(k=3, n=10) == Fraction(16, 135)
    assert math.isclose(float(named_result("modest_size").at(a=0.9)), 18.982, rel_tol=1e-4)
    assert isinstance(found.at(k=3.0, n=10.0), float)


@pytest.mark.parametrize(
    ("letters", "where"),
    [
        ({"k": 3}, "no n"),
        ({"k": 3, "n": 2}, "deep_coalition.n"),
        ({"k": True, "n": 10}, "deep_coalition.k"),
        ({"k": math.nan, "n": 10}, "deep_coalition.k"),
        ({"k": math.inf, "n": 10}, "deep_coalition.k"),
        ({"k": "3", "n": 10}, "deep_coalition.k"),
        ({"k": 1, "n": 10}, "deep_coalition.k"),
        ({"k": 3, "n": 10, "q": 1}, "q"),
    ],
)
def test_a_value_outside_the_domain_is_refused(letters: dict[str, Any], where: str) -> None:
    with pytest.raises(ModelError, match=where):
        named_result("deep_coalition").at(**letters)


def test_names_that_are_not_there_are_answered_with_the_nearest() -> None:
    with pytest.raises(ModelError, match="did you mean 'deep_coalition'"):
        named_result("deep_coaliton")
    with pytest.raises(ModelError, match="did you mean 'members'"):
        named_result("deep_coalition").sign("membres")
    with pytest.raises(ModelError, match="a named result"):
        named_result(3)  # type: ignore[arg-type]


def test_a_parameter_goes_by_name_or_letter() -> None:
    found = named_result("veto_rent")
    assert [p.sign for p in found.sign("patience")] == [p.sign for p in found.sign("d")] == ["+"]
    assert {p.way for p in found.sign("others needed")} == {"derivative", "difference"}
