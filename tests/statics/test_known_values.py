"""Values and derivatives of the closed forms that are known from elsewhere.

Source of each: the author named with the result; where it is "derived here", recomputed by hand.
"""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
import sympy

from gametheory_orders.statics import named_result

VALUES = [
    ("deep_coalition", {"k": 3, "n": 10}, 0.118519),
    ("deep_coalition", {"k": 3, "n": 15}, 0.053061),
    ("deep_coalition", {"k": 3, "n": 193}, 0.000322),
    ("deep_coalition", {"k": 161, "n": 193}, 0.811),
    ("deep_coalition", {"k": 8, "n": 10}, 0.760),
    ("best_shot_coalition", {"k": 6, "n": 193}, 0.0514),
    ("deep_coalition", {"k": 6, "n": 193}, 0.0016),
    ("pledge_frontier", {"k": 10, "n": 10}, 0.3951),
    ("pledge_frontier", {"k": 193, "n": 193}, 0.02072),
    ("staying_among_equals", {"b": 1, "c": 1, "k": 4}, -1.5),
    ("patience_among_equals", {"b": 2, "c": 3, "k": 7}, 0.5),
    ("full_club_tariff", {"p": 5, "b": 1, "c": 1, "X": 2}, 4),
    ("gridlock_vetoes", {"v": 5}, 0.6667),
    ("gridlock_vetoes", {"v": 6}, 0.714),
    ("gridlock_vetoes", {"v": 193}, 96 / 97),
    ("gridlock_quota", {"q": 9, "n": 15}, 0.125),
    ("gridlock_quota", {"q": 129, "n": 193}, 0.330),
    ("gridlock_quota", {"q": 4, "n": 6}, 0.1429),
    ("veto_rent", {"v": 5, "m": 4, "n": 15, "d": F(1, 2)}, 0.08889),
    ("veto_rent", {"v": 5, "m": 4, "n": 15, "d": F(9, 10)}, 0.15238),
    ("ordinary_share", {"v": 5, "m": 4, "n": 15, "d": F(1, 2)}, 0.05556),
    ("ordinary_share", {"v": 5, "m": 4, "n": 15, "d": F(9, 10)}, 0.02381),
    ("proposer_share", {"q": 6, "n": 6, "d": F(9, 10)}, 0.25),
    ("outside_option", {"c": F(2, 5)}, 0.6),
    ("discretion_loss", {"a": F(1, 5)}, 0.029333),
    ("setter_outcome", {"m": F(2, 5), "s": F(1, 10)}, 0.7),
    ("winset_length", {"x": F(1, 5), "s": 0}, 0.4),
    ("voting_patience", {"L": 1, "V": F(3024, 10000)}, 0.7678),
    ("majority_power", {"n": 193}, 0.057433),
    ("trigger_patience", {"T": 5, "R": 3, "P": 1}, 0.5),
    ("public_good_patience", {"b": F(2, 5), "c": 1, "k": 3}, 0.75),
    ("public_good_patience", {"b": F(2, 5), "c": 1, "k": 5}, 0.375),
    ("public_good_patience", {"b": F(2, 5), "c": 1, "k": 10}, 0.1667),
    ("monitoring_patience", {"R": 2, "g": 1, "p": F(1, 10), "q": F(1, 2)}, 0.588235),
    ("monitoring_bound", {"R": 2, "g": 1, "p": F(1, 10), "q": F(1, 2)}, 1.75),
    ("linkage", {"g_1": 1, "g_2": 6, "w_1": 3, "w_2": 2}, 7 / 12),
    ("hedge", {"rho": F(1, 5), "L": 1, "B": F(1, 2), "kappa": 1}, 0.7),
    ("hedge", {"rho": F(1, 2), "L": 1, "B": F(1, 2), "kappa": 1}, 0.25),
    ("stag_hunt_trust", {"o": 5, "h": F(3, 4)}, 0.944),
    ("stag_hunt_trust", {"o": 192, "h": F(3, 4)}, 0.9985),
    ("assurance_belief", {"l": 2, "w": 1}, 2 / 3),
    ("buchanan_size", {"F": 100, "c": 1}, 10),
    ("alliance_provision", {"alpha": F(1, 2), "m": 2, "W": 18}, 6),
    ("alliance_burden", {"alpha": F(1, 2), "Q": 6, "w": 10}, 0.4),
    ("alliance_burden", {"alpha": F(1, 2), "Q": 6, "w": 8}, 0.25),
    ("barrett_alone", {"a": 100, "g": F(1, 4)}, 80),
    ("barrett_joint", {"a": 100, "g": F(1, 4), "N": 10}, 97.561),
    ("barrett_leaders", {"a": 100, "g": F(1, 4), "N": 10, "alpha": F(2, 5)}, 35.63),
    ("renegotiation_size", {"b": F(2, 5), "c": 1}, 3.5),
    ("consensus_depth_in_all", {"n": 10}, 0.909),
    ("forum_bias", {"a": F(-1, 5)}, -0.6),
    ("forum_bias", {"a": F(-2, 5)}, -0.2),
    ("forum_success", {"a": F(-4, 5)}, 0.2),
    ("volunteer", {"o": 9, "r": F(2, 5)}, 0.0968),
    ("volunteer_success", {"o": 1, "r": F(2, 5)}, 0.84),
    ("volunteer_success", {"o": 9, "r": F(2, 5)}, 0.6387),
    ("modest_size", {"a": F(7, 10)}, 5.6),
    ("modest_size", {"a": F(9, 10)}, 19.0),
    ("modest_size", {"a": F(99, 100)}, 199.0),
    ("spheres_consent", {"m": 2}, 0.5),
    ("hub_saving", {"n": 193}, 18_528 - 192),
]


