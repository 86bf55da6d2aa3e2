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
from gametheory_orders.orders.enforcement import (
    ENFORCEMENTS,
    Binding,
    Enforcement,
    NoEnforcement,
    Reciprocity,
    Tariff,
)
from gametheory_orders.orders.membership import (
    MEMBERSHIPS,
    Criterion,
    ExclusiveEntry,
    Fixed,
    Invitation,
    Largest,
    Membership,
    MinimumParticipation,
    OpenEntry,
    SequentialAdmission,
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
    "ExclusiveEntry",
    "Fixed",
    "FixedLevel",
    "Invitation",
    "Joint",
    "Largest",
    "Membership",
    "MinimumParticipation",
    "NoEnforcement",
    "OpenEntry",
    "Order",
    "Pledge",
    "Quota",
    "Reciprocity",
    "SequentialAdmission",
    "Tariff",
    "Then",
    "Unanimity",
    "Universal",
    "VotedLevel",
    "charter",
    "club",
    "coalition",
    "concert",
]
