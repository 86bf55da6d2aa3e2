"""Public goods beyond the linear-quadratic sum: other benefits, costs, technologies, timing."""

from gametheory_orders.issues.goods.best_shot import BestShotGood
from gametheory_orders.issues.goods.build import public_good
from gametheory_orders.issues.goods.shared_good import SharedGood
from gametheory_orders.issues.goods.sum_good import SumGood
from gametheory_orders.issues.goods.threshold import ThresholdGood
from gametheory_orders.issues.goods.weakest_link import WeakestLinkGood

__all__ = [
    "BestShotGood",
    "SharedGood",
    "SumGood",
    "ThresholdGood",
    "WeakestLinkGood",
    "public_good",
]
