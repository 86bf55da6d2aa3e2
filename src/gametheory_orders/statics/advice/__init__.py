"""Which order to choose when inputs are uncertain: regret, chances to lead, and what survives."""

from gametheory_orders.statics.advice.advise import advise, default_ranges
from gametheory_orders.statics.advice.result import Advice
from gametheory_orders.statics.advice.switches import Switch

__all__ = ["Advice", "Switch", "advise", "default_ranges"]
