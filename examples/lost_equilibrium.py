"""A game of two by two in which equilibria get lost, and how to see that none is missing.

Run: python examples/lost_equilibrium.py
"""

import warnings
from fractions import Fraction

import nashpy

import gametheory_orders as gto
from gametheory_orders.solvers.nash import regret

A = [[-3, 3], [-3, 5]]
B = [[2, 7], [4, 2]]

found = gto.nash_equilibria(A, B, players=("A", "B"), actions=(("up", "down"), ("left", "right")))
print(found)
print(f"\nwhy: {found.witness}")

# Two extreme equilibria, and all between them: "up" with any probability from 0 to 2/7.
assert found.complete
assert found.exact
assert found.degenerate
assert len(found) == 2
assert len(found.components) == 1
(line,) = found.components
assert line.columns == ((1, 0),)
assert {x[0] for x in line.rows} == {Fraction(0), Fraction(2, 7)}

# Check it by hand: nobody gains inside the line, and someone does just beyond its end.
for up in (Fraction(0), Fraction(1, 10), Fraction(1, 7), Fraction(2, 7)):
    assert regret(found.game, [[up, 1 - up], [1, 0]]) == 0
beyond = Fraction(3, 10)
assert regret(found.game, [[beyond, 1 - beyond], [1, 0]]) > 0

# The same game in nashpy. What it finds is right, and not all (its version 0.0.43).
theirs = nashpy.Game(A, B)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it may warn of games like this one
    answers = {
        "support enumeration": list(theirs.support_enumeration()),
        "vertex enumeration": list(theirs.vertex_enumeration()),
        "Lemke and Howson": [theirs.lemke_howson(initial_dropped_label=0)],
    }
print()
for method, pairs in answers.items():
    print(f"nashpy, {method}: {len(pairs)}")
    for x, y in pairs:
        near = [all(abs(float(p) - q) < 1e-9 for p, q in zip(e[0], x, strict=True)) for e in found]
        assert any(near)
        assert abs(y[0] - 1) < 1e-9
