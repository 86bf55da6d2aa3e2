"""Who: the states concerned, their figures, and expressions over those figures."""

from gametheory_orders.worlds.grouping import aggregate, select, types
from gametheory_orders.worlds.world import World

__all__ = ["World", "aggregate", "select", "types"]
