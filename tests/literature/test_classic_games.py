"""Classic games with known solutions, each from the place where it is solved in print.

Two-player equilibrium sets have a file of their own; here are trees, games of many players and
the other concepts.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import comb

import numpy as np
import pytest

from gametheory_orders.files.gambit import parse_efg, parse_nfg
from gametheory_orders.games.extensive_form import (
    Branch,
    ExtensiveFormGame,
    chance,
    decision,
    leaf,
)
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.backward_induction import backward_induction, subgames
from gametheory_orders.solvers.correlated import correlated_equilibrium
from gametheory_orders.solvers.dominance import rationalisable, strict_dominance, weak_dominance
from gametheory_orders.solvers.evolutionary import evolutionarily_stable
from gametheory_orders.solvers.learning import best_response_dynamics, fictitious_play
from gametheory_orders.solvers.potential import exact_potential
from gametheory_orders.solvers.pure_nash import pure_nash
from gametheory_orders.solvers.security import security_levels
from gametheory_orders.solvers.sequence_form import zero_sum_tree
from gametheory_orders.solvers.symmetric_mixed import symmetric_equilibria, symmetric_mixed

F = Fraction


def by_others(n: int, first, second) -> tuple[list[Fraction], list[Fraction]]:  # type: ignore[no-untyped-def]
    return [F(first(k)) for k in range(n)], [F(second(k)) for k in range(n)]


# --- theory.md, part B --------------------------------------------------------------------------


def test_stag_hunt_of_jervis_1978() -> None:
    """Theory B3.5: pure (S,S), (H,H), mixed 2/3 on S; trust needed grows with the number."""
    hunt = NormalFormGame.from_arrays([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    assert pure_nash(hunt).cells == ((0, 0), (1, 1))
    hunting = [e.probability for e in symmetric_mixed(hunt)]
    assert hunting == [0, F(1, 3), 1]  # of the second action, the hare
    for n, trust in ((2, 0.75), (6, 0.944), (15, 0.980), (193, 0.9985)):
        alone = [F(3, 4)] * n
        together = [F(int(k == n - 1)) for k in range(n)]
        mixed = [float(e.probability) for e in symmetric_equilibria(alone, together)]
        assert mixed[1] == pytest.approx(trust, abs=5e-4)


def test_threshold_public_good_of_palfrey_and_rosenthal_1984() -> None:
    """Theory B4.6: n = 5, w = 3, c/B = .2; pure equilibria with exactly 3, mixed .2403 and .7597.

    theory.md prints .7598; the root of 6 p^2 (1 - p)^2 = 1/5 is .75966.
    """
    cost = F(1, 5)

    def payoff(*acts: int) -> list[Fraction]:
        return [int(sum(acts) >= 3) - a * cost for a in acts]

    game = NormalFormGame.from_function(payoff, [("wait", "act")] * 5)
    cells = pure_nash(game).cells
    assert {sum(cell) for cell in cells} == {0, 3}
    assert len(cells) == 1 + comb(5, 3)
    mixed = [float(e.probability) for e in symmetric_mixed(game) if 0 < e.probability < 1]
    assert mixed == [pytest.approx(0.240335, abs=1e-6), pytest.approx(0.759665, abs=1e-6)]
    for p, success in zip(mixed, (0.0936, 0.9064), strict=True):
        total = sum(comb(5, k) * p**k * (1 - p) ** (5 - k) for k in (3, 4, 5))
        assert total == pytest.approx(success, abs=1e-4)


@pytest.mark.parametrize(("n", "p", "success"), [(2, 0.6, 0.84), (10, 0.0968, 0.6387)])
def test_volunteers_dilemma_of_diekmann_1985(n: int, p: float, success: float) -> None:
    """Theory B4.6: p = 1 - (c/B)^(1/(n-1)) with c/B = .4."""
    wait, act = by_others(n, lambda k: int(k > 0), lambda _: F(3, 5))
    (found,) = symmetric_equilibria(wait, act)
    assert float(found.probability) == pytest.approx(p, abs=5e-5)
    assert 1 - (1 - float(found.probability)) ** n == pytest.approx(success, abs=1e-4)


def symmetric_pure(known: bool) -> tuple[set[tuple[int, int]], np.ndarray, list[tuple[int, int]]]:
    """Barrett and Dannenberg (2012): all others alike, one chooses; payoffs in euros, exactly."""
    chips = list(itertools.product(range(11), range(11)))

    def safe(total: int) -> Fraction:
        if known:
            return F(int(total >= 150))
        return min(max(F(total - 100, 100), F(0)), F(1))

    matrix = np.empty((len(chips), len(chips)), dtype=object)
    for i, (cheap, dear) in enumerate(chips):
        cost = F(cheap, 10) + dear
        for j, (others_cheap, others_dear) in enumerate(chips):
            total = cheap + dear + 9 * (others_cheap + others_dear)
            matrix[i, j] = F(total, 20) - cost - 15 * (1 - safe(total))
    # A symmetric pure equilibrium: the best reply to all others playing it is it.
    found = {chips[k] for k in range(len(chips)) if matrix[k, k] == max(matrix[:, k])}
    return found, matrix, chips


def test_thresholds_of_barrett_and_dannenberg_2012() -> None:
    """Theory B4.7: known threshold {(0,0), (10,5)}, -150 against 15; uncertain only (0,0)."""
    found, matrix, chips = symmetric_pure(known=True)
    assert found == {(0, 0), (10, 5)}
    for chosen, total in (((0, 0), -150), ((10, 5), 15)):
        k = chips.index(chosen)
        assert 10 * matrix[k, k] == total
    found, matrix, chips = symmetric_pure(known=False)
    assert found == {(0, 0)}
    together = [10 * matrix[k, k] for k in range(len(chips))]
    assert max(together) == -10
    assert chips[together.index(max(together))] == (10, 10)


# --- many players -------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [2, 3, 6])
def test_prisoners_dilemma_of_many_after_schelling_1973(n: int) -> None:
    """Schelling, Hockey helmets (1973): defection dominates, yet all prefer that none does."""

    def payoff(*defects: int) -> list[int]:
        helpers = n - sum(defects)
        return [2 * helpers + 3 * d for d in defects]

    game = NormalFormGame.from_function(payoff, [("cooperate", "defect")] * n)
    assert list(pure_nash(game)) == [("defect",) * n]
    assert strict_dominance(game).solved
    assert sum(game.payoff((0,) * n)) > sum(game.payoff((1,) * n)) or n < 2
    assert exact_potential(game).maximisers == ((1,) * n,)


def test_el_farol_of_arthur_1994() -> None:
    """Arthur (1994), in small: of 5 the bar takes 3; pure equilibria fill it, one mixed."""

    def payoff(*go: int) -> list[int]:
        crowd = sum(go)
        return [(1 if crowd <= 3 else -1) * g for g in go]

    game = NormalFormGame.from_function(payoff, [("stay", "go")] * 5)
    assert {sum(cell) for cell in pure_nash(game).cells} == {3}
    assert len(pure_nash(game)) == 10
    (mixed,) = symmetric_mixed(game)
    p = mixed.probability
    crowded = 4 * p**3 * (1 - p) + p**4
    assert crowded == pytest.approx(1 / 2)


def test_congestion_game_of_rosenthal_1973() -> None:
    """Rosenthal (1973): route games have a potential, its maxima are equilibria."""

    def payoff(*roads: int) -> list[int]:
        return [-(roads.count(r) ** 2 + r) for r in roads]

    game = NormalFormGame.from_function(payoff, [("north", "middle", "south")] * 3)
    potential = exact_potential(game)
    assert potential
    assert set(potential.maximisers) <= set(pure_nash(game).cells)
    assert best_response_dynamics(game, (0, 0, 0)).converged


# --- dominance, correlation, learning, evolution ------------------------------------------------


def test_example_of_bernheim_1984() -> None:
    """Bernheim (1984), figure 1: of four actions each the first three are rationalisable."""
    one = [[0, 2, 7, 0], [5, 2, 5, 0], [7, 2, 0, 0], [0, -2, 0, 10]]
    two = [[7, 5, 0, 0], [2, 3, 2, 0], [0, 5, 7, 0], [1, -1, 1, -1]]
    game = NormalFormGame.from_arrays(one, two)
    # Column's fourth is never a best response; without it row's fourth is none either.
    assert rationalisable(game) == (("1", "2", "3"), ("1", "2", "3"))
    assert pure_nash(game).cells == ((1, 1),)


def test_repeated_elimination_in_the_voting_paradox_of_the_chair() -> None:
    """Farquharson (1969): the chair's tie-break leaves it the outcome that it likes least."""
    ranks = [("x", "y", "z"), ("y", "z", "x"), ("z", "x", "y")]

    def payoff(*votes: int) -> list[int]:
        names = ["xyz"[v] for v in votes]
        won = next((c for c in "xyz" if names.count(c) >= 2), names[0])
        return [2 - rank.index(won) for rank in ranks]

    game = NormalFormGame.from_function(payoff, [tuple("xyz")] * 3)
    found = weak_dominance(game)
    assert found.actions == (("x",), ("z",), ("z",))


