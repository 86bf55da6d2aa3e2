"""What is at stake: one file for each payoff family, all behind one small protocol."""

from gametheory_orders.issues.goods import public_good
from gametheory_orders.issues.protocol import FAMILIES, Issue
from gametheory_orders.issues.public_good import PublicGood
from gametheory_orders.issues.trade import TradeLinks

__all__ = ["FAMILIES", "Issue", "PublicGood", "TradeLinks", "public_good"]