@pytest.mark.parametrize(("name", "letters", "value"), VALUES)
def test_a_known_value(name: str, letters: dict[str, Any], value: float) -> None:
    found = float(named_result(name).at(**letters))
    digits = max(len(repr(value).partition(".")[2]), 1)
    # As many digits as are known, half a unit in the last one.
    assert found == pytest.approx(value, abs=0.51 * 10.0**-digits, rel=1e-12)


def _stated(x: Any) -> list[tuple[str, str, Any]]:
    """Return derivatives as they are stated in the literature of each, in letters."""
    k, n, w, v, q, d, m = x("k"), x("n"), x("w"), x("v"), x("q"), x("d"), x("m")
    a, g, p, r = x("a"), x("g"), x("p"), x("R")
    below = n * (n - v) - d * ((n - v) ** 2 + m * v)
    noise = (q - p) * r + (1 - p) * g
    return [
        ("deep_coalition", "k", -(3 * k**2 - 4 * k * n + 2 * n - 1) / (n * (n - 1) ** 2)),
        ("pledge_depth", "w", 2 * (1 - w)),
        ("pledge_breadth", "w", -2 / w**2),
        ("gridlock_vetoes", "v", 2 / (v + 1) ** 2),
        ("gridlock_quota", "q", 2 / (n + 1)),
        ("veto_rent", "d", (n - v) ** 2 * (n - v - m) / below**2),
        ("ordinary_share", "d", -v * (n - v) * (n - v - m) / below**2),
        ("proposer_share", "q", -d / n),
        ("outside_option", "c", sympy.Integer(-1)),
        ("discretion_loss", "a", 2 * a - 4 * a**2),
        ("monitoring_patience", "q", -r * g / noise**2),
        ("monitoring_patience", "p", g * (r + g) / noise**2),
        ("monitoring_bound", "p", -g * q / (q - p) ** 2),
        ("monitoring_bound", "q", g * p / (q - p) ** 2),
        ("hedge", "rho", -(x("L") + x("B")) / x("kappa")),
        ("forum_bias", "a", sympy.Integer(-2)),
        ("standards_race", "a", sympy.Integer(1)),
        ("standards_race", "m", sympy.Integer(-1)),
    ]


@pytest.mark.parametrize("row", range(18))
def test_a_derivative_is_the_one_that_is_stated(row: int) -> None:
    name, letter, stated = _stated(sympy.Symbol)[row]
    proof, *_ = (p for p in named_result(name).sign(letter) if p.way == "derivative")
    letters = {symbol: sympy.Symbol(str(symbol)) for symbol in proof.expression.free_symbols}
    assert sympy.simplify(proof.expression.subs(letters) - stated) == 0


ROWS = {
    "deep_coalition": {"k": "+", "n": "-"},
    "pledge_frontier": {"k": "+"},
    "critical_pledge_weight": {"s": "+", "K": "+", "k": "-", "o": "-"},
    "full_club_tariff": {"p": "+", "X": "-", "c": "-"},
    "lowest_common_level": {"x": "-"},
    "gridlock_quota": {"q": "+", "n": "-"},
    "veto_rent": {"d": "+", "m": "-", "v": "-"},
    "proposer_share": {"q": "-"},
    "delegation_gain": {"R": "+", "a": "-"},
    "agency_drift": {"q": "+"},
    "trigger_patience": {"T": "+", "R": "-", "P": "+"},
    "public_good_patience": {"k": "-", "b": "-", "c": "+"},
    "monitoring_patience": {"q": "-", "p": "+"},
    "monitoring_bound": {"p": "-", "q": "+"},
    "linkage": {"g_1": "+", "g_2": "+", "w_1": "-", "w_2": "-"},
    "hedge": {"rho": "-"},
    "stag_hunt_trust": {"o": "+", "h": "+"},
    "forums_attended": {"y": "+"},
    "buchanan_size": {"F": "+", "c": "-"},
    "alliance_burden": {"w": "+"},
    "modest_size": {"a": "+"},
    "standards_race": {"a": "+", "m": "-"},
}


@pytest.mark.parametrize("name", ROWS)
def test_a_sign_is_the_one_that_is_known(name: str) -> None:
    for letter, expected in ROWS[name].items():
        assert {proof.sign for proof in named_result(name).sign(letter)} == {expected}


def test_penalty_club_rises_with_the_penalty_and_its_bounds_are_weak() -> None:
    signs = {letter: {p.sign for p in named_result("penalty_club").sign(letter)} for letter in "cb"}
    assert {p.sign for p in named_result("penalty_club").sign("phi")} == {"+"}
    # Without a penalty neither costs nor benefits matter: three stay.
    assert signs == {"c": {">=0"}, "b": {"<=0"}}
