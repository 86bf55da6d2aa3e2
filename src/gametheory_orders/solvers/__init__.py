"""Solution concepts, one file each, and ``solve`` that puts the stages together."""

from gametheory_orders.solvers.solve import solve

__all__ = ["solve"]
