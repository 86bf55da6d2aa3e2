"""Two clubs and the non-aligned: against trying every choice of every state."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.solvers.rival_clubs import rival_clubs

HALVES = st.integers(0, 12).map(lambda x: x / 2)


@st.composite
def rivals(draw: Any, high: int = 5) -> dict[str, Any]:
    n = draw(st.integers(1, high))

    def many(figures: Any) -> list[float]:
        return draw(st.lists(figures, min_size=n, max_size=n))  # type: ignore[no-any-return]

    return {
        "weights": many(st.integers(0, 6).map(lambda x: x / 2)),
        "cost": (many(HALVES), many(HALVES)),
        "dependence": (many(st.sampled_from([0, 0.25, 1])), many(st.sampled_from([0, 0.25, 1]))),
        "benefit": (draw(st.sampled_from([0.5, 1])), draw(st.sampled_from([0.5, 1]))),
        "leaders": (draw(HALVES), draw(HALVES)),
    }


def by_definition(given: dict[str, Any], *, without_b: bool = False) -> set[tuple[str, ...]]:
    n = len(given["weights"])
    leaders = (given["leaders"][0], 0.0) if without_b else given["leaders"]
    sides = "A0" if without_b else "AB0"

    def payoff(choice: tuple[str, ...], i: int) -> float:
        if choice[i] == "0":
            return 0.0
        weight = [
            leaders[x]
            + sum(w for w, c in zip(given["weights"], choice, strict=True) if c == "AB"[x])
            for x in (0, 1)
        ]
        own = "AB".index(choice[i])
        return float(
            given["benefit"][own] * weight[own]
            - given["cost"][own][i]
            - given["dependence"][1 - own][i] * weight[1 - own]
        )

    return {
        choice
        for choice in itertools.product(sides, repeat=n)
        if all(
            payoff((*choice[:i], other, *choice[i + 1 :]), i) <= payoff(choice, i) + 1e-9
            for i in range(n)
            for other in sides
        )
    }


@given(rivals())
@settings(max_examples=100)
def test_all_equilibria_and_no_others(given: dict[str, Any]) -> None:
    found = rival_clubs(**given)
    listed = {
        tuple("A" if a else "B" if b else "0" for a, b in zip(x.with_a, x.with_b, strict=True))
        for x in found
    }
    assert listed == by_definition(given)
    assert len(listed) == len(found)
    assert found.checked == 3 ** len(given["weights"])
    assert all(each.margin >= -1e-9 for each in found)
    # The largest A without a rival bounds every A with one.
    alone = max(
        given["leaders"][0]
        + sum(w for w, c in zip(given["weights"], choice, strict=True) if c == "A")
        for choice in by_definition(given, without_b=True)
    )
    assert found.alone_a == alone
    assert max(each.weight_a for each in found) <= found.alone_a + 1e-9
    assert max(each.weight_b for each in found) <= found.alone_b + 1e-9


@given(rivals(3), st.lists(st.integers(1, 2), min_size=3, max_size=3))
@settings(max_examples=50)
def test_types_count_what_states_choose(given: dict[str, Any], many: list[int]) -> None:
    n = len(given["weights"])
    counts = many[:n]
    place = [t for t in range(n) for _ in range(counts[t])]

    def spread(values: list[float]) -> list[float]:
        return [values[t] for t in place]

    single = {
        "weights": spread(given["weights"]),
        "cost": tuple(spread(x) for x in given["cost"]),
        "dependence": tuple(spread(x) for x in given["dependence"]),
        "benefit": given["benefit"],
        "leaders": given["leaders"],
    }

    def counted(choice: tuple[str, ...], side: str) -> tuple[int, ...]:
        return tuple(
            sum(c == side for c, t in zip(choice, place, strict=True) if t == kind)
            for kind in range(n)
        )

    expected = {(counted(c, "A"), counted(c, "B")) for c in by_definition(single)}
    found = rival_clubs(**given, counts=counts)
    assert {(each.with_a, each.with_b) for each in found} == expected


def test_more_dependence_on_the_rival_leaves_more_non_aligned() -> None:
    aligned = []
    for need in (0.0, 0.25, 0.5, 1.0):
        found = rival_clubs(
            [1.0],
            counts=[60],
            cost=(40.0, 45.0),
            dependence=(need, need),
            leaders=(50.0, 40.0),
            benefit=(0.5, 0.5),
        )
        aligned.append(max(each.with_a[0] + each.with_b[0] for each in found))
    assert aligned == sorted(aligned, reverse=True)
    assert aligned[0] == 60
    assert aligned[-1] < 60


def test_193_states_of_two_types_are_gone_through() -> None:
    found = rival_clubs(
        {"like-minded": 1.0, "between": 1.0},
        counts=[7, 186],
        cost=((1, 200), (900, 200)),
        leaders=(20.0, 15.0),
    )
    assert found.checked == 36 * (187 * 188 // 2)
    # All 186 together are enough for either club; a few are not, and stay between.
    sides = {(each.with_a[1], each.with_b[1], each.non_aligned[1]) for each in found}
    assert sides == {(186, 0, 0), (0, 186, 0), (0, 0, 186)}


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"weights": [-1]}, "weights.1"),
        ({"weights": [1], "cost": 5}, "cost"),
        ({"weights": [1], "cost": (1, 2, 3)}, "cost"),
        ({"weights": [1], "cost": ([1, 2], 1)}, "cost[0]"),
        ({"weights": [1], "dependence": (0, -1)}, "dependence[1].1"),
        ({"weights": [1], "benefit": (1, -1)}, "benefit[1]"),
        ({"weights": [1], "leaders": (float("nan"), 0)}, "leaders[0]"),
        ({"weights": [1], "counts": [1, 2]}, "counts"),
        ({"weights": [1], "counts": [0]}, "counts[0]"),
        ({"weights": [1] * 20}, "counts"),
    ],
)
def test_wrong_figures_are_refused(given: Any, where: str) -> None:
    with pytest.raises(ModelError) as caught:
        rival_clubs(**given)
    assert caught.value.where == where