def test_correlation_in_chicken_of_aumann_1974() -> None:
    """Aumann (1974), example 2.5 in form: chicken's best correlated payoff is 5 1/4 each."""
    game = NormalFormGame.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    assert correlated_equilibrium(game).payoffs == (F(21, 4), F(21, 4))


def test_shapleys_game_of_1964_makes_fictitious_play_cycle() -> None:
    """Shapley (1964), Some topics in two-person games: frequencies do not settle at thirds."""
    one = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    two = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    game = NormalFormGame.from_arrays(one, two)
    gaps = []
    for periods in (1_000, 4_000, 16_000):
        shares = fictitious_play(game, periods, start=(1, 0)).frequencies[0]
        gaps.append(max(abs(share - 1 / 3) for share in shares))
    assert min(gaps) > 0.05
    assert not best_response_dynamics(game, (1, 0)).converged


def test_hawk_dove_bourgeois_of_maynard_smith_1982() -> None:
    """Maynard Smith (1982), chapter 2: V = 2, C = 4; with Bourgeois it alone is stable."""
    assert evolutionarily_stable([[-1, 2], [0, 1]]) == ((F(1, 2), F(1, 2)),)
    bourgeois = [[-1, 2, F(1, 2)], [0, 1, F(1, 2)], [F(-1, 2), F(3, 2), 1]]
    assert evolutionarily_stable(bourgeois) == ((0, 0, 1),)


