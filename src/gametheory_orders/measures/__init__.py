"""How good it is: effectiveness, legitimacy, the gap, the shortfall account, the comparison."""

from gametheory_orders.measures.assess import Assessment, assess
from gametheory_orders.measures.compare import Comparison, compare_orders
from gametheory_orders.measures.effectiveness import effectiveness, effectiveness_quantity, stake
from gametheory_orders.measures.frontier import frontier
from gametheory_orders.measures.legitimacy import legitimacy
from gametheory_orders.measures.power import banzhaf_power
from gametheory_orders.measures.shortfall import Shortfall, shortfall_account

__all__ = [
    "Assessment",
    "Comparison",
    "Shortfall",
    "assess",
    "banzhaf_power",
    "compare_orders",
    "effectiveness",
    "effectiveness_quantity",
    "frontier",
    "legitimacy",
    "shortfall_account",
    "stake",
]
