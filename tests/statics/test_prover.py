"""The prover claims nothing that is false, and the checker accepts nothing that was changed."""

from __future__ import annotations

import ast
import dataclasses
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import ModelError, NoAnswer
from gametheory_orders.statics import named_result, prove_sign
from gametheory_orders.statics.symbolic import Variable, accepts, domain, flaw
from gametheory_orders.statics.symbolic.certificates import Certificate, Factor, Substitution

K = Variable("members", "k", least=2)
N = Variable("states", "n", least="k")
UNIT = Variable("weight", "w", least=0, most=1)


def slope() -> Certificate:
    """Return the certificate of dE/dn < 0 for a deep coalition."""
    found = named_result("deep_coalition").sign("states")[0].certificate
    assert found is not None
    return found


@pytest.mark.parametrize("wrong", ["+", "0", ">=0"])
def test_a_planted_wrong_sign_is_refused_with_a_point_that_speaks_against_it(wrong: str) -> None:
    found = slope()
    with pytest.raises(NoAnswer, match="has the sign -") as caught:
        prove_sign(found.expression, found.domain, wrong)
    point = dict(caught.value.witness)
    value = sympy.Rational(point.pop("value"))
    at = {found.domain.symbol(name): sympy.Rational(each) for name, each in point.items()}
    assert value == found.expression.subs(at) < 0
    assert at[found.domain.symbol("n")] >= at[found.domain.symbol("k")] >= 2


def test_what_has_no_sign_is_not_proved_and_two_points_say_so() -> None:
    where = domain(Variable("x", "x", least=0, most=1))
    with pytest.raises(NoAnswer, match="no certificate") as caught:
        prove_sign(where.letters.x - Fraction(1, 2), where)
    high, low = (Fraction(point["value"]) for point in caught.value.witness)
    assert high > 0 > low


def test_a_boundary_that_belongs_to_the_domain_makes_a_sign_weak() -> None:
    closed = domain(UNIT)
    w = closed.letters.w
    assert prove_sign(2 - 2 * w, closed).sign == ">=0"
    with pytest.raises(NoAnswer, match="has the sign >=0"):
        prove_sign(2 - 2 * w, closed, "+")
    opened = domain(Variable("weight", "w", least=0, below=1))
    assert prove_sign(2 - 2 * opened.letters.w, opened, "+").sign == "+"
    assert prove_sign(2 - 2 * opened.letters.w, opened, ">=0").sign == ">=0"


def test_a_polynomial_that_needs_to_be_raised_and_one_that_needs_a_square() -> None:
    where = domain(UNIT)
    w = where.letters.w
    raised = prove_sign(w**2 - w + Fraction(3, 10), where)
    assert raised.sign == "+"
    free = domain(Variable("x", "x"))
    square = prove_sign(free.letters.x**2 - free.letters.x + 1, free)
    assert [each.reason for each in square.factors] == ["square"]
    assert prove_sign((free.letters.x - 1) ** 2, free).sign == ">=0"


def test_what_is_true_but_beyond_the_prover_is_not_claimed() -> None:
    """Motzkin's polynomial (1967) is never negative, and no sum of squares."""
    plane = domain(Variable("x", "x"), Variable("y", "y"))
    x, y = plane.letters.x, plane.letters.y
    with pytest.raises(NoAnswer, match="no certificate") as caught:
        prove_sign(x**4 * y**2 + x**2 * y**4 - 3 * x**2 * y**2 + 1, plane)
    assert caught.value.witness is None


def test_a_denominator_that_may_vanish_is_not_passed() -> None:
    where = domain(Variable("x", "x", least=0))
    with pytest.raises(NoAnswer):
        prove_sign(1 / where.letters.x, where)
    assert prove_sign(1 / (1 + where.letters.x), where).sign == "+"


# --- tampering -----------------------------------------------------------------------------------


def changed(found: Certificate, position: int = 0, **what: Any) -> Certificate:
    factors = list(found.factors)
    factors[position] = dataclasses.replace(factors[position], **what)
    return dataclasses.replace(found, factors=tuple(factors))


