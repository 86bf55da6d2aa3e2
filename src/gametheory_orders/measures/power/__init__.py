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
from gametheory_orders.measures.power.representation import (
    Representation,
    majority_deficit,
    representation,
)
from gametheory_orders.measures.power.result import PowerIndices
from gametheory_orders.measures.power.ternary import ternary_banzhaf
from gametheory_orders.measures.power.unions import banzhaf_owen, owen

__all__ = [
    "PowerIndices",
    "Representation",
    "banzhaf",
    "banzhaf_owen",
    "banzhaf_power",
    "banzhaf_swings",
    "coleman",
    "deegan_packel",
    "holler",
    "majority_deficit",
    "owen",
    "power_indices",
    "power_to_act",
    "representation",
    "shapley_shubik",
    "ternary_banzhaf",
]
