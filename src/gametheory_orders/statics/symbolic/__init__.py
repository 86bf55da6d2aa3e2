"""Comparative statics that are proved: formulas, their signs, and derivations from the model."""

from gametheory_orders.statics.symbolic.certificates import Certificate
from gametheory_orders.statics.symbolic.checker import accepts, flaw
from gametheory_orders.statics.symbolic.domains import Domain, Variable, domain
from gametheory_orders.statics.symbolic.proofs import Proof, Static
from gametheory_orders.statics.symbolic.prover import prove_sign
from gametheory_orders.statics.symbolic.results import (
    NamedResult,
    NamedResults,
    named_result,
    named_results,
)

__all__ = [
    "Certificate",
    "Domain",
    "NamedResult",
    "NamedResults",
    "Proof",
    "Static",
    "Variable",
    "accepts",
    "domain",
    "flaw",
    "named_result",
    "named_results",
    "prove_sign",
]