@pytest.mark.parametrize(("win", "stable"), [(2, True), (1, False), (F(1, 2), False)])
def test_rock_scissors_paper_of_maynard_smith_1982(win: Fraction, stable: bool) -> None:
    """Maynard Smith (1982), appendix D: the middle is stable iff a win beats a loss."""
    table = [[0, win, -1], [-1, 0, win], [win, -1, 0]]
    assert evolutionarily_stable(table) == (((F(1, 3),) * 3,) if stable else ())


def test_morra_and_pennies_have_value_zero() -> None:
    """Von Neumann (1928), Dresher (1961): two-finger Morra is fair, 7/12 on one, 5/12 on other."""
    names = [(s, g) for s in (1, 2) for g in (1, 2)]

    def pay(i: int, j: int) -> tuple[int, int]:
        (show, guess), (other, guessed) = names[i], names[j]
        total = show + other
        won = (total if guess == other else 0) - (total if guessed == show else 0)
        both = guess == other and guessed == show
        return (0, 0) if both else (won, -won)

    levels = security_levels(NormalFormGame.from_function(pay, [list(map(str, names))] * 2))
    assert levels.mixed == (0, 0)
    assert levels.strategies[0][0] == levels.strategies[0][3] == 0


# --- trees --------------------------------------------------------------------------------------


