"""Every template over many seeds: the stored answer against an independent one, and the text."""

from __future__ import annotations

import json
import re
import zlib
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from exercise_oracles import ORACLES
from gametheory_orders.classroom.exercises import choose_templates, templates
from gametheory_orders.classroom.exercises.answers import (
    Choice,
    Equilibria,
    Names,
    Number,
    Numbers,
)
from gametheory_orders.classroom.exercises.catalogue import FOUR_CS
from gametheory_orders.classroom.exercises.drawing import STATES, Draw, Rejected, neat
from gametheory_orders.classroom.exercises.template import Exercise, Question, Template
from gametheory_orders.classroom.exercises.wording import decimal, fraction
from gametheory_orders.foundations.errors import ModelError

IDS = [each.id for each in templates()]
BY_ID = {each.id: each for each in templates()}
PINNED = Path(__file__).with_name("pinned_figures.json")
SIGNS = set("−×")
BROKEN = re.compile(
    r"\b(?:nan|inf|NaN|None)\b|Fraction|\{|\}|  |\d\.\d{4,}|np\.|_"
    r"|\b1 (?:states|votes|groups|periods|members|others)\b"
    r"|(?<![.\d/(])\b1 units\b|\(\)|\[\]|, \.|\.\.|-\d|\bTrue\b|\bFalse\b",
)


@cache
def made(name: str, seed: int) -> Exercise:
    return BY_ID[name].make(seed)


def value_of(exercise: Exercise) -> Any:
    """Return the stored answer as an oracle gives it."""
    answer = exercise.answer
    if isinstance(answer, Equilibria):
        return set(answer.value)
    if isinstance(answer, Names):
        return set(answer.value)
    if isinstance(answer, Numbers):
        return answer.values
    assert isinstance(answer, Number | Choice)
    return answer.value


def check(name: str, seed: int) -> None:
    exercise = made(name, seed)
    assert value_of(exercise) == ORACLES[name](**exercise.facts), (name, seed)


def check_text(name: str, seed: int) -> None:
    exercise = made(name, seed)
    parts = [
        *exercise.text,
        *exercise.columns,
        *(cell for row in exercise.rows for cell in row),
        *(option for _, option in exercise.options),
        exercise.answer.shown(),
        *exercise.steps,
        exercise.why_wrong,
    ]
    for part in parts:
        assert part.strip() == part, (name, seed, part)
        assert part, (name, seed)
        assert not BROKEN.search(part), (name, seed, part)
        assert set(part) <= set(map(chr, range(32, 127))) | SIGNS, (name, seed, part)
    for part in (*exercise.text, *exercise.steps, exercise.why_wrong):
        assert part[-1] in ".?", (name, seed, part)
        assert part[0].isupper() or part[0].isdigit() or part[0] == "(", (name, seed, part)
    # One right answer, told apart from the usual mistake.
    assert exercise.answer.grade(exercise.answer.typed()).points == 1
    assert exercise.answer.grade(exercise.wrong).points < 1
    assert exercise.wrong not in exercise.answer.typed().split("; ")


def figures(value: Any) -> list[Fraction]:
    if isinstance(value, dict):
        return [number for each in value.values() for number in figures(each)]
    if isinstance(value, tuple | list):
        return [number for each in value for number in figures(each)]
    return [Fraction(value)] if isinstance(value, int | Fraction) else []


def check_figures(name: str, seed: int) -> None:
    """Every figure that the answer is made of stands in the question."""
    exercise = made(name, seed)
    told = " ".join([*exercise.text, *(cell for row in exercise.rows for cell in row)])
    told += " " + " ".join(option for _, option in exercise.options)
    for number in figures({k: v for k, v in exercise.facts.items() if k != "vetoes"}):
        if number == 0:
            continue
        shown = {f(each) for each in (number, -number) for f in (fraction, decimal)}
        words = set(re.findall(r"−?\d+(?:/\d+|\.\d+)?", told))
        assert shown & words, (name, seed, number)


