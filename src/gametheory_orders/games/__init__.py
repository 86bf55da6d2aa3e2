"""The cooperation game, an issue under an order, and what comes out of it."""

from gametheory_orders.games.cooperation import CooperationGame
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.games.outcome import Agreement, Compliance, Outcome, Stage

__all__ = ["Agreement", "Compliance", "CooperationGame", "NormalFormGame", "Outcome", "Stage"]
