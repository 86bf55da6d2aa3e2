"""Equilibria of two-player games: all of them, proved, with components; one, in large games."""

from gametheory_orders.solvers.nash.certify import regret
from gametheory_orders.solvers.nash.lemke_howson import lemke_howson
from gametheory_orders.solvers.nash.result import Component, EquilibriumSet
from gametheory_orders.solvers.nash.selection import Selection, select_equilibrium
from gametheory_orders.solvers.nash.solve import nash_equilibria
from gametheory_orders.solvers.nash.zero_sum import zero_sum

__all__ = [
    "Component",
    "EquilibriumSet",
    "Selection",
    "lemke_howson",
    "nash_equilibria",
    "regret",
    "select_equilibrium",
    "zero_sum",
]
