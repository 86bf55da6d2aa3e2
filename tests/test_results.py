"""What a prompt shows of a result is its short table, not every array it holds.

Builds on the package as a user meets it.
It is not: a test of what the tables say.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

import gametheory_orders as gto
from gametheory_orders.foundations.results import Result, Table


@pytest.fixture(scope="module")
def found():
    return gto.compare("climate", ["g6_consensus"])


def test_a_prompt_shows_the_table(found):
    order = found["g6_consensus"].outcome.game.order
    for result in (found, found["g6_consensus"], found["g6_consensus"].outcome, order):
        assert repr(result) == str(result) == result.table().text()
        assert "array(" not in repr(result)


def test_in_a_list_too(found):
    assert "array(" not in repr(list(found))


def test_a_class_may_say_it_differently():
    @dataclass(frozen=True)
    class Odd(Result):
        value: int

        def table(self):
            return Table(["value"], [[self.value]])

        def __repr__(self):
            return f"<odd {self.value}>"

    assert repr(Odd(3)) == "<odd 3>"