def test_there_are_many_over_all_four_cs() -> None:
    assert len(IDS) == len(set(IDS)) >= 40
    assert set(ORACLES) == set(IDS)
    for four_c in FOUR_CS:
        assert len(choose_templates(four_c)) >= 5, four_c
    assert {each.difficulty for each in templates()} == {1, 2, 3}


@pytest.mark.parametrize("name", IDS)
def test_the_answer_agrees_with_an_independent_one(name: str) -> None:
    for seed in range(40):
        check(name, seed)


@pytest.mark.parametrize("name", IDS)
def test_the_text_has_no_broken_numbers(name: str) -> None:
    for seed in range(40):
        check_text(name, seed)
        check_figures(name, seed)


@pytest.mark.long
@pytest.mark.parametrize("name", IDS)
def test_two_hundred_seeds(name: str) -> None:
    for seed in range(200):
        check(name, seed)
        check_text(name, seed)
        check_figures(name, seed)


@pytest.mark.parametrize("name", IDS)
def test_answers_and_questions_vary(name: str) -> None:
    drawn = [made(name, seed) for seed in range(50)]
    assert len({(each.text, each.rows, each.options) for each in drawn}) > 15
    assert len({each.answer.typed() for each in drawn}) > 1


def digest(exercise: Exercise) -> int:
    figured = json.dumps(exercise.to_dict()["facts"], sort_keys=True)
    return zlib.crc32(f"{figured} {exercise.answer.typed()}".encode())


def test_the_same_seed_draws_the_same_figures_as_ever() -> None:
    """A sheet that a class has in hand must not change: these never do, only new ones come."""
    pinned = json.loads(PINNED.read_text())
    assert set(pinned) == set(IDS)
    for name in IDS:
        assert [digest(made(name, seed)) for seed in range(3)] == pinned[name], name


def test_rejections_are_counted() -> None:
    def draw(source: Draw) -> Question:
        number = source.whole(1, 4)
        if number == 1:
            raise Rejected
        # Here the usual mistake is right, which spoils the question as well.
        wrong = "2" if number == 2 else "0"
        return Question(["How many?"], Number(Fraction(2)), ["Two."], wrong, "No.", {})

    quarter = Template("quarter", "Q", "all", ("t",), 1, draw)
    rate = quarter.rejection_rate(400)
    assert Fraction(2, 5) < rate < Fraction(3, 5)
    assert sum(quarter.make(seed).rejected for seed in range(400)) == rate / (1 - rate) * 400
    never = Template("never", "N", "all", ("t",), 1, lambda source: neat_of_thirds())
    with pytest.raises(RuntimeError, match="never"):
        never.make(0)
    for wrong in (0, -1, True, 1.5, "3"):
        with pytest.raises(ModelError, match="seeds"):
            quarter.rejection_rate(wrong)  # type: ignore[arg-type]


def neat_of_thirds() -> Question:
    neat(Fraction(1, 3), 2)
    raise AssertionError("a third is no neat half")


@pytest.mark.parametrize("wrong", [-1, True, 1.5, "3", 2**32, None])
def test_seeds_are_checked(wrong: Any) -> None:
    with pytest.raises(ModelError, match="seed"):
        BY_ID["needed-trust"].make(wrong)


def test_draws_are_even() -> None:
    source = Draw("even", 1)
    counts = [0] * 6
    for _ in range(6000):
        counts[source.whole(1, 6) - 1] += 1
    assert min(counts) > 880
    assert max(counts) < 1120
    assert sorted(source.shuffled(STATES)) == sorted(STATES)
    assert len(set(source.wholes(1, 5, 5, distinct=True))) == 5


def test_unknown_names_get_the_nearest() -> None:
    with pytest.raises(ModelError, match="did you mean 'vetoes'"):
        choose_templates("vetos")
    for wrong in ("", "  ", 3, None):
        with pytest.raises(ModelError, match="exercise"):
            choose_templates(wrong)  # type: ignore[arg-type]