def kuhn_poker() -> ExtensiveFormGame:
    """Kuhn (1950): three cards, ante 1, bet 1."""

    def showdown(cards: tuple[int, int], stake: int) -> Branch:
        won = stake if cards[0] > cards[1] else -stake
        return leaf(won, -won)

    deals = {}
    for cards in itertools.permutations("123", 2):
        pair = (int(cards[0]), int(cards[1]))
        first, second = cards
        raised = decision("B", {"fold": leaf(1, -1), "call": showdown(pair, 2)}, f"{second} bet")
        after = decision("A", {"fold": leaf(-1, 1), "call": showdown(pair, 2)}, f"{first} raised")
        checked = decision("B", {"check": showdown(pair, 1), "bet": after}, f"{second} checked")
        deals["".join(cards)] = (F(1, 6), decision("A", {"check": checked, "bet": raised}, first))
    return ExtensiveFormGame.from_tree(chance(deals), ("A", "B"), "Kuhn poker")


def test_kuhn_poker_of_1950_is_worth_minus_one_eighteenth() -> None:
    """Kuhn (1950): value -1/18; the second player bluffs and calls a third of the time."""
    found = zero_sum_tree(kuhn_poker())
    assert found.exact
    assert found.value == F(-1, 18)
    assert found.behaviour[(1, "1 checked")] == (F(2, 3), F(1, 3))
    assert found.behaviour[(1, "2 bet")] == (F(2, 3), F(1, 3))


def test_one_card_poker_of_myerson_1991_in_gambits_format() -> None:
    """Myerson (1991), figure 2.1, retyped from Gambit's poker.efg: value 1/3 to the first."""
    text = """EFG 2 R "A simple Poker game" { "Fred" "Alice" } ""
    c "" 1 "" { "Red" 1/2 "Black" 1/2 } 0
    p "" 1 1 "red" { "Raise" "Fold" } 0
    p "" 2 1 "" { "Meet" "Pass" } 0
    t "" 1 "Win Big" { 2 -2 }
    t "" 2 "Win" { 1 -1 }
    t "" 2 "Win" { 1 -1 }
    p "" 1 2 "black" { "Raise" "Fold" } 0
    p "" 2 1 "" { "Meet" "Pass" } 0
    t "" 3 "Lose Big" { -2 2 }
    t "" 2 "Win" { 1 -1 }
    t "" 4 "Lose" { -1 1 }"""
    game = parse_efg(text)
    found = zero_sum_tree(game)
    assert found.value == F(1, 3)
    assert found.behaviour[(0, "black")] == (F(1, 3), F(2, 3))
    assert found.behaviour[(1, "1")] == (F(2, 3), F(1, 3))
    assert game.normal_form().shape == (4, 2)


def test_chain_store_of_selten_1978() -> None:
    """Selten (1978): in every one of three markets the entrant enters and the store gives way."""

    def market(left: int, store: int, gains: tuple[int, ...]) -> Branch:
        if not left:
            return leaf(store, *gains)
        k = 4 - left
        fight = market(left - 1, store, (*gains, 0))
        share = market(left - 1, store + 2, (*gains, 2))
        out = market(left - 1, store + 5, (*gains, 1))
        reply = decision("store", {"fight": fight, "share": share})
        return decision(f"entrant {k}", {"in": reply, "out": out})

    names = ("store", "entrant 1", "entrant 2", "entrant 3")
    found = backward_induction(ExtensiveFormGame.from_tree(market(3, 0, ()), names))
    assert len(found) == 1
    assert found.path() == ["in", "share"] * 3
    assert found.payoffs == ((6, 2, 2, 2),)


