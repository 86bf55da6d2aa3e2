"""Outputs by name agree with the assessment, and what is no number is refused by name."""

from __future__ import annotations

import math

import pytest

import gametheory_orders as gto
from gametheory_orders.statics.outputs import (
    check_output,
    output_names,
    read_output,
    read_outputs,
    why_undefined,
)

OUTCOME = gto.solve(gto.load_game("climate", "g6_consensus"), patience=0.5)
FOUND = gto.assess(OUTCOME, view="Russia")
RECORD = FOUND.to_dict()
FLAT = ("effectiveness", "effectiveness_quantity", "effectiveness_members", "level", "gap")


@pytest.mark.parametrize("source", [OUTCOME, FOUND])
def test_outputs_are_the_figures_of_the_assessment(source):
    for name in FLAT:
        assert read_output(source, name) == RECORD["delivered"][name], name
        assert read_output(source, f"agreed.{name}") == RECORD["agreed"][name], name
    for name, value in RECORD["delivered"]["legitimacy"].items():
        if name in output_names():
            assert read_output(source, name) == value, name
    for rule in ("participation", "decision", "decision_veto", "enforcement"):
        assert read_output(source, f"shortfall.{rule}") == RECORD["shortfall"][rule]
    assert read_output(source, "legitimacy") == FOUND.legitimacy.index
    assert read_output(source, "needed_patience") == RECORD["needed_patience"]
    assert read_output(source, "members") == 6
    assert read_output(source, "stake") == FOUND.stake
    assert read_output(source, "payoff.Russia") == OUTCOME.payoffs["Russia"]
    assert read_output(source, "action.Russia") == OUTCOME.actions["Russia"]
    assert read_output(source, "gain.Russia") == FOUND.view["gain"]
    assert read_output(source, "welfare") == pytest.approx(sum(OUTCOME.payoffs.values()))


def test_every_output_is_a_number_and_all_are_read_at_once():
    names = [name.replace("<state>", "US") for name in output_names()]
    values = read_outputs(OUTCOME, names)
    assert list(values) == names
    assert all(type(value) is float and math.isfinite(value) for value in values.values())


def test_what_is_undefined_says_why():
    pledges = gto.solve(gto.load_game("climate", "pledge_uniform"))
    assert math.isnan(read_output(pledges, "needed_patience"))
    assert "reciprocity" in why_undefined(pledges, "needed_patience")
    assert why_undefined(pledges, "effectiveness") == ""
    spheres = gto.solve(gto.load_game("spheres", "spheres_concert"))
    assert why_undefined(spheres, "representation_affected").startswith("nothing says")
    assert why_undefined(spheres, "effectiveness_quantity") == "what is done has no quantity"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("efectiveness", "did you mean 'effectiveness'?"),
        ("binding_state", "which is not a number"),
        ("blocked_by", "which is not a number"),
        ("payoff.Rusia", "did you mean 'Russia'?"),
        ("payoff", "no state"),
        (3, "as text"),
        ("", "one output"),
    ],
)
def test_wrong_names_are_refused(name, words):
    with pytest.raises(gto.ModelError) as caught:
        check_output(OUTCOME.game, name)
    assert words in str(caught.value)
    with pytest.raises(gto.ModelError):
        read_output(OUTCOME, name)


def test_only_outcomes_have_outputs():
    with pytest.raises(gto.ModelError, match="an Outcome or an Assessment"):
        read_output(OUTCOME.game, "level")
