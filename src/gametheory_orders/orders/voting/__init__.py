"""Voting: exact quotas, monotone rules on states, simple games and what they are like."""

from gametheory_orders.orders.voting.coalitions import (
    CoalitionFamily,
    minimal_blocking,
    minimal_winning,
)
from gametheory_orders.orders.voting.listed import (
    compose,
    minimal_winning_game,
    rule_game,
    winning_game,
)
from gametheory_orders.orders.voting.nakamura import nakamura_number
from gametheory_orders.orders.voting.properties import (
    dictators,
    difference,
    dummies,
    equivalent,
    is_proper,
    is_strong,
    vetoers,
)
from gametheory_orders.orders.voting.quotas import exact, quota_needed, weights_of
from gametheory_orders.orders.voting.rules import BallotRule, CombinedRule, VotingRule
from gametheory_orders.orders.voting.simple_game import (
    SimpleGame,
    all_of,
    any_of,
    quota_game,
    unanimity_game,
    weighted_game,
)
from gametheory_orders.orders.voting.ternary import TernaryGame, ternary_game
from gametheory_orders.orders.voting.trades import TradeRobustness, trade_robust

__all__ = [
    "BallotRule",
    "CoalitionFamily",
    "CombinedRule",
    "SimpleGame",
    "TernaryGame",
    "TradeRobustness",
    "VotingRule",
    "all_of",
    "any_of",
    "compose",
    "dictators",
    "difference",
    "dummies",
    "equivalent",
    "exact",
    "is_proper",
    "is_strong",
    "minimal_blocking",
    "minimal_winning",
    "minimal_winning_game",
    "nakamura_number",
    "quota_game",
    "quota_needed",
    "rule_game",
    "ternary_game",
    "trade_robust",
    "unanimity_game",
    "vetoers",
    "weighted_game",
    "weights_of",
    "winning_game",
]