def tampered() -> list[tuple[str, Certificate]]:
    found = slope()
    replace = dataclasses.replace
    t = found.substitutions[0].slacks[0]
    first = found.substitutions[0]
    extra = Factor(t - 1, 1, 1, "coefficients", sympy.Integer(1))
    raised = changed(found, multiplier=t - 1)
    loose = domain(Variable("members", "k", least=0), N)
    return [
        ("the opposite sign", replace(found, sign="+")),
        ("no such sign", replace(found, sign="?")),
        ("zero", replace(found, sign="0")),
        ("another constant", replace(found, constant=found.constant * 2)),
        ("a turned constant", replace(found, constant=-found.constant, sign="+")),
        ("no rational constant", replace(found, constant=sympy.sqrt(2))),
        ("a factor less", replace(found, factors=found.factors[1:])),
        ("a factor more", replace(found, factors=(*found.factors, extra))),
        ("another base", changed(found, base=found.factors[0].base + 1)),
        ("another power", changed(found, power=found.factors[0].power + 2)),
        ("a turned factor", changed(found, sign=-found.factors[0].sign)),
        ("another reason", changed(found, reason="even power")),
        ("no such reason", changed(found, reason="because")),
        ("a multiplier of no sign", raised),
        ("another expression", replace(found, expression=-found.expression)),
        ("a larger domain", replace(found, domain=loose)),
        ("a slack less", replace(found, substitutions=found.substitutions[1:])),
        (
            "a slack twice",
            replace(
                found, substitutions=(first, replace(first, letter=found.substitutions[1].letter))
            ),
        ),
        (
            "another form",
            replace(found, substitutions=(replace(first, form="high"), *found.substitutions[1:])),
        ),
        (
            "a square",
            replace(found, substitutions=(replace(first, form="square"), *found.substitutions[1:])),
        ),
        ("nothing at all", replace(found, factors=(), constant=sympy.Integer(-1))),
        ("rubbish", replace(found, substitutions=None)),  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize(("how", "certificate"), tampered(), ids=[how for how, _ in tampered()])
def test_a_changed_certificate_is_refused(how: str, certificate: Certificate) -> None:
    assert accepts(slope())
    assert flaw(certificate), how
    assert not accepts(certificate)


def test_a_strict_sign_on_a_closed_boundary_is_refused() -> None:
    where = domain(UNIT)
    found = prove_sign(where.letters.w, where)
    assert found.sign == ">=0"
    assert flaw(dataclasses.replace(found, sign="+")) == "it may be zero"


def test_an_atom_must_be_positive() -> None:
    where = domain(Variable("size", "g", above=1))
    found = prove_sign(sympy.sqrt(where.letters.g - 1), where)
    assert accepts(found)
    (symbol, value), *_ = found.atoms
    negative = dataclasses.replace(found, atoms=((symbol, -value),))
    assert flaw(negative) is not None
    below = domain(Variable("size", "g", above=0))
    with pytest.raises(NoAnswer):
        prove_sign(sympy.sqrt(below.letters.g - 1), below)


def test_a_square_must_be_completed() -> None:
    free = domain(Variable("x", "x"))
    found = prove_sign(free.letters.x**2 - free.letters.x + 1, free)
    assert accepts(found)
    for what in ("lead", "slope", "rest"):
        given_ = getattr(found.factors[0], what)
        assert flaw(changed(found, **{what: given_ + 1})) is not None
    t = found.substitutions[0].slacks[0]
    assert flaw(changed(found, rest=t**2)) is not None


def test_a_certificate_made_by_hand_is_accepted() -> None:
    """The checker does not know who made it: x + 1 > 0 for x >= 0."""
    where = domain(Variable("x", "x", least=0))
    t = sympy.Symbol("mine", nonnegative=True)
    one = sympy.Integer(1)
    made = Certificate(
        where.letters.x + 1,
        where,
        "+",
        (Substitution(where.letters.x, "low", (t,)),),
        (),
        one,
        (Factor(t + 1, 1, 1, "coefficients", one),),
    )
    assert flaw(made) is None


def test_the_checker_shares_no_code_with_the_prover() -> None:
    from gametheory_orders.statics.symbolic import checker

    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    used = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    room = "gametheory_orders.statics.symbolic."
    ours = {name for name in used if name and name.startswith("gametheory_orders")}
    # Tolerances are numbers with names, no code.
    numbers = {"gametheory_orders.foundations.tolerances"}
    assert ours - numbers == {room + "certificates", room + "domains"}


# --- random expressions --------------------------------------------------------------------------

COEFFICIENT = st.integers(-3, 3)


@st.composite
def quotients(draw: Any) -> tuple[Any, Any]:
    """A random quotient of polynomials in k and n with 1 <= k <= n, or in 0 <= w <= 1 too."""
    where = domain(Variable("k", "k", least=1), Variable("n", "n", least="k"), UNIT)
    x = where.letters
    terms = [1, x.k, x.n, x.w, x.k * x.w, x.n * x.k, x.w**2]
    numbers = draw(st.lists(COEFFICIENT, min_size=len(terms), max_size=len(terms)))
    above = sympy.Add(*(c * term for c, term in zip(numbers, terms, strict=True)))
    below = 1 + draw(st.integers(0, 2)) * x.k + draw(st.integers(0, 2)) * x.w
    return above / below, where


@given(quotients(), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_a_proved_sign_holds_at_every_point_that_is_tried(case: Any, chance: Any) -> None:
    expression, where = case
    try:
        found = prove_sign(sympy.sympify(expression), where)
    except NoAnswer:
        return
    assert accepts(found)
    holds = {"+": (1,), "-": (-1,), "0": (0,), ">=0": (0, 1), "<=0": (0, -1)}[found.sign]
    x = where.letters
    for _ in range(20):
        k = sympy.Rational(chance.randint(4, 40), 4)
        n = k + sympy.Rational(chance.choice([0, 0, chance.randint(1, 60)]), 4)
        w = sympy.Rational(chance.randint(0, 8), 8)
        value = found.expression.subs({x.k: k, x.n: n, x.w: w})
        assert int(sympy.sign(value)) in holds


# --- wrong arguments -----------------------------------------------------------------------------


def test_text_is_never_evaluated() -> None:
    where = domain(K)
    with pytest.raises(ModelError, match="text is not evaluated"):
        prove_sign("__import__('os').getcwd()", where)


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ((sympy.Symbol("z"), domain(K)), "letters z"),
        ((sympy.Integer(1), "k > 0"), "domain"),
        ((sympy.Integer(1), domain(K), "positive"), "sign"),
        ((True, domain(K)), "expression"),
    ],
)
def test_a_wrong_argument_is_named(arguments: tuple[Any, ...], where: str) -> None:
    with pytest.raises(ModelError, match=where):
        prove_sign(*arguments)


@pytest.mark.parametrize(
    ("variables", "where"),
    [
        ((K, K), "a second time"),
        ((N, K), "a letter"),
        ((Variable("x", "x", least=0.5),), "an exact number"),  # type: ignore[arg-type]
        ((Variable("x", "x", least=True),), "an exact number"),
    ],
)
def test_a_wrong_domain_is_named(variables: tuple[Variable, ...], where: str) -> None:
    with pytest.raises(ModelError, match=where):
        domain(*variables)


def test_a_step_needs_bounds_that_rise_with_it() -> None:
    where = domain(Variable("k", "k", least=1), Variable("n", "n", least=lambda x: 10 - x.k))
    with pytest.raises(ModelError, match="rise with k"):
        where.stepped("k")


def test_a_variable_has_one_bound_on_each_side() -> None:
    with pytest.raises(ModelError, match="above and least"):
        Variable("x", "x", above=0, least=1)
    with pytest.raises(ModelError, match="did you mean 'square'"):
        Variable("x", "x", scale="sqare")
