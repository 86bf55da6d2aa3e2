"""The ledger of the paper's claims: each said in our words, made formal, and run by a machine."""

from gametheory_orders.statics.claims.checks import Check, Finding, Models, all_checks, check
from gametheory_orders.statics.claims.ledger import Claim, ClaimResult, Ledger, run_claim

__all__ = [
    "Check",
    "Claim",
    "ClaimResult",
    "Finding",
    "Ledger",
    "Models",
    "all_checks",
    "check",
    "run_claim",
]
