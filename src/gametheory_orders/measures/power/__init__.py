"""Voting power: how often each member decides, and how often all together can."""

from gametheory_orders.measures.power.by_state import banzhaf_power, banzhaf_swings
from gametheory_orders.measures.power.indices import (
    banzhaf,
    coleman,
    deegan_packel,
    holler,
    power_indices,
    power_to_act,
    shapley_shubik,
)
from gametheory_orders.measures.power.result import PowerIndices

__all__ = [
    "PowerIndices",
    "banzhaf",
    "banzhaf_power",
    "banzhaf_swings",
    "coleman",
    "deegan_packel",
    "holler",
    "power_indices",
    "power_to_act",
    "shapley_shubik",
]
