"""How states cooperate: membership, decision and enforcement rules, orders and presets."""

from gametheory_orders.orders.combined import AllOf, AnyOf, Then
from gametheory_orders.orders.decision import (
    DECISIONS,
    Consensus,
    Decision,
    FixedLevel,
    Joint,
    Pledge,
    Quota,
    Unanimity,
    VotedLevel,
)
from gametheory_orders.orders.deterrence import Reciprocity, Review, Sanctions
from gametheory_orders.orders.enforcement import (
    ENFORCEMENTS,
    Binding,
    Enforcement,
    Exclusion,
    NoEnforcement,
    Penalty,
    Tariff,
    Transfers,
)
from gametheory_orders.orders.membership import (
    MEMBERSHIPS,
    Criterion,
    Fixed,
    Largest,
    Membership,
    OpenEntry,
    Universal,
)
from gametheory_orders.orders.order import Order
from gametheory_orders.orders.presets import charter, club, coalition, concert

__all__ = [
    "DECISIONS",
    "ENFORCEMENTS",
    "MEMBERSHIPS",
    "AllOf",
    "AnyOf",
    "Binding",
    "Consensus",
    "Criterion",
    "Decision",
    "Enforcement",
    "Exclusion",
    "Fixed",
    "FixedLevel",
    "Joint",
    "Largest",
    "Membership",
    "NoEnforcement",
    "OpenEntry",
    "Order",
    "Penalty",
    "Pledge",
    "Quota",
    "Reciprocity",
    "Review",
    "Sanctions",
    "Tariff",
    "Then",
    "Transfers",
    "Unanimity",
    "Universal",
    "VotedLevel",
    "charter",
    "club",
    "coalition",
    "concert",
]
