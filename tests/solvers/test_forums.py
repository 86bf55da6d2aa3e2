"""Forum choice, its costs, and states that choose forums, against the definitions."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import (
    attendance,
    cross_effect,
    forum_choice,
    forum_equilibria,
    forum_shopping,
    modules_better,
    participating_share,
    regulatory_race,
)
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games import NormalFormGame
from gametheory_orders.orders import Binding, Fixed, Joint, Order, Unanimity, Universal
from gametheory_orders.solvers.forum_game import _cycle
from making import good

FEW = settings(max_examples=60, deadline=None, derandomize=True)
TENTH = st.integers(-10, 10).map(lambda x: Fraction(x, 10))
COST = st.integers(0, 10).map(lambda x: Fraction(x, 10))


@FEW
@given(TENTH, st.lists(TENTH, max_size=3), TENTH, COST, COST)
def test_a_state_picks_what_is_worth_most(stay, others, new, moving, making):
    shift = {f"f{j}": value for j, value in enumerate(others)}
    (found,) = forum_choice([stay], shift, new, shift_cost=moving, create_cost=making).choices
    options = [stay, *(value - moving for value in others), new - making]
    assert found.gain == max(options) - stay
    assert (found.choice == "stay") is (max(options) == stay)
    # One step beyond the boundary, and one before it, the answer differs.
    for step in (Fraction(-1, 100), Fraction(1, 100)):
        cost = found.create_up_to + step
        if cost >= 0:
            (again,) = forum_choice([stay], shift, new, shift_cost=moving, create_cost=cost).choices
            assert (again.choice == "create") is (step < 0)


def test_who_gains_most_by_moving_is_named_first():
    found = forum_choice({"A": 0, "B": 1, "C": 3}, {"x": {"A": 1, "B": 1, "C": 0}}, 2)
    assert found.triggers == ("A", "B")
    assert found["C"].choice == "stay"


@FEW
@given(TENTH, st.lists(TENTH, min_size=1, max_size=5), TENTH)
def test_more_forums_never_hurt_the_sponsor(case, biases, more):
    few, many = forum_shopping(case, biases), forum_shopping(case, [*biases, more])
    assert many.success >= few.success
    believed = [t for t in biases if case + (1 + t) / 2 >= 0]
    assert few.success == max([(1 - t) / 2 for t in believed], default=0)


def test_more_forums_can_hurt_users():
    few, many = forum_shopping(-0.2, [0.2]), forum_shopping(-0.2, [0.2, -0.5])
    assert (few.users, many.users) == (Fraction(4, 25), Fraction(3, 80))


def test_what_forums_cost():
    # A cost of five times what the smallest can spend, sizes with tail 1.1: 5 ** -1.1.
    assert participating_share(5, 1, 1.1) == pytest.approx(0.170, abs=5e-4)
    assert participating_share(0.5, 1, 1.1) == 1.0
    cheap, dear = (attendance([1, 2, 4, 8], 0.5, cost).share_excluded for cost in (0.5, 2))
    assert (cheap, dear) == (0, Fraction(1, 2))


@FEW
@given(TENTH, COST, COST)
def test_no_standard_is_better_for_one_state_than_the_one_found(target, mobility, access):
    found = regulatory_race(target, mobility, access)

    def worth(own, other):
        return -((own - target) ** 2) / 2 + mobility * (other - own) + access * own

    s = found.standard
    assert all(worth(s, s) >= worth(s + Fraction(x, 20), s) for x in range(-40, 41))
    assert (found.direction == "top") is (access > mobility)


def test_modules_are_better_iff_they_save_more_than_is_lost():
    assert modules_better([10], 3, 1, Fraction(19, 100))
    assert not modules_better([10], 3, 1, Fraction(2, 10))


def forum(decision, name):
    return Order(Universal(), decision, Binding(), name=name, four_c="charter")


def test_equilibria_of_forums_are_those_of_the_definition():
    issue = good([1.0, 2.0, 4.0], [1.0, 0.5, 1.0])
    forums = {"charter": forum(Unanimity(), "charter"), "club": forum(Joint(), "club")}
    found = forum_equilibria(issue, forums, costs={"club": 0.5})
    s, k = issue.stakes, issue.capacities

    def prices(where):
        p = s.copy()
        for name in forums:
            inside = [i for i in range(3) if where[i] == name]
            if name == "club" and inside:
                p[inside] = s[inside].sum()
            if name == "charter" and inside:
                # Unanimity: the lowest peak, s_i K / k_i over those whose own is not higher.
                grid = np.linspace(0, s[inside].sum(), 2001)
                peaks = []
                for i in inside:
                    values = []
                    for level in grid:
                        q = np.maximum(level, s[inside])
                        own = max(level, s[i])
                        values.append(s[i] * (k[inside] * q).sum() - k[i] * own**2 / 2)
                    peaks.append(grid[int(np.argmax(values))])
                p[inside] = np.maximum(min(peaks), s[inside])
        return p

    def worth(where):
        p = prices(where)
        fees = np.array([0.5 if each == "club" else 0.0 for each in where])
        return s * (k * p).sum() - k * p**2 / 2 - fees

    names = [*forums, "nowhere"]
    wanted, surely = set(), set()
    for where in itertools.product(names, repeat=3):
        here = worth(where)
        moves = [
            worth((*where[:i], to, *where[i + 1 :]))[i] - here[i]
            for i in range(3)
            for to in names
            if to != where[i]
        ]
        if max(moves) <= 2e-2:
            wanted.add(where)
        if max(moves) < -2e-2:
            surely.add(where)
    got = {tuple(each.values()) for each in found.equilibria}
    assert surely <= got <= wanted
    assert all(margin >= -1e-12 for margin in found.smallest_margins)


def test_where_nothing_is_stable_the_witness_is_a_cycle_of_gains():
    pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]])
    cycle = _cycle(pennies)
    assert len(cycle) == 4
    assert all(step["gain"] == 2.0 for step in cycle)
    assert [step["mover"] for step in cycle[:2]] == [step["mover"] for step in cycle[2:]]


def test_disjoint_clubs_on_a_sum_neither_help_nor_hurt_each_other():
    issue = good([1.0, 2.0, 3.0, 4.0])
    one, other = (
        Order(Fixed(members=each), Joint(), Binding(), name=each[0], four_c="club")
        for each in (("A", "B"), ("C", "D"))
    )
    assert cross_effect(issue, one, other).sign == "neither"
    issue = good([2.0, 2.0, 3.0, 3.0])
    whole = Order(Universal(), Unanimity(), Binding(), name="all", four_c="charter")
    assert cross_effect(issue, whole, other).sign == "substitutes"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: forum_choice([1], {"x": 1}, 1, shift_cost=-1), "shift_cost"),
        (lambda: forum_choice([float("nan")], {}, 1), "stay"),
        (lambda: forum_choice([1], [1], 1), "a table by forum"),
        (lambda: forum_shopping(2), "from -1 to 1"),
        (lambda: attendance([1], 0.1, 0), "above 0"),
        (lambda: regulatory_race(1, True, 0), "mobility"),
        (lambda: modules_better([1], 1, 1, 2), "a share from 0 to 1"),
        (lambda: forum_equilibria(good([1.0, 1.0]), {}), "at least one"),
        (lambda: forum_equilibria(good([1.0] * 9), {"a": forum(Joint(), "a")}), "at most 8"),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(call, words):
    with pytest.raises(ModelError, match=words):
        call()
