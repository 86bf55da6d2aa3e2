"""What is at stake: one file for each payoff family, all behind one small protocol."""

from gametheory_orders.issues.collective_action import CollectiveAction
from gametheory_orders.issues.goods import public_good
from gametheory_orders.issues.matrix_game import MatrixGame
from gametheory_orders.issues.protocol import FAMILIES, Issue
from gametheory_orders.issues.public_good import PublicGood
from gametheory_orders.issues.spatial_policy import SpatialPolicy
from gametheory_orders.issues.trade import TradeLinks

__all__ = [
    "FAMILIES",
    "CollectiveAction",
    "Issue",
    "MatrixGame",
    "PublicGood",
    "SpatialPolicy",
    "TradeLinks",
    "public_good",
]