def test_seltens_horse_of_1975() -> None:
    """Selten (1975), figure 1: pure equilibria (C, c, R) and (D, c, L); the whole is one subgame.

    Both are subgame-perfect; only the first is perfect, which pure plans cannot tell.
    """
    last = "blind"
    third_after_d = decision("3", {"L": leaf(3, 3, 2), "R": leaf(0, 0, 0)}, last)
    third_after_d2 = decision("3", {"L": leaf(4, 4, 0), "R": leaf(0, 0, 1)}, last)
    second = decision("2", {"c": leaf(1, 1, 1), "d": third_after_d2})
    tree = decision("1", {"C": second, "D": third_after_d})
    game = ExtensiveFormGame.from_tree(tree, ("1", "2", "3"))
    ends = {at for at, node in enumerate(game.nodes) if node.is_leaf}
    assert subgames(game) - ends == {0}
    found = {frozenset(plan.values()) for plan in backward_induction(game)}
    assert found == {frozenset("CcR"), frozenset("DcL")}


def test_centipede_of_rosenthal_1981() -> None:
    """Rosenthal (1981), in the four-node form of McKelvey and Palfrey (1992)."""
    ends = [("4/10", "1/10"), ("2/10", "8/10"), ("16/10", "4/10"), ("8/10", "32/10")]
    tree = leaf(F("64/10"), F("16/10"))
    for k in (3, 2, 1, 0):
        take = leaf(F(ends[k][0]), F(ends[k][1]))
        tree = decision("AB"[k % 2], {"take": take, "pass": tree})
    found = backward_induction(ExtensiveFormGame.from_tree(tree, ("A", "B")))
    assert found.path() == ["take"]
    assert len(found) == 1


def test_ultimatum_game_has_two_perfect_equilibria() -> None:
    """Rubinstein (1982), section 1, in units of one of four: offer nothing, or the least."""

    def answer(offer: int) -> Branch:
        return decision("B", {"yes": leaf(4 - offer, offer), "no": leaf(0, 0)})

    tree = decision("A", {str(offer): answer(offer) for offer in range(5)})
    found = backward_induction(ExtensiveFormGame.from_tree(tree, ("A", "B")))
    assert {found.path(k)[0] for k in range(len(found))} == {"0", "1"}


def test_forward_induction_game_of_van_damme_1989_has_two_perfect_equilibria() -> None:
    """Van Damme (1989), outside option before the battle of the sexes: both are perfect."""
    sexes = decision(
        "A",
        {
            "top": decision("B", {"left": leaf(3, 1), "right": leaf(0, 0)}, "blind"),
            "down": decision("B", {"left": leaf(0, 0), "right": leaf(1, 3)}, "blind"),
        },
    )
    tree = decision("A", {"out": leaf(2, 2), "in": sexes})
    game = ExtensiveFormGame.from_tree(tree, ("A", "B"))
    found = backward_induction(game)
    assert sorted(found.payoffs) == [(2, 2), (3, 1)]
    # The option rules the other out by weak dominance in the reduced normal form.
    assert weak_dominance(game.normal_form()).solved


def test_two_by_two_games_in_gambits_format() -> None:
    """Two-by-two games in form as Gambit ships them: one without pure equilibrium, and pd."""
    text = """NFG 1 R "Two person 2 x 2 game, mixed equilibrium" { "Player 1" "Player 2" }
    { { "1" "2" } { "1" "2" } }
    2 0 0 1 0 1 1 0"""
    assert len(pure_nash(parse_nfg(text))) == 0
    dilemma = parse_nfg('NFG 1 R "PD" { "A" "B" } { { "c" "d" } { "c" "d" } } 9 9 10 0 0 10 1 1')
    assert list(pure_nash(dilemma)) == [("d", "d")]
